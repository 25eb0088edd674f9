"""Bringing files: what cannot go in says so at its field or row, and nothing of it is half there."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from tests.web.desk.driving import Driven, book, text
from tests.web.desk.registers import SUBJECTS, kindergartens, register

from sekisho.web.desk.matching import matched
from sekisho.web.desk.models import FileRow
from sekisho.web.desk.parcels import Addressee, file_told
from sekisho.web.installation import installation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.web.city import City

SHEET = book([("番号", "氏名"), (1, "泉 直子")])


@pytest.fixture
def city_options() -> Mapping[str, Any]:
    """At most 1 MB, so that a file above it need not be made of 300."""
    return {"upload_megabytes": 1}


@pytest.fixture
def begun(city: City, work: Callable[[], int]) -> Driven:
    """A dispatch to two kindergartens, to which files may be brought."""
    register(city, "hoiku", "recipients", kindergartens(2))
    to = [Addressee(f"K00{one}", f"あけぼの幼稚園{one}", (f"office@k00{one}.example.jp",)) for one in (1, 2)]
    made = Driven(city, work, "kindergartens-mail", "miura", to)
    for login in ("saeki", "ono"):
        made.do(login, "brief")
    return made


@pytest.fixture
def letter(city: City) -> Driven:
    """A letter that is put into an envelope, with a register of people."""
    register(city, "shogai", "subjects", SUBJECTS)
    to = [Addressee("S0001", "S0001", where="さくら野市北町1-1", about=("S0001",)), Addressee("X1", "そら相談室")]
    made = Driven(city, lambda: 0, "single", "asai", to)
    assert made.post("asai", f"/d/{made.number}/sources/renew/").status_code == 302
    return made


def bring(driven: Driven, name: str, data: bytes, password: str = "", login: str = "saeki") -> Any:
    sent = {"parcel": "p0001", "password": password, "file": SimpleUploadedFile(name, data)}
    return driven.post(login, f"/d/{driven.number}/files/", **sent)


PASSWORD = "Hirake-goma-2468-x"


def protected(form: str) -> bytes:
    from sekisho.web.desk.exits.wrapping import OutgoingFile, wrap

    return wrap([OutgoingFile("名簿.xlsx", SHEET)], form, PASSWORD).data  # type: ignore[arg-type]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("a.txt", b"0" * 400_000_000)
    return out.getvalue()


# ---------------------------------------------------------------- what is seen at once


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("名簿.xlsx", b"", "「名簿.xlsx」が空（0バイト）です"),
        ("名簿.xlsx", b"0" * 1_000_001, "「名簿.xlsx」が大きすぎます（上限1MB）"),
        ("あ" * 201 + ".xlsx", SHEET, "名前が長すぎます"),
    ],
)
def test_what_cannot_be_taken_in_stands_at_its_field(begun: Driven, name: str, data: bytes, told: str) -> None:
    before = set(installation().files.ids())
    answer = bring(begun, name, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert 'aria-describedby="error-p0001"' in page
    assert set(installation().files.ids()) == before
    assert not FileRow.objects.exists()


def test_a_full_disk_keeps_nothing(begun: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    from sekisho.web.store.files import Files, FullError

    def full(*_values: object, **_named: object) -> None:
        raise FullError

    monkeypatch.setattr(Files, "put", full)
    answer = bring(begun, "名簿.xlsx", SHEET)
    assert answer.status_code == 507
    assert "ディスクがいっぱい" in answer.content.decode()
    assert not FileRow.objects.exists()


def test_control_characters_of_a_name_do_not_come_in(begun: Driven) -> None:
    assert bring(begun, "名\x07簿\u202exslx.xlsx", SHEET).status_code == 302
    row = FileRow.objects.get()
    name = file_told(row.told, installation().cipher, row.pk).name
    assert name.isprintable()


# ---------------------------------------------------------------- what is seen when it is opened


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("名簿.xlsx", b"PK\x03\x04 nothing", "壊れているか、途中で切れています"),
        ("名簿.dat", b"\x00\x01\x02\x03" * 100, "何の形式か分からない"),
        ("資料.zip", protected("zip"), "パスワード"),
        ("名簿.xlsx", protected("office"), "パスワード"),
        ("資料.zip", bomb(), "圧縮爆弾の疑い"),
        ("名簿.csv", "番号,氏名\n1,泉".encode() + b"\xff\xfe\xff", "文字コードをUTF-8かShift_JISにして"),
        ("名簿.csv", "番号,氏名\n1,泉\x07\x01".encode(), "何の形式か分からない"),
        ("名簿.pdf", b"%PDF-1.7\nnothing", "壊れていて開けないPDF"),
    ],
)
def test_what_cannot_be_opened_says_why_beside_its_name_and_does_not_go_in(
    begun: Driven, name: str, data: bytes, told: str
) -> None:
    assert bring(begun, name, data).status_code == 302
    begun.work()
    row = FileRow.objects.get()
    assert row.state == "refused"
    page = text(begun.page("saeki", f"/d/{begun.number}/files/"))
    assert f"{name} " in page
    assert told in page
    assert begun.post("saeki", f"/d/{begun.number}/files/put-in/").status_code == 409
    assert not begun.state.contents["p0001"].items
    assert begun.post("saeki", f"/d/{begun.number}/files/{row.pk}/drop/").status_code == 302
    assert not FileRow.objects.exists()
    assert row.blob not in set(installation().files.ids())


def test_a_protected_file_opens_with_its_password(begun: Driven) -> None:
    assert bring(begun, "名簿.xlsx", protected("office"), PASSWORD).status_code == 302
    begun.work()
    assert FileRow.objects.get().state == "draft"


# ---------------------------------------------------------------- several at once


def several(driven: Driven, *files: tuple[str, bytes], login: str = "saeki") -> Any:
    return driven.post(login, f"/d/{driven.number}/files/several/", files=[SimpleUploadedFile(*one) for one in files])


def test_one_that_cannot_be_taken_in_keeps_all_out(begun: Driven) -> None:
    before = set(installation().files.ids())
    answer = several(begun, ("K001.xlsx", SHEET), ("K002.xlsx", b""), ("big.xlsx", b"0" * 1_000_001))
    assert answer.status_code == 422
    assert "「K002.xlsx」が空" in answer.content.decode()
    assert "「big.xlsx」が大きすぎます" in answer.content.decode()
    assert set(installation().files.ids()) == before
    assert several(begun).status_code == 422
    assert several(begun, ("K001.xlsx", SHEET), login="kano").status_code == 403
    assert several(begun, ("K001.xlsx", SHEET), login="asai").status_code == 404
    assert not FileRow.objects.exists()


def test_files_are_shown_with_their_parcels_before_they_are_taken_in(begun: Driven) -> None:
    other = book([("番号", "氏名"), (1, "堤 玲奈")])
    third = book([("番号", "氏名"), (1, "峰 一樹")])
    assert (
        several(begun, ("11月_K001.xlsx", SHEET), ("あけぼの幼稚園２.xlsx", other), ("控え.xlsx", third)).status_code
        == 302
    )
    url = f"/d/{begun.number}/files/several/"
    page = begun.page("saeki", url)
    assert page.count(" selected>") == 2
    assert "分からないファイルが1あります" in page
    rows = {file_told(one.told, installation().cipher, one.pk).name: one.pk for one in FileRow.objects.all()}
    assert not FileRow.objects.exclude(state="loose").exists()
    assert begun.post("saeki", f"{url}assign/").status_code == 422
    assert begun.post("saeki", f"{url}assign/", **{f"file-{rows['控え.xlsx']}": "p0009"}).status_code == 422
    chosen = {f"file-{rows['11月_K001.xlsx']}": "p0001", f"file-{rows['あけぼの幼稚園２.xlsx']}": "p0002"}
    assert begun.post("saeki", f"{url}assign/", **chosen).status_code == 302
    begun.work()
    states = dict(FileRow.objects.values_list("pk", "state"))
    assert sorted(states.values()) == ["draft", "draft", "loose"]
    assert begun.post("saeki", f"{url}let-go/").status_code == 302
    assert rows["控え.xlsx"] not in dict(FileRow.objects.values_list("pk", "state"))
    begun.put_in("saeki")
    assert all(one.items for one in begun.state.contents.values())


MANY = {f"p{at:04}": Addressee(f"K{at:03}", f"ひかり園{at}") for at in range(1, 13)}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("名簿.xlsx", ""),
        ("K0011.xlsx", ""),
        ("AK001.xlsx", ""),
        ("K001とK002.xlsx", ""),
        ("ひかり園.xlsx", ""),
        ("ひかり園1.xlsx", "p0001"),
        ("ひかり園12_控え.xlsx", "p0012"),
        ("ひかり園１２.xlsx", "p0012"),
        ("11月 k003 一覧.xlsx", "p0003"),
        ("K001_ひかり園1.xlsx", "p0001"),
    ],
)
def test_by_its_name_a_file_is_for_one_recipient_or_for_nobody(name: str, key: str) -> None:
    assert matched([name], MANY) == (key,)


@given(st.text(max_size=20))
def test_any_name_at_all_is_for_one_of_them_or_nobody(name: str) -> None:
    [found] = matched([name], MANY)
    assert found in {"", *MANY}


# ---------------------------------------------------------------- paper, and whom it is about


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"kind": ""}, "何の紙か"),
        ({"kind": "手\x07帳"}, "制御文字"),
        ({"kind": "手\x00帳"}, "制御文字"),
        ({"kind": "あ" * 41}, "40文字まで"),
        ({"sheets": "0"}, "枚数を、1から"),
        ({"sheets": "二枚"}, "枚数を、1から"),
        ({"sheets": "99999"}, "枚数を、1から"),
    ],
)
def test_paper_that_is_not_told_well_is_not_taken(letter: Driven, wrong: dict[str, str], told: str) -> None:
    typed = {"parcel": "p0001", "kind": "手帳", "code": "0012345", "sheets": "1", **wrong}
    answer = letter.post("asai", f"/d/{letter.number}/files/paper/", **typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="0012345"' in answer.content.decode()
    assert not FileRow.objects.exists()


def test_paper_is_declared_once_and_goes_in(letter: Driven) -> None:
    url = f"/d/{letter.number}/files/paper/"
    typed = {"parcel": "p0001", "kind": "手帳", "code": "0012345", "sheets": "２"}
    assert letter.post("hara", url, **typed).status_code == 403
    assert letter.post("asai", url, **typed).status_code == 302
    assert letter.post("asai", url, **typed).status_code == 422
    assert letter.post("asai", f"/d/{letter.number}/files/put-in/").status_code == 302
    [item] = letter.state.contents["p0001"].items
    assert (item.origin, item.parts) == ("paper", 2)
    assert letter.state.contents["p0001"].about


def test_nothing_goes_in_before_it_was_said_whom_it_is_about(letter: Driven) -> None:
    put_in = f"/d/{letter.number}/files/put-in/"
    letter.post("asai", f"/d/{letter.number}/files/paper/", parcel="p0002", kind="証明書", code="", sheets="1")
    assert letter.post("asai", put_in).status_code == 409
    about = f"/d/{letter.number}/files/about/"
    for wrong in ("", "S0001 S9999", "\x00"):
        assert letter.post("asai", about, parcel="p0002", about=wrong).status_code == 422
    assert letter.post("hara", about, parcel="p0002", about="S0002").status_code == 403
    assert letter.post("asai", about, parcel="p0002", about="90002").status_code == 302
    assert letter.post("asai", put_in).status_code == 302
    assert len(letter.state.contents["p0002"].about) == 1


# ---------------------------------------------------------------- many parcels


def test_a_hundred_parcels_are_paged_and_filtered(city: City, work: Callable[[], int]) -> None:
    to = [Addressee(f"K{one:03}", f"あけぼの幼稚園{one}", ("a@b.example",)) for one in range(1, 121)]
    it = Driven(city, work, "kindergartens-mail", "miura", to)
    for login in ("saeki", "ono"):
        it.do(login, "brief")
    url = f"/d/{it.number}/files/"
    sent = {"parcel": "p0001", "password": "", "file": SimpleUploadedFile("K001.xlsx", SHEET)}
    assert it.post("saeki", url, **sent).status_code == 302
    assert it.page("saeki", url).count('class="bundle"') == 50
    without = it.page("saeki", f"{url}?show=without")
    assert 'id="p0001"' not in without
    assert "資料のない宛先だけ　119" in without
    assert it.post("saeki", url, find="K120").content.decode().count('class="bundle"') == 1
    wrong = {"parcel": "p0120", "password": "", "file": SimpleUploadedFile("K120.xlsx", b"")}
    answer = it.post("saeki", url, **wrong)
    assert answer.status_code == 422
    assert 'id="p0120"' in answer.content.decode()
