"""What was withdrawn holds nobody up: its findings are no finding of the dispatch any more."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.city import City
from tests.web.desk.driving import Driven, book, text

from sekisho.web.desk.parcels import Addressee

TO = [Addressee("W1", "あおば事業所", where="1-1"), Addressee("W2", "ひばり事業所", where="2-2")]


def test_a_stop_of_a_withdrawn_parcel_stops_nothing(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "clinic-lists", "hirano", TO)
    hidden = book([("被保険者番号", "氏名", "個人番号"), ("1", "見本 太郎", "123456789018")])
    it.attach("nishi", {"p0001": ("一.xlsx", hidden), "p0002": ("二.xlsx", book([("品名", "数"), ("紙", 3)]))})
    assert "止まっています" in text(it.page("nishi", f"/d/{it.number}/"))
    reason = "別の宛先でした"
    answer = it.post("hirano", f"/d/{it.number}/course/", act="withdraw", parcel="p0001", reason=reason)
    assert answer.status_code == 302
    page = text(it.page("nishi", f"/d/{it.number}/"))
    assert "止まっています" not in page
    assert "停止 1件" not in page.split("経過")[0]
    assert "一.xlsx" not in text(it.page("nishi", f"/d/{it.number}/findings/"))
