"""An incident is not closed before everything is there that closing asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sekisho.register.closing import CLOCK, MeasureToClose, ToClose, missing

MEASURE = MeasureToClose("①", "staff/1", has_due=True)
WHOLE = ToClose("宛名を見ずに封をした。", (MEASURE,), (3, 5), (3, 5), CLOCK)


def test_nothing_is_missing_of_a_whole_one() -> None:
    assert missing(WHOLE) == ()


@pytest.mark.parametrize(
    "lacking",
    [
        replace(WHOLE, cause="　"),
        replace(WHOLE, measures=()),
        replace(WHOLE, measures=(replace(MEASURE, owner=""),)),
        replace(WHOLE, measures=(replace(MEASURE, has_due=False),)),
        replace(WHOLE, similar_seen=(3,)),
        *(replace(WHOLE, decided=tuple(one for one in CLOCK if one != each)) for each in CLOCK),
    ],
)
def test_each_thing_alone_keeps_it_open(lacking: ToClose) -> None:
    assert len(missing(lacking)) == 1


def test_everything_that_is_missing_is_told_at_once() -> None:
    bare = ToClose("", (replace(MEASURE, owner="", has_due=False),), (1,), (), ())
    assert len(missing(bare)) == 1 + 2 + 1 + len(CLOCK)
