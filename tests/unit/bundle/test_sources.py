import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sekisho.bundle.model import BundleError, Source, SourceKind
from sekisho.bundle.sources import load_source

SUBJECTS = "本人ID,氏名,生年月日\nS1,山田 太郎,2019-04-01\nS2,佐藤 花子,令和元年5月2日\n"


def no_workbook(path: Path) -> Sequence[Sequence[str]]:
    raise AssertionError(path)


def load(
    folder: Path, text: str | bytes, kind: SourceKind = "subjects", *, named: str = "list.csv", **columns: str
) -> Source:
    path = folder / named
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_source(kind, path, columns, read_workbook=no_workbook, file=f"sources/{named}")


def refusal(
    folder: Path, text: str | bytes, kind: SourceKind = "subjects", *, named: str = "list.csv", **columns: str
) -> str:
    with pytest.raises(BundleError) as caught:
        load(folder, text, kind, named=named, **columns)
    return caught.value.sentence.render()


def says(message: str, *parts: str) -> None:
    for part in ("sources/list.", *parts):
        assert part in message


# ---------------------------------------------------------------- what must not be taken


@pytest.mark.parametrize(
    ("data", "row", "byte", "encoding"),
    [
        (SUBJECTS.encode() + b"S3,\xff\xfe,\n", "4行目", "4バイト目", "UTF-8"),
        (SUBJECTS.encode("utf-8-sig") + b"S3,\x80,\n", "4行目", "4バイト目", "UTF-8"),
        (SUBJECTS.encode("cp932") + b"S3,\xff,\n", "4行目", "4バイト目", "CP932"),
        (SUBJECTS.encode("cp932") + b"S3,\x81", "4行目", "4バイト目", "CP932"),
        (SUBJECTS.encode("utf-16") + b"\x00\xd8", "4行目", "1バイト目", "UTF-16"),
        (b"\xfe\xff" + SUBJECTS.encode("utf-16-be") + b"\xd8\x00", "4行目", "1バイト目", "UTF-16"),
    ],
)
def test_undecodable_text_names_row_and_byte(tmp_path: Path, data: bytes, row: str, byte: str, encoding: str) -> None:
    says(refusal(tmp_path, data), row, byte, encoding)


def test_nul_bytes_are_refused(tmp_path: Path) -> None:
    says(refusal(tmp_path, SUBJECTS + "S3,鈴木\0,\n"), "4行目", "NUL")


def test_an_open_quote_names_its_row(tmp_path: Path) -> None:
    says(refusal(tmp_path, SUBJECTS + 'S3,"鈴木,2019-04-01\nS4,高橋,\n'), "4行目", "引用符")


def test_a_row_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    says(refusal(tmp_path, SUBJECTS + "S3,鈴木,2019-04-01,余り\n"), "4行目", "3列")


def test_empty_surplus_cells_are_harmless(tmp_path: Path) -> None:
    assert load(tmp_path, SUBJECTS + "S3,鈴木,2019-04-01,,\n").frame.height == 3


@pytest.mark.parametrize("text", ["", "\n\n", "本人ID,生年月日\nS1,2019-04-01\n"])
def test_a_missing_column_is_named_with_what_to_write(tmp_path: Path, text: str) -> None:
    message = refusal(tmp_path, text)
    says(message, "[columns.subjects]", "見出し:")
    assert ('name = "' in message) or ('subject_id = "' in message)


def test_a_missing_column_lists_the_headers_that_were_found(tmp_path: Path) -> None:
    says(refusal(tmp_path, "本人ID,よび名,クラス\nS1,たろう,ばら\n"), "「name」", "本人ID、よび名、クラス")


def test_a_file_without_a_header_does_not_show_its_persons_when_masked(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        load(tmp_path, "S1,山田 太郎\nS2,佐藤 花子\n")
    assert "山田" in caught.value.sentence.render()
    assert "山田" not in caught.value.sentence.render(mask=True)


def test_values_under_an_empty_header_are_no_surplus(tmp_path: Path) -> None:
    assert load(tmp_path, "ID,氏名,\nS1,山田,メモ\n").frame.rows() == [(2, "S1", "山田")]


def test_a_field_that_no_csv_holds(tmp_path: Path) -> None:
    says(refusal(tmp_path, 'ID,氏名\nS1,"' + "山" * 140_000 + '"\n' + "S2\r,佐藤\n"), "2行目")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("recipients", "園コード,備考\nK1,\n"),
        ("scope", "園コード,備考\nK1,\n"),
        ("scope", "本人ID,備考\nS1,\n"),
        ("consents", "承諾日,備考\n2026-01-01,\n"),
    ],
)
def test_each_kind_has_its_needed_columns(tmp_path: Path, kind: SourceKind, text: str) -> None:
    says(refusal(tmp_path, text, kind), "必要な列", f"[columns.{kind}]")


def test_an_id_twice_names_both_rows_and_the_column(tmp_path: Path) -> None:
    says(refusal(tmp_path, SUBJECTS + "\n Ｓ１ ,鈴木,\n"), "2行目と5行目", "「本人ID」", "「S1」")


def test_the_id_that_is_double_can_be_masked(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        load(tmp_path, SUBJECTS + "S1,鈴木,\n")
    assert "S1" not in caught.value.sentence.render(mask=True)


@pytest.mark.parametrize(("row", "column"), [(",鈴木,", "本人ID"), ("S3,　,", "氏名")])
def test_an_empty_id_or_name_names_row_and_column(tmp_path: Path, row: str, column: str) -> None:
    says(refusal(tmp_path, SUBJECTS + row + "\n"), "4行目", f"「{column}」が空")


@pytest.mark.parametrize("value", ["2026-02-30", "令和8年13月1日", "昨日", "00000000", "19"])
def test_a_birth_date_that_is_none_names_row_and_column(tmp_path: Path, value: str) -> None:
    says(refusal(tmp_path, SUBJECTS + f"S3,鈴木,{value}\n"), "4行目", "「生年月日」", value, "日付")


def test_a_scope_date_that_is_unknown_is_an_error(tmp_path: Path) -> None:
    message = refusal(tmp_path, "園コード,本人ID,有効開始日\nK1,S1,2026-04-01\nK1,S2,不明\n", "scope")
    says(message, "3行目", "「有効開始日」", "不明")


def test_a_protection_mark_that_means_nothing_is_an_error(tmp_path: Path) -> None:
    says(refusal(tmp_path, "ID,氏名,支援措置\nS1,山田,1\nS2,佐藤,解除\n"), "3行目", "「支援措置」", "解除")


@pytest.mark.parametrize("headers", ["ID,氏名,児童氏名", "ID,氏名,氏名", "ID,個人ID,氏名", "ID,氏名,電話番号,電話番号"])
def test_two_headers_for_one_column_are_named(tmp_path: Path, headers: str) -> None:
    says(refusal(tmp_path, headers + "\n"), "どちらも", "[columns.subjects]")


def test_columns_with_an_unknown_name_or_header(tmp_path: Path) -> None:
    says(refusal(tmp_path, SUBJECTS, nmae="氏名"), "nmae", "「name」")
    says(refusal(tmp_path, SUBJECTS, name="園児の本名"), "「園児の本名」", "本人ID、氏名、生年月日")
    says(refusal(tmp_path, "ID,よび名,よび名\nS1,a,b\n", name="よび名"), "どちらも")


@pytest.mark.parametrize("name", ["list.xls", "list.pdf", "list"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BundleError, match="台帳として読めない形式"):
        load(tmp_path, SUBJECTS, named=name)


def test_a_list_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="開けません"):
        load_source("subjects", tmp_path / "none.csv", {}, read_workbook=no_workbook)


def test_a_broken_parquet_and_one_with_lists_inside(tmp_path: Path) -> None:
    says(refusal(tmp_path, b"PAR1 nothing", named="list.parquet"), "parquet")
    out = io.BytesIO()
    pl.DataFrame({"subject_id": ["S1"], "name": [["山田"]]}).write_parquet(out)
    says(refusal(tmp_path, out.getvalue(), named="list.parquet"), "「name」", "List")


# ---------------------------------------------------------------- what must be taken


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends_give_the_same(
    tmp_path: Path, encoding: str, separator: str, newline: str
) -> None:
    text = SUBJECTS.replace(",", separator).replace("\n", newline)
    source = load(tmp_path, text.encode(encoding))
    assert source.path == "sources/list.csv"
    assert source.frame.columns == ["_row", "subject_id", "name", "birth_date"]
    assert source.frame.rows() == [
        (2, "S1", "山田 太郎", date(2019, 4, 1)),
        (3, "S2", "佐藤 花子", date(2019, 5, 2)),
    ]
    assert source.frame.schema["_row"] == pl.UInt32


CELL = st.text(
    st.characters(
        codec="cp932", exclude_characters="¢£¬‖−〜\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3\x00", exclude_categories=["Cs"]
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_any_encoding_and_the_workbook_give_the_same_frame(tmp_path: Path, cells: list[tuple[str, str]]) -> None:
    rows = [("本人ID", "氏名", "性別"), *((f"S{i}", f"山{a}", b) for i, (a, b) in enumerate(cells))]
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)
    frames = [load(tmp_path, text.encode(encoding)).frame for encoding in ("utf-8", "utf-8-sig", "utf-16")]
    if text.encode("cp932").decode("cp932") == text and not _is_utf8(text.encode("cp932")):
        frames.append(load(tmp_path, text.encode("cp932")).frame)
    (tmp_path / "list.xlsx").write_bytes(b"PK")
    frames.append(
        load_source("subjects", tmp_path / "list.xlsx", {}, read_workbook=lambda _: rows).frame  # cells as they are
    )
    for frame in frames[1:]:
        assert frame.equals(frames[0])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return any(byte > 127 for byte in data)


def test_half_width_kana_in_cp932(tmp_path: Path) -> None:
    source = load(tmp_path, "ID,氏名,ﾌﾘｶﾞﾅ\nS1,山田,ﾔﾏﾀﾞ ﾀﾛｳ\n".encode("cp932"))
    assert source.frame["kana"][0] == "ﾔﾏﾀﾞ ﾀﾛｳ"


def test_titles_above_and_blank_rows_keep_the_row_numbers(tmp_path: Path) -> None:
    text = "さくら野市 園児名簿,,\n令和8年11月24日現在,,\n,,\nNo,園児ID,園児氏名\n1,S1,山田\n,,\n2,S2,佐藤\n"
    assert load(tmp_path, text).frame.rows() == [(5, "S1", "山田"), (7, "S2", "佐藤")]


def test_a_title_of_one_cell_above_many_columns(tmp_path: Path) -> None:
    assert load(tmp_path, "園児名簿\n\n" + SUBJECTS).frame["_row"].to_list() == [4, 5]


def test_halves_of_names_are_joined_by_a_wide_space(tmp_path: Path) -> None:
    text = "ID,氏,名,セイ,メイ\nS1,山田,太郎,ヤマダ,タロウ\nS2,,マリア,,マリア\n"
    frame = load(tmp_path, text).frame
    assert frame["name"].to_list() == ["山田　太郎", "マリア"]
    assert frame["kana"].to_list() == ["ヤマダ　タロウ", "マリア"]
    assert frame.columns == ["_row", "subject_id", "name", "kana"]


def test_a_whole_name_beside_its_halves(tmp_path: Path) -> None:
    frame = load(tmp_path, "ID,氏名,氏,名\nS1,山田太郎,山田,太郎\n").frame
    assert frame.rows() == [(2, "S1", "山田太郎")]


@pytest.mark.parametrize("value", ["", "不明", "昭和10年頃 不詳", "未詳"])
def test_an_unknown_birth_date_is_null(tmp_path: Path, value: str) -> None:
    assert load(tmp_path, f"ID,氏名,生年月日\nS1,山田,{value}\n").frame["birth_date"].to_list() == [None]


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-24",
        "2026/11/24",
        "２０２６年１１月２４日",
        "令和8年11月24日",
        "R8.11.24",
        "20261124",
        "46350",
        "46350.0",
    ],
)
def test_dates_in_every_form(tmp_path: Path, value: str) -> None:
    source = load(tmp_path, f"園コード,本人ID,有効開始日,有効期限\nK1,S1,{value},9999-12-31\n", "scope")
    assert source.frame.rows() == [(2, "K1", "S1", date(2026, 11, 24), None)]
    assert source.frame.schema["valid_until"] == pl.Date


def test_marks_of_protection(tmp_path: Path) -> None:
    text = "ID,氏名,支援措置\n" + "".join(
        f"S{i},山田,{m}\n" for i, m in enumerate(["1", "○", "有", "", "0", "無", "×"])
    )
    assert load(tmp_path, text).frame["protected"].to_list() == ["1", "1", "1", None, None, None, None]


def test_ids_are_folded_and_names_are_not(tmp_path: Path) -> None:
    frame = load(tmp_path, "ID,氏名,園コード\n　Ｓ１ , 髙橋　一 ,Ｋ０１\n").frame
    assert frame.rows() == [(2, "S1", "K01", "髙橋　一")]


def test_numbers_kept_as_text_by_an_equals_sign(tmp_path: Path) -> None:
    assert load(tmp_path, 'ID,氏名\n="00012",山田\n').frame["subject_id"][0] == "00012"


def test_columns_of_the_bundle_decide(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("ID,氏名,児童氏名,よみ\nS1,山田 父,山田 太郎,たろう\n", encoding="utf-8")
    source = load_source("subjects", path, {"name": "児童 氏名", "kana": "よみ"}, read_workbook=no_workbook)
    assert source.frame.select("subject_id", "name", "kana", "氏名").row(0) == ("S1", "山田 太郎", "たろう", "山田 父")


def test_other_columns_keep_their_header_and_my_numbers_are_left_out(tmp_path: Path) -> None:
    frame = load(tmp_path, "No,ID,氏名,保護者氏名,クラス,個人番号\n1,S1,山田,山田 父,ばら,123456789018\n").frame
    assert frame.columns == ["_row", "subject_id", "name", "保護者氏名", "クラス"]


def test_several_phones_and_numbers(tmp_path: Path) -> None:
    frame = load(tmp_path, "宛名番号,被保険者番号,氏名,携帯番号,電話番号\n11,22,山田,090,03\n").frame
    assert frame.select("subject_id", "number", "phone", "携帯番号").row(0) == ("11", "22", "03", "090")


@pytest.mark.parametrize(
    ("kind", "header", "expected"),
    [
        ("subjects", "園児番号,氏名", {"subject_id": "a", "number": "a"}),
        ("subjects", "コード,氏名", {"subject_id": "a"}),
        ("scope", "宛名番号,園コード", {"subject_id": "a", "recipient_id": "b"}),
        ("recipients", "園コード,園名", {"recipient_id": "a", "name": "b"}),
        ("recipients", "ID,名称", {"recipient_id": "a", "name": "b"}),
        ("recipients", "コード,送付先氏名", {"recipient_id": "a", "name": "b"}),
        ("recipients", "個人ID,氏名", {"recipient_id": "a", "subject_id": "a", "name": "b"}),
        ("recipients", "施設番号,施設名", {"recipient_id": "a", "name": "b"}),
        ("recipients", "recipient_id,保護者氏名", {"recipient_id": "a", "name": "b"}),
    ],
)
def test_an_id_or_name_under_the_list_s_own_word(
    tmp_path: Path, kind: SourceKind, header: str, expected: dict[str, str]
) -> None:
    frame = load(tmp_path, f"{header}\na,b\n", kind).frame
    assert frame.select(list(expected)).row(0) == tuple(expected.values())
    assert ("subject_id" in frame.columns) == ("subject_id" in expected)


def test_two_numbers_and_no_id_is_for_the_bundle_to_decide(tmp_path: Path) -> None:
    says(refusal(tmp_path, "被保険者番号,整理番号,氏名\n1,2,山田\n"), "subject_id")


def test_the_place_s_address_and_not_its_head_s(tmp_path: Path) -> None:
    frame = load(tmp_path, "園コード,園名,園所在地,園長氏名\nK1,さくら園,桜台1,鈴木\n", "recipients").frame
    assert frame.select("name", "address", "園長氏名").row(0) == ("さくら園", "桜台1", "鈴木")


def test_parquet_with_typed_columns(tmp_path: Path) -> None:
    out = io.BytesIO()
    pl.DataFrame(
        {
            "subject_id": [1, 2],
            "氏名": ["山田", "佐藤"],
            "生年月日": [date(2019, 4, 1), None],
            "number": [12.0, None],
            "protected": [True, False],
            "メモ": [datetime(2026, 1, 1), None],  # noqa: DTZ001 - a parquet file has no zone
            "区分": pl.Series(["a", "b"], dtype=pl.Categorical),
        }
    ).write_parquet(out)
    frame = load(tmp_path, out.getvalue(), named="list.parquet").frame
    assert frame.select("_row", "subject_id", "name", "birth_date", "number", "protected", "区分").rows() == [
        (1, "1", "山田", date(2019, 4, 1), "12", "1", "a"),
        (2, "2", "佐藤", None, None, None, "b"),
    ]


def test_a_workbook_comes_from_the_reader_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "")
    rows = [["名簿"], [], ["本人ID", "氏名", "", "備考"], ["S1", "山田", "欄外", "a"], [], ["S2", "佐藤"]]
    frame = load_source("subjects", path, {}, read_workbook=lambda _: rows).frame
    assert frame.select("_row", "subject_id", "name", "備考").rows() == [
        (4, "S1", "山田", "a"),
        (6, "S2", "佐藤", None),
    ]


def test_a_csv_of_one_column(tmp_path: Path) -> None:
    assert load(tmp_path, "本人ID\nS1\n\nS2\n", "consents").frame.rows() == [(2, "S1"), (4, "S2")]


def test_cells_over_several_lines_count_as_one_row(tmp_path: Path) -> None:
    assert load(tmp_path, 'ID,氏名\nS1,"山田\n太郎"\nS2,佐藤\n').frame["_row"].to_list() == [2, 3]
