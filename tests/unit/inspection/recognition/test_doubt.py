"""Whether a column of numbers is the register's at all."""

from sekisho.inspection.recognition.doubt import Tally


def tally(*rows: tuple[str, bool, bool]) -> Tally:
    made = Tally()
    for text, known, agrees in rows:
        made.count(text, known=known, agrees=agrees)
    return made


def test_the_registers_own_numbers_are_not_doubted() -> None:
    assert not tally(*[("0030001", True, True)] * 4).is_of_another_kind
    assert not tally(*[("0030001", True, True)] * 2, *[("9", False, False)] * 4).is_of_another_kind


def test_a_column_that_was_sorted_alone_is_not_doubted() -> None:
    assert not tally(("0030002", True, False), ("0030003", True, False), ("0030001", True, False)).is_of_another_kind
    assert not tally(("3", True, False), ("1", True, False), ("2", True, False)).is_of_another_kind


def test_numbers_that_are_mostly_nobodys_are_of_another_kind() -> None:
    assert tally(("1", True, False), ("2", False, False), ("3", False, False), ("4", False, False)).is_of_another_kind


def test_numbers_that_count_the_rows_are_of_another_kind() -> None:
    assert tally(*((str(at), True, at == 9) for at in range(1, 10))).is_of_another_kind


def test_two_rows_or_long_numbers_count_nothing() -> None:
    assert not tally(("1", True, False), ("2", True, False)).is_of_another_kind
    assert not tally(*((f"00300{at}", True, False) for at in range(10, 14))).is_of_another_kind
