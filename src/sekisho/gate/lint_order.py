"""Rules about the way through a procedure: which step stands before which, and that every step can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from sekisho.gate.procedure import PER, Problem, Procedure, Step
from sekisho.words import say

AFTER_RELEASE = ("key", "recheck", "return", "report")
"""Kinds of steps that may stand behind the release."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def doubled_ids(procedure: Procedure) -> Iterator[Problem]:
    """Two steps of one id."""
    first: dict[str, Step] = {}
    for step in procedure.steps:
        if step.id in first:
            sentence = say(
                "「{id}」という工程は{line}行目にもあります。別の id を付けてください。",
                id=step.id,
                line=first[step.id].at("id"),
            )
            yield Problem(step.at("id"), sentence)
        first.setdefault(step.id, step)


def unknown_ids(procedure: Procedure) -> Iterator[Problem]:
    """``needs``, ``differs_from`` and ``one_at_a_time`` name steps that are there."""
    for step in procedure.steps:
        for key, ids in (("needs", step.needs), ("differs_from", step.differs_from)):
            yield from _unknown(procedure, key, ids, step.at(key))
    yield from _unknown(procedure, "one_at_a_time", procedure.one_at_a_time, procedure.lines.get("one_at_a_time", 1))


def _unknown(procedure: Procedure, key: str, ids: Sequence[str], line: int) -> Iterator[Problem]:
    known = [step.id for step in procedure.steps]
    for one in ids:
        if one in known:
            continue
        near = get_close_matches(one, known, n=1)
        if near:
            sentence = say(
                "「{key}」の「{id}」という工程はありません。「{near}」のことですか。", key=key, id=one, near=near[0]
            )
        else:
            sentence = say(
                "「{key}」の「{id}」という工程はありません。あるのは{known}です。", key=key, id=one, known=known
            )
        yield Problem(line, sentence)


def cycles(procedure: Procedure) -> Iterator[Problem]:
    """No step waits for itself, near or far; every cycle is told once, at its first step."""
    if _doubled(procedure):
        return
    told: set[str] = set()
    for step in procedure.steps:
        ring = () if step.id in told else _ring(procedure, step.id)
        if ring:
            told |= set(ring)
            sentence = say(
                "工程が互いを待っていて、どれも始められません（{ring}）。どれかの needs を外してください。",
                ring=" → ".join((*ring, ring[0])),
            )
            yield Problem(step.at("needs"), sentence)


def _ring(procedure: Procedure, start: str) -> tuple[str, ...]:
    """Return the shortest way from a step over what it needs back to itself; empty where there is none."""
    needs = {step.id: step.needs for step in procedure.steps}
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for one in needs.get(way[-1], ()):
            if one == start:
                return way
            if one not in seen:
                seen.add(one)
                ways.append((*way, one))
    return ()


def upside_down(procedure: Procedure) -> Iterator[Problem]:
    """A step stands below what it needs, as people read it."""
    place = {step.id: number for number, step in enumerate(procedure.steps)}
    for number, step in enumerate(procedure.steps):
        for one in step.needs:
            if place.get(one, -1) > number and not _ring(procedure, step.id):
                sentence = say(
                    "「{id}」は、下に書いた「{need}」のあとの工程です。進む順に並べてください。", id=step.id, need=one
                )
                yield Problem(step.at("needs"), sentence, warning=True)


def releases(procedure: Procedure) -> Iterator[Problem]:
    """Exactly one release."""
    found = procedure.of_kind("release")
    if not found:
        yield Problem(
            procedure.steps[-1].line, say('送出の工程がありません。kind = "release" の工程を一つ書いてください。')
        )
    for step in found[1:]:
        sentence = say(
            "送出の工程が{line}行目にもあります。送出は一つだけです。送り方が違うものは別の手順に分けてください。",
            line=found[0].line,
        )
        yield Problem(step.at("kind"), sentence)


def content(procedure: Procedure) -> Iterator[Problem]:
    """One step attaches and one inspects; files are kept apart by recipient, and what comes back comes one by one."""
    for kind in ("attach", "inspect"):
        found = procedure.of_kind(kind)
        for step in found[1:]:
            sentence = say(
                "同じ種類（{kind}）の工程が{line}行目にもあります。一つにまとめてください。",
                kind=kind,
                line=found[0].line,
            )
            yield Problem(step.at("kind"), sentence)
    for step in procedure.steps:
        if step.kind == "attach" and step.per != "parcel":
            yield Problem(step.at("per"), say('資料は宛先ごとに分けます。per = "parcel" と書いてください。'))
        if step.kind == "return" and step.per != "parcel":
            sentence = say('返送は一つずつ届きます。per = "parcel" と書いてください。')
            yield Problem(step.at("per"), sentence)


def approving(procedure: Procedure) -> Iterator[Problem]:
    """No release without an approval, no approval without content that has been inspected."""
    if not _sound(procedure):
        return
    for release in procedure.of_kind("release"):
        if not any(step.kind == "approve" for step in procedure.before[release.id]):
            sentence = say(
                '送出の前に決裁がありません。kind = "approve" の工程を書き、送出の needs にその id を加えてください。'
            )
            yield Problem(release.at("needs"), sentence)
    for approve in procedure.of_kind("approve"):
        before = {step.kind for step in procedure.before[approve.id]}
        if "attach" not in before:
            sentence = say('決裁の前に資料がありません。kind = "attach" の工程を、決裁より前に書いてください。')
            yield Problem(approve.at("needs"), sentence)
        if "inspect" not in before:
            sentence = say('決裁の前に自動検査がありません。kind = "inspect" の工程を、決裁より前に書いてください。')
            yield Problem(approve.at("needs"), sentence)


def content_first(procedure: Procedure) -> Iterator[Problem]:
    """Nobody confirms what is not yet there."""
    if not _sound(procedure) or not procedure.of_kind("attach"):
        return
    for step in procedure.steps:
        if step.kind in {"inspect", "confirm", "match", "count", "seal"} and not any(
            one.kind == "attach" for one in procedure.before[step.id]
        ):
            sentence = say(
                "「{id}」の前に資料がありません。まだないものは確かめられません。needs に資料の工程を加えてください。",
                id=step.id,
            )
            yield Problem(step.at("needs"), sentence)


def briefing(procedure: Procedure) -> Iterator[Problem]:
    """What is shared before the job is shared by all, and before everything else."""
    for brief in procedure.of_kind("brief"):
        if brief.per != "dispatch":
            sentence = say('事前共有は案件ごとに一度です。per の行を消すか、per = "dispatch" と書いてください。')
            yield Problem(brief.at("per"), sentence)
        if not _sound(procedure):
            continue
        early = [step for step in procedure.steps if step is not brief and brief not in procedure.before[step.id]]
        for step in early:
            # Where what it needs is told already, it need not be told too.
            if step.kind != "brief" and not any(procedure.by_id[one] in early for one in step.needs):
                sentence = say(
                    "「{id}」が事前共有を待っていません。事前共有はほかのすべての工程より前です。needs に「{brief}」を加えてください。",
                    id=step.id,
                    brief=brief.id,
                )
                yield Problem(step.at("needs"), sentence)


def around_the_release(procedure: Procedure) -> Iterator[Problem]:
    """Every step is before the release, or of a kind that may stand behind it; none hangs loose, demanded by nobody."""
    if not _sound(procedure) or len(procedure.of_kind("release")) != 1:
        return
    before, after = procedure.before[procedure.release.id], procedure.after[procedure.release.id]
    loose_ends = {"release", "key"} | ({"approve"} if not any(one.kind == "approve" for one in before) else set())
    for step in procedure.steps:
        if step in after and step.kind not in AFTER_RELEASE:
            sentence = say(
                "「{id}」は送出のあとでは遅い工程です。送出のあとに置けるのは、鍵の別送・公開後確認・返送確認・上司報告だけです。",
                id=step.id,
            )
            yield Problem(step.at("needs"), sentence)
        elif step in before and step.kind in {"recheck", "return"}:
            sentence = say("「{id}」は送出のあとの工程です。needs に送出の工程を書いてください。", id=step.id)
            yield Problem(step.at("needs"), sentence)
        elif step not in before and step not in after and step.kind not in loose_ends:
            sentence = say(
                "「{id}」が済まなくても送出できてしまいます。送出か、その前の工程の needs に「{id}」を加えてください。",
                id=step.id,
            )
            yield Problem(step.line, sentence)


def one_at_a_time(procedure: Procedure) -> Iterator[Problem]:
    """The run is a run: steps one after another in the file, all per parcel or all per lot, which can be closed one by one."""
    run = [procedure.by_id[one] for one in procedure.one_at_a_time if one in procedure.by_id]
    if not run:
        return
    line = procedure.lines.get("one_at_a_time", 1)
    ids = [step.id for step in procedure.steps]
    first = ids.index(run[0].id)
    if ids[first : first + len(run)] != [step.id for step in run]:
        sentence = say(
            "「one_at_a_time」には、続いている工程を順に書いてください。「{first}」からなら{run}です。",
            first=run[0].id,
            run=ids[first : first + len(run)],
        )
        yield Problem(line, sentence)
    if len({step.per for step in run}) > 1 or run[0].per == "dispatch":
        sentence = say(
            "「one_at_a_time」の工程は、すべて宛先ごと（parcel）か、すべてロットごと（lot）です。いまは{pers}です。",
            pers=[f"{step.id}: {step.per}" for step in run],
        )
        yield Problem(line, sentence)
        return
    if _sound(procedure):
        yield from _waits_for_all(procedure, run)


def _waits_for_all(procedure: Procedure, run: Sequence[Step]) -> Iterator[Problem]:
    """Within a run of single units no step may wait for something that waits for all of them: none could be closed."""
    for step in run:
        for wide in procedure.before[step.id]:
            waits = next((one for one in run if one in procedure.before[wide.id]), None)
            if PER.index(wide.per) < PER.index(run[0].per) and waits:
                sentence = say(
                    "一つずつでは先へ進めません。「{id}」は「{wide}」を待ち、「{wide}」は「{first}」が全部に済むのを待ちます。「{wide}」の per をそろえるか、one_at_a_time を短くしてください。",
                    id=step.id,
                    wide=wide.id,
                    first=waits.id,
                )
                yield Problem(step.at("needs"), sentence)
                return


def names(procedure: Procedure) -> Iterator[Problem]:
    """Names that fit for a file, and a stricter procedure that is another one."""
    for key, name in (("name", procedure.name), ("escalates_to", procedure.escalates_to)):
        if name and not _NAME.fullmatch(name):
            sentence = say(
                "「{key}」の「{name}」はファイルの名前にできません。英小文字と数字を「-」でつないでください（例：tax-notices）。",
                key=key,
                name=name,
            )
            yield Problem(procedure.lines.get(key, 1), sentence)
    if procedure.escalates_to and procedure.escalates_to == procedure.name:
        sentence = say("「escalates_to」がこの手順自身です。より厳しい別の手順の名前を書くか、行を消してください。")
        yield Problem(procedure.lines.get("escalates_to", 1), sentence)


def _sound(procedure: Procedure) -> bool:
    """Whether the order can be judged at all; what makes it unsound is told by rules of its own."""
    return not _doubled(procedure) and not any(
        one not in procedure.by_id or _ring(procedure, step.id) for step in procedure.steps for one in step.needs
    )


def _doubled(procedure: Procedure) -> bool:
    return len(procedure.by_id) < len(procedure.steps)


RULES = (
    *(doubled_ids, unknown_ids, cycles, upside_down, releases, content, approving, content_first),
    *(briefing, around_the_release, one_at_a_time, names),
)
