"""Many letters as lots of pieces: counted by hand, or cut from an index in its own order."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.gate.procedure import LOT
from sekisho.web.desk.parcels import Addressee
from sekisho.words import Sentence, say

MOST_LOTS = 500
LONGEST = 40


class LotsError(Exception):
    """What was typed makes no lots; the sentence says where and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot. ``about``: numbers of the people whose pieces are in it, where an index told them."""

    name: str
    pieces: int
    about: tuple[str, ...] = ()


def of_lines(text: str) -> tuple[Lot, ...]:
    """Return the lots of lines that each hold a name and a number of pieces.

    Raises:
        LotsError: a line is no such thing, a lot is there twice, or holds more than `LOT` pieces.

    """
    found: dict[str, Lot] = {}
    for number, line in enumerate(unicodedata.normalize("NFKC", text).splitlines(), 1):
        words = line.replace(",", " ").split()
        if not words:
            continue
        *name, count = words
        if not name or not (count.isascii() and count.isdigit() and len(count) < 7):
            raise LotsError(
                say(
                    "{line}行目が読めません。ロットの名前と通数を、空白で区切って書いてください（例：A 480）。",
                    line=number,
                )
            )
        _add(found, Lot(" ".join(name), int(count)), number)
    return _whole(found)


def of_index(rows: Sequence[tuple[str, str]]) -> tuple[Lot, ...]:
    """Return the lots of an index: of each row the lot that it names, and the number of the person.

    Where no row names a lot, each `LOT` rows are one, in the order of the index.

    Raises:
        LotsError: some rows name a lot and some do not, or a lot holds more than `LOT` pieces.

    """
    named = [lot for lot, _ in rows if lot]
    if named and len(named) < len(rows):
        at = next(number for number, (lot, _) in enumerate(rows, 1) if not lot)
        raise LotsError(
            say("名簿の{row}件目に、ロットが書いてありません。すべての行に書くか、列を消してください。", row=at)
        )
    people: dict[str, list[str]] = {}
    for place, (lot, person) in enumerate(rows):
        people.setdefault(lot or str(place // LOT + 1), []).append(person)
    found: dict[str, Lot] = {}
    for name, own in people.items():
        _add(found, Lot(name, len(own), tuple(dict.fromkeys(one for one in own if one))), 0)
    return _whole(found)


def addressees(lots: Sequence[Lot], given: str = "") -> tuple[Addressee, ...]:
    """Return each lot as one parcel with its pieces."""
    return tuple(
        Addressee(f"lot-{one.name}", one.name, about=one.about, lot=one.name, pieces=one.pieces, given=given)
        for one in lots
    )


def _add(found: dict[str, Lot], lot: Lot, line: int) -> None:
    if len(lot.name) > LONGEST or any(unicodedata.category(one) == "Cc" for one in lot.name):
        raise LotsError(say("ロットの名前は{most}文字までで、制御文字は使えません。", most=LONGEST))
    if lot.name in found:
        raise LotsError(say("{line}行目のロット「{lot}」が二度あります。", line=line, lot=lot.name))
    if not 1 <= lot.pieces <= LOT:
        raise LotsError(
            say(
                "ロット「{lot}」が{pieces}通です。1通から{most}通までのロットに分けてください。",
                lot=lot.name,
                pieces=lot.pieces,
                most=LOT,
            )
        )
    found[lot.name] = lot


def _whole(found: dict[str, Lot]) -> tuple[Lot, ...]:
    if not found:
        raise LotsError(say("ロットがひとつもありません。名前と通数を、一行に一つずつ書いてください。"))
    if len(found) > MOST_LOTS:
        raise LotsError(say("ロットが多すぎます（{most}まで）。案件を分けてください。", most=MOST_LOTS))
    return tuple(found.values())
