"""A list counts only when another person has seen what it changes and accepted it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from tests.unit.web.sources.conftest import HERE, NOW, TODAY, Town, register

from sekisho.bundle.sources import load_source
from sekisho.gate.model import Actor, sealed
from sekisho.web.people import actions as people
from sekisho.web.people.queries import signed_in
from sekisho.web.refusals import Refused
from sekisho.web.sources import actions, keeping, queries
from sekisho.web.sources.intake import IntakeError
from sekisho.web.sources.models import Version
from sekisho.web.store.files import MissingFileError

LATER = NOW + timedelta(days=1)


def refusal(status: int, rule: str, town: Town, version: str, *, by: str | Actor) -> None:
    """Somebody may neither accept nor refuse, is told why and who could, and nothing has happened."""
    before = Version.objects.filter(pk=version).values().first(), town.events()
    actor = town.actor(by) if isinstance(by, str) else by
    for act in (
        lambda: actions.accept(version=version, saw=town.current(), by=actor, at=NOW),
        lambda: actions.refuse(version=version, reason="違う", by=actor, at=NOW),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert (caught.value.status, caught.value.refusal.rule) == (status, rule)
        assert caught.value.refusal.first.text
    assert (Version.objects.filter(pk=version).values().first(), town.events()) == before


# ---------------------------------------------------------------- who may not


def test_who_supplied_it_does_not_accept_it(town: Town) -> None:
    refusal(403, "two_people", town, town.propose(register(3), by="馬場"), by="馬場")


def test_nor_by_another_account(town: Town) -> None:
    version = town.propose(register(3))
    told = {"by": people.SYSTEM, "at": NOW}
    people.give_post(person=town.people["青木"], role="confirmer", department=HERE, since=TODAY, **told)
    other = signed_in(town.accounts["青木の別"])
    assert other is not None
    assert other.account != town.accounts["青木"]
    refusal(403, "two_people", town, version, by=other.actor)


def test_a_drafter_does_not_accept(town: Town) -> None:
    refusal(403, "role_held", town, town.propose(register(3)), by="榎本")


@pytest.mark.parametrize("name", ["土井", "江口", "福田"])
def test_who_is_not_of_the_section_finds_nothing(town: Town, name: str) -> None:
    refusal(404, "nobody", town, town.propose(register(3)), by=name)


def test_a_post_that_has_ended_is_none(town: Town) -> None:
    version = town.propose(register(3))
    of = town.actor("馬場")
    past = tuple(type(post)(post.department, post.role, post.since, TODAY - timedelta(days=1)) for post in of.posts)
    refusal(404, "nobody", town, version, by=Actor(of.person, past))


def test_the_database_holds_to_it_too(town: Town) -> None:
    version = town.propose(register(3))
    row = Version.objects.filter(pk=version)
    with pytest.raises(IntegrityError):
        row.update(state="accepted", decided_by=town.people["青木"], decided_at=NOW)
    with pytest.raises(IntegrityError):
        row.update(state="accepted")


def test_a_version_that_is_not_there(town: Town) -> None:
    with pytest.raises(Refused) as caught:
        actions.accept(version="0" * 32, saw="", by=town.actor("福田"), at=NOW)
    assert caught.value.status == 404


# ---------------------------------------------------------------- when not


def test_what_was_decided_is_not_decided_again(town: Town) -> None:
    version = town.accept(register(3))
    refusal(409, "decided", town, version, by="千葉")


def test_another_list_in_force_than_the_one_that_was_seen(town: Town) -> None:
    first = town.accept(register(3))
    version = town.propose(register(4))
    with pytest.raises(Refused) as caught:
        actions.accept(version=version, saw="", by=town.actor("馬場"), at=NOW)
    assert (caught.value.status, caught.value.refusal.rule) == (409, "moved")
    actions.accept(version=version, saw=first, by=town.actor("馬場"), at=NOW)


def test_proposing_against_another_list_than_the_one_in_force(town: Town) -> None:
    draft = town.take(register(4), by="榎本")
    town.accept(register(3))
    with pytest.raises(Refused) as caught:
        actions.propose(draft=draft, saw="", by=town.actor("榎本"), at=NOW)
    assert (caught.value.status, caught.value.refusal.rule) == (409, "moved")


def test_one_waits_at_a_time(town: Town) -> None:
    town.propose(register(3))
    draft = town.take(register(4), by="榎本")
    with pytest.raises(Refused) as caught:
        actions.propose(draft=draft, saw="", by=town.actor("榎本"), at=NOW)
    assert caught.value.refusal.rule == "waiting"


def test_a_list_that_became_older_than_the_one_in_force(town: Town) -> None:
    draft = town.take(register(4), by="榎本", as_of=TODAY - timedelta(days=9))
    current = town.accept(register(3))
    with pytest.raises(Refused) as caught:
        actions.propose(draft=draft, saw=current, by=town.actor("榎本"), at=NOW)
    assert caught.value.refusal.rule == "as_of"


@pytest.mark.parametrize("reason", ["", "  \n", "長" * 1001])
def test_refusing_needs_a_reason(town: Town, reason: str) -> None:
    version = town.propose(register(3))
    with pytest.raises(IntakeError) as caught:
        actions.refuse(version=version, reason=reason, by=town.actor("馬場"), at=NOW)
    assert caught.value.field == "reason"
    assert Version.objects.get(pk=version).state == "proposed"


def test_only_who_supplied_it_withdraws_it(town: Town) -> None:
    version = town.propose(register(3))
    with pytest.raises(Refused) as caught:
        actions.withdraw(version=version, by=town.actor("馬場"), at=NOW)
    assert caught.value.status == 403
    actions.withdraw(version=version, by=town.actor("青木"), at=NOW)
    with pytest.raises(Refused):
        actions.withdraw(version=version, by=town.actor("青木"), at=NOW)


def test_where_the_event_cannot_be_written_nothing_has_happened(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    version = town.propose(register(3))

    def broken(*args: object) -> None:
        raise OSError("no disk")

    monkeypatch.setattr(actions, "_record", broken)
    for act in (
        lambda: actions.accept(version=version, saw="", by=town.actor("馬場"), at=NOW),
        lambda: actions.refuse(version=version, reason="違う", by=town.actor("馬場"), at=NOW),
        lambda: actions.withdraw(version=version, by=town.actor("青木"), at=NOW),
    ):
        with pytest.raises(OSError, match="no disk"):
            act()
    assert Version.objects.get(pk=version).state == "proposed"
    assert queries.source(version).frame.height == 3


# ---------------------------------------------------------------- and then it counts


@pytest.mark.parametrize("name", ["馬場", "千葉"])
def test_another_person_accepts_it(town: Town, name: str) -> None:
    version = town.accept(register(3), by=name)
    view = queries.version(version)
    assert view is not None
    assert (view.state, view.decided_by, view.supplied_by) == ("accepted", town.people[name], town.people["青木"])
    assert town.events() == [(f"source/{version}", "source_proposed"), (f"source/{version}", "source_accepted")]


def test_the_next_one_takes_its_place(town: Town) -> None:
    first = town.accept(register(3))
    second = town.accept(register(5), at=LATER)
    assert queries.version(first).state == "superseded"  # type: ignore[union-attr]
    assert town.current() == second
    assert town.events()[-2:] == [(f"source/{first}", "source_superseded"), (f"source/{second}", "source_accepted")]


def test_a_refused_list_is_kept_no_longer_but_its_reason_is(town: Town) -> None:
    version = town.propose(register(3))
    actions.refuse(version=version, reason=" 去年の台帳です ", by=town.actor("千葉"), at=NOW)
    view = queries.version(version)
    assert view is not None
    assert (view.state, view.reason) == ("refused", "去年の台帳です")
    assert list(town.installation.files.ids()) == []
    with pytest.raises(MissingFileError):
        queries.source(version)


def test_events_hold_no_name_no_text_and_no_bare_digest(town: Town) -> None:
    version = town.propose(register(3), name="青木花子.csv")
    actions.refuse(version=version, reason="花子さんが二人いる", by=town.actor("千葉"), at=NOW)
    row = Version.objects.get(pk=version)
    salt, sha256 = bytes.fromhex(keeping.opened(row, "salt")), keeping.opened(row, "sha256")
    records = [one for one in town.installation.store.records() if one.stream.startswith("source/")]
    text = "".join(one.text for one in records)
    for word in ("花子", "青木", "csv", "台帳", sha256):
        assert word not in text
    told, refused = records
    assert told.data["digest"] == row.digest == sealed(salt, sha256).digest
    assert (told.data["rows"], told.data["added"], told.data["as_of"]) == (3, 3, "2026-11-24")
    assert refused.data == {"reason": sealed(salt, "花子さんが二人いる").digest, "characters": 9}
    assert {one.by for one in records} == {town.people["青木"], town.people["千葉"]}


# ---------------------------------------------------------------- what is in force


def test_nothing_is_in_force_before_it_is_accepted(town: Town) -> None:
    town.propose(register(3))
    assert queries.in_force(HERE, TODAY) == {}
    assert queries.digests(HERE, TODAY) == {}


def test_each_day_has_the_list_that_was_in_force_then(town: Town) -> None:
    day = date(2026, 11, 24)
    first = town.accept(register(3), as_of=day - timedelta(days=5))
    second = town.accept(register(4), as_of=day, at=LATER)
    then = {
        on: {kind: one.id for kind, one in queries.in_force(HERE, on).items()}
        for on in (day - timedelta(days=1), day, day + timedelta(days=1), day + timedelta(days=9))
    }
    assert list(then.values()) == [{}, {"subjects": first}, {"subjects": second}, {"subjects": second}]


def test_another_section_has_its_own(town: Town) -> None:
    town.accept(register(3))
    assert queries.in_force("kaigo", TODAY) == {}


def test_the_digest_is_that_of_the_version(town: Town) -> None:
    version = town.accept(register(3))
    assert queries.digests(HERE, TODAY) == {"subjects": Version.objects.get(pk=version).digest}
    town.accept(register(3), at=NOW + timedelta(hours=1))
    assert queries.digests(HERE, TODAY) != {"subjects": Version.objects.get(pk=version).digest}


def test_the_engine_gets_the_file_as_it_was_and_the_rows_as_they_were_accepted(town: Town, tmp_path: Path) -> None:
    text = "記号,よび名\nS1,青木\n"
    draft = town.take(text.encode("cp932"))
    actions.choose_columns(draft=draft, chosen={0: "subject_id", 1: "name"}, by=town.actor("青木"), at=NOW)
    version = actions.propose(draft=draft, saw="", by=town.actor("青木"), at=NOW)
    path = queries.as_bundle_source(version, tmp_path)
    assert path.read_bytes() == text.encode("cp932")
    read = load_source("subjects", path, queries.columns_of(version), read_workbook=lambda _: ())
    sources = queries.as_bundle_sources({"subjects": version})
    assert sources.subjects is not None
    assert sources.subjects.sha256 == read.sha256
    assert sources.subjects.frame.equals(read.frame)
    assert sources.subjects.path == "台帳.csv"


def test_who_may_accept_is_told_that_something_waits(town: Town) -> None:
    version = town.propose(register(3))
    waiting = {name: [one.id for one in queries.waiting_for(town.actor(name), TODAY)] for name in town.people}
    assert {name for name, found in waiting.items() if found == [version]} == {"馬場", "千葉"}


def test_what_changed_is_counted_when_it_is_accepted(town: Town) -> None:
    town.accept(register(10))
    changed = register(10).replace("氏名 3,", "氏名 三,").replace("S00007,氏名 7", "S00099,氏名 7")
    version = town.accept(changed, at=LATER)
    counts = queries.version(version).counts  # type: ignore[union-attr]
    assert (counts.added, counts.removed, counts.changed) == (1, 1, 1)
