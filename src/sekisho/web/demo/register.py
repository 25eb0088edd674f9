"""The register of the demo city: a real report comes in, its measures are tied to what runs them, its first edition goes out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sekisho.documents.yearly.digest import content_digest
from sekisho.inspection.worker.pool import Pool
from sekisho.register.past.reading import READER, read_past_report
from sekisho.web import clock
from sekisho.web.demo.running import DemoError
from sekisho.web.people.queries import actor
from sekisho.web.register.actions import editions, incidents, measures
from sekisho.web.register.actions.incidents import Entry
from sekisho.web.register.filing import file_report
from sekisho.web.register.models import Incident
from sekisho.web.register.queries import reports
from sekisho.web.register.queries.ties import from_value
from sekisho.web.register.telling import incident_told

PAST, TIES = "report-fy2023.txt", "register.toml"


def settle(examples: Path, security: str) -> int:
    """Bring the past report into the register, tie its measures, and publish it; return its fiscal year.

    ``security``: alias of the person of the security office who does it.

    Raises:
        DemoError: the report of the project itself could not be read.

    """
    with Pool(reader=READER) as pool:
        report = read_past_report(PAST, (examples / PAST).read_bytes(), pool)
    year, faults = file_report(PAST, report)
    if faults:
        raise DemoError
    told = tomllib.loads((examples / TIES).read_text(encoding="utf-8"))["incident"]
    for row in Incident.objects.filter(year=year).order_by("place"):
        _tied(row, told[row.number], security)
    by, at = actor(security), clock.now()
    digest = content_digest(reports.report_of(year, at.date()))
    editions.publish(year=year, saw=digest, note="", by=by, at=at)
    return year


def newest(year: int) -> bytes:
    """Return the newest edition as a PDF."""
    return reports.file_of(reports.edition(year), "pdf")


def _tied(row: Incident, told: dict[str, Any], security: str) -> None:
    by, year, number = actor(security), row.year, row.number
    kinds = {key: told[key] for key in ("failure", "channel", "procedure", "department")}
    entry = Entry(incident_told(row), contractor=row.contractor, **kinds)
    incidents.rewrite(year=year, number=number, saw=row.n, entry=entry, by=by, at=clock.now())
    for measure in row.measures.order_by("place"):
        for value in told["ties"][measure.label]:
            to = from_value(value)
            if to is None:
                raise DemoError
            measures.tie(year=year, number=number, place=measure.place, to=to, by=by, at=clock.now())
