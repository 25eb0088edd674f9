"""From the blocks of a table to records: all the signs that speak of one person."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sekisho.bundle.columns import Header
from sekisho.bundle.headers import HALVES
from sekisho.inspection.recognition.layout import Block, Column, Line, Unit, column_over
from sekisho.inspection.recognition.readings import (
    LONGEST_VALUE,
    Owners,
    Readings,
    day_of,
    days_inside,
    header_of,
    holds_kana,
    is_identifying,
    kana_of,
    kanas_inside,
)
from sekisho.inspection.recognition.stacked import Part, is_heading, parts_of, pieces_of, split_up, stacked_headers
from sekisho.inspection.recognition.staff import announces_staff, ends_as_unit, is_addressed, is_role, names_staff
from sekisho.japan.identifiers import fold_identifier
from sekisho.japan.kana import is_kana

IDENTIFIERS = ("subject_id", "number", "phone", "email")
SUBJECT_KINDS = frozenset(
    {
        "subject_id",
        "number",
        "name",
        "kana",
        "birth_date",
        "sex",
        "postal_code",
        "address",
        "phone",
        "email",
        "my_number",
    }
)
SHORTEST_ADDRESS = 5
LONGEST_SIGNATURE = 12
WHOLES = {half: whole for whole, halves in HALVES.items() for half in halves}
LONGEST_PART = 8
"""Characters that the family name or the given name in a cell of its own has at most."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A value that may tell who is meant. ``owners``: whom it identifies by itself, by position in the register.

    ``cell`` is its position in the grid, -1 in running text. ``typed``: a heading or label says what it is.
    """

    kind: str
    cell: int
    text: str
    owners: Owners = ()
    typed: bool = False
    sure: bool = True
    """False for what counts only where another fact of the person stands beside it: a name inside a longer text, a
    number that could be an amount."""
    open: bool = False
    """The value is all that stands there and no heading says what it is: what else its column holds may tell."""


@dataclass(frozen=True, slots=True)
class Record:
    """The signs of one row and one person in it. ``whose``: of whom the headings speak, "" for the person listed.

    ``loose``: signs of the same row that no heading gives to anybody; they help to settle, and contradict nothing.
    """

    block: int
    signs: tuple[Sign, ...]
    loose: tuple[Sign, ...] = ()
    whose: str = ""


def pair_texts(lines: Sequence[Line]) -> Iterator[str]:
    """Yield what must be read besides the cells as they are.

    Cells side by side may be a family name and a given name; a cell of several lines may hold a fact in each.
    """
    for line in lines:
        for unit in line.units:
            yield from pieces_of(unit.text)
        for left, right in itertools.pairwise(line.units):
            if _is_part(left.text) and _is_part(right.text):
                yield _together(left, right)


def _is_part(text: str) -> bool:
    bare = text.strip()
    return 0 < len(bare) <= LONGEST_PART and bare.isalpha() and bare > "\u3040"


def _together(left: Unit, right: Unit) -> str:
    return f"{left.text.strip()}　{right.text.strip()}"


def records_of(block: Block, readings: Readings) -> Iterator[Record]:
    """Yield the records of a block: of a form one for all its lines, of a table one for each row and person in it."""
    if block.form:
        yield from _form_records(block, readings)
        return
    block = _without_title(block)
    for above, line in itertools.pairwise((None, *block.lines)):
        if line is not None and not _is_silent(block, line, readings):
            yield from _row_records(block, line, readings, of_staff=_signs(block, above, line))


def _is_silent(block: Block, line: Line, readings: Readings) -> bool:
    """Return whether a line of a table points to nobody: most lines of a list that has nothing to do with the register.

    Its records would be held against no one. Beside a column of identifiers they would still be counted, see ``doubt``.
    """
    return (
        not any(kind in {"subject_id", "number"} for kind in _kinds_of(block.columns))
        and not any(text in readings.speaking for text in _said_in(line))
        and not _may_be_found_by_reading(block, line)
    )


@lru_cache(64)
def _kinds_of(columns: tuple[Column, ...]) -> frozenset[str]:
    """Return the kinds of facts that headings name, alone or one above the other."""
    return frozenset(
        _kind_of(header) for column in columns for header in (column.header, *stacked_headers(column.label))
    )


def _said_in(line: Line) -> Iterator[str]:
    """Yield at least every text that is looked up among the readings when a line is read, whatever its headings are."""
    for unit in line.units:
        yield unit.text
        yield from split_up(unit.text)
    for left, right in itertools.pairwise(line.units):
        yield _together(left, right)


def _may_be_found_by_reading(block: Block, line: Line) -> bool:
    """Return whether a line may hold a reading and a birth date, which point to somebody only together."""
    texts = [part for unit in line.units for part in (unit.text, *split_up(unit.text))]
    return ("kana" in _kinds_of(block.columns) or any(map(holds_kana, texts))) and any(
        days_inside(text) or day_of(text) for text in texts
    )


def _without_title(block: Block) -> Block:
    """Return a table without the words above it where these are a title, and head no column."""
    width = max((len(line.units) for line in block.lines), default=0)
    heads = any(column.header or is_role(column.label) for column in block.columns)
    titled = not heads and 2 * len(block.columns) <= width
    return replace(block, columns=()) if titled else block


def _signs(block: Block, above: Line | None, line: Line) -> bool:
    """Return whether a line is the name in a signature: alone under the unit, and under no heading for names."""
    if above is None or line.row - above.row != 1 or len(above.units) > 2 or len(line.units) > 2:
        return False
    if sum(len(unit.text.strip()) for unit in line.units) > LONGEST_SIGNATURE or not ends_as_unit(above.units[-1].text):
        return False
    # In a letter's head the sender stands at the right, and whom it is for at the left of the line below.
    if line.units[-1].last < above.units[-1].first or any(is_addressed(unit.text) for unit in line.units):
        return False
    column, right_over = column_over(block.columns, line.units[0])
    return not (column and right_over and _kind_of(column.header))


def _row_records(block: Block, line: Line, readings: Readings, *, of_staff: bool) -> Iterator[Record]:
    groups: dict[tuple[str, int], list[Sign]] = {}
    loose: list[Sign] = []
    before = ""
    for unit, mate in _with_mates(line, readings, block.columns):
        column, right_over = column_over(block.columns, unit)
        header = column.header if column and right_over else None
        text = _together(unit, mate) if mate else unit.text
        label = column.label if column and right_over else ""
        of_staff = is_role(before) or announces_staff(before) or (of_staff and (not before or before in readings.names))
        if of_staff or _names_role(label, header, is_name=text in readings.names):
            loose += _beside_role(text, unit.cell, readings)
        elif column and right_over and (parts := parts_of(label, header, text)):
            for part in parts:
                _take(groups, loose, part, (unit.cell, column.slot), readings)
        elif header and column and header.column != "serial":
            _take(groups, loose, Part(header, text), (unit.cell, column.slot), readings)
        elif block.columns and header is None:
            loose += untyped(text, unit.cell, readings)
        else:
            loose += [_opened(sign, text) for sign in untyped(text, unit.cell, readings)]
        before = text
    yield from _shared_out(block, groups, loose)


def _opened(sign: Sign, text: str) -> Sign:
    whole = day_of(text) is not None if sign.kind == "birth_date" else sign.text == text
    return replace(sign, open=True) if whole else sign


def _take(
    groups: dict[tuple[str, int], list[Sign]],
    loose: list[Sign],
    part: Part,
    at: tuple[int, int],
    readings: Readings,
) -> None:
    """Put a value with the others of the person whom its heading speaks of, or with what no heading gives to anybody.

    ``at``: its cell, and the number of the person in the row.
    """
    kind, (cell, slot) = _kind_of(part.header), at
    if not kind:
        loose += untyped(part.text, cell, readings)
        return
    sign = replace(_typed(kind, cell, part.text, readings), typed=part.told, open=not part.told)
    groups.setdefault((part.header.whose, slot), []).append(sign)
    loose += _other_persons(kind, cell, part.text, readings)


def _names_role(label: str, header: Header | None, *, is_name: bool) -> bool:
    """Return whether a heading or label announces a member of staff; 連絡先 over a phone does not, over a name it does."""
    if header and is_role(header.whose):
        return True
    return is_role(label) and (is_name or _kind_of(header) in {"", "name"})


def _kind_of(header: Header | None) -> str:
    if header is None:
        return ""
    if header.column in WHOLES:
        return WHOLES[header.column]
    return header.column if header.column in SUBJECT_KINDS else ""


def _shared_out(block: Block, groups: dict[tuple[str, int], list[Sign]], loose: list[Sign]) -> Iterator[Record]:
    """Give the loose signs to the row's persons; a loose name of somebody else is a record of its own."""
    rest = tuple(sign for sign in loose if sign.kind != "name")
    taken = {owner for signs in groups.values() for sign in signs if sign.kind == "name" for owner in sign.owners}
    for (whose, _), signs in groups.items():
        yield Record(block.number, tuple(signs), () if whose else rest, whose)
    names = [sign for sign in loose if sign.kind == "name" and not taken.intersection(sign.owners)]
    for name in names:
        yield Record(block.number, (name,), () if groups else rest)
    if not groups and not names and rest:
        yield Record(block.number, (), rest)


def _with_mates(line: Line, readings: Readings, columns: Sequence[Column] = ()) -> Iterator[tuple[Unit, Unit | None]]:
    """Yield the units of a line; a family name comes together with the given name beside it."""
    units = line.units
    at = 0
    while at < len(units):
        pair = units[at : at + 2]
        joined = len(pair) == 2 and (_are_halves(*pair, columns) or _are_name(*pair, readings))
        yield units[at], pair[1] if joined else None
        at += 2 if joined else 1


def _are_halves(left: Unit, right: Unit, columns: Sequence[Column]) -> bool:
    """Return whether the headings say that two values side by side are the halves of one: 姓 and 名, セイ and メイ."""
    over = [column_over(columns, unit)[0] for unit in (left, right)]
    headers = [column.header for column in over if column and column.header]
    kinds = [header.column for header in headers]
    return (
        kinds in (["family_name", "given_name"], ["family_kana", "given_kana"]) and headers[0].whose == headers[1].whose
    )


def _are_name(left: Unit, right: Unit, readings: Readings) -> bool:
    return _is_part(left.text) and _is_part(right.text) and _together(left, right) in readings.names


def _typed(kind: str, cell: int, text: str, readings: Readings) -> Sign:
    owners: Owners = ()
    if kind == "name":
        owners = next((sign.owners for sign in name_signs(text, cell, readings) if sign.sure), ())
    elif kind in IDENTIFIERS:
        owners = readings.identifiers[kind].get(text, ()) or readings.numbers_in(text, kind)
    return Sign(kind, cell, text, owners, typed=True)


def _other_persons(kind: str, cell: int, text: str, readings: Readings) -> list[Sign]:
    """Return the further names that stand inside a value: 山田太郎方 in an address, a second name in one cell."""
    if kind == "kana":
        return []
    signs = [sign for sign in name_signs(text, cell, readings) if sign.sure]
    return signs[1:] if kind == "name" else signs


def name_signs(text: str, cell: int, readings: Readings) -> list[Sign]:
    """Return the names in a text: whole, or inside of it. Those of staff count only beside another fact."""
    inside: list[Sign] = []
    staff: set[Owners] = set()
    earlier = ""
    for name in readings.inside.get(text, ()):
        # 担当 林一郎、佐藤健: whoever follows a member of staff is one too.
        follows = bool(earlier) and name.before.endswith(earlier)
        earlier = name.key if names_staff("担当" if follows else name.before, name.after) else ""
        if earlier:
            staff.add(name.owners)
        inside.append(Sign("name", cell, name.key, name.owners, sure=name.sure and not earlier))
    whole = readings.names.get(text)
    if whole is None:
        return inside
    others = (sign for sign in inside if not set(whole).intersection(sign.owners))
    return [Sign("name", cell, text, whole, sure=whole not in staff), *others]


def _beside_role(text: str, cell: int, readings: Readings) -> list[Sign]:
    """Return the signs of a value behind 担当 or the like, whose name counts only beside another fact."""
    return [replace(sign, sure=False) if sign.kind == "name" else sign for sign in untyped(text, cell, readings)]


def untyped(text: str, cell: int, readings: Readings) -> list[Sign]:
    """Return what a text without a heading may say: names, identifiers, dates, a reading, or else an address."""
    signs = name_signs(text, cell, readings)
    if len(text) <= LONGEST_VALUE:
        identifying = is_identifying(fold_identifier(text), text, labelled=False)
        for kind in IDENTIFIERS:
            owners = readings.identifiers[kind].get(text, ())
            if owners and (identifying or kind in {"phone", "email"} or sum(map(str.isdigit, text)) > 4):
                signs.append(Sign(kind, cell, text, owners, sure=identifying or kind in {"phone", "email"}))
        if not signs and is_kana(text) and len(kana_of(text)) > 2:
            signs.append(Sign("kana", cell, text))
    signs += [Sign(kind, cell, value, owners) for kind, value, owners in readings.numbers.get(text, ())]
    days = sorted(days_inside(text) | _whole_day(text))
    signs += [Sign("birth_date", cell, day.isoformat()) for day in days]
    if days and not any(sign.kind == "kana" for sign in signs):
        signs += [Sign("kana", cell, kana) for kana in kanas_inside(text)]
    return [*signs, Sign("address", cell, text)] if len(text) > SHORTEST_ADDRESS else signs


def _whole_day(text: str) -> set[date]:
    day = day_of(text) if len(text) <= LONGEST_VALUE else None
    return set() if day is None else {day}


def _form_records(block: Block, readings: Readings) -> Iterator[Record]:
    groups: dict[tuple[str, int], list[Sign]] = {}
    loose: list[Sign] = []
    first: tuple[str, str] | None = None
    for label, unit, whole in _labelled(block, readings):
        header = header_of(label) if label else None
        if _names_role(label, header, is_name=whole in readings.names):
            loose += _beside_role(whole, unit.cell, readings)
            continue
        parts = parts_of(label, header, whole) or ((Part(header, whole),) if header else ())
        if not parts:
            loose += untyped(whole, unit.cell, readings)
        for part in parts:
            kind, whose = _kind_of(part.header), part.header.whose
            first = first or ((whose, kind) if kind else None)
            begun = [sign.kind for sign in groups.get((whose, 0), ())]
            if kind in begun and (kind == "name" or (whose, kind) == first):
                yield from _shared_out(block, groups, loose)
                groups, loose = {}, []
            _take(groups, loose, part, (unit.cell, 0), readings)
    yield from _shared_out(block, groups, loose)


def _labelled(block: Block, readings: Readings) -> Iterator[tuple[str, Unit, str]]:
    """Yield (label, unit, text) for every value of a form."""
    for line in block.lines:
        label = ""
        for unit, mate in _with_mates(line, readings):
            if is_heading(unit.text) or is_role(unit.text):
                label = unit.text
                continue
            text = _together(unit, mate) if mate else unit.text
            yield label, unit, text
            label = label if is_role(label) and text in readings.names else ""


def paragraph_records(text: str, readings: Readings) -> Iterator[Record]:
    """Yield the records of one paragraph: one for each name in it, with all that could tell who is meant."""
    found = untyped(text, -1, readings)
    rest = tuple(sign for sign in found if sign.kind != "name")
    names: dict[Owners, Sign] = {}
    for sign in found:
        if sign.kind == "name" and (sign.sure or sign.owners not in names):
            # Two characters that are all there is are as often a word: 東京, 原子.
            names[sign.owners] = replace(sign, sure=sign.sure and len(text.strip()) > 2)
    for name in names.values():
        yield Record(-1, (name,), rest)
    if rest and not names:
        yield Record(-1, (), rest)
