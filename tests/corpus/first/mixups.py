"""Office sheets with what goes wrong in them besides a stranger: facts exchanged, somebody missing, somebody twice."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.corpus.first.city import OWN, Case, Child
from tests.corpus.first.layouts import short, spoken, wareki
from tests.corpus.first.offices import OFFICES, WIDE, Sheet, Value, half
from tests.corpus.first.sheets import FILE, MAKERS

# The sheet's own fact to exchange between two people: the value as that layout writes it, by its column.
FACTS: Mapping[str, int] = {
    "eras-apart": 8,
    "old-system": 5,
    "as-numbers": 4,
    "three-heads": 3,
    "no-heading": 4,
    "grouped": 4,
    "two-lines": 3,
}


def _found(check: str, severity: str, child: Child | None = None, **where: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"check": check, "severity": severity, "parcel": "K01", "file": FILE}
    entry |= {"subject_id": child.id} if child else {}
    return entry | ({"where": where} if where else {})


def _exchanged(sheet: Sheet, column: int, one: Child, other: Child) -> Sheet:
    """Exchange one fact of two people."""
    first, second = ((sheet.rows_of[child.id][0], column) for child in (one, other))
    sheet.cells[first], sheet.cells[second] = sheet.cells[second], sheet.cells[first]
    return sheet


def cases() -> Iterator[Case]:
    """Yield each kind of mistake in every layout in which it can be seen, and what only looks like one."""
    for n, (name, column) in enumerate(FACTS.items()):
        sheet = _exchanged(OFFICES[name](OWN), column, OWN[1], OWN[5])
        must = [
            _found("reconcile", "stop", part="cell", sheet="名簿", row=sheet.rows_of[child.id][0])
            for child in (OWN[1], OWN[5])
        ]
        yield Case(f"mixup-{name}-exchanged", {FILE: MAKERS[n % 3]({"名簿": sheet})}, must=must)
    for n, (name, lay) in enumerate(OFFICES.items()):
        make, whole = MAKERS[n % 3], {"complete": True}
        missing = [_found("completeness", "stop", OWN[3])]
        short = lay((*OWN[:3], *OWN[4:]))
        yield Case(f"mixup-{name}-missing", {FILE: make({"名簿": short})}, must=missing, parcel=whole)
        yield Case(f"mixup-{name}-whole-honest", {FILE: make({"名簿": lay(OWN[::-1])})}, parcel=whole)
    for n, name in enumerate(("grouped", "old-system", "squares", "two-lines", "bare-names")):
        sheet = OFFICES[name]((*OWN[:4], OWN[1], *OWN[4:]))
        rows = sheet.rows_of[OWN[1].id]
        twice = [_found("completeness", "ask", OWN[1], part="cell", sheet="名簿", row=rows)]
        yield Case(f"mixup-{name}-twice", {FILE: MAKERS[n % 3]({"名簿": sheet})}, must=twice)
    yield from _honest()


def _honest() -> Iterator[Case]:
    """Yield people who stand on two sheets, in two tables of a sheet, or in two files: that is no doubling."""
    lay = OFFICES["grouped"]
    for n, make in enumerate(MAKERS):
        yield Case(f"mixup-two-sheets-{n}-honest", {FILE: make({"４月": lay(OWN), "５月": lay(OWN)})})
        yield Case(
            f"mixup-two-files-{n}-honest", {FILE: make({"名簿": lay(OWN)}), "out/b.xlsx": make({"控": lay(OWN)})}
        )
    tables = OFFICES["stacked"](OWN)
    below = OFFICES["old-system"](OWN)
    for (row, column), value in below.cells.items():
        tables.cells[row + 40, column] = value
    yield Case("mixup-two-tables-honest", {FILE: MAKERS[0]({"名簿": tables})})
    halves = {FILE: MAKERS[1]({"名簿": lay(OWN[:4])}), "out/b.xlsx": MAKERS[2]({"名簿": lay(OWN[4:])})}
    yield Case("mixup-whole-in-two-files-honest", halves, parcel={"complete": True})
    yield from _same_otherwise()


def _same_otherwise() -> Iterator[Case]:
    """Yield facts that agree with the register and are only written in another way, or that nobody can hold against it."""
    ways: Mapping[str, tuple[list[str], Callable[[Child], list[Value]]]] = {
        "short-address": (["氏名", "住所"], lambda c: [c.name, short(c.address).replace("さくら野市", "")]),
        "wide-address": (["氏名", "住所"], lambda c: [c.name, short(c.address).translate(WIDE)]),
        "house": (["氏名", "住所"], lambda c: [c.name, f"{c.address}　コーポ山吹１０２号室"]),
        "prefecture": (["氏名", "生年月日", "住所"], lambda c: [c.name, wareki(c), f"山川県{c.address}"]),
        "plain-phone": (["氏名", "電話"], lambda c: [c.name, c.phone.replace("-", "")]),
        "weekday": (["氏名", "生年月日"], lambda c: [c.name, f"{spoken(c)}生"]),
        "half-kana": (["氏名", "ﾌﾘｶﾞﾅ", "生年月日"], lambda c: [c.name, half(c.kana), c.birth]),
        "unknown-phone": (["氏名", "生年月日", "緊急連絡先"], lambda c: [c.name, c.birth, "0999-77-0001"]),
        "reading-below": (["氏名\nふりがな", "生年月日"], lambda c: [f"{c.name}\n{c.kana}", spoken(c)]),
        "dates-of-others": (["氏名", "申請日", "決定日"], lambda c: [c.name, OWN[0].birth, OWN[1].birth]),
    }
    for n, (name, (heads, cells)) in enumerate(ways.items()):
        sheet = Sheet()
        sheet.put(1, 1, *heads)
        for row, child in enumerate(OWN, start=2):
            sheet.put(row, 1, *cells(child))
        yield Case(f"mixup-same-{name}-honest", {FILE: MAKERS[n % 3]({"名簿": sheet})})
