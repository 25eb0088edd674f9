"""The demo's files, read with other libraries than our own engine."""

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "src" / "sekisho" / "data" / "demo"
EXPECTED = tomllib.loads((DEMO / "expected.toml").read_text(encoding="utf-8"))
PLANTED = [planted for incident in EXPECTED["incident"] for planted in incident["planted"]]
ASKED = [(incident["repaired"], asked) for incident in EXPECTED["incident"] for asked in incident.get("asked", ())]
INCIDENTS = (1, 2, 3, 4, 5, 6)
BUNDLES = [f"incident-{number}/{twin}" for number in INCIDENTS for twin in ("mistake", "repaired")]


def paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def content(file: Path) -> object:
    """The bytes; of a workbook or a letter its parts, since how tightly they are packed is the compressing library's affair."""
    if file.suffix not in {".xlsx", ".docx"}:
        return file.read_bytes()
    with zipfile.ZipFile(file) as package:
        return [(part.filename, part.date_time, package.read(part)) for part in package.infolist()]


def plain(text: object) -> str:
    return "".join(str(text or "").split())


def page_text(file: Path, number: int) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return plain(document[number - 1].get_textpage().get_text_bounded())


def rows_of(file: Path) -> list[dict[str, str]]:
    """A source as a list of rows by their headings; dates of a workbook as 2026/11/24."""
    if file.suffix == ".xlsx":
        head, *rows = openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True)
        text = [[f"{v:%Y/%m/%d}" if isinstance(v, date) else str(v) for v in row] for row in rows]
        return [dict(zip(map(str, head), row, strict=True)) for row in text]
    raw = file.read_bytes()
    encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "cp932"
    return list(csv.DictReader(io.StringIO(raw.decode(encoding))))


def bundle_of(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / name / "bundle.toml").read_text(encoding="utf-8"))


def source(name: str, kind: str) -> list[dict[str, str]]:
    return rows_of(DEMO / name / bundle_of(name)["sources"][kind])


def day_of(value: object) -> date:
    """A date as these files write it: a date cell, 2026/11/24, R8.11.24 or 令和8年11月24日."""
    if isinstance(value, datetime):
        return value.date()
    text = str(value)
    if match := re.fullmatch(r"(\d{4})/(\d\d?)/(\d\d?)", text):
        return date(*map(int, match.groups()))
    match = re.fullmatch(r"(R|H|S|令和|平成|昭和)(\d+)[.年](\d+)[.月](\d+)日?", text)
    assert match, text
    base = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925}[match[1]]
    return date(base + int(match[2]), int(match[3]), int(match[4]))


def list_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The numbered rows of a list under its two-row heading, by heading."""
    (sheet,) = openpyxl.load_workbook(file).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    top = next(index for index, row in enumerate(rows) if row[0] == "No.")
    heading = [plain(below or above) for above, below in zip(rows[top], rows[top + 1], strict=True)]
    for row in rows[top + 2 :]:
        if not isinstance(row[0], int):
            return
        yield dict(zip(heading, row, strict=True))


def letter_text(file: Path) -> str:
    letter = docx.Document(str(file))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    return plain("".join([*(paragraph.text for paragraph in letter.paragraphs), *cells]))


def stands(file: Path, place: dict[str, Any]) -> bool:
    """Whether the text of a place stands there, as the file's own program shows it."""
    if file.suffix == ".pdf":
        return plain(place["text"]) in page_text(file, place["page"])
    if file.suffix == ".docx":
        return plain(place["text"]) in letter_text(file)
    book = openpyxl.load_workbook(file)
    if place["sheet"] not in book.sheetnames:
        return False
    cell = book[place["sheet"]][f"{place['column']}{place['row']}"]
    width = 1 if plain(cell.value) == plain(place["text"]) else 2
    return "".join(plain(cell.offset(column=step).value) for step in range(width)) == plain(place["text"])
