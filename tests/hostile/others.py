"""Hostile PDF, text, mail and web files."""

import io
import zlib

from reportlab.pdfgen.canvas import Canvas
from tests.hostile.offices import BIRTH, NAME, flipped
from tests.unit.inspection.readers.pdf_files import made


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Return a file of ``objects``, numbered from 1, with a right table of where each begins."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    size = len(objects) + 1
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        table,
        size,
        trailer,
        start,
    )


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def page(content: bytes, *more: bytes, box: bytes = b"0 0 300 300", entries: bytes = b"") -> bytes:
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R%s>>" % (box, entries)
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", kids, one, content, *more)


def pdfs() -> dict[str, tuple[str, bytes]]:
    def draw(canvas: Canvas) -> None:
        for at, text in ((760, "氏名　生年月日"), (740, f"{NAME} {BIRTH}")):
            canvas.drawString(60, at, text)

    whole = made(draw, pages=2)
    packed = zlib.compress(b"q " * 25_000_000, 9)
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    deep = b"[" * 200_000
    return {
        "plain.pdf": ("read", whole),
        "many_q.pdf": ("stop", page(stream(packed, b"/Filter/FlateDecode"))),
        "draws_itself.pdf": ("stop", page(stream(b"/X Do"), stream(b"/X Do", form), entries=b"/Resources<</XObject<</X 5 0 R>>>>")),
        "huge_page.pdf": ("any", page(stream(b"0 0 9 9 re f"), box=b"0 0 2000000 2000000")),
        "endless_page.pdf": ("any", page(stream(b""), box=b"-1e300 -1e300 1e300 1e300")),
        "pages_in_a_ring.pdf": ("stop", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>")),
        "billions_of_pages.pdf": ("any", pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 2000000000>>")),
        "nested_arrays.pdf": ("any", page(stream(b""), deep)),
        "nested_arrays_in_page.pdf": ("any", page(stream(deep))),
        "bookmarks_in_a_ring.pdf": ("any", pdf(b"<</Type/Catalog/Pages 2 0 R/Outlines 3 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", b"<</First 3 0 R/Next 3 0 R/Title(x)>>")),
        "flood.pdf": ("stop", page(stream(zlib.compress(b"0" * 400_000_000, 9), b"/Filter/FlateDecode"))),
        "packed_a_hundred_times.pdf": ("any", page(stream(b"x", b"/Filter[" + b"/FlateDecode" * 100 + b"]"))),
        "lying_length.pdf": ("any", page(b"<</Length 999999999>>stream\nBT ET\nendstream")),
        "table_points_to_itself.pdf": ("any", whole[: whole.rindex(b"startxref")] + b"startxref\n9\n%%EOF"),
        **{f"cut_{size}.pdf": ("any", whole[: len(whole) * size // 100]) for size in (5, 50, 95)},
        "flipped.pdf": ("any", flipped(whole, 401)),
        "only_a_head.pdf": ("stop", b"%PDF-1.7\n"),
    }  # fmt: skip


def texts() -> dict[str, tuple[str, bytes]]:
    row = f"氏名,生年月日\n{NAME},{BIRTH}\n".encode()
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(5_000))
    mail = b"From: a@example.jp\r\nTo: b@example.jp\r\nSubject: x\r\n"
    return {
        "plain.csv": ("read", row),
        "no_line_ends.csv": ("any", b"x" * 2_000_000),
        "commas.csv": ("any", b"," * 5_000_000),
        "zero_bytes.csv": ("stop", row + b"\0" * 1_000_000),
        "open_quote.csv": ("read", row + b'"' + b"x,\n" * 50_000),
        "many_quotes.csv": ("any", b'""' * 500_000),
        "wrong_encoding.csv": ("both", row + b"\xff\xfe\x80\x80,x\n" * 10),
        "nothing.csv": ("stop", b""),
        "one_byte.xlsx": ("stop", b"x"),
        "~$list.xlsx": ("ask", b"\x04user" + b" " * 50 + bytes(110)),
        "noise.xlsx": ("stop", bytes(range(256)) * 64),
        "noise.xls": ("stop", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 64),
        "nested_parts.eml": ("any", mail + parts),
        "many_headers.eml": ("any", mail + b"X-A: b\r\n" * 200_000 + b"\r\nx"),
        "mail_in_mail.eml": ("any", (mail + b"Content-Type: message/rfc822\r\n\r\n") * 2_000),
        "deep.html": ("any", b"<!DOCTYPE html><html><body>" + b"<div>" * 200_000),
        "entities.html": ("any", b"<!DOCTYPE html [<!ENTITY a 'b'>]><html>&a;" + b"&#x5C71;" * 100_000),
        "wide_cells.html": ("stop", b"<table>" + b"<tr>" + b"<td colspan=1000>x" * 200_000),
        "wide_and_high_cells.html": ("stop", b"<table>" + b"<tr><td colspan=1000 rowspan=65534>x" * 60_000),
        "cells_behind_high_ones.html": ("stop", b"<table><tr>" + b"<td colspan=1000 rowspan=0>x" * 1_000 + b"<tr><td>x" * 100_000),
        "hidden_columns.html": ("any", b"<table>" + b"<col span=1000 style='display:none'>" * 50_000 + b"<tr><td>x"),
        "cells.html": ("any", b"<table>" + (b"<tr>" + b"<td>" * 1_000) * 400),
        "laughs.xml": ("stop", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a 'b'>]><a>&a;</a>"),
        "unreadable_name_\u202efdp.csv": ("read", row),
    }  # fmt: skip


def packed_again(files: dict[str, tuple[str, bytes]]) -> bytes:
    """Return some of the files in one archive: what each does inside must not touch its neighbours."""
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, (_, data) in files.items():
            opened.writestr(name, data)
    return buffer.getvalue()
