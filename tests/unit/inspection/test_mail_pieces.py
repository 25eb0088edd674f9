"""Mail pieces from the bundle's folder to the findings: real lists, real PDF files, the whole engine."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import FONT, fonts

from sekisho.bundle.load import load
from sekisho.documents.inspection import json as as_json
from sekisho.inspection.run import Options, inspect
from sekisho.inspection.workbooks import read_workbook
from sekisho.inspection.worker.pool import Pool

Rows = list[list[str]]
PEOPLE: Rows = [
    ["識別番号", "宛名番号", "氏名", "カナ氏名", "生年月日", "郵便番号", "住所", "世帯番号", "支援措置"],
    ["P1", "0050001", "森　冬子", "モリ　フユコ", "1971-03-04", "409-2201", "つばき市若葉一丁目2番3号", "W1", ""],
    ["P2", "0050002", "森　夏樹", "モリ　ナツキ", "2015-06-07", "409-2201", "つばき市若葉一丁目2番3号", "W1", ""],
    ["P3", "0050003", "谷口　譲", "タニグチ　ユズル", "1964-12-01", "409-2202", "つばき市浜町5番6号", "W2", ""],
    ["P4", "0050004", "谷口　譲", "タニグチ　ジョウ", "1990-01-15", "409-2203", "つばき市浜町12番1号", "W3", ""],
    ["P5", "0050005", "神田　小夜", "カンダ　サヨ", "1985-10-10", "409-2204", "つばき市栄三丁目4番5号", "W4", "1"],
    ["P6", "0050006", "野村　環", "ノムラ　タマキ", "1958-08-08", "409-2205", "つばき市栄一丁目1番1号", "W5", ""],
]
OFFICES: Rows = [
    ["宛先番号", "名称", "所在地", "識別番号"],
    ["Z01", "わかば居宅介護支援事業所", "つばき市若葉二丁目1番1号", ""],
    ["Z02", "はま居宅介護支援事業所", "つばき市浜町1番1号", ""],
    ["F03", "森　冬子", "みなと市南1番9号", "P1"],
]
HEAD = 'format = 1\ntitle = "現況届の発送"\nchannel = "post"\ndate = 2026-11-24\n'
SOURCES = '[sources]\nsubjects = "sources/subjects.csv"\nrecipients = "sources/recipients.csv"\n'
LIST = ["宛名番号", "氏名", "郵便番号", "住所"]
Told = set[tuple[str, str, str | int | None, str | None]]
"""(check, severity, cell or page, subject_id) of every finding that is no note."""


def row(who: str, *columns: str) -> list[str]:
    found = next(one for one in PEOPLE if one[0] == who)
    return [found[PEOPLE[0].index(column)] for column in columns or LIST]


def as_csv(rows: Rows, encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "宛名"
    for one in rows:
        book.active.append(one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def drawn(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF in which every line stands where it is drawn, as a core system prints it."""
    fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for lines in pages:
        canvas.setFont(FONT, 12)
        for at, line in enumerate(lines):
            canvas.drawString(60, 780 - 40 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def typeset(pages: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF as a typesetter makes it: each line a paragraph of its own."""
    head = '#set page(paper: "a4")\n#set text(font: "BIZ UDGothic", size: 12pt)\n'
    body = "\n#pagebreak()\n".join(
        "\n\n".join(f"#text({json.dumps(line, ensure_ascii=False)})" for line in page) for page in pages
    )
    return bytes(typst.compile((head + body).encode(), font_paths=["/usr/share/fonts/truetype/bizud-gothic"]))


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(jobs=1) as made:
        yield made


class City:
    """A folder in which a bundle is laid out, and the engine that judges it."""

    def __init__(self, root: Path, pool: Pool) -> None:
        self.root, self.pool = root, pool

    def report(self, toml: str, files: dict[str, bytes]) -> dict[str, Any]:
        sources = {
            "sources/subjects.csv": as_csv(PEOPLE, "cp932"),
            "sources/recipients.csv": as_csv(OFFICES, "utf-8-sig"),
        }
        for name, content in {**sources, **files, "bundle.toml": (HEAD + SOURCES + toml).encode()}.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(content)
        bundle = load(self.root, read_workbook=partial(read_workbook, reader=self.pool))
        told: dict[str, Any] = json.loads(as_json.render(inspect(bundle, Options(), reader=self.pool)))
        return told

    def told(self, toml: str, files: dict[str, bytes]) -> Told:
        found = [one for one in self.report(toml, files)["findings"] if one["severity"] != "note"]
        return {(one["check"], one["severity"], _place(one["where"]), one["subject_id"]) for one in found}

    def mailing(self, rows: Rows, name: str = "out/addresses.csv") -> Told:
        return self.told(
            f'[[mailing]]\nlist = "{name}"\n', {name: as_xlsx(rows) if name.endswith("xlsx") else as_csv(rows)}
        )

    def printed(self, pdf: bytes, index: Rows) -> Told:
        toml = '[[print]]\nfile = "out/notices.pdf"\nindex = "out/index.csv"\n'
        return self.told(toml, {"out/notices.pdf": pdf, "out/index.csv": as_csv(index, "cp932")})


def _place(where: dict[str, Any]) -> str | int | None:
    if where["page"] is not None:
        return int(where["page"])
    return f"{where['column']}{where['row']}" if where["row"] else None


@pytest.fixture
def city(tmp_path: Path, pool: Pool) -> City:
    return City(tmp_path, pool)


# ---------------------------------------------------------------- lists

HONEST = [LIST, row("P2"), row("P3"), row("P5"), row("P6")]


@pytest.mark.parametrize("name", ["out/addresses.csv", "out/addresses.xlsx"])
def test_an_honest_list_asks_about_the_namesake_alone(city: City, name: str) -> None:
    assert city.mailing(HONEST, name) == {("lookalike", "ask", "B3", "P3")}


@pytest.mark.parametrize("name", ["out/addresses.csv", "out/addresses.xlsx"])
def test_a_list_whose_addresses_have_slipped_by_one(city: City, name: str) -> None:
    people = ("P2", "P5", "P6")
    slipped = [[*row(who)[:2], *row(other)[2:]] for who, other in zip(people, ("P5", "P6", "P2"), strict=True)]
    found = city.mailing([LIST, *slipped], name)
    assert {("address", "stop", f"D{at}", who) for at, who in enumerate(people, 2)} <= found
    assert ("address", "stop", "D4", "P6") in found
    assert ("address", "stop", "D2", "P5") in found  # the protected address on another's letter


def test_a_list_to_offices_and_to_a_forwarding_address(city: City) -> None:
    rows = [
        ["宛先番号", "宛名", "住所"],
        ["Z01", "わかば居宅介護支援事業所", "つばき市若葉2-1-1"],
        ["F03", "森　冬子", "みなと市南1-9"],
    ]
    assert city.mailing(rows) == set()
    wrong = [*rows[:1], ["Z01", "わかば居宅介護支援事業所", "つばき市浜町1-1"]]
    assert city.mailing(wrong) == {("address", "stop", "C2", None)}


def test_a_list_with_a_title_groups_and_a_total(city: City) -> None:
    rows = [
        ["現況届　発送一覧", "", "", ""],
        [],
        LIST,
        row("P2"),
        row("P6"),
        ["", "計　2通", "", ""],
        ["", "※特定記録で発送", "", ""],
    ]
    assert city.mailing(rows, "out/addresses.xlsx") == set()


def test_an_old_address_is_said_once_and_by_address(city: City) -> None:
    rows = [LIST, row("P2"), [*row("P6")[:3], "つばき市浜町9番9号"]]
    assert city.mailing(rows) == {("address", "stop", "D3", "P6")}


def test_a_list_in_which_a_stranger_stands_in_a_remark(city: City) -> None:
    rows = [[*LIST, "備考"], [*row("P2"), ""], [*row("P6"), "神田　小夜 宛名番号 0050005"]]
    assert ("scope", "stop", "E3", "P5") in city.mailing(rows)


# ---------------------------------------------------------------- lists in formats that name no rows


def as_html(rows: Rows) -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in one) + "</tr>" for one in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table>{cells}</table></body></html>'.encode()


def as_docx(rows: Rows) -> bytes:
    letter = docx.Document()
    table = letter.add_table(len(rows), len(rows[0]))
    for line, one in zip(table.rows, rows, strict=True):
        for cell, value in zip(line.cells, one, strict=True):
            cell.text = value
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def as_pdf(rows: Rows) -> bytes:
    fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in (rows[1:3], rows[3:]):
        canvas.setFont(FONT, 10)
        for at, one in enumerate([rows[0], *page]):
            for x, value in zip((40, 120, 220, 300), one, strict=True):
                canvas.drawString(x, 780 - 24 * at, value)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


FORMATS = {"html": (as_html, "B3"), "docx": (as_docx, "B3"), "pdf": (as_pdf, 1)}


@pytest.mark.parametrize("kind", FORMATS)
def test_an_honest_list_asks_the_same_in_a_format_without_rows(city: City, kind: str) -> None:
    make, place = FORMATS[kind]
    found = city.told(f'[[mailing]]\nlist = "out/list.{kind}"\n', {f"out/list.{kind}": make(HONEST)})
    assert found == {("lookalike", "ask", place, "P3")}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_wrong_address_is_found_in_its_row_in_a_format_without_rows(city: City, kind: str) -> None:
    make, _ = FORMATS[kind]
    rows = [*HONEST[:-1], [*row("P6")[:3], "つばき市浜町9番9号"]]
    report = city.report(f'[[mailing]]\nlist = "out/list.{kind}"\n', {f"out/list.{kind}": make(rows)})
    (wrong,) = [one for one in report["findings"] if one["severity"] == "stop"]
    assert (wrong["check"], wrong["subject_id"]) == ("address", "P6")
    assert (wrong["where"]["page"], wrong["where"]["row"]) == ((2, 3) if kind == "pdf" else (None, 5))


def test_a_list_that_cannot_be_read_is_not_said_to_lack_a_column(city: City) -> None:
    told = city.told('[[mailing]]\nlist = "out/list.rtf"\n', {"out/list.rtf": b"{\\rtf1 a}"})
    assert told == {("unreadable", "stop", None, None)}


# ---------------------------------------------------------------- print files

INDEX: Rows = [
    ["通番", "識別番号", "宛先番号", "開始ページ", "終了ページ", "照合番号"],
    ["1", "P6", "", "1", "2", "8100001"],
    ["2", "P5", "", "3", "4", "8100002"],
    ["3", "", "Z01", "5", "5", "8100003"],
]


def first(who: str, number: str, of: int = 2) -> list[str]:
    postal, address, name = row(who, "郵便番号", "住所", "氏名")
    return [f"〒{postal}", address, f"{name}　様", "つばき市長　大野　洋", f"照合番号 {number}", f"1/{of}"]


def second(number: str) -> list[str]:
    return ["提出のしかた", "同封の封筒で返送してください。", f"照合番号 {number}", "2/2"]


OFFICE = ["わかば居宅介護支援事業所　御中", "照合番号 8100003", "1/1"]
GOOD = [first("P6", "8100001"), second("8100001"), first("P5", "8100002"), second("8100002"), OFFICE]


@pytest.mark.parametrize("make", [drawn, typeset])
def test_an_honest_print_file_passes(city: City, make: Any) -> None:
    assert city.printed(make(GOOD), INDEX) == set()


@pytest.mark.parametrize("make", [drawn, typeset])
def test_two_first_pages_that_are_swapped(city: City, make: Any) -> None:
    found = city.printed(make([GOOD[2], GOOD[1], GOOD[0], GOOD[3], GOOD[4]]), INDEX)
    assert {("pages", "stop", 1, "P5"), ("pages", "stop", 3, "P6"), ("scope", "stop", 1, "P5")} <= found
    assert ("address", "stop", 1, "P5") in found  # the protected address in another's envelope


@pytest.mark.parametrize("make", [drawn, typeset])
def test_a_second_page_of_another_piece(city: City, make: Any) -> None:
    pages = [GOOD[0], GOOD[3], GOOD[2], GOOD[3], GOOD[4]]
    assert city.printed(make(pages), INDEX) == {("pages", "stop", 2, None)}


@pytest.mark.parametrize("make", [drawn, typeset])
def test_a_blank_page_between_two_pieces(city: City, make: Any) -> None:
    pages = [*GOOD[:2], [], *GOOD[2:]]
    found = city.printed(make(pages), INDEX)
    assert ("pages", "stop", 6, None) in found  # of no piece: everything behind the blank page has moved
    index = [
        INDEX[0],
        ["1", "P6", "", "1", "3", "8100001"],
        ["2", "P5", "", "4", "5", "8100002"],
        ["3", "", "Z01", "6", "6", ""],
    ]
    assert {one for one in city.printed(make(pages), index) if one[0] == "pages"} == {("pages", "stop", 3, None)}


def test_a_print_file_that_cannot_be_read(city: City) -> None:
    found = city.printed(b"%PDF-1.7\nbroken", INDEX)
    assert ("unreadable", "stop", None, None) in found


def test_all_twelve_checks_are_listed_and_those_of_mail_run(city: City) -> None:
    toml = '[[mailing]]\nlist = "out/a.csv"\n'
    checks = {one["check"]: one["ran"] for one in city.report(toml, {"out/a.csv": as_csv(HONEST)})["checks"]}
    assert len(checks) == 12
    assert [checks[name] for name in ("lookalike", "address", "reconcile", "scope", "pages")] == [True] * 4 + [False]
