"""Recognition as a whole: any roster in any layout names the same people at the same cells."""

import random
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.inspection.recognition import city, rosters
from tests.unit.inspection.recognition.rosters import POPULATION, Layout, Made, lay_out, layouts

from sekisho.inspection.checks import CHECKS
from sekisho.inspection.judging import judge
from sekisho.inspection.model import Hiding, Part, column_letters
from sekisho.inspection.recognition.mentions import Mentions
from sekisho.inspection.recognition.recognise import recognise
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.worked import Hidden, Row, Terms, cell, document, paragraph, parcel_case, sheet

REGISTER = Register(rosters.CITY)
some_people = st.lists(st.sampled_from(POPULATION), min_size=1, max_size=8, unique_by=lambda row: row["subject_id"])
few = settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PLAIN = Layout(("name", "birth_date"), ("氏名", "生年月日"), {})


def found_in(made: Made) -> list[tuple[str, str | None]]:
    [mentions] = recognise(REGISTER, [document(sheet(made.rows, merges=tuple(made.merges)))])
    return [(f"{m.place.column}{m.place.row}", m.settled) for m in mentions]


def expected_in(made: Made) -> list[tuple[str, str | None]]:
    return [(f"{column_letters(column)}{row}", person["subject_id"]) for row, column, person in made.expected]


# ---------------------------------------------------------------- nobody


def test_nothing_gives_nothing() -> None:
    assert recognise(REGISTER, []) == []
    assert recognise(REGISTER, [document(), document(paragraph(""))]) == [Mentions(), Mentions()]


def test_an_empty_register_knows_nobody() -> None:
    empty = Register(city.people({"subject_id": "X1", "name": "だれも いない"}))
    [found] = recognise(
        empty, [document(sheet([["氏名", "生年月日"], ["佐々木太一", "1931-03-01"]]), paragraph("佐々木太一"))]
    )
    assert not found


def test_a_text_that_repeats_a_table_of_its_page_is_no_second_mention() -> None:
    grid = sheet([["氏名"], ["林一郎"]], part=Part.PAGE, name=None)
    page = type(grid)(grid.place, grid.rows, grid.columns, grid.texts, grid.strings, addressed=False)
    found = city.mentions(page, paragraph("林一郎", Part.PAGE), paragraph("田中美咲", Part.PAGE))
    assert [mention.settled for mention in found] == ["A0001", "A0010"]


# ---------------------------------------------------------------- where, and how hidden


def test_a_mention_says_by_what_it_is_hidden() -> None:
    hidden = Hidden(rows={2: Hiding.ROW}, columns={2: Hiding.COLUMN}, cells={(3, 1): Hiding.FONT_COLOUR})
    found = city.mentions(sheet([["氏名"], ["林一郎"], ["田中美咲"], ["", "長谷川さくら"]], hidden=hidden))
    assert [mention.hidden for mention in found] == [Hiding.ROW, Hiding.FONT_COLOUR, Hiding.COLUMN]
    [mention] = city.mentions(paragraph("林一郎", hidden=Hiding.VANISH))
    assert mention.hidden is Hiding.VANISH


def test_every_fact_has_its_own_place() -> None:
    [mention] = city.mentions(sheet([["氏名", "住所", "電話番号"], city.of("A0001", "name", "address", "phone")]))
    assert [(fact.kind, fact.place, fact.agrees, fact.typed) for fact in mention.facts] == [
        ("name", cell(2, 1), True, True),
        ("address", cell(2, 2), True, True),
        ("phone", cell(2, 3), True, True),
    ]


def test_documents_are_told_apart() -> None:
    one, other = document(paragraph("佐々木　真由美")), document(sheet([["氏名"], ["神田　さくら"]]))
    first, second = recognise(REGISTER, [one, other])
    assert [len(first), len(second)] == [1, 1]
    assert recognise(REGISTER, [other, one]) == [second, first]


# ---------------------------------------------------------------- any roster in any layout


@few
@given(layouts(), some_people)
def test_any_layout_names_the_same_people_at_the_same_cells(layout: Layout, persons: list[Row]) -> None:
    made = lay_out(Made(), layout, persons)
    assert found_in(made) == expected_in(made)


@few
@given(layouts(), layouts(), some_people, some_people)
def test_two_tables_on_one_sheet(one: Layout, other: Layout, first: list[Row], second: list[Row]) -> None:
    made = lay_out(lay_out(Made(), one, first), other, second)
    assert sorted(found_in(made), key=str) == sorted(expected_in(made), key=str)


@few
@given(layouts(), some_people, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_verdict(layout: Layout, persons: list[Row], chance: random.Random) -> None:
    shuffled = list(persons)
    chance.shuffle(shuffled)
    scope = tuple(row["subject_id"] for row in persons[::2])
    results = [verdict(lay_out(Made(), layout, order), scope) for order in (persons, shuffled)]
    assert results[0] == results[1]


def verdict(made: Made, scope: tuple[str, ...]) -> Counter[tuple[str, str, str, str | None]]:
    case = parcel_case(
        document(sheet(made.rows, merges=tuple(made.merges))), terms=Terms(scope=scope), register=rosters.CITY
    )
    findings = judge([case], case.bundle, CHECKS, (), register=True).findings
    return Counter((f.check, f.severity, f.rule, f.subject_id) for f in findings)


@few
@given(layouts(), some_people, st.data())
def test_a_foreign_row_anywhere_is_a_stop_at_its_cell(layout: Layout, persons: list[Row], data: st.DataObject) -> None:
    inside = {row["subject_id"] for row in persons}
    foreign = data.draw(st.sampled_from([row for row in POPULATION if row["subject_id"] not in inside]))
    at = data.draw(st.integers(0, len(persons)))
    made = lay_out(Made(), layout, [*persons[:at], foreign, *persons[at:]])
    case = parcel_case(
        document(sheet(made.rows, merges=tuple(made.merges))), terms=Terms(scope=tuple(inside)), register=rosters.CITY
    )
    findings = judge([case], case.bundle, CHECKS[:1], (), register=True).findings
    row, column, _ = made.expected[at]
    assert [(f.severity, f.place, f.subject_id) for f in findings] == [
        ("stop", cell(row, column), foreign["subject_id"])
    ]


@few
@given(some_people, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_no_verdict(persons: list[Row], chance: random.Random) -> None:
    files = {f"out/{at}.xlsx": document(sheet(lay_out(Made(), PLAIN, [row]).rows)) for at, row in enumerate(persons)}
    order = list(files)
    chance.shuffle(order)
    scope = tuple(row["subject_id"] for row in persons[::2])
    found = []
    for names in (list(files), order):
        case = parcel_case({name: files[name] for name in names}, terms=Terms(scope=scope), register=rosters.CITY)
        judged = judge([case], case.bundle, CHECKS, (), register=True)
        found.append({(f.check, f.severity, f.file, f.place, f.subject_id) for f in judged.findings})
    assert found[0] == found[1]
