"""The elements of a page in their order: paragraphs, tables, what each hides, and everything beside the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.html.attributes import read_attributes
from sekisho.inspection.readers.html.looks import Look, changed
from sekisho.inspection.readers.html.scripts import (
    conditional,
    holds_markup,
    read_css,
    read_office_properties,
    read_remark,
    read_script,
)
from sekisho.inspection.readers.html.seen import Seen
from sekisho.inspection.readers.html.styles import Declarations, Sheet, declarations_of
from sekisho.inspection.readers.html.tables import Cell, Table
from sekisho.words import say

TOO_DEEP: Final = say("入れ子が深すぎるか壊れていて、終わりまで読めません")
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
        "header", "hr", "html", "legend", "li", "main", "nav", "noscript", "ol", "optgroup", "option", "p", "pre", "section",
        "select", "summary", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "title", "tr", "ul",
    }
)  # fmt: skip
_RAW: Final = frozenset({"iframe", "noframes", "noembed"})
_SILENT: Final = frozenset({"script", "style", "xml", *_RAW})
_PLACES: Final = {
    "textarea": Part.FORM_FIELD,
    "option": Part.FORM_FIELD,
    "noscript": Part.SCRIPT,
    "title": Part.PROPERTY,
}
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_SIZES: Final = {"1": "10px", "2": "13px", "3": "16px", "4": "18px"}
_MOST: Final = 3
"""How deep remarks inside remarks are read as pages."""


@dataclass(slots=True)
class _State:
    """What an open element hands on to what is inside it."""

    look: Look
    part: Part
    tag: str
    kept: bool = False
    reading: bool = False
    silent: bool = False
    """``kept``: line breaks and spaces stand as they are written. ``reading``: furigana, which is not part of the text.
    ``silent``: what stands inside is read elsewhere."""


@dataclass(slots=True)
class Walk:
    """Reads one tree. ``looks`` remembers what an element of the same kind inside the same look came to."""

    seen: Seen
    sheet: Sheet
    base: Look
    part: Part = Part.BODY
    depth: int = 0
    stack: list[_State] = field(default_factory=list)
    tables: list[Table | None] = field(default_factory=list)
    pieces: list[tuple[str, Hiding]] = field(default_factory=list)
    readings: list[tuple[str, Hiding]] = field(default_factory=list)
    looks: dict[tuple[object, ...], Look] = field(default_factory=dict)

    def read(self, root: etree._Element) -> None:
        """Read everything below ``root``."""
        self.stack.append(_State(self.base, self.part, ""))
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._begin(element)
            elif event == "end":
                self._end(element)
            else:
                if event == "comment":
                    self.remark(element.text or "")
                self._say(element.tail)
        self._flush()

    # ------------------------------------------------------------ elements

    def _begin(self, element: etree._Element) -> None:
        tag = str(element.tag).lower()
        above = self.stack[-1]
        if tag in _BLOCKS:
            self._flush()
        look = self._look(element, tag, above.look)
        part = above.part if above.part is not Part.BODY else _PLACES.get(tag, above.part)
        kept, reading = above.kept or tag in {"pre", "textarea"}, above.reading or tag in {"rt", "rp", "rtc"}
        self.stack.append(_State(look, part, tag, kept, reading, above.silent or tag in _SILENT))
        if element.attrib:
            read_attributes(element, tag, look.hiding, self.seen)
        self._table(element, tag, look)
        if tag == "br":
            self.pieces.append(("\n", Hiding.SEEN))
        elif tag == "xml":
            read_office_properties(element, self.seen)
        elif tag == "script":
            read_script(element.text or "", str(element.get("type", "")), self.seen)
        elif tag == "style":
            read_css(element.text or "", self.seen)
        elif tag in _RAW:
            if (element.text or "").strip():
                page = b"\xef\xbb\xbf<html>" + (element.text or "").encode("utf-8", "replace")
                self.seen.embed(f"frame-{len(self.seen.children) + 1}.html", page)
        else:
            self._say(element.text)

    def _end(self, element: etree._Element) -> None:
        state = self.stack.pop()
        if state.tag in _BLOCKS:
            self._flush(state.part)
        if state.tag in {"td", "th"} and self._open and self._open.cell:
            self._fill(self._open, self._open.cell)
            self._open.cell = None
        elif state.tag == "table" and self.tables:
            table = self.tables.pop()
            grid = table.grid() if table else None
            if grid:
                self.seen.grids.append(grid)
        self._say(element.tail)

    def _look(self, element: etree._Element, tag: str, above: Look) -> Look:
        get = element.get
        key = (above, tag, *(get(name) for name in _LOOKED_AT))
        if key not in self.looks:
            said: Declarations = {}
            if tag in {"template", "dialog"} and get("open") is None:
                said["display"] = "none"
            said.update(_by_attributes(element, tag))
            said.update(self.sheet.of(tag, str(get("class", "")), str(get("id", ""))))
            said.update(declarations_of(str(get("style", ""))))
            self.looks[key] = changed(above, said)
        return self.looks[key]

    # ------------------------------------------------------------ tables

    @property
    def _open(self) -> Table | None:
        return self.tables[-1] if self.tables else None

    def _table(self, element: etree._Element, tag: str, look: Look) -> None:
        """Follow the table that an element opens, or belongs to."""
        table = self._open
        if tag == "table":
            placing = element.get("role") in {"presentation", "none"} or _is_one_cell(element)
            self.tables.append(None if placing else Table(self.stack[-1].part, look.hiding, len(self.seen.texts)))
        elif table is None:
            return
        elif tag == "tr":
            holds_another = next(element.iterdescendants("table"), None) is not None
            # The whole table may be hidden, which is told for it as one.
            table.begin_row(layout=holds_another, hidden=bool(look.hiding) and not table.hiding)
        elif tag in {"col", "colgroup"}:
            if tag == "col" or next(element.iterchildren("col"), None) is None:
                table.tell_columns(str(element.get("span", "1")), hidden=look.way is Hiding.VANISH)
        elif tag in {"td", "th"}:
            if table.row == 0:
                table.begin_row(layout=False, hidden=False)
            slots = table.begin_cell(str(element.get("colspan", "1")), str(element.get("rowspan", "1")))
            self.seen.hold_cells(slots)

    def _fill(self, table: Table, cell: Cell) -> None:
        shown = "\n".join(text for text, hiding in cell.paragraphs if not hiding)
        hidden = [(text, hiding) for text, hiding in cell.paragraphs if hiding]
        ways = {hiding for _, hiding in hidden}
        if not shown and len(ways) == 1:
            text = "\n".join(text for text, _ in hidden)
            (way,) = ways
            told = table.hiding or table.hidden_rows.get(cell.row) or table.hidden_columns.get(cell.column)
            table.put(cell, text, Hiding.SEEN if told else way)
            if way is Hiding.COVERED:
                self.seen.cover(table.part, text)
            return
        if shown:
            table.put(cell, shown, Hiding.SEEN)
        for text, hiding in hidden:
            self.seen.add(table.part, text, hiding)

    # ------------------------------------------------------------ text

    def _say(self, text: str | None) -> None:
        if not text:
            return
        state = self.stack[-1]
        if state.silent:
            return
        if state.reading:
            self.readings.append((text, state.look.way))
        else:
            self.pieces.append((text if state.kept else _SPACES.sub(" ", text), state.look.way))

    def _flush(self, part: Part | None = None) -> None:
        """End the paragraph: what is shown of it, and what is hidden, by each way, are texts of their own."""
        pieces, self.pieces = self.pieces, []
        readings, self.readings = self.readings, []
        where = part or self.stack[-1].part
        for hiding in dict.fromkeys(hiding for text, hiding in pieces if text.strip()):
            text = "".join(text for text, way in pieces if way == hiding or text == "\n")
            self._tell(where, _squeezed(text), hiding)
        # Excel hides the furigana of every cell in the pages that it saves: a property, as it is in a workbook.
        if shown := "".join(text for text, way in readings if not way):
            self.seen.add(where, shown, self.stack[-1].look.way, "furigana")
        if behind := "".join(text for text, way in readings if way):
            self.seen.add_once(Part.PROPERTY, behind, Hiding.BEHIND, "furigana")

    def _tell(self, part: Part, text: str, hiding: Hiding) -> None:
        table = self._open
        if not text:
            return
        if part is Part.PROPERTY:
            self.seen.add_once(part, text, hiding, "title")
        elif table and table.cell and not table.layout:
            table.cell.paragraphs.append((text, hiding))
        else:
            self.seen.add(part, text, hiding)

    # ------------------------------------------------------------ remarks

    def remark(self, text: str) -> None:
        """Read a remark; one that holds a piece of a page is read as such."""
        inner = conditional(text)
        if not holds_markup(text if inner is None else inner):
            read_remark(text if inner is None else inner, self.seen)
            return
        root, whole = parsed(text if inner is None else inner) if self.depth < _MOST else (None, True)
        if not whole:
            self.seen.miss("comment (depth)", TOO_DEEP)
        if root is None:
            read_remark(text, self.seen)
        else:
            part = Part.BODY if inner is not None else Part.COMMENT
            Walk(self.seen, self.sheet, Look(Hiding.BEHIND), part, self.depth + 1).read(root)


_LOOKED_AT: Final = ("class", "id", "style", "bgcolor", "background", "color", "text", "size", "hidden", "href", "open")


def _by_attributes(element: etree._Element, tag: str) -> Declarations:
    """Return what the old attributes for looks say, as declarations."""
    said: Declarations = {}
    if element.get("hidden") is not None:
        said["display"] = "none"
    if value := element.get("bgcolor"):
        said["background-color"] = _hex(str(value))
    if element.get("background"):
        said["background-image"] = "url()"
    colour = element.get("color") if tag == "font" else element.get("text") if tag == "body" else None
    if colour:
        said["color"] = _hex(str(colour))
    elif tag == "a" and element.get("href") is not None:
        said["color"] = "#0000ee"
    if tag == "font" and str(element.get("size")) in _SIZES:
        said["font-size"] = _SIZES[str(element.get("size"))]
    return said


def _hex(colour: str) -> str:
    bare = colour.strip().lower()
    return f"#{bare}" if re.fullmatch(r"[0-9a-f]{6}", bare) else bare


def _is_one_cell(table: etree._Element) -> bool:
    """Tell whether a table has a single cell: a box around running text."""
    cells = table.iterdescendants("td", "th")
    return next(cells, None) is not None and next(cells, None) is None


def _squeezed(text: str) -> str:
    lines = (line.strip(" \t\r\f") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def parsed(text: str) -> tuple[etree._Element | None, bool]:
    """Return a page, or a piece of one, as a tree (None where there is nothing in it), and whether it is read to its end.

    Nothing outside is fetched, and no entity of its own is known.
    """
    if not text.strip():
        return None, True
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return root, all(entry.level_name != "FATAL" for entry in parser.error_log)
