"""通行手形 and チェックシート: the same page, after the release and before it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_safe

from sekisho.documents.passes.html import fragment
from sekisho.documents.passes.pdf import pdf
from sekisho.gate.model import Unit
from sekisho.web import clock
from sekisho.web.desk.actions.telling import no_such_dispatch, unit_of
from sekisho.web.desk.queries.passes import labels_of, pass_of, units_of
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.installation import installation
from sekisho.web.people.access import acting, signed_in
from sekisho.web.ui.language import current
from sekisho.web.ui.pages import page, page_number

LABELS = 120
"""Labels on one page of the browser: ten sheets of A4."""


@require_safe
@signed_in
def passes(request: HttpRequest, number: str) -> HttpResponse:
    """Show which passes a dispatch has; where it leaves as one, that one."""
    seen = see(number, acting(request), clock.now())
    found = units_of(seen)
    if len(found) == 1:
        unit = found[0][0]
        return redirect(f"/d/{number}/pass/{unit.per}/{unit.id or 'all'}/")
    return page(request, "desk/passes.html", seen=seen, units=found)


@require_safe
@signed_in
def one(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Show the pass of one unit."""
    seen = see(number, acting(request), clock.now())
    unit = _unit(seen, per, key)
    told = pass_of(seen, unit, _address(number))
    body = mark_safe(fragment(told, current()))  # noqa: S308  every text in it is escaped where it is made
    return page(request, "desk/pass.html", seen=seen, unit=unit, has_left=told.has_left, body=body)


@require_GET
@signed_in
def as_pdf(request: HttpRequest, number: str, per: str, key: str) -> HttpResponse:
    """Give the pass of one unit as a PDF."""
    seen = see(number, acting(request), clock.now())
    unit = _unit(seen, per, key)
    told = pass_of(seen, unit, _address(number))
    name = f"{'pass' if told.has_left else 'checksheet'}-{number}-{unit.id or 'all'}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(pdf(told, current()), content_type="application/pdf", headers=headers)


def _unit(seen: Seen, per: str, key: str) -> Unit:
    unit = unit_of(per, key)
    if unit not in {found for found, _, _ in units_of(seen)}:
        raise no_such_dispatch()
    return unit


def _address(number: str) -> str:
    return f"{installation().options.address}/d/{number}/"


@require_safe
@signed_in
def labels(request: HttpRequest, number: str) -> HttpResponse:
    """Show the label of each parcel: to whom it goes, and the code that document and envelopes bear, to be scanned."""
    seen = see(number, acting(request), clock.now())
    found = labels_of(seen)
    if not found:
        raise no_such_dispatch()
    turns = Paginator(found, LABELS).get_page(page_number(request))
    return page(request, "desk/labels.html", seen=seen, found=turns, total=len(found))
