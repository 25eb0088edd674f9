"""The clean rows of a long list, settled all at once.

In an honest list nearly every row has a number or a name, a birth date, an
address that are one registered person's. Those rows are found here by columns;
every other row is left to be read with care, sign by sign. What is found here
is what careful reading would find: a row goes through only if one person fits
every value that a heading names, and nobody else is mentioned in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.inspection.model import Grid
from sekisho.inspection.recognition.layout import Block, Column, blocks_of, lines_of
from sekisho.inspection.recognition.mentions import CleanRows
from sekisho.inspection.recognition.readings import day_of, header_of, read_texts
from sekisho.inspection.recognition.records import SUBJECT_KINDS, pair_texts
from sekisho.inspection.recognition.register import FOLDS, Register
from sekisho.inspection.recognition.settle import stands_in
from sekisho.inspection.recognition.staff import is_role
from sekisho.japan.addresses import address_keys, fold_addresses, same_address

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

ROWS = 500
"""Rows from which a grid is worth reading by columns."""
LONGEST_HEADING = 30
HEADING_WORDS = frozenset(
    [
        "氏名",
        "名前",
        "姓",
        "名",
        "カナ",
        "ｶﾅ",
        "ガナ",
        "読み",
        "生年",
        "誕生",
        "住所",
        "所在",
        "電話",
        "TEL",
        "番号",
        "コード",
        "ID",
    ]
)
"""At least one of these stands in a heading of a list of persons."""
HEADINGS_WITHIN = 30
"""The row up to which all headings must stand."""
IDENTIFYING = frozenset({"subject_id", "number"})
KINDS = SUBJECT_KINDS - {"my_number"}
_PLAIN_NUMBER = r"^[\d０-９][\d０-９,.，．]{0,5}$"
_BARE = r"^[0-9]{9,}$"
_LIKE_A_PHONE = r"^(?:0[1-9]|0081|[1-9][0-9]{8,9}$)"
"""A number of nine digits or more that is no phone (see ``japan.phones``) is too long for a date: it can only be an
identifier. A list has as many of them as rows (世帯番号), and the register is asked about all of them at once."""


@dataclass(frozen=True, slots=True)
class Clean:
    """The clean rows of one grid, and the rest.

    ``rows.table`` counts from the grid. ``persons``: the position in the register of each row's person; ``rest``: the
    rows that must be read with care.
    """

    rows: CleanRows
    persons: Sequence[int]
    rest: frozenset[int]


def clean_rows(register: Register, grid: Grid) -> Clean | None:
    """Return the clean rows of a long list with its headings on top, None where a grid is no such list."""
    if not grid.rows or grid.rows[-1] - grid.rows[0] < ROWS:
        return None
    import numpy as np
    import polars as pl

    rows = np.frombuffer(grid.rows, dtype=f"u{grid.rows.itemsize}")
    block = _only_table(grid, rows)
    if block is None:
        return None
    typed = _typed(block.columns)
    kinds = [kind for _, kind in typed]
    if "name" not in kinds or kinds.count("name") > 1:
        return None
    cells = _Cells(_positions(grid, rows, block.lines[0].row), pl.Series(grid.strings, dtype=pl.String))
    pairs = _pairs(register, cells, typed)
    fitting = _fitting(register, cells, typed, pairs)
    bad = _other_rows(register, grid, cells, block.columns, typed)
    good = fitting.filter(~fitting["row"].is_in(bad.implode())).sort("row")
    del cells, pairs, fitting, bad  # with them stands every cell a second time: the rest needs the room
    rest = frozenset(np.setdiff1d(rows, good["row"].to_numpy()).tolist())
    unknown = frozenset(kind for kind in kinds if kind not in IDENTIFYING and not register.knows(kind))
    clean = CleanRows(
        grid,
        block.number,
        register.frame["subject_id"].gather(good["index"]).to_list(),
        good["cell"].to_list(),
        np.searchsorted(rows, good["row"].to_numpy()).tolist(),
        np.searchsorted(rows, good["row"].to_numpy(), side="right").tolist(),
        dict(typed),
        unknown,
    )
    return Clean(clean, good["index"].to_list(), rest)


def _only_table(grid: Grid, rows: np.ndarray) -> Block | None:
    """Return the table below the headings on top of a grid (with its first line), None where headings come again."""
    import numpy as np

    texts = np.frombuffer(grid.texts, dtype=f"u{grid.texts.itemsize}")
    with_heading = np.unique(rows[np.isin(texts, _headings(grid.strings))])
    if not len(with_heading) or with_heading[-1] > HEADINGS_WITHIN:
        return None
    top = frozenset(range(int(with_heading[-1]) + 4))
    blocks = list(blocks_of(lines_of(grid, top), _says_nothing))
    last = blocks[-1] if blocks else None
    if last is None or last.form or not last.columns or last.lines[0].row <= with_heading[-1]:
        return None
    return last


def _says_nothing(text: str) -> bool:  # noqa: ARG001  on top of a list nobody is looked for yet
    return False


def _headings(strings: Sequence[str]) -> list[int]:
    """Return the positions of the texts that are headings of the facts that a list is read by."""
    import polars as pl

    short = pl.Series(strings, dtype=pl.String)
    likely = (short.str.len_chars() <= LONGEST_HEADING) & short.str.contains_any(list(HEADING_WORDS))
    return [at for at in likely.arg_true().to_list() if header_of(strings[at]) is not None]


def _typed(columns: Sequence[Column]) -> tuple[tuple[int, str], ...]:
    return tuple(
        (column.first, column.header.column)
        for column in columns
        if column.header and not column.header.whose and column.header.column in KINDS and column.slot == 0
    )


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a list: ``frame`` (row, column, text, cell), and the ``strings`` that ``text`` counts.

    A column gets its strings when it is looked at: all of them at once would stand in memory a second time.
    """

    frame: pl.DataFrame
    strings: pl.Series

    def column(self, column: int) -> pl.DataFrame:
        """Return (row, cell, value) of one column."""
        import polars as pl

        found = self.frame.filter(pl.col("column") == column)
        return found.select("row", "cell", value=self.strings.gather(found["text"]))


def _positions(grid: Grid, rows: np.ndarray, first: int) -> pl.DataFrame:
    """Return (row, column, text, cell) of every cell from row ``first`` on."""
    import numpy as np
    import polars as pl

    start = int(np.searchsorted(rows, first))
    columns = np.frombuffer(grid.columns, dtype=f"u{grid.columns.itemsize}")[start:]
    texts = np.frombuffer(grid.texts, dtype=f"u{grid.texts.itemsize}")[start:]
    numbers = np.arange(start, len(rows), dtype=np.uint32)
    return pl.DataFrame({"row": rows[start:], "column": columns, "text": texts, "cell": numbers})


def _pairs(register: Register, cells: _Cells, typed: Sequence[tuple[int, str]]) -> pl.DataFrame:
    """Return (row, cell, value, index): the names of the list, each with everyone whom the row may mean.

    Where a column of numbers meets the register as it stands, those are the ones; else everyone of the name.
    """
    import polars as pl

    name = next(column for column, kind in typed if kind == "name")
    names = cells.column(name)
    for column, kind in typed:
        for own in IDENTIFYING if kind in IDENTIFYING else ():
            if not register.knows(own):
                continue
            raw = register.frame.select(pl.col(own).alias("value")).with_row_index("index").drop_nulls()
            found = cells.column(column).join(raw, on="value").select("row", "index")
            if found.height == names.height and not found["row"].is_duplicated().any():
                return names.join(found, on="row")
    keys = names["value"].unique()
    folded = pl.DataFrame({"value": keys, "key": pl.Series(FOLDS["name"](keys.to_list()), dtype=pl.String)})
    return names.join(folded, on="value").join(register.keys("name"), on="key").select("row", "cell", "value", "index")


def _fitting(register: Register, cells: _Cells, typed: Sequence[tuple[int, str]], pairs: pl.DataFrame) -> pl.DataFrame:
    """Return (row, cell, index) of the rows which one person fits, in every value and in one besides the name."""
    import numpy as np
    import polars as pl

    judged = pairs.with_columns(pl.lit(0).alias("agreeing"), pl.lit(0).alias("differing"))
    for column, kind in typed:
        values = cells.column(column).select("row", pl.col("value").alias("said"))
        judged = judged.join(values, on="row", how="left")
        verdict = _agree(register, kind, judged["said"], judged["index"])
        if kind in IDENTIFYING:
            # Either column of identifiers may be what the list calls by its own word.
            other = _agree(register, next(iter(IDENTIFYING - {kind})), judged["said"], judged["index"])
            verdict = pl.Series(np.where((verdict == 1) | (other == 1), 1, np.minimum(verdict, other)))
        if register.knows(kind):
            # 非公開 in place of a phone: what the register knows and the row does not say is for careful reading.
            verdict = verdict - ((verdict == 0) & judged["said"].is_not_null()).cast(pl.Int8)
        weight = 0 if kind in {"name", "sex", "postal_code"} else 1
        judged = judged.with_columns(
            pl.col("agreeing") + (verdict == 1).cast(pl.Int32) * weight,
            pl.col("differing") + (verdict == -1).cast(pl.Int32),
        ).drop("said")
    fits = judged.filter((pl.col("agreeing") > 0) & (pl.col("differing") == 0))
    return fits.filter(~fits["row"].is_duplicated()).select("row", "cell", "index")


def _agree(register: Register, kind: str, said: pl.Series, index: pl.Series) -> pl.Series:
    """Return for each pair 1 where a value is what the register says, -1 where it differs, 0 where neither speaks."""
    import numpy as np
    import polars as pl

    if not register.knows(kind):
        return pl.Series(np.zeros(len(said), dtype=np.int8))
    known = register.frame[kind].gather(index)
    if kind == "birth_date":
        return _same_day(said, known)
    frame = pl.DataFrame({"said": said, "known": known}).with_columns(
        pl.when(pl.col("said").is_null() | pl.col("known").is_null())
        .then(0)
        .when(pl.col("said") == pl.col("known"))
        .then(1)
        .otherwise(-1)
        .alias("verdict")
    )
    apart = frame.filter(pl.col("verdict") == -1).select("said", "known").unique()
    if not apart.height:
        return frame["verdict"]
    said_list, known_list = apart["said"].to_list(), apart["known"].to_list()
    if kind == "address":
        folds = (fold_addresses(said_list), fold_addresses(known_list))
        address_keys([*folds[0], *folds[1]])  # folded as a column, each is at hand below
        same = [stands_in(a, b) or same_address(a, b) if a and b else None for a, b in zip(*folds, strict=True)]
    else:
        folds = (FOLDS[kind](said_list), FOLDS[kind](known_list))
        same = [a == b if b else None for a, b in zip(*folds, strict=True)]
    meant = apart.with_columns(pl.Series("same", [0 if s is None else 1 if s else -1 for s in same], dtype=pl.Int32))
    return (
        frame.join(meant, on=["said", "known"], how="left", maintain_order="left")
        .select(pl.coalesce("same", "verdict"))
        .to_series()
    )


def _same_day(said: pl.Series, known: pl.Series) -> pl.Series:
    import polars as pl

    iso = said.str.to_date("%Y-%m-%d", strict=False)
    others = said.filter(iso.is_null() & said.is_not_null()).unique().to_list()
    days = pl.DataFrame(
        {"said": others, "day": [day_of(text) for text in others]}, schema={"said": pl.String, "day": pl.Date}
    )
    frame = pl.DataFrame({"said": said, "iso": iso, "known": known}).join(
        days, on="said", how="left", maintain_order="left"
    )
    day = pl.coalesce("iso", "day")
    return frame.select(
        pl.when(day.is_null() | pl.col("known").is_null()).then(0).when(day == pl.col("known")).then(1).otherwise(-1)
    ).to_series()


def _other_rows(
    register: Register, grid: Grid, cells: _Cells, columns: Sequence[Column], typed: Sequence[tuple[int, str]]
) -> pl.Series:
    """Return the rows in which somebody else may be mentioned: in a remark, under no heading, as a guardian."""
    import polars as pl

    named = [column for column, _ in typed]
    headed = [column.first for column in columns]
    loose = cells.frame.filter(~pl.col("column").is_in(named))
    odd = loose.filter(~pl.col("column").is_in(headed))["row"]
    frame = loose.select(pl.col("text").unique())
    frame = frame.with_columns(value=cells.strings.gather(frame["text"]))
    frame = frame.filter((pl.col("value").str.len_chars() > 1) & ~pl.col("value").str.contains(_PLAIN_NUMBER))
    bare = frame["value"].str.contains(_BARE) & ~frame["value"].str.contains(_LIKE_A_PHONE)
    strings = frame.filter(~bare)["value"].to_list()
    readings = read_texts(register, strings, [])
    speaking = {
        *readings.names,
        *readings.inside,
        *readings.numbers,
        *(text for owners in readings.identifiers.values() for text in owners),
        *(text for text in strings if day_of(text) is not None or is_role(text)),
    }
    known = [
        # The register at the left: what is at the right is hashed, and a list is shorter than a city.
        register.keys(kind).join(frame.filter(bare), left_on="key", right_on="value")["text"]
        for kind in IDENTIFYING
    ]
    hits = pl.concat([frame.filter(pl.col("value").is_in(list(speaking)))["text"], *known])
    rows = loose.filter(pl.col("text").is_in(hits.implode()))["row"]
    return pl.concat([odd, rows, _paired(register, grid, loose)]).unique()


def _paired(register: Register, grid: Grid, loose: pl.DataFrame) -> pl.Series:
    """Return the rows in which two short loose values side by side are a name together."""
    import polars as pl

    short = [at for at, text in enumerate(grid.strings) if len(text) <= 6 and text > "\u3040"]
    part = loose.filter(pl.col("text").is_in(short))
    rows = frozenset(part.filter(part["row"].is_duplicated())["row"].to_list())
    if not rows:
        return pl.Series([], dtype=loose["row"].dtype)
    lines = lines_of(grid, rows)
    texts = [(line.row, text) for line in lines for text in pair_texts([line])]
    names = read_texts(register, list({text for _, text in texts}), []).names
    return pl.Series([row for row, text in texts if text in names], dtype=loose["row"].dtype)
