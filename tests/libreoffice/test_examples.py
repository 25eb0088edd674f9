"""The examples in LibreOffice's other formats, and back: what was planted is still stopped, its twin is not."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.libreoffice.bundles import Files, Originals, at, bundles_of, converted, judged, name_in, text_of
from tests.libreoffice.conversions import ROUTES, UNREADABLE, Route, is_lost
from tests.libreoffice.office import LibreOffice, Step
from tests.unit.examples.demo_files import ASKED, PLANTED

from sekisho.inspection.model import Finding, Report
from sekisho.inspection.worker.pool import Pool

Said = set[tuple[str, str, str | None, str | None, str | None, str | None]]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_the_planted_are_found_and_the_repaired_twin_is_not_stopped(
    route: Route, office: LibreOffice, pool: Pool, originals: Originals, tmp_path: Path
) -> None:
    files = converted(office, route.kind, route.steps, tmp_path)
    reports = {bundle: judged(bundle, files, pool, tmp_path) for bundle in bundles_of(files)}
    assert [one for one in _planted(files) if not _found(one, route, files, reports[one["bundle"]])] == []
    for bundle, report in reports.items():
        assert _said(report) == _expected(bundle, route, originals(bundle)), bundle
        if bundle.endswith("repaired"):
            assert report.verdict != "stop"
            assert {check for _, check, *_ in _said(report)} == {one["check"] for name, one in ASKED if name == bundle}


def _planted(files: Files) -> list[Mapping[str, Any]]:
    """Return the planted places, one by one, that are in any of these files."""
    entries = [one for one in PLANTED if f"{one['bundle']}/{one['file']}" in files]
    assert entries
    return [{**one, "place": place} for one in entries for place in one["place"]]


def _found(planted: Mapping[str, Any], route: Route, files: Files, report: Report) -> bool:
    place, bundle, parcel = planted["place"], planted["bundle"], planted.get("parcel")
    original = f"{bundle}/{planted['file']}"
    if is_lost(route, bundle, planted["check"], parcel, place.get("sheet")):
        return place["text"] not in text_of(files[original]) if route.ending in {"csv", "html", "pdf"} else True
    wanted = ("stop", planted["check"], parcel, name_in(bundle, original, files[original]), place.get("subject_id"))
    return any(_key(one) == wanted and at(place, route, one) for one in report.findings)


def _key(finding: Finding) -> tuple[str, str, str | None, str | None, str | None]:
    return (finding.severity, finding.check, finding.parcel, finding.file, finding.subject_id)


def _said(report: Report) -> Said:
    """Return whatever stops or asks, but for the place and the file's ending."""
    return {
        (one.severity, one.check, one.parcel, Path(one.file or "").stem, one.subject_id, one.other_subject_id)
        for one in report.findings
        if one.severity != "note"
    }


def _expected(bundle: str, route: Route, original: Report) -> Said:
    lost = {
        finding.id
        for finding in original.findings
        if is_lost(route, bundle, finding.check, finding.parcel, finding.place.sheet)
    }
    return _said(replace(original, findings=tuple(one for one in original.findings if one.id not in lost)))


# ---------------------------------------------------------------- formats without a reader


@pytest.mark.parametrize(("kind", "ending"), [(kind, one) for kind in ("xlsx", "docx") for one in UNREADABLE[kind]])
def test_what_has_no_reader_stops_and_is_named(
    kind: str, ending: str, office: LibreOffice, pool: Pool, tmp_path: Path
) -> None:
    files = converted(office, kind, (Step(ending),), tmp_path, ["repaired"])
    for bundle in bundles_of(files):
        report = judged(bundle, files, pool, tmp_path)
        assert report.verdict == "stop"
        names = {name_in(bundle, file, made) for file, made in files.items() if file.startswith(f"{bundle}/")}
        stopped = {one.file for one in report.findings if one.severity == "stop" and one.check == "unreadable"}
        assert stopped == names
        assert {file.path for file in report.files if file.coverage.not_read and not file.coverage.read} == names
        # Nobody is said to be missing, or to have the wrong address, in a file that could not be read.
        assert {one.check for one in report.findings if one.severity == "stop"} == {"unreadable"}
