"""One slide: its shapes in order, what each says, and by what it is hidden or covered.

Source: ECMA-376 Part 1, 19.3 (slides, layouts, masters), 20.1 (DrawingML).
"""

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from sekisho.inspection.containers.office import is_default_name
from sekisho.inspection.containers.opc import attribute, child, elements
from sekisho.inspection.containers.pictures import is_large
from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.readers.pptx.covers import Cover, cover_of, moving_shapes, words_under
from sekisho.inspection.readers.pptx.geometry import Box, number
from sekisho.inspection.readers.pptx.lines import body_properties, layout_of
from sekisho.inspection.readers.pptx.seen import Owner, Seen
from sekisho.inspection.readers.pptx.shapes import Backdrop, Shape, shapes_of
from sekisho.inspection.readers.pptx.tables import Setting, read_table
from sekisho.inspection.readers.pptx.text import Paragraph, Styles, paragraphs_of, styles_of
from sekisho.words import say

_DEFAULT: Final = re.compile(
    r"(?:.*(?:placeholder|プレースホルダー|タイトル|字幕|title|subtitle|table|表|textbox)) ?\d*\Z", re.IGNORECASE
)
"""What PowerPoint calls shapes by itself, beside those names that it shares with Word."""
_FIGURES: Final = frozenset({"slidenum", "datetime"})
_CUT: Final = 5_000
"""Thousandths of a per cent of a picture's side that are cut away; less is a border."""
_UNDER: Final = 0.5
"""Which share of a text's box a shape below it must fill to be its ground."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide as it is read: ``pictures`` are the contents of its pictures by relationship."""

    root: etree._Element
    owner: Owner
    backdrop: Backdrop
    pictures: dict[str, bytes]
    part: Part = Part.SLIDE

    @property
    def place(self) -> Place:
        """Return the place of everything on it."""
        return self.owner.place(self.part)


def read_slide(sheet: Sheet, seen: Seen) -> None:
    """Read every shape of a slide."""
    below = [
        one
        for layer in reversed(_shown_layers(sheet))
        for one in shapes_of(layer, sheet.backdrop)
        if not one.placeholder
    ]
    shapes = shapes_of(sheet.root, sheet.backdrop)
    moving = moving_shapes(sheet.root)
    covers = [cover_of(one, sheet.pictures.get(_picture_of(one)), moving) for one in shapes]
    for at, shape in enumerate(shapes):
        above = tuple(cover for cover in covers[at + 1 :] if cover is not None)
        _read_shape(shape, sheet, [*below, *shapes[:at]], above, seen)
    read_names(sheet, seen)


def read_texts_of_layer(sheet: Sheet, seen: Seen, *, used: bool) -> None:
    """Read a layout or master: what it draws is on every slide, what its placeholders say on none."""
    shapes = shapes_of(sheet.root, sheet.backdrop)
    owner = Owner(None, Hiding.SEEN if used else Hiding.BEHIND)
    drawn = Sheet(sheet.root, owner, sheet.backdrop, sheet.pictures, Part.SLIDE if used else Part.PROPERTY)
    for at, shape in enumerate(shapes):
        if not shape.placeholder:
            _read_shape(shape, drawn, shapes[:at], (), seen)
        elif shape.body is not None:
            for paragraph in paragraphs_of(shape.body, Styles(), sheet.backdrop.palette):
                seen.add(Place(Part.PROPERTY), paragraph.text, Hiding.BEHIND, "placeholder")
    read_names(drawn, seen)


def read_notes(root: etree._Element, backdrop: Backdrop, owner: Owner, seen: Seen) -> None:
    """Read what the speaker has noted; the slide's picture and its number are none of it."""
    for shape in shapes_of(root, backdrop):
        if shape.body is None or shape.placeholder in {"sldImg", "sldNum"}:
            continue
        for paragraph in paragraphs_of(shape.body, Styles(), backdrop.palette):
            if any(run.kind not in _FIGURES and not run.kind.startswith("datetime") for run in paragraph.runs):
                seen.add(owner.place(Part.NOTES), paragraph.text, owner.hiding or Hiding.BEHIND)


def _shown_layers(sheet: Sheet) -> list[etree._Element]:
    """Return the layout and master whose drawings the slide shows, nearest first."""
    layers = []
    for above, layer in zip((sheet.root, *sheet.backdrop.layers), sheet.backdrop.layers, strict=False):
        if attribute(above, "showMasterSp") in {"0", "false"}:
            break
        layers.append(layer)
    return layers


def _picture_of(shape: Shape) -> str:
    blip = next(elements(shape.element, "blip"), None) if shape.kind == "pic" else None
    return attribute(blip, "embed") if blip is not None else ""


# ---------------------------------------------------------------- shapes


def _read_shape(shape: Shape, sheet: Sheet, below: list[Shape], above: tuple[Cover, ...], seen: Seen) -> None:
    hiding = sheet.owner.hiding or _hiding_of(shape, sheet.backdrop.slide)
    if shape.again:
        seen.add_new(sheet.place, _fallback_texts(shape), hiding)
        return
    table = next(elements(shape.element, "tbl"), None) if shape.kind == "graphicFrame" else None
    if table is not None:
        read_table(table, Setting(sheet.place, hiding, shape.box, above), sheet.backdrop, seen)
    if shape.kind == "pic":
        _cropped(shape, sheet, seen)
    if shape.body is None:
        return
    own = shape.fill.colour if shape.fill.opaque else None
    ground = own if shape.fill.opaque else _ground(shape, below, sheet.backdrop)
    paragraphs = paragraphs_of(shape.body, styles_of(shape, sheet.backdrop), sheet.backdrop.palette)
    for paragraph in paragraphs:
        _tell(paragraph, ground, shape, hiding, sheet.place, seen)
    if above and not hiding and shape.box is not None:
        _cover(paragraphs, shape, shape.box, above, sheet.place, seen)


def _cropped(shape: Shape, sheet: Sheet, seen: Seen) -> None:
    """Ask about a picture that shows only a piece of itself: the rest leaves too."""
    area = next(elements(shape.element, "srcRect"), None)
    cut = [number(attribute(area, side)) for side in ("l", "t", "r", "b")] if area is not None else []
    data = sheet.pictures.get(_picture_of(shape), b"")
    if max(cut, default=0.0) >= _CUT and is_large(data):
        why = say("画像の切り取って見えなくした部分が、ファイルに残っています")
        seen.miss(f"cropped picture {shape.id}", why, asks=True, place=sheet.place)


def _hiding_of(shape: Shape, slide: Box) -> Hiding:
    if shape.hidden:
        return Hiding.BEHIND
    empty = slide.width <= 0 or slide.height <= 0
    return Hiding.OFF_PAGE if shape.box is not None and not empty and shape.box.apart(slide) else Hiding.SEEN


def _fallback_texts(shape: Shape) -> list[str]:
    return ["".join(one.text or "" for one in elements(paragraph, "t")) for paragraph in elements(shape.element, "p")]


def _ground(shape: Shape, below: list[Shape], backdrop: Backdrop) -> str | None:
    """Return the colour behind a shape without a fill: of the topmost shape below it, else of the slide."""
    if shape.box is None:
        return None
    for other in reversed(below):
        if other.box is None:
            if other.fill.opaque or other.kind in {"pic", "graphicFrame"}:
                return None
            continue
        share = shape.box.shared(other.box)
        if share > 0 and (other.fill.opaque or other.kind in {"pic", "graphicFrame"}):
            return other.fill.colour if share >= _UNDER and other.fill.opaque else None
    return backdrop.ground


def _tell(paragraph: Paragraph, ground: str | None, shape: Shape, hiding: Hiding, place: Place, seen: Seen) -> None:
    """Add what a paragraph shows, and what it hides by each way, as texts of their own."""
    ways: dict[Hiding, str] = {}
    for run in paragraph.runs:
        way = hiding or run.hiding(ground, on_fill=shape.fill.opaque)
        if run.text.strip() or way in {Hiding.SEEN, hiding}:
            ways[way] = ways.get(way, "") + run.text
    for way, text in ways.items():
        seen.add(place, text, way)


def _cover(
    paragraphs: list[Paragraph], shape: Shape, box: Box, above: tuple[Cover, ...], place: Place, seen: Seen
) -> None:
    layout = layout_of(body_properties([shape.body, *(child(one, "txBody") for one in shape.parents)]))
    for word in words_under(paragraphs, box, layout, above):
        seen.cover(place, word)


def read_names(sheet: Sheet, seen: Seen) -> None:
    """Add alternative texts, and names that a person gave to shapes and groups."""
    place = sheet.owner.place(Part.ALT_TEXT)
    for frame in elements(sheet.root, "cNvPr"):
        seen.add(place, attribute(frame, "descr"), Hiding.BEHIND, "description")
        seen.add(place, attribute(frame, "title"), Hiding.BEHIND, "title")
        name = attribute(frame, "name")
        if not is_default_name(name) and not _DEFAULT.match(name):
            seen.add(place, name, Hiding.BEHIND, "name")
    tips = (attribute(one, "tooltip") for one in elements(sheet.root, "hlinkClick", "hlinkHover", "hlinkMouseOver"))
    seen.add_all(sheet.owner.place(Part.HYPERLINK), tips, sheet.owner.hiding, "tooltip")
