"""Registered names inside running text, and what around them makes them a name or not.

林 in 林業 is not a person, and 林一郎 is not in 小林一郎: what stands before
and behind a name decides how far it can be trusted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sekisho.inspection.recognition.register import Register
from sekisho.inspection.recognition.search import MANY
from sekisho.japan.names import fold_names

_SPLIT = re.compile(
    r"(?:[\s\u3000・･·‧∙•⋅●/／,，、。．.…|｜;；:：()（）\[\]［］【】〔〕「」『』<>＜＞〈〉《》\"'”’“‘`´_＿=＝゠]"
    r"|(?<![ぁ-ゖァ-ヺーｦ-ﾝ])[-‐‑‒–—―⁃−─━˗﹣－])+"
)
"""Where a word ends: every mark that folding takes out of a name. A dash after kana may be a long vowel."""
_WALL = re.compile(r"[/／，、。…|｜;；:：()（）\[\]［］【】〔〕「」『』<>＜＞〈〉《》\"”“]")
_KANJI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆\U00020000-\U0003ffff]")
_KANA = re.compile(r"[ァ-ヿ]")
_CALM = r"^[\x{3400}-\x{9fff}0-9A-Za-zぁ-かき-ゔァ-カキ-ヴー \x{3000}、。・]*$"
"""A text in which every character is folded by itself, so that it may be folded whole: dashes, 々 and ガ look around them."""
_TITLE_AFTER = "様殿氏君児他外宛方宅生男女先議委主課係部園長会理局室担医教保支代副及並又等記作著印はがのとをにへもや"
_HONORIFIC_KANA = ("サン", "サマ", "クン", "チャン", "ハ", "ガ", "ノ", "ト", "ヲ", "ニ", "ヘ", "モ", "ヤ", "デ", "カラ", "マデ", "ナド", "ヨリ", "ダ", "ラ")  # fmt: skip
_LABEL_BEFORE = (
    "氏名", "名前", "児童", "園児", "生徒", "学童", "患者", "利用者", "本人", "世帯主", "保護者", "申請者", "対象者",
    "受給者", "被保険者", "納税者", "義務者", "届出人", "請求者", "代表者", "相続人", "後見人", "代理人", "会員", "家族",
    "父", "母", "子", "兄", "姉", "弟", "妹", "夫", "妻", "孫", "長男", "長女", "次男", "次女", "二男", "二女", "三男", "三女",
    "故", "及", "並", "又", "氏", "様", "市民", "住民", "職員",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameInside:
    """A registered name inside a longer text: ``owners`` by position in the register, ``key`` as folded.

    ``sure``: what stands around it makes it a whole name of three characters or more; otherwise it counts only where
    another fact of the person stands in the same paragraph. ``before`` and ``after`` are the folded text around it.
    """

    owners: tuple[int, ...]
    key: str
    sure: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Folded:
    text: str
    edges: frozenset[int]
    """Positions at which the unfolded text had a space or a mark: a word ends and another begins."""
    walls: frozenset[int]
    """Those of them over which no name goes on: brackets, commas, colons."""


def _fold_all(texts: Sequence[str]) -> list[_Folded]:
    pieces = [_SPLIT.split(text) for text in texts]
    folded = iter(fold_names(list(itertools.chain.from_iterable(pieces))))
    result = []
    for parts, text in zip(pieces, texts, strict=True):
        marks = _SPLIT.findall(text)
        words = [next(folded) for _ in parts]
        edges = list(itertools.accumulate(len(word) for word in words))
        walls = frozenset(edge for edge, mark in zip(edges, marks, strict=False) if _WALL.search(mark))
        result.append(_Folded("".join(words), frozenset((0, *edges)), walls))
    return result


def find_names(
    register: Register, texts: Sequence[str], heads: Mapping[str, tuple[int, ...]]
) -> dict[str, tuple[NameInside, ...]]:
    """Return the registered names inside each of ``texts`` that holds any; where names overlap, the longer one."""
    texts = with_heads(texts, heads)
    folded = _fold_all(texts)
    spans = [list(_candidates(item, heads)) for item in folded]
    keys = {item.text[start:end] for item, found in zip(folded, spans, strict=True) for start, end in found}
    owners = register.owners("name", keys) if keys else {}
    result: dict[str, tuple[NameInside, ...]] = {}
    for text, item, found in zip(texts, folded, spans, strict=True):
        known = [span for span in found if item.text[span[0] : span[1]] in owners]
        if known:
            result[text] = tuple(_inside(item, span, owners) for span in _longest(known))
    return result


def with_heads(texts: Sequence[str], heads: Collection[str]) -> Sequence[str]:
    """Return at least those of very many texts which hold the beginning of a registered name."""
    if len(texts) < MANY:
        return texts
    import polars as pl

    folded = pl.Series(fold_names(texts), dtype=pl.String)
    column = pl.Series(texts, dtype=pl.String)
    return column.filter(~column.str.contains(_CALM) | folded.str.contains_any(list(heads))).to_list()


def _candidates(item: _Folded, heads: Mapping[str, tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    text = item.text
    for start in range(len(text) - 1):
        for length in heads.get(text[start : start + 2], ()):
            if start + length <= len(text) and not (
                item.walls and any(start < wall < start + length for wall in item.walls)
            ):
                yield start, start + length


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end))
    return sorted(kept)


def _inside(item: _Folded, span: tuple[int, int], owners: Mapping[str, tuple[int, ...]]) -> NameInside:
    start, end = span
    key = item.text[start:end]
    whole = _begins(item, start) and _ends(item, end)
    return NameInside(
        owners[key], key, whole and len(key) >= 3, item.text[max(0, start - 16) : start], item.text[end : end + 8]
    )


def _begins(item: _Folded, start: int) -> bool:
    if start in item.edges:
        return True
    before = item.text[:start]
    first, last = item.text[start], before[-1]
    if _KANJI.match(last):
        return before.endswith(_LABEL_BEFORE)
    if _KANA.match(last):
        return not _KANA.match(first)
    return not (last.isalpha() and first.isalpha() and last.isascii() and first.isascii())


def _ends(item: _Folded, end: int) -> bool:
    if end in item.edges or end == len(item.text):
        return True
    last, following = item.text[end - 1], item.text[end]
    if _KANJI.match(following):
        return following in _TITLE_AFTER
    if _KANA.match(following):
        return not _KANA.match(last) or item.text.startswith(_HONORIFIC_KANA, end)
    return not (following.isalpha() and last.isalpha() and following.isascii() and last.isascii())
