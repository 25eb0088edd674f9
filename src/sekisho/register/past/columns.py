"""The headings of a report's table: which column holds what, by the words that cities use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.register.past.model import Kind

LONGEST: Final = 40
"""Characters of a heading; more is text."""
_BRACKETS: Final = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>|※.*")
_NUMBER: Final = re.compile(
    r"(?:no|ｎｏ|n[oº°]|№)\.?|#|番|番号|項番|項目番号|整理番号|管理番号|通し番号|通番|連番|一連番号|件番|順番|(?:事案|事故|案件|受付|公表|報告)(?:番号|no\.?)|id|項"
)
_EXTRA: Final = re.compile(
    r"(?:情報|データ|個人情報)の?(?:内容|項目|種類|範囲)$|(?:^|[^故案])(?:件数|人数)|(?:発生|判明|発覚|公表|報告|覚知|対応|完了|実施|更新|年)(?:年月)?(?:日|日時|時期|年度|月)$"
    r"|^(?:備考|期限|担当者.*|時期|年度|区分|種別|分類|原因|要因|媒体|期日|件名|対応|その他)$"
)
_EVALUATION: Final = re.compile(r"評価|効果(?:の?検証|測定|確認)|^効果$|^検証(?:結果)?$")
_STATUS: Final = re.compile(
    r"(?:実施|取組|取り組み|取組み|取り組|進捗|履行|対策|措置|改善|実行|達成)(?:の)?(?:状況|結果|実績|内容)|進捗|実施済|フォローアップ|実施の有無|^(?:現在の)?状況$|^現状$"
)
_WEAK_STATUS: Final = re.compile(r"対応(?:の)?状況|^結果$|取組$")
_MEASURES: Final = re.compile(
    r"再発防止|防止(?:策|対策|措置)|改善(?:策|措置|内容|事項)|是正(?:措置|策|処置)|対応策|^(?:今後の)?対策(?:の?内容)?$|の対策$|対策等$|講じた措置|再発を?防"
)
_WEAK_MEASURES: Final = re.compile(r"今後の対応|対策|今後の取組")
_OUTLINE: Final = re.compile(
    r"概要|あらまし|事[故案象件](?:等)?の?(?:内容|状況|経緯|詳細)|^内容$|^(?:事案|事象|事故|事例|事件|インシデント)(?:等|名|内容)?$|発生(?:の)?状況|^経緯$|経過"
)
_WEAK_OUTLINE: Final = re.compile(r"件名|内容|事[故案象]名|表題")
_DEPARTMENT: Final = re.compile(
    r"部署|所属|所管|部局|担当課|主管|課名|課所名?|課室名?|(?:^|発生|担当)(?:課|局|部門|部|室|組織|所)(?:名|等)?$|施設名?$|^(?:部課|課等|部|局|課|区局|区|組織|機関|実施機関|担当|部課名|局名|部名)$|機関名"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place in the table (from 1), what it holds, and its heading as written."""

    index: int
    kind: Kind
    heading: str


def plain(heading: str) -> str:
    """Return a heading without blanks, in narrow and small letters."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", heading)).lower()


def kind_of_heading(heading: str) -> tuple[Kind, bool]:
    """Return what a column of this heading holds, and whether the heading says so plainly."""
    whole = plain(heading)
    bare = _BRACKETS.sub("", whole) or whole
    if len(whole) > LONGEST or not bare or "。" in whole:
        return Kind.EXTRA, False
    if _NUMBER.fullmatch(bare):
        return Kind.NUMBER, True
    strong = (
        (_EXTRA, Kind.EXTRA),
        (_STATUS, Kind.STATUS),
        (_EVALUATION, Kind.EVALUATION),
        (_MEASURES, Kind.MEASURES),
        (_OUTLINE, Kind.OUTLINE),
        (_DEPARTMENT, Kind.DEPARTMENT),
    )
    for pattern, kind in strong:
        if pattern.search(bare):
            return kind, kind is not Kind.EXTRA or not _WEAK_OUTLINE.search(bare)
    weak = ((_WEAK_STATUS, Kind.STATUS), (_WEAK_MEASURES, Kind.MEASURES), (_WEAK_OUTLINE, Kind.OUTLINE))
    return next(((kind, False) for pattern, kind in weak if pattern.search(bare)), (Kind.EXTRA, False))


def worth_of(headings: Sequence[str]) -> tuple[int, int]:
    """Return how good headings are, the less the better: by how many different things they say, and how many say nothing.

    A title that holds the words of a heading says nothing more.
    """
    kinds = [kind_of_heading(heading) for heading in headings]
    told = len({kind for kind, _ in kinds if kind is not Kind.EXTRA})
    plain_extras = sum(plainly for kind, plainly in kinds if kind is Kind.EXTRA)
    return -told - plain_extras, sum(kind is Kind.EXTRA for kind, _ in kinds) - plain_extras


def columns_of(headings: Iterable[tuple[int, str]]) -> list[Column] | None:
    """Return the columns that headings (index and text) make, None where they are not those of such a report.

    Of two columns of one kind the plainer one, else the first, is taken, and the other keeps its heading as an extra;
    departments may have several columns, from the larger to the smaller.
    """
    found = [(index, heading, *kind_of_heading(heading)) for index, heading in headings if heading.strip()]
    kinds = _chosen(found)
    result = [
        Column(index, kind, "".join(line.strip() for line in heading.split("\n")))
        for (index, heading, _, _), kind in zip(found, kinds, strict=True)
    ]
    return result if _enough(kinds) else None


def _chosen(found: Sequence[tuple[int, str, Kind, bool]]) -> list[Kind]:
    taken: dict[Kind, int] = {}
    for place, (_, _, kind, plainly) in enumerate(found):
        if kind is Kind.EXTRA:
            continue
        if kind not in taken or (plainly and not found[taken[kind]][3]):
            taken[kind] = place
    kinds = [
        kind if kind is Kind.DEPARTMENT or taken.get(kind) == place else Kind.EXTRA
        for place, (_, _, kind, _) in enumerate(found)
    ]
    if Kind.OUTLINE not in kinds:
        named = next((at for at, one in enumerate(found) if plain(one[1]) == "件名"), None)
        if named is not None:
            kinds[named] = Kind.OUTLINE
    return kinds


def _enough(kinds: Sequence[Kind]) -> bool:
    """Tell whether these are the columns of a report on incidents: what happened or what is done, and whose it is."""
    what = {Kind.OUTLINE, Kind.MEASURES} & set(kinds)
    whose = {Kind.NUMBER, Kind.DEPARTMENT} & set(kinds)
    done = {Kind.MEASURES, Kind.STATUS} & set(kinds)
    return bool(what) and (bool(whose and len(set(kinds)) > 2) or (Kind.OUTLINE in kinds and bool(done)))
