"""送付案件: where it stands, and what stops it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.web import clock
from sekisho.web.desk.queries import acts, findings, history, inspections, looks, path, table
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.halts import halts
from sekisho.web.desk.queries.seeing import see
from sekisho.web.people.access import acting, signed_in
from sekisho.web.ui.pages import page, page_number


@require_safe
@signed_in
def dispatch(request: HttpRequest, number: str) -> HttpResponse:
    """Show a dispatch."""
    # First: one that ends while the rest is read is then still looked after by the page, which comes anew when it is over.
    inspection = inspections.last(number)
    seen = see(number, acting(request), clock.now())
    stopping = halts(seen, findings.on_dispatch(seen))
    return page(
        request,
        "desk/dispatch.html",
        seen=seen,
        facts=facts(seen),
        halts=stopping,
        labelled=any(one.code for one in seen.addressees.values()),
        stopped=any(one.kind == "stop" for one in stopping),
        acts=acts.acts(seen),
        gates=path.gates(seen),
        because=sorted({one for step in seen.state.procedure.steps for one in step.because}),
        table=table.table(seen, page_number(request)),
        history=history.history(seen),
        inspection=inspection,
        unable=looks.on_parcels(seen, seen.staying).unable,
    )


@require_safe
@signed_in
def progress(request: HttpRequest, number: str) -> HttpResponse:
    """Show how far the inspection is; once it has ended, let the whole page be fetched anew."""
    see(number, acting(request), clock.now())
    inspection = inspections.last(number)
    if inspection is None or not inspection.live:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return page(request, "desk/_progress.html", seen={"number": number}, inspection=inspection)
