"""The demo city, built by the same actions as the pages use: dispatches that have left, and two that wait for a visitor."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from sekisho.gate.commands import Brief, Command, Confirm
from sekisho.gate.model import WHOLE, Unit
from sekisho.gate.state import State
from sekisho.web import clock
from sekisho.web.demo import history, people, register
from sekisho.web.demo.dispatches import Case, Town, begun, done, filled, opened, put_lists_in_force
from sekisho.web.demo.running import Built, DemoError
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.models import Dispatch
from sekisho.web.people.queries import departments
from sekisho.web.register.queries.reports import published_years

STOPPED = Case("incident-1/mistake", "kindergartens-mail", "hoiku", "市外幼稚園補助金 対象児童名簿の送付")
WAITING = Case("incident-3/repaired", "clinic-lists", "hoken", "保健事業対象者リストの送付")


def build(examples: Path) -> Built:
    """Build the city in the installation of this process, which is empty. ``examples``: the folder of the demo data.

    Raises:
        DemoError: something that is done in the background failed, or there is half a city.

    """
    if departments():
        raise DemoError
    at = clock.now()
    town = Town(examples, people.settle(at))
    shelf.register_shipped(by="system", at=at)
    for case in (STOPPED, WAITING):
        put_lists_in_force(town, case.bundle, case.department)
    history.settle(town)
    numbers = _stopped(town), _waiting(town)
    return Built(*numbers, register.settle(examples, town.who["ishi"]))


def built() -> Built | None:
    """Return what is in the installation of this process; nothing where the city was not built there yet."""
    # They came after those that had left, and before whatever a visitor begins.
    first = len(history.PAST)
    numbers = list(Dispatch.objects.order_by("created_at", "number").values_list("pk", flat=True)[first : first + 2])
    years = published_years()
    return Built(numbers[0], numbers[1], min(years)) if len(numbers) == len((STOPPED, WAITING)) and years else None


def _stopped(town: Town) -> str:
    """Bring the lists for the kindergartens to where the inspection stops them."""
    number = begun(town, STOPPED)
    for role in ("worker", "approver"):
        done(number, partial(_briefed, role), town.holder(role, STOPPED.department))
    filled(town, STOPPED, number)
    return number


def _waiting(town: Town) -> str:
    """Bring the lists for the clinics to where the second person is to trace some of their rows."""
    number, worker = begun(town, WAITING), town.holder("worker", WAITING.department)
    filled(town, WAITING, number)
    for key in standing.fresh(number).contents:
        unit = Unit("parcel", key)
        opened(number, unit, worker)
        done(number, partial(_looked_through, unit), worker)
    return number


def _briefed(role: str, state: State) -> Command:
    return Brief("brief", WHOLE, state.saw(WHOLE), role)


def _looked_through(unit: Unit, state: State) -> Command:
    return Confirm("open", unit, state.saw(unit), "worker")
