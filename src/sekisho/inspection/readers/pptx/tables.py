"""Tables on slides.

Source: ECMA-376 Part 1, 21.1.3 (tables).
"""

from array import array
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.model import Grid, Hiding, Place
from sekisho.inspection.readers.pptx.covers import Cover, words_under
from sekisho.inspection.readers.pptx.geometry import Box, number
from sekisho.inspection.readers.pptx.lines import cell_layout
from sekisho.inspection.readers.pptx.seen import Seen
from sekisho.inspection.readers.pptx.shapes import TRUE, Backdrop
from sekisho.inspection.readers.pptx.text import Styles, paragraphs_of

_MOST: Final = 1000
_USUAL_STYLE: Final = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
"""Medium Style 2, Accent 1: what a new table has; files need not say how it looks."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a table stands: its place, what hides all of it, its box, and what lies over it.

    ``colour`` is the one of its text where nothing else is said; ``heading``: its first row has another one.
    """

    place: Place
    hiding: Hiding
    box: Box | None
    covers: tuple[Cover, ...]
    colour: str | None = None
    heading: bool = False


@dataclass(slots=True)
class _Table:
    rows: "array[int]" = field(default_factory=lambda: array("i"))
    columns: "array[int]" = field(default_factory=lambda: array("i"))
    texts: "array[int]" = field(default_factory=lambda: array("i"))
    strings: dict[str, int] = field(default_factory=dict)
    hidden_cells: dict[int, Hiding] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_table(table: etree._Element, setting: Setting, backdrop: Backdrop, seen: Seen) -> None:
    """Add a table as a grid. Its rows have no numbers on the slide, so its places name none."""
    found = _Table()
    after = len(seen.texts)
    setting = _styled(table, setting, backdrop)
    widths = [number(attribute(one, "w")) for one in elements(table, "gridCol")]
    top = setting.box.top if setting.box else 0.0
    for row, element in enumerate((one for one in table if local_name(one) == "tr"), start=1):
        height = number(attribute(element, "h"))
        left = setting.box.left if setting.box else 0.0
        for column, cell in enumerate((one for one in element if local_name(one) == "tc"), start=1):
            wide, high = _span(cell, "gridSpan"), _span(cell, "rowSpan")
            if wide > 1 or high > 1:
                found.merges.append((row, column, row + high - 1, column + wide - 1))
            width = sum(widths[column - 1 : column - 1 + wide])
            box = Box(left, top, left + width, top + height) if setting.box else None
            _read_cell(cell, (row, column), box, setting, backdrop, found, seen)
            left += widths[column - 1] if column <= len(widths) else 0.0
        top += height
    if found.texts:
        seen.grids.append(
            Grid(
                setting.place,
                found.rows,
                found.columns,
                found.texts,
                tuple(found.strings),
                addressed=False,
                merges=tuple(found.merges),
                hidden=setting.hiding,
                hidden_cells=found.hidden_cells,
                after=after,
            )
        )


def _styled(table: etree._Element, setting: Setting, backdrop: Backdrop) -> Setting:
    """Return the setting with the colour that the table's style gives to text: black but for dark styles, headings apart."""
    properties = child(table, "tblPr")
    if properties is None:
        return replace(setting, colour=backdrop.palette.scheme.get("dk1"))
    name = child(properties, "tableStyleId")
    known = backdrop.tables.get((name.text or "").strip().upper()) if name is not None else None
    heading = attribute(properties, "firstRow").lower() in TRUE
    whole = child(known, "wholeTbl") if known is not None else None
    told = child(whole, "tcTxStyle") if whole is not None else None
    if told is not None:
        return replace(setting, colour=backdrop.palette.colour(told)[0], heading=heading)
    usual = name is None or (name.text or "").strip().upper() == _USUAL_STYLE
    return replace(setting, colour=backdrop.palette.scheme.get("dk1") if usual else None, heading=heading)


def _span(cell: etree._Element, name: str) -> int:
    value = attribute(cell, name)
    return int(min(max(number(value, 1.0), 1.0), _MOST))


def _read_cell(
    cell: etree._Element,
    at: tuple[int, int],
    box: Box | None,
    setting: Setting,
    backdrop: Backdrop,
    table: _Table,
    seen: Seen,
) -> None:
    body, properties = child(cell, "txBody"), child(cell, "tcPr")
    if body is None:
        return
    # What stands in a cell that another one was drawn over is not shown.
    merged = any(attribute(cell, name).lower() in TRUE for name in ("hMerge", "vMerge"))
    fill = backdrop.palette.fill(properties)
    ground = fill.colour if fill is not None and fill.opaque else None
    colour = None if at[0] == 1 and setting.heading else setting.colour
    paragraphs = paragraphs_of(
        body, Styles(colour=colour, defaults=None if colour is None else backdrop.defaults), backdrop.palette
    )
    ways: dict[Hiding, list[str]] = {}
    for paragraph in paragraphs:
        of_paragraph: dict[Hiding, str] = {}
        for run in paragraph.runs:
            way = Hiding.BEHIND if merged else run.hiding(ground, on_fill=True)
            if run.text.strip() or way is Hiding.SEEN:
                of_paragraph[way] = of_paragraph.get(way, "") + run.text
        for way, text in of_paragraph.items():
            if text.strip():
                ways.setdefault(way, []).append(text.strip())
    _put(at, {way: "\n".join(texts) for way, texts in ways.items()}, setting, table, seen)
    if box is None or not setting.covers or merged:
        return
    for word in words_under(paragraphs, box, cell_layout(properties), setting.covers):
        seen.cover(setting.place, word)


def _put(at: tuple[int, int], ways: dict[Hiding, str], setting: Setting, table: _Table, seen: Seen) -> None:
    """Fill a cell with what it shows; what it hides beside that is a text of its own."""
    alone = not ways.get(Hiding.SEEN) and len(ways) == 1
    for way, text in ways.items():
        if way is Hiding.SEEN or alone:
            if way and not setting.hiding:
                table.hidden_cells[len(table.texts)] = way
            table.rows.append(at[0])
            table.columns.append(at[1])
            table.texts.append(table.strings.setdefault(text, len(table.strings)))
            if way is Hiding.COVERED:
                seen.cover(setting.place, text)
        else:
            seen.add(setting.place, text, setting.hiding or way)
