"""What a notice can say, and what it has no place for."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.gate.naming import KINDS
from sekisho.web.notices.notice import MOST, Kind, Notice, rest, title

URL = "https://sekisho.sakurano.example.jp/dispatches/412/"


@pytest.mark.parametrize(
    "number",
    [
        "",
        "青木",
        "aoki",
        "AOKI",
        "2026-0412 青木",
        "2026-0412\n",
        "２０２６",
        "[2026](x)",
        "2026-0412-",
        "AOKIHANA-1",
        "1" * 9,
    ],
)
def test_a_number_that_is_a_name(number: str) -> None:
    with pytest.raises(ValueError, match="number") as told:
        Notice("released", number, URL)
    assert not number or number not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/dispatches/412/",
        "javascript:alert(1)",
        "ftp://sekisho.example/1/",
        f"{URL}?name=aoki",
        f"{URL}#aoki",
        "https://aoki@sekisho.example/1/",
        "https://sekisho.example/%E9%9D%92%E6%9C%A8/",
        "https://sekisho.example/青木/",
        f"{URL}\n",
        "https://sekisho.example/1)",
    ],
)
def test_an_address_that_could_hold_a_name(url: str) -> None:
    with pytest.raises(ValueError, match="plain address"):
        Notice("released", "2026-0412", url)


@pytest.mark.parametrize(
    ("kind", "step"), [("waiting", ""), ("waiting", "青木の決裁"), ("released", "approve"), ("released", "青木")]
)
def test_a_step_that_is_none(kind: Any, step: str) -> None:
    with pytest.raises(ValueError, match="step"):
        Notice(kind, "2026-0412", URL, step=step)


def test_a_kind_that_is_none() -> None:
    with pytest.raises(ValueError, match="kind"):
        Notice("青木", "2026-0412", URL)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, -1])
def test_a_notice_about_nothing(count: int) -> None:
    with pytest.raises(ValueError, match="something"):
        Notice("stopped", "2026-0412", URL, count)


@given(st.text(), st.text(), st.text())
def test_whatever_is_put_in_no_name_comes_out(number: str, path: str, step: str) -> None:
    for told in ((number, URL, ""), ("2026-0412", f"https://sekisho.example/{path}", ""), ("2026-0412", URL, step)):
        kind: Kind = "waiting" if told[2] else "released"
        try:
            made = Notice(kind, *told[:2], step=told[2])
        except ValueError:
            continue
        assert re.fullmatch(r"[A-Z0-9-]+", made.number)
        assert re.fullmatch(r"[A-Za-z0-9:/._-]+", made.url)
        assert made.step in {"", *KINDS}


@pytest.mark.parametrize("number", ["2026-0412", "2026-0412-37", "S-12", "7", "R8-0412"])
def test_a_number(number: str) -> None:
    assert Notice("released", number, URL).number == number


@pytest.mark.parametrize("kind", get_args(Kind))
def test_each_kind_says_something_else_in_both_languages(kind: Kind) -> None:
    one = Notice(kind, "2026-0412", URL, step="approve" if kind == "waiting" else "")
    others = [Notice(other, "2026-0412", URL) for other in get_args(Kind) if other not in {kind, "waiting"}]
    for lang in ("ja", "en"):
        assert one.sentence.render(lang) not in [other.sentence.render(lang) for other in others]
    assert one.sentence.render("en").isascii()


@pytest.mark.parametrize("step", KINDS)
def test_what_waits_is_called_as_in_the_office(step: str) -> None:
    said = Notice("waiting", "2026-0412", URL, step=step).sentence
    assert KINDS[step].render() in said.render()
    assert KINDS[step].render("en") in said.render("en")


def test_counts() -> None:
    assert "件" not in Notice("stopped", "2026-0412", URL).sentence.render()
    assert "3件" in Notice("stopped", "2026-0412", URL, 3).sentence.render()
    one = Notice("stopped", "2026-0412", URL)
    assert "2026-0412" in title([one]).render()
    assert "2件" in title([one, one]).render()
    assert rest([one] * MOST) is None
    more = rest([one] * (MOST + 2))
    assert more
    assert "2件" in more.render()
