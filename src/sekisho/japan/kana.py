"""Kana as official systems write them: katakana, full width, large."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sekisho.japan.columns import CharTable, composed, fold_column, fold_one, without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_DASHES = frozenset("-‐‑‒–—―⁃−─━˗﹣－ㅡ~〜～")
_DOTS = frozenset("・·‧∙•⋅.,、。，．'’=゠")
# ヴ was written ウ゛, ブ or バ…; one form, so that they meet. Longest first.
_VU = {
    "ヴア": "バ",
    "ヴイ": "ビ",
    "ヴエ": "ベ",
    "ヴオ": "ボ",
    "ヴ": "ブ",
    "ヷ": "バ",
    "ヸ": "ビ",
    "ヹ": "ベ",
    "ヺ": "ボ",
}
_VU_FORM = re.compile("|".join(_VU))
_KANA = re.compile("[ぁ-ゖァ-ヺー゛゜ヽヾゝゞ\u3099\u309aｦ-ﾟ\\s\u3000・･‐-―−-]+")
_LETTER = re.compile("[ぁ-ゖァ-ヺｦ-ｯｱ-ﾝ]")


def _fold_char(char: str) -> str:
    """Return what one character in NFKC becomes; "" where it does not count in a reading."""
    if char in _DASHES:
        return "ー"
    if char in _DOTS or unicodedata.category(char)[0] in "ZC":
        return ""
    if "ぁ" <= char <= "ゖ" or char in "ゝゞ":
        char = chr(ord(char) + 0x60)
    if char < "\u2e80":
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char.casefold()).casefold())
    return char.translate(_LARGE)


_TABLE = CharTable(_fold_char)
_REPEATED = re.compile("([^\x00々ヽヾ])([々ヽヾ]+)")


def _repeat(match: re.Match[str]) -> str:
    out = match[1]
    for mark in match[2]:
        base = unicodedata.normalize("NFD", out[-1])[0] if mark != "々" else out[-1]
        voiced = unicodedata.normalize("NFC", base + "\u3099")
        out += voiced if mark == "ヾ" and len(voiced) == 1 else base
    return out


def written_out(text: str) -> str:
    """Return `text` with 々, ヽ and ヾ replaced by what they repeat; at the start of a text they stay."""
    if "々" in text or "ヽ" in text or "ヾ" in text:
        return _REPEATED.sub(_repeat, text)
    return text


def _fold(text: str) -> str:
    """Fold a text, or a column joined by U+0000."""
    text = without_marks(composed(text.translate(_TABLE)))
    text = written_out(text)
    return _VU_FORM.sub(lambda form: _VU[form[0]], text)


def fold_kana(text: str) -> str:
    """Return the key under which the spellings of a reading meet.

    Full-width katakana without spaces and dots; small kana become large, dashes become ー, ヴ becomes the row of バ.
    ジ and ヂ, ズ and ヅ, オウ and オオ stay apart. Folding a key gives the key.
    """
    return fold_one(text, _fold)


def fold_kanas(texts: Sequence[str]) -> list[str]:
    """Return `[fold_kana(text) for text in texts]`, at the speed of a column."""
    return fold_column(texts, _fold)


def is_kana(text: str) -> bool:
    """Return whether `text` is kana and nothing else, spaces, dots and dashes aside, with one letter at least."""
    return bool(_KANA.fullmatch(text)) and bool(_LETTER.search(text))
