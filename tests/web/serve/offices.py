"""A section of three people, and a procedure that has no more steps than sending needs."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from openpyxl import Workbook

from sekisho.gate.commands import Approve, StartRelease
from sekisho.gate.model import WHOLE, Actor, Unit
from sekisho.gate.state import State
from sekisho.web import clock
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.actions import acting, files, inspecting, opening, releasing
from sekisho.web.desk.parcels import Addressee
from sekisho.web.options import Options
from sekisho.web.people import actions
from sekisho.web.people.queries import actor
from sekisho.web.running.worker import Worker

settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

ADDRESS = "hinata@kodomo.example"
PARCEL = Unit("parcel", "p0001")
STAFF = {"arai": ("drafter",), "baba": ("worker",), "chiba": ("approver", "chief", "confirmer")}
PROCEDURE = """
name = "direct"
title = "じかに送る手順"
title_en = "Sent directly"
channel = "email"
smallest_section = 2
[[step]]
id = "attach"
kind = "attach"
title = "ファイルを入れる"
title_en = "Put the files in"
by = ["worker"]
per = "parcel"
[[step]]
id = "inspect"
kind = "inspect"
title = "調べる"
title_en = "Inspect"
by = ["engine"]
per = "parcel"
[[step]]
id = "approve"
kind = "approve"
title = "決裁する"
title_en = "Approve"
by = ["approver"]
differs_from = ["attach"]
[[step]]
id = "release"
kind = "release"
title = "送る"
title_en = "Send"
by = ["worker"]
per = "parcel"
proofs = ["sent", "stated"]
"""


def settle() -> dict[str, str]:
    """Enter the section into the installation of this process; return its people by their sign-in."""
    at, by = clock.now(), actions.SYSTEM
    actions.add_department(code="kodomo", name="こども課", short="こども", by=by, at=at)
    people = {}
    for number, (login, roles) in enumerate(STAFF.items(), 1):
        mail = f"{login}@sakurano.example"
        person = actions.add_person(
            staff_number=str(number), name=f"{login} 某", family=login, mail=mail, home="kodomo", by=by, at=at
        )
        actions.open_account(person=person, login=login, password="sekisho-test", by=by, at=at)
        since = at.date() - timedelta(days=30)
        for role in roles:
            actions.give_post(person=person, role=role, department="kodomo", since=since, by=by, at=at)
        people[login] = person
    shelf.register(PROCEDURE.encode(), "direct.toml", by="system", at=at)
    return people


@dataclass
class Office:
    """The section, and the ways by which tests go."""

    options: Options
    people: Mapping[str, str]

    def actor(self, login: str) -> Actor:
        return actor(self.people[login])

    def begun(self) -> str:
        digest = next(one.digest for one in shelf.usable() if one.name == "direct")
        to = [Addressee("H1", "ひなた園", (ADDRESS,))]
        draft = opening.Draft(digest, "kodomo", "名簿の送付", to)
        return opening.open_dispatch(draft, by=self.actor("arai"), at=clock.now())

    def brought(self, number: str) -> str:
        """Bring a file, which is then to be opened in the background; return its id."""
        incoming = files.Incoming("名簿.xlsx", [book()])
        return files.take_in(number, PARCEL.id, incoming, by=self.actor("baba"), at=clock.now())

    def asked(self, number: str) -> int:
        """Put in what was brought, and ask for the inspection, which is then to be done; return its number."""
        files.put_in(number, [PARCEL.id], by=self.actor("baba"), at=clock.now())
        return inspecting.ask_inspection(number, by=self.actor("baba"), at=clock.now())

    def approved(self) -> str:
        """Bring a dispatch to where it may be sent."""
        number = self.begun()
        file = self.brought(number)
        self.work()
        self.asked(number)
        self.work()
        found = self.state(number).open_findings(PARCEL.id)  # without lists it asks: they are not looked at
        for one in found:
            saw = self.state(number).basis(PARCEL.id)
            acting.answer(number, PARCEL.id, one, saw, "目で見て確かめました。", by=self.actor("baba"), at=clock.now())
        files.serve(number, file, 1, by=self.actor("chiba"), at=clock.now())
        acting.act(
            number,
            lambda state, _pen: Approve("approve", WHOLE, state.saw(WHOLE), "approver", seen=frozenset(found)),
            by=self.actor("chiba"),
            at=clock.now(),
        )
        return number

    def sending(self, number: str) -> int:
        """Begin to send, which is then to be done in the background; return the number of the sending."""
        command = StartRelease("release", PARCEL, self.state(number).saw(PARCEL), "worker")
        return releasing.start(number, command, {}, by=self.actor("baba"), at=clock.now())

    def state(self, number: str) -> State:
        return standing.fresh(number)

    def work(self) -> None:
        Worker(batch=True).run()


def book() -> bytes:
    made = Workbook()
    made.active.append(["番号", "品名"])
    made.active.append([1, "帽子"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
