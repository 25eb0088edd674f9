"""What stands on a paper may be either number of a person: that of the register, or the one that papers bear."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.web.city import City
from tests.web.desk.driving import Driven, register

from sekisho.web.desk.parcels import Addressee

INSURED = """宛名番号,被保険者番号,氏名,生年月日,住所
1001,0000246864,山田 太郎,1973-11-02,さくら野市1-1
1002,0000571543,鈴木 花子,1981-05-30,さくら野市2-2
1003,0000571543,佐藤 次郎,1990-01-01,さくら野市3-3
1004,1001,高橋 美咲,1991-01-01,さくら野市4-4
"""


@pytest.mark.parametrize(
    ("about", "typed", "fits"),
    [
        ("1001", "1001", True),
        ("1001", "２４６８６４", True),
        ("1001", "0000246864", True),
        ("1001", "0000571543", False),
        ("1001", "1004", False),
        ("1002", "0000571543", False),  # two people bear it: it tells neither
    ],
)
def test_the_number_of_the_paper(city: City, work: Callable[[], int], about: str, typed: str, *, fits: bool) -> None:
    sources = register(city, "shogai", ("tsuda", "kishi"), INSURED)
    to = [Addressee("G1", "成年後見人 青木", where="さくら野市1-1", about=(about,))]
    it = Driven(city, work, "guardian-certificate", "asai", to, sources)
    it.attach_paper("tsuda", {"p0001": ("手帳", 1)})
    it.answer_all("asai")
    it.do("uchida", "approve")
    it.scan("tsuda", it.code("p0001"), it.code("p0001"))
    it.do("tsuda", "count", "p0001", printed="1", reprinted="0", enclosed="1")
    if fits:
        it.do("hara", "identify", "p0001", typed=typed)
    else:
        it.refused(409, "hara", "identify", "p0001", keeps=["mismatched"], typed=typed)
