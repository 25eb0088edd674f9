"""The steps of a procedure between its content and its exit, each with what makes it done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from sekisho.gate.commands import (
    Approve,
    CarryKey,
    Confirm,
    Count,
    Draw,
    Match,
    MatchReturn,
    OnStep,
    Recheck,
    Seal,
)
from sekisho.gate.deciding.outcome import By, Decided, asked, mismatch, no, stamp, told, yes
from sekisho.gate.model import Evidence, Json
from sekisho.gate.naming import WAYS
from sekisho.gate.rules import Asked, title
from sekisho.gate.state import State
from sekisho.words import say

C = TypeVar("C", bound=OnStep)


def of_kind(kind: str, decide: Callable[[Asked, C, By], Decided]) -> Callable[[State, C, By], Decided]:
    """Return the decision on a command that belongs to one kind of step: the rules for every step, then its own."""

    def decided(state: State, command: C, by: By) -> Decided:
        step = state.procedure.by_id.get(command.step)
        if step is not None and step.kind != kind:
            return no(
                "there",
                say("「{step}」は、その操作で行う工程ではありません。", step=title(step)),
                say("案件のページを開き直し、この工程の画面から行ってください。"),
            )
        ask = asked(state, command, by)
        return ask if isinstance(ask, Decided) else decide(ask, command, by)

    return decided


def brief(ask: Asked, command: OnStep, by: By) -> Decided:
    """Stamp: gone through the steps and the risks."""
    return stamp(ask, by, "claimed")


def report(ask: Asked, command: OnStep, by: By) -> Decided:
    """Stamp: the superior was told, and says so by his or her own hand."""
    return stamp(ask, by, "enforced")


# ---------------------------------------------------------------- confirm


def draw(ask: Asked, command: Draw, by: By) -> Decided:
    """Decide on rows drawn to be traced: as many as the step asks for, or all."""
    wanted = min(max(ask.step.sample, 1), command.of)
    if ask.step.method != "trace_sample" or wanted < 1 or len(set(command.rows)) < wanted:
        return no(
            "sample",
            say("抽出した行が足りません（{number}行以上）。", number=max(wanted, 1)),
            say("もう一度、無作為に抽出してください。"),
        )
    if (ask.step.id, ask.unit) in ask.state.draws:
        return no(  # who may draw again draws until the rows are convenient
            "drawn_once",
            say("「{step}」の行は、すでに抽出されています。", step=title(ask.step)),
            say("抽出された行を、そのまま確かめてください。"),
        )
    return yes(by.event("drawn", step=ask.step.id, unit=told(ask.unit), rows=list(command.rows), of=command.of))


def confirm(ask: Asked, command: Confirm, by: By) -> Decided:
    """Decide on a confirmation by the method that the step names."""
    if ask.step.method == "open_files":
        return opened_all(ask) or stamp(ask, by, "enforced")
    if ask.step.method == "read_against_source":
        return stamp(ask, by, "claimed")
    if ask.step.method == "count":
        return _counted(ask, command, by)
    expected = _expected(ask)
    if not expected:
        return no(
            "there",
            say("「{step}」で確かめるものが、この送付物にありません。", step=title(ask.step)),
            say("抽出・付番・本人の登録のどれかがまだです。先に済ませてください。"),
        )
    if sorted(command.typed) != sorted(expected):
        return mismatch(ask, by, say("入力が、記録と合いません。この送付物を止めました。"))
    return stamp(ask, by, "enforced", {"typed": [*sorted(command.typed)]})


def opened_all(ask: Asked) -> Decided | None:
    """Return the refusal of somebody to whom not every sheet and page was served: a click is not it."""
    if ask.state.all_paper(ask.unit):
        return (
            no(
                "opened_all",
                say("画面で開けるファイルがありません。"),
                say("紙だけの送付物には、別の確認方法の手順を使ってください。"),
            )
            if ask.step.kind == "confirm"
            else None
        )
    left = ask.state.not_opened(ask.doer.person, ask.unit)
    if not left:
        return None
    return no(
        "opened_all",
        say("まだ開いていないシートやページが{number}枚あります。", number=len(left)),
        say("すべてのファイルの、すべてのシートとページを開いてください。"),
    )


def _expected(ask: Asked) -> list[str]:
    state, contents = ask.state, [ask.state.contents[key] for key in ask.state.parcels(ask.unit)]
    if ask.step.method == "trace_sample":
        return list(state.draws.get((ask.step.id, ask.unit), ()))
    scans = ask.step.method == "scan"
    each = [[one.parcel.codes.get("document", "")] if scans else list(one.about) for one in contents]
    return [one for ones in each for one in ones] if all(map(any, each)) else []


def _counted(ask: Asked, command: Confirm, by: By) -> Decided:
    parts = sum(item.parts for key in ask.state.parcels(ask.unit) for item in ask.state.contents[key].items)
    if command.number != parts:
        return mismatch(ask, by, say("数えた枚数が、記録と合いません。この送付物を止めました。"))
    return stamp(ask, by, "enforced", {"number": command.number})


# ---------------------------------------------------------------- paper: match, count, seal


def match(ask: Asked, command: Match, by: By) -> Decided:
    """Decide on scanned codes: every place that is to bear one bears its parcel's, and of this business."""
    expected = [dict(ask.state.contents[key].parcel.codes) for key in ask.state.parcels(ask.unit)]
    if not all(expected):
        return _no_code()
    if _sorted(command.scans) != _sorted(expected):
        return mismatch(ask, by, say("番号が合いません。この送付物を止めました。"))
    if ask.state.procedure.business and command.business != ask.state.procedure.business:
        return mismatch(ask, by, say("別の業務の封筒です。この送付物を止めました。"))
    scans: list[Json] = [dict(scan) for scan in command.scans]
    return stamp(ask, by, "enforced", {"scans": scans})


def _sorted(scans: Iterable[Mapping[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(scan.items()) for scan in scans)


def _no_code() -> Decided:
    return no(
        "there",
        say("番号の付いていない送付物があります。"),
        say("文書・封筒・返信用封筒に同じ番号を付けてから照合してください。"),
    )


def count(ask: Asked, command: Count, by: By) -> Decided:
    """Decide on counts: printed − withdrawn + reprinted = enclosed, or a difference that the chief has to explain."""
    withdrawn: list[Json] = [*sorted(command.withdrawn)]
    numbers = (command.printed, command.reprinted, command.enclosed)
    if min(numbers) < 0 or command.enclosed == 0 or len(set(command.withdrawn)) != len(command.withdrawn):
        return no(
            "counts",
            say("通数が0かマイナスか、同じ番号が二度引き抜かれています。"),
            say("数え直して、印刷・引抜き・再作成・封入の数を入れてください。"),
        )
    answer: dict[str, Json] = {
        "printed": command.printed,
        "withdrawn": withdrawn,
        "reprinted": command.reprinted,
        "enclosed": command.enclosed,
        "difference": difference(command),
    }
    made = ask.state.stamps.get((ask.step.id, ask.unit), ())
    if any(dict(one.answer) != answer for one in made):
        return mismatch(ask, by, say("もう一人が数えた数と合いません。この送付物を止めました。"))
    return stamp(ask, by, "claimed", answer)


def difference(command: Count) -> int:
    """Return by how many pieces the counts do not close."""
    return command.printed - len(command.withdrawn) + command.reprinted - command.enclosed


def totals(ask: Asked, kind: str, key: str) -> set[int]:
    """Return what was counted at each step of a kind before this one, over all that a unit touches: one number, if all is well."""
    state, before = ask.state, ask.state.procedure.before[ask.step.id]
    return {
        sum(
            number
            for one in state.related(step, ask.unit)
            for made in state.stamps.get((step.id, one), ())[:1]
            if isinstance(number := made.answer.get(key), int)
        )
        for step in before
        if step.kind == kind
    }


# Here a difference admits no reason: an envelope that was enclosed is sealed, or it is not.
def seal(ask: Asked, command: Seal, by: By) -> Decided:
    """Decide on sealed envelopes: as many as were enclosed."""
    if totals(ask, "count", "enclosed") - {command.sealed}:
        return mismatch(ask, by, say("封緘した数が、封入した数と違います。"))
    return stamp(ask, by, "claimed", {"sealed": command.sealed})


# ---------------------------------------------------------------- approve


def approve(ask: Asked, command: Approve, by: By) -> Decided:
    """Decide on an approval: every file opened, every finding with its answer or exception seen."""
    wrong = opened_all(ask) or seen_all(ask, command.seen)
    evidence: Evidence = "claimed" if ask.state.all_paper(ask.unit) else "enforced"
    return wrong or stamp(ask, by, evidence, {"seen": [*sorted(command.seen)]})


def seen_all(ask: Asked, seen: Iterable[str]) -> Decided | None:
    """Return the refusal of somebody on whose page not every finding stood."""
    if ask.state.findings(ask.unit) <= set(seen):
        return None
    return no(
        "seen_all",
        say("まだ見ていない指摘があります。"),
        say("決裁のページを開き直し、すべての指摘と回答・例外を見てください。"),
    )


# ---------------------------------------------------------------- after the release


def key(ask: Asked, command: CarryKey, by: By) -> Decided:
    """Decide on the way of the password: one of the step's, which the file did not take."""
    if command.way not in ask.step.ways:
        return no(
            "another_way",
            say("その方法では、パスワードをファイルと別に送ったことになりません。"),
            say("次のどれかで送ってください：{ways}", ways=[WAYS[way] for way in ask.step.ways]),
        )
    return stamp(ask, by, "claimed", {"way": command.way})


def recheck(ask: Asked, command: Recheck, by: By) -> Decided:
    """Decide on what is live: for every parcel the approved content, and nothing else."""
    if dict(command.live) != approved(ask):
        return mismatch(ask, by, say("公開されている内容が、決裁されたものと違います。"))
    return stamp(ask, by, "detectable", {"live": dict(command.live)})


def approved(ask: Asked) -> dict[str, Json]:
    """Return the digests of the approved inner content, by parcel."""
    return {key: ask.state.outgoing(key) for key in ask.state.parcels(ask.unit)}


def returned(ask: Asked, command: MatchReturn, by: By) -> Decided:
    """Decide on what came back: it bears the number of what went out."""
    expected = {ask.state.contents[key].parcel.codes.get("return") for key in ask.state.parcels(ask.unit)} - {None}
    if not expected:
        return _no_code()
    if command.code not in expected:
        return mismatch(ask, by, say("返ってきたものの番号が、送ったものと合いません。"))
    return stamp(ask, by, "enforced", {"code": command.code})
