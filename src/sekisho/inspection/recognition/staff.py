"""Whose name is nobody's data: staff of the city in letterheads, signatures, 担当 and 発行者 lines."""

import re
from functools import lru_cache

from sekisho.japan.names import fold_name

_ROLES = (
    "担当", "担当者", "担当職員", "取扱者", "発行者", "作成者", "作成", "記入者", "起案者", "起案", "決裁者", "決裁", "合議", "確認者", "確認", "照査",
    "文責", "発信者", "差出人", "送信者", "問い合わせ先", "問合せ先", "お問い合わせ先", "お問合せ先", "問い合わせ", "問合せ", "連絡先", "事務担当", "担当課",
    "市長", "副市長", "町長", "村長", "区長", "知事", "教育長", "会計管理者", "部長", "次長", "課長", "室長", "局長", "所長", "館長", "係長", "参事", "主幹",
    "副主幹", "課長補佐", "補佐", "主任", "主査", "主事", "主事補", "技師", "職員", "保護管理者", "公印", "作成担当", "点検者", "入力者",
    "承認者", "責任者", "管理者", "事務担当者", "連絡担当者", "施設長", "園長", "副園長", "校長", "教頭", "院長", "理事長", "事務長", "施設管理者", "担任", "担任者",
    "主治医", "担当医", "担当医師", "医師", "ケアマネ", "担当ケアマネ", "ケアマネジャー", "ケアマネージャー", "介護支援専門員", "相談員", "民生委員",
)  # fmt: skip
_UNITS = (
    "課",
    "係",
    "室",
    "部",
    "局",
    "市役所",
    "役場",
    "区役所",
    "センター",
    "福祉事務所",
    "出張所",
    "支所",
    "担当",
    "グループ",
    "班",
)
ROLES = frozenset(fold_name(role) for role in _ROLES)
_BEFORE = re.compile("(?:" + "|".join(sorted(map(re.escape, ROLES), key=len, reverse=True)) + ")(?:氏名|名)?$")
_UNIT_BEFORE = re.compile("(?:" + "|".join(fold_name(unit) for unit in _UNITS) + ")$")
_AFTER = re.compile("^(?:" + "|".join(sorted((re.escape(fold_name(role)) for role in _ROLES if role[-1] in "長事査幹任師佐"), key=len, reverse=True)) + ")")  # fmt: skip

_ADDRESSED = ("様", "サマ", "サン", "君", "クン", "チャン", "殿", "氏")
"""Whoever is addressed like this is no member of the sender's staff."""

AUTHOR_PROPERTIES = frozenset(
    {"creator", "lastmodifiedby", "author", "manager", "producer", "lastauthor", "lastsavedby", "commentauthor"}
)
"""Properties that name who wrote a file, by the name that the file gives them (lower case, without spaces)."""


@lru_cache(50_000)
def is_role(label: str) -> bool:
    """Return whether a label, as 担当者 or 作成：, announces a member of staff."""
    folded = fold_name(label.rstrip(":：／/ 　"))
    return folded in ROLES or folded.removesuffix("名").removesuffix("氏") in ROLES


def names_staff(before: str, after: str) -> bool:
    """Return whether the folded text around a name makes it a member of staff: 課長佐藤, 担当佐藤, 佐藤課長."""
    if after.startswith(_ADDRESSED):
        return False
    return bool(_BEFORE.search(before) or _UNIT_BEFORE.search(before) or _AFTER.search(after))


def is_addressed(text: str) -> bool:
    """Return whether a text is the name of somebody who is written to: 山田太郎 様. Nobody signs so."""
    return fold_name(text).endswith((*_ADDRESSED, "御中"))


def ends_as_unit(line: str) -> bool:
    """Return whether a line ends in a unit or office of the city, as the line above a signature does."""
    folded = fold_name(line)
    return bool(_UNIT_BEFORE.search(folded) or _BEFORE.search(folded))


_ANNOUNCED = ("担当", "取扱", "発行", "作成", "文責", "お問い合わせ", "問い合わせ", "お問合せ", "問合せ")
_OFFICES = tuple(fold_name(unit) for unit in ("課", "係", "担当", "市役所", "役場", "区役所"))


def announces_staff(cell: str) -> bool:
    """Return whether a cell, as 担当 こども課, says that the name in the cell beside it is a member of staff.

    Narrower than ``ends_as_unit``: 北部 or 中央支部 beside a name is where somebody lives or belongs.
    """
    bare = cell.strip()
    return bare.startswith(_ANNOUNCED) and fold_name(bare).endswith(_OFFICES)


def is_author_property(name: str) -> bool:
    """Return whether a property of this name says who wrote the file."""
    return name.replace(" ", "").replace("_", "").lower() in AUTHOR_PROPERTIES
