"""Slices of a file: only the chunks that hold them are opened, each verified by itself."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.web.store.folders import HEADER, NOBODY, TAG, place
from tests.unit.web.store.putting import CIPHER

from sekisho.web.store import files as module
from sekisho.web.store.cipher import ForgedError
from sekisho.web.store.files import Files, MissingFileError

SMALL = 16


@pytest.fixture(autouse=True)
def in_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", SMALL)


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        Files(tmp_path / "files", CIPHER).read_at(NOBODY, 0, 1)


def test_a_changed_chunk_is_found_where_it_is_asked_for_and_only_there(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", CIPHER)
    put = files.put([bytes(range(48))], most=100)
    path = place(files, put.id)
    data = bytearray(path.read_bytes())
    data[HEADER + SMALL + TAG] ^= 1  # the first byte of the second chunk
    path.chmod(0o600)
    path.write_bytes(bytes(data))
    assert files.read_at(put.id, 0, SMALL) == bytes(range(SMALL))
    assert files.read_at(put.id, 32, SMALL) == bytes(range(32, 48))
    for first, length in ((SMALL, 1), (15, 2), (0, 48)):
        with pytest.raises(ForgedError):
            files.read_at(put.id, first, length)


def test_a_cut_end_is_found_by_whoever_reads_what_is_the_last_chunk_now(tmp_path: Path) -> None:
    files = Files(tmp_path / "files", CIPHER)
    put = files.put([bytes(48)], most=100)
    path = place(files, put.id)
    path.write_bytes(path.read_bytes()[: -(SMALL + TAG)])
    with pytest.raises(ForgedError):
        files.read_at(put.id, SMALL, SMALL)


@settings(max_examples=60)
@given(st.binary(max_size=80), st.integers(0, 90), st.integers(0, 90))
def test_any_slice_of_any_bytes_comes_back(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, first: int, length: int
) -> None:
    files = Files(tmp_path_factory.getbasetemp() / "slices", CIPHER)
    put = files.put([data], most=1000)
    try:
        assert files.read_at(put.id, first, length) == data[first : first + length]
    finally:
        files.remove(put.id)
