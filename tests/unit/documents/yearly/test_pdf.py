import io
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.documents.yearly.paper import bare, elements, expected, lines, pages, rows
from tests.unit.documents.yearly.seed import DIGEST, EDITION, FULL, INSIDE, ROWS, SEED

from sekisho.documents.yearly.model import Block, Edition, Measure, Report, Row
from sekisho.documents.yearly.pdf import pdf
from sekisho.documents.yearly.view import RowView
from sekisho.documents.yearly.writing import view

TITLE = "2023年度（令和5年度）情報セキュリティ事故の再発防止策の実施状況"
HEADS = ("番号", "部署", "事故の概要", "再発防止策", "再発防止策の実施状況（取組に対する評価等を含む）")
MARKUP = '#let x = [a] $x^2$ "q" \\ *b* _i_ `c` ~ @ref <label> // /* c */ = h'
EVIDENCE = ("封入の確認", "急ぎの再送のため", "うち例外として通した")
NOT_FIRST = "、。，．・：；？！）」』】〕"


def alone(row: Row) -> Report:
    return replace(SEED, rows=(row,))


def withheld(row: RowView) -> tuple[str, ...]:
    return row.number, bare(row.withheld)


# ---------------------------------------------------------------- the five columns


def test_the_report_of_the_city_stands_in_its_five_columns_word_for_word() -> None:
    made = pdf(SEED)
    assert rows(made) == [expected(row) for row in view(SEED).rows]
    assert len(rows(made)) == 6
    assert all(all(bare(head) in page for head in HEADS) for page in pages(made))
    assert bare(TITLE) in pages(made)[0]


def test_nothing_is_added_where_nothing_was_counted() -> None:
    text = "".join(pages(pdf(SEED)))
    for word in ("記録から数えた", "実施0", "None", "根拠なし", "対象なし", "未公表", "庁内限り", "確定値", "〓", "()"):
        assert word not in text, word


def test_what_was_counted_follows_the_words_of_the_report() -> None:
    told = replace(FULL, rows=FULL.rows[:6], unanswered=(), contact="", edition=Edition(2))
    found = rows(pdf(told))
    assert found == [expected(row) for row in view(told).rows]
    assert found[0][4].startswith(bare(ROWS[0].status[0].text))
    for said in ("②実施38/38送付38件のすべてで行いました。", "①対象なし＝未確認対象となる送付がまだなく、"):
        assert said in found[0][4]
    assert "②例外あり2/3・例外1送付3件のうち2件で行い、1件は理由を確かめて例外としました。" in found[1][4]
    assert "①根拠なし確かめる方法がまだ決まっていません。" in found[2][4]


def test_a_withheld_row_keeps_its_number_and_says_why_and_nothing_else() -> None:
    row = replace(ROWS[0], number="2", withheld="相手の安全を確かめています。")
    text = "".join(pages(pdf(replace(SEED, rows=(ROWS[1], row)))))
    assert "この事故はまだ公表していません。理由：相手の安全を確かめています。" in text
    assert "幼稚園" not in text


def test_a_year_without_incidents_says_so() -> None:
    text = "".join(pages(pdf(replace(SEED, rows=()))))
    assert "この年度に公表する事故はありません。" in text
    assert "事故の概要" not in text


def test_what_is_not_there_yet_is_said() -> None:
    text = "".join(pages(pdf(alone(Row("1", "課", "概要")))))
    assert "再発防止策はまだ決まっていません。" in text
    assert "実施状況はまだ書かれていません。" in text


LETTERS = st.text(
    st.sampled_from("あいう漢字情報事故ーっゃカタ、。「」（）・：①②③～福髙﨑12345abcXYZ #$*_`<>@\\/=+\"'[]{}~^\n\t　"),
    max_size=120,
)
MEASURES = st.lists(LETTERS, max_size=4).map(
    lambda texts: tuple(Measure("①②③④"[place], text) for place, text in enumerate(texts))
)
BLOCKS = st.lists(
    st.builds(Block, LETTERS, st.sampled_from(["", "①", "①～③", "（評価）"]), heading=st.booleans()), max_size=4
)
MADE_ROWS = st.builds(Row, st.just(""), LETTERS, LETTERS, MEASURES, BLOCKS.map(tuple))


@settings(max_examples=30, deadline=None)
@given(st.lists(MADE_ROWS, min_size=1, max_size=6))
def test_any_words_stand_in_their_columns(made: list[Row]) -> None:
    told = replace(SEED, rows=tuple(replace(row, number=str(place)) for place, row in enumerate(made, 1)))
    assert rows(pdf(told)) == [expected(row) for row in view(told).rows]


def test_a_number_in_two_parts_is_a_number() -> None:
    assert rows(pdf(alone(replace(ROWS[0], number="3-2"))))[0][0] == "32"  # hyphens are left out by `bare`
    assert "3-2" in pypdfium2.PdfDocument(pdf(alone(replace(ROWS[0], number="3-2"))))[0].get_textpage().get_text_range()


def test_a_long_latin_word_stays_in_its_column() -> None:
    row = replace(
        ROWS[0],
        number="20230012",
        department="InformationSystems",
        outline="x" * 23,
        measures=(Measure("①", "y" * 60),),
    )
    (wanted,) = (expected(one) for one in view(alone(row)).rows)
    # Each line of the number begins what `rows` takes for a row.
    assert tuple(map("".join, zip(*rows(pdf(alone(row))), strict=True))) == wanted


# ---------------------------------------------------------------- lines and pages


def test_no_line_begins_with_what_ends_a_sentence() -> None:
    text = "あ、「長い（文）です。」いう、えお。" * 300
    made = pdf(alone(replace(ROWS[0], outline=text, status=(Block(text, "①"),))))
    for column in (2, 4):
        told = [line.strip() for line in lines(made, column) if line.strip()]
        assert len(told) > 40
        assert not [line for line in told if line[0] in NOT_FIRST]
        assert not [line for line in told if line[-1] in "（「"]


def test_no_row_is_torn_that_fits_on_a_page() -> None:
    several = tuple(
        replace(ROWS[place % 6], number=str(place), outline=f"始{place}。" + "文。" * (place * 7 % 90), status=(Block("状況。" * (place * 11 % 130) + f"終{place}。"),))
        for place in range(1, 61)
    )  # fmt: skip
    made = pages(pdf(replace(SEED, rows=several)))
    assert len(made) > 6
    for place in range(1, 61):
        (page,) = (page for page in made if f"始{place}。" in page)
        assert f"終{place}。" in page


@pytest.mark.parametrize(
    "row",
    [
        replace(ROWS[1], status=(Block("".join(f"文{number:04}。" for number in range(850))),)),
        replace(ROWS[1], outline="".join(f"文{number:04}。" for number in range(850))),
        replace(ROWS[1], department="".join(f"部{number:03}課" for number in range(200))),
        replace(
            ROWS[1], measures=tuple(Measure(f"({number})", f"防止策{number:02}を行う。" * 8) for number in range(40))
        ),
    ],
    ids=["5,000 letters of status", "5,000 letters of outline", "a long department", "40 measures"],
)
def test_a_row_longer_than_a_page_goes_on_with_its_number(row: Row) -> None:
    told = replace(SEED, rows=(ROWS[0], replace(row, number="2-1"), ROWS[2]))
    made = pdf(told)
    assert rows(made) == [expected(one) for one in view(told).rows]
    shown = pages(made)
    assert sum("21つづき" in page for page in shown) >= 1
    assert all("番号" in page for page in shown)
    assert "1つづき" not in shown[0]


def test_every_page_says_which_one_it_is_of_how_many() -> None:
    made = pages(pdf(replace(SEED, rows=ROWS * 5)))
    assert all(f"{number}/{len(made)}ページ" in page for number, page in enumerate(made, 1))


# ---------------------------------------------------------------- edition, preview, inside


def test_the_edition_stands_in_its_box() -> None:
    text = pages(pdf(FULL))[0]
    for said in (
        *("第2版", "令和8年（2026年）11月20日", "変わったところ", "紙で公表した第1版の文をそのまま移し", "公表の方針"),
        *("令和8年（2026年）4月1日から令和8年（2026年）11月24日まで", DIGEST, "公表の直前の証跡点", "さくら野市"),
    ):
        assert bare(said) in text, said
    last = pages(pdf(FULL))[-1]
    for said in (*EDITION.checkpoint.split("\n"), FULL.contact, "ほかの部署での取り組み（横展開）", "住宅課、市民税課"):
        assert bare(said) in last, said


def test_a_preview_says_so_on_every_page() -> None:
    made = pages(pdf(replace(SEED, rows=ROWS * 3, edition=Edition())))
    assert len(made) > 2
    assert all("未公表" in page for page in made)
    assert "まだ公表していません" in made[0]


def test_a_report_for_the_inside_says_so_on_every_page_and_holds_the_evidence() -> None:
    made = pages(pdf(INSIDE))
    assert all("庁内限り" in page for page in made)
    assert all(
        said in made[-1] for said in map(bare, (*EVIDENCE, "第2部 防止策ごとの根拠", "30/8", "令和8年（2026年）9月1日"))
    )


def test_the_public_is_told_nothing_of_the_evidence() -> None:
    text = "".join(pages(pdf(FULL)))
    assert not [said for said in (*EVIDENCE, "第2部", "庁内限り", "30/8") if bare(said) in text]


def test_the_five_columns_are_the_same_inside_and_outside() -> None:
    inside, outside = (
        replace(told, unanswered=(), contact="", edition=Edition(1), rows=FULL.rows[:6]) for told in (INSIDE, FULL)
    )
    assert rows(pdf(inside))[:6] == rows(pdf(outside))[:6]


def test_the_english_report_has_no_japanese_of_its_own() -> None:
    words = {letter for row in FULL.rows for letter in str(row)} | set(
        FULL.city + FULL.office + FULL.policy + FULL.contact + FULL.edition.changes[0]
    )
    text = "".join(pages(pdf(INSIDE, "en")))
    for said in (
        "Fiscal year 2023 (Reiwa 5)",
        "Edition 2",
        "2026-11-20",
        "Measures against recurrence",
        "Done 38/38",
        "page 1 / ",
    ):
        assert bare(said) in text, said
    assert not {letter for letter in text if letter > "\u2e7f"} - words


# ---------------------------------------------------------------- read aloud


@pytest.mark.parametrize("told", [SEED, FULL, INSIDE, replace(SEED, rows=())], ids=["seed", "full", "inside", "empty"])
def test_it_is_tagged_has_a_title_and_a_language_and_its_fonts_inside(told: Report) -> None:
    with pikepdf.open(io.BytesIO(pdf(told))) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.Lang == "ja"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == TITLE
            assert metadata["pdfuaid:part"] == "1"
        fonts = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in one and "BIZUD" in str(one.FontName) for one in fonts)
        sizes = {tuple(round(float(side)) for side in page.mediabox) for page in document.pages}
        assert sizes == {(0, 0, 842, 595)}


def test_every_cell_is_bound_to_the_head_of_its_column() -> None:
    made = pdf(replace(SEED, rows=ROWS * 4))
    (table,) = elements(made, "Table")
    heads = elements(made, "TH")
    assert [head["Scope"] for head in heads] == ["/Column"] * 5
    identities = [head["ID"] for head in heads]
    assert len(set(identities)) == 5
    cells = elements(made, "TD")
    assert len(cells) == 5 * 24
    assert [cell["Headers"] for cell in cells] == [[identity] for identity in identities] * 24
    assert table["kinds"].count("/THead") == 1
    assert len(elements(made, "TR")) == 25
    assert len(elements(made, "H1")) == 1


def test_a_row_that_goes_on_is_one_row() -> None:
    made = pdf(alone(replace(ROWS[0], status=(Block("長い。" * 2000),))))
    assert len(pages(made)) > 3
    assert len(elements(made, "TR")) == 2
    assert len(elements(made, "TD")) == 5


def test_the_code_is_a_figure_with_words() -> None:
    with pikepdf.open(io.BytesIO(pdf(FULL))) as document:
        told = [str(one.Alt) for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert told == ["証跡点のQRコード"]


# ---------------------------------------------------------------- odd letters, the same bytes


@pytest.mark.parametrize(
    "odd", [MARKUP, "=1+2", "辻󠄀 葛󠄀 髙﨑 福 〜～ ㈱", "「（『あ』）」。、・：；", "{page} {letters}", "x" * 300]
)
def test_an_odd_text_prints_as_it_is(odd: str) -> None:
    told = Report(
        odd,
        2023,
        (Row("1", odd, odd, (Measure("①", odd),), (Block(odd, "①"),)),),
        office=odd,
        contact=odd,
        policy=odd,
        edition=Edition(1, changes=(odd,)),
    )
    text = "".join(pages(pdf(told)))
    assert text.count(bare(odd)) >= 7
    assert "〓" not in text


@pytest.mark.parametrize(
    ("odd", "number"),
    [("𠮷", "U+20BB7"), ("\u202e", "U+202E"), ("\ue000", "U+E000"), ("😀", "U+1F600"), ("\u200b", "U+200B")],
)
def test_a_letter_that_the_font_lacks_is_named(odd: str, number: str) -> None:
    text = "".join(pages(pdf(alone(replace(ROWS[0], outline=f"名前{odd}名前")))))
    assert "名前〓名前" in text
    assert number in text


def test_a_line_break_and_a_tab_are_no_letters_that_lack() -> None:
    made = pdf(alone(replace(ROWS[0], outline="一行目。\r\n二行目。\t三。")))
    assert rows(made)[0][2] == "一行目。二行目。三。"
    assert [line for line in lines(made, 2) if re.search("[一二]行目", line)] == ["一行目。", "二行目。 三。"]
    assert "〓" not in "".join(pages(made))


@pytest.mark.parametrize("code", ["x" * 3000])
def test_a_code_that_cannot_be_made_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        pdf(replace(SEED, edition=Edition(1, code=code)))


def test_another_process_at_another_place_gives_the_same_bytes(tmp_path: Path) -> None:
    told = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:];"
        "from tests.unit.documents.yearly.seed import INSIDE;"
        "from sekisho.documents.yearly.pdf import pdf;"
        "print(hashlib.sha256(pdf(INSIDE)).hexdigest())"
    )
    root = Path(__file__).parents[4]
    done = subprocess.run(
        [sys.executable, "-c", told, str(root), str(root / "src")],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={"TZ": "America/Lima", "SOURCE_DATE_EPOCH": "1", "LANG": "C"},
    )
    assert done.stdout.strip() == sha256(pdf(INSIDE)).hexdigest()
