"""How each check stands with each parcel: looked, unable, or with nothing there for it to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from sekisho.inspection import worked
from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.checks import ALL_IDS, CHECKS
from sekisho.inspection.judging import Judged, judge
from sekisho.inspection.looked import Looked
from sekisho.inspection.model import Cipher, Finding, Protection
from sekisho.words import say


def judged(*cases: ParcelCase, checks: tuple[Check, ...] = tuple(CHECKS), register: bool = True) -> Judged:
    return judge(cases, cases[0].bundle, checks, ALL_IDS, register=register)


def looks(found: Judged, at: int = 0) -> dict[str, Looked]:
    return {one.check: one.look for one in found.looks[at]}


def letter(**terms: object) -> ParcelCase:
    page = worked.document(worked.paragraph("納税のお知らせ"))
    return worked.parcel_case({"out/a.pdf": page}, terms=worked.Terms(**terms))  # type: ignore[arg-type]


def test_what_was_not_looked_at_always_says_why() -> None:
    for register in (True, False):
        for one in judged(letter(), register=register).looks[0]:
            assert (one.why_not is None) == (one.look == "looked")


def test_a_letter_is_no_print_file_and_nothing_for_the_web() -> None:
    found = looks(judged(letter(scope=("S0101",))))
    assert (found["pages"], found["consent"]) == ("unconcerned", "unconcerned")
    assert {found[one] for one in ("scope", "hidden", "sensitive", "completeness", "unreadable")} == {"looked"}


def test_without_the_list_of_people_the_checks_that_need_it_are_unable() -> None:
    found = looks(judged(letter(), register=False))
    assert {found[one] for one in ("scope", "completeness", "lookalike", "reconcile")} == {"unable"}
    assert found["pages"] == "unconcerned"


def test_protection_has_nothing_to_look_at_where_nothing_is_to_be_protected() -> None:
    assert looks(judged(letter()))["protection"] == "unconcerned"
    assert looks(judged(letter(protection="in-file")))["protection"] == "looked"
    case = letter()
    closed = replace(case.files[0].document, protection=Protection(Cipher.STRONG, "AES", opened=False))
    locked = replace(case, files=(replace(case.files[0], document=closed),))
    assert looks(judged(locked))["protection"] == "looked"


@pytest.mark.parametrize("register", [True, False])
def test_of_paper_alone_only_where_it_goes_is_looked_at(register: bool) -> None:
    paper = replace(letter(), files=())
    found = looks(judged(paper, register=register))
    assert {one for one, look in found.items() if look != "unconcerned"} == {"address", "lookalike"}
    assert found["lookalike"] == ("looked" if register else "unable")


def test_a_check_that_fails_on_one_parcel_looked_at_the_other() -> None:
    def fail(case: ParcelCase) -> Iterator[Finding]:
        if case.parcel.complete:
            raise RuntimeError
        yield from ()

    found = judged(letter(complete=True), letter(), checks=(Check("hidden", say("隠れた情報"), (), fail),))
    assert (looks(found), looks(found, 1)) == ({"hidden": "unable"}, {"hidden": "looked"})
    assert not next(one for one in found.runs if one.check == "hidden").ran


def test_a_check_that_was_not_asked_for_is_in_no_parcel() -> None:
    assert looks(judged(letter(), checks=tuple(one for one in CHECKS if one.id == "hidden"))) == {"hidden": "looked"}
