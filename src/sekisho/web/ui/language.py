"""The language of the page that is being made: Japanese, or English for who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, get_args

from django.utils.functional import lazy

from sekisho.words import Sentence, Titled

Language = Literal["ja", "en"]
COOKIE = "sekisho_language"

_CURRENT: ContextVar[Language] = ContextVar("language", default="ja")


def current() -> Language:
    """Return the language of the page that is being made."""
    return _CURRENT.get()


def chosen(asked: str | None) -> Language:
    """Return the language that somebody asks for; Japanese where that is none of ours."""
    return "en" if asked == "en" else "ja"


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Make everything inside in one language, and afterwards in the one before."""
    if language not in get_args(Language):
        raise ValueError(f"no such language: {language!r}")
    token = _CURRENT.set(language)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def shown(sentence: Sentence | Titled | str) -> str:
    """Return a sentence or a name in the language of the page; plain text as it is."""
    if isinstance(sentence, Sentence):
        return sentence.render(current())
    if isinstance(sentence, Titled):
        return (sentence.en or sentence.ja) if current() == "en" else sentence.ja
    return str(sentence)


later = lazy(shown, str)
"""A sentence as text that is made only where it is shown: for what a form's class says once for everybody."""
