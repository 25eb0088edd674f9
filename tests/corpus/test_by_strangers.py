"""The corpora by people who have read only the contract: every bundle judged as its author says."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tests.corpus.judging import brief, faults, surplus
from tests.corpus.running import outcomes

HERE = Path(__file__).parent
BUNDLES = {
    "second": {"honest": 250, "planted": 219, "broken": 18},
    "third": {"honest": 108, "planted": 120, "broken": 13},
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("corpus", BUNDLES)
def test_every_bundle_is_judged_as_its_author_says(corpus: str, tmp_path: Path) -> None:
    make = HERE / corpus / "make.py"
    subprocess.run([sys.executable, str(make), str(tmp_path)], check=True, capture_output=True, env=os.environ)
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for expected, outcome in outcomes(tmp_path):
        seen["broken" if expected.exit == 2 else "honest" if expected.honest else "planted"] += 1
        wrong += [f"{expected.name}: {fault}" for fault in faults(expected, outcome.findings, outcome.status)]
        wrong += [f"{expected.name}: the error lacks {m}" for m in expected.mentions if m not in outcome.error]
        if not expected.honest:
            wrong += [f"{expected.name}: nobody expected {brief(f)}" for f in surplus(expected, outcome.findings)]
    assert not wrong
    assert seen == BUNDLES[corpus]
