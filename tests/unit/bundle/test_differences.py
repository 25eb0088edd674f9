from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.bundle.differences import KEYS, Difference, difference
from sekisho.bundle.model import Source, SourceKind

Row = dict[str, str | date | None]


def source(kind: SourceKind, rows: list[Row], columns: tuple[str, ...], *, first: int = 2) -> Source:
    types = {column: pl.Date() if column == "birth_date" else pl.String() for column in columns}
    frame = pl.DataFrame({c: pl.Series([row.get(c) for row in rows], dtype=t) for c, t in types.items()})
    numbers = pl.Series("_row", range(first, first + len(rows)), dtype=pl.UInt32)
    return Source(kind, "list.csv", "0" * 64, frame.select(numbers, *columns))


COLUMNS = ("subject_id", "name", "birth_date", "クラス")


def subjects(*rows: tuple[str, str, date | None, str | None]) -> Source:
    return source("subjects", [dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)


A = ("S1", "青木 一", date(2019, 4, 1), "ばら")
B = ("S2", "馬場 二", None, None)
C = ("S3", "千葉 三", date(2020, 1, 2), "ゆり")


# ---------------------------------------------------------------- what is no difference


def test_a_list_does_not_differ_from_itself() -> None:
    found = difference(subjects(A, B, C), subjects(A, B, C))
    assert not found
    assert (found.same, found.columns_added, found.columns_removed) == (3, (), ())


def test_neither_order_nor_rows_of_the_file_count() -> None:
    old, new = subjects(A, B, C), subjects(C, A, B)
    moved = Source(new.kind, "other.xlsx", "1" * 64, new.frame.with_columns(pl.col("_row") + 7))
    assert not difference(old, moved)


def test_the_order_of_columns_does_not_count() -> None:
    old, new = subjects(A, B), subjects(A, B)
    turned = Source(new.kind, new.path, new.sha256, new.frame.select("_row", *reversed(COLUMNS)))
    assert not difference(old, turned)


def test_a_new_column_that_is_empty_everywhere_changes_no_row() -> None:
    old, new = subjects(A, B), subjects(A, B)
    wider = Source(new.kind, new.path, new.sha256, new.frame.with_columns(pl.lit(None, dtype=pl.String).alias("phone")))
    found = difference(old, wider)
    assert not found
    assert (found.columns_added, found.columns_removed) == (("phone",), ())


def test_empty_lists_do_not_differ() -> None:
    assert not difference(subjects(), subjects())


def test_two_equal_rows_of_a_scope_stay_two_equal_rows() -> None:
    twice = source("scope", [{"recipient_id": "K1", "subject_id": "S1"}] * 2, ("recipient_id", "subject_id"))
    assert not difference(twice, twice)


# ---------------------------------------------------------------- what is one


def test_rows_added_removed_and_changed() -> None:
    found = difference(subjects(A, B), subjects(("S1", "青木 一", date(2019, 4, 2), None), C))
    assert found.added.rows() == [(3, *C)]
    assert found.removed.rows() == [(3, *B)]
    assert found.changed.rows() == [
        (2, 2, "S1", ["birth_date", "クラス"], ["2019-04-01", "ばら"], ["2019-04-02", None]),
    ]
    assert found.same == 0


def test_what_was_empty_and_is_filled_is_changed() -> None:
    found = difference(subjects(B), subjects(("S2", "馬場 二", date(2018, 3, 3), None)))
    assert found.changed.rows() == [(2, 2, "S2", ["birth_date"], [None], ["2018-03-03"])]


def test_a_column_that_is_gone_changes_the_rows_that_had_something_in_it() -> None:
    old, new = subjects(A, B), subjects(A, B)
    narrow = Source(new.kind, new.path, new.sha256, new.frame.drop("クラス"))
    found = difference(old, narrow)
    assert found.changed["subject_id"].to_list() == ["S1"]
    assert (found.columns_added, found.columns_removed) == ((), ("クラス",))


def test_one_row_more_of_the_same_is_added() -> None:
    row: Row = {"recipient_id": "K1", "subject_id": "S1"}
    one, two = (source("scope", [row] * count, ("recipient_id", "subject_id")) for count in (1, 2))
    assert difference(one, two).added.height == 1
    assert difference(two, one).removed.height == 1


def test_an_empty_purpose_is_a_key_like_any_other() -> None:
    columns = ("subject_id", "purpose", "fields")
    old = source("consents", [{"subject_id": "S1", "fields": "name"}], columns)
    new = source("consents", [{"subject_id": "S1", "fields": "name;kana"}], columns)
    assert difference(old, new).changed.rows() == [(2, 2, "S1", None, ["fields"], ["name"], ["name;kana"])]


@pytest.mark.parametrize("header", ["0", "1_before", "_turn", "columns", "before", "_row_before", "name_before"])
def test_headers_of_the_file_may_be_called_like_anything(header: str) -> None:
    columns = ("subject_id", "name", header)
    old = source("subjects", [{"subject_id": "S1", "name": "青木", header: "x"}], columns)
    new = source("subjects", [{"subject_id": "S1", "name": "青木", header: "y"}], columns)
    assert difference(old, new).changed["columns"].to_list() == [[header]]


def test_a_column_of_dates_in_one_version_and_of_texts_in_the_other() -> None:
    old = Source("subjects", "a", "0", subjects(A).frame.rename({"birth_date": "入園日"}))
    new = Source("subjects", "a", "0", old.frame.with_columns(pl.col("入園日").cast(pl.String)))
    assert not difference(old, new)


def test_lists_of_two_kinds_are_not_compared() -> None:
    with pytest.raises(ValueError, match="scope"):
        difference(subjects(A), source("scope", [], ("recipient_id", "subject_id")))


# ---------------------------------------------------------------- properties

_WORDS = st.sampled_from(["", "a", "b", "名", "𠮷"]).map(lambda text: text or None)
_DAYS = st.none() | st.integers(0, 3).map(lambda days: date(2020, 1, 1) + timedelta(days))


@st.composite
def lists(draw: st.DrawFn, kind: SourceKind) -> Source:
    key = KEYS[kind]
    columns = (*key, *draw(st.lists(st.sampled_from(["name", "birth_date", "fields", "備考"]), unique=True)))
    cell = {column: _DAYS if column == "birth_date" else _WORDS for column in columns}
    cell |= {column: st.sampled_from(["1", "2", "3", "4"]) for column in key}
    rows: list[Row] = draw(st.lists(st.fixed_dictionaries(cell), max_size=8))
    if kind in {"subjects", "recipients"}:
        rows = list({row[key[0]]: row for row in rows}.values())
    return source(kind, rows, columns, first=draw(st.integers(2, 5)))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Source, Source]:
    kind: SourceKind = draw(st.sampled_from(list(KEYS)))
    return draw(lists(kind)), draw(lists(kind))


def cells(rows: Iterable[Row]) -> Counter[frozenset[tuple[str, str]]]:
    """Return the rows without their numbers; what is empty is not there."""
    return Counter(
        frozenset((column, str(value)) for column, value in row.items() if column != "_row" and value is not None)
        for row in rows
    )


def turned(found: Difference, old: Source) -> Counter[frozenset[tuple[str, str]]]:
    """Return the rows of ``old`` after everything that the difference says was done to them."""
    rows = {row["_row"]: row for row in old.frame.iter_rows(named=True)}
    for row in found.removed["_row"]:
        del rows[row]
    for change in found.changed.iter_rows(named=True):
        rows[change["_row_before"]] |= dict(zip(change["columns"], change["after"], strict=True))
    return cells(rows.values()) + cells(found.added.iter_rows(named=True))


@given(pairs())
def test_what_is_said_to_have_become_of_the_old_list_gives_the_new_one(pair: tuple[Source, Source]) -> None:
    old, new = pair
    assert turned(difference(old, new), old) == cells(new.frame.iter_rows(named=True))


@given(pairs())
def test_every_row_is_counted_once(pair: tuple[Source, Source]) -> None:
    old, new = pair
    found = difference(old, new)
    assert found.same + found.changed.height + found.removed.height == old.frame.height
    assert found.same + found.changed.height + found.added.height == new.frame.height


@given(pairs())
def test_backwards_the_same_is_said_the_other_way_round(pair: tuple[Source, Source]) -> None:
    old, new = pair
    there, back = difference(old, new), difference(new, old)
    assert there.added.height == back.removed.height
    assert there.changed.height == back.changed.height
    assert there.same == back.same


@given(pairs(), st.randoms())
def test_shuffled_rows_change_no_count(pair: tuple[Source, Source], chance: object) -> None:
    old, new = pair
    order = list(range(new.frame.height))
    chance.shuffle(order)  # type: ignore[attr-defined]
    shuffled = Source(new.kind, new.path, new.sha256, new.frame[order])
    one, other = difference(old, new), difference(old, shuffled)
    assert (one.added.height, one.removed.height, one.changed.height) == (
        *(other.added.height, other.removed.height, other.changed.height),
    )


@given(pairs())
def test_only_values_that_differ_are_told(pair: tuple[Source, Source]) -> None:
    for change in difference(*pair).changed.iter_rows(named=True):
        assert change["columns"]
        assert all(one != other for one, other in zip(change["before"], change["after"], strict=True))
