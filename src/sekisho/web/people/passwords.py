"""What a password and a PIN must be. What is only easy to guess by a rule for the eye (capitals, signs) is not asked for.

Length is what counts (NIST SP 800-63B-4, 3.1.1.2): twelve characters, none of the common ones, and not what everybody
knows of the person.
"""

from __future__ import annotations

import itertools
import secrets
from functools import lru_cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from sekisho.web.people.typed import TypedError, folded
from sekisho.words import say

SHORTEST, LONGEST = 12, 200
SHORTEST_PIN, LONGEST_PIN = 6, 12
_DIFFERENT = 5
_OWN = 6
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another one on paper


def check_password(password: str, *, login: str, staff_number: str) -> None:
    """Make sure that nobody guesses a password soon.

    Raises:
        TypedError: it is too short or too long, common, or made of the login and the staff number.

    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise TypedError(
            "password",
            say("パスワードは{least}文字以上、{most}文字までにしてください。", least=SHORTEST, most=LONGEST),
        )
    rest = folded(password)
    for known in sorted({folded(login), folded(staff_number)} - {""}, key=len, reverse=True):
        rest = rest.replace(known, "")
    if len(rest) < _OWN:
        raise TypedError(
            "password", say("利用者名や職員番号からできているパスワードは使えません。別の言葉を足してください。")
        )
    if len(set(password)) < _DIFFERENT or _is_common(password):
        raise TypedError(
            "password", say("よく使われるパスワードです。関係のない言葉をいくつかつないだものにしてください。")
        )


def check_pin(pin: str, *, staff_number: str) -> None:
    """Make sure that a PIN is none of those that are tried first.

    Raises:
        TypedError: it has other characters than digits, too few or too many, or is a run or the staff number.

    """
    if not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        raise TypedError(
            "pin",
            say("暗証番号は、数字{least}桁から{most}桁までにしてください。", least=SHORTEST_PIN, most=LONGEST_PIN),
        )
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    if len(steps) == 1 or len(set(pin)) < 3 or pin.lstrip("0") == folded(staff_number).lstrip("0"):
        raise TypedError("pin", say("同じ数字の並び、続きの数字、職員番号は使えません。別の暗証番号にしてください。"))


def temporary_password() -> str:
    """Return a password to be handed over once: 79 bits, in four groups that can be read out."""
    letters = [secrets.choice(_LETTERS) for _ in range(16)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, 16, 4))


def _is_common(password: str) -> bool:
    try:
        _common().validate(password)
    except ValidationError:
        return True
    return False


@lru_cache(maxsize=1)
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()
