"""Reports invented from the requirement alone: what an office may publish, in any form, and what is true of it.

``texts/`` holds what pdftotext gives back of the same reports, made with LibreOffice (docx, xlsx) and Chromium (html):
``report.maker.how.txt``. There the order of the cells may be lost; then a question has to say so.
"""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import Workbook
from tests.unit.register.past.blind.forms import as_csv, as_docx, as_html, as_typst, as_xlsx
from tests.unit.register.past.blind.grids import Cell, Report, Table
from tests.unit.register.past.blind.reports import reports
from tests.unit.register.past.blind.scoring import ASKED, SILENT, Score, score
from tests.unit.register.past.reports import report_of

from sekisho.register.past.facts import days_in
from sekisho.register.past.joining import Line, join
from sekisho.register.past.labels import label_at
from sekisho.register.past.telling import as_json

REPORTS = reports()
TEXTS = sorted((Path(__file__).parent / "texts").glob("*.txt"))
FORMS: dict[str, Callable[[Report], bytes]] = {
    "csv": lambda report: as_csv(report, "utf-8-sig"),
    "xlsx": as_xlsx,
    "docx": as_docx,
    "html": as_html,
}
ASKS = {
    "two-years": {"number_twice"},
    "unlabelled": {"measures_unlabelled"},
    "bullets": {"measures_unlabelled"},
    "seed-like": {"unmarked_paragraph"},
    "wide-blank": {"unmarked_paragraph"},
    "measure-rows-unlabelled": {"measures_unlabelled"},
}
"""What a person is rightly asked although the file says where each text stands."""
BORDERS = {
    "seed-like": "all",
    "full": "rows",
    "other-order": "none",
    "measure-rows": "all",
    "two-level": "all",
    "by-bureau": "all",
}


def scored(name: str, data: bytes, report: Report, source: str | None = None) -> Score:
    return score(name, json.loads(as_json(report_of(data, name))), report, source=source)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_table_of_a_file_comes_back_as_it_was_meant(name: str, form: str) -> None:
    found = scored(f"r.{form}", FORMS[form](REPORTS[name]), REPORTS[name])
    assert found.wrong == []
    assert (found.lost, found.invented) == ("", "")
    assert {ask.partition("@")[0] for ask in found.asks} <= ASKS.get(name, set())


@pytest.mark.parametrize(
    "made",
    [
        lambda report: as_csv(report, "cp932"),
        lambda report: as_csv(report, titles=False),
        lambda report: as_xlsx(report, empty_left=1, blank_rows=True),
        lambda report: as_xlsx(report, repeat_header=2),
        lambda report: as_xlsx(report, cover=True),
        lambda report: as_html(report, paragraphs=True, head=False),
    ],
)
@pytest.mark.parametrize("name", ["evaluated", "no-status", "internal"])
def test_how_the_file_is_made_changes_nothing(name: str, made: Callable[[Report], bytes]) -> None:
    data = made(REPORTS[name])
    form = "xlsx" if data[:2] == b"PK" else "html" if data[:2] == b"<!" else "csv"
    found = scored(f"r.{form}", data, REPORTS[name])
    assert [one for one in found.wrong if "year" not in one] == []
    assert (found.lost, found.invented) == ("", "")


@pytest.mark.parametrize("name", BORDERS)
def test_a_pdf_and_its_text_are_read_or_asked_for(name: str) -> None:
    report = REPORTS[name]
    pdf = as_typst(report, borders=BORDERS[name], footer="- 1 -")
    found = scored("r.pdf", pdf, report)
    assert found.wrong == []
    assert (found.lost, found.invented) == ("", "")
    paper = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in paper)
    told = scored("r.txt", text.encode(), report, text)
    assert told.fields[SILENT] == 0, told.wrong
    assert told.lost == ""


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_out_of_a_pdf_is_read_or_asked_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = scored(path.name, text.encode(), REPORTS[path.name.partition(".")[0]], text)
    assert found.fields[SILENT] == 0, found.wrong
    assert found.lost == ""


def test_a_text_whose_cells_follow_each_other_is_mostly_read() -> None:
    found = [
        scored(path.name, path.read_bytes(), REPORTS[path.name.partition(".")[0]])
        for path in TEXTS
        if path.name.endswith("html.raw.txt")
    ]
    assert sum(one.fields[ASKED] for one in found) < sum(one.fields["exact"] for one in found) / 4


# ---------------------------------------------------------------- other layouts


def workbook(*rows: tuple[object, ...], merges: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for merge in merges:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_labels_may_have_a_column_of_their_own() -> None:
    report = report_of(
        workbook(
            ("番号", "部署", "事故の概要", "No.", "再発防止策", "実施状況"),
            (1, "税務課", "誤送付した。", "①", "封入を確認する。", "実施した。"),
            (None, None, None, "②", "研修を行う。", "行った。"),
            merges=("A2:A3", "B2:B3", "C2:C3"),
        ),
        "r.xlsx",
    )
    assert [(one.label, one.text, one.status) for one in report.incidents[0].measures] == [
        ("①", "封入を確認する。", "実施した。"),
        ("②", "研修を行う。", "行った。"),
    ]


def test_a_count_beside_the_measures_is_no_label() -> None:
    rows = ("番号", "部署", "概要", "件数", "対策"), (1, "税務課", "誤送付した。", 1, "封入を確認する。")
    (incident,) = report_of(workbook(*rows), "r.xlsx").incidents
    assert incident.extra == (("件数", "1"),)


def test_a_second_column_of_measures_is_asked_for() -> None:
    report = report_of(
        workbook(
            ("番号", "部署", "事故の概要", "再発防止策１", "再発防止策２", "実施状況"),
            (1, "税務課", "誤送付した。", "封入を確認する。", "研修を行う。", "行った。"),
        ),
        "r.xlsx",
    )
    assert [problem.code for problem in report.problems if problem.asks] == ["second_column"]


def test_points_inside_of_a_measure_are_no_marks_of_others() -> None:
    report = report_of(
        workbook(
            ("番号", "部署", "事故の概要", "再発防止策", "実施状況"),
            (
                1,
                "税務課",
                "誤送付した。",
                "１　封入\n(1) 数える。\n(2) 封をする。\n２　研修を行う。",
                "１　(1)、(2)とも実施した。\n２　行った。",
            ),
        ),
        "r.xlsx",
    )
    assert [one.status for one in report.incidents[0].measures] == ["１　(1)、(2)とも実施した。", "２　行った。"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("１．2024年４月分から行う。", "１．"),
        ("2.3名で確認する。", "2."),
        ("2．20 件を照合する。", "2．"),
        ("1.5倍にする。", ""),
        ("2.50に改める。", ""),
    ],
)
def test_a_label_before_a_year_or_a_count(text: str, label: str) -> None:
    found = label_at(text)
    assert (found.text if found else "") == label


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("①令和5年7月3日に", [date(2023, 7, 3)]),
        ("1.令和5年7月3日に", [date(2023, 7, 3)]),
        ("１．2024年４月１日に", [date(2024, 4, 1)]),
        ("した。②2023/4/1に", [date(2023, 4, 1)]),
        ("2023.4.1実施", [date(2023, 4, 1)]),
        ("①令和5年5月", []),
    ],
)
def test_a_day_behind_a_mark(text: str, days: list[date]) -> None:
    assert list(days_in([text])) == days


def test_a_count_at_the_head_of_a_line_is_no_label() -> None:
    lines = [
        Line("１ 試験項目に追加した。"),
        Line("２ 令和 5 年度の更新作業"),
        Line("3 回は、いずれも実施した。"),
        Line("３ 掲示した。"),
    ]
    assert join(lines, soft=True, width=25).text.count("\n") == 2
    lines = [Line("1 研修を行う。"), Line("2 ５月の会議"), Line("3 回で確認する。")]
    assert join(lines, soft=True, width=16).text.count("\n") == 1


# ---------------------------------------------------------------- what has to be decided


def changed(name: str, row: int, column: int, text: str) -> Report:
    report = REPORTS[name]
    body = [list(one) for one in report.tables[0].body]
    body[row][column] = Cell(text)
    return Report(report.name, report.titles, [Table("", report.tables[0].header, body)], report.notes, [], report.year)


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (0, "2", "number_twice"),
        (0, "1　商工振興課", "odd_number"),
        (1, "商工振興課において、宛先を誤った。", "odd_department"),
        (4, "①実施した。\n②実施した。\n④毎月点検している。", "unknown_mark"),
        (4, "①実施した。\n②実施した。\n（評価）\n有効である。\n④毎月点検している。", "unknown_mark"),
        (3, "", "no_measures"),
        (2, "", "no_outline"),
    ],
)
def test_what_is_not_certain_is_asked(column: int, text: str, code: str) -> None:
    report = report_of(as_xlsx(changed("seed-like", 0, column, text)), "r.xlsx")
    assert code in {problem.code for problem in report.problems if problem.asks}
    assert not report.certain


def test_a_hidden_column_is_named_and_nothing_moves() -> None:
    report = report_of(as_xlsx(REPORTS["dates"], hidden=6), "r.xlsx")
    assert {problem.code for problem in report.problems} == {"hidden"}
    assert all("影響人数" not in dict(one.extra) for one in report.incidents)
    assert [one.number for one in report.incidents] == [true.number for true in REPORTS["dates"].truth]


def test_rows_above_the_next_heading_of_a_page_belong_to_the_row_before() -> None:
    found = scored("r.pdf", as_typst(REPORTS["by-bureau"], size=13), REPORTS["by-bureau"])
    assert found.lost == ""
    assert found.fields[SILENT] == 0, found.wrong


@pytest.mark.parametrize("of", ["pdf", "xlsx"])
def test_half_a_file_is_named(of: str) -> None:
    data = as_typst(REPORTS["single"]) if of == "pdf" else as_xlsx(REPORTS["single"])
    report = report_of(data[: len(data) // 2], f"r.{of}")
    assert not report.usable
    assert report.problems
