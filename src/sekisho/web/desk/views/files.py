"""資料: files for each parcel, brought one by one, seen before they go in, and put in by one act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.gate.model import Unit
from sekisho.web import clock
from sekisho.web.desk.actions import files as actions
from sekisho.web.desk.actions.inspecting import ask_inspection
from sekisho.web.desk.forms import Upload
from sekisho.web.desk.queries import acts, inspections
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.people.access import acting, signed_in
from sekisho.web.store.files import FullError, TooLargeError
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.words import Sentence, say

TOO_LARGE = say("ファイルが大きすぎます。分けるか、不要な画像を除いてください。")
FULL = say("サーバーのディスクがいっぱいで、取り込めませんでした。情報セキュリティ担当に連絡してください。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def files(request: HttpRequest, number: str) -> HttpResponse:
    """Show the files of each parcel, and take one in."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    if request.method != "POST":
        return _page(request, seen, None)
    form = Upload(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["parcel"] not in seen.state.contents:
        return _page(request, seen, form, 422)
    brought = form.cleaned_data["file"]
    incoming = actions.Incoming(brought.name, brought.chunks(), form.cleaned_data["password"])
    try:
        actions.take_in(number, form.cleaned_data["parcel"], incoming, by=who.actor, at=now)
    except TooLargeError:
        return _page(request, seen, _with(form, TOO_LARGE), 413)
    except FullError:
        return _page(request, seen, _with(form, FULL), 507)
    return redirect(f"/d/{number}/files/#{form.cleaned_data['parcel']}")


@require_POST
@signed_in
def put_in(request: HttpRequest, number: str) -> HttpResponse:
    """Put the drafts in, of one parcel or of all that have any, and ask for an inspection."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    wanted = request.POST.getlist("parcel") or [
        key for key, views in seen.files.items() if any(one.state in actions.DRAFTS for one in views)
    ]
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
    return redirect(f"/d/{number}/files/")


@require_POST
@signed_in
def inspect(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for an inspection."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    ask_inspection(number, by=who.actor, at=now)
    return redirect(f"/d/{number}/")


def _with(form: Upload, problem: Sentence) -> Upload:
    form.add_error("file", shown(problem))
    return form


def _page(request: HttpRequest, seen: Seen, form: Upload | None, status: int = 200) -> HttpResponse:
    step = actions.attach_step(seen.state)
    wrong = form.data.get("parcel") if form is not None else None
    rows = [
        {
            "key": key,
            "told": seen.addressees[key],
            "files": [one for one in seen.files[key] if one.state in actions.DRAFTS] or seen.files[key],
            "refusal": acts.closed(seen, step, Unit("parcel", key)),
            "done": seen.state.done(step, Unit("parcel", key)),
            "form": form if key == wrong else Upload(initial={"parcel": key}, prefix=None),
        }
        for key, content in seen.state.contents.items()
        if not content.withdrawn
    ]
    drafts = [one for views in seen.files.values() for one in views if one.state in actions.DRAFTS]
    return page(
        request,
        "desk/files.html",
        status,
        seen=seen,
        facts=facts(seen),
        rows=rows,
        drafts=len(drafts),
        reading=sum(one.state == "reading" for one in drafts),
        inspection=inspections.last(seen.number),
    )
