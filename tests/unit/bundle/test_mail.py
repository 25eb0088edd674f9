"""[[mailing]], [[print]] and the index of a print file: what is refused, and with what words; what is taken."""

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from sekisho.bundle.load import load
from sekisho.bundle.mail import read_index
from sekisho.bundle.model import Bundle, BundleError, Mailing, PrintPiece

HEAD = 'format = 1\ntitle = "現況届"\nchannel = "post"\ndate = 2026-11-24\n'
SOURCES = '[sources]\nsubjects = "sources/subjects.csv"\nrecipients = "sources/recipients.csv"\n'
MAILING = '[[mailing]]\nlist = "out/addresses.csv"\n'
PRINT = '[[print]]\nfile = "out/notices.pdf"\nindex = "out/index.csv"\n'
HEADINGS = "piece_id,subject_id,recipient_id,first_page,last_page,matching_number\n"
INDEX = HEADINGS + "1,S1,,1,2,70001\n2,,K01,3,3,\n"
FILES = {
    "out/addresses.csv": "氏名,住所\n山田 太郎,さくら野市本町1-2-3\n",
    "out/notices.pdf": "x",
    "out/index.csv": INDEX,
    "sources/subjects.csv": "本人ID,氏名\nS1,山田 太郎\nS2,佐藤 花子\n",
    "sources/recipients.csv": "宛先ID,名称\nK01,さくら野居宅介護支援\n",
}
Make = Callable[..., Bundle]


def no_workbook(path: Path) -> Sequence[Sequence[str]]:
    raise AssertionError(path)


@pytest.fixture
def bundle(tmp_path: Path) -> Make:
    def make(toml: str, **files: str | bytes) -> Bundle:
        for name, content in ({**FILES, **files} | {"bundle.toml": toml}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(tmp_path, read_workbook=no_workbook)

    return make


def refused(make: Make, toml: str, *parts: str, index: str | bytes = INDEX) -> None:
    with pytest.raises(BundleError) as caught:
        make(toml, **{"out/index.csv": index})
    message = caught.value.sentence.render()
    assert [part for part in parts if part not in message] == [], message


def pieces_of(make: Make, index: str | bytes) -> tuple[PrintPiece, ...]:
    return make(HEAD + SOURCES + PRINT, **{"out/index.csv": index}).prints[0].pieces


# ---------------------------------------------------------------- the tables: what must be refused


@pytest.mark.parametrize("channel", ["email", "transfer", "handover", "web"])
@pytest.mark.parametrize(("table", "name"), [(MAILING, "[[mailing]]"), (PRINT, "[[print]]")])
def test_mail_by_another_way_than_the_post(bundle: Make, channel: str, table: str, name: str) -> None:
    refused(bundle, HEAD.replace("post", channel) + table, name, channel, "post")


@pytest.mark.parametrize(
    ("toml", "parts"),
    [
        (MAILING + 'lst = "x"\n', ("1番目の[[mailing]]の「lst」", "「list」")),
        (MAILING + 'to = "a@k01.example.jp"\n', ("1番目の[[mailing]]の「to」", "知らない項目")),
        (MAILING + 'subjects = ["S1"]\n', ("1番目の[[mailing]]の「subjects」", "知らない項目")),
        (PRINT + 'idx = "x"\n', ("1番目の[[print]]の「idx」", "「index」")),
        (MAILING + PRINT + '[[print]]\nfiles = ["x"]\n', ("2番目の[[print]]の「files」", "「file」")),
        ("[[mailing]]\n", ("1番目の[[mailing]]の「list」がありません",)),
        ("[[mailing]]\nlist = ['out/addresses.csv']\n", ("「list」", "文字列")),
        ("[[mailing]]\nlist = ' '\n", ("「list」が空",)),
        ("mailing = 'out/addresses.csv'\n", ("「mailing」", "[[mailing]]")),
        ("[mailing]\nlist = 'out/addresses.csv'\n", ("「mailing」", "[[mailing]]")),
        ("[[print]]\nfile = 'out/notices.pdf'\n", ("1番目の[[print]]の「index」がありません",)),
        ("[[print]]\nindex = 'out/index.csv'\n", ("1番目の[[print]]の「file」がありません",)),
        ("[[print]]\nfile = 1\nindex = 'out/index.csv'\n", ("「file」", "文字列")),
    ],
)
def test_wrong_keys_and_values_name_the_table_and_the_key(bundle: Make, toml: str, parts: tuple[str, ...]) -> None:
    refused(bundle, HEAD + toml, *parts)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("../secret.csv", "フォルダの外"),
        ("/etc/passwd", "フォルダの外"),
        ("C:/secret.csv", "フォルダの外"),
        ("out/none.csv", "見つかりません"),
        ("out", "見つかりません"),
        ("./", "ファイルの名前ではありません"),
    ],
)
def test_paths_that_leave_the_folder_or_lead_nowhere(bundle: Make, path: str, part: str) -> None:
    refused(bundle, HEAD + MAILING.replace("out/addresses.csv", path), "1番目の[[mailing]]の「list」", part)
    refused(bundle, HEAD + PRINT.replace("out/notices.pdf", path), "1番目の[[print]]の「file」", part)
    refused(bundle, HEAD + PRINT.replace("out/index.csv", path), "1番目の[[print]]の「index」", part)


@pytest.mark.parametrize(
    "toml",
    [
        MAILING + MAILING,
        MAILING + MAILING.replace("out/", "./out//"),
        PRINT + PRINT,
        MAILING + '[[parcel]]\nrecipient = "K01"\nfiles = ["out/addresses.csv"]\n',
        PRINT + '[[parcel]]\nrecipient = "K01"\nfiles = ["out/notices.pdf"]\n',
        PRINT + '[[mailing]]\nlist = "out/notices.pdf"\n',
    ],
)
def test_one_file_in_two_tables(bundle: Make, toml: str) -> None:
    refused(bundle, HEAD + toml, "out/", "二つの表")


def test_a_print_file_that_has_no_pages(bundle: Make) -> None:
    refused(bundle, HEAD + PRINT.replace("out/notices.pdf", "out/addresses.csv"), "1番目の[[print]]の「file」", "PDF")


# ---------------------------------------------------------------- the index: what must be refused


@pytest.mark.parametrize(
    ("index", "parts"),
    [
        ("", ("out/index.csv", "「piece_id」")),
        ("\n\n", ("out/index.csv", "「piece_id」")),
        ("1,S1,,1,2,\n", ("out/index.csv", "「piece_id」")),
        (HEADINGS, ("out/index.csv", "他の行がありません")),
        (HEADINGS + ",,,,,\n , ,,,,　\n", ("out/index.csv", "他の行がありません")),
        ("subject_id,first_page,last_page\nS1,1,2\n", ("「piece_id」", "out/index.csv")),
        ("piece_id,subject_id,last_page\n1,S1,2\n", ("「first_page」", "out/index.csv")),
        ("通番,識別番号,開始ページ\n1,S1,1\n", ("「last_page」", "out/index.csv")),
        ("piece_id,first_page,last_page\n1,1,2\n", ("「subject_id」", "recipient_id", "out/index.csv")),
    ],
)
def test_an_index_without_what_it_needs(bundle: Make, index: str, parts: tuple[str, ...]) -> None:
    refused(bundle, HEAD + PRINT, *parts, index=index)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (",S1,,1,2,", "piece_id", ""),
        ("1,,,1,2,", "subject_id", ""),
        ("1,S1,,,2,", "first_page", ""),
        ("1,S1,,1,,", "last_page", ""),
        ("1,S1,,0,2,", "first_page", "0"),
        ("1,S1,,-1,2,", "first_page", "-1"),
        ("1,S1,,1,二,", "last_page", "二"),
        ("1,S1,,1-2,2,", "first_page", "1-2"),
        ("1,S1,,1.5,2,", "first_page", "1.5"),
        ("1,S1,,1,99999999,", "last_page", "99999999"),
        ("1,S1,,3,2,", "last_page", "2"),
        ("1,S1,,10,9,", "last_page", "9"),
        ("1,S9,,1,2,", "subject_id", "S9"),
        ("1,,K99,1,2,", "recipient_id", "K99"),
        ("1,S1,K99,1,2,", "recipient_id", "K99"),
        ("1,K01,,1,2,", "subject_id", "K01"),
    ],
)
def test_wrong_values_name_file_row_column_and_value(bundle: Make, row: str, column: str, value: str) -> None:
    index = f"{HEADINGS}0,S2,,1,1,\n\n{row}\n"
    refused(bundle, HEAD + SOURCES + PRINT, "out/index.csv", "4行目", f"「{column}」", f"「{value}」", index=index)


def test_a_wrong_value_names_the_heading_that_the_file_has(bundle: Make) -> None:
    index = "印刷日 令和8年11月20日\n通番,宛名番号,開始ページ,終了ページ\n1,S1,1,2\n2,S2,4,3\n"
    refused(bundle, HEAD + PRINT, "out/index.csv", "4行目", "「終了ページ」", "「3」", index=index)


@pytest.mark.parametrize(("first", "second"), [("1", "1"), ("A-1", "Ａ－１"), ("1", " １ ")])
def test_one_piece_twice_names_both_rows(bundle: Make, first: str, second: str) -> None:
    index = f"{HEADINGS}{first},S1,,1,2,\n7,S2,,3,3,\n{second},S2,,4,4,\n"
    refused(bundle, HEAD + PRINT, "out/index.csv", "4行目", "2行目", "「piece_id」", index=index)


@pytest.mark.parametrize(
    "index", [b"piece_id,subject_id\xff\xfe\x00", b"\xef\xbb\xbfpiece_id,\x83\xff", b'"piece_id\n1']
)
def test_an_index_that_cannot_be_decoded(bundle: Make, index: bytes) -> None:
    refused(bundle, HEAD + PRINT, "out/index.csv", "行目", index=index)


@pytest.mark.parametrize("name", ["out/notices.pdf", "out/index.docx"])
def test_an_index_of_a_format_that_is_no_table(bundle: Make, name: str) -> None:
    toml = HEAD + PRINT.replace("out/index.csv", name)
    with pytest.raises(BundleError, match="形式"):
        bundle(toml, **{name: b"x"})


def test_no_value_of_a_person_is_said_where_names_are_hidden(bundle: Make) -> None:
    with pytest.raises(BundleError) as caught:
        bundle(HEAD + SOURCES + PRINT, **{"out/index.csv": HEADINGS + "1,S12345,,1,2,\n"})
    assert "S12345" not in caught.value.sentence.render(mask=True)


# ---------------------------------------------------------------- what must be taken


def test_lists_and_print_files_beside_a_parcel(bundle: Make) -> None:
    parcel = '[[parcel]]\nrecipient = "K01"\nfiles = ["out/letter.docx"]\n'
    loaded = bundle(HEAD + SOURCES + parcel + MAILING + PRINT, **{"out/letter.docx": "x"})
    assert loaded.mailings == (Mailing("out/addresses.csv"),)
    (run,) = loaded.prints
    assert (run.file, run.index) == ("out/notices.pdf", "out/index.csv")
    assert run.pieces == (
        PrintPiece("1", 2, "S1", None, 1, 2, "70001"),
        PrintPiece("2", 3, None, "K01", 3, 3, ""),
    )
    assert [parcel.files for parcel in loaded.outgoing] == [
        ("out/letter.docx",),
        ("out/addresses.csv",),
        ("out/notices.pdf",),
    ]
    assert [parcel.recipient for parcel in loaded.outgoing] == ["K01", "", ""]
    assert loaded.protection == "none"


def test_two_print_files_with_one_index_each(bundle: Make) -> None:
    second = PRINT.replace("notices", "forms").replace("index.csv", "second.csv")
    files = {"out/forms.pdf": "x", "out/second.csv": HEADINGS + "1,S2,,1,1,\n"}
    loaded = bundle(HEAD + SOURCES + PRINT + second, **files)
    assert [[piece.subject_id for piece in run.pieces] for run in loaded.prints] == [["S1", None], ["S2"]]


def test_without_a_source_nobody_is_unknown(bundle: Make) -> None:
    loaded = bundle(HEAD + PRINT, **{"out/index.csv": HEADINGS + "1,S9,,1,2,\n2,,K9,3,3,\n"})
    assert [(piece.subject_id, piece.recipient_id) for piece in loaded.prints[0].pieces] == [
        ("S9", None),
        (None, "K9"),
    ]


def test_a_person_may_get_two_letters(bundle: Make) -> None:
    assert len(pieces_of(bundle, HEADINGS + "1,S1,,1,2,\n2,S1,,3,3,\n")) == 2


@pytest.mark.parametrize(
    "headings",
    [
        "piece_id,subject_id,first_page,last_page,matching_number",
        "Piece ID,Subject ID,First Page,Last Page,Matching Number",
        "通番,識別番号,開始ページ,終了ページ,突合番号",
        "通し番号,個人コード,先頭ページ,最終ページ,照合番号",
        "連番,住民番号,開始頁,終了頁,合番",
        "No.,宛名番号,開始ページ,終了ページ,封入照合番号",
        "ＮＯ,宛名コード,始ページ,終ページ,マッチング番号",
        "通知番号,対象者番号,最初のページ,最後のページ,照合コード",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_headings_and_encodings_of_offices(bundle: Make, headings: str, encoding: str) -> None:
    text = f"{headings}\n1,S1,1,2,70001\n2,S2,3,3,70002\n"
    assert pieces_of(bundle, text.encode(encoding)) == (
        PrintPiece("1", 2, "S1", None, 1, 2, "70001"),
        PrintPiece("2", 3, "S2", None, 3, 3, "70002"),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_title_rows_blank_rows_and_other_columns(bundle: Make, end: str) -> None:
    rows = ["現況届 印刷索引,,,,", "", "備考,通番,識別番号,開始ページ,終了ページ", ",,,,", "急ぎ,1,S1,1,2", "", " ,,,,"]
    rows += ["返戻あり,2,S2,3,4"]
    found = pieces_of(bundle, end.join(rows) + end)
    assert [(piece.id, piece.row, piece.subject_id, piece.last_page) for piece in found] == [
        ("1", 5, "S1", 2),
        ("2", 8, "S2", 4),
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [("3", "4"), ("３", "４"), ("p.3", "p.4"), ("3ページ", "4頁"), ("第3頁", "第4頁"), (" 3 ", "4.0"), ('"3"', '"4"')],
)
def test_page_numbers_as_people_write_them(bundle: Make, first: str, last: str) -> None:
    (piece,) = pieces_of(bundle, f"{HEADINGS}1,S1,,{first},{last},\n")
    assert (piece.first_page, piece.last_page) == (3, 4)


@pytest.mark.parametrize("zeros", ['="{}"', '"=""{}"""'])
def test_full_width_ids_and_zeros_that_a_csv_keeps(bundle: Make, zeros: str) -> None:
    first, number = zeros.format("0001"), zeros.format("0070001")
    found = pieces_of(bundle, f"{HEADINGS}{first},Ｓ１,,1,2,{number}\n２,,Ｋ０１,3,3,\n")
    assert [(p.id, p.subject_id, p.recipient_id, p.matching_number) for p in found] == [
        ("0001", "S1", None, "0070001"),
        ("2", None, "K01", ""),
    ]


def test_an_index_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "index.xlsx"
    path.write_bytes(b"x")
    rows = [
        ["通知一覧"],
        [],
        ["通番", "識別番号", "開始ページ", "終了ページ"],
        ["1", "S1", "1", "2"],
        ["", "", "", ""],
        ["2", "S2", "3"],
    ]
    with pytest.raises(BundleError) as caught:
        read_index(path, "out/index.xlsx", lambda _: rows)
    message = caught.value.sentence.render()
    assert [part for part in ("out/index.xlsx", "6行目", "「終了ページ」") if part not in message] == [], message
    found = read_index(path, "out/index.xlsx", lambda _: [*rows[:-1], ["2", "S2", "3", "3"]])
    assert [(piece.id, piece.row) for piece in found] == [("1", 4), ("2", 6)]


def test_an_index_as_parquet(tmp_path: Path) -> None:
    path = tmp_path / "index.parquet"
    pl.DataFrame(
        {"通番": [1, 2], "識別番号": ["S1", "S2"], "開始ページ": [1, 3], "終了ページ": [2.0, 3.0]}
    ).write_parquet(path)
    found = read_index(path, "out/index.parquet", no_workbook)
    assert [(p.id, p.row, p.subject_id, p.first_page, p.last_page) for p in found] == [
        ("1", 1, "S1", 1, 2),
        ("2", 2, "S2", 3, 3),
    ]
