"""A procedure (手順) as data: a TOML file of steps, known by the SHA-256 of its bytes and kept for ever."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cached_property
from typing import Literal

from sekisho.words import Sentence, say

KINDS = (
    *("brief", "attach", "inspect", "confirm", "match", "count", "seal", "report", "approve", "key", "release"),
    *("recheck", "return"),
)
METHODS = ("open_files", "read_against_source", "trace_sample", "scan", "type_identifier", "count")
PROOFS = ("sent", "compared", "stated")
CHANNELS = ("email", "post", "contractor", "web", "hand")
PER = ("dispatch", "lot", "parcel")
"""Units, the widest first."""
WAYS = ("phone", "letter", "in_person", "another_mail", "agreed_before")
MOST_STEPS = 60
"""Steps that one procedure has at most: nobody oversees more, and every rule looks at all of them together."""
LOT = 500
"""Pieces that one lot holds at most."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure (工程).

    ``by``: its roles; where there are several, one person for each of them. ``needs``: ids of the steps before it.
    ``paper``: it may be done on paper and entered afterwards. ``line``: where it begins in the file, from 1; ``lines``:
    where each of its keys stands.
    """

    id: str
    kind: str
    by: tuple[str, ...]
    per: Literal["dispatch", "lot", "parcel"] = "dispatch"
    title: str = ""
    title_en: str = ""
    needs: tuple[str, ...] = ()
    differs_from: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    method: str = ""
    blind: bool = False
    sample: int = 0
    proofs: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    after_days: tuple[int, ...] = ()
    standing: bool = False
    deputy: bool = True
    paper: bool = False
    line: int = 0
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def at(self, key: str) -> int:
        """Return the line of a key, or of the step where the key is not written."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True)
class Procedure:
    """A procedure that has passed its lint. ``one_at_a_time``: ids of the run of steps in which one unit is open at once."""

    name: str
    title: str
    channel: str
    steps: tuple[Step, ...]
    digest: str
    title_en: str = ""
    business: str = ""
    escalates_to: str = ""
    smallest_section: int = 2
    one_at_a_time: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by their ids."""
        return {step.id: step for step in self.steps}

    @cached_property
    def before(self) -> Mapping[str, tuple[Step, ...]]:
        """Of each step, every step before it, near or far, in the order of the file."""
        return {step.id: self._closure(step.id) for step in self.steps}

    @cached_property
    def after(self) -> Mapping[str, tuple[Step, ...]]:
        """Of each step, every step that stands on it, in the order of the file."""
        return {
            step.id: tuple(one for one in self.steps if step in self.before[one.id] and one is not step)
            for step in self.steps
        }

    @cached_property
    def apart(self) -> Mapping[str, frozenset[str]]:
        """Of each step, the steps whose person may not do it: said at either of the two."""
        pairs = {(step.id, other) for step in self.steps for other in step.differs_from}
        return {
            step.id: frozenset(b for a, b in pairs if a == step.id) | frozenset(a for a, b in pairs if b == step.id)
            for step in self.steps
        }

    @cached_property
    def release(self) -> Step:
        """The step at which something leaves."""
        return next(step for step in self.steps if step.kind == "release")

    def of_kind(self, kind: str) -> tuple[Step, ...]:
        """Return the steps of a kind, in the order of the file."""
        return tuple(step for step in self.steps if step.kind == kind)

    def _closure(self, id: str) -> tuple[Step, ...]:  # noqa: A002  as the field is called
        known = {step.id: step.needs for step in self.steps}
        seen: set[str] = set()
        todo = list(known[id])
        while todo:
            one = todo.pop()
            if one not in seen and one in known:
                seen.add(one)
                todo += known[one]
        return tuple(step for step in self.steps if step.id in seen)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a procedure file, and in which line. A warning does not keep it from being used."""

    line: int
    sentence: Sentence
    warning: bool = False


class ProcedureError(Exception):
    """A procedure cannot be used; ``problems`` are all that were found, in the order of their lines."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        super().__init__(f"{name}: {len(problems)}")
        self.name = name
        self.problems = tuple(problems)


_TOP = (
    *("name", "title", "title_en", "channel", "business", "escalates_to", "smallest_section", "one_at_a_time"),
    "step",
)
_STEP = tuple(one.name for one in fields(Step) if one.name not in {"line", "lines"})
_LISTS = ("by", "needs", "differs_from", "training", "because", "proofs", "ways")
_TRUTHS = ("blind", "standing", "deputy", "paper")
_CHOICES = {"kind": KINDS, "per": PER, "method": METHODS}
_LIST_CHOICES = {"proofs": PROOFS, "ways": WAYS}
_TOML_LINE = re.compile(r"at line (\d+)")


def read(data: bytes, name: str) -> tuple[Procedure, tuple[Problem, ...]]:
    """Return the procedure in a file as it stands, and what is wrong with its form; ``name`` is how the file is called.

    What its steps mean together is looked at by :func:`sekisho.gate.lint.problems`; :func:`sekisho.gate.lint.load` does both.

    Raises:
        ProcedureError: it is no TOML, or so far from a procedure that nothing can be said about the rest.

    """
    try:
        text = data.decode("utf-8-sig")
        told = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = say("文字コードがUTF-8ではありません。UTF-8で保存し直してください。")
        raise ProcedureError(name, [Problem(line, problem)]) from error
    except tomllib.TOMLDecodeError as error:
        place = _TOML_LINE.search(str(error))
        problem = say("TOMLとして読めません。引用符や括弧の閉じ忘れ、同じ項目の重なりがないか確かめてください。")
        line = int(place[1]) if place else data.count(b"\n") + 1
        raise ProcedureError(name, [Problem(line, problem)]) from error
    except (ValueError, RecursionError) as error:
        problem = say("TOMLとして読めません。数が大きすぎるか、括弧が深く重なりすぎています。")
        raise ProcedureError(name, [Problem(1, problem)]) from error
    return _Reading(told, _Lines(text), name).procedure(hashlib.sha256(data).hexdigest())


class _Lines:
    """In which line a key of the file stands: TOML's readers do not tell."""

    def __init__(self, text: str) -> None:
        self.top: dict[str, int] = {}
        self.steps: list[dict[str, int]] = []
        for number, line in enumerate(text.splitlines(), 1):
            if re.match(r"\s*\[\[\s*\"?step\"?\s*\]\]", line):
                self.steps.append({"": number})
            elif key := re.match(r"\s*\"?([A-Za-z0-9_-]+)\"?\s*=", line):
                (self.steps[-1] if self.steps else self.top).setdefault(key[1], number)

    def of(self, key: str, step: int | None = None) -> int:
        known = self.top if step is None else self.of_step(step)
        return known.get(key, known.get("", 1))

    def of_step(self, step: int) -> dict[str, int]:
        return self.steps[step] if step < len(self.steps) else {}


class _Reading:
    """One file being read: problems gather, so that all of them are told at once."""

    def __init__(self, told: Mapping[str, object], lines: _Lines, name: str) -> None:
        self.told, self.lines, self.name = told, lines, name
        self.problems: list[Problem] = []

    def procedure(self, digest: str) -> tuple[Procedure, tuple[Problem, ...]]:
        self._known(self.told, _TOP, None)
        steps = self.told.get("step")
        if not isinstance(steps, list) or not steps or not all(isinstance(one, dict) for one in steps):
            problem = say("工程（[[step]]）がひとつもありません。少なくとも資料・決裁・送出の工程を書いてください。")
            raise ProcedureError(self.name, [*self.problems, Problem(self.lines.of("step"), problem)])
        if len(steps) > MOST_STEPS:
            problem = say(
                "工程が{count}あります。一つの手順に書けるのは{most}までです。手順を分けてください。",
                count=len(steps),
                most=MOST_STEPS,
            )
            raise ProcedureError(self.name, [Problem(self.lines.of("", MOST_STEPS), problem)])
        built = tuple(self._step(one, number, steps) for number, one in enumerate(steps))
        top = {
            key: self._text(self.told, key, None) for key in ("name", "title", "title_en", "business", "escalates_to")
        }
        self._present(top, ("name", "title"), None)
        procedure = Procedure(
            **top,
            channel=self._choice(self.told, "channel", CHANNELS, None),
            steps=built,
            digest=digest,
            smallest_section=self._number(self.told, "smallest_section", 2, None),
            one_at_a_time=self._list(self.told, "one_at_a_time", None),
            lines=self.lines.top,
        )
        return procedure, tuple(self.problems)

    def _step(self, told: Mapping[str, object], number: int, steps: Sequence[Mapping[str, object]]) -> Step:
        self._known(told, _STEP, number)
        texts = {key: self._text(told, key, number) for key in ("id", "title", "title_en")}
        self._present(texts, ("id", "title"), number)
        lists = {key: self._list(told, key, number) for key in _LISTS}
        if "needs" not in told and number:
            before = steps[number - 1].get("id")
            lists["needs"] = (before,) if isinstance(before, str) else ()
        for key, allowed in _LIST_CHOICES.items():
            for value in lists[key]:
                self._one_of(value, key, allowed, number)
        return Step(
            **texts,  # type: ignore[arg-type]
            **lists,  # type: ignore[arg-type]
            kind=self._choice(told, "kind", KINDS, number),
            per=self._choice(told, "per", PER, number, "dispatch"),  # type: ignore[arg-type]
            method=self._choice(told, "method", METHODS, number, ""),
            sample=self._number(told, "sample", 0, number),
            after_days=self._days(told, number),
            **{key: self._truth(told, key, key == "deputy", number) for key in _TRUTHS},  # type: ignore[arg-type]
            line=self.lines.of("", number),
            lines=self.lines.of_step(number),
        )

    def _wrong(self, key: str, step: int | None, sentence: Sentence) -> None:
        self.problems.append(Problem(self.lines.of(key, step), sentence))

    def _known(self, told: Mapping[str, object], known: Sequence[str], step: int | None) -> None:
        for key in told:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                sentence = (
                    say("「{key}」という項目はありません。「{near}」のことですか。", key=key, near=near[0])
                    if near
                    else say("「{key}」という項目はありません。書けるのは{known}です。", key=key, known=known)
                )
                self._wrong(key, step, sentence)

    def _present(self, told: Mapping[str, str], needed: Sequence[str], step: int | None) -> None:
        for key in needed:
            if not told[key]:
                self._wrong(key, step, say("「{key}」がありません。一行書き足してください。", key=key))

    def _text(self, told: Mapping[str, object], key: str, step: int | None) -> str:
        value = told.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self._wrong(key, step, say("「{key}」は引用符で囲んだ文字で書いてください。", key=key))
        return ""

    def _list(self, told: Mapping[str, object], key: str, step: int | None) -> tuple[str, ...]:
        value = told.get(key, ())
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self._wrong(key, step, say('「{key}」は ["…", "…"] の形で書いてください。', key=key))
        return ()

    def _truth(self, told: Mapping[str, object], key: str, default: bool, step: int | None) -> bool:  # noqa: FBT001  a default
        value = told.get(key, default)
        if not isinstance(value, bool):
            self._wrong(key, step, say("「{key}」は true か false で書いてください。", key=key))
        return value is True

    def _number(self, told: Mapping[str, object], key: str, default: int, step: int | None) -> int:
        value = told.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self._wrong(key, step, say("「{key}」は0以上の整数で書いてください。", key=key))
        return default

    def _days(self, told: Mapping[str, object], step: int) -> tuple[int, ...]:
        value = told.get("after_days", [])
        if isinstance(value, list) and all(type(one) is int and one > 0 for one in value):
            return tuple(value)
        self._wrong("after_days", step, say("「after_days」は [1, 30] のように日数で書いてください。"))
        return ()

    def _choice(
        self, told: Mapping[str, object], key: str, allowed: Sequence[str], step: int | None, default: str | None = None
    ) -> str:
        value = told.get(key, default)
        if value is None:
            self._wrong(
                key, step, say("「{key}」がありません。{allowed}のどれかを書いてください。", key=key, allowed=allowed)
            )
            return ""
        if default is not None and value == default:
            return default
        return self._one_of(value, key, allowed, step) or default or ""

    def _one_of(self, value: object, key: str, allowed: Sequence[str], step: int | None) -> str:
        """Return the value, or the allowed one that was probably meant, so that the rest can be judged; or nothing."""
        if isinstance(value, str) and value in allowed:
            return value
        near = get_close_matches(str(value), allowed, n=1)
        if near:
            sentence = say(
                "「{key}」の「{value}」は使えません。{allowed}のどれかです。「{near}」のことですか。",
                key=key,
                value=str(value),
                allowed=allowed,
                near=near[0],
            )
        else:
            sentence = say(
                "「{key}」の「{value}」は使えません。{allowed}のどれかを書いてください。",
                key=key,
                value=str(value),
                allowed=allowed,
            )
        self._wrong(key, step, sentence)
        return near[0] if near else ""
