"""What a worker process does: it reads one file and answers. How it is started and limited is the system's affair."""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.worker.answers import Failed, Read, pack

Reader = Callable[..., Document]


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is told: the file, what it may cost, and ``module:function`` of the reader."""

    file: File = field(repr=False)
    limits: Limits
    reader: str
    jobs: int = 1

    @property
    def seconds(self) -> int:
        """The seconds of processor time that the file may take."""
        return self.limits.seconds + int(self.limits.seconds_per_megabyte * len(self.file.data) / 1_000_000)

    def pack(self) -> bytes:
        """Return the order as bytes."""
        return pickle.dumps(self, protocol=5)

    @staticmethod
    def unpack(data: bytes) -> Order:
        """Return the order in ``data``, which comes from our own parent process."""
        order: Order = pickle.loads(data)  # noqa: S301  written by `pack` in the process that started this one
        return order


def carry_out(order: Order) -> bytes:
    """Return the answer: the document, or the type of whatever the reader raised.

    What ends the process gives no answer; that is for the pool to notice.
    """
    try:
        return pack(Read(_reader(order.reader)(order.file, order.limits, jobs=order.jobs)))
    except Exception as error:  # noqa: BLE001  the outermost frame of the process: a reader's bug is an answer, not a death
        return pack(Failed(type(error).__name__))


def _reader(name: str) -> Reader:
    module, _, function = name.partition(":")
    reader: Reader = getattr(importlib.import_module(module), function)
    return reader
