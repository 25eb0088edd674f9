import io
import struct
import zipfile

import pytest
import pyzipper

from sekisho.inspection.containers.zip import Archive, WrongPasswordError, open_archive
from sekisho.inspection.model import Limits, UnreadableFileError


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def opened(data: bytes, limits: Limits | None = None) -> Archive:
    return open_archive(data, limits or Limits())


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_common_method_is_read(method: int) -> None:
    content = bytes(range(256)) * 3500
    archive = opened(packed({"a.txt": content, "empty": b"", "folder/": b""}, method))
    assert [archive.read(m) for m in archive.members] == [content, b"", b""]
    assert [m.folder for m in archive.members] == [False, False, True]
    assert (archive.leading, archive.trailing, archive.comment, archive.duplicates) == (0, 0, "", ())
    assert not archive.members[0].encrypted


def test_names_of_japanese_windows_and_of_everyone_else() -> None:
    data = packed({"AAAA.txt": b"x", "BBBBBB.txt": b"y", "名簿.txt": b"z", "C\\d.txt": b""})
    data = data.replace(b"AAAA.txt", "名簿".encode("cp932") + b".txt").replace(b"BBBBBB.txt", "名簿".encode() + b".txt")
    assert [m.name for m in opened(data).members] == ["名簿.txt", "名簿.txt", "名簿.txt", "C/d.txt"]


def test_half_width_katakana_stay_japanese() -> None:
    data = packed({"AA.txt": b""}).replace(b"AA.txt", "ﾃｱ".encode("cp932") + b".txt")
    assert opened(data).members[0].name == "ﾃｱ.txt"


def test_bytes_that_are_no_text_are_shown_somehow() -> None:
    data = packed({"AA.txt": b""}).replace(b"AA.txt", b"\xff\xfe.txt")
    assert opened(data).members[0].name.endswith(".txt")


def test_the_unicode_path_of_info_zip() -> None:
    import zlib

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo("old.txt")
        body = b"\x01" + struct.pack("<I", zlib.crc32(b"old.txt")) + "名簿.txt".encode()
        info.extra = struct.pack("<HH", 1, 2) + b"zz" + struct.pack("<HH", 0x7075, len(body)) + body
        archive.writestr(info, b"")
    assert opened(file.getvalue()).members[0].name == "名簿.txt"


def test_names_are_text_and_nothing_else() -> None:
    names = ["../../etc/passwd", "/abs.txt", "C:/x.txt"]
    assert [m.name for m in opened(packed(dict.fromkeys(names, b""))).members] == names


def test_comments_and_what_lies_before_and_behind() -> None:
    data = packed({"a": b"x"}, comment="作成 青木".encode("cp932"))
    archive = opened(b"before" + data + b"behind!")
    assert (archive.leading, archive.trailing, archive.comment) == (6, 7, "作成 青木")
    assert archive.read(archive.members[0]) == b"x"
    assert opened(data).trailing == 0


def test_an_archive_without_members() -> None:
    archive = opened(packed({}))
    assert (archive.members, archive.leading) == ((), 0)


def test_a_comment_may_hold_what_looks_like_an_end() -> None:
    data = packed({"a": b"x"}, comment=b"PK\x05\x06" + b"\x00" * 30)
    assert opened(data).trailing == 0
    assert opened(packed({"a": b"x"}) + b"PK\x05\x06").members[0].name == "a"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_duplicates_are_told_and_both_are_there() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", b"1")
        archive.writestr("A.TXT", b"2")
        archive.writestr("b.txt", b"3")
    found = opened(file.getvalue())
    assert found.duplicates == ("a.txt", "A.TXT")
    assert [found.read(m) for m in found.members] == [b"1", b"2", b"3"]


@pytest.mark.parametrize(("bits", "name"), [(128, "AES-128"), (192, "AES-192"), (256, "AES-256")])
def test_aes_members(bits: int, name: str) -> None:
    file = io.BytesIO()
    with pyzipper.AESZipFile(file, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setencryption(pyzipper.WZ_AES, nbits=bits)
        archive.setpassword("合言葉".encode())
        archive.writestr("a.txt", b"secret")
    found = opened(file.getvalue())
    [member] = found.members
    assert (member.encryption, member.encrypted) == (name, True)
    assert found.read(member, "合言葉") == b"secret"
    for wrong in (None, "", "違う"):
        with pytest.raises(WrongPasswordError):
            found.read(member, wrong)


def zipcrypto(content: bytes, password: bytes, name: bytes = b"a.txt") -> bytes:
    """The old cipher of PKWARE APPNOTE 6.1, which no library writes any more."""
    import zlib

    table = zipfile._gen_crc if hasattr(zipfile, "_gen_crc") else None
    assert table is not None
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = (keys[0] >> 8) ^ table((keys[0] ^ byte) & 255)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ table((keys[2] ^ (keys[1] >> 24)) & 255)

    for byte in password:
        update(byte)
    crc = zlib.crc32(content)
    made = bytearray()
    for byte in b"\x00" * 11 + bytes([crc >> 24]) + content:
        k = keys[2] | 2
        made.append(byte ^ (((k * (k ^ 1)) >> 8) & 255))
        update(byte)
    sizes = struct.pack("<III", crc, len(made), len(content))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 1, 0, 0, 0) + sizes + struct.pack("<HH", len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 1, 0, 0, 0) + sizes
    central += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(made), 0)
    return local + bytes(made) + central + end


def test_the_old_cipher_is_named_and_opened_in_both_encodings() -> None:
    for encoding in ("utf-8", "cp932"):
        archive = opened(zipcrypto(b"secret", "合言葉".encode(encoding)))
        assert archive.members[0].encryption == "ZipCrypto"
        assert archive.read(archive.members[0], "合言葉") == b"secret"


def test_strong_encryption_of_pkware_is_named() -> None:
    data = bytearray(zipcrypto(b"x", b"p"))
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 0x40
    archive = opened(bytes(data))
    assert archive.members[0].encryption == "PKWARE"
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0], "p")


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"not a zip at all", b"PK\x05\x06", packed({"a": b"x" * 100})[:-30]],
    ids=["nothing", "two bytes", "text", "an end alone", "cut"],  # the time of writing stands in an archive
)
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        opened(data)


def test_a_directory_that_is_damaged_is_refused() -> None:
    data = packed({"a": b"x"})
    with pytest.raises(UnreadableFileError):
        opened(data.replace(b"PK\x01\x02", b"PK\x01\x03"))


def test_budgets() -> None:
    many = packed({str(n): b"" for n in range(5)})
    with pytest.raises(UnreadableFileError):
        opened(many, Limits(members=4))
    large = packed({"a": bytes(2_000_000)})
    with pytest.raises(UnreadableFileError):
        opened(large, Limits(inflated_bytes=1_000_000))
    with pytest.raises(UnreadableFileError):
        opened(large, Limits(ratio=100))
    assert opened(packed({"a": bytes(900_000)}), Limits(ratio=10)).members


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
def test_damaged_members_are_refused(method: int) -> None:
    content = bytes(range(256)) * 8
    data = bytearray(packed({"a.txt": content}, method))
    data[60] ^= 0xFF
    archive = opened(bytes(data))
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0])


def test_a_member_larger_than_it_says_is_refused() -> None:
    data = packed({"a.txt": bytes(5000)})
    small = struct.pack("<I", 5000)
    archive = opened(data.replace(small, struct.pack("<I", 10)))
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0])
    archive = opened(data.replace(small, struct.pack("<I", 6000)))
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0])


def test_headers_that_lead_nowhere_are_refused() -> None:
    archive = opened(packed({"a.txt": b"x"}).replace(b"PK\x03\x04", b"PK\x03\x05"))
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0])
    data = bytearray(packed({"a.txt": b"x"}, zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02") + 20
    data[at : at + 8] = struct.pack("<II", 60_000, 60_000)
    archive = opened(bytes(data))
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0])


def test_unknown_methods_are_named() -> None:
    data = bytearray(packed({"a.txt": b"x"}))
    at = data.index(b"PK\x01\x02") + 10
    data[at : at + 2] = struct.pack("<H", 9)
    archive = opened(bytes(data))
    with pytest.raises(UnreadableFileError, match="対応していない"):
        archive.read(archive.members[0])


def test_lzma_of_another_shape_is_refused() -> None:
    data = bytearray(packed({"a.txt": b"x" * 50}, zipfile.ZIP_LZMA))
    data[30 + 5 + 2] = 9
    archive = opened(bytes(data))
    with pytest.raises(UnreadableFileError):
        archive.read(archive.members[0])
