"""What was typed is still there when the database could not take it: in the answer, and nowhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from tests.web.serve.offices import PARCEL, Office, book
from tests.web.serve.test_unavailable import locked, signed_in

import sekisho.web
from sekisho.web.ui import typed as of_ui
from sekisho.web.ui.typed import typed

Open = Callable[..., Office]
_INPUTS = re.compile(r'<(?:input|textarea)[^>]*?name="([^"]*)"[^>]*?(?:value="([^"]*)"[^>]*>|>\n([^<]*)</textarea>)')
REASON = '園に電話で\n確かめました <急ぎ> & "至急"'


def given_back(text: str) -> dict[str, str]:
    form = text[text.index("<form") : text.index("</form>")]
    found = _INPUTS.findall(form)
    return {name: unescape(value or words) for name, value, words in found}


def test_what_was_typed_comes_back_in_a_form_that_does_it(on_sqlite: Open) -> None:
    opened = on_sqlite()
    number = opened.begun()
    client, address = signed_in("arai"), f"/d/{number}/course/"
    sent = {"act": "abandon", "reason": REASON}
    with locked(opened):
        answer = client.post(address, sent)
    assert answer.status_code == 503
    text = answer.content.decode()
    back = given_back(text)
    assert f'action="{address}"' in text
    assert {name: value for name, value in back.items() if name != "csrfmiddlewaretoken"} == sent
    assert not opened.state(number).abandoned
    checking = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    checking.cookies = client.cookies
    assert checking.post(address, sent).status_code == 403
    assert checking.post(address, back).status_code == 302
    assert opened.state(number).abandoned
    assert "<急ぎ>" not in text


def test_a_refusal_that_nobody_could_be_told_is_no_fault_of_the_request(on_sqlite: Open) -> None:
    """Its page was made, and then what is kept of who is signed in could not be written."""
    opened = on_sqlite()
    number = opened.begun()
    client = signed_in("baba")
    with locked(opened):
        answer = client.post(f"/d/{number}/course/", {"act": "", "reason": REASON})
    assert answer.status_code == 503
    text = answer.content.decode()
    assert "何も記録されていません" not in text, "nobody knows"
    assert "電話" in text


def test_a_password_and_a_file_do_not(on_sqlite: Open) -> None:
    opened = on_sqlite()
    number = opened.begun()
    client = signed_in("baba")
    sent = {"parcel": PARCEL.id, "password": "鍵の言葉 7", "file": SimpleUploadedFile("秘密の名簿.xlsx", book())}
    with locked(opened):
        answer = client.post(f"/d/{number}/files/", sent)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert "鍵の言葉" not in text
    assert "秘密の名簿" not in text
    assert "ファイルとパスワードは残りません" in text
    assert given_back(text)["parcel"] == PARCEL.id


def test_nobody_else_gets_anything(on_sqlite: Open) -> None:
    opened = on_sqlite()
    nobody = Client(SERVER_NAME="localhost", raise_request_exception=False)
    with locked(opened):
        answer = nobody.post("/sign-in/", {"login": "baba", "password": "sekisho-test", "next": "/"})
    assert answer.status_code == 503
    assert "<form" not in answer.content.decode()


@pytest.mark.parametrize("missing", ["csrf_processing_done", "acting"])
def test_a_form_of_another_site_gets_no_token(on_sqlite: Open, missing: str) -> None:
    on_sqlite()
    request: Any = RequestFactory().post("/d/1/course/", {"reason": "x"})
    request.csrf_processing_done, request.acting = True, object()
    assert typed(request) is not None
    setattr(request, missing, None)
    assert typed(request) is None


def test_a_page_that_could_not_be_shown_is_asked_for_again(on_sqlite: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    on_sqlite()
    client = signed_in("baba")

    def no_room(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr("sekisho.web.desk.views.home.page", no_room)
    text = client.get("/?show=1").content.decode()
    assert 'href="/?show=1"' in text
    assert "<form" not in text


def test_nothing_of_it_is_in_the_log(on_sqlite: Open, caplog: pytest.LogCaptureFixture) -> None:
    opened = on_sqlite()
    number = opened.begun()
    client = signed_in("baba")
    with caplog.at_level(logging.DEBUG), locked(opened):
        assert client.post(f"/d/{number}/course/", {"act": "abandon", "reason": REASON}).status_code == 503
    assert "電話" not in "".join(one.getMessage() + str(one.exc_text) for one in caplog.records)


def test_every_field_for_a_password_is_known_as_one() -> None:
    folder = Path(sekisho.web.__file__).parent
    named = set()
    for page in folder.rglob("*.html"):
        for one in re.findall(r'<input[^>]*type="password"[^>]*>', page.read_text()):
            named |= set(re.findall(r' name="([^"]*)"', one))
    assert named
    assert all(of_ui._SECRET.search(one) for one in named), named
    assert {one for one in _secret_fields() if not of_ui._SECRET.search(one)} == set()


def _secret_fields() -> set[str]:
    import sekisho.web.urls  # noqa: F401  every form is there once every view is

    def below(one: type) -> set[type]:
        return {one}.union(*(below(each) for each in one.__subclasses__()))

    return {
        name
        for form in below(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput)
    }
