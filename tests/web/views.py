"""Every address that is only looked at, and who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.web.deed import CHIEFS, DRAFTERS, PEOPLE_OF, SECURITY, SITUATIONS, seers
from tests.web.situations import FIRST, LOGINS, LOT, Desk

from sekisho.gate.model import WHOLE, Unit


@dataclass(frozen=True)
class Read:
    """One page. ``where``: the situation or department that it is of; empty: everybody's.

    ``serves``: it counts as opened. ``only``: who alone sees it. ``told``: the others
    are told that they may not, or that there is nothing. ``barred``: who sees the dispatch, and this not.
    """

    route: str
    where: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    public: bool = False
    serves: bool = False
    only: tuple[str, ...] = ()
    told: bool = False
    barred: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.route, self.where, self.name)))

    def args(self, desk: Desk) -> dict[str, Any]:
        found = {key: desk.marks.get(str(value).removeprefix("@"), value) for key, value in self.more.items()}
        if self.where in SITUATIONS:
            found["number"] = desk.numbers[self.where]
        return found

    @property
    def see(self) -> frozenset[str] | None:
        """Who may see it; None: everybody who has signed in."""
        if self.only:
            return frozenset(self.only)
        if self.where in SITUATIONS:
            return seers(self.where)
        return frozenset(PEOPLE_OF[self.where]) if self.where else None


def _on(unit: Unit, **more: Any) -> dict[str, Any]:
    return {"per": unit.per, "key": unit.id or "all", **more}


def _steps() -> list[Read]:
    at = {"new": ("brief", WHOLE), "opening": ("open", FIRST), "approving": ("approve", WHOLE)}
    at |= {"telling": ("key", FIRST), "clinics": ("report", WHOLE), "single": ("approve", FIRST)}
    at |= {"one by one": ("approve", FIRST), "tracing": ("trace", FIRST), "matching": ("match", FIRST)}
    at |= {"typing": ("identify", FIRST), "halted": ("match", FIRST), "coming back": ("return", FIRST)}
    at |= {"reading aloud": ("consents", FIRST), "published": ("recheck", FIRST)}
    at |= {"lots": ("count", LOT), "sealing": ("seal", LOT), "differing": ("seal", LOT)}
    return [Read("desk:step", where, _on(unit, step=step), step) for where, (step, unit) in at.items()]


def _person(route: str, *may: str, **more: Any) -> Read:
    return Read(f"people:{route}", more=more, only=may, told=True)


def _register(route: str, *may: str, **more: Any) -> Read:
    return Read(f"register:{route}", more=more, only=may, told=True)


STAFF = tuple(one for one in LOGINS if one not in {"nakata", "doi", "moriya"})
"""Who is of the city's own staff today."""
_INCIDENT = {"year": "@year", "number": "1"}
_FINDING = {"parcel": "p0001", "finding": "@asks"}
_LIST = {"department": "hoiku", "kind": "subjects"}

READS = (
    Read("ui:healthz", public=True),
    Read("people:sign-in", public=True),
    Read("people:second"),
    Read("desk:home"),
    Read("desk:dispatches"),
    *(Read("desk:dispatch", one) for one in SITUATIONS),
    *(Read("desk:units", one, {"step": "attach"}) for one in SITUATIONS),
    *_steps(),
    Read("desk:files", "bringing"),
    Read("desk:new", only=DRAFTERS, told=True),
    Read("desk:write", more={"procedure": "web-list"}, only=DRAFTERS, told=True),
    Read("desk:recipients", "new"),
    Read("desk:several", "sorting"),
    Read("desk:cut", "sorting"),
    Read("desk:cut-list", "sorting", {"key": "@list"}),
    Read("desk:dispatch-sources", "held against"),
    Read("desk:part", "opening", {"file": "@book", "part": 1}, "book", serves=True, barred=(SECURITY,)),
    Read("desk:part", "opening", {"file": "@paper", "part": 1}, "paper", serves=True, barred=(SECURITY,)),
    Read("desk:picture", "opening", {"file": "@paper", "part": 1}, barred=(SECURITY,)),
    Read("desk:release", "leaving", _on(FIRST)),
    Read("desk:settle", "lost", _on(FIRST)),
    Read("desk:resume", "halted", _on(FIRST, step="match")),
    Read("desk:explain", "differing", _on(LOT, step="count")),
    Read("desk:aside", "one by one"),
    Read("desk:standing", only=CHIEFS, told=True),
    Read("desk:procedures"),
    Read("desk:procedure", more={"procedure": "single"}),
    Read("desk:procedure-version", more={"procedure": "single", "number": 1}),
    Read("desk:propose-procedure", only=(SECURITY,), told=True),
    Read("desk:procedure-proposal", more={"proposal": "@proposed procedure"}, only=(SECURITY, *CHIEFS), told=True),
    Read("desk:findings", "found"),
    Read("desk:finding", "found", _FINDING),
    Read("desk:course", "approving"),
    *(Read("desk:passes", one) for one in ("leaving", "over", "lots")),
    Read("desk:labels", "lots"),
    Read("desk:pass", "over", _on(FIRST)),
    Read("desk:pass", "leaving", _on(FIRST)),
    Read("desk:pass-pdf", "over", _on(FIRST)),
    Read("desk:progress", "found"),
    Read("sources:lists"),
    Read("sources:columns", "hoiku", {"draft": "@draft list"}, only=("miura",)),
    Read("sources:draft-difference", "hoiku", {"draft": "@draft list"}, only=("miura",)),
    Read("sources:version", "hoiku", {"version": "@proposed"}),
    Read("sources:history", "hoiku", _LIST),
    Read("sources:upload", "hoiku", _LIST),
    Read("people:me"),
    Read("people:password"),
    Read("people:pin"),
    *(_person(one, SECURITY, *CHIEFS) for one in ("roll", "training")),
    *(_person(one, SECURITY) for one in ("new", "departments", "moves", "moves-sheet")),
    _person("person", SECURITY, "toda", key="@kano"),
    *(_person(one, SECURITY, key="@kano") for one in ("change", "give-post", "open-account")),
    _person("end-post", SECURITY, number="@kano's post"),
    _person("deputy", SECURITY, "toda", number="@kano's post"),
    _person("rename", SECURITY, code="hoiku"),
    *(_register(one, *STAFF) for one in ("occurrences", "occurrences-sheet", "near-misses", "near-miss-new")),
    _register("occurrence", *STAFF, number="@series"),
    _register("occurrence-new", SECURITY, *CHIEFS),
    _register("occurrence-held", SECURITY, "toda", "miura", number="@series"),
    _register("near-miss", SECURITY, "toda", "miura", number="@near miss"),
    _register("register", *STAFF),
    _register("new", *STAFF),
    _register("import", SECURITY),
    _register("preview", SECURITY, draft="@past"),
    _register("incident", *STAFF, **_INCIDENT),
    *(_register(one, SECURITY, "toda", **_INCIDENT) for one in ("edit", "new-measure")),
    _register("measure", *STAFF, **_INCIDENT, place=1),
    *(_register(one, SECURITY, "toda", **_INCIDENT, place=1) for one in ("edit-measure", "tie")),
    _register("report", *STAFF, year="@year"),
    _register("internal", SECURITY, year="@year", form="csv"),
    *(Read(f"public-report:{one}", public=True) for one in ("years", "check")),
    Read("public-report:newest", more={"year": "@year"}, public=True),
    Read("public-report:edition", more={"year": "@year", "number": 1}, public=True),
    Read("public-report:file", more={"year": "@year", "number": 1, "form": "pdf"}, public=True),
)
"""Every page, in each situation in which it is another one."""
