"""What a check sees of a parcel."""

from dataclasses import replace

import pytest

from sekisho.inspection.case import ParcelCase, is_hidden, standing
from sekisho.inspection.checks import CHECKS
from sekisho.inspection.fields import FIELD_NAMES
from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.recognition.mentions import Mention, Mentions
from sekisho.inspection.recognition.records import SUBJECT_KINDS
from sekisho.inspection.worked import Terms, document, parcel_case, roster, sheet

CASE = parcel_case(document(sheet(roster("S0101"))), terms=Terms(scope=("S0101", "S0102")))
NOBODY = replace(CASE, allowed=None)


def mention(*candidates: str, contradicted: bool = False) -> Mention:
    return Mention(Place(Part.TEXT), Hiding.SEEN, candidates, contradicted=contradicted)


@pytest.mark.parametrize(
    ("one", "stands"),
    [
        (mention("S0101"), "in"),
        (mention("S0101", "S0201"), "in"),
        (mention("S0101", contradicted=True), "in"),
        (mention("S0201"), "out"),
        (mention("S0201", "S0202"), "open"),
        (mention("S0201", contradicted=True), "open"),
    ],
)
def test_where_a_mention_stands(one: Mention, stands: str) -> None:
    assert standing(one, CASE) == stands


HERE = Place(Part.TEXT)


def test_where_nothing_allows_it_nobody_may_be_seen() -> None:
    assert not NOBODY.judges
    assert not NOBODY.may_see("S0101", HERE)
    assert CASE.judges
    assert CASE.may_see("S0101", HERE)


def test_on_the_web_those_who_have_agreed() -> None:
    web = replace(CASE, consented={"S0201": None})
    assert web.judges
    assert web.may_see("S0201", HERE)
    assert not web.may_see("S0101", HERE)


def test_names() -> None:
    assert CASE.name_of("S0201") == "江口　美咲"
    assert CASE.name_of("S9999") == "S9999"
    assert CASE.name_of(None) == ""
    assert CASE.recipient == "K01"
    assert replace(CASE, parcel=replace(CASE.parcel, recipient="")).recipient is None


@pytest.mark.parametrize("hiding", Hiding)
def test_hidden_or_not(hiding: Hiding) -> None:
    file = CASE.files[0]
    assert is_hidden(file, hiding) is (hiding not in {Hiding.SEEN, Hiding.OCR, Hiding.COVERED})
    assert is_hidden(replace(file, hidden=True), hiding)


def test_a_finding_knows_its_file_and_parcel() -> None:
    check, file = CHECKS[0], CASE.files[0]
    finding = check.finding(CASE, file, "stop", "rule", check.title, check.title, subject_id="S0101")
    assert (finding.check, finding.parcel, finding.file, finding.digest) == ("scope", "K01", file.path, file.digest)
    assert finding.place == Place(Part.FILE)
    loose = check.finding(CASE, None, "stop", "rule", check.title, check.title, place=Place(Part.TEXT))
    assert (loose.file, loose.digest, loose.place) == (None, "", Place(Part.TEXT))


def test_every_kind_of_fact_has_a_name_for_people() -> None:
    assert set(FIELD_NAMES) == SUBJECT_KINDS


def test_a_parcel_of_nobody() -> None:
    empty = parcel_case(document(), register="none")
    assert isinstance(empty, ParcelCase)
    assert empty.names == {}
    assert empty.files[0].mentions == Mentions()
