"""One list cut into the files of a dispatch: what must not become a file first."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.web.desk.driving import Driven, book, text
from tests.web.desk.registers import SUBJECTS, kindergartens, register

from sekisho.bundle.master import Master, MasterCell
from sekisho.web.desk.cutting import assigned, meant
from sekisho.web.desk.models import CutRow, FileRow
from sekisho.web.desk.parcels import Addressee, file_told
from sekisho.web.installation import installation

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.web.city import City

HEADER = ("園番号", "園の名前", "氏名", "生年月日")
ROWS = [
    ("K001", "あけぼの幼稚園1", "泉 直子", "2020-05-01"),
    ("K002", "あけぼの幼稚園2", "堤 玲奈", "2020-02-29"),
    ("K001", "あけぼの幼稚園1", "梶 拓真", "2019-11-12"),
]


@pytest.fixture
def begun(city: City, work: Callable[[], int]) -> Driven:
    """A dispatch to three kindergartens, to which files may be brought."""
    register(city, "hoiku", "recipients", kindergartens(3))
    register(city, "hoiku", "subjects", SUBJECTS)
    to = [Addressee(f"K00{one}", f"あけぼの幼稚園{one}", (f"office@k00{one}.example.jp",)) for one in (1, 2, 3)]
    made = Driven(city, work, "kindergartens-mail", "miura", to)
    for login in ("saeki", "ono"):
        made.do(login, "brief")
    return made


def bring(driven: Driven, name: str, data: bytes, login: str = "saeki") -> Any:
    return driven.post(login, f"/d/{driven.number}/files/cut/", file=SimpleUploadedFile(name, data))


def brought(driven: Driven, name: str, data: bytes) -> str:
    """The page of a list that was taken in, and whose columns were looked for."""
    answer = bring(driven, name, data)
    assert answer.status_code == 302, text(answer.content.decode())
    driven.work()
    return str(answer["location"])


def cut(driven: Driven, url: str, column: str) -> str:
    assert driven.post("saeki", url, column=column).status_code == 302
    driven.work()
    return text(driven.page("saeki", url))


def hidden_row() -> bytes:
    made = Workbook()
    for row in (HEADER, *ROWS):
        made.active.append(list(row))
    made.active.row_dimensions[3].hidden = True
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("名簿.xlsx", b"", "「名簿.xlsx」が空（0バイト）"),
        ("名簿.pdf", b"%PDF-1.7", "「名簿.pdf」は切り分けられない形式"),
        ("名簿.xls", b"\xd0\xcf\x11\xe0", "xlsxかCSVで保存し直して"),
    ],
)
def test_what_is_no_list_is_not_taken(begun: Driven, name: str, data: bytes, told: str) -> None:
    before = set(installation().files.ids())
    answer = bring(begun, name, data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert set(installation().files.ids()) == before
    assert not CutRow.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("名簿.xlsx", b"PK\x03\x04 nothing", "名簿.xlsxを読めません"),
        ("名簿.xlsx", hidden_row(), "隠れた行"),
        ("名簿.csv", b"\xff\xff\xff\xfe", "文字コード"),
        ("名簿.csv", b"\n\n", "何も書かれていません"),
    ],
)
def test_what_cannot_be_read_says_why_and_nothing_is_cut(begun: Driven, name: str, data: bytes, told: str) -> None:
    url = brought(begun, name, data)
    page = text(begun.page("saeki", url))
    assert told in page
    assert "この切り分けを資料にする" not in page
    assert begun.post("saeki", f"{url}take/").status_code == 409
    assert not FileRow.objects.exists()


def test_who_may_not_put_files_in_may_not_cut(begun: Driven) -> None:
    data = book([HEADER, *ROWS])
    assert bring(begun, "名簿.xlsx", data, "kano").status_code == 403
    assert bring(begun, "名簿.xlsx", data, "asai").status_code == 404
    assert not CutRow.objects.exists()
    url = brought(begun, "名簿.xlsx", data)
    assert begun.post("kano", url, column="園番号").status_code == 403
    assert begun.client("asai").get(url).status_code == 404


def test_a_row_that_belongs_to_nobody_makes_no_files(begun: Driven) -> None:
    url = brought(
        begun, "名簿.xlsx", book([HEADER, *ROWS, ("K009", "よその園", "峰 一樹", "2020-02-28"), ("", "", "無名", "")])
    )
    page = cut(begun, url, "園番号")
    assert "どの宛先のものか分からない行 2" in " ".join(page.split())
    assert "K009" in page
    assert begun.post("saeki", f"{url}take/").status_code == 409
    assert not FileRow.objects.exists()
    before = len(set(installation().files.ids()))
    assert begun.post("saeki", f"{url}discard/").status_code == 302
    assert len(set(installation().files.ids())) == before - 3  # the list and two files
    assert not CutRow.objects.exists()


def test_a_column_that_is_none_of_the_list_and_one_that_tells_no_recipient(begun: Driven) -> None:
    url = brought(begun, "名簿.xlsx", book([HEADER, *ROWS]))
    assert begun.post("saeki", url, column="住所").status_code == 422
    assert begun.post("saeki", url).status_code == 422
    assert "分からない行 3" in cut(begun, url, "氏名")


# ---------------------------------------------------------------- what is cut


@pytest.mark.parametrize("form", ["xlsx", "cp932", "utf-8-sig"])
@pytest.mark.parametrize("column", ["園番号", "園の名前"])
def test_each_recipient_gets_its_rows_and_no_other(begun: Driven, form: str, column: str) -> None:
    rows = [HEADER, *ROWS]
    lines = "\n".join(",".join(row) for row in rows)
    data = book(rows) if form == "xlsx" else lines.encode(form)
    url = brought(begun, "名簿.xlsx" if form == "xlsx" else "名簿.csv", data)
    page = cut(begun, url, column)
    assert "3行を2件に切り分けました" in page
    assert "あけぼの幼稚園3" in page.split("行のない宛先", 1)[1]
    assert begun.post("saeki", f"{url}take/").status_code == 302
    begun.work()
    names: dict[str, list[str]] = {}
    for one in FileRow.objects.filter(dispatch=begun.number):
        assert (one.origin, one.state) == ("cut", "draft")
        sheet = load_workbook(io.BytesIO(installation().files.read(one.blob))).active
        assert sheet is not None
        assert file_told(one.told, installation().cipher, one.pk).name == f"あけぼの幼稚園{one.parcel[-1]}.xlsx"
        names[one.parcel] = [str(row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == {"p0001": ["泉 直子", "梶 拓真"], "p0002": ["堤 玲奈"]}
    assert "関所が切り分けた" in begun.page("saeki", f"/d/{begun.number}/files/")
    begun.put_in("saeki")
    assert begun.state.contents["p0001"].items[0].origin == "cut"


def test_a_second_cut_takes_the_place_of_the_first(begun: Driven) -> None:
    for rows in (ROWS, ROWS[:2]):
        url = brought(begun, "名簿.xlsx", book([HEADER, *rows]))
        cut(begun, url, "園番号")
        assert begun.post("saeki", f"{url}take/").status_code == 302
        begun.work()
    assert FileRow.objects.filter(dispatch=begun.number).count() == 2


WORDS = st.text(st.sampled_from("ABab１２あい \u3000"), max_size=4)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8), st.lists(WORDS, max_size=30))
def test_every_row_goes_to_one_recipient_or_is_named(told: list[tuple[str, str]], words: list[str]) -> None:
    addressees = {f"p{at:04}": Addressee(number, name) for at, (number, name) in enumerate(told)}
    rows = tuple((at, [MasterCell(word, word)]) for at, word in enumerate(words, 2))
    rows_of, strays = assigned(Master("a", "a", (), [], 0, rows, {}, ()), meant(addressees, {}))
    assert sum(map(len, rows_of.values())) + len(strays) == len(words)
    assert set(rows_of) <= set(addressees)
