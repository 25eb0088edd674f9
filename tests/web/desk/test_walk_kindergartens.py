"""園別名簿のメール送付 over HTTP, from its opening to its end."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.city import City
from tests.web.desk.driving import Driven, book

from sekisho.web.desk.parcels import Addressee

TO = [Addressee("K1", "青葉の森幼稚園", ("a@x.example",)), Addressee("K2", "ひかり幼稚園", ("b@x.example",))]
HEAD = ("園児番号", "氏名", "生年月日")
FIRST = [HEAD, *((f"A{n:04}", name, f"2020-04-0{n}") for n, name in enumerate(("山田 太郎", "鈴木 花子", "佐藤 次郎", "高橋 美咲"), 1))]
SECOND = [HEAD, ("B0001", "伊藤 翼", "2020-05-01"), ("B0002", "渡辺 凛", "2020-06-02")]


def test_from_opening_to_end(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "kindergartens-mail", "miura", TO)
    for who in ("saeki", "ono"):
        it.do(who, "brief")
    it.attach("saeki", {"p0001": ("青葉.xlsx", book(FIRST)), "p0002": ("ひかり.xlsx", book(SECOND))})
    it.answer_all("miura")
    it.open_all("miura")
    for parcel in ("p0001", "p0002"):
        it.do("miura", "open", parcel)
    print(it.page("kano", it.url("trace", "p0001")))
    it.do("kano", "trace", "p0001")
    page = it.page("kano", it.url("trace", "p0001"))
    print(page)
    assert 0
