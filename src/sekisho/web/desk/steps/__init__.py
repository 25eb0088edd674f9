"""The page of each kind of step: what stands on it, what is typed, and the command that it says.

One module for each kind; a confirmation has one for each method. What every step shares (who, in whose name, on paper,
on which content) is in `sekisho.web.desk.views.step`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.gate.procedure import Step
from sekisho.web.desk.steps import (
    approve,
    brief,
    carry_key,
    count,
    count_sheets,
    match,
    match_return,
    open_files,
    read_against_source,
    recheck,
    report,
    scan,
    seal,
    trace_sample,
    type_identifier,
)
from sekisho.web.desk.steps.page import Page

PAGES: Mapping[str, Page] = {
    "brief": brief.PAGE,
    "report": report.PAGE,
    "approve": approve.PAGE,
    "key": carry_key.PAGE,
    "match": match.PAGE,
    "count": count.PAGE,
    "seal": seal.PAGE,
    "recheck": recheck.PAGE,
    "return": match_return.PAGE,
    "confirm/open_files": open_files.PAGE,
    "confirm/read_against_source": read_against_source.PAGE,
    "confirm/trace_sample": trace_sample.PAGE,
    "confirm/scan": scan.PAGE,
    "confirm/type_identifier": type_identifier.PAGE,
    "confirm/count": count_sheets.PAGE,
}


def page_of(step: Step) -> Page | None:
    """Return the page of a step; none for those that have their own place: files, inspection, release."""
    return PAGES.get(f"confirm/{step.method}" if step.kind == "confirm" else step.kind)
