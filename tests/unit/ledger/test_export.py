"""An export that is broken anywhere is found to be, with the bytes and the event; a whole one verifies without a store."""

import io
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.ledger.logs import AT, KEY, ORIGIN, OTHER, THIRD, checkpoint, fact, filled

from sekisho.ledger.checkpoint import rotate
from sekisho.ledger.export import Export, export, verify_export
from sekisho.ledger.log import Stored
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.model import LedgerError
from sekisho.ledger.verdict import Report

STORE = filled(random.Random(3), 12)
CHANGE = rotate(ORIGIN, 6, KEY, OTHER, AT)
MARKS = [checkpoint(STORE, 4), checkpoint(STORE, 9, OTHER)]
LINES = [line.encode() for line in export(STORE, [KEY.public_key()], [CHANGE], MARKS)]
DATA = b"".join(LINES)
EVENTS = 5  # lines that stand before the events
KEYS = [KEY.public_key()]


def verified(data: bytes, keys: list[object] | None = None) -> Report:
    return verify_export(io.BytesIO(data), keys or [], name="log.jsonl")  # type: ignore[arg-type]


def is_found(data: bytes) -> bool:
    try:
        return not verified(data).is_good
    except LedgerError:
        return True


def span_of(number: int) -> tuple[int, int]:
    start = sum(map(len, LINES[:number]))
    return start, start + len(LINES[number])


# ---------------------------------------------------------------- broken ones


@settings(deadline=None, max_examples=500)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_one_changed_byte_anywhere(at: int, flip: int) -> None:
    changed = bytearray(DATA)
    changed[at] ^= flip
    assert is_found(bytes(changed))


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(DATA) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_bytes_put_in_or_taken_out(at: int, into: bytes, out: int) -> None:
    changed = DATA[:at] + into + DATA[at + out :]
    assert changed == DATA or is_found(changed)


@pytest.mark.parametrize("length", [0, 1, 100, len(DATA) // 2, len(DATA) - 1, len(DATA) - len(LINES[-1])])
def test_a_file_that_is_cut_off(length: int) -> None:
    assert is_found(DATA[:length])


def test_more_lines_than_the_header_says() -> None:
    assert is_found(DATA + b"\n")
    assert is_found(DATA + LINES[-1])


@pytest.mark.parametrize("number", range(EVENTS, len(LINES)))
def test_a_broken_line_is_named_by_its_bytes_and_its_event(number: int) -> None:
    broken = LINES[number][:50] + b"\xff" + LINES[number][51:]
    report = verified(b"".join([*LINES[:number], broken, *LINES[number + 1 :]]))
    (fault,) = [one for one in report.faults if one.kind == "changed"]
    assert (fault.seq, fault.span, fault.column) == (number - EVENTS, span_of(number), None)
    assert "missing" not in {one.kind for one in report.faults}


@pytest.mark.parametrize("number", range(EVENTS))
def test_what_stands_before_the_events_is_named_by_its_bytes(number: int) -> None:
    start, end = span_of(number)
    with pytest.raises(LedgerError) as caught:
        verified(DATA[: end - 2] + b"\xff" + DATA[end - 1 :])
    assert f"log.jsonlの{start + 1}〜{end}バイト目" in caught.value.sentence.render()


def test_an_event_in_other_words_is_not_the_line_that_was_written() -> None:
    line = LINES[EVENTS]
    for other in (
        line.replace(b'"n":', b'"n": '),
        line.replace(b'{"at"', b'{ "at"'),
        line.replace("工程".encode(), b"\\u5de5\\u7a0b"),
        line.rstrip(b"\n") + b"\r\n",
        line.replace(b'"hash":"', b'"hash":" '),
        line.upper(),
    ):
        assert other != line
        report = verified(b"".join([*LINES[:EVENTS], other, *LINES[EVENTS + 1 :]]))
        # Nothing of such a line is believed, so its number is missing in its stream too.
        assert [(fault.kind, fault.seq) for fault in report.faults if fault.kind != "gap"] == [("changed", 0)]


def test_data_as_a_text_of_the_same_data_is_no_data() -> None:
    row = next(STORE.stored())
    quoted = str(row.data).replace('"', '\\"').encode()
    line = LINES[EVENTS].replace(str(row.data).encode(), b'"' + quoted + b'"')
    assert line != LINES[EVENTS]
    assert is_found(b"".join([*LINES[:EVENTS], line, *LINES[EVENTS + 1 :]]))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"{}", "証跡の書き出しではありません"),
        (b'{"type":"sekisho-report/1"}', "証跡の書き出しではありません"),
        (b"PK\x03\x04", "証跡の書き出しではありません"),
        (LINES[0].rstrip().replace(b"export/1", b"export/2"), "知らない形式"),
        (LINES[0].rstrip().replace(b'"events":12', b'"events":-1'), "壊れている"),
        (LINES[0].rstrip().replace(b'"keys":1', b'"keys":true'), "壊れている"),
        (LINES[0].rstrip().replace(b'"keys":1', b'"keys":2'), "壊れている"),
        (LINES[0].rstrip().replace(b'"rotations":1', b'"rotations":2'), "壊れている"),
    ],
)
def test_what_is_no_export_or_of_another_version(header: bytes, words: str) -> None:
    with pytest.raises(LedgerError) as caught:
        verified(b"".join([header, b"\n", *LINES[1:]]))
    assert words in caught.value.sentence.render()


def test_damage_in_the_store_is_damage_in_the_export() -> None:
    store = filled(random.Random(3), 12)
    for column, value in (("by", "p-9"), ("data", "[]"), ("data", "{ }"), ("data", None), ("hash", None), ("seq", "x")):
        rows = list(STORE.stored())
        rows[5] = replace(rows[5], **{column: value})
        store._rows[:] = rows
        report = verified("".join(export(store, KEYS, [CHANGE], MARKS)).encode())
        assert [(fault.kind, fault.seq) for fault in report.faults] == [("changed", 5)]
    store._rows[5] = replace(store._rows[5], by=b"\xff")
    with pytest.raises(LedgerError) as caught:
        list(export(store, KEYS, [], []))
    assert "6番目" in caught.value.sentence.render()


# ---------------------------------------------------------------- a whole one


@pytest.mark.parametrize("keys", [[], KEYS, [OTHER.public_key()]])
def test_a_whole_export_verifies_without_a_store(keys: list[object]) -> None:
    report = verified(DATA, keys)
    assert report.is_good
    assert (report.size, report.anchored, report.root) == (12, 9, STORE.root(12))
    assert [anchor.state for anchor in report.anchors] == ["holds", "holds"]


def test_with_a_key_from_outside_the_keys_in_the_file_count_for_nothing() -> None:
    report = verified(DATA, [THIRD.public_key()])
    assert [anchor.state for anchor in report.anchors] == ["unknown_key", "unknown_key"]
    assert not report.is_good


def test_an_outside_checkpoint_counts_beside_those_in_the_file() -> None:
    outside = checkpoint(STORE, 11, OTHER)
    report = verify_export(io.BytesIO(DATA), KEYS, [outside, MARKS[0]], name="log.jsonl")
    assert [anchor.checkpoint.size for anchor in report.anchors] == [4, 9, 11]
    assert report.anchored == 11


def test_an_empty_log() -> None:
    store = MemoryStore(ORIGIN)
    report = verified("".join(export(store, [], [], [])).encode())
    assert report.is_good
    assert report.size == 0


def test_rows_come_back_as_they_lay() -> None:
    opened = Export(io.BytesIO(DATA), name="log.jsonl")
    assert list(opened.rows()) == [replace(row, peak=None) for row in STORE.stored()]
    assert all(isinstance(row, Stored) for row in STORE.stored())
    assert opened.head.rotations == (CHANGE,)


def test_what_is_written_while_the_export_runs_belongs_to_the_next_one() -> None:
    store = filled(random.Random(3), 12)
    lines = export(store, [], [], [])
    first = next(lines)
    store.append("late", 0, [fact(99)])
    assert verified("".join([first, *lines]).encode()).is_good
