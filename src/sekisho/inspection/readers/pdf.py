"""PDF -> Document: the lines of its pages, what hides in them, and everything that a PDF carries besides."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pikepdf

from sekisho.inspection.model import (
    Coverage,
    Document,
    File,
    Grid,
    Limits,
    Part,
    Place,
    Text,
    Unread,
    UnreadableFileError,
)
from sekisho.inspection.readers.pdf_parts.catalogue import BROKEN, Catalogue, calls_itself, take_stock
from sekisho.inspection.readers.pdf_parts.damage import find_damage
from sekisho.inspection.readers.pdf_parts.fleet import Job, read_pages
from sekisho.inspection.readers.pdf_parts.page import PageContent
from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError, open_document
from sekisho.inspection.readers.pdf_parts.structure import Structure, read_structure
from sekisho.inspection.readers.pdf_parts.versions import annotation_texts, earlier_texts, orphan_texts
from sekisho.words import say

NOTHING = Structure((), (), (), 0)


def read(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return what a PDF holds: its pages as lines and paragraphs, hidden text apart, and all that hangs on it.

    ``jobs``: by how many processes its pages may be read; they are forked, so the caller must have no threads.

    Raises:
        UnreadableFileError: it cannot be opened even after repair, has too many pages, or draws itself without end.

    """
    pdf = _structured(file.data)
    try:
        stock = _stock(pdf)
        data, count = _readable(file.data, pdf)
        if count > limits.pages:
            raise UnreadableFileError(say("ページ数が上限（{limit}ページ）を超えています。", limit=limits.pages))
        found = [NOTHING]
        damage: list[Unread] = []

        def structure() -> None:
            if pdf is not None:
                found[0] = read_structure(pdf, stock)
                damage.extend(_damage(pdf))

        pages = read_pages(Job(data, _all_layers(pdf), frozenset(stock.bad_fonts)), count, jobs, structure)
        hanging = found[0]
        current = _all_text(pages, hanging.texts)
        old, old_unread, old_count = earlier_texts(file.data, current)
        orphans = orphan_texts(stock.orphans, "\n".join([current, *(text.text for text in old)]))
    finally:
        if pdf is not None:
            pdf.close()
    looks, looks_unread = _looks(data, current, stock)
    unread = [*(item for page in pages for item in page.unread), *hanging.unread, *old_unread, *looks_unread, *damage]
    parts = count + hanging.parts + old_count + bool(orphans) + len(looks_unread) + len(damage)
    if pdf is None:
        unread.append(Unread("structure", say("PDFの構造が壊れていて、添付などを調べられません。")))
        parts += 1
    coverage = Coverage(parts, max(0, parts - len({item.part for item in unread})), tuple(unread))
    return replace(_document(coverage, pages, hanging, (*looks, *old, *orphans), stock.thumbnails), pages=count)


def printable(data: bytes) -> bytes:
    """Return the bytes of which ``read`` reads the pages: repaired, where PDFium could not open all of them.

    Raises:
        UnreadableFileError: it cannot be opened even after repair.

    """
    pdf = _structured(data)
    try:
        return _readable(data, pdf)[0]
    finally:
        if pdf is not None:
            pdf.close()


def _document(
    coverage: Coverage, pages: Sequence[PageContent], hanging: Structure, others: tuple[Text, ...], thumbnails: int
) -> Document:
    texts = [text for page in pages for text in page.texts]
    return Document(
        "pdf",
        coverage,
        (*texts, *hanging.texts, *others),
        tuple(grid for page in pages for grid in page.grids),
        tuple(item for page in pages for item in page.covered),
        hanging.children,
        pictures=sum(page.pictures for page in pages) + thumbnails,
    )


def _structured(data: bytes) -> pikepdf.Pdf | None:
    try:
        return pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise UnreadableFileError(say("パスワードで保護されたままのPDFです。")) from None
    except BROKEN:
        return None


def _damage(pdf: pikepdf.Pdf) -> list[Unread]:
    try:
        return list(find_damage(pdf))
    except BROKEN:
        return [Unread("objects", say("PDFのこの部分（{part}）は壊れていて、読み取れません。", part="objects"))]


def _stock(pdf: pikepdf.Pdf | None) -> Catalogue:
    if pdf is None:
        return Catalogue()
    try:
        stock = take_stock(pdf)
    except BROKEN:
        return Catalogue(broken=1)
    if calls_itself(stock.calls):
        raise UnreadableFileError(say("自分自身を呼び出す図形があり、安全に開けないPDFです。"))
    return stock


def _readable(data: bytes, pdf: pikepdf.Pdf | None) -> tuple[bytes, int]:
    """Return bytes that PDFium reads, repaired where needed, and the number of pages."""
    count = _count(data)
    if pdf is None or count == _pages_of(pdf):
        if count:
            return data, count
    elif count < _pages_of(pdf):
        repaired = _saved(pdf)
        count = _count(repaired) if repaired is not None else 0
        if repaired is not None and count:
            return repaired, count
    elif count:
        return data, count
    raise UnreadableFileError(say("壊れていて開けないPDFです。"))


def _count(data: bytes) -> int:
    try:
        document = open_document(data)
    except PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _pages_of(pdf: pikepdf.Pdf) -> int:
    try:
        return len(pdf.pages)
    except BROKEN:
        return 0


def _saved(pdf: pikepdf.Pdf) -> bytes | None:
    out = BytesIO()
    try:
        pdf.save(out)
    except BROKEN:
        return None
    return out.getvalue()


def _all_layers(pdf: pikepdf.Pdf | None) -> bytes | None:
    """Return a copy in which no layer is switched off; None where there are no layers."""
    if pdf is None or "/OCProperties" not in pdf.Root:
        return None
    layers = pdf.Root["/OCProperties"]
    del pdf.Root["/OCProperties"]
    try:
        return _saved(pdf)
    finally:
        pdf.Root["/OCProperties"] = layers


def _looks(data: bytes, current: str, stock: Catalogue) -> tuple[list[Text], list[Unread]]:
    if not stock.drawn_annotations:
        return [], []
    try:
        return list(annotation_texts(data, current)), []
    except (*BROKEN, PdfiumError):
        why = say("注釈の見た目が壊れていて、読み取れません。")
        return [], [Unread("annotation appearances", why, Place(Part.ANNOTATION), asks=True)]


def _all_text(pages: Sequence[PageContent], hanging: Sequence[Text]) -> str:
    grids: list[Grid] = [grid for page in pages for grid in page.grids]
    texts: list[Text] = [text for page in pages for text in page.texts]
    lines = ["\n".join(grid.text_of(i) for i in range(len(grid.rows))) for grid in grids]
    return "\n".join([*lines, *(text.text for text in (*texts, *hanging))])
