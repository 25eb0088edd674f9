"""Workbooks written by hand, as programs do that no library here stands for: Strict, odd paths, odd cells."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

Value = str | int | date
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Drawn(Protocol):
    """A sheet as cells and merged areas."""

    cells: dict[tuple[int, int], Value]
    merges: list[tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How a program writes its packages."""

    main: str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations: str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book: str = "xl/workbook.xml"
    sheet: str = "xl/worksheets/sheet{}.xml"
    absolute: bool = False
    prefix: str = ""
    encoding: str = "utf-8"
    shared: bool = True
    rich: bool = False
    references: bool = True
    macros: bool = False
    iso_dates: bool = False


STRICT = Manner(
    "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships"
)
MANNERS: Mapping[str, Manner] = {
    "plain": Manner(),
    "strict": STRICT,
    "strict-inline": Manner(STRICT.main, STRICT.relations, shared=False, iso_dates=True),
    "odd-paths": Manner(book="daten/mappe.xml", sheet="daten/blatt/b{}.xml"),
    "absolute": Manner(absolute=True, sheet="xl/worksheets/meibo{}.xml"),
    "prefixed": Manner(prefix="x:"),
    "utf-16": Manner(encoding="utf-16"),
    "rich-text": Manner(rich=True),
    "no-references": Manner(shared=False, references=False),
    "macros": Manner(macros=True),
}


def workbook(sheets: Mapping[str, Drawn], manner: Manner = STRICT) -> bytes:
    """Return a workbook in this manner; dates are numbers with a date format."""
    strings: list[str] = []
    pages = [_sheet(sheet, manner, strings) for sheet in sheets.values()]
    folder = manner.book.rpartition("/")[0]
    targets = [manner.sheet.format(n) for n in range(1, len(pages) + 1)]
    arrows = [(f"s{n}", "worksheet", target) for n, target in enumerate(targets, start=1)]
    arrows += [("st", "styles", f"{folder}/styles.xml")]
    arrows += [("ss", "sharedStrings", f"{folder}/sharedStrings.xml")] if manner.shared else []
    names = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="s{n}"/>' for n, title in enumerate(sheets, start=1)
    )
    members = {
        "[Content_Types].xml": _types(manner, targets, folder),
        "_rels/.rels": _arrows([("m", "officeDocument", manner.book)], manner, ""),
        manner.book: _part("workbook", f"<sheets>{names}</sheets>", manner),
        f"{folder}/_rels/{manner.book.rpartition('/')[2]}.rels": _arrows(arrows, manner, folder),
        f"{folder}/styles.xml": _part(
            "styleSheet", '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>', manner
        ),
        **{target: _part("worksheet", page, manner) for target, page in zip(targets, pages, strict=True)},
    }
    if manner.shared:
        members[f"{folder}/sharedStrings.xml"] = _part("sst", "".join(strings), manner)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            odd = not name.startswith("[") and not name.endswith(".rels")
            archive.writestr(name, text.encode(manner.encoding if odd else "utf-8"))
    return out.getvalue()


def _part(name: str, content: str, manner: Manner) -> str:
    space = f'xmlns:{manner.prefix[:-1]}="{manner.main}"' if manner.prefix else f'xmlns="{manner.main}"'
    text = f'<{name} xmlns:r="{manner.relations}">{content}</{name}>'
    if manner.prefix:
        text = text.replace("<", f"<{manner.prefix}").replace(f"<{manner.prefix}/", f"</{manner.prefix}")
    text = text.replace(' xmlns:r="', f' {space} xmlns:r="', 1)
    return f'<?xml version="1.0" encoding="{manner.encoding.upper()}"?>\n{text}'


def _sheet(sheet: Drawn, manner: Manner, strings: list[str]) -> str:
    rows = ""
    last = max(row for row, _ in sheet.cells)
    wide = max(column for _, column in sheet.cells)
    for row in range(1, last + 1):
        cells = "".join(_cell(sheet, row, column, manner, strings) for column in range(1, wide + 1))
        if cells or not manner.references:
            rows += f"<row r={chr(34)}{row}{chr(34)}>{cells}</row>" if manner.references else f"<row>{cells}</row>"
    areas = "".join(
        f'<mergeCell ref="{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"/>'
        for top, left, bottom, right in sheet.merges
    )
    return f"<sheetData>{rows}</sheetData>" + (f"<mergeCells>{areas}</mergeCells>" if areas else "")


def _cell(sheet: Drawn, row: int, column: int, manner: Manner, strings: list[str]) -> str:
    value = sheet.cells.get((row, column))
    place = f' r="{get_column_letter(column)}{row}"' if manner.references else ""
    if value is None:
        return "" if manner.references else "<c/>"
    if isinstance(value, date) and manner.iso_dates:
        return f'<c{place} s="1" t="d"><v>{value.isoformat()}</v></c>'
    if isinstance(value, date):
        return f'<c{place} s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int):
        return f"<c{place}><v>{value}</v></c>"
    text = f"<t>{escape(value)}</t>"
    if manner.rich and len(value) > 1:  # as when somebody made one character bold
        text = "".join(f"<r><t>{escape(piece)}</t></r>" for piece in (value[:1], value[1:]))
    if not manner.shared:
        return f'<c{place} t="inlineStr"><is>{text}</is></c>'
    strings.append(f"<si>{text}</si>")
    return f'<c{place} t="s"><v>{len(strings) - 1}</v></c>'


def _arrows(arrows: list[tuple[str, str, str]], manner: Manner, folder: str) -> str:
    def target(path: str) -> str:
        return f"/{path}" if manner.absolute else path.removeprefix(f"{folder}/") if folder else path

    return f'<Relationships xmlns="{PACKAGE}/relationships">' + (
        "".join(
            f'<Relationship Id="{i}" Type="{manner.relations}/{kind}" Target="{target(path)}"/>'
            for i, kind, path in arrows
        )
        + "</Relationships>"
    )


def _types(manner: Manner, sheets: list[str], folder: str) -> str:
    main = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" if manner.macros else f"{TYPE}.sheet.main+xml"
    parts = {manner.book: main, f"{folder}/styles.xml": f"{TYPE}.styles+xml"}
    parts |= {f"{folder}/sharedStrings.xml": f"{TYPE}.sharedStrings+xml"} if manner.shared else {}
    parts |= dict.fromkeys(sheets, f"{TYPE}.worksheet+xml")
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in parts.items())
        + "</Types>"
    )
