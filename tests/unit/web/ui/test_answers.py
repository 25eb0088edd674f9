"""What holds for every answer: headers, language, refusals, errors that tell nothing."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.unit.web.ui.urls import NAME

from sekisho.web.ui import health
from sekisho.web.ui.middleware import HEADERS

ERRORS = {"/crash/": 500, "/missing/": 404, "/denied/": 403, "/odd/": 400, "/nowhere/": 404}


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Django logs the crash with its trace; what it says is not looked at here."""
    caplog.set_level(logging.CRITICAL, "django")


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def token_in(response: HttpResponse) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text_of(response))
    assert found
    return found[1]


@pytest.mark.parametrize("path", ["/plain/", "/healthz/", "/refuse/409/", *ERRORS])
def test_every_answer_has_the_headers(client: Client, path: str) -> None:
    response = client.get(path)
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_and_nothing_from_outside(client: Client) -> None:
    policy = client.get("/plain/").headers["Content-Security-Policy"]
    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert told["default-src"] == told["base-uri"] == told["frame-ancestors"] == "'none'"
    assert {told[name] for name in told if name not in {"default-src", "base-uri", "frame-ancestors"}} == {"'self'"}


def test_what_an_answer_says_of_itself_stays(client: Client) -> None:
    response = client.get("/own-headers/")
    assert response.headers["Cache-Control"] == "max-age=60"
    assert response.headers["Content-Security-Policy"] == "sandbox"


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("path", "status"), ERRORS.items())
def test_an_error_page_tells_nothing_of_what_happened(client: Client, path: str, status: int, language: str) -> None:
    client.cookies["sekisho_language"] = language
    response = client.get(f"{path}?a={NAME}")
    assert response.status_code == status
    text = text_of(response)
    assert "<h1" in text
    assert f'<html lang="{language}">' in text
    assert bool(re.search("[ぁ-ん]", text.replace("日本語", ""))) == (language == "ja")
    assert not [word for word in (NAME, "高橋", "LookupError", "Traceback", "crash()") if word in text]


@pytest.mark.parametrize("status", [403, 404, 409])
def test_a_refusal_says_what_why_and_who_or_what_can_open_it(client: Client, status: int) -> None:
    response = client.get(f"/refuse/{status}/")
    assert response.status_code == status
    text = text_of(response)
    assert "この案件の&lt;b&gt;起案者&lt;/b&gt;は、別の人に割り当てられています。" in text
    assert "<b>起案者" not in text
    assert "割り当てられた人に頼むか、課長に担当替えを頼んでください。" in text
    assert re.search(r'<section class="refused" role="alert"[^>]*><h1 id="refused">[^<]+</h1>', text)


def test_a_refusal_with_another_status_is_a_mistake_of_ours(client: Client) -> None:
    assert client.get("/refuse/418/").status_code == 500


def test_a_form_from_elsewhere_is_refused(client: Client) -> None:
    response = client.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "受け付けませんでした" in text_of(response)
    assert "sekisho_language" not in response.cookies


# ---------------------------------------------------------------- language


def switch(client: Client, language: str, back: str | None) -> HttpResponse:
    token = token_in(client.get("/plain/"))
    form = {"csrfmiddlewaretoken": token, "language": language}
    return client.post("/language/", form if back is None else {**form, "next": back})


def test_pages_are_japanese_where_nobody_asks(client: Client) -> None:
    response = client.get("/plain/", headers={"Accept-Language": "en"})
    assert '<html lang="ja">' in text_of(response)
    assert response.headers["Content-Language"] == "ja"


def test_the_language_is_kept_and_leads_back_to_the_page(client: Client) -> None:
    response = switch(client, "en", "/plain/?page=2")
    assert (response.status_code, response["Location"]) == (303, "/plain/?page=2")
    cookie = response.cookies["sekisho_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Strict")
    text = text_of(client.get("/plain/"))
    assert '<html lang="en">' in text
    assert "日本語" in text
    assert "本文へ" not in text
    assert '<html lang="ja">' in text_of(client.get(switch(client, "ja", "/plain/")["Location"]))


@pytest.mark.parametrize(
    "back",
    [
        None,
        "",
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "plain/",
        "javascript:alert(1)",
        "\t//example.org",
    ],
)
def test_the_way_back_leads_nowhere_else(client: Client, back: str | None) -> None:
    assert switch(client, "en", back)["Location"] == "/"


@pytest.mark.parametrize("asked", ["fr", "", "EN", "../en", "<b>"])
def test_another_language_is_japanese(client: Client, asked: str) -> None:
    assert switch(client, asked, "/plain/").cookies["sekisho_language"].value == "ja"
    client.cookies["sekisho_language"] = asked
    assert '<html lang="ja">' in text_of(client.get("/plain/"))


def test_the_language_is_changed_by_a_form_alone(client: Client) -> None:
    assert client.get("/language/?language=en").status_code == 405


def test_a_refused_form_leads_back_to_the_page_it_stood_on(client: Client) -> None:
    token = token_in(client.get("/plain/"))
    form = {"csrfmiddlewaretoken": token}
    own = client.post("/refuse/409/", form, headers={"Referer": "http://testserver/plain/?page=2"})
    assert 'value="/plain/?page=2"' in text_of(own)
    for elsewhere in ("https://example.org/plain/", "", "http://testserver"):
        other = client.post("/refuse/409/", form, headers={"Referer": elsewhere})
        assert 'name="next" value="/"' in text_of(other)


# ---------------------------------------------------------------- health


def test_where_nobody_looks_it_is_not_known_to_work(client: Client) -> None:
    response = client.get("/healthz/")
    assert (response.status_code, response.json()) == (503, {"ok": False, "checks": {}})


def test_it_works_where_every_check_says_so(client: Client) -> None:
    said = {"database": True, "worker": True}
    health.register("database", lambda: said["database"])
    health.register("worker", lambda: said["worker"])
    assert client.get("/healthz/").json() == {"ok": True, "checks": said}
    said["worker"] = False
    response = client.get("/healthz/")
    assert (response.status_code, response.json()) == (503, {"ok": False, "checks": said})


def test_a_check_that_fails_says_that_it_does_not_work(client: Client) -> None:
    health.register("database", lambda: bool(1 // 0))
    assert client.get("/healthz/").status_code == 500


def test_two_checks_cannot_have_one_name() -> None:
    health.register("database", lambda: True)
    with pytest.raises(ValueError, match="database"):
        health.register("database", lambda: False)
