"""The report as one JSON object, as the bundle's contract has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sekisho.words import Sentence

if TYPE_CHECKING:
    from sekisho.inspection.model import FileResult, Finding, Place, Report

SEVERITIES = ("stop", "ask", "note")


def render(report: Report, *, lang: str = "ja", mask: bool = False) -> str:
    """Return the report as JSON: keys in the contract's order, sentences in ``lang``, names hidden where ``mask``.

    Of loose files with a register and no recipient, a last key ``people`` names everyone in them; ``subject_id`` is null
    where it cannot be told which of several registered people it is.
    """

    def words(sentence: Sentence | None) -> str | None:
        return None if sentence is None else sentence.render(lang, mask=mask)

    told: dict[str, object] = {
        "verdict": report.verdict,
        "bundle": {
            "title": report.title,
            "channel": report.channel,
            "files": [{"path": file.path, "sha256": file.sha256, "records": file.records} for file in report.files],
        },
        "findings": [{**_finding(finding), "message": words(finding.message)} for finding in report.findings],
        "counts": {name: sum(finding.severity == name for finding in report.findings) for name in SEVERITIES},
        "checks": [{"check": run.check, "ran": run.ran, "why_not": words(run.why_not)} for run in report.checks],
        "coverage": [
            {**_coverage(file), "not_read": [{"part": u.part, "why": words(u.why)} for u in file.coverage.not_read]}
            for file in (*report.files, *report.nested)
        ],
        "seconds": round(report.seconds, 3),
    }
    if report.people is not None:
        told["people"] = [
            {"file": one.file, "where": _where(one.place), "subject_id": one.subject_id} for one in report.people
        ]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def render_error(sentence: Sentence, *, lang: str = "ja", mask: bool = False) -> str:
    """Return the reason why there is no report."""
    return json.dumps({"error": sentence.render(lang, mask=mask)}, ensure_ascii=False) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "check": finding.check,
        "severity": finding.severity,
        "parcel": finding.parcel,
        "file": finding.file,
        "where": _where(finding.place),
        "subject_id": finding.subject_id,
        "other_subject_id": finding.other_subject_id,
        "escalates": finding.escalates,
    }


def _where(place: Place) -> dict[str, object]:
    return {
        "part": place.part.value,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "page": place.page,
    }


def _coverage(file: FileResult) -> dict[str, object]:
    return {"file": file.path, "parts": file.coverage.parts, "read": file.coverage.read}
