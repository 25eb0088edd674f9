"""送出: begun by a person, carried out by the software or by hand; and what to do where nobody knows how it ended."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.gate.commands import StartRelease
from sekisho.gate.model import Unit
from sekisho.gate.naming import kind_of
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk.actions import acting as acts_of
from sekisho.web.desk.actions import releasing
from sekisho.web.desk.actions.telling import no_such_dispatch, unit_of
from sekisho.web.desk.exits.passwords import generate
from sekisho.web.desk.queries import acts, inspections
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.desk.queries.sendings import last_sending
from sekisho.web.desk.sending import can_send
from sekisho.web.desk.sources_in_force import digests
from sekisho.web.desk.steps import carry_key
from sekisho.web.desk.steps.page import At
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.words import Titled


class Posted(forms.Form):
    """By which proof a unit left, and how many envelopes were handed over, where a person took it out."""

    proof = forms.ChoiceField(choices=[("sent", ""), ("compared", ""), ("stated", "")], required=False)
    posted = forms.IntegerField(min_value=0, max_value=1_000_000, required=False)
    compared = forms.CharField(max_length=100, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def release(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Show what is to leave and to whom, and begin to send it."""
    seen = see(number, acting(request), clock.now())
    unit = unit_of(per, key)
    step = seen.state.procedure.release
    if unit not in set(seen.state.units(step)):
        raise no_such_dispatch()
    if request.method != "POST":
        return _page(request, seen, unit, acts.closed(seen, step, unit))
    form = Posted(request.POST)
    if not form.is_valid():
        return _page(request, seen, unit, None, 422)
    now = clock.now()
    in_force = digests(seen)
    command = StartRelease(step.id, unit, request.POST.get("saw", ""), posted=form.cleaned_data["posted"])
    try:
        if form.cleaned_data["proof"] == "sent" and "sent" in step.proofs and can_send():
            password = generate() if seen.row.protection == "at-release" else ""
            releasing.start(number, command, in_force, by=seen.actor, at=now, password=password)
        else:
            inner = {one: seen.state.outgoing(one) for one in seen.state.parcels(unit)}
            releasing.state_release(number, command, in_force, "stated", inner, by=seen.actor, at=now)
    except Refused as refused:
        again = see(number, acting(request), clock.now())
        return _page(request, again, unit, refused.refusal, refused.status)
    return redirect(f"/d/{number}/release/{per}/{key}/")


@sensitive_variables("password")
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
    refusal = acts.closed(seen, step, unit)
    if refusal is not None:
        raise Refused(refusal)
    told = releasing.show_password(sending.id, by=seen.actor, at=clock.now())
    at = At(seen, step, unit)
    return page(
        request,
        "desk/steps/carry_key.html",
        seen=seen,
        step=step,
        unit=unit,
        unit_name=seen.addressees[unit.id].name,
        kind=kind_of(step, seen.state.procedure),
        step_title=Titled(step.title, step.title_en),
        facts=facts(seen),
        saw=seen.state.saw(unit),
        form=carry_key.Way(at=at),
        refusal=None,
        is_done=False,
        because=step.because,
        password=told,
        **carry_key.context(at),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settle(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Say of a sending whose end nobody knows whether it left, after having found out."""
    seen = see(number, acting(request), clock.now())
    unit = unit_of(per, key)
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


def _page(request: HttpRequest, seen: Seen, unit: Unit, refusal: Refusal | None, status: int = 200) -> HttpResponse:
    step = seen.state.procedure.release
    keys = seen.state.parcels(unit)
    return page(
        request,
        "desk/release.html",
        status,
        seen=seen,
        unit=unit,
        unit_name=seen.addressees[unit.id].name if unit.per == "parcel" else unit.id,
        step=step,
        kind=kind_of(step, seen.state.procedure),
        step_title=Titled(step.title, step.title_en),
        facts=facts(seen),
        saw=seen.state.saw(unit),
        refusal=refusal,
        is_done=seen.state.done(step, unit),
        because=step.because,
        rows=[(seen.addressees[key], [one for one in seen.files[key] if one.state == "current"]) for key in keys],
        sends="sent" in step.proofs and can_send(),
        states="stated" in step.proofs or "compared" in step.proofs,
        sending=last_sending(seen.number, unit),
        inspection=inspections.last(seen.number),
        needs_posted=any(one.kind == "seal" for one in seen.state.procedure.before[step.id]),
    )
