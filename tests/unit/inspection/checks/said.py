"""What a check finds, in few words for tests."""

from collections.abc import Mapping

from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.model import Document, Finding
from sekisho.inspection.worked import Terms, parcel_case

Said = list[tuple[str, str, str, str | None]]
"""(severity, rule, cell or part, subject_id) of each finding."""


def run(
    check: Check, documents: Document | Mapping[str, Document], terms: Terms | None = None, **more: object
) -> list[Finding]:
    case = parcel_case(documents, terms=terms or Terms(), **more)  # type: ignore[arg-type]  # the register
    return list(check.run(case))


def said(
    check: Check, documents: Document | Mapping[str, Document], terms: Terms | None = None, **more: object
) -> Said:
    return [brief(finding) for finding in run(check, documents, terms, **more)]


def said_of(check: Check, case: ParcelCase) -> Said:
    return [brief(finding) for finding in check.run(case)]


def brief(finding: Finding) -> tuple[str, str, str, str | None]:
    place = finding.place
    where = f"{place.column or ''}{place.row or ''}" or place.part.value
    return (finding.severity, finding.rule, where, finding.subject_id)
