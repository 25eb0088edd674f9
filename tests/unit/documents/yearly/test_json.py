import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from tests.unit.documents.yearly.made import REPORTS
from tests.unit.documents.yearly.seed import DIGEST, DONE, FULL, INSIDE, ROWS, SEED

from sekisho.documents.yearly.digest import as_told, content, content_digest
from sekisho.documents.yearly.json import read_json, write_json
from sekisho.documents.yearly.model import Edition, Measure, Measured, Report
from sekisho.documents.yearly.plain import UnknownShapeError
from sekisho.ledger.canonical import AmbiguousError
from sekisho.words import Sentence, Titled, say


def told(report: Report) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(write_json(report))
    return value


def broken(report: Report, change: Any) -> str:
    value = told(report)
    change(value)
    return json.dumps(value)


# ---------------------------------------------------------------- what it must not hold


def test_the_public_is_told_nothing_of_the_evidence() -> None:
    text = write_json(FULL)
    for said in (
        "急ぎの再送のため",
        "封入の確認",
        "runs",
        "people",
        "stops",
        "waived",
        "enforced",
        "claimed",
        "reasons",
        "drill",
        "similar",
        "internal",
    ):
        assert said not in text, said


def test_a_withheld_row_holds_its_number_and_the_reason_alone() -> None:
    row = replace(ROWS[0], withheld="調べています。")
    assert told(replace(SEED, rows=(row,)))["report"]["rows"] == [{"number": "1", "withheld": "調べています。"}]


# ---------------------------------------------------------------- the digest


def test_anybody_can_compute_the_digest_from_the_file_alone() -> None:
    value = told(FULL)
    assert sha256(rfc8785.dumps(value["report"])).hexdigest() == value["sha256"] == content_digest(FULL)


def test_the_edition_and_the_evidence_do_not_change_the_digest() -> None:
    for other in (replace(FULL, edition=Edition()), replace(FULL, edition=Edition(3, digest=DIGEST)), INSIDE):
        assert content_digest(other) == content_digest(FULL)


def test_what_the_public_is_told_changes_the_digest() -> None:
    row = ROWS[0]
    others = (
        replace(FULL, year=2024),
        replace(FULL, rows=FULL.rows[:-1]),
        replace(FULL, rows=(replace(row, outline=row.outline + "。"), *FULL.rows[1:])),
        replace(FULL, policy=""),
        replace(FULL, unanswered=()),
        replace(FULL, measured_until=None),
    )
    assert len({content_digest(one) for one in (FULL, *others)}) == 1 + len(others)


def test_a_field_that_says_nothing_is_left_out() -> None:
    value = told(replace(SEED, rows=(replace(ROWS[0], measures=(Measure("①", "文"),), status=()),), office=""))
    assert value["report"] == {
        "city": "さくら野市",
        "year": 2023,
        "rows": [
            {
                "number": "1",
                "department": "保育幼稚園課",
                "outline": ROWS[0].outline,
                "measures": [{"label": "①", "text": "文"}],
            }
        ],
    }
    assert (
        content_digest(replace(SEED, rows=()))
        == "0" * 0
        + sha256('{"city":"さくら野市","office":"総務部 情報管理課","rows":[],"year":2023}'.encode()).hexdigest()
    )


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("report", [SEED, FULL, INSIDE, replace(SEED, rows=()), replace(SEED, internal=True)])
def test_what_is_read_is_what_was_written(report: Report) -> None:
    assert read_json(write_json(report)) == as_told(report)
    assert read_json(write_json(report).encode()) == as_told(report)
    assert write_json(read_json(write_json(report))) == write_json(report)


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_any_report_is_read_as_it_was_written(report: Report) -> None:
    assert read_json(write_json(report)) == as_told(report)


def test_a_sentence_stays_one_and_is_said_in_japanese_beside() -> None:
    said = say("{sentence}{next}", sentence=say("実施"), next=say("手順「{title}」", title=Titled("切り分け", "cut")))
    row = replace(ROWS[0], measures=(Measure("①", "文", replace(DONE, said=said)),))
    report = replace(SEED, rows=(row,))
    assert told(report)["report"]["rows"][0]["measures"][0]["measured"]["said"]["ja"] == "実施手順「切り分け」"
    (measure,) = read_json(write_json(report)).rows[0].measures
    assert measure.measured is not None
    assert measure.measured.said == said


def test_a_list_in_a_sentence_is_a_list_again() -> None:
    row = replace(ROWS[0], withheld=say("{first}から", first=("市", say("実施"), 3)))
    (read,) = read_json(write_json(replace(SEED, rows=(row,)))).rows
    assert isinstance(read.withheld, Sentence)
    assert read.withheld.values == (("first", ("市", say("実施"), 3)),)
    assert read.withheld.render("en") == "from 市, Done, 3"


# ---------------------------------------------------------------- what is no report


def drop(*path: Any) -> Any:
    def change(value: Any) -> None:
        for one in path[:-1]:
            value = value[one]
        del value[path[-1]]

    return change


def put(new: Any, *path: Any) -> Any:
    def change(value: Any) -> None:
        for one in path[:-1]:
            value = value[one]
        value[path[-1]] = new

    return change


@pytest.mark.parametrize(
    "change",
    [
        drop("format"),
        put("sekisho-yearly-report/2", "format"),
        put(1, "more"),
        drop("report"),
        put([], "report"),
        drop("report", "city"),
        put("2023", "report", "year"),
        put(True, "report", "year"),
        put({}, "report", "rows"),
        put("x", "report", "rows", 0, "more"),
        drop("report", "rows", 0, "number"),
        put("halted", "report", "rows", 0, "measures", 0, "measured", "state"),
        put("2026-13-01", "report", "measured_from"),
        put("20260401", "report", "measured_from"),
        put(None, "edition"),
        put("2026/11/20", "edition", "published_on"),
        put("", "report", "rows", 0, "department"),
        put({"ja": "x", "say": "実施", "values": {}}, "report", "rows", 6, "withheld"),
        put({"ja": "x", "say": "{x}", "values": {}}, "report", "rows", 6, "withheld"),
        put({"ja": "x", "say": "{x.y}", "values": {"x": 1}}, "report", "rows", 6, "withheld"),
        put({"ja": "x"}, "report", "rows", 6, "withheld"),
        put({"ja": "x", "say": "{x}", "values": {"x": 1.5}}, "report", "rows", 6, "withheld"),
        put({"ja": "x", "say": "{x}", "values": {"x": None}}, "report", "rows", 6, "withheld"),
        put("0" * 64, "sha256"),
        put("別の概要", "report", "rows", 0, "outline"),
    ],
)
def test_another_shape_is_refused(change: Any) -> None:
    with pytest.raises(UnknownShapeError):
        read_json(broken(FULL, change))


def test_an_inside_that_says_otherwise_is_refused() -> None:
    with pytest.raises(UnknownShapeError, match="internal"):
        read_json(broken(INSIDE, put("別の概要", "internal", 0, "outline")))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format":1,"format":2}', "null"])
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(AmbiguousError):
        read_json(text)


def test_half_a_character_and_an_unknown_value_are_refused() -> None:
    with pytest.raises(AmbiguousError):
        write_json(replace(SEED, city="\ud83d"))
    with pytest.raises(UnknownShapeError):
        write_json(replace(SEED, rows=(replace(ROWS[0], withheld=say("{at} 印刷", at=object())),)))


def test_no_evidence_is_kept_by_as_told_outside_and_all_of_it_inside() -> None:
    row = replace(ROWS[0], measures=(Measure("①", "文", DONE),))
    outside, inside = (as_told(replace(SEED, rows=(row,), internal=internal)) for internal in (False, True))
    assert outside.rows[0].measures[0].measured == Measured("done", DONE.counts, since=DONE.since)
    assert inside.rows[0].measures[0].measured == DONE
    assert content(inside) == content(outside)
