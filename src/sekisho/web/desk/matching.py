"""Which file is for whom, by what it is called: the number, the code or the name of one recipient and of no other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from sekisho.web.desk.parcels import Addressee

_SHORTEST = 2


def matched(names: Iterable[str], addressees: Mapping[str, Addressee]) -> tuple[str, ...]:
    """Return for each name of a file the key of the parcel for which it is; empty where none or several could be meant.

    The longest of the words that stand in it decides: a file 「ひかり第二園」 is not for ひかり. A number counts only
    where no other letter or digit touches it.
    """
    words = _words(addressees)
    return tuple(_one(folded(PurePath(name).stem), words) for name in names)


def folded(text: str) -> str:
    """Return a text as it is compared: width, case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(addressees: Mapping[str, Addressee]) -> list[tuple[str, frozenset[str]]]:
    owners: dict[str, set[str]] = {}
    for key, told in addressees.items():
        for word in (told.id, told.name, told.code):
            if len(folded(word)) >= _SHORTEST:
                owners.setdefault(folded(word), set()).add(key)
    return sorted(((word, frozenset(keys)) for word, keys in owners.items()), key=lambda one: -len(one[0]))


def _one(name: str, words: Iterable[tuple[str, frozenset[str]]]) -> str:
    found: frozenset[str] = frozenset()
    length = 0
    for word, keys in words:
        if len(word) < length:
            break
        if _stands(word, name):
            found, length = found | keys, len(word)
    return next(iter(found)) if len(found) == 1 else ""


def _stands(word: str, name: str) -> bool:
    """Return whether a word stands in a name and is not a part of a longer number or Latin word there."""
    before = r"(?<![0-9a-z])" if _latin(word[0]) else ""
    after = r"(?![0-9a-z])" if _latin(word[-1]) else ""
    return re.search(before + re.escape(word) + after, name) is not None


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
