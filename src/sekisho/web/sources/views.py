"""Pages of registered lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.bundle.model import SourceKind
from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.queries import NOBODY, departments, departments_of
from sekisho.web.refusals import Refused
from sekisho.web.sources import actions, queries, rules
from sekisho.web.sources.comparing import SECTIONS, Comparison
from sekisho.web.sources.forms import Columns, Reason, Upload, field_of, put_error
from sekisho.web.sources.intake import IntakeError
from sekisho.web.sources.words import KINDS, MEANINGS, STATES, column_words
from sekisho.web.ui.pages import page, page_number
from sekisho.web.ui.parts import Link
from sekisho.words import Sentence, say

_SECTIONS: Mapping[str, Sentence] = {
    "added": say("増えた行"),
    "removed": say("なくなった行"),
    "changed": say("変わった行"),
}


@require_safe
@signed_in
def lists(request: HttpRequest) -> HttpResponse:
    """Show what is in force in the reader's departments, and what waits."""
    actor, today = _actor(request), clock.today()
    own = [one for one in departments_of(actor, today) if rules.belongs(actor, one, today)]
    found = queries.lists(own, actor)
    people = queries.people([view for one in found for view in (one.in_force, one.waiting)])
    called = departments()
    rows = [
        {
            "list": one,
            "title": KINDS[one.kind],
            "meaning": MEANINGS[one.kind],
            "supplied": people.get(one.in_force.supplied_by, NOBODY) if one.in_force else NOBODY,
            "decided": people.get(one.in_force.decided_by, NOBODY) if one.in_force else NOBODY,
            "waits_for": people.get(one.waiting.supplied_by, NOBODY) if one.waiting else NOBODY,
            "age": one.in_force.age(today) if one.in_force else 0,
        }
        for one in found
    ]
    groups = [
        {"name": called.get(code, code), "rows": [row for row in rows if _list(row).department == code]} for code in own
    ]
    return page(request, "sources/lists.html", groups=groups)


@require_safe
@signed_in
def history(request: HttpRequest, department: str, kind: str) -> HttpResponse:
    """Show every version of one list."""
    _kind(request, department, kind)
    number = page_number(request)
    found, last = queries.history(department, cast("SourceKind", kind), number)
    people = queries.people(found)
    rows = [
        {
            "view": one,
            "state": STATES[one.state],
            "supplied": people.get(one.supplied_by, NOBODY),
            "decided": people.get(one.decided_by, NOBODY),
        }
        for one in found
    ]
    context = {"rows": rows, "number": min(number, last), "last": last, "turns": _turns(request.path, number, last, {})}
    return page(request, "sources/history.html", **_about(department, kind), **context)


@require_http_methods(["GET", "POST"])
@signed_in
def upload(request: HttpRequest, department: str, kind: str) -> HttpResponse:
    """Take a list in, and go on to its columns."""
    actor = _kind(request, department, kind)
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    most = installation().options.upload_megabytes
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = actions.take_in(
                department=department,
                kind=cast("SourceKind", kind),
                as_of=form.cleaned_data["as_of"],
                name=file.name,
                chunks=file.chunks(),
                most=most * 1_000_000,
                by=actor,
                at=clock.now(),
            )
        except IntakeError as error:
            put_error(form, error)
        else:
            return redirect("sources:columns", draft)
    context = {"form": form, "most": most, "meaning": MEANINGS[cast("SourceKind", kind)]}
    return page(request, "sources/upload.html", 422 if form.errors else 200, **_about(department, kind), **context)


@require_http_methods(["GET", "POST"])
@signed_in
def columns(request: HttpRequest, draft: str) -> HttpResponse:
    """Show which columns were recognised, and let them be corrected."""
    actor = _actor(request)
    view = queries.draft(draft, actor, clock.today())
    form = Columns(view.kind, view.recognised.headings, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(draft=draft, chosen=form.chosen(), by=actor, at=clock.now())
        except IntakeError as error:
            put_error(form, error)
        else:
            fresh = queries.draft(draft, actor, clock.today())
            return redirect("sources:columns" if fresh.recognised.problem else "sources:draft-difference", draft)
    problem = view.recognised.problem
    rows = [
        {
            "heading": one,
            "field": form[field_of(one.place)],
            "problem": problem.told if problem and problem.place == one.place and not form.errors else None,
        }
        for one in view.recognised.headings
    ]
    context = {"view": view, "rows": rows, "problem": problem, "form": form}
    return page(
        request, "sources/columns.html", 422 if form.errors else 200, **_about(view.department, view.kind), **context
    )


@require_safe
@signed_in
def draft_difference(request: HttpRequest, draft: str) -> HttpResponse:
    """Show what a draft changes, to whoever may propose it."""
    actor, today = _actor(request), clock.today()
    view = queries.draft(draft, actor, today)
    against, found = queries.draft_comparison(draft, actor, today, request.GET.get("section", ""), page_number(request))
    context = {"view": view, "against": against, **_shown(request, found)}
    return page(request, "sources/difference.html", **_about(view.department, view.kind), **context)


@require_POST
@signed_in
def propose(request: HttpRequest, draft: str) -> HttpResponse:
    """Propose a draft."""
    made = actions.propose(draft=draft, saw=request.POST.get("saw", ""), by=_actor(request), at=clock.now())
    return redirect("sources:version", made)


@require_POST
@signed_in
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """Throw a draft away."""
    actions.discard(draft=draft, by=_actor(request), at=clock.now())
    return redirect("sources:lists")


@require_safe
@signed_in
def version(request: HttpRequest, version: str) -> HttpResponse:
    """Show a version; while it waits, its difference, and to who may the two ways to decide."""
    return _version(request, version, Reason())


@require_POST
@signed_in
def accept(request: HttpRequest, version: str) -> HttpResponse:
    """Accept a version."""
    actions.accept(version=version, saw=request.POST.get("saw", ""), by=_actor(request), at=clock.now())
    return redirect("sources:version", version)


@require_POST
@signed_in
def refuse(request: HttpRequest, version: str) -> HttpResponse:
    """Do not accept a version, with a reason."""
    form = Reason(request.POST)
    if form.is_valid():
        try:
            actions.refuse(version=version, reason=form.cleaned_data["reason"], by=_actor(request), at=clock.now())
        except IntakeError as error:
            put_error(form, error)
        else:
            return redirect("sources:version", version)
    return _version(request, version, form)


@require_POST
@signed_in
def withdraw(request: HttpRequest, version: str) -> HttpResponse:
    """Take back what one has proposed."""
    actions.withdraw(version=version, by=_actor(request), at=clock.now())
    return redirect("sources:version", version)


# ---------------------------------------------------------------- what they share


def _version(request: HttpRequest, id_: str, form: Reason) -> HttpResponse:
    actor, today = _actor(request), clock.today()
    view = queries.seen(id_, actor, today)
    people = queries.people([view])
    context: dict[str, Any] = {
        "view": view,
        "form": form,
        "state": STATES[view.state],
        "supplied": people.get(view.supplied_by, NOBODY),
        "decided": people.get(view.decided_by, NOBODY),
        "refusal": queries.deciding(view, actor, today),
        "may_withdraw": queries.withdrawing(view, actor, today) is None,
    }
    if view.state == "proposed":
        section = request.GET.get("section", "")
        context["against"], found = queries.version_comparison(id_, section, page_number(request))
        context |= _shown(request, found, reverse("sources:version", args=[id_]))
    status = 422 if form.errors else 200
    return page(request, "sources/version.html", status, **_about(view.department, view.kind), **context)


def _shown(request: HttpRequest, found: Comparison, path: str = "") -> dict[str, Any]:
    """Return a difference as a template shows it: the sections with their counts, and one page of rows."""
    path, shown = path or request.path, found.page
    listed = {"added": found.counts.added, "removed": found.counts.removed, "changed": found.counts.changed}
    tabs = [
        {
            "title": _SECTIONS[one],
            "count": listed[one],
            "url": f"{path}?{urlencode({'section': one})}",
            "current": one == shown.section,
        }
        for one in SECTIONS
    ]
    lines = [
        {
            "line": one,
            "changes": [{"change": change, "column": column_words(change.column)} for change in one.changes],
        }
        for one in shown.lines
    ]
    return {
        "counts": found.counts,
        "flags": found.flags,
        "columns_added": [column_words(one) for one in found.columns_added],
        "columns_removed": [column_words(one) for one in found.columns_removed],
        "tabs": tabs,
        "part": shown,
        "part_title": _SECTIONS[shown.section],
        "part_columns": [column_words(one) for one in shown.columns],
        "lines": lines,
        "turns": _turns(path, shown.number, shown.last, {"section": shown.section}),
    }


def _turns(path: str, number: int, last: int, asked: Mapping[str, str]) -> Sequence[Link]:
    """Return the ways to the page before and the one after."""
    words = ((number - 1, say("前のページ")), (number + 1, say("次のページ")))
    return [Link(sentence, f"{path}?{urlencode({**asked, 'page': to})}") for to, sentence in words if 1 <= to <= last]


def _actor(request: HttpRequest) -> Actor:
    return acting(request).actor


def _kind(request: HttpRequest, department: str, kind: str) -> Actor:
    """Return who acts, where they belong to the department and there is such a list.

    Raises:
        Refused: there is nothing for them.

    """
    actor = _actor(request)
    if kind not in KINDS or not rules.belongs(actor, department, clock.today()):
        raise Refused(rules.NONE)
    return actor


def _about(department: str, kind: str) -> dict[str, Any]:
    called = departments().get(department, department)
    title = KINDS[cast("SourceKind", kind)]
    return {
        "department": department,
        "department_name": called,
        "kind": kind,
        "title": title,
        "ways": [
            Link(say("台帳"), reverse("sources:lists")),
            Link(
                say("{department} {list}", department=called, list=title),
                reverse("sources:history", args=[department, kind]),
            ),
        ],
    }


def _list(row: Mapping[str, object]) -> queries.ListView:
    return cast("queries.ListView", row["list"])
