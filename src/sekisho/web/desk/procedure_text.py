"""The text of a procedure that somebody brings: read, held against the shelf, and compared with the version before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Literal

from sekisho.gate import lint
from sekisho.gate.changes import Change, changes
from sekisho.gate.procedure import Problem, Procedure, ProcedureError
from sekisho.web.desk.shelf import Version
from sekisho.words import say

MOST_BYTES, MOST_LINES = 64_000, 2_000
LONGEST_NAME, LONGEST_STEP = 80, 60
"""Characters that columns of the desk hold for the name of a procedure, and of a step."""
AROUND = 3
"""Lines that stay as they are and are shown above and below those that change."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A text that was brought. ``problems``: in the order of their lines; ``procedure``: None where it is too far from one."""

    data: bytes
    procedure: Procedure | None
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """Under what it would stand on the shelf."""
        return sha256(self.data).hexdigest()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being used."""
        return tuple(one for one in self.problems if not one.warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What does not, and has to be seen."""
        return tuple(one for one in self.problems if one.warning)


def one_form(data: bytes) -> bytes:
    """Return a text as it is kept: without the mark of its encoding, lines as Unix ends them.

    A browser ends the lines of a text area otherwise than the file from which they came: the same text is one version.
    """
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def examine(data: bytes, known: Mapping[str, Version]) -> Examined:
    """Look at a text; ``known``: every version that is on the shelf, by its digest."""
    data = one_form(data)
    if len(data) > MOST_BYTES or data.count(b"\n") > MOST_LINES:
        problem = say(
            "手順が大きすぎます。{most}KB、{lines}行までです。手順のファイルかどうか確かめてください。",
            most=MOST_BYTES // 1000,
            lines=MOST_LINES,
        )
        return Examined(b"", None, (Problem(1, problem),))
    try:
        procedure, found = lint.examine(data, "")
    except ProcedureError as error:
        return Examined(data, None, error.problems)
    more = _on_the_shelf(procedure, known)
    return Examined(data, procedure, tuple(sorted((*found, *more), key=lambda one: (one.line, one.warning))))


def _on_the_shelf(procedure: Procedure, known: Mapping[str, Version]) -> Iterator[Problem]:
    if same := known.get(procedure.digest):
        sentence = say(
            "第{number}版と同じ内容です。前の版に戻すときも新しい版です。戻す理由を「#」の行に書き足してください。",
            number=same.number,
        )
        yield Problem(1, sentence)
    if procedure.escalates_to and procedure.escalates_to not in {one.procedure.name for one in known.values()}:
        sentence = say(
            "より厳しい手順「{name}」は登録されていません。先にそれを登録するか、この行を直してください。",
            name=procedure.escalates_to,
        )
        yield Problem(procedure.lines.get("escalates_to", 1), sentence)
    if len(procedure.name) > LONGEST_NAME:
        sentence = say("「name」が長すぎます。{most}文字までにしてください。", most=LONGEST_NAME)
        yield Problem(procedure.lines.get("name", 1), sentence)
    for step in procedure.steps:
        if len(step.id) > LONGEST_STEP or "/" in step.id:
            sentence = say("「id」は{most}文字までで、「/」を使わずに書いてください。", most=LONGEST_STEP)
            yield Problem(step.at("id"), sentence)


# ---------------------------------------------------------------- the difference as lines


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference. ``sign``: of what became of it. ``old``, ``new``: its numbers there, 0 where it is not."""

    sign: Literal["", "−", "＋"]
    old: int
    new: int
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A version beside the one before it: what it means, and the lines in pieces of those that change."""

    changes: tuple[Change, ...]
    pieces: tuple[tuple[Line, ...], ...]

    @property
    def weaker(self) -> tuple[Change, ...]:
        """What got weaker."""
        return tuple(one for one in self.changes if one.weaker)

    @property
    def others(self) -> tuple[Change, ...]:
        """What changed and did not."""
        return tuple(one for one in self.changes if not one.weaker)


def compare(old: Procedure | None, old_text: bytes, new: Procedure, new_text: bytes) -> Comparison:
    """Return what a version changes; of a new procedure, every line is new."""
    return Comparison(changes(old, new) if old else (), lines(old_text, new_text))


def lines(old: bytes, new: bytes) -> tuple[tuple[Line, ...], ...]:
    """Return the lines that differ, each piece with those around it."""
    ours, theirs = _lines(old), _lines(new)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    pieces: list[tuple[Line, ...]] = []
    for group in matcher.get_grouped_opcodes(AROUND):
        piece: list[Line] = []
        for tag, first, last, start, end in group:
            if tag == "equal":
                same = zip(range(first, last), range(start, end), strict=True)
                piece += [Line("", a + 1, b + 1, ours[a]) for a, b in same]
            else:
                piece += [Line("−", at + 1, 0, ours[at]) for at in range(first, last)]
                piece += [Line("＋", 0, at + 1, theirs[at]) for at in range(start, end)]
        pieces.append(tuple(piece))
    return tuple(pieces)


def _lines(text: bytes) -> list[str]:
    return text.decode("utf-8-sig").splitlines()
