"""Lines, cells, columns and paragraphs come out as a reader of the page sees them, in whatever order they are drawn."""

import random
from collections.abc import Callable

import pikepdf
import pytest
import typst
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import BORROWED, FONT, changed, lines, made, opened

from sekisho.inspection.model import Document, Part, Place

ROWS = [
    ("番号", "氏名", "生年月日", "住所"),
    ("S0001", "桜庭 菜々美", "平成30年4月2日", "さくら野市中央1-2-3"),
    ("S0002", "飯塚　陽", "令和元年12月31日", "さくら野市北町12-30 コーポ桜101"),
    ("S0003", "林 翔", "平成31年1月15日", "さくら野市西町4-5"),
]
STARTS = (60, 130, 230, 340)


def _table(c: Canvas) -> None:
    for k, row in enumerate(ROWS):
        for x, text in zip(STARTS, row, strict=True):
            c.drawString(x, 700 - 20 * k, text)


def _texts(document: Document) -> list[str]:
    return [text.text for text in document.texts if text.place.part is Part.PAGE]


def _columns(document: Document) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    grid = document.grids[0]
    for i, column in enumerate(grid.columns):
        found.setdefault(column, set()).add(grid.text_of(i))
    return found


# ---------------------------------------------------------------- what must not be torn or glued


@pytest.mark.parametrize(
    "text",
    ["山田　太郎", "山田 太郎", "氏　名", "さくら野市 中央 一丁目", "令和 8 年 11 月 24 日", "ｻｸﾗ ﾅﾅﾐ", "0123-45-6789"],
)
def test_a_blank_inside_a_cell_is_no_border(text: str) -> None:
    assert lines(opened(made(lambda c: c.drawString(60, 700, text)))) == [[text.replace("　", " ")]]


@pytest.mark.parametrize("space", [6, 14, 24, 40])
def test_tracked_letters_are_one_cell(space: float) -> None:
    def draw(c: Canvas) -> None:
        text = c.beginText(60, 700)
        text.setCharSpace(space)
        text.textOut("山田太郎")
        c.drawText(text)

    assert lines(opened(made(draw))) == [["山田太郎"]]


def test_evenly_spaced_letters_are_one_cell_also_when_set_one_by_one() -> None:
    def draw(c: Canvas) -> None:
        for x, letter in zip((60, 95, 130, 165), "山田太郎", strict=True):
            c.drawString(x, 700, letter)
        c.drawString(60, 650, "山　田　太　郎")

    assert lines(opened(made(draw))) == [["山田太郎"], ["山田太郎"]]


def test_digits_in_boxes_are_one_number() -> None:
    def draw(c: Canvas) -> None:
        for k, digit in enumerate("123456789018"):
            c.rect(60 + 20 * k, 695, 20, 20)
            c.drawString(67 + 20 * k, 700, digit)

    assert lines(opened(made(draw))) == [["123456789018"]]


def test_a_mark_in_each_column_stays_in_its_column() -> None:
    def draw(c: Canvas) -> None:
        for x, letter in zip((60, 120, 180), "○×○", strict=True):
            c.drawString(x, 700, letter)

    assert lines(opened(made(draw))) == [["○", "×", "○"]]


def test_a_small_shift_does_not_break_a_line() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(60, 700, "桜庭")
        c.drawString(130, 702, "菜々美")
        c.setFont(FONT, 9)
        c.drawString(230, 701, "平成30年")

    assert lines(opened(made(draw))) == [["桜庭", "菜々美", "平成30年"]]


def test_text_printed_twice_to_look_bold_is_there_once() -> None:
    def draw(c: Canvas) -> None:
        for dx in (0, 0.4, 0.8):
            for k, letter in enumerate("桜庭菜々美"):
                c.drawString(60 + 12 * k + dx, 700, letter)

    assert lines(opened(made(draw))) == [["桜庭菜々美"]]


def test_pieces_of_a_line_are_joined_whatever_was_drawn_first() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(60 + 36, 700, "菜々美")
        c.drawString(60, 700, "桜庭")
        c.drawString(60 + 76, 700, "さん")
        c.drawString(250, 700, "456")
        c.drawString(200, 700, "Tel 123")

    assert lines(opened(made(draw))) == [["桜庭 菜々美さん", "Tel 123 456"]]


def test_a_page_printed_twice_is_there_once() -> None:
    def draw(c: Canvas) -> None:
        for dx in (0, 0.5):
            for k in range(9):
                c.drawString(60 + dx, 700 - 20 * k, f"{k}番　桜庭菜々美")

    assert lines(opened(made(draw))) == [[f"{k}番 桜庭菜々美"] for k in range(9)]


def test_a_tall_word_beside_two_small_lines_joins_only_one() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(60, 700, "桜庭菜々美")
        c.drawString(60, 686, "飯塚陽")
        c.setFont(FONT, 30)
        c.drawString(200, 685, "通知")

    assert sorted(cell for row in lines(opened(made(draw))) for cell in row) == sorted(["桜庭菜々美", "飯塚陽", "通知"])


def test_text_at_a_slant_is_one_line() -> None:
    def draw(c: Canvas) -> None:
        c.translate(200, 300)
        c.rotate(37)
        c.drawString(0, 0, "桜庭菜々美 の写し")

    assert lines(opened(made(draw))) == [["桜庭菜々美 の写し"]]


def test_a_doubled_letter_is_kept() -> None:
    assert lines(opened(made(lambda c: c.drawString(60, 700, "佐々々木ああ11")))) == [["佐々々木ああ11"]]


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("font", [FONT, BORROWED])
def test_a_table_keeps_its_rows_and_columns(font: str) -> None:
    document = opened(made(_table, font=font))
    grid = document.grids[0]
    assert grid.place == Place(Part.PAGE, page=1)
    assert not grid.addressed
    assert [[text.replace("　", " ") for text in row] for row in ROWS] == lines(document)
    assert _columns(document)[2] == {"氏名", "桜庭 菜々美", "飯塚 陽", "林 翔"}


def test_the_order_in_the_file_says_nothing() -> None:
    letters = [
        (x + 12 * i, 700 - 20 * k, letter) for k in range(3) for x in (60, 200) for i, letter in enumerate("桜庭菜々美")
    ]
    random.Random(5).shuffle(letters)

    def draw(c: Canvas) -> None:
        for x, y, letter in letters:
            c.drawString(x, y, letter)

    assert lines(opened(made(draw))) == [["桜庭菜々美", "桜庭菜々美"]] * 3


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn: int) -> None:
    """The content is turned against the page, as printers of landscape lists do."""
    moves: dict[int, Callable[[Canvas], None]] = {
        90: lambda c: (c.translate(595, 0), c.rotate(90)),
        180: lambda c: (c.translate(595, 842), c.rotate(180)),
        270: lambda c: (c.translate(0, 842), c.rotate(270)),
    }
    data = made(lambda c: (moves[turn](c), c.translate(0, -250), _table(c)))
    turned = changed(data, lambda pdf: pdf.pages[0].rotate(turn, relative=False))
    expected = [[text.replace("　", " ") for text in row] for row in ROWS]
    assert lines(opened(turned)) == expected
    assert lines(opened(data)) == expected


def test_a_heading_in_the_middle_belongs_to_values_at_the_left() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(60, 700, "番号")
        c.drawString(200, 700, "備考")
        c.drawString(330, 700, "氏名")
        for k in range(5):
            c.drawString(60, 680 - 20 * k, f"S{k:04d}")
            c.drawString(130, 680 - 20 * k, "なし")
            c.drawString(330, 680 - 20 * k, "桜庭菜々美")

    assert _columns(opened(made(draw)))[3] == {"氏名", "桜庭菜々美"}
    assert _columns(opened(made(draw)))[2] == {"備考", "なし"}


def test_two_tables_of_one_page_are_numbered_each_for_itself() -> None:
    def draw(c: Canvas) -> None:
        _table(c)
        for k in range(3):
            c.drawString(60, 500 - 20 * k, "さくら野市中央一丁目のとても長い住所")
            c.drawString(350, 500 - 20 * k, "桜庭菜々美")

    assert "桜庭菜々美" in _columns(opened(made(draw)))[2]


# ---------------------------------------------------------------- prose


def _prose(text: str, *, columns: int = 1, flipped: bool = False) -> bytes:
    fonts = ["/usr/share/fonts/truetype/bizud-gothic"]
    source = (
        f'#set page(width: 210mm, height: 297mm, columns: {columns})\n#set text(font: "BIZ UDGothic", lang: "ja", size: 11pt)\n'
        f"#set par(justify: true)\n{text}\n"
    )
    return bytes(typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True))


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("lead", range(0, 12, 3))
def test_a_name_broken_over_two_lines_is_found_in_the_paragraph(columns: int, lead: int) -> None:
    text = "これは通知です。" + "あ" * lead + "次の方の書類を送りますので、桜庭菜々美さんにお渡しください。" * 6
    joined = "".join(_texts(opened(_prose(text, columns=columns))))
    assert joined.count("桜庭菜々美さん") == 6


def test_the_cells_of_a_list_are_not_run_together() -> None:
    document = opened(made(_table))
    assert _texts(document) == []


def test_two_columns_of_prose_are_not_mixed() -> None:
    text = (
        "左の段の文です。申請書を確かめて、係までお持ちください。" * 12
        + "\n#colbreak()\n"
        + "右の段の文です。受け付けた日の翌日に、お知らせします。" * 12
    )
    texts = _texts(opened(_prose(text, columns=2)))
    assert not any("左の段" in item and "右の段" in item for item in texts)


def test_words_of_another_script_keep_their_blank_at_the_end_of_a_line() -> None:
    text = "The quick brown fox jumps over the lazy dog and does not come back again. " * 5
    assert any(
        "jumps over the lazy dog and does not come back again. The quick" in item
        for item in _texts(opened(_prose(text)))
    )


def test_letters_beyond_the_basic_plane_are_read() -> None:
    fonts_text = _prose('#text(font: "BIZ UDGothic")[辻󠄀さんと髙﨑さん ①㈱]')
    assert "辻󠄀さんと髙﨑さん ①㈱" in lines(opened(fonts_text))[0][0]


# ---------------------------------------------------------------- letters replaced for copying


def _spoken(spoken: str) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(
            b"/Span <</ActualText <" + ("\ufeff" + spoken).encode("utf-16-be").hex().encode() + b">>> BDC", prepend=True
        )
        page.contents_add(b"EMC")

    return changed(made(lambda c: c.drawString(60, 700, "桜庭菜々美")), change)


def test_what_is_printed_is_read_also_where_other_letters_are_copied() -> None:
    assert [cell for row in lines(opened(_spoken("氏名省略"))) for cell in row] == ["氏名省略", "桜庭菜々美"]


def test_letters_replaced_by_themselves_are_there_once() -> None:
    assert lines(opened(_spoken("桜庭菜々美"))) == [["桜庭菜々美"]]
