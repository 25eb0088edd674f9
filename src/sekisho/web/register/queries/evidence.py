"""All that measures are counted from: dispatches by their events, training, occurrences, versions of procedures.

What a dispatch says is kept and made anew where it has more events, so that a page does not replay everything; it can be
thrown away at any time and comes out the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from sekisho.register.counting import Evidence, Held, Taught
from sekisho.register.facts import Facts, StepDone, Stop, facts_of
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.models import Dispatch
from sekisho.web.installation import installation
from sekisho.web.people.queries.training import taught
from sekisho.web.register.models import FactsRow, Occurrence, Series
from sekisho.web.register.queries.ties import versions
from sekisho.web.store import reading

VERSION = 2
"""Of the counting in `sekisho.register.facts`: one more where it says something else of the same events."""
_AT_ONCE = 200


def evidence(until: date, courses: Iterable[tuple[str, str]] = ()) -> Evidence:
    """Return all the evidence that there is; of ``courses`` by section as they stand at the end of a day."""
    told = {key: Taught(one.done, one.of, one.on) for key, one in taught(courses, until).items()}
    return Evidence(tuple(facts()), told, _held(), versions())


def facts() -> Iterable[Facts]:
    """Return what every dispatch says, in the order of their numbers."""
    told = dict(Dispatch.objects.values_list("number", "n"))
    kept = {one.dispatch: one for one in FactsRow.objects.all()}
    stale = [
        number
        for number, n in told.items()
        if number not in kept or kept[number].n != n or kept[number].version != VERSION
    ]
    fresh: dict[str, Facts] = {}
    for first in range(0, len(stale), _AT_ONCE):
        fresh |= _counted(stale[first : first + _AT_ONCE])
    _keep(fresh, told)
    for number in sorted(told):
        yield fresh[number] if number in fresh else _read(kept[number].facts)


def _counted(numbers: list[str]) -> dict[str, Facts]:
    records = reading.streams_of(installation().store.connection, [standing.stream(one) for one in numbers])
    procedures = shelf.shelf()
    return {
        number: facts_of(number, procedures, standing.events(records[standing.stream(number)])) for number in numbers
    }


def _keep(fresh: Mapping[str, Facts], told: Mapping[str, int]) -> None:
    if not fresh:
        return
    rows = [
        FactsRow(dispatch=number, n=told[number], version=VERSION, facts=_written(one)) for number, one in fresh.items()
    ]
    FactsRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["dispatch"], update_fields=["n", "version", "facts"]
    )


def _written(facts: Facts) -> dict[str, Any]:
    return {key: one.isoformat() if isinstance(one, date) else one for key, one in _flat(asdict(facts)).items()}


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"stops": [one | {"on": one["on"].isoformat()} for one in told["stops"]]}


def _read(told: Mapping[str, Any]) -> Facts:
    released = told["released_on"]
    return Facts(
        **{
            **told,
            "opened_on": date.fromisoformat(told["opened_on"]),
            "released_on": date.fromisoformat(released) if released else None,
            "steps": tuple(
                StepDone(one["step"], one["kind"], tuple(one["evidence"]), tuple(one["people"]), one["differences"])
                for one in told["steps"]
            ),
            "undone": tuple(told["undone"]),
            "stops": tuple(Stop(**{**one, "on": date.fromisoformat(one["on"])}) for one in told["stops"]),
            "waivers": tuple(told["waivers"]),
        }
    )


def _held() -> Mapping[str, Held]:
    days: dict[str, list[date]] = {}
    stands = Occurrence.objects.filter(withdrawn_at=None)
    for series, on in stands.order_by("on").values_list("series", "on"):
        days.setdefault(series, []).append(on)
    return {
        one.pk: Held(one.rhythm, one.since, tuple(days.get(one.pk, ())), one.ended_on) for one in Series.objects.all()
    }
