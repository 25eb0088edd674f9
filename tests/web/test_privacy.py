"""What must stand nowhere in the clear: a whole dispatch with invented names in every place where a name can be, and a search."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.unit.web.servers import Box, mail_server
from tests.web.city import PASSWORD, City
from tests.web.conftest import run_queue
from tests.web.driving import Driver, book

from sekisho.gate.model import WHOLE, Unit
from sekisho.web.desk import standing
from sekisho.web.desk.actions.telling import salt_of
from sekisho.web.desk.models import FileRow, Notification
from sekisho.web.desk.parcels import Addressee
from sekisho.web.installation import installation
from sekisho.web.places import files_folder

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

# Each stands in one place alone, so that what is found says where it came from.
IN_FILE, IN_OTHER = "鷺沼 万里子", "葛飾野 忠三郎"
RECIPIENT, ADDRESS, WHERE = "むらさき野第八幼稚園", "murasakino8@example.jp", "さくら野市むらさき台99-77"
NUMBER, TITLE, PURPOSE = "770034417", "むらさき事案の表題", "むらさき事案の目的"
FILE_NAME, SHEET = "鷺沼家の一覧.xlsx", "鷺沼の写し"
ANSWER, REASON, WAIVER = "鷺沼さんに電話で尋ねた", "鷺沼さんの同意書を見た", "鷺沼さんの欄を課長が見た"
BACK = "鷺沼さんの生年月日が違う"
IN_SOURCE, SOURCE_NAME = "飛鳥井 佐保", "飛鳥井の台帳.csv"
PASSWORD_OF_FILE = "ひみつの-あいことば-鷺沼"
SEARCHED = "鷺沼を探す"
PLANTED = (
    *(IN_FILE, IN_OTHER, RECIPIENT, ADDRESS, WHERE, NUMBER, TITLE, PURPOSE, FILE_NAME, SHEET),
    *(ANSWER, REASON, WAIVER, BACK, IN_SOURCE, SOURCE_NAME, PASSWORD_OF_FILE, SEARCHED),
)
PARTS = ("鷺沼", "万里子", "葛飾野", "忠三郎", "飛鳥井", "佐保", "むらさき", "murasakino", "sagi-numa")
WORDS = (*PLANTED, *PARTS)
# The server that receives is the city's own, started by the test in the same process: what it notes is not ours.
MAIL_SERVER = "mail.log"


@pytest.fixture
def city_options(box: Box) -> Mapping[str, Any]:
    return {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none", "mail_from": "h@sakurano.example"}


@pytest.fixture
def box() -> Iterator[Box]:
    with mail_server(Box()) as started:
        yield started


@dataclass
class Trail:
    """Every request that was made, with what came back: what proxies, histories and logs of others would hold."""

    city: City
    clients: dict[str, Client] = field(default_factory=dict)
    urls: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)

    def client(self, login: str) -> Client:
        if login not in self.clients:
            self.clients[login] = Client(SERVER_NAME="localhost")
            self.post("", "/sign-in/", client=self.clients[login], login=login, password=PASSWORD, next="/")
        return self.clients[login]

    def get(self, who: str, url: str) -> str:
        return self._noted(url, self.client(who).get(url))

    def post(self, who: str, url: str, *, client: Client | None = None, **told: Any) -> str:
        return self._noted(url, (client or self.client(who)).post(url, told))

    def _noted(self, url: str, answer: Any) -> str:
        self.urls.add(url)
        self.headers |= {f"{name}: {value}" for name, value in answer.headers.items()}
        self.headers |= {one.OutputString() for one in answer.cookies.values()}
        if "text/html" not in answer.get("Content-Type", ""):
            return ""
        page = unescape(answer.content.decode())
        self.urls |= set(re.findall(r'(?:href|action|src|hx-[a-z]+)="([^"]*)"', page))
        self.titles |= set(re.findall(r"<title>(.*?)</title>", page, re.DOTALL))
        return page


@dataclass
class Whole:
    """A dispatch run to its end through the pages."""

    trail: Trail
    number: str


def step(trail: Trail, login: str, number: str, path: str, unit: Unit, **told: Any) -> None:
    url = f"/d/{number}/{path}"
    trail.get(login, url)
    answer = trail.client(login).post(url, {"saw": standing.fresh(number).saw(unit), **told})
    assert answer.status_code == 302, (url, re.findall(r"<p>([^<]*)</p>", answer.content.decode())[:6])
    trail._noted(url, answer)


def _source(trail: Trail) -> None:
    csv = f"本人ID,氏名,ふりがな,生年月日,住所\n{NUMBER},{IN_SOURCE},あすかい さほ,2020-04-01,{WHERE}\n"
    page = "/sources/hoiku/subjects/new/"
    trail.post("miura", page, as_of="2020-04-01", file=SimpleUploadedFile(SOURCE_NAME, csv.encode()))
    from sekisho.web.sources.models import Draft, Version

    draft = f"/sources/drafts/{Draft.objects.get().pk}/"
    trail.get("miura", draft)
    trail.get("miura", f"{draft}difference/")
    trail.post("miura", f"{draft}propose/", saw="")
    version = f"/sources/versions/{Version.objects.get().pk}/"
    trail.get("kano", version)
    trail.post("kano", f"{version}accept/", saw="")
    assert Version.objects.get().state == "accepted"


def run(city: City, driver: Driver) -> Whole:
    """Run a dispatch from its beginning to its end, by people, with the worker in between."""
    trail = Trail(city)
    _source(trail)
    told = Addressee("K8", RECIPIENT, (ADDRESS,), WHERE, (NUMBER,))
    number = driver.open("kindergartens-mail", [told], title=TITLE, purpose=PURPOSE, protection="at-release")
    for login in ("saeki", "ono"):
        step(trail, login, number, "step/brief/dispatch/all/", WHOLE)
    unit = Unit("parcel", "p0001")
    brought = SimpleUploadedFile(FILE_NAME, book(IN_FILE, IN_OTHER))
    trail.post("saeki", f"/d/{number}/files/", parcel="p0001", password=PASSWORD_OF_FILE, file=brought)
    run_queue()
    trail.post("saeki", f"/d/{number}/files/put-in/")
    run_queue()
    _answer(trail, driver, number)
    for login, path in (("miura", "step/open/parcel/p0001/"), ("kano", "step/trace/parcel/p0001/")):
        _look(trail, login, number)
        if login == "kano":
            driver.do(number, "trace")
        else:
            step(trail, login, number, path, unit)
    trail.post("ono", f"/d/{number}/course/", act="send-back", step="trace", parcel="p0001", reason=BACK)
    driver.do(number, "trace")
    _look(trail, "ono", number)
    ids = " ".join(driver.state(number).findings(WHOLE))
    step(trail, "ono", number, "step/approve/dispatch/all/", WHOLE, seen=ids)
    step(trail, "saeki", number, "release/parcel/p0001/", unit, proof="sent")
    run_queue()
    trail.get("saeki", f"/d/{number}/release/parcel/p0001/")
    trail.post("saeki", f"/d/{number}/release/parcel/p0001/password/")
    step(trail, "saeki", number, "step/key/parcel/p0001/", unit, way="phone")
    for url in ("", "pass/", "pass/parcel/p0001/", "pass/parcel/p0001/pdf/", "findings/", "course/", "files/"):
        for login in ("saeki", "ono", "toda", "ishi", "hirano"):
            trail.get(login, f"/d/{number}/{url}")
    for url in ("/", "/dispatches/", "/sources/", "/people/"):
        trail.get("toda", url)
    trail.post("toda", "/people/", text=SEARCHED)
    trail.get("toda", "/d/2026-9999/")
    trail.post("", "/sign-in/", client=Client(SERVER_NAME="localhost"), login="鷺沼", password="鷺沼の合言葉", next="/")
    wrong = {"old": "鷺沼の合言葉", "password": "飛鳥井の合言葉", "again": "飛鳥井の合言葉"}
    for url in ("/me/password/", "/me/pin/"):
        trail.post("toda", url, **wrong, pin="葛飾野")
    assert driver.state(number).over
    return Whole(trail, number)


def _look(trail: Trail, login: str, number: str) -> None:
    for row in FileRow.objects.filter(dispatch=number, state="current"):
        for part in range(1, row.parts + 1):
            page = trail.get(login, f"/d/{number}/files/{row.pk}/{part}/")
            assert IN_FILE in page, "what is planted is shown where it belongs"


def _answer(trail: Trail, driver: Driver, number: str) -> None:
    """Answer what is asked; of what stops ask for an exception, which the chief or the security office grants."""
    state = driver.state(number)
    for one in state.inspections["p0001"].findings:
        page, saw = f"/d/{number}/findings/p0001/{one.id}/", state.basis("p0001")
        trail.get("saeki", page)
        if one.severity == "ask":
            trail.post("saeki", f"{page}answer/", saw=saw, text=ANSWER)
        elif one.severity == "stop":
            trail.post("saeki", f"{page}ask/", saw=saw, text=REASON)
            for login in ("toda", "ishi"):
                trail.post(login, f"{page}grant/", saw=saw, text=WAIVER)
    assert not driver.state(number).open_findings("p0001")


# ---------------------------------------------------------------- the search


def encodings(word: str) -> set[bytes]:
    return {word.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be", "cp932", "unicode_escape")} | {
        word.encode().hex().encode()
    }


def found_in(data: bytes | str, where: str) -> list[str]:
    text = data.encode(errors="surrogateescape") if isinstance(data, str) else data
    return [f"{where}: {word}" for word in WORDS if any(form in text for form in encodings(word))]


def nothing(found: list[str]) -> None:
    assert not found, "\n".join(found)


def test_a_whole_dispatch_leaves_no_name_anywhere(
    city: City, driver: Driver, box: Box, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.CRITICAL, logger=MAIL_SERVER)
    whole = run(city, driver)
    assert [one.rcpt_tos for one in box.mails] == [[ADDRESS]], "it was sent, to whom it goes"
    out, err = capfd.readouterr()
    nothing(found_in(out, "stdout") + found_in(err, "stderr") + found_in(_logged(caplog), "the log"))
    for name, told in (("address", whole.trail.urls), ("title", whole.trail.titles), ("header", whole.trail.headers)):
        assert told
        nothing(found_in("\n".join(map(str, told)), name))
    _nothing_in_tables()
    _nothing_on_disk()


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return everything that was logged, down to what nobody turns on."""
    return "\n".join(f"{one.name} {one.getMessage()} {one.exc_text or ''} {one.args}" for one in caplog.records)


def _nothing_in_tables() -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a name that the database gave
            for row in cursor:
                for value in row:
                    data = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    nothing(found_in(data, table))


def _nothing_on_disk() -> None:
    """Look through every file below the data, and the journal of the database beside it, while it is open."""
    data = Path(installation().options.data)
    looked = {path.name for path in data.rglob("*") if path.is_file()}
    assert {"sekisho.sqlite3", "sekisho.sqlite3-wal"} <= looked
    assert any(files_folder(installation().options).rglob("*"))
    for path in data.rglob("*"):
        if path.is_file():
            nothing(found_in(str(path), "name of a file") + found_in(path.read_bytes(), str(path.name)))


def test_the_search_finds_what_is_there(city: City, driver: Driver) -> None:
    """A search that finds nothing proves something only where it finds what is planted."""
    for form in (IN_FILE, f"x{RECIPIENT}y", f"/d/?q={NUMBER}"):
        for data in encodings(form):
            assert found_in(data, "here")
    assert not found_in("関所 さくら野市 2026-0001", "here")


# ---------------------------------------------------------------- notices and errors


def test_notices_hold_numbers_alone() -> None:
    personal = {"title", "name", "text", "recipient", "subject", "body", "mail"}
    assert not personal & {one.name for one in Notification._meta.get_fields()}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_failure_tells_no_name(
    city: City,
    driver: Driver,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    """The page breaks with the names in its hands: neither the answer nor the log shows them."""
    number = driver.open("kindergartens-mail", [Addressee("K8", RECIPIENT, (ADDRESS,))], title=TITLE)
    from sekisho.web.desk.queries import table

    def broken(seen: Any, page: int) -> None:
        shown = (seen.title, seen.addressees["p0001"].name)
        raise LookupError(len(shown))

    monkeypatch.setattr(table, "table", broken)
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.post("/sign-in/", {"login": "miura", "password": PASSWORD, "next": "/"})
    client.cookies["sekisho_language"] = language
    answer = client.get(f"/d/{number}/", {"q": IN_FILE}, headers={"X-Name": "x"})
    assert answer.status_code == 500
    out, err = capfd.readouterr()
    told = {"page": answer.content.decode(), "headers": str(dict(answer.headers)), "log": caplog.text}
    for name, text in {**told, "out": out, "err": err}.items():
        nothing(found_in(text, name))
    assert "Traceback" not in told["page"]
    assert "LookupError" not in told["page"]


def test_a_task_that_fails_keeps_no_name(city: City, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the queue keeps of a failure is a trace of places, of which a message could hold anything."""
    from sekisho.web.desk.actions import inspecting

    number = driver.open("kindergartens-mail", [Addressee("K8", RECIPIENT, (ADDRESS,), WHERE, (NUMBER,))])
    driver.up_to(number, "attach")
    driver.attach(number, ["p0001"], **{FILE_NAME: book(IN_FILE)})

    def broken(made: Any, _progress: Callable[[int, int], None]) -> None:
        raise ValueError(f"cannot read {next(iter(made.files))} of {made.bundle.parcels[0].recipient}")

    monkeypatch.setattr(inspecting, "inspect_bundle", broken)
    client = Client(SERVER_NAME="localhost")
    client.post("/sign-in/", {"login": "saeki", "password": PASSWORD, "next": "/"})
    assert client.post(f"/d/{number}/inspect/").status_code == 302
    with pytest.raises(AssertionError):
        run_queue()
    _nothing_in_tables()


def test_refused_pages_tell_no_name(city: City, driver: Driver) -> None:
    """Whoever is not of the department learns nothing but that there is nothing."""
    number = driver.open("kindergartens-mail", [Addressee("K8", RECIPIENT, (ADDRESS,))], title=TITLE)
    client = Client(SERVER_NAME="localhost")
    client.post("/sign-in/", {"login": "hirano", "password": PASSWORD, "next": "/"})
    known = client.get(f"/d/{number}/").content
    unknown = client.get("/d/2026-4321/").content
    token = re.compile(rb'value="[A-Za-z0-9]{64}"')
    assert token.sub(b"", known.replace(number.encode(), b"")) == token.sub(b"", unknown.replace(b"2026-4321", b""))
    nothing(found_in(known, "page"))


def test_salts_stand_nowhere_in_the_clear(city: City, driver: Driver) -> None:
    number = driver.open("kindergartens-mail")
    salt = salt_of(number)
    for path in Path(installation().options.data).rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert salt not in data
            assert salt.hex().encode() not in data
