import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from sekisho.bundle.load import load
from sekisho.bundle.model import Bundle, BundleError, Item

HEAD = 'format = 1\ntitle = "市外幼稚園 補助金データ送付"\nchannel = "email"\ndate = 2026-11-24\n'
PARCEL = '[[parcel]]\nrecipient = "K01"\nfiles = ["out/k01.xlsx"]\n'
SOURCES = (
    '[sources]\nsubjects = "sources/subjects.csv"\nrecipients = "sources/recipients.csv"\nscope = "sources/scope.csv"\n'
)
FILES = {
    "out/k01.xlsx": "x",
    "out/k02.xlsx": "x",
    "sources/subjects.csv": "本人ID,氏名\nS1,山田 太郎\nS2,佐藤 花子\n",
    "sources/recipients.csv": "園コード,園名\nK01,さくら野幼稚園\nK02,もみじ幼稚園\n",
    "sources/scope.csv": "園コード,本人ID\nK01,S1\nK02,S2\n",
}


def no_workbook(path: Path) -> Sequence[Sequence[str]]:
    raise AssertionError(path)


@pytest.fixture
def bundle(tmp_path: Path) -> Callable[..., Bundle]:
    def make(toml: str | bytes, **files: str | bytes) -> Bundle:
        for name, content in ({**FILES, **files} | {"bundle.toml": toml}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(tmp_path, read_workbook=no_workbook)

    return make


def refused(
    make: Callable[..., Bundle], toml: str | bytes, *parts: str, files: dict[str, str | bytes] | None = None
) -> None:
    with pytest.raises(BundleError) as caught:
        make(toml, **(files or {}))
    message = caught.value.sentence.render()
    for part in parts:
        assert part in message, message


# ---------------------------------------------------------------- what must be refused


def test_no_bundle_toml(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"bundle\.tomlがありません"):
        load(tmp_path, read_workbook=no_workbook)


@pytest.mark.parametrize(
    ("toml", "line"),
    [(HEAD + "x = [1\ny = 2\n", "bundle.tomlの6行目"), (HEAD + "format = 2\n", "行目"), ('a = "', "1行目")],
)
def test_broken_toml_names_the_line(bundle: Callable[..., Bundle], toml: str, line: str) -> None:
    refused(bundle, toml, line, "読めません")


def test_toml_nested_without_end(bundle: Callable[..., Bundle]) -> None:
    refused(bundle, HEAD + "x = " + "[" * 100_000, "深すぎ")


def test_toml_in_another_encoding(bundle: Callable[..., Bundle]) -> None:
    refused(bundle, HEAD.encode("cp932"), "2行目", "UTF-8")


@pytest.mark.parametrize(
    ("toml", "parts"),
    [
        ("frmat = 1\n" + HEAD + PARCEL, ("「frmat」", "「format」", "知らない項目")),
        (HEAD + "[sources]\nsubject = 'x'\n" + PARCEL, ("[sources]の「subject」", "「subjects」")),
        (HEAD + "[columns.subject]\nname = 'x'\n" + PARCEL, ("[columns]の「subject」", "「subjects」")),
        (HEAD + "[policy]\nprotect = 'none'\n" + PARCEL, ("[policy]の「protect」", "「protection」")),
        (HEAD + PARCEL + "file = ['x']\n", ("1番目の[[parcel]]の「file」", "「files」")),
        (HEAD + PARCEL + "items = [{kind = 'a', sheet = 1}]\n", ("1番目のitemsの「sheet」", "「sheets」")),
    ],
)
def test_unknown_keys_name_the_nearest_known_one(
    bundle: Callable[..., Bundle], toml: str, parts: tuple[str, ...]
) -> None:
    refused(bundle, toml, *parts)


@pytest.mark.parametrize(
    ("toml", "parts"),
    [
        (HEAD.replace("format = 1", "format = 2") + PARCEL, ("「format」", "2", "1だけ")),
        (HEAD.replace("format = 1", 'format = "1"') + PARCEL, ("「format」", "整数")),
        (HEAD.replace("format = 1", "format = true") + PARCEL, ("「format」", "整数")),
        (HEAD.replace("format = 1\n", "") + PARCEL, ("「format」がありません",)),
        (HEAD.replace("title = ", "title = 1 #") + PARCEL, ("「title」", "文字列")),
        (HEAD.replace("市外幼稚園 補助金データ送付", "  ") + PARCEL, ("「title」が空",)),
        (HEAD.replace("title", "department") + PARCEL, ("「title」がありません",)),
        (HEAD.replace("email", "mail") + PARCEL, ("「channel」", "「mail」", "「email」")),
        (HEAD.replace("2026-11-24", '"あした"') + PARCEL, ("「date」", "日付")),
        (HEAD.replace("2026-11-24", "20261124") + PARCEL, ("「date」", "日付")),
        (HEAD.replace("date = 2026-11-24\n", "") + PARCEL, ("「date」がありません",)),
        (HEAD + "sources = 1\n" + PARCEL, ("「sources」", "[sources]")),
        (HEAD + "parcel = 1\n", ("「parcel」", "[[parcel]]")),
        (HEAD, ("[[parcel]]も[[mailing]]も[[print]]もありません",)),
        (HEAD + "[policy]\nprotection = 'strong'\n" + PARCEL, ("[policy]の「protection」", "in-file")),
        (HEAD + PARCEL.replace('"K01"', "1"), ("[[parcel]]の「recipient」", "文字列")),
        (HEAD + "[[parcel]]\nfiles = ['out/k01.xlsx']\n", ("「recipient」がありません",)),
        (HEAD + "[[parcel]]\nrecipient = 'K01'\n", ("「files」が空",)),
        (HEAD + PARCEL.replace('["out/k01.xlsx"]', '"out/k01.xlsx"'), ("「files」", "並び")),
        (HEAD + PARCEL + "to = [1]\n", ("「to」", "並び")),
        (HEAD + PARCEL + "to = ['']\n", ("「to」", "並び")),
        (HEAD + PARCEL + "complete = 1\n", ("「complete」", "true")),
        (HEAD + PARCEL + "items = [{kind = 'a', sheets = 0}]\n", ("「sheets」", "1以上の整数")),
        (HEAD + PARCEL + "items = [{code = 'a'}]\n", ("「kind」がありません",)),
        (HEAD.replace("email", "post") + PARCEL + "to = 'a@k01.example.jp'\n", ("「to」", "email", "post")),
        (HEAD.replace("email", "web") + PARCEL, ("「K01」", "PUBLIC")),
        (HEAD + "[[mailing]]\nlist = 'a.csv'\n", ("[[mailing]]", "email", "post")),
        (HEAD + "[[print]]\nfile = 'a.pdf'\n", ("[[print]]", "email", "post")),
    ],
)
def test_wrong_values_name_the_key_and_what_is_expected(
    bundle: Callable[..., Bundle], toml: str, parts: tuple[str, ...]
) -> None:
    refused(bundle, toml, *parts)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("out/none.xlsx", "見つかりません"),
        ("out", "見つかりません"),
        ("a" * 5000, "見つかりません"),
        ("../secret.xlsx", "フォルダの外"),
        ("out/../../secret.xlsx", "フォルダの外"),
        ("/etc/passwd", "フォルダの外"),
        ("C:/secret.xlsx", "フォルダの外"),
        (r"out\\k01.xlsx", "フォルダの外"),
        (r"\\\\server\\share", "フォルダの外"),
        ("./", "ファイルの名前ではありません"),
        (r"out/k01\u0000.xlsx", "ファイルの名前ではありません"),
        ("out/k01.xlsx/x", "見つかりません"),
    ],
)
def test_paths_that_leave_the_folder_or_lead_nowhere(bundle: Callable[..., Bundle], path: str, part: str) -> None:
    refused(bundle, HEAD + PARCEL.replace("out/k01.xlsx", path), "1番目の[[parcel]]の「files」", part)
    refused(bundle, HEAD + f'[sources]\nsubjects = "{path}"\n' + PARCEL, "[sources]の「subjects」", part)
    refused(bundle, HEAD + PARCEL + f'password_file = "{path}"\n', "「password_file」", part)


@pytest.mark.parametrize("target", ["file", "folder", "inside"])
def test_links_are_refused_anywhere_on_the_path(bundle: Callable[..., Bundle], tmp_path: Path, target: str) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "a.xlsx").write_text("x")
    bundle(HEAD + PARCEL)
    if target == "folder":
        (tmp_path / "link").symlink_to(outside)
    else:
        (tmp_path / "link").mkdir()
        to = outside / "a.xlsx" if target == "file" else tmp_path / "out/k01.xlsx"
        (tmp_path / "link/a.xlsx").symlink_to(to)
    refused(bundle, HEAD + PARCEL.replace("out/k01.xlsx", "link/a.xlsx"), "リンク")


@pytest.mark.parametrize("again", ["out/k01.xlsx", "./out/k01.xlsx", "out//k01.xlsx"])
def test_the_same_file_twice_in_one_parcel(bundle: Callable[..., Bundle], again: str) -> None:
    refused(bundle, HEAD + PARCEL.replace('x"]', f'x", "{again}"]'), "二度")


def test_a_recipient_that_no_source_knows(bundle: Callable[..., Bundle]) -> None:
    wrong = PARCEL.replace("K01", "K99")
    refused(bundle, HEAD + SOURCES + PARCEL + wrong, "2番目の[[parcel]]", "「K99」", "sources/recipients.csv")
    only_scope = '[sources]\nscope = "sources/scope.csv"\n'
    refused(bundle, HEAD + only_scope + wrong, "「K99」", "sources/scope.csv")


def test_subjects_that_are_not_registered(bundle: Callable[..., Bundle]) -> None:
    toml = HEAD + SOURCES + PARCEL + 'subjects = ["Ｓ１", "S9"]\n'
    refused(bundle, toml, "1番目の[[parcel]]", "S9", "sources/subjects.csv")


@pytest.mark.parametrize("name", ["scope", "subjects"])
def test_an_empty_source(bundle: Callable[..., Bundle], name: str) -> None:
    file = f"sources/{name}.csv"
    header = FILES[file].splitlines()[0]
    refused(bundle, HEAD + SOURCES + PARCEL, file, "他の行がありません", files={file: header + "\n"})


def test_a_scope_that_speaks_of_nobody_registered(bundle: Callable[..., Bundle]) -> None:
    files: dict[str, str | bytes] = {"sources/scope.csv": "園コード,本人ID\nK01,0001\n"}
    refused(bundle, HEAD + SOURCES + PARCEL, "2行目", "0001", "先頭の0", files=files)


def test_an_unknown_field_in_the_scope(bundle: Callable[..., Bundle]) -> None:
    files: dict[str, str | bytes] = {"sources/scope.csv": "園コード,本人ID,項目\nK01,S1,氏名\nK01,S2,氏名;しゅみ\n"}
    refused(bundle, HEAD + SOURCES + PARCEL, "sources/scope.csv", "3行目", "「しゅみ」", files=files)


def test_columns_for_a_source_that_is_not_there(bundle: Callable[..., Bundle]) -> None:
    refused(bundle, HEAD + "[columns.subjects]\nname = 'x'\n" + PARCEL, "[sources]の「subjects」がありません")
    refused(bundle, HEAD + SOURCES + "[columns.subjects]\nnmae = 'x'\n" + PARCEL, "「nmae」", "「name」")
    refused(bundle, HEAD + SOURCES + "[columns.subjects]\nname = 1\n" + PARCEL, "[columns.subjects]の「name」")


@pytest.mark.parametrize("content", [b"", b"\n", b"a\nb\n", b"\xef\xbb\xbf", b"\x83\xff"])
def test_a_password_file_that_holds_no_password(bundle: Callable[..., Bundle], content: bytes) -> None:
    refused(bundle, HEAD + PARCEL + 'password_file = "p.txt"\n', "p.txt", files={"p.txt": content})


# ---------------------------------------------------------------- what must be taken


def test_a_whole_bundle(bundle: Callable[..., Bundle], tmp_path: Path) -> None:
    toml = (
        HEAD
        + 'department = "保育幼稚園課"\npurpose = "補助金"\n'
        + SOURCES
        + PARCEL
        + 'to = "office@k01.example.jp"\nsubjects = ["S1"]\ncomplete = true\npassword_file = "p.txt"\n'
        + 'items = [{ kind = "手帳", code = "0012345" }]\n'
        + '[[parcel]]\nrecipient = "PUBLIC"\nto = ["a@k02.example.jp", "b@k02.example.jp"]\nfiles = ["out/k02.xlsx"]\n'
    )
    loaded = bundle(toml, **{"p.txt": b"\xef\xbb\xbf p@ss \r\n"})
    assert (loaded.root, loaded.title, loaded.channel) == (tmp_path, "市外幼稚園 補助金データ送付", "email")
    assert (loaded.date, loaded.protection) == (date(2026, 11, 24), "in-file")
    assert (loaded.department, loaded.purpose) == ("保育幼稚園課", "補助金")
    first, second = loaded.parcels
    assert (first.recipient, first.files, first.to) == ("K01", ("out/k01.xlsx",), ("office@k01.example.jp",))
    assert (first.subjects, first.complete, first.password) == (("S1",), True, " p@ss ")
    assert first.items == (Item("手帳", "0012345", 1),)
    assert second.to == ("a@k02.example.jp", "b@k02.example.jp")
    assert loaded.sources.subjects is not None
    assert loaded.sources.subjects.path == "sources/subjects.csv"
    assert loaded.sources.consents is None
    assert "p@ss" not in repr(first)


@pytest.mark.parametrize(
    ("channel", "protection"),
    [("email", "in-file"), ("transfer", "in-file"), ("post", "none"), ("handover", "none"), ("web", "none")],
)
def test_the_channel_decides_the_protection_unless_the_bundle_does(
    bundle: Callable[..., Bundle], channel: str, protection: str
) -> None:
    parcel = PARCEL.replace('recipient = "K01"\n', "") if channel == "web" else PARCEL
    head = HEAD.replace("email", channel)
    loaded = bundle(head + parcel)
    assert loaded.protection == protection
    assert loaded.parcels[0].recipient == ("PUBLIC" if channel == "web" else "K01")
    assert bundle(head + '[policy]\nprotection = "at-release"\n' + parcel).protection == "at-release"


@pytest.mark.parametrize(
    "value",
    ["2026-11-24", "2026-11-24T09:00:00", '"2026/11/24"', '"令和8年11月24日"', '"R8.11.24"', '"２０２６－１１－２４"'],
)
def test_the_date_in_every_form(bundle: Callable[..., Bundle], value: str) -> None:
    assert bundle(HEAD.replace("2026-11-24", value) + PARCEL).date == date(2026, 11, 24)


def test_windows_notepad_s_toml_and_wide_ids(bundle: Callable[..., Bundle]) -> None:
    toml = (HEAD + SOURCES + PARCEL.replace("K01", " Ｋ０１ ")).replace("\n", "\r\n").encode("utf-8-sig")
    assert bundle(toml).parcels[0].recipient == "K01"


def test_columns_name_a_header(bundle: Callable[..., Bundle]) -> None:
    files = {"sources/subjects.csv": "本人ID,園児の呼び名\nS1,山田 太郎\n"}
    loaded = bundle(HEAD + SOURCES + '[columns.subjects]\nname = "園児の呼び名"\n' + PARCEL, **files)
    assert loaded.sources.subjects is not None
    assert loaded.sources.subjects.frame["name"].to_list() == ["山田 太郎"]


def test_a_name_in_the_other_normal_form_is_found(bundle: Callable[..., Bundle]) -> None:
    loaded = bundle(HEAD + PARCEL.replace("out/k01.xlsx", "out/がっこう.xlsx"), **{"out/か\u3099っこう.xlsx": "x"})
    assert loaded.parcels[0].files == ("out/か\u3099っこう.xlsx",)


def test_two_parcels_for_one_recipient_and_unknown_recipients_without_sources(bundle: Callable[..., Bundle]) -> None:
    assert len(bundle(HEAD + PARCEL + PARCEL).parcels) == 2
    only_subjects = '[sources]\nsubjects = "sources/subjects.csv"\n'
    assert bundle(HEAD + only_subjects + PARCEL).parcels[0].recipient == "K01"


def test_the_module_is_imported_without_the_table_library() -> None:
    code = "import sys, sekisho.bundle.load, sekisho.bundle.split; sys.exit('polars' in sys.modules or 'xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
