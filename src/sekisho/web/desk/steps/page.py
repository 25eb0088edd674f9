"""What the page of a kind of step is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from sekisho.gate.commands import Command
from sekisho.gate.model import Unit
from sekisho.gate.procedure import Step
from sekisho.web.desk.actions.telling import Pen
from sekisho.web.desk.queries.seeing import Seen


@dataclass(frozen=True, slots=True)
class At:
    """A step on a unit, before somebody."""

    seen: Seen
    step: Step
    unit: Unit

    @property
    def url(self) -> str:
        """The address of its page. A release has its own."""
        where = "release" if self.step.kind == "release" else f"step/{self.step.id}"
        return f"/d/{self.seen.number}/{where}/{self.unit.per}/{self.unit.id or 'all'}/"

    @property
    def resume_url(self) -> str:
        """Where another person lets it go on after something did not match."""
        return f"/d/{self.seen.number}/step/{self.step.id}/{self.unit.per}/{self.unit.id or 'all'}/resume/"

    @property
    def may_resume(self) -> bool:
        """Whether this person was not the one to whom it happened that something did not match."""
        return self.seen.actor.person not in self.seen.state.halted.get((self.step.id, self.unit), frozenset())

    @property
    def keys(self) -> list[str]:
        """The parcels of the unit."""
        return self.seen.state.parcels(self.unit)


class StepForm(forms.Form):
    """What is typed at a step: by itself nothing. Its fields may depend on the step that it is made for."""

    stays: ClassVar[bool] = False
    """Whether what was typed is shown again once it did not match: only codes are, which are on the table anyway."""

    def __init__(self, *values: Any, at: At, **named: Any) -> None:  # noqa: ANN401  those of any form
        super().__init__(*values, **named)
        self.at = at
        self.prepare()

    def prepare(self) -> None:
        """Add the fields that depend on the step."""

    @property
    def whole(self) -> bool:
        """Whether everything was typed that the step wants; before that, the page asks for the next."""
        return True


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says at a step.

    ``base``: what every step shares, the arguments of `sekisho.gate.commands.OnStep`. ``typed``: the cleaned data of its
    form, which goes into the command by ``pen`` alone.
    """

    at: At
    base: Mapping[str, Any]
    typed: Mapping[str, Any]
    pen: Pen


def nothing(_at: At) -> Mapping[str, Any]:
    """Return what stands on a page that shows nothing of its own."""
    return {}


def nothing_before(_at: At, _base: Mapping[str, Any], _typed: Mapping[str, Any], _now: datetime) -> bool:
    """Do nothing: most steps begin with their command."""
    return False


@dataclass(frozen=True, slots=True)
class Page:
    """One kind of step: what its template shows, the command that it says, and its form, made for the step.

    ``before``: what is done instead of the command, with base, cleaned data and the moment: it returns whether it was.
    """

    template: str
    command: Callable[[Said], Command]
    context: Callable[[At], Mapping[str, Any]] = nothing
    form: type[StepForm] = StepForm
    before: Callable[[At, Mapping[str, Any], Mapping[str, Any], datetime], bool] = nothing_before
