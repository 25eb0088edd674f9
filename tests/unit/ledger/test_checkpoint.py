"""Checkpoints and changes of keys: what must not be read, what must not count, and that what is written is read again."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ledger.logs import AT, KEY, ORIGIN, OTHER, THIRD

from sekisho.ledger.checkpoint import Checkpoint, Rotation, rotate, sign
from sekisho.ledger.keys import fingerprint
from sekisho.ledger.model import LedgerError
from sekisho.ledger.notes import read_note, read_notes
from sekisho.ledger.trust import Refusal, trust

ROOT = bytes(range(32))
MARK = sign(ORIGIN, 7, ROOT, KEY, AT)
CHANGE = rotate(ORIGIN, 7, KEY, OTHER, AT)
NEXT = rotate(ORIGIN, 9, OTHER, THIRD, AT)
PUBLIC = [key.public_key() for key in (KEY, OTHER, THIRD)]


def refused(text: str) -> str:
    with pytest.raises(LedgerError) as caught:
        read_note(text, place="x")
    return caught.value.sentence.render()


def told(note: Checkpoint | Rotation, **changes: object) -> str:
    values = {**json.loads(note.to_json()), **changes}
    return json.dumps({key: value for key, value in values.items() if value is not ...})


# ---------------------------------------------------------------- what must not be read


@pytest.mark.parametrize(
    ("note", "changes"),
    [
        (MARK, {"size": "7"}), (MARK, {"size": -1}), (MARK, {"size": True}), (MARK, {"size": 7.0}), (MARK, {"size": 2**53}),
        (MARK, {"root": ""}), (MARK, {"root": "AA=="}), (MARK, {"root": None}), (MARK, {"key": MARK.key.upper()}),
        (MARK, {"key": "ab"}), (MARK, {"at": "2026-11-24"}), (MARK, {"at": 5}), (MARK, {"origin": "a b"}),
        (MARK, {"signature": ...}), (MARK, {"remark": "x"}), (MARK, {"signature": "é" * 88}),
        (CHANGE, {"old": "AA=="}), (CHANGE, {"new": ...}), (CHANGE, {"root": "x"}), (CHANGE, {"size": None}),
    ],
)  # fmt: skip
def test_a_field_that_is_not_as_it_is_written_is_refused(
    note: Checkpoint | Rotation, changes: dict[str, object]
) -> None:
    assert "壊れています" in refused(told(note, **changes))


def test_base64_with_bits_to_spare_is_another_spelling() -> None:
    root = str(json.loads(MARK.to_json())["root"])
    assert root.endswith("8=")
    assert "壊れています" in refused(told(MARK, root=root[:-2] + "9="))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        "[]",
        "null",
        "5",
        "x",
        told(MARK, type="sekisho-report/1"),
        told(MARK, type=None),
        told(MARK, type=5),
    ],
)
def test_what_is_no_checkpoint_is_called_so(text: str) -> None:
    assert "証跡点ではありません" in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        told(MARK, type="sekisho-checkpoint/2"),
        told(MARK, type="sekisho-checkpoint/2", size="?", new=1),
        told(CHANGE, type="sekisho-key-rotation/3"),
        MARK.to_line().replace("checkpoint/1", "checkpoint/2"),
        "sekisho-checkpoint/2 something else",
        told(MARK, type="sekisho-checkpoint"),
    ],
)
def test_a_newer_form_is_called_so(text: str) -> None:
    assert "新しい版" in refused(text)


def test_a_key_that_stands_twice_is_refused() -> None:
    assert "証跡点ではありません" in refused(MARK.to_json().replace("{", '{"size":8,', 1))


@pytest.mark.parametrize(
    "line",
    [
        MARK.to_line() + " x",
        MARK.to_line().rsplit(" ", 1)[0],
        MARK.to_line().replace(" 7 ", " 07 "),
        MARK.to_line().replace(" 7 ", " ７ "),
        MARK.to_line().replace(" 7 ", "  7 "),
        MARK.to_line().replace(" 7 ", " -7 "),
        MARK.to_line().replace(" 7 ", f" {'9' * 5000} "),
    ],
)
def test_a_line_of_words_has_one_spelling(line: str) -> None:
    assert "壊れています" in refused(line)


def test_a_file_names_the_line_that_is_wrong() -> None:
    with pytest.raises(LedgerError) as caught:
        read_notes(f"{MARK.to_json()}\n\nx\n".encode(), name="marks.txt")
    assert caught.value.sentence.render().startswith("marks.txtの3行目")
    for data in (b"", b"\n \n", b"\xff\xfe"):
        with pytest.raises(LedgerError):
            read_notes(data, name="marks.txt")


@settings(deadline=None)
@given(st.sampled_from([MARK.to_json(), MARK.to_line()]), st.data())
def test_one_changed_character_is_refused_or_does_not_count(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_characters=text[at]))
    changed = text[:at] + other + text[at + 1 :]
    try:
        note = read_note(changed, place="x")
    except LedgerError:
        return
    assert note == MARK or trust(ORIGIN, PUBLIC).refusal(note) is not None  # type: ignore[arg-type]


# ---------------------------------------------------------------- what must not count


@pytest.mark.parametrize(
    ("mark", "refusal"),
    [
        (replace(MARK, size=8), "bad_signature"),
        (replace(MARK, root=bytes(32)), "bad_signature"),
        (replace(MARK, at="2026-11-24T01:15:00.000001Z"), "bad_signature"),
        (replace(MARK, key=fingerprint(PUBLIC[1])), "unknown_key"),
        (replace(MARK, origin="other"), "other_log"),
        (sign("other", 7, ROOT, KEY, AT), "other_log"),
        (sign(ORIGIN, 7, ROOT, OTHER, AT), "unknown_key"),
        (replace(sign(ORIGIN, 7, ROOT, OTHER, AT), key=MARK.key), "bad_signature"),
        (MARK, None),
    ],
)
def test_a_checkpoint_counts_only_as_it_was_signed(mark: Checkpoint, refusal: Refusal | None) -> None:
    assert trust(ORIGIN, PUBLIC[:1]).refusal(mark) == refusal


@pytest.mark.parametrize(
    "change",
    [
        replace(CHANGE, size=8),
        replace(CHANGE, old_signature=CHANGE.new_signature),
        replace(CHANGE, new_signature=CHANGE.old_signature),
        replace(CHANGE, new=PUBLIC[2].public_bytes_raw()),
        replace(CHANGE, old=CHANGE.new, new=CHANGE.old),
        rotate("other", 7, KEY, OTHER, AT),
        NEXT,
    ],
)
def test_a_change_of_keys_counts_only_as_both_signed_it(change: Rotation) -> None:
    found = trust(ORIGIN, PUBLIC[:1], [change])
    assert found.refused == (change,)
    assert set(found.keys) == {fingerprint(PUBLIC[0])}
    assert found.until == {}


def test_where_one_key_gave_way_to_two_neither_counts() -> None:
    fork = rotate(ORIGIN, 7, KEY, THIRD, AT)
    found = trust(ORIGIN, PUBLIC[:1], [CHANGE, fork])
    assert set(found.refused) == {CHANGE, fork}
    assert set(found.keys) == {fingerprint(PUBLIC[0])}
    # A stranger's change that holds no signature of ours takes nothing away.
    forged = replace(fork, old_signature=bytes(64))
    assert trust(ORIGIN, PUBLIC[:1], [CHANGE, forged]).refused == (forged,)


@pytest.mark.parametrize(("size", "root", "at"), [(-1, ROOT, AT), (7, b"", AT), (7, ROOT, AT.replace(tzinfo=None))])
def test_what_no_log_can_have_is_not_signed(size: int, root: bytes, at: datetime) -> None:
    with pytest.raises(ValueError, match="no checkpoint"):
        sign(ORIGIN, size, root, KEY, at)
    with pytest.raises(ValueError, match="no checkpoint"):
        sign("a b", 7, ROOT, KEY, AT)


def test_a_key_does_not_give_way_to_itself() -> None:
    with pytest.raises(ValueError, match="two keys"):
        rotate(ORIGIN, 7, KEY, KEY, AT)
    with pytest.raises(ValueError, match="no log"):
        rotate(ORIGIN, -7, KEY, OTHER, AT)


# ---------------------------------------------------------------- what holds


@pytest.mark.parametrize("given_key", PUBLIC)
def test_from_any_key_of_a_chain_all_are_trusted(given_key: object) -> None:
    found = trust(ORIGIN, [given_key], [NEXT, CHANGE])  # type: ignore[list-item]
    assert set(found.keys) == {fingerprint(key) for key in PUBLIC}
    assert found.until == {fingerprint(PUBLIC[0]): 7, fingerprint(PUBLIC[1]): 9}
    assert found.refusal(sign(ORIGIN, 8, ROOT, KEY, AT)) == "retired_key"
    assert found.refusal(sign(ORIGIN, 7, ROOT, KEY, AT)) is None
    assert found.refusal(sign(ORIGIN, 10, ROOT, THIRD, AT)) is None


@given(st.integers(0, 2**53 - 1), st.binary(min_size=32, max_size=32), st.sampled_from([ORIGIN, "さくら野市/証跡"]))
def test_what_is_written_is_read_again(size: int, root: bytes, origin: str) -> None:
    mark, change = sign(origin, size, root, KEY, AT), rotate(origin, size, KEY, OTHER, AT)
    for text in (mark.to_json(), mark.to_line(), f"  {mark.to_line()}\r\n"):
        assert read_note(text, place="x") == mark
    assert read_note(change.to_json(), place="x") == change
    assert trust(origin, PUBLIC[:1]).refusal(mark) is None


def test_a_file_may_hold_both_forms_as_windows_writes_them() -> None:
    data = f"\ufeff{MARK.to_json()}\r\n\r\n{MARK.to_line()}\r\n{CHANGE.to_json()}\r\n"
    notes = read_notes(data.encode(), name="x")
    assert notes.checkpoints == (MARK, MARK)
    assert notes.rotations == (CHANGE,)


def test_the_line_fits_into_a_qr_code_that_a_telephone_reads() -> None:
    # Version 14 with a quarter of it to spare: 73 modules, 3.7 cm at half a millimetre each.
    assert len(MARK.to_line().encode()) <= 362
