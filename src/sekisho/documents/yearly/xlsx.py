"""The report as a workbook: the five columns, what was counted, and the edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from sekisho.documents.yearly.cells import cells
from sekisho.documents.yearly.digest import as_told
from sekisho.documents.yearly.model import Measure, Measured, Report, Row
from sekisho.documents.yearly.naming import HEADS, STATES, UNITS, day, said_of, shown
from sekisho.documents.yearly.view import View
from sekisho.documents.yearly.writing import view
from sekisho.register.counting import Count
from sekisho.words import say

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST = 32_767
"""UTF-16 units that a cell holds (ECMA-376; what Excel refuses to open)."""
_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_A4 = 9
Value = str | int


def write_xlsx(report: Report, lang: str = "ja") -> bytes:
    """Return the report as a workbook, the same bytes for the same report; ``lang`` is ``ja`` or ``en``.

    A text is never a formula or a link; a number of a row is a number where it is written as one. A text that no cell
    holds goes on in the rows below, the number repeated. What no XML can hold is U+FFFD.
    """
    import xlsxwriter

    told = view(report, lang)
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        # The library would write the time of the clock.
        made = (
            datetime.combine(report.edition.published_on, time())
            if report.edition.published_on
            else datetime(2000, 1, 1)  # noqa: DTZ001  a workbook knows no zone
        )
        book.set_properties({"title": _clean(told.words.document), "author": _clean(report.city), "created": made})
        sheets = _Sheets(book, told)
        sheets.table(shown(say("年度報告"), lang), told.heads, map(cells, told.rows), (6, 16, 40, 52, 70))
        sheets.table(shown(say("測定"), lang), *_measurements(as_told(report), lang))
        sheets.table(
            shown(say("年度版"), lang), (shown(say("項目"), lang), shown(say("内容"), lang)), _edition(told), (20, 100)
        )
    return buffer.getvalue()


class _Sheets:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, told: View) -> None:
        self.book, self.told = book, told
        text = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#767676"}
        self.text: Format = book.add_format({**text, "num_format": "@"})
        self.number: Format = book.add_format({**text, "num_format": "0", "align": "left"})
        self.head: Format = book.add_format({**text, "bold": True, "bg_color": "#00234b", "font_color": "#ffffff"})

    def table(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[float]) -> None:
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self.head)
        line = 0
        for row in rows:
            for part in _parts(row):
                line += 1
                for column, value in enumerate(part):
                    self.write(sheet, line, column, value)
        sheet.freeze_panes(1, 1)
        self.on_paper(sheet)

    def write(self, sheet: Worksheet, line: int, column: int, value: Value) -> None:
        if isinstance(value, int) or (column == 0 and _NUMBER.fullmatch(value)):
            sheet.write_number(line, column, int(value), self.number)
        elif value:
            sheet.write_string(line, column, _clean(value), self.text)
        else:
            sheet.write_blank(line, column, None, self.text)

    def on_paper(self, sheet: Worksheet) -> None:
        w = self.told.words
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.6)
        marks = "　".join(filter(None, (w.document, w.preview, w.inside)))
        sheet.set_header(f"&L{_clean(marks).replace('&', '&&')[:200]}")
        sheet.set_footer("&R&P / &N")


def _parts(row: Sequence[Value]) -> Iterator[tuple[Value, ...]]:
    """Give a row, and the rest of what no cell holds as rows below it; the first cell is that of all."""
    first, *others = row
    columns = [list(_cut(one)) if isinstance(one, str) else [one] for one in others]
    for place in range(max((len(one) for one in columns), default=1) or 1):
        yield (first, *(one[place] if place < len(one) else "" for one in columns))


def _cut(text: str) -> Iterator[str]:
    """Give a text in pieces that a cell holds; no letter is cut in two, and none loses its variation selector."""
    while len(text.encode("utf-16-le", "surrogatepass")) > 2 * MOST:
        end = MOST // 2
        while "\ufe00" <= text[end] <= "\ufe0f" or "\U000e0100" <= text[end] <= "\U000e01ef":
            end -= 1
        yield text[:end]
        text = text[end:]
    yield text


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


# ---------------------------------------------------------------- what was counted


def _measurements(report: Report, lang: str) -> tuple[tuple[str, ...], Iterator[tuple[Value, ...]], tuple[float, ...]]:
    """Return heads, rows and widths: a row for each thing that was counted of a measure, the rest in the first of them."""
    heads = (
        HEADS[0],
        HEADS[3],
        say("状態"),
        say("数えたもの"),
        say("行った"),
        say("対象"),
        say("例外"),
        say("数え始めた日"),
        say("説明"),
    )
    inside = (
        *(say("動かすもの"), say("人数"), say("止めた"), say("うち例外として通した"), say("強制"), say("申告")),
        *(say("例外の理由"), say("最後の訓練"), say("類似")),
    )
    told = (*heads, *inside) if report.internal else heads
    widths = (6, 10, 18, 10, 8, 8, 8, 26, 60, *((30, 8, 8, 10, 8, 8, 40, 26, 8) if report.internal else ()))
    rows = (
        line
        for row in report.rows
        for measure in row.measures
        if measure.measured is not None
        for line in _measurement(row, measure, measure.measured, lang, internal=report.internal)
    )
    return tuple(shown(one, lang) for one in told), rows, widths


def _measurement(
    row: Row, measure: Measure, told: Measured, lang: str, *, internal: bool
) -> Iterator[tuple[Value, ...]]:
    name = (row.number, measure.label, shown(STATES[told.state], lang))
    said = shown(told.said or said_of(told), lang)
    since = "" if told.since is None else day(told.since, lang)
    first, *others = told.counts or (None,)
    rest: tuple[Value, ...] = ()
    if internal:
        lines = ["\n".join(shown(one, lang) for one in several) for several in (told.runs, told.reasons)]
        drill = "" if told.drill is None else day(told.drill, lang)
        numbers = (told.people, told.stops, told.waived, told.enforced, told.claimed)
        rest = (lines[0], *numbers, lines[1], drill, told.similar)
    yield (*name, *_count(first, lang), told.exceptions, since, said, *rest)
    yield from ((*name, *_count(count, lang)) for count in others)


def _count(count: Count | None, lang: str) -> tuple[Value, Value, Value]:
    return ("", "", "") if count is None else (shown(UNITS[count.unit], lang), count.done, count.of)


def _edition(told: View) -> Iterator[tuple[str, str]]:
    w = told.words
    yield shown(say("年度報告"), told.lang), w.document
    for label, said in ((w.preview, w.preview_note), (w.inside, w.inside_note)):
        if label:
            yield label, said
    yield shown(say("市"), told.lang), "　".join(filter(None, (w.city, w.office)))
    yield from ((fact.label, "\n".join(fact.lines)) for fact in told.facts)
    if told.checkpoint:
        yield w.checkpoint, "\n".join(told.checkpoint)
    if told.code:
        yield w.code, told.code
    if w.contact:
        yield w.contact_label, w.contact
    if told.unanswered is not None:
        for number, label, departments in told.unanswered.rows:
            yield f"{told.unanswered.heads[2]} {number}{label}", departments
