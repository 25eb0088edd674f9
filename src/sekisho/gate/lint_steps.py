"""Rules about single steps: what each kind must say and must not say, how many look the same way, and words that prove nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sekisho.gate.procedure import PER, Problem, Procedure, Step
from sekisho.words import Sentence, say

ONLY_AT = {
    "method": ("confirm",),
    "blind": ("confirm",),
    "sample": ("confirm",),
    "proofs": ("release",),
    "ways": ("key",),
    "after_days": ("recheck",),
    "standing": ("approve",),
}
"""Keys that mean something at one kind of step alone."""
ON_SCREEN = ("inspect", "approve")
"""Kinds that the software does or must see done; they cannot be entered afterwards."""
CANNOT_BE_SENT = ("post", "hand")
"""Channels on which Sekisho itself can send nothing."""
VAGUE = re.compile(
    "徹底|強化|努め|努力|励行|万全|慎重に|十分に|しっかり|確実に|適切に|気を[付つ]け|心[が掛]け|"
    "意識(?!調査)|周知(?!文|用|はがき|チラシ)|注意(?:する|し[てま]|を払)|(?:ダブル|二重)チェック"
)
"""Wording that nobody can verify afterwards."""
_BECAUSE = re.compile(r"FY\d{4}-[1-9]\d*(-[①-⑳])?")
_SEALING = re.compile("封緘|封かん|封をし|封を確|糊付け|のり付け")
_COUNTING = re.compile("枚数|通数|部数|数を(?:数え|確|合わせ)")


def misplaced_keys(procedure: Procedure) -> Iterator[Problem]:
    """A key at a kind of step where it means nothing would be read as done, and is not."""
    for step in procedure.steps:
        for key, kinds in ONLY_AT.items():
            if step.kind and getattr(step, key) and step.kind not in kinds:
                sentence = say(
                    "「{key}」は kind が {kinds} の工程にだけ書けます。この行を消すか、その工程へ移してください。",
                    key=key,
                    kinds=kinds,
                )
                yield Problem(step.at(key), sentence)


def confirming(procedure: Procedure) -> Iterator[Problem]:
    """A confirmation says how it is done: by a method, on so many rows, seeing or not seeing the first one."""
    for step in procedure.steps:
        if step.kind != "confirm":
            continue
        if not step.method:
            sentence = say(
                "確認の方法がありません。何と何をどう比べるのかを method に書いてください（例：read_against_source）。"
            )
            yield Problem(step.line, sentence)
        if step.method == "trace_sample" and not step.sample:
            sentence = say("何行を抜き出すのかがありません。sample = 5 のように書いてください。")
            yield Problem(step.at("method"), sentence)
        if step.sample and step.method not in {"", "trace_sample"}:
            sentence = say("「sample」は method が trace_sample のときだけ書けます。この行を消してください。")
            yield Problem(step.at("sample"), sentence)
        if step.blind:
            yield from _blind(procedure, step)


def _blind(procedure: Procedure, step: Step) -> Iterator[Problem]:
    """Whoever confirms blind is another person than the first, whose answers are kept back until the last unit is done."""
    first = [one for one in procedure.before[step.id] if one.kind == "confirm" and one.per == step.per]
    if not first:
        sentence = say(
            "「blind」は、前の確認の答えを見せないという意味です。前に同じ per（{per}）の確認がないので、この行を消してください。",
            per=step.per,
        )
        yield Problem(step.at("blind"), sentence)
    elif not {one.id for one in first} & set(step.differs_from):
        sentence = say(
            "答えを見ずに確かめるのは、前の確認とは別の人です。differs_from に「{first}」を加えてください。",
            first=first[-1].id,
        )
        yield Problem(step.at("differs_from"), sentence)


def same_methods(procedure: Procedure) -> Iterator[Problem]:
    """Two who look the same way find what one finds; three find less (Shimakura and Tanaka, 2003)."""
    by_method: dict[str, list[Step]] = {}
    for step in procedure.of_kind("confirm"):
        by_method.setdefault(step.method, []).append(step)
    by_method.pop("", None)
    for method, steps in by_method.items():
        if len(steps) == 2:
            sentence = say(
                "{line}行目と同じ方法（{method}）の確認です。同じ見方では同じ見落としをします。別の方法にしてください。",
                line=steps[0].line,
                method=method,
            )
            yield Problem(steps[1].at("method"), sentence, warning=True)
        for step in steps[2:]:
            sentence = say(
                "同じ方法（{method}）の確認が{count}つあります。三人目からは見落としが増えます。{lines}行目のほかは別の方法に変えるか消してください。",
                method=method,
                count=len(steps),
                lines=[str(one.line) for one in steps[:2]],
            )
            yield Problem(step.at("method"), sentence)


def sealing(procedure: Procedure) -> Iterator[Problem]:
    """Counting and sealing are two steps; what is sealed and what leaves is held against what was counted."""
    for step in procedure.of_kind("seal"):
        if not any(one.kind == "count" for one in procedure.before[step.id]):
            sentence = say(
                '封緘の前に枚数確認がありません。封緘した数と比べる数がないので、kind = "count" の工程を前に書いてください。'
            )
            yield Problem(step.line, sentence)
        yield from _too_narrow(procedure, step, ("count",))
        if _COUNTING.search(step.title):
            yield Problem(step.at("title"), _apart(), warning=True)
    if procedure.of_kind("seal"):
        for step in procedure.of_kind("release"):
            yield from _too_narrow(procedure, step, ("count", "seal"))
    for step in (*procedure.of_kind("count"), *procedure.of_kind("confirm")):
        if _SEALING.search(step.title):
            yield Problem(step.at("title"), _apart(), warning=True)


def _too_narrow(procedure: Procedure, step: Step, kinds: tuple[str, ...]) -> Iterator[Problem]:
    """A number for a whole lot cannot be held against a number for one of its parcels."""
    for wide in procedure.before[step.id]:
        if wide.kind in kinds and PER.index(wide.per) < PER.index(step.per):
            sentence = say(
                "「{wide}」の数は per が {per} なので、この工程の数と比べられません。どちらかの per を変え、そろえてください。",
                wide=wide.id,
                per=wide.per,
            )
            yield Problem(step.at("per"), sentence)
            return


def _apart() -> Sentence:
    return say("枚数の確認と封緘の確認が一つの工程にまとまっています。工程を二つに分けてください。")


def leaving(procedure: Procedure) -> Iterator[Problem]:
    """A release says by which proofs it may be known that the parcel left; some the channel cannot give."""
    for step in procedure.of_kind("release"):
        if not step.proofs:
            sentence = say(
                '送出の証しがありません。proofs に "sent"（関所が送る）、"compared"（あとで比べる）、"stated"（申告）のどれかを書いてください。'
            )
            yield Problem(step.line, sentence)
        if "sent" in step.proofs and procedure.channel in CANNOT_BE_SENT:
            sentence = say(
                '送り方が {channel} なので、関所が自分で送ることはできません。"sent" を消し、"compared" か "stated" を書いてください。',
                channel=procedure.channel,
            )
            yield Problem(step.at("proofs"), sentence)
    if procedure.channel == "web" and not procedure.of_kind("recheck"):
        sentence = say(
            "公開後の確認がありません。載っているものが決裁したものと同じかを見る工程（recheck）を加えてください。"
        )
        yield Problem(procedure.lines.get("channel", 1), sentence, warning=True)


def keys(procedure: Procedure) -> Iterator[Problem]:
    """A password goes another way than the file."""
    for step in procedure.of_kind("key"):
        if not step.ways:
            sentence = say('鍵を伝える方法がありません。ways = ["phone"] のように書いてください。')
            yield Problem(step.line, sentence)
        if procedure.channel == "email" and "another_mail" in step.ways:
            sentence = say(
                "ファイルもパスワードもメールで送ると、あて先を誤ったときに両方が届きます。電話など別の方法にしてください。"
            )
            yield Problem(step.at("ways"), sentence, warning=True)
    if procedure.channel == "email" and not procedure.of_kind("key"):
        sentence = say(
            "メールで送るのに、鍵の別送がありません。パスワードを付けるなら、送出のあとに key の工程を加えてください。"
        )
        yield Problem(procedure.lines.get("channel", 1), sentence, warning=True)


def on_paper(procedure: Procedure) -> Iterator[Problem]:
    """Inspection and approval come first, and on screen; what the viewer must have shown cannot be entered afterwards."""
    approvals = procedure.of_kind("approve")
    for step in procedure.steps:
        if not step.paper:
            continue
        if step.kind in ON_SCREEN:
            sentence = say("自動検査と決裁は画面で行います。「paper」の行を消してください。")
            yield Problem(step.at("paper"), sentence)
        elif step.method == "open_files":
            sentence = say(
                "全部を開いたかどうかは画面でしか分かりません。「paper」の行を消すか、method を変えてください。"
            )
            yield Problem(step.at("paper"), sentence)
        elif any(step in procedure.before[approve.id] for approve in approvals):
            sentence = say(
                "決裁より前の工程を紙で行うと、決裁のときに何が確かめてあるか分かりません。画面で行うか、決裁のあとへ移してください。"
            )
            yield Problem(step.at("paper"), sentence, warning=True)


def wording(procedure: Procedure) -> Iterator[Problem]:
    """A title says what is done with what; a resolve to try harder is no step."""
    for step in procedure.steps:
        if found := VAGUE.search(step.title):
            sentence = say(
                "「{word}」では、したかどうかをだれも確かめられません。だれが、何と何を、どう比べるのかを書いてください。",
                word=found[0],
            )
            yield Problem(step.at("title"), sentence, warning=True)


def reasons(procedure: Procedure) -> Iterator[Problem]:
    """The incident or measure that brought a step is written so that it can be looked up."""
    for step in procedure.steps:
        for one in step.because:
            if not _BECAUSE.fullmatch(one):
                sentence = say(
                    "「{because}」は事故や再発防止策の番号の形ではありません。FY2023-1 か FY2023-1-② の形で書いてください。",
                    because=one,
                )
                yield Problem(step.at("because"), sentence, warning=True)


RULES = (misplaced_keys, confirming, same_methods, sealing, leaving, keys, on_paper, wording, reasons)
