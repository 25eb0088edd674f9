"""What may be a password or a PIN."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.people.passwords import check_password, check_pin, temporary_password
from sekisho.web.people.typed import TypedError


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short-but-ok"[:11],
        "x" * 201,
        "ishikawaishikawa",
        "ISHIKAWA00036",
        "ｉｓｈｉｋａｗａ-00036-",
        "000360003600036",
        "aaaaaaaaaaaa",
        "abababababab",
        "administrator",
    ],
)
def test_passwords_that_are_guessed(password: str) -> None:
    with pytest.raises(TypedError) as error:
        check_password(password, login="ishikawa", staff_number="00036")
    assert error.value.field == "password"
    assert password not in error.value.told.render() or not password


@pytest.mark.parametrize(
    "password", ["sekisho-demo", "四つの関係ない言葉を並べる", "mikan tegami sora 8", "ishikawa-mado-kasa"]
)
def test_passwords_that_are_not(password: str) -> None:
    check_password(password, login="ishikawa", staff_number="00036")


@pytest.mark.parametrize(
    "pin",
    ["", "1234", "12345", "123456", "987654", "111111", "246802", "000036", "36", "12345a", "１２３４５７", "7" * 13],
)
def test_pins_that_are_tried_first(pin: str) -> None:
    with pytest.raises(TypedError):
        check_pin(pin, staff_number="00036")


@pytest.mark.parametrize("pin", ["602814", "1357912", "000037", "112358"])
def test_pins_that_are_not(pin: str) -> None:
    check_pin(pin, staff_number="00036")


@given(st.text(alphabet="0123456789", min_size=1, max_size=20))
def test_a_pin_is_never_the_staff_number(number: str) -> None:
    with pytest.raises(TypedError):
        check_pin(number.zfill(6)[:12] if len(number) < 6 else number, staff_number=number)


def test_a_temporary_password_may_be_one_and_is_another_each_time() -> None:
    made = {temporary_password() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        check_password(one, login="ishikawa", staff_number="00036")
