"""The key under which the spellings of one name meet.

髙橋, 高橋, 高　橋 and ﾀｶﾊｼ / たかはし meet in one key each; 斎藤 and 斉藤 do not: they are different names.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

from sekisho.japan.columns import CharTable, composed, fold_column, fold_one, without_marks
from sekisho.japan.kana import written_out
from sekisho.japan.variants import fold_kanji, other_kanji

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SELECTOR = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DASHES = frozenset("-‐‑‒–—―⁃−─━˗﹣－ㅡ")
# Between the parts of a name, or inside a foreign one. Brackets stay: they are notes, see `name_forms`.
_JOINTS = frozenset("・·‧∙•⋅᛫●.,、。，．'’‘`´=゠_")
_ITERATION = {"ゝ": "ヽ", "ゞ": "ヾ", "〻": "々"}

_LONG = re.compile("(?<=[ァ-メモ-ヺーヽヾ\u3099\u309a])-+")
_PLACE_GA = re.compile("(?<=[\u3400-\u9fff\U00020000-\U0003ffff])ガ(?=[\u3400-\u9fff\U00020000-\U0003ffff])")


def fold_char(char: str) -> str:
    """Return what one character in NFKC becomes in a key; "" where it does not count, "-" for any dash."""
    if char in _DASHES:
        return "-"
    char = _ITERATION.get(char, char)
    if "ぁ" <= char <= "ゖ":
        char = chr(ord(char) + 0x60)
    if char in "ヵヶ":
        return "ケ"
    if char in _JOINTS or unicodedata.category(char)[0] in "ZC":
        return ""
    if char < "\u2e80":
        return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char.casefold()).casefold())
    return fold_kanji(char)


_TABLE = CharTable(fold_char)


def _fold(text: str) -> str:
    """Fold a text, or a column joined by U+0000."""
    text = SELECTOR.sub("", text).translate(_TABLE)
    text = _LONG.sub(lambda dashes: "ー" * len(dashes[0]), text).replace("-", "")
    text = written_out(without_marks(composed(text)))
    return _PLACE_GA.sub("ケ", text)


def fold_name(text: str) -> str:
    """Return the key under which the spellings of a name meet; empty where `text` holds nothing of a name.

    Width, spaces, middle dots, variation selectors, hiragana or katakana, upper or lower case, old and new kanji
    make no difference; small kana, ー and the order of the parts do. Folding a key gives the key.
    """
    return fold_one(text, _fold)


def fold_names(texts: Sequence[str]) -> list[str]:
    """Return `[fold_name(text) for text in texts]`, at the speed of a column."""
    return fold_column(texts, _fold)


def alternates(text: str, *, limit: int = 8) -> tuple[str, ...]:
    """Return other keys under which this name may be registered, at most `limit`, never `fold_name(text)`.

    Most names have none: only a kanji for which the official tables name several characters gives one.
    """
    folded = fold_name(text)
    choices = [(char, *other_kanji(char)) for char in folded]
    if all(len(choice) == 1 for choice in choices):
        return ()
    spellings = itertools.islice(itertools.product(*choices), 4 * limit)
    found = dict.fromkeys(fold_name("".join(spelling)) for spelling in spellings)
    found.pop(folded, None)
    return tuple(found)[:limit]


def same_name(a: str, b: str) -> bool:
    """Return whether `a` and `b` may be spellings of one name; False where one holds nothing of a name."""
    one, other = fold_name(a), fold_name(b)
    if not one or not other:
        return False
    return one == other or one in alternates(b) or other in alternates(a)


_HONORIFIC = re.compile(
    r"[\s\u3000]*(?:の?(?:ご|御)?(?:保護者|家族|遺族|両親))?[\s\u3000]*"
    r"(?:様方|様|さま|サマ|殿|どの|氏|さん|君|くん|クン|ちゃん|チャン|御中|先生)[\s\u3000]*$"
)
_CHILD = re.compile(r"(?:(?<=[\s\u3000])|(?<=[^\s\u3000]{4})|(?<=[ぁ-ゖァ-ヺー]))児[\s\u3000]*$")
_BRACKET = re.compile(
    r"[（(〔【\[［「『〈<＜《≪｛{]([^（）()〔〕【】\[\]［］「」『』〈〉<>＜＞《》≪≫｛｝{}]*)[）)〕】\]］」』〉>＞》≫｝}]"
)
_PARTS = re.compile(r"[/／\n\r\t|｜]+")


def split_honorific(text: str) -> str:
    """Return `text` without a form of address at its end, and without spaces around it.

    様, 殿, さん, 御中, 先生 … and 保護者様 are dropped once, where two characters or more remain. 児 is dropped
    after a space, after kana, or where four characters or more remain: 健児 is a name.
    """
    bare = text.strip()
    for form in (_HONORIFIC, _CHILD):
        match = form.search(bare)
        if match and len(bare[: match.start()].strip()) >= 2:
            return bare[: match.start()].strip()
    return bare


def _pieces(text: str) -> Iterator[str]:
    """Yield the strings of a cell that could be a name on their own, the longest first."""
    yield text
    yield _BRACKET.sub("", text)
    first = _BRACKET.search(text)
    if first:
        yield text[: first.start()]
    for inside in _BRACKET.finditer(text):
        yield inside[1]
    if _PARTS.search(text.strip()):
        yield from _PARTS.split(_BRACKET.sub("", text))


def name_forms(text: str) -> tuple[str, ...]:
    """Return the strings in a cell that could be a name, unfolded, each once, the whole cell first.

    The whole, without the form of address, what stands outside and inside of brackets, and the parts around a slash
    or a line break: "山田太郎（ヤマダタロウ）様" also gives "山田太郎" and "ヤマダタロウ".
    """
    found: dict[str, None] = {}
    for piece in _pieces(text):
        for form in (piece.strip(), split_honorific(piece)):
            if form:
                found[form] = None
    return tuple(found)
