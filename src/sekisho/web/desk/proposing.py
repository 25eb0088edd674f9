"""Which procedure fits what is to be sent: judged by the procedures' own data, never by their names.

Three short questions are asked. Every procedure is held against every rule of one table; what speaks for it and what
against it is told. The best one is proposed, the others remain to be chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from sekisho.gate.naming import CHANNELS
from sekisho.gate.procedure import Procedure
from sekisho.words import Sentence, Titled, say

To = Literal["person", "institution", "institutions", "people", "everyone"]
TO: tuple[To, ...] = get_args(To)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody answered. ``way``: a channel; ``my_number``: it holds any; ``many``: it is a list of many people."""

    to: To
    way: str
    my_number: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a procedure (a positive weight) or against it."""

    weight: int
    words: Sentence


@dataclass(frozen=True, slots=True)
class Proposal:
    """A procedure with what speaks for and against it. ``fits``: it leaves by the way that was asked for."""

    procedure: Procedure
    fits: bool
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """How much more speaks for it than against it."""
        return sum(one.weight for one in self.reasons)

    @property
    def speak_for(self) -> tuple[Sentence, ...]:
        """What speaks for it."""
        return tuple(one.words for one in self.reasons if one.weight > 0)

    @property
    def against(self) -> tuple[Sentence, ...]:
        """What speaks against it."""
        return tuple(one.words for one in self.reasons if one.weight < 0)


Rule = Callable[[Asked, Procedure, Iterable[Procedure]], Reason | None]


def propose(asked: Asked, procedures: Iterable[Procedure]) -> tuple[Proposal, ...]:
    """Return every procedure, the best one first; where the first does not fit, none leaves by the way asked for.

    Of two that are as good, the one with fewer steps comes first, then the one whose name does.
    """
    known = tuple(procedures)
    found = [
        Proposal(
            one,
            one.channel == asked.way,
            tuple(reason for rule in RULES if (reason := rule(asked, one, known)) is not None),
        )
        for one in known
    ]
    return tuple(
        sorted(found, key=lambda one: (not one.fits, -one.weight, len(one.procedure.steps), one.procedure.name))
    )


def in_lots(procedure: Procedure) -> bool:
    """Return whether a procedure is run in lots of pieces."""
    return any(step.per == "lot" for step in procedure.steps)


def types_identifier(procedure: Procedure) -> bool:
    """Return whether somebody types a number or birth date from the paper of each parcel."""
    return any(step.method == "type_identifier" for step in procedure.steps)


def _by_way(asked: Asked, procedure: Procedure, _known: Iterable[Procedure]) -> Reason | None:
    words = CHANNELS[procedure.channel]
    if procedure.channel == asked.way:
        return Reason(1, say("送り方が「{way}」の手順です。", way=words))
    return Reason(-1, say("送り方が「{way}」の手順です。", way=words))


def _lots(asked: Asked, procedure: Procedure, _known: Iterable[Procedure]) -> Reason | None:
    if in_lots(procedure):
        if asked.to == "people":
            return Reason(3, say("大勢への発送を、ロットに分けて数を合わせます。"))
        return Reason(-3, say("大勢への発送を、ロットに分けて行う手順です。"))
    return Reason(-1, say("ロットに分けないので、大勢への発送には向きません。")) if asked.to == "people" else None


def _identifier(asked: Asked, procedure: Procedure, _known: Iterable[Procedure]) -> Reason | None:
    if not types_identifier(procedure):
        return None
    if asked.to == "person":
        return Reason(2, say("封筒の中の紙から、本人の番号や生年月日を打って確かめます。"))
    return Reason(-1, say("本人の番号や生年月日を、一通ずつ打って確かめる手順です。"))


def _one_or_several(asked: Asked, procedure: Procedure, _known: Iterable[Procedure]) -> Reason | None:
    each = any(step.per == "parcel" for step in procedure.of_kind("approve"))
    if not each:
        return None
    if asked.to in {"person", "institution"}:
        return Reason(1, say("一通ごとに決裁します。"))
    return Reason(-1, say("一通ごとに決裁するので、数が多いと手間がかかります。"))


def _list_of_many(asked: Asked, procedure: Procedure, _known: Iterable[Procedure]) -> Reason | None:
    traced = any(step.method in {"trace_sample", "read_against_source"} for step in procedure.steps)
    if traced and asked.many:
        return Reason(2, say("別の人が、名簿の行を原本までたどって確かめます。"))
    if asked.many:
        return Reason(-1, say("名簿の行を原本と突き合わせる工程がありません。"))
    return Reason(-1, say("大勢の載った名簿のための工程があります。")) if traced else None


def _my_number(asked: Asked, procedure: Procedure, known: Iterable[Procedure]) -> Reason | None:
    strict = bool(procedure.of_kind("report")) or any(not step.deputy for step in procedure.of_kind("approve"))
    if not asked.my_number:
        return Reason(-1, say("個人番号を含むときのための、厳しい手順です。")) if strict else None
    if procedure.escalates_to:
        target = next((one for one in known if one.name == procedure.escalates_to), None)
        title = Titled(target.title, target.title_en) if target else procedure.escalates_to
        return Reason(-3, say("個人番号が見つかると「{title}」に移ります。", title=title))
    return Reason(2, say("決裁の前に上司に報告し、代わりの人に決裁させません。")) if strict else None


RULES: tuple[Rule, ...] = (_by_way, _lots, _identifier, _one_or_several, _list_of_many, _my_number)
