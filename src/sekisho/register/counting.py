"""From evidence to the state of a measure: pure counting, always with its denominator.

Nobody can say of a measure that it is kept: it rests on things that leave evidence, and this counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sekisho.register.facts import Facts, StepDone
from sekisho.register.model import Days, State, Tie
from sekisho.register.rhythm import kept
from sekisho.words import Sentence, say

CountUnit = Literal["dispatch", "person", "time"]


@dataclass(frozen=True, slots=True)
class Taught:
    """Of a course, at the end of the days: how many people are to have gone through it, and how many have, in force.

    ``on``: the days on which somebody went through it.
    """

    done: int
    of: int
    on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """Of a series of occurrences: its rhythm, since when it runs, the days on which it was held, and when it ended."""

    rhythm: str
    since: date
    on: tuple[date, ...] = ()
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that measures are counted from. ``taught``: by course and section, where an empty one is all of them.

    ``versions``: of each procedure, digests from the oldest to the newest.
    """

    facts: Sequence[Facts] = ()
    taught: Mapping[tuple[str, str], Taught] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)
    versions: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Count:
    """``done`` of ``of``, in dispatches, people or times."""

    done: int
    of: int
    unit: CountUnit


@dataclass(frozen=True, slots=True)
class Miss:
    """One time at which a measure was not kept: in which dispatch (empty where in none), when, and why.

    ``excused``: it was an exception with a reason, granted or explained by somebody of the rank for it.
    """

    number: str
    on: date
    why: Sentence
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """One month: to how many it applied, how many kept it, how often it stopped something."""

    first: date
    applied: int
    kept: int
    stops: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a measure stands over some days.

    ``counts``: that of dispatches first; none where there was nothing to count. ``missing``: everything by which ``done``
    falls short of ``of``; ``excused``: the dispatches of it that went by an exception with a reason. ``stops``: how often it
    stopped something, a check once for each dispatch; ``waived``: of these, how often an exception was made.
    ``enforced`` and ``claimed``: of the dispatches that kept it, those where the software made sure
    of all of it and those where a person stated a part of it. ``people``: how many different ones did it.
    """

    state: State
    days: Days
    counts: tuple[Count, ...] = ()
    missing: int = 0
    excused: int = 0
    misses: tuple[Miss, ...] = ()
    stops: int = 0
    waived: int = 0
    enforced: int = 0
    claimed: int = 0
    people: int = 0
    months: tuple[Month, ...] = ()


def standing(
    ties: Sequence[Tie], evidence: Evidence, days: Days, start: date | None = None, section: str = ""
) -> Standing:
    """Return how a measure stands that rests on these ties, over days, and not before its start.

    ``section``: whose staff is to go through a course; empty for everybody.

    Drills and dispatches that have not left whole are not counted.
    """
    span = days.since(start)
    if not ties:
        return Standing("words-only", span)
    dispatches = _dispatches([tie for tie in ties if tie.of_dispatches], evidence, span)
    others = [_other(tie, evidence, span, section) for tie in ties if not tie.of_dispatches]
    counts = [Count(dispatches.kept, dispatches.applied, "dispatch"), *(one for one, _ in others)]
    told = tuple(one for one in counts if one.of)
    missing = sum(one.of - one.done for one in told)
    state: State = "no-occasion" if not told else "exceptions" if missing else "done"
    return Standing(
        state,
        span,
        told,
        missing,
        dispatches.excused,
        (*dispatches.misses, *(miss for _, misses in others for miss in misses)),
        dispatches.stops,
        dispatches.waived,
        dispatches.enforced,
        dispatches.claimed,
        len(dispatches.people),
        _months(span, dispatches, _when(ties, evidence, section)),
    )


# ---------------------------------------------------------------- dispatches


@dataclass(slots=True)
class _Tally:
    applied: int = 0
    kept: int = 0
    stops: int = 0
    waived: int = 0
    excused: int = 0
    enforced: int = 0
    claimed: int = 0
    people: set[str] = field(default_factory=set)
    misses: list[Miss] = field(default_factory=list)
    on: Counter[date] = field(default_factory=Counter)
    kept_on: Counter[date] = field(default_factory=Counter)
    stopped_on: Counter[date] = field(default_factory=Counter)


def _dispatches(ties: Sequence[Tie], evidence: Evidence, span: Days) -> _Tally:
    tally = _Tally()
    for facts in evidence.facts:
        applying = [tie for tie in ties if applies(tie, facts)]
        if not applying or facts.drill:
            continue
        _count_stops(applying, facts, span, tally)
        if facts.released_on is None or facts.released_on not in span:
            continue
        misses = [miss for tie in applying for miss in _misses(tie, facts, evidence.versions)]
        tally.applied += 1
        tally.on[_month(facts.released_on)] += 1
        # Two ties may both rest on one exception: it is told once.
        tally.misses += [Miss(facts.number, facts.released_on, why, excused) for why, excused in dict.fromkeys(misses)]
        tally.excused += bool(misses) and all(excused for _, excused in misses)
        tally.waived += len(set(_waived(applying, facts)))
        if not misses:
            _keep(applying, facts, facts.released_on, tally)
    return tally


def applies(tie: Tie, facts: Facts) -> bool:
    """Return whether what a measure rests on had an occasion in a dispatch: a check has none where nothing is for it to look at."""
    if tie.kind == "check" and facts.looks is not None and tie.name not in facts.looks:
        return False
    if tie.kind == "check" and not tie.procedure:
        return facts.inspected
    return tie.of_dispatches and facts.procedure == tie.procedure


def _keep(ties: Sequence[Tie], facts: Facts, on: date, tally: _Tally) -> None:
    steps = [step for tie in ties if (step := _step(tie, facts))]
    tally.kept += 1
    tally.kept_on[_month(on)] += 1
    if any("claimed" in step.evidence for step in steps):
        tally.claimed += 1
    else:
        tally.enforced += 1
    tally.people |= {person for step in steps for person in step.people}


def _step(tie: Tie, facts: Facts) -> StepDone | None:
    return facts.done(tie.name) if tie.kind == "step" else None


def _misses(tie: Tie, facts: Facts, versions: Mapping[str, Sequence[str]]) -> Iterable[tuple[Sentence, bool]]:
    """Give why a dispatch that left did not keep what a measure rests on, and whether that is an exception with a reason."""
    if tie.kind == "procedure":
        known = list(versions.get(tie.procedure, ()))
        later = known[known.index(tie.name) :] if tie.name in known else []
        if facts.version not in later:
            yield say("変更の前の手順で送りました。"), False
        return
    if tie.kind == "check":
        if waived := facts.waivers.count(tie.name):
            yield _excepted(waived)
        if not facts.inspected:
            yield say("検査がないまま送りました。"), False
        elif facts.looks is not None and facts.looks.get(tie.name) == "unable":
            yield say("台帳などが足りず、その検査が見ていない送付物があります。"), False
        return
    done = facts.done(tie.name)
    if done is None:
        told = say("工程がまだ終わっていません。"), say("その工程がない手順で送りました。")
        yield told[0] if tie.name in facts.undone else told[1], False
        return
    if done.kind == "inspect" and facts.waivers:
        yield _excepted(len(facts.waivers))
    if done.differences:
        yield say("枚数の違い{count}件に、課長が理由を付けました。", count=done.differences), True


def _excepted(count: int) -> tuple[Sentence, bool]:
    return say("検査の指摘{count}件を、理由と二人目の判断で例外としました。", count=count), True


def _waived(ties: Sequence[Tie], facts: Facts) -> list[str]:
    """Return the check of each exception that touches a measure."""
    every = any(tie.kind == "step" and (step := _step(tie, facts)) and step.kind == "inspect" for tie in ties)
    checks = {tie.name for tie in ties if tie.kind == "check"}
    return [check for check in facts.waivers if every or check in checks]


def _count_stops(ties: Sequence[Tie], facts: Facts, span: Days, tally: _Tally) -> None:
    """Count what stopped: every number that did not match, but a check once, since one wrong file may bring hundreds of findings."""
    steps = {tie.name for tie in ties if tie.kind == "step"}
    checks = {tie.name for tie in ties if tie.kind == "check"}
    inspects = any(one.kind == "inspect" and one.step in steps for one in facts.steps)
    seen = set[str]()
    for stop in facts.stops:
        mine = stop.step in steps if stop.step else (inspects or stop.check in checks)
        if mine and stop.on in span and stop.check not in seen:
            tally.stops += 1
            tally.stopped_on[_month(stop.on)] += 1
            seen |= {stop.check} - {""}


# ---------------------------------------------------------------- people and occurrences


def _other(tie: Tie, evidence: Evidence, span: Days, section: str) -> tuple[Count, list[Miss]]:
    if tie.kind == "course":
        taught = evidence.taught.get((tie.name, section), Taught(0, 0))
        short = taught.of - taught.done
        why = say("{count}人がまだ受けていません。", count=short)
        return Count(taught.done, taught.of, "person"), [Miss("", span.last, why)] if short else []
    held = evidence.held.get(tie.name)
    if held is None or span.last < span.first:
        return Count(0, 0, "time"), []
    was, due = kept(held.rhythm, held.since, held.ended, held.on, span)
    short = due - was
    why = say("予定の{due}回のうち{short}回を行っていません。", due=due, short=short)
    return Count(was, due, "time"), [Miss("", span.last, why)] if short else []


def _when(ties: Sequence[Tie], evidence: Evidence, section: str) -> Counter[date]:
    """Return in which months people were taught, or what comes again was held."""
    found = Counter[date]()
    for tie in ties:
        taught, held = evidence.taught.get((tie.name, section)), evidence.held.get(tie.name)
        days = taught.on if tie.kind == "course" and taught else held.on if tie.kind == "series" and held else ()
        found.update(map(_month, days))
    return found


# ---------------------------------------------------------------- months


def _month(day: date) -> date:
    return day.replace(day=1)


def _months(span: Days, tally: _Tally, others: Counter[date]) -> tuple[Month, ...]:
    """Return every month of the days, those in which nothing was too."""
    found, first = [], _month(span.first)
    while first <= span.last:
        applied = tally.on[first] + others[first]
        found.append(Month(first, applied, tally.kept_on[first] + others[first], tally.stopped_on[first]))
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return tuple(found)
