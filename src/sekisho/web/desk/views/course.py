"""The course of a dispatch: back, out, ended, into other hands. Each with its reason, which is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sekisho.gate.model import WHOLE, Unit
from sekisho.gate.naming import ROLES, kind_of
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk.actions import acting as acts_of
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.queries import SignedIn, staff_of
from sekisho.web.refusals import Refused, refuse
from sekisho.web.ui.pages import page
from sekisho.words import say

_Act = Callable[[HttpRequest, Seen, SignedIn, str], object]


def _send_back(request: HttpRequest, seen: Seen, who: SignedIn, reason: str) -> object:
    key = request.POST.get("parcel", "")
    unit = Unit("parcel", key) if key else WHOLE
    step = request.POST.get("step", "")
    return acts_of.send_back(seen.number, step, unit, reason, by=who.actor, at=clock.now())


def _withdraw(request: HttpRequest, seen: Seen, who: SignedIn, reason: str) -> object:
    return acts_of.withdraw(seen.number, request.POST.get("parcel", ""), reason, by=who.actor, at=clock.now())


def _abandon(_request: HttpRequest, seen: Seen, who: SignedIn, reason: str) -> object:
    return acts_of.abandon(seen.number, reason, by=who.actor, at=clock.now())


def _reassign(request: HttpRequest, seen: Seen, who: SignedIn, reason: str) -> object:
    role, person = request.POST.get("role", ""), _somebody(request, seen)
    return acts_of.reassign(seen.number, role, person, reason, by=who.actor, at=clock.now())


def _hand_over(request: HttpRequest, seen: Seen, who: SignedIn, reason: str) -> object:
    return acts_of.hand_over(seen.number, _somebody(request, seen), reason, by=who.actor, at=clock.now())


def _put_aside(_request: HttpRequest, seen: Seen, who: SignedIn, reason: str) -> object:
    return acts_of.put_aside(seen.number, seen.state.opened() or WHOLE, reason, by=who.actor, at=clock.now())


_ACTS: Mapping[str, _Act] = {
    "send-back": _send_back,
    "withdraw": _withdraw,
    "abandon": _abandon,
    "reassign": _reassign,
    "hand-over": _hand_over,
    "put-aside": _put_aside,
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def course(request: HttpRequest, number: str) -> HttpResponse:
    """Show what may be done with a dispatch beside its steps, and do it."""
    who = acting(request)
    seen = see(number, who, clock.now())
    if request.method != "POST":
        return _page(request, seen, None)
    act = _ACTS.get(request.POST.get("act", ""))
    try:
        if act is None:
            raise refuse("there", say("何をするかが選ばれていません。"), say("一つ選んでから押してください。"), 422)
        act(request, seen, who, request.POST.get("reason", ""))
    except Refused as refused:
        return _page(request, see(number, who, clock.now()), refused.refusal, refused.status)
    return redirect(f"/d/{number}/")


def _somebody(request: HttpRequest, seen: Seen) -> str:
    """Return the colleague that was chosen: nobody else can be given anything."""
    person = request.POST.get("person", "")
    return person if person in {one.alias for one in staff_of(seen.state.department, seen.on)} else ""


def _page(request: HttpRequest, seen: Seen, refusal: Refusal | None, status: int = 200) -> HttpResponse:
    state = seen.state
    release = state.procedure.release
    back = [
        (one.id, kind_of(one, state.procedure))
        for one in state.procedure.steps
        if one.kind not in {"brief", "release"} and release not in state.procedure.before[one.id]
    ]
    return page(
        request,
        "desk/course.html",
        status,
        seen=seen,
        facts=facts(seen),
        refusal=refusal,
        steps=back,
        parcels=[
            (key, seen.addressees[key].name)
            for key, one in state.contents.items()
            if not one.withdrawn and key not in state.gone
        ],
        roles=[
            (role, ROLES[role])
            for role in dict.fromkeys(role for one in state.procedure.steps for role in one.by)
            if role != "engine"
        ],
        staff=staff_of(state.department, seen.on),
        opened=state.opened(),
        chosen=request.POST.get("act", ""),
        typed=request.POST.get("reason", ""),
    )
