"""Rules about people: that somebody can do each step, and that a section has enough of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from sekisho.gate.model import ROLES, STAFF
from sekisho.gate.procedure import Problem, Procedure, Step
from sekisho.words import Sentence, say

APPROVERS = ("approver", "chief", "superior")
TOLD = ("superior", "chief", "approver", "security")
"""Who may record that he or she was told."""
OUTSIDE = frozenset({"contractor", "contractor_confirmer", "engine"})
"""Roles of nobody in the house."""


def roles(procedure: Procedure) -> Iterator[Problem]:
    """Each step has its roles, all of them known, none of them twice."""
    for step in procedure.steps:
        line = step.at("by")
        if not step.by:
            sentence = say('だれも行えない工程です。by = ["worker"] のように、行う人の役割を書いてください。')
            yield Problem(line, sentence)
        for role in step.by:
            if role not in ROLES:
                yield Problem(line, _unknown(role))
        for role in sorted({role for role in step.by if step.by.count(role) > 1}):
            sentence = say("「by」に「{role}」が二度あります。二人で行うなら、工程を二つに分けてください。", role=role)
            yield Problem(line, sentence)
        if len(set(step.by)) > 1 and step.kind in {"attach", "release"}:
            sentence = say("資料をそろえる人と送り出す人は、それぞれ一人です。by には役割を一つだけ書いてください。")
            yield Problem(line, sentence)


def _unknown(role: str) -> Sentence:
    near = get_close_matches(role, ROLES, n=1)
    if near:
        return say("「{role}」という役割はありません。「{near}」のことですか。", role=role, near=near[0])
    return say("「{role}」という役割はありません。あるのは{known}です。", role=role, known=ROLES)


def engine(procedure: Procedure) -> Iterator[Problem]:
    """The engine inspects, it does nothing else, and nobody does it for it; no course is held for it either."""
    for step in procedure.steps:
        if step.kind == "inspect" and step.by and step.by != ("engine",):
            yield Problem(step.at("by"), say('自動検査は人の工程ではありません。by = ["engine"] と書いてください。'))
        if step.kind not in {"inspect", ""} and "engine" in step.by:
            sentence = say('「engine」が行えるのは自動検査（kind = "inspect"）だけです。人の役割を書いてください。')
            yield Problem(step.at("by"), sentence)
        if step.kind == "inspect" and step.training:
            sentence = say("自動検査に研修は要りません。「training」の行を、人の工程へ移してください。")
            yield Problem(step.at("training"), sentence)


def deciding(procedure: Procedure) -> Iterator[Problem]:
    """Who approves, who is told, and who is briefed."""
    for step in procedure.steps:
        known = [role for role in step.by if role in ROLES and role != "engine"]
        if step.kind == "approve" and (wrong := [role for role in known if role not in APPROVERS]):
            sentence = say(
                "「{wrong}」は決裁できません。by には{right}のどれかを書いてください。確認なら kind は confirm です。",
                wrong=wrong,
                right=APPROVERS,
            )
            yield Problem(step.at("by"), sentence)
        if step.kind == "report" and (wrong := [role for role in known if role not in TOLD]):
            sentence = say(
                "上司報告は、報告を受けた人が記録します。「{wrong}」のかわりに{right}のどれかを書いてください。",
                wrong=wrong,
                right=TOLD,
            )
            yield Problem(step.at("by"), sentence)
        if step.kind == "brief" and known and (len(known) < 2 or not set(known) & set(APPROVERS)):
            sentence = say(
                '事前共有は、作業する人と決裁する人の双方で行います。by = ["worker", "approver"] のように書いてください。'
            )
            yield Problem(step.at("by"), sentence, warning=True)


def same_person(procedure: Procedure) -> Iterator[Problem]:
    """No step differs from itself, and the one drafter is not asked to be two people."""
    for step in procedure.steps:
        if step.id in step.differs_from:
            sentence = say("「differs_from」にこの工程自身があります。「{id}」を消してください。", id=step.id)
            yield Problem(step.at("differs_from"), sentence)
        for other in step.differs_from:
            twin = procedure.by_id.get(other)
            if twin and twin.id != step.id and "drafter" in step.by and "drafter" in twin.by:
                sentence = say(
                    "起案者は一人なので、{line}行目の「{other}」と別の人にはなれません。どちらかの by を別の役割にしてください。",
                    line=twin.line,
                    other=other,
                )
                yield Problem(step.at("differs_from"), sentence)


def left_out_of_the_brief(procedure: Procedure) -> Iterator[Problem]:
    """Who has a role that is briefed does nothing before being briefed: nobody can be asked to be somebody else."""
    for brief in procedure.of_kind("brief"):
        for step in procedure.steps:
            if brief.id in procedure.apart[step.id] and set(step.by) & set(brief.by):
                sentence = say(
                    "「{id}」を行えるのは事前共有に加わった人だけなので、事前共有とは別の人にできません。differs_from から外してください。",
                    id=step.id,
                )
                yield Problem(step.at("differs_from"), sentence)


def in_house(procedure: Procedure) -> Iterator[Problem]:
    """Somebody of the organisation itself has a part in what its contractor sends."""
    doers = {role for step in procedure.steps for role in step.by}
    if doers and doers <= OUTSIDE:
        sentence = say("すべての工程が委託先だけで行われます。少なくとも決裁は、委託元の人の工程にしてください。")
        yield Problem(procedure.steps[0].line, sentence)


# ---------------------------------------------------------------- enough people


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of one person in one step: two parts that are apart need two people."""

    step: str
    role: str


def enough_staff(procedure: Procedure) -> Iterator[Problem]:
    """The smallest section that uses the procedure has as many staff as its steps demand.

    Parts that must be done by different people are the edges of a graph; its chromatic number is how many it takes.
    """
    steps = [step for step in procedure.steps if step.by]
    needed = staff_needed(procedure, steps)
    if needed <= procedure.smallest_section:
        return
    # What is left when no step more can be spared is the knot itself.
    for step in tuple(steps):
        rest = [one for one in steps if one is not step]
        if staff_needed(procedure, rest) > procedure.smallest_section:
            steps = rest
    sentence = say(
        "{steps}は別々の人でなければならず、係に課長のほか{needed}人要ります。どの係にもいるなら smallest_section = {needed} と書き、いないなら by を outside_confirmer などに変えてください。",
        steps=[say("{line}行目「{id}」", line=step.line, id=step.id) for step in steps],
        needed=needed,
    )
    yield Problem(steps[-1].at("by"), sentence)


def staff_needed(procedure: Procedure, steps: Sequence[Step]) -> int:
    """Return how many of a section's own staff, the chief not counted, it takes to do these steps."""
    parts = list(dict.fromkeys(_part(step, role) for step in steps for role in dict.fromkeys(step.by) if role in STAFF))
    edges: dict[_Part, set[_Part]] = {part: set() for part in parts}
    for step in steps:
        mine = [_part(step, role) for role in step.by if role in STAFF]
        for other in (step, *(one for one in steps if one.id in procedure.apart[step.id])):
            for a in mine:
                edges[a] |= {_part(other, role) for role in other.by if role in STAFF} - {a}
    for count in range(len(parts) + 1):
        if _fits(parts, edges, {}, count):
            return count
    return len(parts)


def _part(step: Step, role: str) -> _Part:
    return _Part("" if role == "drafter" else step.id, role)  # who drafts is one person, in however many steps


def _fits(parts: Sequence[_Part], edges: Mapping[_Part, set[_Part]], given: dict[_Part, int], count: int) -> bool:
    """Return whether so many people can take the parts, those already given out staying as they are."""
    if len(given) == len(parts):
        return True
    part = parts[len(given)]
    taken = {given[one] for one in edges[part] if one in given}
    known = max(given.values(), default=-1) + 1
    # Of people who have no part yet, one is like the other: only the first is tried.
    return any(
        person not in taken and _fits(parts, edges, {**given, part: person}, count)
        for person in range(min(known + 1, count))
    )


RULES = (roles, engine, deciding, same_person, left_out_of_the_brief, in_house, enough_staff)
