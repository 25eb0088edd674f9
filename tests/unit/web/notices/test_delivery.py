"""Notices over real lines: what goes out, what a failure is called, and that no name is in any of it."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, get_args

import pytest
from tests.unit.web.servers import PASSWORD, USER, Box, Certificate, certificate, cut, mail_server

from sekisho.web.desk.exits.lines import UnfitError
from sekisho.web.desk.exits.smtp import Smtp
from sekisho.web.notices import teams
from sekisho.web.notices.delivery import Delivery, MailTarget, TeamsTarget, deliver
from sekisho.web.notices.notice import MOST, Kind, Notice

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

AT = datetime(2026, 11, 24, 9, 12, tzinfo=timezone(timedelta(hours=9)))
URL = "https://sekisho.sakurano.example.jp/dispatches/412/"
NOTICES = [
    Notice(kind, f"2026-{n:04}", URL, n, "approve" if kind == "waiting" else "")
    for n, kind in enumerate(get_args(Kind), 1)
]
SENDER, TO = "sekisho@city.sakurano.example.jp", "kanou@city.sakurano.example.jp"
SECRET = "/workflows/7f3a/triggers/manual/paths/invoke?api-version=1&sig=Himitsu-Kagi"


@dataclass
class Channel:
    """A workflow: what it answers, and what came."""

    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    instead: Callable[[BaseHTTPRequestHandler], None] | None = None
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    def target(self, paper: Certificate, **more: Any) -> TeamsTarget:
        told = {"url": f"https://127.0.0.1:{self.port}{SECRET}", "ca": str(paper.path), "timeout": 5}
        return TeamsTarget(**{**told, **more})


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("certificate"))


@contextmanager
def running(channel: Channel, paper: Certificate | None) -> Iterator[Channel]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            channel.came.append((self.path, dict(self.headers), body))
            if channel.instead:
                channel.instead(self)
                return
            self.send_response(channel.status)
            for name, value in channel.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    class Server(HTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A handshake that the client breaks off is what is tested."""

    with Server(("127.0.0.1", 0), Handler) as server:
        channel.port = server.server_port
        if paper:
            server.socket = paper.context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield channel
        finally:
            server.shutdown()
            thread.join()


def posted(channel: Channel, paper: Certificate, **more: Any) -> Delivery:
    [done] = deliver(NOTICES, [channel.target(paper, **more)], at=AT)
    return done


def mail_to(box: Box, **more: Any) -> MailTarget:
    smtp = Smtp(host="127.0.0.1", port=box.port, tls="none", sender=SENDER, timeout=5, **more)
    return MailTarget(smtp, TO)


def mails(box: Box) -> list[EmailMessage]:
    found = []
    for one in box.mails:
        assert isinstance(one.content, bytes)
        read = message_from_bytes(one.content, policy=default)
        assert isinstance(read, EmailMessage)
        found.append(read)
    return found


def body(read: EmailMessage) -> str:
    part = read.get_body(("plain",))
    assert part
    return str(part.get_content())


# ---------------------------------------------------------------- targets that are none


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "file:///etc/passwd",
        "https://",
        "https://a@b.example/x",
        "https://b.example/x y",
        "https://b.example/\n",
        "https://b.example:99999/",
        "https://b.example:0/",
        "",
    ],
)
def test_teams_is_https(url: str) -> None:
    with pytest.raises(ValueError, match=r"https|[Pp]ort") as told:
        TeamsTarget(url)
    assert "b.example" not in str(told.value)
    if not url.startswith("https://"):
        with pytest.raises(ValueError, match="https"):
            teams.post({}, url, timeout=1)


@pytest.mark.parametrize("more", [{"proxy": "x"}, {"proxy": "http://u:p@proxy.example:8080"}, {"timeout": 0}])
def test_a_target_that_could_not_be_used(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"proxy|timeout"):
        TeamsTarget("https://b.example/x", **more)


def test_a_mail_goes_to_one_address() -> None:
    smtp = Smtp(host="127.0.0.1", port=25, tls="none", sender=SENDER)
    with pytest.raises(UnfitError):
        MailTarget(smtp, f"{TO}, b@c.example")


def test_nothing_to_tell_is_not_told(paper: Certificate) -> None:
    channel, box = Channel(), Box()
    with running(channel, paper), mail_server(box):
        assert deliver([], [channel.target(paper), mail_to(box)], at=AT) == ()
    assert not channel.came
    assert not box.mails


# ---------------------------------------------------------------- failures are results


@pytest.mark.parametrize("status", [400, 401, 404, 413, 429, 500, 503])
def test_teams_says_no(paper: Certificate, status: int) -> None:
    channel = Channel(status)
    with running(channel, paper):
        done = posted(channel, paper)
    assert done.outcome == "failed"
    assert done.why
    assert str(status) in done.why.render()
    assert len(channel.came) == 1, "nothing is repeated here"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_detour(paper: Certificate, status: int) -> None:
    other = Channel()
    with running(other, paper):
        channel = Channel(status, {"Location": f"https://127.0.0.1:{other.port}/elsewhere"})
        with running(channel, paper):
            assert posted(channel, paper).outcome == "failed"
    assert not other.came


def test_nobody_listens(paper: Certificate) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        channel = Channel(port=free.getsockname()[1])
    assert posted(channel, paper).outcome == "failed"


def test_a_name_that_is_none(paper: Certificate) -> None:
    [done] = deliver(NOTICES, [TeamsTarget(f"https://{'x' * 64}.example/", ca=str(paper.path))], at=AT)
    assert done.outcome == "failed"


def test_a_certificate_that_nobody_vouches_for(paper: Certificate) -> None:
    channel = Channel()
    with running(channel, paper):
        assert posted(channel, paper, ca="").outcome == "failed"
    assert not channel.came


def test_a_certificate_file_that_is_not_there(paper: Certificate) -> None:
    assert posted(Channel(port=9), paper, ca="/nowhere/ca.pem").outcome == "failed"


def test_a_server_without_tls_gets_nothing(paper: Certificate) -> None:
    channel = Channel()
    with running(channel, None):
        assert posted(channel, paper).outcome == "failed"
    assert not channel.came


def test_no_answer(paper: Certificate) -> None:
    channel = Channel(instead=lambda handler: time.sleep(0.8))
    begun = time.monotonic()
    with running(channel, paper):
        done = posted(channel, paper, timeout=0.3)
        assert time.monotonic() - begun < 5
    assert done.outcome == "unknown"
    assert done.why


def test_cut_off(paper: Certificate) -> None:
    channel = Channel(instead=lambda handler: handler.connection.close())
    with running(channel, paper):
        assert posted(channel, paper).outcome == "unknown"


def test_nonsense_as_an_answer(paper: Certificate) -> None:
    channel = Channel(instead=lambda handler: handler.wfile.write(b"thank you\r\n\r\n") and None)
    with running(channel, paper):
        assert posted(channel, paper).outcome == "unknown"


def test_one_target_does_not_take_the_next_with_it(paper: Certificate) -> None:
    channel, box, refusing = Channel(), Box(), Box(rcpt={TO: "550 5.1.1 no"})
    losing = Box(dot=cut)
    with running(channel, paper), mail_server(box), mail_server(refusing), mail_server(losing):
        targets = [mail_to(refusing), channel.target(paper), mail_to(losing), mail_to(box)]
        done = deliver(NOTICES, targets, at=AT)
    assert [one.outcome for one in done] == ["failed", "sent", "unknown", "sent"]
    assert [bool(one.why) for one in done] == [True, False, True, False]


# ---------------------------------------------------------------- what arrives


def test_the_card(paper: Certificate) -> None:
    channel = Channel()
    with running(channel, paper):
        assert posted(channel, paper) == Delivery("sent")
    [(path, headers, raw)] = channel.came
    assert path == SECRET
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    message = json.loads(raw)
    assert message["type"] == "message"
    [attached] = message["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attached["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert {one["type"] for one in card["body"]} == {"TextBlock"}
    for notice in NOTICES:
        [line] = [one["text"] for one in card["body"] if notice.number in one["text"]]
        assert line == f"[{notice.number}]({URL}) {notice.sentence.render()}"


def test_the_mail() -> None:
    box = Box()
    with mail_server(box):
        assert deliver(NOTICES, [mail_to(box)], at=AT) == (Delivery("sent"),)
    [read] = mails(box)
    assert [one.addr_spec for one in read["To"].addresses] == [TO]
    assert read["Subject"] == "【関所】お知らせ15件"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Date"].datetime == AT
    for notice in NOTICES:
        assert f"{notice.number} {notice.sentence.render()}" in body(read)
    assert body(read).count(URL) == len(NOTICES)


def test_each_in_their_language(paper: Certificate) -> None:
    channel, box = Channel(), Box()
    with running(channel, paper), mail_server(box):
        english = MailTarget(mail_to(box).smtp, TO, "en")
        deliver(NOTICES[:1], [mail_to(box), english, channel.target(paper, lang="en")], at=AT)
    japanese, other = mails(box)
    assert "決裁" in body(japanese)
    assert "決裁" in japanese["Subject"]
    assert body(other).isascii()
    assert str(other["Subject"]).isascii()
    assert channel.came[0][2].isascii()


def test_too_many_for_one_message_are_counted(paper: Certificate) -> None:
    channel, box = Channel(), Box()
    with running(channel, paper), mail_server(box):
        deliver([NOTICES[1]] * 500, [channel.target(paper), mail_to(box)], at=AT)
    [(_, _, raw)] = channel.came
    assert len(raw) < 28_000, "Teams takes no larger card"
    told = f"{500 - MOST}件"
    assert told in raw.decode()
    assert told in body(mails(box)[0])


def test_by_way_of_a_proxy(paper: Certificate) -> None:
    """The proxy is asked for a tunnel; it never sees what goes through it."""
    asked = []

    class Proxy(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            asked.append((self.path, self.headers.get("Authorization")))
            self.send_error(403)

        def log_message(self, *told: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        target = TeamsTarget(
            f"https://teams.example{SECRET}", proxy=f"http://127.0.0.1:{server.server_port}", ca=str(paper.path)
        )
        [done] = deliver(NOTICES, [target], at=AT)
        thread.join()
    assert done.outcome == "failed"
    assert asked == [("teams.example:443", None)]


# ---------------------------------------------------------------- no name, anywhere


PLANTED = ["Kuroyurihara", "黒百合原", "Himitsu-Kagi", USER, PASSWORD, "izumibashi-no-mise"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_names_all_around_and_none_in_what_goes_out(
    paper: Certificate, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, lang: Any
) -> None:
    for name in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "NAME", "EMAIL", "REPLYTO"):
        monkeypatch.setenv(name, "Kuroyurihara")
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://Kuroyurihara:9")
    monkeypatch.setattr(socket, "gethostname", lambda: "izumibashi-no-mise")
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "izumibashi-no-mise.example")
    caplog.set_level("DEBUG")
    to = "kuroyurihara@city.sakurano.example.jp"
    channel, box = Channel(), Box()
    with running(channel, paper), mail_server(box, secure=paper.context, authenticator=box.login):
        smtp = Smtp(
            host="127.0.0.1",
            port=box.port,
            tls="starttls",
            ca=str(paper.path),
            user=USER,
            password=PASSWORD,
            sender=SENDER,
        )
        targets = [channel.target(paper, lang=lang), MailTarget(smtp, to, lang)]
        done = deliver(NOTICES, targets, at=AT)
    assert [one.outcome for one in done] == ["sent", "sent"]
    [(_, headers, raw)] = channel.came
    [read] = mails(box)
    assert [one.addr_spec for one in read["To"].addresses] == [to]
    del read["To"]
    everything = "\n".join(
        [raw.decode(), str(headers), str(read.items()), body(read), repr(targets), repr(done), *_ours(caplog)]
    ).casefold()
    assert not [name for name in PLANTED if name.casefold() in everything]


def _ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name.startswith("sekisho")]


def test_what_went_wrong_names_nobody(paper: Certificate) -> None:
    refusing, channel = Box(rcpt={TO: f"550 <{TO}>: kanou left"}), Channel(404)
    with running(channel, paper), mail_server(refusing):
        done = deliver(NOTICES, [mail_to(refusing), channel.target(paper)], at=AT)
    assert not [name for name in ("kanou", "Himitsu", "workflows") if name in repr(done)]
