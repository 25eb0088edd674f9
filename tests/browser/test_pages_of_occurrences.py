"""The pages on which occurrences are recorded and near misses written, also without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.browser.preparing import work
from tests.browser.somebody import Somebody
from tests.web.city import City
from tests.web.driving import Driver, book, finding

from sekisho.web import clock
from sekisho.web.people.queries import actor
from sekisho.web.register.actions import near_misses, occurrences
from sekisho.web.register.actions.occurrences import HeldPlan, SeriesPlan
from sekisho.web.register.telling import HeldTold

KINDS = ("swapped", "others-included", "others-included", "wrong-recipient", "hidden")


@pytest.fixture
def prepare() -> Callable[[City], None]:
    def all_of_it(city: City) -> None:
        _occurrences(city)
        _near_misses(city)

    return all_of_it


def _occurrences(city: City) -> None:
    now, today = clock.now(), clock.today()
    toda, ishi = actor(city["toda"]), actor(city["ishi"])
    ago = [today - timedelta(days=days) for days in (100, 65, 36)]
    meeting = SeriesPlan("封入作業の定例会議", "meeting", "monthly", ago[0], "hoiku", city["miura"], "さくら印刷")
    number = occurrences.begin(plan=meeting, by=toda, at=now)
    for place, on in enumerate(ago, 1):
        told = HeldTold(
            "窓のない封筒の残りを廃棄した。\n番号の読み取りを二人で行う順を決めた。", "係長ほか5人", "さくら印刷"
        )
        occurrences.write_held(number=number, plan=HeldPlan(on, 5 + place, told), by=toda, at=now)
    occurrences.withdraw(number=number, place=2, by=toda, at=now)
    training = SeriesPlan("個人情報の取扱いの研修", "training", "yearly", today - timedelta(days=200))
    occurrences.begin(plan=training, by=ishi, at=now)
    visit = SeriesPlan("委託先への立入り", "visit", "once", today - timedelta(days=50), "hoken")
    over = occurrences.begin(plan=visit, by=ishi, at=now)
    occurrences.end(number=over, on=today, by=ishi, at=now)


def _near_misses(city: City) -> None:
    now, today = clock.now(), clock.today()
    for place, kind in enumerate(KINDS):
        on = today - timedelta(days=20 * place)
        told = near_misses.Told("hoiku", kind, on, "post", "二つの封筒を取り違えるところでした")
        number = near_misses.write(told=told, by=actor(city["saeki"]), at=now)
        if place:
            near_misses.answer(number=number, saw=0, text="封筒に窓を付けました。", by=actor(city["ishi"]), at=now)
    driver = Driver(city, work)
    dispatch = driver.open("kindergartens-mail")
    driver.up_to(dispatch, "inspect")
    driver.inspected(dispatch, "p0001", findings=[finding(dispatch, "scope", "stop")])
    driver.attach(dispatch, ["p0001"], **{"直した名簿.xlsx": book("見本 三郎")})


def test_pages_of_occurrences(somebody: Callable[..., Somebody]) -> None:
    what_is_held(somebody)
    half_a_minute(somebody)
    what_came_of_it(somebody)


def what_is_held(somebody: Callable[..., Somebody]) -> None:
    miura, toda, ishi = somebody("miura"), somebody("toda"), somebody("ishi")
    miura.go("/")
    miura.follow("行ったことを書く")
    miura.look("occurrence")
    miura.follow("行ったことを書く")
    miura.page.get_by_label("参加した人の数").fill("-1")
    miura.press("行ったことを書く")
    miura.look()
    miura.page.get_by_label("参加した人の数").fill("6")
    miura.page.get_by_label("記録").fill("読み取りの順を見直した。")
    miura.press("行ったことを書く")
    miura.look()
    toda.go("/register/occurrences/1/")
    toda.look()
    ishi.go("/register/occurrences/")
    ishi.look("occurrences")
    ishi.go("/register/occurrences/new/")
    ishi.look()


def half_a_minute(somebody: Callable[..., Somebody]) -> None:
    kano = somebody("kano", has_script=False)
    kano.go("/")
    kano.follow("ヒヤリ・ハットを書く（30秒）", kano.page.locator("footer"))
    kano.press("知らせる")
    kano.page.get_by_text("一覧から選んでください。").wait_for()
    kano.page.get_by_label("二つを取り違えた").check()
    kano.page.get_by_label("ひとこと").fill("封筒の窓から別の宛名が見えた")
    kano.press("知らせる")
    kano.page.get_by_text("として受け付けました").wait_for()
    saeki = somebody("saeki")
    saeki.go("/register/near-misses/new/")
    saeki.look("near-miss-new")
    saeki.go("/register/near-misses/")
    saeki.look("near-misses")


def what_came_of_it(somebody: Callable[..., Somebody]) -> None:
    ishi, kano = somebody("ishi"), somebody("kano")
    ishi.go("/")
    ishi.look()
    ishi.follow("答える")
    ishi.look()
    ishi.go("/register/near-misses/6/")
    ishi.look()
    ishi.page.get_by_role("textbox", name="どうなったか").fill("窓の大きさを変えました。")
    ishi.press("答える")
    kano.go("/register/near-misses/")
    kano.page.get_by_text("窓の大きさを変えました。").wait_for()
