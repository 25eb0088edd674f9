"""Somebody before a browser of their own, who does what a person of the office does, and looks at each page closely."""

import io
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect
from tests.browser.office import Office
from tests.web.city import PASSWORD, PIN

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "docs" / "manual" / "screens"
SHOWN = {
    name
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    for name in re.findall(r"screens/([\w-]+)\.png", page.read_text(encoding="utf-8"))
}
"""The pictures that some page shows; no other is kept."""
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
TALLEST = 1600
"""How many px of a page its picture shows: what matters on it is at its top."""
COLOURS = 128
_PATIENCE = 15_000


class Somebody:
    """A person of the city with a browser. ``has_script``: whether their browser runs scripts."""

    def __init__(self, browser: Browser, office: Office, *, has_script: bool = True) -> None:
        self.office = office
        self.has_script = has_script
        self._context = browser.new_context(
            base_url=office.url,
            viewport=DESK,  # type: ignore[arg-type]
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            java_script_enabled=has_script,
        )
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(_PATIENCE)
        self.complaints: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def leave(self) -> None:
        self._context.close()

    # ---------------------------------------------------------------- what a person does

    def sign_in(self, login: str) -> Self:
        self.page.goto("/")
        self.page.get_by_label("利用者名").fill(login)
        self.page.get_by_label("パスワード").fill(PASSWORD)
        self.press("サインイン")
        expect(self.page.get_by_role("heading", name="自分の仕事", exact=True)).to_be_visible()
        return self

    def second_person(self, login: str) -> None:
        """Let another one step in at this screen, by their PIN."""
        self.follow("別の人がこの画面で行う")
        self.page.get_by_label("利用者名").fill(login)
        self.page.get_by_label("パスワードか暗証番号").fill(PIN)
        self.send("この画面で行う")

    def go(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path} answered {answer.status}"

    def press(self, button: str, within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_role(
            "button", name=re.compile(f"^{re.escape(button)}")
        ).first.click()

    def send(self, button: str, within: Locator | None = None) -> None:
        """Press what sends a form, and wait for the page that answers."""
        with self.page.expect_navigation():
            self.press(button, within)

    def press_all_the_same(self, button: str) -> None:
        """Press what is drawn as closed: it is no dead thing, but says why not."""
        self.page.locator("main").get_by_role("button", name=button).click(force=True)

    def follow(self, link: str, within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_role("link", name=re.compile(re.escape(link))).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    def sees_not(self, text: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(text)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def wait_for(self, text: str) -> None:
        """Look again until the page says something: what the worker does takes a moment."""
        self._until(lambda: text in self._told(), f"never said {text}")

    def rest(self) -> None:
        """Look again until nothing is under way on the page any more."""
        self._until(lambda: not self.page.locator("[hx-trigger*=every]").count(), "never came to rest")

    def _until(self, reached: Callable[[], bool], otherwise: str) -> None:
        for _ in range(120):
            if reached():
                return
            self.page.wait_for_timeout(250)
            self.page.goto(self.page.url.split("#")[0])
        raise AssertionError(f"{self.path} {otherwise}, but: {self._told()}")

    def _told(self) -> str:
        return " ".join((self.page.locator("main").text_content() or "").split())

    # ---------------------------------------------------------------- without a mouse, with a quick finger, without a line

    def focused(self) -> str:
        """Return what the focus is on, as it is called."""
        return str(self.page.evaluate(_FOCUSED))

    def tab_to(self, name: str) -> None:
        """Go forwards with the keyboard until the focus is on something, and see at each stop where it is."""
        passed: list[str] = []
        while not (passed and passed[-1].startswith(name)):
            assert len(passed) < 150, f"{self.path}: no way by keyboard to {name}, only {passed}"
            self.page.keyboard.press("Tab")
            passed.append(self.focused())
            assert self.page.evaluate(_IS_SEEN), f"{self.path}: nobody sees the focus on {passed[-1]}"

    def strike(self, key: str) -> None:
        """Strike a key on what has the focus and leads somewhere."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def press_twice(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=button).dblclick()

    def cut_the_line(self) -> None:
        self._context.set_offline(True)
        self.page.wait_for_function("!navigator.onLine")  # the browser tells the page a moment later

    def mend_the_line(self) -> None:
        self._context.set_offline(False)

    @contextmanager
    def server_away(self) -> Iterator[None]:
        """Let nobody answer what this browser asks for, though it has a line."""
        self.page.route("**/*", lambda route: route.abort("connectionrefused"))
        yield
        self.page.unroute("**/*")

    # ---------------------------------------------------------------- what no page may have

    def look(self, name: str = "") -> None:
        """Hold the page against what holds for every page; ``name``: what its picture in the manual is called, where a page shows one."""
        assert not self.complaints, f"{self.path}: {self.complaints}"
        found = self._violations()
        assert not found, f"{self.path} at {DESK['width']} px:\n" + "\n".join(found)
        if name in SHOWN and os.environ.get("SEKISHO_SCREENS"):
            SCREENS.mkdir(parents=True, exist_ok=True)
            taken = Image.open(io.BytesIO(self.page.screenshot(full_page=True))).convert("RGB")
            taken = taken.crop((0, 0, taken.width, min(taken.height, TALLEST)))
            taken.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
                SCREENS / f"{name}.png", optimize=True
            )
        with self._on_a_phone():
            width = self.page.evaluate("document.documentElement.scrollWidth")
            wide = self.page.evaluate(_TOO_WIDE)
            assert width <= PHONE["width"], f"{self.path} is {width} px wide on a phone: {wide}"
            found = self._violations()
            assert not found, f"{self.path} at {PHONE['width']} px:\n" + "\n".join(found)
        assert not self.complaints, f"{self.path}: {self.complaints}"

    @contextmanager
    def _on_a_phone(self) -> Iterator[None]:
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        yield
        self.page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def _violations(self) -> list[str]:
        if not self.has_script:
            return []  # axe is one
        self.page.evaluate(AXE)
        told: list[dict[str, Any]] = self.page.evaluate("axe.run(document).then(told => told.violations)")
        return [
            f"{one['id']} ({one['impact']}): {one['help']}\n  {node['html'][:300]}\n  {node['failureSummary'][:300]}"
            for one in told
            for node in one["nodes"]
        ]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # A page that is itself a refusal: its status is its answer. Anything else that was not loaded is missed.
        if message.text.startswith("Failed to load resource") and message.location.get("url") == self.page.url:
            return
        self.complaints.append(f"console: {message.text} {message.location.get('url', '')}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.office.url, "data:", "about:")):
            self.complaints.append(f"asked elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} from {response.url}")


_TOO_WIDE = """() => [...document.querySelectorAll("body *")].filter(
    (one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll")
).slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""

_FOCUSED = """() => {
    const one = document.activeElement;
    const label = one.labels && one.labels[0];
    const words = one.getAttribute("aria-label") || (label || one).textContent;
    return words.replace(/\\s+/g, " ").trim();
}"""
# An outline of some width, and the whole of it, or the most, within the window.
_IS_SEEN = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    return one !== document.body && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""
