"""What crosses the border between a worker and the pool: plain data, by every Python, and nothing else."""

import enum
import os
import pickle
from collections.abc import Callable

import pytest

from sekisho.inspection import model
from sekisho.inspection.model import Child, Cipher, Coverage, Document, Hiding, Part, Place, Protection, Text, Unread
from sekisho.inspection.worker.answers import Answer, Failed, ForeignAnswerError, Read, pack, unpack
from sekisho.words import say

ENUMERATIONS = [
    kind
    for kind in vars(model).values()
    if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__ == model.__name__
]
DOCUMENT = Document(
    "test",
    Coverage(2, 1, (Unread("a", say("{file}を読めません。", file="a"), Place(Part.FILE)),)),
    tuple(Text(Place(part), part.value, hiding) for part in Part for hiding in Hiding),
    children=(Child("b", b"", Place(Part.EMBEDDED), Hiding.BEHIND),),
    protection=Protection(Cipher.STRONG),
)


@pytest.mark.parametrize("answer", [Read(DOCUMENT), Failed("ValueError")])
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    assert unpack(pack(answer)) == answer


def test_an_answer_crosses_where_python_writes_enumerations_by_getattr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.11.0 to 3.11.3 do; whichever Python runs this test."""

    def reduce(self: enum.Enum, _protocol: int) -> tuple[Callable[..., object], tuple[type, str]]:
        return getattr, (type(self), self.name)

    assert ENUMERATIONS
    for kind in ENUMERATIONS:
        monkeypatch.setattr(kind, "__reduce_ex__", reduce)
        assert b"getattr" in pickle.dumps(next(iter(kind)))
    assert b"getattr" not in pack(Read(DOCUMENT))
    assert unpack(pack(Read(DOCUMENT))) == Read(DOCUMENT)


@pytest.mark.parametrize("foreign", [getattr, os.system, Coverage, (1, 2), "text", Read, pickle.loads, DOCUMENT])
def test_anything_else_is_refused(foreign: object) -> None:
    with pytest.raises(ForeignAnswerError):
        unpack(pickle.dumps(foreign))


@pytest.mark.parametrize("end", [0, 1, 10, -1])
def test_an_answer_that_is_cut_short_is_refused(end: int) -> None:
    with pytest.raises(ForeignAnswerError):
        unpack(pack(Read(DOCUMENT))[:end])
