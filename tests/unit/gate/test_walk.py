"""The case of the other tests: it can be walked from its first step to its last, so what is refused there is refused for its reason."""

import pytest
from tests.unit.gate.case import EVERY, LOTS, SHORT, Case, in_lots

from sekisho.gate.procedure import KINDS, METHODS, Procedure


@pytest.mark.parametrize("procedure", [EVERY, LOTS, SHORT], ids=lambda one: one.name)
def test_a_case_is_walked_to_its_end(procedure: Procedure) -> None:
    case = Case(procedure, *(in_lots("L1", "L1", "L2") if procedure is LOTS else ()))
    assert not case.state.over
    assert case.walk().state.over


def test_every_kind_and_method_is_in_it() -> None:
    assert {one.kind for one in EVERY.steps} == set(KINDS)
    assert {one.method for one in EVERY.steps} - {""} == set(METHODS)
