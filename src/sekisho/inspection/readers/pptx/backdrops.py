"""What slides are drawn on: their layout and master, the theme's colours, and the colour of the empty slide.

Source: ECMA-376 Part 1, 13.3.8 to 13.3.10 (layouts, masters, slides), 19.3.1.1 (background).
"""

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import Package, attribute, child, elements, parse_xml
from sekisho.inspection.model import UnreadableFileError
from sekisho.inspection.readers.pptx.geometry import Box, number
from sekisho.inspection.readers.pptx.palette import Palette, read_palette
from sekisho.inspection.readers.pptx.shapes import Backdrop

_PLAIN_FILL: Final = "1001"
"""The first background of a theme, which is of one colour; the others are pictures or run from one to another."""


@dataclass(slots=True)
class Backdrops:
    """Finds what is behind each slide. A part that is damaged counts as missing here, and is named where it is read."""

    package: Package
    main: str
    presentation: etree._Element
    roots: dict[str, etree._Element | None] = field(default_factory=dict)
    styles: dict[str, etree._Element] | None = None

    def of_slide(self, name: str) -> Backdrop:
        """Return what is behind a slide."""
        layout = self._related(name, "slideLayout")
        master = self._related(layout, "slideMaster") if layout else None
        theme = self._related(master, "theme") if master else None
        roots = [self._root(one) for one in (layout, master)]
        layers = tuple(one for one in roots if one is not None)
        palette = read_palette(self._root(theme), roots[1])
        styles = child(roots[1], "txStyles") if roots[1] is not None else None
        ground = self._ground([self._root(name), *layers], palette)
        defaults = child(self.presentation, "defaultTextStyle")
        return Backdrop(palette, self._slide(), layers, styles, defaults, self._tables(), ground)

    def plain(self) -> Backdrop:
        """Return a backdrop of which nothing is known: layouts and masters are themselves what others inherit from."""
        return Backdrop(Palette(), self._slide(), ground=None)

    def _slide(self) -> Box:
        size = child(self.presentation, "sldSz")
        wide, high = (number(attribute(size, name)) if size is not None else 0.0 for name in ("cx", "cy"))
        return Box(0.0, 0.0, wide, high)

    def _tables(self) -> dict[str, etree._Element]:
        if self.styles is None:
            name = self._related(self.main, "tableStyles")
            root = self._root(name)
            found = elements(root, "tblStyle") if root is not None else ()
            self.styles = {attribute(one, "styleId").upper(): one for one in found}
        return self.styles

    def _related(self, source: str, kind: str) -> str | None:
        try:
            return next(iter(self.package.related(source, kind)), None)
        except UnreadableFileError:
            return None

    def _root(self, name: str | None) -> etree._Element | None:
        if name is None:
            return None
        if name not in self.roots:
            try:
                self.roots[name] = parse_xml(self.package.read(name))
            except UnreadableFileError:
                self.roots[name] = None
        return self.roots[name]

    def _ground(self, layers: list[etree._Element | None], palette: Palette) -> str | None:
        """Return the colour of the empty slide: what the slide, its layout or its master says of it first."""
        for layer in layers:
            data = child(layer, "cSld") if layer is not None else None
            background = child(data, "bg") if data is not None else None
            if background is None:
                continue
            reference = child(background, "bgRef")
            if reference is not None:
                plain = attribute(reference, "idx") == _PLAIN_FILL
                return palette.colour(reference)[0] if plain else None
            fill = palette.fill(child(background, "bgPr"))
            return fill.colour if fill is not None and fill.opaque else None
        return "FFFFFF"
