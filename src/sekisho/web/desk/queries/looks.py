"""Which checks looked at what is to leave, and which did not: nothing found is another thing than not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sekisho.documents.inspection.view import TITLES
from sekisho.web.desk.queries import inspections
from sekisho.web.desk.queries.seeing import Seen
from sekisho.words import Sentence, Titled

_Told = Sequence[tuple[str, str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class NotLooked:
    """A check that did not look at some parcels, for one reason; ``parcels``: how many of them."""

    title: Sentence | Titled
    why: Titled
    parcels: int


@dataclass(frozen=True, slots=True)
class Looks:
    """Of parcels as they are now. ``of``: how many of them were inspected; ``looked``: checks that looked at any of them.

    ``unable``: something was missing for them. ``unconcerned``: there was nothing for them to look at.
    """

    of: int
    looked: tuple[Sentence | Titled, ...]
    unable: tuple[NotLooked, ...]
    unconcerned: tuple[NotLooked, ...]


def on_parcels(seen: Seen, keys: Sequence[str]) -> Looks:
    """Return how the checks looked at parcels, by the runs that inspected what they are now."""
    told = _told(seen, [key for key in keys if _is_inspected(seen, key)])
    looked = dict.fromkeys(check for runs in told.values() for check, look, _ in runs if look == "looked")
    return Looks(
        len(told),
        tuple(_title(check) for check in looked),
        _not(told.values(), "unable"),
        _not(told.values(), "unconcerned"),
    )


def _is_inspected(seen: Seen, key: str) -> bool:
    inspection = seen.state.inspections.get(key)
    return inspection is not None and inspection.saw == seen.state.basis(key)


def _told(seen: Seen, keys: Sequence[str]) -> dict[str, _Told]:
    found: dict[str, _Told] = {}
    if keys:
        for report in inspections.reports(seen.number):
            found = {key: report["looks"][key] for key in keys if key in report["looks"]} | found
            if len(found) == len(keys):
                break
    return found


def _not(parcels: Iterable[_Told], kind: str) -> tuple[NotLooked, ...]:
    counts: dict[tuple[str, str, str], int] = {}
    for runs in parcels:
        for check, look, why in runs:
            if look == kind:
                place = (check, why["ja"], why["en"])
                counts[place] = counts.get(place, 0) + 1
    return tuple(NotLooked(_title(check), Titled(ja, en), count) for (check, ja, en), count in counts.items())


def _title(check: str) -> Sentence | Titled:
    return TITLES.get(check, Titled(check, check))
