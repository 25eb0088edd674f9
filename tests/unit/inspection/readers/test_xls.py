"""Workbooks of Excel 97 to 2003: what the sheets show and hide, and every record and stream beside them."""

import struct
from datetime import date

import pytest
import python_calamine
import xlwt
from tests.unit.inspection.readers.xls_files import contained, made, opened, record, stream_of, wide, with_records
from tests.unit.inspection.readers.xlsx_files import cells, hidings, texts

from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.model import Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.xls.records import records, shared_strings, words_in_formula
from sekisho.inspection.reading import read_file


def plain(book: object, sheet: xlwt.Worksheet) -> None:
    sheet.write(0, 0, "氏名")
    sheet.write(1, 0, "山田太郎")
    sheet.write(1, 1, 12345678)


# ---------------------------------------------------------------- what is shown


def test_a_plain_list_hides_nothing_and_is_read_whole() -> None:
    document = opened(made(plain))
    (grid,) = document.grids
    assert cells(grid) == {"A1": "氏名", "A2": "山田太郎", "B2": "12345678"}
    assert not hidings(grid)
    assert document.coverage.not_read == ()
    assert document.coverage.parts == document.coverage.read
    assert not [text for text in document.texts if text.place.part not in {Part.PROPERTY, Part.SHEET_NAME}]


def test_numbers_and_days_show_as_their_formats_say() -> None:
    def fill(book: object, sheet: xlwt.Worksheet) -> None:
        for row, (value, code) in enumerate(
            ((1234, "00000000"), (date(2026, 11, 24), "yyyy/m/d"), (date(2026, 11, 24), '[$-411]ge"."m"."d'), (1, "0"))
        ):
            sheet.write(row, 0, value, xlwt.easyxf(num_format_str=code))

    assert list(cells(opened(made(fill)).grids[0]).values()) == ["00001234", "2026-11-24", "2026-11-24", "1"]


def test_a_second_reader_sees_the_same_cells() -> None:
    def fill(book: object, sheet: xlwt.Worksheet) -> None:
        for row in range(50):
            for column in range(0, 9, 1 + row % 3):
                sheet.write(row, column, f"{row}の{column}" if row % 2 else row * column + 1)

    data = made(fill)
    theirs = python_calamine.CalamineWorkbook.from_filelike(__import__("io").BytesIO(data))
    rows = theirs.get_sheet_by_name("名簿").to_python(skip_empty_area=False)
    shown = [str(int(v)) if isinstance(v, float) else str(v) for row in rows for v in row if v != ""]
    assert list(cells(opened(data).grids[0]).values()) == shown


def test_a_cell_at_the_far_end_costs_that_cell() -> None:
    def fill(book: object, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "氏名")
        sheet.write(65535, 255, "山田太郎")

    document = opened(made(fill), Limits(cells=10))
    assert cells(document.grids[0]) == {"A1": "氏名", "IV65536": "山田太郎"}


def test_too_many_cells_are_refused_by_the_sheet_and_what_they_say_is_read_still() -> None:
    document = opened(made(plain), Limits(cells=2))
    assert [one.part for one in document.coverage.not_read] == ["名簿"]
    assert "山田太郎" in texts(document, Part.CELL)


# ---------------------------------------------------------------- what is hidden


def hide(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
    for row, text in enumerate(("見出し", "隠した行", "見える")):
        sheet.write(row, 0, text)
        sheet.write(row, 1, f"隠した列{row}")
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True
    white = xlwt.easyxf("font: colour white")
    sheet.write(3, 0, "白い字", white)
    sheet.write(4, 0, "白抜き", xlwt.easyxf("font: colour white; pattern: pattern solid, fore_colour black"))
    sheet.write(5, 0, "小さい字", xlwt.easyxf("font: height 20"))
    sheet.write(6, 0, "消した値", xlwt.easyxf(num_format_str=";;;"))
    for name, state in (("隠し", 1), ("深く隠し", 2)):
        other = book.add_sheet(name)
        other.visibility = state
        other.write(0, 0, "佐藤花子")


def test_what_hides_a_cell_is_told() -> None:
    document = opened(made(hide))
    assert hidings(document.grids[0]) == {
        "A2": Hiding.ROW, "B1": Hiding.COLUMN, "B2": Hiding.ROW, "B3": Hiding.COLUMN, "A4": Hiding.FONT_COLOUR,
        "A6": Hiding.TINY_FONT, "A7": Hiding.NUMBER_FORMAT,
    }  # fmt: skip
    assert [grid.hidden for grid in document.grids] == [Hiding.SEEN, Hiding.SHEET, Hiding.VERY_HIDDEN_SHEET]
    assert [t.hidden for t in document.texts if t.place.part is Part.SHEET_NAME][1:] == [
        Hiding.SHEET,
        Hiding.VERY_HIDDEN_SHEET,
    ]


def test_rows_hidden_while_a_filter_is_at_work_are_filtered() -> None:
    def fill(book: object, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "氏名")
        sheet.write(1, 0, "山田太郎")
        sheet.row(1).hidden = True

    data = made(fill)
    assert hidings(opened(data).grids[0]) == {"A2": Hiding.ROW}
    assert hidings(opened(with_records(data, record(0x9B, b""))).grids[0]) == {"A2": Hiding.FILTERED}


def test_a_merge_hides_what_it_covers() -> None:
    def fill(book: object, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "題")
        sheet.write(0, 2, "下")
        sheet.merged_ranges.append((0, 0, 0, 2))

    grid = opened(made(fill)).grids[0]
    assert (grid.merges, hidings(grid)) == (((1, 1, 1, 3),), {"C1": Hiding.BEHIND})


# ---------------------------------------------------------------- records beside the cells

TEXT_BOX = (
    record(0x1B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, 4, 16, 0))
    + record(0x3C, b"\x01" + "箱の".encode("utf-16-le"))
    + record(0x3C, b"\x01" + "文字".encode("utf-16-le"))
    + record(0x3C, bytes(16))
)
NAME = (
    record(0x18, struct.pack("<HBBHHHBBBB", 0, 0, 2, 0, 0, 0, 0, 0, 0, 0) + b"\x01" + "範囲".encode("utf-16-le"))
)  # fmt: skip
VALIDATION = record(
    0x1BE,
    bytes(4)
    + wide("題名")
    + wide("誤り")
    + wide("案内")
    + wide("説明")
    + bytes(4)
    + b"\x17"
    + wide("甲班\0乙班", "<B"),
)
LINKED = record(0x5A, bytes(4) + b"\x02" + wide("隣の市の人") + b"\x01" + struct.pack("<d", 123456789018))


@pytest.mark.parametrize(
    ("extra", "part", "expected"),
    [
        (record(0x14, wide("&L秘&R&P 頁")), Part.HEADER_FOOTER, ["秘", "頁"]),
        (record(0x15, b""), Part.HEADER_FOOTER, []),
        (TEXT_BOX, Part.TEXT_BOX, ["箱の文字"]),
        (NAME, Part.DEFINED_NAME, ["範囲"]),
        (VALIDATION, Part.DATA_VALIDATION, ["題名", "誤り", "案内", "説明", "甲班", "乙班"]),
        (LINKED, Part.EXTERNAL_LINK, ["隣の市の人", "123456789018"]),
        (record(0x100D, b"\0\0" + wide("図の題", "<B")), Part.CHART, ["図の題"]),
        (record(0xCD, wide("元の値")), Part.PIVOT_CACHE, ["元の値"]),
        (record(0xC9, struct.pack("<d", 7)), Part.PIVOT_CACHE, ["7"]),
        (record(0xCE, struct.pack("<HHB", 2026, 4, 1)), Part.PIVOT_CACHE, ["2026-04-01"]),
        (record(0xEC, "代替の文字".encode("utf-16-le")), Part.ALT_TEXT, ["代替の文字"]),
        (record(0x1B8, bytes(8) + "http://example.jp/".encode("utf-16-le")), Part.HYPERLINK, ["http://example.jp/"]),
    ],
)
def test_every_record_with_words_is_read(extra: bytes, part: Part, expected: list[str]) -> None:
    def told(document: Document) -> list[str]:
        return texts(document, part)

    before, after = told(opened(made(plain))), told(opened(with_records(made(plain), extra)))
    for text in expected:
        assert text in after
    # What is not taken apart is read from every second byte as well, which gives runs without a meaning.
    assert len(after) - len(before) <= len(expected) + (4 if part in {Part.ALT_TEXT, Part.HYPERLINK} else 0)


def test_a_note_stands_in_its_cell_and_a_note_without_a_cell_is_a_note_too() -> None:
    shape = record(0x5D, struct.pack("<HHHH", 0x15, 18, 0x19, 7) + bytes(14))
    note = record(0x1C, struct.pack("<4H", 1, 2, 0, 7) + wide("作成 花子"))
    document = opened(with_records(made(plain), shape, TEXT_BOX, note))
    (comment,) = [text for text in document.texts if text.place.part is Part.COMMENT]
    assert (comment.text, comment.place.row, comment.place.column) == ("箱の文字", 2, "C")
    assert [text.text for text in document.texts if text.name == "author"] == ["作成 花子"]
    assert texts(opened(with_records(made(plain), shape, TEXT_BOX)), Part.COMMENT) == ["箱の文字"]


def test_a_record_that_nobody_knows_is_looked_through() -> None:
    document = opened(with_records(made(plain), record(0x7777, b"\x05\x00" + "鈴木一郎".encode("utf-16-le"))))
    assert "鈴木一郎" in texts(document, Part.PROPERTY)


def test_a_record_cut_short_hides_nothing_behind_it() -> None:
    broken = record(0x18, b"\0"), record(0x1BE, b"\0\0\0\0\xff"), record(0x5A, b"\0\0\0\0\x02\xff")
    document = opened(with_records(made(plain), *broken, record(0x14, wide("秘密の紙"))))
    assert "秘密の紙" in texts(document, Part.HEADER_FOOTER)
    assert cells(document.grids[0])["A2"] == "山田太郎"


def test_words_in_a_formula_are_read_and_those_that_a_cell_shows_are_not_repeated() -> None:
    def fill(book: object, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, xlwt.Formula('IF(B1>1;"山田太郎";"田中次郎")'))
        sheet.write(1, 0, "田中次郎")

    assert texts(opened(made(fill)), Part.CELL) == ["山田太郎"]


def test_constants_are_found_behind_any_token() -> None:
    tokens = b"\x99\x17\x17\x02\x00ab\x17\x02\x01" + "山田".encode("utf-16-le") + b"\x17\xff\x00"
    assert words_in_formula(tokens) == ["ab", "山田"]


# ---------------------------------------------------------------- strings


def test_strings_that_go_on_in_the_next_record_and_furigana_are_read() -> None:
    reading = "やまだ"
    extra = (
        struct.pack("<HHHHH", 1, 20, 0, 1, 0)
        + struct.pack("<HH", len(reading), len(reading))
        + reading.encode("utf-16-le")
    )
    head = struct.pack("<II", 2, 2) + struct.pack("<HBI", 2, 0x05, len(extra)) + "山田".encode("utf-16-le") + extra
    first = head + struct.pack("<HB", 4, 1) + "佐藤".encode("utf-16-le")
    (found,) = records(record(0xFC, first) + record(0x3C, b"\x00AB"))
    assert shared_strings(found) == (["山田", "佐藤AB"], ["やまだ"])


def test_a_wrong_number_of_strings_is_put_right() -> None:
    stream = stream_of(made(plain))
    at = next(one.at for one in records(stream) if one.kind == 0xFC) + 8
    document = opened(contained(stream[:at] + struct.pack("<I", 9) + stream[at + 4 :]))
    assert cells(document.grids[0])["A2"] == "山田太郎"
    assert document.coverage.not_read == ()


def test_a_string_that_no_cell_uses_leaves_too() -> None:
    stream = stream_of(made(plain))
    label = next(one for one in records(stream) if one.kind == 0xFD and one.data[6] == 1)
    document = opened(contained(stream[: label.at] + record(0x201, label.data[:6]) + stream[label.at + 14 :]))
    assert [(t.text, t.hidden) for t in document.texts if t.name == "unused string"] == [("山田太郎", Hiding.BEHIND)]


# ---------------------------------------------------------------- damage


def test_a_damaged_sheet_is_named_and_the_next_one_is_read() -> None:
    def fill(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "山田太郎")
        book.add_sheet("次").write(0, 0, "佐藤花子")

    stream = stream_of(made(fill))
    label = next(one for one in records(stream) if one.kind == 0xFD)
    document = opened(contained(stream[: label.at + 4] + b"\xff" * 6 + stream[label.at + 10 :]))
    assert [one.part for one in document.coverage.not_read] == ["名簿"]
    assert [cells(grid) for grid in document.grids] == [{"A1": "佐藤花子"}]
    assert "山田太郎" in texts(document, Part.CELL)


def test_a_workbook_that_opens_no_more_still_names_who_is_in_it() -> None:
    stream = stream_of(made(plain))
    sheet = next(one for one in records(stream) if one.kind == 0x85)
    document = opened(contained(stream[: sheet.at + 2] + b"\x04\x00" + stream[sheet.at + 4 :]))
    assert [one.part for one in document.coverage.not_read] == ["Workbook"]
    assert "山田太郎" in texts(document, Part.CELL)


@pytest.mark.parametrize("size", [8, 512, 1024])
def test_a_container_without_a_workbook_is_refused(size: int) -> None:
    with pytest.raises(UnreadableFileError):
        opened(made(plain)[:size])


def test_a_bare_stream_is_a_workbook_too() -> None:
    stream = stream_of(made(plain))
    assert kind_of(stream, "list.dat") == "xls"
    document = read_file(File("list.xls", stream), Limits())
    assert (document.format, cells(document.grids[0])["A2"]) == ("xls", "山田太郎")


def test_sectors_of_no_stream_are_read() -> None:
    data = made(plain)
    table = int.from_bytes(data[0x4C:0x50], "little")
    at = 512 * (table + 1)
    free = next(
        n for n in range(128) if data[at + 4 * n : at + 4 * n + 4] == b"\xff\xff\xff\xff" and 512 * (n + 1) >= len(data)
    )
    sector = "消したはずの鈴木一郎".encode("utf-16-le").ljust(512, b"\0")
    document = opened(data.ljust(512 * (free + 1), b"\0") + sector)
    assert "消したはずの鈴木一郎" in texts(document, Part.PROPERTY)
