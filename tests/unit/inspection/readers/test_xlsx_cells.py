import io
from datetime import date

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.readers.xlsx_files import (
    MAIN,
    STRICT,
    STRICT_R,
    cells,
    document,
    inline,
    open_bytes,
    parts_of,
    relations,
    sheet,
    style_sheet,
)

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.xlsx.cells import plain_cells
from sekisho.inspection.readers.xlsx.every_cell import every_cell
from sekisho.inspection.readers.xlsx.strings import NotPlainError, SharedStrings
from sekisho.inspection.readers.xlsx.values import Book, Values

STRINGS = (
    f'<sst xmlns="{MAIN}"><si><t>氏名</t></si><si><t>山田 &amp; 太郎</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh>'
    '<phoneticPr fontId="1"/></si><si><r><t>佐</t></r><r><rPr><b/></rPr><t xml:space="preserve">藤 </t></r></si><si/>'
    "<si><t>行_x000D_末</t></si></sst>"
)


def both(xml: bytes, book: Book) -> list[object]:
    """Read by the fast and the complete path; the same must come out."""
    fast_values, slow_values = Values(book), Values(book)
    fast, _ = plain_cells([xml], book, fast_values)
    slow = every_cell([xml], book, slow_values).cells
    seen: list[object] = []
    for found, values in ((fast, fast_values), (slow, slow_values)):
        resolved = values.resolve(found)
        seen.append((
            list(found.rows), list(found.columns), [resolved.strings[t] for t in resolved.texts], found.hidden_rows,
            found.formulas, dict(resolved.hidden_cells), resolved.used,
        ))  # fmt: skip
    return seen


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=6
)
VALUE = st.one_of(
    st.tuples(st.just("inlineStr"), TEXT),
    st.tuples(st.just("str"), TEXT),
    st.tuples(st.just("n"), st.integers(-(10**12), 10**12).map(str)),
    st.tuples(st.just("n"), st.floats(allow_nan=False, allow_infinity=False).map(repr)),
    st.tuples(st.just("b"), st.sampled_from(["0", "1"])),
    st.tuples(st.just("s"), st.integers(0, 3).map(str)),
    st.tuples(st.just("empty"), st.just("")),
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell_xml(reference: str, kind: str, value: str, style: int, *, formula: bool) -> str:
    attributes = f'r="{reference}"' + (f' s="{style}"' if style else "")
    words = '<f>IF(A1="女","甲","")</f>' if formula else ""
    if kind == "empty":
        return f"<c {attributes}/>" if not formula else f"<c {attributes}>{words}<v/></c>"
    if kind == "inlineStr":
        return f'<c {attributes} t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
    return f'<c {attributes} t="{kind}">{words}<v>{escaped(value)}</v></c>'


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.integers(1, 30),
        st.tuples(
            st.dictionaries(
                st.integers(1, 30), st.tuples(VALUE, st.integers(0, 3), st.booleans()), min_size=1, max_size=5
            ),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_the_fast_and_the_complete_path_agree(
    rows: dict[int, tuple[dict[int, tuple[tuple[str, str], int, bool]], bool]],
) -> None:
    from sekisho.inspection.containers.opc import parse_xml
    from sekisho.inspection.model import column_letters
    from sekisho.inspection.readers.xlsx.styles import read_styles

    xml = "".join(
        f'<row r="{r}"{" hidden=" + chr(34) + "1" + chr(34) if hidden else ""}>'
        + "".join(
            cell_xml(f"{column_letters(c)}{r}", kind, value, style, formula=formula)
            for c, ((kind, value), style, formula) in sorted(line.items())
        )
        + "</row>"
        for r, (line, hidden) in sorted(rows.items())
    )
    styles = style_sheet(
        'numFmtId="14"', 'numFmtId="170"', 'fontId="1"',
        formats='<numFmt numFmtId="170" formatCode=";;;"/>', fonts='<font><sz val="1"/></font>',
    )  # fmt: skip
    book = Book(SharedStrings(("山田", "佐藤", "", "山田")), read_styles(parse_xml(styles.encode()), None))
    fast, slow = both(sheet(xml).encode(), book)
    assert fast == slow


def roster(rows: int) -> list[list[object]]:
    head: list[object] = ["番号", "氏名", "生年月日", "住所", "金額", "在籍"]
    line = [
        [
            f"S{n:04d}",
            f"名{n % 37}",
            date(1950 + n % 60, 1 + n % 12, 1 + n % 28),
            f"さくら野市<本町>{n}&",
            n * 10,
            n % 2 == 0,
        ]
        for n in range(rows)
    ]
    return [head, *line]


def as_shown(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def compare_with_calamine(data: bytes) -> None:
    grid = open_bytes(data).grids[0]
    ours = {(grid.rows[i], grid.columns[i]): grid.text_of(i) for i in range(len(grid.rows))}
    theirs = {}
    lines = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            if value != "":
                theirs[row, column] = as_shown(value)
    assert ours == theirs


@pytest.mark.parametrize("constant_memory", [False, True])
def test_the_same_as_calamine_on_files_of_xlsxwriter(constant_memory: bool) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": constant_memory})
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    page = book.add_worksheet("名簿")
    for row, line in enumerate(roster(300)):
        for column, value in enumerate(line):
            if isinstance(value, date):
                page.write_datetime(row, column, value, day)
            elif column != 4 or row % 7:
                page.write(row, column, value)
    book.close()
    compare_with_calamine(file.getvalue())


def test_the_same_as_calamine_on_files_of_openpyxl() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in roster(300):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    compare_with_calamine(file.getvalue())


def test_shared_strings_runs_furigana_and_escapes() -> None:
    rows = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABCDE")) + "</row>"
    doc = document(parts_of(sheet(rows), strings=STRINGS))
    assert cells(doc.grids[0]) == {"A1": "氏名", "B1": "山田 & 太郎", "C1": "佐藤 ", "E1": "行\r末"}
    [furigana] = [text for text in doc.texts if text.name == "furigana"]
    assert (furigana.text, furigana.place.row, furigana.place.column) == ("ヤマダ", 1, "B")
    assert furigana.place.part is Part.PROPERTY
    assert furigana.hidden is Hiding.BEHIND


def test_strings_are_the_same_where_their_xml_is_not_plain() -> None:
    rows = '<row r="1">' + "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABCDE")) + "</row>"
    odd = STRINGS.replace("<si><t>氏名", "<!-- x --><si><t>氏名").replace("_x000D_", "<![CDATA[_x000D_]]>")
    plain, complete = (document(parts_of(sheet(rows), strings=s)) for s in (STRINGS, odd))
    assert cells(plain.grids[0]) == cells(complete.grids[0])
    assert plain.texts == complete.texts


def test_strings_that_no_cell_uses_are_told() -> None:
    doc = document(parts_of(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=STRINGS))
    assert [t.text for t in doc.texts if t.name == "unused string"] == ["山田 & 太郎", "佐藤", "行\r末"]


def test_prefixes_strict_namespaces_and_missing_references() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{STRICT}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>山</x:t></x:r><x:r><x:t>田</x:t>'
        "</x:r></x:is></x:c><x:c><x:v>5</x:v></x:c></x:row><x:row><x:c><x:v>6</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    parts = parts_of(xml)
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{STRICT}" xmlns:r="{STRICT_R}"><sheets><sheet name="厳" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts["_rels/.rels"] = relations([("rId1", "officeDocument", "/XL/Workbook.xml")], base=STRICT_R)
    parts["xl/_rels/workbook.xml.rels"] = relations([("rId1", "worksheet", "../odd/Place.XML")], base=STRICT_R)
    parts["odd/place.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    doc = document(parts)
    assert doc.grids[0].place.sheet == "厳"
    assert cells(doc.grids[0]) == {"A1": "山田", "B1": "5", "A2": "6"}
    assert doc.coverage.not_read == ()


@pytest.mark.parametrize(
    "odd",
    [
        "<!-- a -->", "<c><v>1</v></c>", '<c r="D1" t="inlineStr"><is><r><t>d</t></r></is></c>', '<c r="D1" q="1"><v>1</v></c>',
        '<c r="D1"><v><![CDATA[7]]></v></c>', '<c r="D1"><v>1</v><extLst/></c>', '<c t="s" r="D1"><v>0</v></c>',
        '<c r="D1" t="s"><v>99</v></c>', '<c r="D1" t="str"><v>&#x5C71;<!-- --></v></c>', '<c r="D2"><v>3</v></c>',
    ],
)  # fmt: skip
def test_what_is_not_plain_goes_the_complete_way(odd: str) -> None:
    book = Book(SharedStrings(("山田",)))
    xml = sheet(f'<row r="1">{inline("A1", "山田")}{odd}</row>').encode()
    with pytest.raises(NotPlainError):
        plain_cells([xml], book, Values(book))
    values = Values(book)
    found = every_cell([xml], book, values)
    assert values.resolve(found.cells).strings[0] == "山田"


def test_rows_in_any_order_come_in_reading_order() -> None:
    rows = f'<row r="3">{inline("B3", "四")}{inline("A3", "三")}</row><row r="1">{inline("A1", "一")}</row>'
    assert list(cells(document(parts_of(sheet(rows))).grids[0])) == ["A1", "A3", "B3"]


def test_far_cells_cost_nothing() -> None:
    rows = f'<row r="1">{inline("A1", "一")}</row><row r="1048576">{inline("XFD1048576", "遠")}</row>'
    assert cells(document(parts_of(sheet(rows))).grids[0]) == {"A1": "一", "XFD1048576": "遠"}


def test_more_columns_than_one_expression_takes() -> None:
    from sekisho.inspection.model import column_letters

    row = "".join(f'<c r="{column_letters(n)}1"><v>{n}</v></c>' for n in range(1, 400))
    assert len(document(parts_of(sheet(f'<row r="1">{row}</row>'))).grids[0].rows) == 399


def test_columns_that_come_late_and_formulas_that_come_late() -> None:
    rows = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 9000)]
    rows.append('<row r="9000"><c r="A9000"><f>A1</f><v>1</v></c></row>')
    rows += [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="C{n}"><v>7</v></c></row>' for n in range(9001, 18000)]
    xml = sheet("".join(rows)).encode()
    book = Book()
    pieces = [xml[at : at + 50_000] for at in range(0, len(xml), 50_000)]
    fast, _ = plain_cells(pieces, book, Values(book))
    slow = every_cell(pieces, book, Values(book)).cells
    assert (fast.rows, fast.columns) == (slow.rows, slow.columns)


def test_booleans_errors_dates_and_formula_results() -> None:
    row = (
        '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="d"><v>2026-11-24T00:00:00</v></c>'
        '<c r="D1" t="str"><f>"山田"&amp;"様"</f><v>山田様</v></c><c r="E1"><f t="shared" si="0"/><v>10.0</v></c></row>'
    )
    doc = document(parts_of(sheet(row)))
    assert cells(doc.grids[0]) == {"A1": "TRUE", "B1": "#N/A", "C1": "2026-11-24", "D1": "山田様", "E1": "10"}
    assert texts_named(doc.texts, "formula") == []


def texts_named(texts: object, name: str) -> list[object]:
    assert isinstance(texts, tuple)
    return [text for text in texts if text.name == name]


def test_honest_formulas_tell_nothing() -> None:
    formulas = ['IF(A1="","",A1)', 'TEXT(A1,"yyyy/mm/dd")', 'TEXT(A1,"0000")', 'A1&amp;"-"&amp;B1', 'IF(A1=1,"○","×")']
    row = "".join(f'<c r="{"ABCDE"[n]}1" t="str"><f>{f}</f><v>x</v></c>' for n, f in enumerate(formulas))
    assert texts_named(document(parts_of(sheet(f'<row r="1">{row}</row>'))).texts, "formula") == []


@pytest.mark.parametrize(
    ("formula", "result", "words", "hidden"),
    [
        ('IF(A1,"山田太郎","ほか")', "<v>ほか</v>", ["山田太郎"], Hiding.SEEN),
        ('"山田太郎"', "<v>ほか</v>", ["山田太郎"], Hiding.BEHIND),
        ('"山田太郎"', "<v/>", ["山田太郎"], Hiding.SEEN),
        ('SUM(A1:A2)+N(" 山田太郎 ")', "<v>5</v>", ["山田太郎"], Hiding.BEHIND),
        ('"電話 0312345678"&amp;A1', "<v>ほか</v>", ["電話 0312345678"], Hiding.BEHIND),
        ('"a ""山田"" b"', "<v>x</v>", ['a "山田" b'], Hiding.BEHIND),
    ],
)
@pytest.mark.parametrize("odd", ["", "<!-- -->"])
def test_words_of_a_formula_that_no_cell_shows(
    formula: str, result: str, words: list[str], hidden: Hiding, odd: str
) -> None:
    row = (
        f'<row r="4"><c r="C4" t="str"><f>{formula}</f>{result}</c><c r="D4" t="str"><f>{formula}</f>{result}</c></row>'
    )
    found = [t for t in document(parts_of(sheet(row + odd))).texts if t.name == "formula"]
    assert [t.text for t in found] == words
    assert (found[0].place.part, found[0].place.row, found[0].place.column) == (Part.CELL, 4, "C")
    assert found[0].hidden is hidden


def test_inline_furigana_and_values_beside_inline_texts() -> None:
    row = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh></is></c>'
        '<c r="B1"><v>1<!-- --></v></c><x/></row>'
    )
    doc = document(parts_of(sheet(row)))
    assert cells(doc.grids[0]) == {"A1": "山田", "B1": "1"}
    assert [(t.text, t.place.column) for t in doc.texts if t.name == "furigana"] == [("ヤマダ", "A")]


def test_numeric_entities_and_line_ends() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>&#23665;&#x7530;\r\n&lt;</t></si></sst>\n'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><v>a\r\nb</v></c></row>'
    assert cells(document(parts_of(sheet(rows), strings=strings)).grids[0]) == {"A1": "山田\n<", "B1": "a\nb"}


def test_shared_strings_of_odd_shape() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    for strings in (
        f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>山田</x:t></x:si></x:sst>',
        f'<sst xmlns="{MAIN}"><si><t>山田</t></si></sst><!-- -->',
    ):
        assert cells(document(parts_of(sheet(rows), strings=strings)).grids[0]) == {"A1": "山田"}


def test_the_1904_calendar() -> None:
    row = '<row r="1"><c r="A1" s="1"><v>44158</v></c></row>'
    made = parts_of(sheet(row), styles=style_sheet('numFmtId="14"'), properties='<workbookPr date1904="1"/>')
    assert cells(document(made).grids[0]) == {"A1": "2024-11-24"}


def test_an_empty_sheet_is_read() -> None:
    for xml in (sheet(""), sheet("").replace("<sheetData></sheetData>", "<sheetData/>"), sheet('<row r="1"/>')):
        doc = document(parts_of(xml, strings=f'<sst xmlns="{MAIN}"/>'))
        assert len(doc.grids[0].rows) == 0
        assert doc.coverage.not_read == ()
