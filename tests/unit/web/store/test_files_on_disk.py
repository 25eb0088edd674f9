"""Encrypted files on the disk: their names and rights, a disk that is full, and writers that are killed."""

import errno
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from tests.unit.web.store.folders import HEADER, LATER, LONG_AGO, NOBODY, place, put, there
from tests.unit.web.store.putting import MANY

from sekisho.web.store import files as module
from sekisho.web.store.cipher import ForgedError
from sekisho.web.store.files import CHUNK, Files, FullError, MissingFileError

ROOT = Path(__file__).resolve().parents[4]


def program(*words: str | Path) -> list[str]:
    return [sys.executable, "-W", "error", str(ROOT / "tests/unit/web/store/putting.py"), *map(str, words)]


# ---------------------------------------------------------------- names, rights, and what is on disk


def test_only_the_owner_may_read(files: Files, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        id_ = put(files, b"content").id
        files.write_to(id_, tmp_path / "clear")
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [files._folder, *files._folder.rglob("*")]}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert stat.S_IMODE((tmp_path / "clear").stat().st_mode) == 0o600


def test_what_is_there_is_not_written_over(files: Files, tmp_path: Path) -> None:
    id_ = put(files, b"content").id
    (tmp_path / "there").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("there", "link"):
        with pytest.raises(FileExistsError):
            files.write_to(id_, tmp_path / name)
    assert (tmp_path / "there").read_bytes() == b"kept"
    assert not (tmp_path / "nowhere").exists()


def test_ids_are_those_of_files_and_nothing_else(files: Files) -> None:
    ids = {put(files, bytes([number])).id for number in range(20)}
    assert {len(id_) for id_ in ids} == {32}
    one = place(files, min(ids))
    for stray in ("notes.txt", f".{NOBODY}", NOBODY, f"{one.name}~"):
        (one.parent / stray).write_bytes(b"")
    (files._folder / NOBODY).write_bytes(b"")
    (files._folder / one.parts[-3] / NOBODY).write_bytes(b"")
    assert list(files.ids()) == sorted(ids)


def test_on_disk_before_it_has_its_name_and_the_name_before_it_returns(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(files, b"first, so that the folder is there")
    done: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def syncing(descriptor: int) -> None:
        done.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    def renaming(path: Path, target: Path) -> Path:
        done.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "rename", renaming)
    id_ = put(files, b"content").id
    # The folders that were made on the way, in which the names of the next ones lie, are synced as they are made.
    assert done[-5:] == [f".{id_}", "rename", id_[2:4], id_[:2], "files"]


# ---------------------------------------------------------------- full

_SMALL_DISK = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
_MOUNTED = 'mount -t tmpfs -o size=512k none "$0" && '


def full(folder: Path, limit: int, before: Sequence[str] = ()) -> dict[str, object]:
    done = subprocess.run(
        [*before, *program("full", folder, str(limit))],
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said: dict[str, object] = json.loads(done.stdout)
    return said


def may_mount(folder: Path) -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_SMALL_DISK, _MOUNTED + "true", folder], capture_output=True, check=False)
    return tried.returncode == 0


def nothing_half(message: str) -> dict[str, object]:
    refused = {"put": message, "write_to": message, "left": [True], "clear": False}
    return {**refused, "small": "small", "ids": True}


def test_a_full_disk_keeps_nothing_half(tmp_path: Path) -> None:
    """A real one of 512 KB where the system lets its users have one; else a limit of the process, as below."""
    if may_mount(tmp_path):
        said = full(tmp_path, 0, [*_SMALL_DISK, _MOUNTED + 'exec "$@"', str(tmp_path)])
        assert said == nothing_half("No space left on device")
    else:
        assert full(tmp_path, CHUNK) == nothing_half("File too large")


def test_where_no_file_may_be_so_large_nothing_is_kept_half(tmp_path: Path) -> None:
    assert full(tmp_path, 2 * CHUNK) == nothing_half("File too large")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("name", ["mkdir", "fsync", "rename"])
def test_wherever_the_room_ends_nothing_is_left(
    files: Files, monkeypatch: pytest.MonkeyPatch, number: int, name: str
) -> None:
    def ended(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    id_ = put(files, b"content").id
    with monkeypatch.context() as patch:
        patch.setattr(os, name, ended)
        with pytest.raises(FullError):
            put(files, b"more")
    assert there(files) == [id_]


def test_another_fault_of_the_disk_is_not_called_full(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(_: int) -> None:
        raise OSError(errno.EIO, "faulty")

    monkeypatch.setattr(os, "fsync", faulty)
    with pytest.raises(OSError, match="faulty"):
        put(files, b"content")
    assert there(files) == []


# ---------------------------------------------------------------- taking away


def test_what_is_removed_is_overwritten(files: Files) -> None:
    kept, id_ = put(files, b"kept").id, put(files, bytes(2 * CHUNK + 5)).id
    before = place(files, id_).read_bytes()
    with place(files, id_).open("rb") as opened:
        files.remove(id_)
        after = opened.read()
    assert len(after) == len(before)
    # Of random bytes, one in 256 is what it was.
    assert sum(one == other for one, other in zip(before, after, strict=True)) < len(before) / 100
    assert before[:HEADER] != after[:HEADER]
    assert there(files) == [kept]
    with pytest.raises(MissingFileError):
        files.remove(id_)


def test_who_reads_while_it_is_removed_gets_nothing_false(files: Files) -> None:
    content = random.Random(3).randbytes(40 * CHUNK)
    id_ = put(files, content).id
    chunks = files.chunks(id_)
    came = [next(chunks)]
    files.remove(id_)
    with pytest.raises(ForgedError):
        came.extend(chunks)
    assert content.startswith(b"".join(came))


def test_of_a_removal_that_broke_off_nothing_is_shown_and_the_rest_swept(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, id_ = put(files, b"kept").id, put(files, bytes(CHUNK)).id
    with monkeypatch.context() as patch:
        patch.setattr(module, "_destroy", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            files.remove(id_)
    assert list(files.ids()) == [kept]
    with pytest.raises(MissingFileError):
        files.read(id_)
    assert files.sweep(LATER) == 1
    assert there(files) == [kept]


def test_a_full_disk_does_not_keep_what_is_removed(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = put(files, b"content").id

    def ended(_: int) -> bytes:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(module.secrets, "token_bytes", ended)
        files.remove(id_)
    assert there(files) == []


def test_a_removal_and_a_sweep_may_meet(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = put(files, b"content").id
    temporary = place(files, id_).with_name(f".{id_}")
    with monkeypatch.context() as patch:
        patch.setattr(module, "_sync", lambda _: temporary.unlink(missing_ok=True))
        files.remove(id_)  # swept as soon as it had its temporary name
    with monkeypatch.context() as patch:
        patch.setattr(Files, "_named", lambda *_: iter([temporary]))
        assert files.sweep(LATER) == 0  # removed as soon as it was listed
    assert there(files) == []


def test_two_who_remove_the_same_do_not_both_succeed(files: Files) -> None:
    def remove(id_: str) -> bool:
        start.wait()
        try:
            files.remove(id_)
        except MissingFileError:
            return False
        return True

    for _ in range(20):
        id_ = put(files, b"content").id
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(remove, [id_, id_])) == [False, True]


def test_a_sweep_takes_away_what_is_old_and_temporary_and_nothing_else(files: Files) -> None:
    kept = put(files, b"kept").id
    folder = place(files, kept).parent
    old, new = folder / f".{kept[:-1]}{'0' if kept[-1] != '0' else '1'}", folder / f".{kept[:-2]}zz"
    young = folder / f".{kept[:4]}{'a' * 28}"
    for path in (old, new, young, folder / "notes.txt"):
        path.write_bytes(b"left behind")
    moment = datetime(2026, 4, 1, tzinfo=UTC)
    for path, days in ((old, -1), (young, 1), (folder / "notes.txt", -1), (place(files, kept), -1), (new, -1)):
        os.utime(path, ((moment + timedelta(days=days)).timestamp(),) * 2)
    assert files.sweep(LONG_AGO) == 0
    assert files.sweep(moment) == 1
    assert there(files) == sorted([kept, new.name, young.name, "notes.txt"])
    assert files.read(kept) == b"kept"
    with pytest.raises(ValueError, match="offset"):
        files.sweep(datetime(2026, 4, 1))  # noqa: DTZ001


# ---------------------------------------------------------------- killed


def test_of_a_writer_killed_in_the_middle_nothing_is_shown(files: Files) -> None:
    with subprocess.Popen(
        program("half", files._folder), env={"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"half\n"
        assert list(files.ids()) == []
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
    assert list(files.ids()) == []
    [left] = there(files)
    assert left.startswith(".")
    assert files.sweep(LONG_AGO) == 0
    assert files.sweep(LATER) == 1
    assert there(files) == []


def test_of_writers_killed_at_any_moment_what_is_shown_is_whole(files: Files) -> None:
    chance = random.Random(5)
    told: dict[str, str] = {}
    rounds = 12
    for _ in range(rounds):
        with subprocess.Popen(
            program("many", files._folder), env={"PYTHONPATH": str(ROOT / "src")}, stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout
            lines = [writer.stdout.readline()]
            time.sleep(chance.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        told |= dict(line.split() for line in lines if line.endswith("\n"))
    shown = list(files.ids())
    assert set(told) <= set(shown)
    # Of each at most one had its name and was not yet told.
    assert len(told) >= rounds
    assert len(shown) <= len(told) + rounds
    for id_ in shown:
        content = files.read(id_)
        assert len(content) == MANY
        assert not [1 for one, other in pairwise(content[:: CHUNK // 2]) if one != other]
        assert content[:1].decode() == told.get(id_, content[:1].decode())
    files.sweep(LATER)
    assert there(files) == shown
