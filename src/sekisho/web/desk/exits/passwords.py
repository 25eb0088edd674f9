"""Passwords that are told by telephone: nothing in them looks or sounds like something else."""

from __future__ import annotations

import secrets

from sekisho.words import Sentence, say

LETTERS = "23456789cfhkmrtwxy"
"""No 0 o 1 l i (they look alike), no b g q s z (like 6 9 9 5 2); no vowel (no words), no d p v n j (in Japanese they
sound like t, t, b, m, k). Small letters alone, so that nobody asks."""
GROUPS, LENGTH = 5, 4
"""18 letters in 20 places: 83 bits."""
LEAST = 12
"""How long a password must be that was agreed before: with the zip file in hand, anybody can try as often as they like."""


def generate() -> str:
    """Return a new password, five groups of four with hyphens, such as ``k7mr-2xcf-…``; the hyphens belong to it."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def refused(password: str) -> Sentence | None:
    """Return why a password cannot protect a file, or nothing."""
    if not (password.isascii() and password.isprintable()):
        return say("パスワードは、半角の英数字と記号で入れてください。ほかの文字は、開くソフトによって通りません。")
    if len(password) < LEAST or len(set(password)) < LEAST // 2:
        return say("パスワードが短いか、同じ文字の繰り返しです。{least}文字以上にしてください。", least=LEAST)
    return None
