"""The path of gates as a page draws it. What stands in it is found out by the app of dispatches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sekisho.words import Sentence, Titled

Words = Sentence | Titled | str
GateState = Literal["done", "now", "shut", "halt"]
LONG = 8
"""Gates that stand in one row; more stand in two."""


@dataclass(frozen=True, slots=True)
class StampView:
    """A date stamp: this person did this step. ``section`` and ``name`` (the surname) stand in it, the rest beside it."""

    section: str
    day: date
    name: str
    full_name: str
    moment: datetime
    void: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """One step of a dispatch, as it stands. ``words`` beside the mark: 停止 1件; empty: the word of the state itself."""

    number: int
    title: Titled
    detail: Words = ""
    state: GateState = "shut"
    words: Sentence | str = ""
    stamps: tuple[StampView, ...] = ()
    proof: tuple[Sentence | str, ...] = ()
    url: str = ""
