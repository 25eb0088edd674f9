"""Sections and their names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sekisho.web import clock
from sekisho.web.people import actions, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import DepartmentForm, NewDepartment, tried
from sekisho.web.people.queries.roll import department_list
from sekisho.web.people.views.person import ROLL
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.web.ui.parts import Link
from sekisho.words import say


@require_http_methods(["GET", "POST"])
@signed_in
def departments(request: HttpRequest) -> HttpResponse:
    """Show the sections, and add one."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.managing(actor, now.date()))
    form = NewDepartment(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.add_department(**form.cleaned_data, by=actor, at=now))
    ):
        return redirect("people:departments")
    context = {"form": form, "rows": department_list(now.date()), "ways": [ROLL]}
    return page(request, "people/departments.html", 422 if form.errors else 200, **context)


@require_http_methods(["GET", "POST"])
@signed_in
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Give a section another name."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.managing(actor, now.date()))
    found = next((one for one in department_list(now.date()) if one.code == code), None)
    if found is None:
        raise Refused(rules.NOTHING)
    told = {"name": found.name, "short": found.short}
    form = DepartmentForm(request.POST if request.method == "POST" else None, initial=told)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.rename_department(code=code, **form.cleaned_data, by=actor, at=now))
    ):
        return redirect("people:departments")
    context = {"form": form, "one": found, "ways": [ROLL, Link(say("課"), "/people/departments/")]}
    return page(request, "people/rename.html", 422 if form.errors else 200, **context)
