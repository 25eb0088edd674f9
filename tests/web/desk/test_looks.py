"""What a check did not look at is said wherever somebody decides: "no findings" is another thing."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.city import City
from tests.web.desk.driving import Driven, book, register, text

from sekisho.register.facts import facts_of
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.parcels import Addressee
from sekisho.web.installation import installation

PEOPLE = "subject_id,name,birth_date,recipient_id\n1,見本 太郎,2020-04-01,C1\n2,見本 花子,2020-04-02,C1\n"
LIST = book([("番号", "氏名"), ("1", "見本 太郎"), ("2", "見本 花子")])
CLINIC = Addressee("C1", "さくら医院", where="1-1")


def looks(it: Driven) -> dict[str, str]:
    records = installation().store.stream(standing.stream(it.number))
    return dict(facts_of(it.number, shelf.shelf(), standing.events(list(records))).looks or {})


def test_without_a_list_the_checks_that_need_it_are_named(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "clinic-lists", "hirano", [CLINIC])
    it.attach("nishi", {"p0001": ("一覧.xlsx", LIST)})
    page = text(it.page("nishi", f"/d/{it.number}/findings/"))
    assert "見ることのできなかった検査があります。指摘がないこととは違います。" in page
    assert re.search(r"見ていません\s*欠落・重複\s*本人の台帳が登録されていないため、検査していません。", page)
    assert "見ることのできなかった検査があります" in text(it.page("nishi", f"/d/{it.number}/"))
    told = looks(it)
    assert told["completeness"] == told["lookalike"] == "unable"
    assert told["hidden"] == told["sensitive"] == "looked"
    assert "pages" not in told
    assert "consent" not in told


def test_with_a_list_nothing_is_missing_and_what_has_no_occasion_is_told_apart(
    city: City, work: Callable[[], int]
) -> None:
    sources = register(city, "hoken", ("nishi", "kawai"), PEOPLE)
    it = Driven(city, work, "clinic-lists", "hirano", [CLINIC], sources)
    it.attach("nishi", {"p0001": ("一覧.xlsx", LIST)})
    page = text(it.page("nishi", f"/d/{it.number}/findings/"))
    assert "見ることのできなかった検査" not in page
    assert "封入単位" in page
    assert "印刷ファイルと索引のある束ではないため、検査の対象ではありません。" in page
    assert "toml" not in page
    assert "見ることのできなかった検査" not in text(it.page("nishi", f"/d/{it.number}/"))
    assert "unable" not in looks(it).values()


def test_what_was_not_inspected_yet_says_nothing(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "clinic-lists", "hirano", [CLINIC])
    assert "検査が見たもの" not in it.page("nishi", f"/d/{it.number}/findings/")
    sent = {"parcel": "p0001", "password": "", "file": SimpleUploadedFile("一覧.xlsx", LIST)}
    it.post("nishi", f"/d/{it.number}/files/", **sent)
    work()
    assert "検査が見たもの" not in it.page("nishi", f"/d/{it.number}/findings/")


def test_the_approver_reads_it_beside_the_findings(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "clinic-lists", "hirano", [CLINIC])
    it.attach("nishi", {"p0001": ("一覧.xlsx", LIST)})
    step = it.procedure.of_kind("approve")[0]
    unit = "p0001" if step.per == "parcel" else ""
    page = text(it.page("mizuno", it.url(step.id, unit)))
    assert "検査が見たもの" in page
    assert "指摘がないこととは違います" in page


def test_the_paper_that_goes_with_it_says_so_too(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "clinic-lists", "hirano", [CLINIC])
    it.attach("nishi", {"p0001": ("一覧.xlsx", LIST)})
    page = text(it.page("nishi", f"/d/{it.number}/pass/parcel/p0001/"))
    found = re.search(r"次の検査は、台帳などが足りず、見ていません: ([^。]+)。", page)
    assert found
    assert "欠落・重複" in found[1]
    assert "封入単位" not in found[1]
