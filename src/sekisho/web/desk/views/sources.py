"""台帳: against which lists a dispatch is held, what is in force today, and a list that comes with the dispatch."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.bundle.model import SourceKind
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.clock import JAPAN
from sekisho.web.desk import own_lists, sources_in_force
from sekisho.web.desk.actions import sources as actions
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.queries import inspections
from sekisho.web.desk.queries.facts import facts
from sekisho.web.desk.queries.seeing import Seen, see
from sekisho.web.installation import installation
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.queries import NOBODY, names
from sekisho.web.refusals import Refused
from sekisho.web.sources.intake import IntakeError
from sekisho.web.sources.queries import KINDS
from sekisho.web.sources.words import KINDS as WORDS
from sekisho.web.ui.language import shown
from sekisho.web.ui.pages import page
from sekisho.words import say


class OwnList(forms.Form):
    """A list that comes with the dispatch, and of which kind it is."""

    kind = forms.ChoiceField()
    file = forms.FileField(allow_empty_file=True, max_length=None)

    def __init__(self, *values: object, **named: object) -> None:
        super().__init__(*values, **named)  # type: ignore[arg-type]
        self.fields["kind"].choices = [("", shown(say("選んでください"))), *((one, shown(WORDS[one])) for one in KINDS)]  # type: ignore[attr-defined]
        self.fields["kind"].error_messages["required"] = shown(say("何の一覧かを選んでください。"))
        self.fields["kind"].error_messages["invalid_choice"] = shown(say("何の一覧かを選んでください。"))
        self.fields["file"].error_messages["required"] = shown(say("一覧のファイルを選んでください。"))
        self.fields["file"].widget.attrs["accept"] = ".csv,.tsv,.txt,.xlsx,.xlsm"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sources(request: HttpRequest, number: str) -> HttpResponse:
    """Show against what a dispatch is held; take a list in that came with it."""
    who, now = acting(request), clock.now()
    seen = see(number, who, now)
    if request.method != "POST":
        return _page(request, seen, OwnList())
    actions.may_change(number, by=who.actor, at=now)
    form = OwnList(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, seen, form, status=422)
    brought, kind = form.cleaned_data["file"], cast("SourceKind", form.cleaned_data["kind"])
    try:
        made = own_lists.bring(kind, brought.name, brought.chunks())
    except IntakeError as error:
        form.add_error("file", shown(error.told))
        return _page(request, seen, form, status=422)
    try:
        actions.bring(number, made, by=who.actor, at=clock.now())
    except Refused as refused:
        own_lists.drop(made)
        return _page(request, see(number, who, now), form, refused.refusal, refused.status)
    return redirect(f"/d/{number}/sources/")


@require_POST
@signed_in
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Hold a dispatch against what is in force today, and have it inspected."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    actions.renew(number, by=who.actor, at=now)
    return redirect(f"/d/{number}/sources/")


@require_POST
@signed_in
def registered(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Use the registered list of a kind again."""
    who, now = acting(request), clock.now()
    see(number, who, now)
    if kind not in KINDS:
        raise no_such_dispatch()
    actions.use_registered(number, kind, by=who.actor, at=now)
    return redirect(f"/d/{number}/sources/")


def _page(
    request: HttpRequest, seen: Seen, form: OwnList, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    held = sources_in_force.held(seen)
    aliases = {one.registered.supplied_by for one in held if one.registered}
    aliases |= {one.registered.decided_by for one in held if one.registered} | {one.own.by for one in held if one.own}
    people = names(aliases)
    today = seen.now.astimezone(JAPAN).date()
    state = seen.state
    live = [key for key, one in state.contents.items() if one.items and not one.withdrawn and key not in state.gone]
    judged = all(
        (found := state.inspections.get(key)) is not None
        and found.saw == state.basis(key)
        and found.at.astimezone(JAPAN).date() == today
        for key in live
    )
    rows = [
        {
            "held": one,
            "title": WORDS[one.kind],
            "supplied": people.get(one.registered.supplied_by, NOBODY) if one.registered else NOBODY,
            "decided": people.get(one.registered.decided_by, NOBODY) if one.registered else NOBODY,
            "brought": people.get(one.own.by, NOBODY) if one.own else NOBODY,
        }
        for one in held
    ]
    return page(
        request,
        "desk/sources.html",
        status,
        seen=seen,
        facts=facts(seen),
        rows=rows,
        old=any(one.is_old for one in held),
        live=bool(live),
        judged=judged,
        open=seen.row.phase == "open",
        form=form,
        most=installation().options.upload_megabytes,
        refusal=refusal,
        inspection=inspections.last(seen.number),
    )
