import io
import zipfile

import msoffcrypto
import openpyxl
import pytest

from sekisho.inspection.model import Cipher, Document, File, Limits
from sekisho.inspection.reading import read_file


def workbook(text: str = "氏名") -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = text
    book.save(buffer)
    return buffer.getvalue()


def protected(data: bytes, password: str) -> bytes:
    buffer = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, buffer)
    return buffer.getvalue()


def read(
    data: bytes, name: str = "out/list.xlsx", password: str | None = None, limits: Limits | None = None
) -> Document:
    return read_file(File(name, data, password), limits or Limits())


def why(document: Document) -> str:
    (unread,) = document.coverage.not_read
    assert (document.coverage.parts, document.coverage.read) == (1, 0)
    return unread.why.render()


def test_a_workbook_is_read_by_its_content_not_by_its_name() -> None:
    for name in ("out/list.xlsx", "out/list.pdf", "list"):
        document = read(workbook(), name)
        assert document.format == "xlsx"
        assert document.grids[0].text_of(0) == "氏名"
        assert document.protection.cipher is Cipher.NONE


def test_a_password_opens_and_the_protection_stays_known() -> None:
    document = read(protected(workbook(), "ひみつ"), password="ひみつ")
    assert document.grids[0].text_of(0) == "氏名"
    assert (document.protection.cipher, document.protection.opened) == (Cipher.STRONG, True)


@pytest.mark.parametrize("password", [None, "ちがう"])
def test_a_closed_file_is_a_matter_of_protection_and_its_coverage_says_unread(password: str | None) -> None:
    document = read(protected(workbook(), "ひみつ"), password=password)
    assert not document.protection.opened
    assert document.protection.why_not is not None
    assert "パスワード" in why(document)
    assert not document.grids


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "empty.xlsx", "0 バイト"),
        (b"\x00\x01\x02\x03" * 50, "data.bin", "何の形式か"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(100), "a.7z", "7z"),
        (workbook()[:300], "cut.xlsx", "壊れている"),
        (b"%PDF-1.7\n" + bytes(100), "broken.pdf", ""),
    ],
)
def test_what_cannot_be_read_is_a_document_that_stops(data: bytes, name: str, told: str) -> None:
    document = read(data, name)
    assert told in why(document)
    assert not document.coverage.not_read[0].asks
    assert document.protection.opened


def test_a_picture_asks_for_a_look() -> None:
    document = read(b"\x89PNG\r\n\x1a\n" + bytes(50), "photo.png")
    assert document.coverage.not_read[0].asks
    assert document.pictures == 1


def test_a_zip_gives_its_members_as_children() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("中/名簿.xlsx", workbook())
    assert [child.name for child in read(buffer.getvalue(), "a.zip").children] == ["中/名簿.xlsx"]


def test_over_a_limit_is_unread() -> None:
    assert why(read(workbook(), limits=Limits(members=2)))
