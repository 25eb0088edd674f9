"""A cell may hold 32,767 characters, whoever filled it: no fold and no search takes more than linear time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from sekisho.japan import addresses, dates, identifiers, kana, mail, names, phones

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = [
    "1",
    "一",
    "大",
    "字",
    " ",
    "　",
    "-",
    "ー",
    "（",
    "（あ",
    "0 ",
    "a.",
    "a@",
    "々",
    "佐々",
    "カ゛",
    "-1",
    "1番",
    "〒",
    "令和",
    "2026/",
    "(",
]


@pytest.mark.parametrize(
    "call",
    [
        names.fold_name, names.name_forms, names.split_honorific, names.alternates, kana.fold_kana, kana.is_kana, dates.parse_date,
        lambda text: list(dates.find_dates(text)), identifiers.fold_identifier, lambda text: list(identifiers.find_my_numbers(text)),
        phones.fold_phone, lambda text: list(phones.find_phones(text)), mail.fold_email, lambda text: list(mail.find_emails(text)),
        addresses.fold_address, addresses.split_address, addresses.fold_postal,
    ],
)  # fmt: skip
def test_a_long_cell_takes_no_time(call: Callable[[str], object]) -> None:
    for unit in UNITS:
        start = time.process_time()
        call(unit * (20_000 // len(unit)) + "x")
        assert time.process_time() - start < 1.0, unit
