import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.readers.eml_files import header, mail, not_read, opened, python_mail

from sekisho.inspection.model import Hiding, Part, UnreadableFileError
from sekisho.inspection.readers.eml.headers import decode_words, parameters, split_headers


def word(text: str, charset: str = "iso-2022-jp", codec: str = "iso2022_jp") -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(codec)).decode()}?="


def test_what_python_writes_is_read_back() -> None:
    message = python_mail()
    message["Cc"] = "青木花子 <aoki@example.jp>, 馬場陽菜 <baba@example.jp>"
    document = opened(bytes(message))
    assert header(document, "Cc") == ["青木花子 <aoki@example.jp>, 馬場陽菜 <baba@example.jp>"]
    assert header(document, "Subject") == ["園児の名簿"]
    assert not_read(document) == []


def test_headers_that_a_program_shows_are_seen_and_the_others_are_behind() -> None:
    document = opened(mail(b"", "Bcc: x@example.jp", "X-Sender: Aoki", "Received: from pc-aoki (192.0.2.1)"))
    hidden = {text.name: text.hidden for text in document.texts if text.place.part is Part.HEADER}
    assert {name for name, hiding in hidden.items() if hiding is Hiding.SEEN} == {"From", "To", "Subject"}
    assert {name for name, hiding in hidden.items() if hiding is Hiding.BEHIND} == {"Bcc", "X-Sender", "Received"}


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (word("青木花子").encode(), "青木花子"),
        (f"{word('青木')}\r\n {word('花子')} <a@example.jp>".encode(), "青木花子 <a@example.jp>"),
        (word("青木花子", "utf-8", "utf-8").encode(), "青木花子"),
        (word("青木花子", "Shift_JIS", "cp932").encode(), "青木花子"),
        (b"=?UTF-8?Q?=E9=9D=92=E6=9C=A8_=E8=8A=B1=E5=AD=90?=", "青木 花子"),
        (b"=?utf-8*ja?B?6Z2S5pyo?=", "青木"),
        # One character over two words, as programs that count bytes cut it.
        (b"=?UTF-8?B?6Z0=?= =?UTF-8?B?kuacqA==?=", "青木"),
        # No padding.
        (b"=?UTF-8?B?6Z2S5pyo6Iqx5a2Q?=: 5", "青木花子: 5"),
        (b'"=?UTF-8?B?6Z2S5pyo?=" <a@example.jp>', '"青木" <a@example.jp>'),
        # Raw, as old programs write it.
        ("青木花子".encode("cp932"), "青木花子"),
        ("青木花子".encode("iso2022_jp"), "青木花子"),
        ("青木花子".encode(), "青木花子"),
        (b"=?not a word?=", "=?not a word?="),
        (b"=?utf-8?B??=", ""),
        (b"1 =?= 2 ?= 3", "1 =?= 2 ?= 3"),
    ],
)
def test_encoded_and_raw_words(raw: bytes, told: str) -> None:
    value = split_headers(b"Subject: " + raw + b"\r\n\r\n")[0][0].value
    assert value.text == told
    assert value.known


def test_a_word_in_an_unknown_encoding_is_named() -> None:
    document = opened(mail(b"", "X-Name: =?x-nowhere?B?6Z2S5pyo?="))
    assert any("X-Name" in why for why in not_read(document))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ('attachment; filename="list.xlsx"', "list.xlsx"),
        ("attachment; filename=list.xlsx; size=12", "list.xlsx"),
        ("attachment; filename*=UTF-8''%E9%9D%92%E6%9C%A8.xlsx", "青木.xlsx"),
        ("attachment; filename*=iso-2022-jp'ja'%1B%24B%40DLZ%1B%28B.xlsx", "青木.xlsx"),
        ("attachment;\r\n filename*0*=UTF-8''%E9%9D%92;\r\n filename*1*=%E6%9C%A8;\r\n filename*2=.xlsx", "青木.xlsx"),
        # A character over two pieces, and the pieces in another order.
        ("attachment; filename*1*=%92.xlsx; filename*0*=UTF-8''%E9%9D", "青.xlsx"),
        (f'attachment; filename="{word("青木")}.xlsx"', "青木.xlsx"),
        (f"attachment; filename={word('青木')}", "青木"),
        ('attachment; filename="a\\"b;c.xlsx"', 'a"b;c.xlsx'),
        ('attachment; filename="open.xlsx', "open.xlsx"),
        ("attachment; filename=x.txt; filename*=UTF-8''%E9%9D%92.xlsx", "青.xlsx"),
        ("attachment", ""),
    ],
)
def test_file_names(raw: str, name: str) -> None:
    assert parameters(split_headers(f"Content-Disposition: {raw}\r\n\r\n".encode())[0][0]).get("filename") == name


@pytest.mark.parametrize("codec", ["iso2022_jp", "cp932", "utf-8"])
def test_a_raw_file_name_is_read_also_where_its_bytes_look_like_quotes_and_semicolons(codec: str) -> None:
    raw = 'attachment; filename="名簿、青木花子；一覧.xlsx"; size=1'.encode(codec)
    told = parameters(split_headers(b"Content-Disposition: " + raw + b"\n\n")[0][0])
    assert (told.main, told.get("filename"), told.get("size")) == ("attachment", "名簿、青木花子；一覧.xlsx", "1")


def test_a_line_that_is_no_header_is_read_too() -> None:
    document = opened(b"From: a@example.jp\n\xe9\x9d\x92\xe6\x9c\xa8 is no header\nTo: b@example.jp\n\nbody")
    assert "青木 is no header" in header(document, "")
    assert header(document, "To") == ["b@example.jp"]


def test_what_has_no_header_is_no_mail() -> None:
    with pytest.raises(UnreadableFileError):
        opened("こんにちは\n".encode())


def test_a_mark_a_mailboxs_line_and_old_line_ends_do_no_harm() -> None:
    for data in (
        b"\xef\xbb\xbfFrom: a@example.jp\nTo: b\n\nbody",
        b"From a@example.jp Mon Nov 23 10:00:00 2026\nFrom: a@example.jp\nTo: b\n\nbody",
        b"From: a@example.jp\rTo: b\r\rbody",
        b"\r\nFrom: a@example.jp\nTo: b\n\nbody",
    ):
        document = opened(data)
        assert header(document, "From") == ["a@example.jp"]
        assert [text.text for text in document.texts if text.place.part is Part.BODY] == ["body"]


@settings(deadline=None)
@given(st.text(st.sampled_from("青木花子馬場陽菜 Aa1,（）"), max_size=60))
def test_any_subject_that_python_writes_is_read_back(text: str) -> None:
    message = python_mail()
    del message["Subject"]
    message["Subject"] = text
    shown = "".join(header(opened(bytes(message)), "Subject"))
    assert shown.split() == text.split()


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_a_header(raw: bytes) -> None:
    assert isinstance(decode_words(raw).text, str)
    for one in split_headers(b"Content-Type: " + raw)[0]:
        parameters(one)
