"""The way from a bundle's folder to findings as the contract names them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.corpus.judging import Expected, expected_of

from sekisho.bundle.load import load
from sekisho.bundle.model import BundleError
from sekisho.bundle.unpack import unpacked
from sekisho.documents.inspection import json as as_json
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.workbooks import read_workbook
from sekisho.inspection.worker.pool import Pool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one bundle: the exit status, the findings as in JSON, the sentence where it could not be read."""

    status: int
    findings: list[dict[str, Any]]
    error: str = ""


def outcome_of(path: Path, pool: Pool) -> Outcome:
    """Inspect one bundle, a folder or a zip."""
    try:
        with unpacked(path) as folder:
            bundle = load(folder, read_workbook=partial(read_workbook, reader=pool))
            told = json.loads(as_json.render(inspect(bundle, Options(), reader=pool)))
    except BundleError as error:
        return Outcome(2, [], error.sentence.render())
    return Outcome(int(told["verdict"] in {"stop", "ask"}), told["findings"])


def outcomes(corpus: Path) -> Iterator[tuple[Expected, Outcome]]:
    """Inspect every bundle of a corpus."""
    with Pool(jobs=2) as pool:
        for manifest in sorted((corpus / "expected").glob("*.json")):
            expected = expected_of(manifest)
            folder = corpus / "bundles" / expected.name
            yield expected, outcome_of(folder if folder.is_dir() else folder.with_name(f"{expected.name}.zip"), pool)
