"""The pages of a document, in one process or in several."""

import gc
import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from sekisho.inspection.model import Part, Place, Unread
from sekisho.inspection.readers.pdf_parts.page import PageContent, read_page
from sekisho.inspection.readers.pdf_parts.pdfium import PdfDocument, PdfiumError, open_document, opened_page
from sekisho.words import say

WORTH_FORKING = 24
"""From how many pages on a second process is faster than one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A document's bytes, the same with all layers on (where it has layers), and its fonts without meaning."""

    data: bytes
    layers: bytes | None
    bad_fonts: frozenset[str]


def read_pages(job: Job, count: int, jobs: int, meanwhile: Callable[[], None]) -> list[PageContent]:
    """Return the content of each page, in order. ``meanwhile`` is done while other processes read, or before.

    A page that fails is marked as not read, and so are those of a process that dies.
    """
    if jobs < 2 or count <= WORTH_FORKING or multiprocessing.current_process().daemon:
        meanwhile()
        return _read(job, range(count))
    fork = multiprocessing.get_context("fork")
    crew = []
    for start in range(jobs):
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=_send, args=(theirs, job, range(start, count, jobs)))
        process.start()
        theirs.close()
        crew.append((process, ours, range(start, count, jobs)))
    meanwhile()
    pages: dict[int, PageContent] = {}
    for process, ours, numbers in crew:
        try:
            pages.update(zip(numbers, ours.recv(), strict=True))
        except EOFError:
            pages.update({number: _failed(number + 1) for number in numbers})
        ours.close()
        process.join()
    return [pages[number] for number in range(count)]


def _send(pipe: Connection, job: Job, numbers: Sequence[int]) -> None:
    gc.disable()
    pipe.send(_read(job, numbers))
    pipe.close()


def _read(job: Job, numbers: Sequence[int]) -> list[PageContent]:
    document = open_document(job.data)
    layers = _opened(job.layers)
    try:
        pages = []
        for number in numbers:
            try:
                with opened_page(document, number) as page:
                    if layers is None:
                        pages.append(read_page(page, number + 1, None, job.bad_fonts))
                    else:
                        with opened_page(layers, number) as open_page:
                            pages.append(read_page(page, number + 1, open_page, job.bad_fonts))
            except (PdfiumError, MemoryError, ValueError):
                pages.append(_failed(number + 1))
        return pages
    finally:
        if layers is not None:
            layers.close()
        document.close()


def _opened(data: bytes | None) -> PdfDocument | None:
    """Open the copy with all layers on; without it what a layer hides is text without ink like any other."""
    try:
        return open_document(data) if data is not None else None
    except PdfiumError:
        return None


def _failed(number: int) -> PageContent:
    why = say("このページは壊れていて、読み取れません。")
    return PageContent(unread=(Unread(f"page {number}", why, Place(Part.PAGE, page=number)),))
