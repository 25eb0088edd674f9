"""Lines of narrow columns and cells: a name broken there is found, and what stands below each other in a list stays apart."""

import pytest
import typst
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import lines, made, opened

from sekisho.inspection.model import Document, Part


def _texts(document: Document) -> list[str]:
    return [text.text for text in document.texts if text.place.part is Part.PAGE]


def _set(content: str) -> bytes:
    source = f'#set page(paper: "a4")\n#set text(font: "BIZ UDGothic", lang: "ja", size: 11pt)\n#set par(justify: true)\n{content}\n'
    fonts = ["/usr/share/fonts/truetype/bizud-gothic"]
    return bytes(typst.compile(source.encode(), font_paths=fonts, ignore_system_fonts=True))


def _cell_lines(*rows: tuple[tuple[str, ...], ...]) -> bytes:
    """Return a table without lines: each row's cells, each with its lines below each other."""

    def draw(c: Canvas) -> None:
        y = 760.0
        for row in rows:
            for x, cell in zip((60, 130, 190, 260), row, strict=False):
                for k, text in enumerate(cell):
                    c.drawString(x, y - 15 * k, text)
            y -= 15 * max(map(len, row)) + 6

    return made(draw)


@pytest.mark.parametrize(
    "rows",
    [
        ((("1",), ("小林　健",)), (("2",), ("一ノ瀬守",)), (("3",), ("長谷川",)), (("4",), ("さくら",))),
        ((("小林　健",),), (("一ノ瀬　守",),), (("長谷川",),), (("さくら",),)),
        ((("1",), ("さくら野市中央",)), (("2",), ("さくら野市北町",)), (("3",), ("さくら野市西町",))),
        ((("1",), ("0559112001",), ("R8.11.24",)), (("",), ("0559112002",), ("R8.11.25",))),
        ((("1",), ("保育園",), ("継続",)), (("2",), ("幼稚園",), ("新規",)), (("3",), ("保育園",), ("継続",))),
    ],
)
def test_the_narrow_cells_of_a_list_are_not_run_together(rows: tuple[tuple[tuple[str, ...], ...], ...]) -> None:
    assert _texts(opened(_cell_lines(*rows))) == []


def test_a_line_that_ends_before_the_margin_does_not_go_on() -> None:
    rows = ((("1",), ("面談した林",)), (("2",), ("一郎さんと面談する予定",)))
    assert _texts(opened(_cell_lines(*rows))) == []


@pytest.mark.parametrize("width", [24, 30, 45, 60, 80])
@pytest.mark.parametrize("lead", range(8))
def test_a_name_broken_in_a_narrow_cell_is_found(width: int, lead: int) -> None:
    remark = "面談を終えました。次回は、" + "あ" * lead + "桜庭菜々美さんを訪問します"
    rows = "".join(f"[{k}], [北町], [{remark if k == 2 else '継続する'}]," for k in range(1, 5))
    for stroke in ("none", "0.5pt"):
        table = f"#table(columns: (15mm, 25mm, {width}mm), stroke: {stroke}, [番号], [地区], [備考], {rows})"
        document = opened(_set(table))
        cells = [cell.replace("\n", "") for row in lines(document) for cell in row]
        assert any("桜庭菜々美さん" in text for text in (*cells, *_texts(document)))


@pytest.mark.parametrize("columns", [3, 4, 5])
@pytest.mark.parametrize("lead", range(0, 12, 2))
def test_a_name_broken_in_a_narrow_column_is_found(columns: int, lead: int) -> None:
    text = "これは通知です。" + "あ" * lead + "次の方の書類を送りますので、桜庭菜々美さんにお渡しください。" * 6
    cells = ", ".join(f"[{text}]" for _ in range(columns))
    grid = f"#grid(columns: {columns}, column-gutter: 6mm, {cells})"
    joined = "".join(_texts(opened(_set(grid))))
    assert joined.count("桜庭菜々美さん") == 6 * columns


@pytest.mark.parametrize(("family", "given"), [("長谷川", "さくら"), ("桜庭", "菜々美")])
def test_a_name_broken_in_its_own_cell_is_found(family: str, given: str) -> None:
    row = (("1",), (family, given), ("北町",), ("継続",))
    other = (("2",), ("飯塚陽",), ("北町",), ("継続",))
    assert _texts(opened(_cell_lines(row, other, other))) == [family + given]
