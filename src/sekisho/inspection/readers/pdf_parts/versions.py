"""Text in other states of a PDF: earlier revisions, pages that no page tree names, what its annotations draw."""

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
HIDDEN, NO_VIEW = 2, 32
"""Flags of annotations that are not shown, ISO 32000-2, 12.5.3."""
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
            texts += [
                Text(Place(Part.EARLIER_VERSION), text.text, Hiding.BEHIND) for text in _lost(out.getvalue(), known)
            ]
        except (*BROKEN, PdfiumError):
            continue
    return texts


def annotation_texts(data: bytes, current: str) -> Iterator[Text]:
    """Return what annotations and fields draw and ``current`` does not hold: their looks may differ from their values.

    Raises:
        PdfError: the annotations cannot be drawn into their pages.
        PdfiumError: the result cannot be read.

    """
    known = _squeezed(current)
    for hidden in (Hiding.SEEN, Hiding.BEHIND):
        out = BytesIO()
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            if not _prepare(pdf, all_of_them=hidden is Hiding.BEHIND):
                continue
            pdf.flatten_annotations("all")
            pdf.save(out)
        found = list(_lost(out.getvalue(), known))
        known += "\n" + _squeezed("\n".join(text.text for text in found))
        yield from (Text(Place(Part.ANNOTATION, page=text.place.page), text.text, hidden, "AP") for text in found)


def _prepare(pdf: pikepdf.Pdf, *, all_of_them: bool) -> bool:
    """Tell whether an annotation draws text; with ``all_of_them``, whether one that is not shown does, and show it."""
    drawn = False
    for page in pdf.pages:
        for annotation in list(page.obj.get("/Annots", [])):
            if not isinstance(annotation, pikepdf.Dictionary):
                continue
            flags = annotation.get("/F", 0)
            kept_back = isinstance(flags, int) and bool(flags & (HIDDEN | NO_VIEW))
            if kept_back == all_of_them:
                drawn = drawn or any(_writes(look) for look in looks_of(annotation))
            if all_of_them:
                annotation["/F"] = 4
    return drawn


def looks_of(annotation: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Return the appearance streams of an annotation (ISO 32000-2, 12.5.5)."""
    looks = annotation.get("/AP")
    if not isinstance(looks, pikepdf.Dictionary):
        return
    for key in sorted(looks.keys()):
        look = looks[key]
        if isinstance(look, pikepdf.Stream):
            yield look
        elif isinstance(look, pikepdf.Dictionary):
            yield from (look[state] for state in sorted(look.keys()) if isinstance(look[state], pikepdf.Stream))


def _writes(look: pikepdf.Object) -> bool:
    return any(operator in look.read_bytes() for operator in (b"Tj", b"TJ", b"Do", b"'", b'"'))


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
