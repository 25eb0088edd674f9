"""Pages for whoever reads tables: every drawn box a cell, however high; lines and gaps where nothing is drawn."""

from collections.abc import Callable

from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import FONT, made

from sekisho.inspection.model import Document, File, Grid, Hiding, Limits
from sekisho.inspection.worker.pool import Pool
from sekisho.inspection.worker.tables import READER, read_tables


def opened(draw: Callable[[Canvas], None], *, pages: int = 1) -> Document:
    return read_tables(File("r.pdf", made(draw, pages=pages)), Limits())


def cells(grid: Grid) -> dict[tuple[int, int], str]:
    return {(grid.rows[at], grid.columns[at]): grid.text_of(at) for at in range(len(grid.texts))}


def table(c: Canvas, *, bottom: bool = True, lines: int = 12) -> None:
    """Draw a table of two rows and three columns; the first cell spans both rows, the last one has many lines."""
    for x in (50, 100, 300, 540):
        c.line(x, 780, x, 400)
    for y in (780, *((400,) if bottom else ())):
        c.line(50, y, 540, y)
    c.line(100, 700, 540, 700)
    c.drawString(55, 760, "1")
    c.drawString(105, 760, "上の段")
    c.drawString(105, 680, "下の段")
    for n in range(lines):
        c.drawString(305, 680 - 16 * n, f"長いセルの{n + 1}行目")


def test_what_is_no_pdf_is_as_inspection_reads_it() -> None:
    document = read_tables(File("r.csv", "番号,部署\n1,総務課\n".encode()), Limits())
    assert cells(document.grids[0])[2, 2] == "総務課"


def test_a_high_box_is_one_cell_with_its_lines_and_a_merged_one_spans() -> None:
    (grid,) = opened(table).grids
    found = cells(grid)
    assert grid.addressed
    assert found[1, 1] == "1"
    assert found[2, 2] == "下の段"
    assert found[2, 3].split("\n") == [f"長いセルの{n}行目" for n in range(1, 13)]
    assert (1, 1, 2, 1) in grid.merges


def test_a_table_that_the_page_cuts_off_is_closed_where_its_sides_end() -> None:
    (grid,) = opened(lambda c: table(c, bottom=False)).grids
    assert len(cells(grid)[2, 3].split("\n")) == 12


def test_a_line_outside_of_the_boxes_goes_across() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(60, 810, "令和５年度の事故")
        table(c)

    (grid,) = opened(draw).grids
    assert cells(grid)[1, 1] == "令和５年度の事故"
    assert any(top == bottom == 1 and right > left for top, left, bottom, right in grid.merges)


def test_columns_are_counted_alike_on_a_page_where_some_are_empty() -> None:
    pages = iter((True, False))

    def draw(c: Canvas) -> None:
        if next(pages):
            table(c)
            return
        for x in (50, 100, 300, 540):
            c.line(x, 780, x, 700)
        c.line(50, 780, 540, 780)
        c.drawString(305, 760, "次のページの続き")

    _, second = opened(draw, pages=2).grids
    assert list(second.columns) == [3]


def test_a_full_stop_that_hangs_over_the_border_parts_no_cell() -> None:
    def draw(c: Canvas) -> None:
        table(c, lines=1)
        c.setFont(FONT, 12)
        c.drawString(300 - 12 * 8 + 4, 640, "封筒を改めてみる。")
        c.drawString(306, 640, "となりのセル")

    found = cells(opened(draw).grids[0])
    assert "封筒を改めてみる。" in found[2, 2]
    assert "となりのセル" in found[2, 3]


def test_without_lines_a_gap_between_rows_leaves_a_row_out() -> None:
    def draw(c: Canvas) -> None:
        for n, y in enumerate((760, 700, 640)):
            c.drawString(50, y, str(n + 1))
            c.drawString(100, y, "部署の名前")
            c.drawString(220, y, "概要の一行目であり、長く")
            c.drawString(220, y - 16, "続いて二行目で終わる。")

    (grid,) = opened(draw).grids
    assert not grid.addressed
    assert sorted(set(grid.rows)) == [1, 2, 4, 5, 7, 8]
    assert {grid.columns[at] for at in range(len(grid.texts)) if "部署" in grid.text_of(at)} == {2}


def test_what_is_not_seen_stands_in_a_grid_of_its_own() -> None:
    def draw(c: Canvas) -> None:
        table(c, lines=1)
        c.setFillColorRGB(1, 1, 1)
        c.drawString(305, 500, "白い字")

    document = opened(draw)
    seen = [grid for grid in document.grids if grid.hidden is Hiding.SEEN]
    assert not any("白い字" in text for grid in seen for text in grid.strings)
    assert any("白い字" in text for grid in document.grids for text in grid.strings)


def test_a_worker_answers_the_same() -> None:
    data = made(table)
    with Pool(reader=READER) as pool:
        ((_, document),) = pool.read([File("r.pdf", data)])
    assert cells(document.grids[0]) == cells(opened(table).grids[0])
