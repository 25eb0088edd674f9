"""The mistake of each incident as a person would make it, at the step where it was made; every one of them is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sekisho.cli.walk.clerk import Clerk
from sekisho.gate import commands as c
from sekisho.gate.deciding.outcome import Decided
from sekisho.gate.model import Unit, sealed
from sekisho.gate.procedure import Step
from sekisho.words import Sentence, say

Attempt = Callable[[Clerk, Step, Unit, str, dict[str, Any]], Decided]


def unopened(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Approve without having opened the files."""
    return clerk.tell(c.Approve(**base, seen=clerk.state.findings(unit)), role)


def another_person(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Type from the paper in the envelope, which is another person's."""
    return clerk.tell(c.Confirm(**base, typed=(sealed(clerk.salt, "another person").digest,)), role)


def own_list(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Check a list that one has made oneself."""
    return clerk.tell(c.Draw(**base, rows=("a", "b", "c", "d", "e"), of=5), clerk.worker)


def next_office(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Begin with the papers of the next office while this one's are on the table."""
    keys = clerk.state.parcels(Unit("dispatch"))
    return clerk.attach(keys[keys.index(unit.id) + 1], clerk.content)


def another_envelope(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Put the papers of one office beside the return envelope of another."""
    command = clerk.command(step, unit, role, base)
    if not isinstance(command, c.Match):
        raise TypeError(step.kind)
    scan = {**command.scans[0], "return": sealed(clerk.salt, "another number").digest}
    return clerk.tell(replace(command, scans=(scan,)), role)


def another_page(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Find on the web page something else than what was approved."""
    return clerk.tell(c.Recheck(**base, live=dict.fromkeys(clerk.state.parcels(unit), "other bytes")), role)


def unsealed(clerk: Clerk, step: Step, unit: Unit, role: str, base: dict[str, Any]) -> Decided:
    """Find one envelope open, and go on."""
    command = clerk.command(step, unit, role, base)
    if not isinstance(command, c.Seal):
        raise TypeError(step.kind)
    return clerk.tell(replace(command, sealed=command.sealed - 1), role)


ATTEMPTS: Mapping[int, tuple[tuple[str, Sentence, Attempt], ...]] = {
    1: (("approve", say("ファイルを開かずに決裁する"), unopened),),
    2: (("identify", say("封筒の中の紙が、別の人のものになっている"), another_person),),
    3: (("trace", say("リストを作った人が、自分で確かめる"), own_list),),
    4: (
        ("match", say("次の事業所の書類を、前の事業所が済む前に作り始める"), next_office),
        ("match", say("別の事業所の返信用封筒を入れる"), another_envelope),
    ),
    5: (("recheck", say("決裁したものと違う内容が公開されている"), another_page),),
    6: (("seal", say("封をしていない封筒が一通ある"), unsealed),),
}
"""Of each incident: at which step, what somebody tries, and how."""
PROCEDURES: Mapping[int, str] = {
    1: "kindergartens-mail",
    2: "guardian-certificate",
    3: "clinic-lists",
    4: "care-offices",
    5: "web-list",
    6: "tax-notices",
}
"""Of each incident the procedure that came of it."""
