"""Going on after something did not match or does not close, and laying aside what is open: each with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sekisho.gate.model import Stamp, Unit
from sekisho.gate.roles import holds
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.clock import JAPAN
from sekisho.web.desk.actions import acting as acts_of
from sekisho.web.desk.actions.telling import no_such_dispatch, unit_of
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.desk.queries.summary import unit_name
from sekisho.web.desk.steps import fields
from sekisho.web.desk.steps.page import At
from sekisho.web.desk.views.step import frame_of
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.middleware import SECOND
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.web.ui.parts import Count
from sekisho.words import say


class Looked(forms.Form):
    """What another person saw."""

    reason = fields.reason(say("何が違ったか、どう確かめたか"))


class Why(forms.Form):
    """Why the counts do not close."""

    reason = fields.reason(say("差の理由（後から読む人に分かるように）"))


class WhyAside(forms.Form):
    """Why something is laid aside."""

    reason = fields.reason(say("いったん閉じる理由"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def resume(request: HttpRequest, number: str, step: str, per: str, key: str) -> HttpResponse:
    """Go on with what did not match: another person has looked at it, and says what was seen."""
    at = _at(request, number, step, per, key)
    if (at.step.id, at.unit) not in at.seen.state.halted:
        return redirect(at.url)
    form = Looked(request.POST or None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts_of.resume(number, step, at.unit, form.cleaned_data["reason"], by=at.seen.actor, at=clock.now())
            except Refused as refused:
                refusal, status = refused.refusal, refused.status
            else:
                request.session.pop(SECOND, None)  # the second person has done what they stepped in for
                return redirect(at.url)
    told = frame_of(at)
    return page(request, "desk/resume.html", status, form=form, refusal=refusal, here_resume=at.resume_url, **told)


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody counted, as an equation."""

    name: str
    at: datetime
    counts: tuple[Count, ...]
    difference: int

    @property
    def over(self) -> int:
        """By how many pieces there are too many."""
        return -self.difference


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def explain(request: HttpRequest, number: str, step: str, per: str, key: str) -> HttpResponse:
    """Give the section chief's reason for a count that does not close."""
    at = _at(request, number, step, per, key)
    seen, place = at.seen, (at.step.id, at.unit)
    if place not in seen.state.differences:
        return redirect(at.url)
    form = Why(request.POST or None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                acts_of.explain_difference(
                    number, step, at.unit, form.cleaned_data["reason"], by=seen.actor, at=clock.now()
                )
            except Refused as refused:
                refusal, status = refused.refusal, refused.status
            else:
                return redirect(f"/d/{number}/")
    counted = [_counted(seen, one) for one in seen.state.stamps.get(place, ())]
    return page(
        request,
        "desk/explain.html",
        status,
        seen=seen,
        unit_name=unit_name(seen, at.unit),
        counted=counted,
        form=form,
        refusal=refusal,
        closed=_not_chief(seen),
    )


def _not_chief(seen: Seen) -> Refusal | None:
    if holds(seen.actor, "chief", seen.state.department, seen.on):
        return None
    return Refusal("chief", say("数の違いの理由を書けるのは課長だけです。"), say("課長に頼んでください。"))


def _counted(seen: Seen, stamp: Stamp) -> Counted:
    told = {key: value for key, value in stamp.answer.items() if isinstance(value, int)}
    withdrawn = stamp.answer.get("withdrawn")
    taken = len(withdrawn) if isinstance(withdrawn, list) else 0
    counts = (
        Count(say("印刷"), told.get("printed", 0)),
        Count(say("引抜き"), taken, sign="−"),
        Count(say("再作成"), told.get("reprinted", 0), sign="＋"),
        Count(say("封入"), told.get("enclosed", 0), sign="＝", state="open"),
    )
    return Counted(seen.name(stamp.person).name, stamp.at.astimezone(JAPAN), counts, told.get("difference", 0))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def aside(request: HttpRequest, number: str) -> HttpResponse:
    """Close the one unit that is open without finishing it, so that another one may be opened."""
    seen = see(number, acting(request), clock.now())
    form = WhyAside(request.POST or None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            unit = unit_of(request.POST.get("per", ""), request.POST.get("key", ""))
            try:
                acts_of.put_aside(number, unit, form.cleaned_data["reason"], by=seen.actor, at=clock.now())
            except Refused as refused:
                refusal, status = refused.refusal, refused.status
            else:
                return redirect(f"/d/{number}/")
    opened: Unit | None = seen.state.opened()
    return page(
        request,
        "desk/aside.html",
        status,
        seen=seen,
        opened=opened,
        unit_name=unit_name(seen, opened) if opened else "",
        form=form,
        refusal=refusal,
    )


def _at(request: HttpRequest, number: str, step: str, per: str, key: str) -> At:
    seen = see(number, acting(request), clock.now())
    found, unit = seen.state.procedure.by_id.get(step), unit_of(per, key)
    if found is None or unit.per != found.per or unit not in set(seen.state.units(found)):
        raise no_such_dispatch()
    return At(seen, found, unit)
