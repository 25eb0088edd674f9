"""Makes OpenDocument spreadsheets from hand-written XML."""

import re
from collections.abc import Mapping

from tests.unit.inspection.readers.xlsx_files import pack

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.readers.ods import read

SPACES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("form", "form"), ("meta", "meta"), ("chart", "chart"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def content(body: str, styles: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )


def cell(text: str = "", attributes: str = "", inside: str = "") -> str:
    said = f"<text:p>{text}</text:p>" if text else ""
    kind = "" if "value-type" in attributes or not text else ' office:value-type="string"'
    return f"<table:table-cell{kind} {attributes}>{inside}{said}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "名簿", attributes: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def style(name: str, family: str, inside: str = "", attributes: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}" {attributes}>{inside}</style:style>'


def parts_of(xml: str, more: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    return {"mimetype": MIME, "content.xml": xml, "META-INF/manifest.xml": "<manifest/>", **(more or {})}


def opened(xml: str, more: Mapping[str, str | bytes] | None = None, limits: Limits | None = None) -> Document:
    return read(File("a.ods", pack(parts_of(xml, more))), limits or Limits())


def spaced(xml: str) -> str:
    """Return XML of another part with all namespaces declared at its root."""
    return re.sub(r"\A<([\w:-]+)", rf"<\1{SPACES}", xml)
