"""Paragraphs, tables and text boxes in the order of the document.

Source: ECMA-376 Part 1, 17.2 (body), 17.4 (tables).
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sekisho.inspection.containers.opc import attribute, child, local_name
from sekisho.inspection.model import Grid, Hiding, Part, Place
from sekisho.inspection.readers.docx.looks import WHITE, Ground, read_fill
from sekisho.inspection.readers.docx.runs import Paragraph, Story, close_fields, read_paragraph
from sekisho.inspection.readers.docx.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

_MOST_COLUMNS: Final = 1000
_FLAT: Final = 20
"""Twentieths of a point: a row of one point shows nothing of its text."""
_NOT_CONTENT: Final = frozenset(
    {"sdtPr", "sdtEndPr", "customXmlPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "pPr"}
)


def read_story(root: etree._Element, story: Story) -> None:
    """Read everything below ``root`` into the story's ``seen``."""
    read_blocks(root, story, lambda paragraph: _emit(paragraph, story))
    close_fields(story)


def read_blocks(container: etree._Element, story: Story, sink: Callable[[Paragraph], None]) -> None:
    """Hand each paragraph to ``sink``; tables and text boxes go into the story's ``seen`` by themselves."""
    for element in container:
        name = local_name(element)
        if name == "p":
            paragraph = read_paragraph(element, story)
            sink(paragraph)
            _read_boxes(paragraph, story)
        elif name == "tbl":
            _read_table(element, story)
        elif name == "AlternateContent":
            _read_alternatives(element, story, sink)
        elif name and name not in _NOT_CONTENT:
            read_blocks(element, story, sink)


def _read_alternatives(element: etree._Element, story: Story, sink: Callable[[Paragraph], None]) -> None:
    for one in element:
        if local_name(one) == "Fallback":
            other = replace(story, seen=Seen(), codes=[])
            read_story(one, other)
            story.seen.add_new(other.seen)
        else:
            read_blocks(one, story, sink)


def _read_boxes(paragraph: Paragraph, story: Story) -> None:
    for box in paragraph.boxes:
        inner = story.inside(story.part if story.hiding else Part.TEXT_BOX, box.ground)
        if box.again:
            inner.seen = Seen()
        read_story(box.content, inner)
        if box.again:
            story.seen.add_new(inner.seen)


def _emit(paragraph: Paragraph, story: Story) -> None:
    story.seen.add(story.part, paragraph.text, story.hiding)
    _emit_hidden(paragraph, story)
    if paragraph.covered:
        story.seen.cover(story.part, paragraph.text)


def _emit_hidden(paragraph: Paragraph, story: Story) -> None:
    for hiding, text in paragraph.hidden().items():
        part = Part.REVISION if hiding is Hiding.DELETED else story.part
        story.seen.add(part, text, hiding, "deleted" if hiding is Hiding.DELETED else "")
    # What a revision put in is shown as well; its presence says that the document was not cleaned.
    story.seen.add(Part.REVISION, "".join(paragraph.inserted), Hiding.SEEN, "inserted")


# ---------------------------------------------------------------- tables


@dataclass(slots=True)
class _Table:
    """A table while its cells are read."""

    story: Story
    rows: array[int] = field(default_factory=lambda: array("i"))
    columns: array[int] = field(default_factory=lambda: array("i"))
    texts: array[int] = field(default_factory=lambda: array("i"))
    strings: dict[str, int] = field(default_factory=dict)
    hidden_rows: dict[int, Hiding] = field(default_factory=dict)
    hidden_cells: dict[int, Hiding] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    open_merges: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)

    def put(self, row: int, column: int, text: str, hiding: Hiding) -> None:
        if hiding:
            self.hidden_cells[len(self.texts)] = hiding
        self.rows.append(row)
        self.columns.append(column)
        self.texts.append(self.strings.setdefault(text, len(self.strings)))


def _read_table(element: etree._Element, story: Story) -> None:
    """Add a table as a grid. Its rows have no numbers in the document, so its places name none."""
    table = _Table(story)
    after = len(story.seen.texts)
    ground = _table_ground(element, story)
    for number, row in enumerate(_inside(element, "tr"), start=1):
        _read_row(row, number, replace(ground, heading=number == 1), table)
    table.merges += table.open_merges.values()
    if table.texts:
        story.seen.grids.append(
            Grid(
                Place(story.part),
                table.rows,
                table.columns,
                table.texts,
                tuple(table.strings),
                addressed=False,
                merges=tuple(sorted(one for one in table.merges if one[:2] != one[2:])),
                hidden=story.hiding,
                hidden_rows=table.hidden_rows,
                hidden_cells=table.hidden_cells,
                after=after,
            )
        )


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, those inside controls and revisions too."""
    for one in element:
        if local_name(one) == name:
            yield one
        elif local_name(one) not in {"tbl", "tr", "tc", "p", *_NOT_CONTENT}:
            yield from _inside(one, name)


def _table_ground(element: etree._Element, story: Story) -> Ground:
    """Return what can lie behind the cells: the table's own shading, else every one that its style knows."""
    properties = child(element, "tblPr")
    if properties is None:
        return story.ground
    own = read_fill(child(properties, "shd"))
    if own:
        return Ground((own,), shaded=True)
    style = child(properties, "tblStyle")
    fills = story.styles.table_fills(attribute(style, "val")) if style is not None else ()
    return replace(story.ground, fills=(*(story.ground.fills or (WHITE,)), *fills)) if fills else story.ground


def _read_row(row: etree._Element, number: int, ground: Ground, table: _Table) -> None:
    properties = child(row, "trPr")
    column = 1
    if properties is not None:
        column += _count(child(properties, "gridBefore"), 0)
        ground = replace(ground, heading=ground.heading or child(properties, "tblHeader") is not None)
        if hiding := _row_hiding(properties):
            table.hidden_rows[number] = hiding
    for cell in _inside(row, "tc"):
        column = _read_cell(cell, (number, column), ground, table)


def _row_hiding(properties: etree._Element) -> Hiding:
    if child(properties, "del") is not None:
        return Hiding.DELETED
    hidden = child(properties, "hidden")
    if hidden is not None and attribute(hidden, "val") not in {"0", "false", "off"}:
        return Hiding.ROW
    height = child(properties, "trHeight")
    flat = height is not None and attribute(height, "hRule") == "exact" and 0 < _count(height, _FLAT + 1) <= _FLAT
    return Hiding.ROW if flat else Hiding.SEEN


def _read_cell(cell: etree._Element, at: tuple[int, int], ground: Ground, table: _Table) -> int:
    """Read one cell, and return the column in which the next one begins."""
    row, column = at
    properties = child(cell, "tcPr")
    span = 1
    if properties is not None:
        span = max(1, _count(child(properties, "gridSpan"), 1))
        fill = read_fill(child(properties, "shd"))
        ground = replace(ground, fills=(fill,), shaded=True) if fill else ground
        _merge(child(properties, "vMerge"), row, column, span, table)
    else:
        _merge(None, row, column, span, table)
    inner = replace(table.story, ground=ground)
    paragraphs: list[Paragraph] = []
    read_blocks(cell, inner, paragraphs.append)
    _fill_cell(paragraphs, at, table)
    return column + span


def _fill_cell(paragraphs: list[Paragraph], at: tuple[int, int], table: _Table) -> None:
    shown = "\n".join(text for paragraph in paragraphs if (text := paragraph.text.strip()))
    hidden = [one for paragraph in paragraphs for one in paragraph.hidden().items()]
    ways = {hiding for hiding, _ in hidden}
    story = table.story
    if not shown and len(ways) == 1 and Hiding.DELETED not in ways:
        (hiding,) = ways
        shown = "\n".join(text.strip() for _, text in hidden)
        table.put(*at, shown, hiding)
        if hiding is Hiding.COVERED:
            story.seen.cover(story.part, shown)
        return
    if shown:
        table.put(*at, shown, Hiding.SEEN)
    for paragraph in paragraphs:
        _emit_hidden(paragraph, story)
        if paragraph.covered:
            story.seen.cover(story.part, paragraph.text)


def _merge(mark: etree._Element | None, row: int, column: int, span: int, table: _Table) -> None:
    """Follow merged cells: ``restart`` begins one, a mark without a value goes on with the one above."""
    last = column + span - 1
    if mark is not None and attribute(mark, "val") != "restart" and column in table.open_merges:
        first = table.open_merges[column]
        table.open_merges[column] = (first[0], first[1], row, first[3])
        return
    before = table.open_merges.pop(column, None)
    if before is not None:
        table.merges.append(before)
    table.open_merges[column] = (row, column, row, last)


def _count(element: etree._Element | None, default: int) -> int:
    value = attribute(element, "val") if element is not None else ""
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() else default
