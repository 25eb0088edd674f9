"""What a worker process says back, and how the answer crosses the border.

A worker has opened a stranger's file, so its answer is a stranger's word too:
it is unpickled with our own plain data classes and nothing else.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from dataclasses import dataclass
from enum import StrEnum

from sekisho.inspection.model import Cipher, Document, Hiding, Part

_ALLOWED = {
    "sekisho.inspection.model": {
        "Child",
        "Cipher",
        "Coverage",
        "Covered",
        "Document",
        "Grid",
        "Hiding",
        "Misnamed",
        "Part",
        "Place",
        "Protection",
        "Text",
        "Unread",
        "unjoined_grid",
    },
    "sekisho.inspection.worker.answers": {"Read", "Failed"},
    "sekisho.words": {"Personal", "Sentence"},
    "array": {"array", "_array_reconstructor"},
    "copyreg": {"_reconstructor"},
    "builtins": {"str"},
}


@dataclass(frozen=True, slots=True)
class Read:
    """The reader came to an end."""

    document: Document


@dataclass(frozen=True, slots=True)
class Failed:
    """The reader raised: the name of the exception's type alone, since its text may hold a person's data."""

    kind: str


Answer = Read | Failed


class ForeignAnswerError(Exception):
    """The bytes from a worker are no answer."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        """Return one of the classes of an answer, and never anything else."""
        if name not in _ALLOWED.get(module, ()):
            raise ForeignAnswerError(f"{module}.{name}")
        return super().find_class(module, name)


def _by_value(member: StrEnum) -> tuple[type[StrEnum], tuple[str]]:
    return type(member), (member.value,)


# Python 3.11.0 to 3.11.3, Debian 12's among them, write the member of an enumeration as a call of `getattr`, which an
# answer must never contain: with it, anything can be had.
_WRITTEN = copyreg.dispatch_table | dict.fromkeys((Cipher, Hiding, Part), _by_value)


def pack(answer: Answer) -> bytes:
    """Return an answer as bytes."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, protocol=5)
    pickler.dispatch_table = _WRITTEN
    pickler.dump(answer)
    return out.getvalue()


def unpack(data: bytes) -> Answer:
    """Return the answer in ``data``.

    Raises:
        ForeignAnswerError: it is cut short, or holds anything but the data of an answer.

    """
    try:
        answer = _Unpickler(io.BytesIO(data)).load()
    except (
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        ImportError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise ForeignAnswerError from error
    if isinstance(answer, Failed) and isinstance(answer.kind, str):
        return answer
    if isinstance(answer, Read) and isinstance(answer.document, Document):
        return answer
    raise ForeignAnswerError
