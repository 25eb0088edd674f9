"""Approvals given beforehand over HTTP: who may give one, what it covers, and that its chief sees each use."""

from collections.abc import Callable

import pytest
from tests.web.city import City
from tests.web.desk.driving import Driven, hidden, register, text
from tests.web.desk.test_walks import BIRTHS

from sekisho.gate.deciding.standing import year_end
from sekisho.gate.model import Unit
from sekisho.web import clock
from sekisho.web.desk import shelf
from sekisho.web.desk.models import StandingApproval, StandingUse
from sekisho.web.desk.parcels import Addressee
from sekisho.web.installation import installation

FIRST = Unit("parcel", "p0001")


@pytest.fixture
def it(city: City, work: Callable[[], int]) -> Driven:
    """A single letter of two sheets that waits for its approval."""
    sources = register(city, "shogai", ("tsuda", "kishi"), BIRTHS)
    to = [Addressee("1001", "山田 太郎", where="さくら野市1-1", about=("1001",))]
    made = Driven(city, work, "single", "asai", to, sources)
    made.attach_paper("asai", {"p0001": ("決定通知書", 2)})
    made.answer_all("asai")
    return made


def grant(it: Driven, login: str = "kishi", **other: str) -> int:
    told = {
        "department": "shogai",
        "procedure": it.procedure.digest,
        "recipient": "1001",
        "name": "山田 太郎",
        "sheets": "2",
    }
    return it.post(login, "/standing/", **{**told, **other}).status_code


def given() -> StandingApproval:
    return StandingApproval.objects.get()


def rest(it: Driven, login: str = "asai", saw: str | None = None) -> int:
    told = {"saw": it.state.saw(FIRST) if saw is None else saw, "standing": given().pk}
    return it.post(login, it.url("approve", "p0001"), **told).status_code


def test_only_a_chief_gives_one_and_only_for_their_own_section(it: Driven) -> None:
    for login in ("asai", "uchida", "hara", "ishi"):
        assert grant(it, login) == 403
        assert it.client(login).get("/standing/").status_code == 403
    assert grant(it, "toda") == 422
    assert not StandingApproval.objects.exists()


@pytest.mark.parametrize(
    "other", [{"sheets": "0"}, {"sheets": "1000"}, {"sheets": ""}, {"recipient": ""}, {"procedure": "x"}]
)
def test_what_cannot_be_given(it: Driven, other: dict[str, str]) -> None:
    assert grant(it, **other) in {409, 422}
    assert not StandingApproval.objects.exists()


def test_a_procedure_that_does_not_admit_one(it: Driven) -> None:
    digest = next(one.digest for one in shelf.usable() if one.name == "guardian-certificate")
    assert grant(it, procedure=digest) == 422


def test_it_is_rested_upon_and_its_chief_sees_it_on_the_day(it: Driven, city: City) -> None:
    assert "年度ごとの決裁で進める" not in text(it.page("asai", it.url("approve", "p0001")))
    assert grant(it) == 302
    assert given().until == year_end(clock.today())
    assert "年度ごとの決裁で進める" in text(it.page("asai", it.url("approve", "p0001")))
    assert rest(it, saw="0" * 64) == 409
    assert rest(it, "toda") == 404
    assert it.state.stamps.get(("approve", FIRST)) is None
    assert rest(it) == 302
    [stamp] = it.state.stamps["approve", FIRST]
    assert (stamp.person, stamp.answer) == (city["kishi"], {"standing": given().pk})
    page = text(it.page("kishi", "/standing/"))
    assert "今日これで進んだもの 1件" in page
    assert it.number in page
    assert it.number not in text(it.page("toda", "/standing/"))
    assert "0件" in text(it.page("kishi", "/standing/?day=2020-01-01"))
    # 二度目は済んでいる。
    assert rest(it) == 409
    assert StandingUse.objects.count() == 1


@pytest.mark.parametrize("other", [{"recipient": "1002"}, {"sheets": "1"}])
def test_another_recipient_or_too_many_sheets(it: Driven, other: dict[str, str]) -> None:
    assert grant(it, **other) == 302
    assert rest(it) == 409
    assert not StandingUse.objects.exists()
    assert it.state.stamps.get(("approve", FIRST)) is None


def test_what_was_taken_back_covers_nothing(it: Driven) -> None:
    assert grant(it) == 302
    assert it.post("uchida", f"/standing/{given().pk}/end/").status_code == 403
    assert it.post("kishi", f"/standing/{given().pk}/end/").status_code == 302
    assert it.post("kishi", f"/standing/{given().pk}/end/").status_code == 302
    assert "年度ごとの決裁で進める" not in text(it.page("asai", it.url("approve", "p0001")))
    assert rest(it) == 409
    kinds = [one.type for one in installation().store.stream(f"standing/{given().pk}")]
    assert kinds == ["standing_granted", "standing_ended"]


def test_its_event_names_nobody(it: Driven) -> None:
    assert grant(it) == 302
    [event] = installation().store.stream(f"standing/{given().pk}")
    assert "1001" not in str(event.data)
    assert "山田" not in str(event.data)
    assert "山田".encode() not in bytes(given().name)


def test_a_deputy_approves_in_the_name_of_somebody_absent(city: City, work: Callable[[], int]) -> None:
    it = Driven(city, work, "kindergartens-mail", "miura", [Addressee("K1", "青葉の森幼稚園", ("a@x.example",))])
    it.do("saeki", "brief")
    answer = it.try_to("toda", "brief", deputy_of=city["saeki"])
    assert answer.status_code == 403
    it.do("toda", "brief", deputy_of=city["ono"])
    [*_, stamp] = it.state.stamps["brief", Unit("dispatch")]
    assert (stamp.person, stamp.deputy_of) == (city["toda"], city["ono"])
    page = it.page("toda", it.url("approve"))
    assert hidden(page)["deputy_of"] == city["ono"]
    assert "大野 健さんの代決" in text(page)
    assert 'name="deputy_of"' not in it.page("miura", it.url("approve"))
