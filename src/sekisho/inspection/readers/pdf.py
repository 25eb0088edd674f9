"""PDF -> Document: the lines of its pages, what hides in them, and everything that a PDF carries besides."""

from sekisho.inspection.model import Coverage, Document, File, Limits, UnreadableFileError
from sekisho.inspection.readers.pdf_parts.page import read_page
from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError, open_document, opened_page
from sekisho.words import say


def read(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Read a PDF with ``jobs`` processes."""
    try:
        document = open_document(file.data)
    except PdfiumError:
        raise UnreadableFileError(say("PDFとして開けません。")) from None
    pages = []
    for n in range(len(document)):
        with opened_page(document, n) as page:
            pages.append(read_page(page, n + 1, None, frozenset()))
    return Document("pdf", Coverage(len(pages), len(pages)), tuple(t for p in pages for t in p.texts), tuple(g for p in pages for g in p.grids))
