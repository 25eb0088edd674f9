"""The page of the register: every incident of a year with its measures, and how each of them stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.japan.dates import fiscal_year
from sekisho.register.model import STATES
from sekisho.web import clock
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.rules import is_security
from sekisho.web.register import periods, rules
from sekisho.web.register.charts import spark
from sekisho.web.register.queries import incidents
from sekisho.web.register.queries.incidents import IncidentView, MeasureView
from sekisho.web.ui.pages import number_in, page


@require_safe
@signed_in
def register(request: HttpRequest) -> HttpResponse:
    """Show the incidents of a year; which year, and over which days is counted, stands in the address."""
    actor, today = acting(request).actor, clock.today()
    hold(rules.seeing(actor, today))
    there = incidents.years()
    year = _year(request, there, today)
    over = periods.asked(request, today)
    views = incidents.of_year(year, over.days, actor, today)
    measures = [one for view in views for one in view.measures]
    context = {
        "year": year,
        "title": periods.title_of(year),
        "years": [(one, periods.title_of(one)) for one in sorted({*there, year}, reverse=True)],
        "over": over,
        "periods": periods.offered(today, min([*there, year])),
        "incidents": [_shown(one) for one in views],
        "counts": _counts(measures),
        "stops": sum(one.standing.stops for one in measures),
        "measures": len(measures),
        "may_import": is_security(actor, today),
        "may_enter": bool(rules.own(actor, today)) or is_security(actor, today),
    }
    return page(request, "register/register.html", **context)


def shown_measure(one: MeasureView) -> dict[str, Any]:
    """Return a measure as a row shows it."""
    return {"view": one, "state": STATES[one.standing.state], "spark": spark(one.standing.months)}


def _shown(view: IncidentView) -> dict[str, Any]:
    return {"view": view, "measures": [shown_measure(one) for one in view.measures]}


def _counts(measures: Sequence[MeasureView]) -> list[tuple[str, Any, int]]:
    found = Counter(one.standing.state for one in measures)
    order = ("done", "exceptions", "no-occasion", "words-only")
    return [(key, STATES[key], found[key]) for key in order]  # type: ignore[index]


def _year(request: HttpRequest, there: Sequence[int], today: date) -> int:
    year = number_in(request.GET, "year", 0)
    return year if periods.known(year, today) else there[0] if there else fiscal_year(today)
