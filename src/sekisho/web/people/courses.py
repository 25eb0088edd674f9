"""Which courses there are to go through. People know no procedure: who knows them says it (:func:`provide`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Provider = Callable[[], Iterable[str]]
_PROVIDER: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let ``provider`` say from now on which courses the procedures ask for."""
    _PROVIDER[:] = [provider]


def offered() -> tuple[str, ...]:
    """Return the courses that the procedures ask for, each once, in order; none where nobody provides any."""
    return tuple(sorted(set(_PROVIDER[0]()))) if _PROVIDER else ()
