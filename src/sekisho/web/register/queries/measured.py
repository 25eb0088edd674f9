"""How a measure stands, as the yearly report and the pages say it."""

from __future__ import annotations

from sekisho.documents.yearly.model import Measured
from sekisho.documents.yearly.naming import said_of
from sekisho.register.counting import Standing
from sekisho.web.register.queries.incidents import MeasureView
from sekisho.words import Sentence


def said(standing: Standing) -> Sentence:
    """Return how a measure stands in words that a citizen understands."""
    return said_of(_measured(standing))


def measured(view: MeasureView, similar: int = 0) -> Measured:
    """Return how a measure stands, as the yearly report holds it. ``similar``: incidents of the same kind since."""
    one, counted = view.standing, _measured(view.standing)
    return Measured(
        counted.state,
        counted.counts,
        counted.exceptions,
        said_of(counted),
        view.row.start,
        tuple(shown.words for _, shown in view.ties),
        one.stops,
        one.waived,
        one.enforced,
        one.claimed,
        one.people,
        tuple(miss.why for miss in one.misses),
        None,
        similar,
    )


def _measured(one: Standing) -> Measured:
    return Measured(one.state, one.counts, one.excused)
