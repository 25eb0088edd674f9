"""What is done with the yearly report: an edition is published, and from then on frozen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sekisho.documents.yearly.changes import changes_between
from sekisho.documents.yearly.csv import write_csv
from sekisho.documents.yearly.digest import content_digest
from sekisho.documents.yearly.json import write_json
from sekisho.documents.yearly.model import Edition, Report
from sekisho.documents.yearly.pdf import pdf
from sekisho.documents.yearly.xlsx import write_xlsx
from sekisho.gate.model import Actor
from sekisho.ledger.canonical import JSON
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused
from sekisho.web.register import rules, sheets
from sekisho.web.register.models import EditionRow
from sekisho.web.register.queries.reports import edition as published
from sekisho.web.register.queries.reports import report_of
from sekisho.web.register.recording import day, hold, record
from sekisho.web.running import checkpoints

STREAM = "register/editions"


def publish(*, year: int, saw: str, note: str, by: Actor, at: datetime) -> int:
    """Publish the report of a year as it stands, as its next edition; return the number of that.

    ``saw``: digest of what was on the screen, which decides. ``note``: what whoever publishes adds about what changed.

    Raises:
        Refused: the person may not, it says something else by now, or the same as the newest edition.

    """
    hold(rules.publishing(by, day(at)))
    added = sheets.optional("note", note)
    point = checkpoints.write(at, compare=False)
    here = installation()
    with here.store.transaction():
        report = report_of(year, day(at))
        digest = content_digest(report)
        if digest != saw:
            raise Refused(rules.OTHER_REPORT)
        before = EditionRow.objects.select_for_update().filter(year=year).order_by("-number").first()
        changes = _changes(report, year) if before else ()
        if before and not changes:
            raise Refused(rules.SAME_EDITION)
        number = before.number + 1 if before else 1
        told = (*((added,) if added else ()), *changes)
        edition = Edition(number, day(at), told, digest, point.to_json(), point.to_line())
        frozen = replace(report, edition=edition)
        files = _kept(frozen)
        EditionRow.objects.create(
            year=year,
            number=number,
            published_at=at,
            by=by.person,
            digest=digest,
            content=write_json(frozen).encode(),
            files=files,
        )
        sums: dict[str, JSON] = {form: one["sha256"] for form, one in files.items()}
        record(
            STREAM, "edition_published", by, at, year=year, number=number, digest=digest, files=sums, size=point.size
        )
    return number


def made(report: Report, form: str) -> bytes:
    """Return a report in one of :data:`FORMS`.

    Raises:
        KeyError: there is no such form.

    """
    return _WRITERS[form](report)


_WRITERS: Mapping[str, Callable[[Report], bytes]] = {
    "pdf": pdf,
    "xlsx": write_xlsx,
    "csv": write_csv,
    "json": lambda report: write_json(report).encode(),
}
FORMS = tuple(_WRITERS)


def _changes(report: Report, year: int) -> tuple[str, ...]:
    return tuple(one.render("ja") for one in changes_between(published(year).report, report))


def _kept(report: Report) -> Mapping[str, dict[str, JSON]]:
    files = installation().files
    found: dict[str, dict[str, JSON]] = {}
    for form in FORMS:
        data = made(report, form)
        kept = files.put([data], most=len(data))
        found[form] = {"id": kept.id, "sha256": sha256(data).hexdigest(), "size": len(data)}
    return found
