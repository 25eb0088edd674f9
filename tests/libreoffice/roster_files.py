"""Workbooks as offices keep them, with people in every place where a converter may lose or move them."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from tests.unit.inspection.recognition.rosters import POPULATION, shaped

Row = Mapping[str, str]
WAREKI = '[$-411]ggge"年"m"月"d"日"'
SHORT_WAREKI = "[$-411]ge.m.d"


TIP: Row = POPULATION[10]
"""Who stands in the tip of a link, and by number in the link."""


def said(person: Row) -> str:
    """A person in a sentence: the name and what tells namesakes apart."""
    return f"{person['name']}（{shaped('birth_date', person['birth_date'], 'era')}生）"


class Book:
    """A workbook while it is written; every sheet takes the next persons of the population."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self._next = 0

    def take(self, count: int = 1) -> Sequence[Row]:
        self._next += count
        assert self._next <= len(POPULATION)
        return POPULATION[self._next - count : self._next]

    def sheet(self, name: str, count: int = 4) -> tuple[Any, Sequence[Row]]:
        """A plain list: number, name, birth date and address from row 2 on."""
        sheet, persons = self.book.add_worksheet(name), self.take(count)
        sheet.write_row(0, 0, ["整理番号", "氏名", "生年月日", "住所"])
        for at, person in enumerate(persons, start=1):
            sheet.write_row(at, 0, [person["number"], person["name"], person["birth_date"], person["address"]])
        return sheet, persons

    def close(self) -> None:
        """Write it, each sheet as wide as a page and each column as wide as its values."""
        for sheet in self.book.worksheets():
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            if sheet.get_name() != "列":
                sheet.set_column("A:G", 24)
        self.book.close()


def layouts(path: Path) -> None:
    """Merged headings in two rows, names in two columns, numbers with zeros, dates in every way of writing."""
    made = Book(path)
    _merged_headings(made)
    for name, format_ in (("和暦の書式", WAREKI), ("短い和暦", SHORT_WAREKI), ("西暦の書式", "yyyy/mm/dd")):
        _formatted(made, name, format_)
    sheet = made.book.add_worksheet("全角")
    sheet.write_row("B3", ["宛名番号", "名前", "誕生日", "TEL"])
    for at, one in enumerate(made.take(3), start=3):
        wide = [shaped("number", one["number"], "full width"), shaped("name", one["name"], "様")]
        era = shaped("birth_date", one["birth_date"], "full width")
        sheet.write_row(at, 1, [*wide, era, shaped("phone", one["phone"], "brackets")])
    sheet = made.book.add_worksheet("和暦の文字")
    sheet.write_row(0, 0, ["氏名", "フリガナ", "生年月日", "年齢"])
    for at, one in enumerate(made.take(3), start=1):
        kana, born = shaped("kana", one["kana"], "half width"), shaped("birth_date", one["birth_date"], "era")
        sheet.write_row(at, 0, [one["name"], kana, born])
        sheet.write_formula(at, 3, f"=ROW()+{30 + at}", value=31 + 2 * at)
    made.close()


def _merged_headings(made: Book) -> None:
    sheet, centred = made.book.add_worksheet("名簿"), made.book.add_format({"align": "center", "border": 1})
    sheet.merge_range("A1:G1", "令和８年度　対象者名簿", centred)
    for span, text in (("A3:A4", "No."), ("B3:C3", "氏名"), ("D3:D4", "整理番号"), ("E3:G3", "連絡先")):
        sheet.merge_range(span, text, centred)
    for cell, text in (("B4", "氏"), ("C4", "名"), ("E4", "郵便番号"), ("F4", "住所"), ("G4", "電話番号")):
        sheet.write(cell, text, centred)
    for at, one in enumerate(made.take(6), start=4):
        family, given = one["name"].split("　")
        sheet.write_row(at, 0, [at - 3, family, given, one["number"], one["postal_code"], one["address"], one["phone"]])
    sheet.merge_range("A11:C11", "合計", centred)
    sheet.write("D11", "6人")


def _formatted(made: Book, name: str, format_: str) -> None:
    sheet = made.book.add_worksheet(name)
    zeros, dated = made.book.add_format({"num_format": "0000000"}), made.book.add_format({"num_format": format_})
    sheet.write_row(0, 0, ["宛名番号", "氏　名", "生年月日"])
    for at, one in enumerate(made.take(3), start=1):
        sheet.write_number(at, 0, int(one["number"]), zeros)
        sheet.write(at, 1, one["name"])
        sheet.write_datetime(at, 2, date.fromisoformat(one["birth_date"]), dated)


def concealed(path: Path) -> None:
    """Hidden sheets, rows, columns and cells, filtered rows."""
    made = Book(path)
    made.sheet("名簿")
    made.sheet("作業用")[0].hide()
    made.sheet("元データ")[0].very_hidden()
    sheet, _ = made.sheet("行")
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_row(3, 0)
    sheet, _ = made.sheet("列")
    sheet.set_column("A:A", 24)
    sheet.set_column("B:C", None, None, {"hidden": True})
    sheet.set_column("D:D", 24)
    sheet, _ = made.sheet("絞り込み")
    sheet.autofilter("A1:D5")
    sheet.filter_column(0, "x == 0")
    for row in (2, 4):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet = made.book.add_worksheet("書式")
    sheet.write_row(0, 0, ["氏名", "生年月日"])
    for at, look in enumerate(({}, {"font_color": "#FFFFFF"}, {"num_format": ";;;"}, {"font_size": 1}), start=1):
        (one,) = made.take()
        sheet.write_row(at, 0, [one["name"], one["birth_date"]], made.book.add_format(look))
    made.close()


def beside(path: Path) -> None:
    """People outside the cells: comments, header and footer, text boxes, headings of charts, names, properties."""
    made = Book(path)
    sheet, _ = made.sheet("名簿")
    one, two, three, four, five, six, tip = made.take(7)
    assert tip == TIP
    sheet.write_comment("B3", f"{said(one)}の分は別紙", {"author": "保育幼稚園課"})
    sheet.set_header(f"&C{said(two)}&R&D")
    sheet.set_footer(f"&L{said(three)}&C&P／&N")
    sheet.insert_textbox("F2", f"{said(four)}に確認済み")
    made.book.set_properties({"title": "名簿", "author": "保育幼稚園課", "comments": f"{said(five)}を除く"})
    made.book.define_name("対象", "=名簿!$A$1:$D$5")
    sheet.data_validation("F10", {"validate": "list", "source": [six["phone"], "該当なし"]})
    sheet.write_url("A8", f"mailto:office@example.jp?subject={tip['number']}", string="問い合わせ", tip=said(tip))
    sheet.repeat_rows(0)
    made.close()


BOOKS = {"layouts": layouts, "concealed": concealed, "beside": beside}
