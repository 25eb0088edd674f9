"""The viewer: one sheet or page of a file, with what hides in it made visible. Only what is served here counts as opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sekisho.gate.deciding.outcome import By, takes_part
from sekisho.gate.model import WHOLE
from sekisho.inspection.showing.model import Shown, part_with
from sekisho.web import clock
from sekisho.web.desk.actions.files import serve
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.queries.seeing import FileView, Seen, see
from sekisho.web.desk.showing import shown
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import number_in, page

ROWS, ASIDES = 200, 200


@require_GET
@signed_in
def part(request: HttpRequest, number: str, file: str, part: int) -> HttpResponse:
    """Show a sheet or page; a long sheet in slices, of which the last one read makes it opened."""
    seen = see(number, acting(request), clock.now())
    view, found = _found(seen, file, part)
    every = shown(view.shown).every_part
    first = number_in(request.GET, "from", 0)
    rows = found.rows(first, ROWS)
    beside = number_in(request.GET, "beside", 0)
    asides = found.asides(beside, ASIDES)
    more = beside + len(asides) < found.aside_count
    ends = first + len(rows) >= found.row_count and not more
    if ends:
        # With the last slice, so that a sheet of 10,000 rows is not opened by looking at its first 200.
        serve(number, file, part, by=seen.actor, at=clock.now())
    after = see(number, acting(request), clock.now())
    opened = after.state.served.get((seen.actor.person, view.parcel), set())
    return page(
        request,
        "desk/viewer.html",
        seen=seen,
        file=view,
        addressee=seen.addressees[view.parcel],
        part=found,
        rows=rows,
        asides=asides,
        asides_after=beside + ASIDES if more else None,
        first=first + 1,
        last=first + len(rows),
        before=max(0, first - ROWS) if first else None,
        after=first + ROWS if first + len(rows) < found.row_count else None,
        columns=_columns(found),
        parts=[(one, (view.digest, one.number) in opened) for one in every],
        next_part=next((one.number for one in every if one.number > part), None),
        next_file=_next_file(after, view),
    )


@require_GET
@signed_in
def picture(request: HttpRequest, number: str, file: str, part: int) -> HttpResponse:
    """Give the picture of a page."""
    seen = see(number, acting(request), clock.now())
    _, found = _found(seen, file, part)
    data = found.picture()
    if data is None:
        raise no_such_dispatch()
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "no-store"})


def _found(seen: Seen, file: str, part: int) -> tuple[FileView, Shown]:
    outside = takes_part(seen.state, By(seen.actor, seen.now))
    if outside is not None and outside.refusal is not None:  # who only oversees sees findings, and no files
        raise Refused(outside.refusal)
    view = next((one for views in seen.files.values() for one in views if one.id == file), None)
    if view is None or not view.shown:
        raise no_such_dispatch()
    found = part_with(shown(view.shown), part)
    if found is None:
        raise no_such_dispatch()
    return view, found


def _columns(part: Shown) -> list[tuple[int, bool]]:
    hidden = {number for number, _ in part.hidden_columns}
    return [(number, number in hidden) for number in part.used_columns]


def _next_file(seen: Seen, view: FileView) -> str:
    """Return the next file that this person has not opened yet; nothing where all are."""
    for key, item, part in seen.state.not_opened(seen.actor.person, WHOLE):
        for one in seen.files.get(key, ()):
            if one.digest == item and one.state == "current" and one.id != view.id:
                return f"/d/{seen.number}/files/{one.id}/{part}/"
    return ""
