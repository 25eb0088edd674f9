"""One file as a document, whatever it is: its kind by content, its protection taken off, its reader.

Runs inside a worker process. What cannot be read is a document too, which says why.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sekisho.inspection.containers.kind import kind_of
from sekisho.inspection.containers.legible import readable
from sekisho.inspection.containers.naming import misnamed, no_reader, to_do
from sekisho.inspection.model import (
    Coverage,
    Document,
    File,
    Hiding,
    Limits,
    Part,
    Place,
    Protection,
    Text,
    Unread,
    UnreadableFileError,
)
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from collections.abc import Callable

PROTECTED = frozenset({"ooxml-protected", "pdf", "zip", "xls", "doc", "ppt", "ods", "odt", "odp"})
"""Kinds that can be closed by a password."""
READERS = frozenset({"xlsx", "xls", "xlsb", "ods", "docx", "pptx", "pdf", "csv", "zip", "eml", "html"})
"""Kinds that have a reader: the module of that name in ``readers``."""
_ASKING = frozenset({"picture", "lock"})
_MANY_HANDED = frozenset({"pdf"})


def read_file(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return what is in a file. Nothing that can be wrong with a file raises; a bug in a reader does.

    Where the password is missing or wrong, ``protection.opened`` is False and nothing of the file is read.
    """
    kind = kind_of(file.data, file.path)
    document, kind = _opened(file, kind, limits, jobs)
    return replace(document, misnamed=misnamed(kind, file.path))


def _opened(file: File, kind: str, limits: Limits, jobs: int) -> tuple[Document, str]:
    """Return the document, and what the file is once its protection is off."""
    protection = Protection()
    try:
        if kind in PROTECTED:
            from sekisho.inspection.containers.protection import unlock

            data, protection = unlock(file, kind)
            if data is None:
                return _closed(kind, protection), kind
            if data is not file.data:
                file = File(file.path, data, file.password)
                kind = kind_of(data, file.path)
        return _with(_read(kind, file, limits, jobs), protection), kind
    except UnreadableFileError as error:
        return _with(_unread(kind, error.sentence), protection), kind


def _read(kind: str, file: File, limits: Limits, jobs: int) -> Document:
    if kind not in READERS:
        return _unread(kind, no_reader(kind, len(file.data)), file.data)
    read: Callable[..., Document] = importlib.import_module(f"sekisho.inspection.readers.{kind}").read
    return read(file, limits, jobs=jobs) if kind in _MANY_HANDED else read(file, limits)


def _unread(kind: str, why: Sentence, data: bytes = b"") -> Document:
    """Return a document of which nothing was read. A picture asks for a look, a lock file to go; everything else stops."""
    unread = Unread("file", why, asks=kind in _ASKING, advice=to_do(kind))
    texts = (
        tuple(Text(Place(Part.PROPERTY), text, Hiding.BEHIND, kind) for text in readable(data))
        if kind == "lock"
        else ()
    )
    return Document(kind, Coverage(1, 0, (unread,)), texts, pictures=int(kind == "picture"))


def _closed(kind: str, protection: Protection) -> Document:
    why = protection.why_not or say("パスワードが分からないため、中を検査できませんでした。")
    return Document(kind, Coverage(1, 0, (Unread("file", why),)), protection=protection)


def _with(document: Document, protection: Protection) -> Document:
    """Return the document with what was seen of its protection, unless its reader has seen more."""
    return replace(document, protection=protection) if document.protection == Protection() else document
