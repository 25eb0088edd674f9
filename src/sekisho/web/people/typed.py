"""What people type about people, and what is wrong with it, at the field that it is about."""

from __future__ import annotations

import re
import unicodedata

from sekisho.words import Sentence, say

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{0,19}")
LONGEST = {"name": 60, "family": 20, "short": 6, "course": 80}


class TypedError(Exception):
    """Something typed cannot be used. ``field``: its name."""

    def __init__(self, field: str, told: Sentence) -> None:
        super().__init__(told.text)
        self.field, self.told = field, told


def text(field: str, value: str) -> str:
    """Return a name as it is kept: composed, without spaces around it and doubled ones inside.

    Raises:
        TypedError: it is empty, too long, or has a character in it that nobody sees.

    """
    kept = " ".join(unicodedata.normalize("NFC", value).split())
    if not kept:
        raise TypedError(field, say("何か書いてください。"))
    if len(kept) > LONGEST[field]:
        raise TypedError(field, say("長すぎます。{most}文字までにしてください。", most=LONGEST[field]))
    if any(unicodedata.category(char)[0] == "C" for char in kept):
        raise TypedError(field, say("見えない文字が入っています。書き直してください。"))
    return kept


def login(value: str) -> str:
    """Return what is typed at the sign-in, as it is kept: narrow and small letters.

    Raises:
        TypedError: it has other characters, or is too short or too long.

    """
    kept = folded(value)
    if not LOGIN.fullmatch(kept):
        raise TypedError(
            "login", say("利用者名は、英小文字・数字・記号（. _ - @）で、2文字から60文字までにしてください。")
        )
    return kept


def folded(value: str) -> str:
    """Return a login or staff number however it was typed: with another keyboard it is still the same."""
    return unicodedata.normalize("NFKC", value).strip().lower()


def code(value: str) -> str:
    """Return the sign of a department.

    Raises:
        TypedError: it has other characters.

    """
    kept = folded(value)
    if not CODE.fullmatch(kept):
        raise TypedError("code", say("課の記号は、英小文字・数字・ハイフンで、40文字までにしてください。"))
    return kept


def staff_number(value: str) -> str:
    """Return a staff number, zeros in front kept.

    Raises:
        TypedError: it has other characters.

    """
    kept = unicodedata.normalize("NFKC", value).strip()
    if not NUMBER.fullmatch(kept):
        raise TypedError("staff_number", say("職員番号は、数字・英字・ハイフンで、20文字までにしてください。"))
    return kept


def family_of(name: str) -> str:
    """Return the family name, as it stands on a date stamp: what comes before the space."""
    return name.split(maxsplit=1)[0][: LONGEST["family"]]
