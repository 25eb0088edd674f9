"""Every generation of protection: named, never taken for none, and opened where the password is given."""

import struct
from collections.abc import Callable

import pytest
import xlwt
from tests.unit.inspection.containers.compound_files import container
from tests.unit.inspection.containers.locked_files import open_document, rc4_40, rc4_cryptoapi_128, xor
from tests.unit.inspection.readers.ods_files import cell, content, row, table
from tests.unit.inspection.readers.xls_files import contained, made, record, stream_of
from tests.unit.inspection.readers.xlsx_files import cells

from sekisho.inspection.containers.legacy import legacy_method
from sekisho.inspection.model import Cipher, Document, File, Limits
from sekisho.inspection.reading import read_file

Closer = Callable[[bytes, str], bytes]
WAYS: list[tuple[Closer, str]] = [(rc4_40, "RC4 (40 bit)"), (rc4_cryptoapi_128, "RC4 (CryptoAPI)"), (xor, "XOR")]


def workbook() -> bytes:
    def fill(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        for number in range(120):
            sheet.write(number, 0, f"山田太郎{number}")

    return made(fill)


def read(data: bytes, name: str = "a.xls", password: str | None = None) -> Document:
    return read_file(File(name, data, password), Limits())


# ---------------------------------------------------------------- what protects nothing


def test_a_password_against_changes_keeps_nobody_from_opening() -> None:
    def fill(book: xlwt.Workbook, sheet: xlwt.Worksheet) -> None:
        sheet.write(0, 0, "山田太郎")
        sheet.protect = True
        sheet.password = "sakura"
        book.protect = True

    sharing = record(0x5B, struct.pack("<HH", 1, 0x1234) + struct.pack("<H", 0))
    stream = stream_of(made(fill))
    at = 4 + struct.unpack_from("<H", stream, 2)[0]
    for data in (made(fill), contained(stream[:at] + record(0x86, b"") + sharing + stream[at:])):
        protection = read(data).protection
        assert (protection.cipher, protection.opened) == (Cipher.NONE, True)


# ---------------------------------------------------------------- old workbooks


@pytest.mark.parametrize(("close", "method"), WAYS)
def test_an_old_workbook_opens_with_its_password_and_is_weak(close: Closer, method: str) -> None:
    document = read(close(workbook(), "sakura2026"), password="sakura2026")
    assert (document.protection.cipher, document.protection.method, document.protection.opened) == (
        Cipher.WEAK,
        method,
        True,
    )
    assert cells(document.grids[0])["A120"] == "山田太郎119"
    assert document.coverage.not_read == ()


@pytest.mark.parametrize(("close", "method"), WAYS)
@pytest.mark.parametrize("password", [None, "chigau", "ちがう", "x" * 40])
def test_an_old_workbook_without_its_password_is_closed(close: Closer, method: str, password: str | None) -> None:
    document = read(close(workbook(), "sakura2026"), password=password)
    assert (document.protection.cipher, document.protection.method, document.protection.opened) == (
        Cipher.WEAK,
        method,
        False,
    )
    assert not document.grids
    assert not document.texts


@pytest.mark.parametrize(("close", "method"), WAYS)
def test_the_password_that_everybody_knows_opens_by_itself(close: Closer, method: str) -> None:
    document = read(close(workbook(), "VelvetSweatshop"))
    assert (document.protection.cipher, document.protection.opened) == (Cipher.WEAK, True)
    assert document.protection.method.startswith(method)
    assert document.grids


def test_what_is_closed_in_a_way_that_nobody_knows_is_closed() -> None:
    stream = stream_of(workbook())
    at = 4 + struct.unpack_from("<H", stream, 2)[0]
    unknown = contained(stream[:at] + record(0x2F, struct.pack("<HHH", 1, 9, 9) + bytes(60)) + stream[at:])
    document = read(unknown, password="a")
    assert not document.protection.opened
    assert document.protection.why_not is not None


# ---------------------------------------------------------------- old documents


def word(flags: int, table: bytes = b"") -> bytes:
    return container(
        {
            "WordDocument": struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags) + bytes(1000),
            "1Table": table,
            "0Table": b"",
        }
    )


@pytest.mark.parametrize(
    ("flags", "table", "method"),
    [
        (0x0000, b"", ""),
        (0x0800, b"", ""),
        (0x0100 | 0x8000, b"", "XOR"),
        (0x0100 | 0x0200, b"\x01\x00\x01\x00", "RC4 (40 bit)"),
        (0x0100 | 0x0200, b"\x02\x00\x02\x00", "RC4 (CryptoAPI)"),
    ],
)
def test_a_document_says_by_which_cipher_it_is_closed(flags: int, table: bytes, method: str) -> None:
    assert legacy_method(word(flags, table), "doc") == method


@pytest.mark.parametrize("flags", [0x0100 | 0x8000, 0x0100 | 0x0200])
def test_a_closed_document_is_never_taken_for_an_open_one(flags: int) -> None:
    document = read(word(flags, b"\x01\x00\x01\x00" + bytes(60)), "a.doc", "sakura")
    assert (document.format, document.protection.cipher, document.protection.opened) == ("doc", Cipher.WEAK, False)


@pytest.mark.parametrize("kind", ["xls", "doc", "ppt"])
@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", container({"other": b"x"}), b"\x09\x08\x10"]
)
def test_what_is_damaged_tells_nothing(kind: str, data: bytes) -> None:
    assert legacy_method(data, kind) == ""


# ---------------------------------------------------------------- OpenDocument

SHEET = content(table(row(cell("山田太郎"))))


def test_an_open_document_spreadsheet_opens_with_its_password() -> None:
    document = read(open_document(SHEET, "さくら2026"), "a.ods", "さくら2026")
    assert (document.protection.cipher, document.protection.method) == (Cipher.STRONG, "aes256-cbc (OpenDocument)")
    assert cells(document.grids[0]) == {"A1": "山田太郎"}


@pytest.mark.parametrize("password", [None, "ちがう"])
def test_an_open_document_spreadsheet_without_its_password_is_closed(password: str | None) -> None:
    document = read(open_document(SHEET, "さくら2026"), "a.ods", password)
    assert (document.protection.cipher, document.protection.opened, document.grids) == (Cipher.STRONG, False, ())


@pytest.mark.parametrize(
    ("method", "cipher"),
    [("Blowfish CFB", Cipher.WEAK), ("http://www.w3.org/2009/xmlenc11#aes256-gcm", Cipher.STRONG)],
)
def test_an_open_document_by_another_cipher_says_so(method: str, cipher: Cipher) -> None:
    document = read(open_document(SHEET, "a", method=method), "a.ods", "a")
    assert (document.protection.cipher, document.protection.opened) == (cipher, False)
    assert "対応していない" in (document.protection.why_not.render() if document.protection.why_not else "")


# ---------------------------------------------------------------- PDF


def test_a_pdf_that_opens_with_a_certificate_is_closed_and_not_damaged() -> None:
    body = (
        b"%PDF-1.6\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Adobe.PubSec/V 4/SubFilter/adbe.pkcs7.s5/Length 256>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
    )
    protection = read(body, "a.pdf", "sakura").protection
    assert (protection.cipher, protection.opened) == (Cipher.STRONG, False)
    assert "certificate" in protection.method
