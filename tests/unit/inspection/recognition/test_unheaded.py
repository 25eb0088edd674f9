"""What a column without a heading holds: told where nearly all of its values are facts of the list's own people."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.recognition.city import PEOPLE, mentions, sheet
from tests.unit.inspection.recognition.rosters import CITY, POPULATION

from sekisho.inspection.worked import Row

ALL = list(PEOPLE)
TEN = [who for who in ALL if who != "A0009"][:10]  # no two of one household
KINDS = ("kana", "birth_date", "address", "phone", "number", "subject_id")


def against(table: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """(cell, kind) of every value that is held against its row."""
    found = [fact for m in mentions(sheet(table)) for fact in m.facts if fact.agrees is False and fact.typed]
    return [(f"{fact.place.column}{fact.place.row}", fact.kind) for fact in found]


def listing(*columns: str, people: Sequence[str] = TEN) -> list[list[str]]:
    return [[PEOPLE[who][column] for column in columns] for who in people]


def exchanged(table: list[list[str]], column: int, one: int, other: int) -> list[list[str]]:
    table[one][column], table[other][column] = table[other][column], table[one][column]
    return table


def beside(values: Sequence[str], *columns: str) -> list[list[str]]:
    return [[*row, value] for row, value in zip(listing("name", *columns), values, strict=True)]


# ---------------------------------------------------------------- nothing is held against anybody


def test_an_honest_list_without_headings() -> None:
    assert against(listing("subject_id", "name", *KINDS)) == []


@pytest.mark.parametrize(
    "values",
    [
        [f"2026-04-{day:02}" for day in range(1, 11)],  # dates of application
        ["1980-02-03"] * 10,  # one day, which is somebody's birth date
        [f"055-999-00{n:02}" for n in range(10)],  # phones of schools
        ["055-911-2010"] * 10,  # one phone, which is somebody's
        [f"{n},000" for n in range(10)],
        ["30001", "30002", "30003", "", "", "", "", "", "", ""],  # amounts that are numbers of people
        ["１年２組"] * 10,
        ["―"] * 10,
        ["さくら野市中央一丁目2番3号"] * 10,  # where the meeting is
        ["ばらぐみ", "ゆりぐみ"] * 5,
    ],
)
def test_facts_of_nobody_in_the_list(values: list[str]) -> None:
    assert against(beside(values)) == []
    assert against(beside(values, "birth_date")) == []
    assert against([["対象者一覧"], *beside(values, "phone")]) == []


def test_some_dates_that_happen_to_be_birth_dates() -> None:
    born = [PEOPLE[who]["birth_date"] for who in TEN]
    assert against(beside([*born[:3], *(f"2026-04-{day:02}" for day in range(1, 8))])) == []
    assert against(beside([*born[1:4], born[0], *(f"2026-04-{day:02}" for day in range(1, 7))])) == []


def test_a_telephone_chain() -> None:
    phones = [PEOPLE[who]["phone"] for who in TEN]
    names = [PEOPLE[who]["name"] for who in TEN]
    following = [[name, phone] for name, phone in zip([*names[1:], names[0]], [*phones[1:], phones[0]], strict=True)]
    assert against([[*row, *more] for row, more in zip(listing("name", "phone"), following, strict=True)]) == []
    assert against([[*row, more[1]] for row, more in zip(listing("name", "phone"), following, strict=True)]) == []


def test_parents_beside_their_children() -> None:
    rows = [
        [*child, *parent]
        for child, parent in zip(listing("name", "birth_date")[:5], listing("name", "phone")[5:], strict=True)
    ]
    assert against(rows) == []


def test_too_few_to_tell() -> None:
    assert against(exchanged(listing("name", "birth_date", people=TEN[:2]), 1, 0, 1)) == []


def test_a_heading_of_another_kind_is_believed() -> None:
    table = exchanged(listing("name", "birth_date"), 1, 0, 3)
    assert against([["氏名", "申請日"], *table]) == []


def test_a_phone_of_the_same_home() -> None:
    table = listing("name", "phone", people=["A0001", "A0002", "A0003", "A0008", "A0010"])
    table.append([PEOPLE["A0009"]["name"], PEOPLE["A0008"]["phone"]])
    assert against(table) == []


def test_nobody_is_listed_by_content_alone() -> None:
    assert not [m for m in mentions(sheet(listing("name", "birth_date"))) if m.listed]


# ---------------------------------------------------------------- what differs is held against its row


@pytest.mark.parametrize("kind", ["kana", "birth_date", "address", "phone"])
def test_two_values_that_were_exchanged(kind: str) -> None:
    table = exchanged([[str(at), *row] for at, row in enumerate(listing("name", "sex", kind), start=1)], 3, 1, 5)
    assert against(table) == [("D2", kind), ("D6", kind)]


@pytest.mark.parametrize("kind", ["subject_id", "number"])
@pytest.mark.parametrize("more", [(), ("birth_date", "address")])
def test_two_numbers_that_were_exchanged(kind: str, more: tuple[str, ...]) -> None:
    # The number or the name says who is meant, and the other one differs.
    wrong = {int(cell[1:]) for cell, _ in against(exchanged(listing("name", kind, *more), 1, 1, 5))}
    assert wrong == {2, 6}


def test_namesakes_do_not_keep_a_list_from_being_understood() -> None:
    people = ["A0001", "A0003", "A0004", "A0010"]  # A0004 and A0005 are 佐藤　健
    assert against(exchanged(listing("name", "birth_date", people=people), 1, 1, 2)) == [
        ("B2", "birth_date"),
        ("B3", "birth_date"),
    ]


@pytest.mark.parametrize("title", [[], [["対象者一覧"]], [["対象者一覧", "", "", "保育課"], []]])
def test_under_a_title(title: list[list[str]]) -> None:
    first = len(title) + 1
    table = [*title, *exchanged(listing("name", "sex", "birth_date", "phone"), 2, 0, 4)]
    assert against(table) == [(f"C{first}", "birth_date"), (f"C{first + 4}", "birth_date")]


def test_the_birth_date_of_nobody() -> None:
    table = listing("name", "birth_date")
    table[5][1] = "1999-01-01"
    assert against(table) == [("B6", "birth_date")]


def test_a_column_that_was_sorted_alone() -> None:
    table = sorted(listing("name", "birth_date", people=["A0001", "A0002", "A0003", "A0006", "A0010", "A0011"]))
    moved = [[row[0], day] for row, (_, day) in zip(table, [table[-1], *table[:-1]], strict=True)]
    assert against(moved) == [(f"B{at}", "birth_date") for at in range(1, 7)]


def test_a_reading_above_the_name_under_the_heading_of_names() -> None:
    cells = [f"{kana}\n{name}" for kana, name in listing("kana", "name")]
    table = [["氏名", "生年月日"], *([cell, row[0]] for cell, row in zip(cells, listing("birth_date"), strict=True))]
    assert against(table) == []
    kana, other = PEOPLE[TEN[0]]["kana"], PEOPLE[TEN[5]]["kana"]
    table[1][0], table[6][0] = table[1][0].replace(kana, other), table[6][0].replace(other, kana)
    assert against(table) == [("A2", "kana"), ("A7", "kana")]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(POPULATION[9:45]), min_size=5, max_size=20, unique_by=lambda row: row["subject_id"]),
    st.sampled_from(["birth_date", "address", "phone"]),
    st.data(),
)
def test_any_list_is_clean_until_two_values_are_exchanged(people: list[Row], kind: str, data: st.DataObject) -> None:
    table = [[str(at), row["name"], row["kana"], row[kind], "可"] for at, row in enumerate(people)]
    assert _against(table) == []
    one, other = data.draw(st.lists(st.integers(0, len(people) - 1), min_size=2, max_size=2, unique=True))
    assert _against(exchanged(table, 3, one, other)) == sorted([one + 1, other + 1])


def _against(table: list[list[str]]) -> list[int | None]:
    found = mentions(sheet(table), register=CITY)
    return sorted({fact.place.row for m in found for fact in m.facts if fact.agrees is False and fact.typed})  # type: ignore[type-var]
