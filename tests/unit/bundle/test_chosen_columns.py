"""Columns that a person chose, or said to be none, against what is recognised."""

from pathlib import Path

import polars as pl
import pytest

from sekisho.bundle.headers import DoubledColumnError, MissingColumnError
from sekisho.bundle.load import load as load_bundle
from sekisho.bundle.sources import load_source

SUBJECTS = "本人ID,氏名,生年月日\nS1,山田 太郎,2019-04-01\nS2,佐藤 花子,令和元年5月2日\n"


def load(folder: Path, text: str, **columns: str) -> pl.DataFrame:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    return load_source("subjects", path, columns, read_workbook=lambda _: ()).frame


def test_a_column_named_with_nothing_is_none_of_the_file(tmp_path: Path) -> None:
    text = "本人ID,氏名,電話番号\nS1,山田,000-0000-0001\n"
    assert "phone" in load(tmp_path, text).columns
    frame = load(tmp_path, text, phone="")
    assert frame.columns == ["_row", "subject_id", "name", "電話番号"]


def test_a_needed_column_named_with_nothing_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnError) as caught:
        load(tmp_path, SUBJECTS, subject_id="")
    assert (caught.value.column, caught.value.headers) == ("subject_id", ("本人ID", "氏名", "生年月日"))


def test_a_blank_header_is_not_what_is_named_with_nothing(tmp_path: Path) -> None:
    frame = load(tmp_path, "本人ID,氏名,\nS1,山田,メモ\n", kana="")
    assert frame.rows() == [(2, "S1", "山田")]


def test_half_a_name_stays_apart_where_the_whole_is_named_with_nothing(tmp_path: Path) -> None:
    frame = load(tmp_path, "本人ID,氏名,姓,名\nS1,よび名,山田,太郎\n", name="")
    assert frame["name"].to_list() == ["山田\u3000太郎"]


def test_a_named_number_is_not_taken_for_another(tmp_path: Path) -> None:
    text = "宛名番号,被保険者番号,整理番号,氏名\n1,H1,R1,山田\n"
    frame = load(tmp_path, text, number="整理番号")
    assert frame.select("subject_id", "number").rows() == [("1", "R1")]


def test_two_columns_for_one_say_which(tmp_path: Path) -> None:
    with pytest.raises(DoubledColumnError) as caught:
        load(tmp_path, "本人ID,氏名,名前\nS1,山田,山田\n")
    assert (caught.value.column, caught.value.headers) == ("name", ("氏名", "名前"))
    assert load(tmp_path, "本人ID,氏名,名前\nS1,山田,山田\n", name="名前").height == 1


def test_a_bundle_says_so_by_an_empty_text(tmp_path: Path) -> None:
    (tmp_path / "subjects.csv").write_text("本人ID,氏名,電話番号\nS1,山田,000-0000-0001\n", encoding="utf-8")
    (tmp_path / "bundle.toml").write_text(
        'format = 1\ntitle = "送付"\nchannel = "web"\ndate = 2026-11-24\n[sources]\nsubjects = "subjects.csv"\n'
        '[columns.subjects]\nphone = ""\n[[parcel]]\nrecipient = "PUBLIC"\nfiles = ["subjects.csv"]\n',
        encoding="utf-8",
    )
    subjects = load_bundle(tmp_path, read_workbook=lambda _: ()).sources.subjects
    assert subjects is not None
    assert subjects.frame.columns == ["_row", "subject_id", "name", "電話番号"]
