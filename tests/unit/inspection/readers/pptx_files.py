"""PowerPoint files written part by part, so that a test says exactly what is in them."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from sekisho.inspection.model import Document, File, Hiding, Limits, Part
from sekisho.inspection.readers.pptx import read

_SPACES = {
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "p188": "http://schemas.microsoft.com/office/powerpoint/2018/8/main",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
CM = 360_000
WIDE, HIGH = 12_192_000, 6_858_000

Arrow = tuple[str, str, bytes | str]
"""Kind of the relationship, name of the part below ``ppt/`` (or a target outside), its content (empty for outside)."""


def xml(name: str, content: str, attributes: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} {NAMESPACES} {attributes}>{content}</{name}>'.encode()


# ---------------------------------------------------------------- text and shapes


def run(text: str, properties: str = "", attributes: str = "") -> str:
    return f'<a:r><a:rPr lang="ja-JP" {attributes}>{properties}</a:rPr><a:t>{escape(text)}</a:t></a:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<a:p>{properties}{content if content.startswith('<a:') else run(content) if content else ''}</a:p>"


def body(*paragraphs: str, properties: str = "<a:bodyPr/>", tag: str = "p") -> str:
    return f"<{tag}:txBody>{properties}<a:lstStyle/>{''.join(p if p.startswith('<a:p>') else paragraph(p) for p in paragraphs)}</{tag}:txBody>"


def colour(value: str) -> str:
    kind = "srgbClr" if len(value) == 6 and value.upper() == value else "schemeClr"
    return f'<a:solidFill><a:{kind} val="{value}"/></a:solidFill>'


def at(left: float, top: float, wide: float, high: float, attributes: str = "", tag: str = "a") -> str:
    """Return a transform in centimetres."""
    x, y, cx, cy = (round(value * CM) for value in (left, top, wide, high))
    return f'<{tag}:xfrm {attributes}><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></{tag}:xfrm>'


@dataclass(slots=True)
class Numbers:
    last: int = 1

    def next(self) -> int:
        self.last += 1
        return self.last


_NUMBERS = Numbers()


def shape(
    *paragraphs: str,
    place: str = "",
    fill: str = "",
    geometry: str = "rect",
    placeholder: str = "",
    style: str = "",
    name: str = "テキスト ボックス 1",
    more: str = "",
    properties: str = "<a:bodyPr/>",
    number: int = 0,
) -> str:
    """Return a shape; ``placeholder`` are the attributes of its ``ph``, ``more`` those of its name."""
    mark = f"<p:ph {placeholder}/>" if placeholder else ""
    drawn = f'<a:prstGeom prst="{geometry}"/>' if geometry else ""
    text = body(*paragraphs, properties=properties) if paragraphs else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number or _NUMBERS.next()}" name="{name}" {more}/><p:cNvSpPr/><p:nvPr>{mark}</p:nvPr></p:nvSpPr>'
        f"<p:spPr>{place}{drawn}{fill}</p:spPr>{style}{text}</p:sp>"
    )


def group(*shapes: str, transform: str = "", more: str = "") -> str:
    return f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{_NUMBERS.next()}" name="グループ化 1" {more}/></p:nvGrpSpPr><p:grpSpPr>{transform}</p:grpSpPr>{"".join(shapes)}</p:grpSp>'


def picture(relation: str, place: str, crop: str = "", more: str = "") -> str:
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{_NUMBERS.next()}" name="図 1" {more}/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{relation}"/>{crop}</p:blipFill><p:spPr>{place}<a:prstGeom prst="rect"/></p:spPr></p:pic>'
    )


def frame(content: str, place: str = "") -> str:
    names = f'<p:nvGraphicFramePr><p:cNvPr id="{_NUMBERS.next()}" name="表 1"/></p:nvGraphicFramePr>'
    return f"<p:graphicFrame>{names}{place}<a:graphic><a:graphicData>{content}</a:graphicData></a:graphic></p:graphicFrame>"


def cell(*paragraphs: str, properties: str = "", attributes: str = "") -> str:
    text = body(*paragraphs, tag="a")
    return f"<a:tc {attributes}>{text}<a:tcPr {properties if not properties.startswith('<') else ''}>{properties if properties.startswith('<') else ''}</a:tcPr></a:tc>"


def table(*rows: Iterable[str], widths: float = 5, heights: float = 1, properties: str = "", place: str = "") -> str:
    lines = [[one if one.startswith("<a:tc") else cell(one) for one in row] for row in rows]
    columns = "".join(f'<a:gridCol w="{round(widths * CM)}"/>' for _ in range(max(map(len, lines), default=0)))
    height = round(heights * CM)
    content = "".join(f'<a:tr h="{height}">{"".join(line)}</a:tr>' for line in lines)
    return frame(f"<a:tbl>{properties}<a:tblGrid>{columns}</a:tblGrid>{content}</a:tbl>", place)


# ---------------------------------------------------------------- files


@dataclass(slots=True)
class Slide:
    """A slide: its shapes, the parts that it reaches, its attributes, and what stands before and behind its shapes."""

    shapes: str = ""
    parts: tuple[Arrow, ...] = ()
    attributes: str = ""
    background: str = ""
    timing: str = ""


@dataclass(slots=True)
class Deck:
    """A presentation; ``parts`` are reached from it, ``extra`` by nothing."""

    slides: list[Slide] = field(default_factory=list)
    master: str = ""
    layout: str = ""
    parts: tuple[Arrow, ...] = ()
    extra: dict[str, bytes] = field(default_factory=dict)
    content: str = ""
    attributes: str = ""
    master_styles: str = ""
    scheme: str = ""
    master_background: str = ""
    beside: dict[str, tuple[Arrow, ...]] = field(default_factory=dict)
    """Parts that parts reach, by the name of the part."""

    def members(self) -> dict[str, bytes]:
        """Return every part of the file."""
        arrows: dict[str, tuple[Arrow, ...]] = {"presentation.xml": self.parts, **self.beside}
        members: dict[str, bytes] = {}
        numbered = ""
        slides: list[Arrow] = []
        for number, slide in enumerate(self.slides, start=1):
            name = f"slides/slide{number}.xml"
            members[name] = xml("p:sld", f"{_tree(slide.shapes, slide.background)}{slide.timing}", slide.attributes)
            slides.append(("slide", name, members[name]))
            arrows[name] = (("slideLayout", "slideLayouts/slideLayout1.xml", b"."), *slide.parts)
            numbered += f'<p:sldId id="{255 + number}" r:id="s{number}"/>'
        members["slideLayouts/slideLayout1.xml"] = xml("p:sldLayout", _tree(self.layout))
        members["slideMasters/slideMaster1.xml"] = xml("p:sldMaster", self._master())
        members["theme/theme1.xml"] = xml(
            "a:theme", f"<a:themeElements><a:clrScheme>{self.scheme}</a:clrScheme></a:themeElements>"
        )
        arrows["slideLayouts/slideLayout1.xml"] = (("slideMaster", "slideMasters/slideMaster1.xml", b"."),)
        arrows["slideMasters/slideMaster1.xml"] = (("theme", "theme/theme1.xml", b"."),)
        size = f'<p:sldSz cx="{WIDE}" cy="{HIGH}"/>'
        members["presentation.xml"] = xml(
            "p:presentation", f"<p:sldIdLst>{numbered}</p:sldIdLst>{size}{self.content}", self.attributes
        )
        found = {f"ppt/{name}": data for name, data in members.items()}
        for source, targets in arrows.items():
            lead = (
                [_arrow(f"s{n}", one, source) for n, one in enumerate(slides, start=1)]
                if source == "presentation.xml"
                else []
            )
            lead += [_arrow(f"r{n}", one, source) for n, one in enumerate(targets, start=1)]
            folder, _, base = source.rpartition("/")
            found[f"ppt/{folder}/_rels/{base}.rels".replace("//", "/")] = (
                f"<Relationships>{''.join(lead)}</Relationships>".encode()
            )
            for _, name, data in targets:
                if data and data != b"." and not _outside(data):
                    found[f"ppt/{name}"] = data if isinstance(data, bytes) else data.encode()
        found["[Content_Types].xml"] = (
            f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{MAIN}"/></Types>'.encode()
        )
        found["_rels/.rels"] = (
            f'<Relationships><Relationship Id="m" Type="{KINDS}officeDocument" Target="ppt/presentation.xml"/></Relationships>'.encode()
        )
        return {**found, **self.extra}

    def _master(self) -> str:
        mapping = '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1"/>'
        return f"{_tree(self.master, self.master_background)}{mapping}<p:txStyles>{self.master_styles}</p:txStyles>"

    def bytes(self) -> bytes:
        """Return the file."""
        return packed(self.members())


def _tree(shapes: str, background: str = "") -> str:
    head = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:cSld>{background}<p:spTree>{head}{shapes}</p:spTree></p:cSld>"


def _outside(data: bytes | str) -> bool:
    return isinstance(data, str) and data == "outside"


def _arrow(identity: str, arrow: Arrow, source: str) -> str:
    kind, name, data = arrow
    target = name if _outside(data) else "../" * source.count("/") + name
    mode = ' TargetMode="External"' if _outside(data) else ""
    return f'<Relationship Id="{identity}" Type="{KINDS}{kind}" Target="{target}"{mode}/>'


def packed(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def seen(shapes: str = "", *parts: Arrow, **more: object) -> Document:
    """Return one slide with these shapes and parts, read."""
    slide = Slide(shapes, parts, **{k: v for k, v in more.items() if k in {"attributes", "background", "timing"}})  # type: ignore[arg-type]
    deck = Deck([slide], **{k: v for k, v in more.items() if k not in {"attributes", "background", "timing"}})  # type: ignore[arg-type]
    return opened(deck.bytes())


def opened(data: bytes) -> Document:
    return read(File("out/slides.pptx", data), Limits())


def texts(document: Document, part: Part | None = None) -> list[str]:
    return [text.text for text in document.texts if part in {None, text.place.part}]


def hidden(document: Document, part: Part = Part.SLIDE) -> dict[str, Hiding]:
    return {text.text: text.hidden for text in document.texts if text.hidden and text.place.part is part}


def rows(document: Document, number: int = 0) -> list[tuple[int, int, str]]:
    grid = document.grids[number]
    return [(grid.rows[n], grid.columns[n], grid.text_of(n)) for n in range(len(grid.rows))]


def covered(document: Document) -> list[str]:
    return [one.text for one in document.covered]


def not_read(document: Document) -> list[str]:
    return [unread.why.render() for unread in document.coverage.not_read]
