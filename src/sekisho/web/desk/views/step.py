"""The page of one step on one unit, and the list of a step's units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.gate.naming import kind_of
from sekisho.gate.procedure import Step
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.clock import JAPAN
from sekisho.web.desk.actions.acting import act
from sekisho.web.desk.actions.telling import no_such_dispatch, unit_of
from sekisho.web.desk.queries import acts, table
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.desk.queries.summary import unit_name
from sekisho.web.desk.steps import page_of
from sekisho.web.desk.steps.page import At, Page, Said, StepForm
from sekisho.web.desk.steps.paper import OnPaper
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.ui import days
from sekisho.web.ui.pages import page
from sekisho.web.ui.path import Words
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
    if found.kind == "match" and listed and listed[0].open:  # what is scanned says which one it is
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
    on_paper = on_paper_of(request, at)
    if request.method != "POST":
        closed = None if on_paper else acts.closed(seen, found, unit)
        return _page(request, at, shown, shown.form(at=at), closed, on_paper)
    form = shown.form(request.POST, request.FILES, at=at)
    if not form.is_valid() or (on_paper is not None and not on_paper.is_valid()):
        return _page(request, form.at, shown, form, None, on_paper, 422)
    if not form.whole:
        return _page(request, form.at, shown, form, None, on_paper)
    at = form.at
    try:
        base = base_of(request, at, on_paper)
        if shown.before(at, base, form.cleaned_data, clock.now()):
            return redirect(at.url)
        act(
            number,
            lambda _state, pen: shown.command(Said(at, base, form.cleaned_data, pen)),
            by=seen.actor,
            at=clock.now(),
        )
    except Refused as refused:
        again = At(see(number, acting(request), clock.now()), found, at.unit)
        if refused.refusal.rule == "matches" and not form.stays:
            form = shown.form(at=again)
        return _page(request, again, shown, form, refused.refusal, on_paper, refused.status)
    return redirect(_next(At(see(number, acting(request), clock.now()), found, at.unit), on_paper))


def _step(seen: Seen, step: str) -> Step:
    found = seen.state.procedure.by_id.get(step)
    if found is None:
        raise no_such_dispatch()
    return found


def on_paper_of(request: HttpRequest, at: At) -> OnPaper | None:
    """Return who did a step on paper and when, as it is being entered; nothing where it is done at the screen."""
    if not at.step.paper or not (request.POST.get("paper") or request.GET.get("paper")):
        return None
    return OnPaper(request.POST or None, seen=at.seen, step=at.step)


def base_of(request: HttpRequest, at: At, on_paper: OnPaper | None) -> Mapping[str, Any]:
    """Return what every step is said with: on what, before which content, in whose name and on paper by whom.

    The role is found by the gate itself, for whoever did it on the day on which it was done.
    """
    return {
        "step": at.step.id,
        "unit": at.unit,
        "saw": request.POST.get("saw", ""),
        "deputy_of": request.POST.get("deputy_of", ""),
        "paper": on_paper.paper if on_paper else None,
    }


def _next(at: At, on_paper: OnPaper | None) -> str:
    """Return where to go after a step: to the next unit of it that this person may do, else to the dispatch."""
    seen, step = at.seen, at.step
    for one, there in acts.by_step(acts.open_offers(seen)):
        if one.id == step.id and on_paper is None:
            return acts.step_url(seen, one, there[:1])
    if at.step.kind == "match" and on_paper is None:  # the page on which the last pair is seen to be the same
        return at.url
    return f"/d/{seen.number}/"


def frame_of(at: At) -> dict[str, Any]:
    """Return what stands on the page of every step."""
    seen = at.seen
    return {
        "seen": seen,
        "at": at,
        "step": at.step,
        "unit": at.unit,
        "unit_name": unit_name(seen, at.unit),
        "kind": kind_of(at.step, seen.state.procedure),
        "step_title": Titled(at.step.title, at.step.title_en),
        "facts": facts(seen),
        "saw": seen.state.saw(at.unit),
        "is_done": seen.state.done(at.step, at.unit) and not acts.again(seen, at.step, at.unit),
        "because": at.step.because,
        "made": _made(at),
        "halted": (at.step.id, at.unit) in seen.state.halted,
        "opened": seen.state.opened(),
        "deputies": acts.in_place(seen, at.step),
    }


def _made(at: At) -> tuple[str, Words] | None:
    """Return who did the step last on this unit, and when it was entered; nothing where nobody did."""
    stamps = at.seen.state.stamps.get((at.step.id, at.unit), ())
    if not stamps:
        return None
    last = stamps[-1]
    return at.seen.name(last.person).family, days.when(last.at.astimezone(JAPAN), at.seen.now.astimezone(JAPAN).date())


def _page(
    request: HttpRequest,
    at: At,
    shown: Page,
    form: StepForm,
    refusal: Refusal | None,
    on_paper: OnPaper | None,
    status: int = 200,
) -> HttpResponse:
    told = {**frame_of(at), **shown.context(at)}
    return page(request, shown.template, status, form=form, refusal=refusal, on_paper=on_paper, **told)
