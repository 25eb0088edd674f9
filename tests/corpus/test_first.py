"""The first corpus: lists in every format and layout, and every check in several ways; half of it honest."""

from collections import Counter
from pathlib import Path

import pytest
from tests.corpus.first import checks, corners, everyday, lists, mixups, odd_packages, papers, registers, sheets
from tests.corpus.judging import brief, faults, surplus
from tests.corpus.running import outcomes

LEAST = 500
MODULES = (checks, corners, everyday, lists, mixups, odd_packages, papers, registers, sheets)
STILL_MISSED: frozenset[str] = frozenset()
"""Planted bundles that the engine does not stop yet. One that it does leaves this list at once."""


@pytest.mark.timeout(600)
def test_every_bundle_is_judged_right(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for module in MODULES:
        for case in module.cases():
            case.write(tmp_path)
            seen["honest" if case.honest else "planted"] += 1
    wrong: dict[str, list[str]] = {}
    for expected, outcome in outcomes(tmp_path):
        found = [f"error: {outcome.error}"] if outcome.error else []
        found += faults(expected, outcome.findings, outcome.status)
        if not expected.honest:
            found += [f"nobody expected {brief(f)}" for f in surplus(expected, outcome.findings)]
        if found:
            wrong[expected.name] = found
    assert {name: found for name, found in wrong.items() if name not in STILL_MISSED} == {}
    assert set(wrong) == STILL_MISSED
    assert seen.total() >= LEAST
    assert seen["honest"] >= seen["planted"]
