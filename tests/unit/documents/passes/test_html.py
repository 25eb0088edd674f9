import re
from dataclasses import replace

import pytest
from lxml import etree
from tests.unit.documents.passes.sample import DIGEST, PASS, SHEET, STAGES, bare, changed, pages

from sekisho.documents.passes.html import fragment
from sekisho.documents.passes.model import Line, Party, Pass
from sekisho.documents.passes.pdf import pdf


def parsed(told: str) -> etree._Element:
    return etree.fromstring(told)


def text_of(told: str) -> str:
    return bare("".join(parsed(told).itertext()))


@pytest.mark.parametrize("told", [PASS, SHEET], ids=["pass", "sheet"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_fragment_is_one_article_that_brings_nothing_of_its_own(told: Pass, lang: str) -> None:
    made = fragment(told, lang)
    article = parsed(made)
    assert (article.tag, article.get("lang")) == ("article", lang)
    names = {element.tag for element in article.iter()} | {
        name for element in article.iter() for name in element.attrib
    }
    assert not names & {"style", "script", "href", "src", "link", "img", "onclick", "iframe"}


def test_everybody_who_stamped_has_a_stamp_and_sekisho_has_none() -> None:
    stamps = parsed(fragment(PASS)).findall(".//svg[@aria-label]")
    labels = [one.get("aria-label") for one in stamps if "stamp" in one.get("class", "")]
    assert len(labels) == sum(deed.person is not None for stage in STAGES for deed in stage.deeds)
    assert "日付印 みどり 青木 由美 令和8年（2026年）11月6日 10時05分" in labels
    assert "取り消された日付印 みどり 青木 由美 令和8年（2026年）11月9日 17時01分" in labels


def test_page_and_paper_say_the_same() -> None:
    page, (paper,) = text_of(fragment(PASS)), pages(pdf(PASS))
    for said in (
        "2026-0371",
        DIGEST,
        "必要と認めた（千葉透）",
        "1通合いません。",
        "22番目の記録",
        "強制・取消",
        "FY2023-1-①",
    ):
        assert said in page
        assert said in paper


@pytest.mark.parametrize(
    "odd", ["<script>alert(1)</script>", '" onload="x', "'&amp;<!--", "]]>", "{number}", "a\u202eb"]
)
def test_nothing_typed_becomes_markup(odd: str) -> None:
    stages = (replace(STAGES[0], title=odd, deeds=tuple(replace(one, person=replace(one.person, section=odd, surname=odd, name=odd)) for one in STAGES[0].deeds)),)  # fmt: skip
    made = fragment(
        changed(title=odd, to=Party(odd, odd), lines=(Line(odd, 1),), voided=odd, stages=stages, remarks=(odd,))
    )
    kept = odd.replace("\u202e", "\N{REPLACEMENT CHARACTER}")
    assert text_of(made).count(bare(kept)) >= 6
    assert not re.search(r"<script|onload=\"x\"|<!--", made)
    assert "\u202e" not in made


def test_a_page_is_as_long_as_it_has_to_be() -> None:
    lines = tuple(Line(f"{number:03}_{'長' * 200}", 1, sha256=f"{number:064x}") for number in range(200))
    made = text_of(fragment(changed(lines=lines)))
    assert all(line.name in made and line.sha256 in made for line in lines)
    assert "別紙に続きます" not in made
    assert "…" not in made.replace("ab12cd34…", "").replace("1f8b2a65…", "")


def test_the_sheet_has_boxes_and_no_stamps() -> None:
    article = parsed(fragment(SHEET))
    assert len(article.findall(".//tr[@class='hand']")) == len(STAGES)
    assert article.find(".//div[@class='memo']") is not None
    assert not [one for one in article.iter("svg") if "stamp" in one.get("class", "")]


def test_void_and_drill_stand_at_the_top() -> None:
    said = [
        one
        for one in parsed(fragment(changed(voided="訂正のため", drill=True))).iter("p")
        if one.get("class") == "across"
    ]
    assert [bare("".join(one.itertext()))[:2] for one in said] == ["無効", "訓練"]
