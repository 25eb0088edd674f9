"""まとめて取り込む: several files at once, each matched to a parcel by its name, looked at before it is taken in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk import uploading
from sekisho.web.desk.actions import files, loose
from sekisho.web.desk.forms import Several
from sekisho.web.desk.matching import matched
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.installation import installation
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused, refuse
from sekisho.web.store.files import FullError, TooLargeError
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.words import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def several(request: HttpRequest, number: str) -> HttpResponse:
    """Take several files in, and show for which parcel each seems to be."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    if request.method != "POST":
        return _page(request, seen, Several())
    form = Several(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, seen, form, status=422)
    password = form.cleaned_data["password"]
    brought = [files.Incoming(one.name, one.chunks(), password) for one in form.cleaned_data["files"]]
    try:
        loose.take_in(number, brought, by=who.actor, at=now)
    except TooLargeError:
        form.add_error(None, shown(uploading.too_large(max(form.cleaned_data["files"], key=lambda one: one.size).name)))
        return _page(request, seen, form, status=413)
    except FullError:
        form.add_error(None, shown(uploading.FULL))
        return _page(request, seen, form, status=507)
    return redirect(f"/d/{number}/files/several/")


@require_POST
@signed_in
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Take the files in as they are matched on the page."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    there = [one.id for one in seen.files.get("", ()) if one.state == loose.LOOSE]
    chosen = {file: key for file in there if (key := request.POST.get(f"file-{file}", ""))}
    try:
        if not chosen or not set(chosen.values()) <= set(seen.state.contents):
            raise refuse("there", say("宛先が選ばれていません。"), say("ファイルごとに宛先を選んでください。"), 422)
        loose.assign(number, chosen, by=who.actor, at=now)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, see(number, who, now), Several(), refused.refusal, refused.status)
    return redirect(f"/d/{number}/files/" if len(chosen) == len(there) else f"/d/{number}/files/several/")


@require_POST
@signed_in
def let_go(request: HttpRequest, number: str) -> HttpResponse:
    """Let the files go that were not matched."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    loose.let_go(number, by=who.actor, at=now)
    return redirect(f"/d/{number}/files/")


def _page(
    request: HttpRequest, seen: Seen, form: Several, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    state = seen.state
    there = {
        key: told
        for key, told in seen.addressees.items()
        if key in state.contents and not state.contents[key].withdrawn and key not in state.gone
    }
    brought = [one for one in seen.files.get("", ()) if one.state == loose.LOOSE]
    found = matched((one.told.name for one in brought), there)
    rows = [(one, request.POST.get(f"file-{one.id}", key)) for one, key in zip(brought, found, strict=True)]
    with_files = {key for key, views in seen.files.items() if key and views} | {key for _, key in rows}
    return page(
        request,
        "desk/several.html",
        status,
        seen=seen,
        form=form,
        rows=rows,
        unmatched=sum(not key for _, key in rows),
        addressees=list(there.items()),
        without=[told.name for key, told in there.items() if key not in with_files],
        most=installation().options.upload_megabytes,
        refusal=refusal,
    )
