"""A page as a whole: its encoding, its style sheets, then every element in order."""

import re
from typing import Final

from lxml import etree

from sekisho.inspection.containers.charsets import decode
from sekisho.inspection.model import Coverage, Document, File, Limits
from sekisho.inspection.readers.html.looks import UNSURE, Look
from sekisho.inspection.readers.html.seen import Seen
from sekisho.inspection.readers.html.styles import Sheet
from sekisho.inspection.readers.html.walk import TOO_DEEP, Walk, parsed
from sekisho.words import say

_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_HEAD: Final = 8192
_REMARKS: Final = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


def read(file: File, limits: Limits) -> Document:
    """Read a page: tables are grids without addresses, everything else texts, files inside addresses children.

    What is linked lies elsewhere and is no part of the file; the addresses are read.

    Raises:
        UnreadableFileError: its tables have more cells than the limits allow.

    """
    seen = Seen(limits=limits)
    match = _DECLARED.search(file.data[:_HEAD])
    declared = (match.group(1) or match.group(2)).decode("ascii") if match else ""
    decoded = decode(file.data, declared)
    if not decoded.whole:
        seen.miss("page", say("文字コードがほかの行と違うか壊れていて、読めない文字があります"))
    elif not decoded.known:
        why = say("文字コード「{charset}」が分からないため、正しく読めていないかもしれません", charset=declared)
        seen.miss("page", why)
    text = decoded.text
    if "\0" in text:
        text = text.replace("\0", "")
        seen.miss("page (NUL)", say("文字ではないバイト（NUL）が混じっています"))
    _read_page(text, seen)
    missed = len([one for one in seen.not_read if not one.asks])
    return Document(
        "html",
        Coverage(1 + missed, 1, tuple(seen.not_read)),
        tuple(seen.texts),
        tuple(seen.grids),
        tuple(seen.covered),
        tuple(seen.children),
        pictures=seen.pictures,
    )


def _read_page(text: str, seen: Seen) -> None:
    root, whole = parsed(text)
    if not whole:
        seen.miss("page (depth)", TOO_DEEP)
    if root is None:
        for remark in _REMARKS.findall(text):
            Walk(seen, Sheet(), Look()).remark(remark)
        return
    sheet = Sheet()
    for style in root.iter("style"):
        sheet.add(style.text or "")
    linked = any("stylesheet" in str(link.get("rel", "")).lower() for link in root.iter("link"))
    walk = Walk(seen, sheet, Look() if sheet.sure and not linked else UNSURE)
    walk.read(root)
    for sibling in (*root.itersiblings(preceding=True), *root.itersiblings()):
        if isinstance(sibling, etree._Comment):  # noqa: SLF001 - lxml has no public name
            walk.remark(sibling.text or "")
