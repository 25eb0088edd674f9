"""The rules that hold for every step, each one function: what is asked for goes in, nothing or a refusal comes out.

``offers`` shows by them what a person may do next, and ``decide`` holds to the same ones: a button and its refusal
cannot differ. A refusal says what was refused and why, and what would have to happen first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sekisho.gate.commands import Paper
from sekisho.gate.model import Actor, Stamp, Unit
from sekisho.gate.naming import ROLES
from sekisho.gate.procedure import Step
from sekisho.gate.roles import holds
from sekisho.gate.state import JAPAN, State
from sekisho.words import Sentence, Titled, say


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done. ``rule``: its name. ``first``: what would have to happen, or who can do it."""

    rule: str
    why: Sentence
    first: Sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """A step that ``doer`` wants to do on a unit, in ``role``, in place of ``deputy_of`` where that is not empty."""

    state: State
    step: Step
    unit: Unit
    role: str
    doer: Actor
    now: datetime
    deputy_of: str = ""
    enterer: Actor | None = None
    paper: Paper | None = None
    """Set where the step was done on paper: ``doer`` did it then, ``enterer`` enters it ``now``."""

    @property
    def people(self) -> frozenset[str]:
        """Who does it, and in whose name."""
        return frozenset({self.doer.person, self.deputy_of} - {""})

    @property
    def day(self) -> date:
        """The day on which posts and training are looked at: on paper, the one on which it was done."""
        return self.paper.done_at.astimezone(JAPAN).date() if self.paper else self.state.day(self.now)


Rule = Callable[[Asked], Refusal | None]


def title(step: Step) -> Titled:
    """Return how a step is called, for a sentence."""
    return Titled(step.title, step.title_en)


# ---------------------------------------------------------------- the dispatch


def understood(ask: Asked) -> Refusal | None:
    """Nothing is decided upon an event that this version cannot read."""
    return not_understood(ask.state)


def not_understood(state: State) -> Refusal | None:
    """Return the refusal of everything, where an event is not known to this version."""
    if state.not_understood is None:
        return None
    n, kind, version = state.not_understood
    return Refusal(
        "understood",
        say("この案件の{n}番目の証跡（{type} 第{v}版）は、このバージョンでは読めません。", n=n, type=kind, v=version),
        say("新しいバージョンのSekishoで開いてください。証跡の検証だけはこのままできます。"),
    )


def not_abandoned(ask: Asked) -> Refusal | None:
    """An abandoned dispatch stays as it is."""
    return ended(ask.state)


def ended(state: State) -> Refusal | None:
    """Return the refusal of everything, where the dispatch was abandoned."""
    if not state.abandoned:
        return None
    return Refusal(
        "not_abandoned", say("この案件は中止されています。"), say("送る必要があれば、新しい案件を起案してください。")
    )


def there(ask: Asked) -> Refusal | None:
    """The unit is one of this step, still in the dispatch, and (up to the release) has not left."""
    state, step, unit = ask.state, ask.step, ask.unit
    if unit.per != step.per or not state.parcels(unit):
        return Refusal(
            "there",
            say("「{step}」を行う対象が、この案件にありません。", step=title(step)),
            say("案件のページを開き直し、残っている送付物から選んでください。"),
        )
    late = step.kind in {"key", "recheck", "return"} or state.procedure.release in state.procedure.before[step.id]
    if not late and all(key in state.gone for key in state.parcels(unit)):
        return Refusal(
            "there",
            say("すでに送出が始まっているため、「{step}」はもう行えません。", step=title(step)),
            say("内容に誤りがあれば、事故として情報セキュリティ担当に連絡してください。"),
        )
    return None


# ---------------------------------------------------------------- who


def role_held(ask: Asked) -> Refusal | None:
    """The person holds the step's role, in this department, on this day; a deputy, where deputies may do the step."""
    state, step, role = ask.state, ask.step, ask.role
    if role not in step.by or not holds(ask.doer, role, state.department, ask.day, ask.deputy_of):
        return Refusal(
            "role_held",
            say(
                "「{step}」は、{roles}の役割を今日この課で持つ人だけが行えます。", step=title(step), roles=_roles(step)
            ),
            say("役割を持つ人に頼むか、課長に役割の登録を頼んでください。"),
        )
    if role == "drafter" and ask.doer.person not in state.drafters:
        return Refusal(
            "role_held",
            say("「{step}」は、この案件の起案者だけが行えます。", step=title(step)),
            say("起案者に頼むか、案件を引き継いでください。"),
        )
    if ask.deputy_of and not step.deputy:
        return Refusal(
            "role_held",
            say("「{step}」は代決では行えません。", step=title(step)),
            say("本人が戻るのを待つか、同じ役割を持つ別の人が自分の名で行ってください。"),
        )
    return None


def _roles(step: Step) -> tuple[Sentence, ...]:
    return tuple(ROLES[role] for role in step.by)


def assigned(ask: Asked) -> Refusal | None:
    """Where a role was assigned to one person, nobody else takes it."""
    person = ask.state.assigned.get(ask.role)
    if person is None or person in ask.people:
        return None
    return Refusal(
        "assigned",
        say("この案件の{role}は、別の人に割り当てられています。", role=ROLES[ask.role]),
        say("割り当てられた人に頼むか、課長に担当替えを頼んでください。"),
    )


def trained(ask: Asked) -> Refusal | None:
    """The training that the step asks for is in force."""
    lacking = [course for course in ask.step.training if ask.doer.training.get(course, date.min) < ask.day]
    if not lacking:
        return None
    return Refusal(
        "trained",
        say(
            "「{step}」に必要な研修（{courses}）が、まだ済んでいないか期限切れです。",
            step=title(ask.step),
            courses=lacking,
        ),
        say("研修を受けて記録してから行うか、研修の済んだ人に頼んでください。"),
    )


def briefed(ask: Asked) -> Refusal | None:
    """Who works in a role that was to be briefed has gone through the steps and the risks of this job."""
    briefs = ask.state.procedure.of_kind("brief")
    if not any(ask.role in step.by for step in briefs) or ask.step.kind == "brief":
        return None
    if ask.doer.person in ask.state.briefed():
        return None
    return Refusal(
        "briefed",
        say("この案件の手順とリスクの事前共有に、まだ加わっていません。"),
        say("先に「{step}」を行ってください。", step=title(briefs[0])),
    )


def two_people(ask: Asked) -> Refusal | None:
    """Steps that must be done by two people are done by two: neither two accounts nor a deputy make one of them two."""
    state, step = ask.state, ask.step
    for other in sorted(state.procedure.apart[step.id]):
        if ask.people & state.doers(other, ask.unit):
            return Refusal(
                "two_people",
                say(
                    "「{other}」を行った人は、「{step}」を行えません。",
                    other=title(state.procedure.by_id[other]),
                    step=title(step),
                ),
                say("別の人に頼んでください。別のアカウントや代決でも同じ人とみなします。"),
            )
    made = state.stamps.get((step.id, ask.unit), ())
    if len(step.by) > 1 and step.kind != "recheck" and any(_has_done(ask, one) for one in made):
        return Refusal(
            "two_people",
            say("「{step}」は、すでにあなたが行いました。もう一人は別の人でなければなりません。", step=title(step)),
            say("残りの役割を持つ人（{roles}）に頼んでください。", roles=_roles(step)),
        )
    return None


def _has_done(ask: Asked, made: Stamp) -> bool:
    """Return whether a stamp is that of whoever asks now, or in their name.

    To be briefed is no check of somebody else's work: everybody hears it for themselves. So in one role an absent person
    and their deputy both do, and in two roles they are one.
    """
    if ask.step.kind == "brief" and ask.role == made.role:
        return ask.doer.person == made.person
    return bool(ask.people & {made.person, made.deputy_of})


def not_own_case(ask: Asked) -> Refusal | None:
    """Whoever drafted the case, or granted an exception in it, does not approve it; nor prepares what was excepted."""
    if ask.step.kind == "attach" and ask.people & {
        one.decided_by for one in ask.state.waivers if one.granted and not one.void and one.parcel == ask.unit.id
    }:
        return Refusal(
            "not_own_case",
            say("この送付物の例外を認めた人は、その資料を入れられません。"),
            say("担当者に入れてもらってください。"),
        )
    if ask.step.kind != "approve":
        return None
    if ask.people & set(ask.state.drafters):
        return Refusal(
            "not_own_case",
            say("起案した案件を、自分で決裁することはできません。"),
            say("別の決裁者に頼んでください。代決でも同じです。"),
        )
    if ask.people & {one.decided_by for one in ask.state.waivers if one.granted}:
        return Refusal(
            "not_own_case",
            say("この案件で例外を認めた人は、決裁できません。"),
            say("別の決裁者に頼んでください。"),
        )
    return None


# ---------------------------------------------------------------- when


def in_order(ask: Asked) -> Refusal | None:
    """Every step before this one is done, on the content as it is now."""
    undone = ask.state.undone_before(ask.step, ask.unit)
    if undone is None:
        return None
    open_ones = unsettled(ask.state, undone[1]) if undone[0].kind == "inspect" else 0
    if open_ones:
        return Refusal(
            "in_order",
            say(
                "検査の指摘が{number}件残っているため、「{step}」に進めません。", number=open_ones, step=title(ask.step)
            ),
            say("指摘の場所を直してもう一度検査するか、問いに回答するか、止めた指摘の例外を求めてください。"),
        )
    return Refusal(
        "in_order",
        say("「{step}」の前に済ませる工程が残っています。", step=title(ask.step)),
        say("先に「{before}」を済ませてください。", before=title(undone[0])),
    )


def unsettled(state: State, unit: Unit) -> int:
    """Return how many findings of an inspection are open; 0 where something was not inspected at all."""
    told = [state.open_findings(key) for key in state.parcels(unit)]
    return 0 if ("",) in told else sum(map(len, told))


def one_open(ask: Asked) -> Refusal | None:
    """Where it is one at a time, no second unit is opened before the first is closed."""
    state = ask.state
    opened = state.opened() if ask.step.id in state.procedure.one_at_a_time else None
    if opened is None or opened == ask.unit:
        return None
    # By the number that it has on every page: the keys of parcels mean nothing to anybody.
    unit = say("{number}番", number=[*state.contents].index(opened.id) + 1) if opened.per == "parcel" else opened.id
    return Refusal(
        "one_open",
        say("この手順は一つずつ進めます。別の送付物（{unit}）がまだ終わっていません。", unit=unit),
        say("{unit}を最後まで終えるか、理由を付けていったん閉じてください。", unit=unit),
    )


def not_halted(ask: Asked) -> Refusal | None:
    """After a mismatch nothing goes on with the unit before another person has looked at it."""
    if (ask.step.id, ask.unit) not in ask.state.halted:
        return None
    return Refusal(
        "not_halted",
        say("合わなかったため、この送付物の「{step}」を止めています。", step=title(ask.step)),
        say("別の人が現物を確かめ、理由を記録すると再開できます。"),
    )


def not_done(ask: Asked) -> Refusal | None:
    """What is done is not done a second time: of two who press at once, one is told."""
    state, step = ask.state, ask.step
    if step.kind == "brief":
        again = ask.doer.person in state.briefed()
    elif step.kind == "recheck":
        again = False
    elif step.kind == "release":
        again = ask.unit in state.leaving and state.leaving[ask.unit].phase != "failed"
    elif step.kind in {"attach", "inspect"}:
        again = False
    else:
        again = any(one.role == ask.role for one in state.stamps.get((step.id, ask.unit), ()))
    if not again:
        return None
    return Refusal(
        "not_done",
        say("「{step}」は、すでに済んでいます。", step=title(step)),
        say("ページを開き直すと、だれがいつ行ったかを見られます。"),
    )


# ---------------------------------------------------------------- paper


def on_paper(ask: Asked) -> Refusal | None:
    """What was done on paper is entered by another person, afterwards, and only where the step allows it."""
    if ask.paper is None:
        return None
    if not ask.step.paper:
        return Refusal(
            "on_paper",
            say("「{step}」は紙では行えません。", step=title(ask.step)),
            say("本人が画面で行ってください。"),
        )
    if ask.enterer is None or ask.enterer.person in ask.people:
        return Refusal(
            "on_paper",
            say("紙で行った「{step}」を、行った本人が入力することはできません。", step=title(ask.step)),
            say("別の人に入力を頼んでください。"),
        )
    if ask.paper.done_at > ask.now:
        return Refusal(
            "on_paper",
            say("行った日時が、入力の日時より後になっています。"),
            say("チェックシートに書かれた日時を確かめてください。"),
        )
    return _after_what_it_stands_on(ask, ask.paper.done_at)


def _after_what_it_stands_on(ask: Asked, done_at: datetime) -> Refusal | None:
    """A sheet that says an earlier time than the approval was filled in before there was anything to do it on."""
    state = ask.state
    for earlier in state.procedure.before[ask.step.id]:
        for unit in state.related(earlier, ask.unit):
            if any((one.done_at or one.at) > done_at for one in state.stamps.get((earlier.id, unit), ())):
                return Refusal(
                    "on_paper",
                    say("行った日時が、前の工程「{before}」より前になっています。", before=title(earlier)),
                    say("チェックシートに書かれた日時を確かめてください。"),
                )
    return None


RULES: dict[str, Rule] = {
    "understood": understood,
    "not_abandoned": not_abandoned,
    "there": there,
    "not_done": not_done,
    "role_held": role_held,
    "assigned": assigned,
    "trained": trained,
    "briefed": briefed,
    "two_people": two_people,
    "not_own_case": not_own_case,
    "in_order": in_order,
    "one_open": one_open,
    "not_halted": not_halted,
    "on_paper": on_paper,
}
"""The rules in the order in which they are asked; the first refusal is the one that is told."""


def refusal(ask: Asked, without: frozenset[str] = frozenset()) -> Refusal | None:
    """Return the first refusal of a step, or nothing where the person may do it; ``without``: rules not asked."""
    for name, rule in RULES.items():
        told = None if name in without else rule(ask)
        if told is not None:
            return told
    return None
