"""The files of a run as documents: each read once, files inside files beside the one that leaves with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from sekisho.inspection.model import Coverage, Document, File, Hiding, Limits, Part, Place, Text, Unread
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.bundle.model import Parcel
INSIDE = "!/"
Progress = Callable[[int, int], None]
"""Called with the number of files read and the number known so far, those inside others included."""


class Reader(Protocol):
    """What reads files: the pool of worker processes, or anything that answers like it."""

    def read(self, files: Iterable[File], *, taken: Iterable[str] = ()) -> Iterator[tuple[File, Document]]:
        """Yield every file, and every file inside it, with its document."""


class Ahead(Protocol):
    """What can begin to read files before ``Reader.read`` is asked for them."""

    def begin(self, files: Iterable[File]) -> None:
        """Begin to read the first files, as many as there are hands."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that leaves: ``path`` as the report shows it, and where it lies."""

    path: str
    lies: Path
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One document with its place among files inside files. ``hidden``: no view of the outer file shows it."""

    path: str
    document: Document
    hidden: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Outer:
    """One file that leaves: itself first, then everything inside it, outer before inner."""

    path: str
    sha256: str
    seen: tuple[Seen, ...]


def gather(
    wanted: Iterable[Wanted], reader: Reader, limits: Limits, progress: Progress | None = None
) -> dict[str, Outer]:
    """Return each wanted file with its documents, in the order in which they were wanted."""
    by_path = _once(wanted)
    digests: dict[str, str] = {}
    documents: dict[str, Document] = {}
    known = len(by_path)
    for file, document in reader.read(_files(by_path.values(), digests, documents, limits), taken=by_path):
        documents[file.path] = document
        known += len(document.children)
        if progress:
            progress(len(documents), known)
    return {path: Outer(path, digests[path], tuple(_tree(path, documents))) for path in by_path}


def wanted_by(root: Path, parcels: Iterable[Parcel]) -> list[Wanted]:
    """Return the files of the parcels of a bundle in folder ``root``."""
    return [Wanted(path, root / path, parcel.password) for parcel in parcels for path in parcel.files]


def begin_reading(root: Path, parcels: Iterable[Parcel], limits: Limits, ahead: Ahead) -> None:
    """Begin to read the files of a bundle while its sources are loaded; ``gather`` then asks for them."""
    ahead.begin(_files(_once(wanted_by(root, parcels)).values(), {}, {}, limits))


def _once(wanted: Iterable[Wanted]) -> Mapping[str, Wanted]:
    by_path: dict[str, Wanted] = {}
    for item in wanted:
        earlier = by_path.setdefault(item.path, item)
        if earlier.password is None and item.password is not None:
            by_path[item.path] = item
    return by_path


def _files(
    wanted: Iterable[Wanted], digests: dict[str, str], documents: dict[str, Document], limits: Limits
) -> Iterator[File]:
    """Yield the files one by one; one that cannot be opened, or is too large to be read, gets its document here."""
    for item in wanted:
        try:
            size = item.lies.stat().st_size
            data = item.lies.read_bytes() if size <= limits.inflated_bytes else b""
        except OSError as error:
            digests[item.path] = ""
            documents[item.path] = _unread(
                say("ファイルを開けません（{reason}）。", reason=error.strerror or type(error).__name__)
            )
            continue
        if size > limits.inflated_bytes:
            digests[item.path] = _digest(item.lies)
            why = say("ファイルの大きさが上限（{limit}バイト）を超えています。", limit=limits.inflated_bytes)
            documents[item.path] = _unread(why)
            continue
        digests[item.path] = hashlib.sha256(data).hexdigest()
        yield File(item.path, data, item.password)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unread(why: Sentence) -> Document:
    return Document("unknown", Coverage(1, 0, (Unread("file", why),)))


def _tree(
    path: str, documents: Mapping[str, Document], *, hidden: bool = False, inside: bool = False
) -> Iterator[Seen]:
    document = documents[path]
    yield Seen(path, _named(document, path), hidden, inside)
    for child in document.children:
        out_of_sight = hidden or not child.shown or child.hidden is not Hiding.SEEN
        yield from _tree(path + INSIDE + child.name, documents, hidden=out_of_sight, inside=True)


def _named(document: Document, path: str) -> Document:
    """Return the document with its file's name as a text: who is named there is named."""
    name = path.rpartition(INSIDE)[2] if INSIDE in path else path.rpartition("/")[2]
    return replace(document, texts=(*document.texts, Text(Place(Part.FILE_NAME), name)))
