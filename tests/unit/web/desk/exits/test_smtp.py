"""Once, and never more: what is surely not sent, what is sent, and what nobody knows."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any

import pytest
from tests.unit.web.servers import (
    PASSWORD,
    USER,
    Box,
    Certificate,
    certificate,
    cut,
    cut_after_go,
    half_an_answer,
    mail_server,
    nonsense,
    silence,
    talker,
)

from sekisho.web.desk.exits.messages import Letter, Office, message
from sekisho.web.desk.exits.smtp import Sent, Smtp
from sekisho.web.desk.exits.wrapping import OutgoingFile

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

FIRST, SECOND = "tsubaki-en@k01.example.jp", "hisho..a.@mobile.example.jp"
SENDER = "kodomo@city.sakurano.example.jp"
AT = datetime(2026, 11, 24, 9, 12, tzinfo=timezone(timedelta(hours=9)))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


def mail(*to: str, data: bytes = b"\x00.\r\n.\r\nbytes") -> EmailMessage:
    files = (OutgoingFile("送付物.zip", data),)
    office = Office("さくら野市こども課", SENDER, "000-000-0000")
    return message(Letter("2026-0412", office, to, files, protected=True, at=AT))


def smtp(port: int, **more: Any) -> Smtp:
    return Smtp(**{"host": "127.0.0.1", "port": port, "tls": "none", "sender": SENDER, "timeout": 5, **more})


def sent(box: Box, to: Sequence[str] = (FIRST,), **more: Any) -> Sent:
    return smtp(box.port, **more).send(mail(*to), to)


def surely_not(result: Sent) -> bool:
    return result.outcome == "failed" and not result.accepted and "送っていません" in shown(result)


def nobody_knows(result: Sent) -> bool:
    return result.outcome == "unknown" and not result.accepted and "分かりません" in shown(result)


def shown(result: Sent) -> str:
    assert result.why
    return result.why.render() + result.why.render("en")


# ---------------------------------------------------------------- surely not sent


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert surely_not(smtp(port).send(mail(FIRST), [FIRST]))


def test_a_name_that_is_none_is_no_server() -> None:
    assert surely_not(smtp(25, host="x" * 64 + ".example").send(mail(FIRST), [FIRST]))


@pytest.mark.parametrize("words", [b"", b"554 5.7.1 not you\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220"])
def test_a_server_that_greets_otherwise(words: bytes) -> None:
    with talker(lambda line: line.sendall(words)) as port:
        assert surely_not(smtp(port).send(mail(FIRST), [FIRST]))


def test_a_server_that_never_greets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        begun = time.monotonic()
        result = smtp(mute.getsockname()[1], timeout=0.3).send(mail(FIRST), [FIRST])
    assert surely_not(result)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("box", "code"),
    [
        (Box(mail="550 5.7.1 we do not know kodomo@city.sakurano.example.jp"), "550 5.7.1"),
        (Box(mail="421 4.3.2 closing"), "421 4.3.2"),
        (Box(rcpt={FIRST: f"550 5.1.1 <{FIRST}>: no such person"}), "550 5.1.1"),
        (Box(rcpt={FIRST: "450 4.2.0 come again"}), "450 4.2.0"),
        (Box(data="554 5.6.0 a virus for tsubaki-en"), "554 5.6.0"),
        (Box(data="452 4.3.1 no room"), "452 4.3.1"),
    ],
    ids=["mail", "mail-closing", "rcpt", "rcpt-later", "data", "data-later"],
)
def test_the_server_says_no(box: Box, code: str) -> None:
    with mail_server(box):
        result = sent(box)
    assert surely_not(result)
    assert code in shown(result)
    assert dict(result.refused) == ({FIRST: code} if box.rcpt else {})


def test_cut_before_the_server_waits_for_the_mail() -> None:
    box = Box(begin=cut)
    with mail_server(box):
        assert surely_not(sent(box))
    assert box.commands == ["DATA"]


def test_the_server_does_not_want_the_mail_after_all() -> None:
    async def no(server: Any) -> None:
        await server.push("451 4.3.0 not now")

    box = Box(begin=no)
    with mail_server(box):
        result = sent(box)
    assert surely_not(result)
    assert "451 4.3.0" in shown(result)


def test_too_large_is_said_before_anything_is_sent() -> None:
    box = Box()
    with mail_server(box, data_size_limit=2000):
        result = smtp(box.port).send(mail(FIRST, data=bytes(5000)), [FIRST])
    assert surely_not(result)
    assert "552" in shown(result)
    assert box.commands == []


# ---------------------------------------------------------------- nobody knows


@pytest.mark.parametrize(
    "box",
    [Box(begin=cut_after_go), Box(dot=cut), Box(dot=half_an_answer), Box(dot=nonsense), Box(data="354 more, please")],
    ids=["before-the-dot", "after-the-dot", "in-the-answer", "no-code", "neither-yes-nor-no"],
)
def test_lost_after_the_mail_began(box: Box) -> None:
    with mail_server(box):
        result = sent(box)
    assert nobody_knows(result)
    assert box.commands == ["DATA"], "nothing is ever repeated"
    assert len(box.mails) <= 1


def test_cut_in_the_middle_of_a_large_mail() -> None:
    def half(line: socket.socket) -> None:
        reader = line.makefile("rb")
        line.sendall(b"220 here\r\n")
        for answer in (b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            reader.readline()
            line.sendall(answer)
        reader.read(100_000)
        reader.close()

    with talker(half) as port:
        result = smtp(port).send(mail(FIRST, data=bytes(8_000_000)), [FIRST])
    assert nobody_knows(result)


def test_no_answer_to_the_final_dot() -> None:
    box = Box(dot=silence)
    with mail_server(box):
        result = sent(box, patience=0.3)
    assert nobody_knows(result)
    assert len(box.mails) == 1


def test_the_answer_to_the_final_dot_has_its_own_patience() -> None:
    async def slow(server: Any) -> None:
        await asyncio.sleep(0.6)

    box = Box(dot=slow)
    with mail_server(box):
        assert sent(box, timeout=0.3).outcome == "sent"


def test_a_line_too_long_as_an_answer_is_no_refusal() -> None:
    async def long(server: Any) -> None:
        await server.push("5" * 9000)

    box = Box(dot=long)
    with mail_server(box):
        assert nobody_knows(sent(box))


# ---------------------------------------------------------------- sent


def test_sent() -> None:
    box = Box()
    letter = mail(FIRST, SECOND)
    with mail_server(box):
        result = smtp(box.port).send(letter, [FIRST, SECOND])
    assert (result.outcome, result.accepted, dict(result.refused), result.why) == ("sent", (FIRST, SECOND), {}, None)
    [arrived] = box.mails
    assert (arrived.mail_from, arrived.rcpt_tos) == (SENDER, [FIRST, SECOND])
    assert isinstance(arrived.content, bytes)
    read = message_from_bytes(arrived.content, policy=POLICY)
    assert isinstance(read, EmailMessage)
    assert result.message_id == str(read["Message-ID"]) == str(letter["Message-ID"])
    [file] = read.iter_attachments()
    assert file.get_content() == b"\x00.\r\n.\r\nbytes"


def test_a_dot_on_a_line_of_its_own_ends_nothing() -> None:
    letter = EmailMessage(policy=POLICY)
    letter["From"], letter["To"], letter["Message-ID"] = SENDER, FIRST, "<1@city.sakurano.example.jp>"
    letter.set_content("one\n.\n..two\n", cte="7bit")
    box = Box()
    with mail_server(box):
        assert smtp(box.port).send(letter, [FIRST]).outcome == "sent"
    [arrived] = box.mails
    assert isinstance(arrived.content, bytes)
    assert arrived.content.endswith(b"\r\n\r\none\r\n.\r\n..two\r\n")


def test_some_of_a_parcel_are_refused() -> None:
    box = Box(rcpt={SECOND: f"550 5.1.1 <{SECOND}> unknown"})
    with mail_server(box):
        result = sent(box, [FIRST, SECOND])
    assert (result.outcome, result.accepted, dict(result.refused)) == ("partly", (FIRST,), {SECOND: "550 5.1.1"})
    assert "1件" in shown(result)
    assert [one.rcpt_tos for one in box.mails] == [[FIRST]]


@pytest.mark.parametrize("box", [Box(data="554 no", rcpt={SECOND: "550 no"}), Box(dot=cut, rcpt={SECOND: "550 no"})])
def test_some_are_refused_and_then_the_mail_does_not_get_through(box: Box) -> None:
    with mail_server(box):
        result = sent(box, [FIRST, SECOND])
    assert surely_not(result) or nobody_knows(result)
    assert dict(result.refused) == {SECOND: "550"}


def test_what_happens_after_the_answer_changes_nothing() -> None:
    def rude(line: socket.socket) -> None:
        reader = line.makefile("rb")
        line.sendall(b"220 here\r\n")
        for answer in (b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            reader.readline()
            line.sendall(answer)
        while reader.readline() != b".\r\n":
            pass
        line.sendall(b"250 2.0.0 queued\r\n")
        reader.close()  # and goes, before anybody could say QUIT

    with talker(rude) as port:
        assert smtp(port).send(mail(FIRST), [FIRST]).outcome == "sent"


# ---------------------------------------------------------------- a safe line


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_safe_line_and_a_password(paper: Certificate, tls: str) -> None:
    box = Box()
    implicit = tls == "tls"
    more = {} if implicit else {"auth_required": True}
    with mail_server(
        box, secure=paper.context, implicit=implicit, authenticator=box.login, auth_require_tls=not implicit, **more
    ):
        result = sent(box, tls=tls, ca=str(paper.path), user=USER, password=PASSWORD)
    assert result.outcome == "sent"
    assert box.users == [USER.encode()]
    assert implicit or box.tls == [True]


def test_a_wrong_password(paper: Certificate) -> None:
    box = Box()
    with mail_server(box, secure=paper.context, authenticator=box.login):
        result = sent(box, tls="starttls", ca=str(paper.path), user=USER, password="wrong-password")
    assert surely_not(result)
    assert "535" in shown(result)
    assert not box.mails


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for(paper: Certificate, tls: str) -> None:
    box = Box()
    with mail_server(box, secure=paper.context, implicit=tls == "tls"):
        result = sent(box, tls=tls)
    assert surely_not(result)
    assert not box.tls


def test_the_certificate_of_somebody_else(tmp_path: Path) -> None:
    other = certificate(tmp_path, host="127.0.0.2")
    box = Box()
    with mail_server(box, secure=other.context):
        assert surely_not(sent(box, tls="starttls", ca=str(other.path)))
    assert not box.tls


def test_a_certificate_file_that_is_not_there(tmp_path: Path) -> None:
    box = Box()
    with mail_server(box):
        assert surely_not(sent(box, tls="starttls", ca=str(tmp_path / "none.pem")))


def test_without_starttls_nothing_goes_in_the_open() -> None:
    box = Box()
    with mail_server(box):
        assert surely_not(sent(box, tls="starttls"))
    assert not box.tls


def test_a_server_that_knows_no_passwords(paper: Certificate) -> None:
    box = Box()
    with mail_server(box, secure=paper.context, auth_exclude_mechanism=["LOGIN", "PLAIN"]):
        assert surely_not(sent(box, tls="starttls", ca=str(paper.path), user=USER, password=PASSWORD))
    assert not box.tls


# ---------------------------------------------------------------- what cannot be asked for


def test_a_password_does_not_go_over_an_open_line() -> None:
    with pytest.raises(ValueError, match="open line"):
        smtp(25, user=USER, password=PASSWORD)


@pytest.mark.parametrize(
    "more",
    [
        {"host": ""},
        {"port": 0},
        {"port": 65536},
        {"timeout": 0},
        {"patience": -1},
        {"sender": ""},
        {"sender": "kodomo"},
        {"sender": "a@b.example\r\nX: y"},
    ],
)
def test_a_server_without_a_name_or_sender(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        smtp(**{"port": 25, **more})
    assert "kodomo" not in str(told.value)


@pytest.mark.parametrize("to", [[], [FIRST], [SECOND], [FIRST, SECOND, "third@k01.example.jp"], [FIRST, FIRST]])
def test_a_mail_goes_to_whom_it_says(to: list[str]) -> None:
    with pytest.raises(ValueError, match="nobody else"):
        smtp(25).send(mail(FIRST, SECOND), to)


@pytest.mark.parametrize("header", ["Cc", "Bcc"])
def test_nobody_gets_a_copy(header: str) -> None:
    letter = mail(FIRST)
    letter[header] = SECOND
    with pytest.raises(ValueError, match="one recipient"):
        smtp(25).send(letter, [FIRST])


# ---------------------------------------------------------------- what is not told


def test_no_address_and_no_password_where_somebody_could_log_it(
    paper: Certificate, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("DEBUG", logger="sekisho")
    told = []
    boxes = [
        Box(mail=f"550 5.7.1 {SENDER}"),
        Box(rcpt={FIRST: f"550 {FIRST}"}),
        Box(data=f"554 <{FIRST}>"),
        Box(rcpt={SECOND: "550 no"}),
        Box(dot=cut),
        Box(),
    ]
    for box in boxes:
        with mail_server(box, secure=paper.context, authenticator=box.login):
            sending = smtp(box.port, tls="starttls", ca=str(paper.path), user=USER, password=PASSWORD)
            result = sending.send(mail(FIRST, SECOND), [FIRST, SECOND])
        told += [repr(result), repr(sending), result.why.render() if result.why else ""]
    with suppress(ValueError):
        smtp(25).send(mail(FIRST), [SECOND])
    everything = "\n".join(told) + "".join(str(one.msg) for one in caplog.records) + "".join(capfd.readouterr())
    for private in (FIRST, SECOND, "tsubaki", "hisho", PASSWORD):
        assert private not in everything
