"""Where in a file something stands, in words from the outside inwards."""

from __future__ import annotations

from sekisho.documents.inspection.view import PARTS
from sekisho.inspection.model import Part, Place
from sekisho.words import Sentence, say


def place_words(place: Place) -> tuple[Sentence, ...]:
    """Return the place as the steps of a path: sheet or page, kind of place, row and column."""
    words: list[Sentence] = []
    if place.sheet:
        words.append(say("シート「{sheet}」", sheet=place.sheet))
    if place.page is not None:
        words.append(say("{page}ページ", page=place.page))
    if place.part in PARTS and place.part not in {Part.TEXT, Part.BODY, Part.SLIDE}:
        words.append(PARTS[place.part])
    if place.row is not None and place.column:
        words.append(say("{row}行目 {column}列", row=place.row, column=place.column))
    elif place.row is not None:
        words.append(say("{row}行目", row=place.row))
    return tuple(words)
