"""Which kanji are the same in a name.

The official tables (JIS incorporation, Family Register Act) are asked through jntajis-python and are not
copied: their data is CC BY-SA. A kanji is folded where the tables leave one JIS X 0208 character for it, and
that character is itself folded no further. What several characters could stand for stays as it is, and
`other_kanji` names them. Links are not followed from one to the next: that would make 包, 幹 and 片 one.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# What the tables leave apart and law or print takes for one, folded → kept. Sources: Ordinance for Enforcement of the
# Family Register Act, appended table 2 (pairs joined by a dash); JIS X 0208:1983, whose revision exchanged or
# simplified the forms; the table of printed forms of kanji outside the list for general use (2000).
_PAIRS = (
    "亘亙 凛凜 巖巌 晄晃 檜桧 遙遥 穰穣 篭籠 薮藪 籔藪 鰺鯵 鴬鶯 蠣蛎 撹攪 竈竃 灌潅 諫諌 頸頚 賤賎 礪砺 檮梼 濤涛 蠅蝿 儘侭 "
    "鷗鴎 焰焔 吞呑 姸妍 麴麹 蟬蝉 簞箪 繫繋 摑掴 搔掻 攢攅 噓嘘 頰頬 塡填 醬醤 鹼鹸 蠟蝋 瀆涜 囊嚢 俠侠 啞唖 軀躯 俱倶 屛屏 "
    "幷并 屢屡 萊莱 蔣蒋 顚顛 驒騨 麵麺 禱祷 潑溌 醱醗 莓苺 剝剥 葊庵 羡羨 靍鶴 𢞏橘 𥻘粟 𥝝穂 "
)
# Radicals that PDF writers put where the kanji was (Unicode: EquivalentUnifiedIdeograph); NFKC knows the others.
_RADICALS = (
    "⺁厂 ⺄乙 ⺈刀 ⺊卜 ⺌小 ⺍小 ⺒巳 ⺓幺 ⺗心 ⺜日 ⺝月 ⺠民 ⺧牛 ⺩王 ⺫目 ⺬示 ⺶羊 ⺼肉 ⺾艸 ⻁虎 ⻄西 ⻆角 ⻏邑 ⻑長 ⻗雨 ⻘青 "
    "⻝食 ⻣骨 ⻤鬼 ⻨麦 ⻩黄 ⻫斉 ⻭歯 ⻯竜 ⻱亀 ⻲亀"
)
_OWN = {pair[0]: pair[1] for pair in (_PAIRS + _RADICALS).split()}

# The Family Register notices also list slips of the pen. These are characters in everyday use in their own right, and
# names that differ by them are different names: 玉木 is not 王木.
_APART = frozenset("玉師功書着宍仝舛孩做逑耒誥剌尢勹夂巛个屓嚥唔楜皀昜攵从燗柬")

_SCHEMES = 1 | 8  # jntajis.MJShrinkSchemeCombo: JIS_INCORPORATION_UCS_UNIFICATION_RULE, FAMILY_REGISTER_ACT_RELATED


def _in_jis(char: str) -> bool:
    """Return whether `char` is a kanji of JIS X 0208: two bytes in EUC-JP, from row 16 on."""
    try:
        code = char.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and code[0] >= 0xB0


@cache
def _candidates(char: str) -> frozenset[str]:
    """Return the JIS X 0208 kanji, other than `char`, that the tables name for it."""
    from jntajis import mj_shrink_candidates

    if char in _APART:
        return frozenset()
    found = {unicodedata.normalize("NFKC", other) for other in mj_shrink_candidates(char, _SCHEMES)}
    return frozenset(other for other in found if _in_jis(other)) - {char}


@cache
def fold_kanji(char: str) -> str:
    """Return the kanji under which the spellings of `char` meet; `char` itself where there is none.

    Holds for one character in NFKC. Folding the answer again gives the answer.
    """
    if char in _OWN:
        return _OWN[char]
    if ord(char) < 0x3400 or unicodedata.category(char) != "Lo":
        return char
    found = _candidates(char)
    # Old and new form that name each other (真, 眞): the one that JIS lists first, which is the one in general use.
    mutual = {other for other in found if char in _candidates(other)}
    if mutual:
        return min(char, *mutual, key=lambda one: one.encode("euc_jp", "replace"))
    ends = {fold_kanji(other) for other in found}
    return ends.pop() if len(ends) == 1 and ends <= found else char


@cache
def other_kanji(char: str) -> tuple[str, ...]:
    """Return the kanji, folded, that may stand for `char` where the tables name several; empty for most."""
    if char in _OWN or ord(char) < 0x3400 or unicodedata.category(char) != "Lo":
        return ()
    ends = {fold_kanji(other) for other in _candidates(char)}
    return tuple(sorted(ends - {fold_kanji(char)}))
