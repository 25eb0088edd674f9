"""確認（紙から打つ）: the number or birth date of whom the paper is about, typed from it and never ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sekisho.gate.commands import Confirm
from sekisho.japan.dates import parse_date
from sekisho.japan.identifiers import fold_identifier, strip_zeros
from sekisho.web.desk.queries.registered import births, numbers
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.words import say

ONE = say("紙に書いてある番号か生年月日")
EACH = say("入っている紙に書いてある番号か生年月日（一人に一行）")


class Typed(StepForm):
    """What stands on the paper; one line for each person, where it is about several."""

    def prepare(self) -> None:
        """Ask for one entry or for several, without telling for how many."""
        one = len(self.about) <= 1
        self.fields["typed"] = fields.text(ONE, focus=True) if one else fields.lines(EACH)

    @property
    def about(self) -> list[str]:
        """The registered numbers of whom the unit is about."""
        return [number for key in self.at.keys for number in self.at.seen.addressees[key].about]


def context(at: At) -> Mapping[str, Any]:
    """Return how far the batch is: which of its units this is, and how many are done. Nothing of what is expected."""
    units = list(at.seen.state.units(at.step))
    done = [at.seen.state.done(at.step, one) for one in units]
    return {"place": units.index(at.unit) + 1, "units": list(zip(units, done, strict=True))[:40], "all": len(units)}


def command(said: Said) -> Confirm:
    """Return what was typed: the mark of a person where it is theirs, else of the text itself."""
    seen = said.at.seen
    about = [number for key in said.at.keys for number in seen.addressees[key].about]
    typed = str(said.typed["typed"]).splitlines()
    days = [parse_date(one.strip(), compact=True) for one in typed]
    born, borne = births(seen, about) if any(days) else {}, numbers(seen, about)
    left, found = list(about), []
    for text, day in zip(typed, days, strict=True):
        if not text.strip():
            continue
        whose = _whose(text, day, left, born, borne)
        if whose is not None:
            left.remove(whose)
        found.append(said.pen.mark(whose if whose is not None else f"typed {fold_identifier(text)}"))
    return Confirm(**said.base, typed=tuple(found))


def _whose(
    text: str, day: date | None, about: Sequence[str], born: Mapping[str, date], borne: Mapping[str, str]
) -> str | None:
    """Return which of the people still to be named a text stands for: by a number of theirs, else by the birth date."""
    key = strip_zeros(fold_identifier(text))
    by_number = [one for one in about if strip_zeros(fold_identifier(one)) == key]
    by_number += [one for one in about if one in borne and strip_zeros(fold_identifier(borne[one])) == key]
    by_day = [one for one in about if day is not None and born.get(one) == day]
    return next(iter(by_number or by_day), None)


PAGE = Page("desk/steps/type_identifier.html", command, context, Typed)
