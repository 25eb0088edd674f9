"""The yearly report (年度報告) as it would be published now, and the editions that are frozen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sekisho.documents.yearly.digest import content_digest
from sekisho.documents.yearly.json import read_json
from sekisho.documents.yearly.model import Block, Edition, Measure, Report, Row
from sekisho.documents.yearly.plain import UnknownShapeError
from sekisho.ledger.canonical import AmbiguousError
from sekisho.register.model import Days
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused
from sekisho.web.register import rules
from sekisho.web.register.models import EditionRow, Incident
from sekisho.web.register.queries import incidents
from sekisho.web.register.queries.incidents import Entry, IncidentView
from sekisho.web.register.queries.measured import measured
from sekisho.web.store.cipher import ForgedError
from sekisho.web.store.files import MissingFileError
from sekisho.words import Sentence, say

EVALUATION = "（評価）"
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳～〜、,・－-及び"


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of an edition. ``id``: in the store of files; ``size`` in bytes."""

    form: str
    id: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition as it was published."""

    year: int
    number: int
    published_at: datetime
    digest: str
    files: tuple[FileView, ...]
    report: Report
    is_newest: bool


def report_of(year: int, today: date, *, internal: bool = False, edition: Edition | None = None) -> Report:
    """Return the report of a fiscal year as it stands; measures are counted from its beginning until today."""
    days = Days(date(year, 4, 1), max(today, date(year, 4, 1)))
    views = incidents.of_year(year, days, None, today)
    every = list(Incident.objects.values_list("failure", "known_on"))
    options = installation().options
    return Report(
        city=options.organisation,
        year=year,
        rows=tuple(_row(view, every, today) for view in views),
        office=options.report_office,
        contact=options.report_contact,
        measured_from=days.first,
        measured_until=days.last,
        policy=options.report_policy,
        edition=edition or Edition(),
        internal=internal,
    )


def published_years() -> tuple[int, ...]:
    """Return the fiscal years of which there is an edition, the last first."""
    return tuple(EditionRow.objects.order_by("-year").values_list("year", flat=True).distinct())


def editions(year: int) -> tuple[EditionView, ...]:
    """Return the editions of a year, the newest first."""
    rows = list(EditionRow.objects.filter(year=year).order_by("-number"))
    return tuple(_edition(row, is_newest=place == 0) for place, row in enumerate(rows))


def edition(year: int, number: int | None = None) -> EditionView:
    """Return an edition, the newest where no number is given.

    Raises:
        Refused: there is none, or what is kept of it is not what was published.

    """
    rows = EditionRow.objects.filter(year=year).order_by("-number")
    newest = rows.first()
    row = newest if number is None else rows.filter(number=number).first()
    if row is None or newest is None:
        raise Refused(rules.NO_EDITION)
    return _edition(row, is_newest=row.number == newest.number)


def file_of(view: EditionView, form: str) -> bytes:
    """Return a file of an edition, as it was published.

    Raises:
        Refused: there is none of that form, or it is not what was published.

    """
    found = next((one for one in view.files if one.form == form), None)
    if found is None:
        raise Refused(rules.NO_EDITION)
    try:
        data = installation().files.read(found.id)
    except (MissingFileError, ForgedError) as error:
        raise Refused(rules.BROKEN_EDITION) from error
    if sha256(data).hexdigest() != found.sha256:
        raise Refused(rules.BROKEN_EDITION)
    return data


def _similar_since(view: IncidentView, every: Iterable[tuple[str, date | None]]) -> int:
    """Return how many incidents of the same kind became known after one. ``every``: kind and day of each incident there is."""
    row = view.row
    if not row.failure or row.failure == "other" or row.known_on is None:
        return 0
    return sum(failure == row.failure and known is not None and known > row.known_on for failure, known in every)


def _edition(row: EditionRow, *, is_newest: bool) -> EditionView:
    files = tuple(FileView(form, one["id"], one["sha256"], one["size"]) for form, one in row.files.items())
    try:
        report = read_json(bytes(row.content))
    except (AmbiguousError, UnknownShapeError) as error:
        raise Refused(rules.BROKEN_EDITION) from error
    if content_digest(report) != row.digest:
        raise Refused(rules.BROKEN_EDITION)
    return EditionView(row.year, row.number, row.published_at, row.digest, files, report, is_newest)


def _row(view: IncidentView, every: Iterable[tuple[str, date | None]], today: date) -> Row:
    row = view.row
    if row.withheld and (row.withheld_until is None or row.withheld_until >= today):
        return Row(row.number, withheld=_withheld(row))
    # What came from a past report and was tied to nothing stays as that report said it.
    counted = not row.past or any(one.ties for one in view.measures)
    similar = _similar_since(view, every) if counted else 0
    return Row(
        number=row.number,
        department=view.section,
        outline=view.told.outline,
        measures=tuple(
            Measure(one.label, one.text, measured(one, similar) if counted else None) for one in view.measures
        ),
        status=tuple(_blocks(view.entries)),
    )


def _withheld(row: Incident) -> Sentence:
    if row.withheld_until is None:
        return say("本人の安全などのため、まだ公表していません。")
    day = row.withheld_until
    return say(
        "本人の安全などのため、{year}年{month}月{day}日まで公表していません。",
        year=day.year,
        month=day.month,
        day=day.day,
    )


def _blocks(entries: Iterable[Entry]) -> Iterable[Block]:
    """Give the status as a report prints it: first what a past report said, in its order, then the latest of each since."""
    told = list(entries)
    latest = {(one.place, one.evaluation): one for one in told if not one.order}
    past = [one for one in told if one.order and (one.place, one.evaluation) not in latest]
    fresh = [one for one in told if latest.get((one.place, one.evaluation)) is one]
    heading = False
    for one in (*sorted(past, key=lambda each: each.order), *sorted(fresh, key=_where)):
        if one.evaluation and not one.order and not heading:
            heading = True
            yield Block("", EVALUATION, heading=True)
        yield _block(one)


def _where(one: Entry) -> tuple[bool, int]:
    return one.evaluation, one.place or 0


def _block(one: Entry) -> Block:
    if one.told.label:
        return Block(one.told.text, one.told.label)
    mark = one.told.text[: len(one.told.text) - len(one.told.text.lstrip(_MARKS))]
    if mark and "①" <= mark[0] <= "⑳":
        return Block(one.told.text[len(mark) :], mark)
    return Block(one.told.text)
