"""特定個人情報・機微情報: no My Number but where the scope names it."""

import re

import pytest
from tests.unit.inspection.checks.said import run, said

from sekisho.inspection.checks import sensitive
from sekisho.inspection.checks.sensitive import CHECK
from sekisho.inspection.model import Place
from sekisho.inspection.worked import Part, Terms, document, paragraph, roster, sheet

ONE, TWO = "123456789018", "188888888887"
WITH_NUMBERS = roster(
    "S0102", "S0103", columns=("name", "my_number"), change={("S0102", "my_number"): ONE, ("S0103", "my_number"): TWO}
)


def strict(*content: object, terms: Terms | None = None) -> list[tuple[str, str, str, str | None]]:
    return [one for one in said(CHECK, document(*content), terms) if one[0] != "note"]  # type: ignore[arg-type]  # pieces


# ---------------------------------------------------------------- passes


def test_passes_names_and_addresses() -> None:
    assert strict(sheet(roster("S0101", "S0102"))) == []


@pytest.mark.parametrize(
    "text", [ONE, f"伝票番号 {ONE}", f"個人番号カードの交付 {ONE}", "個人番号の記載は不要です", f"個人番号 {ONE[:-1]}9"]
)
def test_passes_a_lone_number_as_a_note_at_most(text: str) -> None:
    assert strict(paragraph(text)) == []


def test_passes_my_numbers_that_the_scope_names_as_a_note() -> None:
    terms = Terms(fields={"S0102": "name;my_number", "S0103": "個人番号"})
    found = said(CHECK, document(sheet(WITH_NUMBERS)), terms)
    assert found == [("note", "allowed", "B2", "S0102"), ("note", "allowed", "B3", "S0103")]


def test_passes_the_number_of_a_namesake_in_scope() -> None:
    rows = [["氏名", "個人番号"], ["青木　花子", ONE]]
    assert strict(sheet(rows), terms=Terms(fields={"S0101": "my_number"})) == []


@pytest.mark.parametrize(
    "heading", ["備考", "区分", "等級", "診断書の要否", "障害福祉課", "本籍地以外の住所", "健診のお知らせ", "検査場所"]
)
def test_passes_headings_that_only_sound_like_it(heading: str) -> None:
    assert strict(sheet([["氏名", heading], ["青木　花子", "3"]])) == []


def test_passes_special_words_in_prose() -> None:
    assert strict(paragraph("病名の欄には記入しないでください。"), paragraph("障害のある方へ")) == []


def test_passes_long_cells() -> None:
    assert strict(sheet([["病名が分からないときは空欄のままで結構です"]])) == []


@pytest.mark.parametrize("text", [ONE, "病名：ぜんそく", f"伝票番号 {ONE}"])
def test_passes_on_without_the_stricter_procedure(text: str) -> None:
    rows = [["氏名", "病名"], ["青木　花子", "a"]]
    found = run(CHECK, document(paragraph(text), sheet(rows)))
    assert found
    assert not any(finding.escalates for finding in found)


def test_passes_my_numbers_on_to_the_stricter_procedure() -> None:
    terms = Terms(fields={"S0102": "name;my_number", "S0103": "my_number"})
    found = run(CHECK, document(sheet(WITH_NUMBERS)), terms)
    assert [(finding.severity, finding.escalates) for finding in found] == [("note", True), ("note", True)]


# ---------------------------------------------------------------- stops


def test_stops_my_numbers_and_moves_them_to_the_stricter_procedure() -> None:
    found = run(CHECK, document(sheet(WITH_NUMBERS)))
    assert [(finding.severity, finding.escalates) for finding in found] == [("stop", True), ("stop", True)]


def test_stops_my_numbers_under_their_heading() -> None:
    assert strict(sheet(WITH_NUMBERS)) == [("stop", "my_number", "B2", "S0102"), ("stop", "my_number", "B3", "S0103")]


def test_stops_where_the_scope_allows_everything_else() -> None:
    assert [
        one[3]
        for one in strict(sheet(WITH_NUMBERS), terms=Terms(fields={"S0102": "my_number", "S0103": "name;address"}))
    ] == ["S0103"]


def test_stops_a_label_in_text_and_in_a_comment() -> None:
    found = run(CHECK, document(paragraph(f"個人番号：{ONE}"), paragraph(f"マイナンバー {TWO}", Part.COMMENT)))
    assert [(f.severity, f.place) for f in found] == [("stop", Place(Part.TEXT)), ("stop", Place(Part.COMMENT))]


def test_stops_numbers_that_stand_beside_nobody() -> None:
    assert strict(sheet([["個人番号"], [ONE]]), terms=Terms(fields={"S0102": "my_number"})) == [
        ("stop", "my_number", "A2", None)
    ]


# ---------------------------------------------------------------- asks


@pytest.mark.parametrize(
    "heading",
    ["病名", "障害等級", "要介護度", "血液型", "犯罪歴", "障がい種別", "病　名", "（病歴）", "※既往歴", "生活保護"],
)
def test_asks_about_columns_of_special_care(heading: str) -> None:
    rows = [["氏名", heading], ["青木　花子", "a"], ["馬場　陽菜", "b"]]
    assert [(severity, where) for severity, _, where, _ in strict(sheet(rows))] == [("ask", "B1")]


def test_asks_once_for_a_heading_that_comes_again() -> None:
    rows = [["氏名", "病名"], ["青木　花子", "a"], ["氏名", "病名"], ["馬場　陽菜", "b"]]
    assert len(strict(sheet(rows))) == 1


def test_passes_over_no_word_for_want_of_a_telling_character() -> None:
    words = re.sub(r"\((?:\?:)?|\)", "|", sensitive._WORDS).replace("?", "").split("|")
    whole = [word for word in words if len(word) > 1]
    assert "犯罪歴" in whole
    parts = {"がい", "名", "等級", "種別", "程度", "の程度", "区分", "支援区分"}
    assert [word for word in whole if sensitive.TELLING.isdisjoint(word) and word not in parts] == []
