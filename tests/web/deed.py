"""What a deed is: one button, the situation in which it is pressed, and the people who may; see `tests.web.deeds`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.web.situations import LOGINS, Desk

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


def nothing(_desk: Desk) -> Mapping[str, Any]:
    return {}


def today(**more: Any) -> Post:
    """Return what is sent with today where a day is asked, and with people by their aliases."""

    def post(desk: Desk) -> Mapping[str, Any]:
        day = clock.today().isoformat()
        return {
            key: day if value == "today" else desk.city[str(value)[1:]] if str(value).startswith("@") else value
            for key, value in more.items()
        }

    return post
