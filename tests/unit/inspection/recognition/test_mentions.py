"""What recognition hands to the checks."""

from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.recognition.mentions import Fact, Mention, RowFacts
from sekisho.inspection.worked import cell, sheet

GRID = sheet([["氏名", "メモ", "住所"], ["林一郎", "x", "中央1-2-3"]])
FACTS = RowFacts(GRID, 3, 6, {1: "name", 3: "address"})
PLACE = Place(Part.TEXT)


def test_the_facts_of_a_row_are_those_under_a_heading() -> None:
    assert len(FACTS) == 2
    assert list(FACTS) == [
        Fact("name", cell(2, 1), "林一郎", agrees=True, typed=True),
        Fact("address", cell(2, 3), "中央1-2-3", agrees=True, typed=True),
    ]
    assert FACTS[-1].kind == "address"
    assert [fact.kind for fact in FACTS[:1]] == ["name"]


def test_a_mention_is_settled_by_one_candidate_that_nothing_contradicts() -> None:
    assert Mention(PLACE, Hiding.SEEN, ("A",)).settled == "A"
    assert Mention(PLACE, Hiding.SEEN, ("A", "B")).settled is None
    assert Mention(PLACE, Hiding.SEEN, ("A",), contradicted=True).settled is None


def test_strays_are_what_identifies_somebody_else() -> None:
    same, other = (
        Fact("name", PLACE, "x", agrees=True, owners=("A",)),
        Fact("phone", PLACE, "y", agrees=False, owners=("B",)),
    )
    unknown = Fact("address", PLACE, "z", agrees=False)
    assert Mention(PLACE, Hiding.SEEN, ("A",), (same, other, unknown)).strays == (other,)
    assert Mention(PLACE, Hiding.SEEN, ("A",), (same, other), clean=True).strays == ()


def test_the_kinds_of_a_row_are_known_without_making_its_facts() -> None:
    assert list(Mention(PLACE, Hiding.SEEN, ("A",), FACTS, clean=True).agreeing()) == ["name", "address"]
    assert list(Mention(PLACE, Hiding.SEEN, ("A",), (Fact("phone", PLACE, "y", agrees=None),)).agreeing()) == []


def test_of_what_the_register_lacks_nothing_is_said() -> None:
    facts = RowFacts(GRID, 3, 6, {1: "name", 3: "address"}, frozenset({"address"}))
    assert [(fact.kind, fact.agrees) for fact in facts] == [("name", True), ("address", None)]
