"""The report as one JSON object, and back: what it says, and beside it the edition that says so."""

from __future__ import annotations

import json

from sekisho.documents.yearly.digest import as_told, content, content_digest
from sekisho.documents.yearly.model import Edition, Report
from sekisho.documents.yearly.plain import UnknownShapeError, from_plain, to_plain
from sekisho.ledger.canonical import parsed

FORMAT = "sekisho-yearly-report/1"


def write_json(report: Report) -> str:
    """Return the report as JSON, of what its readers are told.

    ``format``; ``report``: what it says; ``sha256``: of the canonical form (RFC 8785) of ``report``; ``edition``. One for the
    inside has ``internal`` besides: the same rows again, with the evidence.

    Raises:
        AmbiguousError: a text has half a character, which no JSON can hold.
        UnknownShapeError: a sentence has a value that JSON cannot hold.

    """
    told: dict[str, object] = {
        "format": FORMAT,
        "sha256": content_digest(report),
        "edition": to_plain(report.edition),
        "report": content(report),
    }
    if report.internal:
        told["internal"] = to_plain(as_told(report))["rows"]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def read_json(data: bytes | str) -> Report:
    """Return the report of a JSON text, the same as was written, as its readers were told it (``digest.as_told``).

    Raises:
        AmbiguousError: it is no JSON object, or one that two programs may understand differently.
        UnknownShapeError: it is no report, one of a later format, or its digest is not that of what it says.

    """
    told = parsed(data.encode() if isinstance(data, str) else data)
    if told.get("format") != FORMAT:
        raise UnknownShapeError("format: another one")
    if unknown := told.keys() - {"format", "sha256", "edition", "report", "internal"}:
        raise UnknownShapeError(f".{min(unknown)}: unknown")
    what = told.get("report")
    if not isinstance(what, dict):
        raise UnknownShapeError(".report: no object")
    report: Report = from_plain(Report, what, ".report")
    if content(report) != what or content_digest(report) != told.get("sha256"):
        raise UnknownShapeError(".sha256: not that of the report")
    edition: Edition = from_plain(Edition, told.get("edition"), ".edition")
    if "internal" not in told:
        return _whole(what, edition)
    inside = _whole({**what, "rows": told["internal"], "internal": True}, edition)
    if content(inside) != what:
        raise UnknownShapeError(".internal: says otherwise than the report")
    return inside


def _whole(what: dict[str, object], edition: Edition) -> Report:
    report: Report = from_plain(Report, {**what, "edition": to_plain(edition)}, ".report")
    return report
