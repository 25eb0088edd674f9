"""What somebody may do next in a dispatch, put together by step: the buttons of its page and the rows of 自分の仕事."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sekisho.gate.deciding.findings import SECURITY
from sekisho.gate.model import Unit
from sekisho.gate.naming import kind_of
from sekisho.gate.offers import Offer, offers
from sekisho.gate.procedure import Step
from sekisho.gate.roles import holds, role_for
from sekisho.gate.rules import Asked, Refusal, refusal
from sekisho.web.desk.projecting import preparing
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.people.queries import PersonView, names
from sekisho.words import Sentence, say

VERBS = {
    "brief": say("手順とリスクを見る"),
    "attach": say("資料を入れる"),
    "inspect": say("検査する"),
    "confirm": say("確認を始める"),
    "match": say("照合を始める"),
    "count": say("数を入れる"),
    "seal": say("封を確かめる"),
    "report": say("報告を受ける"),
    "approve": say("開いて決裁"),
    "key": say("鍵を別に伝える"),
    "release": say("送り出す"),
    "recheck": say("公開を確かめる"),
    "return": say("返送を照合する"),
}
"""What the button of a step is called."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody may do now. ``units``: on how many; ``step`` is empty for findings and exceptions."""

    verb: Sentence
    title: Sentence
    words: Sentence
    url: str
    step: str = ""
    urgent: bool = False
    units: int = 1


def acts(seen: Seen) -> tuple[Act, ...]:
    """Return what this person may do now, what stops first."""
    found = [*_findings(seen), *_waivers(seen), *_halted(seen), *_differences(seen), *_begun(seen), *_unknown(seen)]
    for step, there in by_step(open_offers(seen)):
        words = kind_of(step, seen.state.procedure)
        if step.kind == "inspect":
            continue
        found.append(
            Act(VERBS[step.kind], words, _how_many(step, there), step_url(seen, step, there), step.id, units=len(there))
        )
    return tuple(found)


def open_offers(seen: Seen) -> list[Offer]:
    """Return the steps that this person may do now, in their own name or in place of somebody absent (代決)."""
    return [one for one in _offers(seen).values() if one.refusal is None]


def closed(seen: Seen, step: Step, unit: Unit) -> Refusal | None:
    """Return why this person may not do a step on a unit now, also where it is done and could be done again.

    Where their own name does not do, that of somebody they stand in for may; and then it is said why that does not.
    """
    own = _refused(seen, step, unit, "")
    told = [_refused(seen, step, unit, one) for one in dict.fromkeys(one.principal for one in seen.actor.deputies)]
    if own is None or None in told:
        return None
    return next((one for one in told if one and own.rule == "role_held" != one.rule), own)


def _refused(seen: Seen, step: Step, unit: Unit, deputy_of: str) -> Refusal | None:
    role = role_for(seen.state, step, unit, seen.actor, seen.on, deputy_of)
    return refusal(Asked(seen.state, step, unit, role, seen.actor, seen.now, deputy_of))


def again(seen: Seen, step: Step, unit: Unit) -> bool:
    """Return whether a step that is done is to be done once more by this person: to join a job, to look again."""
    found = _offers(seen).get((step.id, unit))
    return found is not None and found.refusal is None


def _offers(seen: Seen) -> dict[tuple[str, Unit], Offer]:
    """Return each step on each unit as offered to this person: where their own name does not do, a principal's may."""
    found = {(one.step.id, one.unit): one for one in offers(seen.state, seen.actor, seen.now)}
    for principal in dict.fromkeys(one.principal for one in seen.actor.deputies):
        for one in offers(seen.state, seen.actor, seen.now, principal):
            if one.step.kind == "attach":  # what goes in is put in by whoever prepares it, in their own name
                continue
            key = (one.step.id, one.unit)
            mine = found.get(key)
            no_role = mine is None or (mine.refusal is not None and mine.refusal.rule == "role_held")
            if no_role or (mine is not None and mine.refusal is not None and one.refusal is None):
                found[key] = one
    return found


@dataclass(frozen=True, slots=True)
class InPlace:
    """In whose place somebody may do a step. ``own``: they hold one of its roles themselves too."""

    own: bool
    principals: tuple[PersonView, ...]


def in_place(seen: Seen, step: Step) -> InPlace | None:
    """Return in whose place this person may do a step today; nothing where there is nobody."""
    state = seen.state
    mine = [
        one.principal
        for one in seen.actor.deputies
        if step.deputy and any(holds(seen.actor, role, state.department, seen.on, one.principal) for role in step.by)
    ]
    if not mine:
        return None
    named = names(mine)
    own = any(holds(seen.actor, role, state.department, seen.on) for role in step.by)
    return InPlace(own, tuple(named[one] for one in dict.fromkeys(mine) if one in named))


def by_step(offered: Sequence[Offer]) -> Iterator[tuple[Step, list[Unit]]]:
    """Yield each step with the units on which it may be done."""
    found: dict[str, tuple[Step, list[Unit]]] = {}
    for one in offered:
        found.setdefault(one.step.id, (one.step, []))[1].append(one.unit)
    yield from found.values()


def step_url(seen: Seen, step: Step, units: Sequence[Unit]) -> str:
    """Return the page of a step: that of its one unit, or the list of its units."""
    base = f"/d/{seen.number}/step/{step.id}/"
    if step.kind == "attach":
        return f"/d/{seen.number}/files/"
    if step.kind == "release":
        return f"/d/{seen.number}/release/{units[0].per}/{units[0].id or 'all'}/"
    if len(units) == 1:
        return f"{base}{units[0].per}/{units[0].id or 'all'}/"
    return base


def _how_many(step: Step, units: Sequence[Unit]) -> Sentence:
    if step.per == "dispatch":
        return say("案件の全体")
    if step.per == "lot":
        return say("{count}ロット", count=len(units))
    return say("{count}束", count=len(units))


def _findings(seen: Seen) -> Iterator[Act]:
    """Give the findings that whoever prepares the dispatch has to answer or to mend."""
    state = seen.state
    roles = preparing(state.procedure) | ({"drafter"} if seen.actor.person in state.drafters else frozenset())
    if not any(holds(seen.actor, role, state.department, seen.on) for role in roles):
        return
    counts = {"stop": 0, "ask": 0}
    for key, inspection in state.inspections.items():
        if key in state.gone or state.contents[key].withdrawn or inspection.saw != state.basis(key):
            continue
        still = set(state.open_findings(key))
        asked = {one.finding for one in state.waivers if one.parcel == key and one.granted is None and not one.void}
        for one in inspection.findings:
            if one.id in still and one.id not in asked:
                counts[one.severity] += 1
    if any(counts.values()):
        words = say("停止 {stop}件、要回答 {ask}件", stop=counts["stop"], ask=counts["ask"])
        yield Act(say("指摘を見る"), say("指摘に応じる"), words, f"/d/{seen.number}/findings/", urgent=True)


def _waivers(seen: Seen) -> Iterator[Act]:
    """Give the exceptions that this person may decide on."""
    state = seen.state
    waiting = [
        one for one in state.waivers if one.granted is None and not one.void and one.asked_by != seen.actor.person
    ]
    checks = {one.id: one.check for inspection in state.inspections.values() for one in inspection.findings}
    mine = [
        one
        for one in waiting
        if holds(seen.actor, "security" if checks.get(one.finding) in SECURITY else "chief", state.department, seen.on)
    ]
    if mine:
        words = say("{count}件の例外が求められています", count=len(mine))
        yield Act(say("例外を判断する"), say("例外の判断"), words, f"/d/{seen.number}/findings/", urgent=True)


def _halted(seen: Seen) -> Iterator[Act]:
    """Give what did not match and has to be looked at by another person."""
    state = seen.state
    for (step, unit), people in state.halted.items():
        if seen.actor.person not in people and holds(seen.actor, "chief", state.department, seen.on):
            url = f"/d/{seen.number}/step/{step}/{unit.per}/{unit.id or 'all'}/resume/"
            yield Act(
                say("現物を確かめる"), say("合わなかったもの"), say("別の人が確かめると再開できます"), url, urgent=True
            )


def _differences(seen: Seen) -> Iterator[Act]:
    """Give the counts that do not close, to the section chief."""
    state = seen.state
    if not holds(seen.actor, "chief", state.department, seen.on):
        return
    for step, unit in sorted(state.differences):
        url = f"/d/{seen.number}/step/{step}/{unit.per}/{unit.id or 'all'}/explain/"
        yield Act(say("差の理由を書く"), say("数の違い"), say("課長の理由がないと先へ進めません"), url, urgent=True)


def _begun(seen: Seen) -> Iterator[Act]:
    """Give what a person took out that did not match what was approved, once another one has looked at it."""
    state, release = seen.state, seen.state.procedure.release
    if not any(holds(seen.actor, role, state.department, seen.on) for role in release.by):
        return
    for unit in dict.fromkeys(unit for step, unit, _ in state.mismatches if step == release.id):
        leaving = state.leaving.get(unit)
        if leaving is not None and leaving.phase == "started" and (release.id, unit) not in state.halted:
            url = step_url(seen, release, [unit])
            words = say("合わなかったものを、もう一度照合します")
            yield Act(say("照合し直す"), kind_of(release, state.procedure), words, url, urgent=True)


def _unknown(seen: Seen) -> Iterator[Act]:
    """Give sendings whose end nobody knows."""
    state = seen.state
    roles = ("chief", *state.procedure.release.by)
    if not any(holds(seen.actor, role, state.department, seen.on) for role in roles):
        return
    for unit, leaving in state.leaving.items():
        if leaving.phase == "unknown":
            url = f"/d/{seen.number}/release/{unit.per}/{unit.id or 'all'}/settle/"
            yield Act(
                say("送れたか確かめる"),
                say("結果の分からない送信"),
                say("自動で送り直すことはありません"),
                url,
                urgent=True,
            )
