"""A lot that is one print file with an index: every page is held against the one piece that it belongs to."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.web.city import City
from tests.web.desk.driving import Driven, book, register, text

from sekisho.web.desk.parcels import Addressee

PEOPLE = (
    "subject_id,name,kana,birth_date,address,protected\n"
    "9001,相沢 一朗,アイザワ イチロウ,1950-01-02,さくら野市本町1-1,1\n"
    "9002,井出 二葉,イデ フタバ,1961-03-04,さくら野市本町2-2,\n"
    "9003,宇野 三津,ウノ ミツ,1972-05-06,さくら野市本町3-3,\n"
)
"""The first one's address must not become known to anybody else."""
NAMES = {"9001": "相沢 一朗", "9002": "井出 二葉", "9003": "宇野 三津"}
HEAD = "通番,宛名番号,開始ページ,終了ページ"
HOMES = {"9001": "さくら野市本町1-1", "9002": "さくら野市本町2-2", "9003": "さくら野市本町3-3"}
INDEX = f"{HEAD}\n1,9001,1,2\n2,9002,3,3\n3,9003,4,5\n"
PAGES = ("9001", "9001", "9002", "9003", "9003")
"""Whose each page is."""


def notices(whose: Sequence[str]) -> bytes:
    """A print file, a page for each of ``whose``."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    out = io.BytesIO()
    made = Canvas(out, pagesize=(595, 842))
    for who in whose:
        made.setFont("HeiseiMin-W3", 11)
        made.drawString(60, 780, HOMES[who])
        made.drawString(60, 760, f"{NAMES[who]} 様")
        made.drawString(60, 700, "固定資産税 納税通知書")
        made.drawString(60, 680, f"宛名番号 {who}")
        made.showPage()
    made.save()
    return out.getvalue()


@pytest.fixture
def lot(city: City, work: Callable[[], int]) -> Driven:
    sources = register(city, "shimin", ("fujii", "kubota"), PEOPLE)
    to = [Addressee("lot-A", "A", about=("9001", "9002", "9003"), lot="A", pieces=3)]
    return Driven(city, work, "tax-notices", "sakuma", to, sources)


def bring(it: Driven, *files: tuple[str, bytes]) -> str:
    """Bring files for the one lot, let them be inspected; return the page of the findings."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    for who in ("fujii", "yano"):
        it.do(who, "brief")
    for name, data in files:
        sent = {"parcel": "p0001", "password": "", "file": SimpleUploadedFile(name, data)}
        assert it.client("fujii").post(f"/d/{it.number}/files/", sent).status_code == 302
    it.work()
    it.put_in("fujii")
    return text(it.page("fujii", f"/d/{it.number}/findings/"))


def stops(it: Driven) -> set[str]:
    found = it.state.inspections.get("p0001")
    return {one.check for one in found.findings if one.severity == "stop"} if found else set()


def test_every_page_with_its_own_piece_goes_on(lot: Driven) -> None:
    page = bring(lot, ("通知書.pdf", notices(PAGES)), ("索引.csv", INDEX.encode()))
    assert not stops(lot), (
        page
    )  # not even for the address that nobody else may know: it stands on that person's own letter
    assert "印刷ファイルと索引のある束ではない" not in page


def test_a_page_of_another_person_stops(lot: Driven) -> None:
    whose = ("9001", "9002", "9002", "9003", "9003")
    page = bring(lot, ("通知書.pdf", notices(whose)), ("索引.xlsx", book([row.split(",") for row in INDEX.split()])))
    assert "pages" in stops(lot), page


def test_a_page_of_no_piece_stops(lot: Driven) -> None:
    bring(lot, ("通知書.pdf", notices((*PAGES, "9003"))), ("索引.csv", INDEX.encode("cp932")))
    assert "pages" in stops(lot)


def test_without_an_index_it_is_one_pile_and_the_page_says_so(lot: Driven) -> None:
    page = bring(lot, ("通知書.pdf", notices(PAGES)))
    assert "印刷ファイルと索引のある束ではないため、検査の対象ではありません。" in page
    assert "pages" not in stops(lot)
    assert "address" in stops(lot)  # whose letter it stands on is not known


def test_a_list_of_the_people_is_no_index(lot: Driven) -> None:
    people = "宛名番号,氏名\n9001,相沢 一朗\n9002,井出 二葉\n9003,宇野 三津\n"
    page = bring(lot, ("通知書.pdf", notices(PAGES)), ("名簿.csv", people.encode()))
    assert "印刷ファイルと索引のある束ではないため" in page


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([("索引.csv", INDEX.encode())], "PDFが0つあります"),
        ([("あ.pdf", notices(PAGES)), ("い.pdf", notices(PAGES)), ("索引.csv", INDEX.encode())], "PDFが2つあります"),
        (
            [("あ.pdf", notices(PAGES)), ("索引.csv", INDEX.encode()), ("索引2.csv", (INDEX + "\n").encode())],
            "索引が2つあります（索引.csv、索引2.csv）",
        ),
        ([("あ.pdf", notices(PAGES)), ("索引.csv", f"{HEAD}\n1,9001,1,2\n2,9002,3,3\n".encode())], "は2通ですが"),
        (
            [("あ.pdf", notices(PAGES)), ("索引.csv", INDEX.replace("3,9003", "3,9999").encode())],
            "4行目の「9999」は、ロット「A」の人ではありません",
        ),
        (
            [("あ.pdf", notices(PAGES)), ("索引.csv", INDEX.replace("3,3", "3,ろ").encode())],
            "3行目、列「終了ページ」の「ろ」は使えません",
        ),
        (
            [("あ.pdf", notices(PAGES)), ("索引.csv", INDEX.replace("終了ページ", "おわり").encode())],
            "必要な列「last_page」が見つかりません",
        ),
    ],
)
def test_an_index_that_cannot_be_used_is_told_and_nothing_counts_as_inspected(
    lot: Driven, files: Sequence[tuple[str, bytes]], told: str
) -> None:
    page = bring(lot, *files)
    assert "自動検査ができませんでした" in page
    assert told in page
    assert told in text(lot.page("fujii", f"/d/{lot.number}/"))
    assert not lot.state.inspections


def test_the_page_of_files_says_how(lot: Driven) -> None:
    for who in ("fujii", "yano"):
        lot.do(who, "brief")
    page = text(lot.page("fujii", f"/d/{lot.number}/files/"))
    assert "印刷ファイル（PDF）と、一通ごとのページを書いた索引" in page
