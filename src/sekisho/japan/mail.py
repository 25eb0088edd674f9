"""Mail addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sekisho.japan.columns import compatible, fold_column, fold_one, narrowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What people have: not the whole of RFC 5322, whose `/`, `?`, `=` and quotes stand around addresses more than in them.
_LOCAL = r"[A-Za-z0-9._%+&#!$*^~-][A-Za-z0-9._%+&#!$*^~'-]{0,63}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])"
_ADDRESS = re.compile(rf"(?<![A-Za-z0-9._%+&#!$*^~@-]){_LOCAL}@{_HOST}(?![A-Za-z0-9@-])")


def _first(text: str) -> str:
    match = _ADDRESS.search(text) if "@" in text else None
    return match[0] if match else ""


def _prepare(text: str) -> str:
    return compatible(compatible(text).casefold())


def fold_email(text: str) -> str:
    """Return the first mail address of a cell, narrow and in lower case, "" where there is none.

    "mailto:", a name before it and angle brackets around it are left out: "さくら園 <Office@K01.Example.JP>" is
    "office@k01.example.jp". Where a cell may hold several, use `find_emails`.
    """
    return _first(fold_one(text, _prepare))


def fold_emails(texts: Sequence[str]) -> list[str]:
    """Return `[fold_email(text) for text in texts]`, at the speed of a column."""
    return [_first(text) for text in fold_column(texts, _prepare)]


def find_emails(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and folded form of each mail address in `text`, in order."""
    plain = narrowed(text)
    if "@" in plain:
        for match in _ADDRESS.finditer(plain):
            yield match.start(), match.end(), match[0].casefold()


_FREE = re.compile(
    r"(?:gmail|googlemail|yahoo|outlook|hotmail|live|msn|icloud|me|mac|aol|protonmail|gmx|mail|zoho|excite|infoseek|goo)"
    r"\.(?:com|jp|co\.jp)"
    r"|proton\.me|ymail\.ne\.jp|mail\.goo\.ne\.jp|docomo\.ne\.jp|ezweb\.ne\.jp|au\.com|(?:i\.)?softbank\.ne\.jp|ymobile\.ne\.jp"
)


def is_free_mail(address: str) -> bool:
    """Return whether anybody can have an address under this domain, so that it says nothing about an office."""
    return _FREE.fullmatch(address.rpartition("@")[2]) is not None
