"""The page of an incident, and what is done on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS
from sekisho.register.closing import CLOCKS, DECIDED
from sekisho.register.model import FAILURES
from sekisho.register.recurrence import SHARED
from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.people import queries as people
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import tried
from sekisho.web.people.rules import is_security
from sekisho.web.refusals import Refused
from sekisho.web.register import periods, rules
from sekisho.web.register.actions import incidents as acts
from sekisho.web.register.actions import statuses
from sekisho.web.register.forms import DutyForm, IncidentForm, StatusForm, incident_values
from sekisho.web.register.queries import incidents, near_misses
from sekisho.web.register.queries.incidents import IncidentView, LikenessView
from sekisho.web.register.views.register import shown_measure
from sekisho.web.ui.pages import number_in, page
from sekisho.web.ui.parts import Link
from sekisho.words import Sentence, say

REGISTER = Link(say("事故と再発防止策"), "/register/")


@require_safe
@signed_in
def incident(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Show an incident with all that is written of it."""
    view, actor = seen(request, year, number)
    return _page(request, view, actor, duty=DutyForm(), status=StatusForm())


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Enter an incident."""
    actor, now = acting(request).actor, clock.now()
    offered = _departments(actor)
    if not offered:
        raise Refused(rules.NOT_OWN)
    told = {
        "department": next(iter(rules.own(actor, now.date()) & set(offered)), ""),
        "known_on": now.date().isoformat(),
    }
    form = IncidentForm(offered, shelf.usable(), request.POST if request.method == "POST" else None, initial=told)
    made: list[Any] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: made.append(acts.enter(entry=form.entry(), by=actor, at=now)))
    ):
        return redirect("register:incident", made[0].year, made[0].number)
    return page(request, "register/new.html", 422 if form.errors else 200, form=form, ways=[REGISTER])


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Write down more of an incident."""
    view, actor = seen(request, year, number)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    form = IncidentForm(
        {**_departments(actor), **_now(view)},
        shelf.usable(),
        request.POST if request.method == "POST" else None,
        initial=incident_values(view.row, view.told),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: acts.rewrite(
                year=year, number=number, saw=saw(request), entry=form.entry(view.told), by=actor, at=clock.now()
            ),
        )
    ):
        return redirect("register:incident", year, number)
    context = {"form": form, "view": view, "ways": [REGISTER, way(view)], "saw": view.row.n}
    return page(request, "register/edit.html", 422 if form.errors else 200, **context)


@require_POST
@signed_in
def decide(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Write down what was decided about a duty of the law."""
    form = DutyForm(request.POST)
    return _written(
        request,
        year,
        number,
        form,
        "duty",
        lambda by: acts.decide(year=year, number=number, **form.cleaned_data, by=by, at=clock.now()),
    )


@require_POST
@signed_in
def write(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Write a status entry or an evaluation of the whole incident."""
    form = StatusForm(request.POST)
    return _written(
        request,
        year,
        number,
        form,
        "status",
        lambda by: statuses.write(
            year=year,
            number=number,
            place=None,
            text=form.cleaned_data["text"],
            evaluation=request.POST.get("kind") == "evaluation",
            by=by,
            at=clock.now(),
        ),
    )


@require_POST
@signed_in
def similar(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Write down that the incident was held against those like it, and of which it is a recurrence."""
    view, actor = seen(request, year, number)
    there = incidents.similar(view.row, actor, clock.today(), periods.asked(request, clock.today()).days)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    if "before" not in request.POST:
        raise Refused(rules.NO_ANSWER)
    before = number_in(request.POST, "before", 0) or None
    if before is not None and before not in {one.likeness.id for one in there}:
        raise Refused(rules.NOTHING)
    now = clock.now()
    seen_ids = [one.likeness.id for one in there]
    acts.look_at_similar(year=year, number=number, similar=seen_ids, before=before, by=actor, at=now)
    return redirect("register:incident", year, number)


@require_POST
@signed_in
def close(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Close an incident."""
    _, actor = seen(request, year, number)
    acts.close(year=year, number=number, saw=saw(request), by=actor, at=clock.now())
    return redirect("register:incident", year, number)


@require_POST
@signed_in
def reopen(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Open an incident again."""
    _, actor = seen(request, year, number)
    acts.reopen(year=year, number=number, saw=saw(request), by=actor, at=clock.now())
    return redirect("register:incident", year, number)


# ---------------------------------------------------------------- shared with the pages of measures


def seen(request: HttpRequest, year: int, number: str) -> tuple[IncidentView, Actor]:
    """Return an incident and who looks at it.

    Raises:
        Refused: the person may not, or there is none.

    """
    actor, today = acting(request).actor, clock.today()
    hold(rules.seeing(actor, today))
    return incidents.one(year, number, periods.asked(request, today).days, actor, today), actor


def way(view: IncidentView) -> Link:
    """Return the way back to an incident."""
    return Link(say("事例{number}", number=view.row.number), view.url)


def saw(request: HttpRequest) -> int:
    """Return how often an incident was written when the form was drawn; -1 where a form does not say it."""
    return number_in(request.POST, "saw", -1)


def may_keep(view: IncidentView, actor: Actor) -> bool:
    """Return whether somebody may write an incident."""
    return rules.keeping(actor, view.row.department, clock.today()) is None


def _written(
    request: HttpRequest,
    year: int,
    number: str,
    form: Any,  # noqa: ANN401  one of two forms
    name: str,
    act: Callable[[Actor], object],
) -> HttpResponse:
    view, actor = seen(request, year, number)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    if form.is_valid() and tried(form, lambda: act(actor)):
        return redirect("register:incident", year, number)
    forms = {"duty": DutyForm(), "status": StatusForm(), name: form}
    return _page(request, view, actor, status_code=422, **forms)


def _page(
    request: HttpRequest,
    view: IncidentView,
    actor: Actor,
    status_code: int = 200,
    **forms: Any,  # noqa: ANN401
) -> HttpResponse:
    row, today = view.row, clock.today()
    over = periods.asked(request, today)
    names = people.names({one.by for one in view.entries} | {one.row.owner for one in view.measures} - {""})
    context = {
        "view": view,
        "ways": [REGISTER],
        "measures": [shown_measure(one) | {"owner": names.get(one.row.owner)} for one in view.measures],
        "entries": [
            {"entry": one, "by": names.get(one.by), "measure": _label(view, one.place)} for one in view.entries
        ],
        "failure": FAILURES.get(row.failure),
        "channel": CHANNELS.get(row.channel),
        "duties": [
            {"view": one, "duty": CLOCKS[one.duty], "decided": DECIDED[one.decided]} for one in incidents.duties(row)
        ],
        "similar": [_similar(one, row.before_id) for one in incidents.similar(row, actor, today, over.days)],
        "missing": () if row.closed_on else incidents.missing(row),
        "may_keep": may_keep(view, actor),
        "over": over,
        "near": near_misses.of_failure(row.failure, over.days) if row.failure else None,
        **forms,
    }
    return page(request, "register/incident.html", status_code, **context)


def _label(view: IncidentView, place: int | None) -> str:
    return next((one.label for one in view.measures if one.place == place), "")


def _similar(one: LikenessView, before: int | None) -> dict[str, Any]:
    shared: list[Sentence] = [SHARED[key] for key in one.likeness.shared]
    return {
        "view": one.incident,
        "shared": shared,
        "suspected": one.likeness.suspected,
        "looked": one.looked,
        "before": one.incident.row.pk == before,
        "measures": [shown_measure(measure) for measure in one.incident.measures],
    }


def _departments(actor: Actor) -> dict[str, str]:
    called = people.departments()
    if is_security(actor, clock.today()):
        return dict(called)
    own = rules.own(actor, clock.today())
    return {code: name for code, name in called.items() if code in own}


def _now(view: IncidentView) -> dict[str, str]:
    return {view.row.department: view.section} if view.row.department else {}
