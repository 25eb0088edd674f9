"""An open office, and people before browsers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sekisho.web.settings import configure

configure()  # before anything is imported that has tables
from playwright.sync_api import Browser, sync_playwright
from tests.browser.office import Office, apart, opened
from tests.browser.somebody import Somebody
from tests.web import conftest as of_web
from tests.web.city import City

from sekisho.web import installation

template = of_web.template
CHROMIUM = "/usr/bin/chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
            item.add_marker(pytest.mark.timeout(900))  # a whole dispatch, looked at closely


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=ja"])
        yield started
        started.close()


@pytest.fixture
def prepare() -> Callable[[City], None]:
    """What is done in the installation before the office opens: a module says its own by a fixture of this name."""

    def nothing(city: City) -> None:
        pass

    return nothing


@pytest.fixture
def office(
    template: tuple[Path, City], tmp_path: Path, prepare: Callable[[City], None], request: pytest.FixtureRequest
) -> Iterator[Office]:
    """The open office of a fresh installation."""
    folder, city = template
    shutil.copytree(folder, tmp_path / "city")
    options = of_web.at(tmp_path / "city")

    def settle() -> None:
        installation.begin(options)
        prepare(city)
        of_web.connections.close_all()

    apart(settle)
    with opened(options) as office:
        yield office


@pytest.fixture
def somebody(office: Office, request: pytest.FixtureRequest) -> Iterator[Callable[..., Somebody]]:
    """Give a person by their login a browser, signed in; without a login nobody is."""
    browser: Browser = request.getfixturevalue("browser")
    there: list[Somebody] = []

    def comes(login: str = "", *, has_script: bool = True) -> Somebody:
        made = Somebody(browser, office, has_script=has_script)
        there.append(made)
        return made.sign_in(login) if login else made

    yield comes
    for one in there:
        one.leave()
