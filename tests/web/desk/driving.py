"""A dispatch driven over HTTP by the people of the city: each verb of the office is one request that a browser would send."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.web.city import PASSWORD, PROCEDURES, City

from sekisho.gate.model import Unit
from sekisho.web import clock
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.actions import files as bringing
from sekisho.web.desk.actions.drawing import drawn
from sekisho.web.desk.actions.opening import Draft, open_dispatch
from sekisho.web.desk.parcels import Addressee
from sekisho.web.installation import installation
from sekisho.web.people.queries import actor
from sekisho.web.sources import actions as registering
from sekisho.web.sources.queries import in_force


def book(rows: Sequence[Sequence[Any]], sheet: str = "名簿") -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def register(city: City, department: str, people: Sequence[str], csv: str) -> dict[str, tuple[str, str]]:
    """Put a list of people in force in a department: one of ``people`` proposes it, the other accepts; as a draft names it."""
    proposer, other = (actor(city[one]) for one in people)
    now = clock.now()
    draft = registering.take_in(
        department=department,
        kind="subjects",
        as_of=now.date(),
        name="台帳.csv",
        chunks=[csv.encode()],
        most=1_000_000,
        by=proposer,
        at=now,
    )
    version = registering.propose(draft=draft, saw="", by=proposer, at=now)
    registering.accept(version=version, saw="", by=other, at=now)
    return {kind: (one.id, one.digest) for kind, one in in_force(department, now.date()).items()}


class Driven:
    """One dispatch, and everybody's browser."""

    def __init__(
        self,
        city: City,
        work: Callable[[], int],
        procedure: str,
        drafter: str,
        to: Sequence[Addressee],
        sources: Mapping[str, tuple[str, str]] | None = None,
        title: str = "送付の練習",
    ) -> None:
        self.city, self.work = city, work
        self.procedure = next(one for one in shelf.usable() if one.name == procedure)
        self.department = PROCEDURES[procedure]
        self.clients: dict[str, Client] = {}
        told = Draft(self.procedure.digest, self.department, title, to, sources=sources or {})
        self.number = open_dispatch(told, by=actor(city[drafter]), at=clock.now())

    def client(self, login: str) -> Client:
        if login not in self.clients:
            made = Client(SERVER_NAME="localhost")
            answer = made.post("/sign-in/", {"login": login, "password": PASSWORD, "next": "/"})
            assert answer.status_code == 302
            self.clients[login] = made
        return self.clients[login]

    # ------------------------------------------------------------ what stands

    @property
    def state(self) -> Any:
        return standing.fresh(self.number)

    @property
    def events(self) -> list[str]:
        return [one.type for one in installation().store.stream(standing.stream(self.number))]

    @property
    def now(self) -> Any:
        return clock.now()

    def file(self, parcel: str) -> bytes:
        """The first file of a parcel, as it was approved."""
        from sekisho.web.desk.models import FileRow

        row = FileRow.objects.filter(dispatch=self.number, parcel=parcel, state="current").order_by("at", "pk")[0]
        return installation().files.read(row.blob)

    def code(self, parcel: str) -> str:
        """What the papers of a parcel bear: read from them, as a person's scanner does."""
        from sekisho.web.desk.models import ParcelRow
        from sekisho.web.desk.parcels import addressee

        row = ParcelRow.objects.get(dispatch=self.number, key=parcel)
        return addressee(row.told, installation().cipher, self.number, parcel).code

    # ------------------------------------------------------------ pages

    def url(self, step: str, parcel: str = "", *, lot: str = "") -> str:
        unit = f"parcel/{parcel}" if parcel else f"lot/{lot}" if lot else "dispatch/all"
        where = "release" if step == "release" else f"step/{step}"
        return f"/d/{self.number}/{where}/{unit}/"

    def page(self, login: str, url: str) -> str:
        answer = self.client(login).get(url)
        assert answer.status_code == 200, (login, url, answer.status_code, text_of(answer))
        return answer.content.decode()

    def post(self, login: str, url: str, /, **typed: Any) -> Any:
        return self.client(login).post(url, typed)

    def try_to(self, login: str, step: str, parcel: str = "", *, lot: str = "", query: str = "", **typed: Any) -> Any:
        """Open the page of a step, and send its form as it stands with what is typed."""
        url = self.url(step, parcel, lot=lot)
        page = self.page(login, url + query)
        return self.post(login, url, **{**hidden(page), **typed})

    def do(self, login: str, step: str, parcel: str = "", *, lot: str = "", query: str = "", **typed: Any) -> Any:
        """Do a step, which is to be accepted."""
        answer = self.try_to(login, step, parcel, lot=lot, query=query, **typed)
        assert answer.status_code == 302, (login, step, answer.status_code, text_of(answer))
        return answer

    def refused(
        self,
        status: int,
        login: str,
        step: str,
        parcel: str = "",
        *,
        lot: str = "",
        keeps: Sequence[str] = (),
        **typed: Any,
    ) -> str:
        """Try a step, which is to be refused: nothing is written but what is to be kept of it. Return the page."""
        before = self.events
        answer = self.try_to(login, step, parcel, lot=lot, **typed)
        assert answer.status_code == status, (login, step, answer.status_code, text_of(answer))
        assert self.events[len(before) :] == list(keeps)
        return answer.content.decode()

    # ------------------------------------------------------------ what is sent

    def attach(self, login: str, files: Mapping[str, tuple[str, bytes]]) -> None:
        """Bring a file for each parcel, put them in, and let the engine inspect them."""
        for parcel, (name, data) in files.items():
            sent = {"parcel": parcel, "password": "", "file": SimpleUploadedFile(name, data)}
            assert self.client(login).post(f"/d/{self.number}/files/", sent).status_code == 302
        self.work()
        self.put_in(login)

    def attach_paper(self, login: str, papers: Mapping[str, tuple[str, int]]) -> None:
        """Declare paper items: kind and sheets by parcel."""
        for parcel, (kind, sheets) in papers.items():
            told = bringing.Paper(kind, sheets)
            bringing.take_in_paper(self.number, parcel, told, by=actor(self.city[login]), at=clock.now())
        self.put_in(login)

    def put_in(self, login: str) -> None:
        answer = self.client(login).post(f"/d/{self.number}/files/put-in/")
        assert answer.status_code == 302, text_of(answer)
        self.work()

    def answer_all(self, login: str, text: str = "台帳の画面で確かめました") -> None:
        """Answer what the engine asks."""
        from sekisho.web.desk.actions.acting import answer

        state = self.state
        for parcel in set(state.inspections) - set(state.gone):
            for one in state.inspections[parcel].findings:
                assert one.severity != "stop", one
                if one.severity == "ask" and parcel not in self.state.gone:
                    saw = self.state.basis(parcel)
                    answer(self.number, parcel, one.id, saw, text, by=actor(self.city[login]), at=clock.now())

    def open_all(self, login: str) -> None:
        """Look at every sheet and page that this person has not seen."""
        from sekisho.web.desk.models import FileRow

        for row in FileRow.objects.filter(dispatch=self.number, state="current").exclude(origin="paper"):
            for part in range(1, row.parts + 1):
                self.page(login, f"/d/{self.number}/files/{row.pk}/{part}/")

    def approve(self, login: str, parcel: str = "") -> None:
        self.open_all(login)
        self.do(login, "approve", parcel)

    def scan(self, login: str, *codes: str, step: str = "match", parcel: str = "p0001") -> Any:
        """Scan codes one after the other, each a request, as a scanner with Enter does."""
        page, answer = self.page(login, self.url(step, parcel)), None
        for code in codes:
            action = re.search(r'id="deed" action="([^"]+)"', page)
            assert action, text(page)
            answer = self.post(login, action[1], **{**hidden(page), "code": code})
            page = answer.content.decode()
        assert answer is not None
        return answer

    def scan_refused(self, login: str, step: str = "match", parcel: str = "p0001") -> bool:
        """Whether the scanner is taken away: there is no field for it, and what is sent nevertheless is refused."""
        page = self.page(login, self.url(step, parcel))
        code, before = self.code(parcel), self.events
        sent = {"saw": self.state.saw(Unit("parcel", parcel)), "held": code, "code": code}
        answer = self.post(login, self.url(step, parcel), **sent)
        return 'name="code"' not in page and answer.status_code == 409 and self.events == before

    def traces_whole(self, login: str, step: str, lot: str, numbers: Sequence[str]) -> None:
        """Trace pieces that have no rows: whose each is, as the register says it."""
        from sekisho.web.desk.models import FileRow, ParcelRow
        from sekisho.web.desk.parcels import addressee

        self.do(login, step, lot=lot)
        rows = drawn(self.number, step, Unit("lot", lot))
        typed = {}
        for at, row in enumerate(rows):
            key = FileRow.objects.get(pk=row.place.file).parcel
            told = ParcelRow.objects.get(dispatch=self.number, key=key).told
            typed[f"row{at}"] = addressee(told, installation().cipher, self.number, key).about[0]
        assert sorted(typed.values()) == sorted(numbers)
        self.do(login, step, lot=lot, **typed)

    def resume(
        self,
        login: str,
        step: str,
        parcel: str = "",
        *,
        lot: str = "",
        reason: str = "二人で見て、正しい封筒に入れ直しました",
    ) -> Any:
        unit = f"parcel/{parcel}" if parcel else f"lot/{lot}" if lot else "dispatch/all"
        return self.post(login, f"/d/{self.number}/step/{step}/{unit}/resume/", reason=reason)


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form of a step: what a browser sends along."""
    form = re.search(r'<form method="post" class="deed.*?</form>|<form class="scanbox" .*?</form>', page, re.DOTALL)
    assert form, text(page)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def text(page: str) -> str:
    """What a person reads on a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[-1]).split())


def text_of(answer: Any) -> str:
    return text(answer.content.decode()) if answer.content else str(answer.headers)
