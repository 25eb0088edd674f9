"""Sending one mail once, and saying without guessing whether it left.

Until the server has said 354 to ``DATA`` not a byte of the mail is on the way: what goes wrong then has surely not been
sent. After that, only an answer to the final dot decides (RFC 5321, 4.2.5, 6.1). Where it does not come, nobody on this side
knows, and a second try would be a second letter: so there is none. What a server says in words is not kept, since
it likes to repeat addresses; its codes are.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from types import MappingProxyType
from typing import Literal

from sekisho.web.desk.exits.lines import mailbox
from sekisho.web.desk.exits.messages import POLICY
from sekisho.words import Sentence, say

Tls = Literal["none", "starttls", "tls"]
Outcome = Literal["sent", "partly", "failed", "unknown"]
"""sent: the server has taken it for everybody. partly: for some, and refused the others before. failed: surely not sent,
to nobody. unknown: it may have been sent, or not."""
_BROKEN = (OSError, UnicodeError)
"""What smtplib raises of its own (SMTPException is an OSError), of the network, of TLS, and of names that are none."""
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_GO_ON, _QUIT_SECONDS = 354, 5.0


@dataclass(frozen=True, slots=True)
class Sent:
    """How a sending ended. ``refused``: the server's code by address, such as ``550 5.1.1``.

    ``accepted`` names only those for whom the server has surely taken the mail. ``why``: set unless it is ``sent``.
    """

    outcome: Outcome
    message_id: str
    accepted: tuple[str, ...] = field(default=(), repr=False)
    refused: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    why: Sentence | None = None


class _RefusedError(OSError):
    """The server said no, before a byte of the mail was on the way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server. ``sender``: the address that gets to know of mails that come back.

    ``timeout``: seconds for each answer; ``patience``: seconds for the answer to the final dot, for which RFC 5321
    (4.5.3.2.6) asks ten minutes, because giving up earlier makes an *unknown*. ``ca``: a PEM file with the organisation's
    own certificate authority, empty for those of the system.
    """

    host: str
    port: int
    tls: Tls
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeout: float = 60
    sender: str
    patience: float = 600
    ca: str = ""

    def __post_init__(self) -> None:
        if not self.host or not 0 < self.port < 65536:
            raise ValueError("a mail server has a name and a port")
        if min(self.timeout, self.patience) <= 0:
            raise ValueError("a timeout is longer than nothing")
        if self.user and self.tls == "none":
            raise ValueError("a password does not go over an open line: use starttls or tls")
        mailbox(self.sender)

    def send(self, message: EmailMessage, to: Sequence[str]) -> Sent:
        """Send a mail to the addresses in its ``To``, once.

        Where the server refuses some of them, the others get it. Whatever else is raised here (memory, an interrupt)
        means *unknown*, as does a power failure.

        Raises:
            ValueError: ``to`` is not what the mail says, or there is a ``Cc`` or ``Bcc``.

        """
        _as_it_says(message, to)
        data, number = _final(message), str(message["Message-ID"])
        server: smtplib.SMTP | None = None
        answers: dict[str, str] = {}
        try:
            server = self._connected()
            self._greeted(server)
            answers = self._enveloped(server, to, len(data))
            _begun(server, answers, to)
        except _BROKEN as error:
            _gone(server)
            return Sent("failed", number, refused=MappingProxyType(answers), why=_reason(error))
        try:
            return self._content(server, data, number, answers, to)
        finally:
            _gone(server)

    def _connected(self) -> smtplib.SMTP:
        # Without a name given, smtplib tells everybody what this machine is called.
        name = mailbox(self.sender).domain
        if self.tls == "tls":
            context = self._trust()
            return smtplib.SMTP_SSL(self.host, self.port, name, timeout=self.timeout, context=context)
        return smtplib.SMTP(self.host, self.port, name, timeout=self.timeout)

    def _greeted(self, server: smtplib.SMTP) -> None:
        if self.tls == "starttls":
            server.starttls(context=self._trust())
        server.ehlo_or_helo_if_needed()
        if self.user:
            server.login(self.user, self.password)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.ca or None)

    def _enveloped(self, server: smtplib.SMTP, to: Sequence[str], size: int) -> dict[str, str]:
        """Say from whom and to whom; return the code of each address that is refused."""
        options = [f"size={size}"] if server.has_extn("size") else []
        code, words = server.mail(mailbox(self.sender).addr_spec, options)
        if code != 250:
            raise _RefusedError(_code(code, words))
        replies = {one: server.rcpt(mailbox(one).addr_spec) for one in to}
        return {one: _code(code, words) for one, (code, words) in replies.items() if not _yes(code)}

    def _content(
        self, server: smtplib.SMTP, data: bytes, number: str, answers: Mapping[str, str], to: Sequence[str]
    ) -> Sent:
        """Send the mail itself. Only an answer that says yes or no ends in knowledge."""
        refused = MappingProxyType(dict(answers))
        try:
            server.send(data)
            if server.sock:
                server.sock.settimeout(self.patience)
            code, words = server.getreply()
        except _BROKEN:
            return Sent("unknown", number, refused=refused, why=_lost())
        if _yes(code):
            accepted = tuple(one for one in to if one not in refused)
            if not refused:
                return Sent("sent", number, accepted)
            why = say(
                "{count}件の宛先を、メールサーバーが受け付けませんでした。ほかの宛先には送りました。",
                count=len(refused),
            )
            return Sent("partly", number, accepted, refused, why)
        if 400 <= code < 600:
            return Sent("failed", number, refused=refused, why=_no(_code(code, words)))
        return Sent("unknown", number, refused=refused, why=_lost())


def _as_it_says(message: EmailMessage, to: Sequence[str]) -> None:
    said = sorted(one.addr_spec for one in message["To"].addresses) if message["To"] else []
    if not to or said != sorted(mailbox(one).addr_spec for one in to):
        raise ValueError("a mail goes to whom it says, and to nobody else")
    if message["Cc"] or message["Bcc"]:
        raise ValueError("a parcel has one recipient")


def _final(message: EmailMessage) -> bytes:
    """Return a mail as it goes over the line: lines end in CRLF, a dot at their beginning is doubled, one dot ends all."""
    data = message.as_bytes(policy=POLICY)
    data = re.sub(rb"(?m)^\.", b"..", data)
    return data + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _begun(server: smtplib.SMTP, answers: Mapping[str, str], to: Sequence[str]) -> None:
    """Return when the server waits for the mail.

    Raises:
        OSError: it does not; nothing was sent.

    """
    if len(answers) == len(to):
        raise _RefusedError(next(iter(answers.values())))
    code, words = server.docmd("DATA")
    if code != _GO_ON:
        raise _RefusedError(_code(code, words))


def _gone(server: smtplib.SMTP | None) -> None:
    """Leave. How the server takes that changes nothing of what is known."""
    if server is None:
        return
    with suppress(*_BROKEN):
        if server.sock:
            server.sock.settimeout(_QUIT_SECONDS)
            server.quit()
    with suppress(*_BROKEN):
        server.close()


def _yes(code: int) -> bool:
    return 200 <= code < 300


def _code(code: int, words: bytes) -> str:
    """Return the code of an answer, and its enhanced code (RFC 3463) where there is one."""
    enhanced = _ENHANCED.match(words)
    return f"{code} {enhanced[0].decode('ascii')}" if enhanced else str(code)


def _reason(error: OSError | UnicodeError) -> Sentence:
    match error:
        case smtplib.SMTPAuthenticationError():
            return say(
                "メールサーバーが、利用者名とパスワードを受け付けませんでした（{code}）。送っていません。",
                code=error.smtp_code,
            )
        case _RefusedError():
            return _no(error.code)
        case smtplib.SMTPResponseException():
            return _no(_code(error.smtp_code, b""))
        case smtplib.SMTPNotSupportedError() | ssl.SSLError() | FileNotFoundError():
            return say(
                "メールサーバーと、設定したとおりの安全な接続（TLS・認証）ができません。送っていません。管理者に知らせてください。"
            )
        case _:
            return say(
                "メールサーバーにつながらないか、途中で切れました。送っていません。しばらくして、もう一度送ってください。"
            )


def _no(code: str) -> Sentence:
    return say("メールサーバーが受け付けませんでした（{code}）。送っていません。", code=code)


def _lost() -> Sentence:
    return say(
        "送っている途中で、メールサーバーの答えがなくなりました。届いたかどうか分かりません。"
        "もう一度送らず、管理者に、この Message-ID の記録をメールサーバーで確かめてもらってください。"
    )
