"""Which checks looked at what left, by its events: where that is not recorded, nothing is claimed of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.gate.case import ENGINE, Case

from sekisho.register.facts import Facts, Look, facts_of

Told = tuple[tuple[str, ...] | None, tuple[str, ...] | None]


def facts(*parcels: Told) -> Facts:
    """Of a dispatch with two parcels, inspected one after the other."""
    case = Case().walk("inspect")
    for key, (looked, unable) in zip(("p1", "p2"), parcels, strict=False):
        assert case.ask(replace(case.inspection(key), looked=looked, unable=unable), ENGINE) == ""
    return facts_of("2026-0001", case.shelf, case.events)


BOTH = (("scope", "hidden"), ("address",))
"""Looked at by two checks, and a third one could not."""


def test_without_an_inspection_nothing_is_known() -> None:
    assert facts().looks is None


@pytest.mark.parametrize("untold", [(None, None), (("scope",), None)])
def test_an_inspection_that_does_not_tell_makes_it_unknown(untold: Told) -> None:
    assert facts(BOTH, untold).looks is None


def test_one_that_could_not_look_at_one_parcel_did_not_look_at_all() -> None:
    looked: dict[str, Look] = {"scope": "unable", "hidden": "looked", "address": "unable"}
    assert facts(BOTH, (("hidden", "address"), ("scope",))).looks == looked


def test_one_that_had_nothing_to_look_at_in_one_parcel_looked_at_the_other() -> None:
    assert facts((("hidden",), ()), (("hidden", "pages"), ())).looks == {"hidden": "looked", "pages": "looked"}


def test_the_last_inspection_counts() -> None:
    case = Case().walk("inspect")
    for unable in (("scope",), ()):
        told = replace(case.inspection("p1"), looked=("hidden",), unable=unable)
        assert case.ask(told, ENGINE) == ""
    assert facts_of("2026-0001", case.shelf, case.events).looks == {"hidden": "looked"}
