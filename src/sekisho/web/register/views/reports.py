"""The yearly report: for citizens the editions, each at an address that stays; for the staff how it stands and its next edition."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.documents.yearly.changes import changes_between
from sekisho.documents.yearly.digest import content_digest
from sekisho.documents.yearly.html import Around, Link, main
from sekisho.documents.yearly.model import Report
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people.access import acting, signed_in
from sekisho.web.people.actions.recording import hold
from sekisho.web.people.forms import tried
from sekisho.web.refusals import Refused
from sekisho.web.register import periods, rules
from sekisho.web.register.actions import editions as acts
from sekisho.web.register.forms import PublishForm
from sekisho.web.register.queries import reports
from sekisho.web.register.queries.reports import EditionView
from sekisho.web.register.views.incident import REGISTER
from sekisho.web.ui.language import current
from sekisho.web.ui.pages import page
from sekisho.words import Sentence, say

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
_FORMS = {"pdf": say("PDF"), "xlsx": say("Excel"), "csv": say("CSV"), "json": say("JSON")}
_KILO = 1000
_CHECK = "/report/check/"


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Show citizens of which years there is a report."""
    found = [(year, periods.title_of(year)) for year in reports.published_years()]
    return page(request, "register/years.html", years=found, **_sender())


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Tell how anybody can check that an edition is the one that was published."""
    return page(request, "register/check.html", **_sender())


@require_safe
def edition(request: HttpRequest, year: int, number: int | None = None) -> HttpResponse:
    """Show an edition, the newest where no number is asked for."""
    view = reports.edition(year, number)
    others = [one for one in reports.editions(year) if one.number != view.number]
    newest = next((one for one in (view, *others) if one.is_newest), view)
    around = Around(
        formats=tuple(_file_link(view, one.form, one.size) for one in view.files),
        editions=tuple(_edition_link(one) for one in others),
        newest=None if view.is_newest else _edition_link(newest),
        check=Link(say("確かめ方"), _CHECK),
    )
    return _public(request, view.report, around)


@require_safe
def file(_request: HttpRequest, year: int, number: int, form: str) -> HttpResponse:
    """Give a file of an edition, byte for byte as it was published."""
    view = reports.edition(year, number)
    if form not in _TYPES:
        raise Refused(rules.NO_EDITION)
    return _download(reports.file_of(view, form), form, f"report-{year}-{number}.{form}")


@require_http_methods(["GET", "POST"])
@signed_in
def preview(request: HttpRequest, year: int) -> HttpResponse:
    """Show the staff the report as it stands, and let the security office publish it as the next edition."""
    actor, now = acting(request).actor, clock.now()
    hold(rules.seeing(actor, now.date()))
    _known(year)
    report, found = reports.report_of(year, now.date()), reports.editions(year)
    digest, made = content_digest(report), list[int]()
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"saw": digest})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: made.append(acts.publish(year=year, **form.cleaned_data, by=actor, at=now)))
    ):
        return redirect("public-report:edition", year, made[0])
    context = {
        "form": form,
        "year": year,
        "title": periods.title_of(year),
        "body": mark_safe(main(report, current())),  # noqa: S308  every text in it is escaped where it is made
        "changes": _changes(found, report),
        "editions": found,
        "next": len(found) + 1,
        "forms": list(_FORMS.items()),
        "may_publish": rules.publishing(actor, now.date()) is None,
        "ways": [REGISTER],
    }
    return page(request, "register/report.html", 422 if form.errors else 200, **context)


@require_safe
@signed_in
def internal(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """Give the report as it stands, with its evidence, for the inside."""
    actor, today = acting(request).actor, clock.today()
    hold(rules.publishing(actor, today))
    _known(year)
    if form not in _TYPES:
        raise Refused(rules.NO_EDITION)
    report = reports.report_of(year, today, internal=True)
    return _download(acts.made(report, form), form, f"internal-{year}.{form}")


def _known(year: int) -> None:
    if not periods.known(year, clock.today()):
        raise Refused(rules.NO_EDITION)


def _public(request: HttpRequest, report: Report, around: Around) -> HttpResponse:
    body = mark_safe(main(report, current(), around))  # noqa: S308  every text in it is escaped where it is made
    told = {"city": report.city, "office": report.office, "contact": report.contact}
    return page(request, "register/edition.html", body=body, title=periods.title_of(report.year), **told)


def _sender() -> dict[str, str]:
    options = installation().options
    return {"city": options.organisation, "office": options.report_office, "contact": options.report_contact}


def _changes(found: Sequence[EditionView], report: Report) -> tuple[Sentence, ...] | None:
    return changes_between(found[0].report, report) if found else None


def _file_link(view: EditionView, form: str, size: int) -> Link:
    words = say("{form}（{size}KB）", form=_FORMS[form], size=max(1, round(size / _KILO)))
    return Link(words, f"/report/{view.year}/{view.number}/report.{form}")


def _edition_link(view: EditionView) -> Link:
    return Link(say("第{edition}版", edition=view.number), f"/report/{view.year}/{view.number}/")


def _download(data: bytes, form: str, name: str) -> HttpResponse:
    shown = "inline" if form == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{shown}; filename="{name}"'}
    return HttpResponse(data, content_type=_TYPES[form], headers=headers)
