"""The six incidents through their procedures: each mistake refused, each repaired version out, and nobody named on the way."""

import csv
import hashlib
import hmac
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from sekisho.bundle.load import load
from sekisho.cli.demo import DATA, demonstrate
from sekisho.cli.walk.attempts import ATTEMPTS, PROCEDURES
from sekisho.cli.walk.showing import shelf, table, verified, walk_all
from sekisho.cli.walk.walking import Walked
from sekisho.gate.events import Event
from sekisho.gate.replay import replay
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.workbooks import read_workbook
from sekisho.inspection.worker.pool import Pool
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.verify import verify


@cache
def walked() -> tuple[tuple[Walked, ...], MemoryStore]:
    store = MemoryStore("test")
    with Pool(2) as pool:

        def inspected(name: str) -> tuple[object, object]:
            bundle = load(DATA / name, read_workbook=partial(read_workbook, reader=pool))
            return bundle, inspect(bundle, Options(), reader=pool)

        incidents = {
            number: (inspected(f"incident-{number}/mistake"), inspected(f"incident-{number}/repaired"))
            for number in PROCEDURES
        }
    return walk_all(incidents, store), store  # type: ignore[arg-type]


@pytest.mark.parametrize("number", PROCEDURES)
def test_the_mistake_is_refused_and_the_repaired_version_leaves(number: int) -> None:
    one = next(one for one in walked()[0] if one.number == number)
    assert not one.stuck
    assert one.released
    assert len(one.refused) == 1 + len(ATTEMPTS[number])


def test_each_refusal_says_why_and_what_to_do_first_in_both_languages() -> None:
    for one in walked()[0]:
        for _, refusal in one.refused:
            for lang in ("ja", "en"):
                assert refusal.why.render(lang)
                assert refusal.first.render(lang)


def test_the_table_has_every_refusal() -> None:
    text = table(walked()[0], "en").replace("│", " ")
    assert text.count("→") == sum(len(one.refused) for one in walked()[0])


def test_the_ledger_is_whole_and_every_dispatch_replays_to_its_end() -> None:
    _, store = walked()
    assert verified(store, None)[0]
    for name, last in store.streams():
        told = [Event(one.type, one.v, one.moment, one.by, one.data) for one in store.stream(name)]
        state = replay(shelf(), told)
        assert state.n == last
        assert state.over


def test_a_checkpoint_beside_the_data_finds_a_ledger_that_was_cut(tmp_path: Path) -> None:
    _, store = walked()
    assert verified(store, tmp_path / "beside")[0]
    other = MemoryStore("test")
    for one in list(store.records())[:-1]:
        other.append(one.stream, one.n - 1, [Event(one.type, one.v, one.moment, one.by, one.data)])
    assert not verified(other, tmp_path / "beside")[0]


# ---------------------------------------------------------------- nobody is named


def texts() -> str:
    return "\n".join(
        json.dumps([one.type, one.by, one.stream, one.data], ensure_ascii=False) for one in walked()[1].records()
    )


def values() -> Iterator[str]:
    """What the demo's registers say of people: names, readings, dates, numbers, addresses."""
    for path in sorted(DATA.glob("incident-*/*/sources/*.csv")):
        raw = path.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp932")
        for row in list(csv.reader(text.splitlines()))[1:]:
            yield from (cell.strip() for cell in row if len(cell.strip()) > 3)


def spellings(value: str) -> Iterator[str]:
    """A value as somebody who guesses would write it."""
    yield value
    yield re.sub(r"[\s　/.-]", "", value)
    if date := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", value):
        year, month, day = map(int, date.groups())
        yield from (f"{year:04}-{month:02}-{day:02}", f"{year:04}{month:02}{day:02}", f"{year}年{month}月{day}日")


def test_no_value_of_any_register_stands_in_any_event() -> None:
    told = texts()
    known = set(values())
    assert len(known) > 1000
    for value in known:
        assert all(one not in told for one in spellings(value) if len(one) > 3), "a value of a register"


def test_no_digest_can_be_guessed_from_a_birth_date_a_number_or_a_file() -> None:
    told = texts()
    digests = set(re.findall(r"[0-9a-f]{32,64}", told))
    assert len(digests) > 100
    streams = [name for name, _ in walked()[1].streams()]
    known_keys = [b"", *(name.encode() for name in streams), *(one.encode() for one in shelf())]
    days = {
        f"{year:04}-{month:02}-{day:02}" for year in range(1920, 2026) for month in range(1, 13) for day in range(1, 32)
    }
    for value in days | {one for known in values() for one in spellings(known)}:
        raw = value.encode()
        guesses = {hashlib.new(name, raw).hexdigest() for name in ("sha256", "sha1", "md5")}
        assert not guesses & digests
    for value in set(values()):
        assert not {hmac.digest(key, value.encode(), "sha256").hex() for key in known_keys} & digests
    for path in DATA.rglob("*"):
        if path.is_file():
            assert hashlib.sha256(path.read_bytes()).hexdigest() not in told


def test_the_same_person_has_another_digest_in_every_dispatch() -> None:
    seen: dict[str, set[str]] = {}
    for record in walked()[1].records():
        for digest in re.findall(r"[0-9a-f]{64}", json.dumps(record.data)):
            seen.setdefault(digest, set()).add(record.stream)
    shared = {digest for digest, streams in seen.items() if len(streams) > 1}
    assert shared <= set(shelf())


def test_a_changed_event_is_found() -> None:
    from dataclasses import replace

    from sekisho.ledger.trust import trust

    rows = list(walked()[1].stored())
    rows[7] = replace(rows[7], by="somebody-else")
    report = verify(rows, [], trust("test", []), size=len(rows))
    assert not report.is_good
    assert report.faults[0].seq == 7


def test_the_ledger_of_a_demo_stays_in_its_folder_and_verifies_from_outside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, beside = tmp_path / "data", tmp_path / "data-checkpoints"
    assert demonstrate(DATA, "en", keep=data) == 0
    assert str(beside) in capsys.readouterr().out
    asked = ("--key", beside / "demo.pub", "--checkpoint", beside / "checkpoints.jsonl", "--lang", "en")
    told = subprocess.run(  # a process of its own: nothing of this one is believed
        [sys.executable, "-m", "sekisho", "ledger", "verify", "--data", data, *asked], capture_output=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert b"1 agree" in told.stdout
