"""Whatever is sent: an answer that says what is wrong, never a failure of the page, and never anything half written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.clusters import running
from tests.web.city import settle
from tests.web.conftest import at, run_queue
from tests.web.deed import Deed
from tests.web.deeds import DEEDS, OF_EVERYBODY
from tests.web.driving import Driver
from tests.web.situations import LOGINS, SENDING, Desk, furnish
from tests.web.views import READS, Read

from sekisho.web import installation

ANSWERS = {200, 204, 302, 303, 400, 403, 404, 405, 409, 413, 415, 422, 429, 503}
NUMBERS = (
    "0",
    "-1",
    "²",
    "１",
    "1e9",
    "9" * 30,
    "9" * 5000,
    "１２３",
    "٣",
    "0x10",
    "NaN",
    " ",
    "",
    "\0",
    "1;2",
    "None",
)
WORDS = (
    "",
    " ",
    "\0",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "x" * 5000,
    "../..",
    "%00",
)
WORDS += ("' OR 1=1 --", "<script>", "\u202e\u2066", "😀" * 300, "全", "null", "[]", "{}")
PAGES = [one for one in READS if one.route != "ui:healthz"]


def failing(desk: Desk, method: str, url: str, told: Mapping[str, Any], login: str) -> str:
    """Return what is wrong with the answer to a request; nothing where somebody can do something with it."""
    answer = _sent_by(desk.client(login), method, url, told)
    if answer.status_code in ANSWERS:
        return ""
    error = getattr(answer, "exc_info", None)
    return f"{method} {url[:120]} {str(told)[:200]}: {answer.status_code} {error[1] if error else ''!r}"


def _sent_by(client: Client, method: str, url: str, told: Mapping[str, Any]) -> Any:
    client.raise_request_exception = False
    return client.get(url, told) if method == "GET" else client.post(url, told)


def someone(one: Deed | Read) -> str:
    may = one.may if isinstance(one, Deed) else sorted((one.see or frozenset({"toda"})) - set(one.barred))
    return next((login for login in may if login in LOGINS and login != "ishi"), next(iter(may)))


# ---------------------------------------------------------------- what is asked


ASKED = ("section", "day", "since", "department", "show", "paper", "next")


@pytest.mark.parametrize("read", PAGES, ids=str)
def test_odd_questions(desk: Desk, read: Read) -> None:
    """All that pages ask for is odd at once; where that is refused, for one of them perhaps, each is odd alone."""
    url, login = reverse(read.route, kwargs=read.args(desk)), someone(read)
    wrong = [_odd_question(desk, url, ("page", "from"), one, login) for one in NUMBERS]
    wrong += [_odd_question(desk, url, ASKED, one, login) for one in WORDS]
    assert not list(filter(None, wrong)), "\n".join(filter(None, wrong))


def _odd_question(desk: Desk, url: str, names: Sequence[str], odd: str, login: str) -> str:
    answer = _sent_by(desk.client(login), "GET", url, dict.fromkeys(names, odd))
    if answer.status_code == 200:
        return ""
    return "\n".join(filter(None, (failing(desk, "GET", url, {name: odd}, login) for name in names)))


@pytest.mark.parametrize("one", [*PAGES, *DEEDS], ids=str)
def test_odd_addresses(desk: Desk, one: Deed | Read) -> None:
    """Each part of an address replaced by what is none."""
    wrong = list(_odd_addresses(desk, one))
    assert not wrong, "\n".join(wrong)


def _odd_addresses(desk: Desk, one: Deed | Read) -> Iterator[str]:
    args, method = one.args(desk), "POST" if isinstance(one, Deed) else "GET"
    for name, value in args.items():
        odd: tuple[Any, ...] = (0, 10**30) if isinstance(value, int) or str(value).isdigit() else _odd(str(value))
        for other in odd:
            url = reverse(one.route, kwargs={**args, name: other})
            yield from filter(None, [failing(desk, method, url, {}, someone(one))])


def _odd(value: str) -> tuple[str, ...]:
    return (
        "\0",
        f"{value}\0",
        "x" * 3000,
        "ア",
        f"{value}ｘ",
        "all",
        "p0002",
        "lot",
        "parcel",
        "dispatch",
        "' OR 1=1",
        "..",
    )


# ---------------------------------------------------------------- what is sent


TEXTS = st.one_of(
    st.sampled_from([*NUMBERS, *WORDS]),
    st.text(max_size=40),
    st.integers().map(str),
    st.lists(st.text(max_size=5), max_size=3),
    st.builds(
        SimpleUploadedFile,
        st.sampled_from(["x", "あ.xlsx", "名\u202e簿.csv", "x" * 300 + ".csv", "a.xls", "通知.pdf", "表.csv"]),
        st.one_of(st.binary(max_size=50), st.text(max_size=50).map(str.encode)),
    ),
)
"""What may stand in any field of a form: also a file where a text is wanted, and a text where a file is."""


@pytest.mark.parametrize("deed", DEEDS, ids=str)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_odd_forms(desk: Desk, deed: Deed, data: st.DataObject) -> None:
    url = reverse(deed.route, kwargs=deed.args(desk)) + deed.query
    told = _sent(deed, desk)
    names = [*told, "saw", "page", "parcel", "paper", "paper_by", "paper_at", "deputy_of", "seen", "way", "unknown"]
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(set(names))), TEXTS, min_size=1, max_size=4))
    wrong = failing(desk, "POST", url, {**told, **changed}, someone(deed))
    assert not wrong, wrong


@pytest.mark.parametrize("route", OF_EVERYBODY)
@pytest.mark.parametrize("login", ["", "miura"])
def test_odd_forms_of_everybody(desk: Desk, route: str, login: str) -> None:
    """Before anybody has signed in too: what fails there fails for everybody who passes by."""
    told = OF_EVERYBODY[route]
    wrong = [
        failing(desk, "POST", reverse(route), {**told, name: odd}, login)
        for name in {*told, "next", "old", "again", "pin", "password", "language"}
        for odd in (*NUMBERS, *WORDS)
    ]
    assert not list(filter(None, wrong)), "\n".join(filter(None, wrong))


@pytest.mark.parametrize("path", ["/nowhere/", "/sign-in/"])
@pytest.mark.parametrize("login", ["", "miura"])
def test_a_host_that_is_not_ours_breaks_no_page(desk: Desk, path: str, login: str) -> None:
    client = desk.client(login) if login else Client()
    client.raise_request_exception = False
    assert client.post(path, {}, HTTP_HOST="elsewhere.example").status_code < 500


def _sent(deed: Deed, desk: Desk) -> Mapping[str, Any]:
    """Return what a deed sends, or nothing once something has been accepted after which it means nothing any more."""
    try:
        return deed.post(desk)
    except (KeyError, ValueError):
        return {}


# ---------------------------------------------------------------- another database is stricter


@pytest.fixture(scope="module")
def strict() -> Iterator[str]:
    with running() as cluster:
        yield cluster.database()


@pytest.mark.timeout(900)
def test_odd_things_in_postgresql(strict: str, tmp_path: Path) -> None:
    """It takes no NUL in a text and no number that is too long, where SQLite takes both."""
    connections.close_all()
    installation.begin(at(tmp_path, data=strict, files=str(tmp_path / "files"), **SENDING))
    desk = furnish(Driver(settle(), run_queue))
    wrong = set[str]()
    for one in [*PAGES, *DEEDS]:
        method, args = "POST" if isinstance(one, Deed) else "GET", one.args(desk)
        for name, value in args.items():
            odd = 10**30 if isinstance(value, int) or str(value).isdigit() else f"{value}\0"
            url = reverse(one.route, kwargs={**args, name: odd})
            wrong.add(failing(desk, method, url, {}, someone(one)))
    for deed in DEEDS:
        url, told = reverse(deed.route, kwargs=deed.args(desk)) + deed.query, _sent(deed, desk)
        texts = [name for name, value in told.items() if not isinstance(value, UploadedFile)]
        wrong |= {
            failing(desk, "POST", url, {**told, name: "\0"}, someone(deed)) for name in {*texts, "parcel", "text"}
        }
    connections.close_all()
    assert not list(filter(None, wrong)), "\n".join(sorted(filter(None, wrong)))
