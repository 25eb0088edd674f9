import pytest
from tests.unit.inspection.readers.pptx_files import (
    Deck,
    Slide,
    at,
    frame,
    hidden,
    not_read,
    opened,
    paragraph,
    picture,
    seen,
    shape,
    texts,
    xml,
)

from sekisho.inspection.model import Child, Hiding, Part, Place

PAGE = Place(Part.EMBEDDED, page=1)


def notes(*shapes: str) -> bytes:
    return xml("p:notes", f"<p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld>")


def test_notes_are_read_without_what_the_program_writes_into_them() -> None:
    page = notes(
        shape(placeholder='type="sldImg"'),
        shape("青木さんのことは話さない", "", placeholder='type="body" idx="1"'),
        shape('<a:p><a:fld type="slidenum"><a:rPr/><a:t>1</a:t></a:fld></a:p>', placeholder='type="sldNum" idx="5"'),
        shape(
            '<a:p><a:fld type="datetime1"><a:rPr/><a:t>2026/11/24</a:t></a:fld></a:p>', placeholder='type="dt" idx="6"'
        ),
    )
    document = seen(shape("一"), ("notesSlide", "notesSlides/notesSlide1.xml", page))
    assert [(t.text, t.place, t.hidden) for t in document.texts if t.place.part is Part.NOTES] == [
        ("青木さんのことは話さない", Place(Part.NOTES, page=1), Hiding.BEHIND)
    ]


def test_empty_notes_say_nothing() -> None:
    document = seen(shape("一"), ("notesSlide", "notesSlides/n.xml", notes(shape("", placeholder='type="body"'))))
    assert texts(document, Part.NOTES) == []


def test_comments_of_both_generations_with_their_authors() -> None:
    old = xml("p:cmLst", '<p:cm authorId="0"><p:pos x="0" y="0"/><p:text>青木を消す</p:text></p:cm>')
    new = xml(
        "p188:cmLst",
        f"<p188:cm><p188:replyLst><p188:reply><p188:txBody>{paragraph('馬場も')}</p188:txBody></p188:reply></p188:replyLst><p188:txBody>{paragraph('千葉は')}</p188:txBody></p188:cm>",
    )
    authors = xml("p:cmAuthorLst", '<p:cmAuthor id="0" name="土井 健" initials="土"/>')
    modern = xml("p188:authorLst", '<p188:author id="{1}" name="江口" initials="江" userId="eguchi@example.jp"/>')
    slide = Slide(
        shape("一"), (("comments", "comments/comment1.xml", old), ("comments", "comments/modernComment_1.xml", new))
    )
    deck = Deck([slide], parts=(("commentAuthors", "commentAuthors.xml", authors), ("authors", "authors.xml", modern)))
    document = opened(deck.bytes())
    assert sorted(texts(document, Part.COMMENT)) == ["千葉は", "青木を消す", "馬場も"]
    assert {text.place.page for text in document.texts if text.place.part is Part.COMMENT} == {1}
    assert {t.text for t in document.texts if t.name == "author"} == {"土井 健", "土", "江口", "江"}
    assert {t.text for t in document.texts if t.name == "user"} == {"eguchi@example.jp"}


def test_a_chart_with_what_it_keeps_and_the_workbook_behind_it() -> None:
    points = "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in ("青木花子", "12", "0012345678"))
    chart = xml(
        "c:chartSpace", f"<c:title><a:p><a:r><a:t>出席</a:t></a:r></a:p></c:title><c:strCache>{points}</c:strCache>"
    )
    slide = Slide(frame('<c:chart r:id="r2"/>'), (("chart", "charts/chart1.xml", chart),))
    inner = (("package", "embeddings/Microsoft_Excel_Sheet1.xlsx", b"PK\x03\x04 book"),)
    document = opened(Deck([slide], beside={"charts/chart1.xml": inner}).bytes())
    assert [(t.text, t.place.page) for t in document.texts if t.place.part is Part.CHART] == [
        ("出席", 1),
        ("青木花子", 1),
        ("0012345678", 1),
    ]
    assert document.children == (
        Child("Microsoft_Excel_Sheet1.xlsx", b"PK\x03\x04 book", PAGE, Hiding.BEHIND, shown=False),
    )


def test_a_diagram_is_read_once_though_it_is_kept_twice() -> None:
    data = xml(
        "dgm:dataModel",
        f"<dgm:pt><dgm:t>{paragraph('課長')}</dgm:t></dgm:pt><dgm:pt><dgm:t>{paragraph('青木')}</dgm:t></dgm:pt>",
    )
    drawn = xml("dgm:drawing", shape("課長").replace("<p:txBody", "<dgm:txBody").replace("</p:txBody", "</dgm:txBody"))
    document = seen(
        frame("x"), ("diagramData", "diagrams/data1.xml", data), ("diagramDrawing", "diagrams/drawing1.xml", drawn)
    )
    assert texts(document, Part.SLIDE) == ["課長", "青木"]


def test_links_tips_alternative_texts_and_names() -> None:
    linked = shape("一", more='descr="青木の写真" title="題"', name="馬場の箱").replace(
        '<a:rPr lang="ja-JP" ></a:rPr>', '<a:rPr><a:hlinkClick r:id="r2" tooltip="千葉へ"/></a:rPr>'
    )
    document = seen(
        linked, ("hyperlink", "mailto:aoki@example.jp", "outside"), ("oleObject", "file:///c:/a.xlsx", "outside")
    )
    assert texts(document, Part.ALT_TEXT) == ["青木の写真", "題", "馬場の箱"]
    assert sorted(texts(document, Part.HYPERLINK)) == ["mailto:aoki@example.jp", "千葉へ"]
    assert texts(document, Part.EXTERNAL_LINK) == ["file:///c:/a.xlsx"]
    assert {t.place.page for t in document.texts if t.place.part in {Part.HYPERLINK, Part.EXTERNAL_LINK}} == {1}


def png(side: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\0\0\0" + bytes(20)


def test_pictures_are_counted_and_large_ones_are_to_be_looked_at_as_is_what_was_cut_away() -> None:
    crop = '<a:srcRect l="30000" r="10000"/>'
    document = seen(
        picture("r2", at(1, 1, 2, 2)) + picture("r3", at(5, 1, 9, 9), crop),
        ("image", "media/image1.png", png(20)),
        ("image", "media/image2.png", png(900)),
    )
    assert document.pictures == 2
    assert all(unread.asks and unread.place.page == 1 for unread in document.coverage.not_read)
    assert any("切り取" in why for why in not_read(document))
    assert any("画像の中の文字" in why for why in not_read(document))


def test_slides_that_sections_list_once_more_are_no_slides_of_their_own() -> None:
    again = '<p14:sldIdLst><p14:sldId id="256"/><p14:sldId id="257"/></p14:sldIdLst>'
    content = f'<p:extLst><p14:sectionLst><p14:section name="既定">{again}</p14:section></p14:sectionLst></p:extLst>'
    document = opened(Deck([Slide(shape("一")), Slide(shape("二"), attributes='show="0"')], content=content).bytes())
    assert not_read(document) == []
    assert document.coverage.parts == document.coverage.read
    assert document.slides == ((1, Hiding.SEEN), (2, Hiding.SLIDE))


def test_properties_tags_sections_and_shows() -> None:
    core = xml("cp", "<creator>青木花子</creator>")
    tag = xml("p:tagLst", '<p:tag name="PERSON" val="馬場陽菜"/>')
    more = '<p:custShowLst><p:custShow name="千葉さん用"/></p:custShowLst><p:extLst><p14:sectionLst><p14:section name="土井さん"/></p14:sectionLst></p:extLst>'
    custom = b"<r><name>\xe6\xb1\x9f\xe5\x8f\xa3</name></r>"
    deck = Deck(
        [Slide(shape("一"), (("tags", "tags/tag1.xml", tag),))],
        parts=(("core-properties", "core.xml", core), ("customXml", "item1.xml", custom)),
        content=more,
    )
    document = opened(deck.bytes())
    found = {text.name: text.text for text in document.texts if text.place.part is Part.PROPERTY}
    assert found == {"creator": "青木花子", "PERSON": "馬場陽菜", "custShow": "千葉さん用", "section": "土井さん"}
    assert texts(document, Part.CUSTOM_XML) == ["江口"]


def test_files_inside_and_what_no_relationship_reaches() -> None:
    deck = Deck(
        [Slide(shape("一"), (("oleObject", "embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0 not whole"),))],
        extra={
            "ppt/comments/old.xml": xml("p:cmLst", "<p:cm><p:text>残り</p:text></p:cm>"),
            "ppt/left.bin": b"\x01\x02" * 20,
            "ppt/n.xml": notes(shape("残りのノート")),
        },
    )
    document = opened(deck.bytes())
    assert [child.name for child in document.children] == ["oleObject1.bin"]
    assert texts(document, Part.COMMENT) == ["残り"]
    assert texts(document, Part.NOTES) == ["残りのノート"]
    assert [one.part for one in document.coverage.not_read] == ["ppt/left.bin"]


def test_sound_and_film_are_to_be_looked_at_and_fonts_are_not() -> None:
    document = seen(
        shape("一"),
        ("video", "media/media1.mp4", b"\0\0\0\x18ftypmp42" + bytes(20)),
        ("font", "fonts/font1.fntdata", b"\x01\x02" * 30),
    )
    assert [unread.asks for unread in document.coverage.not_read] == [True]


def test_an_old_drawing_that_is_not_well_formed_is_read() -> None:
    drawing = '<xml xmlns:v="urn:v"><v:textbox><div>青木<br></div></v:textbox></xml>'
    document = seen(shape("一"), ("vmlDrawing", "drawings/vmlDrawing1.vml", drawing.encode()))
    assert "青木" in texts(document, Part.SLIDE)


def test_a_drawing_in_svg_is_text_and_a_macro_is_script() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><text>青木</text></svg>'.encode()
    slide = Slide(shape("一"), (("image", "media/image1.svg", svg),))
    macro = b"\xd0\xcf\x11\xe0\x00" + "馬場陽菜のマクロ".encode("cp932")
    document = opened(Deck([slide], parts=(("vbaProject", "vbaProject.bin", macro),)).bytes())
    assert texts(document, Part.SLIDE) == ["一", "青木"]
    assert any("馬場陽菜" in text for text in texts(document, Part.SCRIPT))


def test_what_belongs_to_a_hidden_slide_is_hidden_with_it() -> None:
    chart = xml("c:chartSpace", "<c:strCache><c:pt><c:v>青木</c:v></c:pt></c:strCache>")
    slide = Slide(
        shape("一"),
        (("chart", "charts/chart1.xml", chart), ("package", "embeddings/a.xlsx", b"PK..")),
        attributes='show="0"',
    )
    document = opened(Deck([slide]).bytes())
    assert hidden(document, Part.CHART) == {"青木": Hiding.SLIDE}
    assert document.children[0].hidden is Hiding.SLIDE


@pytest.mark.parametrize("kind", ["notesSlide", "comments", "chart", "diagramData", "tags", "customXml"])
def test_a_damaged_part_is_named(kind: str) -> None:
    document = seen(shape("一"), (kind, "parts/x.xml", b"<broken"))
    assert [one.part for one in document.coverage.not_read] == ["ppt/parts/x.xml"]
    assert document.coverage.read == document.coverage.parts - 1
