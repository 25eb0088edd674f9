"""Mail addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan.mail import find_emails, fold_email, fold_emails

anything = st.text(
    st.one_of(st.sampled_from("aB1@.-_＠． <>あ\x00:"), st.characters(exclude_categories=["Cs"])), max_size=16
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "office",
        "office@",
        "@example.jp",
        "office@localhost",
        "a@b@c.jp",
        "a@-x.jp",
        "担当@さくら",
        "a@b.1",
        "http://example.jp/",
        "a＠b",
    ],
)
def test_no_mail_address(text: str) -> None:
    assert fold_email(text) == ""
    assert list(find_emails(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "office@k01.example.jp", "Office@K01.Example.JP", "ｏｆｆｉｃｅ＠ｋ０１．ｅｘａｍｐｌｅ．ｊｐ", " office@k01.example.jp\n", "mailto:office@k01.example.jp",
        "さくら園 <office@k01.example.jp>", "メール：office@k01.example.jp（代表）", "'office@k01.example.jp'", "office@k01.example.jp.",
        "mailto:office@k01.example.jp?subject=x", "office\x00 office@k01.example.jp",
    ],
)  # fmt: skip
def test_a_mail_address(text: str) -> None:
    assert fold_email(text) == "office@k01.example.jp"


@given(anything)
def test_folding_a_key_gives_the_key(text: str) -> None:
    assert fold_email(fold_email(text)) == fold_email(text)


@given(st.lists(anything, max_size=8))
def test_a_column_is_folded_as_its_cells(texts: list[str]) -> None:
    assert fold_emails(texts) == [fold_email(text) for text in texts]


def test_mail_addresses_in_a_text() -> None:
    text = "To: a.b@K01.example.jp;c+d＠example.com、連絡はe_f@example.co.jpまで"
    found = list(find_emails(text))
    assert [text[start:end] for start, end, _ in found] == [
        "a.b@K01.example.jp",
        "c+d＠example.com",
        "e_f@example.co.jp",
    ]
    assert [address for *_, address in found] == ["a.b@k01.example.jp", "c+d@example.com", "e_f@example.co.jp"]
