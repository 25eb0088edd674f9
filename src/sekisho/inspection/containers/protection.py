"""How well a file is closed, and its content where the password opens it.

Sources: MS-OFFCRYPTO 2.3 (Office), ISO 32000-2 7.6 (PDF), PKWARE APPNOTE 6.3.10 and WinZip AE-2 (zip).
"""

import io
import re
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Protocol
from xml.parsers.expat import ExpatError

import msoffcrypto
import olefile
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
from msoffcrypto.format.ooxml import OOXMLFile

from sekisho.inspection.containers.legacy import legacy_method
from sekisho.inspection.containers.open_document import UnknownMethodError, cipher_of, locked_members, unlocked
from sekisho.inspection.containers.zip import Archive, Member, WrongPasswordError, open_archive
from sekisho.inspection.model import Cipher, File, Limits, Protection, UnreadableFileError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    import pikepdf

DEFAULT_PASSWORD: Final = "VelvetSweatshop"  # noqa: S105 - MS-OFFCRYPTO 2.4.2.3 publishes it: Excel opens such a file for anyone
_AES_IDS: Final = {0x660E: "AES-128", 0x660F: "AES-192", 0x6610: "AES-256"}
_OUTSIDE: Final = "RC4 (standard)"
"""MS-OFFCRYPTO 2.3.4.5 allows AES alone for files of today: how another cipher would cut the package into blocks is written
nowhere, so that no password opens it, and none is called wrong."""
_OPEN_DOCUMENTS: Final = frozenset({"ods", "odt", "odp"})
_LEGACY: Final = frozenset({"xls", "doc", "ppt"})
_MOST_VERSIONS = 50
_CERTIFICATE: Final = re.compile(
    rb"/Filter\s*/(?:Adobe\.PubSec|Entrust\.PPKEF|Adobe\.PPKLite\s*/SubFilter\s*/adbe\.pkcs7\.s[345])\b"
)
"""A PDF that opens with somebody's certificate (ISO 32000-2 7.6.5); signatures name other subfilters."""
_DAMAGED = (
    FileFormatError, ParseError, ExpatError, OSError, ValueError, IndexError, KeyError, TypeError, AttributeError,
    struct.error,
)  # fmt: skip
"""What msoffcrypto and olefile let through where a file is damaged."""


class _Office(Protocol):
    """The two calls of msoffcrypto that are needed; it ships no types. A key that does not fit is refused."""

    def load_key(self, password: str) -> None: ...

    def decrypt(self, outfile: io.BytesIO) -> None: ...


def unlock(file: File, kind: str) -> tuple[bytes | None, Protection]:
    """Return the content of ``file`` without its password, and how well it was protected.

    ``kind`` is what ``kind_of`` said. The bytes are None where the password is missing or wrong (``opened`` is False
    and ``why_not`` says which). A zip always comes back as it is: its members are opened one by one with
    ``file.password``, and its names and open members can be inspected even without.
    Protection against *changes* (a sheet's, a workbook's, a PDF owner's) keeps nobody from reading and counts for nothing.

    Raises:
        UnreadableFileError: the file is damaged where its protection is described, or is protected by an unknown program.

    """
    if kind == "ooxml-protected":
        return _unlock_office(file)
    if kind in _LEGACY:
        return _unlock_legacy(file, kind)
    if kind in _OPEN_DOCUMENTS:
        return _unlock_open_document(file)
    if kind == "pdf":
        return _unlock_pdf(file)
    if kind == "zip":
        # Its members are counted and held against the limits of the run by the reader; here it is only looked at.
        try:
            archive = open_archive(file.data, Limits())
        except UnreadableFileError:
            return file.data, Protection()
        return file.data, zip_protection(archive, file.password)
    return file.data, Protection()


def closed(password: str | None) -> Sentence:
    """Return the sentence for a file that did not open: without a password, or with the wrong one."""
    if password:
        return say("指定されたパスワードでは開けないため、中を検査できませんでした。")
    return say("パスワードで保護されていて、パスワードが指定されていないため、中を検査できませんでした。")


# ---------------------------------------------------------------- Office


def _unlock_office(file: File) -> tuple[bytes | None, Protection]:
    try:
        with olefile.OleFileIO(io.BytesIO(file.data)) as opened:
            cipher, method = _office_cipher(opened.openstream("EncryptionInfo").read(1 << 20))
    except _DAMAGED as error:
        raise _damaged() from error
    if method == _OUTSIDE:
        return None, _unknown(method)
    try:
        return _open_office(file, msoffcrypto.OfficeFile(io.BytesIO(file.data)), cipher, method)
    except DecryptionError:
        # msoffcrypto refuses with this one what it does not know: extensible encryption, plain RC4.
        return None, _unknown(method, cipher)
    except _DAMAGED as error:
        raise _damaged() from error


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(say("パスワード保護の情報が壊れていて、開けません"))


def _office_cipher(info: bytes) -> tuple[Cipher, str]:
    """Return how well the stream ``EncryptionInfo`` says that its file is encrypted (MS-OFFCRYPTO 2.3.4)."""
    major, minor = struct.unpack_from("<HH", info)
    if (major, minor) == (4, 4):
        return _agile_cipher(info[8:])
    if minor == 2 and major in {2, 3, 4}:
        (algorithm,) = struct.unpack_from("<I", info, 12 + 8)
        name = _AES_IDS.get(algorithm)
        return (Cipher.STRONG, f"{name} (standard)") if name else (Cipher.WEAK, _OUTSIDE)
    if minor == 1:
        return Cipher.WEAK, "RC4"
    return Cipher.WEAK, f"extensible {major}.{minor}"


def _agile_cipher(xml: bytes) -> tuple[Cipher, str]:
    """Return the cipher of an agile description, whose few attributes stand in the open."""
    data = re.search(rb"<(?:\w+:)?keyData\b[^>]*>", xml)
    text = data.group().decode("utf-8", "replace") if data else ""
    name = re.search(r'cipherAlgorithm\s*=\s*["\']([^"\']*)', text)
    bits = re.search(r'keyBits\s*=\s*["\'](\d+)', text)
    method = f"{name.group(1) if name else '?'}-{bits.group(1) if bits else '?'} (agile)"
    strong = name is not None and name.group(1).upper() == "AES" and bits is not None and int(bits.group(1)) >= 128
    return (Cipher.STRONG if strong else Cipher.WEAK), method


def _open_office(file: File, office: _Office, cipher: Cipher, method: str) -> tuple[bytes | None, Protection]:
    """Try the given password, then the one that everybody knows."""
    for password in dict.fromkeys((file.password, DEFAULT_PASSWORD)):
        data = _decrypt_office(office, password) if password else None
        if data is not None and password == DEFAULT_PASSWORD:
            return data, Protection(Cipher.WEAK, f"{method}, {DEFAULT_PASSWORD}")
        if data is not None:
            return data, Protection(cipher, method)
    return None, Protection(cipher, method, opened=False, why_not=closed(file.password))


def _decrypt_office(office: _Office, password: str) -> bytes | None:
    out = io.BytesIO()
    try:
        # Only files of today can be asked to verify; old ones always do.
        verify = {"verify_password": True} if isinstance(office, OOXMLFile) else {}
        office.load_key(password, **verify)
        office.decrypt(out)
    except InvalidKeyError:
        return None
    return out.getvalue()


def _unlock_legacy(file: File, kind: str) -> tuple[bytes | None, Protection]:
    """Old binary files know only RC4 and XOR: weak, whatever the password is."""
    method = legacy_method(file.data, kind)
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(file.data))
        encrypted = office.is_encrypted()
    except (*_DAMAGED, DecryptionError, AssertionError):
        if not method:
            # Whether it is protected stays unknown; its reader, or the lack of one, is what stops it.
            return file.data, Protection()
        return None, _unknown(method)
    if not encrypted:
        return file.data, Protection()
    try:
        return _open_office(file, office, Cipher.WEAK, method or "RC4 (CryptoAPI)")
    except (*_DAMAGED, DecryptionError, AssertionError):
        return None, _unknown(method)


def _unknown(method: str, cipher: Cipher = Cipher.WEAK) -> Protection:
    why = say("保護の方式（{method}）に対応していないため、中を検査できませんでした。", method=method)
    return Protection(cipher, method, opened=False, why_not=why)


# ---------------------------------------------------------------- OpenDocument


def _unlock_open_document(file: File) -> tuple[bytes | None, Protection]:
    try:
        locked = locked_members(file.data)
    except UnreadableFileError:
        return file.data, Protection()  # its reader names the damage
    if not locked:
        return file.data, Protection()
    cipher, method = cipher_of(locked)
    try:
        content = unlocked(file.data, locked, file.password) if file.password else None
    except UnknownMethodError:
        return None, _unknown(method, cipher)
    if content is None:
        return None, Protection(cipher, method, opened=False, why_not=closed(file.password))
    return content, Protection(cipher, method)


# ---------------------------------------------------------------- PDF


def _unlock_pdf(file: File) -> tuple[bytes | None, Protection]:
    import pikepdf

    for password in dict.fromkeys(("", file.password)):
        if password is None:
            continue
        try:
            with pikepdf.open(io.BytesIO(file.data), password=password) as pdf:
                return _opened_pdf(file.data, pdf, password)
        except pikepdf.PasswordError:
            continue
        except (pikepdf.PdfError, ValueError, OverflowError):
            if _CERTIFICATE.search(file.data):
                return None, _unknown("certificate (PDF)", Cipher.STRONG)
            # Damaged: the reader repairs it, or says so.
            return file.data, Protection()
    cipher, method = _closed_pdf_cipher(file.data)
    return None, Protection(cipher, method, opened=False, why_not=closed(file.password))


def _opened_pdf(data: bytes, pdf: "pikepdf.Pdf", password: str) -> tuple[bytes, Protection]:
    if not pdf.is_encrypted:
        return data, Protection()
    encryption = pdf.encryption
    methods = {str(encryption.stream_method).rpartition(".")[2], str(encryption.string_method).rpartition(".")[2]}
    aes = methods <= {"aes", "aesv3"} and encryption.R >= 4
    method = f"{'AES' if aes else 'RC4'}-{encryption.bits} (PDF R{encryption.R})"
    content = _decrypted_pdf(pdf, data, password)
    if not password:
        return content, Protection(Cipher.WEAK, f"{method}, owner password only")
    return content, Protection(Cipher.STRONG if aes else Cipher.WEAK, method)


def _decrypted_pdf(pdf: "pikepdf.Pdf", data: bytes, password: str) -> bytes:
    """Return the PDF without its password.

    To write it anew drops its earlier versions, which leave with the file all the same: each is attached instead, so
    that the reader inspects it.
    """
    from pikepdf import AttachedFileSpec

    for number, earlier in enumerate(_earlier_versions(data, password), start=1):
        name = f"earlier-version-{number}.pdf"
        pdf.attachments[name] = AttachedFileSpec(pdf, earlier, filename=name)
    out = io.BytesIO()
    pdf.save(out, encryption=False)
    return out.getvalue()


def _earlier_versions(data: bytes, password: str) -> Iterator[bytes]:
    """Yield what the file was before each incremental update. The first mark of a linearised file ends no version."""
    import pikepdf

    ends = [mark.end() for mark in re.finditer(rb"%%EOF", data)][:-1]
    for end in ends[b"/Linearized" in data[:1024] :][:_MOST_VERSIONS]:
        out = io.BytesIO()
        try:
            with pikepdf.open(io.BytesIO(data[:end]), password=password) as pdf:
                pdf.save(out, encryption=False)
        except pikepdf.PdfError:
            continue
        yield out.getvalue()


def _closed_pdf_cipher(data: bytes) -> tuple[Cipher, str]:
    """Return the cipher of a PDF that did not open. Its encryption dictionary is never encrypted nor compressed."""
    reference = re.search(rb"/Encrypt\s+(\d+)\s+(\d+)\s+R", data)
    at = data.rfind(b"\n%s %s obj" % reference.groups()) if reference else data.rfind(b"/Encrypt")
    end = data.find(b"endobj", at)
    text = data[max(at, 0) : end if end > 0 else len(data)][:8192]
    revision = re.search(rb"/R\s+(\d+)", text)
    number = int(revision.group(1)) if revision else 0
    methods = set(re.findall(rb"/CFM\s*/(\w+)", text))
    if number >= 4 and methods and methods <= {b"AESV2", b"AESV3"}:
        return Cipher.STRONG, f"AES-{256 if b'AESV3' in methods else 128} (PDF R{number})"
    return Cipher.WEAK, f"RC4 (PDF R{number})"


# ---------------------------------------------------------------- zip


def zip_protection(archive: Archive, password: str | None) -> Protection:
    """Return how well the members of ``archive`` are protected, and whether ``password`` opens the smallest of them.

    Folders and empty members do not count: no program encrypts them. The weakest member decides. Members may have
    different passwords: whoever reads them all knows more than ``opened`` says.
    """
    members = [member for member in archive.members if not member.folder and member.size]
    encrypted = [member for member in members if member.encrypted]
    if not encrypted:
        return Protection()
    methods = sorted({member.encryption for member in encrypted})
    method = ", ".join(methods) + " (zip)"
    opened = _opens(archive, min(encrypted, key=lambda member: member.size), password)
    why_not = None if opened else closed(password)
    if len(encrypted) < len(members):
        return Protection(Cipher.NONE, f"{method}, {len(encrypted)}/{len(members)}", opened, why_not)
    weak = any(name not in {"AES-128", "AES-192", "AES-256"} for name in methods)
    return Protection(Cipher.WEAK if weak else Cipher.STRONG, method, opened, why_not)


def _opens(archive: Archive, member: Member, password: str | None) -> bool:
    """Tell whether the password opens the member. One that is damaged behind its lock is opened: its reader names it."""
    try:
        archive.read(member, password)
    except WrongPasswordError:
        return False
    except UnreadableFileError:
        return True
    return True
