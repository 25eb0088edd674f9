"""The drawn lines of a table make cells of what stands between them; frames and marks do not."""

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import changed, lines, made, opened


def _ruled(c: Canvas) -> None:
    """Draw a table as spreadsheets print it: wrapped texts, the others in the middle of their box."""
    edges = (60, 110, 160, 300)
    for k in range(4):
        c.line(60, 720 - 40 * k, 300, 720 - 40 * k)
    for x in edges:
        c.line(x, 720, x, 600)
    for k, (number, name, places) in enumerate(
        [
            ("番号", ["氏名"], ["住所"]),
            ("S0001", ["桜庭菜", "々美"], ["さくら野市中央一丁目", "２番地"]),
            ("S0002", ["飯塚陽"], ["さくら野市北町"]),
        ]
    ):
        middle = 696 - 40 * k
        c.drawString(62, middle, number)
        for texts, x in ((name, 112), (places, 162)):
            for i, text in enumerate(texts):
                c.drawString(x, middle + 7 * (len(texts) - 1) - 14 * i, text)


@pytest.mark.parametrize("turn", [0, 90])
def test_a_box_of_a_ruled_table_is_one_cell(turn: int) -> None:
    data = (
        made(_ruled)
        if not turn
        else made(lambda c: (c.translate(595, 0), c.rotate(90), c.translate(0, -250), _ruled(c)))
    )
    document = opened(changed(data, lambda pdf: pdf.pages[0].rotate(turn, relative=False)))
    assert lines(document) == [
        ["番号", "氏名", "住所"],
        ["S0001", "桜庭菜々美", "さくら野市中央一丁目\n２番地"],
        ["S0002", "飯塚陽", "さくら野市北町"],
    ]


def test_a_drawn_line_is_a_border_however_narrow_the_gap() -> None:
    def draw(c: Canvas) -> None:
        for k in range(3):
            c.rect(60, 700 - 20 * k, 40, 20)
            c.rect(100, 700 - 20 * k, 80, 20)
            c.drawString(64, 705 - 20 * k, "S01")
            c.drawString(64 + 37, 705 - 20 * k, "桜庭菜々美")

    assert lines(opened(made(draw))) == [["S01", "桜庭菜々美"]] * 3


def test_names_below_each_other_in_one_box_stay_apart() -> None:
    def draw(c: Canvas) -> None:
        for x in (60, 260):
            c.rect(x, 640, 200, 60)
            c.drawString(x + 5, 680, "桜庭菜々美")
            c.drawString(x + 5, 660, "飯塚陽")

    assert lines(opened(made(draw))) == [["桜庭菜々美\n飯塚陽", "桜庭菜々美\n飯塚陽"]]


def test_a_table_drawn_as_one_path_has_boxes() -> None:
    def draw(c: Canvas) -> None:
        path = c.beginPath()
        for y in (720, 680, 640):
            path.moveTo(60, y)
            path.lineTo(260, y)
        for x in (60, 160, 260):
            path.moveTo(x, 720)
            path.lineTo(x, 640)
        c.drawPath(path)
        for y in (705, 665):
            c.drawString(63, y, "桜庭菜々")
            c.drawString(63, y - 14, "美")
            c.drawString(163, y - 7, "S0001")

    assert lines(opened(made(draw))) == [["桜庭菜々\n美", "S0001"]] * 2


def test_a_mark_behind_a_word_is_no_border() -> None:
    def draw(c: Canvas) -> None:
        c.setFillColorRGB(1, 1, 0)
        c.rect(96, 697, 60, 14, fill=1, stroke=0)
        c.setFillGray(0)
        c.drawString(60, 700, "担当は桜庭菜々美です。")

    assert lines(opened(made(draw))) == [["担当は桜庭菜々美です。"]]


def test_a_letter_in_a_frame_stays_lines() -> None:
    def draw(c: Canvas) -> None:
        c.rect(40, 400, 500, 420)
        for k in range(12):
            c.drawString(60, 780 - 20 * k, f"{k}行目の文です。")

    assert len(lines(opened(made(draw)))) == 12


def test_a_note_in_a_frame_beside_a_list_leaves_its_lines_apart() -> None:
    rows = [
        ["番号", "氏名", "住所"],
        ["S0001", "桜庭菜々美", "さくら野市中央1"],
        ["S0002", "飯塚陽", "さくら野市北町2"],
    ]

    def draw(c: Canvas) -> None:
        for k, row in enumerate(rows):
            for x, text in zip((60, 120, 220), row, strict=True):
                c.drawString(x, 700 - 16 * k, text)
        c.rect(400, 660, 120, 36)
        c.drawString(405, 684, "窓口で本人に")
        c.drawString(405, 668, "確かめたもの")

    found = lines(opened(made(draw)))
    assert [line[:3] for line in found if line[0] in {"番号", "S0001", "S0002"}] == rows
    assert any("窓口で本人に" in cell for line in found for cell in line)
