"""Drawing rows at random for whoever is to trace them, kept sealed beside the event that says which they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sekisho.gate.commands import Draw
from sekisho.gate.model import Actor, Unit
from sekisho.gate.state import State
from sekisho.web.desk.actions.releasing import unit_text
from sekisho.web.desk.actions.telling import Pen, tell
from sekisho.web.desk.models import FileRow, ParcelRow, SampleRow
from sekisho.web.desk.parcels import addressee
from sekisho.web.desk.sampling import Candidate, Place, candidates, draw, folded
from sekisho.web.desk.showing import shown
from sekisho.web.installation import installation
from sekisho.web.refusals import refuse
from sekisho.words import say

WHOLE = "subject_id"


def draw_rows(number: str, base: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Draw the rows of a unit, as many as its step asks for.

    Raises:
        Refused: they have been drawn already, this person may not, or there is nothing in the files that could be traced.

    """
    here = installation()
    with here.store.transaction():
        kept: list[Candidate] = []

        def drawing(state: State, pen: Pen) -> Draw:
            unit, step = base["unit"], state.procedure.by_id[base["step"]]
            there = _all(number, state.parcels(unit))
            if not there:
                raise refuse(
                    "sample",
                    say("この資料には、ほかの台帳でたどれる番号や生年月日の列がありません。"),
                    say("列の見出しを確かめて資料を入れ直すか、別の確認方法の手順を使ってください。"),
                )
            kept.extend(draw(there, max(step.sample, 1)))
            return Draw(**base, rows=tuple(marks(pen, kept)), of=len(there))

        tell(number, drawing, by=by, at=at)
        told = json.dumps([_kept(one) for one in kept], ensure_ascii=False)
        unit = unit_text(base["unit"])
        sealed = here.cipher.seal_text(told, _context(number, base["step"], unit))
        SampleRow.objects.update_or_create(dispatch_id=number, step=base["step"], unit=unit, defaults={"told": sealed})


def marks(pen: Pen, rows: Sequence[Candidate]) -> list[str]:
    """Return what is to be typed for each row as an event may hold it, each bound to its place."""
    return [mark(pen, one.place, one.column, one.value) for one in rows]


def mark(pen: Pen, place: Place, column: str, value: str) -> str:
    """Return the salted digest of what is typed for a place: the right number in the wrong row is a wrong one."""
    return pen.mark(f"trace {place.file}/{place.part}/{place.row}/{column} {value}")


def drawn(number: str, step: str, unit: Unit) -> tuple[Candidate, ...]:
    """Return the rows that were drawn, without what is to be typed for them; none where none were."""
    row = SampleRow.objects.filter(dispatch=number, step=step, unit=unit_text(unit)).first()
    if row is None:
        return ()
    told = json.loads(installation().cipher.open_text(bytes(row.told), _context(number, step, row.unit)))
    return tuple(
        Candidate(Place(**one["place"]), one["label"], one["column"], "", tuple(map(tuple, one["beside"])))
        for one in told
    )


def _kept(one: Candidate) -> dict[str, Any]:
    # Not the value: what is not kept cannot come onto a page.
    return {key: value for key, value in asdict(one).items() if key != "value"}


def _context(number: str, step: str, unit: str) -> str:
    return f"desk_sample.told/{number}/{step}/{unit}"


def _all(number: str, keys: Sequence[str]) -> list[Candidate]:
    """Return every row that may be drawn; of a file without rows, the whole of it, where its parcel is about one person."""
    cipher = installation().cipher
    about = {
        one.key: addressee(one.told, cipher, number, one.key).about
        for one in ParcelRow.objects.filter(dispatch=number, key__in=keys)
    }
    found: list[Candidate] = []
    for row in FileRow.objects.filter(dispatch=number, parcel__in=keys, state="current").order_by("parcel", "at", "pk"):
        there = list(candidates(row.pk, shown(row.shown))) if row.shown else []
        found += there or _whole(row, about.get(row.parcel, ()))
    return found


def _whole(row: FileRow, about: Sequence[str]) -> list[Candidate]:
    if row.origin == "paper" or len(about) != 1:
        return []
    return [Candidate(Place(row.pk, 1, "", 0), "", WHOLE, folded(WHOLE, about[0]), ())]
