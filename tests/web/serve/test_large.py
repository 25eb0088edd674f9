"""A file that is far too large, sent to the program that serves: refused at its field, and nothing of it stays."""

from __future__ import annotations

import http.client
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.web.serve.offices import PARCEL, Office
from tests.web.serve.processes import Served
from tests.web.serve.test_unavailable import signed_in

from sekisho.web.desk.models import FileRow
from sekisho.web.installation import installation
from sekisho.web.options import Options

SENT, PIECE = 300_000_000, bytes(1_000_000)
_END = "----sekisho"


def body(token: str, sent: int) -> Iterator[bytes]:
    """The form as a browser sends it, made while it is sent."""
    for name, value in {"csrfmiddlewaretoken": token, "parcel": PARCEL.id, "password": ""}.items():
        yield f'--{_END}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    head = 'Content-Disposition: form-data; name="file"; filename="大きな名簿.xlsx"\r\nContent-Type: application/zip'
    yield f"--{_END}\r\n{head}\r\n\r\n".encode()
    for _ in range(sent // len(PIECE)):
        yield PIECE
    yield f"\r\n--{_END}--\r\n".encode()


class Browser:
    """As much of one as sends a file."""

    def __init__(self, served: Served) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", served.options.port, timeout=60)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        told = {"Cookie": cookies, "Referer": f"http://127.0.0.1:{self.connection.port}{path}"}
        self.connection.request(method, path, body, told | {k.replace("_", "-"): v for k, v in headers.items()})  # type: ignore[arg-type]
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    def token(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", path)[1])
        assert found
        return found[1]


def test_three_hundred_megabytes(
    on_sqlite: Callable[..., Office],
    serve: Callable[[Options], Served],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    opened = on_sqlite()
    number = opened.begun()
    cookies = signed_in("baba").cookies  # the server knows no password that is kept as quickly as here
    browser = Browser(serve(opened.options))
    browser.cookies = {name: one.value for name, one in cookies.items()}
    path = f"/d/{number}/files/"
    token = browser.token(path)
    length = sum(map(len, body(token, 0))) + SENT
    sent = {"Content_Type": f"multipart/form-data; boundary={_END}", "Content_Length": str(length)}
    status, text = browser.ask("POST", path, body(token, SENT), **sent)
    assert status == 422
    assert "「大きな名簿.xlsx」が大きすぎます（上限200MB）" in text
    assert not FileRow.objects.exists()
    assert not set(installation().files.ids())
    assert not [one for one in folder.rglob("*") if one.is_file()]
    assert tempfile.gettempdir() != str(folder), "only the server's own folder is looked at"
