"""年度ごとの決裁（専決）: what a section chief grants beforehand, and what rested on it each day."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.web import clock
from sekisho.web.desk.actions import standing_approvals as actions
from sekisho.web.desk.queries import standing_approvals as queries
from sekisho.web.desk.steps import fields
from sekisho.web.people.access import acting, signed_in
from sekisho.web.refusals import Refused, refuse
from sekisho.web.ui.language import later, shown
from sekisho.web.ui.pages import page
from sekisho.words import Titled, say


class Grant(forms.Form):
    """For what an approval is given beforehand. Until when is no question: until the fiscal year ends."""

    department = forms.ChoiceField(label=later(say("課")))
    procedure = forms.ChoiceField(label=later(say("手順")))
    recipient = fields.text(say("宛先の番号（台帳の番号）"))
    name = fields.text(say("宛先の名前"))
    sheets = fields.number(say("一件あたりの枚数の上限"))

    def __init__(self, *values: object, departments: dict[str, str]) -> None:
        super().__init__(*values)  # type: ignore[arg-type]
        procedures = [(one.digest, shown(Titled(one.title, one.title_en))) for one in queries.grantable()]
        self.fields["procedure"].choices = [("", "—"), *procedures]  # type: ignore[attr-defined]
        self.fields["department"].choices = [*departments.items()]  # type: ignore[attr-defined]
        for one in ("department", "procedure"):
            self.fields[one].error_messages = {
                "required": later(fields.EMPTY),
                "invalid_choice": later(say("一覧から選び直してください。")),
            }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def standing(request: HttpRequest) -> HttpResponse:
    """Show what a chief has granted, and what rested on it on a day; grant one more."""
    actor, now = acting(request).actor, clock.now()
    departments = queries.chief_of(actor, now.date())
    if not departments:
        raise refuse("chief", say("年度ごとの決裁のページは、課長だけが開けます。"), say("課長に頼んでください。"))
    form = Grant(request.POST or None, departments=departments)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            typed = form.cleaned_data
            given = actions.Given(
                typed["procedure"], typed["department"], typed["recipient"], typed["name"], typed["sheets"]
            )
            try:
                actions.grant(given, by=actor, at=now)
            except Refused as refused:
                refusal, status = refused.refusal, refused.status
            else:
                return redirect("/standing/")
    day = _day(request.GET.get("day", ""), now.date())
    return page(
        request,
        "desk/standing.html",
        status,
        form=form,
        refusal=refusal,
        given=queries.of_departments([*departments], now.date()),
        used=queries.used_on([*departments], day),
        day=day,
        today=day == now.date(),
    )


@require_POST
@signed_in
def end(request: HttpRequest, standing: str) -> HttpResponse:
    """Take an approval given beforehand back."""
    actions.end(standing, by=acting(request).actor, at=clock.now())
    return redirect("/standing/")


def _day(text: str, today: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today
