import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.bundle.load import load
from sekisho.bundle.model import BundleError
from sekisho.bundle.scopes import allowed
from sekisho.bundle.split import MasterCell, MasterSheet, SplitResult, split

DAY = date(2026, 11, 24)
Value = str | float | bool | date | None
LIST: list[list[Value]] = [
    ["令和8年度 補助金対象児童名簿"],
    ["園児番号", "氏名", "生年月日", "園名", "金額"],
    ["S1", "山田 太郎", date(2020, 4, 1), "さくら野幼稚園", 1200.0],
    ["S2", "佐藤 花子", date(2020, 5, 2), "もみじ幼稚園", 1300.0],
    [],
    ["S3", "鈴木 一", date(2021, 6, 3), "さくら野幼稚園", 1400.0],
]
RECIPIENTS = "園コード,園名,メール\nK01,さくら野幼稚園,office@k01.example.jp\nK02,もみじ幼稚園,\n"


def sheet(rows: Sequence[Sequence[Value]], name: str = "名簿", **more: object) -> MasterSheet:
    cells = [[MasterCell(value, "" if value is None else str(value)) for value in row] for row in rows]
    return MasterSheet(name, cells, **more)  # type: ignore[arg-type] # whatever a test wants to say of a sheet


def no_workbook(path: Path) -> Sequence[Sequence[str]]:
    raise AssertionError(path)


Cut = Callable[..., SplitResult]


@pytest.fixture
def cut(tmp_path: Path) -> Cut:
    def make(
        *sheets: MasterSheet, by: str = "園名", recipients: str | None = RECIPIENTS, **options: object
    ) -> SplitResult:
        master = tmp_path / "master.xlsx"
        master.write_bytes(b"PK")
        known = None
        if recipients is not None:
            known = tmp_path / "recipients.csv"
            known.write_text(recipients, encoding="utf-8")
        settings_: dict[str, object] = {"title": "補助金", "today": DAY, "out": tmp_path / "cut", **options}
        return split(
            master, by=by, read_workbook=no_workbook, read_master=lambda _: sheets, recipients=known, **settings_
        )  # type: ignore[arg-type] # the options of one test

    return make


def refused(make: Cut, tmp_path: Path, *parts: str, sheets: Sequence[MasterSheet] = (), **options: object) -> None:
    before = {path for path in tmp_path.iterdir() if path.suffix == ""}
    with pytest.raises(BundleError) as caught:
        make(*(sheets or [sheet(LIST)]), **options)
    message = caught.value.sentence.render()
    for part in parts:
        assert part in message, message
    assert {path for path in tmp_path.iterdir() if path.suffix == ""} == before


def rows_of(path: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


# ---------------------------------------------------------------- what must be refused


def test_a_row_that_cannot_be_mapped(cut: Cut, tmp_path: Path) -> None:
    rows = [*LIST, ["S4", "高橋 二", None, "ひまわり幼稚園", 0.0]]
    refused(cut, tmp_path, "master.xlsx", "7行目", "「園名」", "ひまわり幼稚園", "recipients.csv", sheets=[sheet(rows)])


@pytest.mark.parametrize("total", [["合計", None, None, None, 3900.0], ["S4", "高橋 二"]])
def test_a_row_without_a_recipient(cut: Cut, tmp_path: Path, total: list[Value]) -> None:
    refused(cut, tmp_path, "7行目", "「園名」が空", sheets=[sheet([*LIST, total])])


def test_names_that_two_recipients_share(cut: Cut, tmp_path: Path) -> None:
    both = "園コード,園名\nK01,さくら野幼稚園\nK02,さくら野幼稚園\nK03,もみじ幼稚園\n"
    refused(cut, tmp_path, "3行目", "さくら野幼稚園", recipients=both)
    crossed = "園コード,園名,地区\nK01,さくら野幼稚園,東\nK02,もみじ幼稚園,さくら野幼稚園\n"
    refused(cut, tmp_path, "3行目", "さくら野幼稚園", recipients=crossed)


@pytest.mark.parametrize(
    ("sheets", "parts"),
    [
        ([sheet(LIST), sheet(LIST, "旧", hidden=True)], ("隠れたシート", "旧")),
        ([sheet(LIST, hidden_rows=(4, 5))], ("「名簿」", "隠れた行", "4行目", "2行")),
        ([sheet(LIST, hidden_columns=(3, 28))], ("「名簿」", "隠れた列", "C、AB列")),
        ([sheet(LIST), sheet([["メモ"]], "別", hidden_rows=(1,))], ("「別」", "隠れた行")),
    ],
)
def test_hidden_parts_of_the_list(cut: Cut, tmp_path: Path, sheets: list[MasterSheet], parts: tuple[str, ...]) -> None:
    refused(cut, tmp_path, "master.xlsx", *parts, sheets=sheets)


def test_a_column_that_is_not_there_twice_or_on_two_sheets(cut: Cut, tmp_path: Path) -> None:
    refused(cut, tmp_path, "「地区」", "園児番号、氏名", by="地区")
    refused(cut, tmp_path, "「地区」", "―", by="地区", sheets=[sheet([["山田 太郎", "x"]])])
    refused(cut, tmp_path, "2行目", "A、C列", sheets=[sheet([["名簿"], ["園名", "氏名", "園 名"]])])
    refused(cut, tmp_path, "一月、二月", sheets=[sheet(LIST, "一月"), sheet(LIST, "二月")])


def test_another_table_above_the_header(cut: Cut, tmp_path: Path) -> None:
    above: list[list[Value]] = [["氏名", "電話番号"], ["担当 一郎", "00-0000-0000"], []]
    refused(cut, tmp_path, "「名簿」", "2行目", "見出し（5行目）", sheets=[sheet([*above, *LIST])])


def test_a_list_without_rows(cut: Cut, tmp_path: Path) -> None:
    refused(cut, tmp_path, "行がありません", sheets=[sheet(LIST[:2])])


def test_the_web_has_no_recipients(cut: Cut, tmp_path: Path) -> None:
    refused(cut, tmp_path, "公衆", channel="web")


def test_a_folder_that_is_not_empty_stays_as_it_is(cut: Cut, tmp_path: Path) -> None:
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "mine.txt").write_text("x")
    refused(cut, tmp_path, "cut", "空ではありません")
    refused(cut, tmp_path, "空ではありません", out=tmp_path / "cut" / "mine.txt")
    assert [path.name for path in (tmp_path / "cut").iterdir()] == ["mine.txt"]


def test_a_text_longer_than_a_cell_holds(cut: Cut, tmp_path: Path) -> None:
    rows = [*LIST, ["S4", "高" * 32_768, None, "もみじ幼稚園"]]
    refused(cut, tmp_path, "K02.xlsx", "4行目", sheets=[sheet(rows)])


def test_more_rows_than_a_sheet_holds(cut: Cut, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sekisho.bundle.workbook._MOST_ROWS", 3)
    refused(cut, tmp_path, "K01.xlsx", "4行")


@pytest.mark.parametrize("name", ["none.xlsx", "list.xls"])
def test_lists_that_are_not_there_or_of_another_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "list.xls").write_bytes(b"x")
    with pytest.raises(BundleError) as caught:
        split(
            tmp_path / name,
            by="園名",
            out=tmp_path / "cut",
            read_workbook=no_workbook,
            read_master=lambda _: [],
            title="t",
            today=DAY,
        )
    assert name in caught.value.sentence.render()


# ---------------------------------------------------------------- what must come out


def test_each_recipient_gets_its_rows_and_the_counts_add_up(cut: Cut, tmp_path: Path) -> None:
    result = cut(sheet(LIST, widths={1: 12.5, 2: 0.0}))
    assert result == SplitResult({"out/K01.xlsx": 2, "out/K02.xlsx": 1}, 3, ())
    assert sum(result.counts.values()) == result.rows
    day = datetime(2020, 4, 1)  # noqa: DTZ001 - a sheet has no zone
    assert rows_of(tmp_path / "cut/out/K01.xlsx") == [
        ["令和8年度 補助金対象児童名簿", None, None, None, None],
        ["園児番号", "氏名", "生年月日", "園名", "金額"],
        ["S1", "山田 太郎", day, "さくら野幼稚園", 1200],
        ["S3", "鈴木 一", datetime(2021, 6, 3), "さくら野幼稚園", 1400],  # noqa: DTZ001 - the same
    ]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_bundle_around_the_files_can_be_loaded(cut: Cut, tmp_path: Path) -> None:
    cut(sheet(LIST))
    bundle = load(tmp_path / "cut", read_workbook=no_workbook)
    assert (bundle.title, bundle.channel, bundle.date, bundle.protection) == ("補助金", "email", DAY, "at-release")
    first, second = bundle.parcels
    assert (first.recipient, first.files, first.to) == ("K01", ("out/K01.xlsx",), ("office@k01.example.jp",))
    assert (second.recipient, second.to, second.complete) == ("K02", (), True)
    found = allowed(bundle, first)
    assert found is not None
    assert found.expected == {"S1", "S3"}
    assert bundle.sources.subjects is not None
    assert bundle.sources.subjects.frame.select("subject_id", "name", "birth_date").row(0) == (
        "S1",
        "山田 太郎",
        date(2020, 4, 1),
    )


def test_a_clean_file_has_no_other_part(cut: Cut, tmp_path: Path) -> None:
    cut(sheet(LIST))
    with zipfile.ZipFile(tmp_path / "cut/out/K01.xlsx") as archive:
        names = set(archive.namelist())
        everything = b"".join(archive.read(name) for name in names).decode()
    assert not [name for name in names if "comment" in name or "external" in name or "vml" in name or "drawing" in name]
    assert "佐藤" not in everything
    assert "もみじ" not in everything
    assert "hidden" not in everything
    assert "2026-11-24T00:00:00Z" in everything


@pytest.mark.parametrize(
    "text", ["=1+1", "+81-90-0000-0000", "-1", "@SUM(A1)", "http://k01.example.jp", "{=1}", "0012", "1e5"]
)
def test_text_stays_text(cut: Cut, tmp_path: Path, text: str) -> None:
    cut(sheet([["氏名", "園名", "備考"], ["山田", "さくら野幼稚園", text]]))
    book = openpyxl.load_workbook(tmp_path / "cut/out/K01.xlsx")
    cell = book.worksheets[0]["C2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None) or cell.quotePrefix
    with zipfile.ZipFile(tmp_path / "cut/out/K01.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    book.close()


def test_number_formats_are_kept_unless_they_hide(cut: Cut, tmp_path: Path) -> None:
    def row(name: str, *cells: MasterCell) -> list[MasterCell]:
        return [MasterCell(name, name), MasterCell("さくら野幼稚園", "さくら野幼稚園"), *cells]

    rows = [
        [MasterCell(text, text) for text in ("氏名", "園名", "番号", "日", "済", "古い日", "空")],
        row(
            "山田",
            MasterCell(7.0, "0007", "0000"),
            MasterCell(DAY, "R8.11.24", '[$-411]ge"."m"."d'),
            MasterCell(True, "TRUE"),
            MasterCell(date(1899, 1, 2), "1899-01-02"),
            MasterCell("", ""),
        ),
        row("佐藤", MasterCell(8.0, "", ";;;"), MasterCell(9.0, "9", "[White]0"), MasterCell(float("inf"), "∞")),
    ]
    cut(MasterSheet("名簿", rows))
    book = openpyxl.load_workbook(tmp_path / "cut/out/K01.xlsx")
    cells = book.worksheets[0]
    assert (cells["C2"].value, cells["C2"].number_format) == (7, "0000")
    assert cells["D2"].number_format == '[$-411]ge"."m"."d'
    assert cells["E2"].value is True
    assert cells["F2"].value == "1899-01-02"
    assert (cells["C3"].number_format, cells["D3"].number_format, cells["E3"].value) == ("General", "General", "∞")
    book.close()


@pytest.mark.parametrize(
    ("word", "recipients"),
    [
        ("さくら野　幼稚園", RECIPIENTS),
        ("Ｋ０１", RECIPIENTS),
        ("office@k01.example.jp", RECIPIENTS),
        ("第一", "園コード,園名,通称\nK01,さくら野幼稚園,第一\nK02,もみじ幼稚園,第二\n"),
    ],
)
def test_words_are_mapped_by_id_name_or_any_value_of_one_recipient(
    cut: Cut, tmp_path: Path, word: str, recipients: str
) -> None:
    assert cut(sheet([["氏名", "園名"], ["山田", word]]), recipients=recipients).counts == {"out/K01.xlsx": 1}


def test_a_column_by_what_it_means(cut: Cut) -> None:
    rows: list[list[Value]] = [["氏名", "園コード"], ["山田", "K01"], ["佐藤", "K02"]]
    assert cut(sheet(rows), by="recipient_id").rows == 2


def test_without_recipients_the_words_are_the_recipients(cut: Cut, tmp_path: Path) -> None:
    rows: list[list[Value]] = [
        ["氏名", "事業所"],
        *([f"山田{i}", word] for i, word in enumerate(["a/b", "a:b", "A_b", "CON", "...", "さくら", "../x"])),
    ]
    result = cut(sheet(rows), by="事業所", recipients=None, channel="handover")
    assert set(result.counts) == {
        "out/a_b.xlsx",
        "out/a_b-2.xlsx",
        "out/A_b-3.xlsx",
        "out/_CON.xlsx",
        "out/recipient.xlsx",
        "out/さくら.xlsx",
        "out/x.xlsx",
    }
    bundle = load(tmp_path / "cut", read_workbook=no_workbook)
    assert [parcel.recipient for parcel in bundle.parcels][:2] == ["a/b", "a:b"]
    assert bundle.protection == "none"


def test_a_list_without_numbers_and_one_without_names(cut: Cut, tmp_path: Path) -> None:
    rows: list[list[Value]] = [["氏名", "生年月日", "支援措置", "園名"], ["山田", "不正", "?", "もみじ幼稚園"]]
    cut(sheet([*rows, ["佐藤", datetime(2020, 1, 1), "○", "もみじ幼稚園"], [None, "", "", "もみじ幼稚園"]]))  # noqa: DTZ001 - no zone
    bundle = load(tmp_path / "cut", read_workbook=no_workbook)
    assert bundle.sources.subjects is not None
    assert bundle.sources.subjects.frame.select("subject_id", "name", "birth_date", "protected").rows() == [
        ("row-2", "山田", None, "1"),
        ("row-3", "佐藤", date(2020, 1, 1), "1"),
    ]
    cut(sheet([["園名", "金額"], ["もみじ幼稚園", 1.0]]), out=tmp_path / "second")
    second = load(tmp_path / "second", read_workbook=no_workbook)
    assert second.sources.subjects is None
    assert not second.parcels[0].complete


def test_one_person_at_two_recipients(cut: Cut, tmp_path: Path) -> None:
    rows = [*LIST, ["S1", "山田 太郎", date(2020, 4, 1), "もみじ幼稚園", 1.0]]
    cut(sheet(rows))
    bundle = load(tmp_path / "cut", read_workbook=no_workbook)
    assert [sorted(found.subject_ids) for p in bundle.parcels if (found := allowed(bundle, p))] == [
        ["S1", "S3"],
        ["S1", "S2"],
    ]


def test_a_second_header_row_goes_to_all_and_a_person_never(cut: Cut, tmp_path: Path) -> None:
    rows: list[list[Value]] = [["児童", None, "園名"], ["氏名", "生年月日"], ["山田", "2020-04-01", "もみじ幼稚園"]]
    cut(sheet(rows))
    assert len(rows_of(tmp_path / "cut/out/K02.xlsx")) == 3
    person: list[list[Value]] = [["氏名", "続柄", "園名"], ["山田", "世帯主", None], ["佐藤", "母", "もみじ幼稚園"]]
    refused(cut, tmp_path, "2行目", "空", sheets=[sheet(person)], out=tmp_path / "second")


def test_other_sheets_are_named_and_left_out(cut: Cut) -> None:
    result = cut(sheet(LIST), sheet([["記入例"]], "説明"), sheet([[]], "Sheet3"))
    assert result.left_out == ("説明",)


def test_a_csv_list_into_an_empty_folder(tmp_path: Path) -> None:
    master = tmp_path / "名簿.csv"
    master.write_bytes("園児番号,氏名,園名\r\n0001,山田,さくら\r\n0002,佐藤,もみじ\r\n".encode("cp932"))
    (tmp_path / "cut").mkdir()
    result = split(
        master,
        by="園名",
        out=tmp_path / "cut",
        read_workbook=no_workbook,
        read_master=lambda _: [],
        title='"補助金"\n\x7f',
        today=DAY,
        channel="post",
    )
    assert result.counts == {"out/さくら.xlsx": 1, "out/もみじ.xlsx": 1}
    assert rows_of(tmp_path / "cut/out/もみじ.xlsx")[1] == ["0002", "佐藤", "もみじ"]
    assert load(tmp_path / "cut", read_workbook=no_workbook).title == '"補助金"\n\x7f'


def test_recipients_in_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("氏名,園名\n山田,さくら\n", encoding="utf-8")
    (tmp_path / "r.xlsx").write_bytes(b"PK")
    split(
        tmp_path / "m.csv",
        by="園名",
        out=tmp_path / "deep" / "cut",
        read_workbook=lambda _: [["園コード", "園名"], ["K9", "さくら"]],
        read_master=lambda _: [],
        title="t",
        today=DAY,
        recipients=tmp_path / "r.xlsx",
    )
    assert (tmp_path / "deep/cut/sources/recipients.xlsx").read_bytes() == b"PK"
    assert (tmp_path / "deep/cut/out/K9.xlsx").exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "ｂ", " c ", "d/e"]),
            st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=5),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_no_row_is_lost_doubled_or_misplaced(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("split")
    master = folder / "m.xlsx"
    master.write_bytes(b"PK")
    cells: Sequence[Sequence[Value]] = [["メモ", "宛先ID"], *([note, word] for word, note in rows)]
    result = split(
        master,
        by="宛先ID",
        out=folder / "cut",
        read_workbook=no_workbook,
        read_master=lambda _: [sheet(cells)],
        title="t",
        today=DAY,
    )
    bundle = load(folder / "cut", read_workbook=no_workbook)
    written = [(p.recipient, row) for p in bundle.parcels for row in rows_of(folder / "cut" / p.files[0])[1:]]
    fold: Mapping[str, str] = {"ｂ": "b", " c ": "c"}
    assert Counter((fold.get(word, word), note) for word, note in rows) == Counter(
        (recipient, str(row[0])) for recipient, row in written
    )
    assert result.rows == len(rows) == sum(result.counts.values())
