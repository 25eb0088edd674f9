"""What must never go into the log, and that a record that went in comes out as it was or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.ledger.canonical import canonical
from sekisho.ledger.log import DamagedError, Fact, Stored, instant, is_name, moment, record

AT = datetime(2026, 11, 24, 10, 15, 0, 7, tzinfo=timezone(timedelta(hours=9)))
FACT = Fact(
    "confirmed", 1, AT, "p-17", {"step": "確認", "sheets": 3, "seen": [True, None, 0.5], "of": {"b": 1, "a": 2}}
)
RECORD = record(FACT, seq=41, stream="dispatch/2026-000123", n=7)
ROW = Stored.of(RECORD)
TEXT = st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


# ---------------------------------------------------------------- what must not go in


@pytest.mark.parametrize("name", ["", "a b", "a\n", "a\0", "a\u3000b", "a" * 201, "\ud800", "\u202e", None, 5, b"a"])
def test_a_name_that_two_people_could_read_differently_is_refused(name: object) -> None:
    with pytest.raises(ValueError, match="not fit for the log: stream"):
        record(FACT, seq=0, stream=name, n=1)  # type: ignore[arg-type]
    for field in ("type", "by"):
        with pytest.raises(ValueError, match=f"not fit for the log: {field}"):
            record(replace(FACT, **{field: name}), seq=0, stream="s", n=1)


@pytest.mark.parametrize("v", [0, -1, True, 1.0, "1", 2**31])
def test_a_version_is_a_number_from_one(v: object) -> None:
    with pytest.raises(ValueError, match="not fit for the log: v"):
        record(replace(FACT, v=v), seq=0, stream="s", n=1)


def test_a_time_needs_its_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        record(replace(FACT, at=datetime(2026, 11, 24, 10, 15)), seq=0, stream="s", n=1)  # noqa: DTZ001


@pytest.mark.parametrize(
    "value",
    [2**53, 1e20, float("nan"), float("inf"), "\ud800", b"x", {1: 2}, {1, 2}, AT, 9007199254740993.0, {"\ud800": 1}],
)
def test_data_that_would_come_back_as_something_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        record(replace(FACT, data={"value": value}), seq=0, stream="s", n=1)
    with pytest.raises(ValueError, match=r".*"):
        record(replace(FACT, data=[value]), seq=0, stream="s", n=1)


def nested(levels: int) -> dict[str, object]:
    return {"a": nested(levels - 1)} if levels > 1 else {}


def test_data_too_deep_is_refused_at_the_same_level_everywhere() -> None:
    fits = record(replace(FACT, data=nested(32)), seq=0, stream="s", n=1)
    assert Stored.of(fits).record() == fits
    for levels in (33, 400):
        with pytest.raises(ValueError, match="deep"):
            record(replace(FACT, data=nested(levels)), seq=0, stream="s", n=1)


# ---------------------------------------------------------------- what must not come out


OTHERS: Mapping[str, tuple[object, ...]] = {
    "seq": (40, "41", 41.0, None, -41, True, b"41", 2**60),
    "stream": ("dispatch/2026-000124", "", None, 5, "dispatch/2026-000123 ", b"dispatch/2026-000123"),
    "n": (8, 0, "7", None, 7.0),
    "type": ("Confirmed", "", None),
    "v": (2, "1", None, 1.0, True),
    "at": (
        "2026-11-24T01:15:00.000008Z",
        "2026-11-24T01:15:00.000007+00:00",
        "2026-11-24 01:15:00.000007Z",
        "",
        None,
        AT,
    ),
    "by": ("p-18", None),
    "data": (
        ROW.data.replace("3", "4"),  # type: ignore[attr-defined]
        ROW.data + " ",  # type: ignore[operator]
        ROW.data.replace("確認", "\\u78ba\\u8a8d"),  # type: ignore[attr-defined]
        ROW.data.replace('"sheets":3', '"sheets":3,"sheets":3'),  # type: ignore[attr-defined]
        "",
        "[]",
        "\ud800",
        "[" * 100_000,
        '{"a":' * 40 + "{}" + "}" * 40,
        None,
        RECORD.data,
    ),
    "hash": (bytes(32), b"", None, RECORD.hash.hex()),
}


def test_every_column_is_under_the_hash() -> None:
    # The peak is of the tree, which `verify` grows.
    assert set(OTHERS) == {field.name for field in fields(Stored)} - {"peak"}


@pytest.mark.parametrize(("column", "value"), [(name, value) for name, values in OTHERS.items() for value in values])
def test_a_changed_column_is_seen(column: str, value: object) -> None:
    with pytest.raises(DamagedError):
        replace(ROW, **{column: value}).record()


def test_an_error_shows_no_data() -> None:
    with pytest.raises(DamagedError) as caught:
        replace(ROW, data='{"name":"青木"}').record()
    assert "青木" not in str(caught.value)
    assert (caught.value.seq, caught.value.stream, caught.value.n) == (41, "dispatch/2026-000123", 7)


# ---------------------------------------------------------------- what holds


def test_the_hash_is_the_one_that_another_program_would_make() -> None:
    # Written out by hand from RFC 8785, and hashed with sha256sum.
    assert ROW.data == '{"of":{"a":2,"b":1},"seen":[true,null,0.5],"sheets":3,"step":"確認"}'
    assert RECORD.at == "2026-11-24T01:15:00.000007Z"
    assert RECORD.hash.hex() == "e5b7b31dbbc36a68778033345b946bd47d4e830d92a029033215b1f8d4f9bb21"


NAME = st.text(st.characters(min_codepoint=33, max_codepoint=0x3100), min_size=1, max_size=5).filter(is_name)


@given(st.dictionaries(TEXT, JSON, max_size=4), NAME, NAME, NAME)
def test_what_went_in_comes_out(data: dict[str, object], stream: str, kind: str, by: str) -> None:
    made = record(replace(FACT, data=data, type=kind, by=by), seq=3, stream=stream, n=2)
    assert Stored.of(made).record() == made
    assert made.data == data
    whole = {name: getattr(made, name) for name in ("seq", "stream", "n", "type", "v", "at", "by", "data")}
    assert made.hash == hashlib.sha256(canonical(whole)).digest()


@given(st.floats())
def test_a_number_comes_back_or_is_refused(number: float) -> None:
    try:
        made = record(replace(FACT, data={"number": number}), seq=3, stream="s", n=2)
    except ValueError:
        assert not abs(number) < 2**53
    else:
        assert Stored.of(made).record() == made
        assert made.data == {"number": number}


def test_data_that_nobody_can_change_goes_in_too() -> None:
    frozen = MappingProxyType({**FACT.data, "seen": (True, None, 0.5)})
    assert record(replace(FACT, data=frozen), seq=41, stream="dispatch/2026-000123", n=7) == RECORD


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_time_comes_back(at: datetime) -> None:
    assert moment(instant(at)) == at
    assert len(instant(at)) == 27
    assert RECORD.moment == AT


@pytest.mark.parametrize("text", ["", "now", "2026-11-24", "2026-11-24T01:15:00Z", "20261124T011500.000007Z"])
def test_a_time_has_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(text)
