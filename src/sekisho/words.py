"""Every sentence a person reads: Japanese first, English from the catalogue.

A sentence travels through the engine as its Japanese text with named places
and the values for them, and becomes a string only where it is shown. So one
report can be shown in two languages, and with names hidden, without running
an inspection again.
"""

import gettext
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("ja", "en")
MASK = "＊＊"


class Personal(str):
    """A value that belongs to a person, and is hidden by ``--mask``."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Titled:
    """A name that an organisation gave to something of its own, which no catalogue knows: in both languages."""

    ja: str
    en: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be shown: the Japanese text is its key in the catalogue."""

    text: str
    values: tuple[tuple[str, object], ...] = ()

    def render(self, lang: str = "ja", *, mask: bool = False) -> str:
        """Return the sentence in ``lang`` (``ja`` or ``en``), names hidden where ``mask``."""
        text = catalogue(lang).gettext(self.text) if self.text else ""
        return text.format(**{key: _show(value, lang, mask=mask) for key, value in self.values})


def say(text: str, /, **values: object) -> Sentence:
    """Make a sentence from its Japanese text and the values for its named places."""
    return Sentence(text, tuple(values.items()))


def _show(value: object, lang: str, *, mask: bool) -> object:
    if isinstance(value, Sentence):
        return value.render(lang, mask=mask)
    if isinstance(value, Titled):
        return (value.en or value.ja) if lang == "en" else value.ja
    if isinstance(value, Personal):
        return MASK if mask else str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ("、" if lang == "ja" else ", ").join(str(_show(item, lang, mask=mask)) for item in value)
    return value


@lru_cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """Return the catalogue of ``lang``; Japanese is the source and needs none.

    Raises:
        FileNotFoundError: the catalogue is not installed.

    """
    if lang == "ja":
        return gettext.NullTranslations()
    return gettext.translation("sekisho", Path(__file__).parent / "locale", languages=[lang])
