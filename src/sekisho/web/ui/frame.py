"""What stands around every page: the name of the city, the ways to go, and where a dispatch begins.

The frame knows no other app. One of them, which knows them all, says what stands there (:func:`provide`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from sekisho.web.ui.parts import Link
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go. ``current``: the page is somewhere there. ``count``: how many things wait, 0 for none."""

    title: Sentence
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of a page. ``place`` stands beside the brand: the city, or 共用端末 2."""

    place: str = ""
    ways: tuple[Way, ...] = ()
    start: Link | None = None
    near_miss: str = ""


Provider = Callable[[HttpRequest], Frame]
_PROVIDER: list[Provider] = []


def provide(provider: Provider) -> None:
    """Let ``provider`` say from now on what stands around a page; it is asked once for each whole page."""
    _PROVIDER[:] = [provider]


def frame_of(request: HttpRequest) -> Frame:
    """Return what stands around the page of a request; an empty frame where nobody provides one."""
    return _PROVIDER[0](request) if _PROVIDER else Frame()
