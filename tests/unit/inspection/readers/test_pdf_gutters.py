"""Numbers at the right of their column and names at the left of theirs are two cells, however near they stand."""

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import lines, made, opened

Pairs = Sequence[tuple[str, str]]
NEAR = 2.0
"""Points between a number and the name after it, as a spreadsheet prints them."""


def printed(pairs: Pairs, gap: float = NEAR, shift: float = 0) -> bytes:
    """Draw numbers that end at one place and what begins close behind; ``shift``: how far each line is set in."""

    def draw(c: Canvas) -> None:
        for at, (number, name) in enumerate(pairs):
            c.drawRightString(120 + shift * at, 700 - 20 * at, number)
            c.drawString(120 + gap + shift * at, 700 - 20 * at, name)

    return made(draw)


# ---------------------------------------------------------------- what must stay one cell


@pytest.mark.parametrize(
    "pairs",
    [
        [("8", "年 4 月 1 日"), ("9", "年 5 月 2 日"), ("10", "年 6 月 3 日"), ("11", "年 7 月 4 日")],
        [("1", "丁目2番3号"), ("2", "丁目4番5号"), ("3", "丁目6番7号")],
        [("25,700", "円"), ("8,000", "円"), ("12,500", "円")],
        [("101", "号室"), ("102", "号室"), ("203", "号室")],
    ],
)
def test_a_number_and_its_unit_stay_one_value(pairs: Pairs) -> None:
    assert [len(line) for line in lines(opened(printed(pairs)))] == [1] * len(pairs)


def test_two_lines_are_no_column() -> None:
    assert [len(line) for line in lines(opened(printed([("1", "桜庭菜々美"), ("2", "飯塚陽")])))] == [1, 1]


def test_lines_that_are_each_set_in_further_are_no_column() -> None:
    pairs = [(str(at), "桜庭菜々美") for at in range(1, 6)]
    assert [len(line) for line in lines(opened(printed(pairs, shift=9)))] == [1] * 5


def test_full_names_below_each_other_are_not_torn() -> None:
    def draw(c: Canvas) -> None:
        for at, name in enumerate(("桜庭 花子", "飯塚 太郎", "山田 一郎", "鈴木 次郎")):
            c.drawString(60, 700 - 20 * at, name)

    assert lines(opened(made(draw))) == [["桜庭 花子"], ["飯塚 太郎"], ["山田 一郎"], ["鈴木 次郎"]]


def test_a_line_of_prose_across_the_column_stays_whole() -> None:
    pairs = [("1", "桜庭菜々美"), ("2", "飯塚陽"), ("3", "林翔")]

    def draw(c: Canvas) -> None:
        c.drawString(60, 720, "次の方々を、この名簿のとおり対象者とします。")
        for at, (number, name) in enumerate(pairs):
            c.drawRightString(120, 700 - 20 * at, number)
            c.drawString(122, 700 - 20 * at, name)
        c.drawString(60, 640, "なお、この名簿は年度末に廃棄してください。")

    first, *_, last = lines(opened(made(draw)))
    assert (len(first), len(last)) == (1, 1)


# ---------------------------------------------------------------- what are two


@pytest.mark.parametrize("gap", [1.5, NEAR, 4.0])
def test_a_column_of_numbers_ends_where_all_of_them_do(gap: float) -> None:
    pairs = [("1", "桜庭"), ("2", "東"), ("13", "大久保"), ("114", "日野")]
    assert lines(opened(printed(pairs, gap))) == [list(pair) for pair in pairs]


def test_a_short_name_behind_a_number_is_a_cell_of_its_own() -> None:
    pairs = [("0051333", "佐々木 恵"), ("0051370", "山﨑 恵"), ("0051407", "東 恵")]
    assert [line[0] for line in lines(opened(printed(pairs)))] == [number for number, _ in pairs]
    assert ["".join(line[1].split()) for line in lines(opened(printed(pairs)))] == ["佐々木恵", "山﨑恵", "東恵"]


def test_it_does_not_matter_in_which_order_they_are_drawn() -> None:
    pairs = [("1", "桜庭"), ("2", "飯塚"), ("3", "日高")]

    def draw(c: Canvas) -> None:
        for at, (_, name) in enumerate(pairs):
            c.drawString(122, 700 - 20 * at, name)
        for at, (number, _) in enumerate(pairs):
            c.drawRightString(120, 700 - 20 * at, number)

    assert lines(opened(made(draw))) == [list(pair) for pair in pairs]
