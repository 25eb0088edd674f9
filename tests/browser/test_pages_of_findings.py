"""The pages on which findings are answered or waived, lists are registered, and what is on the web is compared."""

from collections.abc import Callable
from functools import partial

import pytest
from tests.browser.preparing import lists_of, work
from tests.browser.registering import DEMO, open_dispatch
from tests.browser.registering import register as register_example
from tests.browser.somebody import Somebody
from tests.web.city import City
from tests.web.desk.driving import Driven, book
from tests.web.desk.test_walks import traced

from sekisho.gate.commands import Brief, StartRelease
from sekisho.gate.model import WHOLE, Unit
from sekisho.gate.state import State
from sekisho.web import clock
from sekisho.web.desk.actions import acting, files, inspecting
from sekisho.web.desk.parcels import Addressee
from sekisho.web.people.queries import actor

MADE: dict[str, str] = {}
REGISTER = DEMO / "incident-1/repaired/sources/園児台帳.csv"


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def all_of_it(city: City) -> None:
        register_example(city, "incident-1/repaired", "hoiku", by="miura", accepted_by="kano")
        MADE.update(stopped=stopped(city), asked=asked(city), live=live(city), unknown=nobody_knows(city))

    return all_of_it


def stopped(city: City) -> str:
    """The lists for kindergartens with their mistakes."""
    title = "市外幼稚園 補助金データ送付（11月分）"
    number = open_dispatch(city, "incident-1/mistake", "kindergartens-mail", "hoiku", by="miura", title=title)
    now, saeki = clock.now(), actor(city["saeki"])
    for role, login in (("worker", "saeki"), ("approver", "ono")):
        acting.act(number, partial(_briefed, role), by=actor(city[login]), at=now)
    keys = [f"p{n:04}" for n in range(1, 7)]
    for key, path in zip(keys, sorted((DEMO / "incident-1/mistake/out").glob("*.xlsx")), strict=True):
        files.take_in(number, key, files.Incoming(path.name, [path.read_bytes()]), by=saeki, at=now)
    work()
    files.put_in(number, keys, by=saeki, at=now)
    inspecting.ask_inspection(number, by=saeki, at=now)
    work()
    return number


def _briefed(role: str, state: State, _pen: object) -> Brief:
    return Brief("brief", WHOLE, saw=state.saw(WHOLE), role=role)


def asked(city: City) -> str:
    """A list for the web on which the engine asks something."""
    return _web(city).number


def live(city: City) -> str:
    """A list that is on the web, and is to be compared with what was approved."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    it = _web(city)
    it.answer_all("maki")
    it.open_all("maki")
    it.do("maki", "open", "p0001")
    it.do("anzai", "consents", "p0001")
    it.approve("terai")
    it.do("kojima", "release", "p0001", brought=SimpleUploadedFile("x.xlsx", it.file("p0001")))
    return it.number


def _web(city: City) -> Driven:
    title = "木造住宅耐震診断士名簿 ホームページ掲載"
    it = Driven(city, work, "web-list", "maki", [Addressee("W", "市のホームページ")], title=title)
    data = book([("登録番号", "氏名"), ("T-1", "山田 太郎"), ("T-2", "鈴木 花子")])
    it.attach("kojima", {"p0001": ("耐震診断士名簿.xlsx", data)})
    return it


def nobody_knows(city: City) -> str:
    """A mail of which nobody knows whether it left."""
    from sekisho.web.desk.actions.releasing import Ended, claim, finish, start

    to = [Addressee("K1", "青葉の森幼稚園", ("office@aobanomori.example",))]
    it = Driven(city, work, "kindergartens-mail", "miura", to, title="病児保育 利用者名簿の提供")
    for who in ("saeki", "ono"):
        it.do(who, "brief")
    rows = lists_of("A", 3, "園児番号")
    it.attach("saeki", {"p0001": ("利用者名簿.xlsx", book(rows))})
    it.answer_all("miura")
    it.open_all("miura")
    it.do("miura", "open", "p0001")
    it.do("kano", "trace", "p0001")
    it.do("kano", "trace", "p0001", **traced(it, "trace", "p0001", {name: number for number, name, _ in rows[1:]}))
    it.approve("ono")
    unit = Unit("parcel", "p0001")
    leaving = StartRelease("release", unit, saw=it.state.saw(unit))
    sending = start(it.number, leaving, {}, by=actor(city["saeki"]), at=clock.now())
    claim(sending, at=clock.now())
    finish(sending, Ended("unknown", problem="unknown"), at=clock.now())
    return it.number


def test_pages_of_findings(somebody: Callable[..., Somebody]) -> None:
    stops_and_waivers(somebody)
    asks(somebody)
    registered_lists(somebody)
    what_left(somebody)
    approvals_given_beforehand(somebody)
    people(somebody)


def stops_and_waivers(somebody: Callable[..., Somebody]) -> None:
    saeki, ishi = somebody("saeki"), somebody("ishi")
    saeki.go(f"/d/{MADE['stopped']}/findings/")
    saeki.look()
    saeki.follow("みなと丘幼稚園")
    where = saeki.path
    saeki.page.get_by_label("理由").fill("在園の登録が11月からで、台帳への反映が間に合っていません。")
    saeki.press("例外を求める")
    ishi.go(where)
    ishi.look("waiver")


def asks(somebody: Callable[..., Somebody]) -> None:
    maki = somebody("maki")
    maki.go(f"/d/{MADE['asked']}/")
    maki.look("dispatch-asks")
    maki.follow("答える")
    maki.look("finding-ask")


def registered_lists(somebody: Callable[..., Somebody]) -> None:
    miura = somebody("miura")
    miura.go("/sources/")
    miura.look("lists")
    miura.follow("台帳を出す", miura.page.get_by_role("row").filter(has_text="本人"))
    miura.look("list-upload")


def what_left(somebody: Callable[..., Somebody]) -> None:
    anzai, saeki = somebody("anzai"), somebody("saeki")
    anzai.go(f"/d/{MADE['live']}/step/recheck/parcel/p0001/")
    anzai.look("step-recheck")
    saeki.go(f"/d/{MADE['unknown']}/release/parcel/p0001/")
    saeki.look("release-unknown")
    saeki.follow("確かめた結果を記録する")
    saeki.look("settle")


def approvals_given_beforehand(somebody: Callable[..., Somebody]) -> None:
    kishi = somebody("kishi")
    kishi.go("/standing/")
    kishi.look("standing")


def people(somebody: Callable[..., Somebody]) -> None:
    ishi, ono = somebody("ishi"), somebody("ono")
    for path in ("/people/training/", "/people/moves/"):
        ishi.go(path)
        ishi.look()
    ishi.go("/people/")
    ishi.look("people")
    ishi.follow("大野 健")
    ishi.look("person")
    ono.go("/me/")
    ono.look("me")
