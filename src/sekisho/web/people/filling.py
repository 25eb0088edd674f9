"""The first filling of an installation from a table: sections, people, posts and accounts. A second run adds what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sekisho.gate.model import ANYWHERE
from sekisho.web.people import typed
from sekisho.web.people.sheet import Fault, Row, day_of, role_of
from sekisho.web.people.typed import TypedError
from sekisho.words import say

NUMBER, NAME, SECTION, ROLE = "職員番号", "氏名", "課", "役割"
SINCE, UNTIL, LOGIN = "開始日", "終了日", "利用者名"
NEEDED = (NUMBER, NAME, SECTION, ROLE, SINCE)
HEADINGS = (*NEEDED, UNTIL, LOGIN)
_BETWEEN = str.maketrans("・,/", "、、、")


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a row. ``section`` is a name, empty for a role that is held everywhere."""

    number: str
    section: str
    role: str
    since: date
    until: date | None


@dataclass(slots=True)
class Filling:
    """What a table holds: people by staff number, their sections in the order of the table, posts, and logins with their owners."""

    people: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    sections: dict[str, None] = field(default_factory=dict)
    posts: dict[PostRow, None] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was added, and the password of each new account by its login, which is kept nowhere."""

    sections: int
    people: int
    posts: int
    passwords: Mapping[str, str]


def filling(rows: Iterable[Row]) -> Filling:
    """Return what a table holds; where it has faults, all of them."""
    found = Filling()
    for row in rows:
        for heading, put in ((NUMBER, _person), (SECTION, _section), (ROLE, _posts), (LOGIN, _login)):
            try:
                put(row, found)
            except TypedError as error:
                found.faults.append(Fault(row.number, _FIELDS.get(error.field, heading), error.told))
    return found


_FIELDS = {"staff_number": NUMBER, "name": NAME, "since": SINCE, "until": UNTIL, "login": LOGIN}


def _person(row: Row, found: Filling) -> None:
    number, name = typed.staff_number(row[NUMBER]), typed.text("name", row[NAME])
    if found.people.setdefault(number, name) != name:
        raise TypedError("name", say("同じ職員番号の上の行と、氏名が違います。"))


def _section(row: Row, found: Filling) -> None:
    if row[SECTION]:
        section = typed.text("name", row[SECTION])
        found.sections.setdefault(section)
        found.homes.setdefault(row[NUMBER], section)


def _posts(row: Row, found: Filling) -> None:
    since, until = day_of(row[SINCE]), day_of(row[UNTIL]) if row[UNTIL] else None
    if since is None:
        raise TypedError("since", say("日付として読めません。2027-04-01 や令和9年4月1日のように書いてください。"))
    if row[UNTIL] and until is None:
        raise TypedError("until", say("日付として読めません。2027-04-01 や令和9年4月1日のように書いてください。"))
    if until is not None and until < since:
        raise TypedError("until", say("終わりの日が、始まりの日より前です。"))
    named = [one.strip() for one in row[ROLE].translate(_BETWEEN).split("、") if one.strip()]
    for one in named:
        role = role_of(one)
        if role is None:
            raise TypedError("role", say("その役割はありません。マニュアルの表から選んで書いてください。"))
        if not row[SECTION] and role not in ANYWHERE:
            raise TypedError("role", say("その役割は、課を決めずには持てません。"))
        found.posts.setdefault(PostRow(row[NUMBER], row[SECTION], role, since, until))
    if not named:
        raise TypedError("role", say("役割を書いてください。"))


def _login(row: Row, found: Filling) -> None:
    if row[LOGIN]:
        login = typed.login(row[LOGIN])
        if found.logins.setdefault(login, row[NUMBER]) != row[NUMBER]:
            raise TypedError("login", say("上の行で、別の職員に使われている利用者名です。"))
