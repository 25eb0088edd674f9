"""The mail of one parcel, read as its recipient's program reads it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.web.desk.exits.lines import UnfitError
from sekisho.web.desk.exits.messages import Letter, Office, message
from sekisho.web.desk.exits.wrapping import OutgoingFile

AT = datetime(2026, 11, 24, 9, 12, tzinfo=timezone(timedelta(hours=9)))
OFFICE = Office("さくら野市こども課", "kodomo@city.sakurano.example.jp", "電話 000-000-0000")
FILE = OutgoingFile("2026-0412.zip", b"PK\x03\x04\x00\xff\r\n.\r\n")
TO = ("tsubaki-en@k01.example.jp", "a..b.@mobile.example.jp")
HEADERS = [
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
    "X-Sekisho-Dispatch",
]


def letter(**changed: Any) -> Letter:
    told = {
        "number": "2026-0412",
        "office": OFFICE,
        "to": TO,
        "files": (FILE,),
        "protected": True,
        "at": AT,
        "salutation": "つばき園 御中",
    }
    return Letter(**(told | changed))


def arrived(made: EmailMessage) -> EmailMessage:
    read = message_from_bytes(made.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


def text_of(read: EmailMessage) -> str:
    body = read.get_body(("plain",))
    assert body
    text: str = body.get_content()
    return text.replace("\r\n", "\n")


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    "bad", ["\r\nBcc: x@y.example", "\nX: y", "\r", "\0", "\x85", "\u2028Bcc: x@y.example", "\u202e"]
)
@pytest.mark.parametrize("where", ["number", "office", "contact", "salutation", "file", "to", "from"])
def test_nobody_writes_a_header_of_their_own(where: str, bad: str) -> None:
    changed: dict[str, Any] = {
        "number": {"number": f"2026{bad}"},
        "office": {"office": Office(f"課{bad}", OFFICE.address)},
        "contact": {"office": Office("課", OFFICE.address, f"内線{bad}")},
        "salutation": {"salutation": f"園{bad}"},
        "file": {"files": (OutgoingFile(f"一覧{bad}.zip", b"x"),)},
        "to": {"to": (f"{TO[0]}{bad}",)},
        "from": {"office": Office("課", f"{OFFICE.address}{bad}")},
    }[where]
    with pytest.raises(UnfitError) as told:
        message(letter(**changed))
    assert bad.strip() not in told.value.sentence.render() or not bad.strip()


@pytest.mark.parametrize(
    "changed",
    [
        {"to": ()},
        {"files": ()},
        {"to": (f"{TO[0]}, {TO[1]}",)},
        {"to": (f"園 <{TO[0]}>",)},
        {"to": (TO[0], TO[0])},
        {"to": (TO[0], TO[0].upper())},
        {"office": Office("課", "")},
    ],
)
def test_no_letter(changed: dict[str, Any]) -> None:
    with pytest.raises(UnfitError):
        message(letter(**changed))


def test_a_time_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        message(letter(at=AT.replace(tzinfo=None)))


# ---------------------------------------------------------------- sent


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_arrives(lang: Any) -> None:
    read = arrived(message(letter(lang=lang)))
    assert sorted(read.keys()) == HEADERS
    assert [(one.display_name, one.addr_spec) for one in read["From"].addresses] == [(OFFICE.name, OFFICE.address)]
    assert [one.addr_spec for one in read["To"].addresses] == list(TO)
    assert "2026-0412" in read["Subject"]
    assert OFFICE.name in read["Subject"]
    assert read["Date"].datetime == AT
    assert read["X-Sekisho-Dispatch"] == "2026-0412"
    [file] = read.iter_attachments()
    assert (file.get_filename(), file.get_content(), file.get_content_type()) == (
        FILE.name,
        FILE.data,
        "application/zip",
    )


def test_what_it_says() -> None:
    text = text_of(arrived(message(letter())))
    assert text.startswith("つばき園 御中\n\nさくら野市こども課です。")
    for said in ("2026-0412", "1件", "別の方法", "AES-256", "お心当たり", OFFICE.address, OFFICE.contact):
        assert said in text


def test_nothing_about_a_password_where_there_is_none() -> None:
    text = text_of(arrived(message(letter(protected=False, salutation=""))))
    assert "パスワード" not in text
    assert "AES" not in text
    assert text.startswith("さくら野市こども課です。")


def test_a_protected_office_file_needs_no_word_about_zip() -> None:
    text = text_of(arrived(message(letter(files=(OutgoingFile("一覧.xlsx", b"x"),)))))
    assert "パスワード" in text
    assert "zip" not in text


def test_the_message_id_is_ours_and_of_nobody_else() -> None:
    first, second = (str(message(letter())["Message-ID"]) for _ in range(2))
    assert first != second
    assert re.fullmatch(r"<[0-9a-f]{32}@city\.sakurano\.example\.jp>", first)


def test_long_japanese_names_arrive_whole() -> None:
    name = "令和８年度　施設型給付費（" + "さくら組・" * 12 + "）髙橋\U000e0100.xlsx"
    made = message(letter(files=(OutgoingFile(name, b"1"), OutgoingFile('a "quoted"; name=x.pdf', b"2"))))
    raw = made.as_bytes()
    assert b"filename*0*=utf-8''" in raw, "RFC 2231"
    assert [one.get_filename() for one in arrived(made).iter_attachments()] == [name, 'a "quoted"; name=x.pdf']


def test_every_server_can_carry_it() -> None:
    raw = message(letter(salutation="園" * 400, files=(OutgoingFile("大" * 70, bytes(range(256)) * 9),))).as_bytes()
    assert raw.isascii()
    assert b"\0" not in raw
    assert not re.search(rb"[^\r]\n|\r[^\n]", raw)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert max(len(line) for line in raw.split(b"\r\n") if line) <= 78 or b"To:" in raw


TEXT = st.text(max_size=60)


@given(name=TEXT, contact=TEXT, salutation=TEXT, number=TEXT, file=st.text(min_size=1, max_size=60))
@settings(max_examples=150)
def test_any_text_arrives_as_it_is_or_is_refused(
    name: str, contact: str, salutation: str, number: str, file: str
) -> None:
    office = Office(name, OFFICE.address, contact)
    try:
        made = message(letter(office=office, number=number, salutation=salutation, files=(OutgoingFile(file, b"x"),)))
    except UnfitError:
        return
    read = arrived(made)
    assert sorted(read.keys()) == HEADERS
    assert [one.addr_spec for one in read["From"].addresses] == [OFFICE.address]
    assert [one.addr_spec for one in read["To"].addresses] == list(TO)
    [attached] = read.iter_attachments()
    assert attached.get_content() == b"x"
