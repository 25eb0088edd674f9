"""One line stays one line, and one address one address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.web.desk.exits.lines import UnfitError, line, mailbox, stays
from sekisho.words import say


@pytest.mark.parametrize(
    "text",
    [
        "",
        "さくら野市 こども課",
        "髙橋\U000e0100",
        "ｶﾞｷﾞｸﾞ",
        "か\u3099",
        "R8-0412",
        "a b　c",
        "Ω½①㈱",
        "ʻokina",
        "👨\u200d👩",
    ],
)
def test_what_a_name_may_hold(text: str) -> None:
    assert line(text, say("件名")) == text


@pytest.mark.parametrize("bad", [*"\r\n\0\t\v\f\x1b\x1c\x1d\x1e\x7f\x85\u2028\u2029\u202e\u2067", "\ud83d"])
def test_what_would_break_or_turn_a_line(bad: str) -> None:
    with pytest.raises(UnfitError) as told:
        line(f"山田太郎{bad}Bcc: x@y.example", say("件名"))
    assert "件名" in told.value.sentence.render()
    assert "山田" not in str(told.value) + told.value.sentence.render()


@given(st.text())
def test_a_text_that_stays_has_one_line(text: str) -> None:
    assert not stays(text) or len(text.splitlines()) <= 1


@pytest.mark.parametrize(
    "address",
    ["office@k01.example.jp", "O'Hara+x_y-z@Sub.Example.JP", "a..b.@mobile.example.jp", "root@localhost"],
)
def test_an_address(address: str) -> None:
    assert mailbox(address).addr_spec == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "office",
        "@k01.example.jp",
        "office@",
        "office@k01..jp",
        "office@-k01.example.jp",
        "office@k01.example.jp.",
        "a@b.example,c@d.example",
        "a@b.example c@d.example",
        "a@b@c.example",
        "<a@b.example>",
        "A <a@b.example>",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "園@k01.example.jp",
        "office@園.example.jp",
        "office＠k01.example.jp",
        "ｏffice@k01.example.jp",
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "x" * 65 + "@k01.example.jp",
        "x@" + "k." * 130 + "jp",
    ],
)
def test_no_address(address: str) -> None:
    with pytest.raises(UnfitError) as told:
        mailbox(address)
    assert not address or address not in told.value.sentence.render()
