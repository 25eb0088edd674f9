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

import docx
import openpyxl
import pypdfium2
import pytest

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "src" / "sekisho" / "data" / "demo"
EXPECTED = tomllib.loads((DEMO / "expected.toml").read_text(encoding="utf-8"))
PLANTED = [planted for incident in EXPECTED["incident"] for planted in incident["planted"]]
ASKED = [(incident["repaired"], asked) for incident in EXPECTED["incident"] for asked in incident.get("asked", ())]
INCIDENTS = (1, 2, 3, 4, 5, 6)
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
    """The bytes; of a workbook or a letter its parts, since how tightly they are packed is the compressing library's affair."""
    if file.suffix not in {".xlsx", ".docx"}:
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


def letter_text(file: Path) -> str:
    letter = docx.Document(str(file))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    return plain("".join([*(paragraph.text for paragraph in letter.paragraphs), *cells]))


def stands(file: Path, place: dict[str, Any]) -> bool:
    """Whether the text of a place stands there, as the file's own program shows it."""
    if file.suffix == ".pdf":
        return plain(place["text"]) in page_text(file, place["page"])
    if file.suffix == ".docx":
        return plain(place["text"]) in letter_text(file)
    book = openpyxl.load_workbook(file)
    if place["sheet"] not in book.sheetnames:
        return False
    cell = book[place["sheet"]][f"{place['column']}{place['row']}"]
    width = 1 if plain(cell.value) == plain(place["text"]) else 2
    return "".join(plain(cell.offset(column=step).value) for step in range(width)) == plain(place["text"])


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


def in_force(name: str, recipient: str) -> set[str]:
    """Whom a recipient may see on the day of the bundle."""
    on = bundle_of(name)["date"]
    columns = bundle_of(name)["columns"]["scope"]
    return {
        row[columns["subject_id"]]
        for row in source(name, "scope")
        if row[columns["recipient_id"]] == recipient
        and date.fromisoformat(row[columns["valid_from"]].replace("/", "-")) <= on
        and (not (until := row[columns["valid_until"]]) or date.fromisoformat(until.replace("/", "-")) >= on)
    }


def test_the_repaired_certificate_goes_to_its_holders_guardian_and_so_does_every_letter_of_the_day() -> None:
    name = "incident-2/repaired"
    people = {row["宛名番号"]: row for row in source(name, "subjects")}
    guardians = {row["送付先番号"]: row for row in source(name, "recipients")}
    (parcel,) = bundle_of(name)["parcel"]
    (ward,) = parcel["subjects"]
    assert ward in in_force(name, parcel["recipient"])
    guardian = guardians[parcel["recipient"]]
    text = letter_text(DEMO / name / parcel["files"][0])
    assert plain(guardian["氏名"]) + "様" in text
    assert plain(guardian["住所"]) in text
    assert plain(people[ward]["氏名"]) + "様" in text
    assert parcel["items"][0]["code"] == people[ward]["手帳番号"]
    rows = list(list_rows(DEMO / name / "out/1124発送分_宛名一覧.xlsx"))
    assert len(rows) > 20
    for row in rows:
        about = people[row["宛名番号"]]
        assert row["対象者氏名"] == about["氏名"]
        to = guardians[row["番号"]] if row["番号"] else about
        assert (row["氏名"], row["郵便番号"], row["住所"]) == (to["氏名"], to["郵便番号"], to["住所"])
        if row["番号"]:
            assert row["宛名番号"] in in_force(name, row["番号"])


def test_the_two_who_are_taken_for_each_other_are_alike_by_the_rule_and_nobody_else_is_like_them() -> None:
    name = "incident-2/repaired"
    people = {row["宛名番号"]: row for row in source(name, "subjects")}
    (place,) = next(asked["place"] for bundle, asked in ASKED if bundle == name and asked["check"] == "lookalike")
    one, other = people[place["subject_id"]], people[place["other_subject_id"]]
    name_of_one, name_of_other = plain(one["氏名"]), plain(other["氏名"])
    assert sorted(name_of_one) == sorted(name_of_other)
    assert name_of_one[::-1][:3] == name_of_other[::-1][:3]
    assert one["住所"][:8] == other["住所"][:8] == "さくら野市緑が丘"
    assert 0 < abs((day_of(one["生年月日"]) - day_of(other["生年月日"])).days) <= 365


def print_of(name: str) -> tuple[Path, list[dict[str, str]]]:
    (run,) = bundle_of(name)["print"]
    return DEMO / name / run["file"], rows_of(DEMO / name / run["index"])


@pytest.mark.parametrize(("number", "addressee"), [(4, "事業所番号"), (6, "宛名番号")])
def test_a_repaired_print_file_holds_each_piece_whole_and_nobody_elses_pages(number: int, addressee: str) -> None:
    name = f"incident-{number}/repaired"
    file, index = print_of(name)
    people = {row["宛名番号"]: plain(row["氏名"]) for row in source(name, "subjects")}
    with pypdfium2.PdfDocument(file) as document:
        texts = [plain(page.get_textpage().get_text_bounded()) for page in document]
    assert 60 <= len(texts) <= 100
    numbers = [row["照合番号"] for row in index]
    assert len(set(numbers)) == len(numbers)
    ends = [0]
    for row in index:
        first, last = int(row["開始ページ"]), int(row["終了ページ"])
        assert first == ends[-1] + 1
        ends.append(last)
        count = last - first + 1
        may = in_force(name, row[addressee]) if number == 4 else {row[addressee]}
        for at, text in enumerate(texts[first - 1 : last], 1):
            assert f"{at}／{count}" in text
            assert {one for one in numbers if one in text} == {row["照合番号"]}
            named = {who for who, written in people.items() if written in text}
            assert named & may
            # Somebody else of the same name lies on other pages: whoever is here is so by name alone.
            assert {people[who] for who in named} <= {people[who] for who in may}
    assert ends[-1] == len(texts)


@pytest.mark.parametrize("number", [4, 6])
def test_the_mistaken_print_file_has_the_same_pages_in_another_order(number: int) -> None:
    counted = []
    for twin in ("mistake", "repaired"):
        file, index = print_of(f"incident-{number}/{twin}")
        with pypdfium2.PdfDocument(file) as document:
            texts = [plain(page.get_textpage().get_text_bounded()) for page in document]
        numbers = {row["照合番号"] for row in index}
        assert int(index[-1]["終了ページ"]) == len(texts)
        # The number that was given twice is the only word in which the pages differ.
        counted.append(sorted(re.sub("|".join(numbers), "", text) for text in texts))
    assert counted[0] == counted[1]


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
