"""A mail server that sends nothing on: every mail becomes a file in a folder. It is there in the demo alone, and says so."""

from __future__ import annotations

import re
import secrets
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

_HELLO = "Sekisho demo: mails are kept in a folder and go nowhere"
_MOST = 100_000_000
_LONGEST_LINE = 2000
_PATH = re.compile(r"(?i)(?:FROM|TO):\s*<([^<>\r\n]*)>")


class _Talk(socketserver.StreamRequestHandler):
    """One conversation (RFC 5321, the least that a server must know, and SIZE)."""

    timeout = 60

    def __init__(self, folder: Path, *told: object) -> None:
        self._folder = folder
        self._sender, self._to = "", list[str]()
        super().__init__(*told)  # type: ignore[arg-type]  # what the server gives

    def handle(self) -> None:
        """Answer until the other side is done."""
        self._say(220, _HELLO)
        while line := self.rfile.readline(_LONGEST_LINE):
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            if not self._answered(verb.upper(), rest):
                return

    def _answered(self, verb: str, rest: str) -> bool:
        """Answer one command; return whether more may come."""
        if verb == "EHLO":
            self.wfile.write(f"250-{_HELLO}\r\n250-8BITMIME\r\n250 SIZE {_MOST}\r\n".encode())
        elif verb in {"HELO", "NOOP", "RSET"}:
            self._sender, self._to = "", []
            self._say(250, "ok")
        elif verb in {"MAIL", "RCPT"}:
            self._named(verb, rest)
        elif verb == "DATA":
            return self._taken()
        elif verb == "QUIT":
            self._say(221, "bye")
            return False
        else:
            self._say(502, "not here")
        return True

    def _named(self, verb: str, rest: str) -> None:
        found = _PATH.match(rest)
        if found is None:
            self._say(501, "no address")
            return
        if verb == "MAIL":
            self._sender, self._to = found[1], []
        else:
            self._to.append(found[1])
        self._say(250, "ok")

    def _taken(self) -> bool:
        if not self._to:
            self._say(503, "to whom")
            return True
        self._say(354, "go on")
        lines, size = [], 0
        while (line := self.rfile.readline(_MOST)) not in {b".\r\n", b".\n"}:
            size += len(line)
            if not line or size > _MOST:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        self._keep(b"".join(lines))
        self._say(250, "kept")
        return True

    def _keep(self, mail: bytes) -> None:
        head = "".join(f"X-Demo-To: {one}\r\n" for one in self._to).encode()
        number = len(list(self._folder.glob("*.eml"))) + 1
        path = self._folder / f"{number:04}-{secrets.token_hex(2)}.eml"
        path.write_bytes(f"X-Demo-From: {self._sender}\r\n".encode() + head + mail)

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def mailbox(folder: Path) -> Iterator[int]:
    """Keep what is sent to a port of this machine alone in a folder; the port is what is given.

    Raises:
        OSError: the folder cannot be made, or no port is to be had.

    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _Server(("127.0.0.1", 0), partial(_Talk, folder)) as server:
        threading.Thread(target=server.serve_forever, name="demo-mail", daemon=True).start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
