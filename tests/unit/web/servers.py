"""Real servers on 127.0.0.1 that a test starts for itself: mail, and certificates for them."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "relay-tsukai", "himitsu-no-kagi"


@dataclass(frozen=True)
class Certificate:
    """A certificate that signs itself, and its key, in one PEM file."""

    path: Path

    @property
    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context


def certificate(folder: Path, host: str = "127.0.0.1") -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.sakurano.example")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Certificate(path)


@dataclass
class Box:
    """What a mail server does and has: ``mails`` are those whose final dot it saw, whatever it answered.

    ``mail``, ``rcpt`` (by address) and ``data``: an answer in place of 250. ``begun``, ``dot``: something to do
    instead, before the 354 and in place of the answer to the final dot.
    """

    mail: str = ""
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = ""
    begin: Callable[[Server], Any] | None = None
    dot: Callable[[Server], Any] | None = None
    mails: list[Envelope] = field(default_factory=list)
    tls: list[bool] = field(default_factory=list)
    users: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tls.append(session.ssl is not None)
        if self.mail:
            return self.mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        self.mails.append(envelope)
        if self.dot:
            await self.dot(server)
        return self.data or "250 2.0.0 queued"

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: Any) -> AuthResult:
        assert isinstance(told, LoginPassword)
        self.users.append(told.login)
        good = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False)


class Server(SMTP):
    """aiosmtpd's, which can be told to do something else when ``DATA`` comes."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the same
        box = self.event_handler
        box.commands.append("DATA")
        if box.begin:
            await box.begin(self)
        else:
            await super().smtp_DATA(arg)


async def cut(server: Server) -> None:
    """Take the line away, and everything on it."""
    server.transport.abort()


async def cut_after_go(server: Server) -> None:
    await server.push("354 go on")
    server.transport.abort()


async def silence(server: Server) -> None:
    await asyncio.sleep(60)


async def nonsense(server: Server) -> None:
    await server.push("mail accepted, thank you")


async def half_an_answer(server: Server) -> None:
    await server.push("250-queued as")
    server.transport.abort()


@contextmanager
def mail_server(
    box: Box, *, secure: ssl.SSLContext | None = None, implicit: bool = False, **more: Any
) -> Iterator[Box]:
    """Run a server on a free port until the block ends. ``secure``: with STARTTLS, or TLS from the first byte."""
    loop = asyncio.new_event_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        box.port = listening.getsockname()[1]

        def protocol() -> Server:
            starttls = None if implicit else secure
            return Server(box, hostname="mail.sakurano.example", tls_context=starttls, loop=loop, **more)

        server = loop.run_until_complete(loop.create_server(protocol, sock=listening, ssl=secure if implicit else None))
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            yield box
        finally:
            asyncio.run_coroutine_threadsafe(_ended(server), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()


async def _ended(server: asyncio.Server) -> None:
    server.close()
    myself = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not myself]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await server.wait_closed()


@contextmanager
def talker(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that says what ``talk`` says to the first who comes; return its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def run() -> None:
            connection, _ = listening.accept()
            with connection:
                talk(connection)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            thread.join()
