"""What lies beside the workbook in its container: every stream is read, handed on or named."""

import struct

import pytest
from tests.unit.inspection.containers.compound_files import container
from tests.unit.inspection.readers.test_xls import plain
from tests.unit.inspection.readers.xls_files import made, opened, record, stream_of, wide
from tests.unit.inspection.readers.xlsx_files import cells, texts

from sekisho.inspection.model import Document, Hiding, Part

BOOK = stream_of(made(plain))


def beside(**streams: bytes) -> Document:
    return opened(container({"Workbook": BOOK, **{name.replace("__", "/"): data for name, data in streams.items()}}))


def test_a_workbook_alone_is_read_whole() -> None:
    document = beside()
    assert cells(document.grids[0])["A2"] == "山田太郎"
    assert document.coverage.not_read == ()
    assert document.children == ()


def test_properties_are_read_each_by_itself() -> None:
    texts_of = ["林一", "案内文"]
    values = b"".join(
        struct.pack("<II", 30, len(raw)) + raw.ljust(-(-len(raw) // 4) * 4, b"\0")
        for raw in ((t + "\0").encode("cp932") for t in texts_of)
    )
    offsets, at = [], 8 + 8 * len(texts_of)
    for number, text in enumerate(texts_of):
        offsets.append(struct.pack("<II", 4 + number, at))
        at += 8 + -(-len((text + "\0").encode("cp932")) // 4) * 4
    section = struct.pack("<II", at, len(texts_of)) + b"".join(offsets) + values
    head = struct.pack("<HHI", 0xFFFE, 0, 0) + bytes(16) + struct.pack("<I", 1) + bytes(16) + struct.pack("<I", 48)
    found = texts(beside(**{"\x05SummaryInformation": head + section}), Part.PROPERTY)
    assert {"林一", "案内文"} <= set(found)


def test_a_pivot_cache_is_read() -> None:
    document = beside(_SX_DB_CUR__0001=record(0xCD, wide("元の人")) + record(0xC9, struct.pack("<d", 123456789018)))
    assert texts(document, Part.PIVOT_CACHE) == ["元の人", "123456789018"]


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("_VBA_PROJECT_CUR__VBA__Module1", "マクロの山田太郎".encode("cp932"), Part.SCRIPT),
        ("Revision Log", "直した鈴木一郎".encode("utf-16-le"), Part.REVISION),
        ("User Names", "使った佐藤花子".encode("utf-16-le"), Part.REVISION),
        ("MBD0001__something", "埋めた田中次郎".encode("utf-16-le"), Part.EMBEDDED),
        ("Ctls", "部品の高橋三郎".encode("utf-16-le"), Part.PROPERTY),
    ],
)
def test_every_other_stream_is_looked_through(name: str, data: bytes, part: Part) -> None:
    document = beside(**{name: data})
    assert any(
        one in texts(document, part) for one in (data.decode("utf-16-le", "ignore"), data.decode("cp932", "ignore"))
    )
    assert {text.hidden for text in document.texts if text.place.part is part} == {Hiding.BEHIND}


def test_files_inside_are_children_that_no_view_shows() -> None:
    native = (
        struct.pack("<IH", 0, 2)
        + "名簿.csv".encode("cp932")
        + b"\0"
        + b"c:\\a\0"
        + struct.pack("<II", 3, 4)
        + b"c:\\\0"
    )
    native += struct.pack("<I", 3) + b"abc"
    document = beside(
        **{
            "MBD1__Package": b"PK\x03\x04",
            "MBD2__Workbook": BOOK,
            "Book": BOOK,
            "MBD3__\x01Ole10Native": native,
            "MBD4__\x01Ole10Native": b"xx",
        }
    )
    # The container of the test fills streams up, so the native one is found by the size that it says.
    assert [child.name for child in document.children] == [
        "Book",
        "MBD1-Package",
        "MBD2-Workbook",
        "名簿.csv",
        "MBD4-\x01Ole10Native",
    ]
    assert [child.data for child in document.children if child.name == "名簿.csv"] == [b"abc"]
    assert not any(child.shown for child in document.children)


def test_an_old_document_inside_is_named() -> None:
    document = beside(MBD1__WordDocument=b"\xec\xa5")
    assert [(unread.part, unread.asks) for unread in document.coverage.not_read] == [("MBD1/WordDocument", False)]


def test_left_over_sectors_are_read() -> None:
    data = container({"Workbook": BOOK}, free="消したはずの鈴木一郎".encode("utf-16-le"))
    assert "消したはずの鈴木一郎" in texts(opened(data), Part.PROPERTY)
