import io
import zipfile

import msoffcrypto
import openpyxl
import pytest
from docx import Document

from sekisho.inspection.containers.kind import kind_of


def packed(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "氏名"
    book.save(buffer)
    return buffer.getvalue()


def document() -> bytes:
    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def protected(data: bytes) -> bytes:
    buffer = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt("ひみつ", buffer)
    return buffer.getvalue()


def types(content_type: str) -> str:
    return f'<Types><Override PartName="/x" ContentType="{content_type}"/></Types>'


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
BMP = b"BM" + bytes(12) + b"\x28\x00\x00\x00" + bytes(40)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MZ番号,氏名\n1,山田\n", "list.csv"),
        ("BM,氏名\n", "list.csv"),
        ("BZh形式の説明\n", "read.txt"),
        ("PAR1,x\n", "x.tsv"),
        ("手順書: %PDF- で始まるファイル\n", "memo.txt"),
        ("宛先: さくら野市\n件名: お知らせ\n", "memo.txt"),
        ("氏名<b>,住所\n", "LIST.CSV"),
        ("a\tb", "x.tab"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_text_that_begins_like_something_else_is_still_text(text: str, name: str, encoding: str) -> None:
    assert kind_of(text.encode(encoding), name) == "csv"


def test_a_name_makes_nothing_of_a_file() -> None:
    assert kind_of(workbook(), "list.csv") == "xlsx"
    assert kind_of(document(), "list.xlsx") == "docx"
    assert kind_of(packed(a="x"), "list.docx") == "zip"
    assert kind_of(PNG, "list.pdf") == "picture"
    assert kind_of("氏名,住所\n".encode(), "list.xlsx") == "csv"
    assert kind_of(b"\x00\x01\x02\x03" * 50, "list.csv") == "unknown"
    assert kind_of(b"", "list.xlsx") == "empty"


@pytest.mark.parametrize("byte", [b"\x00", b"\xff"])
def test_a_broken_line_does_not_make_a_list_something_else(byte: bytes) -> None:
    lines = ["番号,氏名".encode()] + [f"{n},山田太郎".encode() for n in range(50)]
    lines[20] += byte
    lines[30] = "30,山田花子".encode("cp932")
    assert kind_of(b"\n".join(lines), "list.csv") == "csv"


def test_large_text_is_judged_by_its_beginning() -> None:
    assert kind_of("番号,氏名\n".encode("cp932") * 200_000, "list.csv") == "csv"
    assert kind_of(b"a" * 2_000_000, "list.csv") == "csv"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n", "pdf"),
        (b"\x00\xff\x00\xff" * 20 + b"%PDF-1.4", "pdf"),
        (packed(x="%PDF-1.7"), "zip"),
        (b"\x00\x02\x00\x03" * 10 + packed(x="y"), "zip"),
        (b"PK\x03\x04 cut short", "zip"),
        (PNG, "picture"),
        (BMP, "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "picture"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "picture"),
        (b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(40), "picture"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "7z"),
        (b"Rar!\x1a\x07\x00" + bytes(20), "rar"),
        (b"\x1f\x8b\x08" + bytes(20), "gz"),
        (b"BZh9" + bytes(20), "bz2"),
        (b"  -lh5-" + bytes(20), "lzh"),
        (b"x" + bytes(256) + b"ustar" + bytes(250), "tar"),
        (b"MZ" + bytes(100), "exe"),
        (b"{\\rtf1\\ansi x}", "rtf"),
        (b"-----BEGIN PGP MESSAGE-----\n", "pgp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "ole"),
        (b"<!DOCTYPE html><p>x", "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "xml"),
        (b"From: a@example.jp\r\nTo: b@example.jp\r\n\r\nx", "eml"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00" + bytes(20), "access"),
        (b"hello", "text"),
        (b"\x00\x80\x00\x81" * 9, "unknown"),
    ],
)
def test_the_content_says_what_it_is(data: bytes, kind: str) -> None:
    assert kind_of(data, "file.bin") == kind


@pytest.mark.parametrize("name", ["page.csv", "page.txt", "page.html"])
def test_html_is_html_under_any_name_since_its_entities_could_spell_a_name(name: str) -> None:
    assert kind_of("<html><p>&#x5C71;田".encode("utf-16"), name) == "html"


def test_text_under_other_names_keeps_its_name() -> None:
    assert kind_of(b'{"a": 1}', "x.json") == "json"
    assert kind_of(b"Hello", "x.eml") == "eml"
    assert kind_of(b"Hello", "x.py") == "text"


@pytest.mark.parametrize("name", ["名簿", "名簿.dat", "LIST.TXT", "a.lst", ".csv", "a/b.c/名簿"])
def test_a_list_in_plain_text_needs_no_ending(name: str) -> None:
    assert kind_of("番号,氏名\n1,山田\n".encode("cp932"), name) == "csv"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\x06\xe5\xae\xae\xe5\xb4\x8e" + b" " * 48 + bytes(110), "~$名簿.xlsx", "lock"),
        (b"\x04user" + b" " * 50 + bytes(107), "中/~$案内.docx", "lock"),
        (b",yamada,pc01,24.11.2026 09:00,file:///home;", ".~lock.名簿.ods#", "lock"),
        ("番号,氏名\n1,山田\n".encode() * 100, "~$名簿.csv", "csv"),
        ("番号,氏名\n1,山田\n".encode(), "~$名簿.csv", "csv"),
        (packed(a="x"), "~$名簿.zip", "zip"),
        (b"a", "名簿.xlsx", "scrap"),
        (b"\x00", "名簿", "scrap"),
        (b"\x00\x01\x02", "名簿.dat", "scrap"),
        (b"a", "a.txt", "csv"),
        (b"a", "名簿", "csv"),
    ],
)
def test_what_an_open_document_leaves_behind_and_scraps_are_told_from_lists(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, name) == kind


def test_a_protected_office_file_is_told_from_other_ole_files() -> None:
    assert kind_of(protected(workbook()), "list.xlsx") == "ooxml-protected"


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "docx"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docx"),
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
        ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", "pptx"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml", "zip"),
    ],
)
def test_an_office_file_is_known_by_its_main_part(content_type: str, kind: str) -> None:
    assert kind_of(packed(**{"[Content_Types].xml": types(content_type), "a.xml": "x"}), "a") == kind


def test_an_office_file_whose_list_of_parts_is_damaged_is_known_by_its_folders() -> None:
    assert kind_of(packed(**{"[Content_Types].xml": "<Types", "word/document.xml": "x"}), "a") == "docx"


def test_open_document_files_are_named() -> None:
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    assert kind_of(packed(mimetype=mime), "a.ods") == "ods"
    assert kind_of(packed(mimetype="something"), "a.ods") == "zip"


def test_a_cut_off_office_file_keeps_the_kind_that_it_claims() -> None:
    assert kind_of(workbook()[:-200], "list.xlsx") == "xlsx"
    assert kind_of(workbook()[:-200], "list.pdf") == "zip"


def test_a_member_that_cannot_be_read_does_not_hide_the_kind() -> None:
    data = packed(**{"[Content_Types].xml": types("x"), "xl/workbook.xml": "x"})
    assert kind_of(data.replace(b"<Types><Over", b"<Types><over"), "a") == "xlsx"


MAIL = b"Received: from a by b\r\nFrom: a@example.jp\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\n\r\n--x"


@pytest.mark.parametrize("name", ["mail.eml", "mail", "mail.txt", "mail.csv", "mail.dat", "page.mht"])
def test_a_mail_is_one_under_any_name_since_what_is_encoded_in_it_could_be_anybody(name: str) -> None:
    assert kind_of(MAIL, name) == "eml"
    assert kind_of(b"From a@example.jp Mon Nov 23 10:00:00 2026\r\n" + MAIL, name) == "eml"


def test_a_mail_that_is_a_page_is_a_mail() -> None:
    for name in ("mail.eml", "mail", "mail.txt"):
        head = b"From: a@example.jp\r\nTo: b\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n"
        assert kind_of(head + b"\r\n<html><body>=E9=9D=92", name) == "eml"
    assert kind_of(b"<html><p>x", "mail.eml") == "html"


@pytest.mark.parametrize(
    "text",
    [
        "From: 保育課\nTo: A園\n\n名簿を送ります",
        "From,To,Subject\na,b,c\n",
        "From: ,To: ,Subject: \na,b,c\n",
        "差出人: 青木\nMIME-Version: 1.0\nTo: b\n\n",
        "Date: 2026-11-24\nTo: b\nContent-Type: text/plain\n",
    ],
)
def test_a_list_or_a_note_that_speaks_of_mail_is_none(text: str) -> None:
    for name in ("list.csv", "note.txt"):
        assert kind_of(text.encode(), name) == "csv"


@pytest.mark.parametrize(
    "start",
    [
        "<table border=1>",
        "<!-- made by --><div>",
        "<meta charset=utf-8>",
        "<p>",
        "<style>x{}</style><table>",
        '<br clear="all">',
    ],
)
def test_a_piece_of_a_page_under_another_name_is_html_but_not_under_that_of_a_list(start: str) -> None:
    data = f"{start}青木".encode()
    assert kind_of(data, "list.xls") == "html"
    assert kind_of(data, "body.html") == "html"
    assert kind_of(data, "list.csv") == "csv"


def test_what_only_begins_like_a_page_is_none() -> None:
    assert kind_of(b"<phone> 0123", "x.note") == "text"
    assert kind_of("青木".encode(), "a.htm") == "html"


def test_a_page_in_euc_is_a_page() -> None:
    assert kind_of("<p>青木花子です".encode("euc_jp"), "a.html") == "html"
