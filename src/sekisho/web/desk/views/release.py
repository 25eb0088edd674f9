"""送出: begun by a person, carried out by the software or by hand; and what to do where nobody knows how it ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.gate.commands import StartRelease
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk.actions import acting as acts_of
from sekisho.web.desk.actions import releasing
from sekisho.web.desk.actions.telling import no_such_dispatch, unit_of
from sekisho.web.desk.exits.passwords import generate
from sekisho.web.desk.queries import acts, inspections
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import see
from sekisho.web.desk.queries.sendings import last_sending
from sekisho.web.desk.sources_in_force import digests
from sekisho.web.desk.steps import carry_key
from sekisho.web.desk.steps.leaving import Leaving
from sekisho.web.desk.steps.page import At
from sekisho.web.desk.steps.paper import OnPaper
from sekisho.web.desk.views.step import base_of, frame_of, on_paper_of
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused, refuse
from sekisho.web.ui.pages import page
from sekisho.words import say

_SHOWN = 50
"""Parcels of a lot that stand on the page one by one."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def release(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Show what is to leave and to whom; begin to send it, or record that a person took it out, and by which proof."""
    seen = see(number, acting(request), clock.now())
    unit = unit_of(per, key)
    step = seen.state.procedure.release
    if unit not in set(seen.state.units(step)):
        raise no_such_dispatch()
    at = At(seen, step, unit)
    on_paper = on_paper_of(request, at)
    form = Leaving(request.POST or None, request.FILES or None, at=at)
    if request.method != "POST":
        closed = None if on_paper or (form.by_hand and form.begun) else acts.closed(seen, step, unit)
        return _page(request, at, form, closed, on_paper)
    if not form.is_valid() or (on_paper is not None and not on_paper.is_valid()):
        return _page(request, at, form, None, on_paper, 422)
    base = base_of(request, at, on_paper)
    try:
        _leave(at, StartRelease(**base, posted=form.cleaned_data.get("posted")), form)
    except Refused as refused:
        again = At(see(number, acting(request), clock.now()), step, unit)
        if refused.refusal.rule == "matches":
            form = Leaving(at=again)
        return _page(request, again, form, refused.refusal, on_paper, refused.status)
    return redirect(f"/d/{number}/" if form.by_hand else at.url)


def _leave(at: At, command: StartRelease, form: Leaving) -> None:
    """Begin to send by the software, or record what a person did."""
    seen, now = at.seen, clock.now()
    if not form.by_hand:
        password = generate() if seen.row.protection == "at-release" else ""
        releasing.start(seen.number, command, digests(seen), by=seen.actor, at=now, password=password)
        return
    releasing.state_release(
        seen.number,
        command,
        digests(seen),
        form.proof,
        form.found,
        begun=form.begun,
        by=seen.actor,
        at=now,
    )


@sensitive_variables("told_once")
@require_POST
@signed_in
def password(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Show the password of a sending, once, to whoever is to carry it another way."""
    seen = see(number, acting(request), clock.now())
    unit = unit_of(per, key)
    step = next((one for one in seen.state.procedure.of_kind("key") if unit in set(seen.state.units(one))), None)
    sending = last_sending(number, unit)
    if step is None or sending is None:
        raise no_such_dispatch()
    if seen.state.done(step, unit):  # nobody carries it any more: who is offered nothing is refused nothing either
        raise refuse(
            "not_done",
            say("この送付物のパスワードは、もう伝えたと記録されています。"),
            say("相手が開けないときは、決裁者に相談し、送り直す案件を起案してください。"),
        )
    refusal = acts.closed(seen, step, unit)
    if refusal is not None:
        raise Refused(refusal)
    told_once = releasing.show_password(sending.id, by=seen.actor, at=clock.now())
    at = At(seen, step, unit)
    told = {**frame_of(at), **carry_key.context(at)}
    form = carry_key.Way(at=at)
    return page(request, "desk/steps/carry_key.html", form=form, refusal=None, password=told_once, **told)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Say of a sending whose end nobody knows whether it left, after having found out."""
    seen = see(number, acting(request), clock.now())
    unit = unit_of(per, key)
    leaving = seen.state.leaving.get(unit)
    if leaving is None or leaving.phase != "unknown":
        raise no_such_dispatch()
    if request.method == "POST":
        left = request.POST.get("left")
        if left in {"yes", "no"}:
            reason = request.POST.get("reason", "")
            acts_of.settle_release(number, unit, reason, left=left == "yes", by=seen.actor, at=clock.now())
            return redirect(f"/d/{number}/")
    return page(
        request,
        "desk/settle.html",
        422 if request.method == "POST" else 200,
        seen=seen,
        unit=unit,
        facts=facts(seen),
        addressees=[seen.addressees[one] for one in seen.state.on_its_way(unit)],
        sending=last_sending(number, unit),
        typed=request.POST.get("reason", ""),
    )


def _page(
    request: HttpRequest, at: At, form: Leaving, refusal: Refusal | None, on_paper: OnPaper | None, status: int = 200
) -> HttpResponse:
    seen, unit = at.seen, at.unit
    rows = [(seen.addressees[key], [one for one in seen.files[key] if one.state == "current"]) for key in at.keys]
    return page(
        request,
        "desk/release.html",
        status,
        **frame_of(at),
        refusal=refusal,
        on_paper=on_paper,
        form=form,
        rows=rows[:_SHOWN],
        more=max(0, len(rows) - _SHOWN),
        sending=last_sending(seen.number, unit),
        inspection=inspections.last(seen.number),
    )
