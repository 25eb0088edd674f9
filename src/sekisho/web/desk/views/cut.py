"""名簿を切り分ける: one list in, the column that tells the recipient, and the files that become drafts of the parcels."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk import uploading
from sekisho.web.desk.actions import cutting as actions
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.cutting import SHOWN
from sekisho.web.desk.queries import cuts
from sekisho.web.desk.queries.seeing import see
from sekisho.web.installation import installation
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.store.files import FullError, TooLargeError
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.words import say


class ListFile(forms.Form):
    """The list that is to be cut."""

    file = forms.FileField(allow_empty_file=True, max_length=None)

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.fields["file"].error_messages["required"] = shown(say("名簿のファイルを選んでください。"))
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx,.xlsm"

    def clean_file(self) -> UploadedFile:
        """Return the file, where it can be a list."""
        brought: UploadedFile = self.cleaned_data["file"]
        wrong = uploading.list_fault(brought)
        if wrong is not None:
            raise forms.ValidationError(shown(wrong))
        return brought


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Take a list in."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    if request.method != "POST":
        going = cuts.waiting(seen)
        return page(request, "desk/cut/begin.html", seen=seen, form=ListFile(), most=_most(), going=going)
    form = ListFile(request.POST, request.FILES)
    status = 422
    if form.is_valid():
        brought = form.cleaned_data["file"]
        try:
            key = actions.begin(number, brought.name, brought.chunks(), by=who.actor, at=now)
        except TooLargeError:
            form.add_error("file", shown(uploading.too_large(brought.name)))
            status = 413
        except FullError:
            form.add_error("file", shown(uploading.FULL))
            status = 507
        else:
            return redirect(f"/d/{number}/files/cut/{key}/")
    return page(request, "desk/cut/begin.html", status, seen=seen, form=form, most=_most(), going=None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cut(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show how far a list is, and choose its column."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    if request.method != "POST":
        return _page(request, number, key)
    try:
        actions.choose(number, key, request.POST.get("column", ""), by=who.actor, at=now)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, number, key, refused.refusal, refused.status)
    return redirect(f"/d/{number}/files/cut/{key}/")


@require_POST
@signed_in
def take(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Make what was cut the drafts of the parcels."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    try:
        actions.take(number, key, by=who.actor, at=now)
    except Refused as refused:
        if refused.status == 404:
            raise
        return _page(request, number, key, refused.refusal, refused.status)
    return redirect(f"/d/{number}/files/")


@require_POST
@signed_in
def discard(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Let a list go."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    actions.discard(number, key, by=who.actor, at=now)
    return redirect(f"/d/{number}/files/")


def _most() -> int:
    return installation().options.upload_megabytes


def _page(
    request: HttpRequest, number: str, key: str, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    seen = see(number, acting(request), clock.now())
    view = cuts.one(seen, key)
    if view is None:
        raise no_such_dispatch()
    return page(
        request,
        "desk/cut/cut.html",
        status,
        seen=seen,
        cut=view,
        more=max(0, view.told.strays - SHOWN),
        refusal=refusal,
    )
