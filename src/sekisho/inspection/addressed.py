"""Lists of mail pieces as an office lays them out: which columns say to whom, and where to, a row goes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.bundle.columns import Header, fold_header
from sekisho.inspection.recognition.layout import Block, Column, Line, Unit, blocks_of, column_over, lines_of

if TYPE_CHECKING:
    from sekisho.inspection.model import Grid, Place

FORWARDED = ("送付先", "送信先", "返送先")
"""Words of headings that say where a piece goes, where the list has another address too."""
_PART_WORDS = (
    "都道府県 都道府県名 県名 市区町村 市町村 区市町村 市区町村名 市町村名 市名 町名 町域 町域名 町字 大字 大字町名 字 丁目 番地 地番 番地号 丁目番地"
    " 番地以下 番地等 番地・号 住所2 住所3 住所4 方書 方書き 建物 建物名 建物名等 建物・部屋番号 マンション名 アパート名 部屋番号 号室"
)
_PARTS = frozenset(map(fold_header, _PART_WORDS.split()))
"""Headings of columns that hold a part of an address."""
_NAMES = frozenset({"name", "family_name", "given_name"})
_NO_PERSON = re.compile(
    r"(?:合|総|小|累)?計.*|以上|以下余白|件数.*|.*[0-9,]+(?:件|人|名|通|枚|部)|[※*注([【<〈《■●◆].*|.*[。:].*",
    re.DOTALL,
)
"""What stands in a column of names and is no name: totals, remarks, headings of groups."""


_COUNT = re.compile(r"(?:全|計)?\s*[0-9,]+\s*(?:件|人|名|通|枚|部|世帯)?")
"""What stands below the addresses in the line of the total."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value as a row writes it, and where. ``whole``: an address with what columns to its left say before it."""

    text: str
    place: Place
    whole: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """What may be the address: the value alone, and with what stands before it."""
        return (self.text, self.whole)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it says under ``recipient_id``, ``name``, ``postal_code`` and ``address``, and where it begins."""

    place: Place
    cells: Mapping[str, Written]

    @property
    def may_be_a_piece(self) -> bool:
        """False where the row is a total or a remark: it has no address, and no name that could be one."""
        name, address = self.cells.get("name"), self.cells.get("address")
        counts = address is not None and _COUNT.fullmatch(unicodedata.normalize("NFKC", address.text).strip())
        if name is None or (self.cells.keys() & {"recipient_id", "postal_code", "address"} and not counts):
            return True
        return _NO_PERSON.fullmatch(unicodedata.normalize("NFKC", name.text).strip()) is None


@dataclass(frozen=True, slots=True)
class AddressTable:
    """One table of a list. ``addressed``: it has a column of addresses."""

    rows: tuple[Row, ...]
    addressed: bool


def tables_of(grid: Grid) -> Iterator[AddressTable]:
    """Yield the tables of a sheet that name people or addresses."""
    for block in blocks_of(lines_of(grid), _says_nothing):
        columns = _columns(block)
        if columns:
            rows = (_row(grid, block, line, columns) for line in block.lines)
            yield AddressTable(
                tuple(row for row in rows if row), any(field in {"address", "part"} for field in columns.values())
            )


def _says_nothing(text: str) -> bool:  # noqa: ARG001  every row below the headings is a piece
    return False


def _columns(block: Block) -> Mapping[Column, str]:
    """Return the columns that say to whom and where a row goes: column -> field; ``part`` is a part of the address.

    Of several addresses the one under 送付先 is where it goes, else that of the person whom the row is about.
    """
    heads = [(column, column.header) for column in block.columns if column.header and column.slot == 0]
    whose = [header.whose for _, header in heads if header.column == "address"]
    to = next((word for word in (*FORWARDED, "") if word in whose), whose[0] if whose else "")
    named = {header.whose for _, header in heads if header.column in _NAMES}
    by_name = to if to in named else next(iter(sorted(named)), "")
    found: dict[Column, str] = {}
    for column, header in heads:
        owner = by_name if header.column in _NAMES else to
        wanted = {"recipient_id", "postal_code", "address", *_NAMES}
        if (header.column in wanted - set(found.values()) and header.whose == owner) or header == Header(
            "recipient_id"
        ):
            found[column] = header.column
    return {**found, **_parts(block, to)}


def _parts(block: Block, to: str) -> Mapping[Column, str]:
    """Return the columns with a part of the address: those under the same word, or beside an address without another's."""
    found: dict[Column, str] = {}
    near = ""
    for column in block.columns:
        if column.header and column.header.column == "address":
            near = column.header.whose
        label = fold_header(column.label)
        if label.removeprefix(to) in _PARTS and (near in {"", to} or label.startswith(to or "\0")):
            found[column] = "part"
    return found


def _row(grid: Grid, block: Block, line: Line, columns: Mapping[Column, str]) -> Row | None:
    placed: dict[str, list[Unit]] = {}
    for unit in line.units:
        column, _ = column_over(block.columns, unit)
        if column is not None and column in columns:
            placed.setdefault(columns[column], []).append(unit)
    cells = {
        field: Written(units[0].text, grid.place_of(units[0].cell))
        for field, units in placed.items()
        if field in {"recipient_id", "name", "postal_code"}
    }
    if "name" not in cells:
        halves = [unit for half in ("family_name", "given_name") for unit in placed.get(half, ())]
        if halves:
            cells["name"] = Written("\u3000".join(unit.text for unit in halves), grid.place_of(halves[0].cell))
    address = _address(grid, placed.get("address", []), placed.get("part", []))
    if address:
        cells["address"] = address
    first = cells.get("name") or cells.get("address")
    return Row(first.place, cells) if first else None


def _address(grid: Grid, address: Sequence[Unit], parts: Sequence[Unit]) -> Written | None:
    if not address and not parts:
        return None
    whole = sorted([*address, *parts], key=lambda unit: unit.first)
    begins = address[0] if address else whole[0]
    text = " ".join(unit.text for unit in whole if unit.first >= begins.first)
    return Written(text, grid.place_of(begins.cell), " ".join(unit.text for unit in whole))
