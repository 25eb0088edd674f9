"""Postal addresses: one form for the many ways to write one, and its parts without a gazetteer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

from sekisho.japan.columns import CharTable, compatible, composed, fold_column, without_marks
from sekisho.japan.kana import written_out
from sekisho.japan.names import SELECTOR, fold_char
from sekisho.japan.numerals import KANJI_NUMBER, kanji_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address, folded; a part that is not there is empty.

    `block` is the numbers of 丁目, 番 and 号 joined by "-"; `building` is what follows, with the room.
    """

    prefecture: str
    city: str
    town: str
    block: str
    building: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Prefecture, city and town."""
        return self.prefecture, self.city, self.town


_PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)

_NUM = f"[0-9{KANJI_NUMBER}]{{1,7}}"  # bounded: a cell full of 一 must not take a minute
_END = r"(?=[-ー番丁号ノ之]|[^\u3400-\u9fff\U00020000-\U0003ffff]|\Z)"  # a kanji number ends here, not inside a name
_UNIT = r"(?:丁目|丁(?=[0-9])|番地|番(?![町丁館地])|号室|号(?![棟館線店室]))"
# What may stand between two numbers of a block.
_BETWEEN = rf"(?:{_UNIT}|[-ーノ之])+"
_BLOCK_TEXT = re.compile(
    rf"(?:[0-9]+|{_NUM}(?=丁目|丁[0-9{KANJI_NUMBER}]|番地|番(?![町丁館])|号(?![棟館線店])|[-ー]{_NUM}{_END}))"
    rf"(?:{_BETWEEN}(?:[0-9]+|{_NUM}{_END}))*(?:(?:{_UNIT})+[-ノ之]*)?"
)
_PLACE_ENDS = "市区町村郡"
_NUMBERS = re.compile(f"[0-9{KANJI_NUMBER}]+")
# Numbers that belong to the name of a place, 三番町 and 四条; written in kanji or in digits, they meet.
_IN_NAME = re.compile(f"[{KANJI_NUMBER}]{{1,7}}(?=番[町丁館]|条|線|地割|階|号[棟館線店])")
_APART = re.compile("(?<=[0-9])[ ・]+(?=[0-9])")  # 1-2-3 101 is not 1-2-3101
_UNBOUND = re.compile(f"-+(?![0-9{KANJI_NUMBER}])|(?<![-0-9{KANJI_NUMBER}])-+")
_LOOSE = re.compile("-(?![0-9])|(?<![0-9])-")
# Nothing in it that folding again could touch.
_CALM = f"[^-0-9ー字丁番号之ッガ住:〒々ヽヾ県府都道{KANJI_NUMBER}]*"
_PLAIN = re.compile(f"{_CALM}(?:[1-9][0-9]*(?:-[1-9][0-9]*)*)?{_CALM}")
_AROUND = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_SECTION = re.compile("(?:[大小]?字)+(?=[^\x00])")
_PLACE = re.compile(f"(?<={_AROUND})[ガッ](?={_AROUND})")
_PLACE_KANA = {"ガ": "ケ", "ッ": "ツ"}


def _fold_char(char: str) -> str:
    """Return what one character in NFKC becomes: as in names, but what parts numbers stays."""
    if unicodedata.category(char)[0] == "Z" or char in "\t\r\n":
        return " "
    if char in "・.,、。":
        return "・"
    return fold_char(char)


_TABLE = CharTable(_fold_char)


def _number(text: str) -> str:
    number = kanji_number(text)
    return text if number is None else str(number)


@lru_cache(maxsize=1 << 16)
def _joined(block: str) -> str:
    """Return the numbers of a block with "-" between them."""
    return "-".join([_number(part) for part in _NUMBERS.findall(block)])


@cache
def _prefectures() -> str:
    """Return the pattern of a prefecture's name, folded as the text is."""
    return "|".join("".join(map(_fold_char, name)) for name in _PREFECTURES.split())


@cache
def _leading() -> re.Pattern[str]:
    """Return the pattern of what may stand before the city: label, postal code, prefecture."""
    postal = r"〒 *(?:[0-9]{3}[-ー]?[0-9]{4})?|[0-9]{3}[-ー][0-9]{4}(?![-0-9])"
    return re.compile(f"(?<![^\x00])(?:[- ・字]|住所|:|{postal}|(?P<prefecture>{_prefectures()}))+")


def _fold_once(text: str, leading: Callable[[re.Match[str]], str]) -> str:
    """Fold a text, or a column joined by U+0000; `leading` says what becomes of what stands before the city."""
    text = SELECTOR.sub("", text).translate(_TABLE)
    text = written_out(without_marks(composed(text)))
    text = _leading().sub(leading, _SECTION.sub("", text))
    text = _UNBOUND.sub("", _APART.sub("-", text).replace(" ", "").replace("・", ""))
    text = _IN_NAME.sub(lambda match: _number(match[0]), text)
    text = _BLOCK_TEXT.sub(lambda match: _joined(match[0]), text)
    text = _LOOSE.sub("", text).replace("之", "ノ")
    return _PLACE.sub(lambda kana: _PLACE_KANA[kana[0]], text)


def _drop(_: re.Match[str]) -> str:
    return ""


def _keep_prefecture(match: re.Match[str]) -> str:
    return match["prefecture"] or ""


_FOLDED: dict[tuple[bool, str], str] = {}
"""What columns of addresses became when they were folded: who then asks for one of them has it at once."""
_REMEMBERED = 200_000


def _fold_all(texts: Sequence[str], leading: Callable[[re.Match[str]], str]) -> list[str]:
    """Fold each text until nothing changes: what offices write is done after once, the rest is folded again."""
    dropping = leading is _drop
    if len(texts) == 1 and (known := _FOLDED.get((dropping, texts[0]))) is not None:
        return [known]

    def once(text: str) -> str:
        return _fold_once(text, leading)

    forms = fold_column(texts, once)
    restless = [index for index, form in enumerate(forms) if not _PLAIN.fullmatch(form)]
    for _ in range(16):
        again = fold_column([forms[index] for index in restless], once)
        changed = [(index, form) for index, form in zip(restless, again, strict=True) if form != forms[index]]
        for index, form in changed:
            forms[index] = form
        restless = [index for index, _ in changed]
    if 1 < len(texts) <= _REMEMBERED:
        if len(_FOLDED) > _REMEMBERED:
            _FOLDED.clear()
        _FOLDED.update(((dropping, text), form) for text, form in zip(texts, forms, strict=True))
    return forms


def fold_address(text: str) -> str:
    """Return the form in which the ways to write one address meet, without prefecture and postal code.

    １丁目２番３号, 一丁目2-3, 1-2-3 and １−２ー３ are "1-2-3"; spaces, 字 and 大字 are dropped, ヶ, ケ and が between kanji
    are one, ノ and 之 are one, kanji variants are folded as in names. Folding the form gives the form.
    """
    return _fold_all([text], _drop)[0]


def fold_addresses(texts: Sequence[str]) -> list[str]:
    """Return `[fold_address(text) for text in texts]`, at the speed of a column."""
    return _fold_all(texts, _drop)


_TOWN = re.compile(r"(?:[^0-9]|[0-9]+(?=条|線|番[町丁]|丁|地割|区|町|軒|本))*")
# 1-2-3号棟: the 3 is a building, not a number of the block.
_BLOCK = re.compile(r"[0-9]+(?:-[0-9]+(?![0-9]*号?[棟館階]))*")
_COUNTY = re.compile(r"(?:[^0-9市]{1,4}|余市|高市)郡(?:[余上下]市町|[^0-9市]{1,6}?[町村])")
_CITY = re.compile(r"[^0-9]{1,7}?市(?!市)(?:[^0-9町村]{1,4}?区(?=[^0-9]))?")
_WARD = re.compile(r"[^0-9町村]{1,4}?区(?=[^0-9])")


def _cut(folded: str) -> Address:
    """Return the parts of an address folded with its prefecture."""
    lead = re.match(_prefectures(), folded)
    prefecture = lead[0] if lead else ""
    rest = folded[len(prefecture) :]
    place = _COUNTY.match(rest) or _CITY.match(rest)
    if place is None and prefecture in {"", "東京都"}:
        place = _WARD.match(rest)
    city = place[0] if place else ""
    rest = rest[len(city) :]
    named = _TOWN.match(rest)
    until = named.end() if named else 0
    block = _BLOCK.match(rest, until)
    if block is None:
        return Address(prefecture, city, rest, "", "")
    return Address(prefecture, city, rest[:until], block[0], rest[block.end() :].lstrip("-"))


def split_address(text: str) -> Address:
    """Return the parts of an address, folded, as far as its writing shows them: there is no gazetteer behind it."""
    return _cut(_fold_all([text], _keep_prefecture)[0])


def split_addresses(texts: Sequence[str]) -> list[Address]:
    """Return `[split_address(text) for text in texts]`, at the speed of a column."""
    return [_cut(folded) for folded in _fold_all(texts, _keep_prefecture)]


def same_town(one: Address, other: Address) -> bool:
    """Return whether two addresses are in one 町字; a prefecture or a city that one of them leaves out says nothing."""
    return bool(one.town) and bool(other.town) and _same_place(one, other)


def same_towns(addresses: Sequence[Address]) -> Iterator[tuple[int, int]]:
    """Yield (a, b), positions in `addresses`, for all with `same_town`, each with itself too: at the speed of a join."""
    named: dict[str, list[int]] = {}
    for at, one in enumerate(addresses):
        if one.town:
            named.setdefault(one.city + one.town, []).append(at)
    for name, here in named.items():
        # What is left where the front is missing: the ends behind a prefecture, a city, a ward or a county.
        ends = {name, *(name[at:] for at, char in enumerate(name, 1) if char in _PLACE_ENDS)}
        for a, b in product(here, (at for end in ends for at in named.get(end, ()))):
            if same_town(addresses[a], addresses[b]):
                yield from {(a, b), (b, a)} if name != addresses[b].city + addresses[b].town else {(a, b)}


def town(text: str) -> str:
    """Return the town (町字) of an address without its numbers, folded, for comparing; "" where there is none."""
    return split_address(text).town


def same_address(a: str, b: str) -> bool:
    """Return whether `a` and `b` are one address: equal when folded, or but for what one of them leaves out.

    A building or a room, a prefecture or a city may be missing on one side. Numbers that differ make different
    addresses (1-2-3 and 1-2-31); a fourth number is a room (1-2-3-101 is 1-2-3, and is 1-2-3 コーポ101).
    """
    one, other = split_address(a), split_address(b)
    if not (one.town or one.block) or not (other.town or other.block):
        return False
    return _same_place(one, other) and _same_house(one, other)


def _same_place(one: Address, other: Address) -> bool:
    """Return whether prefecture, city and town agree, where the front of one may be missing."""
    if one.prefecture and other.prefecture and one.prefecture != other.prefecture:
        return False
    short, long = sorted((one.city + one.town, other.city + other.town), key=len)
    if short == long:
        return True
    missing = long.removesuffix(short)
    return bool(short) and missing != long and missing[-1] in _PLACE_ENDS


def _house(address: Address) -> tuple[str, str, str]:
    """Return number, building and room of an address."""
    numbers = address.block.split("-")
    number, room = "-".join(numbers[:3]), "-".join(numbers[3:])
    ends = re.fullmatch(r"(.*?)([0-9]*)", address.building)
    building, last = (ends[1], ends[2]) if ends else (address.building, "")
    return number, building, room or last


def _same_house(one: Address, other: Address) -> bool:
    """Return whether the numbers are the same and building and room do not differ."""
    (number, building, room), (number2, building2, room2) = _house(one), _house(other)
    if number != number2:
        return False
    return (not building or not building2 or building == building2) and (not room or not room2 or room == room2)


def address_keys(texts: Sequence[str]) -> list[str]:
    """Return for each address the key, town and number, that it shares with every `same_address`; "" without a number.

    For joining columns: what meets here is then compared. Of the town only the last character is in the key, since
    without a gazetteer nobody knows where the city ends when its county is left out.
    """
    parts = [_cut(folded) for folded in _fold_all(texts, _keep_prefecture)]
    return [f"{part.town[-1:]}{_house(part)[0]}" if part.block else "" for part in parts]


_POSTAL_CODE = re.compile(r"(?:〒\s*)?([0-9]{3})\s?[-‐‑‒–—−ー]?\s?([0-9]{4})(?:\.0)?")
_LOST_ZERO = re.compile(r"[1-9][0-9]{5}(?:\.0)?")


def fold_postal(text: str) -> str:
    """Return the seven digits of a postal code, "" where `text` is none; six digits lost a leading zero."""
    plain = compatible(text).strip()
    match = _POSTAL_CODE.fullmatch(plain)
    if match:
        return match[1] + match[2]
    return "0" + plain[:6] if _LOST_ZERO.fullmatch(plain) else ""
