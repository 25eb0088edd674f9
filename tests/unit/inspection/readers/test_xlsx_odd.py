import re

import pytest
from tests.unit.inspection.readers.xlsx_files import MAIN, cells, document, inline, parts_of, sheet, style_sheet

from sekisho.inspection.model import Limits, UnreadableFileError
from sekisho.inspection.readers.xlsx.cells import plain_cells
from sekisho.inspection.readers.xlsx.every_cell import every_cell
from sekisho.inspection.readers.xlsx.strings import NotPlainError, SharedStrings
from sekisho.inspection.readers.xlsx.values import Book, Values

STRINGS = f'<sst xmlns="{MAIN}"><si><t>山田</t></si></sst>'


def test_too_many_cells_are_refused_by_name() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 50))
    for xml in (sheet(rows), sheet(rows + "<!-- -->")):
        doc = document(parts_of(xml), Limits(cells=10))
        assert [u.part for u in doc.coverage.not_read] == ["xl/worksheets/sheet1.xml"]
        assert doc.coverage.read == doc.coverage.parts - 1


def test_a_damaged_sheet_keeps_what_came_before_and_is_named() -> None:
    xml = sheet(f'<row r="1">{inline("A1", "山田")}</row><row r="2"><c r="A2"><v>5</c></row>')
    doc = document(parts_of(xml))
    assert cells(doc.grids[0]) == {"A1": "山田"}
    assert [u.part for u in doc.coverage.not_read] == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
def test_a_document_type_is_refused(part: str) -> None:
    made = parts_of(sheet(f'<row r="1">{inline("A1", "山田")}</row>'), strings=STRINGS, styles=style_sheet())
    made[part] = '<!DOCTYPE a [<!ENTITY b "c">]>' + re.sub(r"<\?.*?\?>\s*", "", str(made[part]))
    assert [u.part for u in document(made).coverage.not_read] == [part]


def test_a_file_without_a_workbook_is_unreadable() -> None:
    made = parts_of(sheet(""))
    del made["xl/workbook.xml"]
    with pytest.raises(UnreadableFileError):
        document(made)
    made["xl/workbook.xml"] = "<other/>"
    with pytest.raises(UnreadableFileError):
        document(made)


@pytest.mark.parametrize("text", ["&nope;", "&#0;", "&#1114112;", "&amp"])
def test_entities_that_xml_does_not_know_are_not_plain(text: str) -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'
    doc = document(parts_of(sheet(""), strings=strings))
    assert [u.part for u in doc.coverage.not_read] == ["xl/sharedStrings.xml"]


@pytest.mark.parametrize(
    "xml",
    [
        b"\xff\xfe<worksheet", b"<worksheet><sheetData><row r='1'/></sheetData>", b"<row/>", b"<worksheet/>",
        b'<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>\xff</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></work>',
        b'<worksheet><sheetData><row r="0"><c r="A0"><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><!-- --><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>x</v></c></row></sheetData></worksheet>',
    ],
)  # fmt: skip
def test_odd_sheets_go_the_complete_way_and_never_break_it(xml: bytes) -> None:
    book = Book(SharedStrings(("山田",)))
    with pytest.raises(NotPlainError):
        plain_cells([xml], book, Values(book))
    every_cell([xml], book, Values(book))


def test_utf16_sheets_are_read() -> None:
    xml = sheet(f'<row r="1">{inline("A1", "山田")}</row>').replace("UTF-8", "UTF-16").encode("utf-16")
    doc = document(parts_of(xml))
    assert cells(doc.grids[0]) == {"A1": "山田"}
