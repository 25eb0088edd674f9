"""What recognition hands to the checks."""

from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.recognition.mentions import CleanRows, Fact, Mention, Mentions, RowFacts
from sekisho.inspection.worked import Hidden, cell, sheet

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


def test_of_what_the_register_lacks_nothing_is_said() -> None:
    facts = RowFacts(GRID, 3, 6, {1: "name", 3: "address"}, frozenset({"address"}))
    assert [(fact.kind, fact.agrees) for fact in facts] == [("name", True), ("address", None)]


TWO_ROWS = sheet(
    [["氏名", "メモ", "住所"], ["林一郎", "x", "中央1-2-3"], ["森二郎", "", "西町4"]],
    hidden=Hidden(rows={3: Hiding.ROW}),
)
CLEAN = CleanRows(TWO_ROWS, 7, ("A", "B"), (3, 6), (3, 6), (6, 8), {1: "name", 3: "address"}, frozenset({"address"}))
SINGLE = Mention(PLACE, Hiding.SEEN, ("C", "D"))


def test_a_clean_row_is_a_mention_with_its_facts() -> None:
    first, second = CLEAN
    assert (first.place, first.hidden, first.settled, first.table, first.row) == (cell(2, 1), Hiding.SEEN, "A", 7, 2)
    assert (second.place, second.hidden, second.settled, second.table, second.row) == (
        cell(3, 1),
        Hiding.ROW,
        "B",
        7,
        3,
    )
    assert first.listed
    assert first.clean
    assert not first.strays
    assert [(fact.kind, fact.text, fact.agrees) for fact in second.facts] == [
        ("name", "森二郎", True),
        ("address", "西町4", None),
    ]
    assert CLEAN[-1] == second
    assert CLEAN[:1] == [first]
    assert CLEAN.agreeing() == {"name": 2}


def test_mentions_are_the_clean_rows_and_then_the_others() -> None:
    mentions = Mentions((SINGLE,), (CLEAN,))
    assert len(mentions) == 3
    assert list(mentions) == [*CLEAN, SINGLE]
    assert mentions[2] == SINGLE
    assert mentions[:2] == list(CLEAN)
    assert mentions.people == {"A", "B", "C", "D"}
    assert list(mentions.by_place) == [cell(2, 1), cell(3, 1), PLACE]
    assert mentions.by_row[TWO_ROWS.place.sheet, None, 3] == [CLEAN[1]]


def test_clean_rows_are_left_out_of_those_of_whom_nothing_is_to_be_said() -> None:
    mentions = Mentions((SINGLE,), (CLEAN,))
    assert list(mentions.but({"A", "C", "D"})) == [CLEAN[1], SINGLE]
    assert list(mentions.but(())) == list(mentions)


def test_nothing_is_mentioned() -> None:
    assert not Mentions()
    assert list(Mentions().but(())) == []
    assert Mentions().people == set()
