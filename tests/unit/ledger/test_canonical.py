"""Two examples are those of RFC 8785 itself; the rest is what must not be read at all."""

import json

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.ledger.canonical import AmbiguousError, canonical, parsed, quoted, written

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(-(2.0**53) + 1, 2.0**53 - 1)  # beyond, Python reads a whole number as another one than JavaScript
    | st.text(st.characters(exclude_categories=["Cs"]))
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]))
OBJECTS = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=20),
    max_size=5,
)


@pytest.mark.parametrize(
    "text",
    [
        '{"verdict": "stop", "verdict": "pass"}',
        '{"a": [{"b": 1, "\\u0062": 2}]}',
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": -Infinity}',
        '{"a": 1',
        '{"a": 1} {"a": 1}',
        '{"a": 01}',
        '{"a": "\t"}',
        '["a"]',
        "1",
        "",
        '{"a": ' * 100_000,
        '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"a": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_object_or_has_two_meanings_is_not_read(text: str) -> None:
    with pytest.raises(AmbiguousError):
        parsed(text.encode())


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x80{}", b'{"a": "\xff"}', b"PK\x03\x04"])
def test_bytes_that_are_no_text_are_not_read(data: bytes) -> None:
    with pytest.raises(AmbiguousError):
        parsed(data)


@pytest.mark.parametrize("value", [{"a": 2**53}, {"a": float("inf")}, {"a": "\ud800"}, {"\ud800": 1}])
def test_what_has_no_canonical_form_gets_none(value: object) -> None:
    with pytest.raises(AmbiguousError):
        canonical(value)


def test_depth_without_end_gets_no_canonical_form() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(AmbiguousError):
        canonical(deep)


def test_the_example_of_the_standard() -> None:
    text = (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        '"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}'
    )
    assert (
        canonical(parsed(text.encode()))
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_keys_stand_in_the_order_of_utf_16() -> None:
    told = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert list(parsed(canonical(told)).values()) == [2, 4, 6, 7, 1, 5, 3]


@settings(deadline=None)
@given(OBJECTS, st.booleans(), st.sampled_from([None, 1, "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_no_way_of_writing_changes_the_canonical_form(
    told: dict[str, object], ascii_only: bool, indent: int | str | None, encoding: str
) -> None:
    text = json.dumps(dict(reversed(told.items())), ensure_ascii=ascii_only, indent=indent)
    assert canonical(parsed(text.encode(encoding))) == canonical(told)
    assert parsed(canonical(told)) == told


@settings(deadline=None)
@given(OBJECTS)
def test_what_the_standard_library_writes_is_what_rfc_8785_says(told: dict[str, object]) -> None:
    assert canonical(told) == rfc8785.dumps(told)
    text, read = written(told)
    assert text.encode() == canonical(told)
    assert read == told == json.loads(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_alone_is_written_alike(text: str) -> None:
    assert quoted(text).encode() == canonical(text) == rfc8785.dumps(text)
    assert canonical({"a": [text, 1, True, None, {}]}) == rfc8785.dumps({"a": [text, 1, True, None, {}]})


@pytest.mark.parametrize("number", [2**53, -(10**20), float(2**53), -1e20])
def test_what_not_every_program_reads_alike_is_not_written(number: float) -> None:
    with pytest.raises(AmbiguousError):
        written({"a": number})


def test_a_number_that_is_read_as_another_kind_is_given_as_it_is_read() -> None:
    text, read = written({"a": 3.0, "b": [True, 1]})
    assert text == '{"a":3,"b":[true,1]}'
    assert [type(one) for one in (read["a"], *read["b"])] == [int, bool, int]
