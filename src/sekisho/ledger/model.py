"""What a check of a signed report can come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sekisho.words import Sentence

State = Literal["good", "changed", "damaged", "missing", "other_key"]
"""good: holds. changed: the content is not the one that was signed. damaged: what stands there is no signature.
missing: never signed, or the signature was taken away. other_key: not by the key that was expected."""
FileState = Literal["same", "differs", "missing", "unreadable"]


class LedgerError(Exception):
    """A key or a report cannot be used at all; the sentence says which, why and what to do next."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a report: its path there, and its SHA-256 in hexadecimal digits."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a report is about. ``loose``: its files were given one by one, without a bundle around them."""

    title: str
    verdict: str
    loose: bool
    files: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said about the signature of a report.

    ``fingerprint`` is that of the key in the report. ``expected``: whether the caller said which key it must be; where
    not, a good signature proves only that nothing was changed since. ``signed_at`` and ``content`` are told only
    where the signature is good: nothing else in the report can be believed.
    """

    state: State
    fingerprint: str | None = None
    expected: bool = False
    signed_at: datetime | None = None
    content: Content | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a file still has the digest that the report gives."""

    path: str
    state: FileState
