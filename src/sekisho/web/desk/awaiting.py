"""What waits for somebody elsewhere than in dispatches. The desk knows no other room: who knows says it (:func:`provide`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.gate.model import Actor
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class Awaiting:
    """One row of 自分の仕事. ``verb``: what is to be done; ``what`` says of which number, ``words`` how it stands.

    ``url``: where it is done, by the button ``act``. ``late``: its day is there.
    """

    verb: Sentence
    what: Sentence
    words: Sentence
    url: str
    act: Sentence
    due: date | None = None
    late: bool = False


Provider = Callable[[Actor, date], Sequence[Awaiting]]
_PROVIDER: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let ``provider`` say from now on what else waits for somebody on a day."""
    _PROVIDER[:] = [provider]


def awaiting(actor: Actor, on: date) -> tuple[Awaiting, ...]:
    """Return what else waits for somebody on a day; nothing where nobody says any."""
    return tuple(_PROVIDER[0](actor, on)) if _PROVIDER else ()
