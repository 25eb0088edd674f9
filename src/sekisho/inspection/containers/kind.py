"""What a file is, by its content: a name is only a word that somebody gave it.

Sources: ISO 32000-2 7.5.2 (PDF header), MS-CFB 2.2, ECMA-376 Part 2, PKWARE APPNOTE 6.3.10.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

import olefile
from lxml import etree

from sekisho.inspection.containers.naming import BINARY_EXTENSIONS, extension_of

TABLE_EXTENSIONS: Final = frozenset({"csv", "tsv", "tab", "txt", "text"})
"""Names under which text is a table or prose, whatever it begins with."""
PLAIN_EXTENSIONS: Final = TABLE_EXTENSIONS | BINARY_EXTENSIONS | {"", "dat", "asc", "prn", "lst", "log"}
"""Names under which plain text is read; under any other, text has a syntax of its own that could hide something."""

BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE = 1 << 20
_SCRAP = 4
"""Bytes below which no file of any format can be."""
_LARGEST_OWNER, _LONGEST_OWNER = 512, 55
"""Bytes of a lock file, characters of the user's name in it."""
_LARGEST_LIST = 4 << 20

_MAGIC: Final = (
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MSCF", "cab"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"{\\rtf", "rtf"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x01\x00\x00Standard ACE DB", "access"),
    (b"\x00\x01\x00\x00Standard Jet DB", "access"),
    (b"-----BEGIN PGP", "pgp"),
    (b"%!PS", "ps"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF87a", "picture"),
    (b"GIF89a", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"\x00\x00\x01\x00", "picture"),
    (b"\xd7\xcd\xc6\x9a", "picture"),
    (b"\x00\x00\x00\x0cJXL ", "picture"),
    (b"\x00\x00\x00\x0cjP  ", "picture"),
)

_MAIN_PARTS: Final = (
    ("spreadsheetml.sheet.main", "xlsx"),
    ("spreadsheetml.template.main", "xlsx"),
    ("ms-excel.sheet.macroenabled.main", "xlsx"),
    ("ms-excel.template.macroenabled.main", "xlsx"),
    ("ms-excel.addin.macroenabled.main", "xlsx"),
    ("ms-excel.sheet.binary.macroenabled.main", "xlsb"),
    ("wordprocessingml.document.main", "docx"),
    ("wordprocessingml.template.main", "docx"),
    ("ms-word.document.macroenabled.main", "docx"),
    ("ms-word.template.macroenabledtemplate.main", "docx"),
    ("presentationml.presentation.main", "pptx"),
    ("presentationml.slideshow.main", "pptx"),
    ("presentationml.template.main", "pptx"),
    ("ms-powerpoint.presentation.macroenabled.main", "pptx"),
    ("ms-powerpoint.slideshow.macroenabled.main", "pptx"),
    ("ms-visio.drawing.main", "vsdx"),
)
_OFFICE_FOLDERS: Final = (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx"))
_OPEN_DOCUMENT: Final = (("spreadsheet", "ods"), ("presentation", "odp"), ("text", "odt"), ("epub", "epub"))

_OLE_STREAMS: Final = (
    ("EncryptionInfo", "ooxml-protected"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("DocumentText", "jtd"),
)

_PATTERNS: Final = (
    # The first record of a workbook without a container, as Excel wrote before 5.0 and some programs still do.
    (re.compile(rb"\x09(?:\x00\x04|\x02\x06|\x04\x06|\x08[\x08\x10])\x00"), "xls"),
    (re.compile(rb"..-l[hz][0-9sdz]-", re.DOTALL), "lzh"),
    (re.compile(rb".{257}ustar", re.DOTALL), "tar"),
)

_MAIL_HEADER = re.compile(
    rb"(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-type|delivered-to|x-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)
_ANY_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_MARKUP = re.compile(
    rb"(?:<!--.*?-->\s*|<!\[.*?\]>\s*)*"
    rb"<(?:table|meta|title|style|div|center|form|script|frameset|span|font|br|p|ul|ol|h[1-6])[\s/>]",
    re.DOTALL,
)
"""How a piece of a web page begins that says nothing of being one: what systems export under the name of a workbook."""
_EXTENSIONS: Final = {
    "json": "json",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "xml": "xml",
    "mht": "eml",
    "mhtml": "eml",
}
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(data: bytes, name: str) -> str:
    """Return in one word what ``data`` is; ``name`` tells only whether plain text may be read as a table or as lines.

    One of ``xlsx``, ``docx``, ``pptx``, ``zip``, ``pdf``, ``csv`` (any table or prose in plain text), ``picture``,
    ``ole``, ``ooxml-protected``, ``empty``, ``scrap``, ``lock``, ``unknown``; and, so that a message can name what has no reader, ``xlsb``,
    ``xls``, ``doc``, ``ppt``, ``msg``, ``jtd``, ``ods``, ``odt``, ``odp``, ``epub``, ``vsdx``, ``html``, ``xml``, ``eml``,
    ``json``, ``text``, ``rtf``, ``7z``, ``rar``, ``gz``, ``bz2``, ``xz``, ``lzh``, ``tar``, ``cab``, ``exe``, ``parquet``, ``sqlite``, ``access``,
    ``pgp``, ``ps``. It never raises: what is damaged keeps the kind that its first bytes promise.
    """
    if not data:
        return "empty"
    extension = extension_of(name)
    if data.startswith(_ZIP):
        return _zip_kind(data, extension)
    if data.startswith(_OLE):
        return _ole_kind(data)
    if _is_lock(data, name.rpartition("/")[2]):
        return "lock"
    if len(data) < _SCRAP and (extension in BINARY_EXTENSIONS or not _is_text(data)):
        return "scrap"
    if kind := _marked_kind(data):
        return kind
    if b"%PDF-" in data[:1024] and extension not in TABLE_EXTENSIONS:
        return "pdf"
    return _text_kind(data, extension) or _late_kind(data)


def _is_lock(data: bytes, name: str) -> bool:
    """Tell whether it is what Office leaves beside a document while it is open: by name, and as small as those are."""
    excel_or_word = (
        name.startswith("~$") and len(data) <= _LARGEST_OWNER and data[0] <= _LONGEST_OWNER and b"\0" in data
    )
    libre_office = name.startswith(".~lock.") and name.endswith("#") and len(data) <= _LARGEST_OWNER
    return excel_or_word or (libre_office and data.count(b",") >= 2)


def _marked_kind(data: bytes) -> str:
    """Return the kind that the first bytes say, empty where they say nothing."""
    for mark, kind in _MAGIC:
        if data.startswith(mark) and not (mark.isalnum() and _is_text(_sample(data))):
            return kind
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"}:
        return "picture"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data[:2] == b"BM" and len(data) > 26 and struct.unpack_from("<I", data, 14)[0] in {12, 40, 52, 56, 64, 108, 124}:
        return "picture"
    if data[:4] == b"\x01\x00\x00\x00" and data[40:44] == b" EMF":
        return "picture"
    return next((kind for pattern, kind in _PATTERNS if pattern.match(data)), "")


def _late_kind(data: bytes) -> str:
    """Return the kind of a file whose mark does not stand at its very beginning."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    end = data.rfind(_END, max(0, len(data) - 22 - 0xFFFF))
    return "zip" if end > 0 and zipfile.is_zipfile(io.BytesIO(data)) else "unknown"


def _zip_kind(data: bytes, extension: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            names = [entry.orig_filename.replace("\\", "/") for entry in opened.infolist()]
            types = _small_member(opened, "[content_types].xml")
            mime = _small_member(opened, "mimetype")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, struct.error):
        # Cut short or damaged: the reader of the format that it claims to be says so best.
        return extension if extension in {"xlsx", "docx", "pptx"} else "zip"
    if types is not None:
        return _office_kind(types, names)
    if mime is not None:
        text = mime[:200].decode("ascii", "replace")
        return next((kind for word, kind in _OPEN_DOCUMENT if word in text), "zip")
    return "zip"


def _small_member(opened: zipfile.ZipFile, wanted: str) -> bytes | None:
    """Return the content of the member ``wanted``, at most 4 MB of it; nothing of it where it cannot be read."""
    for entry in opened.infolist():
        if entry.orig_filename.lower().lstrip("/") == wanted:
            try:
                with opened.open(entry) as stream:
                    return stream.read(_LARGEST_LIST)
            except (RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
                return b""
    return None


def _office_kind(types: bytes, names: list[str]) -> str:
    """Return which Office file it is: by the content type of its main part, else by its folders, else a plain zip."""
    found = {kind for part in _content_types(types) for word, kind in _MAIN_PARTS if f"{word}+xml" in part}
    found |= {"xlsb" for part in _content_types(types) if "sheet.binary.macroenabled.main" in part}
    if len(found) == 1:
        return found.pop()
    return next((kind for folder, kind in _OFFICE_FOLDERS if any(n.lower().startswith(folder) for n in names)), "zip")


def _content_types(types: bytes) -> list[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(types, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [element.get("ContentType", "").lower() for element in root.iter(etree.Element)]


def _ole_kind(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as opened:
            return next((kind for stream, kind in _OLE_STREAMS if opened.exists(stream)), "ole")
    except (OSError, ValueError, IndexError, TypeError, AttributeError, struct.error):
        # olefile lets Python's own errors through where the directory of a damaged file leads nowhere.
        return "ole"


def _text_kind(data: bytes, extension: str) -> str:
    """Return the kind of a text, empty where it is not mostly text."""
    sample = _sample(data)
    if not _is_text(sample, euc=extension not in TABLE_EXTENSIONS):
        return ""
    start = _ascii(sample).lstrip()[:1024]
    lowered = start.lower()
    # Before all else: the page that a mail consists of may begin within its first lines, and be encoded.
    if _is_whole_mail(sample) if extension in TABLE_EXTENSIONS else _is_mail(start):
        return "eml"
    for test, kind in _SYNTAXES:
        if test(lowered):
            return kind
    if extension in TABLE_EXTENSIONS:
        return "csv"
    if extension == "eml":
        return "eml"
    if _MARKUP.match(lowered):
        return "html"
    if extension in PLAIN_EXTENSIONS:
        return "csv"
    return _EXTENSIONS.get(extension, "text")


def _is_html(start: bytes) -> bool:
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in start[:512]


_SYNTAXES: Final[tuple[tuple[Callable[[bytes], bool], str], ...]] = (
    (_is_html, "html"),
    (lambda start: start.startswith(b"<?xml"), "xml"),
)


def _is_mail(start: bytes) -> bool:
    lines = start.splitlines()[:4]
    return len(lines) > 1 and sum(bool(_MAIL_HEADER.match(line)) for line in lines) > 1


def _is_whole_mail(sample: bytes) -> bool:
    """Tell whether a text is a mail whatever its name: read as lines, what is encoded in it would not be seen.

    A list whose first column is called From is none: nothing but headers may stand above the first blank line, and one
    of them must say how the parts are encoded.
    """
    head, blank, _ = sample.replace(b"\r\n", b"\n").lstrip(b"\xef\xbb\xbf\n").partition(b"\n\n")
    lines = [line for line in head.split(b"\n") if not line.startswith((b" ", b"\t", b"From ", b">From "))]
    names = {line.partition(b":")[0].rstrip().lower() for line in lines}
    encodes = names & {b"mime-version", b"content-transfer-encoding", b"content-type"}
    return bool(blank and encodes) and len(lines) > 2 and all(_ANY_HEADER.match(line) for line in lines)


def _sample(data: bytes) -> bytes:
    """Return the beginning of ``data`` up to a line's end, so that no character is cut in two."""
    if len(data) <= _SAMPLE:
        return data
    cut = data.rfind(b"\n", 0, _SAMPLE)
    return data[: cut + 1 if cut > 0 else _SAMPLE]


def _is_text(sample: bytes, *, euc: bool = False) -> bool:
    """Tell whether a person would call it text: it decodes, or all but a few of its lines do.

    A line in a second encoding does not make a list something else: its reader names that line. ``euc``: EUC-JP counts
    too, which the readers of pages and mails know and the one of lists does not.
    """
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding != "utf-16" or _decodes(sample[: len(sample) // 2 * 2], "utf-16")
    if len(_CONTROL.findall(sample)) > len(sample) // 50 or sample.count(0) > len(sample) // 20:
        return False
    if _decodes(sample, "utf-8") or _decodes(sample, "cp932") or (euc and _decodes(sample, "euc_jp")):
        return True
    lines = sample.splitlines()
    good = sum(_decodes(line, "utf-8") or _decodes(line, "cp932") for line in lines)
    return good * 2 > len(lines)


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _ascii(sample: bytes) -> bytes:
    """Return the beginning without byte order mark and the zero bytes of UTF-16: enough to see a syntax."""
    for bom, _ in BOMS:
        if sample.startswith(bom):
            return sample[len(bom) : 4096].replace(b"\x00", b"")
    return sample[:4096]
