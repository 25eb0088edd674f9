"""How a worker ended, and what a person is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from sekisho.inspection.model import Coverage, Document, Unread
from sekisho.inspection.worker.answers import Failed, ForeignAnswerError, unpack
from sekisho.inspection.worker.child import Order
from sekisho.words import Sentence, say

Cause = Literal["", "time", "memory", "died"]


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of the worker with ``number``: its answer as bytes, and by what it was ended (empty: by itself, well).

    ``detail`` names a signal or an exit status.
    """

    number: int
    answer: bytes
    cause: Cause = ""
    detail: str = ""


class Workers(Protocol):
    """What starts, limits and ends worker processes on one kind of system."""

    def warm(self, names: list[str]) -> None:
        """Load what files of these names will probably need, before the first of them is there."""

    def start(self, number: int, order: Order) -> None:
        """Begin to read a file; ``number`` comes back with its ending."""

    def wait(self, timeout: float) -> list[Ending]:
        """Return the endings of the next ``timeout`` seconds, as soon as there is one."""

    def end(self, number: int) -> None:
        """End a worker at once; its ending comes as any other."""

    def close(self) -> None:
        """End all workers, and leave nothing behind."""


def document_of(ending: Ending, path: str, *, late: bool) -> Document:
    """Return what was read, or a document that says why nothing was; ``late``: the pool ended it after its time."""
    if late:
        return unread(say("{file}を読むのに時間の上限を超えたため、検査できませんでした。", file=path))
    if not ending.cause:
        try:
            answer = unpack(ending.answer)
        except ForeignAnswerError:
            return unread(_died(path, "?"))
        if not isinstance(answer, Failed):
            return answer.document
        if answer.kind != "MemoryError":
            return unread(
                say(
                    "{file}を読む途中で読み取り器が失敗したため、検査できませんでした（{kind}）。",
                    file=path,
                    kind=answer.kind,
                )
            )
    if ending.cause == "time":
        return unread(say("{file}を読むのに時間の上限を超えたため、検査できませんでした。", file=path))
    if ending.cause == "died":
        return unread(_died(path, ending.detail))
    return unread(say("{file}を読むのにメモリの上限を超えたため、検査できませんでした。", file=path))


def unread(why: Sentence) -> Document:
    """Return a document of which nothing was read."""
    return Document("unknown", Coverage(1, 0, (Unread("file", why),)))


def _died(path: str, detail: str) -> Sentence:
    return say(
        "{file}を読む途中で読み取りの処理が異常終了したため、検査できませんでした（{detail}）。",
        file=path,
        detail=detail,
    )
