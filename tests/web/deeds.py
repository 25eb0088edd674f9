"""Every address by which something is written, and who may: declared, and held against what happens.

One deed is one button: the address, in which situation of `tests.web.situations` it is pressed, what is sent, and the
logins of all who may. Whoever else sends the same is refused, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.driving import book, told_of
from tests.web.situations import FIRST, LOGINS, LOT, REASON, Desk

from sekisho.documents.yearly.digest import content_digest
from sekisho.gate import shipped
from sekisho.gate.model import WHOLE, Unit
from sekisho.web import clock
from sekisho.web.desk.models import FileRow
from sekisho.web.installation import installation
from sekisho.web.people.moving import saw
from sekisho.web.people.queries.moves import posts_of
from sekisho.web.people.workbook import moves_workbook
from sekisho.web.register.models import Incident
from sekisho.web.register.queries.reports import report_of

PEOPLE_OF = {
    "hoiku": ("miura", "saeki", "saeki-window", "kano", "ono", "toda"),
    "hoken": ("hirano", "nishi", "kawai", "mizuno", "okabe", "sugita"),
    "shogai": ("asai", "tsuda", "hara", "uchida", "kishi"),
    "kaigo": ("ogura", "tanabe", "shiga", "hotta", "ueki"),
    "jutaku": ("maki", "kojima", "anzai", "terai", "nagai"),
    "shimin": ("sakuma", "fujii", "imai", "kubota", "yano", "oba"),
}
"""Who has a post today, by department. ``saeki-window`` is a second account of one person; ``moriya`` has no post any more."""
SECURITY = "ishi"
CHIEFS = ("toda", "okabe", "kishi", "ueki", "nagai", "oba")
DRAFTERS = ("miura", "hirano", "asai", "ogura", "maki", "sakuma")
SAEKI = ("saeki", "saeki-window")
SITUATIONS = {
    **dict.fromkeys(
        (
            "new",
            "bringing",
            "sorting",
            "held against",
            "found",
            "opening",
            "tracing",
            "approving",
            "standing in",
            "leaving",
            "lost",
            "telling",
            "over",
        ),
        "hoiku",
    ),
    "clinics": "hoken",
    "matching": "shogai",
    "typing": "shogai",
    "halted": "shogai",
    "single": "shogai",
    "one by one": "kaigo",
    "coming back": "kaigo",
    "reading aloud": "jutaku",
    "published": "jutaku",
    "lots": "shimin",
    "differing": "shimin",
    "sealing": "shimin",
}
WIDE = {
    **dict.fromkeys(("clinics", "matching", "typing", "halted", "lots", "differing", "sealing"), ("tachi",)),
    **dict.fromkeys(("one by one", "coming back"), ("nakata", "doi")),
}
"""Who takes part by a role that is held everywhere, where the procedure asks for it."""

Post = Callable[[Desk], Mapping[str, Any]]


def seers(situation: str) -> frozenset[str]:
    """Return who may see a dispatch at all: its department, the security office, and whom its procedure asks for."""
    return frozenset({*PEOPLE_OF[SITUATIONS[situation]], *WIDE.get(situation, ()), SECURITY})


@dataclass(frozen=True)
class Deed:
    """One button. ``more``: of the address; ``post``: what is sent; ``may``: the logins of whom it is.

    ``choice``: to whom it is not, the form does not offer what is sent, which is then not valid (422). ``writes``: whether
    anything is kept of it.
    """

    route: str
    where: str
    may: tuple[str, ...]
    post: Post
    more: Mapping[str, Any]
    name: str = ""
    choice: bool = False
    writes: bool = True
    query: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.route, self.name)))

    def args(self, desk: Desk) -> dict[str, Any]:
        found = {key: desk.marks.get(str(value).removeprefix("@"), value) for key, value in self.more.items()}
        if self.where in SITUATIONS:
            found["number"] = desk.numbers[self.where]
        return found

    @property
    def see(self) -> frozenset[str]:
        """Who is told that there is such a thing."""
        if self.where in SITUATIONS:
            return seers(self.where)
        return frozenset(PEOPLE_OF[self.where]) if self.where in PEOPLE_OF else frozenset(LOGINS)


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


def _nothing(_desk: Desk) -> Mapping[str, Any]:
    return {}


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


def _today(**more: Any) -> Post:
    """Return what is sent with today where a day is asked, and with people by their aliases."""

    def post(desk: Desk) -> Mapping[str, Any]:
        day = clock.today().isoformat()
        return {
            key: day if value == "today" else desk.city[str(value)[1:]] if str(value).startswith("@") else value
            for key, value in more.items()
        }

    return post


def _person(route: str, may: tuple[str, ...], post: Post, name: str = "", **more: Any) -> Deed:
    return Deed(f"people:{route}", "", may, post, more, name)


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
    Deed("desk:standing-end", "", ("kishi",), _nothing, {"standing": "@standing"}),
    Deed("desk:propose-procedure", "", (SECURITY,), _procedure, {}),
    Deed("desk:accept-procedure", "", CHIEFS, _compared, {"proposal": "@proposed procedure"}),
    Deed("desk:refuse-procedure", "", CHIEFS, _with_reason, {"proposal": "@proposed procedure"}),
    Deed("desk:withdraw-procedure", "", (SECURITY,), _nothing, {"proposal": "@proposed procedure"}),
    Deed("desk:files", "bringing", SAEKI, _upload, {}),
    Deed("desk:paper-item", "bringing", SAEKI, lambda _: {"parcel": "p0001", "kind": "手紙", "sheets": "2"}, {}),
    Deed("desk:about", "bringing", SAEKI, lambda _: {"parcel": "p0001", "about": "1009"}, {}),
    Deed("desk:several", "sorting", SAEKI, lambda _: {"files": SimpleUploadedFile("他.xlsx", book("見本 四郎"))}, {}),
    Deed("desk:assign", "sorting", SAEKI, lambda desk: {f"file-{desk.marks['loose file']}": "p0001"}, {}),
    Deed("desk:let-go", "sorting", SAEKI, _nothing, {}),
    Deed("desk:cut", "sorting", SAEKI, lambda _: {"file": SimpleUploadedFile("三.csv", b"a,b\nK1,x\n")}, {}),
    Deed("desk:cut-list", "sorting", SAEKI, lambda _: {"column": "宛先番号"}, {"key": "@list"}),
    Deed("desk:take-cut", "sorting", SAEKI, _nothing, {"key": "@list that is cut"}),
    Deed("desk:discard-cut", "sorting", SAEKI, _nothing, {"key": "@list that is cut"}),
    Deed("desk:dispatch-sources", "held against", _TAKE_PART, _own_list, {}),
    Deed("desk:renew-sources", "opening", _TAKE_PART, _nothing, {}),
    Deed("desk:use-registered", "held against", _TAKE_PART, _nothing, {"kind": "recipients"}),
    Deed("desk:write", "", DRAFTERS, _begun, {"procedure": "web-list"}),
    Deed("desk:recipients", "new", ("miura", *SAEKI), _added, {}),
    Deed("desk:put-in", "bringing", SAEKI, _nothing, {}),
    Deed("desk:drop", "bringing", SAEKI, _nothing, {"file": "@draft file"}),
    Deed("desk:inspect", "opening", _TAKE_PART, _nothing, {}),
    Deed("desk:release", "leaving", SAEKI, _seen("leaving", FIRST, proof="sent"), _on(FIRST)),
    Deed("desk:password", "telling", SAEKI, _nothing, _on(FIRST)),
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
    Deed("sources:discard", "hoiku", ("miura",), _nothing, {"draft": "@draft list"}),
    Deed("sources:accept", "hoiku", ("kano", "toda"), lambda _: {"saw": ""}, {"version": "@proposed"}),
    Deed("sources:refuse", "hoiku", ("kano", "toda"), lambda _: {"reason": REASON}, {"version": "@proposed"}),
    Deed("sources:withdraw", "hoiku", ("miura",), _nothing, {"version": "@proposed"}),
    replace(_person("roll", (SECURITY, *CHIEFS), lambda _: {"text": "加納", "page": "1"}), writes=False),
    _person("new", (SECURITY,), _today(staff_number="90001", name="新任 一", family="新任")),
    _person("change", (SECURITY,), _today(name="加納 由紀子", family="加納", home="hoiku"), key="@kano"),
    _person("give-post", (SECURITY,), _today(department="hoiku", role="worker", since="today"), key="@kano"),
    _person("open-account", (SECURITY,), _today(login="kano-window"), key="@kano"),
    _person("end-post", (SECURITY,), _today(until="today"), number="@kano's post"),
    _person("deputy", (SECURITY, "toda"), _today(person="@miura", since="today", until="today"), number="@kano's post"),
    _person("end-deputy", (SECURITY, "toda"), _nothing, number="@deputy"),
    *(
        _person("account", (SECURITY,), _nothing, act, number="@kano's account", act=act)
        for act in ("close", "pin", "password")
    ),
    replace(
        _person(
            "training",
            (SECURITY, "toda"),
            _today(course="郵送物確認ルール", done_on="today", until="today", people="@kano"),
        ),
        choice=True,
        query="?department=hoiku",
    ),
    _person("withdraw-training", (SECURITY, "toda"), _nothing, number="@kano's training"),
    _person("departments", (SECURITY,), _today(code="atarashii", name="新しい課", short="新")),
    _person("rename", (SECURITY,), _today(name="別の名の課", short="別"), code="hoiku"),
    replace(_person("moves", (SECURITY,), _table), writes=False),
    _person("moves-apply", (SECURITY,), _moves),
    replace(
        _register(
            "occurrence-new",
            (SECURITY, "toda"),
            _today(title="別の会議", kind="meeting", rhythm="yearly", department="hoiku", since="today"),
        ),
        choice=True,
    ),
    _register("occurrence-held", (SECURITY, "toda", "miura"), _today(on="today", people="4"), number="@series"),
    _register("occurrence-withdraw", (SECURITY, "toda"), _nothing, number="@series", place="1"),
    _register("occurrence-end", (SECURITY, "toda"), _today(on="today"), number="@series"),
    replace(
        _register(
            "near-miss-new",
            (*PEOPLE_OF["hoiku"], SECURITY),
            _today(failure="swapped", department="hoiku", on="today"),
        ),
        choice=True,
    ),
    _register("near-miss", (SECURITY,), lambda _: {"text": REASON, "saw": "0"}, number="@near miss"),
    replace(_register("new", (*PEOPLE_OF["hoiku"], SECURITY), _incident()), choice=True),
    _of_incident("edit", _incident()),
    _of_incident("decide", _today(duty="full", decided="done", on="today", reason=REASON), may=(SECURITY, "toda")),
    _of_incident("write", lambda _: {"text": REASON, "kind": "status"}),
    _of_incident("similar", lambda _: {"before": ""}),
    _of_incident("close", _saw_incident()),
    _of_incident("reopen", _saw_incident("2"), number="2"),
    _of_incident("new-measure", lambda _: {"text": REASON, "strength": "check"}),
    _of_incident("edit-measure", _saw_incident(text=REASON, strength="check"), place=1),
    _of_incident("tie", lambda _: {"to": "check|kindergartens-mail|scope"}, place=1),
    _of_incident("untie", _nothing, place=1, tie="@tie"),
    _of_incident("write-measure", lambda _: {"text": REASON, "kind": "evaluation"}, place=1),
    _register("import", (SECURITY,), _past),
    _register("report", (SECURITY,), _edition, year="@year"),
    _register("preview", (SECURITY,), lambda _: {"act": "save"}, draft="@past"),
    _register("discard", (SECURITY,), _nothing, draft="@past"),
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
