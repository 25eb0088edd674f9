"""Which numbers are missing, late or there twice, against a set that holds them all."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.ledger.numbering import Hole, Numbering


def test_what_comes_in_order_leaves_no_hole() -> None:
    numbering = Numbering(1)
    for number in range(1, 50):
        assert numbering.take("a", number, number) == "next"
    assert numbering.take("b", 1, 0) == "next"
    assert list(numbering.holes()) == []
    numbering.lack("a", 50, 0)
    assert list(numbering.holes()) == []


@given(st.lists(st.integers(0, 30), max_size=40), st.integers(0, 40))
def test_every_number_is_told_for_what_it_is(numbers: list[int], end: int) -> None:
    numbering, seen = Numbering(0), set[int]()
    for number in numbers:
        due = max(seen, default=-1) + 1
        assert numbering.next("a") == due
        expected = "again" if number in seen else "next" if number == due else "ahead" if number > due else "late"
        assert numbering.take("a", number, number) == expected
        seen.add(number)
    numbering.lack("a", end, end)
    missing = {number for hole in numbering.holes() for number in range(hole.start, hole.end)}
    assert missing == set(range(max([end, *(number + 1 for number in seen)]))) - seen
    assert sum(hole.end - hole.start for hole in numbering.holes()) == len(missing)
    assert not numbering.fill("other", 3)


def test_a_hole_says_what_came_instead() -> None:
    numbering = Numbering(1)
    numbering.take("a", 4, 17)
    assert list(numbering.holes()) == [Hole("a", 1, 4, 17)]
    assert numbering.fill("a", 2)
    assert list(numbering.holes()) == [Hole("a", 1, 2, 17), Hole("a", 3, 4, 17)]
    assert not numbering.fill("a", 2)
