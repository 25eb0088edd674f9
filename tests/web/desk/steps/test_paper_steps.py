"""Matching, counting, typing from paper, sealing and posting over HTTP: what is refused, and what is kept of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.web.city import PIN, City
from tests.web.desk.driving import Driven, register, text
from tests.web.desk.test_walks import BIRTHS, other_code

from sekisho.gate.model import Unit
from sekisho.web import clock
from sekisho.web.desk.parcels import Addressee

FIRST, SECOND = Unit("parcel", "p0001"), Unit("parcel", "p0002")


@pytest.fixture
def it(city: City, work: Callable[[], int]) -> Driven:
    """Two certificates that were approved, and lie on the table."""
    sources = register(city, "shogai", ("tsuda", "kishi"), BIRTHS)
    to = [
        Addressee("G1", "後見人 一", where="さくら野市1-1", about=("1001",)),
        Addressee("G2", "後見人 二", where="さくら野市2-2", about=("1002",)),
    ]
    made = Driven(city, work, "guardian-certificate", "asai", to, sources)
    made.attach_paper("tsuda", {"p0001": ("手帳", 1), "p0002": ("手帳", 1)})
    made.answer_all("asai")
    made.do("uchida", "approve")
    return made


def matched(it: Driven) -> Driven:
    for key in ("p0001", "p0002"):
        assert it.scan("tsuda", it.code(key), it.code(key), parcel=key).status_code == 302
    return it


def counted(it: Driven) -> Driven:
    for key in ("p0001", "p0002"):
        it.do("tsuda", "count", key, printed="1", reprinted="0", enclosed="1")
    return it


def test_a_code_that_was_misread_is_asked_for_again_and_halts_nothing(it: Driven) -> None:
    before = it.events
    code = it.code("p0001")
    for wrong in ("", "12", code[:-1] + str((int(code[-1]) + 1) % 10), "abc", "３３３"):
        assert it.scan("tsuda", wrong).status_code == 422
    answer = it.scan("tsuda", code, code[:-1])
    assert answer.status_code == 422
    assert "封筒の番号を読み取ってください" in text(answer.content.decode())
    assert it.events == before


def test_wide_digits_and_spaces_are_read(it: Driven) -> None:
    code = it.code("p0001")
    wide = code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    assert it.scan("tsuda", f"{wide[:4]} {wide[4:]}", f"{code[:4]}-{code[4:]}").status_code == 302
    assert it.state.done(it.procedure.by_id["match"], FIRST)


def test_the_document_in_the_hand_says_whose_turn_it_is(it: Driven) -> None:
    answer = it.scan("tsuda", it.code("p0002"))
    assert answer.status_code == 200
    assert 'action="' + it.url("match", "p0002") + '"' in answer.content.decode()
    assert it.scan("tsuda", it.code("p0002"), it.code("p0002")).status_code == 302
    # 同じものを二度
    assert it.scan("tsuda", it.code("p0002")).status_code == 422
    assert [it.state.done(it.procedure.by_id["match"], unit) for unit in (FIRST, SECOND)] == [False, True]


def test_another_envelope_takes_the_scanner_away_until_somebody_else_has_looked(it: Driven) -> None:
    answer = it.scan("tsuda", it.code("p0001"), it.code("p0002"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<u>" in page
    assert it.events[-1] == "mismatched"
    assert it.scan_refused("tsuda")
    for login, status in (("tsuda", 403), ("miura", 404), ("kishi", 302)):
        assert it.resume(login, "match", "p0001").status_code == status
    assert it.scan("tsuda", it.code("p0001"), it.code("p0001")).status_code == 302


def test_a_paper_of_another_job_is_stopped_at_its_first_scan(it: Driven) -> None:
    assert it.scan("tsuda", other_code(it)).status_code == 409
    assert it.events[-1] == "mismatched"


def test_only_the_encloser_matches(it: Driven) -> None:
    for login in ("asai", "hara", "uchida", "kishi"):
        answer = it.post(
            login, it.url("match", "p0001"), saw=it.state.saw(FIRST), held=it.code("p0001"), code=it.code("p0001")
        )
        assert answer.status_code == 403
    assert it.events[-1] == "stamped"


def test_an_old_page_matches_nothing(it: Driven) -> None:
    code = it.code("p0001")
    before = it.events
    assert it.post("tsuda", it.url("match", "p0001"), saw="0" * 64, held=code, code=code).status_code == 409
    assert it.events == before


def test_counts(it: Driven) -> None:
    matched(it)
    it.refused(422, "tsuda", "count", "p0001", printed="一", reprinted="0", enclosed="1")
    it.refused(422, "tsuda", "count", "p0001", printed="-1", reprinted="0", enclosed="1")
    it.refused(409, "tsuda", "count", "p0001", printed="1", reprinted="0", enclosed="0")
    twice = f"{it.code('p0001')}\n{it.code('p0001')}"
    it.refused(422, "tsuda", "count", "p0001", printed="1", withdrawn=twice, reprinted="0", enclosed="1")
    it.refused(403, "hara", "count", "p0001", printed="1", reprinted="0", enclosed="1")
    it.do("tsuda", "count", "p0001", printed="１", reprinted="０", enclosed="１")


def test_only_a_chief_who_did_not_count_explains_a_difference(it: Driven) -> None:
    matched(it)
    it.do("tsuda", "count", "p0001", printed="2", reprinted="0", enclosed="1")
    url = it.url("count", "p0001") + "explain/"
    before = it.events
    assert "足りません" in text(it.page("kishi", url))
    for login, reason, status in (
        ("tsuda", "数え直しました", 403),
        ("uchida", "数え直しました", 403),
        ("kishi", "誤", 409),
        ("kishi", "", 422),
    ):
        assert it.post(login, url, reason=reason).status_code == status
    assert it.events == before
    assert it.post("kishi", url, reason="試し刷りが一部ありました").status_code == 302
    assert it.state.done(it.procedure.by_id["count"], FIRST)


def test_what_is_typed_from_paper(it: Driven) -> None:
    counted(matched(it))
    page = it.page("hara", it.url("identify", "p0001"))
    assert not any(one in page for one in ("1001", "1973", "昭和48年11月2日 ", "1002"))
    before = it.events
    it.refused(403, "tsuda", "identify", "p0001", typed="1001")
    it.refused(422, "hara", "identify", "p0001", typed="")
    assert it.events == before
    for wrong in ("1002", "1981-05-30", "山田 太郎", "10010"):
        page = it.refused(409, "hara", "identify", "p0001", keeps=["mismatched"], typed=wrong)
        assert f'value="{wrong}"' not in page
        assert it.resume("hara", "identify", "p0001").status_code == 403
        assert it.resume("tsuda", "identify", "p0001").status_code == 302
    it.do("hara", "identify", "p0001", typed="００-1001")
    it.do("hara", "identify", "p0002", typed="S56.5.30")


def test_seal_and_post(it: Driven) -> None:
    counted(matched(it))
    for key, number in (("p0001", "1001"), ("p0002", "1002")):
        it.do("hara", "identify", key, typed=number)
    it.refused(403, "tsuda", "seal", "p0001", sealed="1")
    page = it.page("hara", it.url("seal", "p0001"))
    assert 'value="1"' not in page
    for key in ("p0001", "p0002"):
        it.do("hara", "seal", key, sealed="1")
    before = it.events
    code, other = it.code("p0001"), it.code("p0002")
    it.refused(403, "hara", "release", "p0001", proof="stated", posted="1")
    it.refused(422, "tachi", "release", "p0001", posted="1")
    it.refused(422, "tachi", "release", "p0001", proof="sent", posted="1")
    it.refused(422, "tachi", "release", "p0001", proof="compared", posted="1")
    it.refused(422, "tachi", "release", "p0001", proof="compared", posted="1", labels=code[:-1])
    it.refused(409, "tachi", "release", "p0001", proof="stated", posted="2")
    it.refused(409, "tachi", "release", "p0001", proof="stated", posted="1", saw="0" * 64)
    assert it.events == before
    it.refused(
        409,
        "tachi",
        "release",
        "p0001",
        keeps=["release_started", "mismatched"],
        proof="compared",
        posted="1",
        labels=other,
    )
    assert it.resume("tachi", "release", "p0001").status_code == 403
    assert it.resume("hara", "release", "p0001").status_code == 302
    it.do("tachi", "release", "p0001", proof="compared", labels=code)
    it.do("tachi", "release", "p0002", proof="stated", posted="1")
    assert [it.state.leaving[unit].proof for unit in (FIRST, SECOND)] == ["compared", "stated"]
    # 二度は出せない
    answer = it.post("tachi", it.url("release", "p0002"), saw=it.state.saw(SECOND), proof="stated", posted="1")
    assert answer.status_code == 409


def test_paper_is_entered_by_another_person(it: Driven, city: City) -> None:
    matched(it)
    early, late = clock.now() - timedelta(days=1), clock.now() + timedelta(hours=1)
    on_time = clock.now()
    counts = {"printed": "1", "reprinted": "0", "enclosed": "1"}
    told = {"query": "?paper=1", "paper_by": city["tsuda"], **counts}
    before = it.events
    it.refused(422, "hara", "count", "p0001", **{**told, "paper_by": ""}, paper_at=_written(on_time))
    it.refused(422, "tsuda", "count", "p0001", **told, paper_at=_written(on_time))
    it.refused(422, "hara", "count", "p0001", **told, paper_at="昨日")
    it.refused(409, "hara", "count", "p0001", **told, paper_at=_written(late))
    it.refused(409, "hara", "count", "p0001", **told, paper_at=_written(early))
    it.refused(422, "hara", "count", "p0001", **{**told, "paper_by": city["asai"]}, paper_at=_written(on_time))
    assert it.events == before
    with pytest.MonkeyPatch.context() as patch:
        later = clock.now() + timedelta(minutes=3)
        patch.setattr(clock, "now", lambda: later)
        it.do("hara", "count", "p0001", **told, paper_at=_written(later - timedelta(minutes=1)))
    [stamp] = it.state.stamps["count", FIRST]
    assert (stamp.person, stamp.entered_by, stamp.evidence) == (city["tsuda"], city["hara"], "claimed")


def _written(moment: object) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")  # type: ignore[attr-defined]


def test_what_left_on_paper_is_entered_by_somebody_without_the_role(it: Driven, city: City) -> None:
    counted(matched(it))
    it.do("hara", "identify", "p0001", typed="1001")
    it.do("hara", "seal", "p0001", sealed="1")
    told = {"query": "?paper=1", "paper_by": city["tachi"], "posted": "1"}
    it.refused(403, "tsuda", "release", "p0001", proof="stated", posted="1")
    with pytest.MonkeyPatch.context() as patch:
        later = clock.now() + timedelta(minutes=3)
        patch.setattr(clock, "now", lambda: later)
        at = _written(later - timedelta(minutes=1))
        it.refused(409, "tsuda", "release", "p0001", **{**told, "posted": "3"}, proof="stated", paper_at=at)
        it.do("tsuda", "release", "p0001", **told, proof="stated", paper_at=at)
    assert it.state.leaving[FIRST].people == {city["tachi"]}
    assert it.state.leaving[FIRST].phase == "released"


def test_a_second_person_at_the_same_screen(it: Driven, city: City) -> None:
    counted(matched(it))
    url = it.url("identify", "p0001")
    answer = it.post("tsuda", "/second/", login="hara", password=PIN, next=url)
    assert (answer.status_code, answer["location"]) == (302, url)
    it.do("tsuda", "identify", "p0001", typed="1001")
    [stamp] = it.state.stamps["identify", FIRST]
    assert stamp.person == city["hara"]


def test_the_one_who_signs_on_the_page_of_what_did_not_match(it: Driven) -> None:
    assert it.scan("tsuda", it.code("p0001"), it.code("p0002")).status_code == 409
    back = it.url("match", "p0001") + "resume/"
    assert it.post("tsuda", "/second/", login="tsuda", password=PIN, next=back).status_code == 422
    assert it.post("tsuda", "/second/", login="hara", password=PIN, next=back)["location"] == back
    assert it.post("tsuda", back, reason="封筒を取り違えていました").status_code == 302
    # あとは、もとの人が続ける。
    assert it.scan("tsuda", it.code("p0001"), it.code("p0001")).status_code == 302
    assert it.events.count("resumed") == 1


def test_who_presses_second_is_told_who_was_first(it: Driven) -> None:
    counted(matched(it))
    answer = it.post(
        "tsuda", it.url("count", "p0001"), saw=it.state.saw(FIRST), printed="1", reprinted="0", enclosed="1"
    )
    assert answer.status_code == 409
    assert "先に津田さんが押しました" in text(answer.content.decode())
