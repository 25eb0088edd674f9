"""A good procedure, and small changes of it: what a rule passes, and what it stops."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from tests.unit.gate.strategies import toml

from sekisho.gate.lint import examine
from sekisho.gate.procedure import Problem, Procedure

TOP = {"name": "letters", "title": "手紙の手順", "channel": "post"}
STEPS = [
    {"id": "brief", "kind": "brief", "by": ["worker", "approver"]},
    {"id": "attach", "kind": "attach", "by": ["worker"], "per": "parcel"},
    {"id": "inspect", "kind": "inspect", "by": ["engine"], "per": "parcel"},
    {"id": "open", "kind": "confirm", "by": ["drafter"], "per": "parcel", "method": "open_files"},
    {"id": "read", "kind": "confirm", "by": ["confirmer"], "per": "parcel", "method": "read_against_source"},
    {"id": "approve", "kind": "approve", "by": ["approver"]},
    {"id": "match", "kind": "match", "by": ["encloser"], "per": "parcel"},
    {"id": "count", "kind": "count", "by": ["encloser"], "per": "parcel"},
    {"id": "seal", "kind": "seal", "by": ["confirmer"], "per": "parcel"},
    {"id": "release", "kind": "release", "by": ["worker"], "per": "parcel", "proofs": ["compared"]},
    {"id": "return", "kind": "return", "by": ["worker"], "per": "parcel"},
]
KEY = {"id": "key", "kind": "key", "by": ["worker"], "per": "parcel", "ways": ["phone"], "needs": ["release"]}
RECHECK = {"id": "recheck", "kind": "recheck", "by": ["confirmer"], "per": "parcel", "needs": ["release"]}
REPORT = {"id": "report", "kind": "report", "by": ["superior"]}


@dataclass(frozen=True)
class Change:
    """A change of the good procedure: of its top, of its steps (None takes one away), and steps put behind another."""

    steps: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    behind: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    top: Mapping[str, Any] = field(default_factory=dict)

    def file(self) -> bytes:
        made: list[dict[str, Any]] = []
        for step in deepcopy(STEPS):
            change = self.steps.get(step["id"], {})
            if change is not None:
                made.append({"title": f"{step['kind']}の工程"} | step | dict(change))
            if step["id"] in self.behind:
                made.append({"title": "加えた工程"} | dict(self.behind[step["id"]]))
        return toml(TOP | dict(self.top), made)

    def found(self) -> tuple[Procedure, tuple[Problem, ...]]:
        return examine(self.file(), "letters.toml")


def at(**steps: Any) -> Change:
    """Change steps by their ids; ``return`` is a word of Python, so it is written ``return_``."""
    return Change({key.rstrip("_"): change for key, change in steps.items()})


def behind(before: str, step: Mapping[str, Any], **steps: Any) -> Change:
    return replace(at(**steps), behind={before: step})


def top(**keys: Any) -> Change:
    return Change(top=keys)


def told(change: Change) -> list[tuple[int, bool, str]]:
    return [(problem.line, problem.warning, problem.sentence.render()) for problem in change.found()[1]]
