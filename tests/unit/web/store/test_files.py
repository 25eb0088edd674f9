"""Encrypted files: what comes back is what was put, and anything else is found."""

import hashlib
import random
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.web.store.folders import HEADER, LATER, NOBODY, TAG, place, put, there
from tests.unit.web.store.putting import CIPHER, LARGE

from sekisho.web.store import files as module
from sekisho.web.store.cipher import Cipher, ForgedError
from sekisho.web.store.files import CHUNK, Files, MissingFileError, Put, TooLargeError

SMALL_CHUNK = 8


@pytest.fixture
def in_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of eight bytes: then every byte of a file with several of them can be tried."""
    monkeypatch.setattr(module, "CHUNK", SMALL_CHUNK)


def is_forged(files: Files, id_: str, tmp_path: Path) -> bool:
    """Return whether each way of reading finds it, and leaves nothing behind."""
    with pytest.raises(ForgedError) as caught:
        files.read(id_)
    assert caught.value.place == f"files/{id_}"
    with pytest.raises(ForgedError):
        files.write_to(id_, tmp_path / "clear")
    return not (tmp_path / "clear").exists()


# ---------------------------------------------------------------- what is not there


@pytest.mark.parametrize(
    "id_", ["", NOBODY, NOBODY[:-1], NOBODY.upper(), f".{NOBODY}", f"{NOBODY}\n", "../secret", "/etc/passwd", "０" * 32]
)
def test_what_is_not_there_is_missing(files: Files, tmp_path: Path, id_: str) -> None:
    put(files, b"another")
    (tmp_path / "secret").write_bytes(b"kept")
    for ask in (files.read, files.chunks, files.remove, lambda id_: files.write_to(id_, tmp_path / "clear")):
        with pytest.raises(MissingFileError):
            ask(id_)
    assert not (tmp_path / "clear").exists()
    assert (tmp_path / "secret").read_bytes() == b"kept"


def test_where_nothing_was_put_nothing_is_made(files: Files) -> None:
    assert list(files.ids()) == []
    assert files.sweep(LATER) == 0
    with pytest.raises(MissingFileError):
        files.read(NOBODY)
    assert not files._folder.exists()


def test_what_is_taken_away_before_the_first_chunk_is_missing(files: Files) -> None:
    id_ = put(files, b"content").id
    chunks = files.chunks(id_)
    files.remove(id_)
    with pytest.raises(MissingFileError):
        next(chunks)


# ---------------------------------------------------------------- what was changed


@pytest.mark.usefixtures("in_small_chunks")
def test_every_changed_byte_is_found(files: Files, tmp_path: Path) -> None:
    id_ = put(files, b"three chunks and a bit").id
    sealed = place(files, id_).read_bytes()
    for at in range(len(sealed)):
        for mask in (1, 0x80):
            place(files, id_).write_bytes(sealed[:at] + bytes([sealed[at] ^ mask]) + sealed[at + 1 :])
            assert is_forged(files, id_, tmp_path)
    place(files, id_).write_bytes(sealed)
    assert files.read(id_) == b"three chunks and a bit"


@pytest.mark.usefixtures("in_small_chunks")
@pytest.mark.parametrize("size", [0, 1, SMALL_CHUNK, SMALL_CHUNK + 1, 3 * SMALL_CHUNK])
def test_every_cut_and_every_growth_is_found(files: Files, tmp_path: Path, size: int) -> None:
    id_ = put(files, bytes(size)).id
    sealed = place(files, id_).read_bytes()
    part = SMALL_CHUNK + TAG
    grown = [sealed + b"\0", sealed + bytes(part), sealed + sealed[HEADER:], sealed + sealed[HEADER : HEADER + part]]
    for other in [*(sealed[:length] for length in range(len(sealed))), *grown]:
        place(files, id_).write_bytes(other)
        assert is_forged(files, id_, tmp_path)


@pytest.mark.usefixtures("in_small_chunks")
def test_every_other_order_of_the_chunks_is_found(files: Files, tmp_path: Path) -> None:
    id_ = put(files, b"same 8. " * 4).id
    sealed = place(files, id_).read_bytes()
    header, parts = sealed[:HEADER], parted(sealed)
    assert len(parts) == 4
    orders = [order for size in range(5) for order in permutations(parts, size)]
    orders += [(*parts[:2], parts[1], *parts[2:]), (*parts, parts[3]), (parts[0],) * 4]
    for order in orders:
        if list(order) != parts:
            place(files, id_).write_bytes(header + b"".join(order))
            assert is_forged(files, id_, tmp_path)


@pytest.mark.usefixtures("in_small_chunks")
def test_nothing_of_another_file_stands_in(files: Files, tmp_path: Path) -> None:
    first, second = put(files, b"same 8. " * 3).id, put(files, b"same 8. " * 3).id
    one, other = place(files, first).read_bytes(), place(files, second).read_bytes()
    assert one != other
    ones, others = parted(one), parted(other)
    forged = [
        other,
        other[:HEADER] + one[HEADER:],
        one[:HEADER] + other[HEADER:],
        *(one[:HEADER] + b"".join([*ones[:at], others[at], *ones[at + 1 :]]) for at in range(3)),
    ]
    for sealed in forged:
        place(files, first).write_bytes(sealed)
        assert is_forged(files, first, tmp_path)
    assert files.read(second) == b"same 8. " * 3


@pytest.mark.usefixtures("in_small_chunks")
def test_another_key_opens_nothing(files: Files, tmp_path: Path) -> None:
    id_ = put(files, b"content").id
    for key in (bytes(31) + b"\1", CIPHER.derived("files"), CIPHER.derived("vault")):
        assert is_forged(Files(files._folder, Cipher(key)), id_, tmp_path)


@given(st.binary(max_size=60), st.binary(max_size=120), st.data())
@settings(max_examples=60)
def test_whatever_lies_there_instead_is_found(
    tmp_path_factory: pytest.TempPathFactory, plain: bytes, other: bytes, data: st.DataObject
) -> None:
    """Cut out some, put in some else: anywhere, of any length."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", SMALL_CHUNK)
        files = Files(tmp_path_factory.mktemp("files"), CIPHER)
        id_ = put(files, plain).id
        sealed = place(files, id_).read_bytes()
        start = data.draw(st.integers(0, len(sealed)))
        end = data.draw(st.integers(start, len(sealed)))
        changed = sealed[:start] + other + sealed[end:]
        place(files, id_).write_bytes(changed)
        if changed == sealed:
            assert files.read(id_) == plain
        else:
            with pytest.raises(ForgedError):
                files.read(id_)


def test_no_chunk_comes_before_it_was_verified(files: Files) -> None:
    content = random.Random(1).randbytes(4 * CHUNK)
    id_ = put(files, content).id
    sealed = bytearray(place(files, id_).read_bytes())
    sealed[HEADER + 2 * (CHUNK + TAG) + 5] ^= 1
    place(files, id_).write_bytes(sealed)
    came = []
    with pytest.raises(ForgedError):
        came.extend(files.chunks(id_))
    chunks = files.chunks(id_)
    assert [next(chunks), next(chunks)] == [content[:CHUNK], content[CHUNK : 2 * CHUNK]]
    with pytest.raises(ForgedError):
        next(chunks)
    assert list(chunks) == []


# ---------------------------------------------------------------- what must not come in


@pytest.mark.parametrize("most", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_is_too_large_is_refused_and_nothing_left(files: Files, most: int) -> None:
    for chunks in ([bytes(most + 1)], [b"\0"] * (most + 1), [bytes(most), b"", b"\0"]):
        with pytest.raises(TooLargeError) as caught:
            files.put(chunks, most=most)
        assert caught.value.most == most
    assert there(files) == []
    assert files.read(files.put([bytes(most)], most=most).id) == bytes(most)


def test_what_never_ends_is_refused_in_time(files: Files) -> None:
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bytes(1000)

    with pytest.raises(TooLargeError):
        files.put(endless(), most=200_000)
    assert asked <= (200_000 + 2 * CHUNK) // 1000


def test_of_an_upload_that_breaks_off_nothing_is_left(files: Files) -> None:
    def broken() -> Iterator[bytes]:
        yield bytes(2 * CHUNK)
        assert [name[0] for name in there(files)] == ["."]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        files.put(broken(), most=LARGE)
    assert there(files) == []


# ---------------------------------------------------------------- what comes back


@given(st.lists(st.binary(max_size=30), max_size=8))
@settings(max_examples=60)
def test_any_chunking_of_any_bytes_comes_back(tmp_path_factory: pytest.TempPathFactory, chunks: list[bytes]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", SMALL_CHUNK)
        folder = tmp_path_factory.mktemp("files")
        files, whole = Files(folder, CIPHER), b"".join(chunks)
        told = files.put(iter(chunks), most=len(whole))
        assert told == Put(told.id, len(whole), hashlib.sha256(whole).digest())
        assert files.read(told.id) == b"".join(files.chunks(told.id)) == whole
        assert {len(chunk) for chunk in list(files.chunks(told.id))[:-1]} <= {SMALL_CHUNK}
        files.write_to(told.id, folder / "clear")
        assert (folder / "clear").read_bytes() == whole


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
@pytest.mark.parametrize("step", [1000, CHUNK - 1, CHUNK, CHUNK + 1, 10 * CHUNK])
def test_around_the_size_of_a_chunk_it_comes_back(files: Files, size: int, step: int) -> None:
    content = random.Random(size).randbytes(size)
    told = put(files, *(content[at : at + step] for at in range(0, size, step)))
    assert files.read(told.id) == content
    assert place(files, told.id).stat().st_size == HEADER + size + TAG * max(1, -(-size // CHUNK))


@pytest.mark.usefixtures("in_small_chunks")
def test_the_form_is_the_one_that_is_described(files: Files) -> None:
    id_ = put(files, b"12345678abcdefghxyz").id
    sealed = place(files, id_).read_bytes()
    assert sealed[0] == 1
    key = AESGCM(CIPHER.derived("files", sealed[1:HEADER]))
    nonces = [number.to_bytes(11, "big") + last for number, last in enumerate([b"\0", b"\0", b"\1"])]
    opened = [
        key.decrypt(nonce, part, b"\1files/" + id_.encode()) for nonce, part in zip(nonces, parted(sealed), strict=True)
    ]
    assert opened == [b"12345678", b"abcdefgh", b"xyz"]


def parted(sealed: bytes) -> list[bytes]:
    part = SMALL_CHUNK + TAG
    return [sealed[at : at + part] for at in range(HEADER, len(sealed), part)]


def test_memory_does_not_grow_with_the_file(files: Files, tmp_path: Path) -> None:
    piece = random.Random(1).randbytes(1024 * 1024)
    tracemalloc.start()
    try:
        told = files.put((piece for _ in range(64)), most=64 * len(piece))
        read = hashlib.sha256()
        for chunk in files.chunks(told.id):
            read.update(chunk)
        files.write_to(told.id, tmp_path / "clear")
        files.remove(told.id)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024
    assert told.size == 64 * len(piece)
    assert read.digest() == told.sha256 == hashlib.sha256((tmp_path / "clear").read_bytes()).digest()


def test_nothing_lies_in_clear(files: Files) -> None:
    content = "架空 花子".encode() * 20_000
    lay: list[bytes] = []

    def chunks() -> Iterator[bytes]:
        yield content
        [temporary] = [path for path in files._folder.rglob("*") if path.is_file()]
        lay.append(temporary.read_bytes())

    id_ = files.put(chunks(), most=LARGE).id
    lay.append(place(files, id_).read_bytes())
    assert len(lay[0]) > 2 * CHUNK
    assert not [one for one in lay if "架空".encode() in one]


def test_many_threads_put_and_read(files: Files) -> None:
    def one(number: int) -> bool:
        content = random.Random(number).randbytes(number * 1000)
        return files.read(put(files, content).id) == content

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(100)))
    assert len(list(files.ids())) == 100
