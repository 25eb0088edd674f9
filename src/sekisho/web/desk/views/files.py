"""資料: files for each parcel, brought one by one, seen before they go in, and put in by one act."""

from __future__ import annotations

from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.web import clock
from sekisho.web.desk import uploading
from sekisho.web.desk.actions import files as actions
from sekisho.web.desk.actions.inspecting import ask_inspection
from sekisho.web.desk.actions.loose import LOOSE
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.forms import About, PaperItem, Upload
from sekisho.web.desk.proposing import types_identifier
from sekisho.web.desk.queries import inspections, parcels
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.registered import known
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.people.access import acting, signed_in
from sekisho.web.store.files import FullError, TooLargeError
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import number_in, page
from sekisho.words import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def files(request: HttpRequest, number: str) -> HttpResponse:
    """Show the files of each parcel, and take one in."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    if request.method != "POST" or "find" in request.POST:
        return _page(request, seen, None)
    form = Upload(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["parcel"] not in seen.state.contents:
        return _page(request, seen, form, 422)
    brought = form.cleaned_data["file"]
    incoming = actions.Incoming(brought.name, brought.chunks(), form.cleaned_data["password"])
    try:
        actions.take_in(number, form.cleaned_data["parcel"], incoming, by=who.actor, at=now)
    except TooLargeError:
        form.add_error("file", shown(uploading.too_large(brought.name)))
        return _page(request, seen, form, 413)
    except FullError:
        form.add_error("file", shown(uploading.FULL))
        return _page(request, seen, form, 507)
    return redirect(_back(request, number, form.cleaned_data["parcel"]))


@require_POST
@signed_in
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Declare a paper item of a parcel."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    form = PaperItem(request.POST)
    if not form.is_valid() or form.cleaned_data["parcel"] not in seen.state.contents:
        return _page(request, seen, form, 422)
    told = form.cleaned_data
    there = seen.files[told["parcel"]]
    if any((one.told.kind, one.told.name) == (told["kind"], told["code"]) for one in there if one.origin == "paper"):
        form.add_error(
            "kind", shown(say("同じ紙がもうあります。番号などを書いて区別するか、枚数を合わせて入れ直してください。"))
        )
        return _page(request, seen, form, 422)
    item = actions.Paper(told["kind"], told["sheets"], told["code"])
    actions.take_in_paper(number, told["parcel"], item, by=who.actor, at=now)
    return redirect(_back(request, number, told["parcel"]))


@require_POST
@signed_in
def about(request: HttpRequest, number: str) -> HttpResponse:
    """Say whom a parcel is about."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    form = About(request.POST)
    if not form.is_valid() or form.cleaned_data["parcel"] not in seen.state.contents:
        return _page(request, seen, form, 422)
    numbers, unknown = known(seen, form.numbers())
    if unknown:
        words = say("{place}番目の番号の人が、本人の台帳にいません。番号を確かめて打ち直してください。", place=unknown)
        form.add_error("about", shown(words))
        return _page(request, seen, form, 422)
    actions.set_about(number, form.cleaned_data["parcel"], numbers, by=who.actor, at=now)
    return redirect(_back(request, number, form.cleaned_data["parcel"]))


@require_POST
@signed_in
def put_in(request: HttpRequest, number: str) -> HttpResponse:
    """Put the drafts in, of one parcel or of all that have any, and ask for an inspection."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    asked = request.POST.getlist("parcel")
    if not set(asked) <= set(seen.state.contents):
        raise no_such_dispatch()
    wanted = asked or [key for key, views in seen.files.items() if any(one.state in actions.DRAFTS for one in views)]
    actions.put_in(number, wanted, by=who.actor, at=now)
    ask_inspection(number, by=who.actor, at=now)
    return redirect(f"/d/{number}/")


@require_POST
@signed_in
def drop(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """Take a file out of what is to go in."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    actions.drop(number, file, by=who.actor, at=now)
    return redirect(_back(request, number))


@require_POST
@signed_in
def inspect(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for an inspection."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    ask_inspection(number, by=who.actor, at=now)
    return redirect(f"/d/{number}/")


def _back(request: HttpRequest, number: str, parcel: str = "") -> str:
    """Return the page of files as it was before: the same place."""
    kept = {name: request.GET[name] for name in ("show", "page") if request.GET.get(name)}
    return f"/d/{number}/files/{'?' + urlencode(kept) if kept else ''}{'#' + parcel if parcel else ''}"


def _page(request: HttpRequest, seen: Seen, form: Form | None, status: int = 200) -> HttpResponse:
    wrong = str(form.data.get("parcel", "")) if form is not None else ""
    # What is looked for may be somebody's name: it is sent, and never stands in an address.
    asked = request.POST if "find" in request.POST else request.GET
    found = parcels.listed(
        seen,
        show=asked.get("show", ""),
        find=request.POST.get("find", ""),
        page=number_in(asked, "page", 1),
        always=wrong,
    )
    drafts = [one for key, views in seen.files.items() for one in views if one.state in actions.DRAFTS]
    return page(
        request,
        "desk/files.html",
        status,
        seen=seen,
        facts=facts(seen),
        found=found,
        form=form,
        wrong=wrong,
        drafts=len(drafts),
        reading=sum(one.state == "reading" for one in drafts),
        refused=sum(one.state == "refused" for one in drafts),
        loose=sum(one.state == LOOSE for one in seen.files.get("", ())),
        query=request.GET.urlencode(),
        asks_about=types_identifier(seen.state.procedure),
        is_paper=any(step.paper for step in seen.state.procedure.steps),
        inspection=inspections.last(seen.number),
    )
