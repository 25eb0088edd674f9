"""封入単位: what a print file may hold in each piece, and what it may not."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sekisho.bundle.model import PrintPiece, Source
from sekisho.inspection.checks.pages import CHECK
from sekisho.inspection.model import Document, Finding, Part
from sekisho.inspection.worked import CAST, Row, Terms, document, paragraph, parcel_case, people

ONE, TWO = "青木　花子　様", "馬場　陽菜　様"
INDEX = (PrintPiece("1", 2, "S0101", None, 1, 2), PrintPiece("2", 3, "S0102", None, 3, 4))
NUMBERED = (replace(INDEX[0], matching_number="70001"), replace(INDEX[1], matching_number="70002"))
BOTH = (ONE, "納付の方法", TWO, "納付の方法")

Told = list[tuple[str, str, int | None, str | None]]
"""(severity, rule, page, subject_id) of each finding."""


def printed(pages: Sequence[str]) -> Document:
    read = document(*(paragraph(text, Part.PAGE, page=at) for at, text in enumerate(pages, 1) if text), kind="pdf")
    return replace(read, pages=len(pages))


def run(
    *pages: str, index: tuple[PrintPiece, ...] = INDEX, register: Source | None = None, recipients: Sequence[Row] = ()
) -> list[Finding]:
    terms = Terms(mail=index, recipients=tuple(recipients))
    return list(CHECK.run(parcel_case({"out/notices.pdf": printed(pages)}, terms=terms, register=register)))


def told(*pages: str, index: tuple[PrintPiece, ...] = INDEX, **more: object) -> Told:
    findings = run(*pages, index=index, **more)  # type: ignore[arg-type]  # register, recipients
    return [(one.severity, one.rule, one.place.page, one.subject_id) for one in findings]


def each(*marks: str) -> tuple[str, ...]:
    """The four pages with a mark on a line of its own."""
    return tuple(f"{text}\n{mark}" for text, mark in zip(BOTH, marks, strict=True))


def single(count: int) -> tuple[PrintPiece, ...]:
    return tuple(PrintPiece(str(at), at + 1, f"S010{at}", None, at, at) for at in range(1, count + 1))


# ---------------------------------------------------------------- passes: names


def test_passes_every_page_in_its_place() -> None:
    assert told(*BOTH) == []


def test_passes_pages_that_name_nobody() -> None:
    assert told("", "", "", "") == []
    assert told("お知らせ", "納付の方法", "お知らせ", "納付の方法") == []


def test_passes_pages_of_people_whom_no_source_knows() -> None:
    assert told("山本　次郎　様", "山本　次郎", "山本　次郎　様", "", index=INDEX[:1] + INDEX[1:]) == []


def test_passes_a_page_that_names_its_person_twice() -> None:
    assert told(ONE, "青木　花子　生年月日 2020-04-12", TWO, "") == []


@pytest.mark.parametrize(
    "line",
    [
        "さくら野市長　千葉　結衣",
        "担当：こども課　千葉　結衣",
        "発行者　千葉結衣",
        "お問い合わせ先\nこども課　千葉　結衣",
        "千葉結衣 課長",
    ],
)
def test_passes_staff_and_the_mayor(line: str) -> None:
    assert told(f"{line}\n{ONE}", f"{line}\n納付の方法", f"{line}\n{TWO}", line) == []


FAMILY = (
    {**CAST["S0101"], "subject_id": "S0301", "name": "青木　健", "kana": "アオキ　ケン", "birth_date": "1985-02-02"},
    {**CAST["S0101"], "subject_id": "S0302", "name": "青木　結", "kana": "アオキ　ユイ", "birth_date": "2022-02-02"},
)


@pytest.mark.parametrize(
    "pages",
    [
        ("青木　健　様\n世帯員\n青木　花子\n青木　結", "納付の方法"),
        ("青木　健　様", "世帯員の一覧\n青木　花子\n青木　結"),
        ("青木　健　様", "青木　花子"),
    ],
)
def test_passes_a_letter_that_names_the_family(pages: tuple[str, str]) -> None:
    index = (PrintPiece("1", 2, "S0301", None, 1, 2), PrintPiece("2", 3, "S0102", None, 3, 4))
    assert told(*pages, TWO, "", index=index, register=people(*CAST.values(), *FAMILY)) == []


def test_passes_a_guardians_letter_about_the_child() -> None:
    guardian = {"recipient_id": "K01", "name": "青木　健", "subject_id": ""}
    index = (PrintPiece("1", 2, None, "K01", 1, 2),)
    assert told("青木　健　様", "青木　花子さんについて", index=index, recipients=[guardian]) == []


def test_passes_offices_that_are_named_but_not_addressed() -> None:
    offices = [{"recipient_id": "K01", "name": "さくら園"}, {"recipient_id": "K02", "name": "北さくら園"}]
    index = (PrintPiece("1", 2, None, "K01", 1, 1), PrintPiece("2", 3, None, "K02", 2, 2))
    pages = ("さくら園　御中\n一覧\n北さくら園", "北さくら園　御中\nさくら園と北さくら園")
    assert told(*pages, index=index, recipients=offices) == []


# ---------------------------------------------------------------- passes: k／n


@pytest.mark.parametrize(
    "form",
    [
        "{k}/{n}", "{k} / {n}", "{k}／{n}", "（{k}／{n}）", "- {k}/{n} -", "－{k}／{n}－", "{k}/{n}ページ", "{k}/{n} 頁", "P.{k}/{n}",
        "p {k}/{n}", "Page {k} of {n}", "{k} of {n}", "{k} of {n} pages", "{k}枚目／{n}枚", "{k}枚目/全{n}枚", "{k}枚目（全{n}枚）", "全{n}枚中{k}枚目",
        "{n}枚中{k}枚目", "{n}枚中の{k}枚目", "{k}ページ／{n}ページ", "ページ {k}/{n}", "第{k}頁／全{n}頁", "{k}頁（全{n}頁）", "【{k}/{n}】", "No.{k}/{n}",
        "70001  {k}/{n}", "70001　　　{k}／{n}", "0070001 {k}/{n}",
    ],
)  # fmt: skip
def test_passes_and_reads_k_of_n_in_every_form(form: str) -> None:
    right = [form.format(k=k, n=2) for k in (1, 2, 1, 2)]
    assert told(*each(*right)) == []
    wrong = [right[0], form.format(k=1, n=2), *right[2:]]
    assert [(rule, page) for _, rule, page, _ in told(*each(*wrong))] == [("doubled_page", 2), ("missing_page", 2)]


@pytest.mark.parametrize(
    "line",
    ["4/1", "11/24", "令和8年11/24", "1/15", "持分 1/2", "1/2", "0/2", "2/1", "100/100", "24/7", "1/2/3", "A1/2"],
)
def test_passes_dates_and_shares_that_are_no_page_numbers(line: str) -> None:
    assert told(*each(line, line, line, line)) == []
    assert told(*each(line, "", "", "")) == []
    assert told(*each(line, line, line, ""), index=INDEX) == []


def test_passes_a_share_beside_the_page_number() -> None:
    marks = ("持分\n1/2\n1/2", "2/2", "持分\n1/3\n11/24\n1/2", "11/24\n2/2")
    assert told(*each(*marks)) == []


def test_passes_pieces_of_different_lengths() -> None:
    index = (replace(INDEX[0], last_page=1), replace(INDEX[1], first_page=2))
    assert told(f"{ONE}\n1/1", f"{TWO}\n1/3", "2/3", "3/3", index=index) == []


def test_passes_backs_that_bear_no_page_number_in_any_piece() -> None:
    index = (replace(INDEX[0], last_page=3), PrintPiece("2", 3, "S0102", None, 4, 6))
    pages = (f"{ONE}\n1/2", "2/2", "裏面", f"{TWO}\n1/2", "2/2", "裏面")
    assert told(*pages, index=index) == []


# ---------------------------------------------------------------- passes: matching numbers


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "照合番号 {}",
        "突合番号：{}",
        "*{}*",
        "No. {}",
        "通知　{}　号",
        "{}  1/2",
        "{} / さくら野市",
        "照合番号：7000 {last}",
        "7000-{last}",
        "7000 {last}",
    ],
)
def test_passes_matching_numbers_in_every_form(form: str) -> None:
    lines = [form.format(number, last=number[-1]) for number in ("70001", "70001", "70002", "70002")]
    assert [one for one in told(*each(*lines), index=NUMBERED) if "page" not in one[1]] == []
    swapped = [lines[0], lines[2], lines[2], lines[2]]
    assert ("stop", "another_number", 2, None) in told(*each(*swapped), index=NUMBERED)


@pytest.mark.parametrize(
    "own", [("0070001", "0070002"), ("７０００１", "７０００２"), ("700-01", "700-02"), ("700 01", "700 02")]
)
def test_passes_matching_numbers_that_the_index_writes_otherwise(own: tuple[str, str]) -> None:
    index = tuple(replace(piece, matching_number=number) for piece, number in zip(INDEX, own, strict=True))
    assert told(*each("70001", "70001", "70002", "70002"), index=index) == []
    assert [rule for _, rule, _, _ in told(*each("70001", "70002", "70002", "70002"), index=index)] == [
        "another_number"
    ]


def test_passes_where_no_number_is_printed() -> None:
    assert told(*BOTH, index=NUMBERED) == []


@pytest.mark.parametrize("line", ["700010", "170001", "A70001", "70001号室まで", "7000", "70,002", "2026年7月2日"])
def test_passes_a_number_inside_another(line: str) -> None:
    index = tuple(
        replace(piece, matching_number=number) for piece, number in zip(INDEX, ("70001", "70002"), strict=True)
    )
    pages = each("70001", "70001", f"{line}\n70002", f"{line}\n70002")
    assert told(*pages, index=index) == []


def test_passes_short_numbers_that_stand_everywhere() -> None:
    index = tuple(replace(piece, matching_number=str(at)) for at, piece in enumerate(INDEX, 1))
    pages = each("1/2\n2部のうち 1 部", "2/2\n2 通", "1/2\n1 月 2 日", "2/2\n1 回")
    assert told(*pages, index=index) == []


# ---------------------------------------------------------------- stops: names


def test_stops_pages_that_are_swapped() -> None:
    index = (replace(INDEX[0], subject_id="S0103"), INDEX[1])
    assert told("千葉　結衣　様", "", TWO, "", index=index) == []
    found = told(TWO, "", "千葉　結衣　様", "", index=index)
    assert found == [("stop", "another_person", 1, "S0102"), ("stop", "another_person", 3, "S0103")]


def test_stops_a_page_of_somebody_else_behind_the_right_one() -> None:
    [finding] = run(ONE, "馬場　陽菜さんの明細", TWO, "")
    assert (finding.rule, finding.place.page) == ("another_person", 2)
    assert (finding.subject_id, finding.other_subject_id) == ("S0102", "S0101")


def test_stops_two_names_on_one_page() -> None:
    assert told(f"{ONE}\n千葉　結衣　様", "", TWO, "") == [("stop", "another_person", 1, "S0103")]


def test_stops_a_family_members_own_page_in_another_members_piece() -> None:
    index = (PrintPiece("1", 2, "S0301", None, 1, 2), PrintPiece("2", 3, "S0302", None, 3, 4))
    register = people(*CAST.values(), *FAMILY)
    found = told("青木　健　様", "青木　結　様", "青木　結　様", "", index=index, register=register)
    assert found == [("stop", "another_person", 2, "S0302")]


def test_stops_papers_of_two_offices_that_are_swapped() -> None:
    offices = [{"recipient_id": "K01", "name": "さくら園"}, {"recipient_id": "K02", "name": "北さくら園"}]
    index = (PrintPiece("1", 2, None, "K01", 1, 1), PrintPiece("2", 3, None, "K02", 2, 2))
    found = told("北さくら園　御中", "さくら園 御中", index=index, recipients=offices)
    assert found == [("stop", "another_recipient", 1, None), ("stop", "another_recipient", 2, None)]


# ---------------------------------------------------------------- stops: the index


def test_stops_pages_of_no_piece() -> None:
    index = (INDEX[0], replace(INDEX[1], first_page=4, last_page=4))
    pages = (ONE, "", "余りの紙", TWO, "")
    assert told(*pages, index=index) == [("stop", "no_piece", 3, None), ("stop", "no_piece", 5, None)]
    assert told(*pages, index=tuple(reversed(index))) == told(*pages, index=index)


@pytest.mark.parametrize(("first", "last", "page"), [(2, 4, 2), (1, 2, 1), (1, 4, 1), (2, 2, 2)])
def test_stops_pages_of_two_pieces(first: int, last: int, page: int) -> None:
    found = told("", "", "", "", index=(INDEX[0], replace(INDEX[1], first_page=first, last_page=last)))
    assert ("stop", "two_pieces", page, None) in found


@pytest.mark.parametrize(("first", "last", "page"), [(3, 5, 3), (4, 9, 4), (7, 8, 4)])
def test_stops_pieces_beyond_the_end(first: int, last: int, page: int) -> None:
    found = told("", "", "", "", index=(INDEX[0], replace(INDEX[1], first_page=first, last_page=last)))
    assert ("stop", "beyond_the_end", page, None) in found


# ---------------------------------------------------------------- stops: k／n


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (("1/2", "1/2", "1/2", "2/2"), [("doubled_page", 2), ("missing_page", 2)]),
        (("1/2", "2/2", "1/3", "2/3"), [("missing_page", 4)]),
        (("2/2", "1/2", "1/2", "2/2"), []),  # in another order, all there
        (("1/2", "", "1/2", "2/2"), [("unmarked_page", 2), ("missing_page", 2)]),
        (("1/1", "", "1/2", "2/2"), [("unmarked_page", 2)]),
        (("1/2", "3/3", "1/2", "2/2"), [("surplus_page", 2), ("missing_page", 2)]),
        (("1/2", "2/2", "2/2", "2/2"), [("doubled_page", 4), ("missing_page", 4)]),
    ],
)
def test_stops_pieces_that_are_not_whole(marks: tuple[str, ...], expected: list[tuple[str, int]]) -> None:
    assert [(rule, page) for _, rule, page, _ in told(*each(*marks))] == expected


def test_stops_a_surplus_blank_page() -> None:
    index = (
        replace(INDEX[0], last_page=3),
        PrintPiece("2", 3, "S0102", None, 4, 5),
        PrintPiece("3", 4, "S0103", None, 6, 7),
    )
    pages = (f"{ONE}\n1/2", "2/2", "", f"{TWO}\n1/2", "2/2", "千葉　結衣　様\n1/2", "2/2")
    assert told(*pages, index=index) == [("stop", "unmarked_page", 3, None)]


def test_stops_a_last_page_that_is_missing_in_a_file_of_one_piece() -> None:
    index = (PrintPiece("1", 2, "S0101", None, 1, 1),)
    assert told(f"{ONE}\n1/2ページ", index=index) == [("stop", "missing_page", 1, None)]


# ---------------------------------------------------------------- stops: matching numbers


def test_stops_one_number_for_two_pieces() -> None:
    index = (NUMBERED[0], replace(NUMBERED[1], matching_number="0070001"))
    assert told(*BOTH, index=index) == [("stop", "number_of_two_pieces", 3, None)]


def test_stops_a_page_with_another_pieces_number() -> None:
    assert told(*each("70001", "70002", "70002", "70002"), index=NUMBERED) == [("stop", "another_number", 2, None)]


def test_stops_a_page_without_the_number() -> None:
    assert told(*each("70001", "", "70002", "70002"), index=NUMBERED) == [("stop", "number_missing", 2, None)]


# ---------------------------------------------------------------- asks


def test_asks_about_a_name_that_could_be_somebody_elses() -> None:
    found = told(ONE, "", "青木　花子　様", "", register=people(*CAST.values()))
    assert found == [("ask", "another_person", 3, None)]


def test_asks_about_a_piece_that_names_nobody_where_the_others_do() -> None:
    index = single(4)
    pages = (ONE, TWO, "お知らせ", "土井　凛　様")
    assert told(*pages, index=index) == [("ask", "addressee_not_named", 3, "S0103")]


# ---------------------------------------------------------------- when it does not run


def test_a_file_that_could_not_be_opened_is_for_others_to_stop() -> None:
    read = replace(document(kind="pdf"), pages=None)
    assert list(CHECK.run(parcel_case({"out/notices.pdf": read}, terms=Terms(mail=INDEX)))) == []
