"""The corners of a workbook or a letter: boxes, charts, validations, names, outlines; and numbers that need care."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor
from tests.corpus.first.city import OWN, STRANGER, Case, Child
from tests.corpus.first.layouts import spoken
from tests.corpus.first.odd_packages import told

BOOK, LETTER = "out/k01.xlsx", "out/k01.docx"
Draw = Callable[[Any, Any, Child], None]


def _book(draw: Draw, child: Child) -> bytes:
    """Return the recipient's own list with one corner more; rows 2 to 9 hold the list."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("名簿")
    for row, cells in enumerate([["氏名", "生年月日", "人数"], *([c.name, spoken(c)] for c in OWN)]):
        sheet.write_row(row, 0, cells)
    draw(book, sheet, child)
    book.close()
    return out.getvalue()


def _text_box(_: Any, sheet: Any, child: Child) -> None:
    sheet.insert_textbox("F2", told(child))


def _chart(book: Any, sheet: Any, child: Child) -> None:
    chart = book.add_chart({"type": "column"})
    sheet.write_row("F1", [1, 2, 3])
    chart.add_series({"values": "=名簿!$F$1:$H$1", "name": told(child)})
    sheet.insert_chart("F8", chart)


def _validation(_: Any, sheet: Any, child: Child) -> None:
    sheet.data_validation("C2:C9", {"validate": "list", "source": [told(child), "その他"]})


def _defined(book: Any, _: Any, child: Child) -> None:
    book.define_name("注記", f'="{told(child)}"')


def _alternative(_: Any, sheet: Any, child: Child) -> None:
    sheet.insert_textbox("F2", "ご確認ください", {"description": told(child)})


def _footer(_: Any, sheet: Any, child: Child) -> None:
    sheet.set_footer(f"&C{told(child)}")


def _aside(_: Any, sheet: Any, child: Child) -> None:
    """Put a name far from the list, where nobody scrolls."""
    sheet.write("AZ400", child.name)
    sheet.write("BA400", spoken(child))


CORNERS: Mapping[str, tuple[Draw, str | list[str]]] = {
    "text-box": (_text_box, "text_box"),
    "chart": (_chart, "chart"),
    "validation": (_validation, "data_validation"),
    "defined-name": (_defined, "defined_name"),
    "alt-text": (_alternative, "alt_text"),
    "footer": (_footer, "header_footer"),
    "far-away": (_aside, "cell"),
}


def cases() -> Iterator[Case]:
    """Yield corners with the recipient's own child and with a stranger, then hidden ones, then numbers."""
    for name, (draw, part) in CORNERS.items():
        must = {"check": "scope", "severity": "stop", "parcel": "K01", "file": BOOK, "subject_id": STRANGER.id}
        may = [{"check": "hidden", "subject_id": STRANGER.id}]
        yield Case(f"corner-{name}-honest", {BOOK: _book(draw, OWN[0])})
        yield Case(
            f"corner-{name}-stranger", {BOOK: _book(draw, STRANGER)}, must=[must | {"where": {"part": part}}], may=may
        )
    yield from _hidden()
    yield from _black()
    yield from _numbers()
    yield from _care()


def _hidden() -> Iterator[Case]:
    def outline(_: Any, sheet: Any, child: Child) -> None:
        sheet.write_row(9, 0, [child.name, spoken(child)])
        sheet.set_row(9, None, None, {"level": 1, "hidden": True})
        sheet.set_row(10, None, None, {"collapsed": True})

    def narrow(_: Any, sheet: Any, child: Child) -> None:
        sheet.write("H3", child.name)
        sheet.write("I3", spoken(child))
        sheet.set_column("H:I", 0.1)

    def filled(book: Any, sheet: Any, child: Child) -> None:
        same = book.add_format({"font_color": "#FFE699", "bg_color": "#FFE699"})
        sheet.write("E12", child.name, same)
        sheet.write("F12", spoken(child), same)

    for name, draw, row in (("outline", outline, 10), ("narrow", narrow, 3), ("same-colour", filled, 12)):
        place = {"parcel": "K01", "file": BOOK, "where": {"part": "cell", "sheet": "名簿", "row": row}}
        both = [{"check": c, "severity": "stop", "subject_id": STRANGER.id, **place} for c in ("hidden", "scope")]
        yield Case(f"hidden-{name}-stranger", {BOOK: _book(draw, STRANGER)}, must=both)

    def grouped(_: Any, sheet: Any, __: Child) -> None:
        for row in range(1, 9):
            sheet.set_row(row, None, None, {"level": 1})
        sheet.set_column("A:A", 3)

    yield Case("hidden-open-outline-honest", {BOOK: _book(grouped, OWN[0])})


def _document(change: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    document.add_paragraph("第１さくら園　御中")
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _black() -> Iterator[Case]:
    """Yield Word files with black bars over text, and with black headings that everybody can read."""

    def shade(run: Any) -> None:
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), "000000")
        run._r.get_or_add_rPr().append(shading)

    def highlighted(document: Any) -> None:
        document.add_paragraph("氏名　").add_run(told(OWN[3])).font.highlight_color = WD_COLOR_INDEX.BLACK

    def shaded(document: Any) -> None:
        run = document.add_paragraph("氏名　").add_run(told(OWN[3]))
        run.font.color.rgb = RGBColor(0, 0, 0)
        shade(run)

    def heading(document: Any) -> None:
        run = document.add_paragraph().add_run("対象児童一覧")
        run.font.color.rgb = RGBColor(255, 255, 255)
        shade(run)
        document.add_paragraph(told(OWN[3]))

    def yellow(document: Any) -> None:
        document.add_paragraph().add_run(told(OWN[3])).font.highlight_color = WD_COLOR_INDEX.YELLOW

    def bars(document: Any) -> None:
        document.add_paragraph("氏名　■■■■　生年月日　●●年●●月●●日")

    covered = {"check": "redaction", "severity": "stop", "parcel": "K01", "file": LETTER}
    for name, change in (("highlight", highlighted), ("shading", shaded)):
        yield Case(f"redaction-word-{name}", {LETTER: _document(change)}, must=[covered])
    for name, change in (("white-heading", heading), ("yellow", yellow), ("signs", bars)):
        yield Case(f"redaction-word-{name}-honest", {LETTER: _document(change)})


def my_number(first: int) -> str:
    """Return a 12-digit number with the check digit of 総務省令 平成26年第85号 第5条."""
    digits = f"{first:011d}"
    weights = [n + 1 if n <= 6 else n - 5 for n in range(1, 12)]
    rest = sum(int(d) * w for d, w in zip(reversed(digits), weights, strict=True)) % 11
    return digits + str(0 if rest <= 1 else 11 - rest)


NUMBERS = tuple(my_number(98_700_000_000 + 4409 * n) for n in range(8))


def _numbers() -> Iterator[Case]:
    def form(_: Any, sheet: Any, __: Child) -> None:
        sheet.write_row("E2", ["マイナンバー", f"{NUMBERS[0][:4]}-{NUMBERS[0][4:8]}-{NUMBERS[0][8:]}"])

    def hidden(book: Any, _: Any, __: Child) -> None:
        page = book.add_worksheet("作業")
        page.write_row(0, 0, ["氏名", "個人番号"])
        page.write_row(1, 0, [OWN[0].name, NUMBERS[0]])
        page.hide()

    def upper(_: Any, sheet: Any, __: Child) -> None:
        sheet.merge_range("D1:E1", "番号等")
        sheet.write_row("D2", ["", "個人番号（12桁）"])
        sheet.write("E3", int(NUMBERS[1]))

    stops = {"check": "sensitive", "severity": "stop", "parcel": "K01", "file": BOOK}
    yield Case("my-number-form", {BOOK: _book(form, OWN[0])}, must=[stops | {"where": {"part": "cell", "row": 2}}])
    place = {"where": {"part": "cell", "sheet": "作業", "row": 2}}
    both = [stops | place, stops | place | {"check": "hidden"}]
    yield Case("my-number-hidden-sheet", {BOOK: _book(hidden, OWN[0])}, must=both)
    yield Case(
        "my-number-as-number", {BOOK: _book(upper, OWN[0])}, must=[stops | {"where": {"part": "cell", "row": 3}}]
    )

    def column(numbers: Sequence[str], head: str) -> Draw:
        def draw(_: Any, sheet: Any, __: Child) -> None:
            sheet.write_column("E1", [head, *numbers])

        return draw

    broken = [number[:-1] + str((int(number[-1]) + 3) % 10) for number in NUMBERS]
    yield Case("my-number-no-check-digit-honest", {BOOK: _book(column(broken, "申請番号"), OWN[0])})
    mixed = [NUMBERS[0], *broken[1:]]
    yield Case("my-number-one-by-chance-honest", {BOOK: _book(column(mixed, "伝票番号"), OWN[0])})
    same = [NUMBERS[2]] * 8
    yield Case("my-number-one-repeated-honest", {BOOK: _book(column(same, "振込番号"), OWN[0])})
    yield Case("my-number-empty-column-honest", {BOOK: _book(column([""] * 8, "個人番号"), OWN[0])})
    yield Case("my-number-not-filled-honest", {BOOK: _book(column(["―"] * 8, "個人番号"), OWN[0])})


def _care() -> Iterator[Case]:
    """Yield special-care data, which asks, and words of an office that only sound like it."""

    def remarked(text: str) -> Draw:
        def draw(_: Any, sheet: Any, __: Child) -> None:
            sheet.write_column("D1", ["備考", text])

        return draw

    def diagnosed(_: Any, sheet: Any, __: Child) -> None:
        sheet.write_column("D1", ["病名", "てんかん"])

    asks = {"check": "sensitive", "severity": "ask", "parcel": "K01", "file": BOOK, "where": {"part": "cell"}}
    planted = {
        "disability-in-remarks": remarked("療育手帳Ｂ１"),
        "history-in-remarks": remarked("食物アレルギーと診断、てんかんの既往歴あり"),
        "diagnosis-column": diagnosed,
    }
    for name, draw in planted.items():
        yield Case(f"care-{name}", {BOOK: _book(draw, OWN[0])}, must=[asks])
    for n, text in enumerate(
        ("母子手帳をお持ちください", "保護者面談済み", "健康福祉部へ転送済み", "生活保護課へ確認済")
    ):
        yield Case(f"care-{n}-honest", {BOOK: _book(remarked(text), OWN[0])})
