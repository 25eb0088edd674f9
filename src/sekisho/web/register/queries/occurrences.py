"""What pages ask about occurrences (行事): what is due, what was held, and which measures rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from sekisho.gate.model import Actor
from sekisho.register.model import OCCASIONS, RHYTHMS
from sekisho.register.rhythm import Stage, next_due, stage
from sekisho.web.people import queries as people
from sekisho.web.people.queries import PersonView
from sekisho.web.people.rules import is_security
from sekisho.web.refusals import Refused
from sekisho.web.register import rules
from sekisho.web.register.models import Occurrence, Series, TieRow
from sekisho.web.register.telling import HeldTold, Written, opened, place_of_occurrence, place_of_series
from sekisho.words import Sentence, say

_STAGES: Mapping[Stage, Sentence] = {"soon": say("期限が近い"), "due": say("今日が期限")}


@dataclass(frozen=True, slots=True)
class Served:
    """A measure that rests on a series. ``name``: 2026-3-①; ``url``: its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series as a page shows it.

    ``due``: the last day by which it is to be held next; ``stage``: whether that is near or there; ``late``: it is past. ``times``: how often it
    was held. ``owner``: who has it, nobody where the chief has.
    """

    number: int
    title: str
    kind: str
    rhythm: str
    department: str
    section: str
    contractor: str
    since: date
    ended_on: date | None
    owner: PersonView | None
    last: date | None
    due: date | None
    stage: Stage | None
    late: bool
    times: int
    measures: tuple[Served, ...]

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/register/occurrences/{self.number}/"

    @property
    def kind_words(self) -> Sentence:
        """What its kind is called."""
        return OCCASIONS[self.kind]

    @property
    def rhythm_words(self) -> Sentence:
        """What its rhythm is called."""
        return RHYTHMS[self.rhythm]

    @property
    def due_words(self) -> Sentence:
        """How it stands, in a word or two."""
        if self.ended_on:
            return say("終わりました")
        if self.due is None:
            return say("行いました")
        if self.late:
            return say("期限を過ぎています")
        return _STAGES[self.stage] if self.stage else say("これから")


@dataclass(frozen=True, slots=True)
class HeldView:
    """Something that was held. ``told``: nothing where this person may not read it; ``withdrawn_at``: it does not count."""

    place: int
    on: date
    people: int | None
    told: HeldTold | None
    withdrawn_at: datetime | None


def listed(actor: Actor, today: date) -> tuple[SeriesView, ...]:
    """Return every series: what is overdue first, then by when it is due, what is over last; five questions."""
    found = _views(Series.objects.order_by("since"), actor, today)
    far = date.max
    return tuple(sorted(found, key=lambda one: (one.ended_on is not None, one.due is None, one.due or far, one.number)))


def one(number: int, actor: Actor, today: date) -> SeriesView:
    """Return a series.

    Raises:
        Refused: there is none.

    """
    found = _views(Series.objects.filter(pk=str(number)), actor, today)
    if not found:
        raise Refused(rules.NO_SERIES)
    return found[0]


def held(view: SeriesView, actor: Actor, today: date) -> tuple[HeldView, ...]:
    """Return what was held of a series, the last first. Minutes may say who came: the section reads them, and who cares for them."""
    reads = is_security(actor, today) or not view.department or view.department in rules.own(actor, today)
    rows = Occurrence.objects.filter(series=str(view.number)).order_by("-on", "-place")
    return tuple(
        HeldView(row.place, row.on, row.people, _told(row) if reads else None, row.withdrawn_at) for row in rows
    )


def title_of(row: Series) -> str:
    """Return what a series is called."""
    return opened(row.told, place_of_series(row), Written).title


def days_held(series: Iterable[str] | None = None) -> Mapping[str, list[date]]:
    """Return the days on which each series was held, those left out that were taken back; one question."""
    rows = Occurrence.objects.filter(withdrawn_at=None)
    if series is not None:
        rows = rows.filter(series__in=list(series))
    days: dict[str, list[date]] = {}
    for key, on in rows.order_by("on").values_list("series", "on"):
        days.setdefault(key, []).append(on)
    return days


def _views(rows: Iterable[Series], actor: Actor, today: date) -> list[SeriesView]:
    there = list(rows)
    keys = [row.pk for row in there]
    days, served = days_held(keys), _served(keys, actor, today)
    called = people.departments()
    owners = people.names({row.owner for row in there} - {""})
    return [
        _view(row, days.get(row.pk, []), served.get(row.pk, ()), called.get(row.department, ""), owners, today)
        for row in there
    ]


def _view(
    row: Series,
    days: list[date],
    served: tuple[Served, ...],
    section: str,
    owners: Mapping[str, PersonView],
    today: date,
) -> SeriesView:
    told = opened(row.told, place_of_series(row), Written)
    due = None if row.ended_on else next_due(row.rhythm, row.since, days)
    return SeriesView(
        int(row.pk),
        told.title,
        row.kind,
        row.rhythm,
        row.department,
        section,
        told.text,
        row.since,
        row.ended_on,
        owners.get(row.owner),
        days[-1] if days else None,
        due,
        stage(due, today) if due else None,
        due is not None and due < today,
        len(days),
        served,
    )


def _served(keys: list[str], actor: Actor, today: date) -> Mapping[str, tuple[Served, ...]]:
    """Return the measures that rest on each series, as this person may see them."""
    rows = TieRow.objects.filter(kind="series", name__in=keys, ended_at=None)
    if not is_security(actor, today):
        rows = rows.filter(
            Q(measure__incident__withheld=False) | Q(measure__incident__department__in=rules.own(actor, today))
        )
    found: dict[str, list[Served]] = {}
    for row in rows.select_related("measure__incident").order_by(
        "measure__incident__year", "measure__incident__place", "measure__place"
    ):
        incident = row.measure.incident
        name = f"{incident.year}-{incident.number}-{row.measure.label}"
        found.setdefault(row.name, []).append(
            Served(name, f"/register/{incident.year}/{incident.number}/{row.measure.place}/")
        )
    return {key: tuple(dict.fromkeys(served)) for key, served in found.items()}


def _told(row: Occurrence) -> HeldTold:
    return opened(row.told, place_of_occurrence(row), HeldTold)
