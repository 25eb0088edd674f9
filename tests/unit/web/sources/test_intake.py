"""What is not taken in, each with what to do; and that nothing of it stays anywhere."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.unit.web.sources.conftest import NOW, SUBJECTS, TODAY, Town

from sekisho.web.refusals import Refused
from sekisho.web.sources import actions, queries
from sekisho.web.sources.intake import IntakeError
from sekisho.web.store.files import Files, FullError

GOOD = SUBJECTS + "S1,青木 一,あおき はじめ,2019-04-01,さくら野市1\nS2,馬場 二,ばば じ,令和元年5月2日,さくら野市2\n"
Nothing = Callable[[], None]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet is far larger than what it is packed into."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(("本人ID", "氏名"), ("S1", "青木")))) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made,
    ):
        for name in whole.namelist():
            if name == "xl/worksheets/sheet1.xml":
                with made.open(name, "w") as part:
                    part.write(b"<worksheet><sheetData>")
                    for _ in range(60):
                        part.write(b" " * 1_000_000)
                    part.write(b"</sheetData></worksheet>")
            else:
                made.writestr(name, whole.read(name))
    return out.getvalue()


def refused(town: Town, data: str | bytes, **values: object) -> tuple[str | int, str]:
    with pytest.raises(IntakeError) as caught:
        town.take(data, **values)  # type: ignore[arg-type]
    assert caught.value.told.en
    assert not any("ぁ" <= char <= "ヿ" for char in re.sub(r"“.*?”", "", caught.value.told.en))
    return caught.value.field, caught.value.told.ja


def problem(town: Town, data: str | bytes, **values: object) -> tuple[str, int | None]:
    """Return what is wrong with the columns of a list that was read."""
    draft = town.take(data, **values)  # type: ignore[arg-type]
    view = queries.draft(draft, town.actor("青木"), TODAY)
    found = view.recognised.problem
    assert found is not None
    assert view.rows is None
    with pytest.raises(Refused) as caught:
        actions.propose(draft=draft, saw="", by=town.actor("青木"), at=NOW)
    assert caught.value.status == 409
    return found.told.ja, found.place


# ---------------------------------------------------------------- refused at once


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("台帳.pdf", b"%PDF-1.7", "CSVかxlsxで保存し直してください"),
        ("台帳.parquet", b"PAR1", "CSVかxlsxで保存し直してください"),
        ("台帳.xls", b"\xd0\xcf\x11\xe0", "CSVかxlsxで保存し直してください"),
        ("台帳", GOOD.encode(), "CSVかxlsxで保存し直してください"),
        ("台帳.csv", b"", "0バイト"),
        ("台帳.xlsx", b"", "0バイト"),
        ("台帳.csv", b"PK\x03\x04rest of a workbook", "中身は別の形式です"),
        ("台帳.csv", b"%PDF-1.7 something", "中身は別の形式です"),
        ("台帳.xlsx", GOOD.encode(), "表計算ソフトで保存し直してください"),
        ("台帳.csv", GOOD.encode() + b"S3,\xff\xfe,,,\n", "4行目の4バイト目"),
        ("台帳.csv", GOOD.encode("cp932") + b"S3,\xff,,,\n", "CP932の文字ではありません"),
        ("台帳.csv", GOOD.encode() + "S3,鈴木\0,,,\n".encode(), "NUL"),
        ("台帳.csv", (GOOD + 'S3,"鈴木,,,\nS4,x,,,\n').encode(), "引用符"),
        ("台帳.csv", b"\n\n\n", "見出しの行がありません"),
        ("台帳.csv", ",".join(f"列{i}" for i in range(400)).encode() + b"\n", "列が多すぎます"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    town: Town, nothing_kept: Nothing, name: str, data: bytes, says: str
) -> None:
    field, told = refused(town, data, name=name)
    assert field == "file"
    assert says in told
    nothing_kept()


def test_a_workbook_with_a_password_is_refused(town: Town, nothing_kept: Nothing, tmp_path: Path) -> None:
    import msoffcrypto

    plain, locked = io.BytesIO(workbook(("本人ID", "氏名"), ("S1", "青木"))), io.BytesIO()
    msoffcrypto.OfficeFile(plain).encrypt("himitsu", locked)
    field, told = refused(town, locked.getvalue(), name="台帳.xlsx")
    assert field == "file"
    assert "パスワード" in told
    nothing_kept()


def test_a_zip_bomb_is_refused(town: Town, nothing_kept: Nothing) -> None:
    field, told = refused(town, bomb(), name="台帳.xlsx")
    assert field == "file"
    assert "台帳.xlsx" in told
    nothing_kept()


def test_a_cell_in_the_last_corner_does_not_take_all_memory(town: Town, nothing_kept: Nothing) -> None:
    book = Workbook()
    book.active.append(("本人ID", "氏名"))
    book.active.cell(1_048_576, 16_384, "x")
    out = io.BytesIO()
    book.save(out)
    assert "大きすぎます" in refused(town, out.getvalue(), name="台帳.xlsx")[1]
    nothing_kept()


def test_what_is_larger_than_may_be_is_refused(town: Town, nothing_kept: Nothing) -> None:
    field, told = refused(town, GOOD.encode() + b" " * 2_000_000, most=2_000_000)
    assert (field, "2MB" in told) == ("file", True)
    nothing_kept()


@pytest.mark.parametrize(
    "name", ["", " ", "台\n帳.csv", "台\u202e帳.csv", "a/b.csv", "a\\b.csv", "\x00.csv", "長" * 300 + ".csv"]
)
def test_a_name_that_no_file_should_have(town: Town, nothing_kept: Nothing, name: str) -> None:
    assert refused(town, GOOD, name=name)[0] == "file"
    nothing_kept()


def test_a_list_of_tomorrow_is_refused(town: Town, nothing_kept: Nothing) -> None:
    field, told = refused(town, GOOD, as_of=TODAY + timedelta(days=1))
    assert (field, "今日より後" in told) == ("as_of", True)
    nothing_kept()


def test_a_list_older_than_the_one_in_force_is_refused(town: Town) -> None:
    town.accept(GOOD)
    field, told = refused(town, GOOD, as_of=TODAY - timedelta(days=1))
    assert (field, "2026-11-24" in told) == ("as_of", True)


def test_a_full_disk_leaves_nothing(town: Town, nothing_kept: Nothing, monkeypatch: pytest.MonkeyPatch) -> None:
    put, calls = Files.put, []

    def full(self: Files, chunks: object, *, most: int) -> object:
        calls.append(most)
        if len(calls) == 2:
            raise FullError("no space")
        return put(self, chunks, most=most)  # type: ignore[arg-type]

    monkeypatch.setattr(Files, "put", full)
    assert "いっぱい" in refused(town, GOOD)[1]
    assert len(calls) == 2
    nothing_kept()


@pytest.mark.parametrize("name", ["土井", "江口", "福田"])
def test_nobody_from_outside_the_section_supplies_a_list(town: Town, nothing_kept: Nothing, name: str) -> None:
    with pytest.raises(Refused) as caught:
        town.take(GOOD, by=name)
    assert caught.value.status == 404
    nothing_kept()


# ---------------------------------------------------------------- read, and not fit to be proposed


def test_without_a_column_of_ids_it_cannot_be_proposed(town: Town) -> None:
    told, _ = problem(town, "よび名,氏名\nたろう,青木\n")
    assert "本人の番号" in told
    assert "bundle.toml" not in told


def test_an_id_twice_names_both_rows_and_the_column_but_not_the_person(town: Town) -> None:
    told, place = problem(town, GOOD + "S1,千葉 三,,,\n")
    assert "2行目と4行目" in told
    assert "本人ID" in told
    assert "「S1」" not in told
    assert place == 0


def test_a_date_that_is_none_names_its_row_and_column(town: Town) -> None:
    told, place = problem(town, GOOD + "S3,千葉 三,,きのう,\n")
    assert "4行目" in told
    assert "きのう" not in told
    assert place == 3


def test_a_row_with_too_many_cells(town: Town) -> None:
    assert "4行目" in problem(town, GOOD + "S3,千葉 三,,,,余り\n")[0]


def test_headings_alone_are_no_list(town: Town) -> None:
    assert "見出しの他の行がありません" in problem(town, SUBJECTS)[0]


def test_a_scope_that_names_a_field_nobody_has(town: Town) -> None:
    town.accept(GOOD)
    told, _ = problem(town, "宛先ID,本人ID,fields\nK1,S1,くつのサイズ\n", kind="scope")
    assert "くつのサイズ" in told


# ---------------------------------------------------------------- taken in


@pytest.mark.parametrize("data", [GOOD.encode(), GOOD.encode("utf-8-sig"), GOOD.encode("cp932")])
def test_the_encodings_of_offices(town: Town, data: bytes) -> None:
    view = queries.draft(town.take(data), town.actor("青木"), TODAY)
    assert (view.rows, view.recognised.problem) == (2, None)
    assert [one.column for one in view.recognised.headings] == ["subject_id", "name", "kana", "birth_date", "address"]


def test_a_workbook(town: Town) -> None:
    data = workbook(("園児台帳",), ("本人ID", "氏名"), ("S1", "青木 一"))
    view = queries.draft(town.take(data, name="台帳.xlsx"), town.actor("青木"), TODAY)
    assert (view.rows, view.name) == (1, "台帳.xlsx")
    assert [one.samples for one in view.recognised.headings] == [("S1",), ("青木 一",)]


def test_whose_address_is_protected_is_not_shown_with_the_columns(town: Town) -> None:
    text = "本人ID,氏名,支援措置,個人番号\nS1,青木,1,123456789018\nS2,馬場,0,123456789018\n"
    view = queries.draft(town.take(text), town.actor("青木"), TODAY)
    assert [one.samples for one in view.recognised.headings][2:] == [(), ()]


def test_nothing_lies_in_clear(town: Town, tmp_path: Path) -> None:
    text = SUBJECTS + "S1,山本 花子,やまもと はなこ,,さくら野市9\n"
    town.propose(text, name="花子の台帳.csv")
    town.take(text, by="榎本", name="花子の台帳.csv")
    found = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert town.people["青木"].encode() in found
    for word in ("花子", "はなこ", "さくら野市9"):
        assert word.encode() not in found


def test_a_new_upload_takes_the_place_of_ones_own_draft(town: Town) -> None:
    first = town.take(GOOD)
    second = town.take(GOOD)
    other = town.take(GOOD, by="榎本")
    assert len(list(town.installation.files.ids())) == 4
    with pytest.raises(Refused) as caught:
        queries.draft(first, town.actor("青木"), TODAY)
    assert caught.value.status == 404
    assert queries.draft(second, town.actor("青木"), TODAY).id == second
    with pytest.raises(Refused):
        queries.draft(other, town.actor("青木"), TODAY)


def test_forgotten_drafts_go(town: Town) -> None:
    town.take(GOOD)
    assert actions.sweep(before=NOW) == 0
    assert actions.sweep(before=NOW + timedelta(seconds=1)) == 1
    assert list(town.installation.files.ids()) == []


def test_the_next_upload_takes_old_drafts_of_others_with_it(town: Town) -> None:
    town.take(GOOD)
    town.take(GOOD, by="榎本", at=NOW + timedelta(days=1))
    assert len(list(town.installation.files.ids())) == 4
    town.take(GOOD, by="榎本", at=NOW + timedelta(days=1, seconds=1))
    assert len(list(town.installation.files.ids())) == 2


def test_every_file_that_is_kept_is_known(town: Town) -> None:
    town.accept(GOOD)
    town.propose(GOOD)
    town.take(GOOD, by="榎本")
    town.take("x,y\n1,2\n", kind="recipients")
    assert sorted(queries.files()) == list(town.installation.files.ids())
    assert len(queries.files()) == 7


# ---------------------------------------------------------------- columns that a person chooses


def choose(town: Town, draft: str, *columns: str) -> None:
    actions.choose_columns(draft=draft, chosen=dict(enumerate(columns)), by=town.actor("青木"), at=NOW)


def test_a_column_of_ids_that_only_a_person_knows(town: Town) -> None:
    draft = town.take("記号,よび名\nS1,青木\nS2,馬場\n")
    choose(town, draft, "subject_id", "name")
    view = queries.draft(draft, town.actor("青木"), TODAY)
    assert (view.rows, view.recognised.problem) == (2, None)
    assert view.recognised.columns["subject_id"] == "記号"
    assert view.recognised.columns["kana"] == ""
    assert len(list(town.installation.files.ids())) == 2


def test_the_wrong_number_was_taken_for_the_id(town: Town) -> None:
    draft = town.take("ID,正しい記号,氏名\n1,S1,青木\n1,S2,馬場\n")
    assert queries.draft(draft, town.actor("青木"), TODAY).recognised.problem is not None
    choose(town, draft, "", "subject_id", "name")
    assert queries.draft(draft, town.actor("青木"), TODAY).rows == 2


def test_one_of_two_columns_for_the_same(town: Town) -> None:
    draft = town.take("本人ID,氏名,名前\nS1,青木,あ\n")
    told = queries.draft(draft, town.actor("青木"), TODAY).recognised.problem
    assert told is not None
    assert "どれでもない" in told.told.ja
    choose(town, draft, "subject_id", "name", "")
    assert queries.draft(draft, town.actor("青木"), TODAY).rows == 1


def test_choosing_what_is_recognised_says_nothing(town: Town) -> None:
    draft = town.take(GOOD)
    choose(town, draft, "subject_id", "name", "kana", "birth_date", "address")
    assert queries.draft(draft, town.actor("青木"), TODAY).recognised.columns == {}


@pytest.mark.parametrize(
    ("text", "columns", "place", "says"),
    [
        ("本人ID,氏名,名前\nS1,青木,あ\n", ("subject_id", "name", "name"), 2, "にも選ばれています"),
        ("本人ID,氏名,氏名\nS1,青木,あ\n", ("subject_id", "name", ""), 1, "いくつもある"),
    ],
)
def test_what_cannot_be_chosen_is_said_at_the_column(
    town: Town, text: str, columns: tuple[str, ...], place: int, says: str
) -> None:
    draft = town.take(text)
    with pytest.raises(IntakeError) as caught:
        choose(town, draft, *columns)
    assert (caught.value.field, says in caught.value.told.ja) == (place, True)


def test_a_number_that_stands_for_the_id_stays_a_number(town: Town) -> None:
    draft = town.take("宛名番号,氏名,備考,電話番号\n1,青木,ｘ,0\n")
    choose(town, draft, "subject_id", "name", "", "")
    version = actions.propose(draft=draft, saw="", by=town.actor("青木"), at=NOW)
    assert queries.source(version).frame.select("subject_id", "number").rows() == [("1", "1")]
    assert "phone" not in queries.source(version).frame.columns


def test_nobody_chooses_for_another(town: Town) -> None:
    draft = town.take(GOOD)
    with pytest.raises(Refused) as caught:
        actions.choose_columns(draft=draft, chosen={}, by=town.actor("馬場"), at=NOW)
    assert caught.value.status == 404
