import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.utils.escape import unescape
from tests.unit.documents.yearly.made import REPORTS
from tests.unit.documents.yearly.seed import EDITION, FULL, INSIDE, ROWS, SEED

from sekisho.documents.yearly.cells import cells
from sekisho.documents.yearly.model import Block, Edition, Measure, Report, Row
from sekisho.documents.yearly.writing import view
from sekisho.documents.yearly.xlsx import MOST, write_xlsx

HEADS = ("番号", "部署", "事故の概要", "再発防止策", "再発防止策の実施状況（取組に対する評価等を含む）")


def book(report: Report, lang: str = "ja") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(report, lang)))


def rows(report: Report, sheet: str = "年度報告") -> list[tuple[object, ...]]:
    return [
        tuple(cell if cell is not None else "" for cell in row)
        for row in book(report)[sheet].iter_rows(values_only=True)
    ]


# ---------------------------------------------------------------- what must not happen


@pytest.mark.parametrize(
    "odd",
    [
        "=1+2",
        "+1",
        "-1",
        "@SUM(A1)",
        "{=1}",
        "http://www.example.jp/",
        "mailto:a@example.jp",
        "0123",
        "3-2",
        "1e5",
        "TRUE",
        "'x",
        "_x0041_",
        "1/2",
    ],
)
def test_a_text_is_a_text(odd: str) -> None:
    report = Report(
        odd, 2023, (Row(odd, odd, odd, (Measure(odd, odd),), (Block(odd),)),), edition=Edition(1, changes=(odd,))
    )
    made = write_xlsx(report)
    sheet = openpyxl.load_workbook(io.BytesIO(made))["年度報告"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [str(cell.value) for cell in sheet[2]] == [odd, odd, odd, odd + odd, odd]
    assert {cell.data_type for cell in sheet[2]} == {"s"}
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        sheets = b"".join(parts.read(name) for name in parts.namelist() if "sheet" in name)
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets


def test_the_public_is_told_nothing_of_the_evidence() -> None:
    with zipfile.ZipFile(io.BytesIO(write_xlsx(FULL))) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist())
    assert not [said for said in ("急ぎの再送のため", "封入の確認", "動かすもの", "庁内限り") if said in text]


# ---------------------------------------------------------------- the five columns


def test_the_report_stands_in_its_columns_and_a_number_is_one() -> None:
    head, *told = rows(SEED)
    assert head == HEADS
    assert [row[0] for row in told] == [1, 2, 3, 4, 5, 6]
    assert [row[1:] for row in told] == [cells(row)[1:] for row in view(SEED).rows]


def test_it_is_set_up_for_paper() -> None:
    sheet = book(FULL)["年度報告"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.freeze_panes == "B2"
    assert all(
        cell.alignment.wrap_text and cell.alignment.vertical == "top" for row in sheet.iter_rows() for cell in row
    )
    assert "2023年度" in sheet.oddHeader.left.text
    assert "未公表" in book(replace(FULL, edition=Edition()))["年度報告"].oddHeader.left.text
    assert "庁内限り" in book(INSIDE)["年度報告"].oddHeader.left.text


def test_empty_states() -> None:
    assert rows(replace(SEED, rows=())) == [HEADS]
    assert rows(SEED, "測定")[1:] == []
    assert rows(FULL)[-1] == (
        7,
        "",
        "この事故はまだ公表していません。理由：相手の安全が確かめられるまで待っています。",
        "",
        "",
    )


@pytest.mark.parametrize("letter", ["文", "𠮷", "葛\U000e0100"])
def test_a_text_that_no_cell_holds_goes_on_below(letter: str) -> None:
    text = letter * 40_000
    _, *told = rows(replace(SEED, rows=(replace(ROWS[0], number="3-2", outline=text), ROWS[1])))
    assert "".join(str(row[2]) for row in told[:-1]) == text
    assert {row[0] for row in told[:-1]} == {"3-2"}
    assert len(told) > 2
    assert all(len(str(row[2]).encode("utf-16-le")) <= 2 * MOST for row in told)
    assert not [row for row in told if str(row[2]).startswith("\U000e0100")]
    assert [row[1] for row in told] == ["保育幼稚園課", *[""] * (len(told) - 2), "障がい福祉課"]


# ---------------------------------------------------------------- what was counted, and the edition


def test_what_was_counted_stands_in_numbers() -> None:
    head, *told = rows(FULL, "測定")
    assert head == ("番号", "再発防止策", "状態", "数えたもの", "行った", "対象", "例外", "数え始めた日", "説明")
    assert told[0] == (
        1,
        "①",
        "対象なし＝未確認",
        "送付",
        0,
        0,
        0,
        "",
        "対象となる送付がまだなく、確かめられていません。",
    )
    assert told[1][:7] == (1, "②", "実施", "送付", 38, 38, 0)
    assert told[1][7] == "令和6年（2024年）4月16日"
    assert told[2] == (1, "②", "実施", "職員", 12, 12, "", "", "")
    assert (3, "①", "根拠なし", "", "", "", 0, "", "確かめる方法がまだ決まっていません。") in told


def test_the_evidence_stands_beside_it_inside() -> None:
    head, *told = rows(INSIDE, "測定")
    assert head[9:] == (
        "動かすもの",
        "人数",
        "止めた",
        "うち例外として通した",
        "強制",
        "申告",
        "例外の理由",
        "最後の訓練",
        "類似",
    )
    assert told[1][9:] == ("工程\n封緘の確認", 9, 5, 1, 30, 8, "", "令和8年（2026年）9月1日", 0)
    assert [row[15] for row in told if row[15]] == ["急ぎの再送のため"]
    assert rows(INSIDE) == rows(FULL)


def test_the_edition_stands_on_its_own_sheet() -> None:
    told = {row[0]: row[1] for row in rows(FULL, "年度版")}
    assert told["年度版"] == "第2版"
    assert told["公表日"] == "令和8年（2026年）11月20日"
    assert told["変わったところ"] == EDITION.changes[0]
    assert str(told["確定値"]).replace(" ", "") == EDITION.digest
    assert told["署名された証跡点"] == EDITION.checkpoint
    assert told["証跡点のQRコード"] == EDITION.code
    assert told["問い合わせ"] == FULL.contact
    assert told["まだ答えていない部署 1①"] == "住宅課、市民税課"
    assert "未公表" in [row[0] for row in rows(replace(SEED, edition=Edition()), "年度版")]


def test_in_english() -> None:
    assert book(FULL, "en").sheetnames == ["Yearly report", "Measured", "Edition"]
    assert book(FULL, "en")["Measured"]["C3"].value == "Done"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_xlsx(FULL) == write_xlsx(FULL)
    assert write_xlsx(SEED) != write_xlsx(FULL)


@settings(max_examples=40, deadline=None)
@given(REPORTS)
def test_any_report_can_be_read_back(report: Report) -> None:
    told = [tuple(unescape(str(cell)) for cell in row) for row in rows(report)[1:]]
    wanted = [tuple(re.sub("[\ufffe\uffff]", "\ufffd", one) for one in cells(row)) for row in view(report).rows]
    assert told == wanted
