"""The people of さくら野市, an invented city: who works where, in which role.

Everybody signs in by their family name in Latin letters, with one password and one PIN. Days count from today, so that a test
means the same next year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.people import actions

NAME = "さくら野市"
PASSWORD = "sekisho-demo"
PIN = "602814"

DEPARTMENTS = {
    "hoiku": ("保育幼稚園課", "保育幼稚園"),
    "hoken": ("保険年金課", "保険年金"),
    "shogai": ("障害福祉課", "障害福祉"),
    "kaigo": ("介護保険課", "介護保険"),
    "jutaku": ("住宅課", "住宅"),
    "shimin": ("市民税課", "市民税"),
    "bunsho": ("文書課", "文書"),
    "joho": ("情報セキュリティ", "情報"),
}
PROCEDURES = {
    "kindergartens-mail": "hoiku",
    "clinic-lists": "hoken",
    "guardian-certificate": "shogai",
    "care-offices": "kaigo",
    "web-list": "jutaku",
    "tax-notices": "shimin",
    "single": "shogai",
}
"""Which department runs which of the shipped procedures."""
COURSES = ("委託先作業マニュアル", "リスト作成業務マニュアル", "郵送物確認ルール", "個人情報の取扱い")
"""The training that the shipped procedures ask for."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of the staff, or a contractor's. ``logins``: one person may have several accounts."""

    login: str
    name: str
    home: str
    roles: tuple[str, ...]
    more_logins: tuple[str, ...] = ()
    ended: bool = False
    trained: bool = True


_DRAFTER, _WORKER, _CONFIRMER = ("drafter",), ("worker", "encloser"), ("confirmer",)
_APPROVER, _CHIEF = ("approver", "superior"), ("chief",)

PEOPLE = (
    Somebody("miura", "三浦 恵", "hoiku", _DRAFTER),
    Somebody("saeki", "佐伯 隼人", "hoiku", _WORKER, more_logins=("saeki-window",)),
    Somebody("kano", "加納 由紀", "hoiku", _CONFIRMER),
    Somebody("ono", "大野 健", "hoiku", _APPROVER),
    Somebody("toda", "戸田 久美", "hoiku", _CHIEF),
    Somebody("moriya", "守屋 修", "hoiku", ("worker", "confirmer"), ended=True),
    Somebody("hirano", "平野 翔", "hoken", _DRAFTER),
    Somebody("nishi", "西 真理", "hoken", _WORKER),
    Somebody("kawai", "河合 拓", "hoken", _CONFIRMER),
    Somebody("mizuno", "水野 恭子", "hoken", _APPROVER),
    Somebody("okabe", "岡部 正", "hoken", _CHIEF),
    Somebody("sugita", "杉田 葵", "hoken", _WORKER, trained=False),
    Somebody("asai", "浅井 舞", "shogai", _DRAFTER),
    Somebody("tsuda", "津田 亮", "shogai", _WORKER),
    Somebody("hara", "原 千尋", "shogai", _CONFIRMER),
    Somebody("uchida", "内田 徹", "shogai", _APPROVER),
    Somebody("kishi", "岸 洋子", "shogai", _CHIEF),
    Somebody("ogura", "小倉 望", "kaigo", _DRAFTER),
    Somebody("tanabe", "田辺 圭", "kaigo", _WORKER),
    Somebody("shiga", "志賀 文", "kaigo", _CONFIRMER),
    Somebody("hotta", "堀田 実", "kaigo", _APPROVER),
    Somebody("ueki", "植木 幸", "kaigo", _CHIEF),
    Somebody("maki", "牧 直樹", "jutaku", _DRAFTER),
    Somebody("kojima", "児島 愛", "jutaku", _WORKER),
    Somebody("anzai", "安西 浩", "jutaku", _CONFIRMER),
    Somebody("terai", "寺井 薫", "jutaku", _APPROVER),
    Somebody("nagai", "永井 誠", "jutaku", _CHIEF),
    Somebody("sakuma", "佐久間 遥", "shimin", _DRAFTER),
    Somebody("fujii", "藤井 剛", "shimin", ("worker",)),
    Somebody("imai", "今井 里奈", "shimin", ("encloser",)),
    Somebody("kubota", "久保田 学", "shimin", _CONFIRMER),
    Somebody("yano", "矢野 聡", "shimin", _APPROVER),
    Somebody("oba", "大場 直子", "shimin", _CHIEF),
    Somebody("tachi", "舘 良介", "bunsho", ("mailroom",)),
    Somebody("seki", "関 美和", "bunsho", ("outside_confirmer",)),
    Somebody("ishi", "石川 真帆", "joho", ("security",)),
    Somebody("nakata", "中田 一郎", "", ("contractor",)),
    Somebody("doi", "土井 春香", "", ("contractor_confirmer",)),
)
DEPUTY = ("toda", "ono", "approver")
"""Who stands in for whom, in which post."""


@dataclass(frozen=True, slots=True)
class City:
    """What was registered: the alias of each person by login, and of their posts."""

    people: Mapping[str, str] = field(default_factory=dict)
    posts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def __getitem__(self, login: str) -> str:
        return self.people[login]


def settle() -> City:
    """Register departments, people, posts, training and the shipped procedures with the installation of this process."""
    now, by = clock.now(), actions.SYSTEM
    for code, (name, short) in DEPARTMENTS.items():
        actions.add_department(code=code, name=name, short=short, by=by, at=now)
    shelf.register_shipped(by=by.person, at=now)
    people: dict[str, str] = {}
    posts: dict[tuple[str, str], int] = {}
    for number, one in enumerate(PEOPLE, 1):
        people[one.login] = _enter(one, number, posts)
    person, principal, role = DEPUTY
    actions.name_deputy(
        person=people[person],
        post=posts[principal, role],
        since=now.date() - timedelta(days=7),
        until=now.date() + timedelta(days=60),
        by=by,
        at=now,
    )
    return City(people, posts)


def _enter(one: Somebody, number: int, posts: dict[tuple[str, str], int]) -> str:
    now, by = clock.now(), actions.SYSTEM
    since, today = now.date() - timedelta(days=400), now.date()
    alias = actions.add_person(
        staff_number=f"{number:05}",
        name=one.name,
        family=one.name.split()[0],
        home=one.home,
        mail=f"{one.login}@sakurano.example",
        by=by,
        at=now,
    )
    for login in (one.login, *one.more_logins):
        actions.open_account(person=alias, login=login, password=PASSWORD, pin=PIN, by=by, at=now)
    for role in one.roles:
        posts[one.login, role] = actions.give_post(
            person=alias,
            role=role,
            department=one.home,
            since=since,
            until=today - timedelta(days=1) if one.ended else None,
            by=by,
            at=now,
        )
    for course in COURSES if one.trained else ():
        until = today + timedelta(days=200)
        actions.record_training(person=alias, course=course, done_on=since, until=until, by=by, at=now)
    return alias
