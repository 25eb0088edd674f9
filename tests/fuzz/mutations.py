"""Valid files, and what can be done to them without losing their structure: a mutation that no parser gets past finds nothing."""

import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pikepdf
from docx import Document as WordDocument
from hypothesis import strategies as st
from tests.unit.inspection.readers import ods_files, xls_files, xlsb_files
from tests.unit.inspection.readers.xlsx_files import pack

ROWS = (("氏名", "生年月日"), ("山田太郎", "2020-04-12"), ("佐藤花子", "2020-05-21"))
Mutator = Callable[[st.DataObject, bytes], bytes]


# ---------------------------------------------------------------- valid files


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.create_sheet("控え").sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def document() -> bytes:
    made = WordDocument()
    made.add_paragraph("山田太郎様")
    table = made.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "佐藤花子"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def old_workbook() -> bytes:
    def fill(book: object, sheet: object) -> None:
        for number, row in enumerate(ROWS):
            for column, text in enumerate(row):
                sheet.write(number, column, text)  # type: ignore[attr-defined]

    return xls_files.made(fill)


def binary_workbook() -> bytes:
    rows = [xlsb_files.row(n, *(xlsb_files.text(c, text) for c, text in enumerate(row))) for n, row in enumerate(ROWS)]
    return pack(xlsb_files.parts_of(("名簿", 0, xlsb_files.sheet(*rows)), style=xlsb_files.styles()))


def open_document() -> bytes:
    rows = (ods_files.row(*map(ods_files.cell, row)) for row in ROWS)
    return pack(ods_files.parts_of(ods_files.content(ods_files.table(*rows))))


def pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        made.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=made.make_indirect(font)))
        made.pages[0].Contents = made.make_stream(b"BT /F 12 Tf 50 700 Td (Yamada Taro) Tj ET")
        made.docinfo["/Title"] = "題"
        buffer = io.BytesIO()
        made.save(buffer, compress_streams=False)
    return buffer.getvalue()


def archive() -> bytes:
    return pack({"名簿.csv": "氏名\n山田太郎\n", "中/a.xlsx": workbook()})


def mail() -> bytes:
    return (
        "From: a@example.jp\r\nTo: b@example.jp\r\nSubject: =?utf-8?b?5ZCN57C/?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n山田太郎\r\n'
        '--x\r\nContent-Type: text/csv; name="a.csv"\r\nContent-Transfer-Encoding: base64\r\n\r\n5ZCN5YmNCuWxseeUsAo=\r\n--x--\r\n'
    ).encode()


FILES: dict[str, Callable[[], bytes]] = {
    "a.xlsx": workbook,
    "a.docx": document,
    "a.xls": old_workbook,
    "a.xlsb": binary_workbook,
    "a.ods": open_document,
    "a.pdf": pdf,
    "a.zip": archive,
    "a.eml": mail,
}

# ---------------------------------------------------------------- mutations


def flip(data: st.DataObject, raw: bytes) -> bytes:
    out = bytearray(raw)
    for _ in range(data.draw(st.integers(1, 8))):
        if out:
            out[data.draw(st.integers(0, len(out) - 1))] = data.draw(st.integers(0, 255))
    return bytes(out)


def cut(data: st.DataObject, raw: bytes) -> bytes:
    return raw[: data.draw(st.integers(0, len(raw)))]


def splice(data: st.DataObject, raw: bytes) -> bytes:
    """Move, repeat or drop a piece."""
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw)))))
    times, at = data.draw(st.integers(0, 3)), data.draw(st.integers(0, len(raw)))
    rest = raw[:start] + raw[end:]
    return rest[:at] + raw[start:end] * times + rest[at:]


def numbers(data: st.DataObject, raw: bytes) -> bytes:
    """Put an extreme number where one of two or four bytes could stand."""
    if len(raw) < 8:
        return raw
    at = data.draw(st.integers(0, len(raw) - 4))
    value = data.draw(
        st.sampled_from([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\x7f", b"\x01\0\0\0", struct.pack("<I", len(raw))])
    )
    return raw[:at] + value + raw[at + len(value) :]


PLAIN: tuple[Mutator, ...] = (flip, cut, splice, numbers)
_TAGS = (
    "<!-- x -->",
    "<![CDATA[x]]>",
    "&#x5C71;",
    "&lt;",
    '<x y="z">',
    "</x>",
    "\x00",
    "\ufffe",
    "<!DOCTYPE a>",
    '" a="',
)


def markup(data: st.DataObject, raw: bytes) -> bytes:
    """Put a piece of syntax between two tags, or into one."""
    places = [n for n, byte in enumerate(raw) if byte in b"<>\"'="]
    at = data.draw(st.sampled_from(places)) if places else 0
    return raw[:at] + data.draw(st.sampled_from(_TAGS)).encode() + raw[at:]


def members(data: st.DataObject, raw: bytes) -> bytes:
    """Change one member of an archive by itself, drop it, write it twice or under another name; the archive stays whole."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        parts = [(info.filename, opened.read(info)) for info in opened.infolist()]
    at = data.draw(st.integers(0, len(parts) - 1))
    name, content = parts[at]
    deed = data.draw(st.sampled_from(["change", "change", "change", "drop", "twice", "rename"]))
    if deed == "change":
        how = data.draw(st.sampled_from((*PLAIN, markup, markup)))
        parts[at] = (name, how(data, content))
    elif deed == "drop":
        del parts[at]
    elif deed == "twice":
        parts.append((name.upper(), content))
    else:
        parts[at] = (data.draw(st.sampled_from(["../x", "xl/x.xml", "word/document.xml", name + "/"])), content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as again:
        for one, inner in parts:
            again.writestr(one, inner)
    return buffer.getvalue()


def stream(data: st.DataObject, raw: bytes) -> bytes:
    """Change the records of an old workbook inside a container that stays whole."""
    how = data.draw(st.sampled_from((flip, splice, numbers)))
    return xls_files.contained(how(data, xls_files.stream_of(raw)))


def words(data: st.DataObject, raw: bytes) -> bytes:
    """Put one word of PDF or mail in place of another."""
    pieces = raw.split(b" ")
    at, other = data.draw(st.tuples(st.integers(0, len(pieces) - 1), st.integers(0, len(pieces) - 1)))
    pieces[at] = data.draw(
        st.sampled_from([pieces[other], b"", b"999999999", b"-1", b"<<", b">>", b"[", b"0 R", b"null"])
    )
    return b" ".join(pieces)


def mutators(name: str) -> tuple[Mutator, ...]:
    """Return what can be done to a file of this name: mostly what leaves its outer shape whole."""
    if name == "a.xls":
        return (*PLAIN, stream, stream, stream)
    if name in {"a.pdf", "a.eml"}:
        return (*PLAIN, words, words, words)
    return (*PLAIN, members, members, members, members)
