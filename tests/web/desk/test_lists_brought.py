"""Recipients and pieces from a file that nobody registered, and recipients that are added later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from tests.web.desk.driving import book, text
from tests.web.desk.registers import BOTH, SUBJECTS, kindergartens, register
from tests.web.desk.test_new import MAIL, TAX, addressees, begun, nothing_begun, typed

from sekisho.web.desk import standing
from sekisho.web.desk.drafting import lots
from sekisho.web.desk.models import Dispatch, OwnList
from sekisho.web.installation import installation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from tests.web.city import City

    Signing = Callable[[str], Client]


def file(name: str, data: bytes | str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


# ---------------------------------------------------------------- a list of recipients


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("宛先.csv", b"", "「宛先.csv」は空のファイル（0バイト）"),
        ("宛先.csv", "名称\nそら\n", "見出し"),
        ("宛先.csv", "宛先番号,名称,メールアドレス\nA1,そら,a@b.example\nA1,うみ,c@d.example\n", "3行目"),
        ("宛先.csv", "宛先番号,名称\nA1,そら\n", "メールアドレスや住所のない宛先があります: そら"),
        ("宛先.csv", b"\xff\xff\xff", "文字コード"),
        ("宛先.docx", b"PK", "読めない形式"),
        ("宛先.xlsx", b"PK\x03\x04 zip", "読めません"),
    ],
)
def test_a_list_that_cannot_be_used_begins_nothing_and_is_not_kept(
    client_of: Signing, name: str, data: bytes | str, told: str
) -> None:
    before = set(installation().files.ids())
    answer = client_of("miura").post(MAIL, typed(list_file=file(name, data)))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert 'value="園別名簿"' in answer.content.decode()
    assert set(installation().files.ids()) == before
    assert nothing_begun()


def test_a_fit_list_is_not_kept_where_something_else_is_wrong(client_of: Signing) -> None:
    before = set(installation().files.ids())
    answer = client_of("miura").post(MAIL, typed(title="", list_file=file("宛先.csv", kindergartens(3))))
    assert answer.status_code == 422
    assert "もう一度選んでください" in answer.content.decode()
    assert set(installation().files.ids()) == before
    assert nothing_begun()


def test_a_list_and_ticked_ones_are_not_mixed(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(3))
    answer = client_of("miura").post(MAIL, typed(chosen=["K001"], list_file=file("宛先.csv", kindergartens(3))))
    assert answer.status_code == 422
    assert nothing_begun()


def test_everybody_in_a_list_and_that_it_is_nobodys_is_shown(client_of: Signing) -> None:
    client = client_of("miura")
    number = begun(client.post(MAIL, typed(list_file=file("宛先.csv", kindergartens(3).encode("cp932")))))
    assert [(one.id, one.given) for one in addressees(number)] == [(f"K00{at}", "list") for at in (1, 2, 3)]
    [own] = OwnList.objects.all()
    assert Dispatch.objects.get(pk=number).sources == {"recipients": f"own/{own.pk}"}
    assert set(standing.fresh(number).sources) == {"recipients"}
    page = text(client.get(f"/d/{number}/").content.decode())
    assert "自前の宛先 3件" in page
    sheet = text(client.get(f"/d/{number}/pass/parcel/p0001/").content.decode())
    assert "起案者が自分で入れたものです" in sheet
    assert "自前の一覧です" in sheet


# ---------------------------------------------------------------- an index of pieces


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("氏名\n泉\n", "本人の番号の列が見つかりません"),
        ("宛名番号,ロット\n1,A\n2,\n", "2件目に、ロットが書いてありません"),
        ("宛名番号,ロット\n" + "".join(f"{at},A\n" for at in range(501)), "501通です"),
        ("宛名番号\n", "ロットがひとつもありません"),
    ],
)
def test_an_index_that_makes_no_lots(client_of: Signing, data: str, told: str) -> None:
    answer = client_of("sakuma").post(TAX, typed(list_file=file("索引.csv", data)))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert nothing_begun()


def test_a_person_of_an_index_whom_no_register_knows(
    city: City, client_of: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(BOTH, "shimin", ("sakuma", "oba"))
    register(city, "shimin", "subjects", SUBJECTS)
    client = client_of("sakuma")
    answer = client.post(TAX, typed(list_file=file("索引.csv", "宛名番号\n90001\n77777\n")))
    assert "3行目の番号の人が、本人の台帳にいません" in answer.content.decode()
    assert nothing_begun()
    number = begun(client.post(TAX, typed(list_file=file("索引.csv", "宛名番号\n90001\nS0002\n"))))
    assert addressees(number)[0].about == ("S0001", "S0002")


def test_an_index_without_lots_is_cut_into_lots_of_five_hundred(client_of: Signing) -> None:
    rows = [("通知書番号", "宛名番号"), *((at, 10_000 + at) for at in range(1203))]
    number = begun(client_of("sakuma").post(TAX, typed(list_file=file("索引.xlsx", book(rows)))))
    told = addressees(number)
    assert [(one.lot, one.pieces, len(one.about)) for one in told] == [
        ("1", 500, 500),
        ("2", 500, 500),
        ("3", 203, 203),
    ]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.text("0123456789", max_size=3)), min_size=1, max_size=60))
def test_no_row_of_an_index_is_lost(rows: list[tuple[str, str]]) -> None:
    made = lots.of_index(rows)
    assert sum(one.pieces for one in made) == len(rows)
    assert {number for one in made for number in one.about} == {number for _, number in rows if number}
    assert all(1 <= one.pieces <= 500 for one in lots.of_index([("", number) for _, number in rows]))


# ---------------------------------------------------------------- later


def test_recipients_are_added_and_none_twice(city: City, client_of: Signing) -> None:
    register(city, "hoiku", "recipients", kindergartens(4))
    client = client_of("miura")
    number = begun(client.post(MAIL, typed(chosen=["K001", "K002"])))
    url = f"/d/{number}/recipients/"
    for wrong in (
        {"chosen": ["K001"]},
        {"chosen": []},
        {"hand-0-name": "そら"},
        {"list_file": file("a.csv", kindergartens(2))},
    ):
        assert client.post(url, {"act": "add", "hands": "3", **wrong}).status_code == 422
    assert len(addressees(number)) == 2
    assert client_of("asai").get(url).status_code == 404
    assert client_of("kano").post(url, {"act": "add", "hands": "3", "chosen": ["K003"]}).status_code == 403
    assert client.post(url, {"act": "add", "hands": "3", "chosen": ["K003"]}).status_code == 302
    assert [one.id for one in addressees(number)] == ["K001", "K002", "K003"]
    assert "K001" not in client.get(url).content.decode()


# ---------------------------------------------------------------- who may


def test_a_list_of_somebody_who_may_not_bring_one_is_not_even_read(
    city: City, client_of: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Security sees every dispatch and has a part in none: asked before anything of theirs is stored, even for a moment."""
    number = begun(client_of("miura").post(MAIL, typed(list_file=file("宛先.csv", kindergartens(3)))))
    before = set(installation().files.ids())
    stored: list[str] = []
    monkeypatch.setattr("sekisho.web.desk.own_lists.bring", lambda *_: stored.append("read"))
    sent = {"kind": "recipients", "file": file("宛先.csv", kindergartens(2))}
    assert client_of("ishi").post(f"/d/{number}/sources/", sent).status_code == 403
    assert client_of("hirano").post(f"/d/{number}/sources/", sent).status_code == 404
    assert not stored
    assert set(installation().files.ids()) == before
