import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.unit.documents.yearly.made import REPORTS
from tests.unit.documents.yearly.seed import FULL, INSIDE, ROWS, SEED

from sekisho.documents.yearly.cells import cells
from sekisho.documents.yearly.csv import guarded, unguarded, write_csv
from sekisho.documents.yearly.model import Report, Row
from sekisho.documents.yearly.writing import view

STARTS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'", "\t", "\r", "\n"]


def read(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["", "3-2", "1", "事故", "a=b", "（=1）", "1+1", "①=2", "〜"])
def test_a_text_that_is_none_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\ufeff "])
def test_what_looks_like_a_formula_gets_an_apostrophe_and_loses_nothing(start: str, before: str) -> None:
    text = f"{before}{start}cmd|' /C calc'!A0"
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


def test_the_report_stands_in_its_columns() -> None:
    head, *rows = read(write_csv(SEED))
    assert head == [
        "番号",
        "部署",
        "事故の概要",
        "再発防止策",
        "再発防止策の実施状況（取組に対する評価等を含む）",
        "記録から数えた結果",
        "結果の説明",
    ]
    assert [row[:3] for row in rows] == [[row.number, row.department, row.outline] for row in ROWS]
    assert rows[1][3].split("\n") == [one.label + one.text for one in ROWS[1].measures]
    assert rows[1][4].startswith("①～③いずれも実施を継続している。\n（評価）\n　特に②")
    assert all(row[5:] == ["", ""] for row in rows)


def test_what_was_counted_stands_beside() -> None:
    _, *rows = read(write_csv(FULL))
    assert rows[1][5].split("\n") == ["①実施 38/38", "②例外あり 2/3・例外1", "③実施 38/38"]
    assert rows[1][6].split("\n")[2] == "③研修を2回行い、配属された12人の全員が受けました。"
    assert rows[6] == [
        "7",
        "",
        "この事故はまだ公表していません。理由：相手の安全が確かめられるまで待っています。",
        "",
        "",
        "",
        "",
    ]


def test_it_is_the_same_inside_and_begins_with_a_byte_order_mark() -> None:
    assert write_csv(FULL) == write_csv(INSIDE)
    assert write_csv(FULL).startswith(b"\xef\xbb\xbf")
    assert read(write_csv(replace(SEED, rows=())))[1:] == []
    assert read(write_csv(SEED, "en"))[0][0] == "Number"


@settings(max_examples=80, deadline=None)
@given(REPORTS)
def test_any_report_can_be_read_back(report: Report) -> None:
    _, *rows = read(write_csv(report))
    told = [tuple(cells(row)) for row in view(report).rows]
    assert [tuple(map(unguarded, row[:5])) for row in rows] == told
    assert not [cell for row in rows for cell in row if cell[:1] in STARTS and cell[:1] != "'"]


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        write_csv(replace(SEED, rows=(Row("1", "\ud83d"),)))
