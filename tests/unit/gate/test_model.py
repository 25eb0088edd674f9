"""What an event may hold of a text, and the days on which a post is held."""

from datetime import date

import pytest

from sekisho.gate.model import Post, sealed

SALT = b"0123456789abcdef"


def test_a_text_is_held_as_a_salted_digest_and_its_length() -> None:
    told = sealed(SALT, "  急ぎのため ")
    assert told == sealed(SALT, "急ぎのため")
    assert told.characters == 5
    assert len(told.digest) == 64
    assert "急" not in repr(told)
    assert told.digest != sealed(b"another salt of 16", "急ぎのため").digest


def test_a_reason_of_blanks_is_none() -> None:
    assert sealed(SALT, " 　\n").characters == 0


def test_a_salt_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        sealed(SALT[:15], "x")


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2024, 3, 31), False),
        (date(2024, 4, 1), True),
        (date(2025, 3, 31), True),
        (date(2025, 4, 1), False),
    ],
)
def test_a_post_is_held_to_its_last_day(on: date, held: bool) -> None:
    assert Post("課", "worker", date(2024, 4, 1), date(2025, 3, 31)).holds(on) == held


def test_a_post_without_an_end_is_held_on() -> None:
    assert Post("課", "worker", date(2024, 4, 1)).holds(date(2099, 1, 1))
