"""Which of very many texts hold a pattern: a long list has half a million, and hardly one of them does."""

from __future__ import annotations

import re
from collections.abc import Sequence

MANY = 20_000
"""Texts from which they are searched as a column; below, loading what it takes would cost more."""


def holding(texts: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    """Return the positions of the texts in which ``pattern`` is found. It must mean the same to Python and to Rust."""
    if len(texts) < MANY:
        return [at for at, text in enumerate(texts) if pattern.search(text)]
    import polars as pl

    return pl.Series(texts, dtype=pl.String).str.contains(pattern.pattern).arg_true().to_list()
