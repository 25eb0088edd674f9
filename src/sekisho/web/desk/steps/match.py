"""番号照合: document, envelope and return envelope bear one number. The scanner is a keyboard: digits, then Enter.

One code comes with each request, and what was scanned before it comes along; nothing is asked of the gate before a piece
is whole, or one code is known to be wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from sekisho.gate.commands import Match
from sekisho.gate.model import Unit
from sekisho.web.clock import JAPAN
from sekisho.web.desk.codes import groups, is_code, scanned
from sekisho.web.desk.parcels import PLACES
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.web.desk.steps.scan import NOT_READ
from sekisho.web.ui.language import shown
from sekisho.words import Sentence, say

NAMES = {"document": say("文書"), "envelope": say("封筒"), "return": say("返信用封筒"), "business": say("業務")}
NEXT = {
    "document": say("次の文書の番号を読み取ってください"),
    "envelope": say("封筒の番号を読み取ってください"),
    "return": say("返信用封筒の番号を読み取ってください"),
    "business": say("封筒の業務番号を読み取ってください"),
}
DONE_BEFORE = say("この番号は、もう照合が済んでいます。同じものを二度読み取ったか、同じ番号の紙が二枚あります。")
_LAST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A code that was read at a place: ``parts`` are its groups of digits, with whether they differ from the first place's."""

    name: Sentence
    code: str
    parts: tuple[tuple[str, bool], ...]


class Scans(StepForm):
    """What was scanned so far, and the next code."""

    stays = True
    code = fields.text(say("番号"), focus=True)
    held = forms.CharField(required=False, max_length=100_000, widget=forms.HiddenInput)
    scans: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where one piece bears a code, in the order in which it is scanned."""
        bear = {place for key in self.at.keys for place in self.at.seen.state.contents[key].parcel.codes}
        return tuple(place for place in PLACES if place in bear) or PLACES[:2]

    @property
    def order(self) -> tuple[str, ...]:
        """The places of everything that is to be scanned: each piece of the unit, and the business at the end."""
        business = ("business",) if self.at.seen.state.procedure.business else ()
        return self.places * len(self.at.keys) + business

    @property
    def asked(self) -> str:
        """The place that is to be scanned next."""
        return self.order[min(len(self.scans), len(self.order) - 1)]

    @property
    def next(self) -> Sentence:
        """What the field asks for."""
        return NEXT[self.asked]

    @property
    def whole(self) -> bool:
        """Whether the gate is to be asked: all was scanned, or one code cannot be right."""
        return len(self.scans) >= len(self.order) or wrong(self.pieces, self.known)

    @property
    def known(self) -> frozenset[str]:
        """The codes of the unit."""
        return frozenset(self.at.seen.addressees[key].code for key in self.at.keys)

    @property
    def pieces(self) -> tuple[tuple[str, ...], ...]:
        """The codes scanned so far, piece by piece; the last may not be whole yet."""
        step, codes = len(self.places), self.scans[: len(self.places) * len(self.at.keys)]
        return tuple(codes[first : first + step] for first in range(0, len(codes), step))

    @property
    def pairs(self) -> list[Pair]:
        """The last piece as the page shows it."""
        last = self.pieces[-1] if self.pieces else ()
        return [
            Pair(NAMES[place], code, grouped(code, last[0])) for place, code in zip(self.places, last, strict=False)
        ]

    def clean(self) -> dict[str, Any]:
        """Take in the next code; what was not read without a mistake is asked for again."""
        self.scans = tuple(str(self.cleaned_data.get("held", "")).split())
        code = scanned(str(self.cleaned_data.get("code", "")))
        if not code:
            return {}
        if self.asked != "business" and not is_code(code):
            self.add_error("code", shown(NOT_READ))
            return {}
        if not self.scans:
            self._take_in_hand(code)
        if not self.errors:
            self.scans = (*self.scans, code)
        return {"pieces": self.pieces, "business": self.scans[-1] if self.asked_all_codes else ""}

    @property
    def asked_all_codes(self) -> bool:
        """Whether the last thing scanned was the business."""
        return len(self.scans) > len(self.places) * len(self.at.keys)

    def _take_in_hand(self, code: str) -> None:
        """Turn to the parcel whose document this is, where it is another one of this dispatch that is still to be matched."""
        seen, step = self.at.seen, self.at.step
        if step.per != "parcel" or code in self.known:
            return
        for key, one in seen.addressees.items():
            unit = Unit("parcel", key)
            if one.code == code and unit in set(seen.state.units(step)):
                if seen.state.done(step, unit):
                    self.add_error("code", shown(DONE_BEFORE))
                else:
                    self.at = At(seen, step, unit)


def wrong(pieces: Sequence[tuple[str, ...]], known: frozenset[str]) -> bool:
    """Return whether a code is none of the unit's, or differs from the document of its piece."""
    return any(code not in known or code != piece[0] for piece in pieces for code in piece)


def grouped(code: str, other: str) -> tuple[tuple[str, bool], ...]:
    """Return a code in runs of digits, each with whether it differs there from another one; groups stand apart."""
    runs: list[tuple[str, bool]] = []
    at = 0
    for group in groups(code):
        for digit in group:
            differs = at >= len(other) or other[at] != digit
            if runs and runs[-1][1] == differs:
                runs[-1] = (runs[-1][0] + digit, differs)
            else:
                runs.append((digit, differs))
            at += 1
        runs.append((" ", False))
    return tuple(runs[:-1])


@dataclass(frozen=True, slots=True)
class Matched:
    """A parcel that was matched."""

    code: str
    name: str
    at: datetime


def context(at: At) -> Mapping[str, Any]:
    """Return how many are matched, the last few, and whether the very last thing that happened was this person's match."""
    state = at.seen.state
    units = list(state.units(at.step))
    made = sorted((one for unit in units for one in state.stamps.get((at.step.id, unit), ())), key=lambda one: -one.n)
    last = [_matched(at, one.unit, one.at) for one in made[:_LAST] if one.unit.per == "parcel"]
    fresh = bool(made) and made[0].n == state.n and made[0].person == at.seen.actor.person
    done = sum(state.done(at.step, one) for one in units)
    return {"last": last, "fresh": fresh, "matched": done, "all": len(units), "left": 0}


def _matched(at: At, unit: Unit, moment: datetime) -> Matched:
    told = at.seen.addressees[unit.id]
    return Matched(told.code, told.name, moment.astimezone(JAPAN))


def command(said: Said) -> Match:
    """Return what was scanned, piece by piece."""
    mark = said.pen.mark
    bear = {place for key in said.at.keys for place in said.at.seen.state.contents[key].parcel.codes}
    places = tuple(place for place in PLACES if place in bear) or PLACES[:2]
    scans = tuple(
        {place: mark(code) for place, code in zip(places, piece, strict=False)} for piece in said.typed["pieces"]
    )
    return Match(**said.base, scans=scans, business=said.typed["business"])


PAGE = Page("desk/steps/match.html", command, context, Scans)
