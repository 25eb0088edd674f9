"""In a real browser: the policy holds and stops nothing of ours, and the script does what a page promises of it.

No server: what the browser asks for is answered by Django's test client and by the static files of the package.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright
from tests.unit.web.ui.gallery import pages

CHROMIUM = "/usr/bin/chromium"
SITE = "https://testserver"
# A browser on a busy machine takes its time; what is waited for is what must come.
expect.set_options(timeout=30_000)

TYPES = {".svg": "image/svg+xml", ".css": "text/css", ".js": "text/javascript", ".ttf": "font/ttf"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Site:
    """The site behind a page. ``away``: nobody answers any more. ``asked``: the paths that were asked for."""

    def __init__(self) -> None:
        self.away = False
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._client = Client()

    def answer(self, route: Route, request: Request) -> None:
        path = urlsplit(request.url).path
        self.asked.append(path)
        if self.away:
            route.abort()
        elif path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            assert found, path
            route.fulfill(body=Path(found).read_bytes(), content_type=TYPES[Path(found).suffix])
        else:
            headers = {name: value for name, value in request.headers.items() if name != "content-type"}
            body, kind = request.post_data_buffer or b"", request.headers.get("content-type", "")
            response = self._client.generic(request.method, path, body, kind, headers=headers)
            route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.content)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=SITE)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    opened.route("**/*", site.answer)
    opened.on("console", lambda message: site.complaints.append(message.text))
    opened.on("pageerror", lambda error: site.complaints.append(str(error)))
    yield opened
    context.close()


@pytest.mark.parametrize("name", pages.PAGES)
def test_nothing_of_ours_is_stopped_by_the_policy(page: Page, site: Site, name: str) -> None:
    page.goto(f"/drawn/{name}/")
    assert page.evaluate("[typeof htmx, htmx.config.allowEval, htmx.config.historyCacheSize]") == ["object", False, 0]
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).borderTopStyle") == "solid"
    assert not site.complaints


def test_what_is_written_into_a_page_does_not_run(page: Page, site: Site) -> None:
    page.goto("/drawn/home/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<p id='p' style='color: red' onclick='window.ran = true'>x</p>");
            document.getElementById("p").click();
            const outside = document.createElement("img");
            outside.src = "https://example.org/a.png";
            document.body.append(outside);
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert page.evaluate("getComputedStyle(document.getElementById('p')).color") != "rgb(255, 0, 0)"
    assert len([one for one in site.complaints if "Content Security Policy" in one]) >= 4
    assert "/a.png" not in site.asked


def test_a_refusal_takes_the_place_of_the_page_and_gets_the_focus(page: Page) -> None:
    page.goto("/drawn/script/")
    page.click("#refuse")
    expect(page.locator("#refused")).to_be_focused()
    assert page.locator("main").count() == page.locator("header").count() == 1
    assert page.locator("#kept").count() == 0


def test_what_comes_into_a_page_gets_the_focus(page: Page) -> None:
    page.goto("/drawn/script/")
    page.click("#load")
    expect(page.locator("#fresh")).to_be_focused()


def test_what_is_asked_for_again_and_again_takes_no_focus_and_says_so(page: Page) -> None:
    page.goto("/drawn/script/")
    page.focus("#reason")
    expect(page.locator("#again")).to_have_text("1")
    expect(page.locator("#reason")).to_be_focused()


def test_where_somebody_writes_nothing_is_replaced(page: Page, site: Site) -> None:
    page.goto("/drawn/script/")
    write = """() => {
        document.getElementById("polled").innerHTML = "<textarea id=note></textarea>";
        document.getElementById("note").focus();
    }"""
    page.evaluate(write)
    page.wait_for_timeout(300)  # what was asked for before has come
    page.evaluate(write)
    before = site.asked.count("/polled/")
    page.wait_for_timeout(400)
    assert site.asked.count("/polled/") == before
    page.evaluate("document.activeElement.blur()")
    expect(page.locator("#again")).to_be_visible()


# ---------------------------------------------------------------- a lost connection


def fill(page: Page) -> None:
    for name in ("reason", "memo", "number", "pin"):
        page.fill(f"#{name}", f"typed {name}")


def typed(page: Page) -> list[str]:
    return [page.input_value(f"#{name}") for name in ("reason", "memo", "number", "pin")]


def test_without_a_network_a_form_stays_with_what_was_typed(page: Page, site: Site) -> None:
    page.goto("/drawn/script/")
    # The test answers in the place of a server, also without a network: what asks by itself would seem to have been heard.
    page.evaluate("document.getElementById('polled').remove()")
    page.wait_for_timeout(300)
    fill(page)
    page.context.set_offline(True)
    page.wait_for_function("!navigator.onLine")  # the browser tells the page a moment later
    page.click("#send")
    expect(page.locator("#away")).to_be_visible()
    assert "/answer/" not in site.asked
    assert typed(page) == [f"typed {name}" for name in ("reason", "memo", "number", "pin")]
    page.context.set_offline(False)
    expect(page.locator("#away")).to_be_hidden()


def test_where_nobody_answers_what_was_typed_comes_back_but_nothing_private(page: Page, site: Site) -> None:
    page.goto("/drawn/home/")
    page.goto("/drawn/script/")
    fill(page)
    site.away = True
    assert page.get_attribute("#number", "autocomplete") == "off"  # or the browser itself would give it back
    with page.expect_event("requestfailed"):
        page.click("#send", no_wait_after=True)
    page.wait_for_timeout(300)  # the browser shows a page of its own
    site.away = False
    page.go_back()
    assert page.url.endswith("/drawn/script/")
    assert typed(page) == ["typed reason", "typed memo", "", ""]
    assert "typed" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")


def test_nothing_is_kept_once_the_answer_has_come(page: Page) -> None:
    page.goto("/drawn/script/")
    fill(page)
    page.click("#send")
    expect(page.locator("h1")).to_have_text("answered")
    page.goto("/drawn/script/")
    assert typed(page) == [""] * 4
    assert "typed" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")


def test_htmx_says_that_nobody_answers(page: Page, site: Site) -> None:
    page.goto("/drawn/script/")
    site.away = True
    page.click("#load")
    expect(page.locator("#away")).to_be_visible()
    site.away = False
    page.click("#load")
    expect(page.locator("#away")).to_be_hidden()


# ---------------------------------------------------------------- the scanner


def test_digits_typed_anywhere_go_to_the_field(page: Page, site: Site) -> None:
    page.goto("/drawn/scan/")
    expect(page.locator("#code")).to_be_focused()
    page.click("#title")
    page.keyboard.type("03980812")
    expect(page.locator("#code")).to_have_value("03980812")
    page.keyboard.press("Escape")
    expect(page.locator("#code")).to_have_value("")
    assert "/answer/" not in site.asked


def test_what_is_typed_into_another_field_stays_there(page: Page) -> None:
    page.goto("/drawn/scan/")
    page.fill("#other", "x")
    page.focus("#other")
    page.keyboard.type("12")
    expect(page.locator("#code")).to_have_value("")
    page.keyboard.press("Escape")
    assert page.input_value("#other").endswith("12") or page.input_value("#other").startswith("12")


def test_enter_sends_what_the_scanner_typed_and_not_what_is_being_composed(page: Page, site: Site) -> None:
    page.goto("/drawn/scan/")
    page.keyboard.type("12")
    page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    assert "/answer/" not in site.asked
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("answered")
