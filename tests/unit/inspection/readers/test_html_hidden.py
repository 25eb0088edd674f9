import base64

import pytest
from tests.unit.inspection.readers.html_files import body, hidden, not_read, opened, rows, texts

from sekisho.inspection.model import Child, Covered, Hiding, Part, Place


@pytest.mark.parametrize(
    ("style", "hiding"),
    [
        ("display:none", Hiding.VANISH),
        ("DISPLAY: NONE !important", Hiding.VANISH),
        ("visibility:hidden", Hiding.VANISH),
        ("mso-hide:all", Hiding.VANISH),
        ("position:absolute;left:-9999px", Hiding.OFF_PAGE),
        ("position:absolute;top:-100em", Hiding.OFF_PAGE),
        ("text-indent:-9999px", Hiding.OFF_PAGE),
        ("height:0;overflow:hidden", Hiding.VANISH),
        ("max-height:0px; overflow:hidden", Hiding.VANISH),
        ("position:absolute;clip:rect(0,0,0,0)", Hiding.VANISH),
        ("clip-path: inset(50%)", Hiding.VANISH),
        ("transform:scale(0)", Hiding.VANISH),
        ("opacity:0", Hiding.NO_INK),
        ("color:transparent", Hiding.NO_INK),
        ("color:rgba(0,0,0,0)", Hiding.NO_INK),
        ("font-size:0", Hiding.TINY_FONT),
        ("font-size:1px", Hiding.TINY_FONT),
        ("font:1px serif", Hiding.TINY_FONT),
        ("color:#fff", Hiding.FONT_COLOUR),
        ("color:white", Hiding.FONT_COLOUR),
        ("color:rgb(255, 255, 254)", Hiding.FONT_COLOUR),
        ("background:#ff0;color:#ffff00", Hiding.FONT_COLOUR),
    ],
)
def test_a_text_that_a_style_hides(style: str, hiding: Hiding) -> None:
    inline = body(f'<p>見える<span style="{style}">青木花子</span></p>')
    assert hidden(inline) == {"青木花子": hiding}
    assert "見える" in texts(inline)
    by_class = body('<p class="a x">青木花子<p>見える', f"<style>.x{{{style}}}</style>")
    assert hidden(by_class) == {"青木花子": hiding}


@pytest.mark.parametrize(
    "style",
    [
        "color:#ddd",
        "opacity:0.5",
        "font-size:6pt",
        "font-size:60%",
        "position:absolute;left:-20px",
        "text-indent:-1em",
        "overflow:hidden",
        "overflow:hidden;width:100%;height:20px",
        "overflow:hidden;height:1%",
        "height:0",
        "color:white;background:navy",
        "color:white;background:url(a.png)",
        "color:white;background:linear-gradient(red,blue)",
        "color:hsl(0 0% 100%)",
        "color:var(--x)",
        "transform:scale(0.9)",
        "visibility:visible",
        "display:flex",
        "nonsense",
    ],
)
def test_a_text_that_can_be_seen(style: str) -> None:
    document = body(f'<p style="{style}">青木花子</p>')
    assert hidden(document) == {}
    assert document.covered == ()


def test_rules_win_by_what_they_ask_for_and_an_inline_style_wins_over_them() -> None:
    css = "<style>#i{display:block} p{display:none} .c{display:none} p.d{display:inline} .d{display:none} @media print{div{display:none}}</style>"
    document = body('<p id=i>一</p><p class=d>二</p><p class=c>三</p><p style="display:block">四</p><div>五</div>', css)
    assert hidden(document) == {"三": Hiding.VANISH}


def test_a_rule_for_every_screen_counts() -> None:
    assert hidden(body("<p class=x>青木", "<style>@media screen{.x{display:none}}</style>")) == {"青木": Hiding.VANISH}


def test_what_is_inside_something_hidden_is_hidden_and_visibility_can_come_back() -> None:
    document = body(
        '<div hidden><p>一<b>二</b></p></div><div style="visibility:hidden">三<p style="visibility:visible">四</p></div>'
    )
    assert hidden(document) == {"一二": Hiding.VANISH, "三": Hiding.VANISH}


def test_colours_are_not_judged_where_the_style_sheet_lies_elsewhere() -> None:
    for head in ('<link rel="stylesheet" href="a.css">', "<style>.hero p{background:#000}</style>"):
        assert hidden(body('<p style="color:white">青木', head)) == {}
        assert hidden(body('<p style="color:white;background:white">青木', head)) == {"青木": Hiding.FONT_COLOUR}


def test_black_on_black_is_blacked_out_and_can_still_be_copied() -> None:
    document = body(
        '<p>所得 <span style="background:#000;color:#000">青木花子</span></p><table><tr><td bgcolor=black>馬場<td>b</table>'
    )
    assert document.covered == (Covered(Place(Part.BODY), "青木花子"), Covered(Place(Part.BODY), "馬場"))
    assert document.grids[0].hidden_cells == {0: Hiding.COVERED}


def test_templates_and_closed_dialogs_are_hidden_and_noscript_is_a_script() -> None:
    document = body(
        "<template><p>一</p></template><dialog>二</dialog><dialog open>三</dialog><noscript><p>四</p></noscript>"
    )
    assert hidden(document) == {"一": Hiding.VANISH, "二": Hiding.VANISH}
    assert texts(document, Part.SCRIPT) == ["四"]


def test_hidden_rows_columns_and_cells_of_a_table() -> None:
    document = body(
        "<table><colgroup><col><col style='visibility:collapse'></colgroup><tr><td>a<td>b<tr style='display:none'><td>c<td>d"
        "<tr><td style='display:none'>e<td>f</table><table hidden><tr><td>g<td>h</table><div hidden><table><tr><td>i<td>j</table></div>"
    )
    first = document.grids[0]
    assert first.hidden_rows == {2: Hiding.ROW}
    assert first.hidden_columns == {2: Hiding.COLUMN}
    assert first.hidden_cells == {4: Hiding.VANISH}
    assert [grid.hidden for grid in document.grids] == [Hiding.SEEN, Hiding.VANISH, Hiding.VANISH]


def test_a_cell_that_shows_one_thing_and_hides_another() -> None:
    document = body("<table><tr><td>A園<span style='display:none'>青木花子</span><td>b</table>")
    assert rows(document)[0] == (1, 1, "A園")
    assert hidden(document) == {"青木花子": Hiding.VANISH}


# ---------------------------------------------------------------- beside the text


def test_remarks_are_comments_and_marks_of_the_maker_are_not() -> None:
    document = opened(
        "<!-- 旧：青木花子 --><html><!-- header --><body><!-- 090-0000-0000 --><!-- --><p>x</p></body></html><!-- 末尾 -->"
    )
    assert sorted(texts(document, Part.COMMENT)) == ["090-0000-0000", "旧：青木花子", "末尾"]
    assert texts(document, Part.SCRIPT) == ["header"]


def test_a_page_of_remarks_alone_is_read() -> None:
    assert texts(opened("<!-- 青木花子 -->")) == ["青木花子"]


def test_rows_that_were_taken_out_by_a_remark_are_read_as_rows() -> None:
    document = body("<!-- <table><tr><td>青木</td><td>A園</td></tr></table><p>段落</p> -->")
    assert (document.grids[0].place.part, document.grids[0].hidden) == (Part.COMMENT, Hiding.BEHIND)
    assert rows(document) == [(1, 1, "青木"), (1, 2, "A園")]
    assert texts(document, Part.COMMENT) == ["段落"]


def test_what_only_some_programs_show_is_behind() -> None:
    document = body("<!--[if mso]><p>青木</p><![endif]--><![if !mso]><p>馬場</p><![endif]>")
    assert hidden(document) == {"青木": Hiding.BEHIND}
    assert texts(document, Part.BODY) == ["青木", "馬場"]


def test_attributes_that_say_something() -> None:
    document = body(
        '<img src="a.png" alt="青木の写真" title="題"><p aria-label="馬場" data-id="S0123" data-toggle="tooltip" class="千葉">x</p>'
        '<input type=hidden name=sid value="S0201"><input name=n value="江口"><textarea>土井</textarea><select><option>村上</select>'
    )
    assert texts(document, Part.ALT_TEXT) == ["青木の写真", "題", "馬場"]
    assert texts(document, Part.ATTRIBUTE) == ["S0123", "S0201"]
    assert texts(document, Part.FORM_FIELD) == ["江口", "土井", "村上"]
    assert hidden(document) == {"S0123": Hiding.BEHIND, "S0201": Hiding.BEHIND}


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp"])
def test_links_are_read_as_people_read_them(codec: str) -> None:
    from urllib.parse import quote

    document = body(
        f'<a href="mailto:a@example.jp?subject={quote("青木はなこ", encoding=codec)}">x</a><a href="#top">y</a>'
    )
    assert texts(document, Part.HYPERLINK) == ["mailto:a@example.jp?subject=青木はなこ"]


def test_scripts_are_read_with_their_escapes() -> None:
    document = body(
        '<script>var a="\\u9752\\u6728";\nvar b="\\ud842\\udfb7\\x41";</script><a href="javascript:show(%22%E9%9D%92%22)" onclick="f(\'馬場\')">x</a>'
    )
    assert texts(document, Part.SCRIPT) == ['var a="青木";', 'var b="𠮷A";', 'javascript:show("青")', "f('馬場')"]


def test_data_for_search_engines_is_read_person_by_person() -> None:
    data = '{"list":[{"name":"青木","birth":{"date":"2020-01-01"}},{"name":"馬場","tags":["a","b"]}]}'
    document = body(f'<script type="application/ld+json">{data}</script>')
    assert texts(document, Part.SCRIPT) == ["name: 青木\ndate: 2020-01-01", "name: 馬場\ntags: a, b"]


@pytest.mark.parametrize("data", ["{", "[" * 5000, "", '"青木"', "[]", "null", '{"a":' * 500 + "1" + "}" * 500])
def test_odd_data_is_read_somehow(data: str) -> None:
    told = "".join(texts(body(f'<script type="application/json">{data}</script>')))
    assert ("青木" in told) == ("青木" in data)


def test_style_sheets_are_read_for_what_they_say_and_write() -> None:
    document = body("<p>x", '<style>/* 作成 青木 */ /* Font */ p::after{content:"馬場"} q{content:"."}</style>')
    assert texts(document, Part.SCRIPT) == ["作成 青木", "馬場"]


def test_what_a_page_says_of_itself_is_a_property() -> None:
    document = body(
        "x", '<title>名簿</title><meta name="author" content="青木"><meta property="og:title" content="馬場">'
    )
    assert {(t.name, t.text) for t in document.texts if t.place.part is Part.PROPERTY} == {
        ("title", "名簿"),
        ("author", "青木"),
        ("og:title", "馬場"),
    }


# ---------------------------------------------------------------- files


def address(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def test_files_in_addresses_are_children() -> None:
    document = body(
        f'<a download="名簿.csv" href="{address("青木".encode(), "text/csv")}">x</a><a href="data:text/html,%3Cp%3E%E9%9D%92">y</a>'
        '<iframe srcdoc="&lt;p&gt;馬場"></iframe>'
    )
    assert document.children[0] == Child("名簿.csv", "青木".encode(), Place(Part.EMBEDDED), Hiding.BEHIND, shown=False)
    assert [(child.name, child.data.decode("utf-8-sig")) for child in document.children[1:]] == [
        ("data-2.html", "<p>青"),
        ("frame-3.html", "<html><p>馬場"),
    ]


def png(side: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + side.to_bytes(4) + side.to_bytes(4) + bytes(20)


def test_pictures_in_addresses_are_counted_and_a_large_one_is_to_be_looked_at() -> None:
    small, large = (address(png(side), "image/png") for side in (16, 800))
    document = body(
        f'<img src="{small}"><p style="background:url({large})">x</p>', f"<style>p{{background:url('{small}')}}</style>"
    )
    assert document.pictures == 3
    assert [unread.asks for unread in document.coverage.not_read] == [True]
    assert document.children == ()


def test_a_font_is_no_file_and_a_broken_address_no_harm() -> None:
    document = body(
        f'<style>@font-face{{src:url({address(b"wOF2" + bytes(9), "font/woff2")})}}</style><a href="data:x">y</a><a href="data:;base64,A">z</a>'
    )
    assert document.children == ()
    assert not_read(document) == []


def test_a_drawing_in_an_address_is_read_too() -> None:
    drawing = address('<svg xmlns="http://www.w3.org/2000/svg"><text>青木</text></svg>'.encode(), "image/svg+xml")
    document = body(f'<img src="{drawing}">')
    assert texts(opened(document.children[0].data), Part.BODY) == ["青木"]


@pytest.mark.parametrize(
    "mark",
    [
        "本文ここから",
        "▼ グローバルナビ ▼",
        "ヘッダー",
        "/フッター",
        "メインコンテンツ 開始",
        "saved from url=(0030)https://www.example.jp/",
    ],
)
def test_marks_by_which_makers_of_pages_find_their_way_are_no_remarks(mark: str) -> None:
    assert texts(body(f"<!-- {mark} -->"), Part.SCRIPT) == [mark]


@pytest.mark.parametrize(
    "remark",
    [
        "青木花子",
        "本文の青木",
        "右の人は消す",
        "担当に確認する",
        "次回の終了面談を青木さんへ",
        "090-0000-0000 開始前に電話",
    ],
)
def test_remarks_that_say_something_are_remarks(remark: str) -> None:
    assert texts(body(f"<!-- {remark} -->"), Part.COMMENT) == [remark]
