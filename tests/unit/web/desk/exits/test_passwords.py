"""A password over the telephone."""

from __future__ import annotations

import math
import re

import pytest

from sekisho.web.desk.exits.passwords import LETTERS, generate, refused


def test_nothing_looks_like_something_else() -> None:
    assert not set(LETTERS) & set("0O1lIo")
    assert len(set(LETTERS)) == len(LETTERS)
    assert LETTERS.lower() == LETTERS


def test_a_thousand_passwords() -> None:
    made = {generate() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(rf"[{LETTERS}]{{4}}(-[{LETTERS}]{{4}}){{4}}", one) for one in made)
    assert {letter for one in made for letter in one} == {*LETTERS, "-"}
    assert not [one for one in made if refused(one)]


def test_it_cannot_be_guessed() -> None:
    places = len(generate().replace("-", ""))
    assert places >= 16
    assert places * math.log2(len(LETTERS)) >= 80


@pytest.mark.parametrize("good", ["Sakurano-2026", "correct horse battery", "!#$%&'()=~|{"])
def test_agreed_before(good: str) -> None:
    assert refused(good) is None


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "short-one",
        "aaaaaaaaaaaaaaaa",
        "ababababababab",
        "さくら野市のあんしょうばんごう",
        "tab\tin-the-middle",
        "Sakurano2026é",
    ],
)
def test_no_password(bad: str) -> None:
    told = refused(bad)
    assert told
    assert not bad or bad not in told.render()
