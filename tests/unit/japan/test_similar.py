"""Which kanji look alike: what people mix up, and what they do not."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.names import fold_name
from sekisho.japan.similar import SECTIONS, are_similar, read_table, similar_kanji, table_text

MOST = 14  # twelve that are drawn, and what is added by hand


def groups() -> dict[bool, list[tuple[str, str]]]:
    """Return the pairs of the list: True for those that people mix up."""
    found: dict[bool, list[tuple[str, str]]] = {True: [], False: []}
    mixed_up = True
    for line in Path(__file__).with_name("mixed_up_kanji.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            mixed_up = not line.startswith("[not ")
        elif not line.startswith("#"):
            for group in line.split():
                found[mixed_up] += itertools.combinations(group, 2)
    return found


PAIRS = groups()
TABLE = read_table(table_text())
IN_TABLE = sorted({char for pairs in TABLE.values() for pair in pairs for char in pair})


def test_the_list_is_long_enough_to_say_something() -> None:
    assert len(PAIRS[True]) > 400
    assert len(PAIRS[False]) > 90
    assert not set(map(frozenset, PAIRS[True])) & set(map(frozenset, PAIRS[False]))


def test_what_nobody_mixes_up_is_not_similar() -> None:
    assert [pair for pair in PAIRS[False] if are_similar(*pair)] == []


def test_what_people_mix_up_is_similar() -> None:
    assert [pair for pair in PAIRS[True] if not are_similar(*pair)] == []


def test_drawing_alone_finds_most_of_what_people_mix_up() -> None:
    mixed_up = set(map(frozenset, PAIRS[True]))
    assert len(mixed_up & TABLE["drawn"]) >= 0.8 * len(mixed_up)


def test_what_is_done_by_hand_is_needed() -> None:
    assert not TABLE["added"] & TABLE["drawn"]
    assert TABLE["apart"] <= TABLE["drawn"]


@pytest.mark.parametrize("other", ["崎", "﨑", "碕", "嵜"])
def test_spellings_of_one_kanji_are_the_same_and_not_similar(other: str) -> None:
    assert are_similar("埼", other) == are_similar("埼", fold_name(other))
    assert not are_similar("﨑", "崎")


@pytest.mark.parametrize(("spelling", "kept"), [("髙", "高"), ("嶋", "島"), ("⼟", "土"), ("眞", "真")])
def test_a_spelling_has_the_answer_of_its_kanji(spelling: str, kept: str) -> None:
    assert similar_kanji(spelling) == similar_kanji(kept)
    assert kept not in similar_kanji(spelling)


@pytest.mark.parametrize("text", ["", " ", "a", "ァ", "ニ", "々", "土田", "\x00", "\ud800", "😀"])
def test_what_is_no_kanji_of_the_table_has_nothing_similar(text: str) -> None:
    assert similar_kanji(text) == frozenset()
    assert not are_similar(text, "土")
    assert not are_similar("土", text)
    assert not are_similar(text, text)


@given(st.one_of(st.sampled_from(IN_TABLE), st.characters()), st.one_of(st.sampled_from(IN_TABLE), st.characters()))
def test_similar_goes_both_ways_and_never_for_the_same(one: str, other: str) -> None:
    assert are_similar(one, other) == are_similar(other, one)
    assert not are_similar(one, one)
    if fold_name(one) == fold_name(other):
        assert not are_similar(one, other)


def test_every_answer_is_folded_both_ways_and_short() -> None:
    counts = []
    for char in IN_TABLE:
        found = similar_kanji(char)
        assert char not in found
        assert all(fold_name(other) == other and char in similar_kanji(other) for other in found)
        counts.append(len(found))
    assert max(counts) <= MOST
    assert 3 <= sum(counts) / len(counts) <= 5.5


def test_every_pair_stands_once_and_names_two_kanji() -> None:
    written = [
        frozenset((group[0], other))
        for line in table_text().splitlines()
        if not line.startswith(("#", "["))
        for group in line.split()
        for other in group[1:]
    ]
    assert len(set(written)) == len(written) - len(TABLE["apart"])  # these stand under "drawn" too
    assert all(len(pair) == 2 for pair in written)


def test_a_section_that_is_unknown_is_an_error() -> None:
    assert set(read_table("")) == set(SECTIONS)
    with pytest.raises(KeyError):
        read_table("[new]\n土士\n")
