"""What lies on the desks of the city: one dispatch of each shipped procedure, and one at each place where pages differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.test import Client
from django.test.client import ClientHandler
from tests.web.city import PASSWORD, PEOPLE, City
from tests.web.driving import ADDRESSEES, Driver, book, finding, paper

from sekisho.bundle.model import SourceKind
from sekisho.documents.yearly.digest import content_digest
from sekisho.gate import commands as c
from sekisho.gate import shipped
from sekisho.gate.model import WHOLE, Finding, Unit
from sekisho.gate.state import State
from sekisho.register.closing import CLOCK
from sekisho.register.model import Days, Tie
from sekisho.web import clock
from sekisho.web.desk import own_lists, shelf, standing
from sekisho.web.desk.actions import cutting, files, loose, procedures, standing_approvals
from sekisho.web.desk.actions import sources as bringing
from sekisho.web.desk.actions.standing_approvals import Given
from sekisho.web.desk.actions.telling import Pen
from sekisho.web.desk.models import FileRow
from sekisho.web.installation import Installation, installation
from sekisho.web.people.models import Account, Deputy, Training
from sekisho.web.refusals import Refused
from sekisho.web.register.actions import editions, importing, incidents, measures, near_misses, occurrences, statuses
from sekisho.web.register.actions.incidents import Entry
from sekisho.web.register.actions.measures import Plan
from sekisho.web.register.actions.occurrences import SeriesPlan
from sekisho.web.register.drafts import IncidentDraft, ReportDraft
from sekisho.web.register.models import Incident, TieRow
from sekisho.web.register.queries.incidents import similar
from sekisho.web.register.queries.reports import report_of
from sekisho.web.register.telling import IncidentTold
from sekisho.web.sources import actions as sources

SENDING = {"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_security": "none", "mail_from": "hoiku@sakurano.example"}
"""An installation that may send mail: to a port at which nobody listens."""
LOGINS = tuple(login for one in PEOPLE for login in (one.login, *one.more_logins))
FIRST = Unit("parcel", "p0001")
LOT = Unit("lot", "L1")
REASON = "園に電話で確かめた"


@dataclass(frozen=True)
class Desk:
    """What was prepared. ``numbers``: of the dispatches by situation; ``marks``: ids of drafts, versions, findings, files."""

    city: City = field(repr=False)
    numbers: Mapping[str, str] = field(default_factory=dict, repr=False)
    marks: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)

    def client(self, login: str, *, checks: bool = False) -> Client:
        """Return the browser of somebody who has signed in; of nobody, where that is empty."""
        client = Client(SERVER_NAME="localhost", enforce_csrf_checks=checks)
        client.handler = _handler(installation(), checks)
        if login:
            client.cookies = SimpleCookie(self.cookies[login])
        return client

    def state(self, situation: str) -> State:
        return standing.fresh(self.numbers[situation])

    def saw(self, situation: str, unit: Unit) -> str:
        return self.state(situation).saw(unit)


@lru_cache(maxsize=2)
def _handler(_of: Installation, checks: bool) -> ClientHandler:
    """Load the middleware once for each installation, as a server does, and not for each browser."""
    return ClientHandler(enforce_csrf_checks=checks)


def furnish(driver: Driver) -> Desk:
    """Put the work on the desks, and let everybody sign in."""
    numbers, marks = _mail(driver), dict[str, str]()
    numbers |= _others(driver)
    marks |= _marks(driver, numbers) | _brought(driver, numbers) | _register(driver)
    return Desk(driver.city, numbers, marks, {login: signed_in(login) for login in LOGINS})


def _mail(driver: Driver) -> dict[str, str]:
    """Return dispatches of the mail of 保育幼稚園課, one at each of its steps."""
    at = {
        "new": "brief",
        "bringing": "attach",
        "sorting": "attach",
        "held against": "attach",
        "found": "inspect",
        "opening": "open",
        "tracing": "trace",
    }
    at |= {"approving": "approve", "leaving": "release", "lost": "release", "telling": "key"}
    numbers = {name: driver.open("kindergartens-mail", protection="at-release") for name in at}
    numbers["over"] = driver.open("kindergartens-mail")
    driver.up_to(numbers["opening"], "attach")
    driver.attach(numbers["opening"], ["p0001", "p0002"], **{"名簿.xlsx": book(), "通知.pdf": paper()})
    driver.inspected(numbers["opening"], "p0001", "p0002")
    for name, step in at.items():
        if name != "opening":
            driver.up_to(numbers[name], step)
    for step in driver.state(numbers["over"]).procedure.steps:
        driver.do(numbers["over"], step.id)
    files.take_in(
        numbers["bringing"], "p0001", files.Incoming("一覧.xlsx", [book()]), by=driver.actor("saeki"), at=clock.now()
    )
    driver.work()
    driver.inspected(numbers["found"], "p0001", findings=_findings(numbers["found"]))
    for one in _findings(numbers["found"])[2:]:
        driver.tell(
            numbers["found"],
            "saeki",
            lambda state, pen, one=one: c.AskWaiver("p0001", one.id, state.basis("p0001"), pen.seal(REASON)),
        )
    driver.open_all(numbers["opening"], "miura")
    driver.open_all(numbers["approving"], "ono")
    numbers["standing in"] = _deputised(driver)
    driver.release(numbers["lost"], FIRST, "saeki", outcome="unknown")
    return numbers


def _deputised(driver: Driver) -> str:
    """Return a dispatch in which the approver's deputy was briefed in the approver's place, and has opened everything."""
    number = driver.open("kindergartens-mail")
    for login, role, principal in (("saeki", "worker", ""), ("toda", "approver", driver.city["ono"])):
        driver.tell(
            number,
            login,
            lambda state, _pen, role=role, principal=principal: c.Brief(
                "brief", WHOLE, state.saw(WHOLE), role, principal
            ),
        )
    for step in ("attach", "inspect", "open", "trace"):
        driver.do(number, step)
    driver.open_all(number, "toda")
    return number


def _findings(number: str) -> list[Finding]:
    """Return one that asks, one that stops, and two that stop of which an exception is wished: of each rank one."""
    return [
        finding(number, "lookalike", "ask"),
        finding(number, "hidden", "stop", what="nobody has asked yet"),
        finding(number, "hidden", "stop", what="a chief decides"),
        finding(number, "sensitive", "stop"),
    ]


def _others(driver: Driver) -> dict[str, str]:
    """Return one dispatch of each of the other shipped procedures."""
    lots = [replace(one, lot="L1", pieces=3) for one in ADDRESSEES]
    at = {
        "clinics": ("clinic-lists", "report", None),
        "matching": ("guardian-certificate", "match", None),
        "typing": ("guardian-certificate", "identify", None),
        "halted": ("guardian-certificate", "match", None),
        "one by one": ("care-offices", "approve", ["p0001"]),
        "coming back": ("care-offices", "return", ["p0001"]),
        "reading aloud": ("web-list", "consents", None),
        "published": ("web-list", "recheck", None),
        "single": ("single", "approve", None),
        "lots": ("tax-notices", "count", None),
        "differing": ("tax-notices", "count", None),
        "sealing": ("tax-notices", "seal", None),
    }
    numbers = {}
    for name, (procedure, step, only) in at.items():
        numbers[name] = driver.open(procedure, lots if procedure == "tax-notices" else ADDRESSEES)
        driver.up_to(numbers[name], step, only=only)
    _halt(driver, numbers["halted"])
    driver.tell(
        numbers["differing"],
        "imai",
        lambda state, _pen: c.Count("count", LOT, state.saw(LOT), printed=7, enclosed=6),
    )
    return numbers


def _halt(driver: Driver, number: str) -> None:
    """Have the encloser scan the papers of one for the envelope of another."""

    def wrong(state: State, _pen: Pen) -> c.Match:
        return c.Match("match", FIRST, state.saw(FIRST), scans=({"document": "0", "envelope": "1"},))

    with pytest.raises(Refused):
        driver.tell(number, "tsuda", wrong)


def _marks(driver: Driver, numbers: Mapping[str, str]) -> dict[str, str]:
    now, by = clock.now(), driver.actor("miura")
    asks, unasked, stops, sensitive = (one.id for one in _findings(numbers["found"]))
    draft = FileRow.objects.get(dispatch=numbers["bringing"], state="draft")
    book_, paper_ = FileRow.objects.filter(dispatch=numbers["opening"], parcel="p0001", state="current").order_by("at")
    in_force = sources.propose(draft=_list(driver, "recipients", RECIPIENTS), saw="", by=by, at=now)
    sources.accept(version=in_force, saw="", by=driver.actor("kano"), at=now)
    proposed = sources.propose(draft=_list(driver, "subjects", SUBJECTS), saw="", by=by, at=now)
    return {
        "asks": asks,
        "not asked": unasked,
        "stops": stops,
        "sensitive": sensitive,
        "draft file": draft.pk,
        "book": book_.pk,
        "paper": paper_.pk,
        "in force": in_force,
        "proposed": proposed,
        "draft list": _list(driver, "recipients", RECIPIENTS),
        **_of_people(driver),
    }


def _brought(driver: Driver, numbers: Mapping[str, str]) -> dict[str, str]:
    """Bring files that nobody has matched to a parcel, and lists of which one is to be cut and another is cut."""
    by, now, number = driver.actor("saeki"), clock.now(), numbers["sorting"]
    loose.take_in(number, [files.Incoming("あけぼの園.xlsx", [book()])], by=by, at=now)
    lists = [
        cutting.begin(number, name, ["宛先番号,氏名\nK1,見本 太郎\n".encode()], by=by, at=now)
        for name in ("一.csv", "二.csv")
    ]
    driver.work()
    cutting.choose(number, lists[1], "宛先番号", by=by, at=now)
    driver.work()
    [one] = FileRow.objects.filter(dispatch=number, state=loose.LOOSE)
    kind: SourceKind = "recipients"
    made = own_lists.bring(kind, "宛先.csv", [RECIPIENTS.encode()])
    bringing.bring(numbers["held against"], made, by=driver.actor("miura"), at=now)
    driver.work()
    return {"loose file": one.pk, "list": lists[0], "list that is cut": lists[1]}


def _of_people(driver: Driver) -> dict[str, str]:
    """Return where the pages of people are: of the confirmer of 保育幼稚園課, and of the approver's deputy."""
    kano, today = driver.city["kano"], clock.now()
    [single] = [one for one in shelf.usable() if one.name == "single"]
    given = Given(single.digest, "shogai", "K1", "あけぼの園", 3)
    return {
        "kano": kano.rpartition("/")[2],
        "kano's post": str(driver.city.posts["kano", "confirmer"]),
        "kano's account": str(Account.objects.get(login="kano").pk),
        "kano's training": str(Training.objects.filter(person=kano).order_by("pk")[0].pk),
        "deputy": str(Deputy.objects.get(person=driver.city["toda"]).pk),
        "standing": standing_approvals.grant(given, by=driver.actor("kishi"), at=today),
        "proposed procedure": procedures.propose(
            text=shipped.data("single") + "# 提案\n".encode(),
            against=single.digest,
            seen=True,
            by=driver.actor("ishi"),
            at=today,
        ),
    }


def _register(driver: Driver) -> dict[str, str]:
    """Begin meetings of 保育幼稚園課, of which one was held, and write a near miss there."""
    now, today = clock.now(), clock.today()
    told = SeriesPlan("定例の会議", "meeting", "monthly", today - timedelta(days=40), "hoiku", driver.city["miura"])
    series = occurrences.begin(plan=told, by=driver.actor("toda"), at=now)
    held = occurrences.HeldPlan(today - timedelta(days=20), 5)
    occurrences.write_held(number=series, plan=held, by=driver.actor("toda"), at=now)
    near = near_misses.Told("hoiku", "swapped", today, "post", "二つの封筒を取り違えるところでした")
    number = near_misses.write(told=near, by=driver.actor("miura"), at=now)
    return {"series": str(series), "near miss": str(number), **_incidents(driver)}


def _incidents(driver: Driver) -> dict[str, str]:
    """Enter an incident of 保育幼稚園課 that could be closed and one that is, begin to take in a past report, and publish."""
    now, today, by = clock.now(), clock.today(), driver.actor("ishi")
    for outline in ("他園の児童の情報を送った。", "封をせずに出した。"):
        told = IncidentTold(outline=outline, cause="見比べる相手を決めていなかった。")
        made = incidents.enter(entry=Entry(told, "hoiku", "others-included", known_on=today), by=by, at=now)
        at: dict[str, Any] = {"year": made.year, "number": made.number, "by": by, "at": now}
        plan = Plan("確認者が送信の前に名簿と照合し、番号を記録する。", owner=driver.city["miura"], due=today)
        measures.add(plan=plan, **at)
        measures.tie(place=1, to=Tie("step", "trace", "kindergartens-mail"), **at)
        incidents.look_at_similar(
            similar=[one.likeness.id for one in similar(made, None, today, Days(today, today))], before=None, **at
        )
        for duty in CLOCK:
            incidents.decide(duty=duty, decided="not-needed", on=today, reason="すべて開けられずに戻った。", **at)
    incidents.close(saw=Incident.objects.get(pk=made.pk).n, **at)
    year = made.year
    editions.publish(year=year, saw=content_digest(report_of(year, today)), note="", by=by, at=now)
    # Something has changed since, so that there can be a next edition.
    statuses.write(place=1, text="始めた。", evaluation=False, **at)
    told_past = ReportDraft("報告.txt", "", year - 3, (IncidentDraft("1", "税務課", "取り違えた。", (), ()),), ())
    draft, tie = importing.keep(told_past, by=by, at=now), TieRow.objects.filter(measure__incident__number="1").get()
    return {"year": str(year), "tie": str(tie.pk), "past": draft}


SUBJECTS = "本人ID,氏名,ふりがな,生年月日,住所\n1001,見本 太郎,みほん たろう,2020-04-01,さくら野市本町1-1\n"
RECIPIENTS = "宛先ID,名称,メールアドレス\nK1,あけぼの園,akebono@example.jp\n"


def _list(driver: Driver, kind: SourceKind, text: str) -> str:
    now = clock.now()
    return sources.take_in(
        department="hoiku",
        kind=kind,
        as_of=now.date(),
        name=f"{kind}.csv",
        chunks=[text.encode()],
        most=1_000_000,
        by=driver.actor("miura"),
        at=now,
    )


def signed_in(login: str) -> str:
    client = Client(SERVER_NAME="localhost")
    assert client.post("/sign-in/", {"login": login, "password": PASSWORD, "next": "/"}).status_code == 302
    return client.cookies.output(attrs=[], header="", sep=";")
