import io
import struct
import warnings
import zipfile

import pytest
import pyzipper

from sekisho.inspection.model import Cipher, Coverage, Document, File, Hiding, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.zip import read

LIST = "番号,氏名\n1,山田太郎\n".encode()
APPLE_DOUBLE = b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(40) + b"com.apple.quarantine"


def packed(*members: tuple[str, bytes], comment: bytes = b"", password: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), pyzipper.AESZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        if password:
            archive.setpassword(password.encode())
            archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = comment
    return buffer.getvalue()


def seen(data: bytes, password: str | None = None) -> Document:
    return read(File("out/a.zip", data, password), Limits())


def unread(document: Document) -> list[tuple[str, bool]]:
    return [(one.part, one.asks) for one in document.coverage.not_read]


def test_an_honest_archive_gives_its_members_and_nothing_else() -> None:
    document = seen(packed(("名簿/一覧.csv", LIST), ("名簿/", b""), ("b.csv", b"x")))
    assert [(child.name, child.data) for child in document.children] == [("名簿/一覧.csv", LIST), ("b.csv", b"x")]
    assert all(
        child.shown and child.hidden is Hiding.SEEN and child.place.part is Part.FILE for child in document.children
    )
    assert document.coverage == Coverage(2, 2)
    assert not document.texts
    assert document.protection.cipher is Cipher.NONE


def test_an_archive_written_to_a_stream_has_nothing_between_its_members() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.got = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.got += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        for name in ("a.csv", "b.csv"):
            archive.writestr(name, LIST)
    assert seen(bytes(pipe.got)).coverage == Coverage(2, 2)


def test_what_a_file_manager_leaves_stops_nothing() -> None:
    document = seen(
        packed(
            ("一覧.csv", LIST),
            ("__MACOSX/._一覧.csv", APPLE_DOUBLE),
            (".DS_Store", b"\x00\x00\x00\x01Bud1" + bytes(20) + "山田太郎.pdf".encode("utf-16-be")),
            ("desktop.ini", b"[.ShellClassInfo]\r\nIconResource=x"),
        )
    )
    assert [child.name for child in document.children] == ["一覧.csv"]
    assert document.coverage == Coverage(4, 4)
    assert {(t.place.part, t.hidden) for t in document.texts} == {(Part.PROPERTY, Hiding.BEHIND)}
    assert any("山田太郎.pdf" in t.text for t in document.texts)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("__MACOSX/._a.csv", LIST),
        ("__MACOSX/._a.csv", APPLE_DOUBLE + bytes(9000)),
        ("__MACOSX/a.csv", LIST),
        (".DS_Store", LIST),
        ("Thumbs.db", LIST),
        ("desktop.ini", LIST),
    ],
)
def test_a_leftover_by_name_alone_is_a_file_like_any_other(name: str, data: bytes) -> None:
    assert [child.name for child in seen(packed((name, data))).children] == [name]


def test_thumbnails_ask_for_a_look() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + "山田太郎.jpg".encode("utf-16-le")
    document = seen(packed(("写真/Thumbs.db", data)))
    assert unread(document) == [("写真/Thumbs.db", True)]
    assert any("山田太郎.jpg" in t.text for t in document.texts)


def test_names_and_comments_of_japanese_windows_are_read() -> None:
    data = packed(("xxxx.csv", LIST), comment="山田太郎の分".encode("cp932")).replace(
        b"xxxx.csv", "山田.csv".encode("cp932") + b""
    )
    document = seen(data)
    assert document.children[0].name == "山田.csv"
    assert [(t.place.part, t.text, t.hidden) for t in document.texts] == [(Part.COMMENT, "山田太郎の分", Hiding.BEHIND)]


def test_two_members_of_one_name_are_both_read_and_said() -> None:
    document = seen(packed(("a.csv", LIST), ("a.csv", b"other")))
    assert [child.data for child in document.children] == [LIST, b"other"]
    assert unread(document) == [("a.csv", False)]


def test_the_same_file_twice_is_no_matter() -> None:
    assert not unread(seen(packed(("a.csv", LIST), ("a.csv", LIST))))


@pytest.mark.parametrize("padding", [b"", b"\x00" * 500, b"\r\n"])
def test_padding_behind_an_archive_is_no_matter(padding: bytes) -> None:
    assert not unread(seen(packed(("a.csv", LIST)) + padding))


def test_data_around_an_archive_is_named() -> None:
    data = packed(("a.csv", LIST))
    assert unread(seen(data + LIST * 3)) == [("trailing", False)]
    assert unread(seen(LIST * 3 + data)) == [("leading", False)]
    assert [child.data for child in seen(LIST * 3 + data).children] == [LIST]


def test_a_member_that_was_taken_off_the_directory_is_named() -> None:
    data = packed(("a.csv", LIST), ("b.csv", b"secret" * 20 + LIST * 9))
    end = data.rindex(b"PK\x05\x06")
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    record = bytearray(data[end:])
    struct.pack_into("<HHII", record, 8, 1, 1, second - first, first)
    document = seen(data[:second] + bytes(record))
    assert [child.name for child in document.children] == ["a.csv"]
    assert unread(document) == [("between", False)]


def test_a_damaged_member_is_named_and_the_others_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", LIST)
        archive.writestr("b.csv", b"other")
    document = seen(buffer.getvalue().replace(LIST, LIST[:-2] + b"x\n"))
    assert [child.name for child in document.children] == ["b.csv"]
    assert unread(document) == [("a.csv", False)]
    assert document.coverage.read == 1


def test_a_closed_archive_says_so_and_its_comment_is_read() -> None:
    data = packed(("a.csv", LIST), password="ひみつ", comment=b"comment")
    for password in (None, "ちがう"):
        document = seen(data, password)
        assert not document.children
        assert not document.protection.opened
        assert document.protection.cipher is Cipher.STRONG
        assert document.coverage.read == 0
        assert document.texts
    document = seen(data, "ひみつ")
    assert [child.data for child in document.children] == [LIST]
    assert (document.protection.cipher, document.protection.opened) == (Cipher.STRONG, True)


def test_an_archive_with_two_passwords_is_not_opened_by_one() -> None:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"first")
        archive.writestr("a.csv", b"x")
        archive.setpassword(b"second")
        archive.writestr("b.csv", LIST * 9)
    document = seen(buffer.getvalue(), "first")
    assert [child.name for child in document.children] == ["a.csv"]
    assert not document.protection.opened
    assert document.protection.why_not is not None


def test_what_is_no_archive_is_an_error() -> None:
    with pytest.raises(UnreadableFileError):
        seen(b"PK\x03\x04 cut short")


def test_names_that_fall_together_when_unpacked_are_named_both() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in (
            ("List.csv", "a"),
            ("list.CSV", "b"),
            ("カ\u3099.csv", "c"),
            ("ガ.csv", "c"),
            ("別.csv", "a"),
        ):
            archive.writestr(name, content)
    document = read(File("a.zip", buffer.getvalue()), Limits())
    (unread,) = document.coverage.not_read
    assert "List.csv、list.CSV" in unread.why.render()
    assert len(document.children) == 5


def test_an_empty_archive_is_read_and_what_stands_in_it_all_the_same_is_named() -> None:
    empty = b"PK\x05\x06" + bytes(18)
    assert read(File("a.zip", empty), Limits()).coverage == Coverage(0, 0)
    before = read(File("a.zip", "消した名簿の残り".encode() * 9 + empty), Limits())
    assert [unread.part for unread in before.coverage.not_read] == ["leading"]
