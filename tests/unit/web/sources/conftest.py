"""An installation with a section, its people and another section; made once, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client, override_settings

from sekisho.bundle.model import SourceKind
from sekisho.gate.model import Actor
from sekisho.web import clock
from sekisho.web.installation import Installation, begin
from sekisho.web.options import Options
from sekisho.web.settings import configure

configure()

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=clock.JAPAN)
TODAY = NOW.date()
HERE, THERE = "hoiku", "kaigo"
SUBJECTS = "本人ID,氏名,ふりがな,生年月日,住所\n"


@dataclass
class Town:
    """People by their family names, and the ways by which most tests go."""

    installation: Installation
    people: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        from sekisho.web.people.queries import actor

        return actor(self.people[name])

    def take(
        self,
        text: str | bytes,
        *,
        by: str = "青木",
        kind: SourceKind = "subjects",
        as_of: date = TODAY,
        name: str = "台帳.csv",
        most: int = 1_000_000,
        at: datetime = NOW,
    ) -> str:
        from sekisho.web.sources import actions

        data = text.encode() if isinstance(text, str) else text
        return actions.take_in(
            department=HERE, kind=kind, as_of=as_of, name=name, chunks=[data], most=most, by=self.actor(by), at=at
        )

    def propose(self, text: str | bytes, *, by: str = "青木", at: datetime = NOW, **values: object) -> str:
        from sekisho.web.sources import actions

        draft = self.take(text, by=by, at=at, **values)  # type: ignore[arg-type]
        return actions.propose(
            draft=draft, saw=self.current(str(values.get("kind", "subjects"))), by=self.actor(by), at=at
        )

    def accept(self, text: str | bytes, *, by: str = "馬場", at: datetime = NOW, **values: object) -> str:
        from sekisho.web.sources import actions

        version = self.propose(text, at=at, **values)
        saw = self.current(str(values.get("kind", "subjects")))
        actions.accept(version=version, saw=saw, by=self.actor(by), at=at)
        return version

    def current(self, kind: str = "subjects") -> str:
        from sekisho.web.sources.models import Version

        found = Version.objects.filter(department=HERE, kind=kind, state="accepted").first()
        return found.pk if found else ""

    def signed(self, name: str) -> Client:
        from sekisho.web.people.models import Account

        client = Client(enforce_csrf_checks=False)
        account = Account.objects.get(pk=self.accounts[name])
        client.force_login(account, "sekisho.web.people.backends.Password")
        return client

    def events(self) -> list[tuple[str, str]]:
        store = self.installation.store
        return [(one.stream, one.type) for one in store.records() if one.stream.startswith("source/")]


def _options(folder: Path) -> Options:
    return Options(organisation="さくら野市", data=str(folder / "data"), key_file=str(folder / "key" / "data.key"))


def _populated(town: Town) -> None:
    from sekisho.web.people import actions

    told = {"by": actions.SYSTEM, "at": NOW}
    actions.add_department(code=HERE, name="保育幼稚園課", short="保育", **told)
    actions.add_department(code=THERE, name="介護保険課", short="介護", **told)
    posts = [
        ("青木", HERE, "worker"),
        ("馬場", HERE, "confirmer"),
        ("千葉", HERE, "chief"),
        ("榎本", HERE, "drafter"),
        ("土井", THERE, "chief"),
        ("江口", HERE, "contractor"),
        ("福田", "", "security"),
    ]
    since = TODAY - timedelta(days=400)
    for number, (name, department, role) in enumerate(posts):
        alias = actions.add_person(staff_number=f"N{number:04}", name=f"{name} 一", family=name, **told)
        town.people[name] = alias
        actions.give_post(person=alias, role=role, department=department, since=since, **told)
        town.accounts[name] = actions.open_account(person=alias, login=f"u{number}", password="長くて覚えやすい合言葉の列", **told)
    town.accounts["青木の別"] = actions.open_account(
        person=town.people["青木"], login="second", password="長くて覚えやすい合言葉の列", **told
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town]:
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        town = Town(begin(_options(folder)))
        _populated(town)
        connections.close_all()
    return folder, town


@pytest.fixture
def town(made: tuple[Path, Town], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    folder, first = made
    monkeypatch.setattr(clock, "now", lambda: NOW)
    shutil.copytree(folder, tmp_path / "town")
    with override_settings(ROOT_URLCONF="tests.unit.web.sources.urls", ALLOWED_HOSTS=["testserver"]):
        yield Town(begin(_options(tmp_path / "town")), dict(first.people), dict(first.accounts))
    connections.close_all()


@pytest.fixture
def nothing_kept(town: Town) -> Callable[[], None]:
    """Say whether a refused upload left anything anywhere."""
    from sekisho.web.sources.models import Draft, Version

    def check() -> None:
        assert not Draft.objects.exists()
        assert not Version.objects.exists()
        assert list(town.installation.files.ids()) == []
        assert town.events() == []

    return check


def register(count: int, *, first: int = 1, address: str = "さくら野市1") -> str:
    rows = (f"S{i:05},氏名 {i},しめい,2001-04-01,{address}\n" for i in range(first, first + count))
    return SUBJECTS + "".join(rows)
