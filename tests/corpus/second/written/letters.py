"""Word documents: letters and tables, and the places in them where text can hide."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph

from written.sheets import MADE, Row, repack

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPENING = (
    "令和８年１１月２４日",
    "にじいろ幼稚園　園長　殿",
    "さくら野市長",
    "（公印省略）",
    "施設等利用給付費について（通知）",
    "日頃より本市の保育行政にご協力いただき、ありがとうございます。下記のとおりお知らせします。",
)


def letter(lines: Sequence[str] = (), table: Sequence[Row] = (), opening: Sequence[str] = OPENING) -> Doc:
    """A letter with its opening, a table and further lines."""
    document = Document()
    document.core_properties.author = "さくら野市"
    document.core_properties.title = "通知"
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = MADE
    for line in opening:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        grid.style = "Table Grid"
        for row in table:
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.text = "" if value is None else str(value)
    for line in lines:
        document.add_paragraph(line)
    return document


def docx_bytes(document: Doc) -> bytes:
    """The document as a file."""
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue(), {})


def docx(lines: Sequence[str] = (), table: Sequence[Row] = (), opening: Sequence[str] = OPENING) -> bytes:
    """A finished letter."""
    return docx_bytes(letter(lines, table, opening))


def cover(paragraph: Paragraph, text: str, how: str) -> None:
    """Adds the text under a black `highlight`, black `shading` or as black-on-black `both`."""
    run = paragraph.add_run(text)
    if how == "highlight":
        run.font.highlight_color = WD_COLOR_INDEX.BLACK
        return
    run._r.get_or_add_rPr().append(parse_xml(f'<w:shd {W} w:val="clear" w:color="auto" w:fill="000000"/>'))
    if how == "both":
        run.font.color.rgb = RGBColor(0, 0, 0)


def black_heading(document: Doc) -> None:
    """Makes the first row of the first table white on black, as many templates do."""
    for cell in document.tables[0].rows[0].cells:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {W} w:val="clear" w:color="auto" w:fill="000000"/>'))
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = RGBColor(255, 255, 255)


def hidden_text(document: Doc, text: str) -> None:
    """Adds a paragraph in Word's hidden font."""
    document.add_paragraph().add_run(text).font.hidden = True


def revision(document: Doc, text: str, kind: str) -> None:
    """Adds a tracked insertion (`ins`) or deletion (`del`)."""
    word = "delText" if kind == "del" else "t"
    mark = f'<w:{kind} {W} w:id="91" w:author="保育幼稚園課" w:date="2026-11-19T10:00:00Z">'
    document.add_paragraph("対象者：")._p.append(parse_xml(f"{mark}<w:r><w:{word}>{text}</w:{word}></w:r></w:{kind}>"))


def text_box(document: Doc, text: str) -> None:
    """Adds a text box (VML, as Word writes for old files and as the fallback of new ones)."""
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {W} {vml}><w:pict><v:shape style="width:200pt;height:40pt"><v:textbox><w:txbxContent>'
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    )


def footnote(document: Doc, text: str) -> None:
    """Adds a footnote to the last paragraph."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for n, kind, tag in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
    )
    note = f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
    blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {W}>{separators}{note}</w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    attach(document, "/word/footnotes.xml", kind, blob.encode(), RT.FOOTNOTES)
    document.paragraphs[-1]._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="1"/></w:r>'))


def field_code(document: Doc, code: str, shown: str) -> None:
    """Adds a complex field with its code and the text that it shows."""
    paragraph = document.add_paragraph()
    for kind, text in (("begin", None), ("instrText", code), ("separate", None), ("t", shown), ("end", None)):
        inner = f"<w:{kind}>{text}</w:{kind}>" if text else f'<w:fldChar w:fldCharType="{kind}"/>'
        paragraph._p.append(parse_xml(f"<w:r {W}>{inner}</w:r>"))


def attach(document: Doc, path: str, content_type: str, blob: bytes, relation: str) -> str:
    """Adds a part to the package and relates the document to it; the relationship's id."""
    part = Part(PackURI(path), content_type, blob, document.part.package)
    relation_id: str = document.part.relate_to(part, relation)
    return relation_id


def embed_workbook(document: Doc, workbook: bytes) -> None:
    """Embeds a workbook as Word does when a range is pasted as an object."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    rid = attach(document, "/word/embeddings/Microsoft_Excel_Sheet1.xlsx", kind, workbook, RT.PACKAGE)
    names = f'{W} xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
    names += ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r {names}><w:object><v:shape id="i1" style="width:200pt;height:80pt"/>'
            f'<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="i1" DrawAspect="Content" ObjectID="_1" '
            f'r:id="{rid}"/></w:object></w:r>'
        )
    )


def picture(document: Doc, png: bytes, description: str) -> None:
    """Adds a picture with an alternative text."""
    shape = document.add_picture(io.BytesIO(png))
    properties: Any = shape._inline.docPr
    properties.set("descr", description)


def link(document: Doc, text: str, target: str) -> None:
    """Adds a hyperlink."""
    rid = document.part.relate_to(target, RT.HYPERLINK, is_external=True)
    element = parse_xml(
        f'<w:hyperlink {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        f'r:id="{rid}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink>'
    )
    assert element.tag == qn("w:hyperlink")
    document.add_paragraph()._p.append(element)
