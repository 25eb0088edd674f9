"""A whole log in one file that needs no database: lines of canonical JSON, each with an end of line.

First a header: type, origin, and how many lines of each kind follow. Then public keys, changes of keys, checkpoints, and
the events, each with the hash that is stored beside it. Nothing is repaired on the way: what is damaged in the store is
damaged in the export, and found there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import islice
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sekisho.ledger.canonical import AmbiguousError, canonical, parsed
from sekisho.ledger.checkpoint import Checkpoint, Rotation, base64
from sekisho.ledger.log import NOTHING, Stored, is_name
from sekisho.ledger.model import LedgerError
from sekisho.ledger.notes import KEY_BYTES, read_note, spelled
from sekisho.ledger.store import Store
from sekisho.ledger.trust import trust
from sekisho.ledger.verdict import Report, Span
from sekisho.ledger.verify import verify
from sekisho.words import Sentence, say

KIND, VERSION = "sekisho-ledger-export", "1"
LONGEST_LINE = 64 * 2**20
"""Bytes of one line: more is no line of ours."""
_COUNTS = ("keys", "rotations", "checkpoints", "events")
# The peak is made of the hashes before it: who verifies an export makes it anew.
_COLUMNS = tuple(field.name for field in fields(Stored) if field.name != "peak")


def export(
    store: Store,
    keys: Iterable[Ed25519PublicKey],
    rotations: Iterable[Rotation],
    checkpoints: Iterable[Checkpoint],
) -> Iterator[str]:
    """Yield the lines of an export of all that is in a store now.

    Raises:
        LedgerError: a row of the store cannot even be written down: a column holds what is no JSON.

    """
    size, keys, notes, marks = store.size(), tuple(keys), tuple(rotations), tuple(checkpoints)
    counts = {"keys": len(keys), "rotations": len(notes), "checkpoints": len(marks), "events": size}
    yield _line({"type": f"{KIND}/{VERSION}", "origin": store.origin, **counts})
    for key in keys:
        yield _line({"key": base64(key.public_bytes_raw())})
    yield from (note.to_json() + "\n" for note in notes)
    yield from (mark.to_json() + "\n" for mark in marks)
    # Others may write while this runs: what comes after the size in the header belongs to the next export.
    for place, row in enumerate(islice(store.stored(), size)):
        try:
            yield _line(_told(row))
        except AmbiguousError as error:
            raise LedgerError(
                say(
                    "証跡の{place}番目の行は書き出せないほど壊れています。保存先で直接確かめてください。",
                    place=place + 1,
                )
            ) from error


def _line(told: Mapping[str, object]) -> str:
    return canonical(told).decode("utf-8") + "\n"


def _told(row: Stored) -> dict[str, object]:
    told = {name: getattr(row, name) for name in _COLUMNS}
    told["hash"] = row.hash.hex() if isinstance(row.hash, bytes) else row.hash
    if isinstance(row.data, str):
        try:
            data = parsed(row.data.encode("utf-8"))
            # As an object where the text is the only spelling of it. Where it stays a text, it is no event's.
            told["data"] = data if canonical(data).decode("utf-8") == row.data else row.data
        except ValueError:
            return told
    return told


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands in an export before its events."""

    origin: str
    events: int
    keys: tuple[Ed25519PublicKey, ...]
    rotations: tuple[Rotation, ...]
    checkpoints: tuple[Checkpoint, ...]


class Export:
    """An export that is being read from a file, once, from its beginning to its end.

    Raises:
        LedgerError: what stands before the events is not whole, or of a version that is not known here.

    """

    def __init__(self, file: BinaryIO, *, name: str) -> None:
        self._file, self._name = file, name
        self._span: Span = (0, 0)
        self.head = self._opened()

    def where(self) -> Span:
        """Return from which to before which byte the line stands that was read last."""
        return self._span

    def rows(self) -> Iterator[Stored]:
        """Yield a row for every line that is left, whatever it holds: one without anything for a line that cannot be read."""
        while line := self._next():
            yield _row(line)

    def _next(self) -> bytes:
        line = self._file.readline(LONGEST_LINE)
        self._span = (self._span[1], self._span[1] + len(line))
        return line

    def _opened(self) -> Opened:
        told = self._object()
        kind, _, version = str(told.get("type")).partition("/")
        if kind != KIND:
            raise self._none()
        if version != VERSION:
            raise LedgerError(
                say("{file}は、この版の知らない形式の書き出しです。新しい版の関所で確かめてください。", file=self._name)
            )
        origin = told.pop("origin", None)
        counts = {name: count for name, count in told.items() if type(count) is int and count >= 0}
        if set(told) != {"type", *_COUNTS} or set(counts) != set(_COUNTS) or not is_name(origin):
            raise self._broken()
        keys, rotations, checkpoints, events = (counts[name] for name in _COUNTS)
        found = tuple(self._key() for _ in range(keys))
        changes = tuple(note for note in self._notes(rotations) if isinstance(note, Rotation))
        marks = tuple(note for note in self._notes(checkpoints) if isinstance(note, Checkpoint))
        if (len(changes), len(marks)) != (rotations, checkpoints):
            raise self._broken()
        return Opened(origin, events, found, changes, marks)

    def _notes(self, count: int) -> Iterator[Checkpoint | Rotation]:
        for _ in range(count):
            told = self._object()
            if "seq" in told:
                raise self._broken()
            yield read_note(_line(told).rstrip("\n"), place=self._place())

    def _key(self) -> Ed25519PublicKey:
        told = self._object()
        if set(told) != {"key"}:
            raise self._broken()
        try:
            return Ed25519PublicKey.from_public_bytes(spelled(told["key"], KEY_BYTES))
        except ValueError as error:
            raise self._broken() from error

    def _object(self) -> dict[str, object]:
        """Return the object of the next line, which must be written exactly as it would be written again."""
        line = self._next()
        try:
            told = parsed(line)
            whole = _line(told).encode("utf-8") == line
        except AmbiguousError as error:
            raise (self._broken() if self._span[0] or KIND.encode() in line else self._none()) from error
        if not whole:
            raise self._broken()
        return told

    def _none(self) -> LedgerError:
        return LedgerError(
            say(
                "{file}は証跡の書き出しではありません。sekisho ledger export が書き出したファイルを指定してください。",
                file=self._name,
            )
        )

    def _broken(self) -> LedgerError:
        return LedgerError(
            say(
                "{place}が壊れているか、途中で切れています。書き出したファイルを受け取り直してください。",
                place=self._place(),
            )
        )

    def _place(self) -> Sentence:
        start, end = self._span
        return say("{file}の{start}〜{end}バイト目", file=self._name, start=start + 1, end=max(end, start + 1))


def verify_export(
    file: BinaryIO,
    keys: Iterable[Ed25519PublicKey],
    checkpoints: Iterable[Checkpoint] = (),
    rotations: Iterable[Rotation] = (),
    *,
    name: str,
) -> Report:
    """Return what is wrong with an export, with the checkpoints in it and those from outside.

    ``keys``: those by which checkpoints must be signed. Where there are none, those in the export itself count, and then
    nothing shows who signed. ``name`` is how the file is called in an error.

    Raises:
        LedgerError: the file is no export, or is broken before its events.

    """
    opened = Export(file, name=name)
    head = opened.head
    trusted = trust(head.origin, tuple(keys) or head.keys, (*head.rotations, *rotations))
    marks = dict.fromkeys((*head.checkpoints, *checkpoints))
    return verify(opened.rows(), marks, trusted, size=head.events, where=opened.where)


def _row(line: bytes) -> Stored:
    """Return the row of a line; a line that is not exactly what is written for a row has nothing in it."""
    try:
        told = parsed(line)
        if set(told) != set(_COLUMNS) or _line(told).encode("utf-8") != line:
            return NOTHING
    except ValueError:
        return NOTHING
    data = told["data"]
    text = canonical(data).decode("utf-8") if isinstance(data, dict) else None
    return Stored(**{**told, "data": text, "hash": _digest(told["hash"])})


def _digest(text: object) -> bytes | None:
    try:
        digest = bytes.fromhex(str(text))
    except ValueError:
        return None
    return digest if digest.hex() == text else None
