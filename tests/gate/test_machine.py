"""Random commands by random people never break an invariant, under the shipped procedures and under invented ones.

``make test`` tries some thousands; ``make machines COMMANDS=200000`` goes on until that many were said, and tells how many.
"""

import json
import os
from collections import Counter
from datetime import datetime
from random import Random
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from tests.gate.driver import World
from tests.unit.gate.strategies import procedures

from sekisho.gate import shipped
from sekisho.gate.events import Event
from sekisho.gate.lint import load
from sekisho.gate.procedure import Procedure
from sekisho.gate.replay import replay

COMMANDS = int(os.environ.get("SEKISHO_COMMANDS", "0"))
"""How many commands are tried at least; nothing for a short run."""
SHIPPED = {one.digest: one for name in shipped.names() for one in [load(shipped.data(name), f"{name}.toml")]}
CALM = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}


def written(event: Event) -> Event:
    """The event once it has been JSON."""
    text = json.dumps([event.type, event.v, event.at.isoformat(), event.by, event.data], ensure_ascii=False)
    kind, version, at, by, data = json.loads(text)
    return Event(kind, version, datetime.fromisoformat(at), by, data)


class Dispatches(RuleBasedStateMachine):
    said: ClassVar[Counter[str]] = Counter()

    @initialize(
        procedure=st.one_of(st.sampled_from(list(SHIPPED.values())), procedures()), seed=st.integers(0, 2**32 - 1)
    )
    def begin(self, procedure: Procedure, seed: int) -> None:
        shelf = SHIPPED | {procedure.digest: procedure}
        self.world = World(shelf, procedure, Random(seed))

    @rule(seed=st.integers(0, 2**32 - 1))
    def go(self, seed: int) -> None:
        self.world.rng = Random(seed)
        self.world.go()

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        world = self.world
        assert world.replayed() == world.state, "9: another state from the same events"
        assert replay(world.shelf, map(written, world.events)) == world.state, "9: another state once it was JSON"
        type(self).said["commands"] += world.commands
        type(self).said["accepted"] += world.accepted
        type(self).said["dispatches"] += 1
        type(self).said["finished"] += world.state.over
        type(self).said.update(f"{event.type}" for event in world.events)


@pytest.mark.timeout(0)
def test_no_invariant_is_ever_broken(capsys: pytest.CaptureFixture[str]) -> None:
    short = settings(max_examples=100, stateful_step_count=50, derandomize=True, **CALM)
    run_state_machine_as_test(Dispatches, settings=short)
    number = 0
    while Dispatches.said["commands"] < COMMANDS:
        number += 1
        long = settings(max_examples=100, stateful_step_count=120, **CALM)
        run_state_machine_as_test(seeded(number)(Dispatches), settings=long)
    assert Dispatches.said["accepted"] > 500
    assert Dispatches.said["released"] > 20
    if COMMANDS:
        with capsys.disabled():
            print("\n" + ", ".join(f"{kind} {count:,}" for kind, count in sorted(Dispatches.said.items())))  # noqa: T201  the count is what the long run is for
