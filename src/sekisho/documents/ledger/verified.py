"""What a verification of the log came to: as lines for people, and as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from sekisho.ledger.checkpoint import base64
from sekisho.ledger.verdict import Anchor, Fault, FaultKind, Report, State
from sekisho.words import Sentence, say

MOST_LINES = 200
"""Faults, and checkpoints, that are written out for people; the JSON has all that are kept."""

FAULTS: Mapping[FaultKind, Sentence] = {
    "missing": say("抜けています"),
    "inserted": say("余分です。同じ通番の証跡がほかにあるか、入る場所がありません"),
    "reordered": say("順番が違います"),
    "gap": say("抜けています"),
    "repeated": say("系列の同じ番号が前にもあります"),
}
STATES: Mapping[State, Sentence] = {
    "holds": say("今の証跡は、このときのものから始まっています"),
    "rewritten": say("このときの証跡と違います。書き換えられています"),
    "cut": say("このときより短くなっています。切り捨てられています"),
    "restored": say("控えから戻したときに失われたと、証跡に記録があります"),
    "not_compared": say("前の証跡が抜けているか順番が違うので、比べられません"),
    "other_log": say("別の証跡の証跡点です"),
    "unknown_key": say("指定した公開鍵による署名ではありません"),
    "retired_key": say("もう交代した鍵による署名です"),
    "bad_signature": say("署名が正しくありません。証跡点が変えられています"),
}
ONLY_INSIDE = say(
    "公開鍵はファイルに入っていたものです。だれの署名かは分かりません。別の方法で受け取った公開鍵を --key で指定してください。"
)


def render(report: Report, *, lang: str, own_keys: bool) -> str:
    """Return the outcome as lines of text. ``own_keys``: whether the keys that counted came with the log itself."""
    others = [one for one in report.anchors if one.state != "holds"]
    lines = [
        *_summary(report),
        *_listed((_fault(fault) for fault in report.faults), report.fault_count),
        *_anchors(report),
        *_listed((_anchor(one, report) for one in others), len(others)),
        *_statements(report),
    ]
    if own_keys and report.anchors:
        lines.append(ONLY_INSIDE)
    return "".join(_shown(line.render(lang)) + "\n" for line in lines)


def render_json(report: Report, *, lang: str, own_keys: bool) -> str:
    """Return the outcome as JSON. ``message`` says a fault as people read it, in ``lang``."""
    told = {
        "good": report.is_good,
        "origin": report.origin,
        "events": report.size,
        "root": base64(report.root) if report.root else None,
        "anchored": report.anchored,
        "unanchored": report.unanchored,
        "key_expected": not own_keys,
        "fault_count": report.fault_count,
        "faults": [{**_fault_fields(fault), "message": _fault(fault).render(lang)} for fault in report.faults],
        "checkpoints": [_anchor_fields(anchor, lang) for anchor in report.anchors],
        "refused_rotations": [{"at": one.at, "size": one.size} for one in report.refused],
        "restorations": [
            {"seq": one.seq, "at": one.at, "by": one.by, "kept": one.gap.kept, "lost": one.gap.lost[-1].size}
            for one in report.restorations
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _summary(report: Report) -> Iterator[Sentence]:
    about = {"origin": report.origin, "count": report.size}
    if report.is_good:
        yield say("証跡「{origin}」の{count}件に、変わったところも抜けたところも見つかりません。", **about)
    else:
        yield say("証跡「{origin}」の{count}件に、正しくないところがあります。", **about)
    if report.unanchored:
        yield say(
            "通番{first}からの{count}件は、外の証跡点でまだ押さえられていません。"
            "ここで作り直しや切り捨てがあっても、この検証では分かりません。",
            first=report.anchored,
            count=report.unanchored,
        )


def _listed(sentences: Iterable[Sentence], count: int) -> Iterator[Sentence]:
    for sentence in islice(sentences, MOST_LINES):
        yield say("・{sentence}", sentence=sentence)
    if count > MOST_LINES:
        yield say("・ほかに{count}件", count=count - MOST_LINES)


def _fault(fault: Fault) -> Sentence:
    what = _changed(fault) if fault.kind == "changed" else FAULTS[fault.kind]
    if fault.span is None:
        return say("{place}: {what}。", place=_place(fault), what=what)
    start, end = fault.span
    return say(
        "{place}（ファイルの{start}〜{end}バイト目）: {what}。",
        place=_place(fault),
        what=what,
        start=start + 1,
        end=end,
    )


def _place(fault: Fault) -> Sentence:
    if fault.kind == "gap":
        return say(
            "{stream}の{n}番から{count}件（通番{seq}の前）",
            stream=fault.stream,
            n=fault.n,
            count=fault.count,
            seq=fault.seq,
        )
    if fault.seq is None:
        return say("通番の分からない行")
    if fault.count > 1:
        return say("通番{first}から{last}まで", first=fault.seq, last=fault.seq + fault.count - 1)
    if fault.stream is None or fault.n is None:
        return say("通番{seq}", seq=fault.seq)
    return say("通番{seq}（{stream}の{n}番）", seq=fault.seq, stream=fault.stream, n=fault.n)


def _changed(fault: Fault) -> Sentence:
    if fault.column is None:
        return say("読み取れないほど壊れています")
    if fault.proved == "hash":
        return say("添えたハッシュだけが変えられています（内容は証跡点のときのままです）")
    if fault.proved == "columns":
        return say("内容が変えられています（ハッシュは証跡点のときのままです）")
    if fault.column == "hash":
        return say("内容と添えたハッシュが合いません。どちらかが変えられています")
    if fault.column == "peak":
        return say(
            "内容とハッシュは合いますが、書いたときのハッシュの木と合いません。"
            "これか前の証跡が作り直されたか、木が変えられています"
        )
    return say("{column}が、証跡にはありえない値に変えられています", column=fault.column)


def _anchors(report: Report) -> Iterator[Sentence]:
    if report.anchors:
        yield say(
            "証跡点 {count}個のうち {holding}個が、今の証跡と合います。",
            count=len(report.anchors),
            holding=sum(one.state == "holds" for one in report.anchors),
        )


def _anchor(anchor: Anchor, report: Report) -> Sentence:
    what, last = STATES[anchor.state], anchor.checkpoint.size - 1
    if anchor.state == "rewritten":
        what = say(
            "{what}。最初の違いは通番{first}から{last}までのどこかです", what=what, first=anchor.after, last=last
        )
    if anchor.state == "cut":
        what = say("{what}。今は{now}件です", what=what, now=report.size)
    return say("{at}の証跡点（{size}件）: {what}。", at=anchor.checkpoint.at, size=last + 1, what=what)


def _statements(report: Report) -> Iterator[Sentence]:
    for change in report.refused:
        yield say(
            "{at}の鍵の交代は認めません。両方の鍵の正しい署名がそろわないか、どの鍵への交代かが決まりません。",
            at=change.at,
        )
    for one in report.restorations:
        yield say(
            "通番{seq}: {at}に{by}が控えから戻し、通番{kept}から{last}まで（またはその先まで）が失われたと記録しています。"
            "記録した人の申告で、証明ではありません。",
            seq=one.seq,
            at=one.at,
            by=one.by,
            kept=one.gap.kept,
            last=one.gap.lost[-1].size - 1,
        )


def _fault_fields(fault: Fault) -> dict[str, object]:
    return {
        "kind": fault.kind,
        "seq": fault.seq,
        "stream": fault.stream,
        "n": fault.n,
        "count": fault.count,
        "column": fault.column,
        "proved": fault.proved,
        "bytes": None if fault.span is None else list(fault.span),
    }


def _anchor_fields(anchor: Anchor, lang: str) -> dict[str, object]:
    one = anchor.checkpoint
    return {
        "size": one.size,
        "at": one.at,
        "key": one.key,
        "state": anchor.state,
        "holds_up_to": anchor.after,
        "message": STATES[anchor.state].render(lang),
    }


def _shown(line: str) -> str:
    """Return a line without what a terminal takes for a command: what stands in a damaged row is a stranger's."""
    return "".join(char if char.isprintable() or char == "\u3000" else "\N{REPLACEMENT CHARACTER}" for char in line)
