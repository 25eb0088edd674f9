"""Shared strings: the texts of a workbook, and the furigana that hides behind them.

The plain shape that every common writer produces is read by one regular expression over the whole part; anything
else goes through the XML parser, which is slower and complete.

Source: ECMA-376 Part 1, 18.4 (shared strings), 22.9.2.19 (``_x000D_`` escapes).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import compress, count
from operator import not_

from lxml import etree

from sekisho.inspection.containers.opc import elements, local_name
from sekisho.inspection.model import UnreadableFileError
from sekisho.words import say

_T = r"<t(?: xml:space=\"preserve\"|)>([^<]*)</t>"
_PHONETIC = rf"<rPh [^<>]*>{_T}</rPh>"
_RUN = rf"<r>(?:<rPr>(?:<[a-zA-Z]+(?: [^<>]*)?/>)*</rPr>|<rPr/>)?{_T}</r>"
_UNNAMED = (_PHONETIC + "|" + _RUN).replace("([^<]*)", "[^<]*")
_ITEM = re.compile(rf"<si>(?:{_T}|)(?:</si>|((?:{_UNNAMED}|<phoneticPr[^<>]*/>|<t/>)+)</si>)|<si/>")
_REST = re.compile(f"{_PHONETIC}|{_RUN}")
_HEAD = re.compile(rb'\s*(?:<\?xml version="1\.0"(?: encoding="(?i:utf-8)")?[^<>]*\?>\s*)?<sst\b[^<>]*?(?P<empty>/)?>')
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}))?(;?)")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class NotPlainError(Exception):
    """The XML is not in the shape that the fast path knows."""


@dataclass(frozen=True)
class SharedStrings:
    """``texts`` by number; ``furigana`` by the number of the text that it stands over."""

    texts: tuple[str, ...] = ()
    furigana: dict[int, str] = field(default_factory=dict)

    @cached_property
    def blank(self) -> frozenset[int]:
        """Return the numbers of the texts that show nothing."""
        empty = compress(count(), map(not_, self.texts))
        return frozenset((*empty, *compress(count(), map(str.isspace, self.texts))))


def unescape(text: str) -> str:
    """Return XML text as characters.

    Raises:
        NotPlainError: an entity that XML itself does not know.

    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if not match[4]:
        raise NotPlainError
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3] or "0", 16)
    if not 0 < code <= 0x10FFFF:
        raise NotPlainError
    return chr(code)


def unquote_controls(text: str) -> str:
    """Resolve the spreadsheet's own escapes for control characters (``_x000D_``)."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def read_strings(data: bytes) -> SharedStrings:
    """Return the shared strings of ``sharedStrings.xml``.

    Raises:
        UnreadableFileError: not well-formed, or with a document type.

    """
    try:
        return _plain(data)
    except (NotPlainError, UnicodeDecodeError):
        return _complete(data)


def _plain(data: bytes) -> SharedStrings:
    head = _HEAD.match(data)
    if head is None:
        raise NotPlainError
    if head["empty"]:
        return SharedStrings()
    end = data.rfind(b"</sst>")
    if end < 0 or data[end + 6 :].strip():
        raise NotPlainError
    body = data[head.end() : end].decode()
    if "\r" in body:
        body = body.replace("\r\n", "\n").replace("\r", "\n")
    # What stands between two items, the text of the second, its runs and readings; and so on.
    parts = _ITEM.split(body)
    if "".join(parts[::3]).strip():
        raise NotPlainError
    texts = [text or "" for text in parts[1::3]]
    furigana: dict[int, str] = {}
    for number, rest in enumerate(parts[2::3] if any(parts[2::3]) else ()):
        if rest:
            runs, reading = _runs(rest)
            texts[number] += runs
            if reading:
                furigana[number] = unquote_controls(unescape(reading))
    if "&" in body or "_x" in body:
        texts = [unquote_controls(unescape(text)) for text in texts]
    return SharedStrings(tuple(texts), furigana)


def _runs(rest: str) -> tuple[str, str]:
    """Return the text of the runs and the reading over them, both as XML text."""
    found = _REST.findall(rest)
    return "".join(run for _, run in found), "".join(reading for reading, _ in found)


def _complete(data: bytes) -> SharedStrings:
    texts: list[str] = []
    furigana: dict[int, str] = {}
    for item in _items(data):
        text, reading = text_and_reading(item)
        if reading:
            furigana[len(texts)] = reading
        texts.append(text)
    return SharedStrings(tuple(texts), furigana)


def _items(data: bytes) -> Iterator[etree._Element]:
    """Yield each ``si``, one after the other, so that a large part does not stand in memory as a tree."""
    try:
        for _, element in etree.iterparse(
            BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False
        ):
            if local_name(element) == "si":
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
            elif element.getparent() is None and element.getroottree().docinfo.internalDTD is not None:
                raise UnreadableFileError(say("XMLに文書型宣言（DOCTYPE）があり、安全に読めません"))
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(say("XMLとして読めません（壊れています）")) from error


def text_and_reading(item: etree._Element, *, resolve: bool = True) -> tuple[str, str]:
    """Return the text of an ``si`` or ``is`` and the furigana over it, control characters resolved on demand."""
    text, reading = "", ""
    for element in elements(item, "t"):
        parent = element.getparent()
        # A comment may stand in the middle of a text, which is then in two pieces.
        piece = "".join(map(str, element.itertext(etree.Element)))
        if parent is not None and local_name(parent) == "rPh":
            reading += piece
        else:
            text += piece
    return (unquote_controls(text) if resolve else text), unquote_controls(reading)
