"""The pages of a PDF, and pictures, as pictures for a viewer: a pass of its own, so that what drawing costs takes nothing from reading."""

from __future__ import annotations

from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.containers.protection import unlock
from sekisho.inspection.model import Coverage, Document, File, Limits, UnreadableFileError
from sekisho.inspection.reading import read_file

READER = "sekisho.inspection.worker.drawing:draw"
_SHARE = 8
"""Of the memory that a file may cost, its pictures get one part in so many: they are held twice on their way."""


def draw(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return a PDF or a picture with nothing but its pages drawn; all else as inspection reads it, for the files inside it.

    What cannot be opened, or is a picture of a kind that is not drawn, comes back without.
    """
    kind = kind_of(file.data, file.path)
    if kind not in {"pdf", "picture"}:
        return read_file(file, limits, jobs=jobs)
    return Document(kind, Coverage(1, 1), drawn=_pictures(file, kind, limits))


def _pictures(file: File, kind: str, limits: Limits) -> tuple[bytes, ...]:
    from sekisho.inspection.readers.pdf import printable
    from sekisho.inspection.readers.pdf_parts.framed import framed
    from sekisho.inspection.readers.pdf_parts.pdfium import PdfiumError
    from sekisho.inspection.readers.pdf_parts.pictures import draw_pages

    try:
        data = framed(file.data) if kind == "picture" else unlock(file, "pdf")[0]
        return () if data is None else tuple(draw_pages(printable(data), limits.memory_bytes // _SHARE))
    except (UnreadableFileError, PdfiumError):
        return ()
