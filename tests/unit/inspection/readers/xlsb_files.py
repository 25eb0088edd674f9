"""Makes binary workbooks record by record, since no library writes them (MS-XLSB)."""

import struct

from tests.unit.inspection.readers.xlsx_files import PACKAGE, pack, relations

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.readers.xlsb import read

BOOK = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
SHEET = "application/vnd.ms-excel.worksheet"


def rec(kind: int, body: bytes = b"") -> bytes:
    head = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size = len(body)
    length = bytearray()
    while True:
        length.append(size & 0x7F | (0x80 if size > 0x7F else 0))
        size >>= 7
        if not size:
            return head + bytes(length) + body


def wide(text: str | None) -> bytes:
    return b"\xff\xff\xff\xff" if text is None else struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *cells: bytes, flags: int = 0, height: int = 300) -> bytes:
    return rec(0, struct.pack("<IIHBBBI", number, 0, height, 0, flags, 0, 0)) + b"".join(cells)


def text(column: int, value: str, style: int = 0) -> bytes:
    return rec(6, struct.pack("<II", column, style) + wide(value))


def shared(column: int, number: int) -> bytes:
    return rec(7, struct.pack("<III", column, 0, number))


def real(column: int, value: float, style: int = 0) -> bytes:
    return rec(5, struct.pack("<IId", column, style, value))


def rk(column: int, raw: int) -> bytes:
    return rec(2, struct.pack("<III", column, 0, raw))


def sheet(*rows: bytes, before: bytes = b"", behind: bytes = b"") -> bytes:
    return rec(129) + rec(148, struct.pack("<4I", 0, 1_048_575, 0, 16_383)) + before + rec(145) + b"".join(rows) + rec(146) + behind + rec(130)  # fmt: skip


def styles(*, formats: tuple[str, ...] = (), fonts: tuple[bytes, ...] = (), fills: tuple[bytes, ...] = (), xfs: tuple[tuple[int, int, int], ...] = ()) -> bytes:  # fmt: skip
    body = b"".join(rec(44, struct.pack("<H", 164 + n) + wide(code)) for n, code in enumerate(formats))
    body += b"".join(rec(43, one) for one in (font(), *fonts)) + b"".join(rec(45, one) for one in (fill(0), *fills))
    cell = b"".join(rec(47, struct.pack("<4H", 0, *xf) + bytes(8)) for xf in ((0, 0, 0), *xfs))
    return body + rec(626) + rec(47, struct.pack("<4H", 0, 9, 9, 9) + bytes(8)) + rec(627) + rec(617) + cell + rec(618)


def font(points: float = 11, colour: bytes = b"\x01" + bytes(7)) -> bytes:
    return struct.pack("<HHHHBBBB", int(points * 20), 0, 400, 0, 0, 0, 0, 0) + colour + b"\0" + wide("ＭＳ ゴシック")


def fill(pattern: int, colour: bytes = bytes(8)) -> bytes:
    return struct.pack("<I", pattern) + colour + bytes(8)


def rgb(red: int, green: int, blue: int) -> bytes:
    return struct.pack("<BBhBBBB", 5, 0, 0, red, green, blue, 255)


def parts_of(
    *sheets: tuple[str, int, bytes],
    strings: bytes = b"",
    style: bytes = b"",
    book: bytes = b"",
    arrows: list[tuple[str, str, str]] | None = None,
    **more: bytes | str,
) -> dict[str, bytes | str]:
    bundles = b"".join(
        rec(156, struct.pack("<II", state, n) + wide(f"rId{n}") + wide(name))
        for n, (name, state, _) in enumerate(sheets, start=1)
    )
    links = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="bin" ContentType="{SHEET}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.bin" ContentType="{BOOK}"/></Types>',
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.bin")]),
        "xl/workbook.bin": rec(131) + rec(143) + bundles + rec(144) + book + rec(132),
    }
    made.update({f"xl/worksheets/sheet{n}.bin": data for n, (_, _, data) in enumerate(sheets, start=1)})
    if strings:
        links.append(("rS", "sharedStrings", "sharedStrings.bin"))
        made["xl/sharedStrings.bin"] = strings
    if style:
        links.append(("rY", "styles", "styles.bin"))
        made["xl/styles.bin"] = style
    made["xl/_rels/workbook.bin.rels"] = relations(links)
    if arrows:
        made["xl/worksheets/_rels/sheet1.bin.rels"] = relations(arrows)
    made.update(more)
    return made


def opened(parts: dict[str, bytes | str], limits: Limits | None = None) -> Document:
    return read(File("a.xlsb", pack(parts)), limits or Limits())
