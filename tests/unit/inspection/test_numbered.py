"""Rows of lists that name none of their own."""

from dataclasses import replace

from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.numbered import line_of, numbered
from sekisho.inspection.worked import Hidden, document, sheet

ROWS = [["氏名", "住所"], ["甲", "一丁目"], ["乙", "二丁目"]]
TABLE = replace(sheet(ROWS, name=None, part=Part.BODY), addressed=False)


def test_a_spreadsheet_keeps_its_own_numbers() -> None:
    made = document(sheet(ROWS), TABLE)
    assert numbered(made) is made


def test_nothing_to_number() -> None:
    assert numbered(document()) == document()


def test_the_rows_of_all_tables_are_numbered_through() -> None:
    first, second = numbered(document(TABLE, TABLE)).grids
    assert list(first.rows) == [1, 1, 2, 2, 3, 3]
    assert list(second.rows) == [4, 4, 5, 5, 6, 6]
    assert second.place_of(2) == Place(Part.BODY, row=5, column="A")
    assert second.strings == TABLE.strings


def test_each_page_has_its_own_numbers() -> None:
    pages = [replace(TABLE, place=Place(Part.PAGE, page=page)) for page in (1, 2)]
    grids = numbered(document(*pages)).grids
    assert [grid.place_of(0) for grid in grids] == [Place(Part.PAGE, row=1, column="A", page=page) for page in (1, 2)]
    assert len({line_of(grid.place_of(0)) for grid in grids}) == 2


def test_what_is_merged_and_hidden_moves_with_its_row() -> None:
    hidden = Hidden(rows={3: Hiding.ROW}, columns={2: Hiding.COLUMN})
    table = replace(sheet(ROWS, name=None, part=Part.BODY, hidden=hidden, merges=((1, 1, 1, 2),)), addressed=False)
    _, second = numbered(document(TABLE, table)).grids
    assert second.merges == ((4, 1, 4, 2),)
    assert dict(second.hidden_rows) == {6: Hiding.ROW}
    assert dict(second.hidden_columns) == {2: Hiding.COLUMN}
