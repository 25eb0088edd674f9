"""What earlier states of a PDF still hold: revisions in front of the last one, pages that no page tree names."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf

from sekisho.inspection.model import Hiding, Part, Place, Text, Unread
from sekisho.inspection.readers.pdf_parts.catalogue import BROKEN
from sekisho.inspection.readers.pdf_parts.page import page_text
from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError, open_document, opened_page
from sekisho.words import say

MOST_REVISIONS = 30
_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\r\n]{0,2}")


def revisions(data: bytes) -> list[bytes]:
    """Return the earlier revisions of a PDF, oldest first; the two ends of a linearised file are one revision."""
    ends = [match.end() for match in _END.finditer(data)]
    if b"/Linearized" in data[:2048]:
        ends = ends[1:]
    return [data[:end] for end in ends[:-1]]


def earlier_texts(data: bytes, current: str) -> tuple[list[Text], list[Unread], int]:
    """Return what earlier revisions show and ``current`` (all the text of today) does not, and how many there are."""
    old = revisions(data)
    texts: list[Text] = []
    unread: list[Unread] = []
    known = _squeezed(current)
    for number, revision in enumerate(old, start=1):
        if len(old) - number >= MOST_REVISIONS:
            unread.append(_unread(number))
            continue
        try:
            found = list(_lost(revision, known))
        except PdfiumError:
            unread.append(_unread(number))
            continue
        texts += found
        known += "\n" + _squeezed("\n".join(text.text for text in found))
    return texts, unread, len(old)


def orphan_texts(pages: Sequence[pikepdf.Object], current: str) -> list[Text]:
    """Return what pages show that were taken out of the page tree and left in the file."""
    texts: list[Text] = []
    known = _squeezed(current)
    for page in pages:
        out = BytesIO()
        try:
            with pikepdf.new() as scratch:
                scratch.pages.append(pikepdf.Page(page))
                scratch.save(out)
            texts += [Text(Place(Part.EARLIER_VERSION), text.text, Hiding.BEHIND) for text in _lost(out.getvalue(), known)]
        except (*BROKEN, PdfiumError):
            continue
    return texts


def _lost(data: bytes, known: str) -> Iterator[Text]:
    document = open_document(data)
    try:
        for index in range(len(document)):
            with opened_page(document, index) as page:
                rows = page_text(page)
            for row in rows:
                if any(_squeezed(word) not in known for cell in row for word in cell.text.split()):
                    line = "　".join(cell.text for cell in row)
                    yield Text(Place(Part.EARLIER_VERSION, page=index + 1), line, Hiding.BEHIND)
    finally:
        document.close()


def _squeezed(text: str) -> str:
    return re.sub(r"[^\S\n]+", "", text)


def _unread(number: int) -> Unread:
    why = say("このPDFに残っている古い版（{number}番目）を読み取れません。", number=number)
    return Unread(f"earlier version {number}", why, Place(Part.EARLIER_VERSION), asks=True)
