"""The shapes of a slide in the order in which they are drawn, groups resolved, with what each inherits from its layout.

Source: ECMA-376 Part 1, 19.3.1 (shape tree), 19.3.1.36 (placeholders), 20.1.4.2.9 (style of a shape).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, local_name
from sekisho.inspection.readers.pptx.geometry import Box, Frame, transform_of
from sekisho.inspection.readers.pptx.palette import NOTHING, Fill, Palette

TRUE: Final = frozenset({"1", "true", "on"})
_SHAPES: Final = frozenset({"sp", "pic", "graphicFrame", "cxnSp", "contentPart"})
_TITLES: Final = frozenset({"title", "ctrTitle"})
_FURNITURE: Final = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What lies behind the shapes of a slide, and where they inherit from.

    ``layers``: the roots of layout and master, nearest first; ``styles``: the text styles of master and presentation.
    ``ground`` is the colour of the empty slide, None where nobody knows it.
    """

    palette: Palette
    slide: Box
    layers: tuple[etree._Element, ...] = ()
    styles: etree._Element | None = None
    defaults: etree._Element | None = None
    tables: dict[str, etree._Element] = field(default_factory=dict)
    """The styles of tables, by the name that tables call them."""
    ground: str | None = "FFFFFF"


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape. ``box`` is None where it is not known; ``again``: the second form of one that came before.

    ``placeholder`` is its type, empty where it is none; ``parents`` are the placeholders that it inherits from.
    """

    element: etree._Element = field(repr=False)
    kind: str
    box: Box | None
    fill: Fill
    frame: etree._Element | None = None
    placeholder: str = ""
    parents: tuple[etree._Element, ...] = ()
    again: bool = False
    hidden: bool = False

    @property
    def id(self) -> str:
        """Return the number by which animations mean it."""
        return attribute(self.frame, "id") if self.frame is not None else ""

    @property
    def body(self) -> etree._Element | None:
        """Return its text."""
        return child(self.element, "txBody")


def shapes_of(root: etree._Element, backdrop: Backdrop) -> list[Shape]:
    """Return the shapes of a slide, layout or master, from the lowest to the topmost."""
    data = child(root, "cSld")
    tree = child(data, "spTree") if data is not None else None
    return list(_shapes(tree, Frame(), backdrop)) if tree is not None else []


def _shapes(
    tree: etree._Element, frame: Frame, backdrop: Backdrop, *, again: bool = False, hidden: bool = False
) -> Iterator[Shape]:
    # No deeper than the parser lets a part be nested: every group is read.
    for element in tree:
        name = local_name(element)
        if name in _SHAPES:
            yield _shape(element, name, frame, backdrop, again=again, hidden=hidden)
        elif name == "grpSp":
            inner = frame.inside(child(element, "grpSpPr"))
            gone = hidden or _is_hidden(_frame_of(element))
            yield from _shapes(element, inner, backdrop, again=again, hidden=gone)
        elif name in {"AlternateContent", "Choice", "Fallback"}:
            second = again or name == "Fallback"
            yield from _shapes(element, frame, backdrop, again=second, hidden=hidden)


def _shape(element: etree._Element, kind: str, frame: Frame, backdrop: Backdrop, *, again: bool, hidden: bool) -> Shape:
    properties = child(element, "spPr")
    holder = _frame_of(element)
    mark = (
        next((one for one in element.iter(etree.Element) if local_name(one) == "ph"), None)
        if kind != "contentPart"
        else None
    )
    placeholder = (attribute(mark, "type") or "obj") if mark is not None else ""
    parents = tuple(_parents(mark, placeholder, backdrop)) if mark is not None else ()
    transform = child(element, "xfrm") if kind == "graphicFrame" else transform_of(properties)
    if transform is None:
        found = (transform_of(child(one, "spPr")) for one in parents)
        transform = next((one for one in found if one is not None), None)
    box = (frame if transform_of(properties) is transform or kind == "graphicFrame" else Frame()).box(transform)
    fill = _fill(element, properties, parents, backdrop.palette)
    gone = hidden or _is_hidden(holder)
    return Shape(element, kind, box, fill, holder, placeholder, parents, again, gone)


def _frame_of(element: etree._Element) -> etree._Element | None:
    """Return the element that holds name, number and alternative text."""
    for one in element:
        if local_name(one).startswith("nv"):
            return child(one, "cNvPr")
    return None


def _is_hidden(frame: etree._Element | None) -> bool:
    return frame is not None and attribute(frame, "hidden").lower() in TRUE


def _fill(
    element: etree._Element, properties: etree._Element | None, parents: tuple[etree._Element, ...], palette: Palette
) -> Fill:
    own = palette.fill(properties)
    if own is not None:
        return own
    for parent in parents:
        inherited = palette.fill(child(parent, "spPr"))
        if inherited is not None:
            return inherited
    style = child(element, "style")
    reference = child(style, "fillRef") if style is not None else None
    if reference is None or attribute(reference, "idx") in {"", "0", "1000"}:
        return NOTHING
    colour, alpha = palette.colour(reference)
    return Fill(opaque=alpha >= 0.9, colour=colour)


def _parents(mark: etree._Element, placeholder: str, backdrop: Backdrop) -> Iterator[etree._Element]:
    """Yield the placeholder of the layout and of the master that a placeholder inherits from."""
    wanted = attribute(mark, "idx")
    for layer in backdrop.layers:
        found = list(_placeholders(layer))
        same = [shape for kind, index, shape in found if wanted and index == wanted]
        alike = [shape for kind, _, shape in found if _family(kind) == _family(placeholder)]
        if same or alike:
            yield (same or alike)[0]


def _placeholders(layer: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
    for element in layer.iter(etree.Element):
        if local_name(element) == "ph":
            shape = next((one for one in element.iterancestors() if local_name(one) in _SHAPES), None)
            if shape is not None:
                yield attribute(element, "type") or "obj", attribute(element, "idx"), shape


def _family(placeholder: str) -> str:
    """Return which of the master's placeholders one of a layout belongs to."""
    if placeholder in _TITLES:
        return "title"
    return placeholder if placeholder in _FURNITURE else "body"


def text_style(shape: Shape, backdrop: Backdrop) -> etree._Element | None:
    """Return the master's text style for a shape: titles, bodies, all others."""
    if backdrop.styles is None or not shape.placeholder:
        return None
    family = _family(shape.placeholder)
    return child(backdrop.styles, {"title": "titleStyle", "body": "bodyStyle"}.get(family, "otherStyle"))
