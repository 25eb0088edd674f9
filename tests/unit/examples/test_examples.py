"""The demo's data: made by the script, holding what the plan says, and nobody real. Read without our own engine."""

import csv
import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "src" / "sekisho" / "data" / "demo"
EXPECTED = tomllib.loads((DEMO / "expected.toml").read_text(encoding="utf-8"))
PLANTED = [planted for incident in EXPECTED["incident"] for planted in incident["planted"]]
INCIDENTS = (1, 3, 5)
BUNDLES = [f"incident-{number}/{twin}" for number in INCIDENTS for twin in ("mistake", "repaired")]
PDF = "out/耐震診断士名簿.pdf"


def made(folder: Path, seed: str) -> Path:
    command = [sys.executable, str(ROOT / "examples" / "make.py"), str(folder)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
    return folder


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("demo"), "1")


def paths(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def content(file: Path) -> object:
    """The bytes; of a workbook its parts, since how tightly they are packed is the compressing library's affair."""
    if file.suffix != ".xlsx":
        return file.read_bytes()
    with zipfile.ZipFile(file) as package:
        return [(part.filename, part.date_time, package.read(part)) for part in package.infolist()]


def plain(text: object) -> str:
    return "".join(str(text or "").split())


def page_text(file: Path, number: int) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return plain(document[number - 1].get_textpage().get_text_bounded())


def rows_of(file: Path) -> list[dict[str, str]]:
    """A source as a list of rows by their headings; dates of a workbook as 2026/11/24."""
    if file.suffix == ".xlsx":
        head, *rows = openpyxl.load_workbook(file).worksheets[0].iter_rows(values_only=True)
        text = [[f"{v:%Y/%m/%d}" if isinstance(v, date) else str(v) for v in row] for row in rows]
        return [dict(zip(map(str, head), row, strict=True)) for row in text]
    raw = file.read_bytes()
    encoding = "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "cp932"
    return list(csv.DictReader(io.StringIO(raw.decode(encoding))))


def bundle_of(name: str) -> dict[str, Any]:
    return tomllib.loads((DEMO / name / "bundle.toml").read_text(encoding="utf-8"))


def source(name: str, kind: str) -> list[dict[str, str]]:
    return rows_of(DEMO / name / bundle_of(name)["sources"][kind])


def day_of(value: object) -> date:
    """A date as these files write it: a date cell, 2026/11/24, R8.11.24 or 令和8年11月24日."""
    if isinstance(value, datetime):
        return value.date()
    text = str(value)
    if match := re.fullmatch(r"(\d{4})/(\d\d?)/(\d\d?)", text):
        return date(*map(int, match.groups()))
    match = re.fullmatch(r"(R|H|S|令和|平成|昭和)(\d+)[.年](\d+)[.月](\d+)日?", text)
    assert match, text
    base = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925}[match[1]]
    return date(base + int(match[2]), int(match[3]), int(match[4]))


def list_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The numbered rows of a list under its two-row heading, by heading."""
    (sheet,) = openpyxl.load_workbook(file).worksheets
    rows = list(sheet.iter_rows(values_only=True))
    top = next(index for index, row in enumerate(rows) if row[0] == "No.")
    heading = [plain(below or above) for above, below in zip(rows[top], rows[top + 1], strict=True)]
    for row in rows[top + 2 :]:
        if not isinstance(row[0], int):
            return
        yield dict(zip(heading, row, strict=True))


# ---------------------------------------------------------------- made by the script


def test_the_committed_files_are_what_the_maker_makes(fresh: Path) -> None:
    assert paths(DEMO) - {"report-fy2023.txt"} == paths(fresh)
    assert [path for path in sorted(paths(fresh)) if content(DEMO / path) != content(fresh / path)] == []


def test_two_runs_make_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    again = made(tmp_path, "2")
    assert [path for path in sorted(paths(fresh)) if (again / path).read_bytes() != (fresh / path).read_bytes()] == []


def test_the_demo_is_small() -> None:
    assert sum((DEMO / path).stat().st_size for path in paths(DEMO)) < 1_000_000


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_names_exactly_the_files_it_has(name: str) -> None:
    bundle = bundle_of(name)
    named = {file for parcel in bundle["parcel"] for file in parcel["files"]} | set(bundle["sources"].values())
    assert paths(DEMO / name) == named | {"bundle.toml"}
    assert bundle["date"] == date(2026, 11, 24)


@pytest.mark.parametrize("number", INCIDENTS)
def test_twins_differ_in_what_leaves_and_in_nothing_else(number: int) -> None:
    mistake, repaired = (DEMO / f"incident-{number}" / twin for twin in ("mistake", "repaired"))
    differing = {path for path in paths(mistake) if (mistake / path).read_bytes() != (repaired / path).read_bytes()}
    planted = {entry["file"] for entry in PLANTED if entry["bundle"] == f"incident-{number}/mistake"}
    assert paths(mistake) == paths(repaired)
    assert differing == planted


# ---------------------------------------------------------------- the planted places


@pytest.mark.parametrize("planted", PLANTED, ids=lambda entry: f"{entry['bundle']}-{entry['check']}-{entry['parcel']}")
def test_every_planted_place_holds_the_named_person(planted: dict[str, Any]) -> None:
    columns = bundle_of(planted["bundle"])["columns"]["subjects"]
    register = {row[columns["subject_id"]]: row for row in source(planted["bundle"], "subjects")}
    assert planted["place"]
    for twin, there in (("mistake", True), ("repaired", False)):
        file = DEMO / planted["bundle"].replace("mistake", twin) / planted["file"]
        book = openpyxl.load_workbook(file) if file.suffix == ".xlsx" else None
        for place in planted["place"]:
            assert plain(place["text"]) in {plain(value) for value in register[place["subject_id"]].values()}
            if book is None:
                assert (plain(place["text"]) in page_text(file, place["page"])) is there
                continue
            found = ""
            if place["sheet"] in book.sheetnames:
                cell = book[place["sheet"]][f"{place['column']}{place['row']}"]
                width = 1 if plain(cell.value) == plain(place["text"]) else 2
                found = "".join(plain(cell.offset(column=step).value) for step in range(width))
            assert (found == plain(place["text"])) is there


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


@pytest.mark.parametrize(("number", "fewest", "most"), [(1, 120, 300), (3, 350, 450), (5, 50, 70)])
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
