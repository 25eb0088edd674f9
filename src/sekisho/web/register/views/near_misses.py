"""Pages of near misses (ヒヤリ・ハット): half a minute to write one, how many there are, what came of mine."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.gate.model import Actor
from sekisho.japan.dates import fiscal_year
from sekisho.register.model import FAILURES
from sekisho.register.near_misses import Counted
from sekisho.web import clock
from sekisho.web.people import queries as people
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import tried
from sekisho.web.people.rules import is_security
from sekisho.web.refusals import Refused
from sekisho.web.register import periods, rules
from sekisho.web.register.actions import near_misses as acts
from sekisho.web.register.columns import columns
from sekisho.web.register.near_misses_forms import AnswerForm, NearMissForm
from sekisho.web.register.queries import near_misses
from sekisho.web.register.queries.near_misses import NearMissView
from sekisho.web.ui.pages import number_in, page, page_number
from sekisho.web.ui.parts import Link
from sekisho.words import say

REGISTER = Link(say("事故と再発防止策"), "/register/")
LIST = Link(say("ヒヤリ・ハット"), "/register/near-misses/")
_YEARS = 5


@require_safe
@signed_in
def listed(request: HttpRequest) -> HttpResponse:
    """Show how many there were by month and kind, what I wrote, and to whom it concerns what others wrote."""
    actor, today = _who(request)
    over = periods.asked(request, today)
    found = near_misses.counts(over.days)
    context = {
        "found": found,
        "kinds": _kinds(found),
        "chart": columns(found.months),
        "over": over,
        "periods": periods.offered(today, fiscal_year(today) - _YEARS),
        "mine": near_misses.written_by(actor),
        "others": near_misses.listed(actor, today, page_number(request)),
        "answers": is_security(actor, today),
        "ways": [REGISTER],
    }
    return page(request, "register/near_misses.html", **context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Write one: what, how, where, when, and a line if one likes."""
    actor, today = _who(request)
    offered = _departments(actor)
    if not offered:
        raise Refused(rules.NOT_OWN)
    told = {"on": today.isoformat(), "department": _home(request, offered)}
    form = NearMissForm(offered, request.POST if request.method == "POST" else None, initial=told)
    made: list[int] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: made.append(acts.write(told=form.told(), by=actor, at=clock.now())))
    ):
        response = redirect("register:near-miss", made[0])
        response["Location"] += "?done=written"
        return response
    return page(request, "register/near_miss_new.html", 422 if form.errors else 200, form=form, ways=[REGISTER, LIST])


@require_http_methods(["GET", "POST"])
@signed_in
def near_miss(request: HttpRequest, number: int) -> HttpResponse:
    """Show one with what came of it; the security office says that here."""
    actor, today = _who(request)
    view = near_misses.one(number, actor, today)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"text": view.answer})
    if request.method == "POST":
        hold(rules.answering(actor, today))
        if form.is_valid() and tried(form, lambda: _answer(request, view, actor, form)):
            return redirect("register:near-misses")
    context = {
        "view": view,
        "form": form if rules.answering(actor, today) is None else None,
        "done": view.mine and request.GET.get("done", "") == "written",
        "ways": [REGISTER, LIST],
    }
    return page(request, "register/near_miss.html", 422 if form.errors else 200, **context)


def _answer(request: HttpRequest, view: NearMissView, actor: Actor, form: AnswerForm) -> None:
    saw = number_in(request.POST, "saw", -1)
    acts.answer(number=view.number, saw=saw, text=form.cleaned_data["text"], by=actor, at=clock.now())


def _who(request: HttpRequest) -> tuple[Actor, date]:
    actor, today = acting(request).actor, clock.today()
    hold(rules.seeing(actor, today))
    return actor, today


def _kinds(found: Counted) -> list[dict[str, object]]:
    most = max((tally.total for _, tally in found.kinds), default=0)
    return [
        {
            "words": FAILURES[kind],
            "tally": tally,
            "stopped": round(tally.stopped / most * 100),
            "written": round(tally.total / most * 100) - round(tally.stopped / most * 100),
        }
        for kind, tally in found.kinds
    ]


def _departments(actor: Actor) -> dict[str, str]:
    """Return the departments of which somebody may write; the security office, who may be of none, of all."""
    today, called = clock.today(), people.departments()
    own = rules.own(actor, today)
    return {code: name for code, name in called.items() if is_security(actor, today) or code in own}


def _home(request: HttpRequest, offered: dict[str, str]) -> str:
    """Return the department that is preset: where somebody belongs, if it is offered."""
    belongs = acting(request).person.department
    return next((code for code, name in offered.items() if name == belongs), next(iter(offered), ""))
