"""Places, sentences and coverage as JSON, and back: what the stored form of a shown file says beside rows."""

from __future__ import annotations

from typing import Any

from sekisho.inspection.model import Cipher, Coverage, Hiding, Part, Place, Protection, Unread
from sekisho.words import Personal, Sentence

Json = Any
"""What ``json`` reads and writes."""


def place_code(place: Place) -> Json:
    """Return a place as a list without what is empty at its end."""
    code: list[Json] = [place.part.value, place.sheet, place.row, place.column, place.page]
    while code[-1] is None:
        code.pop()
    return code


def place_of(code: Json) -> Place:
    """Return the place in ``code``."""
    part, *others = code
    return Place(Part(part), *others)


def words_code(words: str | Sentence | None) -> Json:
    """Return a text as it is, a sentence as its text with its values."""
    if words is None or isinstance(words, str):
        return words
    return {"say": words.text, "with": {key: _value_code(value) for key, value in words.values}}


def words_of(code: Json) -> str | Sentence:
    """Return the text or sentence in ``code``."""
    return code if isinstance(code, str) else _sentence_of(code)


def _value_code(value: object) -> Json:
    if isinstance(value, Personal):
        return {"personal": str(value)}
    if isinstance(value, Sentence):
        return words_code(value)
    if isinstance(value, list | tuple):
        return [_value_code(one) for one in value]
    return value if isinstance(value, str | int | float) else str(value)


def _value_of(code: Json) -> object:
    if isinstance(code, dict):
        return Personal(code["personal"]) if "personal" in code else _sentence_of(code)
    return [_value_of(one) for one in code] if isinstance(code, list) else code


def _sentence_of(code: Json) -> Sentence:
    # It was a literal of the code when it was stored; one that has been reworded since is shown as it was.
    return Sentence(text=code["say"], values=tuple((key, _value_of(value)) for key, value in code["with"].items()))


def unread_code(unread: Unread) -> Json:
    """Return what was not read, and why."""
    return [unread.part, words_code(unread.why), place_code(unread.place), unread.asks, words_code(unread.advice)]


def unread_of(code: Json) -> Unread:
    """Return the unread part in ``code``."""
    part, why, place, asks, advice = code
    return Unread(part, _sentence_of(why), place_of(place), asks, None if advice is None else _sentence_of(advice))


def coverage_code(coverage: Coverage) -> Json:
    """Return what of a file was read."""
    return [coverage.parts, coverage.read, [unread_code(one) for one in coverage.not_read]]


def coverage_of(code: Json) -> Coverage:
    """Return the coverage in ``code``."""
    parts, read, not_read = code
    return Coverage(parts, read, tuple(map(unread_of, not_read)))


def protection_code(protection: Protection) -> Json:
    """Return how a file was protected."""
    return [protection.cipher.value, protection.method, protection.opened, words_code(protection.why_not)]


def protection_of(code: Json) -> Protection:
    """Return the protection in ``code``."""
    cipher, method, opened, why_not = code
    return Protection(Cipher(cipher), method, opened, None if why_not is None else _sentence_of(why_not))


HIDINGS: dict[str, Hiding] = {hiding.value: hiding for hiding in Hiding}
"""A way of hiding by its word: looked up for each cell."""
