"""The page of one step on one unit, and the list of a step's units."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.gate.model import Unit
from sekisho.gate.naming import kind_of
from sekisho.gate.procedure import Step
from sekisho.gate.roles import role_for
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk.actions.acting import act
from sekisho.web.desk.actions.telling import no_such_dispatch, unit_of
from sekisho.web.desk.queries import acts, table
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.desk.steps import page_of
from sekisho.web.desk.steps.page import At, Page, Said
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.words import Titled


@require_safe
@signed_in
def units(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Show the units of a step: on which it is done, where it may be done now, and why not on the rest."""
    seen = see(number, acting(request), clock.now())
    found = _step(seen, step)
    listed = table.units(seen, found)
    if len(listed) == 1 and page_of(found) is not None:
        return redirect(listed[0].url)
    return page(
        request,
        "desk/units.html",
        seen=seen,
        step=found,
        kind=kind_of(found, seen.state.procedure),
        title=Titled(found.title, found.title_en),
        units=listed,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, number: str, step: str, per: str, key: str) -> HttpResponse:
    """Show a step on a unit, and do it."""
    seen = see(number, acting(request), clock.now())
    found, unit = _step(seen, step), unit_of(per, key)
    shown = page_of(found)
    if shown is None or unit.per != found.per or unit not in set(seen.state.units(found)):
        raise no_such_dispatch()
    at = At(seen, found, unit)
    if request.method != "POST":
        return _page(request, at, shown, shown.form(at=at), acts.closed(seen, found, unit))
    form = shown.form(request.POST, at=at)
    if not form.is_valid():
        return _page(request, at, shown, form, None, 422)
    base = _base(request, at)
    try:
        act(
            number,
            lambda _state, pen: shown.command(Said(at, base, form.cleaned_data, pen)),
            by=seen.actor,
            at=clock.now(),
        )
    except Refused as refused:
        again = At(see(number, acting(request), clock.now()), found, unit)
        return _page(request, again, shown, form, refused.refusal, refused.status)
    return redirect(_next(see(number, acting(request), clock.now()), found))


def _step(seen: Seen, step: str) -> Step:
    found = seen.state.procedure.by_id.get(step)
    if found is None:
        raise no_such_dispatch()
    return found


def _base(request: HttpRequest, at: At) -> dict[str, Any]:
    """Return what every step is said with: on what, before which content, in which role and in whose name."""
    deputy = request.POST.get("deputy_of", "")
    role = role_for(at.seen.state, at.step, at.unit, at.seen.actor, at.seen.on, deputy)
    return {
        "step": at.step.id,
        "unit": at.unit,
        "saw": request.POST.get("saw", ""),
        "role": role,
        "deputy_of": deputy,
    }


def _next(seen: Seen, step: Step) -> str:
    """Return where to go after a step: to the next unit of it that this person may do, else to the dispatch."""
    for one, there in acts.by_step(acts.open_offers(seen)):
        if one.id == step.id:
            return acts.step_url(seen, one, there[:1])
    return f"/d/{seen.number}/"


def _page(
    request: HttpRequest, at: At, shown: Page, form: object, refusal: Refusal | None, status: int = 200
) -> HttpResponse:
    seen = at.seen
    return page(
        request,
        shown.template,
        status,
        seen=seen,
        step=at.step,
        unit=at.unit,
        unit_name=unit_name(seen, at.unit),
        kind=kind_of(at.step, seen.state.procedure),
        step_title=Titled(at.step.title, at.step.title_en),
        facts=facts(seen),
        saw=seen.state.saw(at.unit),
        form=form,
        refusal=refusal,
        is_done=seen.state.done(at.step, at.unit),
        because=at.step.because,
        **shown.context(at),
    )


def unit_name(seen: Seen, unit: Unit) -> str:
    """Return what a unit is called on a page: the addressee of a parcel, the name of a lot."""
    if unit.per == "parcel":
        return seen.addressees[unit.id].name
    return unit.id
