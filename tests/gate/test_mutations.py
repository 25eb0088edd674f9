"""Each invariant has a rule that can be taken out, and the random commands find it: a watch that never barks is no watch."""

from collections.abc import Callable, Iterator
from itertools import count
from random import Random
from typing import Any

import pytest
from tests.gate.driver import World
from tests.gate.test_machine import SHIPPED

from sekisho.gate import offers, replay, rules
from sekisho.gate.deciding import findings, leaving, steps
from sekisho.gate.lint import load

Take = Callable[[pytest.MonkeyPatch], object]


def nothing(*_: Any) -> None:
    """A rule that was taken out."""


def out(rule: str) -> Take:
    return lambda patch: patch.setitem(rules.RULES, rule, nothing)


def release_again(patch: pytest.MonkeyPatch) -> None:
    """Nothing says any more that what has left does not leave again: two rules say it, so both are taken out."""
    known = rules.RULES["not_done"]
    patch.setitem(rules.RULES, "not_done", lambda ask: None if ask.step.kind == "release" else known(ask))
    patch.setitem(rules.RULES, "there", nothing)
    patch.setattr(leaving, "nothing_gone", nothing)


def gone(module: Any, *names: str) -> Take:
    def take(patch: pytest.MonkeyPatch) -> None:
        for name in names:
            patch.setattr(module, name, nothing)

    return take


def forgetful(patch: pytest.MonkeyPatch) -> None:
    """A state that depends on something else than its events: every second stamp is lost."""
    turn, known = count(), replay._APPLY["served"]
    patch.setitem(replay._APPLY, "served", lambda *told: known(*told) if next(turn) % 2 else None)  # type: ignore[arg-type]


BLIND = b"""
name = "blind"
title = "x"
channel = "post"
smallest_section = 2
[[step]]
id = "attach"
kind = "attach"
title = "x"
by = ["drafter"]
per = "parcel"
[[step]]
id = "inspect"
kind = "inspect"
title = "x"
by = ["engine"]
per = "parcel"
[[step]]
id = "first"
kind = "confirm"
title = "x"
by = ["worker"]
per = "parcel"
method = "type_identifier"
[[step]]
id = "second"
kind = "confirm"
title = "x"
by = ["confirmer"]
per = "parcel"
method = "scan"
blind = true
differs_from = ["first"]
[[step]]
id = "approve"
kind = "approve"
title = "x"
by = ["approver"]
[[step]]
id = "release"
kind = "release"
title = "x"
by = ["worker"]
per = "parcel"
proofs = ["stated"]
"""
"""A procedure whose second confirmation is blind to a first one that has an answer to be seen."""
MUTATIONS: dict[str, tuple[set[int], Take]] = {
    "a step before is not done": ({1}, out("in_order")),
    "twice": ({1}, release_again),
    "after it left": ({1}, out("there")),
    "not judged on the day": ({1}, gone(leaving, "judged_today")),
    "one person for two": ({2}, out("two_people")),
    "anybody in any role": ({2}, out("role_held")),
    "the drafter approves": ({2, 5}, out("not_own_case")),
    "old content counts": ({3, 7}, gone(replay, "_void_around")),
    "two units open": ({4}, out("one_open")),
    "a waiver by oneself": ({5}, gone(findings, "waiver_people")),
    "a waiver by anybody": ({5}, gone(findings, "waiver_rank")),
    "a count that does not close": ({6}, lambda patch: patch.setattr(steps, "difference", lambda *_: 0)),
    "another number is posted": ({6}, gone(leaving, "all_posted")),
    "on after a mismatch": ({6}, out("not_halted")),
    "the first answer is shown": ({7}, lambda patch: patch.setattr(offers, "_hidden", lambda *_: frozenset())),
    "pressed twice": ({8}, out("not_done")),
    "another state from the same events": ({9}, forgetful),
}


def dispatches() -> Iterator[World]:
    blind = load(BLIND, "blind.toml")
    procedures = [*SHIPPED.values(), blind]
    for seed in range(400):
        yield World(SHIPPED | {blind.digest: blind}, procedures[seed % len(procedures)], Random(seed))


def first_bark() -> str:
    """Push dispatches about until the watch barks; the mutated rules may leave a state in which the driver stumbles."""
    for world in dispatches():
        try:
            for _ in range(60):
                world.go()
            if world.replayed() != world.state:
                return "9: another state from the same events"
        except AssertionError as error:
            return str(error)
        except (KeyError, IndexError, StopIteration):
            continue
    return "silence"


@pytest.mark.parametrize("name", MUTATIONS)
def test_the_watch_barks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers, take = MUTATIONS[name]
    take(monkeypatch)
    bark = first_bark()
    assert bark[0].isdecimal(), bark
    assert int(bark[0]) in numbers, bark


def test_every_invariant_has_a_mutation() -> None:
    assert set().union(*(numbers for numbers, _ in MUTATIONS.values())) == set(range(1, 10))
