"""Texts that somebody typed, as they stand in a page."""

from __future__ import annotations

from html import escape


def escaped(text: str) -> str:
    """Return a text for the page: escaped, and without characters that turn the direction of reading or cannot be seen."""
    if not text.isprintable():
        text = "".join(letter if _shown(letter) else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return escape(text, quote=True)


def escaped_lines(text: str) -> str:
    """Return a text of several lines for the page: a line break stays one, a tab is a space."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "<br/>".join(map(escaped, lines))


def _shown(letter: str) -> bool:
    """Return whether a letter stays; a variation selector does, since it belongs to the one before it."""
    varies = "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"
    return letter.isprintable() or letter == "\u3000" or varies
