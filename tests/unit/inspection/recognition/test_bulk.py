"""What is settled in bulk is what careful reading would find, whatever is wrong with the list."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.inspection.recognition.rosters import CITY, HEADINGS, POPULATION, Layout, Made, lay_out, layouts

from sekisho.inspection.checks import CHECKS
from sekisho.inspection.model import Grid, Hiding
from sekisho.inspection.recognition import bulk
from sekisho.inspection.recognition.bulk import clean_rows
from sekisho.inspection.recognition.mentions import Mention, Mentions
from sekisho.inspection.recognition.recognise import recognise
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.worked import Hidden, Row, Terms, document, parcel_case, people, sheet

REGISTER = Register(CITY)
COLUMNS = ("number", "name", "kana", "birth_date", "address", "phone", "remark")
PLAIN = Layout(COLUMNS, tuple(HEADINGS[kind][0] for kind in COLUMNS), {})
OTHER = POPULATION[50]
DAMAGES = (
    "none", "none", "none", "blank", "no name", "no birth date", "other's birth date", "other's number", "other's name",
    "other's address", "unknown birth date", "unknown name", "misspelt", "remark names another", "remark has a date",
    "remark has a phone", "outside the columns", "two names", "guardian", "total", "heading again", "dashes", "twice", "role",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _short_lists_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "ROWS", 3)


def damaged(rows: list[list[str]], at: int, damage: str, columns: dict[str, int]) -> None:
    """Damage row ``at`` (a position in ``rows``) in place."""
    row = rows[at]
    whole = {"blank": [], "total": ["", "合計", "51037"], "heading again": rows[0]}
    if damage in whole:
        row[:] = whole[damage]
    elif damage == "outside the columns":
        row += ["", OTHER["name"]]
    for kind, value in cells_of(damage).items():
        if kind in columns and columns[kind] < len(row):
            row[columns[kind]] = value


def cells_of(damage: str) -> dict[str, str]:
    """What a damage writes into which columns."""
    if damage.startswith("other's "):
        kind = damage.removeprefix("other's ").replace(" ", "_")
        return {kind: OTHER[kind]}
    return {
        "no name": {"name": ""},
        "no birth date": {"birth_date": ""},
        "unknown birth date": {"birth_date": "1899-01-01"},
        "unknown name": {"name": "山本　次郎"},
        "misspelt": {"name": "佐々本　太一"},
        "role": {"remark": "担当"},
        "two names": {"name": f"佐々木　太一\n{OTHER['name']}"},
        "guardian": {"remark": f"保護者 {OTHER['name']}"},
        "remark names another": {"remark": f"{OTHER['name']}さんより連絡"},
        "remark has a date": {"remark": "令和8年4月1日転入"},
        "remark has a phone": {"remark": OTHER["phone"]},
        "dashes": dict.fromkeys(("kana", "address", "phone", "birth_date"), "―"),
    }.get(damage, {})


def both(grid: Grid, register: Register = REGISTER) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    made = []
    for in_bulk in (True, False):
        [found] = recognise(register, [document(grid)], in_bulk=in_bulk)
        told = [
            (m.candidates, m.place, m.table, m.settled, m.listed, m.hidden, len(m.strays), facts_of(m)) for m in found
        ]
        made.append(sorted(told, key=lambda one: (one[1].row, one[1].column, one[0])))
    return made[0], made[1]


def facts_of(mention: Mention) -> list[tuple[str, str, bool | None]]:
    """What the register says of each value under a heading; a value of which it says nothing differs from nothing."""
    return [(fact.kind, fact.text, fact.agrees) for fact in mention.facts if fact.typed]


# ---------------------------------------------------------------- what is no long list


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["氏名", "生年月日"]],
        [["氏名", "生年月日"], ["佐々木　太一", "1931-03-01"]],  # short
        [["品名", "金額"]] + [["机", "1"]] * 9,  # names nobody
        [["生年月日", "住所"]] + [["1931-03-01", "さくら野市"]] * 9,  # no names
        [["氏名", "氏名", "生年月日"]] + [["佐々木　太一", "神田　恵", "1931-03-01"]] * 9,  # two persons in a row
        [["x"]] * 40 + [["氏名", "生年月日"]] + [["佐々木　太一", "1931-03-01"]] * 9,  # headings far down
        [["佐々木　太一", "1931-03-01"]] * 9,  # no headings
        [["氏名"]] + [["佐々木　太一"]] * 3 + [["氏名"]] + [["佐々木　太一"]] * 40,  # headings come again
        [["氏名", "佐々木太一"], ["住所", "x1"], ["電話番号", "1"], ["生年月日", "x"], ["番号", "3"]],  # a form
    ],
)
def test_anything_else_is_read_with_care(rows: list[list[str]]) -> None:
    clean = clean_rows(REGISTER, sheet(rows))
    assert clean is None or not clean.rows
    careful, quick = both(sheet(rows))
    assert careful == quick


# ---------------------------------------------------------------- what is one


def test_the_clean_rows_of_a_list_and_nothing_else() -> None:
    made = lay_out(Made(), PLAIN, POPULATION[:8])
    made.rows[3][1] = "山本　次郎"
    made.rows[5][6] = f"{OTHER['name']}さんと同居"
    clean = clean_rows(REGISTER, sheet(made.rows))
    assert clean is not None
    assert [mention.row for mention in clean.rows] == [2, 3, 5, 7, 8, 9]
    assert [POPULATION[person]["subject_id"] for person in clean.persons] == [mention.settled for mention in clean.rows]
    assert [POPULATION[row - 2]["subject_id"] for row in (2, 3, 5, 7, 8, 9)] == list(clean.rows.subject_ids)
    assert clean.rest == {1, 4, 6}


def test_a_name_alone_is_not_clean() -> None:
    rows = [["氏名", "金額"], *([row["name"], "1,000"] for row in POPULATION[:8])]
    clean = clean_rows(REGISTER, sheet(rows))
    assert clean is not None
    assert not clean.rows


def test_facts_of_a_clean_row_are_made_when_asked_for() -> None:
    made = lay_out(Made(), PLAIN, POPULATION[:8])
    [found] = recognise(REGISTER, [document(sheet(made.rows))])
    assert all(mention.clean for mention in found)
    [careful] = recognise(REGISTER, [document(sheet(made.rows))], in_bulk=False)
    for quick, slow in zip(found, careful, strict=True):
        typed = [(fact.kind, fact.place, fact.text, fact.agrees) for fact in slow.facts if fact.typed]
        assert [(fact.kind, fact.place, fact.text, fact.agrees) for fact in quick.facts] == typed
        assert len(quick.facts) == len(typed)
        assert quick.facts[0].kind == "number"
        assert not quick.strays


@pytest.mark.parametrize("value", ["―", "非公開", "不明", "***"])
def test_a_value_that_is_kept_back_agrees_with_nothing(value: str) -> None:
    made = lay_out(Made(), PLAIN, POPULATION[:8])
    for row in made.rows[1:5]:
        row[3] = row[5] = value
    quick, careful = both(sheet(made.rows))
    assert quick == careful


def test_a_column_that_the_register_lacks_agrees_with_nothing() -> None:
    register = Register(people(*({k: v for k, v in row.items() if k not in {"phone", "kana"}} for row in POPULATION)))
    made = lay_out(Made(), PLAIN, POPULATION[:8])
    clean = clean_rows(register, sheet(made.rows))
    assert clean is not None
    assert len(clean.rows) == 8
    quick, careful = both(sheet(made.rows), register)
    assert quick == careful


def test_what_is_hidden_stays_hidden() -> None:
    made = lay_out(Made(), PLAIN, POPULATION[:8])
    grid = sheet(made.rows, hidden=Hidden(rows={4: Hiding.ROW}, columns={2: Hiding.COLUMN}))
    quick, careful = both(grid)
    assert quick == careful
    assert {one[5] for one in quick} == {Hiding.ROW, Hiding.COLUMN}


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(layouts(), st.integers(0, 10**6), st.lists(st.sampled_from(DAMAGES), min_size=10, max_size=24))
def test_bulk_and_careful_reading_agree_on_damaged_lists(layout: Layout, seed: int, damages: list[str]) -> None:
    chance = random.Random(seed)
    persons: list[Row] = [chance.choice(POPULATION) for _ in damages]
    made = lay_out(Made(), layout, persons)
    starts = heads_of(layout)
    for (number, _, _), damage in zip(made.expected, damages, strict=True):
        damaged(made.rows, number - 1, damage, starts)
    quick, careful = both(sheet(made.rows, merges=tuple(made.merges)))
    assert quick == careful


def heads_of(layout: Layout) -> dict[str, int]:
    starts, at = {}, layout.left
    for kind in layout.columns:
        starts[kind] = at
        at += 2 if kind == "name" and (layout.split or layout.wide_name) else 1
    return starts


@settings(
    max_examples=30,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(DAMAGES), min_size=30, max_size=60))
def test_bulk_and_careful_reading_agree_on_whole_columns(seed: int, damages: list[str]) -> None:
    chance = random.Random(seed)
    made = lay_out(Made(), PLAIN, [chance.choice(POPULATION) for _ in damages])
    starts = heads_of(PLAIN)
    for (number, _, _), damage in zip(made.expected, damages, strict=True):
        damaged(made.rows, number - 1, damage, starts)
    column = chance.choice(["birth_date", "number", "address", "name", "phone"])
    body = [row for row in made.rows[1:] if len(row) == len(COLUMNS)]
    values = sorted(row[starts[column]] for row in body)  # a column sorted alone
    for row, value in zip(body, values, strict=True):
        row[starts[column]] = value
    quick, careful = both(sheet(made.rows))
    assert quick == careful


# ---------------------------------------------------------------- what the checks make of it


@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.integers(0, 10**6),
    st.lists(st.sampled_from(DAMAGES), min_size=8, max_size=20),
    st.sampled_from(["email", "web"]),
    st.booleans(),
    st.sampled_from(["", "name", "name;kana;birth_date"]),
    st.sampled_from([Hidden(), Hidden(Hiding.SHEET), Hidden(rows={4: Hiding.ROW, 5: Hiding.FILTERED})]),
)
def test_every_check_finds_the_same_in_clean_rows_as_in_single_ones(
    seed: int, damages: list[str], channel: str, complete: bool, fields: str, hidden: Hidden
) -> None:
    chance = random.Random(seed)
    made = lay_out(Made(), PLAIN, [chance.choice(POPULATION[:40]) for _ in damages])
    for (number, _, _), damage in zip(made.expected, damages, strict=True):
        damaged(made.rows, number - 1, damage, heads_of(PLAIN))
    own = [row["subject_id"] for row in chance.sample(POPULATION[:40], 25)]
    agreed = tuple({"subject_id": who, "fields": fields, "granted_on": "2026-04-01"} for who in own)
    some = {who: fields for who in own[::2] if fields}
    case = parcel_case(
        document(sheet(made.rows, hidden=hidden)),
        terms=Terms(scope=tuple(own), fields=some, complete=complete) if channel == "email" else Terms(consents=agreed),
        register=CITY,
    )
    [file] = case.files
    single = replace(case, files=(replace(file, mentions=Mentions(tuple(file.mentions))),))
    for check in CHECKS:
        assert sorted(map(repr, check.run(case))) == sorted(map(repr, check.run(single))), check.id
