import hashlib
import os
from pathlib import Path

import pytest

from sekisho.ledger.files import compare
from sekisho.ledger.model import Content, Listed

DATA = b"a list"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "out").mkdir(parents=True)
    (tmp_path / "in" / "out" / "a.csv").write_bytes(DATA)
    (tmp_path / "b.csv").write_bytes(DATA)
    return tmp_path / "in"


def states(folder: Path, *paths: str, loose: bool = False, digest: str = DIGEST) -> list[str]:
    content = Content("", "pass", loose, tuple(Listed(path, digest) for path in paths))
    compared = compare(content, folder)
    assert [one.path for one in compared] == list(paths)
    return [one.state for one in compared]


def test_what_lies_outside_the_folder_is_not_looked_at(folder: Path) -> None:
    outside = ["../b.csv", "out/../../b.csv", "..\\b.csv", str(folder.parent / "b.csv"), "C:/b.csv", "\\\\host\\b.csv"]
    assert states(folder, *outside) == ["missing"] * len(outside)
    assert states(folder, *outside, loose=True) == ["missing"] * len(outside)


def test_names_that_no_system_knows_are_missing_and_not_a_crash(folder: Path) -> None:
    assert states(folder, "a\0.csv", "\udcff.csv", "", "..", ".", loose=True) == [
        "missing",
        "missing",
        "unreadable",
        "missing",
        "unreadable",
    ]
    assert states(folder, "x" * 5000) == ["unreadable"]


def test_what_is_no_file_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    assert states(folder, "pipe.csv", "out") == ["unreadable", "unreadable"]


def test_each_file_that_differs_or_lacks_is_told_apart(folder: Path) -> None:
    (folder / "c.csv").write_bytes(DATA + b" ")
    assert states(folder, "out/a.csv", "c.csv", "d.csv", "a.csv") == ["same", "differs", "missing", "missing"]
    assert states(folder, "out/a.csv", digest="") == ["differs"]


def test_a_loose_file_is_found_by_its_name_and_its_own_path_goes_first(folder: Path) -> None:
    assert states(folder, "elsewhere/out/a.csv", "/desk/a.csv", loose=True) == ["missing", "missing"]
    (folder / "a.csv").write_bytes(DATA)
    assert states(folder, "elsewhere/out/a.csv", "/desk/a.csv", "C:\\desk\\a.csv", loose=True) == ["same"] * 3
    (folder / "a.csv").write_bytes(b"another")
    assert states(folder, "out/a.csv", "/desk/a.csv", loose=True) == ["same", "differs"]
