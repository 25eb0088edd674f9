"""The page of a measure: its evidence by month, what it stopped, what it rests on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.gate.model import Actor
from sekisho.register.model import STRENGTHS, TIES
from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.people import queries as people
from sekisho.web.people.access import signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import tried
from sekisho.web.refusals import Refused
from sekisho.web.register import periods, rules
from sekisho.web.register.actions import measures as acts
from sekisho.web.register.actions import statuses
from sekisho.web.register.forms import MeasureForm, StatusForm, TieForm, measure_values
from sekisho.web.register.queries import incidents
from sekisho.web.register.queries.changes import changes_of
from sekisho.web.register.queries.incidents import IncidentView, MeasureView
from sekisho.web.register.queries.measured import said
from sekisho.web.register.queries.ties import asked_by, choices, from_value, views
from sekisho.web.register.views.incident import REGISTER, may_keep, saw, seen, way
from sekisho.web.register.views.register import shown_measure
from sekisho.web.ui.pages import page
from sekisho.words import Titled, say


@require_safe
@signed_in
def measure(request: HttpRequest, year: int, number: str, place: int) -> HttpResponse:
    """Show a measure with its evidence."""
    view, actor = seen(request, year, number)
    return _page(request, view, incidents.measure(view, place), actor, status=StatusForm())


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Add a measure to an incident."""
    view, actor = seen(request, year, number)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    form = MeasureForm(_owners(view), request.POST if request.method == "POST" else None)
    made: list[int] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: made.append(acts.add(year=year, number=number, plan=form.plan(), by=actor, at=clock.now())),
        )
    ):
        return redirect("register:measure", year, number, made[0])
    context = {"form": form, "view": view, "ways": [REGISTER, way(view)], "title": say("再発防止策を加える")}
    return page(request, "register/measure_form.html", 422 if form.errors else 200, **context)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, year: int, number: str, place: int) -> HttpResponse:
    """Write a measure otherwise."""
    view, actor = seen(request, year, number)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    one = incidents.measure(view, place)
    posted = request.POST if request.method == "POST" else None
    form = MeasureForm(_owners(view), posted, initial=measure_values(one.row, one.text))
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: acts.rewrite(
                year=year, number=number, place=place, saw=saw(request), plan=form.plan(), by=actor, at=clock.now()
            ),
        )
    ):
        return redirect("register:measure", year, number, place)
    context = {
        "form": form,
        "view": view,
        "ways": [REGISTER, way(view)],
        "title": say("再発防止策{label}を書き直す", label=one.label),
        "saw": view.row.n,
    }
    return page(request, "register/measure_form.html", 422 if form.errors else 200, **context)


@require_http_methods(["GET", "POST"])
@signed_in
def tie(request: HttpRequest, year: int, number: str, place: int) -> HttpResponse:
    """Tie a measure to what runs it."""
    view, actor = seen(request, year, number)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    one = incidents.measure(view, place)
    named = asked_by(f"FY{year}-{number}-{one.label}")
    procedures = shelf.usable()
    procedure = request.GET.get("procedure") or view.row.procedure or next((tie.procedure for tie in named), "")
    posted = request.POST if request.method == "POST" else None
    wanted = from_value(request.POST.get("to", "")) if posted else None
    form = TieForm(choices(wanted.procedure if wanted else procedure), posted)
    if request.method == "POST" and form.is_valid():
        to = from_value(form.cleaned_data["to"])
        if to is None:
            raise Refused(rules.NO_SUCH_TIE)
        acts.tie(year=year, number=number, place=place, to=to, by=actor, at=clock.now())
        return redirect("register:measure", year, number, place)
    there = {shown.tie for _, shown in one.ties}
    context = {
        "form": form,
        "view": view,
        "measure": one,
        "ways": [REGISTER, way(view)],
        "procedures": [(each.name, Titled(each.title, each.title_en)) for each in procedures],
        "procedure": procedure,
        "named": [shown for shown in views(named) if shown.tie not in there],
    }
    return page(request, "register/tie.html", 422 if form.errors else 200, **context)


@require_POST
@signed_in
def untie(request: HttpRequest, year: int, number: str, place: int, tie: int) -> HttpResponse:
    """Let a measure no longer rest on something."""
    _, actor = seen(request, year, number)
    acts.untie(year=year, number=number, place=place, tie=tie, by=actor, at=clock.now())
    return redirect("register:measure", year, number, place)


@require_POST
@signed_in
def write(request: HttpRequest, year: int, number: str, place: int) -> HttpResponse:
    """Write a status entry or an evaluation of a measure."""
    view, actor = seen(request, year, number)
    hold(rules.keeping(actor, view.row.department, clock.today()))
    one, form = incidents.measure(view, place), StatusForm(request.POST)
    if form.is_valid() and tried(
        form,
        lambda: statuses.write(
            year=year,
            number=number,
            place=place,
            text=form.cleaned_data["text"],
            evaluation=request.POST.get("kind") == "evaluation",
            by=actor,
            at=clock.now(),
        ),
    ):
        return redirect("register:measure", year, number, place)
    return _page(request, view, one, actor, code=422, status=form)


def _page(
    request: HttpRequest,
    view: IncidentView,
    one: MeasureView,
    actor: Actor,
    code: int = 200,
    **forms: Any,  # noqa: ANN401
) -> HttpResponse:
    today = clock.today()
    entries = [entry for entry in view.entries if entry.place == one.place]
    names = people.names({entry.by for entry in entries} | {one.row.owner} - {""})
    judging = rules.judging(actor, view.row.department, one.row.owner, today)
    context = {
        "view": view,
        "ways": [REGISTER, way(view)],
        "measure": shown_measure(one),
        "said": said(one.standing),
        "ties": [{"number": key, "view": shown, "kind": TIES[shown.tie.kind]} for key, shown in one.ties],
        "changes": changes_of([shown.tie for _, shown in one.ties], f"FY{view.row.year}-{view.row.number}-{one.label}"),
        "strength": STRENGTHS.get(one.row.strength),
        "owner": names.get(one.row.owner),
        "entries": [{"entry": entry, "by": names.get(entry.by)} for entry in entries],
        "may_keep": may_keep(view, actor),
        "judging": judging,
        "over": periods.asked(request, today),
        "periods": periods.offered(today, view.row.year),
        **forms,
    }
    return page(request, "register/measure.html", code, **context)


def _owners(view: IncidentView) -> list[people.PersonView]:
    """Return who may own a measure: the staff of the department, or everybody where it has none."""
    return list(people.staff_of(view.row.department, clock.today()))
