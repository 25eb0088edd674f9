import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from tests.unit.gate.strategies import UNHURRIED, procedures

from sekisho.gate import naming, shipped
from sekisho.gate.drawing import svg, text
from sekisho.gate.lint import load
from sekisho.gate.model import ROLES
from sekisho.gate.procedure import CHANNELS, KINDS, METHODS, PER, WAYS, Procedure

NS = "{http://www.w3.org/2000/svg}"
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
each = pytest.mark.parametrize("name", shipped.names())
in_both = pytest.mark.parametrize("lang", ["ja", "en"])


def procedure_of(name: str) -> Procedure:
    return load(shipped.data(name), f"{name}.toml")


def drawn(procedure: Procedure, lang: str = "ja") -> ET.Element:
    return ET.fromstring(svg(procedure, lang))  # noqa: S314  our own picture


def words(picture: ET.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{NS}text")]


def numbered(lines: str) -> list[str]:
    return re.findall(r"^ [├╫╬][─═] *(\d+)  ", lines, re.MULTILINE)


@each
@in_both
def test_the_text_has_every_gate_in_its_order_with_who_and_how_often(name: str, lang: str) -> None:
    procedure = procedure_of(name)
    lines = text(procedure, lang)
    assert numbered(lines) == [str(number) for number in range(1, len(procedure.steps) + 1)]
    for step in procedure.steps:
        assert (step.title_en if lang == "en" else step.title) in lines
        assert all(naming.ROLES[role].render(lang) in lines for role in step.by)
        assert naming.UNITS[step.per].render(lang) in lines


@each
def test_in_english_nothing_is_japanese_but_names_of_courses(name: str) -> None:
    procedure = procedure_of(name)
    bare = replace(procedure, steps=tuple(replace(step, training=()) for step in procedure.steps))
    assert not JAPANESE.search(text(bare, "en"))
    assert {word for word in words(drawn(bare, "en")) if JAPANESE.search(word)} == {"出"}


@each
@in_both
def test_the_picture_has_a_gate_for_each_step_and_a_sign_at_the_release_alone(name: str, lang: str) -> None:
    procedure = procedure_of(name)
    picture = drawn(procedure, lang)
    gates = list(picture.iter(f"{NS}g"))
    assert len(gates) == len(procedure.steps)
    signed = [number for number, gate in enumerate(gates) if gate.find(f"{NS}text") is not None]
    assert signed == [procedure.steps.index(procedure.release)]


@each
@in_both
def test_the_picture_is_told_in_words_to_who_does_not_see_it(name: str, lang: str) -> None:
    procedure = procedure_of(name)
    picture = drawn(procedure, lang)
    title, desc = picture.find(f"{NS}title"), picture.find(f"{NS}desc")
    assert title is not None
    assert desc is not None
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert title.text == (procedure.title_en if lang == "en" else procedure.title)
    assert all(naming.kind_of(step, procedure).render(lang) in (desc.text or "") for step in procedure.steps)


@each
def test_the_picture_needs_nothing_from_elsewhere_and_has_no_colour_of_a_state(name: str) -> None:
    picture = svg(procedure_of(name))
    assert re.findall(r"https?://[^\"]*", picture) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"<(style|script|image|use|foreignObject)|style=|href|url\(|@import|\son\w+=", picture)
    colours = set(re.findall(r"#[0-9a-f]{3,6}\b", picture))
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours), colours
    assert min(map(int, re.findall(r'font-size="(\d+)"', picture))) >= 14


def test_up_to_eight_gates_stand_in_one_row_and_more_in_rows_of_six() -> None:
    def rows(name: str) -> list[int]:
        places = [gate.get("transform", "").split(" ")[1] for gate in drawn(procedure_of(name)).iter(f"{NS}g")]
        return [places.count(place) for place in dict.fromkeys(places)]

    assert rows("kindergartens-mail") == [8]
    assert rows("tax-notices") == [6, 3]


def test_one_at_a_time_is_marked_where_it_holds_and_nowhere_else() -> None:
    assert "一つずつ" not in text(procedure_of("single"))
    assert "一つずつ" not in words(drawn(procedure_of("single")))
    lines = text(procedure_of("care-offices"))
    assert lines.index("ここから一つずつ") < lines.index(" 1  資料")
    assert lines.index("委託先の発送") < lines.index("ここまで済んだら、次を開く") < lines.index("返送確認")
    assert words(drawn(procedure_of("care-offices"))).count("一つずつ") == 2  # the run goes on in the second row


def test_no_road_leads_where_nobody_has_to_come_from() -> None:
    procedure = procedure_of("web-list")
    first, *rest = procedure.steps
    loose = replace(
        procedure, steps=(first, *(replace(s, needs=(first.id,)) if s.id == "consents" else s for s in rest))
    )

    def roads(one: Procedure) -> int:
        return svg(one).count("stroke-dasharray")

    assert roads(procedure) == len(procedure.steps) - 1
    assert roads(loose) == len(procedure.steps) - 2
    assert "1のあと" in text(loose)
    assert "のあと ・" not in text(procedure)


def test_signs_of_the_markup_in_a_title_are_only_signs() -> None:
    procedure = replace(procedure_of("single"), title='<b>"一通" & 二通</b>')
    title = drawn(procedure).find(f"{NS}title")
    assert title is not None
    assert title.text == procedure.title


def test_each_word_of_the_format_has_a_name_in_both_languages() -> None:
    for known, named in (
        (KINDS, naming.KINDS),
        (ROLES, naming.ROLES),
        (METHODS, naming.METHODS),
        (PER, naming.UNITS),
        (CHANNELS, naming.CHANNELS),
        (CHANNELS, naming.RELEASES),
        (WAYS, naming.WAYS),
    ):
        assert set(named) == set(known)
        assert all(JAPANESE.search(one.render()) and not JAPANESE.search(one.render("en")) for one in named.values())


@UNHURRIED
@given(procedures())
def test_any_procedure_can_be_drawn_within_its_frame(procedure: Procedure) -> None:
    for lang in ("ja", "en"):
        assert len(numbered(text(procedure, lang))) == len(procedure.steps)
        picture = drawn(procedure, lang)
        wide, high = float(picture.get("width", 0)), float(picture.get("height", 0))
        gates = list(picture.iter(f"{NS}g"))
        assert len(gates) == len(procedure.steps)
        for one in picture.iter(f"{NS}text"):
            assert 0 <= float(one.get("x", -1)) <= wide
            assert 0 <= float(one.get("y", -1)) <= high
