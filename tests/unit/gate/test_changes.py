"""What changed from one version of a procedure to another: nothing where only the text did, and what got weaker first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.gate.changes import KEY, Change, at, behind, top

from sekisho.gate import shipped
from sekisho.gate.changes import changes
from sekisho.gate.lint import load
from sekisho.gate.procedure import Procedure, read

SHIPPED = {name: load(shipped.data(name), f"{name}.toml") for name in shipped.names()}


def procedure(change: Change) -> Procedure:
    return read(change.file(), "letters.toml")[0]


def found(new: Change, old: Change | None = None) -> list[tuple[str, str, bool]]:
    made = changes(procedure(old or Change()), procedure(new))
    assert all(one.said.render("ja") and one.said.render("en") for one in made)
    return [(one.step, one.key, one.weaker) for one in made]


# ---------------------------------------------------------------- nothing changed


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_is_no_change(name: str) -> None:
    assert changes(SHIPPED[name], SHIPPED[name]) == ()


def test_a_comment_or_an_order_of_keys_is_no_change() -> None:
    text = shipped.data("kindergartens-mail")
    other = b"# one more line\n" + text.replace(b'kind = "attach"\n', b"").replace(
        b'id = "attach"\n', b'kind = "attach"\nid = "attach"\n'
    )
    assert changes(SHIPPED["kindergartens-mail"], load(other, "kindergartens-mail.toml")) == ()


def test_to_write_down_what_holds_already_is_no_change() -> None:
    """A step waits for the one above it, and so for all that this one waits for; who differs is said at either of two."""
    assert found(at(read={"needs": ["open", "inspect", "attach", "brief"]})) == []
    assert found(at(open={"differs_from": ["read"]}), at(read={"differs_from": ["open"]})) == []


def test_a_step_between_two_others_changes_neither() -> None:
    assert found(behind("release", {**KEY, "needs": ["release"]}, return_={"needs": ["key"]})) == [("key", "", False)]


# ---------------------------------------------------------------- what is asked less


@pytest.mark.parametrize(
    ("new", "old", "step", "key"),
    [
        (at(read=None), None, "read", ""),
        (at(seal=None, release={"needs": ["count"]}), None, "seal", ""),
        (at(brief={"by": ["worker"]}), None, "brief", "by"),
        (at(read={"method": "read_against_source"}), at(read={"method": "scan"}), "read", "method"),
        (at(read={"per": "dispatch"}), None, "read", "per"),
        (at(), at(read={"blind": True, "differs_from": ["open"]}), "read", "blind"),
        (at(), at(read={"differs_from": ["open"]}), "read", "differs_from"),
        (at(match={"needs": ["read"]}, approve={"needs": ["read"]}), None, "match", "needs"),
        (at(release={"proofs": ["compared", "stated"]}), None, "release", "proofs"),
        (at(release={"proofs": ["stated"]}), None, "release", "proofs"),
        (at(), at(read={"training": ["研修"]}), "read", "training"),
        (at(approve={"standing": True}), None, "approve", "standing"),
        (at(), at(approve={"deputy": False}), "approve", "deputy"),
        (at(seal={"paper": True}), None, "seal", "paper"),
        (at(), top(one_at_a_time=["match", "count"]), "match", "one_at_a_time"),
        (at(), top(escalates_to="stricter"), "", "escalates_to"),
        (at(count={"kind": "report"}), None, "count", "kind"),
    ],
)
def test_what_got_weaker_comes_first(new: Change, old: Change | None, step: str, key: str) -> None:
    assert (step, key, True) in found(new, old)
    assert found(new, old)[0][2]


def test_fewer_rows_fewer_days_and_one_more_mail() -> None:
    rows = {"method": "trace_sample", "sample": 5}
    assert found(at(read={**rows, "sample": 3}), at(read=rows)) == [("read", "sample", True)]
    later = {"id": "recheck", "kind": "recheck", "by": ["confirmer"], "needs": ["release"], "per": "parcel"}
    assert found(behind("return", later), behind("return", {**later, "after_days": [1, 30]})) == [
        ("recheck", "after_days", True)
    ]
    key = {**KEY, "ways": ["phone", "another_mail"]}
    assert found(behind("return", key), behind("return", KEY)) == [("key", "ways", True)]


# ---------------------------------------------------------------- what is asked more, or otherwise


@pytest.mark.parametrize(
    ("new", "old", "step", "key"),
    [
        (at(), at(read=None), "read", ""),
        (at(), at(brief={"by": ["worker"]}), "brief", "by"),
        (at(read={"by": ["outside_confirmer"]}), None, "read", "by"),
        (at(read={"method": "scan"}), None, "read", "method"),
        (at(), at(read={"per": "dispatch"}), "read", "per"),
        (at(), at(release={"proofs": ["compared", "stated"]}), "release", "proofs"),
        (at(read={"differs_from": ["open"]}), None, "read", "differs_from"),
        (at(read={"training": ["研修"]}), None, "read", "training"),
        (at(read={"title": "別の名"}), None, "read", "title"),
        (at(), at(read={"because": ["FY2023-1-①"]}), "read", "because"),
        (at(read={"because": ["FY2023-1-①"]}), None, "read", "because"),
        (top(one_at_a_time=["match", "count"]), None, "match", "one_at_a_time"),
        (top(channel="hand"), None, "", "channel"),
        (top(title="別の名"), None, "", "title"),
        (top(smallest_section=3), None, "", "smallest_section"),
    ],
)
def test_what_did_not_get_weaker(new: Change, old: Change | None, step: str, key: str) -> None:
    told = found(new, old)
    assert (step, key, False) in told
    assert not any(weaker for _, _, weaker in told)


def test_another_id_is_the_same_step() -> None:
    """Otherwise every renaming would be told as a step that is gone, and what really is gone would drown."""
    new = at(open={"id": "look"}, read={"differs_from": ["look"]})
    assert found(new, at(read={"differs_from": ["open"]})) == [("look", "id", False)]


def test_a_step_that_is_gone_does_not_hide_behind_a_new_one() -> None:
    told = found(at(read={"id": "other", "kind": "report", "method": "", "by": ["superior"]}))
    assert ("read", "", True) in told
    assert ("other", "", False) in told


def test_the_other_order_is_told() -> None:
    old = procedure(Change())
    steps = list(old.steps)
    steps[3], steps[4] = steps[4], steps[3]
    assert [(one.key, one.weaker) for one in changes(old, replace(old, steps=tuple(steps)))] == [("step", False)]


def test_it_is_said_in_words_of_the_office() -> None:
    told = changes(procedure(Change()), procedure(at(brief={"by": ["worker"]}, read=None)))
    assert [one.said.render() for one in told] == [
        "工程「confirmの工程」（確認）がなくなりました。",
        "「briefの工程」の行う人が「作業者、決裁者」から「作業者」に変わりました。",
    ]


# ---------------------------------------------------------------- what always holds

names = st.sampled_from(sorted(SHIPPED))


@given(names, names)
def test_what_is_the_same_in_none_is_told_of_none(first: str, second: str) -> None:
    told = changes(SHIPPED[first], SHIPPED[second])
    assert [one.weaker for one in told] == sorted((one.weaker for one in told), reverse=True)
    known = {step.id for name in (first, second) for step in SHIPPED[name].steps} | {""}
    assert {one.step for one in told} <= known


@given(names, st.data())
def test_a_step_taken_away_is_always_told_as_weaker(name: str, data: st.DataObject) -> None:
    old = SHIPPED[name]
    gone = data.draw(st.sampled_from(old.steps))
    kept = tuple(
        replace(one, needs=tuple(need for need in one.needs if need != gone.id))
        for one in old.steps
        if one.id != gone.id
    )
    told = changes(old, replace(old, steps=kept))
    assert any((one.step, one.key, one.weaker) == (gone.id, "", True) for one in told)
