"""Binary workbooks: what the sheets show and hide, and every record and part beside them."""

import io
import struct

import pytest
import python_calamine
from tests.unit.inspection.readers.xlsb_files import (
    fill,
    font,
    opened,
    parts_of,
    real,
    rec,
    rgb,
    rk,
    row,
    shared,
    sheet,
    styles,
    text,
    wide,
)
from tests.unit.inspection.readers.xlsx_files import cells, hidings, pack, texts

from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.model import Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.reading import read_file

ONE = sheet(row(0, text(0, "氏名"), text(1, "住所")), row(1, text(0, "山田太郎"), real(1, 12)))


def one(data: bytes = ONE, **more: object) -> Document:
    return opened(parts_of(("名簿", 0, data), **more))  # type: ignore[arg-type]


def test_a_plain_list_hides_nothing_and_is_read_whole() -> None:
    document = one()
    (grid,) = document.grids
    assert cells(grid) == {"A1": "氏名", "B1": "住所", "A2": "山田太郎", "B2": "12"}
    assert not hidings(grid)
    assert document.coverage.not_read == ()
    assert [text.place.part for text in document.texts] == [Part.SHEET_NAME]


def test_every_kind_of_cell_is_read() -> None:
    strings = rec(159) + rec(19, b"\0" + wide("共有")) + rec(160)
    cells_of = (
        shared(0, 0), rk(1, 7 << 2 | 2), rk(2, 1234 << 2 | 3), real(3, 0.5), rec(4, struct.pack("<IIB", 4, 0, 1)),
        rec(3, struct.pack("<IIB", 5, 0, 42)), rec(1, struct.pack("<II", 6, 0)),
        rec(8, struct.pack("<II", 7, 0) + wide("式の文字") + bytes(6)), rec(9, struct.pack("<IId", 8, 0, 3) + bytes(6)),
        rec(10, struct.pack("<IIB", 9, 0, 0) + bytes(6)), rec(62, struct.pack("<II", 10, 0) + b"\0" + wide("飾り")),
        rec(17, struct.pack("<I", 0) + wide("すぐ次")),
    )  # fmt: skip
    assert cells(one(sheet(row(0, *cells_of)), strings=strings).grids[0]) == {
        "A1": "共有", "B1": "7", "C1": "12.34", "D1": "0.5", "E1": "TRUE", "F1": "#N/A", "H1": "式の文字", "I1": "3",
        "J1": "FALSE", "K1": "飾り", "L1": "すぐ次",
    }  # fmt: skip


def test_a_second_reader_sees_the_same_cells() -> None:
    rows = [
        row(r, *(text(c, f"{r}の{c}") if r % 2 else real(c, r * c + 1) for c in range(0, 9, 1 + r % 3)))
        for r in range(40)
    ]
    made = pack(parts_of(("名簿", 0, sheet(*rows))))
    theirs = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("名簿")
    values = theirs.to_python(skip_empty_area=False)
    shown = [str(int(v)) if isinstance(v, float) else str(v) for line in values for v in line if v != ""]
    ours = read_file(File("a.xlsb", made), Limits()).grids[0]
    assert list(cells(ours).values()) == shown


def test_a_cell_at_the_far_end_costs_that_cell() -> None:
    document = opened(
        parts_of(("名簿", 0, sheet(row(0, text(0, "頭")), row(1_048_575, text(16_383, "尾"))))), Limits(cells=2)
    )
    assert cells(document.grids[0]) == {"A1": "頭", "XFD1048576": "尾"}
    assert document.coverage.not_read == ()


def test_too_many_cells_are_refused_by_the_sheet() -> None:
    document = opened(parts_of(("名簿", 0, ONE)), Limits(cells=2))
    assert [unread.part for unread in document.coverage.not_read] == ["xl/worksheets/sheet1.bin"]


def test_numbers_and_days_show_as_their_formats_say() -> None:
    style = styles(formats=("00000000", '[$-411]ge"."m"."d'), xfs=((164, 0, 0), (165, 0, 0), (14, 0, 0)))
    data = sheet(row(0, real(0, 1234, 1), real(1, 46350, 2), real(2, 46350, 3)))
    assert list(cells(one(data, style=style).grids[0]).values()) == ["00001234", "2026-11-24", "2026-11-24"]
    since_1904 = one(data, style=style, book=rec(153, b"\x01" + bytes(11)))
    assert list(cells(since_1904.grids[0]).values()) == ["00001234", "2030-11-25", "2030-11-25"]


def test_what_hides_a_cell_is_told() -> None:
    style = styles(
        formats=(";;;",),
        fonts=(font(colour=rgb(255, 255, 255)), font(1)),
        fills=(fill(1, rgb(0, 0, 128)),),
        xfs=((0, 1, 0), (0, 2, 0), (164, 0, 0), (0, 1, 1)),
    )
    data = sheet(
        row(0, text(0, "白い字", 1), text(1, "小さい字", 2), text(2, "消した値", 3), text(3, "白抜き", 4)),
        row(1, text(0, "隠した行"), flags=0x10),
        row(2, text(0, "低い行"), height=0),
        row(3, text(4, "隠した列"), text(5, "細い列")),
        before=rec(60, struct.pack("<IIIIH", 4, 4, 2048, 0, 1)) + rec(60, struct.pack("<IIIIH", 5, 5, 20, 0, 0)),
    )
    assert hidings(one(data, style=style).grids[0]) == {
        "A1": Hiding.FONT_COLOUR, "B1": Hiding.TINY_FONT, "C1": Hiding.NUMBER_FORMAT, "A2": Hiding.ROW,
        "A3": Hiding.ROW, "E4": Hiding.COLUMN, "F4": Hiding.COLUMN,
    }  # fmt: skip


def test_hidden_sheets_filtered_rows_and_merges_are_told() -> None:
    data = sheet(
        row(0, text(0, "頭")),
        row(1, text(0, "絞った"), flags=0x10),
        row(8, text(0, "題"), text(1, "下")),
        behind=rec(161, struct.pack("<4I", 0, 5, 0, 0))
        + rec(163, bytes(6))
        + rec(162)
        + rec(176, struct.pack("<4I", 8, 8, 0, 1)),
    )
    document = opened(parts_of(("a", 0, data), ("b", 1, ONE), ("c", 2, ONE)))
    assert [grid.hidden for grid in document.grids] == [Hiding.SEEN, Hiding.SHEET, Hiding.VERY_HIDDEN_SHEET]
    assert hidings(document.grids[0]) == {"A2": Hiding.FILTERED, "B9": Hiding.BEHIND}


@pytest.mark.parametrize(
    ("behind", "part", "expected"),
    [
        (rec(479, bytes(2) + wide("&L秘&R&P頁") + wide(None) * 5), Part.HEADER_FOOTER, ["秘", "頁"]),
        (rec(494, bytes(16) + wide("rId9") + wide("") + wide("説明") + wide("")), Part.HYPERLINK, ["説明"]),
        (rec(64, bytes(20) + wide("案内") + bytes(4) + b"\x17" + struct.pack("<H", 5) + "甲班\0乙班".encode("utf-16-le")), Part.DATA_VALIDATION, ["案内", "甲班", "乙班"]),
        (rec(0x1234, bytes(3) + wide("鈴木一郎")), Part.PROPERTY, ["鈴木一郎"]),
    ],
)  # fmt: skip
def test_every_record_with_words_is_read(behind: bytes, part: Part, expected: list[str]) -> None:
    found = texts(one(sheet(behind=behind)), part)
    for word in expected:
        assert word in found


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("table", Part.DEFINED_NAME),
        ("pivotCacheDefinition", Part.PIVOT_CACHE),
        ("externalLink", Part.EXTERNAL_LINK),
        ("xlMacrosheet", Part.SCRIPT),
    ],
)
def test_binary_parts_are_read(kind: str, part: Part) -> None:
    data = rec(24, wide("隣の人")) + rec(21, struct.pack("<d", 123456789018))
    document = one(arrows=[("rId1", kind, "/xl/extra.bin")], **{"xl/extra.bin": data})
    assert texts(document, part) == ["隣の人", "123456789018"]
    assert document.coverage.not_read == ()


def test_comments_stand_in_their_cells() -> None:
    data = (
        rec(632, wide("作成 花子"))
        + rec(635, bytes(4) + struct.pack("<4I", 4, 4, 1, 1) + bytes(16))
        + rec(637, b"\0" + wide("覚え"))
    )
    (comment,) = [
        text
        for text in one(arrows=[("rId1", "comments", "../comments1.bin")], **{"xl/comments1.bin": data}).texts
        if text.place.part is Part.COMMENT
    ]
    assert (comment.text, comment.place.row, comment.place.column, comment.place.sheet) == ("覚え", 5, "B", "名簿")


def test_parts_that_are_xml_are_read_as_in_an_xlsx() -> None:
    drawing = '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>図の中</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>'
    document = one(arrows=[("rId1", "drawing", "../drawings/drawing1.xml")], **{"xl/drawings/drawing1.xml": drawing})
    assert texts(document, Part.TEXT_BOX) == ["図の中"]


def test_a_binary_part_that_nobody_knows_is_named() -> None:
    document = one(arrows=[("rId1", "somethingNew", "/xl/new.bin")], **{"xl/new.bin": b"\x01\x02\x03"})
    assert [unread.part for unread in document.coverage.not_read] == ["xl/new.bin"]


def test_unused_strings_furigana_names_and_formula_words_are_read() -> None:
    strings = rec(19, b"\0" + wide("使う")) + rec(19, b"\x02" + wide("消した人") + wide("けしたひと"))
    formula = rec(
        9,
        struct.pack("<IId", 1, 0, 3)
        + bytes(2)
        + struct.pack("<I", 11)
        + b"\x17"
        + struct.pack("<H", 4)
        + "山田太郎".encode("utf-16-le"),
    )
    name = rec(39, struct.pack("<IBI", 0, 0, 0) + wide("範囲"))
    document = one(sheet(row(0, shared(0, 0), formula)), strings=strings, book=name)
    assert {(text.name, text.text) for text in document.texts if text.name} == {
        ("unused string", "消した人"), ("furigana", "けしたひと"), ("formula", "山田太郎"),
    }  # fmt: skip
    assert texts(document, Part.DEFINED_NAME) == ["範囲"]


def test_damage_keeps_what_came_before_and_the_other_sheets() -> None:
    broken = sheet(row(0, text(0, "前")))[:-6] + rec(6, struct.pack("<III", 1, 0, 99)) + row(1, text(0, "後"))
    document = opened(parts_of(("a", 0, broken), ("b", 0, ONE)))
    assert [unread.part for unread in document.coverage.not_read] == ["a"]
    assert [cells(grid).get("A1") for grid in document.grids] == ["前", "氏名"]


def test_a_sheet_without_its_part_and_a_file_without_a_workbook_are_named() -> None:
    made = parts_of(("名簿", 0, ONE))
    del made["xl/worksheets/sheet1.bin"]
    assert [unread.part for unread in opened(made).coverage.not_read] == ["名簿"]
    del made["xl/workbook.bin"]
    with pytest.raises(UnreadableFileError):
        opened(made)


def test_the_kind_is_told_by_the_main_part() -> None:
    assert kind_of(pack(parts_of(("名簿", 0, ONE))), "a.xlsx") == "xlsb"
