"""A file that is about to leave -> what a person sees of it in a viewer. The file itself reaches no browser.

It is opened in worker processes alone, and read as inspection reads it, within the same limits: what is inspected is
shown. The pages of a PDF are then drawn; where that comes to grief, what was read of them is shown without a picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sekisho.inspection.gathering import INSIDE, Wanted, gather
from sekisho.inspection.model import Document, File, Hiding, Limits
from sekisho.inspection.showing.arranging import arranged
from sekisho.inspection.showing.model import ShownFile
from sekisho.inspection.showing.pictures import is_sound
from sekisho.inspection.showing.stored import FileToStore, chunks, from_bytes
from sekisho.inspection.worker.drawing import READER as DRAWING
from sekisho.inspection.worker.pool import Pool

_LONGER = 4
"""How much longer than to read a file it may take to draw it."""


def show(file: Path | bytes, name: str, password: str | None, limits: Limits, *, jobs: int = 1) -> ShownFile:
    """Return a file as a viewer shows it; ``name`` is its name in the bundle, by which plain text is judged.

    Whatever is wrong with the file is in ``not_shown`` of its parts; nothing is raised for it.
    """
    return from_bytes(b"".join(stored(file, name, password, limits, jobs=jobs)))


def stored(file: Path | bytes, name: str, password: str | None, limits: Limits, *, jobs: int = 1) -> Iterator[bytes]:
    """Yield the stored form of what ``show`` returns piece by piece; ``showing.stored.opened`` reads it in slices."""
    documents = _documents(file, name, password, limits, jobs)
    return chunks(_to_store(name, documents, hidden=False))


def _documents(
    file: Path | bytes, name: str, password: str | None, limits: Limits, jobs: int
) -> Mapping[str, Document]:
    """Return the documents of a file and of everything inside it by their paths, the pages of PDFs drawn."""
    with Pool(jobs, limits) as pool:
        documents = _read(file, name, password, pool)
    if not any(map(_to_draw, documents.values())):
        return documents
    longer = replace(
        limits, seconds=_LONGER * limits.seconds, seconds_per_megabyte=_LONGER * limits.seconds_per_megabyte
    )
    with Pool(jobs, longer, DRAWING) as pool:
        drawn = _read(file, name, password, pool)
    return {path: _with_pictures(document, drawn.get(path)) for path, document in documents.items()}


def _to_draw(document: Document) -> int:
    """Return how many pictures are to be drawn of a document."""
    return 1 if document.format == "picture" else document.pages or 0


def _with_pictures(document: Document, drawn: Document | None) -> Document:
    """Return a document with the pictures of its pages, where there is one for each."""
    if drawn is None or len(drawn.drawn) != _to_draw(document):
        return document
    return replace(document, drawn=tuple(one if is_sound(one) else b"" for one in drawn.drawn))


def _read(file: Path | bytes, name: str, password: str | None, pool: Pool) -> dict[str, Document]:
    if isinstance(file, bytes):
        return {one.path: document for one, document in pool.read([File(name, file, password)], taken=[name])}
    outer = gather([Wanted(name, file, password)], pool, pool.limits)[name]
    return {one.path: one.document for one in outer.seen}


def _to_store(path: str, documents: Mapping[str, Document], *, hidden: bool) -> FileToStore:
    document = documents[path]
    children = (
        (path + INSIDE + child.name, hidden or not child.shown or child.hidden is not Hiding.SEEN)
        for child in document.children
    )
    return FileToStore(
        path,
        document.format,
        hidden,
        arranged(document),
        tuple(_to_store(child, documents, hidden=behind) for child, behind in children if child in documents),
        document.protection,
        document.coverage,
    )
