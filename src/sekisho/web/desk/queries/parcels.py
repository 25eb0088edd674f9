"""The parcels of a dispatch with their files, as the page on which files are brought lists them."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.gate.model import Unit
from sekisho.gate.offers import offers
from sekisho.gate.rules import Refusal
from sekisho.web.desk.actions.files import DRAFTS, attach_step
from sekisho.web.desk.matching import folded
from sekisho.web.desk.parcels import Addressee
from sekisho.web.desk.queries.seeing import FileView, Seen

PAGE = 50


@dataclass(frozen=True, slots=True)
class ParcelFiles:
    """A parcel. ``files``: what is to go in, or what is in it; ``refusal``: why this person may bring nothing now."""

    key: str
    number: int
    told: Addressee
    files: tuple[FileView, ...]
    is_draft: bool
    refusal: Refusal | None
    done: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the parcels. ``without``: how many have no files at all; ``refusal``: of all alike, told once."""

    rows: tuple[ParcelFiles, ...]
    total: int
    without: int
    all: int
    show: str
    find: str
    page: int
    pages: int
    refusal: Refusal | None


def listed(seen: Seen, *, show: str, find: str, page: int, always: str = "") -> Listed:
    """Return one page of the parcels. ``show``: ``without`` those that have no files; ``always``: the page of this one."""
    state, step = seen.state, attach_step(seen.state)
    refusals = {one.unit.id: one.refusal for one in offers(state, seen.actor, seen.now) if one.step.id == step.id}
    every = [(number, key) for number, (key, one) in enumerate(state.contents.items(), 1) if not one.withdrawn]
    without = {key for _, key in every if not seen.files.get(key)}
    wanted = [folded(one) for one in find[:200].split()]
    chosen = [
        (number, key)
        for number, key in every
        if key == always or ((show != "without" or key in without) and _has(seen.addressees[key], wanted))
    ]
    pages = max(1, -(-len(chosen) // PAGE))
    at = min(max(page, 1), pages)
    place = next((place for place, (_, key) in enumerate(chosen) if key == always), None)
    if place is not None:
        at = place // PAGE + 1
    rows = tuple(_row(seen, number, key, refusals.get(key)) for number, key in chosen[(at - 1) * PAGE : at * PAGE])
    return Listed(rows, len(chosen), len(without), len(every), show, find, at, pages, _alike(rows))


def _alike(rows: tuple[ParcelFiles, ...]) -> Refusal | None:
    """Return the refusal that all rows share; compared, since the words of one may hold lists, which have no hash."""
    first = rows[0].refusal if rows else None
    if first is None:
        return None
    told = [(one.refusal.rule, one.refusal.why) for one in rows if one.refusal]
    return first if told == [(first.rule, first.why)] * len(rows) else None


def _row(seen: Seen, number: int, key: str, refusal: Refusal | None) -> ParcelFiles:
    views = seen.files.get(key, ())
    drafts = tuple(one for one in views if one.state in DRAFTS)
    done = seen.state.done(attach_step(seen.state), Unit("parcel", key))
    return ParcelFiles(key, number, seen.addressees[key], drafts or views, bool(drafts), refusal, done)


def _has(told: Addressee, words: list[str]) -> bool:
    hay = "\n".join(folded(one) for one in (told.id, told.name, told.code, told.lot, told.where, *told.to))
    return all(word in hay for word in words)
