"""Makes workbooks from hand-written XML, as programs that no library of ours is write them."""

import io
import zipfile
from collections.abc import Mapping

from sekisho.inspection.model import Document, File, Grid, Hiding, Limits, Part
from sekisho.inspection.readers.xlsx import read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

Parts = Mapping[str, str | bytes]


def relations(arrows: list[tuple[str, str, str]], *, base: str = R) -> str:
    """``arrows``: id, kind, target; a target with a colon lies outside."""
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{i}" Type="{base}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
            for i, kind, target in arrows
        )
        + "</Relationships>"
    )


def sheet(rows: str, *, before: str = "", behind: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{R}">'
        f"{before}<sheetData>{rows}</sheetData>{behind}</worksheet>"
    )


def inline(reference: str, text: str, style: str = "") -> str:
    return f'<c r="{reference}"{style} t="inlineStr"><is><t>{text}</t></is></c>'


def parts_of(
    sheet_xml: str | bytes,
    *,
    strings: str = "",
    styles: str = "",
    theme: str = "",
    sheet_arrows: list[tuple[str, str, str]] | None = None,
    book_arrows: list[tuple[str, str, str]] | None = None,
    root_arrows: list[tuple[str, str, str]] | None = None,
    state: str = "",
    book: str = "",
    properties: str = "",
) -> dict[str, str | bytes]:
    arrows = [("rId1", "worksheet", "worksheets/sheet1.xml"), *(book_arrows or [])]
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml"), *(root_arrows or [])]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{R}">{properties}<sheets><sheet name="名簿" sheetId="1" '
        f'{state} r:id="rId1"/></sheets>{book}</workbook>',
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    for kind, content, name in (
        ("sharedStrings", strings, "sharedStrings.xml"),
        ("styles", styles, "styles.xml"),
        ("theme", theme, "theme/theme1.xml"),
    ):
        if content:
            arrows.append((kind, kind, name))
            made[f"xl/{name}"] = content
    made["xl/_rels/workbook.xml.rels"] = relations(arrows)
    if sheet_arrows:
        made["xl/worksheets/_rels/sheet1.xml.rels"] = relations(sheet_arrows)
    return made


def pack(parts: Parts) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def document(parts: Parts, limits: Limits | None = None) -> Document:
    return read(File("a.xlsx", pack(parts)), limits or Limits())


def open_bytes(data: bytes) -> Document:
    return read(File("a.xlsx", data), Limits())


def cells(grid: Grid) -> dict[str, str]:
    found = {}
    for cell in range(len(grid.rows)):
        place = grid.place_of(cell)
        found[f"{place.column}{place.row}"] = grid.text_of(cell)
    return found


def hidings(grid: Grid) -> dict[str, Hiding]:
    found = {}
    for cell in range(len(grid.rows)):
        place = grid.place_of(cell)
        if hiding := grid.hiding_of(cell):
            found[f"{place.column}{place.row}"] = hiding
    return found


def texts(doc: Document, part: Part) -> list[str]:
    return [text.text for text in doc.texts if text.place.part is part]


def style_sheet(*xfs: str, formats: str = "", fonts: str = "", fills: str = "", more: str = "") -> str:
    """``xfs`` are the attributes of each cell style after the first, which is plain."""
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><fonts><font><sz val="11"/></font>{fonts}</fonts>'
        f'<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>{fills}'
        f"</fills><cellXfs><xf/>{''.join(f'<xf {xf}/>' for xf in xfs)}</cellXfs>{more}</styleSheet>"
    )


ONE = sheet(f'<row r="1">{inline("A1", "氏名")}</row>')


def with_part(kind: str, content: str | bytes, name: str = "xl/extra/one.xml", **more: str | bytes) -> Document:
    made = parts_of(ONE, sheet_arrows=[("rId1", kind, "/" + name)])
    made[name] = content
    made.update(more)
    return document(made)
