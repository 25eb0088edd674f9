import base64
import hashlib
import io
import struct
import zipfile
import zlib

import msoffcrypto
import openpyxl
import pikepdf
import pytest
import pyzipper
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted

from sekisho.inspection.containers import protection as subject
from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.containers.protection import DEFAULT_PASSWORD, unlock
from sekisho.inspection.model import Cipher, File, Protection, UnreadableFileError


def workbook(*, locked: bool = False) -> bytes:
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "氏名"
    if locked:
        sheet.protection.set_password("ひみつ")
        book.security.lockStructure = True
    book.save(buffer)
    return buffer.getvalue()


def agile(password: str) -> bytes:
    buffer = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(workbook())).encrypt(password, buffer)
    return buffer.getvalue()


def ole(info: bytes, package: bytes = bytes(8192)) -> bytes:
    buffer = io.BytesIO()
    ECMA376Encrypted(package, info).write_to(buffer)
    return buffer.getvalue()


def standard(algorithm: int) -> bytes:
    """Only the description of the encryption: enough to tell how strong it is."""
    header = struct.pack("<8I", 0x24, 0, algorithm, 0x8004, 128, 0x18, 0, 0) + "x\0".encode("utf-16-le")
    verifier = struct.pack("<I", 16) + bytes(32) + struct.pack("<I", 20) + bytes(32)
    return ole(struct.pack("<HHII", 3, 2, 0x24, len(header)) + header + verifier)


def pdf(text: str = "x", **encryption: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = text
    buffer = io.BytesIO()
    document.save(buffer, encryption=pikepdf.Encryption(**encryption) if encryption else False)  # type: ignore[arg-type]
    return buffer.getvalue()


def archive(password: str | None, *, bits: int = 256, names: tuple[str, ...] = ("a.csv", "b.csv")) -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", encryption=pyzipper.WZ_AES if password else None) as opened:
        if password:
            opened.setpassword(password.encode())
            opened.setencryption(pyzipper.WZ_AES, nbits=bits)
        for name in names:
            opened.writestr(name, "氏名,住所\n" * 10)
    return buffer.getvalue()


def zip_crypto(password: str) -> bytes:
    """One member in the old cipher of PKZIP, which no library of today writes."""
    content = b"name,address\n" * 4
    key = [0x12345678, 0x23456789, 0x34567890]
    table = [_crc_step(n) for n in range(256)]

    def update(byte: int) -> None:
        key[0] = (key[0] >> 8) ^ table[(key[0] ^ byte) & 255]
        key[1] = ((key[1] + (key[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        key[2] = (key[2] >> 8) ^ table[(key[2] ^ (key[1] >> 24)) & 255]

    for byte in password.encode():
        update(byte)
    checksum = zlib.crc32(content)
    out = bytearray()
    for byte in bytes(11) + bytes([checksum >> 24]) + content:
        mask = key[2] | 2
        out.append(byte ^ ((mask * (mask ^ 1) >> 8) & 255))
        update(byte)
    fields = struct.pack("<HHHHHIIIHH", 20, 1, 0, 0, 0x21, checksum, len(out), len(content), 5, 0)
    local = b"PK\x03\x04" + fields + b"a.csv" + bytes(out)
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fields + bytes(14) + b"a.csv"
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _crc_step(number: int) -> int:
    for _ in range(8):
        number = (number >> 1) ^ (0xEDB88320 if number & 1 else 0)
    return number


def opened(data: bytes, password: str | None = None) -> tuple[bytes | None, Protection]:
    return unlock(File("out/file", data, password), kind_of(data, "file.xlsx"))


def text(protection: Protection) -> str:
    assert protection.why_not is not None
    return protection.why_not.render()


@pytest.mark.parametrize(
    "data", [workbook(), workbook(locked=True), pdf(), archive(None), "氏名,住所".encode(), b"\xff\x00" * 9]
)
def test_what_anyone_can_open_and_read_is_not_protected(data: bytes) -> None:
    content, protection = opened(data, "ひみつ")
    assert content == data
    assert protection == Protection()


def test_agile_is_strong_and_opens_with_its_password() -> None:
    content, protection = opened(agile("さくら2026"), "さくら2026")
    assert content == workbook() or kind_of(content or b"", "x") == "xlsx"
    assert (protection.cipher, protection.method, protection.opened) == (Cipher.STRONG, "AES-256 (agile)", True)


@pytest.mark.parametrize(
    ("data", "cipher"),
    [
        (agile("さくら2026"), Cipher.STRONG),
        (pdf(user="さくら", owner="o", R=6), Cipher.STRONG),
        (pdf(user="sakura", owner="o", R=4, aes=True), Cipher.STRONG),
        (pdf(user="sakura", owner="o", R=4, aes=False, metadata=False), Cipher.WEAK),
        (pdf(user="sakura", owner="o", R=3, aes=False, metadata=False), Cipher.WEAK),
        (archive("さくら"), Cipher.STRONG),
        (zip_crypto("sakura"), Cipher.WEAK),
        (standard(0x660E), Cipher.STRONG),
        (standard(0x6610), Cipher.STRONG),
    ],
)
def test_a_missing_password_and_a_wrong_one_are_told_apart(data: bytes, cipher: Cipher) -> None:
    _, missing = opened(data)
    _, wrong = opened(data, "ちがう")
    assert missing.cipher == wrong.cipher == cipher
    assert not missing.opened
    assert not wrong.opened
    assert "指定されていない" in text(missing)
    assert "指定されたパスワードでは" in text(wrong)


def test_nothing_comes_out_of_a_closed_office_or_pdf_file_but_a_closed_zip_stays_to_be_looked_at() -> None:
    assert opened(agile("a"))[0] is None
    assert opened(pdf(user="a", owner="o", R=6))[0] is None
    data = archive("a")
    assert opened(data)[0] == data


def test_the_password_that_everybody_knows_protects_nothing() -> None:
    for password in (None, "ちがう", DEFAULT_PASSWORD):
        content, protection = opened(agile(DEFAULT_PASSWORD), password)
        assert kind_of(content or b"", "x") == "xlsx"
        assert protection.cipher is Cipher.WEAK
        assert protection.opened


def test_rc4_is_weak() -> None:
    for password in (None, "さくら", DEFAULT_PASSWORD):
        _, protection = opened(standard(0x6801), password)
        assert (protection.cipher, protection.method, protection.opened) == (Cipher.WEAK, "RC4 (standard)", False)
        assert "RC4 (standard)）に対応していない" in text(protection)  # no password would open it: none is called wrong
    _, protection = opened(ole(struct.pack("<HH", 1, 1) + bytes(60)), "a")
    assert (protection.cipher, protection.method, protection.opened) == (Cipher.WEAK, "RC4", False)
    assert "対応していない" in text(protection)
    _, protection = opened(ole(struct.pack("<HHI", 4, 3, 0) + b"<x/>"), "a")
    assert (protection.cipher, protection.opened) == (Cipher.WEAK, False)


@pytest.mark.parametrize(
    ("attributes", "cipher"),
    [
        ('cipherAlgorithm="AES" keyBits="128"', Cipher.STRONG),
        ('cipherAlgorithm="DES" keyBits="56"', Cipher.WEAK),
        ('cipherAlgorithm="AES"', Cipher.WEAK),
        ('keyBits="256"', Cipher.WEAK),
    ],
)
def test_the_cipher_of_an_agile_file_is_what_it_says(attributes: str, cipher: Cipher) -> None:
    xml = f'<encryption><keyData saltSize="16" {attributes}/></encryption>'.encode()
    assert subject._office_cipher(struct.pack("<HHI", 4, 4, 0x40) + xml)[0] is cipher


def test_a_damaged_description_is_an_error_with_a_sentence() -> None:
    for info in (b"", struct.pack("<HHI", 4, 4, 0x40) + b"<encryption", struct.pack("<HH", 3, 2)):
        with pytest.raises(UnreadableFileError, match="壊れていて"):
            unlock(File("x", ole(info), "a"), "ooxml-protected")
    with pytest.raises(UnreadableFileError):
        unlock(File("x", b"\xd0\xcf\x11\xe0", "a"), "ooxml-protected")


@pytest.mark.parametrize("revision", [6, 4])
def test_a_pdf_that_needs_a_password_is_strong_by_aes(revision: int) -> None:
    content, protection = opened(pdf("題", user="sakura", owner="o", R=revision, aes=True), "sakura")
    assert protection.cipher is Cipher.STRONG
    assert "AES" in protection.method
    with pikepdf.open(io.BytesIO(content or b"")) as document:
        assert str(document.docinfo["/Title"]) == "題"


def test_a_pdf_by_rc4_is_weak_though_it_opens() -> None:
    content, protection = opened(pdf(user="sakura", owner="o", R=3, aes=False, metadata=False), "sakura")
    assert content
    assert (protection.cipher, protection.opened) == (Cipher.WEAK, True)


def test_an_owner_password_alone_keeps_nobody_from_reading() -> None:
    content, protection = opened(pdf(owner="o", user="", R=6))
    assert content
    assert (protection.cipher, protection.opened) == (Cipher.WEAK, True)
    assert "owner" in protection.method


def test_a_damaged_pdf_is_left_to_its_reader() -> None:
    assert opened(b"%PDF-1.7\nnothing") == (b"%PDF-1.7\nnothing", Protection())


def test_the_earlier_version_of_an_encrypted_pdf_is_not_lost() -> None:
    first = pdf("前の版", user="sakura", owner="o", R=6)
    both = first + first[first.index(b"%PDF") + 9 :]
    content, _ = opened(both, "sakura")
    with pikepdf.open(io.BytesIO(content or b"")) as document:
        assert list(document.attachments) == ["earlier-version-1.pdf"]
        earlier = document.attachments["earlier-version-1.pdf"].get_file().read_bytes()
    with pikepdf.open(io.BytesIO(earlier)) as document:
        assert str(document.docinfo["/Title"]) == "前の版"


def test_a_linearised_pdf_has_no_earlier_version() -> None:
    document = pikepdf.new()
    document.add_blank_page()
    buffer = io.BytesIO()
    document.save(buffer, linearize=True, encryption=pikepdf.Encryption(user="u", owner="o", R=6))
    content, _ = opened(buffer.getvalue(), "u")
    with pikepdf.open(io.BytesIO(content or b"")) as again:
        assert not list(again.attachments)


@pytest.mark.parametrize("bits", [128, 192, 256])
def test_a_zip_by_aes_is_strong(bits: int) -> None:
    _, protection = opened(archive("さくら", bits=bits), "さくら")
    assert protection == Protection(Cipher.STRONG, f"AES-{bits} (zip)")


def test_a_zip_by_the_old_cipher_is_weak() -> None:
    _, protection = opened(zip_crypto("sakura"), "sakura")
    assert protection == Protection(Cipher.WEAK, "ZipCrypto (zip)")


def test_a_zip_of_which_anyone_can_open_a_part_is_not_protected() -> None:
    buffer = io.BytesIO(archive("さくら", names=("a.csv",)))
    with zipfile.ZipFile(buffer, "a") as opened_again:
        opened_again.writestr("open.csv", "x")
    _, protection = opened(buffer.getvalue(), "さくら")
    assert (protection.cipher, protection.opened) == (Cipher.NONE, True)
    assert "1/2" in protection.method
    assert not opened(buffer.getvalue())[1].opened


def test_folders_and_empty_files_do_not_open_a_protected_zip() -> None:
    buffer = io.BytesIO(archive("さくら"))
    with zipfile.ZipFile(buffer, "a") as opened_again:
        opened_again.writestr("folder/", "")
        opened_again.writestr("empty.txt", "")
    assert opened(buffer.getvalue(), "さくら")[1].cipher is Cipher.STRONG


def test_a_damaged_zip_is_left_to_its_reader() -> None:
    data = archive("さくら")
    assert unlock(File("x", data[:50]), "zip") == (data[:50], Protection())
    at = data.index(b"PK\x03\x04")
    broken = data[:at] + b"PK\x03\x05" + data[at + 4 :]
    assert unlock(File("x", broken, "さくら"), "zip")[1].cipher is Cipher.STRONG


def test_an_old_binary_file_that_is_no_such_file_is_left_to_its_reader() -> None:
    assert unlock(File("x", b"nothing"), "xls") == (b"nothing", Protection())


class Legacy:
    def __init__(self, password: str | None) -> None:
        self.password = password

    def is_encrypted(self) -> bool:
        return self.password is not None

    def load_key(self, password: str) -> None:
        if password != self.password:
            raise msoffcrypto.exceptions.InvalidKeyError

    def decrypt(self, outfile: io.BytesIO) -> None:
        if self.password == "xor":
            raise msoffcrypto.exceptions.DecryptionError
        outfile.write(b"open")


@pytest.mark.parametrize(
    ("inside", "given", "cipher", "content"),
    [
        (None, None, Cipher.NONE, b"closed"),
        ("a", "a", Cipher.WEAK, b"open"),
        ("a", "b", Cipher.WEAK, None),
        ("xor", "xor", Cipher.WEAK, None),
    ],
)
def test_an_old_binary_file_is_never_well_protected(
    monkeypatch: pytest.MonkeyPatch, inside: str | None, given: str | None, cipher: Cipher, content: bytes | None
) -> None:
    monkeypatch.setattr(msoffcrypto, "OfficeFile", lambda _: Legacy(inside))
    found, protection = unlock(File("x", b"closed", given), "xls")
    assert (found, protection.cipher, protection.opened) == (content, cipher, content is not None)


def test_standard_encryption_opens() -> None:
    data, password = workbook(), "sakura"
    content, protection = opened(_standard_encrypted(data, password), password)
    assert content == data
    assert protection == Protection(Cipher.STRONG, "AES-128 (standard)")


def _standard_encrypted(data: bytes, password: str) -> bytes:
    """Encrypt as Office 2007 does (MS-OFFCRYPTO 2.3.4.5 to 2.3.4.9)."""
    from cryptography.hazmat.primitives.ciphers import Cipher as Box
    from cryptography.hazmat.primitives.ciphers import algorithms, modes
    from msoffcrypto.method.ecma376_standard import ECMA376Standard

    salt = bytes(range(16))
    key = ECMA376Standard.makekey_from_password(password, 0x660E, 0x8004, 0x18, 128, 16, salt)

    def encrypt(raw: bytes) -> bytes:
        box = Box(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - what the format prescribes
        return box.update(raw + bytes(-len(raw) % 16)) + box.finalize()

    verifier = base64.b64decode("AAECAwQFBgcICQoLDA0ODw==")
    digest = hashlib.sha1(verifier).digest()  # noqa: S324 - what the format prescribes
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + "x\0".encode("utf-16-le")
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I", 16) + salt + encrypt(verifier) + struct.pack("<I", 20) + encrypt(digest)
    return ole(info, struct.pack("<Q", len(data)) + encrypt(data))
