"""指摘: understand one stop and end it, by mending, by answering, or by an exception that somebody else grants."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from sekisho.gate.deciding.findings import SECURITY
from sekisho.gate.roles import holds
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk.actions import acting as acts_of
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.queries import excerpts, findings, inspections, looks
from sekisho.web.desk.queries.halts import place
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page


class Written(forms.Form):
    """What somebody writes to a finding, and what content was before them."""

    text = forms.CharField(max_length=2000)
    saw = forms.CharField(max_length=100)


@require_safe
@signed_in
def listed(request: HttpRequest, number: str) -> HttpResponse:
    """Show every finding on the present content, what stops first."""
    seen = see(number, acting(request), clock.now())
    found = findings.on_dispatch(seen)
    rows = [(one, seen.addressees[one.parcel].name, place(one)) for one in found]
    open_ones = [one for one in found if one.state in {"open", "refused"}]
    return page(
        request,
        "desk/findings.html",
        seen=seen,
        rows=rows,
        open=len(open_ones),
        looks=looks.on_parcels(seen, seen.staying),
        inspection=inspections.last(number),
    )


@require_safe
@signed_in
def finding(request: HttpRequest, number: str, parcel: str, finding: str) -> HttpResponse:
    """Show one finding."""
    seen = see(number, acting(request), clock.now())
    return _page(request, seen, parcel, finding)


@require_POST
@signed_in
def answer(request: HttpRequest, number: str, parcel: str, finding: str) -> HttpResponse:
    """Answer a finding that asks."""
    return _written(request, (number, parcel, finding), "answer")


@require_POST
@signed_in
def ask(request: HttpRequest, number: str, parcel: str, finding: str) -> HttpResponse:
    """Ask for an exception from a finding that stops."""
    return _written(request, (number, parcel, finding), "ask")


@require_POST
@signed_in
def grant(request: HttpRequest, number: str, parcel: str, finding: str) -> HttpResponse:
    """Grant an exception."""
    return _written(request, (number, parcel, finding), "grant")


@require_POST
@signed_in
def refuse(request: HttpRequest, number: str, parcel: str, finding: str) -> HttpResponse:
    """Refuse an exception."""
    return _written(request, (number, parcel, finding), "refuse")


def _written(request: HttpRequest, where: tuple[str, str, str], verb: str) -> HttpResponse:
    number, parcel, mark = where
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    form = Written(request.POST)
    if not form.is_valid():
        return _page(request, seen, parcel, mark, empty=True, status=422)
    saw, text = form.cleaned_data["saw"], form.cleaned_data["text"]
    said = (number, parcel, mark, saw, text)
    try:
        if verb == "answer":
            acts_of.answer(*said, by=who.actor, at=now)
        elif verb == "ask":
            acts_of.ask_waiver(*said, by=who.actor, at=now)
        else:
            acts_of.decide_waiver(*said, grant=verb == "grant", by=who.actor, at=now)
    except Refused as refused:
        again = see(number, who, now)
        return _page(request, again, parcel, mark, refusal=refused.refusal, status=refused.status)
    return redirect(_next(see(number, who, now)))


def _next(seen: Seen) -> str:
    """Return the next finding that is open, or the dispatch."""
    still = [one for one in findings.on_dispatch(seen) if one.state in {"open", "refused"}]
    return f"/d/{seen.number}/findings/{still[0].url_part}" if still else f"/d/{seen.number}/"


def _page(
    request: HttpRequest,
    seen: Seen,
    parcel: str,
    mark: str,
    *,
    refusal: Refusal | None = None,
    empty: bool = False,
    status: int = 200,
) -> HttpResponse:
    found = findings.one(seen, parcel, mark) if parcel in seen.state.contents else None
    if found is None:
        raise no_such_dispatch()
    role = "security" if found.check in SECURITY else "chief"
    waiver = next(
        (one for one in reversed(seen.state.waivers) if (one.parcel, one.finding) == (parcel, mark) and not one.void),
        None,
    )
    return page(
        request,
        "desk/finding.html",
        status,
        seen=seen,
        one=found,
        addressee=seen.addressees[parcel].name,
        place=place(found),
        excerpt=excerpts.of_finding(found),
        saw=seen.state.basis(parcel),
        because=seen.state.procedure.of_kind("inspect")[0].because,
        gone=parcel in seen.state.gone,
        judge=role,
        may_judge=holds(seen.actor, role, seen.state.department, seen.on)
        and waiver is not None
        and waiver.asked_by != seen.actor.person,
        refusal=refusal,
        empty=empty,
        typed=request.POST.get("text", ""),
    )
