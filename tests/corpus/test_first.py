"""The first corpus: lists in every format and layout, and every check in several ways; half of it honest."""

from collections import Counter
from pathlib import Path

import pytest
from tests.corpus.first import checks, lists
from tests.corpus.judging import brief, faults, surplus
from tests.corpus.running import outcomes

LEAST = 120


@pytest.mark.timeout(600)
def test_every_bundle_is_judged_right(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for case in (*lists.cases(), *checks.cases()):
        case.write(tmp_path)
        seen["honest" if case.honest else "planted"] += 1
    wrong: list[str] = []
    for expected, outcome in outcomes(tmp_path):
        assert not outcome.error, f"{expected.name}: {outcome.error}"
        wrong += [f"{expected.name}: {fault}" for fault in faults(expected, outcome.findings, outcome.status)]
        if not expected.honest:
            wrong += [f"{expected.name}: nobody expected {brief(f)}" for f in surplus(expected, outcome.findings)]
    assert not wrong
    assert seen.total() >= LEAST
    assert seen["honest"] >= LEAST // 2
