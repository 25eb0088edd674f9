"""Recording training."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.web import clock
from sekisho.web.people import actions, courses, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import TrainingForm, tried
from sekisho.web.people.queries import departments
from sekisho.web.people.queries.persons import owner_of_training
from sekisho.web.people.queries.roll import section_staff
from sekisho.web.people.views.person import ROLL
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page


@require_http_methods(["GET", "POST"])
@signed_in
def record(request: HttpRequest) -> HttpResponse:
    """Record a course for several people of a section at once."""
    actor, now = acting(request).actor, clock.now()
    today = now.date()
    hold(rules.opening(actor, today))
    own = None if rules.managing(actor, today) is None else rules.sections(actor, today)
    called = {code: name for code, name in departments().items() if own is None or code in own}
    asked = request.GET.get("department", "")
    section = asked if asked in called else next(iter(called), "")
    people = [one for one in section_staff([section], today) if one.alias != actor.person]
    told = {"done_on": today.isoformat()}
    form = TrainingForm(courses.offered(), people, request.POST if request.method == "POST" else None, initial=told)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.record_trainings(**form.cleaned_data, by=actor, at=now))
    ):
        count = len(form.cleaned_data["people"])
        fresh = TrainingForm(courses.offered(), people, initial=told)
        return _page(request, fresh, section, called, recorded=count, course=form.cleaned_data["course"])
    return _page(request, form, section, called)


@require_POST
@signed_in
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was recorded by mistake."""
    owner = owner_of_training(number)
    if not owner:
        raise Refused(rules.NOTHING)
    actions.withdraw_training(training=number, by=acting(request).actor, at=clock.now())
    return redirect("people:person", owner.rpartition("/")[2])


def _page(
    request: HttpRequest, form: TrainingForm, section: str, called: dict[str, str], **told: object
) -> HttpResponse:
    context = {"form": form, "section": section, "departments": called, "courses": courses.offered(), "ways": [ROLL]}
    return page(request, "people/training.html", 422 if form.errors else 200, **context, **told)
