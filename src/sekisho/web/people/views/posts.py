"""Giving and ending posts, and naming deputies."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.gate.naming import ROLES
from sekisho.web import clock
from sekisho.web.people import actions, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import DeputyForm, EndForm, PostForm, tried
from sekisho.web.people.queries import departments
from sekisho.web.people.queries.persons import Whole, post, principal_of
from sekisho.web.people.queries.roll import PostView, everybody
from sekisho.web.people.views.person import about, seen
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody a post."""
    actor, now = acting(request).actor, clock.now()
    found = seen(actor, key)
    hold(rules.appointing(actor, found.person.alias, now.date()))
    told = {"department": found.home, "since": now.date().isoformat()}
    form = PostForm(departments(), request.POST if request.method == "POST" else None, initial=told)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.give_post(person=found.person.alias, **form.cleaned_data, by=actor, at=now))
    ):
        return redirect("people:person", key)
    return page(request, "people/give_post.html", 422 if form.errors else 200, form=form, **about(found))


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a post on a day."""
    actor, now = acting(request).actor, clock.now()
    one, found = _post(request, number)
    hold(rules.appointing(actor, one.person, now.date()))
    told = {"until": (one.until or now.date()).isoformat()}
    form = EndForm(request.POST if request.method == "POST" else None, initial=told)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.end_post(post=number, **form.cleaned_data, by=actor, at=now))
    ):
        return redirect("people:person", found.person.key)
    context = {"form": form, "post": one, "role": ROLES[one.role], **about(found)}
    return page(request, "people/end_post.html", 422 if form.errors else 200, **context)


@require_http_methods(["GET", "POST"])
@signed_in
def deputy(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody stand in for the holder of a post, for some days."""
    actor, now = acting(request).actor, clock.now()
    one, found = _post(request, number)
    hold(rules.deputising(actor, "", one.person, one.code, now.date()))
    others = [each for each in everybody() if each.alias not in {one.person, actor.person}]
    told = {"since": now.date().isoformat()}
    form = DeputyForm(others, request.POST if request.method == "POST" else None, initial=told)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.name_deputy(post=number, **form.cleaned_data, by=actor, at=now))
    ):
        return redirect("people:person", found.person.key)
    context = {"form": form, "post": one, "role": ROLES[one.role], **about(found)}
    return page(request, "people/deputy.html", 422 if form.errors else 200, **context)


@require_POST
@signed_in
def end_deputy(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody stand in no longer."""
    principal = principal_of(number)
    actions.end_deputy(deputy=number, by=acting(request).actor, at=clock.now())
    return redirect("people:person", principal.rpartition("/")[2])


def _post(request: HttpRequest, number: int) -> tuple[PostView, Whole]:
    found = post(number)
    hold(rules.opening(acting(request).actor, clock.today()))
    if found is None:
        raise Refused(rules.NOTHING)
    return found, seen(acting(request).actor, found.person.rpartition("/")[2])
