"""Which procedure is proposed: from the procedures' own data, whatever they are called."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.gate import shipped
from sekisho.gate.lint import load
from sekisho.gate.procedure import CHANNELS
from sekisho.web.desk.proposing import TO, Asked, propose

SHIPPED = tuple(load(shipped.data(name), name) for name in shipped.names())


def first(asked: Asked) -> str:
    return propose(asked, SHIPPED)[0].procedure.name


def test_where_no_procedure_leaves_that_way_none_fits() -> None:
    found = propose(Asked("person", "hand"), SHIPPED)
    assert not any(one.fits for one in found)
    assert len(found) == len(SHIPPED)


def test_my_number_never_brings_a_procedure_that_would_move_on_to_another() -> None:
    for to in TO:
        for many in (False, True):
            best = propose(Asked(to, "post", my_number=True, many=many), SHIPPED)[0]
            assert not best.procedure.escalates_to


def test_one_letter_is_not_sent_in_lots() -> None:
    assert first(Asked("person", "post")) != "tax-notices"
    assert first(Asked("institution", "post", many=True)) != "tax-notices"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        (Asked("person", "post"), "single"),
        (Asked("person", "post", my_number=True), "clinic-lists"),
        (Asked("institutions", "post", many=True), "clinic-lists"),
        (Asked("institutions", "post", my_number=True, many=True), "clinic-lists"),
        (Asked("institutions", "email", many=True), "kindergartens-mail"),
        (Asked("people", "post"), "tax-notices"),
        (Asked("everyone", "web", many=True), "web-list"),
        (Asked("institutions", "contractor"), "care-offices"),
    ],
)
def test_what_is_proposed_of_the_shipped_ones(asked: Asked, name: str) -> None:
    assert first(asked) == name


def test_every_reason_for_the_proposal_is_told() -> None:
    best = propose(Asked("people", "post"), SHIPPED)[0]
    assert best.speak_for
    assert all(one.text for one in best.speak_for)


ASKED = st.builds(
    Asked,
    st.sampled_from(TO),
    st.sampled_from(CHANNELS),
    st.booleans(),
    st.booleans(),
)


@given(ASKED, st.randoms(use_true_random=False))
def test_neither_order_nor_names_decide(asked: Asked, chance: random.Random) -> None:
    mixed = list(SHIPPED)
    chance.shuffle(mixed)
    found = propose(asked, mixed)
    assert [one.procedure for one in found] == [one.procedure for one in propose(asked, SHIPPED)]
    renamed = {one.name: f"procedure-{at:02}" for at, one in enumerate(SHIPPED)}
    others = [replace(one, name=renamed[one.name], escalates_to=renamed.get(one.escalates_to, "")) for one in mixed]
    weights = [one.weight for one in found]
    assert [one.weight for one in propose(asked, others)] == weights
    fitting = [one.weight for one in found if one.fits]
    assert fitting == sorted(fitting, reverse=True)
    assert [one.fits for one in found] == sorted((one.fits for one in found), reverse=True)
