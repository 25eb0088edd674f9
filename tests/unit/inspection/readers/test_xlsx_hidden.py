import pytest
from tests.unit.inspection.readers.xlsx_files import (
    MAIN,
    cells,
    document,
    hidings,
    inline,
    parts_of,
    sheet,
    style_sheet,
    texts,
)

from sekisho.inspection.model import Hiding, Part

THEME = (
    '<a:theme xmlns:a="urn:a"><a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    "</a:clrScheme></a:themeElements></a:theme>"
)
WHITE_FONT = '<font><sz val="11"/><color rgb="FFFFFFFF"/></font>'


def solid(colour: str) -> str:
    return f'<fill><patternFill patternType="solid"><fgColor {colour}/></patternFill></fill>'


def hiding_of(font: str, fill: str = "", *, theme: str = THEME, more: str = "", fill_id: int = 0) -> Hiding:
    styles = style_sheet(f'fontId="1" fillId="{2 if fill else fill_id}"', fonts=font, fills=fill, more=more)
    row = f'<row r="1">{inline("A1", "山田", " s=" + chr(34) + "1" + chr(34))}</row>'
    return hidings(document(parts_of(sheet(row), styles=styles, theme=theme)).grids[0]).get("A1", Hiding.SEEN)


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        ("<font/>", ""),
        ('<font><color auto="1"/></font>', ""),
        ('<font><color indexed="64"/></font>', ""),
        ('<font><color theme="1"/></font>', ""),
        ('<font><color theme="0" tint="-0.5"/></font>', ""),
        ('<font><color rgb="FFD9D9D9"/></font>', ""),
        (WHITE_FONT, solid('rgb="FF000080"')),
        ('<font><color theme="0"/></font>', solid('theme="3"')),
        ('<font><color indexed="9"/></font>', solid('indexed="64"')),
        (WHITE_FONT, "<fill><gradientFill><stop/></gradientFill></fill>"),
        (WHITE_FONT, '<fill><patternFill patternType="darkGrid"><fgColor rgb="FF000000"/></patternFill></fill>'),
        ('<font><sz val="6"/></font>', ""),
        ('<font><sz val="x"/><color rgb="zz"/></font>', ""),
        ('<font><color theme="99"/></font>', ""),
    ],
)
def test_what_can_be_read_is_not_hidden(font: str, fill: str) -> None:
    assert hiding_of(font, fill) is Hiding.SEEN


@pytest.mark.parametrize(
    ("font", "fill"),
    [
        (WHITE_FONT, ""),
        (WHITE_FONT, "<fill/>"),
        ('<font><color rgb="FFFEFEFE"/></font>', ""),
        ('<font><color indexed="9"/></font>', ""),
        ('<font><color indexed="65"/></font>', ""),
        ('<font><color theme="0"/></font>', ""),
        ('<font><color theme="1" tint="1"/></font>', ""),
        ('<font><color rgb="FF4472C4"/></font>', solid('rgb="FF4472C4"')),
        ("<font/>", solid('rgb="FF000000"')),
        ("<font/>", solid('theme="0" tint="-1"')),
    ],
)
def test_a_font_in_the_colour_behind_it_is_hidden(font: str, fill: str) -> None:
    assert hiding_of(font, fill) is Hiding.FONT_COLOUR


def test_white_without_a_theme_part_and_with_an_own_palette() -> None:
    assert hiding_of('<font><color theme="0"/></font>', theme="") is Hiding.FONT_COLOUR
    assert hiding_of('<font><color theme="0"/></font>', theme='<t xmlns="urn:a"/>') is Hiding.FONT_COLOUR
    palette = '<colors><indexedColors><rgbColor rgb="00FFFFFF"/></indexedColors></colors>'
    assert hiding_of('<font><color indexed="0"/></font>', more=palette) is Hiding.FONT_COLOUR


def test_tiny_fonts_and_formats_that_show_nothing() -> None:
    assert hiding_of('<font><sz val="1"/></font>') is Hiding.TINY_FONT
    formats = '<numFmt numFmtId="170" formatCode=";;;"/><numFmt numFmtId="171" formatCode="[白]General"/>'
    styles = style_sheet('numFmtId="170"', 'numFmtId="171"', 'numFmtId="14"', formats=formats)
    row = f'<row r="1">{inline("A1", "山田", " s=" + chr(34) + "1" + chr(34))}<c r="B1" s="1"><v>42</v></c><c r="C1" s="2"><v>7</v></c></row>'
    grid = document(parts_of(sheet(row), styles=styles)).grids[0]
    assert hidings(grid) == {"A1": Hiding.NUMBER_FORMAT, "B1": Hiding.NUMBER_FORMAT, "C1": Hiding.FONT_COLOUR}
    assert cells(grid) == {"A1": "山田", "B1": "42", "C1": "7"}


def test_shared_strings_keep_the_hiding_and_format_of_their_cells() -> None:
    strings = f'<sst xmlns="{MAIN}"><si><t>山田</t></si><si><t> </t></si></sst>'
    styles = style_sheet(
        'numFmtId="170"',
        'fontId="1"',
        formats='<numFmt numFmtId="170" formatCode="@&quot;様&quot;"/>',
        fonts=WHITE_FONT,
    )
    row = "".join(
        f'<c r="{c}1" s="{s}" t="s"><v>{v}</v></c>' for c, s, v in (("A", 0, 0), ("B", 1, 0), ("C", 2, 0), ("D", 0, 1))
    )
    doc = document(parts_of(sheet(f'<row r="1">{row}</row>'), strings=strings, styles=styles))
    assert cells(doc.grids[0]) == {"A1": "山田", "B1": "山田様", "C1": "山田"}
    assert hidings(doc.grids[0]) == {"C1": Hiding.FONT_COLOUR}
    assert not [t for t in doc.texts if t.name == "unused string"]


ROWS = "".join(f'<row r="{n}"%s>{inline(f"A{n}", f"氏{n}")}{inline(f"C{n}", "x")}</row>' for n in range(1, 5))


@pytest.mark.parametrize(
    ("attributes", "before", "behind"),
    [
        (("", "", "", ""), "", ""),
        ((' hidden="0"', ' hidden="false"', ' ht="15"', ' ht="0.75" customHeight="1"'), "", ""),
        (("", "", "", ""), '<sheetFormatPr zeroHeight="1" defaultRowHeight="15"/>', ""),
        (("", "", "", ""), '<cols><col min="5" max="9" width="0" hidden="1"/></cols>', ""),
        (("", "", "", ""), '<cols><col min="1" max="3" width="9"/><col min="4" max="16384" hidden="1"/></cols>', ""),
        (("", "", "", ""), "", '<autoFilter ref="A1:C4"><filterColumn colId="0"/></autoFilter>'),
        (("", "", "", ""), '<sheetFormatPr defaultColWidth="x"/>', ""),
    ],
)
def test_rows_and_columns_that_are_seen(attributes: tuple[str, ...], before: str, behind: str) -> None:
    grid = document(parts_of(sheet(ROWS % attributes, before=before, behind=behind))).grids[0]
    assert hidings(grid) == {}


def test_empty_hidden_rows_and_columns_hide_nothing() -> None:
    rows = ROWS % ("", "", "", "") + '<row r="9" hidden="1"/><row r="10" hidden="1"><c r="A10" s="3"/></row>'
    grid = document(parts_of(sheet(rows, before='<cols><col min="2" max="2" hidden="1"/></cols>'))).grids[0]
    assert not grid.hidden_rows
    assert not grid.hidden_columns


def test_hidden_rows_and_columns() -> None:
    before = '<cols><col min="1" max="1" width="0.1" customWidth="1"/><col min="3" max="3" hidden="true"/></cols>'
    rows = ROWS % ("", ' hidden="1"', ' ht="0" customHeight="1"', ' hidden="true"')
    grid = document(parts_of(sheet(rows, before=before))).grids[0]
    assert grid.hidden_rows == {2: Hiding.ROW, 3: Hiding.ROW, 4: Hiding.ROW}
    assert grid.hidden_columns == {1: Hiding.COLUMN, 3: Hiding.COLUMN}
    narrow = document(
        parts_of(
            sheet(
                ROWS % ("",) * 4 if False else ROWS % ("", "", "", ""),
                before='<sheetFormatPr defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>',
            )
        )
    )
    assert narrow.grids[0].hidden_columns == {3: Hiding.COLUMN}


def test_the_same_where_the_sheet_is_not_plain() -> None:
    rows = ROWS % ("", ' hidden="1"', ' ht="0" customHeight="1"', ' ht="x"') + "<!-- -->"
    grid = document(parts_of(sheet(rows))).grids[0]
    assert grid.hidden_rows == {2: Hiding.ROW, 3: Hiding.ROW}


FILTER = '<autoFilter ref="A1:C3"><filterColumn colId="0"><filters><filter val="氏3"/><filter val="消えた人"/></filters></filterColumn></autoFilter>'


def test_rows_that_a_filter_hides() -> None:
    doc = document(parts_of(sheet(ROWS % ("", ' hidden="1"', "", ' hidden="1"'), behind=FILTER)))
    assert doc.grids[0].hidden_rows == {2: Hiding.FILTERED, 4: Hiding.ROW}
    assert texts(doc, Part.DEFINED_NAME) == ["消えた人"]


def test_rows_that_the_filter_of_a_table_hides() -> None:
    made = parts_of(sheet(ROWS % ("", ' hidden="1"', "", "")), sheet_arrows=[("rId1", "table", "../tables/table1.xml")])
    made["xl/tables/table1.xml"] = f'<table xmlns="{MAIN}" name="表" displayName="表" ref="A1:C3">{FILTER}</table>'
    assert document(made).grids[0].hidden_rows == {2: Hiding.FILTERED}


@pytest.mark.parametrize(
    ("state", "hiding"),
    [
        ("", Hiding.SEEN),
        ('state="visible"', Hiding.SEEN),
        ('state="hidden"', Hiding.SHEET),
        ('state="veryHidden"', Hiding.VERY_HIDDEN_SHEET),
    ],
)
def test_sheet_states(state: str, hiding: Hiding) -> None:
    doc = document(parts_of(sheet(ROWS % ("", "", "", "")), state=state))
    assert doc.grids[0].hidden is hiding
    [name] = [t for t in doc.texts if t.place.part is Part.SHEET_NAME]
    assert (name.text, name.hidden) == ("名簿", hiding)


def test_white_heads_of_tables_stand_on_their_style() -> None:
    style = " s=" + chr(34) + "1" + chr(34)
    rows = f'<row r="1">{inline("A1", "氏名", style)}</row><row r="2">{inline("A2", "山田", style)}</row>'
    made = parts_of(
        sheet(rows),
        styles=style_sheet('fontId="1"', fonts=WHITE_FONT),
        sheet_arrows=[("rId1", "table", "../tables/t.xml")],
    )
    made["xl/tables/t.xml"] = (
        f'<table xmlns="{MAIN}" name="t" ref="A1:A2"><tableStyleInfo name="TableStyleMedium2"/></table>'
    )
    assert hidings(document(made).grids[0]) == {"A2": Hiding.FONT_COLOUR}


def test_merged_cells() -> None:
    rows = f'<row r="1">{inline("A1", "題")}{inline("B1", "題")}{inline("C1", "外")}</row><row r="2">{inline("B2", "隠れた人")}</row>'
    behind = '<mergeCells count="2"><mergeCell ref="A1:B2"/><mergeCell ref="bad"/><mergeCell/></mergeCells>'
    grid = document(parts_of(sheet(rows, behind=behind))).grids[0]
    assert grid.merges == ((1, 1, 2, 2),)
    assert hidings(grid) == {"B2": Hiding.BEHIND}
