"""A file as a viewer wants it: as inspection reads it, with the pages of a PDF as pictures."""

from __future__ import annotations

from dataclasses import replace

from sekisho.inspection.containers.protection import unlock
from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.reading import read_file

READER = "sekisho.inspection.worker.drawing:read_and_draw"
_SHARE = 8
"""Of the memory that a file may cost, its pictures get one part in so many: they are held twice, beside their pages."""


def read_and_draw(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return a file as inspection reads it; of a PDF that could be read with each page drawn."""
    document = read_file(file, limits, jobs=jobs)
    if document.format != "pdf" or not document.pages:
        return document
    from sekisho.inspection.readers.pdf import printable
    from sekisho.inspection.readers.pdf_parts.pictures import draw_pages

    data, _ = unlock(file, "pdf")
    drawn = draw_pages(printable(data if data is not None else file.data), limits.memory_bytes // _SHARE)
    return replace(document, drawn=tuple(drawn))
