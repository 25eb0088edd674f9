"""The page of one person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.gate.model import Actor
from sekisho.gate.naming import ROLES
from sekisho.web import clock
from sekisho.web.people import actions, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import NewPerson, PersonForm, tried
from sekisho.web.people.queries import departments
from sekisho.web.people.queries.persons import Whole, whole
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.web.ui.parts import Link
from sekisho.words import say

ROLL = Link(say("職員"), "/people/")


@require_safe
@signed_in
def person(request: HttpRequest, key: str) -> HttpResponse:
    """Show somebody with posts, deputies and training, and to the security office their accounts."""
    actor = acting(request).actor
    return page(request, "people/person.html", **shown(seen(actor, key), actor))


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Add somebody."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.managing(actor, now.date()))
    form = NewPerson(departments(), request.POST if request.method == "POST" else None)
    made: list[str] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: made.append(actions.add_person(**form.cleaned_data, by=actor, at=now)))
    ):
        return redirect("people:person", made[0].rpartition("/")[2])
    return page(request, "people/new.html", 422 if form.errors else 200, form=form, ways=[ROLL])


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Write down another name, section or address."""
    actor, now = acting(request).actor, clock.now()
    found = seen(actor, key)
    hold(rules.managing(actor, now.date()))
    view = found.person
    told = {"name": view.name, "family": view.family, "home": found.home, "mail": view.mail}
    form = PersonForm(departments(), request.POST if request.method == "POST" else None, initial=told)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.change_person(person=view.alias, **form.cleaned_data, by=actor, at=now))
    ):
        return redirect("people:person", key)
    return page(request, "people/change.html", 422 if form.errors else 200, form=form, **about(found))


def seen(actor: Actor, key: str) -> Whole:
    """Return somebody whom the one who acts may see.

    Raises:
        Refused: there is nobody, or they may not.

    """
    today = clock.today()
    hold(rules.opening(actor, today))
    found = whole(f"staff/{key}")
    if found is None:
        raise Refused(rules.NOBODY)
    hold(rules.seeing(actor, found.sections(today), today))
    return found


def about(found: Whole) -> dict[str, Any]:
    """Return what every page about somebody says first: who it is, and the way back."""
    return {
        "who": found.person,
        "whole": found,
        "ways": [ROLL, Link(found.person.name, f"/people/staff/{found.person.key}/")],
    }


def shown(found: Whole, actor: Actor) -> dict[str, Any]:
    """Return somebody as a template shows them, with what the one who acts may do."""
    today, alias = clock.today(), found.person.alias
    manages = rules.managing(actor, today) is None
    appoints = rules.appointing(actor, alias, today) is None
    posts = [
        {
            "post": one,
            "role": ROLES[one.role],
            "state": "over" if one.is_over(today) else "now" if one.holds(today) else "later",
            "may_end": appoints and not one.is_over(today),
            "may_deputise": rules.deputising(actor, "", alias, one.code, today) is None and not one.is_over(today),
        }
        for one in found.posts
    ]
    deputies = [
        {
            "deputy": one,
            "role": ROLES[one.post.role],
            "over": one.is_over(today),
            "may_end": not one.is_over(today) and rules.ending_deputy(actor, one.post.code, today) is None,
        }
        for one in (*found.absent, *found.stands_in)
    ]
    return {
        **about(found),
        "ways": [ROLL],
        "posts": posts,
        "deputies": deputies,
        "training": [(one, one.state(today)) for one in found.training],
        "manages": manages,
        "appoints": appoints,
        "trains": rules.training(actor, alias, found.sections(today), today) is None,
        "cares": rules.account(actor, alias, today) is None,
        "today": today,
    }
