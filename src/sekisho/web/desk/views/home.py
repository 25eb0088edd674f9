"""自分の仕事: what waits for me now, first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.web import clock
from sekisho.web.desk.queries import lists
from sekisho.web.desk.work import work_of
from sekisho.web.people.access import acting, signed_in
from sekisho.web.ui.pages import page, page_number


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever acts."""
    now, who = clock.now(), acting(request)
    work = work_of(request, who.actor)
    return page(
        request,
        "desk/home.html",
        today=now.date(),
        waiting=lists.waiting(work.dispatches, now),
        sources=work.sources,
        elsewhere=work.elsewhere,
        total=work.count,
        strip=lists.deadlines(who.actor, now),
        sent=lists.sent_lately(who.actor, now),
    )


@require_safe
@signed_in
def dispatches(request: HttpRequest) -> HttpResponse:
    """Show every dispatch of the departments in which somebody holds a post."""
    now, who = clock.now(), acting(request)
    return page(request, "desk/dispatches.html", found=lists.of_departments(who.actor, now, page_number(request)))
