"""OpenDocument spreadsheets, written part by part."""

import datetime as dt
import zipfile
from xml.sax.saxutils import escape, quoteattr

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/></style:style>'
    for name, shown in (("ta_hidden", "false"), ("ta_shown", "true"))
)
_MANIFEST = (
    f'<manifest:manifest {_NAMES} manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def _cell(value, comment):
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, dt.date):
        kind, shown = f'office:value-type="date" office:date-value="{value.isoformat()}"', value.strftime("%Y/%m/%d")
    elif isinstance(value, (int, float)):
        kind, shown = f'office:value-type="float" office:value="{value}"', str(value)
    else:
        kind, shown = 'office:value-type="string"', value
    note = f"<office:annotation><text:p>{escape(comment)}</text:p></office:annotation>" if comment else ""
    return f"<table:table-cell {kind}><text:p>{escape(shown)}</text:p>{note}</table:table-cell>"


def _collapsed(yes):
    return ' table:visibility="collapse"' if yes else ""


def _table(name, grid, options):
    comments = options.get("comment", {})
    width = max(len(row) for row in grid)
    columns = "".join(f"<table:table-column{_collapsed(c in options.get('cols', []))}/>" for c in range(width))
    rows = "".join(
        f"<table:table-row{_collapsed(r in options.get('rows', []))}>"
        + "".join(_cell(value, comments.get((r, c))) for c, value in enumerate(row))
        + "</table:table-row>"
        for r, row in enumerate(grid)
    )
    style = "ta_hidden" if options.get("hidden") else "ta_shown"
    return (
        f"<table:table table:name={quoteattr(name)} table:style-name={quoteattr(style)}>{columns}{rows}</table:table>"
    )


def wods(path, sheets):
    """Writes the sheets: (name, grid, options) as for the other workbooks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(_table(*sheet) for sheet in sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    parts = {"mimetype": _KIND, "META-INF/manifest.xml": _MANIFEST, "content.xml": content}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 11, 20, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
