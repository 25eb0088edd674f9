"""How the cells of a row stand in the table of the viewer: as a spreadsheet shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.inspection.model import Hiding
from sekisho.inspection.showing.model import Cell, Row
from sekisho.web.desk.templatetags.viewer import Drawn, cells

COLUMNS = [(1, False), (2, False), (4, True), (5, False)]


def drawn(*there: Cell) -> list[Drawn]:
    return cells(Row(1, Hiding.SEEN, there), COLUMNS)


def test_cells_of_data_keep_their_columns() -> None:
    made = drawn(Cell(1, "A1"), Cell(2, "氏名"), Cell(5, "とても長い備考が書いてある"))
    assert [(one.text, one.span, one.over) for one in made] == [
        ("A1", 1, False),
        ("氏名", 1, False),
        ("", 1, False),
        ("とても長い備考が書いてある", 1, False),
    ]


def test_a_title_runs_on_over_the_empty_cells_beside_it() -> None:
    title = "令和8年度 市外幼稚園 補助金の対象児童名簿（11月分・各園に送るもの）"
    assert drawn(Cell(1, title)) == [Drawn(title, Hiding.SEEN, 4, over=True)]
    assert drawn(Cell(2, title)) == [Drawn(""), Drawn(title, Hiding.SEEN, 3, over=True)]


def test_at_the_end_of_the_table_nothing_runs_on() -> None:
    assert drawn(Cell(5, "長い注記"))[-1] == Drawn("長い注記")


def test_a_merged_cell_spans_its_columns() -> None:
    made = drawn(Cell(1, "見出し", across=4), Cell(5, "日付"))
    assert [(one.text, one.span, one.over) for one in made] == [("見出し", 3, False), ("日付", 1, False)]


def test_what_is_hidden_stays_marked() -> None:
    assert [one.hidden for one in drawn(Cell(1, "a"), Cell(4, "b", Hiding.COLUMN))][2] == Hiding.COLUMN


@pytest.mark.parametrize("across", [1, 2, 9])
@given(st.sets(st.sampled_from([1, 2, 4, 5])))
def test_every_row_fills_the_table_and_loses_nothing(across: int, filled: set[int]) -> None:
    made = drawn(*(Cell(one, f"text {one}", across=across if one == max(filled) else 1) for one in sorted(filled)))
    assert sum(one.span for one in made) == len(COLUMNS)
    assert [one.text for one in made if one.text] == [f"text {one}" for one in sorted(filled)]
