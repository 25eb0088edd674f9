"""What has left the demo city before a visitor comes: as planned, stopped and repaired, and by an exception.

So the register has something to count. Each dispatch takes the way that any dispatch takes; nothing is put in beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from sekisho.gate import commands as c
from sekisho.gate.model import Actor, Unit
from sekisho.gate.procedure import Step
from sekisho.gate.state import State
from sekisho.web import clock
from sekisho.web.demo.dispatches import Case, Town, begun, done, filled, opened, worked
from sekisho.web.demo.running import DemoError
from sekisho.web.desk import standing
from sekisho.web.desk.actions import acting, releasing
from sekisho.web.desk.actions.drawing import draw_rows
from sekisho.web.desk.exits.passwords import generate
from sekisho.web.desk.models import Dispatch, Sending
from sekisho.web.sources.queries import in_force

REASON = "きょうだいが転園し、園児台帳への登録が遅れているため。転園届の写しを受け取っている。"
JUDGED = "転園届の写しで、送り先の園に通っていることを確かめた。"


@dataclass(frozen=True, slots=True)
class Past:
    """A dispatch that has left. ``repaired``: the example whose files took the place of what was stopped.

    Where there is none, what was stopped left by an exception.
    """

    case: Case
    repaired: str = ""


_MAIL = partial(Case, procedure="kindergartens-mail", department="hoiku")
_POST = partial(Case, procedure="clinic-lists", department="hoken")
PAST = (
    Past(_MAIL("incident-1/repaired", title="市外幼稚園補助金 在園確認の送付", only=("K01", "K02"))),
    Past(
        _MAIL("incident-1/mistake", title="市外幼稚園補助金 交付決定者名簿の送付", only=("K01", "K03")),
        "incident-1/repaired",
    ),
    Past(_MAIL("incident-1/mistake", title="市外幼稚園補助金 追加分の送付", only=("K04",))),
    Past(_POST("incident-3/repaired", title="保健事業対象者リストの送付（第1回）", only=("M01", "M03"))),
    Past(
        _POST("incident-3/mistake", title="保健事業対象者リストの送付（第2回）", only=("M01", "M03")),
        "incident-3/repaired",
    ),
)


def settle(town: Town) -> None:
    """Let every dispatch of :data:`PAST` begin and leave.

    Raises:
        DemoError: one of them did not leave, or something that is done in the background failed.

    """
    for past in PAST:
        number = begun(town, past.case)
        way = _Way(town, past, number)
        for step in standing.fresh(number).procedure.steps:
            way.go(step)
        if Dispatch.objects.get(pk=number).released_at is None:
            raise DemoError


@dataclass(frozen=True, slots=True)
class _Way:
    """One dispatch on its way, step by step, by those whose the steps are."""

    town: Town
    past: Past
    number: str

    def go(self, step: Step) -> None:
        """Do a step on all of its units."""
        if step.kind == "attach":
            filled(self.town, self.past.case, self.number)
            self._settle_stops()
        elif step.kind != "inspect":
            for unit in standing.fresh(self.number).units(step):
                for role in step.by:
                    self._one(step, unit, role, self._holder(role))

    def _holder(self, role: str) -> Actor:
        return self.town.holder(role, self.past.case.department)

    def _settle_stops(self) -> None:
        state = standing.fresh(self.number)
        stopped = [key for key in state.contents if state.open_findings(key)]
        if stopped and self.past.repaired:
            filled(self.town, self.past.case, self.number, self.past.repaired, stopped)
            return
        for key in stopped:
            for one in state.open_findings(key):
                told = {"number": self.number, "parcel": key, "finding": one, "saw": state.basis(key)}
                acting.ask_waiver(**told, reason=REASON, by=self._holder("worker"), at=clock.now())
                acting.decide_waiver(**told, reason=JUDGED, grant=True, by=self._holder("security"), at=clock.now())

    def _one(self, step: Step, unit: Unit, role: str, by: Actor) -> None:
        if step.kind == "release":
            self._leave(step, unit, by)
            return
        if step.kind == "approve" or step.method == "open_files":
            opened(self.number, unit, by)
        if step.method == "trace_sample":
            base = {"step": step.id, "unit": unit, "saw": standing.fresh(self.number).saw(unit), "role": role}
            draw_rows(self.number, base, by=by, at=clock.now())
        if step.kind == "key":
            for sending in Sending.objects.filter(dispatch=self.number, unit=releasing.unit_text(unit)):
                releasing.show_password(sending.pk, by=by, at=clock.now())
        done(self.number, lambda state: _ANSWERS[step.kind](state, step, unit, role), by)

    def _leave(self, step: Step, unit: Unit, by: Actor) -> None:
        """Send a unit by the software where the procedure sends, else record that it was posted by its label."""
        state, now = standing.fresh(self.number), clock.now()
        lists = {kind: one.digest for kind, one in in_force(state.department, now.date()).items()}
        command = c.StartRelease(step.id, unit, state.saw(unit), posted=_pieces(state, unit))
        if "sent" in step.proofs:
            releasing.start(self.number, command, lists, by=by, at=now, password=generate())
            worked()
            return

        def labelled(state: State, _pen: object) -> Mapping[str, str]:
            return {key: state.outgoing(key) for key in state.parcels(unit)}

        releasing.state_release(self.number, command, lists, "compared", labelled, by=by, at=now)


def _pieces(state: State, unit: Unit) -> int:
    return sum(state.contents[key].parcel.pieces for key in state.parcels(unit))


def _traced(state: State, step: Step, unit: Unit, role: str) -> c.Command:
    # Whoever traced the rows found in the register what the list says.
    typed = tuple(state.draws[step.id, unit]) if step.method == "trace_sample" else ()
    return c.Confirm(step.id, unit, state.saw(unit), role, typed=typed)


def _matched(state: State, step: Step, unit: Unit, role: str) -> c.Command:
    scans = tuple(dict(state.contents[key].parcel.codes) for key in state.parcels(unit))
    return c.Match(step.id, unit, state.saw(unit), role, scans=scans, business=state.procedure.business)


def _counted(state: State, step: Step, unit: Unit, role: str) -> c.Command:
    count = _pieces(state, unit)
    return c.Count(step.id, unit, state.saw(unit), role, printed=count, enclosed=count)


_ANSWERS: Mapping[str, Callable[[State, Step, Unit, str], c.Command]] = {
    "brief": lambda state, step, unit, role: c.Brief(step.id, unit, state.saw(unit), role),
    "confirm": _traced,
    "report": lambda state, step, unit, role: c.Report(step.id, unit, state.saw(unit), role),
    "approve": lambda state, step, unit, role: c.Approve(
        step.id, unit, state.saw(unit), role, seen=state.findings(unit)
    ),
    "match": _matched,
    "count": _counted,
    "seal": lambda state, step, unit, role: c.Seal(step.id, unit, state.saw(unit), role, sealed=_pieces(state, unit)),
    "key": lambda state, step, unit, role: c.CarryKey(step.id, unit, state.saw(unit), role, way=step.ways[0]),
}
"""What is done at a step of each kind where everything is as it should be."""
