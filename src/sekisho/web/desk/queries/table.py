"""Parcels × steps: one row for each parcel, one mark for each step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sekisho.gate.model import Unit
from sekisho.gate.naming import ROLES, kind_of
from sekisho.gate.procedure import Step
from sekisho.web.clock import JAPAN
from sekisho.web.desk.queries.acts import open_offers
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.ui.path import Words
from sekisho.words import Sentence, say

PAGE = 100


@dataclass(frozen=True, slots=True)
class CellView:
    """How one step stands on one parcel."""

    mark: Literal["done", "stop", "ask", "now", "shut"]
    words: Words
    url: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One parcel."""

    key: str
    number: int
    name: str
    where: str
    pieces: int
    withdrawn: bool
    stopped: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """The parcels of one page of the table."""

    columns: tuple[tuple[Sentence, Words], ...]
    rows: tuple[RowView, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit of a step, in the list of its units."""

    unit: Unit
    name: str
    done: bool
    open: bool
    url: str


def table(seen: Seen, page: int) -> TableView:
    """Return one page of the parcels."""
    state = seen.state
    keys = list(state.contents)
    pages = max(1, -(-len(keys) // PAGE))
    page = min(max(page, 1), pages)
    steps = [step for step in state.procedure.steps if step.kind != "brief"]
    columns = tuple(
        (kind_of(step, state.procedure), ROLES[step.by[0]] if step.kind == "confirm" else "") for step in steps
    )
    rows = [_row(seen, steps, key, number) for number, key in list(enumerate(keys, 1))[(page - 1) * PAGE : page * PAGE]]
    return TableView(columns, tuple(rows), len(keys), page, pages)


def _row(seen: Seen, steps: list[Step], key: str, number: int) -> RowView:
    content, told = seen.state.contents[key], seen.addressees[key]
    cells = tuple(_cell(seen, step, key) for step in steps) if not content.withdrawn else ()
    stopped = any(one.mark == "stop" for one in cells)
    return RowView(key, number, told.name, told.where, told.pieces, content.withdrawn, stopped, cells)


def _cell(seen: Seen, step: Step, key: str) -> CellView:
    state, unit = seen.state, seen.state.unit_of(step, key)
    if (step.id, unit) in state.halted:
        return CellView("stop", say("合わない"))
    if state.done(step, unit):
        made = state.stamps.get((step.id, unit), ())
        at = state.inspections[key].at if step.kind == "inspect" else made[-1].at if made else None
        who = seen.name(made[-1].person).family if made and step.kind != "inspect" else ""
        clock = f"{at.astimezone(JAPAN).hour}:{at.astimezone(JAPAN).minute:02}" if at else ""
        return CellView("done", f"{who} {clock}".strip())
    if step.kind == "inspect":
        return _inspected(seen, key)
    if state.undone_before(step, unit) is None and not state.abandoned:
        return CellView("now", say("いま"))
    return CellView("shut", "")


def _inspected(seen: Seen, key: str) -> CellView:
    state = seen.state
    still = set(state.open_findings(key))
    if still == {""}:
        return CellView(
            "now" if state.contents[key].items else "shut", say("検査待ち") if state.contents[key].items else ""
        )
    findings = [one for one in state.inspections[key].findings if one.id in still]
    stops = sum(one.severity == "stop" for one in findings)
    if stops:
        return CellView("stop", say("停止 {count}件", count=stops))
    return CellView("ask", say("要回答 {count}件", count=len(findings)))


def units(seen: Seen, step: Step) -> list[UnitView]:
    """Return the units of a step, those first that this person may do now."""
    now = {one.unit for one in open_offers(seen) if one.step.id == step.id}
    found = [
        UnitView(
            unit,
            seen.addressees[unit.id].name if unit.per == "parcel" else unit.id,
            seen.state.done(step, unit),
            unit in now,
            f"/d/{seen.number}/step/{step.id}/{unit.per}/{unit.id or 'all'}/",
        )
        for unit in seen.state.units(step)
    ]
    return sorted(found, key=lambda one: (not one.open, one.done))
