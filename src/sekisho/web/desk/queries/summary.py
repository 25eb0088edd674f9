"""What stands on the pages of steps: files with who opened them, and the steps that are done."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.gate.model import Unit
from sekisho.gate.naming import ROLES, kind_of
from sekisho.gate.procedure import Step
from sekisho.web.desk.queries.path import stamp_view
from sekisho.web.desk.queries.seeing import FileView, Seen
from sekisho.web.ui.path import StampView, Words
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class ToOpen:
    """A file of a unit before somebody who is to open it. ``left``: sheets and pages that were not served to them yet."""

    file: FileView
    addressee: str
    left: int
    url: str

    @property
    def opened(self) -> bool:
        """Whether every sheet and page was served to this person."""
        return not self.left


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step before this one, with the stamps at it."""

    title: Sentence
    role: Words
    stamps: tuple[StampView, ...]


def unit_name(seen: Seen, unit: Unit) -> str:
    """Return what a unit is called on a page: the addressee of a parcel, the name of a lot."""
    return seen.addressees[unit.id].name if unit.per == "parcel" else unit.id


def to_open(seen: Seen, unit: Unit) -> list[ToOpen]:
    """Return every file of a unit that can be opened on a screen."""
    missing: dict[tuple[str, str], list[int]] = {}
    for key, item, part in seen.state.not_opened(seen.actor.person, unit):
        missing.setdefault((key, item), []).append(part)
    found = []
    for key in seen.state.parcels(unit):
        for file in seen.files[key]:
            if file.state == "current" and file.origin != "paper":
                left = missing.get((key, file.digest), [])
                url = f"/d/{seen.number}/files/{file.id}/{left[0] if left else 1}/"
                found.append(ToOpen(file, seen.addressees[key].name, len(left), url))
    return found


def done_before(seen: Seen, step: Step) -> list[DoneStep]:
    """Return the steps before a step with who did them; what must not be known yet shows its stamps alone."""
    state = seen.state
    found = []
    for earlier in state.procedure.steps:
        if earlier not in state.procedure.before[step.id]:
            continue
        made = {
            stamp.person: stamp
            for unit in state.units(earlier)
            for stamp in state.stamps.get((earlier.id, unit), ())
            if stamp.person != "engine"
        }
        found.append(
            DoneStep(
                kind_of(earlier, state.procedure),
                ROLES[earlier.by[0]] if earlier.kind == "confirm" else "",
                tuple(stamp_view(seen, stamp) for stamp in made.values()),
            )
        )
    return found
