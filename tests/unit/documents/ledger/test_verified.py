"""What people are told about a log: every state has its sentence in both languages, and nothing in it commands a terminal."""

from dataclasses import replace
from typing import get_args

import pytest
from tests.unit.ledger.logs import AT, KEY, ORIGIN, OTHER, checkpoint

from sekisho.documents.ledger.verified import FAULTS, MOST_LINES, STATES, render, render_json
from sekisho.ledger.checkpoint import rotate
from sekisho.ledger.memory import MemoryStore
from sekisho.ledger.restore import Gap, Mark
from sekisho.ledger.trust import Refusal
from sekisho.ledger.verdict import Anchor, Compared, Fault, FaultKind, Report, Restored

MARK = checkpoint(MemoryStore(ORIGIN), 0)
GOOD = Report(ORIGIN, 5, bytes(32), (), 0, (), 5, (), ())


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_of_a_good_log_nothing_wrong_is_told(lang: str) -> None:
    told = render(GOOD, lang=lang, own_keys=True)
    assert len(told.splitlines()) == 1
    assert "5" in told
    assert "・" not in told


def test_every_state_and_every_fault_has_its_sentence() -> None:
    assert set(STATES) == {*get_args(Compared), *get_args(Refusal)}
    assert {*FAULTS, "changed"} == set(get_args(FaultKind))


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "fault",
    [
        *(Fault(kind, 3, "dispatch/1", 2) for kind in get_args(FaultKind)),
        Fault("changed", None),
        Fault("changed", 3, column=None),
        Fault("changed", 3, column="v"),
        Fault("changed", 3, column="hash", proved="hash", span=(10, 20)),
        Fault("changed", 3, column="hash", proved="columns"),
        Fault("missing", 3, count=4),
        Fault("changed", 3, "\x1b[31m", 2, column="hash"),
        Fault("changed", 3, "dispatch/2026-000001", 2, column="peak"),
    ],
)
def test_a_fault_is_one_line_that_names_its_place(fault: Fault, lang: str) -> None:
    told = render(replace(GOOD, faults=(fault,), fault_count=1), lang=lang, own_keys=False).splitlines()
    assert len(told) == 2
    assert "3" in told[1] or fault.seq is None
    assert "\x1b" not in told[1]
    if fault.span:
        assert "11" in told[1]
        assert "20" in told[1]


def test_what_does_not_fit_the_tree_is_not_called_an_impossible_value() -> None:
    fault = Fault("changed", 3, "dispatch/2026-000001", 2, column="peak")
    told = render(replace(GOOD, faults=(fault,), fault_count=1), lang="en", own_keys=False)
    assert "the tree of hashes" in told
    assert "no event can have" not in told


def test_what_is_too_much_is_counted() -> None:
    faults = tuple(Fault("missing", seq) for seq in range(MOST_LINES + 5))
    told = render(replace(GOOD, faults=faults, fault_count=9_999), lang="en", own_keys=False)
    assert len(told.splitlines()) == MOST_LINES + 2
    assert f"{9_999 - MOST_LINES} more" in told


def test_what_a_checkpoint_and_a_restoration_say() -> None:
    report = replace(
        GOOD,
        anchors=(Anchor(replace(MARK, size=4), "rewritten", 2), Anchor(replace(MARK, size=9), "cut", 2)),
        anchored=2,
        restorations=(Restored(3, "2026-11-24T01:15:00.000000Z", "p-1", Gap(3, (Mark(9, bytes(32)),))),),
        refused=(rotate(ORIGIN, 2, KEY, OTHER, AT),),
    )
    told = render(report, lang="en", own_keys=True)
    assert "from event 2 to event 3" in told
    assert "there are 5 now" in told
    assert "3 events from event 2 on are not yet anchored" in told
    assert "events 3 to 8, or beyond" in told
    assert "The change of keys" in told
    assert "--key" in told
    assert '"good": false' in render_json(report, lang="ja", own_keys=True)
