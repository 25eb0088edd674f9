"""How a template makes a sentence. The catalogue finds its text in the template, so here it is no literal."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.words import Sentence


def in_template(text: str, values: Mapping[str, object]) -> Sentence:
    """Return the sentence of a ``{% say "…" %}``."""
    return Sentence(text, tuple(values.items()))
