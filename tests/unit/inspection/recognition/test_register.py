"""The register's index: what can stand in a file, and whose it is."""

from datetime import date

import pytest
from tests.unit.inspection.recognition.city import CITY, people

from sekisho.inspection.recognition.register import Register

REGISTER = Register(CITY)


def who(owners: dict[str, tuple[int, ...]]) -> dict[str, list[str]]:
    return {key: [REGISTER.ids[at] for at in found] for key, found in owners.items()}


def test_nothing_is_nobodys() -> None:
    assert REGISTER.owners("name", []) == {}
    assert REGISTER.owners("name", [""]) == {}
    assert REGISTER.owners("email", ["-"]) == {}
    assert REGISTER.owners("phone", ["0000000000"]) == {}
    assert REGISTER.owners_among([], [0, 1]) == {}


def test_a_column_that_is_not_there_is_empty() -> None:
    bare = Register(people({"subject_id": "X1", "name": "林 一郎"}))
    assert not bare.knows("phone")
    assert bare.owners("phone", ["0559112001"]) == {}
    assert bare.born_on([date(1980, 2, 3)]) == {}
    assert bare.owners_among([("kana", "ハヤシ")], [0]) == {}
    person = bare.persons([0])[0]
    assert not any(person.has(kind) for kind in ("phone", "birth_date", "address", "kana"))
    assert person.has("name")


def test_owners_by_key() -> None:
    assert len(REGISTER) == 12
    assert REGISTER.position["A0003"] == 2
    assert who(REGISTER.owners("name", ["佐藤健", "林一郎", "山本次郎"])) == {
        "佐藤健": ["A0004", "A0005"],
        "林一郎": ["A0001"],
    }
    assert who(REGISTER.owners("phone", ["0559112008"])) == {"0559112008": ["A0008", "A0009"]}


@pytest.mark.parametrize("key", ["0030001", "30001"])
def test_a_number_is_known_without_its_zeros(key: str) -> None:
    assert who(REGISTER.owners("number", [key])) == {key: ["A0001"]}


def test_a_character_that_stands_for_several_is_known_by_each() -> None:
    # 斎 of 渡邉 斎 is one character of the standard set; the family name is known by each of its spellings.
    found = [key for key in ("渡辺斎", "渡邊斎", "渡邉斎") if REGISTER.owners("name", [key])]
    assert found


def test_born_on() -> None:
    assert REGISTER.born_on([date(1980, 2, 3), date(1900, 1, 1)]) == {date(1980, 2, 3): (0,)}


def test_a_value_has_an_owner_among_people_only_where_it_is_one_persons() -> None:
    days = [("birth_date", date(1980, 2, 3)), ("birth_date", date(1981, 6, 7))]
    assert REGISTER.owners_among(days, [0, 2]) == {("birth_date", date(1980, 2, 3)): 0}
    home = [("address", REGISTER.persons([7])[7].address)]
    assert REGISTER.owners_among(home, [7, 8]) == {}  # two of one household
    assert REGISTER.owners_among(home, [7, 0]) == {home[0]: 7}
    assert REGISTER.owners_among([("kana", "サトウケン")], [3, 4]) == {("kana", "サトウケン"): 3}


def test_names_by_their_first_two_characters() -> None:
    assert REGISTER.heads["佐藤"] == (3,)
    assert "林一" in REGISTER.heads
    assert REGISTER.heads["林誠"] == (2,)


def test_a_person_knows_what_the_register_knows() -> None:
    person = REGISTER.persons([4])[4]
    assert person.subject_id == "A0005"
    assert person.birth_date == date(1992, 8, 19)
    assert ("kana", "サトウタケル") in person.keys
    assert ("number", "30005") in person.keys
    assert person.household == "H05"
    assert not person.has("email")
    assert REGISTER.persons([4])[4] is person


def test_a_name_with_a_character_that_could_be_two_is_known_by_both() -> None:
    from sekisho.japan.names import alternates

    char = next(char for char in map(chr, range(0x4E00, 0x9FFF)) if len(alternates(char)) > 1)
    register = Register(people({"subject_id": "X1", "name": f"{char}田 一郎"}))
    for key in alternates(f"{char}田一郎"):
        assert register.owners("name", [key]) == {key: (0,)}
