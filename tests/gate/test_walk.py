"""What passes the lint can be gone through: with people enough for every step, a dispatch comes to its end."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gate.driver import World
from tests.gate.people import ENGINE, staff
from tests.gate.watch import Watch
from tests.unit.gate.strategies import UNHURRIED, procedures

from sekisho.gate import shipped
from sekisho.gate.commands import Count
from sekisho.gate.deciding.outcome import Decided
from sekisho.gate.lint import load
from sekisho.gate.model import WHOLE, Actor, Item, Unit
from sekisho.gate.offers import offers
from sekisho.gate.procedure import Procedure, Step
from sekisho.gate.replay import replay

DRAFTER = staff("drafter-1", "drafter")


class Careful(Random):
    """Chance of which nothing comes that has odds against it: nobody errs."""

    def random(self) -> float:
        return 0.5

    def getrandbits(self, k: int, /) -> int:  # said again, or choices would lean on random()
        return super().getrandbits(k)


class Walk(World):
    """A dispatch in which everybody does what is theirs, and each part of each step has a person of its own."""

    def __post_init__(self) -> None:
        self.state = replay(self.shelf, [])
        steps = [step for step in self.procedure.steps if step.kind != "inspect"]
        own = [staff(f"{role}-{step.id}", role) for step in steps for role in step.by if role != "drafter"]
        self.people = [DRAFTER, *own, ENGINE]
        self.watch = Watch(self.shelf, self.people)
        self.open()

    def person(self, name: str) -> Actor:
        return DRAFTER  # whichever of the two the driver asks for

    def item(self) -> Item:
        return replace(super().item(), origin="uploaded")

    def do_count(self, step: Step, unit: Unit, actor: Actor, base: dict[str, Any]) -> Decided:
        """Whoever counts, and however often, finds what is there."""
        there = sum(self.state.contents[key].parcel.pieces for key in self.state.parcels(unit))
        return self.say(Count(**base, printed=there, withdrawn=(), reprinted=0, enclosed=there), actor)

    def to_the_end(self) -> None:
        """Go on for as long as anybody can do a part that is theirs."""
        for brief in self.procedure.of_kind("brief"):
            for actor in self.people:
                self.do(brief, WHOLE, actor)
        while not self.state.over and sum(self.turn(actor) for actor in self.people):
            pass

    def turn(self, actor: Actor) -> bool:
        done = False
        for offer in offers(self.state, actor, self.now):
            if offer.refusal is None and actor.person in {"drafter-1", "engine", f"{offer.role}-{offer.step.id}"}:
                told = self.do(offer.step, offer.unit, actor)
                done |= told is not None and told.refusal is None
                while (leaving := self.state.leaving.get(offer.unit)) and leaving.phase == "started":
                    self.finish(offer.unit)
        return done


def walked(procedure: Procedure, seed: int) -> Walk:
    walk = Walk({procedure.digest: procedure}, procedure, Careful(seed))
    walk.to_the_end()
    return walk


def left(walk: Walk) -> list[str]:
    """Return what nobody could do, and why each of those whose step it is could not."""
    return [
        f"{offer.step.id} {offer.unit.id} {actor.person}: {offer.refusal.why.render() if offer.refusal else 'open'}"
        for actor in walk.people
        for offer in offers(walk.state, actor, walk.now)
    ]


@pytest.mark.parametrize("name", shipped.names())
def test_a_shipped_procedure_comes_to_its_end(name: str) -> None:
    for seed in range(5):
        walk = walked(load(shipped.data(name), f"{name}.toml"), seed)
        assert walk.state.over, left(walk)


@UNHURRIED
@given(procedures(), st.integers(0, 99))
def test_what_passes_the_lint_comes_to_its_end(procedure: Procedure, seed: int) -> None:
    walk = walked(procedure, seed)
    assert walk.state.over, left(walk)
