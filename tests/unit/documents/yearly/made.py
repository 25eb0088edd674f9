"""Reports that hypothesis makes: any text, any state."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from sekisho.documents.yearly.model import Block, Edition, Measure, Measured, Report, Row, Unanswered
from sekisho.register.counting import Count
from sekisho.words import say

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
SAID = st.one_of(
    TEXTS,
    st.just(say("実施")),
    st.builds(lambda text: say("{count}回", count=text), st.integers(0, 9)),
    st.builds(lambda text: say("{at} 印刷", at=text), TEXTS),
)
DAYS = st.none() | st.dates(date(1990, 1, 1), date(2050, 1, 1))
COUNTS = st.builds(Count, st.integers(0, 99), st.integers(0, 99), st.sampled_from(["dispatch", "person", "time"]))
NUMBERS = st.integers(0, 99)
MEASURED = st.builds(
    Measured,
    st.sampled_from(["words-only", "no-occasion", "done", "exceptions"]),
    st.lists(COUNTS, max_size=2).map(tuple),
    NUMBERS,
    SAID,
    DAYS,
    st.lists(SAID, max_size=2).map(tuple),
    *([NUMBERS] * 5),
    st.lists(SAID, max_size=2).map(tuple),
    DAYS,
    NUMBERS,
)
MEASURES = st.builds(Measure, TEXTS, TEXTS, st.none() | MEASURED)
BLOCKS = st.builds(Block, TEXTS, TEXTS, st.booleans())
ROWS = st.builds(
    Row,
    st.one_of(TEXTS, st.sampled_from(["1", "2", "3-2"])),
    TEXTS,
    TEXTS,
    st.lists(MEASURES, max_size=3).map(tuple),
    st.lists(BLOCKS, max_size=3).map(tuple),
    st.just("") | SAID,
)
EDITIONS = st.builds(
    Edition, st.integers(0, 9), DAYS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS, TEXTS, st.text(max_size=9)
)
UNANSWERED = st.builds(Unanswered, TEXTS, TEXTS, st.lists(TEXTS, max_size=3).map(tuple))
REPORTS = st.builds(
    Report,
    TEXTS,
    st.just(2023),
    st.lists(ROWS, max_size=4).map(tuple),
    TEXTS,
    TEXTS,
    DAYS,
    DAYS,
    TEXTS,
    EDITIONS,
    st.booleans(),
    st.lists(UNANSWERED, max_size=2).map(tuple),
)
