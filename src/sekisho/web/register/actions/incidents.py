"""What is done with an incident itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from sekisho.gate.model import Actor
from sekisho.japan.dates import fiscal_year
from sekisho.ledger.canonical import JSON
from sekisho.register.closing import CLOCK, DECIDED
from sekisho.web.installation import installation
from sekisho.web.people.typed import TypedError
from sekisho.web.refusals import Refused
from sekisho.web.register import rules, sheets
from sekisho.web.register.models import Decision, Incident
from sekisho.web.register.queries.incidents import missing
from sekisho.web.register.recording import changed, day, held, hold
from sekisho.web.register.telling import IncidentTold, Written, place_of, seal
from sekisho.words import say


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody says of an incident. ``people``: how many are concerned, nothing where nobody knows yet."""

    told: IncidentTold
    department: str
    failure: str
    channel: str = ""
    procedure: str = ""
    dispatch: str = ""
    happened_on: date | None = None
    found_on: date | None = None
    known_on: date | None = None
    people: int | None = None
    unread: bool | None = None
    contractor: bool = False
    withheld: bool = False
    withheld_until: date | None = None


_PLAIN = (
    *("department", "failure", "channel", "procedure", "dispatch", "happened_on", "found_on", "known_on"),
    *("people", "unread", "contractor", "withheld", "withheld_until"),
)


def enter(*, entry: Entry, by: Actor, at: datetime) -> Incident:
    """Enter an incident in the fiscal year in which it became known, with the next number of that year.

    Raises:
        Refused: the person may not.
        TypedError: a day cannot be.

    """
    today = day(at)
    hold(rules.entering(by, entry.department, today))
    known = _checked(entry, today)
    year = fiscal_year(known)
    with installation().store.transaction():
        place = (Incident.objects.filter(year=year).aggregate(last=Max("place"))["last"] or 0) + 1
        row = Incident(year=year, number=_free(year, place), place=place, entered_by=by.person, entered_at=at)
        digest = _fill(row, entry)
        changed(row, "incident_entered", by, at, told=digest, **_plain(row))
    return row


def rewrite(*, year: int, number: str, saw: int, entry: Entry, by: Actor, at: datetime) -> None:
    """Write down more of an incident, or otherwise.

    Raises:
        Refused: the person may not, it is closed, or somebody wrote it meanwhile.
        TypedError: a day cannot be.

    """
    today = day(at)
    with installation().store.transaction():
        row = held(year, number, by, at, saw=saw)
        if not row.past:
            _checked(entry, today)
        hold(rules.keeping(by, entry.department, today))
        before = _plain(row)
        digest = _fill(row, entry)
        after = _plain(row)
        fields: list[JSON] = [key for key in sorted(after) if after[key] != before[key]]
        changed(row, "incident_rewritten", by, at, told=digest, fields=fields, **after)


def look_at_similar(
    *, year: int, number: str, similar: Iterable[int], before: int | None, by: Actor, at: datetime
) -> None:
    """Write down that somebody held an incident against those like it, and of which it is a recurrence (再発), or of none.

    Raises:
        Refused: the person may not, or ``before`` is none of those.

    """
    looked = set(similar)
    if before is not None and before not in looked:
        raise Refused(rules.NOTHING)
    with installation().store.transaction():
        row = held(year, number, by, at)
        row.seen = sorted({*row.seen, *looked})
        row.before_id = before
        changed(row, "similar_seen", by, at, seen=[*row.seen], before=before)


def decide(*, year: int, number: str, duty: str, decided: str, on: date, reason: str, by: Actor, at: datetime) -> None:
    """Write down what was decided about a duty of the law: that it was done on a day, or that it is not needed, and why.

    Raises:
        Refused: the person may not.
        TypedError: no such duty or decision, no reason, or a day to come.

    """
    if duty not in CLOCK or decided not in DECIDED:
        raise TypedError("decided", say("一覧から選んでください。"))
    if on > day(at):
        raise TypedError("on", say("これからの日付です。行った日を書いてください。"))
    text = sheets.text("reason", reason)
    with installation().store.transaction():
        row = held(year, number, by, at)
        made = Decision(incident=row, duty=duty, decided=decided, on=on, by=by.person, at=at)
        place = row.decisions.count() + 1
        made.told, digest = seal(Written(text), place_of(row, decision=place))
        made.save()
        changed(row, "duty_decided", by, at, duty=duty, decided=decided, on=on.isoformat(), told=digest)


def close(*, year: int, number: str, saw: int, by: Actor, at: datetime) -> None:
    """Close an incident.

    Raises:
        Refused: the person may not, somebody wrote it meanwhile, or something is still missing.

    """
    with installation().store.transaction():
        row = held(year, number, by, at, saw=saw)
        if missing(row):
            raise Refused(rules.OPEN_POINTS)
        row.closed_on = day(at)
        changed(row, "incident_closed", by, at)


def reopen(*, year: int, number: str, saw: int, by: Actor, at: datetime) -> None:
    """Open an incident again that was closed."""
    with installation().store.transaction():
        row = held(year, number, by, at, saw=saw, closed=True)
        if row.closed_on is None:
            raise Refused(rules.CHANGED)
        row.closed_on = None
        changed(row, "incident_reopened", by, at)


def _fill(row: Incident, entry: Entry) -> JSON:
    for field in _PLAIN:
        setattr(row, field, getattr(entry, field))
    row.told, digest = seal(entry.told, place_of(row))
    return digest


def _plain(row: Incident) -> dict[str, JSON]:
    """Return what an event may say of an incident: numbers, days and kinds."""
    found = {field: getattr(row, field) for field in _PLAIN}
    return {key: one.isoformat() if isinstance(one, date) else one for key, one in found.items()}


def _checked(entry: Entry, today: date) -> date:
    """Return the day on which it became known, where the days can follow each other."""
    sheets.text("outline", entry.told.outline)
    if entry.known_on is None:
        raise TypedError(
            "known_on", say("職員の誰かが知った日を書いてください。速報と確報の期限は、この日から数えます。")
        )
    if entry.known_on > today:
        raise TypedError("known_on", say("これからの日付です。職員の誰かが知った日を書いてください。"))
    if entry.happened_on and entry.happened_on > entry.known_on:
        raise TypedError("happened_on", say("起きた日が、知った日より後になっています。"))
    if entry.found_on and entry.found_on > entry.known_on and entry.happened_on and entry.found_on < entry.happened_on:
        raise TypedError("found_on", say("見つけた日が、起きた日より前になっています。"))
    return entry.known_on


def _free(year: int, place: int) -> str:
    """Return the number of a new incident: its place, or the next that no past report has taken."""
    taken = set(Incident.objects.filter(year=year).values_list("number", flat=True))
    while str(place) in taken:
        place += 1
    return str(place)
