"""The changes of procedures that a measure brought, as evidence: which version, since when, what it asks otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sekisho.gate.changes import Change, changes
from sekisho.gate.procedure import Procedure
from sekisho.register.model import Tie
from sekisho.web.desk import shelf
from sekisho.words import Titled


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A version of a procedure that came with a measure. ``number``: the so many-th version, from 2."""

    name: str
    title: Titled
    number: int
    since: datetime
    changes: tuple[Change, ...]


def changes_of(ties: Iterable[Tie], reference: str) -> tuple[ChangeView, ...]:
    """Return the versions that brought or changed what a measure rests on.

    ``reference``: how procedures name the measure, FY2023-1-②.
    """
    tied = list(ties)
    names = {tie.procedure for tie in tied if tie.procedure}
    return tuple(view for name in sorted(names) for view in _of(name, tied, reference))


def _of(name: str, ties: Iterable[Tie], reference: str) -> Iterator[ChangeView]:
    versions = shelf.versions(name)
    steps = {tie.name for tie in ties if tie.kind == "step" and tie.procedure == name}
    digests = {tie.name for tie in ties if tie.kind == "procedure"}
    for before, after in pairwise(versions):
        brought = _named(after.procedure, reference) - _named(before.procedure, reference)
        found = [
            one
            for one in changes(before.procedure, after.procedure)
            if after.digest in digests or one.step in steps | brought
        ]
        if found:
            title = Titled(after.procedure.title, after.procedure.title_en)
            yield ChangeView(name, title, after.number, after.since, tuple(found))


def _named(procedure: Procedure, reference: str) -> set[str]:
    return {step.id for step in procedure.steps if reference in step.because}
