"""The parts of a mail that hold no other parts: bodies, attachments, pictures, attached mails."""

import re
from typing import Final

from sekisho.inspection.containers.charsets import Decoded, decode
from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.pictures import is_large, picture_kind
from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.readers.eml.entity import Entity, content_of, take_uuencoded
from sekisho.inspection.readers.eml.seen import ATTACHMENT, BODY, HEADER, Seen
from sekisho.words import Personal, say

_EXTENSIONS: Final = {
    "text/plain": "txt", "text/html": "html", "text/csv": "csv", "text/tab-separated-values": "tsv", "text/rtf": "rtf",
    "application/rtf": "rtf", "application/pdf": "pdf", "application/zip": "zip", "application/x-zip-compressed": "zip",
    "application/json": "json", "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "message/rfc822": "eml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.ms-excel": "xls", "application/msword": "doc", "application/vnd.ms-powerpoint": "ppt",
}  # fmt: skip
_MAILS: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_REPORTS: Final = frozenset(
    {"message/delivery-status", "message/disposition-notification", "message/feedback-report", "message/external-body"}
)
_HTML: Final = frozenset({"text/html", "application/xhtml+xml", "text/x-amp-html"})
_BEHIND: Final = frozenset({"text/css", "text/xml", "application/xml", "text/javascript", "application/javascript"})
"""Parts of a web page in one file that only say how it looks."""
_SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_LARGEST_SIGNATURE: Final = 64 * 1024
_TNEF: Final = b"\x78\x9f\x3e\x22"
_TEXT_TABLES: Final = frozenset({"text/plain", "text/csv", "text/tab-separated-values", "text/comma-separated-values"})
_SOFT: Final = re.compile(r"(?<!\n--) \r?\n(?!-- \r?\n)")


def read_leaf(entity: Entity, kind: str, seen: Seen) -> None:
    """Read a part of this type: a body without a name is text, a mail or a page a child, and so is anything with a name."""
    seen.parts += 1
    content = content_of(entity)
    label = f"part {seen.parts}" + (f" ({entity.name})" if entity.name else "")
    if content.foreign.strip():
        seen.add_lines(decode(content.foreign).text, Hiding.BEHIND)
    if content.damaged or (content.foreign and not content.data):
        seen.miss(
            label, say("添付や本文の符号（{encoding}）が壊れていて、終わりまで読めません", encoding=entity.encoding)
        )
    data = content.data
    if kind in _MAILS:
        name = entity.name
        named = name if name.lower().endswith(".eml") else name + ".eml"
        seen.attach(named if name else seen.numbered("message", "eml"), data)
    elif kind == "message/partial":
        seen.miss(label, say("いくつかに分けて送られたメールの一部で、全体を読めません"))
    elif kind == "application/ms-tnef" or data.startswith(_TNEF):
        seen.miss(label, say("Outlookの独自の形式（winmail.dat）で、中を読めません"), place=ATTACHMENT)
    elif (
        kind in _SIGNATURES and len(data) <= _LARGEST_SIGNATURE and data.startswith((b"0", b"-----BEGIN PGP SIGNATURE"))
    ):
        for text in readable(data):
            seen.add(HEADER, text, Hiding.BEHIND, "signature")
    elif _is_body(entity, kind):
        _read_body(entity, kind, data, label, seen)
    else:
        _read_file(entity, kind, data, label, seen)


def _is_body(entity: Entity, kind: str) -> bool:
    if entity.name or entity.disposition.main == "attachment":
        return False
    return kind in _HTML | _BEHIND | _REPORTS or (kind.startswith("text/") and kind != "text/rtf")


# ---------------------------------------------------------------- bodies


def _read_body(entity: Entity, kind: str, data: bytes, label: str, seen: Seen) -> None:
    if kind in _HTML:
        _attach_page(entity, data, label, seen)
        return
    files, rest = take_uuencoded(data) if kind == "text/plain" else ([], data)
    for name, content, damaged in files:
        seen.attach(decode(name).text, content)
        if damaged:
            why = say("添付や本文の符号（{encoding}）が壊れていて、終わりまで読めません", encoding="uuencode")
            seen.miss(label, why)
    decoded = _decoded(entity, rest, label, seen)
    text = decoded.text
    if entity.type.get("format").lower() == "flowed":
        text = _SOFT.sub("" if entity.type.get("delsp").lower() == "yes" else " ", text)
    if kind == "text/calendar" or kind.endswith("vcard"):
        text = re.sub(r"\r?\n[ \t]", "", text)
    if kind in _BEHIND:
        for line in text.splitlines():
            seen.add(Place(Part.SCRIPT), line, Hiding.BEHIND, kind)
    else:
        seen.add_lines(text)


def _attach_page(entity: Entity, data: bytes, label: str, seen: Seen) -> None:
    """Hand a page on as a file of its own, its encoding written into it: the header that names it stays here."""
    decoded = _decoded(entity, data, label, seen) if entity.type.get("charset") else None
    name = entity.name or _name_of_location(entity)
    if not name:
        first = "body" not in seen.names
        number = seen.numbered("body", "html")
        name = "body.html" if first else number
    elif not name.lower().endswith((".html", ".htm", ".xhtml")):
        name += ".html"
    seen.attach(name, _as_utf8(decoded.text) if decoded else data, ATTACHMENT if entity.name else BODY)


def _name_of_location(entity: Entity) -> str:
    """Return the last piece of a ``Content-Location``: what a page in one file calls its parts."""
    header = entity.header("content-location")
    path = header.value.text.partition("?")[0].replace("\\", "/") if header else ""
    return path.rstrip("/").rpartition("/")[2].strip()


def _decoded(entity: Entity, data: bytes, label: str, seen: Seen) -> Decoded:
    charset = entity.type.get("charset")
    decoded = decode(data, charset)
    if not decoded.known:
        why = say("文字コード「{charset}」が分からないため、正しく読めていないかもしれません", charset=charset)
        seen.miss(label, why)
    elif not decoded.whole:
        seen.miss(label, say("文字コードがほかの行と違うか壊れていて、読めない文字があります"))
    return decoded


def _as_utf8(text: str) -> bytes:
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


# ---------------------------------------------------------------- files


def _read_file(entity: Entity, kind: str, data: bytes, label: str, seen: Seen) -> None:
    """Add a file; a picture that stands in the text is counted like those of other documents."""
    if kind in _HTML:
        _attach_page(entity, data, label, seen)
        return
    if kind.startswith("image/") and _stands_in_the_text(entity) and picture_kind(data):
        seen.pictures += 1
        if picture_kind(data) in {"emf", "wmf"}:
            for text in readable(data):
                seen.add(BODY, text, name="picture")
        if is_large(data):
            seen.miss(label, say("画像の中の文字は読めません"), asks=True)
        if entity.name:
            seen.add(Place(Part.FILE_NAME), entity.name)
        return
    name = entity.name or _name_of_location(entity) or seen.numbered("attachment", _EXTENSIONS.get(kind, "bin"))
    seen.attach(name, _table_in_utf8(entity, kind, data, label, seen) if data else data)


def _stands_in_the_text(entity: Entity) -> bool:
    if entity.disposition.main == "attachment":
        return False
    return entity.disposition.main == "inline" or any(
        entity.header(name) for name in ("content-id", "content-location")
    )


def _table_in_utf8(entity: Entity, kind: str, data: bytes, label: str, seen: Seen) -> bytes:
    """Return a list or text in UTF-8 where it came in one of the encodings that only mails use."""
    escaped = b"\x1b$" in data or b"\x1b(I" in data
    if kind not in _TEXT_TABLES or not (escaped or entity.type.get("charset")) or kind_of(data, "a.txt") != "csv":
        return data
    decoded = decode(data, entity.type.get("charset"))
    if decoded.whole and decoded.known:
        return data if data.isascii() and b"\x1b" not in data else _as_utf8(decoded.text)
    why = say("添付「{name}」の文字コードが壊れていて、読めない文字があります", name=Personal(entity.name))
    seen.miss(label, why, place=ATTACHMENT)
    return data
