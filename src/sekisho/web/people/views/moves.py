"""Moving people in bulk: the table out, the table in with what it changes, and all of it at once."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.bundle.model import BundleError
from sekisho.gate.model import Actor
from sekisho.gate.naming import ROLES
from sekisho.web import clock
from sekisho.web.people import actions, rules
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.moving import check_since
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import Day, MovesForm, tried
from sekisho.web.people.moving import HEADINGS, Move, Plan, plan, saw
from sekisho.web.people.queries import departments
from sekisho.web.people.queries import moves as asked
from sekisho.web.people.sheet import Row, read_rows
from sekisho.web.people.typed import TypedError
from sekisho.web.people.views.person import ROLL
from sekisho.web.people.workbook import moves_workbook
from sekisho.web.refusals import Refused
from sekisho.web.ui.pages import page
from sekisho.words import Titled, say

_MOST_BYTES = 10_000_000
_SALT, _HOUR = "people.moves", 3600
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@signed_in
def moves(request: HttpRequest) -> HttpResponse:
    """Offer the table, take it in, and show what it would change."""
    actor, today = acting(request).actor, clock.today()
    hold(rules.managing(actor, today))
    since = _next_april(today)
    if request.method != "POST":
        return _form(request, MovesForm(initial={"since": since.isoformat()}), since)
    form = MovesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, since)
    since = form.cleaned_data["since"]
    taken: list[Row] = []
    if not tried(form, lambda: taken.extend(_taken(form.cleaned_data["file"], since, actor))):
        return _form(request, form, since)
    found = plan(taken, asked.known(since), actor.person)
    return page(request, "people/moves_seen.html", 422 if found.faults else 200, **_shown(found, since, actor))


@require_safe
@signed_in
def sheet(request: HttpRequest) -> HttpResponse:
    """Give out the table with the posts of a day."""
    actor, today = acting(request).actor, clock.today()
    hold(rules.managing(actor, today))
    since = Day(required=False).clean(request.GET.get("since", "")) if _is_day(request) else None
    since = since or _next_april(today)
    data = moves_workbook(asked.numbered(since), list(departments().values()), clock.now())
    name = f"ido-{since.isoformat()}.xlsx"
    return HttpResponse(data, _XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_POST
@signed_in
def apply(request: HttpRequest) -> HttpResponse:
    """Move everybody as it was shown."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.managing(actor, now.date()))
    try:
        told = signing.loads(request.POST.get("moves", ""), salt=_SALT, max_age=_HOUR)
    except signing.BadSignature as error:
        raise Refused(rules.MOVED) from error
    if told["by"] != actor.person:
        raise Refused(rules.MOVED)
    since = date.fromisoformat(told["since"])
    listed = [Move(*one) for one in told["moves"]]
    try:
        count = actions.move_people(moves=listed, since=since, seen=told["seen"], by=actor, at=now)
    except TypedError as error:
        raise Refused(rules.MOVED) from error
    people = len({one.person for one in listed})
    return page(request, "people/moved.html", count=count, people=people, since=since, ways=[ROLL])


def _taken(file: UploadedFile, since: date, actor: Actor) -> tuple[Row, ...]:
    check_since(since, actor, clock.now())
    name = file.name or ""
    if (file.size or 0) > _MOST_BYTES:
        raise TypedError("file", say("ファイルが大きすぎます（{most}MBまで）。", most=_MOST_BYTES // 1_000_000))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(name).suffix.lower()}"
        with path.open("wb") as out:
            out.writelines(file.chunks())
        try:
            return read_rows(path, name, HEADINGS, HEADINGS)
        except BundleError as error:
            raise TypedError("file", error.sentence) from error


def _form(request: HttpRequest, form: MovesForm, since: date) -> HttpResponse:
    return page(request, "people/moves.html", 422 if form.errors else 200, form=form, since=since, ways=[ROLL])


def _shown(found: Plan, since: date, actor: Actor) -> dict[str, Any]:
    people = frozenset(one.person for one in found.moves)
    held = asked.posts_of(people, since)
    told = {
        "by": actor.person,
        "since": since.isoformat(),
        "seen": saw(held),
        "moves": [[one.person, one.post, one.department, one.role] for one in found.moves],
    }
    by_number, called, named = {one.number: one for one in held}, departments(), asked.told(people)
    rows = [
        {
            "number": named[one.person][0],
            "name": named[one.person][1],
            "before": by_number.get(one.post) if one.post is not None else None,
            "before_role": ROLES[by_number[one.post].role] if one.post in by_number else "",
            "department": called.get(one.department, ""),
            "role": ROLES[one.role] if one.role else "",
        }
        for one in found.moves
    ]
    return {
        "rows": rows,
        "plan": found,
        "since": since,
        "before_day": since - timedelta(days=1),
        "people": len(people),
        "ended": sum(1 for one in found.moves if one.post is not None),
        "given": sum(1 for one in found.moves if one.role),
        "faults": [(one, Titled(one.column)) for one in found.faults],
        "signed_moves": signing.dumps(told, salt=_SALT, compress=True) if found.moves else "",
        "ways": [ROLL],
    }


def _next_april(today: date) -> date:
    return date(today.year + (today >= date(today.year, 4, 1)), 4, 1)


def _is_day(request: HttpRequest) -> bool:
    try:
        date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return False
    return True
