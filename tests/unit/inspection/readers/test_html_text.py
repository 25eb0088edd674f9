import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.inspection.readers.html_files import CALC, EXCEL, WORD, body, hidden, not_read, opened, rows, texts

from sekisho.inspection.model import File, Hiding, Limits, Part, Place, UnreadableFileError
from sekisho.inspection.readers.html import read

CELLS = st.text(st.sampled_from("青木花子馬場陽菜千葉髙﨑 <>&\"'ーア0123"), max_size=10)


def test_paragraphs_are_texts_without_the_breaks_of_the_source() -> None:
    document = body("<p>青木\n花子<b>さん</b>は、<br>A園です</p>別の段落<div>馬場<!-- x -->陽菜</div>")
    assert texts(document, Part.BODY) == ["青木 花子さんは、\nA園です", "別の段落", "馬場陽菜"]
    assert hidden(document) == {"x": Hiding.BEHIND}


def test_characters_that_are_written_as_numbers_are_characters() -> None:
    assert texts(body("<p>&#x9752;&#26408;&nbsp;花子&amp;&unknown;"), Part.BODY) == ["青木\xa0花子&&unknown;"]


def test_furigana_does_not_break_the_name_that_it_stands_over() -> None:
    document = body("<p><ruby>青<rp>(</rp><rt>あお</rt><rp>)</rp>木<rt>き</rt></ruby>花子</p>")
    assert texts(document, Part.BODY) == ["青木花子", "(あお)き"]


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ("<meta charset=shift_jis>", "cp932"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP">', "euc_jp"),
        ("<meta charset='iso-2022-jp'>", "iso2022_jp"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=utf-8>", "cp932"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("", "cp932"),
        ("", "euc_jp"),
        ("", "iso2022_jp"),
        ("", "utf-8-sig"),
        ("<meta charset=utf-8>", "utf-16"),
    ],
)
def test_every_encoding_by_what_it_says_and_by_what_it_is(head: str, codec: str) -> None:
    document = opened(f"<html><head>{head}</head><body>青木はなこさん".encode(codec))
    assert texts(document, Part.BODY) == ["青木はなこさん"]
    assert not_read(document) == []


def test_damaged_characters_are_named() -> None:
    for page in (b"<p>\xff\xfe\x80\x81", "<p>青木".encode() + b"\xff\x80<p>x"):
        assert not_read(opened(page))
    assert not_read(opened("<meta charset=x-nowhere><p>青木"))
    document = opened(b"<p>ao\0ki")
    assert texts(document, Part.BODY) == ["aoki"]
    assert not_read(document)


# ---------------------------------------------------------------- tables


def test_a_table_is_a_grid_with_its_merged_cells() -> None:
    document = body(
        "<table><caption>名簿</caption><thead><tr><th rowspan=2>氏名<th colspan=2>園</thead>"
        "<tr><td>A園<td>B園<tbody><tr><td>青木<br>花子<td><p>1</p><p>2</p><td></table>"
    )
    assert rows(document) == [
        (1, 1, "氏名"),
        (1, 2, "園"),
        (2, 2, "A園"),
        (2, 3, "B園"),
        (3, 1, "青木\n花子"),
        (3, 2, "1\n2"),
    ]
    assert document.grids[0].merges == ((1, 1, 2, 1), (1, 2, 1, 3))
    assert document.grids[0].place == Place(Part.BODY)
    assert texts(document, Part.BODY) == ["名簿"]


def test_a_table_that_only_places_others_is_running_text() -> None:
    document = body(
        "<table><tr><td>左の青木<td><table><tr><td>a<td>b</table></table><table><tr><td><p>枠</p><p>中</p></table>"
    )
    assert texts(document, Part.BODY) == ["左の青木", "枠", "中"]
    assert [rows(document, at) for at in range(len(document.grids))] == [[(1, 1, "a"), (1, 2, "b")]]


def test_a_table_for_layout_says_so_itself() -> None:
    document = body('<table role="presentation"><tr><td>一<td>二</table>')
    assert texts(document, Part.BODY) == ["一", "二"]


@pytest.mark.parametrize("span", ["0", "-1", "x", "", "99999999999999999999", "１", "1.5"])
def test_odd_spans_do_no_harm(span: str) -> None:
    document = body(f'<table><tr><td colspan="{span}" rowspan="{span}">a<td>b<tr><td>c</table>')
    assert {text for _, _, text in rows(document)} == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("<tr><td>a<td>b<tr><td>c", 3),
        ("<tr><td>" * 3, 3),  # empty ones too
        ("<tr><td colspan=7>a<tr><td>b", 8),
        ("<tr><td rowspan=2 colspan=3>a<tr><td>b", 7),
        ("<tr><td rowspan=0>a" + "<tr><td>b" * 3, 7),
        ("<tr><td><table><tr><td>a<td>b</table><td>c", 4),
        ("<col span=1000 style='display:none'><tr><td>a<td>b", 2),
    ],
)
def test_a_page_over_the_limit_of_cells_is_no_page(table: str, cells: int) -> None:
    page = File("x.html", f"<table>{table}</table>".encode())
    assert read(page, Limits(cells=cells)).coverage.read == 1
    with pytest.raises(UnreadableFileError):
        read(page, Limits(cells=cells - 1))


def test_the_limit_of_cells_is_for_all_tables_of_a_page_and_for_what_stands_in_remarks() -> None:
    table = "<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    for page in (table * 3, f"{table}<!--[if mso]>{table}<![endif]--><!-- {table} -->"):
        assert len(read(File("x.html", page.encode()), Limits(cells=12)).grids) == 3
        with pytest.raises(UnreadableFileError):
            read(File("x.html", page.encode()), Limits(cells=11))


def test_cells_without_a_table_are_text_and_rows_without_an_end_are_rows() -> None:
    assert "".join(texts(opened("<td>青木<td>花子"), Part.BODY)) == "青木花子"
    assert rows(opened("<table><td>a<td>b<tr><td>c")) == [(1, 1, "a"), (1, 2, "b"), (2, 1, "c")]


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=2, max_size=6))
def test_any_list_is_read_back_at_its_cells(table: list[list[str]]) -> None:
    from html import escape

    page = "<table>" + "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) for row in table) + "</table>"
    shown = [
        (number, column, " ".join(cell.split(" ")).strip())
        for number, row in enumerate(table, 1)
        for column, cell in enumerate(row, 1)
    ]
    wanted = [(row, column, " ".join(cell.split())) for row, column, cell in shown if cell]
    document = opened(page)
    assert (rows(document) if document.grids else []) == wanted


# ---------------------------------------------------------------- as programs write them


def test_a_page_that_word_saved() -> None:
    document = opened(WORD.encode("cp932"))
    assert texts(document, Part.BODY) == ["千葉 さくらさん", "土井 健"]
    assert hidden(document)["土井 健"] is Hiding.VANISH
    assert rows(document) == [(1, 1, "氏名"), (1, 2, "園"), (2, 1, "江口 蓮"), (2, 2, "A園")]
    names = {text.name: text.text for text in document.texts if text.place.part is Part.PROPERTY}
    assert (names["author"], names["lastauthor"], names["title"]) == ("青木 花子", "馬場 陽菜", "お知らせ")
    assert not_read(document) == []


def test_a_page_that_excel_saved() -> None:
    document = opened(EXCEL.encode("cp932"))
    grid = document.grids[0]
    told = {grid.text_of(at): grid.hiding_of(at) for at in range(len(grid.rows))}
    assert told["青木　花子"] is Hiding.SEEN
    assert told["氏名"] is Hiding.SEEN
    assert told["馬場　陽菜"] is Hiding.ROW
    assert told["メモ"] is Hiding.COLUMN
    assert told["千葉　さくら"] is Hiding.FONT_COLOUR
    assert "アオキ" in texts(document, Part.PROPERTY)
    assert texts(document, Part.COMMENT) == []


def test_a_page_that_calc_saved() -> None:
    document = opened(CALC)
    assert rows(document) == [(1, 1, "氏名"), (1, 2, "2023-02-01"), (2, 1, "馬場"), (2, 2, "千葉")]
    assert document.grids[0].hidden_cells == {3: Hiding.FONT_COLOUR}
    assert hidden(document) == {
        "LibreOffice 24.8 (Linux)": Hiding.BEHIND,
        "text/html; charset=utf-8": Hiding.BEHIND,
        "青木花子": Hiding.BEHIND,
        "担当に確認": Hiding.VANISH,
    }


def test_a_plain_page_hides_nothing() -> None:
    document = body(
        '<header><h1 style="color:#fff;background:#003366">さくら野市</h1></header><main><p>お知らせ</p><ul><li>一<li>二</ul>'
        '<p style="color:#777">うすい文字</p><a href="#top" style="color:inherit">上へ</a><details><summary>詳細</summary>中</details>'
        '<table bgcolor="#000080"><tr><th><font color="white">見出し</font><th style="background:#eee;color:#333">b</table></main>'
    )
    assert hidden(document) == {}
    assert document.covered == ()
    assert all(not grid.hidden_cells for grid in document.grids)


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000 + "青木",
        "<table><tr><td>" * 5_000 + "青木",
        "<b><i>" * 20_000 + "青木",
    ],
)
def test_what_is_nested_too_deep_to_be_read_is_named(page: str) -> None:
    assert not_read(opened(page))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<",
        "<!",
        "<!--",
        "<table",
        "</td></table>",
        "<style>a{",
        "<script>",
        "<a href=",
        "<!DOCTYPE html [<!ENTITY a '青木'><!ENTITY b '&a;&a;&a;'>]><p>&b;",
        '<!DOCTYPE html SYSTEM "file:///etc/passwd"><p>x',
        "<svg><![CDATA[青木]]></svg>",
        "<frameset><frame src=a.htm></frameset>",
        "\ufeff\ufeff<p>x",
        "<p>" + "x" * 3_000_000,
        "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">",
        "<col span=1000>" * 3_000,
    ],
)
def test_pieces_of_pages_are_read_without_a_fuss(page: str) -> None:
    assert opened(page).format == "html"


@settings(deadline=None)
@given(st.text(st.sampled_from("<>/!-\"'=& abctdrhp;:{}青木\n\0"), max_size=120))
def test_no_text_breaks_the_reader(page: str) -> None:
    assert opened(page).coverage.parts >= 1


@settings(deadline=None)
@given(st.binary(max_size=120))
def test_no_bytes_break_the_reader(page: bytes) -> None:
    assert opened(page).coverage.parts >= 1


def test_a_cut_page_keeps_what_is_there() -> None:
    assert "氏名" in str(rows(opened(WORD.encode("cp932")[:-120])))
