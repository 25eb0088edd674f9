import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.unit.documents.inspection.reports import CALM, FULL, NASTY, loose, person

from sekisho.documents.inspection import html, text
from sekisho.documents.inspection.view import PARTS, View
from sekisho.inspection.model import Part, Place
from sekisho.words import Personal

RECIPIENTS = {"K01": "さくら幼稚園", "K02": Personal("馬場　陽菜")}


def shown(**options: object) -> str:
    return text.render(View(FULL, recipients=RECIPIENTS, **options))  # type: ignore[arg-type]


def test_a_calm_text_says_that_it_passes_and_what_was_looked_at() -> None:
    told = text.render(View(CALM, subjects=True))
    assert "通過：指摘はありません" in told
    assert "1ファイルの 10か所のうち 10か所を読みました。" in told
    assert "承諾: 承諾の台帳" in told
    assert "■" not in told


def test_text_goes_by_recipient_and_place_comes_before_why_and_what_to_do() -> None:
    lines = [line.strip() for line in shown().splitlines()]
    assert lines.index("■ さくら幼稚園（K01）") < lines.index("■ 馬場　陽菜（K02）")
    at = lines.index("名簿 › 14行・C列")
    assert "江口　美咲" in lines[at + 1]
    assert lines[at + 1].startswith("止 停止・他者混入")
    assert lines[at + 2] == "名簿 › 15行・C列"
    assert lines[at + 4].startswith("→ ")
    assert "3ページ" in lines
    assert "送付物全体" in lines


def test_mail_pieces_and_what_is_of_no_parcel_have_headings_of_their_own() -> None:
    [of_file, *_] = [finding for finding in FULL.findings if finding.file]
    mail = View(replace(FULL, findings=(replace(of_file, parcel=None),)))
    whole = View(replace(FULL, findings=(replace(of_file, parcel=None, file=None),)))
    for render in (text.render, html.render):
        assert "郵便物（一通ごと）" in render(mail)
        assert "送付物によらない指摘" not in render(mail)
        assert "送付物によらない指摘" in render(whole)


def test_text_says_what_was_not_read() -> None:
    assert "読んでいません: out/b.zip › 中.bin: 何の形式か分からないファイルです" in shown()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_text_hides_names_also_the_recipients_where_it_is_a_person(lang: str) -> None:
    told = shown(mask=True, lang=lang)
    assert "江口" not in told
    assert "馬場" not in told
    assert "さくら幼稚園" in told


def test_text_gives_a_terminal_no_commands_of_a_strangers() -> None:
    assert "\x1b" not in shown()
    assert "\u202e" not in shown()
    coloured = text.render(View(FULL), colour=True)
    assert set(re.findall(r"\x1b\[[0-9;]*m", coloured)) <= {"\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[0m"}


def test_english_is_english() -> None:
    told = text.render(View(CALM, "en", subjects=True)) + html.render(View(CALM, "en", subjects=True))
    body = re.sub(r"<style>.*?</style>", "", told, flags=re.DOTALL).replace(CALM.title, "")
    assert set(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]+", body)) <= {"止", "問", "参"}


@pytest.mark.parametrize("part", list(Part))
def test_every_part_has_words(part: Part) -> None:
    assert part in PARTS or part in {Part.CELL, Part.PAGE, Part.FILE}
    assert View(CALM).place(Place(part, "名簿", 2, "B", 5))


class Reader(HTMLParser):
    """Reads a page strictly enough to see that every tag is closed and nothing comes from outside."""

    VOID = frozenset({"meta", "br", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_is_whole_and_loads_nothing(lang: str) -> None:
    page = html.render(View(FULL, lang, recipients=RECIPIENTS, subjects=True))
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert not {"script", "link", "img", "iframe", "object", "a", "form"} & reader.seen
    assert not {name for name, _ in reader.attributes} & {"src", "href", "style", "onload", "onclick"}
    assert "http" not in re.sub(r'http-equiv|"default-src[^"]*"', "", page)
    assert "url(" not in page
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;" in page
    assert "\u202e" not in page
    assert f'lang="{lang}"' in page


def test_the_page_hides_names() -> None:
    page = html.render(View(FULL, mask=True, recipients=RECIPIENTS))
    assert "江口" not in page
    assert "馬場" not in page


def test_a_calm_page_has_no_red_but_in_its_legend() -> None:
    page = html.render(View(CALM))
    assert 'class="verdict pass"' in page
    assert 'class="run' not in page


PEOPLE = (
    person(Place(Part.CELL, "名簿", 2, "B")),
    person(Place(Part.CELL, "名簿", 3, "B"), subject=None),
    person(Place(Part.FILE_NAME), f"{NASTY}.pdf"),
)


@pytest.mark.parametrize("render", [text.render, html.render])
def test_people_are_named_only_where_they_were_asked_for(render: Callable[[View], str]) -> None:
    assert "載っている人" not in render(View(FULL))
    assert "登録された人は見つかりませんでした" in render(View(loose()))
    told = render(View(loose(*PEOPLE)))
    assert "登録された人 1人（2か所）、だれかを決められないもの 1か所" in told
    assert "江口　美咲さん（S0201）" in told
    masked = render(View(loose(*PEOPLE), mask=True))
    assert "江口" not in masked
    assert "S0201" not in masked
    english = render(View(loose(*PEOPLE), "en"))
    assert "row 2, column B" in english
    assert "People in the files" in english


def test_text_names_people_by_file_and_place() -> None:
    lines = text.render(View(loose(*PEOPLE))).splitlines()
    at = lines.index("  list.xlsx")
    assert lines[at + 1] == "    名簿 › 2行・B列: 江口　美咲さん（S0201）"
    assert lines[at + 4] == "    ファイルの名前: 江口　美咲さん（S0201）"
    assert "\x1b" not in "".join(lines)
    assert not any(line.startswith("  ほか") for line in lines)


@pytest.mark.parametrize(("there", "more"), [(50, 0), (51, 1), (60, 10)])
def test_a_terminal_gets_the_first_fifty_and_a_page_all(there: int, more: int) -> None:
    first = [person(Place(Part.CELL, None, row, "A"), "a.csv") for row in range(1, 41)]
    rest = [person(Place(Part.CELL, None, row, "A"), "b.csv") for row in range(1, there - 40)]
    view = View(loose(*first, *rest, person(Place(Part.FILE_NAME), "c.csv")))
    told = text.render(view)
    assert told.count("江口　美咲さん") == 50
    assert ("c.csv" in told) is (more == 0)
    assert (f"ほか {more}か所" in told) is (more > 0)
    assert html.render(view).count("江口　美咲さん") == there


def test_people_on_a_page_are_escaped() -> None:
    page = html.render(View(loose(*PEOPLE)))
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    assert "script" not in reader.seen
    assert "\u202e" not in page
