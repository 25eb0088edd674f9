"""Word files written part by part, so that a test says exactly what is in them."""

import io
import zipfile
from collections.abc import Iterable

from sekisho.inspection.model import Document, File, Hiding, Limits, Part
from sekisho.inspection.readers.docx import read

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def xml(name: str, content: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><{name} {NAMESPACES}>{content}</{name}>'.encode()


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    content = content if content.startswith("<") else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def table(*rows: Iterable[str], properties: str = "") -> str:
    """Return a table of cells that are text, or whole ``w:tc`` elements."""
    lines = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{lines}</w:tbl>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else paragraph(content)}</w:tc>"


def _cell(content: str) -> str:
    return content if content.startswith("<w:tc>") else cell(content)


def made(body: str, *parts: tuple[str, str, bytes], extra: dict[str, bytes] | None = None, before: str = "") -> bytes:
    """Return a Word file. ``parts``: kind of relationship from the body, name below ``word/``, content.

    A part whose content is empty is a link to outside. ``extra`` are members that no relationship reaches, by full name.
    """
    arrows = "".join(_arrow(number, kind, name, data) for number, (kind, name, data) in enumerate(parts, start=1))
    members = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships><Relationship Id="m" Type="{_KINDS}officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": xml("w:document", f"{before}<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": f"<Relationships>{arrows}</Relationships>".encode(),
        **{f"word/{name}": data for _, name, data in parts if data},
        **(extra or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _arrow(number: int, kind: str, name: str, data: bytes) -> str:
    mode = "" if data else ' TargetMode="External"'
    return f'<Relationship Id="r{number}" Type="{_KINDS}{kind}" Target="{name}"{mode}/>'


def seen(
    body: str, *parts: tuple[str, str, bytes], extra: dict[str, bytes] | None = None, before: str = ""
) -> Document:
    return opened(made(body, *parts, extra=extra, before=before))


def opened(data: bytes) -> Document:
    return read(File("out/letter.docx", data), Limits())


def texts(document: Document, part: Part | None = None) -> list[str]:
    return [text.text for text in document.texts if part in {None, text.place.part}]


def hidden(document: Document) -> list[tuple[Part, str, Hiding]]:
    return [(text.place.part, text.text, text.hidden) for text in document.texts if text.hidden]


def rows(document: Document, number: int = 0) -> list[tuple[int, int, str]]:
    grid = document.grids[number]
    return [(grid.rows[n], grid.columns[n], grid.text_of(n)) for n in range(len(grid.rows))]


def styles(*definitions: str, defaults: str = "") -> tuple[str, str, bytes]:
    content = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault></w:docDefaults>" + "".join(
        definitions
    )
    return ("styles", "styles.xml", xml("w:styles", content))


def style(name: str, content: str, *, kind: str = "paragraph", default: bool = False) -> str:
    mark = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}"{mark} w:styleId="{name}">{content}</w:style>'
