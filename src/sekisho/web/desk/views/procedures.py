"""手順: what there is and how it changed, for everybody; and how a new version comes in, for those whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.gate import shipped
from sekisho.gate.drawing import about
from sekisho.gate.procedure import Problem
from sekisho.gate.rules import Refusal
from sekisho.web import clock
from sekisho.web.desk import procedure_rules as rules
from sekisho.web.desk.actions import procedures as actions
from sekisho.web.desk.procedure_text import MOST_BYTES, Examined
from sekisho.web.desk.queries import procedures as queries
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused
from sekisho.web.ui.language import later
from sekisho.web.ui.pages import page
from sekisho.words import Sentence, say

SHOWN = 100
"""Problems that a page shows; who has mended these sees the rest."""
STATES: Mapping[str, Sentence] = {
    "proposed": say("受け入れ待ち"),
    "accepted": say("受け入れた"),
    "refused": say("受け入れなかった"),
    "withdrawn": say("取り下げた"),
}


class Text(forms.Form):
    """The text of a procedure, typed or brought as a file, and what of it was seen before it is proposed."""

    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}), required=False, strip=False
    )
    file = forms.FileField(required=False, allow_empty_file=True)
    saw = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    seen = forms.BooleanField(required=False)

    def brought(self) -> bytes:
        """Return the text: of the file, where one was chosen."""
        file = self.cleaned_data["file"]
        if file is None:
            return str(self.cleaned_data["text"]).encode()
        # One byte more than a procedure may have is enough to know that it is none.
        return bytes(file.read(2 * MOST_BYTES))


class Reason(forms.Form):
    """Why a proposal is not accepted."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=actions.LONGEST_REASON,
        error_messages={
            "required": later(say("受け入れない理由を書いてください。提案した人が読みます。")),
            "max_length": later(say("理由が長すぎます。{most}文字までにしてください。", most=actions.LONGEST_REASON)),
        },
    )


# ---------------------------------------------------------------- what there is


@require_safe
@signed_in
def procedures(request: HttpRequest) -> HttpResponse:
    """Show every procedure, and the proposals to whoever may see them."""
    actor, today = acting(request).actor, clock.today()
    sees = rules.seeing(actor, today) is None
    return page(
        request,
        "desk/procedures/list.html",
        rows=queries.listed(),
        proposals=_stated(queries.proposals()) if sees else (),
        may_see=sees,
        may_propose=rules.proposing(actor, today) is None,
    )


@require_safe
@signed_in
def procedure(request: HttpRequest, procedure: str) -> HttpResponse:
    """Show the newest version of a procedure, and those before it."""
    actor, today = acting(request).actor, clock.today()
    found = queries.versions(procedure)
    sees, proposes = rules.seeing(actor, today) is None, rules.proposing(actor, today) is None
    return page(
        request,
        "desk/procedures/procedure.html",
        **_version(found[0]),
        versions=found,
        older=sum(one.open for one in found[1:]),
        comparison=queries.to_the_one_before(found[0].version),
        waiting=queries.waiting(procedure) if sees else "",
        may_propose=proposes,
        newer_shipped=proposes and queries.newer_shipped(procedure),
    )


@require_safe
@signed_in
def version(request: HttpRequest, procedure: str, number: int) -> HttpResponse:
    """Show one version of a procedure, and what it changed of the one before it."""
    found = queries.versions(procedure)
    row = next((one for one in found if one.version.number == number), None)
    if row is None:
        raise Refused(rules.NO_PROCEDURE)
    return page(
        request,
        "desk/procedures/version.html",
        **_version(row),
        newest=row is found[0],
        comparison=queries.to_the_one_before(row.version),
    )


# ---------------------------------------------------------------- a new version


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """Take a text, show what is wrong with it and what it changes, and then propose it."""
    who = acting(request).actor
    if refusal := rules.proposing(who, clock.today()):
        raise Refused(refusal)
    if request.method != "POST":
        return _writing(request, Text(initial={"text": _begun(request)}), None)
    form = Text(request.POST, request.FILES)
    if not form.is_valid():
        return _writing(request, form, None, status=422)
    found = queries.examined(form.brought())
    if found.errors or found.procedure is None:
        return _writing(request, form, found, status=422)
    against, comparison = queries.to_the_newest(found)
    saw = f"{found.digest}/{against}"
    if request.POST.get("act") != "propose" or form.cleaned_data["file"] is not None:
        return _writing(request, form, found, comparison=comparison, saw=saw)
    if form.cleaned_data["saw"] != saw:
        return _writing(request, form, found, comparison=comparison, saw=saw, refusal=_CHANGED, status=409)
    try:
        made = actions.propose(text=found.data, against=against, seen=form.cleaned_data["seen"], by=who, at=clock.now())
    except Refused as refused:
        told, status = refused.refusal, refused.status
        return _writing(request, form, found, comparison=comparison, saw=saw, refusal=told, status=status)
    return redirect("desk:procedure-proposal", made)


@require_safe
@signed_in
def proposal(request: HttpRequest, proposal: str) -> HttpResponse:
    """Show a proposal with what it changes; while it waits, to who may the two ways to decide."""
    return _proposal(request, proposal, Reason())


@require_POST
@signed_in
def accept(request: HttpRequest, proposal: str) -> HttpResponse:
    """Accept a proposal."""
    told = request.POST
    try:
        actions.accept(
            proposal=proposal,
            saw=told.get("saw", ""),
            seen=told.get("seen") == "on",
            by=acting(request).actor,
            at=clock.now(),
        )
    except Refused as refused:
        if refused.refusal.rule != rules.UNSEEN.rule:
            raise
        return _proposal(request, proposal, Reason(), refusal=refused.refusal, status=refused.status)
    return redirect("desk:procedure-proposal", proposal)


@require_POST
@signed_in
def refuse(request: HttpRequest, proposal: str) -> HttpResponse:
    """Do not accept a proposal, with a reason."""
    who, now = acting(request).actor, clock.now()
    view, form = queries.proposal(proposal, who, now), Reason(request.POST)
    if refusal := queries.deciding(view, who, now):
        raise Refused(refusal)
    if not form.is_valid():
        return _proposal(request, proposal, form, status=422)
    actions.refuse(proposal=proposal, reason=form.cleaned_data["reason"], by=who, at=now)
    return redirect("desk:procedure-proposal", proposal)


@require_POST
@signed_in
def withdraw(request: HttpRequest, proposal: str) -> HttpResponse:
    """Take back what one has proposed."""
    actions.withdraw(proposal=proposal, by=acting(request).actor, at=clock.now())
    return redirect("desk:procedure-proposal", proposal)


# ---------------------------------------------------------------- what they share

_CHANGED = Refusal(
    "moved",
    say("違いを見た後で、文か、いま使われている版が変わりました。まだ提案していません。"),
    say("下の違いをもう一度見てから、押し直してください。"),
)


def _begun(request: HttpRequest) -> str:
    """Return the text to begin with: of the newest version, of the one that is shipped, or of a proposal."""
    name, of = request.GET.get("from", ""), request.GET.get("proposal", "")
    if of:
        return queries.proposal(of, acting(request).actor, clock.now()).examined.data.decode()
    if request.GET.get("shipped") and name in shipped.names():
        return shipped.data(name).decode()
    newest = queries.newest(name)
    return queries.text_of(newest.digest).decode("utf-8-sig") if newest else ""


def _writing(
    request: HttpRequest,
    form: Text,
    found: Examined | None,
    *,
    status: int = 200,
    saw: str = "",
    **more: Any,  # noqa: ANN401  whatever the page shows
) -> HttpResponse:
    text = _typed(form, found)
    fresh = Text(initial={"text": text, "saw": saw})
    problems = _told(found.problems if found else (), text)
    return page(
        request,
        "desk/procedures/propose.html",
        status,
        form=fresh,
        errors=form.errors if form.is_bound else {},
        examined=found,
        problems=problems[:SHOWN],
        unshown=len(problems) - len(problems[:SHOWN]),
        fit=bool(saw),
        is_new=bool(saw) and saw.endswith("/"),
        title=queries.title_of(found.procedure) if found and found.procedure else "",
        gates=queries.gates(found.procedure) if found and found.procedure and saw else (),
        most=MOST_BYTES // 1000,
        **more,
    )


def _typed(form: Text, found: Examined | None) -> str:
    """Return what stands in the text area: what was examined, where that is text, else what was typed before."""
    if found is not None and found.data:
        try:
            return found.data.decode()
        except UnicodeDecodeError:
            pass
    return str(form["text"].value() or "")


def _told(problems: tuple[Problem, ...], text: str) -> list[tuple[Problem, str]]:
    """Return problems, each with its line as it stands in the text."""
    rows = text.splitlines()
    return [(one, rows[one.line - 1].strip() if 0 < one.line <= len(rows) else "") for one in problems]


def _proposal(
    request: HttpRequest, id_: str, form: Reason, *, refusal: Refusal | None = None, status: int = 200
) -> HttpResponse:
    who, now = acting(request).actor, clock.now()
    view = queries.proposal(id_, who, now)
    found = view.examined
    return page(
        request,
        "desk/procedures/proposal.html",
        status,
        view=view,
        state=STATES[view.state],
        form=form,
        comparison=queries.comparison_of(view),
        gates=queries.gates(found.procedure) if found.procedure and not found.errors else (),
        problems=_told(found.problems, found.data.decode("utf-8", "replace"))[:SHOWN],
        refused=refusal,
        may_not=queries.deciding(view, who, now),
        may_withdraw=queries.withdrawing(view, who, now) is None,
        may_propose=rules.proposing(who, now.date()) is None,
    )


def _version(row: queries.VersionRow) -> dict[str, Any]:
    procedure = row.version.procedure
    return {
        "row": row,
        "procedure": procedure,
        "title": queries.title_of(procedure),
        "about": about(procedure),
        "gates": queries.gates(procedure),
        "steps": queries.steps(procedure),
    }


def _stated(views: tuple[queries.ProposalView, ...]) -> list[tuple[queries.ProposalView, Sentence]]:
    return [(one, STATES[one.state]) for one in views]
