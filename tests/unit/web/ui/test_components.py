"""The components: what is drawn of made-up data, nothing of it as markup, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from lxml import html
from tests.unit.web.ui.gallery import pages

from sekisho.web.clock import JAPAN
from sekisho.web.ui import frame
from sekisho.web.ui.context import page
from sekisho.web.ui.language import current, later, shown, spoken
from sekisho.web.ui.parts import Count, Excerpt, Halt, Link, Row
from sekisho.web.ui.path import Gate, StampView
from sekisho.words import Personal, Titled, say

EVIL = "\"'><script>alert(1)</script>"
MOMENT = datetime(2026, 11, 24, 9, 12, tzinfo=JAPAN)


def made(text: str, **values: object) -> str:
    return Template("{% load sekisho %}" + text).render(Context(values))


def tree(text: str) -> html.HtmlElement:
    return html.fragment_fromstring(text, create_parent="main")


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "value", [EVIL, Personal(EVIL), Titled(EVIL, EVIL), say("停止"), [EVIL], say("{day} {time}", day=EVIL, time=EVIL)]
)
def test_no_value_of_a_sentence_becomes_markup(value: object, language: str) -> None:
    with spoken(language):
        text = made('{% say "今日 {time}" time=value %}{{ value|shown }}', value=value)
    assert "<script" not in text
    assert not re.search("[\"']", text)


def test_what_a_value_claims_to_be_does_not_matter() -> None:
    assert "<b>" not in made('{% say "今日 {time}" time=value|safe %}', value="<b>")


def test_a_sentence_is_in_the_language_of_the_page() -> None:
    with spoken("en"):
        assert current() == "en"
        assert made('{% say "停止" %} {{ x|shown }}', x=Titled("確認", "Check")) == "Stop Check"
        with spoken("ja"):
            assert made('{% say "停止" %} {{ x|shown }}', x=Titled("確認", "Check")) == "停止 確認"
        assert shown(Titled("確認")) == "確認"
    assert made('{% say "停止" %}') == "停止"


def test_a_language_that_we_do_not_speak_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="fr"), spoken("fr"):
        raise AssertionError
    assert current() == "ja"


def test_a_language_ends_also_where_something_fails() -> None:
    with pytest.raises(LookupError), spoken("en"):
        raise LookupError
    assert current() == "ja"


def test_a_sentence_may_be_kept_for_a_component() -> None:
    assert made('{% say "停止" as words %}{{ words|shown }}!') == "停止!"


def test_a_class_says_its_sentence_once_and_it_is_shown_in_every_language() -> None:
    label = later(say("停止"))
    assert str(label) == "停止"
    with spoken("en"):
        assert str(label) == "Stop"


@pytest.mark.parametrize("text", ['{% say "今日 {time}" %}', "{% say %}", '{% say "停止" "x" %}', '{% mark "fine" %}'])
def test_what_cannot_be_said_fails_where_it_is_made(text: str) -> None:
    with pytest.raises((KeyError, TemplateSyntaxError, TypeError)):
        made(text)


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("moment", "ja", "en"),
    [
        (MOMENT, "今日 9:12", "today 9:12"),
        (datetime(2026, 11, 23, 23, 59, tzinfo=JAPAN), "11月23日 23:59", "23 November 23:59"),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "今日 0:00", "today 0:00"),
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), "11月25日 0:00", "25 November 0:00"),
        (datetime(2025, 11, 24, 9, 5, tzinfo=JAPAN), "令和7年11月24日 9:05", "24 November 2025 9:05"),
    ],
)
def test_a_moment(moment: datetime, ja: str, en: str) -> None:
    assert made("{{ m|when }}", m=moment) == ja
    with spoken("en"):
        assert made("{{ m|when }}", m=moment) == en


def test_a_moment_must_know_where_it_is() -> None:
    with pytest.raises(ValueError, match="time zone"):
        made("{{ m|when }}", m=MOMENT.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        made("{{ m|clock }}", m=MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("day", "with_weekday", "wareki", "english"),
    [
        (date(2026, 11, 24), "11月24日（火）", "令和8年11月24日", "24 November 2026"),
        (date(2026, 1, 4), "1月4日（日）", "令和8年1月4日", "4 January 2026"),
        (date(2027, 1, 4), "令和9年1月4日（月）", "令和9年1月4日", "4 January 2027"),
        (date(2019, 5, 1), "令和元年5月1日（水）", "令和元年5月1日", "1 May 2019"),
        (date(2019, 4, 30), "平成31年4月30日（火）", "平成31年4月30日", "30 April 2019"),
        (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "11月24日（火）", "令和8年11月24日", "24 November 2026"),
    ],
)
def test_a_day(day: date, with_weekday: str, wareki: str, english: str) -> None:
    assert made("{{ d|day }} {{ d|wareki }}", d=day) == f"{with_weekday} {wareki}"
    with spoken("en"):
        assert made("{{ d|wareki }}", d=day) == english


def test_a_day_of_the_week_and_a_clock() -> None:
    assert made("{{ d|weekday }} {{ d|clock }} {{ n|grouped }}", d=MOMENT, n=1248) == "火 9:12 1,248"
    with spoken("en"):
        assert made("{{ d|day }} {{ d|weekday }}", d=MOMENT) == "Tue 24 November Tue"


def test_a_day_before_every_era_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="1867"):
        made("{{ d|wareki }}", d=date(1867, 1, 1))


# ---------------------------------------------------------------- marks and stamps


@pytest.mark.parametrize("kind", pages.PARTS["marks"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_mark_is_a_shape_and_a_word(kind: str, language: str) -> None:
    with spoken(language):
        mark = tree(made("{% mark kind %}", kind=kind))[0]
    shape = mark[0]
    assert (shape.tag, shape.get("aria-hidden")) == ("i", "true")
    word = mark.text_content().removeprefix(shape.text_content())
    assert word.strip()
    assert (language == "ja") == bool(re.search("[ぁ-ゖ一-鿿]", word))


def test_a_mark_stands_in_a_line_without_a_gap() -> None:
    assert made('（{% mark "stop" %}）').endswith("停止</span>）")


def test_a_mark_with_words_of_its_own_still_tells_a_screen_reader_the_state() -> None:
    assert tree(made('{% mark "done" "佐伯 9:12" %}')).text_content() == "済 佐伯 9:12"
    assert tree(made('{% mark "stop" "停止 1件" %}')).text_content() == "止停止 1件"
    quiet = tree(made('{% mark "shut" quiet=True %}'))
    assert quiet.text_content() == "閉"
    assert quiet.xpath("//span[@class='sr']/text()") == ["閉"]


def stamp(**other: object) -> StampView:
    return replace(StampView("市民税課", MOMENT.date(), "小田", "小田 健", MOMENT), **other)


def test_a_stamp_holds_section_day_and_surname_and_says_who_and_when() -> None:
    drawn = tree(made("{% stamp one %}", one=stamp()))[0]
    assert [text.text for text in drawn.iter("text")] == ["市民税課", "8.11.24", "小田"]
    assert drawn.get("aria-label") == "日付印 市民税課 小田 健 令和8年11月24日 9:12"
    assert drawn.get("role") == "img"
    same = made(
        '{% stamp section="市民税課" day=day name="小田" full_name="小田 健" moment=at %}', day=MOMENT.date(), at=MOMENT
    )
    assert same == made("{% stamp one %}", one=stamp())


def test_a_voided_stamp_keeps_its_place_with_a_line_through_it() -> None:
    whole, void = (tree(made("{% stamp one %}", one=stamp(void=flag)))[0] for flag in (False, True))
    assert len(list(void.iter("path"))) == len(list(whole.iter("path"))) + 1
    assert void.get("aria-label").startswith("無効の日付印")
    assert void.get("class") == "stamp void"


def test_a_stamp_without_a_day_is_none() -> None:
    with pytest.raises(ValueError, match="day"):
        made('{% stamp section="市民税課" name="小田" %}')


@pytest.mark.parametrize("name", ["市", "住宅課", "保育幼稚園", "国民健康保険年金課"])
def test_the_words_of_a_stamp_stay_inside_its_ring(name: str) -> None:
    upper, _, lower = tree(made("{% stamp one %}", one=stamp(section=name, name=name))).iter("text")
    for text in (upper, lower):
        assert 0 < float(text.get("font-size")) * len(name) <= 51  # the ring at this height is 51 wide
    assert float(upper.get("font-size")) <= 12
    assert float(lower.get("font-size")) <= 14


# ---------------------------------------------------------------- pages


@pytest.fixture
def framed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_PROVIDER", [pages.frame])


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_whole(requests: RequestFactory, framed: None, name: str, language: str) -> None:
    with spoken(language):
        whole = html.document_fromstring(pages.drawn(requests.get("/x/"), name))
    assert whole.get("lang") == language
    assert len(whole.xpath("//h1")) == len(whole.xpath("//main[@id='main']")) == 1
    assert len(whole.xpath("//*[contains(concat(' ', @class, ' '), ' btn main ')]")) <= 1
    ids = whole.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(whole.xpath("//@aria-labelledby")) <= set(ids)
    assert set(" ".join(whole.xpath("//@aria-describedby")).split()) <= set(ids)
    assert {label.get("for") for label in whole.iter("label")} <= {None, *ids}
    assert not whole.xpath("//*[@style]|//style|//script[not(@src)]")
    assert whole.xpath("//body/a[1]/@href") == ["#main"]
    assert whole.xpath("//header//b/text()")[-1] == "三浦 恵"


def test_the_path_is_always_whole_and_says_where_it_stands(requests: RequestFactory) -> None:
    short = html.document_fromstring(pages.drawn(requests.get("/x/"), "dispatch"))
    gates = short.xpath("//ol[@class='path']/li")
    assert [one.get("class") for one in gates] == ["done", "done", "stop", *["shut"] * 4]
    assert [one.get("aria-current") for one in gates] == [None, None, "step", *[None] * 4]
    assert len(gates[0].xpath(".//*[contains(@class, 'stamp s')]")) == 2
    assert gates[2].xpath(".//h3//a/@href") == ["/3/"]
    long = html.document_fromstring(pages.drawn(requests.get("/x/"), "parts"))
    assert long.xpath("//ol[@class='path long']/li[@class='now']/@aria-current") == ["step"]


@pytest.mark.parametrize(("count", "name"), [(8, "path"), (9, "path long")])
def test_nine_gates_stand_in_two_rows(count: int, name: str) -> None:
    path = [Gate(number, Titled("決裁")) for number in range(1, count + 1)]
    assert tree(made("{% gates path %}", path=path))[0].get("class") == name


def test_nothing_of_what_a_component_shows_becomes_markup() -> None:
    link = Link(EVIL, "/x/?a=\"'>")
    gate = Gate(
        1, Titled(EVIL), EVIL, "done", EVIL, (stamp(section=EVIL, name=EVIL, full_name=EVIL),), (EVIL,), link.url
    )
    values = {
        "path": [gate],
        "halts": [Halt("stop", (EVIL, say("停止")), EVIL, link)],
        "counts": [Count(EVIL, 1, EVIL)],
        "excerpt": Excerpt(EVIL, (EVIL,), (EVIL,), (Row(EVIL, ()),)),
        "evil": EVIL,
        "link": link,
    }
    parts = ["_halt", "_counts", "_excerpt", "_head", "_going", "_empty", "_crumb", "_step", "_place"]
    includes = "".join(f'{{% include "ui/{part}.html" %}}' for part in parts)
    text = made(
        "{% gates path %}{% with title=evil words=evil note=evil last=evil act=link %}" + includes + "{% endwith %}",
        **values,
    )
    assert "<script" not in text
    assert "alert(1)" in text
    assert all("<" not in value and ">" not in value for value in re.findall(r'="([^"]*)"', text))


def test_a_number_that_nobody_counted_is_no_zero() -> None:
    text = made('{% include "ui/_counts.html" with counts=counts %}', counts=[Count("投函", None), Count("印刷", 0)])
    assert re.findall("<b>(.*?)</b>", text) == ["—", "0"]


def test_who_acts_in_place_of_another_is_said_on_every_page(requests: RequestFactory) -> None:
    request = requests.get("/x/")
    request.second = SimpleNamespace(person=SimpleNamespace(name="馬場 <b>", department=""))  # type: ignore[attr-defined]
    assert "いま操作しているのは、二人目の馬場 &lt;b&gt;さんです。" in pages.drawn(request, "home")
    assert "二人目の" not in pages.drawn(requests.get("/x/"), "dispatch")


def test_the_frame_is_not_asked_for_a_part_of_a_page(requests: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(request: object) -> frame.Frame:
        raise AssertionError

    monkeypatch.setattr(frame, "_PROVIDER", [asked])
    Template("{% load sekisho %}{% say '停止' %}").render(Context(page(requests.get("/x/"))))
    with pytest.raises(AssertionError):
        pages.drawn(requests.get("/x/"), "home")


def test_the_last_who_provides_the_frame_provides_it(requests: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    assert frame.frame_of(requests.get("/")) == frame.Frame()
    frame.provide(lambda request: frame.Frame("前"))
    frame.provide(lambda request: frame.Frame("後"))
    assert frame.frame_of(requests.get("/")).place == "後"
