"""`sekisho ledger` as an auditor uses it, on another machine and beside the store."""

import importlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from tests.unit.ledger.logs import AT, KEY, ORIGIN, OTHER, THIRD, checkpoint, fact, filled

from sekisho.cli import ledger
from sekisho.cli.ledger import VerifyFormat
from sekisho.cli.options import Lang
from sekisho.ledger.checkpoint import rotate
from sekisho.ledger.export import export
from sekisho.ledger.log import Stored
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.notes import read_note, read_notes
from sekisho.ledger.restore import lost, restored

SOURCE = Path(__file__).parents[3] / "src"
Result = subprocess.CompletedProcess[str]


def sekisho(*arguments: object) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "sekisho", "ledger", *map(str, arguments)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        check=False,
    )


def pem(path: Path, key: object = KEY) -> Path:
    """Write a private key, and its public one beside it."""
    private = key.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    path.write_bytes(private)
    path.with_name(path.name + ".pub").write_bytes(public)
    return path


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """Return a log that the commands find in the folder ``data``, with a pair of keys beside it."""
    store = filled(random.Random(5), 12)
    pem(tmp_path / "key.pem")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "here").touch()
    monkeypatch.setattr(ledger, "_store", lambda _: store)
    return store


def written(store: MemoryStore, path: Path, *sizes: int) -> Path:
    marks = [checkpoint(store, size) for size in sizes]
    path.write_text("".join(export(store, [KEY.public_key()], [], marks)), encoding="utf-8", newline="\n")
    return path


# ---------------------------------------------------------------- what cannot be verified


@pytest.mark.parametrize("arguments", [[], ["a.jsonl", "--data", "."], ["nowhere.jsonl"], ["--data", "nowhere"], ["."]])
def test_a_call_that_names_nothing_to_verify_is_unusable(arguments: list[str]) -> None:
    result = sekisho("verify", *arguments)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_what_is_no_export_or_no_checkpoint_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("氏名\n")
    for arguments in ([other], [other, "--checkpoint", other], [other, "--key", other]):
        result = sekisho("verify", *arguments, "--format", "json", "--lang", "en")
        assert result.returncode == 2
        assert "other.txt" in json.loads(result.stdout)["error"]


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> object:
        raise ModuleNotFoundError(name, name="django")

    (tmp_path / "here").touch()
    monkeypatch.setattr(importlib, "import_module", missing)
    assert ledger.verify(data=tmp_path) == 2
    assert "sekisho[web]" in capsys.readouterr().err


def test_an_empty_folder_is_no_log_without_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger.verify(data=tmp_path) == 2
    assert "データがありません" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_checkpoints_need_a_key_where_the_log_brings_none(
    store: MemoryStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = tmp_path / "marks"
    mark.write_text(checkpoint(store, 5).to_json())
    assert ledger.verify(data=tmp_path / "data", checkpoint=[mark]) == 2
    assert "--key" in capsys.readouterr().err


# ---------------------------------------------------------------- what is wrong


def test_a_changed_event_is_named_in_both_languages(store: MemoryStore, tmp_path: Path) -> None:
    store._rows[7] = replace(store._rows[7], by="p-forged")
    file = written(store, tmp_path / "log.jsonl", 10)
    seq, stream, n = store._rows[7].seq, store._rows[7].stream, store._rows[7].n
    told = sekisho("verify", file, "--key", tmp_path / "key.pem.pub")
    assert told.returncode == 1
    assert f"通番{seq}（{stream}の{n}番）（ファイルの" in told.stdout
    assert "内容が変えられています" in told.stdout
    english = sekisho("verify", file, "--key", tmp_path / "key.pem.pub", "--lang", "en")
    assert f"Event {seq} (number {n} of {stream})" in english.stdout
    assert "what it says was changed" in english.stdout
    fault = json.loads(sekisho("verify", file, "--format", "json").stdout)["faults"][0]
    assert (fault["kind"], fault["seq"], fault["stream"], fault["n"], fault["proved"]) == (
        "changed", 7, stream, n, "columns",
    )  # fmt: skip
    start, end = fault["bytes"]
    assert json.loads(file.read_bytes()[start:end])["by"] == "p-forged"


def test_another_history_is_found_by_the_outside_checkpoint(store: MemoryStore, tmp_path: Path) -> None:
    marks = tmp_path / "marks"
    marks.write_text(f"{checkpoint(store, 5).to_line()}\n{checkpoint(store, 9).to_json()}\n")
    other = filled(random.Random(6), 12)
    file = written(other, tmp_path / "log.jsonl")
    assert sekisho("verify", file).returncode == 0
    result = sekisho("verify", file, "--checkpoint", marks, "--key", tmp_path / "key.pem.pub")
    assert result.returncode == 1
    assert "書き換えられています。最初の違いは通番0から4までのどこかです" in result.stdout
    short = written(put_back(store, 7), tmp_path / "short.jsonl")
    result = sekisho("verify", short, "--checkpoint", marks, "--key", tmp_path / "key.pem.pub", "--lang", "en")
    assert result.returncode == 1
    assert "it was cut; there are 7 now" in result.stdout
    assert "Of 2 checkpoints, 1 agree" in result.stdout


def put_back(store: MemoryStore, kept: int) -> MemoryStore:
    other = MemoryStore(ORIGIN)
    for row in store.records():
        if row.seq < kept:
            other.append(
                row.stream,
                row.n - 1,
                [replace(fact(0), type=row.type, v=row.v, at=row.moment, by=row.by, data=row.data)],
            )
    return other


# ---------------------------------------------------------------- what is right


def test_a_whole_export_with_its_key(store: MemoryStore, tmp_path: Path) -> None:
    file = written(store, tmp_path / "log.jsonl", 4, 9)
    result = sekisho("verify", file, "--key", tmp_path / "key.pem.pub")
    assert (result.returncode, result.stderr) == (0, "")
    assert "12件に、変わったところも抜けたところも見つかりません" in result.stdout
    assert "通番9からの3件は、外の証跡点でまだ押さえられていません" in result.stdout
    assert "--key" not in result.stdout
    assert "--key" in sekisho("verify", file).stdout
    told = json.loads(sekisho("verify", file, "--format", "json").stdout)
    assert (told["good"], told["events"], told["anchored"], told["unanchored"]) == (True, 12, 9, 3)
    assert told["key_expected"] is False


def test_export_and_verify_beside_the_store(store: MemoryStore, tmp_path: Path) -> None:
    data, file, marks, key = (tmp_path / name for name in ("data", "log.jsonl", "marks", "key.pem.pub"))
    marks.write_text(checkpoint(store, 9).to_json())
    assert ledger.export(data=data, out=file, checkpoint=[marks], key=[key]) == 0
    assert ledger.verify(file=file, key=[key]) == 0
    assert ledger.verify(data=data, checkpoint=[marks], key=[key], form=VerifyFormat.JSON) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "key.pem", "key.pem.pub", "log.jsonl", "marks"]
    before = file.read_bytes()
    store._rows[3] = replace(store._rows[3], data=b"\xff")
    assert ledger.export(data=data, out=file) == 2
    assert file.read_bytes() == before
    assert not (tmp_path / "log.jsonl.part").exists()
    assert ledger.export(data=data, out=tmp_path / "no" / "where") == 2
    assert ledger.verify(data=data, lang=Lang.EN) == 1


def test_what_others_write_meanwhile_is_not_called_inserted(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store.stored

    def meanwhile(after_seq: int = -1) -> Iterator[Stored]:
        monkeypatch.setattr(store, "stored", stored)
        store.append("another", 0, [fact(1)])
        yield from stored(after_seq)

    monkeypatch.setattr(store, "stored", meanwhile)
    assert ledger.verify(data=tmp_path / "data") == 0


def test_checkpoints_are_put_at_the_end_of_a_file(
    store: MemoryStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, key, out = tmp_path / "data", tmp_path / "key.pem", tmp_path / "marks"
    assert ledger.checkpoint(data=data, key=key, out=out) == 0
    first = read_note(capsys.readouterr().out, place="x")
    store.append("new", 0, [fact(1)])
    assert ledger.checkpoint(data=data, key=key, out=out) == 0
    notes = read_notes(out.read_bytes(), name="x").checkpoints
    assert [note.size for note in notes] == [12, 13]
    assert notes[0] == first
    assert ledger.verify(data=data, checkpoint=[out], key=[tmp_path / "key.pem.pub"]) == 0


def test_nothing_is_signed_over_another_history(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data, key, out = tmp_path / "data", tmp_path / "key.pem", tmp_path / "marks"
    mark = checkpoint(store, 9)
    out.write_text(mark.to_json() + "\n")

    def refused(other: MemoryStore, words: str) -> None:
        monkeypatch.setattr(ledger, "_store", lambda _: other)
        assert ledger.checkpoint(data=data, key=key, out=out) == 1
        assert words in capsys.readouterr().err
        assert out.read_text() == mark.to_json() + "\n"

    refused(filled(random.Random(6), 12), "証跡点と違います")
    short = put_back(store, 7)
    refused(short, "今は7件、証跡点では9件")
    gap = lost(short, [mark])
    assert gap is not None
    short.append("ledger", 0, [restored(gap, AT, "p-1")])
    assert ledger.checkpoint(data=data, key=key, out=out) == 0
    capsys.readouterr()
    assert ledger.verify(data=data, checkpoint=[out], key=[tmp_path / "key.pem.pub"], lang=Lang.EN) == 0
    assert "That is their statement, not a proof" in capsys.readouterr().out


def test_a_key_that_does_not_belong_there_does_not_sign(
    store: MemoryStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "data", tmp_path / "marks"
    change = rotate(ORIGIN, 9, KEY, OTHER, AT)
    out.write_text(f"{checkpoint(store, 9).to_json()}\n{change.to_json()}\n")
    assert ledger.checkpoint(data=data, key=pem(tmp_path / "third", THIRD), out=out) == 1
    assert "この鍵のものではない" in capsys.readouterr().err
    assert ledger.checkpoint(data=data, key=tmp_path / "key.pem", out=out) == 1
    assert "交代しています" in capsys.readouterr().err
    assert ledger.checkpoint(data=data, key=pem(tmp_path / "next", OTHER), out=out) == 0
    assert ledger.verify(data=data, checkpoint=[out], key=[tmp_path / "key.pem.pub"]) == 0
    assert ledger.checkpoint(data=data, key=tmp_path / "key.pem", out=tmp_path / "no" / "where") == 2


def test_the_manual_says_how_to_check_without_us(store: MemoryStore, tmp_path: Path) -> None:
    manual = (SOURCE.parent / "docs" / "manual" / "ledger.md").read_text(encoding="utf-8")
    (tmp_path / "check.py").write_text(manual.split("```python\n")[1].split("```")[0], encoding="utf-8")
    marks = tmp_path / "marks"
    marks.write_text(checkpoint(store, 9).to_json() + "\n")

    def check(log: MemoryStore) -> Result:
        told = [tmp_path / "check.py", written(log, tmp_path / "log.jsonl", 4), tmp_path / "key.pem.pub", marks]
        return subprocess.run([sys.executable, *map(str, told)], capture_output=True, text=True, check=False)

    assert check(store).stdout == "12 events; 3 after the checkpoint\n"
    assert "another history" in check(filled(random.Random(6), 12)).stderr
    store._rows[3] = replace(store._rows[3], by="p-forged")
    assert "AssertionError: 3" in check(store).stderr
