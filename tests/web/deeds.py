"""Every address by which something is written, and who may: declared, and held against what happens.

One deed is one button: the address, in which situation of `tests.web.situations` it is pressed, what is sent, and the
logins of all who may. Whoever else sends the same is refused, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.deed import (
    CHIEFS,
    DRAFTERS,
    PEOPLE_OF,
    SAEKI,
    SECURITY,
    Deed,
    Post,
    nothing,
    today,
)
from tests.web.deeds_of_register import REGISTER
from tests.web.driving import book, told_of
from tests.web.situations import FIRST, LOT, REASON, Desk

from sekisho.gate import shipped
from sekisho.gate.model import WHOLE, Unit
from sekisho.web import clock
from sekisho.web.desk.models import FileRow
from sekisho.web.installation import installation
from sekisho.web.people.moving import saw
from sekisho.web.people.queries.moves import posts_of
from sekisho.web.people.workbook import moves_workbook


def _seen(situation: str, unit: Unit, **more: Any) -> Post:
    return lambda desk: {"saw": desk.saw(situation, unit), **more}


def _as_deputy(situation: str, unit: Unit, **more: Any) -> Post:
    return lambda desk: {"saw": desk.saw(situation, unit), "deputy_of": desk.city["ono"], **more}


def _on(unit: Unit, **more: Any) -> dict[str, Any]:
    return {"per": unit.per, "key": unit.id or "all", **more}


def _step(where: str, step: str, unit: Unit, may: tuple[str, ...], post: Post, name: str = "") -> Deed:
    return Deed("desk:step", where, may, post, _on(unit, step=step), f"{step} {name}".strip())


def _upload(_desk: Desk) -> Mapping[str, Any]:
    return {"parcel": "p0001", "password": "", "file": SimpleUploadedFile("もう一つ.xlsx", book("見本 三郎"))}


def _list(_desk: Desk) -> Mapping[str, Any]:
    text = "宛先ID,名称,メールアドレス\nK9,つくし園,tsukushi@example.jp\n"
    return {"as_of": clock.today().isoformat(), "file": SimpleUploadedFile("宛先.csv", text.encode())}


def _finding(verb: str, mark: str, may: tuple[str, ...]) -> Deed:
    def post(desk: Desk) -> Mapping[str, Any]:
        return {"saw": desk.state("found").basis("p0001"), "text": REASON}

    return Deed(f"desk:{verb}", "found", may, post, {"parcel": "p0001", "finding": f"@{mark}"}, mark)


def _course(act: str, where: str, may: tuple[str, ...], **more: Any) -> Deed:
    def post(desk: Desk) -> Mapping[str, Any]:
        told = {key: desk.city[value] if key == "person" else value for key, value in more.items()}
        return {"act": act, "reason": REASON, **told}

    return Deed("desk:course", where, may, post, {}, act)


def _with_reason(_desk: Desk) -> Mapping[str, Any]:
    return {"reason": REASON}


def _code(situation: str, step: str) -> Post:
    def post(desk: Desk) -> Mapping[str, Any]:
        code = told_of(desk.numbers[situation], "p0001").code
        held = code if step == "match" else ""
        return {"saw": desk.saw(situation, FIRST), "code": code, "held": held}

    return post


def _live(desk: Desk) -> Mapping[str, Any]:
    [row] = FileRow.objects.filter(dispatch=desk.numbers["published"], parcel="p0001", state="current")
    data = installation().files.read(row.blob)
    return {"saw": desk.saw("published", FIRST), "brought": SimpleUploadedFile("名簿.xlsx", data)}


def _person(route: str, may: tuple[str, ...], post: Post, name: str = "", **more: Any) -> Deed:
    return Deed(f"people:{route}", "", may, post, more, name)


def _moves(desk: Desk) -> Mapping[str, Any]:
    """Return what the page of moves has signed for the security office: the confirmer becomes a worker too."""
    since, person = clock.today(), desk.city["kano"]
    held = saw(posts_of(frozenset({person}), since))
    told = {"by": desk.city[SECURITY], "since": since.isoformat(), "seen": held}
    return {"moves": signing.dumps({**told, "moves": [[person, None, "hoiku", "worker"]]}, salt="people.moves")}


def _table(_desk: Desk) -> Mapping[str, Any]:
    sheet = moves_workbook((), ("保育幼稚園課",), clock.now())
    return {"since": clock.today().isoformat(), "file": SimpleUploadedFile("異動.xlsx", sheet)}


def _own_list(_desk: Desk) -> Mapping[str, Any]:
    text = "宛先ID,名称,メールアドレス\nK1,あけぼの園,akebono@example.jp\n"
    return {"kind": "recipients", "file": SimpleUploadedFile("宛先.csv", text.encode())}


def _begun(_desk: Desk) -> Mapping[str, Any]:
    day = clock.today() + timedelta(days=3)
    told = {"act": "start", "hands": "0", "title": "名簿の公開", "day": day.isoformat(), "clock": "15:00"}
    return {**told, "protection": "none"}


def _added(_desk: Desk) -> Mapping[str, Any]:
    return {"act": "start", "hands": "1", "hand-0-name": "つくし園", "hand-0-to": "tsukushi@example.jp"}


def _procedure(_desk: Desk) -> Mapping[str, Any]:
    """Return the text of a new procedure, as it was looked at before it is proposed."""
    text = shipped.data("web-list").replace(b'name = "web-list"', b'name = "another-list"')
    return {"act": "propose", "text": text.decode(), "saw": f"{sha256(text).hexdigest()}/", "seen": "on"}


def _compared(_desk: Desk) -> Mapping[str, Any]:
    return {"saw": sha256(shipped.data("single")).hexdigest(), "seen": "on"}


def _granted(desk: Desk) -> Mapping[str, Any]:
    digest = desk.state("single").procedure.digest
    return {"department": "shogai", "procedure": digest, "recipient": "K2", "name": "ひいらぎ園", "sheets": "3"}


_ALL_OF_HOIKU = PEOPLE_OF["hoiku"]
_TAKE_PART = ("miura", *SAEKI, "kano", "ono", "toda")

DEEDS = (
    _step("new", "brief", WHOLE, (*SAEKI, "ono"), _seen("new", WHOLE)),
    _step("new", "brief", WHOLE, ("toda",), _as_deputy("new", WHOLE), "for somebody else"),
    _step("opening", "open", FIRST, ("miura",), _seen("opening", FIRST)),
    _step(
        "approving",
        "approve",
        WHOLE,
        ("ono",),
        lambda desk: {"saw": desk.saw("approving", WHOLE), "seen": " ".join(desk.state("approving").findings(WHOLE))},
    ),
    _step("standing in", "approve", WHOLE, ("toda",), _as_deputy("standing in", WHOLE), "for somebody else"),
    _step("clinics", "report", WHOLE, ("mizuno",), _seen("clinics", WHOLE)),
    _step("telling", "key", FIRST, SAEKI, _seen("telling", FIRST, way="phone")),
    _step("tracing", "trace", FIRST, ("kano",), _seen("tracing", FIRST), "draws"),
    _step("matching", "match", FIRST, ("tsuda",), _code("matching", "match")),
    _step("typing", "identify", FIRST, ("hara",), _seen("typing", FIRST, typed="1001")),
    _step("reading aloud", "consents", FIRST, ("anzai",), _seen("reading aloud", FIRST)),
    _step("lots", "count", LOT, ("imai",), _seen("lots", LOT, printed="6", reprinted="0", enclosed="6")),
    _step("sealing", "seal", LOT, ("kubota",), _seen("sealing", LOT, sealed="6")),
    _step("coming back", "return", FIRST, ("tanabe",), _code("coming back", "return")),
    _step("published", "recheck", FIRST, ("anzai",), _live),
    _step(
        "single",
        "approve",
        FIRST,
        ("asai", "hara", "uchida", "kishi"),
        lambda desk: {"saw": desk.saw("single", FIRST), "standing": desk.marks["standing"]},
        "beforehand",
    ),
    Deed("desk:resume", "halted", ("hara", "uchida", "kishi", "tachi"), _with_reason, _on(FIRST, step="match")),
    Deed("desk:explain", "differing", ("oba",), _with_reason, _on(LOT, step="count")),
    Deed(
        "desk:aside",
        "one by one",
        ("tanabe", "hotta", "ueki", "nakata", "doi"),
        lambda _: {"reason": REASON, "per": "parcel", "key": "p0001"},
        {},
    ),
    Deed("desk:standing", "", ("kishi",), _granted, {}, choice=True),
    Deed("desk:standing-end", "", ("kishi",), nothing, {"standing": "@standing"}),
    Deed("desk:propose-procedure", "", (SECURITY,), _procedure, {}),
    Deed("desk:accept-procedure", "", CHIEFS, _compared, {"proposal": "@proposed procedure"}),
    Deed("desk:refuse-procedure", "", CHIEFS, _with_reason, {"proposal": "@proposed procedure"}),
    Deed("desk:withdraw-procedure", "", (SECURITY,), nothing, {"proposal": "@proposed procedure"}),
    Deed("desk:files", "bringing", SAEKI, _upload, {}),
    Deed("desk:paper-item", "bringing", SAEKI, lambda _: {"parcel": "p0001", "kind": "手紙", "sheets": "2"}, {}),
    Deed("desk:about", "bringing", SAEKI, lambda _: {"parcel": "p0001", "about": "1009"}, {}),
    Deed("desk:several", "sorting", SAEKI, lambda _: {"files": SimpleUploadedFile("他.xlsx", book("見本 四郎"))}, {}),
    Deed("desk:assign", "sorting", SAEKI, lambda desk: {f"file-{desk.marks['loose file']}": "p0001"}, {}),
    Deed("desk:let-go", "sorting", SAEKI, nothing, {}),
    Deed("desk:cut", "sorting", SAEKI, lambda _: {"file": SimpleUploadedFile("三.csv", b"a,b\nK1,x\n")}, {}),
    Deed("desk:cut-list", "sorting", SAEKI, lambda _: {"column": "宛先番号"}, {"key": "@list"}),
    Deed("desk:take-cut", "sorting", SAEKI, nothing, {"key": "@list that is cut"}),
    Deed("desk:discard-cut", "sorting", SAEKI, nothing, {"key": "@list that is cut"}),
    Deed("desk:dispatch-sources", "held against", _TAKE_PART, _own_list, {}),
    Deed("desk:renew-sources", "opening", _TAKE_PART, nothing, {}),
    Deed("desk:use-registered", "held against", _TAKE_PART, nothing, {"kind": "recipients"}),
    Deed("desk:write", "", DRAFTERS, _begun, {"procedure": "web-list"}),
    Deed("desk:recipients", "new", ("miura", *SAEKI), _added, {}),
    Deed("desk:put-in", "bringing", SAEKI, nothing, {}),
    Deed("desk:drop", "bringing", SAEKI, nothing, {"file": "@draft file"}),
    Deed("desk:inspect", "opening", _TAKE_PART, nothing, {}),
    Deed("desk:release", "leaving", SAEKI, _seen("leaving", FIRST, proof="sent"), _on(FIRST)),
    Deed("desk:password", "telling", SAEKI, nothing, _on(FIRST)),
    Deed("desk:settle", "lost", (*SAEKI, "toda"), lambda _: {"left": "yes", "reason": REASON}, _on(FIRST)),
    _finding("answer", "asks", _TAKE_PART),
    _finding("ask-waiver", "not asked", _TAKE_PART),
    _finding("grant-waiver", "stops", ("toda",)),
    _finding("grant-waiver", "sensitive", (SECURITY,)),
    _finding("refuse-waiver", "stops", ("toda",)),
    _finding("refuse-waiver", "sensitive", (SECURITY,)),
    _course("send-back", "approving", _TAKE_PART, step="attach", parcel="p0001"),
    _course("withdraw", "approving", ("miura", *SAEKI, "ono", "toda"), parcel="p0001"),
    _course("abandon", "approving", ("miura", "toda")),
    _course("reassign", "approving", ("toda",), role="confirmer", person="kano"),
    _course("hand-over", "approving", ("miura", "toda"), person="kano"),
    _course("put-aside", "one by one", ("tanabe", "hotta", "ueki", "nakata", "doi")),
    Deed("sources:upload", "hoiku", _ALL_OF_HOIKU, _list, {"department": "hoiku", "kind": "recipients"}),
    Deed(
        "sources:columns",
        "hoiku",
        ("miura",),
        lambda _: {"column-0": "recipient_id", "column-1": "name", "column-2": ""},
        {"draft": "@draft list"},
    ),
    Deed(
        "sources:propose",
        "hoiku",
        ("miura",),
        lambda desk: {"saw": desk.marks["in force"]},
        {"draft": "@draft list"},
    ),
    Deed("sources:discard", "hoiku", ("miura",), nothing, {"draft": "@draft list"}),
    Deed("sources:accept", "hoiku", ("kano", "toda"), lambda _: {"saw": ""}, {"version": "@proposed"}),
    Deed("sources:refuse", "hoiku", ("kano", "toda"), lambda _: {"reason": REASON}, {"version": "@proposed"}),
    Deed("sources:withdraw", "hoiku", ("miura",), nothing, {"version": "@proposed"}),
    replace(_person("roll", (SECURITY, *CHIEFS), lambda _: {"text": "加納", "page": "1"}), writes=False),
    _person("new", (SECURITY,), today(staff_number="90001", name="新任 一", family="新任")),
    _person("change", (SECURITY,), today(name="加納 由紀子", family="加納", home="hoiku"), key="@kano"),
    _person("give-post", (SECURITY,), today(department="hoiku", role="worker", since="today"), key="@kano"),
    _person("open-account", (SECURITY,), today(login="kano-window"), key="@kano"),
    _person("end-post", (SECURITY,), today(until="today"), number="@kano's post"),
    _person("deputy", (SECURITY, "toda"), today(person="@miura", since="today", until="today"), number="@kano's post"),
    _person("end-deputy", (SECURITY, "toda"), nothing, number="@deputy"),
    *(
        _person("account", (SECURITY,), nothing, act, number="@kano's account", act=act)
        for act in ("close", "pin", "password")
    ),
    replace(
        _person(
            "training",
            (SECURITY, "toda"),
            today(course="郵送物確認ルール", done_on="today", until="today", people="@kano"),
        ),
        choice=True,
        query="?department=hoiku",
    ),
    _person("withdraw-training", (SECURITY, "toda"), nothing, number="@kano's training"),
    _person("departments", (SECURITY,), today(code="atarashii", name="新しい課", short="新")),
    _person("rename", (SECURITY,), today(name="別の名の課", short="別"), code="hoiku"),
    replace(_person("moves", (SECURITY,), _table), writes=False),
    _person("moves-apply", (SECURITY,), _moves),
    *REGISTER,
)
"""Every button, of whom it is. What is here and what the addresses are is compared: one that is missing is named."""

OF_EVERYBODY = {
    "ui:language": {"language": "en", "next": "/"},
    "people:sign-out": {},
    "people:second": {"login": "kano", "password": "602814", "next": "/"},
    "people:second-ends": {},
    "people:password": {},
    "people:pin": {},
    "people:sign-in": {"login": "miura", "password": "wrong", "next": "/"},
}
"""What whoever has signed in may send, or anybody: it writes nothing but their own session or cookie."""
