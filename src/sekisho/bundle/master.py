"""The office list that is cut into one file per recipient: its cells, its header, and why it may not be cut."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sekisho.bundle.columns import fold_header, recognise_header
from sekisho.bundle.delimited import HEAD, parse_delimited
from sekisho.bundle.model import BundleError
from sekisho.bundle.tables import TEXTS, WORKBOOKS
from sekisho.words import say


@dataclass(frozen=True, slots=True)
class MasterCell:
    """A cell: its value (None where it is empty), its text as the sheet shows it, its number format (empty: General)."""

    value: str | float | bool | date | None = None
    text: str = ""
    format: str = ""


@dataclass(frozen=True, slots=True)
class MasterSheet:
    """A sheet. ``rows`` has blank rows too; rows and columns count from 1; filtered-out rows are hidden rows."""

    name: str
    rows: Sequence[Sequence[MasterCell]]
    widths: Mapping[int, float] = field(default_factory=dict)
    hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


ReadMaster = Callable[[Path], Sequence[MasterSheet]]
"""Gives every sheet of a workbook, hidden ones too; raises ``BundleError`` where it cannot be read. Injected."""


@dataclass(frozen=True, slots=True)
class Master:
    """The list to be cut: ``above`` is everything down to the header, ``rows`` the rest with their numbers."""

    file: str
    sheet: str
    above: tuple[Sequence[MasterCell], ...]
    header: Sequence[MasterCell]
    by: int
    rows: tuple[tuple[int, Sequence[MasterCell]], ...]
    widths: Mapping[int, float]
    left_out: tuple[str, ...]


def read_list(path: Path, by: str, read_master: ReadMaster) -> Master:
    """Return the list in a workbook or csv file that has a column ``by``.

    Raises:
        BundleError: the file cannot be read, something in it is hidden, no sheet or several have the column.

    """
    file = path.name
    if not path.is_file():
        raise BundleError(say("{file}が見つかりません。ファイルの名前と場所を確かめてください。", file=file))
    sheets = _sheets(path, read_master)
    _check_nothing_hidden(sheets, file)
    found = [(sheet, place) for sheet in sheets if (place := _place_of(by, sheet, file))]
    if not found:
        raise BundleError(
            say(
                "{file}のはじめの{rows}行に、見出し「{by}」がありません。見つかった見出し: {headers}",
                file=file,
                rows=HEAD,
                by=by,
                headers=_headers(sheets),
            )
        )
    if len(found) > 1:
        raise BundleError(
            say(
                "{file}では、シート{sheets}のどれにも見出し「{by}」があります。切り分ける一枚だけを残してください。",
                file=file,
                sheets=[sheet.name for sheet, _ in found],
                by=by,
            )
        )
    sheet, (row, column) = found[0]
    _check_above(sheet, row, file)
    end = row + 1 + _second_header_rows(sheet.rows[row + 1 :], column)
    rows = tuple((number, cells) for number, cells in enumerate(sheet.rows[end:], start=end + 1) if not _blank(cells))
    left_out = tuple(other.name for other in sheets if other is not sheet and not all(map(_blank, other.rows)))
    return Master(file, sheet.name, tuple(sheet.rows[:end]), sheet.rows[row], column, rows, sheet.widths, left_out)


def headers_of(path: Path, read_master: ReadMaster) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each sheet of a list with the headers in it, for whoever is to say which column tells the recipient.

    The row of the headers is the one of the first rows that looks most like them. A sheet without anything is left out.

    Raises:
        BundleError: the file cannot be read, something in it is hidden.

    """
    sheets = _sheets(path, read_master)
    _check_nothing_hidden(sheets, path.name)
    found = []
    for sheet in sheets:
        rows = [[cell.text.strip() for cell in cells] for cells in sheet.rows[:HEAD]]
        best = max(
            rows,
            key=lambda texts: (sum(recognise_header(text) is not None for text in texts), _filled(texts)),
            default=[],
        )
        if any(best):
            found.append((sheet.name, tuple(dict.fromkeys(text for text in best if text))))
    return tuple(found)


def _filled(texts: Sequence[str]) -> int:
    return sum(bool(text) for text in texts)


def cell_text(cells: Sequence[MasterCell], column: int) -> str:
    """Return the text of a cell without spaces around it, empty beyond the end of the row."""
    return cells[column].text.strip() if column < len(cells) else ""


def _sheets(path: Path, read_master: ReadMaster) -> Sequence[MasterSheet]:
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return read_master(path)
    if suffix in TEXTS:
        texts = parse_delimited(path.read_bytes(), file=path.name)
        return [MasterSheet("名簿", [[MasterCell(text or None, text) for text in row] for row in texts])]
    raise BundleError(say("{file}は切り分けられない形式です。xlsxかCSVで保存し直してください。", file=path.name))


def _check_nothing_hidden(sheets: Sequence[MasterSheet], file: str) -> None:
    """Refuse a list in which something is hidden: whether that belongs to the list, only its maker knows."""
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    if hidden:
        raise BundleError(
            say(
                "{file}に隠れたシートがあります: {sheets}。表示して、要らなければ消してから切り分けてください。",
                file=file,
                sheets=hidden,
            )
        )
    for sheet in sheets:
        if sheet.hidden_rows:
            raise BundleError(
                say(
                    "{file}のシート「{sheet}」に、隠れた行があります（{rows}行目ほか、{count}行）。"
                    "フィルターを外して表示し、要らない行は消してから切り分けてください。",
                    file=file,
                    sheet=sheet.name,
                    rows=sheet.hidden_rows[0],
                    count=len(sheet.hidden_rows),
                )
            )
        if sheet.hidden_columns:
            raise BundleError(
                say(
                    "{file}のシート「{sheet}」に、隠れた列があります（{column}列）。表示して、要らない列は消してから切り分けてください。",
                    file=file,
                    sheet=sheet.name,
                    column=[_letters(column) for column in sheet.hidden_columns],
                )
            )


def _place_of(by: str, sheet: MasterSheet, file: str) -> tuple[int, int] | None:
    """Return row and column, from 0, of the header ``by``: as it is written, else the one that means the same."""
    folded, meant = fold_header(by), recognise_header(by)
    texts = [[cell.text for cell in cells] for cells in sheet.rows[:HEAD]]

    def is_written(text: str) -> bool:
        return bool(text.strip()) and fold_header(text) == folded

    def is_meant(text: str) -> bool:
        return meant is not None and recognise_header(text) == meant

    for same in (is_written, is_meant):
        for row, cells in enumerate(texts):
            columns = [column for column, text in enumerate(cells) if same(text)]
            if len(columns) > 1:
                raise BundleError(
                    say(
                        "{file}のシート「{sheet}」の{row}行目に、見出し「{by}」が{columns}列にあります。一つにしてください。",
                        file=file,
                        sheet=sheet.name,
                        row=row + 1,
                        by=by,
                        columns=[_letters(column + 1) for column in columns],
                    )
                )
            if columns:
                return row, columns[0]
    return None


def _check_above(sheet: MasterSheet, header: int, file: str) -> None:
    """Refuse a list with another table above its header: what stands above goes to every recipient."""
    inside = False
    for row, cells in enumerate(sheet.rows[:header]):
        if inside and not _blank(cells) and not _is_header(cells):
            raise BundleError(
                say(
                    "{file}のシート「{sheet}」の{row}行目は、見出し（{header}行目）より上にある別の表のようです。見出しより上はすべての宛先に渡るので、表を別のシートに分けてください。",
                    file=file,
                    sheet=sheet.name,
                    row=row + 1,
                    header=header + 1,
                )
            )
        inside = inside or _is_header(cells)


def _is_header(cells: Sequence[MasterCell]) -> bool:
    """Return whether each cell that is not empty is a header, of two columns at least."""
    found = [recognise_header(cell.text) for cell in cells if cell.text.strip()]
    return None not in found and len({header.column for header in found if header}) >= 2


def _second_header_rows(rows: Sequence[Sequence[MasterCell]], by: int) -> int:
    """Return how many rows below the header still belong to it.

    What is above goes to everybody: a row counts only where it holds headers and nothing else.
    """
    for count, cells in enumerate(rows[:2]):
        if cell_text(cells, by) or not _is_header(cells):
            return count
    return len(rows[:2])


def _blank(cells: Sequence[MasterCell]) -> bool:
    return not any(cell.text.strip() or cell.value not in {None, ""} for cell in cells)


def _headers(sheets: Sequence[MasterSheet]) -> list[str]:
    """Return the row that looks most like a header; never a row of persons."""
    rows = [[cell.text.strip() for cell in cells] for sheet in sheets for cells in sheet.rows[:HEAD]]
    best = max(rows, key=lambda texts: sum(recognise_header(text) is not None for text in texts), default=[])
    known = any(recognise_header(text) for text in best)
    return [text for text in best if text] if known else ["―"]


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
