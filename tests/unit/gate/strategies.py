"""Random procedures that pass the lint: any kinds, units, roles, orders and runs of one unit at a time.

``procedures()`` gives loaded ones, ``procedure_files()`` the bytes that they are loaded from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from sekisho.gate.lint import load
from sekisho.gate.lint_order import one_at_a_time
from sekisho.gate.lint_people import staff_needed
from sekisho.gate.procedure import CHANNELS, METHODS, PER, WAYS, Procedure, read

UNHURRIED = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
"""A procedure takes many draws; on a busy machine hypothesis would take that for a fault."""
COURSES = ("郵送物確認ルール", "業務マニュアル")
ANYBODY = (
    *("drafter", "worker", "encloser", "confirmer", "outside_confirmer", "superior", "chief", "security"),
    *("mailroom", "contractor", "contractor_confirmer"),
)
APPROVERS = ("approver", "chief", "superior")
PEOPLE = {
    "attach": ANYBODY,
    "confirm": (*ANYBODY, "approver"),
    "report": ("superior", "chief", "security"),
    "approve": APPROVERS,
}
SEVERAL = ("confirm", "match", "count", "seal", "approve", "recheck", "return", "key", "report")
Told = dict[str, Any]


def toml(top: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a procedure file; strings, numbers, truth values and lists of them are written alike in JSON and TOML."""
    blocks = ["\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in top.items())]
    blocks += [
        "[[step]]\n" + "\n".join(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in s.items()) for s in steps
    ]
    return ("\n\n".join(blocks) + "\n").encode()


@st.composite
def procedure_files(draw: st.DrawFn, *, longest: int = 12) -> bytes:
    """Give the bytes of a procedure of 4 to ``longest`` steps."""
    return _file(_Making(draw, longest))


def procedures(*, longest: int = 12) -> st.SearchStrategy[Procedure]:
    """Give a procedure of 4 to ``longest`` steps, loaded as the program loads it."""
    return procedure_files(longest=longest).map(lambda data: load(data, "made"))


class _Making:
    """One procedure being made, step by step."""

    def __init__(self, draw: st.DrawFn, longest: int) -> None:
        self.draw = draw
        self.channel = draw(st.sampled_from(CHANNELS))
        extra = draw(st.integers(0, longest - 4))
        where = st.sampled_from(("brief", "look", "report", "table", "table", "again", "after"))
        self.extra = Counter(draw(st.lists(where, min_size=extra, max_size=extra)))
        # Lots, where there are any, are the rule in a procedure and not the exception.
        self.units = ("parcel", "lot", "dispatch") if draw(st.booleans()) else ("parcel", "parcel", "dispatch")
        self.methods = dict.fromkeys(METHODS, 0)
        self.steps: list[Told] = []

    def one_of(self, values: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(list(values)))

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def add(self, kind: str, needs: Sequence[str], **told: Any) -> Told:
        step: Told = {"id": f"{kind}{len(self.steps)}", "kind": kind, "title": f"{kind}の工程"}
        step["by"] = ["engine"] if kind == "inspect" else self.by(kind)
        step["per"] = (
            "parcel" if kind in {"attach", "return"} else "dispatch" if kind == "brief" else self.one_of(self.units)
        )
        step |= told
        step["needs"] = list(dict.fromkeys(needs))
        if kind != "inspect":
            step["differs_from"] = self.apart(step)
            step["deputy"] = self.chance()
            if self.draw(st.integers(0, 4)) == 0:
                step["training"] = [self.one_of(COURSES)]
        self.steps.append(step)
        return step

    def by(self, kind: str) -> list[str]:
        known = PEOPLE.get(kind, ANYBODY)
        if kind == "brief":
            return [self.one_of(("worker", "encloser", "confirmer")), self.one_of(APPROVERS)]
        most = 2 if kind in SEVERAL else 1
        return self.draw(st.lists(st.sampled_from(known), min_size=1, max_size=most, unique=True))

    def apart(self, step: Told) -> list[str]:
        """Return some of the earlier steps that another person can have done."""
        possible = [
            one["id"]
            for one in self.steps
            if one["kind"] != "inspect"
            and not ("drafter" in step["by"] and "drafter" in one["by"])
            and not (one["kind"] == "brief" and set(step["by"]) & set(one["by"]))
        ]
        return self.draw(st.lists(st.sampled_from(possible), max_size=3, unique=True)) if possible else []

    def some(self, ids: Sequence[str]) -> list[str]:
        return self.draw(st.lists(st.sampled_from(list(ids)), min_size=1, max_size=2, unique=True))

    def as_wide_as(self, steps: Sequence[Told]) -> str:
        """Return a unit that is not narrower than the steps' widest."""
        widest = min(PER.index(step["per"]) for step in steps)
        return str(self.one_of(PER[: widest + 1]))

    def ids(self, start: int = 0) -> list[str]:
        return [step["id"] for step in self.steps[start:]]

    def loose(self, start: int = 0) -> list[str]:
        """Return the steps that no step needs yet."""
        needed = {one for step in self.steps for one in step["needs"]}
        return [one for one in self.ids(start) if one not in needed]

    def before(self, needs: Sequence[str]) -> list[Told]:
        """Return the steps that stand before one with these needs, near or far."""
        found, todo = set(), list(needs)
        by_id = {step["id"]: step for step in self.steps}
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += by_id[one]["needs"]
        return [step for step in self.steps if step["id"] in found]


def _file(making: _Making) -> bytes:
    extra = making.extra
    if extra["brief"]:
        making.add("brief", [])
    attach = making.add("attach", making.loose())
    start = making.steps.index(attach)
    making.add("inspect", making.some(making.ids(start)))
    for _ in range(extra["look"]):
        _look(making, making.some(making.ids(start)), on_paper=False)
    if extra["report"]:
        making.add("report", making.some(making.ids(start)))
    _approve(making, making.loose())
    for _ in range(extra["table"]):
        _on_the_table(making)
    if extra["again"]:
        _approve(making, making.loose())
    _leave(making)
    return _whole(making)


def _approve(making: _Making, needs: Sequence[str]) -> None:
    making.add("approve", needs, standing=making.chance())


def _look(making: _Making, needs: Sequence[str], *, on_paper: bool) -> None:
    """Add a confirmation by a method that at most one other has."""
    free = [method for method, used in making.methods.items() if used < 2 and not (on_paper and method == "open_files")]
    method = making.one_of(free)
    making.methods[method] += 1
    step = making.add("confirm", needs, method=method, paper=on_paper)
    if method == "trace_sample":
        step["sample"] = making.draw(st.integers(1, 5))
    first = [one for one in making.before(needs) if one["kind"] == "confirm" and one["per"] == step["per"]]
    step["blind"] = any(one["id"] in step["differs_from"] for one in first) and making.chance()


def _on_the_table(making: _Making) -> None:
    """Add a step of enclosing, after the approval, which may be entered from paper."""
    needs, paper = [making.steps[-1]["id"]], making.chance()
    kind = making.one_of(("match", "count", "seal", "seal", "confirm"))
    counted = [one for one in making.before(needs) if one["kind"] == "count"]
    if kind == "confirm":
        _look(making, needs, on_paper=paper)
    elif kind == "seal" and counted:
        making.add("seal", needs, per=making.as_wide_as(counted), paper=paper)
    else:
        making.add("count" if kind == "seal" else kind, needs, paper=paper)


def _leave(making: _Making) -> None:
    possible = ("compared", "stated") if making.channel in {"post", "hand"} else ("sent", "compared", "stated")
    proofs = making.draw(st.lists(st.sampled_from(possible), min_size=1, unique=True))
    before = making.ids()
    sealed = [one for one in making.steps if one["kind"] in {"count", "seal"}]
    release = making.add("release", making.loose(), proofs=proofs)
    if any(one["kind"] == "seal" for one in sealed):
        release["per"] = making.as_wide_as(sealed)
    start = making.steps.index(release)
    for _ in range(making.extra["after"]):
        kind = making.one_of(("key", "recheck", "return", "report"))
        behind = [one for one in making.ids(start) if one == release["id"] or release in making.before([one])]
        needs = making.some(behind)
        if kind == "key":
            ways = making.draw(st.lists(st.sampled_from(WAYS), min_size=1, unique=True))
            making.add("key", needs if making.chance() else making.some(before), ways=ways)
        elif kind == "recheck":
            days = making.draw(st.lists(st.integers(1, 90), max_size=2, unique=True))
            making.add("recheck", needs, after_days=days)
        else:
            making.add(kind, needs)


def _whole(making: _Making) -> bytes:
    """Return the file, with a section just large enough or larger, and perhaps a run of one unit at a time."""
    _unpaper(making)
    top: Told = {"name": "made", "title": "作られた手順", "channel": making.channel, "smallest_section": 99}
    procedure = read(toml(top, making.steps), "made")[0]
    top["smallest_section"] = staff_needed(procedure, procedure.steps) + making.draw(st.integers(0, 2))
    runs = [[]] if making.chance() else _runs(top, making.steps)
    run = making.one_of(runs or [[]])
    return toml(top | ({"one_at_a_time": run} if run else {}), making.steps)


def _unpaper(making: _Making) -> None:
    """Take the paper from steps that a later approval turned out to stand on."""
    for approve in (step for step in making.steps if step["kind"] == "approve"):
        for step in making.before(approve["needs"]):
            step.pop("paper", None)


def _runs(top: Told, steps: Sequence[Told]) -> list[list[str]]:
    """Return every run of steps that can be closed unit by unit."""
    pers = [step["per"] for step in steps]
    spans = [
        [step["id"] for step in steps[first : last + 1]]
        for first in range(len(steps))
        for last in range(first, len(steps))
        if len(set(pers[first : last + 1])) == 1 and pers[first] != "dispatch"
    ]
    procedure = read(toml(top, steps), "made")[0]
    return [span for span in spans if not list(one_at_a_time(replace(procedure, one_at_a_time=tuple(span))))]
