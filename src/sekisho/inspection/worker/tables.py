"""Documents for whoever reads their tables: as inspection reads them, but of a PDF each page as one table with its boxes."""

from __future__ import annotations

from dataclasses import replace

from sekisho.inspection.containers.protection import unlock
from sekisho.inspection.model import Document, File, Grid, Hiding, Limits, Part, Place
from sekisho.inspection.reading import read_file

READER = "sekisho.inspection.worker.tables:read_tables"


def read_tables(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return a document; the grids of a PDF's pages hold what is seen of each page, box by box where lines are drawn.

    Merged boxes are in ``merges``, lines inside of a box stay lines. What is hidden stays as inspection found it.
    """
    document = read_file(file, limits, jobs=jobs)
    if document.format != "pdf" or not document.protection.opened or not document.pages:
        return document
    hidden = tuple(grid for grid in document.grids if grid.hidden is not Hiding.SEEN)
    return replace(document, grids=(*_pages(file, document.pages), *hidden))


def _pages(file: File, count: int) -> list[Grid]:
    from sekisho.inspection.readers.pdf import printable
    from sekisho.inspection.readers.pdf_parts.page import Seen, laid_out, seen_on
    from sekisho.inspection.readers.pdf_parts.pdfium import open_document, opened_page
    from sekisho.inspection.readers.pdf_parts.ruled import tables_of

    data = unlock(file, "pdf")[0]
    if data is None:
        return []
    pages: list[Seen] = []
    opened = open_document(printable(data))
    try:
        for number in range(1, count + 1):
            with opened_page(opened, number - 1) as page:
                pages.append(seen_on(page, Place(Part.PAGE, page=number)))
    finally:
        opened.close()
    return [grid for grid in tables_of(laid_out(pages)) if grid.texts]
