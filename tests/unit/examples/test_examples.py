"""The demo's data: made by the script, holding what the plan says, and nobody real. Read without our own engine."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from tests.unit.examples.demo_files import (
    ASKED,
    BUNDLES,
    DEMO,
    EXPECTED,
    INCIDENTS,
    PLANTED,
    ROOT,
    bundle_of,
    content,
    day_of,
    list_rows,
    page_text,
    paths,
    plain,
    source,
    stands,
)

PDF = "out/耐震診断士名簿.pdf"


def made(folder: Path, seed: str) -> Path:
    command = [sys.executable, str(ROOT / "examples" / "make.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    return folder


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("demo"), "1")


# ---------------------------------------------------------------- made by the script


NOT_MADE = {"report-fy2023.txt", "register.toml"}
"""The real report, and to what the demo ties its measures."""


def test_the_committed_files_are_what_the_maker_makes(fresh: Path) -> None:
    assert paths(DEMO) - NOT_MADE == paths(fresh)
    assert [path for path in sorted(paths(fresh)) if content(DEMO / path) != content(fresh / path)] == []


def test_two_runs_make_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    again = made(tmp_path, "2")
    assert [path for path in sorted(paths(fresh)) if (again / path).read_bytes() != (fresh / path).read_bytes()] == []


def test_the_demo_is_small() -> None:
    sizes = {path: (DEMO / path).stat().st_size for path in paths(DEMO)}
    assert max(sizes.values()) < 400_000
    assert sum(sizes.values()) < 2_000_000


def going_out(bundle: dict[str, Any]) -> set[str]:
    return {
        *(file for parcel in bundle.get("parcel", ()) for file in parcel["files"]),
        *(mailing["list"] for mailing in bundle.get("mailing", ())),
        *(run["file"] for run in bundle.get("print", ())),
    }


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_names_exactly_the_files_it_has(name: str) -> None:
    bundle = bundle_of(name)
    indexes = {run["index"] for run in bundle.get("print", ())}
    named = going_out(bundle) | indexes | set(bundle["sources"].values())
    assert paths(DEMO / name) == named | {"bundle.toml"}
    assert bundle["date"] == date(2026, 11, 24)


@pytest.mark.parametrize("number", INCIDENTS)
def test_twins_differ_in_what_leaves_and_in_nothing_else(number: int) -> None:
    mistake, repaired = (DEMO / f"incident-{number}" / twin for twin in ("mistake", "repaired"))
    differing = {path for path in paths(mistake) if (mistake / path).read_bytes() != (repaired / path).read_bytes()}
    planted = {entry["file"] for entry in PLANTED if entry["bundle"] == f"incident-{number}/mistake"}
    # To whom the letter goes stands in the bundle, and an index follows its print file.
    follows = {2: {"bundle.toml"}, 4: {"out/認定情報提供_索引.csv"}, 6: {"out/納税通知書_11月随時_索引.csv"}}
    assert paths(mistake) == paths(repaired)
    assert differing == planted | follows.get(number, set())


# ---------------------------------------------------------------- the planted places


def one_of(entry: dict[str, Any]) -> str:
    return f"{entry['bundle']}-{entry['check']}-{entry.get('parcel')}"


@pytest.mark.parametrize("planted", PLANTED, ids=one_of)
def test_every_planted_place_is_in_the_mistake_and_gone_from_its_twin(planted: dict[str, Any]) -> None:
    assert planted["place"]
    for twin, there in (("mistake", True), ("repaired", False)):
        file = DEMO / planted["bundle"].replace("mistake", twin) / planted["file"]
        assert [stands(file, place) for place in planted["place"]] == [there] * len(planted["place"])


@pytest.mark.parametrize("planted", PLANTED, ids=one_of)
def test_a_planted_place_names_a_registered_person_or_to_whom_it_goes_instead(planted: dict[str, Any]) -> None:
    name = planted["bundle"]
    column = bundle_of(name)["columns"]["subjects"]["subject_id"]
    register = {row[column]: row for row in source(name, "subjects")}
    for place in planted["place"]:
        if "subject_id" not in place:
            continue
        known = {plain(value) for value in register[place["subject_id"]].values()}
        if name.startswith("incident-2/"):
            known = {plain(row["氏名"]) for row in source(name, "recipients")}
        assert any(value in plain(place["text"]) for value in known - {""})


@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_what_is_asked_about_stands_in_the_repaired_twin(name: str, asked: dict[str, Any]) -> None:
    (place,) = asked["place"]
    assert asked["bundle"] == name
    assert stands(DEMO / name / asked["file"], place)


def test_the_sheet_that_stayed_behind_is_hidden_and_all_other_sheets_are_visible() -> None:
    hidden = {
        (path, sheet.title)
        for path in paths(DEMO)
        if path.endswith(".xlsx")
        for sheet in openpyxl.load_workbook(DEMO / path).worksheets
        if sheet.sheet_state != "visible"
        or any(row.hidden for row in sheet.row_dimensions.values())
        or any(column.hidden for column in sheet.column_dimensions.values())
    }
    assert hidden == {("incident-1/mistake/out/03_ひかり野第二幼稚園_対象児童名簿.xlsx", "作業用（全園）")}


@pytest.mark.parametrize("twin", ["mistake", "repaired"])
def test_the_bar_in_the_pdf_is_solid_black(twin: str) -> None:
    (place,) = next(entry["place"] for entry in PLANTED if entry["check"] == "redaction")
    # Where the text lies is known from the mistake; the repaired bar is the first row of its page.
    with pypdfium2.PdfDocument(DEMO / "incident-5" / twin / PDF) as document:
        page = document[place["page"] - 1]
        picture = page.render(scale=2, grayscale=True).to_numpy().squeeze()
        text = page.get_textpage()
        inside = (picture[:, int(picture.shape[1] * 0.15) : int(picture.shape[1] * 0.9)] < 10).all(axis=1)
        assert inside.sum() > 30  # 6.6 mm at twice 72 dpi are 37 rows of pixels
        if twin == "mistake":
            whole = text.get_text_range()
            first = whole.index(place["text"])
            for index in range(first, first + len(place["text"])):
                _, bottom, _, top = text.get_charbox(index)
                rows = slice(int((page.get_height() - top) * 2), int((page.get_height() - bottom) * 2) + 1)
                assert inside[rows].all()


# ---------------------------------------------------------------- the repaired twins


def test_repaired_kindergarten_lists_hold_each_its_own_children_as_registered() -> None:
    name = "incident-1/repaired"
    register = {row["児童番号"]: row for row in source(name, "subjects")}
    for parcel in bundle_of(name)["parcel"]:
        (file,) = parcel["files"]
        rows = list(list_rows(DEMO / name / file))
        own = {key for key, row in register.items() if row["施設番号"] == parcel["recipient"]}
        assert sorted(row["児童番号"] for row in rows) == sorted(own)
        for row in rows:
            known = register[row["児童番号"]]
            assert f"{row['氏']}　{row['名']}" == known["園児の名前"]
            assert f"{row['セイ']}　{row['メイ']}" == known["フリガナ"]
            assert (row["住所"], row["生年月日"].date()) == (known["住所"], day_of(known["生年月日"]))


def test_repaired_clinic_lists_hold_whom_the_scope_names_today_as_registered() -> None:
    name = "incident-3/repaired"
    register = {row["被保険者番号"]: row for row in source(name, "subjects")}
    on = bundle_of(name)["date"]
    for parcel in bundle_of(name)["parcel"]:
        (file,) = parcel["files"]
        allowed = {
            row["宛名番号"]
            for row in source(name, "scope")
            if row["医療機関番号"] == parcel["recipient"]
            and day_of(row["開始日"]) <= on <= (day_of(row["終了日"]) if row["終了日"] else on)
        }
        shown = []
        for row in list_rows(DEMO / name / file):
            known = register[f"{int(row['被保険者番号']):08}"]
            shown.append(known["宛名番号"])
            assert (row["氏名"], row["カナ氏名"]) == (known["氏名"], known["カナ氏名"])
            assert (row["電話番号"], row["性別"]) == (known["電話番号"], known["性別"])
            assert day_of(row["生年月日"]) == day_of(known["生年月日"])
        assert sorted(shown) == sorted(allowed)


def agreed(name: str) -> dict[str, str]:
    """Whoever agrees to the purpose today, with the fields agreed to."""
    bundle = bundle_of(name)
    return {
        row["登録番号"]: row["項目"]
        for row in source(name, "consents")
        if row["目的"] in ("", bundle["purpose"])
        and day_of(row["承諾日"]) <= bundle["date"]
        and (not row["撤回日"] or day_of(row["撤回日"]) > bundle["date"])
    }


def test_repaired_web_lists_hold_only_what_people_agreed_to() -> None:
    name = "incident-5/repaired"
    register = {row["登録番号"]: row for row in source(name, "subjects")}
    consents = agreed(name)
    rows = list(list_rows(DEMO / name / "out/耐震診断士名簿.xlsx"))
    printed = "".join(page_text(DEMO / name / PDF, page) for page in (1, 2))
    assert {row["登録番号"] for row in rows} == set(consents) == set(re.findall(r"T1\d{3}", printed))
    for row in rows:
        known, fields = register[row["登録番号"]], consents[row["登録番号"]]
        assert (row["氏名"], row["フリガナ"]) == (known["氏名"], known["フリガナ"])
        assert row["電話番号"] == (known["電話番号"] if not fields or "電話番号" in fields else "－")
    for key, known in register.items():
        fields = consents.get(key)
        assert (known["電話番号"] in printed) is (fields is not None and (not fields or "電話番号" in fields))


# ---------------------------------------------------------------- nobody real


@pytest.mark.parametrize("name", BUNDLES)
def test_nothing_in_the_sources_can_belong_to_anybody(name: str) -> None:
    for kind in bundle_of(name)["sources"]:
        for row in source(name, kind):
            for heading, value in row.items():
                if heading == "電話番号":
                    assert re.fullmatch(r"0999-\d\d-\d{4}|080-0\d{3}-\d{4}", value)
                elif heading == "郵便番号":
                    assert value.startswith("000-")
                elif heading == "メールアドレス":
                    assert value == "" or value.endswith(".example.jp")
                elif heading == "住所":
                    assert value.startswith(("さくら野市", "みなと野市", "ひばり原市", "青海町"))


@pytest.mark.parametrize(
    ("number", "fewest", "most"),
    [(1, 120, 300), (2, 120, 200), (3, 350, 450), (4, 120, 200), (5, 50, 70), (6, 120, 200)],
)
def test_registers_have_a_real_size_households_namesakes_and_variants(number: int, fewest: int, most: int) -> None:
    name = f"incident-{number}/repaired"
    column = bundle_of(name)["columns"]["subjects"]["name"]
    rows = source(name, "subjects")
    names = [row[column] for row in rows]
    assert fewest <= len(names) <= most
    assert len(set(names)) < len(names)
    assert re.search("[髙﨑齋邊濵德]", "".join(names))
    if number != 5:
        assert len({row["世帯番号"] for row in rows}) < len(rows)


def test_the_report_is_the_one_from_which_the_incidents_come() -> None:
    report = (DEMO / "report-fy2023.txt").read_text(encoding="utf-8")
    assert all(incident["department"] in report for incident in EXPECTED["incident"])
