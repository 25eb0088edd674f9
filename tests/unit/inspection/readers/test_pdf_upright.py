"""Vertical writing: set by a vertical font, or by a browser character by character, it reads downwards and from the right."""

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import BORROWED, FONT, changed, lines, made, opened


def test_vertical_writing_is_read_from_above_and_from_the_right() -> None:
    def draw(c: Canvas) -> None:
        for k, letter in enumerate("桜庭菜々美様"):
            c.drawString(400, 700 - 12 * k, letter)
        for k, letter in enumerate("申請を受けました"):
            c.drawString(370, 700 - 12 * k, letter)

    assert [cell for row in lines(opened(made(draw))) for cell in row] == ["桜庭菜々美様", "申請を受けました"]


def test_vertical_writing_of_a_vertical_font_is_read() -> None:
    def upright(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[0].obj.Resources.Font.values():
            if str(font.get("/Encoding")) == "/UniJIS-UCS2-H":
                font.Encoding = pikepdf.Name("/UniJIS-UCS2-V")

    data = changed(
        made(
            lambda c: (c.drawString(400, 700, "桜庭菜々美様"), c.drawString(370, 700, "申請を受けました")),
            font=BORROWED,
        ),
        upright,
    )
    assert [cell for row in lines(opened(data)) for cell in row] == ["桜庭菜々美様", "申請を受けました"]


def _one_by_one(c: Canvas, x: float, y: float, text: str) -> float:
    """Set each character by itself, upright and downwards, as a browser does; digits lie on their side, 〔〕 stand abreast."""
    abreast = ""
    for letter in text:
        if letter in "〔〕":
            if letter == "〕":
                for k, digit in enumerate(abreast):
                    c.drawString(x + 6 * k, y - 10.5, digit)
                y -= 12
            abreast = "" if letter == "〕" else " "
        elif abreast:
            abreast = abreast.strip() + letter
        elif letter.isascii():
            c.saveState()
            c.translate(x + 1.5, y)
            c.rotate(-90)
            c.drawString(0, 0, letter)
            c.restoreState()
            y -= 6
        else:
            if letter != "　":  # a browser leaves its room and draws nothing
                c.drawString(x, y - 10.5, letter)
            y -= 12.4 if ord(letter) % 2 else 11.6  # never quite one em
    return y


_DOWNWARDS = [
    ["番号", "氏名", "ふりがな", "生年月日"],
    ["一", "桜庭　菜々美", "さくらば　ななみ", "平成三十年四月二日"],
    ["二", "林　翔太", "はやし　しょうた", "平成31年1月15日"],
    ["三", "東　誠二", "あずま　せいじ", "令和元年〔12〕月3日"],
]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_in_vertical_writing_keeps_its_cells(ruled: bool) -> None:
    def draw(c: Canvas) -> None:
        tops = (780, 730, 640, 530) if ruled else (780, 720, 620, 500)
        for k, row in enumerate(_DOWNWARDS):
            for top, text in zip(tops, row, strict=True):
                _one_by_one(c, 400 - 20 * k, top, text)
        if ruled:
            for y in (784, 734, 644, 534, 400):
                c.line(330, y, 420, y)
            for k in range(5):
                c.line(416 - 20 * k, 784, 416 - 20 * k, 400)

    document = opened(made(draw, font=FONT))
    [grid] = document.grids
    plain = [[text.replace("　", " ").replace("〔", "").replace("〕", "") for text in row] for row in _DOWNWARDS]
    assert lines(document) == plain
    assert {
        text
        for text, column in zip(map(grid.text_of, range(len(grid.texts))), grid.columns, strict=True)
        if column == 3
    } == {row[2] for row in plain}


def test_letters_set_one_by_one_to_the_right_are_not_taken_for_vertical_writing() -> None:
    def draw(c: Canvas) -> None:
        for k, text in enumerate(("番号と氏名", "一　桜庭陽", "二　林一郎", "三　東誠二")):
            for n, letter in enumerate(text):
                c.drawString(60 + 12 * n, 700 - 12.5 * k, letter)

    assert lines(opened(made(draw))) == [["番号と氏名"], ["一 桜庭陽"], ["二 林一郎"], ["三 東誠二"]]


def test_two_kanji_with_a_line_between_them_are_two_cells() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(60, 700, "一")
        c.drawString(84, 700, "林")
        for x in (56, 78, 200):
            c.line(x, 690, x, 720)
        for y in (690, 720):
            c.line(56, y, 200, y)

    assert lines(opened(made(draw))) == [["一", "林"]]


def test_two_kanji_are_one_word_only_if_the_second_is_not_nearer_to_the_next() -> None:
    def draw(c: Canvas) -> None:
        for x, letter in ((60, "林"), (96, "誠")):
            c.drawString(x, 700, letter)
        for x, letter in ((60, "一"), (90, "林"), (114, "誠")):
            c.drawString(x, 650, letter)

    assert lines(opened(made(draw))) == [["林誠"], ["一", "林誠"]]


def test_a_column_of_single_letters_is_not_taken_for_vertical_writing() -> None:
    def draw(c: Canvas) -> None:
        for k, sex in enumerate("男女男"):
            c.drawString(60, 700 - 20 * k, "桜庭菜々美")
            c.drawString(200, 700 - 20 * k, sex)

    assert lines(opened(made(draw))) == [["桜庭菜々美", sex] for sex in "男女男"]
