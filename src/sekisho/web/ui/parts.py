"""What the components of a page are made of. Each is plain: words in, no question to the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sekisho.web.ui.path import Words
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class Link:
    """Where one may go or what one may do. ``main``: the one filled button of the page."""

    words: Words
    url: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact below the heading: 起案者 三浦 恵. ``number``: it is never broken. ``strong``: it is what matters today."""

    term: Sentence
    value: Words
    url: str = ""
    number: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Halt:
    """One thing that stops, with its exact place from the outside inwards."""

    kind: Literal["stop", "ask"]
    place: tuple[Words, ...]
    words: Words
    link: Link | None = None
    count: Words = ""


@dataclass(frozen=True, slots=True)
class Count:
    """One number of an equation. ``sign`` stands before it; ``number`` is None where nobody has counted yet."""

    title: Words
    number: int | None
    words: Words = ""
    state: Literal["", "open", "closed", "locked"] = ""
    sign: Literal["", "−", "＋", "＝"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of an excerpt. ``hit``: what the finding is about. ``masked``: hidden already before it came here."""

    text: str
    hit: bool = False
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an excerpt. ``gap``: rows before it are left out."""

    number: str
    cells: tuple[Cell, ...]
    kind: Literal["", "header", "masked", "hit"] = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rows of a table in a file, neighbours masked. ``told``: what stands above it, as how many rows there are."""

    name: Words
    told: tuple[Words, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
