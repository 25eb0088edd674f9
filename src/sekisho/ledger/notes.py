"""Checkpoints and changes of keys as they come from outside, read so strictly that each has one meaning only."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sekisho.ledger.canonical import parsed
from sekisho.ledger.checkpoint import KIND, LARGEST, ROOT_BYTES, ROTATION_KIND, VERSION, Checkpoint, Rotation, base64
from sekisho.ledger.log import is_name, moment
from sekisho.ledger.model import LedgerError
from sekisho.words import Sentence, say

KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_WORDS = ("type", "origin", "size", "root", "at", "key", "signature")
_ROTATION = ("type", "origin", "size", "at", "old", "new", "old_signature", "new_signature")
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Notes:
    """What a file of checkpoints holds, in its order."""

    checkpoints: tuple[Checkpoint, ...]
    rotations: tuple[Rotation, ...]


def read_notes(data: bytes, *, name: str) -> Notes:
    """Return the checkpoints and changes of keys in a file: one a line, as JSON or as words; empty lines are none.

    ``name`` is how the file is called in an error.

    Raises:
        LedgerError: a line is neither, or there is none at all.

    """
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise LedgerError(_none(name)) from error
    found = [
        read_note(line, place=say("{file}の{line}行目", file=name, line=number))
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not found:
        raise LedgerError(_none(name))
    return Notes(
        tuple(note for note in found if isinstance(note, Checkpoint)),
        tuple(note for note in found if isinstance(note, Rotation)),
    )


def read_note(text: str, *, place: Sentence | str) -> Checkpoint | Rotation:
    """Return the checkpoint, or the change of keys, that one line says. Whether the signature holds is not looked at.

    Raises:
        LedgerError: it is neither, of a version that is not known here, or not whole; ``place`` says where it stands.

    """
    told = _told(text, place)
    kind, _, version = str(told.get("type")).partition("/")
    if kind not in {KIND, ROTATION_KIND}:
        raise LedgerError(_none(place))
    if version != VERSION:
        raise LedgerError(
            say(
                "{place}は、この版の知らない形式（{type}）です。新しい版の関所で確かめてください。",
                place=place,
                type=f"{kind}/{version}" if is_name(version) else kind,
            )
        )
    names = _WORDS if kind == KIND else _ROTATION
    if set(told) != set(names):
        raise LedgerError(_damaged(place, "type"))
    field = names[0]
    try:
        values = dict[str, object]()
        for field in names[1:]:
            values[field] = _READ[field](told[field])
        if kind == KIND:
            return Checkpoint(**values)  # type: ignore[arg-type]  # each was made by its reader
        return Rotation(**values)  # type: ignore[arg-type]  # the same
    except ValueError as error:
        raise LedgerError(_damaged(place, field)) from error


def _told(text: str, place: Sentence | str) -> Mapping[str, object]:
    """Return the fields of one line, which is JSON or words."""
    if text.lstrip().startswith("{"):
        try:
            return parsed(text.encode("utf-8"))
        except ValueError as error:
            raise LedgerError(_none(place)) from error
    words = text.strip().split(" ")
    told: dict[str, object] = dict(zip(_WORDS, words, strict=False))
    if len(words) != len(_WORDS) and str(told.get("type")).startswith(f"{KIND}/{VERSION}"):
        raise LedgerError(_damaged(place, "signature"))
    size = str(told.get("size"))
    if size.isascii() and size.isdigit() and str(int(size[:20])) == size:
        told["size"] = int(size)
    return told


def _none(place: Sentence | str) -> Sentence:
    return say(
        "{place}は証跡点ではありません。sekisho ledger checkpoint が書き出したファイルか、QRコードの文を指定してください。",
        place=place,
    )


def _damaged(place: Sentence | str, field: str) -> Sentence:
    return say("{place}の証跡点は壊れています（{field}）。受け取り直してください。", place=place, field=field)


def _name(value: object) -> str:
    if not is_name(value):
        raise ValueError("no name")
    return value


def _size(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise ValueError("no size")
    return value


def _at(value: object) -> str:
    moment(text := _name(value))
    return text


def _fingerprint(value: object) -> str:
    text = _name(value)
    if len(text) != 64 or not set(text) <= _DIGITS:
        raise ValueError("no fingerprint")
    return text


def spelled(value: object, length: int) -> bytes:
    """Return the bytes of a Base64 text, of which there is one spelling.

    Raises:
        ValueError: it is none, another spelling, or of another length.

    """
    data = b64decode(_name(value), validate=True)
    if len(data) != length or base64(data) != value:
        raise ValueError("another spelling")
    return data


_READ: Mapping[str, Callable[[object], object]] = {
    "origin": _name,
    "size": _size,
    "root": lambda value: spelled(value, ROOT_BYTES),
    "at": _at,
    "key": _fingerprint,
    "signature": lambda value: spelled(value, _SIGNATURE_BYTES),
    "old": lambda value: spelled(value, KEY_BYTES),
    "new": lambda value: spelled(value, KEY_BYTES),
    "old_signature": lambda value: spelled(value, _SIGNATURE_BYTES),
    "new_signature": lambda value: spelled(value, _SIGNATURE_BYTES),
}
