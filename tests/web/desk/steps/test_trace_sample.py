"""Tracing drawn rows over HTTP: who may not, what is no answer, and what never stands on the page."""

from collections.abc import Callable

import pytest
from tests.web.city import City
from tests.web.desk.driving import Driven, book, hidden, text

from sekisho.gate.model import Unit
from sekisho.web.desk.actions.drawing import drawn
from sekisho.web.desk.parcels import Addressee

ROWS = [
    ("園児番号", "氏名", "生年月日", "個人番号"),
    *((f"A{n:04}", f"仮名 {'甲乙丙丁戊'[n]}", f"2020-04-{n + 1:02}", "") for n in range(5)),
]
REGISTER = {name: number for number, name, *_ in ROWS[1:]}
P1 = Unit("parcel", "p0001")


@pytest.fixture
def it(city: City, work: Callable[[], int]) -> Driven:
    """A list that its drafter has opened, and that is to be traced."""
    made = Driven(city, work, "kindergartens-mail", "miura", [Addressee("K1", "青葉の森幼稚園", ("a@x.example",))])
    for who in ("saeki", "ono"):
        made.do(who, "brief")
    made.attach("saeki", {"p0001": ("名簿.xlsx", book(ROWS))})
    made.answer_all("miura")
    made.open_all("miura")
    made.do("miura", "open", "p0001")
    return made


def answers(it: Driven) -> list[str]:
    return [REGISTER[dict(row.beside)["氏名"]] for row in drawn(it.number, "trace", P1)]


def typed(values: list[str]) -> dict[str, str]:
    return {f"row{at}": value for at, value in enumerate(values)}


def test_whoever_made_the_list_or_opened_it_first_draws_nothing(it: Driven) -> None:
    for login in ("saeki", "miura", "ono", "toda"):
        it.refused(403, login, "trace", "p0001")
    assert P1 not in {unit for _, unit in it.state.draws}


def test_nobody_of_another_section_finds_the_page(it: Driven) -> None:
    assert it.client("hara").get(it.url("trace", "p0001")).status_code == 404


def test_rows_are_drawn_once_and_the_page_never_says_what_is_to_be_typed(it: Driven) -> None:
    it.do("kano", "trace", "p0001")
    assert it.events[-1] == "drawn"
    page = it.page("kano", it.url("trace", "p0001"))
    assert not any(number in page for number in REGISTER.values())
    assert not any(day in page for *_, day, _ in ROWS[1:])
    rows = it.state.draws["trace", P1]
    # Sent once more without anything typed, it asks for what is missing and draws nothing.
    it.refused(422, "kano", "trace", "p0001")
    assert it.state.draws["trace", P1] == rows


def test_a_right_number_in_a_wrong_row_is_a_wrong_one(it: Driven) -> None:
    it.do("kano", "trace", "p0001")
    page = it.refused(409, "kano", "trace", "p0001", keeps=["mismatched"], **typed(answers(it)[::-1]))
    assert not any(number in page for number in REGISTER.values())
    assert it.resume("kano", "trace", "p0001").status_code == 403
    assert it.resume("saeki", "trace", "p0001", reason="見た").status_code == 409
    assert it.resume("saeki", "trace", "p0001").status_code == 302
    it.do("kano", "trace", "p0001", **typed([f" {one.lower()} " for one in answers(it)]))


def test_an_old_page_is_not_confirmed(it: Driven) -> None:
    it.do("kano", "trace", "p0001")
    url = it.url("trace", "p0001")
    old = {**hidden(it.page("kano", url)), **typed(answers(it))}
    it.attach("saeki", {"p0001": ("追加.xlsx", book([*ROWS, ("A0009", "仮名 己", "2020-05-05", "")]))})
    it.answer_all("miura")
    it.open_all("miura")
    it.do("miura", "open", "p0001")
    before = it.events
    assert it.post("kano", url, **old).status_code in {409, 302, 422}
    assert "stamped" not in it.events[len(before) :]
    assert not it.state.done(it.procedure.by_id["trace"], P1)


def test_the_next_drawing_after_a_change_takes_the_place_of_the_old_one(it: Driven) -> None:
    it.do("kano", "trace", "p0001")
    it.attach("saeki", {"p0001": ("別.xlsx", book([ROWS[0], ("B0001", "別名 一", "2020-01-01", "")]))})
    it.answer_all("miura")
    it.open_all("miura")
    it.do("miura", "open", "p0001")
    it.do("kano", "trace", "p0001")
    assert {row.beside[0][1] for row in drawn(it.number, "trace", P1)} <= {*REGISTER, "別名 一"}
    assert len(it.state.draws["trace", P1]) == 3


def test_a_list_without_anything_to_trace_says_so(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "kindergartens-mail", "miura", [Addressee("K1", "青葉の森幼稚園", ("a@x.example",))])
    for who in ("saeki", "ono"):
        it.do(who, "brief")
    it.attach("saeki", {"p0001": ("メモ.xlsx", book([("行事", "場所"), ("遠足", "公園")]))})
    it.answer_all("miura")
    it.open_all("miura")
    it.do("miura", "open", "p0001")
    assert "列がありません" in text(it.refused(409, "kano", "trace", "p0001"))
