"""Every address by which something is written, and who may: declared, and held against what happens.

One deed is one button: the address, in which situation of `tests.web.situations` it is pressed, what is sent, and the
logins of all who may. Whoever else sends the same is refused, and nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.driving import book
from tests.web.situations import FIRST, REASON, Desk

from sekisho.gate.model import WHOLE, Unit
from sekisho.web import clock

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
SAEKI = ("saeki", "saeki-window")
SITUATIONS = {
    **dict.fromkeys(
        (
            "new",
            "bringing",
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
    "single": "shogai",
    "one by one": "kaigo",
    "published": "jutaku",
    "lots": "shimin",
}
WIDE = {
    "clinics": ("tachi",),
    "matching": ("tachi",),
    "lots": ("tachi",),
    "one by one": ("nakata", "doi"),
}
"""Who takes part by a role that is held everywhere, where the procedure asks for it."""

Post = Callable[[Desk], Mapping[str, Any]]


def seers(situation: str) -> frozenset[str]:
    """Return who may see a dispatch at all: its department, the security office, and whom its procedure asks for."""
    return frozenset({*PEOPLE_OF[SITUATIONS[situation]], *WIDE.get(situation, ()), SECURITY})


@dataclass(frozen=True)
class Deed:
    """One button. ``args``: of the address; ``post``: what is sent; ``may``: the logins of whom it is."""

    route: str
    where: str
    may: tuple[str, ...]
    post: Post
    more: Mapping[str, Any]
    name: str = ""

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
        return seers(self.where) if self.where in SITUATIONS else frozenset(PEOPLE_OF[self.where])


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


def _nothing(_desk: Desk) -> Mapping[str, Any]:
    return {}


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
    Deed("desk:files", "bringing", SAEKI, _upload, {}),
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
    Deed("sources:propose", "hoiku", ("miura",), lambda _: {"saw": ""}, {"draft": "@draft list"}),
    Deed("sources:discard", "hoiku", ("miura",), _nothing, {"draft": "@draft list"}),
    Deed("sources:accept", "hoiku", ("kano", "toda"), lambda _: {"saw": ""}, {"version": "@proposed"}),
    Deed("sources:refuse", "hoiku", ("kano", "toda"), lambda _: {"reason": REASON}, {"version": "@proposed"}),
    Deed("sources:withdraw", "hoiku", ("miura",), _nothing, {"version": "@proposed"}),
)
"""Every button, of whom it is. What is here and what the addresses are is compared: one that is missing is named."""

OF_EVERYBODY = {
    "ui:language": {"language": "en", "next": "/"},
    "people:sign-out": {},
    "people:second": {"login": "kano", "password": "1234", "next": "/"},
    "people:second-ends": {},
    "people:sign-in": {"login": "miura", "password": "wrong", "next": "/"},
}
"""What whoever has signed in may send, or anybody: it writes nothing but their own session or cookie."""
