"""Pages of occurrences (行事): what is held, when it is due, what was held."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.people import queries as people
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import tried
from sekisho.web.people.queries import PersonView
from sekisho.web.people.queries.roll import everybody
from sekisho.web.people.rules import is_security, sections
from sekisho.web.refusals import Refused
from sekisho.web.register import rules
from sekisho.web.register.actions import occurrences as acts
from sekisho.web.register.occurrences_forms import EndForm, HeldForm, SeriesForm
from sekisho.web.register.occurrences_sheet import workbook
from sekisho.web.register.queries import occurrences
from sekisho.web.register.queries.occurrences import SeriesView
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.web.ui.parts import Link
from sekisho.words import say

REGISTER = Link(say("事故と再発防止策"), "/register/")
LIST = Link(say("行事"), "/register/occurrences/")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show every series, what is overdue first."""
    actor, today = _who(request)
    found = occurrences.listed(actor, today)
    context = {
        "rows": [one for one in found if one.ended_on is None],
        "over": [one for one in found if one.ended_on is not None],
        "late": sum(one.late for one in found),
        "may_begin": bool(_departments(actor)),
        "may_train": bool(sections(actor, today)) or is_security(actor, today),
    }
    return page(request, "register/occurrences.html", ways=[REGISTER], today=today, **context)


@require_safe
@signed_in
def sheet(request: HttpRequest) -> HttpResponse:
    """Give out the list as a workbook."""
    actor, today = _who(request)
    data = workbook(occurrences.listed(actor, today), clock.now())
    name = f"gyoji-{today.isoformat()}.xlsx"
    return HttpResponse(data, _XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Begin a series."""
    actor, today = _who(request)
    offered = _departments(actor)
    if not offered:
        raise Refused(rules.NOT_KEEPER)
    posted = request.POST if request.method == "POST" else None
    form = SeriesForm(offered, _owners(actor), posted, initial={"since": today.isoformat()})
    made: list[int] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: made.append(acts.begin(plan=form.plan(), by=actor, at=clock.now())))
    ):
        return redirect("register:occurrence", made[0])
    return page(request, "register/occurrence_new.html", 422 if form.errors else 200, form=form, ways=[REGISTER, LIST])


@require_safe
@signed_in
def occurrence(request: HttpRequest, number: int) -> HttpResponse:
    """Show a series with all that was held of it."""
    actor, today = _who(request)
    return _page(request, occurrences.one(number, actor, today), actor, EndForm(initial={"on": today.isoformat()}))


@require_http_methods(["GET", "POST"])
@signed_in
def write_held(request: HttpRequest, number: int) -> HttpResponse:
    """Write down that something of a series was held."""
    actor, today = _who(request)
    view = occurrences.one(number, actor, today)
    hold(rules.recording(actor, view.department, view.owner.alias if view.owner else "", today))
    posted = request.POST if request.method == "POST" else None
    form = HeldForm(view.kind, posted, initial={"on": today.isoformat(), "contractor": view.contractor})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: acts.write_held(number=number, plan=form.plan(), by=actor, at=clock.now()))
    ):
        return redirect("register:occurrence", number)
    context = {"form": form, "view": view, "ways": [REGISTER, LIST, _way(view)]}
    return page(request, "register/occurrence_held.html", 422 if form.errors else 200, **context)


@require_POST
@signed_in
def withdraw(request: HttpRequest, number: int, place: int) -> HttpResponse:
    """Take back what was written by mistake."""
    actor, _ = _who(request)
    acts.withdraw(number=number, place=place, by=actor, at=clock.now())
    return redirect("register:occurrence", number)


@require_POST
@signed_in
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a series."""
    actor, today = _who(request)
    view = occurrences.one(number, actor, today)
    hold(rules.keeping(actor, view.department, today))
    form = EndForm(request.POST)
    if form.is_valid() and tried(form, lambda: acts.end(number=number, **form.cleaned_data, by=actor, at=clock.now())):
        return redirect("register:occurrence", number)
    return _page(request, view, actor, form)


def _who(request: HttpRequest) -> tuple[Actor, date]:
    actor, today = acting(request).actor, clock.today()
    hold(rules.seeing(actor, today))
    return actor, today


def _way(view: SeriesView) -> Link:
    return Link(say("行事 G-{number}", number=view.number), view.url)


def _departments(actor: Actor) -> dict[str, str]:
    """Return the departments of which somebody may begin a series, by code; the whole city for the security office."""
    today, called = clock.today(), people.departments()
    if is_security(actor, today):
        return {"": shown(say("全庁")), **called}
    return {code: name for code, name in called.items() if code in sections(actor, today)}


def _owners(actor: Actor) -> list[PersonView]:
    """Return to whom a series may be given: the staff of the own section, or everybody by the security office."""
    today = clock.today()
    if is_security(actor, today):
        return list(everybody())
    staff = {one.alias: one for code in sorted(sections(actor, today)) for one in people.staff_of(code, today)}
    return list(staff.values())


def _page(request: HttpRequest, view: SeriesView, actor: Actor, form: EndForm) -> HttpResponse:
    today = clock.today()
    keeps = rules.keeping(actor, view.department, today) is None
    owner = view.owner.alias if view.owner else ""
    context = {
        "view": view,
        "held": occurrences.held(view, actor, today),
        "may_write": view.ended_on is None and rules.recording(actor, view.department, owner, today) is None,
        "may_withdraw": keeps,
        "may_end": keeps and view.ended_on is None,
        "trains": view.kind == "training" and (keeps or bool(sections(actor, today))),
        "form": form,
        "ways": [REGISTER, LIST],
    }
    return page(request, "register/occurrence.html", 422 if form.errors else 200, **context)
