"""The list of the staff."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.gate.naming import ROLES
from sekisho.web import clock
from sekisho.web.people import rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.queries import departments
from sekisho.web.people.queries.roll import roll as found_in
from sekisho.web.ui.pages import number_in, page


@require_http_methods(["GET", "POST"])
@signed_in
def roll(request: HttpRequest) -> HttpResponse:
    """Show who is there. What is searched for is posted: a name does not belong into an address."""
    actor, today = acting(request).actor, clock.today()
    hold(rules.opening(actor, today))
    manages = rules.managing(actor, today) is None
    seen = None if manages else rules.sections(actor, today)
    called = {code: name for code, name in departments().items() if seen is None or code in seen}
    text, department = request.POST.get("text", "").replace("\0", "").strip()[:60], request.POST.get("department", "")
    at = number_in(request.POST, "page", 1)
    found = found_in(seen, department if department in called else "", text, today, at)
    rows = [{"row": one, "posts": [(post, ROLES[post.role]) for post in one.posts]} for one in found.rows]
    context = {"rows": rows, "found": found, "departments": called, "text": text, "department": department}
    return page(request, "people/roll.html", **context, manages=manages, today=today)
