"""Who can be confused with whom: the search against the rule of the contract, each clause and its honest neighbour."""

import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.inspection.recognition.plain_rule import City, edits, similar

from sekisho.inspection.recognition import lookalikes
from sekisho.inspection.recognition.households import ties
from sekisho.inspection.recognition.lookalikes import Pair, near_names, one_edit, pairs
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.similarity import Similarity
from sekisho.inspection.worked import Row, people


@pytest.fixture(autouse=True)
def small_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookalikes, "similar_kanji", similar)


def found(city: City, asked: Sequence[int], similarity: Similarity, rows: int | None) -> list[Pair]:
    register = Register(city.register)
    return pairs(register, asked, similarity, rows=rows, ties=ties(city.bundle, register))


# ---------------------------------------------------------------- the search finds what the contract says


def person(
    name: str, kana: str = "", born: str = "1980-01-01", address: str = "さくら野市旭町1番", household: str = ""
) -> Row:
    return {"name": name, "kana": kana, "birth_date": born, "address": address, "household_id": household}


def numbered(*rows: Row) -> list[Row]:
    return [{"subject_id": f"S{at}", **row} for at, row in enumerate(rows)]


FAMILY = ("青木", "青末", "青未", "大土", "太士", "木青", "髙橋", "高橋", "渡邊")
GIVEN = ("祐美", "裕美", "美祐", "実裕", "陽菜", "陽葵", "大", "太", "大輔", "太輔", "花", "")
KANA = ("アオキ　ユミ", "アオキ　ユウミ", "アオキ　ミユ", "タカハシ　ハナ", "")
TOWNS = (
    "さくら野市旭町",
    "さくら野市緑町",
    "もみじ市旭町",
    "旭町",
    "山梨県さくら野市旭町",
    "さくら野市旭町一丁目",
    "さくら野市中央",
)


@st.composite
def cities(draw: st.DrawFn) -> City:
    day = st.integers(0, 800).map(lambda days: (date(1980, 1, 1) + timedelta(days=days)).isoformat())
    days = [*draw(st.lists(day, min_size=1, max_size=12)), ""]
    rows = draw(
        st.lists(
            st.builds(
                person,
                st.builds("{}　{}".format, st.sampled_from(FAMILY), st.sampled_from(GIVEN)),
                st.sampled_from(KANA),
                st.sampled_from(days),
                st.builds(
                    "{}{}".format,
                    st.sampled_from([*TOWNS, ""]),
                    st.sampled_from(["1番2号", "3-4", "", "5番地コーポ101"]),
                ),
                st.sampled_from(["", "", "H1", "H2"]),
            ),
            min_size=1,
            max_size=draw(st.sampled_from([6, 30, 200])),
        )
    )
    kept = draw(
        st.sampled_from([("kana", "birth_date", "address", "household_id"), ("birth_date",), ("kana", "address"), ()])
    )
    whole = [
        {key: value for key, value in row.items() if key in {"subject_id", "name", *kept}} for row in numbered(*rows)
    ]
    who = st.sampled_from([row["subject_id"] for row in whole])
    guardians = draw(st.lists(st.tuples(who, who), max_size=3))
    forwarding = draw(
        st.lists(
            st.tuples(who, st.sampled_from(["さくら野市旭町1番2号", "さくら野市緑町3-4", "さくら野市旭町"])), max_size=2
        )
    )
    return City(whole, guardians, forwarding)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cities(), st.data())
def test_the_same_pairs_as_the_contract(city: City, data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.integers(0, len(city.people) - 1), max_size=30))
    rows = data.draw(st.sampled_from([None, len(asked), 1_000, 1_001, 10_000, 10_001]))
    similarity = data.draw(
        st.sampled_from([Similarity(), Similarity(days=0), Similarity(days=700, rows=5, rows_by_reading=2)])
    )
    assert found(city, asked, similarity, rows) == city.pairs(asked, similarity, rows)


def invented(count: int) -> City:
    """A town with the frequencies of a town: few family names, many given names, readings that belong to the names."""
    chance = random.Random(2026)
    family = [
        ("佐藤", "サトウ"),
        ("鈴木", "スズキ"),
        ("青木", "アオキ"),
        ("髙橋", "タカハシ"),
        ("高橋", "タカハシ"),
        ("大末", "オオスエ"),
        ("太末", "オオスエ"),
    ]
    given_names = [
        ("祐美", "ユミ"),
        ("裕美", "ヒロミ"),
        ("由美", "ユミ"),
        ("美由", "ミユ"),
        ("陽菜", "ヒナ"),
        ("陽葵", "ヒマリ"),
        ("大輔", "ダイスケ"),
    ]
    given_names += [
        (f"{a}{b}", f"{x}{y}")
        for a, x in zip("一二健誠翔蓮結", "アイケマシレユ", strict=True)
        for b, y in zip("太郎子樹美", "タロコキミ", strict=True)
    ]
    rows = []
    for _ in range(count):
        (name, kana), (first, reading) = chance.choice(family), chance.choice(given_names)
        born = (date(1930, 1, 1) + timedelta(days=chance.randrange(6_000))).isoformat()
        home = f"さくら野市{chance.choice('旭緑東西南北本栄')}町{chance.randrange(1, 4)}丁目{chance.randrange(1, 30)}番{chance.randrange(1, 9)}号"
        rows.append(person(f"{name}　{first}", f"{kana}　{reading}", born, home, f"H{chance.randrange(count // 2)}"))
    return City(numbered(*rows), [("S1", "S2"), ("S3", "S4")], [("S5", rows[6]["address"])])


def test_the_same_pairs_in_a_town_of_two_thousand() -> None:
    city = invented(2_000)
    asked = list(range(0, 2_000, 10))
    expected = city.pairs(asked, Similarity(), len(asked))
    assert {pair.likeness for pair in expected} == set("EGSRD")
    assert {pair.shared for pair in expected} == {"birth_date", "household", "town", "list"}
    assert found(city, asked, Similarity(), len(asked)) == expected


@pytest.mark.parametrize(
    "unknown",
    [
        {"kana": "フメイ"},
        {"kana": ""},
        {"kana": "フメイ", "birth_date": ""},
        {"kana": "フメイ", "address": ""},
        {"kana": "フメイ", "birth_date": "1900-01-01", "address": "不明"},
        {"name": "佐藤　一郎"},
        {"name": "不明", "kana": "フメイ", "birth_date": "1900-01-01", "household_id": ""},
        {"household_id": "000000"},
        {"birth_date": "1900-01-01"},
    ],
)
@pytest.mark.parametrize("rows", [None, 10, 1_001])
def test_the_same_pairs_where_a_tenth_of_a_town_shares_what_is_not_known(unknown: Row, rows: int | None) -> None:
    plain = invented(400)
    people = [{**row, **unknown} if at % 10 == 3 else row for at, row in enumerate(plain.people)]
    city = City(people, plain.guardians, plain.forwarding)
    for asked in (list(range(0, 400, 7)), list(range(3, 400, 10))):
        assert found(city, asked, Similarity(), rows) == city.pairs(asked, Similarity(), rows)


def test_a_reading_that_very_many_have_makes_no_pairs_of_its_own() -> None:
    """Two of 20,000 who are read フメイ are nothing: 400 million pairs would take minutes and many gigabytes."""
    born = [(date(1930, 1, 1) + timedelta(days=at % 30_000)).isoformat() for at in range(20_000)]
    crowd = [person(f"名{at}", "フメイ", day, f"さくら野市第{at % 400}町{at}番") for at, day in enumerate(born)]
    twin = person("青木　由実", "フメイ", born[5], "もみじ市緑町1番")
    register = Register(people(*numbered(*crowd, twin)))
    near = {(pair.person, pair.other) for pair in pairs(register, range(20_001), Similarity(), rows=20_001)}
    # Two of one town are 400 days apart at least, and nobody else was born on the day of another.
    assert near == {(5, 20_000), (20_000, 5)}


# ---------------------------------------------------------------- each clause, and the honest neighbour of each


def told(one: Row, other: Row, *, rows: int | None = None, **more: object) -> str:
    """How the first of two people is told to be like the other: "E town"; "" where not at all."""
    city = City(numbered(one, other), **more)  # type: ignore[arg-type]  # guardians, forwarding
    asked = [0] if rows is None else [0, 1]
    answers = [pair for pair in found(city, asked, Similarity(), rows) if pair.person == 0]
    return f"{answers[0].likeness} {answers[0].shared}" if answers else ""


YUMI = person("青木　祐美", "アオキ　ユミ")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (dict(YUMI, birth_date="1930-05-05"), "E household"),  # at one address
        (dict(YUMI, birth_date="1930-05-05", address="さくら野市旭町9番"), "E town"),
        (dict(YUMI, birth_date="", address="さくら野市旭町9番"), "E town"),
        (dict(YUMI, birth_date="1930-05-05", address="旭町9番"), "E town"),
        (dict(YUMI, birth_date="1930-05-05", address="さくら野市緑町9番"), ""),
        (dict(YUMI, birth_date="1930-05-05", address="もみじ市旭町9番"), ""),
        (dict(YUMI, birth_date="1930-05-05", address=""), ""),
        (dict(YUMI, address="もみじ市緑町9番"), "E birth_date"),
        (person("蒼木　由実", "アオキ　ユミ", "1980-12-31", "さくら野市旭町9番"), "R town"),
        (person("蒼木　由実", "アオキ　ユミ", "1981-01-01", "さくら野市旭町9番"), ""),  # 366 days
        (person("蒼木　由実", "アオキ　ユミ", "", "さくら野市旭町9番"), ""),
        (person("蒼木　由実", "アオキ　ユミ", "1980-06-01", "さくら野市緑町9番"), ""),
        (person("蒼木　由実", "アオキ　ユミ", "1980-01-01", ""), "R birth_date"),
        (person("蒼木　由実", "あおき ゆみ", "1980-01-01", ""), "R birth_date"),
        (person("蒼木　由実", "", "1980-01-01", ""), ""),
        (person("青木　美祐", "アオキ　ミユ", "1979-06-01", "さくら野市旭町9番"), "S town"),
        (person("青木　美祐", "アオキ　ミユ", "1978-06-01", "さくら野市旭町9番"), ""),
        (person("青木　美祐", "アオキ　ミユ", "1980-01-01", ""), "S birth_date"),
        (person("青木　裕美", "アオキ　ユウミ", "1979-06-01", "さくら野市旭町9番"), "G town"),
        (person("青木　裕美", "アオキ　ヒロミ", "1979-06-01", "さくら野市旭町9番"), ""),
        (person("青木　裕美", "", "1979-06-01", "さくら野市旭町9番"), "G town"),
        (person("青木　裕美", "アオキ　ヒロミ", "1980-01-01", ""), "D birth_date"),
        (person("青木　祐子", "アオキ　ユウコ", "1980-01-01", ""), "D birth_date"),
        (person("青木　祐美子", "アオキ　ユミコ", "1980-01-01", ""), "D birth_date"),
        (person("青木　祐子", "アオキ　ユウコ", "1980-01-02", "さくら野市旭町9番"), ""),
        (person("青木　祐子", "アオキ　ユウコ", "1980-01-02", household="H1"), ""),
        (person("鈴木　健太", "スズキ　ケンタ", "1980-01-01"), ""),
    ],
)  # fmt: skip
def test_against_the_register(other: Row, expected: str) -> None:
    assert told(YUMI, other) == expected


@pytest.mark.parametrize(
    ("name", "kana", "expected"),
    [("青木　祐美", "アオキ　ユミ", "E"), ("青木　由実", "アオキ　ユミ", "R"), ("青木　美祐", "アオキ　ミユ", "S"), ("青木　裕美", "アオキ　ユウミ", "G"), ("青木　祐子", "アオキ　ユウコ", "")],
)  # fmt: skip
def test_in_one_household_however_far_apart_in_age(name: str, kana: str, expected: str) -> None:
    one = dict(YUMI, household_id="H1", address="")
    assert told(one, person(name, kana, "2010-01-01", "", "H1")).partition(" ")[0] == expected
    assert told(one, person(name, kana, "2010-01-01", "", "H2")) == ""
    assert told(one, person(name, kana, "2010-01-01", "", "")) == ""


def test_a_guardian_counts_as_one_of_the_household() -> None:
    child = person("青木　由実", "アオキ　ユミ", "2010-01-01", "さくら野市緑町2番")
    assert told(YUMI, child) == ""
    assert told(YUMI, child, guardians=[("S0", "S1")]) == "R household"
    assert told(child, YUMI, guardians=[("S1", "S0")]) == "R household"
    assert told(YUMI, dict(child, address=""), guardians=[("S0", "S1")]) == "R household"


def test_a_guardian_counts_to_the_whole_household_of_the_ward() -> None:
    ward = person("森　結", "モリ　ユイ", "2012-01-01", "さくら野市緑町2番", "H7")
    sister = person("青木　由実", "アオキ　ユミ", "2010-01-01", "さくら野市緑町2番", "H7")
    city = City(numbered(YUMI, sister, ward), [("S0", "S2")])
    assert found(city, [0], Similarity(), None) == [Pair(0, 1, "R", "household")]


def test_whoever_lives_at_a_forwarding_address_counts_to_the_household() -> None:
    other = person("青木　由実", "アオキ　ユミ", "2010-01-01", "さくら野市緑町二丁目3番4号")
    assert told(YUMI, other, forwarding=[("S0", "さくら野市緑町2-3-4")]) == "R household"
    assert told(YUMI, other, forwarding=[("S0", "さくら野市緑町2-3-5")]) == ""
    assert told(YUMI, other, forwarding=[("S0", "さくら野市緑町")]) == ""


FAR = {"birth_date": "1930-05-05", "address": "さくら野市緑町9番"}


@pytest.mark.parametrize(
    ("name", "kana", "rows", "expected"),
    [
        ("青木　祐美", "アオキ　ユミ", 2, "E list"),
        ("青木　祐美", "アオキ　ユミ", 10_000, "E list"),
        ("青木　祐美", "アオキ　ユミ", 10_001, ""),
        ("青木　美祐", "アオキ　ミユ", 10_000, "S list"),
        ("青木　美祐", "アオキ　ミユ", 10_001, ""),
        ("青木　裕美", "アオキ　ユウミ", 10_000, "G list"),
        ("青木　裕美", "アオキ　ヒロミ", 2, ""),
        ("青木　由実", "アオキ　ユミ", 1_000, "R list"),
        ("青木　由実", "アオキ　ユミ", 1_001, ""),
        ("青木　祐子", "アオキ　ユウコ", 2, ""),
    ],
)
def test_inside_one_list(name: str, kana: str, rows: int, expected: str) -> None:
    assert told(YUMI, dict(person(name, kana), **FAR), rows=rows) == expected


def test_what_folding_removes_is_one_name() -> None:
    one, other = (
        person("髙橋　真理", "タカハシ　マリ"),
        person("高橋　真理", "タカハシ　マリ", "1930-01-01", "さくら野市旭町5番"),
    )
    assert told(one, other) == "E town"


def test_nobody_is_like_themselves_and_nobody_asked_is_nothing() -> None:
    register = Register(people(*numbered(YUMI)))
    assert pairs(register, [0, 0], Similarity(), rows=2) == []
    assert pairs(register, [], Similarity()) == []


def test_thresholds() -> None:
    other = person("蒼木　由実", "アオキ　ユミ", "1980-03-01", "さくら野市旭町9番")
    register = Register(people(*numbered(YUMI, other)))
    assert pairs(register, [0], Similarity(days=60)) == [Pair(0, 1, "R", "town")]
    assert pairs(register, [0], Similarity(days=59)) == []
    assert pairs(register, [0, 1], Similarity(days=59, rows_by_reading=1), rows=2) == []
    assert len(pairs(register, [0, 1], Similarity(days=59, rows_by_reading=2), rows=2)) == 2


# ---------------------------------------------------------------- one edit


@given(st.text("あい", max_size=5), st.text("あい", max_size=5))
def test_one_edit_is_a_distance_of_one_at_most(a: str, b: str) -> None:
    assert one_edit(a, b) == (not a or not b or edits(a, b) <= 1)


@given(
    st.lists(st.text("青木祐美大", min_size=1, max_size=4), min_size=1, max_size=20),
    st.lists(st.text("青木祐美大", max_size=4), max_size=5),
)
def test_near_names_are_all_those_one_edit_away(registered: list[str], asked: list[str]) -> None:
    register = Register(people(*numbered(*({"name": name} for name in registered))))
    expected = {
        name: tuple(at for at, other in enumerate(registered) if edits(name, other) <= 1)
        for name in asked
        if len(name) > 1
    }
    assert near_names(register, asked) == {name: near for name, near in expected.items() if near}


def test_pairs_do_not_depend_on_the_order_of_the_question() -> None:
    city = invented(300)
    register = Register(city.register)
    asked = list(range(300))
    assert pairs(register, asked[::-1], Similarity(), rows=300) == pairs(register, asked, Similarity(), rows=300)
