import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from lxml import etree
from tests.unit.documents.yearly.made import REPORTS
from tests.unit.documents.yearly.paper import bare, expected
from tests.unit.documents.yearly.seed import FULL, INSIDE, ROWS, SEED

from sekisho.documents.printing.markup import escaped_lines
from sekisho.documents.yearly.html import Around, Link, main, page
from sekisho.documents.yearly.model import Block, Edition, Measure, Report, Row
from sekisho.documents.yearly.writing import view

AROUND = Around(
    (Link("PDF（A4横・3ページ・310KB）", "report.pdf"), Link("CSV（9KB）", "/reports/2023/2.csv")),
    (Link("第1版", "/reports/2023/1/"),),
    Link("第3版", "https://www.example.jp/reports/2023/"),
    Link("確かめ方", "#check"),
)


def parsed(told: str) -> etree._Element:
    return etree.fromstring(f"<div>{told}</div>")


def whole(told: str) -> etree._Element:
    return etree.fromstring(told.removeprefix("<!DOCTYPE html>\n"))


def text(element: etree._Element) -> str:
    return bare("".join(element.itertext()))


def rows(told: str) -> list[tuple[str, ...]]:
    (body,) = parsed(told).xpath("//table[@class='rep']/tbody")
    return [tuple(text(cell) for cell in row) for row in body]


# ---------------------------------------------------------------- what must not be there


@pytest.mark.parametrize("told", [SEED, FULL, INSIDE], ids=["seed", "full", "inside"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_main_part_brings_nothing_of_its_own(told: Report, lang: str) -> None:
    made = parsed(main(told, lang))
    names = {element.tag for element in made.iter()} | {name for element in made.iter() for name in element.attrib}
    assert not names & {"style", "script", "href", "src", "link", "img", "onclick", "iframe", "main", "body"}


def test_nothing_is_added_where_nothing_was_counted() -> None:
    made = main(SEED)
    assert "counted" not in made
    for word in ("未公表", "庁内限り", "確定値", "古い版", "ほかの版", "ほかの形", "None", "第2部"):
        assert word not in made, word


def test_the_public_is_told_nothing_of_the_evidence() -> None:
    assert not [said for said in ("急ぎの再送のため", "封入の確認", "第2部", "庁内限り") if said in page(FULL)]
    assert not [said for said in ("急ぎの再送のため", "封入の確認", "第2部", "庁内限り") if said not in page(INSIDE)]


@pytest.mark.parametrize(
    "odd", ["<script>alert(1)</script>", '" onload="x', "'&amp;<!--", "]]>", "{number}", "a\u202eb", "</style><b>"]
)
def test_nothing_typed_becomes_markup(odd: str) -> None:
    told = Report(
        odd,
        2023,
        (Row(odd, odd, odd, (Measure(odd, odd),), (Block(odd, odd),)),),
        office=odd,
        contact=odd,
        policy=odd,
        edition=Edition(1, changes=(odd,), checkpoint=odd, digest=odd),
    )
    kept = bare(odd.replace("\u202e", "\N{REPLACEMENT CHARACTER}"))
    made = main(told, around=Around((Link(odd, "/"),)))
    assert text(parsed(made)).count(kept) >= 10
    assert not re.search(r"<script|onload=\"x\"|<!--|<b></b>", made)
    assert "\u202e" not in page(told)
    assert whole(page(told)).tag == "html"


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example.jp/", " /x", "", "JAVASCRIPT:x", "vbscript:x", "/x\ny"],
)
def test_a_link_leads_to_an_address(href: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Link("x", href)


@pytest.mark.parametrize(
    "href",
    [
        "report.pdf",
        "/reports/2023/2/",
        "./a",
        "../a?b=c#d",
        "#check",
        "https://www.example.jp/a",
        "http://127.0.0.1:8000/",
    ],
)
def test_addresses_are_linked_to(href: str) -> None:
    assert f'href="{href}"' in main(SEED, around=Around((Link("x", href),)))


# ---------------------------------------------------------------- what must be there


@pytest.mark.parametrize("told", [SEED, replace(FULL, rows=FULL.rows[:6])], ids=["seed", "full"])
def test_the_table_holds_the_words_of_the_report(told: Report) -> None:
    assert rows(main(told)) == [expected(row) for row in view(told).rows]


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_any_report_is_well_formed_and_whole(report: Report) -> None:
    for told in (main(report), main(report, "en")):
        parsed(told)
    seen = "".join(parsed(main(report)).itertext())
    for row in report.rows:
        parts = (
            (row.withheld,)
            if row.withheld
            else (row.department, row.outline, *(one.text for one in (*row.measures, *row.status)))
        )
        for part in parts:
            shown = part if isinstance(part, str) else part.render("ja")
            lines = escaped_lines(shown).split("<br/>")
            assert all("".join(etree.fromstring(f"<p>{line}</p>").itertext()) in seen for line in lines)


def test_it_is_one_table_with_its_roles_also_where_it_is_stacked() -> None:
    (table,) = parsed(main(SEED)).iter("table")
    assert table.get("role") == "table"
    assert [one.get("role") for one in table.iter("tr")] == ["row"] * 7
    assert [(one.get("scope"), one.get("role")) for one in table.iter("th")] == [("col", "columnheader")] * 5 + [
        ("row", "rowheader")
    ] * 6
    heads = [one.text for one in table.iter("th")][1:5]
    assert [one.get("data-h") for one in table.iter("td")] == heads * 6


def test_marks_hang_in_lists_and_a_heading_stands_on_its_own() -> None:
    cells = parsed(main(SEED)).xpath("//tbody/tr[2]/td")
    assert [text(one)[0] for one in cells[2].iter("li")] == ["①", "②", "③"]
    assert [one.tag for one in cells[3]] == ["p", "p", "p"]
    assert cells[3][1].text == "（評価）"


def test_a_withheld_row_keeps_its_number_and_says_why() -> None:
    *_, last = parsed(main(FULL)).xpath("//table[@class='rep']/tbody/tr")
    assert [text(one) for one in last] == [
        "7",
        "この事故はまだ公表していません。理由：相手の安全が確かめられるまで待っています。",
    ]
    assert last[1].get("colspan") == "4"


def test_empty_states() -> None:
    nothing = parsed(main(replace(SEED, rows=())))
    assert not list(nothing.iter("table"))
    assert "この年度に公表する事故はありません。" in text(nothing)
    empty = text(parsed(main(replace(SEED, rows=(Row("1", "課", "概要"),)))))
    assert "再発防止策はまだ決まっていません。" in empty
    assert "実施状況はまだ書かれていません。" in empty


def test_an_old_edition_leads_to_the_new_one_before_anything_else() -> None:
    first, *_ = parsed(main(FULL, around=AROUND))
    assert text(first) == "古い版です。新しい版があります：第3版"
    assert first.find("a").get("href") == "https://www.example.jp/reports/2023/"


def test_other_forms_and_editions_are_linked_to() -> None:
    links = [(one.text, one.get("href")) for one in parsed(main(FULL, around=AROUND)).iter("a")]
    assert links[1:] == [
        ("PDF（A4横・3ページ・310KB）", "report.pdf"),
        ("CSV（9KB）", "/reports/2023/2.csv"),
        ("確かめ方", "#check"),
        ("第1版", "/reports/2023/1/"),
    ]


def test_a_preview_says_so_at_the_top() -> None:
    first, *_ = parsed(main(replace(FULL, edition=Edition())))
    assert text(first).startswith("未公表")


def test_the_edition_and_its_code() -> None:
    made = parsed(main(FULL))
    (code,) = made.xpath("//svg[@role='img']")
    assert code.get("aria-label") == "証跡点のQRコード"
    (box,) = made.xpath("//div[@class='edition']")
    for said in ("第2版", "令和8年（2026年）11月20日", "紙で公表した第1版", "公表の方針", *FULL.edition.digest[:8:8]):
        assert bare(said) in text(box)
    assert all(bare(line) in text(made) for line in FULL.edition.checkpoint.split("\n"))


# ---------------------------------------------------------------- a page that stands alone


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_page_that_stands_alone_loads_nothing(lang: str) -> None:
    made = whole(page(INSIDE, lang, AROUND))
    assert made.get("lang") == lang
    assert "default-src 'none'" in made.xpath("string(//meta[@http-equiv]/@content)")
    assert len(list(made.iter("h1"))) == len(list(made.iter("main"))) == len(list(made.iter("style"))) == 1
    assert not [one for one in made.iter() if one.tag in {"script", "link", "img"} or "src" in one.attrib]
    assert "url(" not in page(INSIDE)
    assert made.findtext(".//title").startswith(view(INSIDE, lang).words.document)


def test_page_and_main_part_say_the_same() -> None:
    assert main(FULL, around=AROUND).strip() in page(FULL, around=AROUND)


def test_line_breaks_stay() -> None:
    assert "一行目。<br/>二行目。 三。" in main(
        replace(SEED, rows=(replace(ROWS[0], outline="一行目。\r\n二行目。\t三。"),))
    )
