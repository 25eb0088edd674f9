"""Damaged files of every format: each gives a document, always the same one, and the report on it is right JSON.

``make test`` tries some dozens of each; ``make fuzz MINUTES=20`` goes on for that long with each target, every round
with another seed.
"""

import json
import os
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.fuzz.mutations import FILES, TARGETS, mutators

from sekisho.documents.inspection import json as rendered
from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.reading import read_file
from sekisho.inspection.run import Options, inspect_files
from sekisho.inspection.worker.pool import Pool

SECONDS = float(os.environ.get("SEKISHO_FUZZ_SECONDS", "0"))
"""How long each target is tried; nothing for a short run."""
INSIDE = 3
"""How deep files inside files are read."""
UNSTRUCTURED = (
    *(OSError, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error),
)
"""What the standard library's own reading of a damaged file ends in, while it is to be damaged once more."""
SMALL = Limits(
    inflated_bytes=50_000_000, cells=100_000, pages=50, memory_bytes=600_000_000, seconds=5, seconds_per_megabyte=1
)
SHORT = settings(
    max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
)
LONG = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def share_of(name: str) -> float:
    """Return the seconds for one file: the files of a target share its time."""
    return SECONDS / next(len(names) for names in TARGETS.values() if name in names)


def tried(name: str, go: Callable[[st.DataObject], None], short: settings) -> None:
    """Try ``go`` some dozens of times, or over and over with new seeds until the time is up."""
    until = time.monotonic() + share_of(name)
    if not SECONDS:
        short(given(st.data())(go))()
    number = 0
    while time.monotonic() < until:
        number += 1
        seed(number)(LONG(given(st.data())(go)))()


@cache
def valid(name: str) -> bytes:
    return FILES[name]()


class InProcess:
    """Reads in this process, where a reader that raises shows; PDFium, which may end its process, is left to the pool."""

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        for file in files:
            yield from self._read(file, INSIDE)

    def _read(self, file: File, deeper: int) -> Iterator[tuple[File, Document]]:
        document = read_file(file, SMALL)
        inside = [child for child in document.children if kind_of(child.data, child.name) != "pdf"] if deeper else []
        named = [replace(child, name=f"{number}.{_ending(child.name)}") for number, child in enumerate(inside)]
        yield file, replace(document, children=tuple(replace(child, data=b"") for child in named))
        for child in named:
            yield from self._read(File(f"{file.path}!/{child.name}", child.data), deeper - 1)


def _ending(name: str) -> str:
    return "".join(char for char in name.rpartition(".")[2][:5] if char.isalnum())


def mutated(data: st.DataObject, name: str) -> bytes:
    raw = valid(name)
    for _ in range(data.draw(st.integers(1, 2))):
        try:
            raw = data.draw(st.sampled_from(mutators(name)))(data, raw)
        except UNSTRUCTURED:
            break  # the first mutation left no structure for the second one to keep
    return raw


def judged(path: Path, reader: object) -> dict[str, object]:
    report = inspect_files([path], Options(SMALL), reader=reader)  # type: ignore[arg-type]
    answer: dict[str, object] = json.loads(rendered.render(report, lang="ja", mask=False))
    return answer


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", [name for name in FILES if name != "a.pdf"])
def test_any_damage_gives_a_document_and_the_same_one_again(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")

    def go(data: st.DataObject) -> None:
        path = folder / name
        path.write_bytes(mutated(data, name))
        first, second = judged(path, InProcess()), judged(path, InProcess())
        assert first == second
        coverage = first["coverage"][0]  # type: ignore[index]
        assert 0 <= coverage["read"] <= coverage["parts"]
        assert coverage["parts"] - coverage["read"] <= len(coverage["not_read"]) or coverage["not_read"]

    tried(name, go, SHORT)


@pytest.mark.timeout(0)
def test_any_damage_to_a_pdf_gives_a_verdict_and_the_same_one_again(tmp_path: Path) -> None:
    with Pool(2, SMALL) as pool:

        def go(data: st.DataObject) -> None:
            path = tmp_path / "a.pdf"
            path.write_bytes(mutated(data, "a.pdf"))
            first, second = judged(path, pool), judged(path, pool)
            assert first == second
            assert not any("読み取り器が失敗" in finding["message"] for finding in first["findings"])  # type: ignore[attr-defined]

        tried("a.pdf", go, settings(SHORT, max_examples=15))


def test_every_file_belongs_to_one_target() -> None:
    assert sorted(name for names in TARGETS.values() for name in names) == sorted(FILES)
