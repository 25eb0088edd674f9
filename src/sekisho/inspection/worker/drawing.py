"""The pages of a PDF as pictures, for a viewer: a pass of its own, so that what drawing costs takes nothing from reading."""

from __future__ import annotations

from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.containers.protection import unlock
from sekisho.inspection.model import Coverage, Document, File, Limits, UnreadableFileError
from sekisho.inspection.reading import read_file

READER = "sekisho.inspection.worker.drawing:draw"
_SHARE = 8
"""Of the memory that a file may cost, its pictures get one part in so many: they are held twice on their way."""


def draw(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return a PDF with nothing but its pages drawn; anything else as inspection reads it, for the files inside it.

    A PDF that cannot be opened comes back without pictures.
    """
    if kind_of(file.data, file.path) != "pdf":
        return read_file(file, limits, jobs=jobs)
    return Document("pdf", Coverage(1, 1), drawn=_pictures(file, limits))


def _pictures(file: File, limits: Limits) -> tuple[bytes, ...]:
    from sekisho.inspection.readers.pdf import printable
    from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError
    from sekisho.inspection.readers.pdf_parts.pictures import draw_pages

    try:
        data, _ = unlock(file, "pdf")
        return () if data is None else tuple(draw_pages(printable(data), limits.memory_bytes // _SHARE))
    except (UnreadableFileError, PdfiumError):
        return ()
