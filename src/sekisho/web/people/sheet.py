"""A table that somebody filled in, read by the engine as any stranger's file: rows by their headings, faults by place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sekisho.bundle.model import BundleError
from sekisho.bundle.tables import TEXTS, WORKBOOKS, read_table
from sekisho.gate.naming import ROLES
from sekisho.japan.dates import parse_date
from sekisho.web.people.actions.posts import HELD
from sekisho.words import Sentence, say

MOST_ROWS = 20_000
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a table, and where: the row as the file counts it, and the heading of the column."""

    row: int
    column: str
    told: Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file, and its cells by heading, without spaces around them."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def read_rows(path: Path, name: str, needed: Sequence[str], known: Sequence[str]) -> tuple[Row, ...]:
    """Return the rows below the heading that are not blank.

    ``needed``: headings that must be there; ``known``: those that may be.

    Raises:
        BundleError: it cannot be read, has no such heading, one of them twice, or too many rows.

    """
    if path.suffix.lower() not in WORKBOOKS | TEXTS:
        raise BundleError(say("{file}は読めない形式です。表計算ソフトで、xlsxかCSVで保存し直してください。", file=name))
    _, table = read_table(path, name, lambda workbook: _workbook(workbook, name))
    columns = sorted(int(one) for one in table.frame.columns if one != "_row")
    cells = ([_plain(cell) for cell in row] for row in table.frame.select([str(one) for one in columns]).iter_rows())
    numbered = enumerate(cells, 1)
    heading = _heading(numbered, needed, name)
    places = {text: at for at, text in enumerate(heading) if text in known}
    rows = [Row(number, {text: row[at] for text, at in places.items()}) for number, row in numbered if any(row)]
    rows = [one for one in rows if any(one.cells.values())]
    if len(rows) > MOST_ROWS:
        raise BundleError(say("{file}の行が多すぎます（{most}行まで）。分けてください。", file=name, most=MOST_ROWS))
    return tuple(rows)


def role_of(text: str) -> str | None:
    """Return the role that a cell names, in Japanese, English, or as a procedure writes it."""
    return _ROLES.get(_plain(text).lower())


def day_of(text: str) -> date | None:
    """Return the day that a cell names, in any form that offices write."""
    return parse_date(text, compact=True)


def _workbook(path: Path, name: str) -> Sequence[Sequence[str]]:
    from sekisho.inspection.workbooks import read_workbook
    from sekisho.inspection.worker.pool import Pool

    with Pool() as pool:
        return read_workbook(path, pool, file=name, whole=True)


def _heading(rows: Iterator[tuple[int, list[str]]], needed: Sequence[str], name: str) -> list[str]:
    for number, row in rows:
        if set(needed) <= set(row):
            if twice := [text for text in needed if row.count(text) > 1]:
                raise BundleError(say("{file}に見出し「{column}」が二つあります。", file=name, column=twice[0]))
            return row
        if number >= _LOOKED_AT:
            break
    raise BundleError(
        say("{file}に見出しの行がありません。1行に{columns}を書いてください。", file=name, columns=list(needed))
    )


def _plain(cell: str | None) -> str:
    return " ".join(unicodedata.normalize("NFKC", cell or "").split())


_ROLES = {
    **{role: role for role in HELD},
    **{ROLES[role].render(language).lower(): role for language in ("ja", "en") for role in HELD},
}
