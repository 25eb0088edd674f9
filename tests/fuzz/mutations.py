"""Valid files, and what can be done to them without losing their structure: a mutation that no parser gets past finds nothing."""

import io
import quopri
import re
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pikepdf
from docx import Document as WordDocument
from hypothesis import strategies as st
from tests.unit.inspection.readers import eml_files, ods_files, pptx_files, xls_files, xlsb_files
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


def slides() -> bytes:
    notes = pptx_files.xml("p:notes", f"<p:cSld><p:spTree>{pptx_files.shape('佐藤花子の控え')}</p:spTree></p:cSld>")
    shapes = pptx_files.shape("山田太郎様") + pptx_files.table(*ROWS) + pptx_files.group(pptx_files.shape("中"))
    box = pptx_files.shape("佐藤花子") + pptx_files.shape(fill=pptx_files.colour("000000"))
    shown = pptx_files.Slide(shapes, (("notesSlide", "notesSlides/notesSlide1.xml", notes),))
    return pptx_files.Deck([shown, pptx_files.Slide(box, attributes='show="0"')]).bytes()


PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>名簿</title>
<style>.gone { display: none } td.white { color: #fff; background: white } #a > b, p:hover { font-size: 0 }</style></head>
<body onload="f('x')"><p class="gone">佐藤花子</p><table><col span="2"><tr><th colspan=2>名簿<tr><th>氏名<th>生年月日
<tr><td rowspan="2">山田太郎<td class=white>2020-04-12<tr style="visibility:hidden"><td>2020-05-21</table>
<!-- <table><tr><td>佐藤花子<td>2020-05-21</table> --><!--[if mso]><p>控え</p><![endif]-->
<ruby>青木<rt>あおき</rt></ruby><a href="mailto:a@example.jp?subject=x">a</a><img src="data:image/png;base64,iVBORw0KGgo=" alt="図">
<form><input type=hidden name=n value="山田太郎"><textarea>x</textarea><select><option>y</select></form>
<script type="application/json">{"name": "山田太郎", "list": [1, "x"]}</script><iframe srcdoc="&lt;p&gt;中"></iframe>
</body></html>"""


def page() -> bytes:
    return PAGE.encode()


def saved_page() -> bytes:
    """A web page as one file (mht): the page and its parts as the parts of a mail."""
    shown = eml_files.part(
        quopri.encodestring(PAGE.encode()),
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "Content-Location: file:///C:/page.htm",
    )
    sheet = eml_files.part(b"p { color: red }", "Content-Type: text/css", "Content-Location: file:///C:/a.css")
    return eml_files.multipart(shown, sheet, kind='related;\r\n\ttype="text/html"')


def mail_in_mail() -> bytes:
    """A mail that was handed on as an attachment, a list with it, twice over."""
    inner = mail()
    for number in range(2):
        message = eml_files.part(inner, "Content-Type: message/rfc822", "Content-Disposition: attachment")
        table = eml_files.attachment('filename="list.xlsx"', workbook())
        text = eml_files.part("山田太郎様".encode("iso-2022-jp"), "Content-Type: text/plain; charset=iso-2022-jp")
        inner = eml_files.multipart(text, message, table, boundary=f"outer-{number}")
    return inner


FILES: dict[str, Callable[[], bytes]] = {
    "a.xlsx": workbook,
    "a.docx": document,
    "a.xls": old_workbook,
    "a.xlsb": binary_workbook,
    "a.ods": open_document,
    "a.pdf": pdf,
    "a.zip": archive,
    "a.eml": mail,
    "a.pptx": slides,
    "a.html": page,
    "a.mht": saved_page,
    "nested.eml": mail_in_mail,
}
TARGETS: dict[str, tuple[str, ...]] = {
    "zip": ("a.zip",),
    "ooxml": ("a.xlsx", "a.docx", "a.pptx", "a.xlsb"),
    "pdf": ("a.pdf",),
    "mail": ("a.eml", "nested.eml", "a.mht"),
    "others": ("a.xls", "a.ods", "a.html"),
}
"""What is fuzzed for the same time each: its files share that time."""

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
        how = data.draw(st.sampled_from((*PLAIN, markup, markup, elements)))
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


_STYLES = (
    ("display", "none"),
    ("display", "contents"),
    ("color", "#fff"),
    ("font-size", "1e99px"),
    ("opacity", "-1"),
    ("position", "absolute;left:-999em"),
    ("visibility", "inherit"),
    ("color", "rgb(300,-1,x)"),
    ("background", "url(data:,"),
)


_ATTRIBUTES = (
    "hidden",
    "class='gone white'",
    'href="data:text/html;base64,PHA+eA=="',
    'src="data:,%ff%x"',
    'srcdoc="&lt;table&gt;"',
)


def elements(data: st.DataObject, raw: bytes) -> bytes:
    """Take an element's tag to another place, drop or repeat it, or give it an extreme span, a style, an address."""
    tags = list(re.finditer(rb"<[^<>]+>", raw))
    if not tags:
        return raw
    tag = data.draw(st.sampled_from(tags))
    text = tag[0]
    deed = data.draw(st.sampled_from(["move", "drop", "repeat", "attribute", "attribute", "wrap"]))
    rest = raw[: tag.start()] + raw[tag.end() :]
    if deed == "drop":
        return rest
    if deed == "move":
        at = data.draw(st.integers(0, len(rest)))
        return rest[:at] + text + rest[at:]
    if deed == "repeat":
        return raw[: tag.start()] + text * data.draw(st.sampled_from([2, 40, 3_000])) + raw[tag.end() :]
    if deed == "wrap":
        return raw[: tag.start()] + b"<!--" + text + b"-->" + raw[tag.end() :]
    style = ":".join(data.draw(st.sampled_from(_STYLES)))
    span = data.draw(st.sampled_from(["0", "-1", "65534", "99999999999", "x", "\uff13"]))
    spans = (f"colspan={span}", f"rowspan={span}", f'span="{span}"', f'id="{span}"')
    said = data.draw(st.sampled_from((f'style="{style}"', *spans, *_ATTRIBUTES))).encode()
    cut = tag.end() - (2 if text.endswith(b"/>") else 1)
    return raw[:cut] + b" " + said + raw[cut:]


_HEADERS = (
    "Content-Type: message/rfc822",
    "Content-Type: multipart/mixed; boundary=x",
    'Content-Type: multipart/alternative; boundary=""',
    "Content-Type: text/html; charset=x-unknown",
    "Content-Type: text/plain; charset=utf-7",
    "Content-Type: application/ms-tnef; name=winmail.dat",
    "Content-Type: message/partial; id=a; number=1; total=2",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: quoted-printable",
    "Content-Transfer-Encoding: x-uuencode",
    "Content-Disposition: attachment; filename*0*=utf-8''%E5%90; filename*1*=%8D.csv",
    "Subject: =?iso-2022-jp?B?GyRC?= =?utf-8?q?=ff?=",
    "To: a@example.jp, <b@example.jp>, c: d@example.jp;",
    " continued",
    "",
)


def lines(data: st.DataObject, raw: bytes) -> bytes:
    """Put a header between two lines of a mail or in place of one, drop, move or repeat some lines, or a boundary."""
    split = raw.split(b"\r\n")
    at, to = data.draw(st.integers(0, len(split) - 1)), data.draw(st.integers(0, len(split) - 1))
    marks = [line for line in split if line.startswith(b"--")]
    deed = data.draw(st.sampled_from(["header", "header", "replace", "drop", "move", "repeat", "boundary"]))
    header = data.draw(st.sampled_from(_HEADERS)).encode()
    if deed == "header":
        split.insert(at, header)
    elif deed == "replace":
        split[at] = header
    elif deed == "drop":
        del split[at : at + data.draw(st.integers(1, 5))]
    elif deed == "move":
        split.insert(to, split.pop(at))
    elif deed == "repeat":
        split[at : at + 1] = [split[at]] * data.draw(st.sampled_from([2, 50]))
    elif marks:
        split.insert(at, data.draw(st.sampled_from(marks)) + data.draw(st.sampled_from([b"", b"--", b" "])))
    return b"\r\n".join(split)


def mutators(name: str) -> tuple[Mutator, ...]:
    """Return what can be done to a file of this name: mostly what leaves its outer shape whole."""
    if name == "a.xls":
        return (*PLAIN, stream, stream, stream)
    if name == "a.html":
        return (*PLAIN, markup, markup, elements, elements, elements, elements)
    if name in {"a.mht", "nested.eml"}:
        return (*PLAIN, words, lines, lines, lines, elements)
    if name in {"a.pdf", "a.eml"}:
        return (*PLAIN, words, words, words)
    return (*PLAIN, members, members, members, members)
