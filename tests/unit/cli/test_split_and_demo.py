import datetime as dt
import shutil
import tomllib
from pathlib import Path

import openpyxl
import pytest
from tests.unit.cli.test_inspect import sekisho, told

from sekisho.bundle.model import BundleError
from sekisho.cli.demo import DATA, demonstrate
from sekisho.inspection.workbooks import read_master


@pytest.fixture
def master(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名簿"
    sheet.append(["園番号", "氏名", "生年月日", "金額", "番号", "済"])
    for number, (recipient, name) in enumerate(
        [("K1", "青木　花子"), ("K2", "馬場　陽菜"), ("K1", "千葉　結衣")], start=1
    ):
        sheet.append([recipient, name, dt.date(2020, 1, number), 1000.5 * number, f"00{number}", True])
        sheet.cell(number + 1, 4).number_format = "#,##0.0"
    sheet.column_dimensions["B"].width = 30
    path = tmp_path / "master.xlsx"
    book.save(path)
    return path


def test_split_says_how_many_rows_went_where_and_the_bundle_passes(master: Path, tmp_path: Path) -> None:
    out = tmp_path / "cut"
    result = sekisho("split", master, "--by", "園番号", "--out", out, "--title", "名簿の送付")
    assert (result.returncode, result.stderr) == (0, "")
    assert "合計 3行を 2ファイルに切り分けました。" in result.stdout
    assert tomllib.loads((out / "bundle.toml").read_text(encoding="utf-8"))["title"] == "名簿の送付"
    answer = told(out)
    assert (answer["verdict"], answer["findings"]) == ("pass", [])
    again = sekisho("split", master, "--by", "園番号", "--out", out, "--lang", "en")
    assert again.returncode == 2
    assert "cut" in again.stderr


def test_the_cells_of_a_master_are_values_with_their_formats(master: Path) -> None:
    (sheet,) = read_master(master)
    name, day, amount, number, done = sheet.rows[1][1:]
    assert (name.value, name.text) == ("青木　花子", "青木　花子")
    assert (day.value, day.text) == (43831, "2020-01-01")
    assert "yy" in day.format
    assert (amount.value, amount.format) == (1000.5, "#,##0.0")
    assert (number.value, number.format) == ("001", "")
    assert done.value is True
    assert sheet.widths[2] == pytest.approx(30, abs=1)
    assert (sheet.name, sheet.hidden, sheet.hidden_rows, sheet.hidden_columns) == ("名簿", False, (), ())


def test_hidden_rows_and_columns_and_sheets_of_a_master_are_told(master: Path) -> None:
    book = openpyxl.load_workbook(master)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = True
    book.create_sheet("控え").sheet_state = "hidden"
    book["控え"]["A1"] = "x"
    book.save(master)
    first, second = read_master(master)
    assert (first.hidden_rows, first.hidden_columns) == ((3,), (5,))
    assert second.hidden


def test_a_day_of_the_1904_system_stays_that_day(master: Path) -> None:
    book = openpyxl.load_workbook(master)
    book.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001  a spreadsheet's day has no zone
    book.save(master)
    day = read_master(master)[0].rows[1][2]
    assert day.text == "2020-01-01"
    assert day.value == 43831


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_workbook_cannot_be_cut(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(BundleError):
        read_master(path)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_demo_stops_every_planted_mistake_at_its_place_and_lets_the_twins_through(
    tmp_path: Path, lang: str
) -> None:
    report = tmp_path / "report.pdf"
    result = sekisho("demo", "--no-serve", "--lang", lang, "--report", str(report))
    assert (result.returncode, result.stderr) == (0, "")
    assert report.read_bytes().startswith(b"%PDF-")
    assert str(report) in result.stdout
    assert ("21 of 21" if lang == "en" else "21件のうち 21件") in result.stdout


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('row = 29, column = "C", subject_id = "Y26-0032"', 'row = 30, column = "C", subject_id = "Y26-0032"'),
        ('repaired = "incident-1/repaired"', 'repaired = "incident-1/mistake"'),
        # A question at another place is a question that was not announced, and one that was announced is missing.
        ('text = "要介護状態区分"', 'text = "要介護状態区分", sheet = "x"'),
        ('check = "lookalike"', 'check = "completeness"'),
    ],
)
def test_the_demo_fails_where_a_place_is_missed_or_a_twin_says_anything_else_than_announced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], before: str, after: str
) -> None:
    data = tmp_path / "demo"
    shutil.copytree(DATA, data)
    text = (data / "expected.toml").read_text(encoding="utf-8")
    head, *incidents = text.split("\n[[incident]]\n")
    (incident,) = (one for one in incidents if before in one)
    for wanted, status in ((incident, 0), (incident.replace(before, after), 1)):
        (data / "expected.toml").write_text(f"{head}\n[[incident]]\n{wanted}", encoding="utf-8")
        assert demonstrate(data, "ja") == status
        assert "直した版 1件のうち" in capsys.readouterr().out


def test_about_the_ward_is_asked_whether_the_letter_goes_right_or_wrong() -> None:
    for twin in ("mistake", "repaired"):
        asked = [f for f in told(DATA / "incident-2" / twin)["findings"] if f["check"] == "lookalike"]
        assert [(f["severity"], f["subject_id"], f["file"]) for f in asked] == [
            ("ask", "0004021763", "out/愛の手帳再交付通知.docx")
        ]


def test_the_demo_without_its_data_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert demonstrate(tmp_path, "en") == 2
    assert "demo data" in capsys.readouterr().err
