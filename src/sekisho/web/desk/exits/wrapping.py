"""Protection made at release: what was approved goes inside, and comes out the same.

A wrapper is AES-256 in one of two forms: a zip file (WinZip AE-2, which keeps no checksum of the content), or the agile
encryption of an Office file ([MS-OFFCRYPTO] 2.3.4). Never a PDF password: that writes the file anew, and nobody approved
the new one. After it is made, each wrapper is opened again with the password, and each file in it compared.

In a zip file the names of the files can be read without the password.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import msoffcrypto.exceptions
import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile

from sekisho.web.desk.exits import passwords
from sekisho.web.desk.exits.lines import stays
from sekisho.words import Sentence, say

Form = Literal["zip", "office"]
OFFICE = (".docx", ".xlsx", ".pptx")
_NOT_ON_WINDOWS = frozenset('<>:"/\\|?*')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
_LONGEST_NAME = 240
"""In bytes of UTF-8: with a folder before it, Windows and Linux can still write it."""
_DAMAGED = (
    msoffcrypto.exceptions.FileFormatError,
    msoffcrypto.exceptions.EncryptionError,
    msoffcrypto.exceptions.DecryptionError,
    msoffcrypto.exceptions.InvalidKeyError,
    msoffcrypto.exceptions.ParseError,
    pyzipper.BadZipFile,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # pyzipper's word for a wrong password
    OSError,
    EOFError,
)
"""What both packages say of something that they cannot protect, or not open again."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file as it leaves: its name, without a folder, and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A protected file. ``sha256`` is its own digest, ``inner`` that of each file in it by name, all in hexadecimal."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    inner: Mapping[str, str]

    @property
    def outgoing(self) -> OutgoingFile:
        """The wrapper as a file that leaves."""
        return OutgoingFile(self.name, self.data)


class WrapError(Exception):
    """The files cannot be protected, or did not come out the same; the sentence says which, and what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


def form_for(files: Sequence[OutgoingFile], wanted: Form) -> Form:
    """Return the form that ``files`` can have: Office's own for one Office file, a zip file for all else."""
    return "office" if wanted == "office" and len(files) == 1 and _is_office(files[0]) else "zip"


def wrap(files: Sequence[OutgoingFile], form: Form, password: str, *, stem: str = "送付物") -> Wrapped:
    """Return ``files`` protected by ``password``. A zip file is called ``stem``.zip; an Office file keeps its name.

    Raises:
        WrapError: there is no file, a name that could not be unpacked, a weak password, no Office file where that form
            is wanted, or what came out of the wrapper is not what went in.

    """
    _refuse(files, form, password, stem)
    inner = {one.name: _digest(one.data) for one in files}
    try:
        data = _office(files[0], password) if form == "office" else _zip(files, password)
        out = _from_office(data, files[0].name, password) if form == "office" else _from_zip(data, password)
    except _DAMAGED as error:
        raise WrapError(
            say("ファイルを保護できませんでした。元のファイルを開いて保存し直し、もう一度入れてください。")
        ) from error
    if out != inner:
        raise WrapError(say("保護したファイルの中身が、決裁されたものと違います。送らずに管理者に知らせてください。"))
    name = files[0].name if form == "office" else f"{stem}.zip"
    return Wrapped(name, data, _digest(data), MappingProxyType(inner))


def _refuse(files: Sequence[OutgoingFile], form: Form, password: str, stem: str) -> None:
    if not files:
        raise WrapError(say("保護するファイルがありません。"))
    weak = passwords.refused(password)
    if weak:
        raise WrapError(weak)
    if not all(_can_be_unpacked(name) for name in (f"{stem}.zip", *(one.name for one in files))):
        raise WrapError(
            say('受け取る側で開けない名前のファイルがあります。記号（\\ / : * ? " < > |）を除き、短くしてください。')
        )
    if len({_spelled(one.name) for one in files}) < len(files):
        raise WrapError(say("同じ名前のファイルが二つあります。別の名前にしてください。"))
    if form == "office" and form_for(files, form) != "office":
        raise WrapError(
            say("Office の暗号化は、一つの docx・xlsx・pptx だけにできます。ほかは zip で保護してください。")
        )


def _spelled(name: str) -> str:
    """Return a name as Windows and macOS compare it: neither case nor the spelling of ガ makes two of it."""
    return unicodedata.normalize("NFC", name).casefold()


def _can_be_unpacked(name: str) -> bool:
    stem = name.split(".", maxsplit=1)[0].rstrip(" ").casefold()
    return (
        stays(name)
        and not _NOT_ON_WINDOWS & set(name)
        and not name.endswith((".", " "))
        and stem not in _DEVICES
        and 0 < len(name.encode()) <= _LONGEST_NAME
    )


def _is_office(file: OutgoingFile) -> bool:
    if not file.name.lower().endswith(OFFICE) or not zipfile.is_zipfile(io.BytesIO(file.data)):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as package:
            return "[Content_Types].xml" in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _zip(files: Sequence[OutgoingFile], password: str) -> bytes:
    made = io.BytesIO()
    # Version 2 of the format keeps no CRC: of a short file, a checksum in the open tells what is in it.
    strength = {"nbits": 256, "force_wz_aes_version": pyzipper.zipfile_aes.WZ_AES_V2}
    with pyzipper.AESZipFile(
        made, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES, encryption_kwargs=strength
    ) as archive:
        archive.setpassword(password.encode("ascii"))
        for one in files:
            # By default an entry has the day on which the format begins: the hour of work is nobody's business.
            entry = archive.zipinfo_cls(one.name)
            entry.compress_type = pyzipper.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, one.data)
    return made.getvalue()


def _from_zip(data: bytes, password: str) -> Mapping[str, str]:
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(password.encode("ascii"))
        # By entries, not by names: of two entries with one name, a name would show the last one only.
        entries = archive.infolist()
        if any(one.wz_aes_strength != 3 for one in entries):
            raise RuntimeError("an entry is not under AES-256")
        return {one.filename: _digest(archive.read(one)) for one in entries}


def _office(file: OutgoingFile, password: str) -> bytes:
    made = io.BytesIO()
    OOXMLFile(io.BytesIO(file.data)).encrypt(password, made)
    return made.getvalue()


def _from_office(data: bytes, name: str, password: str) -> Mapping[str, str]:
    out = io.BytesIO()
    opened = OOXMLFile(io.BytesIO(data))
    opened.load_key(password=password, verify_password=True)
    opened.decrypt(out, verify_integrity=True)
    return {name: _digest(out.getvalue())}
