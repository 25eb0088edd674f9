"""What the attributes of a page say: links, labels, fields, data for programs, and files written into an address.

Source: HTML Living Standard 3.2.6 (global attributes, data-*), RFC 2397 (data addresses), RFC 6068 (mailto).
"""

import binascii
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from lxml import etree

from sekisho.inspection.containers.charsets import decode
from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.pictures import is_large, picture_kind
from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.html.seen import Seen
from sekisho.words import say

TELLING: Final = re.compile(r"[^\x00-\x7f]|@|[0-9]{7}|[A-Za-z]{2,} [A-Za-z]{2,}")
_DATUM: Final = re.compile(r"[^\x00-\x7f]|@|[0-9]|[A-Za-z]{2,} [A-Za-z]{2,}")
"""The same for data that pages keep for their scripts: a number can be somebody's."""
_ADDRESSES: Final = frozenset(
    {"href", "src", "action", "formaction", "cite", "background", "poster", "data", "longdesc", "srcset", "xlink:href",
     "ping", "manifest", "codebase", "classid", "usemap", "dynsrc", "lowsrc", "archive"}
)  # fmt: skip
_SPOKEN: Final = frozenset({"alt", "title", "summary", "label", "abbr", "aria-label", "aria-description", "aria-placeholder",
                            "aria-roledescription", "aria-valuetext"})  # fmt: skip
_LOOKS: Final = frozenset(
    {"class", "style", "face", "lang", "content", "type", "charset", "media", "rel", "font-family"}
)
_HIDDEN_FIELDS: Final = frozenset({"hidden", "password"})
_DATA: Final = re.compile(r"\s*data:([^,;]*)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE)
_IN_STYLE: Final = re.compile(r"url\(\s*[\"']?(data:[^\"')]+)", re.IGNORECASE)
_TYPES: Final = {
    "text/html": "html", "text/csv": "csv", "text/plain": "txt", "application/pdf": "pdf", "application/zip": "zip",
    "message/rfc822": "eml", "application/json": "json", "text/calendar": "ics", "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


def read_attributes(element: etree._Element, tag: str, hiding: Hiding, seen: Seen) -> None:
    """Add what the attributes of one element say; ``hiding`` is what hides the element."""
    if tag == "meta":
        _meta(element, seen)
        return
    for key, raw in element.items():
        name, value = str(key), str(raw)
        if name in _ADDRESSES:
            _address(element, name, value, hiding, seen)
        elif name in _SPOKEN:
            seen.add_once(Part.ALT_TEXT, value, hiding, name)
        elif name in {"value", "placeholder"}:
            _field(element, tag, name, value, hiding, seen)
        else:
            _other(name, value, seen)


def _other(name: str, value: str, seen: Seen) -> None:
    if name == "style":
        read_style_files(value, seen)
    elif name == "srcdoc":
        seen.embed(f"frame-{len(seen.children) + 1}.html", b"\xef\xbb\xbf<html>" + value.encode("utf-8", "replace"))
    elif name.startswith("on"):
        if TELLING.search(value):
            seen.add_once(Part.SCRIPT, value, Hiding.BEHIND, name)
    elif name not in _LOOKS and (_DATUM if name.startswith("data-") else TELLING).search(value):
        seen.add_once(Part.ATTRIBUTE, value, Hiding.BEHIND, name)


def read_style_files(css: str, seen: Seen) -> None:
    """Add the files that a style holds in its addresses."""
    for match in _IN_STYLE.findall(css):
        read_data_address(match, "", seen)


def _meta(element: etree._Element, seen: Seen) -> None:
    content = str(element.get("content", ""))
    name = next(
        (str(value) for key in ("name", "property", "http-equiv", "itemprop") if (value := element.get(key))), ""
    )
    seen.add_once(Part.PROPERTY, content, Hiding.BEHIND, name or "meta")


def _field(element: etree._Element, tag: str, name: str, value: str, hiding: Hiding, seen: Seen) -> None:
    """Add what a field holds; one that is hidden says it to programs alone."""
    kind = str(element.get("type", "")).lower()
    if tag == "input" and kind in _HIDDEN_FIELDS:
        seen.add_once(Part.ATTRIBUTE, value, Hiding.BEHIND, str(element.get("name", name)))
    elif tag in {"option", "data", "li", "param"} or kind in {"checkbox", "radio"}:
        if TELLING.search(value):
            seen.add_once(Part.ATTRIBUTE, value, Hiding.BEHIND, name)
    else:
        seen.add_once(Part.FORM_FIELD, value, hiding, str(element.get("name", name)))


def _address(element: etree._Element, name: str, value: str, hiding: Hiding, seen: Seen) -> None:
    start = value.lstrip()[:16].lower()
    if start.startswith("data:"):
        read_data_address(value, str(element.get("download", "")), seen)
    elif start.startswith(("javascript:", "vbscript:")):
        seen.add_once(Part.SCRIPT, _plain(value), Hiding.BEHIND, name)
    elif not start.startswith("#") or TELLING.search(value):
        seen.add_once(Part.HYPERLINK, _plain(value), hiding, name)


def _plain(address: str) -> str:
    """Return an address as a person reads it: ``%E9%9D%92`` in whatever encoding, line breaks and all."""
    if "%" not in address:
        return address
    decoded = decode(unquote_to_bytes(address.encode("utf-8", "replace")))
    return decoded.text.replace("\x00", "") if decoded.whole else address


def read_data_address(address: str, name: str, seen: Seen) -> None:
    """Add a file that is written into an address: pictures are counted, everything else becomes a child."""
    match = _DATA.fullmatch(address)
    if not match:
        return
    kind, data = match.group(1).strip().lower() or "text/plain", unquote_to_bytes(match.group(3))
    if "base64" in match.group(2).lower():
        digits = re.sub(rb"[^A-Za-z0-9+/]", b"", data.replace(b"-", b"+").replace(b"_", b"/"))
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        data = binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    if picture_kind(data):
        _picture(data, seen)
    elif kind.startswith("font/") or data.startswith((b"wOFF", b"wOF2", b"OTTO", b"\x00\x01\x00\x00")) or not data:
        return
    elif kind.startswith("image/svg"):
        seen.pictures += 1
        seen.embed(name or f"picture-{len(seen.children) + 1}.html", b"<html>" + data)
    elif kind in {"text/css", "text/javascript", "application/javascript", "application/x-javascript"}:
        seen.add_once(Part.SCRIPT, decode(data).text, Hiding.BEHIND, kind)
    else:
        seen.embed(name or f"data-{len(seen.children) + 1}.{_TYPES.get(kind, 'bin')}", data)


def _picture(data: bytes, seen: Seen) -> None:
    seen.pictures += 1
    if picture_kind(data) in {"emf", "wmf"}:
        for text in readable(data):
            seen.add(Part.BODY, text, name="picture")
    if is_large(data):
        seen.miss(f"picture {seen.pictures}", say("画像の中の文字は読めません"), asks=True)
