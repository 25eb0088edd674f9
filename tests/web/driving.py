"""A dispatch brought to any step by the people whose it is: by the actions below the pages, so that pages can be tried on it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fpdf import FPDF
from openpyxl import Workbook
from tests.web.city import PROCEDURES, City

from sekisho.gate import commands as c
from sekisho.gate.commands import Command
from sekisho.gate.deciding.steps import approved
from sekisho.gate.model import WHOLE, Actor, Finding, Unit
from sekisho.gate.procedure import Step
from sekisho.gate.rules import Asked
from sekisho.gate.state import State
from sekisho.web import clock
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.actions import files, releasing
from sekisho.web.desk.actions.drawing import draw_rows
from sekisho.web.desk.actions.inspecting import ENGINE
from sekisho.web.desk.actions.opening import Draft, open_dispatch
from sekisho.web.desk.actions.telling import Pen, salt_of, tell
from sekisho.web.desk.models import ParcelRow
from sekisho.web.desk.parcels import Addressee, addressee
from sekisho.web.installation import installation
from sekisho.web.people.queries import actor

STAFF: Mapping[str, Mapping[str, str]] = {
    "hoiku": {
        "drafter": "miura",
        "worker": "saeki",
        "encloser": "saeki",
        "confirmer": "kano",
        "approver": "ono",
        "chief": "toda",
    },
    "hoken": {"drafter": "hirano", "worker": "nishi", "encloser": "nishi", "confirmer": "kawai", "approver": "mizuno"},
    "shogai": {"drafter": "asai", "worker": "tsuda", "encloser": "tsuda", "confirmer": "hara", "approver": "uchida"},
    "kaigo": {"drafter": "ogura", "worker": "tanabe", "encloser": "tanabe", "confirmer": "shiga", "approver": "hotta"},
    "jutaku": {"drafter": "maki", "worker": "kojima", "encloser": "kojima", "confirmer": "anzai", "approver": "terai"},
    "shimin": {"drafter": "sakuma", "worker": "fujii", "encloser": "imai", "confirmer": "kubota", "approver": "yano"},
}
_WIDE = {"mailroom": "tachi", "contractor": "nakata", "contractor_confirmer": "doi"}
_SUPERIORS = {"hoken": "mizuno"}
ADDRESSEES = (
    Addressee("K1", "あけぼの園", ("akebono@example.jp",), "さくら野市本町1-1", ("1001",)),
    Addressee("K2", "ひいらぎ園", ("hiiragi@example.jp",), "さくら野市本町2-2", ("1002",)),
)

Making = Callable[[State, Pen], Command | Sequence[Command]]


def book(*names: str) -> bytes:
    """Return a workbook with a list of children."""
    made = Workbook()
    made.active.title = "名簿"
    made.active.append(["番号", "氏名", "生年月日"])
    for number, name in enumerate(names or ("見本 太郎", "見本 花子"), 1):
        made.active.append([str(number), name, f"2020-04-{number:02}"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def paper() -> bytes:
    """Return a PDF of one page, as a scanner or printer makes it."""
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=12)
    made.cell(text="No. 1001")
    return bytes(made.output())


@dataclass(frozen=True)
class Driver:
    """Acts in the city; ``work`` does what is queued."""

    city: City
    work: Callable[[], int]

    def actor(self, login: str) -> Actor:
        return actor(self.city[login])

    def open(
        self, procedure: str, addressees: Sequence[Addressee] = ADDRESSEES, *, by: str = "", **more: object
    ) -> str:
        department = PROCEDURES[procedure]
        [found] = [one for one in shelf.usable() if one.name == procedure]
        title = str(more.pop("title", "11月分の送付"))
        draft = replace(Draft(found.digest, department, title, addressees), **more)  # type: ignore[arg-type]
        return open_dispatch(draft, by=self.actor(by or STAFF[department]["drafter"]), at=clock.now())

    def state(self, number: str) -> State:
        return standing.fresh(number)

    def tell(self, number: str, login: str, make: Making) -> State:
        return tell(number, make, by=self.actor(login), at=clock.now())

    def holder(self, number: str, role: str) -> str:
        department = self.state(number).department
        if role == "superior":
            return _SUPERIORS.get(department, STAFF[department]["approver"])
        return _WIDE.get(role) or STAFF[department][role]

    # ------------------------------------------------------------ on the way

    def up_to(self, number: str, step: str, *, only: Iterable[str] | None = None) -> State:
        """Do every step before one; ``only``: on these parcels, where it is one at a time."""
        for one in self.state(number).procedure.steps:
            if one.id == step:
                break
            self.do(number, one.id, only=only)
        return self.state(number)

    def do(self, number: str, step: str, *, only: Iterable[str] | None = None) -> State:
        """Do a step on all of its units that are not done."""
        state = self.state(number)
        found = state.procedure.by_id[step]
        units = [
            one
            for one in state.units(found)
            if not state.done(found, one) and (only is None or set(state.parcels(one)) <= set(only))
        ]
        if not units:
            pass
        elif found.kind == "attach":
            self.attach(number, [one.id for one in units])
        elif found.kind == "inspect":
            for unit in units:
                self.inspected(number, *state.parcels(unit))
        else:
            for unit in units:
                for role in found.by:
                    self.one(number, found, unit, role)
        return self.state(number)

    def one(self, number: str, step: Step, unit: Unit, role: str) -> None:
        """Do a step on one unit, in a role."""
        login = self.holder(number, role)
        if step.kind == "release":
            self.release(number, unit, login)
            return
        if step.method == "open_files" or step.kind == "approve":
            self.open_all(number, login, unit)
        if step.method == "trace_sample":
            base = {"step": step.id, "unit": unit, "saw": self.state(number).saw(unit), "role": role}
            draw_rows(number, base, by=self.actor(login), at=clock.now())
        self.tell(number, login, lambda state, pen: command_of(number, state, pen, step, unit, role))

    def attach(self, number: str, keys: Iterable[str], **brought: bytes) -> State:
        """Bring files for each parcel, by their names, have them opened, and put them in."""
        wanted = list(keys)
        by = self.actor(self.holder(number, self.state(number).procedure.of_kind("attach")[0].by[0]))
        for key in wanted:
            for name, data in (brought or {"名簿.xlsx": book()}).items():
                files.take_in(number, key, files.Incoming(name, [data]), by=by, at=clock.now())
        self.work()
        return files.put_in(number, wanted, by=by, at=clock.now())

    def inspected(self, number: str, *keys: str, findings: Sequence[Finding] = ()) -> State:
        """Record what the engine would say: nothing, or these findings."""

        def recording(state: State, _pen: Pen) -> list[Command]:
            return [c.RecordInspection(key, state.basis(key), "1.0", tuple(findings)) for key in keys]

        return tell(number, recording, by=ENGINE, at=clock.now())

    def open_all(self, number: str, login: str, unit: Unit = WHOLE) -> None:
        """Have everything of a unit served to somebody."""

        def serving(state: State, _pen: Pen) -> list[Command]:
            return [c.Serve(*one) for one in state.not_opened(self.city[login], unit)]

        if self.state(number).not_opened(self.city[login], unit):
            self.tell(number, login, serving)

    def release(self, number: str, unit: Unit, login: str, *, outcome: str = "released") -> int:
        """Let a unit leave: sent where the procedure sends, else stated."""
        state = self.state(number)
        step, by, now = state.procedure.release, self.actor(login), clock.now()
        posted = next(iter(_sealed(state, unit)), None)
        command = c.StartRelease(step.id, unit, state.saw(unit), posted=posted)
        if "sent" in step.proofs:
            made = releasing.start(number, command, {}, by=by, at=now, password="あいことば-0000")
            if outcome != "started":
                releasing.claim(made, at=now)
                releasing.finish(made, releasing.Ended(outcome), at=now)
            return made
        releasing.state_release(number, command, {}, "compared", lambda state, _: _outgoing(state, unit), by=by, at=now)
        return 0


def _outgoing(state: State, unit: Unit) -> Mapping[str, str]:
    return {key: state.outgoing(key) for key in state.parcels(unit)}


def _sealed(state: State, unit: Unit) -> Iterable[int]:
    for step in state.procedure.of_kind("seal"):
        for one in state.related(step, unit):
            for stamp in state.stamps.get((step.id, one), ())[:1]:
                found = stamp.answer.get("sealed")
                if isinstance(found, int):
                    yield found


def told_of(number: str, key: str) -> Addressee:
    """Return to whom a parcel goes."""
    row = ParcelRow.objects.get(dispatch=number, key=key)
    return addressee(row.told, installation().cipher, number, key)


def command_of(number: str, state: State, pen: Pen, step: Step, unit: Unit, role: str) -> Command:
    """Return the command of a step with the right answer."""
    base = (step.id, unit, state.saw(unit), role)
    keys = state.parcels(unit)
    pieces = sum(state.contents[key].parcel.pieces for key in keys)
    plain: Mapping[str, Callable[[], Command]] = {
        "brief": lambda: c.Brief(*base),
        "report": lambda: c.Report(*base),
        "approve": lambda: c.Approve(*base, seen=state.findings(unit)),
        "count": lambda: c.Count(*base, printed=pieces, enclosed=pieces),
        "seal": lambda: c.Seal(*base, sealed=pieces),
        "key": lambda: c.CarryKey(*base, way=step.ways[0]),
        "match": lambda: c.Match(
            *base,
            scans=tuple(dict(state.contents[key].parcel.codes) for key in keys),
            business=state.procedure.business,
        ),
        "recheck": lambda: c.Recheck(*base, live=_approved(state, step, unit)),
        "return": lambda: c.MatchReturn(*base, code=state.contents[keys[0]].parcel.codes["return"]),
        "confirm": lambda: _confirm(number, state, pen, step, unit, base),
    }
    return plain[step.kind]()


def _approved(state: State, step: Step, unit: Unit) -> Mapping[str, str]:
    ask = Asked(state, step, unit, "", Actor(""), clock.now())
    return {key: str(value) for key, value in approved(ask).items()}


def _confirm(
    number: str, state: State, pen: Pen, step: Step, unit: Unit, base: tuple[str, Unit, str, str]
) -> c.Confirm:
    keys = state.parcels(unit)
    if step.method == "trace_sample":
        return c.Confirm(*base, typed=tuple(state.draws[step.id, unit]))
    if step.method == "type_identifier":
        return c.Confirm(*base, typed=tuple(pen.mark(one) for key in keys for one in told_of(number, key).about))
    if step.method == "count":
        return c.Confirm(*base, number=sum(one.parts for key in keys for one in state.contents[key].items))
    return c.Confirm(*base)


def finding(number: str, check: str, severity: str, *, what: str = "") -> Finding:
    """Return a finding as the engine would tell it to the gate."""
    mark = Pen(salt_of(number)).mark(f"finding {check} {what}")
    return Finding(mark, check, severity)  # type: ignore[arg-type]  # one of the three
