"""Taking in past reports: a file, what was read of it to correct, and only then the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import Typed, tried
from sekisho.web.people.typed import TypedError
from sekisho.web.register import rules
from sekisho.web.register.actions import importing
from sekisho.web.register.drafts import ReportDraft
from sekisho.web.register.views.incident import REGISTER
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.web.ui.parts import Link
from sekisho.words import Sentence, say

_MEGA = 1_000_000
_IMPORT = Link(say("年度報告を取り込む"), "/register/import/")


class PastFile(Typed):
    """A past report."""

    file = forms.FileField(
        label=say("年度報告のファイル"),  # type: ignore[arg-type]
        help_text=say("xlsx・CSV・PDF・Word・テキストを読みます。画像だけのPDFは読めません。"),  # type: ignore[arg-type]
    )


@require_http_methods(["GET", "POST"])
@signed_in
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in a file, and go on to what was read of it."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.publishing(actor, now.date()))
    form = PastFile(request.POST, request.FILES) if request.method == "POST" else PastFile()
    made: list[str] = []
    if request.method == "POST" and form.is_valid():
        file, most = form.cleaned_data["file"], installation().options.upload_megabytes
        if file.size > most * _MEGA:
            form.add_error("file", shown(say("大きすぎます（{most}MBまで）。", most=most)))
        elif tried(form, lambda: made.append(importing.take_in(name=file.name, data=file.read(), by=actor, at=now))):
            return redirect("register:preview", made[0])
    context = {"form": form, "ways": [REGISTER], "waiting": importing.waiting()}
    return page(request, "register/import.html", 422 if form.errors else 200, **context)


@require_http_methods(["GET", "POST"])
@signed_in
def preview(request: HttpRequest, draft: str) -> HttpResponse:
    """Show what was read, at its place what is in doubt, and let all of it be corrected; save it where that is asked."""
    actor, now = acting(request).actor, clock.now()
    if request.method == "GET":
        return _page(request, draft, importing.draft_of(draft, actor, now.date()))
    try:
        told = importing.correct(draft=draft, posted=request.POST, by=actor, at=now)
    except TypedError as error:
        return _page(request, draft, importing.draft_of(draft, actor, now.date()), 422, (error.told,))
    found = importing.faults(told)
    if request.POST.get("act") != "save" or found:
        return _page(request, draft, told, 422 if request.POST.get("act") == "save" else 200, found)
    year = importing.save(draft=draft, by=actor, at=now)
    return redirect(f"/register/?year={year}")


@require_POST
@signed_in
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """Throw what was read away."""
    importing.discard(draft=draft, by=acting(request).actor, at=clock.now())
    return redirect("register:import")


def _page(
    request: HttpRequest, draft: str, told: ReportDraft, code: int = 200, faults: tuple[Sentence, ...] = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "draft": draft,
        "told": told,
        "faults": faults,
        "departments": people.departments(),
        "ways": [REGISTER, _IMPORT],
        "measures": sum(len(one.measures) for one in told.incidents),
    }
    return page(request, "register/preview.html", code, **context)
