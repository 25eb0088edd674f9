"""Moving people in bulk (人事異動): a table of the present posts goes out, and comes back with the next ones.

A row is a post. Where the next section and role are others, it ends and the other one begins; where they are blank it
ends; a row without a present post begins one. A row that says nothing, or is not there any more, changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sekisho.gate.model import ANYWHERE
from sekisho.web.people.queries.roll import PostView
from sekisho.web.people.sheet import Fault, Row, role_of
from sekisho.words import say

NUMBER, NAME = "職員番号", "氏名"
SECTION, ROLE, NEXT_SECTION, NEXT_ROLE = "いまの課", "いまの役割", "次の課", "次の役割"
HEADINGS = (NUMBER, NAME, SECTION, ROLE, NEXT_SECTION, NEXT_ROLE)


@dataclass(frozen=True, slots=True)
class Move:
    """What a row changes: ``post`` ends where there is one, and another begins where there is a role."""

    person: str
    post: int | None
    department: str
    role: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is registered for the day of the move: people by staff number, sections by name, posts that are held then."""

    since: date
    people: Mapping[str, str]
    sections: Mapping[str, str]
    posts: Sequence[PostView]


_Posts = Mapping[tuple[str, str, str], PostView]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would change, or what is wrong with it. ``kept``: rows that change nothing."""

    moves: tuple[Move, ...]
    kept: int
    faults: tuple[Fault, ...]


def plan(rows: Iterable[Row], known: Known, mover: str) -> Plan:
    """Return what a table would change. ``mover``: who moves people, and never themselves."""
    posts = {(one.person, one.code, one.role): one for one in known.posts}
    moves: list[Move] = []
    faults: list[Fault] = []
    kept = 0
    listed: Counter[int] = Counter()
    for row in rows:
        found = _row(row, known, posts)
        if isinstance(found, Fault):
            faults.append(found)
            continue
        move, is_kept = found
        if move.post is not None:
            listed[move.post] += 1
            if listed[move.post] > 1:
                faults.append(Fault(row.number, ROLE, say("同じ役割の行が、上にもあります。一行にしてください。")))
                continue
        if is_kept:
            kept += 1
        elif move.person == mover:
            faults.append(Fault(row.number, NUMBER, say("自分の役割は、別の情報セキュリティ担当が変えます。")))
        else:
            faults.extend(_clash(row, move, moves, posts))
            moves.append(move)
    return Plan(() if faults else tuple(moves), kept, tuple(faults))


def _row(row: Row, known: Known, posts: _Posts) -> tuple[Move, bool] | Fault:
    """Return what a row changes, and whether that is nothing; or what is wrong in it."""
    person = known.people.get(row[NUMBER])
    if person is None:
        return Fault(row.number, NUMBER, say("この職員番号は登録されていません。先に職員を登録してください。"))
    present = _post(row, SECTION, ROLE, known)
    following = _post(row, NEXT_SECTION, NEXT_ROLE, known)
    if isinstance(present, Fault):
        return present
    if isinstance(following, Fault):
        return following
    post = posts.get((person, *present)) if present[1] else None
    if present[1] and post is None:
        return Fault(
            row.number, ROLE, say("その日に、この課のこの役割を持っていません。表をもう一度書き出してください。")
        )
    if post is not None and present != following and post.since >= known.since:
        return Fault(row.number, ROLE, say("その日に始まったばかりの役割です。職員のページで変えてください。"))
    return Move(person, post.number if post else None, *following), present == following


def _post(row: Row, section: str, role: str, known: Known) -> tuple[str, str] | Fault:
    """Return section and role of two cells, empty where both are blank."""
    named, held = row[section], row[role]
    if not held:
        return Fault(row.number, role, say("課だけが書いてあります。役割も書いてください。")) if named else ("", "")
    found = role_of(held)
    if found is None:
        return Fault(row.number, role, say("その役割はありません。書き出した表の二枚目から選んでください。"))
    if named and named not in known.sections:
        return Fault(row.number, section, say("その課は登録されていません。先に課を足してください。"))
    if not named and found not in ANYWHERE:
        return Fault(row.number, section, say("その役割は、課を決めずには持てません。"))
    return known.sections.get(named, ""), found


def _clash(row: Row, move: Move, earlier: Sequence[Move], posts: _Posts) -> Iterator[Fault]:
    """A post is given once, and only to somebody who does not hold it already."""
    if not move.role:
        return
    given = (move.person, move.department, move.role)
    if given in posts or any((one.person, one.department, one.role) == given for one in earlier):
        yield Fault(row.number, NEXT_ROLE, say("同じ課の同じ役割を、もう持っているか、二度付けています。"))


def saw(posts: Iterable[PostView]) -> str:
    """Return what tells whether posts are still what somebody saw."""
    told = sorted(f"{one.number}:{one.person}:{one.since}:{one.until}" for one in posts)
    return sha256("\n".join(told).encode()).hexdigest()
