import json

from tests.unit.documents.inspection.reports import CALM, FULL, NASTY, loose, person

from sekisho.documents.inspection.json import render, render_error
from sekisho.inspection.model import Part, Place
from sekisho.words import Personal, say


def test_the_keys_are_those_of_the_contract_in_its_order() -> None:
    told = json.loads(render(FULL))
    assert list(told) == ["verdict", "bundle", "findings", "counts", "checks", "coverage", "seconds"]
    assert list(told["bundle"]) == ["title", "channel", "files"]
    assert list(told["bundle"]["files"][0]) == ["path", "sha256", "records"]
    for finding in told["findings"]:
        assert {"id", "check", "severity", "parcel", "file", "where", "subject_id", "message"} <= set(finding)
        assert list(finding["where"]) == ["part", "sheet", "row", "column", "page"]
    assert all(list(one) == ["check", "ran", "why_not"] for one in told["checks"])
    assert all(list(one) == ["file", "parts", "read", "not_read"] for one in told["coverage"])


def test_a_calm_report() -> None:
    told = json.loads(render(CALM))
    assert told["verdict"] == "pass"
    assert told["counts"] == {"stop": 0, "ask": 0, "note": 0}
    assert told["findings"] == []
    assert len(told["checks"]) == 12
    assert told["coverage"] == [{"file": "out/a.xlsx", "parts": 10, "read": 10, "not_read": []}]
    assert told["seconds"] == 0.123


def test_a_full_report() -> None:
    told = json.loads(render(FULL))
    assert told["verdict"] == "stop"
    assert told["counts"] == {"stop": 6, "ask": 1, "note": 1}
    assert told["findings"][1]["where"] == {"part": "cell", "sheet": "名簿", "row": 14, "column": "C", "page": None}
    assert [one["file"] for one in told["coverage"]] == ["out/a.xlsx", "out/b.zip", f"out/b.zip!/{NASTY}.csv"]
    assert told["coverage"][1]["not_read"] == [{"part": "中.bin", "why": "何の形式か分からないファイルです"}]
    assert told["checks"][6] == {
        "check": "consent",
        "ran": False,
        "why_not": "承諾の台帳（consents）がないため、検査していません。",
    }


def test_names_are_masked_and_languages_changed_in_messages_alone() -> None:
    plain, masked, english = (
        json.loads(text) for text in (render(FULL), render(FULL, mask=True), render(FULL, lang="en"))
    )
    assert "江口" in plain["findings"][0]["message"]
    assert "江口" not in render(FULL, mask=True)
    assert "この宛先" not in english["findings"][0]["message"]
    for one in (masked, english):
        assert [f["id"] for f in one["findings"]] == [f["id"] for f in plain["findings"]]


def test_an_error_is_an_object_too() -> None:
    sentence = say("{file}の{value}", file="a.csv", value=Personal("江口"))
    assert json.loads(render_error(sentence)) == {"error": "a.csvの江口"}
    assert json.loads(render_error(sentence, mask=True)) == {"error": "a.csvの＊＊"}


def test_people_are_named_in_full_and_only_where_they_were_asked_for() -> None:
    assert "people" not in json.loads(render(CALM))
    assert json.loads(render(loose()))["people"] == []
    told = json.loads(render(loose(*(person(Place(Part.CELL, "名簿", row, "B")) for row in range(2, 2002)))))
    assert list(told)[-1] == "people"
    assert len(told["people"]) == 2000
    where = {"part": "cell", "sheet": "名簿", "row": 2, "column": "B", "page": None}
    assert told["people"][0] == {"file": "list.xlsx", "where": where, "subject_id": "S0201"}
    unsure = json.loads(render(loose(person(Place(Part.PAGE, page=3), subject=None))))
    assert unsure["people"][0]["subject_id"] is None
    assert "江口" not in render(loose(person(Place(Part.FILE))))
