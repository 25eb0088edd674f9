"""The short way to settle a record tells the same as the long one, or says that everyone must be looked at."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.inspection.recognition.city import PEOPLE

from sekisho.inspection.recognition.records import Record, Sign
from sekisho.inspection.recognition.register import Person, Register
from sekisho.inspection.recognition.settle import POINTERS, likely, pointed_to, settle, settle_among_likely
from sekisho.inspection.worked import people

FAMILY = [
    dict(person, subject_id=f"F{who[1:]}", name="佐藤　健", number=f"9{person['number']}")
    for who, person in PEOPLE.items()
]
"""Everyone of the city once more, all of one name, each at home with the one they are made from."""
EVERYONE = Register(people(*PEOPLE.values(), *FAMILY))
PERSONS = EVERYONE.persons(range(len(EVERYONE)))
FACTS = ("subject_id", "number", "name", "email", "phone", "kana", "birth_date", "address", "postal_code", "sex")
INDEX = {person["subject_id"]: index for index, person in enumerate([*PEOPLE.values(), *FAMILY])}
WHOLE = ("name", "birth_date", "address")
TEXTS = sorted(
    {person.get(kind, "") for person in [*PEOPLE.values(), *FAMILY] for kind in FACTS} | {"", "不明", "山本　次郎"}
)


@st.composite
def signs(draw: st.DrawFn) -> Sign:
    """Any sign that a reader of rows could make: what points names its owners, what does not has none."""
    kind = draw(st.sampled_from(FACTS))
    owners = draw(st.lists(st.integers(0, len(PERSONS) - 1), max_size=5, unique=True)) if kind in POINTERS else []
    return Sign(
        kind,
        draw(st.integers(-1, 9)),
        draw(st.sampled_from(TEXTS)),
        tuple(owners),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@st.composite
def true_signs(draw: st.DrawFn) -> Sign:
    """A sign of somebody: the value as it stands in the register, with everyone who bears it."""
    whose, kind = draw(st.sampled_from([*PEOPLE.values(), *FAMILY])), draw(st.sampled_from(FACTS))
    text = whose.get(kind, "")
    return Sign(kind, 0, text, owners_of(kind, text), draw(st.booleans()), draw(st.booleans()))


def owners_of(kind: str, text: str) -> tuple[int, ...]:
    everyone = [*PEOPLE.values(), *FAMILY]
    return (
        tuple(i for i, person in enumerate(everyone) if text and person.get(kind) == text) if kind in POINTERS else ()
    )


def some(sign: st.SearchStrategy[Sign]) -> st.SearchStrategy[tuple[Sign, ...]]:
    return st.lists(sign, max_size=4).map(tuple)


RECORDS = st.builds(Record, st.just(0), some(signs() | true_signs()), some(signs() | true_signs()))


def among(record: Record, extra: set[int]) -> dict[int, Person]:
    """Those who are loaded before anybody is settled: the likely ones, and who was found by reading and birth date."""
    return {index: PERSONS[index] for index in likely(record) | extra}


def sign(kind: str, who: str, **more: Any) -> Sign:
    text = PEOPLE[who].get(kind, "")
    return Sign(kind, 0, text, owners_of(kind, text), **more)


@settings(deadline=None)
@given(RECORDS, st.sets(st.integers(0, len(PERSONS) - 1), max_size=3))
@example(Record(0, (sign("name", "A0004"), sign("number", "A0004"))), set())
@example(Record(0, (sign("name", "A0004"), sign("phone", "A0009", sure=False))), set())
def test_an_answer_from_the_likely_ones_is_the_answer_of_all(record: Record, extra: set[int]) -> None:
    short = settle_among_likely(record, among(record, extra), extra)
    assert short is None or short == settle(record, PERSONS, extra)


@settings(deadline=None)
@given(RECORDS)
def test_who_is_not_likely_is_never_looked_at(record: Record) -> None:
    settle_among_likely(record, among(record, set()))


def test_one_of_many_namesakes_is_told_by_the_number_beside_the_name() -> None:
    record = Record(0, (sign("name", "A0004", typed=True), sign("number", "A0004", typed=True)))
    assert len(pointed_to(record)) > len(likely(record))
    short = settle_among_likely(record, among(record, set()))
    assert short is not None
    assert short.candidates == (INDEX["A0004"],)
    assert short == settle(record, PERSONS)


def test_a_record_that_points_to_nobody_means_nobody() -> None:
    record = Record(0, (sign("sex", "A0001", typed=True), sign("birth_date", "A0001", typed=True)))
    assert settle_among_likely(record, {}) is None
    assert settle(record, PERSONS) is None


def test_everyone_is_looked_at_where_one_who_is_less_likely_may_be_meant() -> None:
    """Two signs point to one person, but name, birth date and address are another's: that one outweighs them."""
    record = Record(
        0, tuple(sign(kind, "A0001") for kind in ("number", "phone")) + tuple(sign(kind, "A0011") for kind in WHOLE)
    )
    assert likely(record) == {INDEX["A0001"], INDEX["F0001"]}
    assert settle_among_likely(record, among(record, set())) is None
    means = settle(record, PERSONS)
    assert means is not None
    assert means.candidates == (INDEX["A0011"],)


def test_everyone_is_looked_at_where_one_who_is_less_likely_may_be_meant_as_well() -> None:
    record = Record(0, (sign("name", "A0001"), sign("name", "A0001"), sign("name", "A0010")))
    assert settle_among_likely(record, among(record, set())) is None
    means = settle(record, PERSONS)
    assert means is not None
    assert means.candidates == (INDEX["A0001"], INDEX["A0010"])


def test_everyone_is_looked_at_where_the_likely_ones_do_not_count() -> None:
    """A phone beside somebody else's name says nothing of its owner."""
    strangers = Sign("name", 0, "山本　次郎", (), typed=True)
    record = Record(0, (strangers, sign("phone", "A0001", typed=True)))
    assert settle_among_likely(record, among(record, {INDEX["A0010"]}), {INDEX["A0010"]}) is None


def test_two_who_are_as_likely_stay_two() -> None:
    record = Record(0, (sign("name", "A0004", typed=True),))
    short = settle_among_likely(record, among(record, set()))
    assert short is not None
    assert short == settle(record, PERSONS)
    assert len(short.candidates) > 1


def test_whose_phone_it_is_is_not_meant_where_the_phone_is_unsure() -> None:
    record = Record(0, (sign("phone", "A0001", sure=False),))
    assert INDEX["A0001"] in likely(record)
    assert settle_among_likely(record, among(record, {INDEX["A0010"]}), {INDEX["A0010"]}) is None
