"""Registered lists for the tests of the desk, of invented people and places, put in force by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.web import clock
from sekisho.web.people.queries import actor
from sekisho.web.sources import actions
from sekisho.web.sources.queries import in_force

if TYPE_CHECKING:
    from tests.web.city import City

BOTH = {"hoiku": ("miura", "toda"), "shogai": ("asai", "kishi"), "hoken": ("hirano", "okabe")}
"""Who supplies the lists of a department, and who accepts them."""


def kindergartens(count: int) -> str:
    """Return a list of recipients, K001 and on."""
    rows = (
        f"K{one:03},あけぼの幼稚園{one},幼稚園,office@k{one:03}.example.jp,みなと市東{one}-2\n"
        for one in range(1, count + 1)
    )
    return "宛先番号,名称,種類,メールアドレス,住所\n" + "".join(rows)


SUBJECTS = (
    "本人ID,氏名,生年月日,住所,宛先番号,宛名番号\n"
    "S0001,泉 直子,2020-05-01,さくら野市北町1-1,K001,90001\n"
    "S0002,梶 拓真,2019-11-12,さくら野市北町1-2,K001,90002\n"
    "S0003,堤 玲奈,2020-02-29,さくら野市南町3-1,K002,90003\n"
    "S0004,峰 一樹,2020-02-28,,K002,90004\n"
)


def register(city: City, department: str, kind: str, text: str) -> str:
    """Put a list in force; return its version."""
    supplier, accepter = BOTH[department]
    before = in_force(department, clock.today()).get(kind)
    saw = before.id if before else ""
    draft = actions.take_in(
        department=department,
        kind=kind,  # type: ignore[arg-type]
        as_of=clock.today(),
        name=f"{kind}.csv",
        chunks=[text.encode()],
        most=10_000_000,
        by=actor(city[supplier]),
        at=clock.now(),
    )
    version = actions.propose(draft=draft, saw=saw, by=actor(city[supplier]), at=clock.now())
    actions.accept(version=version, saw=saw, by=actor(city[accepter]), at=clock.now())
    return version
