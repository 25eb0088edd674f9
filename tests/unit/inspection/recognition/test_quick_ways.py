"""What is left out early in very many texts or rows would have been found to say nothing: with and without, all is the same."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.unit.inspection.recognition.rosters import CITY, POPULATION

from sekisho.inspection.model import Grid
from sekisho.inspection.recognition import readings, records, running
from sekisho.inspection.recognition.recognise import recognise
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.worked import Row, document, sheet

REGISTER = Register(CITY)
ONE, OTHER = POPULATION[3], POPULATION[17]
FACTS = [row[kind] for row in (ONE, OTHER) for kind in ("subject_id", "number", "name", "kana", "birth_date", "phone")]
MARKS = "　 、。・-－ー/（(：:,.\n0１²①A々ゝガがヶ゛\u3099\u0301様課"
NOISE = st.text(st.sampled_from("東西佐木田山太一恵さくらカメ" + MARKS), max_size=6)


def pieces(value: str) -> st.SearchStrategy[str]:
    """Return parts of a value, whole, cut, in full width or with a mark inside."""
    cut = st.tuples(st.integers(0, len(value)), st.integers(0, len(value))).map(lambda at: value[min(at) : max(at)])
    wide = st.just("".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in value))
    broken = st.tuples(st.integers(0, len(value)), st.sampled_from(MARKS)).map(
        lambda at: value[: at[0]] + at[1] + value[at[0] :]
    )
    return st.one_of(st.just(value), st.just(value.replace("　", "")), cut, wide, broken)


PIECES = st.one_of(NOISE, *map(pieces, FACTS))
TEXTS = st.lists(st.lists(PIECES, min_size=1, max_size=4).map("".join), max_size=12, unique=True)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
@example([f"〒{ONE['phone']}", f"+81 {ONE['phone'][1:]}", "０５５①９２１－３００３"])
@example([f"{ONE['number']}-", f"-{ONE['number']}", f"{ONE['number']}円", f"{ONE['number']}.0", "x@example.jp"])
@example(["佐々木・太一", "佐々木／太一", "佐佐木太一", "佐々\u3099木太一", "佐-々木太一"])
def test_the_same_is_read_of_very_many_texts_as_of_each(texts: list[str]) -> None:
    each = readings.read_texts(REGISTER, texts, [])
    with pytest.MonkeyPatch.context() as few:
        few.setattr(readings, "MANY", 0)
        few.setattr(running, "MANY", 0)
        many = readings.read_texts(REGISTER, texts, [])
    assert (many.numbers, many.inside) == (each.numbers, each.inside)
    assert many == each


def test_texts_without_anybody_are_left_out_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "MANY", 0)
    monkeypatch.setattr(running, "MANY", 0)
    junk = ["春の祭り1234567", "abc", "x-99", "0120-000"]
    assert readings.with_known_numbers(REGISTER, [*junk, f"番号{ONE['number']}"]) == [f"番号{ONE['number']}"]
    assert running.with_heads([*junk[:2], "佐々木さん", "東太一"], REGISTER.heads) == ["佐々木さん", "東太一"]


HEADINGS = st.lists(
    st.sampled_from(
        ["氏名", "カナ", "氏名（フリガナ）", "フリガナ\n氏名", "生年月日", "住所", "整理番号", "受給者番号", "電話番号", "姓", "名", "セイ", "メイ", "保護者名", "担当者", "備考", "金額"]
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["", "春の祭り", "株式会社さくら", "12345", "2020/1/2", "ハルノ　マツリ", "〃", "担当", "福祉課"]),
    PIECES,
    st.sampled_from([(ONE, "name", "kana"), (OTHER, "kana", "name")]).map(lambda it: f"{it[0][it[1]]}\n{it[0][it[2]]}"),
    st.sampled_from([ONE, OTHER]).map(lambda row: f"{row['name']}（{row['kana']}） "),
)


@st.composite
def tables(draw: st.DrawFn) -> Grid:
    headings = draw(HEADINGS)
    width = len(headings) + draw(st.integers(0, 1))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))
    return sheet([*([headings] if draw(st.booleans()) else []), *rows])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_a_row_that_is_passed_over_would_have_said_nothing(grid: Grid) -> None:
    quick = recognise(REGISTER, [document(grid)])
    with pytest.MonkeyPatch.context() as slowly:
        slowly.setattr(records, "_is_silent", lambda *_: False)
        careful = recognise(REGISTER, [document(grid)])
    assert [list(one) for one in quick] == [list(one) for one in careful]


@pytest.mark.parametrize("rows", [[["東京祭", "2020/1/2"]], [["氏名", "金額"], ["春の祭り", "100"], ["夏", "1234567"]]])
def test_rows_of_nobody_are_passed_over(rows: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    monkeypatch.setattr(records, "_row_records", lambda *args, **_: read.append(args) or iter(()))
    assert list(recognise(REGISTER, [document(sheet(rows))])[0]) == []
    assert read == []


def test_a_reading_and_a_birth_date_are_not_passed_over() -> None:
    def listed(row: Row) -> list[tuple[str, ...]]:
        grid = sheet([[row["kana"].replace("　", ""), row["birth_date"]]])
        return [mention.candidates for mention in recognise(REGISTER, [document(grid)])[0]]

    assert listed(ONE) == [(ONE["subject_id"],)]
    assert listed({**ONE, "birth_date": "1901-01-01"}) == []
