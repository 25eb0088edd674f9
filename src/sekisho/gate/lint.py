"""What is wrong with a procedure, each with its line and with what to write instead; and loading one that is fit for use.

A procedure that passes can be gone through from its first step to its last by the people whom it names, and lets
nothing leave without an approval. What it says is judged here once, so that the gate need not doubt it later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import TypeAlias

from sekisho.gate import lint_order, lint_people, lint_steps
from sekisho.gate.procedure import Problem, Procedure, ProcedureError, read
from sekisho.words import say

Rule: TypeAlias = Callable[[Procedure], Iterator[Problem]]
RULES: tuple[Rule, ...] = (*lint_order.RULES, *lint_steps.RULES, *lint_people.RULES)


def problems(procedure: Procedure) -> tuple[Problem, ...]:
    """Return what is wrong with what a procedure says, errors and warnings, in the order of their lines."""
    return _in_order(problem for rule in RULES for problem in rule(procedure))


def examine(data: bytes, name: str) -> tuple[Procedure, tuple[Problem, ...]]:
    """Return the procedure in a file and everything that is wrong with it, in form and in meaning.

    ``name`` is how the file is called. A procedure with errors is returned too, to be shown, never to be used.

    Raises:
        ProcedureError: it is no TOML, or has no step.

    """
    procedure, wrong_form = read(data, name)
    return procedure, _in_order((*wrong_form, *_other_name(procedure, name), *problems(procedure)))


def load(data: bytes, name: str) -> Procedure:
    """Return the procedure in a file; warnings do not keep it from being used. ``name`` is how the file is called.

    Raises:
        ProcedureError: it has errors, all of them named, or is no procedure at all.

    """
    procedure, found = examine(data, name)
    errors = [problem for problem in found if not problem.warning]
    if errors:
        raise ProcedureError(name, errors)
    return procedure


def _other_name(procedure: Procedure, name: str) -> Iterator[Problem]:
    path = PurePath(name)
    if path.suffix == ".toml" and procedure.name and path.stem != procedure.name:
        sentence = say(
            "「name」は「{name}」ですが、ファイルの名前は「{file}」です。どちらかを直し、同じにしてください。",
            name=procedure.name,
            file=path.name,
        )
        yield Problem(procedure.lines.get("name", 1), sentence)


def _in_order(found: Iterable[Problem]) -> tuple[Problem, ...]:
    once = {(one.line, one.warning, one.sentence.render()): one for one in found}
    return tuple(sorted(once.values(), key=lambda problem: (problem.line, problem.warning)))
