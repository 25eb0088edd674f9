"""The buttons of the register; see `tests.web.deeds`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.deed import PEOPLE_OF, SECURITY, Deed, Post, nothing, today
from tests.web.situations import REASON, Desk

from sekisho.documents.yearly.digest import content_digest
from sekisho.web import clock
from sekisho.web.register.models import Incident
from sekisho.web.register.queries.reports import report_of


def _register(route: str, may: tuple[str, ...], post: Post, name: str = "", **more: Any) -> Deed:
    return Deed(f"register:{route}", "", may, post, more, name)


def _of_incident(
    route: str, post: Post, *, may: tuple[str, ...] = (), number: str = "1", name: str = "", **more: Any
) -> Deed:
    """Return a button on an incident of 保育幼稚園課, which is its chief's and the security office's."""
    return _register(route, may or (SECURITY, "toda"), post, name, year="@year", number=number, **more)


def _saw_incident(number: str = "1", **more: Any) -> Post:
    return lambda desk: {"saw": str(Incident.objects.get(year=desk.marks["year"], number=number).n), **more}


def _incident(**more: str) -> Post:
    told = {"department": "hoiku", "outline": "宛先を間違えた。", "failure": "wrong-recipient"}
    return lambda desk: {**told, "known_on": clock.today().isoformat(), **more, **_saw_incident()(desk)}


def _past(_desk: Desk) -> Mapping[str, Any]:
    text = "番号,部署,事故の概要,再発防止策,実施状況\n1,税務課,取り違えた。,①番号を照合する。,①実施した。\n"
    return {"file": SimpleUploadedFile("2020年度の報告.csv", text.encode())}


def _edition(desk: Desk) -> Mapping[str, Any]:
    return {"saw": content_digest(report_of(int(desk.marks["year"]), clock.today())), "note": ""}


REGISTER = (
    replace(
        _register(
            "occurrence-new",
            (SECURITY, "toda"),
            today(title="別の会議", kind="meeting", rhythm="yearly", department="hoiku", since="today"),
        ),
        choice=True,
    ),
    _register("occurrence-held", (SECURITY, "toda", "miura"), today(on="today", people="4"), number="@series"),
    _register("occurrence-withdraw", (SECURITY, "toda"), nothing, number="@series", place="1"),
    _register("occurrence-end", (SECURITY, "toda"), today(on="today"), number="@series"),
    replace(
        _register(
            "near-miss-new",
            (*PEOPLE_OF["hoiku"], SECURITY),
            today(failure="swapped", department="hoiku", on="today"),
        ),
        choice=True,
    ),
    _register("near-miss", (SECURITY,), lambda _: {"text": REASON, "saw": "0"}, number="@near miss"),
    replace(_register("new", (*PEOPLE_OF["hoiku"], SECURITY), _incident()), choice=True),
    _of_incident("edit", _incident()),
    _of_incident("decide", today(duty="full", decided="done", on="today", reason=REASON), may=(SECURITY, "toda")),
    _of_incident("write", lambda _: {"text": REASON, "kind": "status"}),
    _of_incident("similar", lambda _: {"before": ""}),
    _of_incident("close", _saw_incident()),
    _of_incident("reopen", _saw_incident("2"), number="2"),
    _of_incident("new-measure", lambda _: {"text": REASON, "strength": "check"}),
    _of_incident("edit-measure", _saw_incident(text=REASON, strength="check"), place=1),
    _of_incident("tie", lambda _: {"to": "check|kindergartens-mail|scope"}, place=1),
    _of_incident("untie", nothing, place=1, tie="@tie"),
    _of_incident("write-measure", lambda _: {"text": REASON, "kind": "evaluation"}, place=1),
    _register("import", (SECURITY,), _past),
    _register("report", (SECURITY,), _edition, year="@year"),
    _register("preview", (SECURITY,), lambda _: {"act": "save"}, draft="@past"),
    _register("discard", (SECURITY,), nothing, draft="@past"),
)
