import io
import struct

import pytest
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from tests.unit.inspection.readers.docx_files import hidden, made, opened, paragraph, run, seen, texts, xml

from sekisho.inspection.containers.macros import inflate_module, macro_texts
from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.docx.embedded import read_embedded
from sekisho.inspection.readers.docx.pictures import is_large, picture_kind
from sekisho.inspection.readers.docx.seen import Seen


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(40)


def ole(**streams: bytes) -> bytes:
    """Return an OLE file with two streams, by the writer for encrypted files, whose names are then changed."""
    buffer = io.BytesIO()
    (one, first), (two, second) = (*streams.items(), ("x", b"x"))[:2]
    ECMA376Encrypted(first.ljust(5000, b"\0"), second).write_to(buffer)
    data = buffer.getvalue()
    for old, new in (("EncryptedPackage", one), ("EncryptionInfo", two)):
        entry = data.index(old.encode("utf-16-le"))
        full = {"native": "\x01Ole10Native", "equation": "Equation Native"}.get(new, new)
        name = (full + "\0").encode("utf-16-le")
        data = data[:entry] + name.ljust(64, b"\0") + struct.pack("<H", len(name)) + data[entry + 66 :]
    return data


@pytest.mark.parametrize(
    "part",
    [
        ("fontTable", "fontTable.xml", xml("w:fonts", '<w:font w:name="ＭＳ 明朝"/>')),
        ("theme", "theme/theme1.xml", xml("a:theme", '<a:x typeface="ＭＳ 明朝"/>')),
        ("webSettings", "webSettings.xml", xml("w:webSettings", '<w:div w:id="1234567890"/>')),
        ("commentsExtended", "commentsExtended.xml", xml("w:x", '<w:y w:paraId="12345678"/>')),
        ("image", "media/image1.png", png(299, 900)),
        ("thumbnail", "thumbnail.jpeg", b"\xff\xd8\xff" + bytes(99999)),
        (
            "numbering",
            "numbering.xml",
            xml("w:numbering", '<w:lvl><w:lvlText w:val="第%1条"/></w:lvl><w:lvl><w:lvlText w:val="(%1)"/></w:lvl>'),
        ),
        (
            "settings",
            "settings.xml",
            xml("w:settings", '<w:zoom w:percent="100"/><w:rsids><w:rsid w:val="00123456"/></w:rsids>'),
        ),
        ("printerSettings", "printerSettings1.bin", bytes(200)),
    ],
)
def test_parts_that_every_document_has_tell_nothing(part: tuple[str, str, bytes]) -> None:
    found = seen(paragraph("本文"), part)
    assert [text for text in texts(found) if text != "第条"] == ["本文"]
    assert found.coverage.not_read == ()
    assert found.coverage.read == found.coverage.parts == 5


def test_names_that_a_program_gives_to_a_drawing_tell_nothing() -> None:
    names = [
        "図 1",
        "Picture 12",
        "テキスト ボックス 2",
        "正方形/長方形 3",
        "Text Box 4",
        "グラフ 5",
        "",
        "直線コネクタ 6",
    ]
    drawn = "".join(f'<w:r><w:drawing><wp:docPr id="1" name="{name}"/></w:drawing></w:r>' for name in names)
    assert not seen(paragraph(drawn)).texts


def test_what_is_said_beside_the_text_is_read() -> None:
    body = (
        '<w:bookmarkStart w:name="山田太郎"/><w:bookmarkStart w:name="_Toc1"/>'
         '<w:tbl><w:tblPr><w:tblCaption w:val="名簿"/><w:tblDescription w:val="山田の表"/></w:tblPr></w:tbl>'
        + paragraph(
            '<w:r><w:drawing><wp:docPr id="1" name="山田の写真" descr="山田さん" title="題"/></w:drawing></w:r>'
            '<w:r><w:pict><v:shape alt="佐藤さん"><v:imagedata o:title="写真"/><v:textpath string="社外秘"/></v:shape></w:pict></w:r>'
            '<w:permStart w:ed="k\\yamada"/><w:hyperlink w:tooltip="山田へ">' + run("連絡") + "</w:hyperlink>"
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="氏名"/><w:textInput><w:default w:val="山田"/></w:textInput>'
            '<w:ddList><w:listEntry w:val="佐藤"/></w:ddList></w:ffData></w:fldChar></w:r>'
            '<w:sdt><w:sdtPr><w:tag w:val="tag1"/><w:comboBox><w:listItem w:displayText="鈴木" w:value="S1"/></w:comboBox></w:sdtPr></w:sdt>'
            "<!-- 田中の分 -->"
        )
    )  # fmt: skip
    found = seen(body)
    assert texts(found, Part.BOOKMARK) == ["山田太郎"]
    assert texts(found, Part.ALT_TEXT) == ["名簿", "山田の表", "山田さん", "題", "山田の写真", "佐藤さん", "写真"]
    assert texts(found, Part.TEXT_BOX) == ["社外秘"]
    assert texts(found, Part.PROPERTY) == ["k\\yamada", "tag1"]
    assert texts(found, Part.HYPERLINK) == ["山田へ"]
    assert texts(found, Part.FORM_FIELD) == ["氏名", "山田", "佐藤", "鈴木", "S1"]
    assert texts(found, Part.CUSTOM_XML) == ["田中の分"]
    assert {part for part, _, _ in hidden(found)} == {Part.PROPERTY, Part.CUSTOM_XML}


def test_properties_keep_their_names() -> None:
    custom = xml("p:Properties xmlns:p='x'", '<p:property name="担当"><p:lpwstr>山田</p:lpwstr></p:property>').replace(
        b"</p:Properties xmlns:p='x'>", b"</p:Properties>"
    )
    found = seen(
        "",
        ("core-properties", "core.xml", xml("w:core", "<w:creator>佐藤</w:creator><w:empty/>")),
        ("custom-properties", "custom.xml", custom),
    )
    assert [(text.name, text.text) for text in found.texts] == [
        ("creator", "佐藤"),
        ("担当", "山田"),
        ("property", "担当"),
    ]
    assert all(text.hidden is Hiding.BEHIND for text in found.texts)


def test_people_and_settings_are_read() -> None:
    settings = xml(
        "w:settings",
        '<w:docVars><w:docVar w:name="宛先" w:val="山田"/></w:docVars><w:mailMerge><w:query w:val="SELECT * FROM 名簿"/>'
        "<w:odso><w:fieldMapData><w:name w:val='氏名'/></w:fieldMapData></w:odso></w:mailMerge>",
    )
    people = xml(
        "w:people", '<w:person w:author="担当 一郎"><w:presenceInfo w:userId="ichiro@k.example.jp"/></w:person>'
    )
    found = seen("", ("settings", "settings.xml", settings), ("people", "people.xml", people))
    assert texts(found, Part.PROPERTY) == ["担当 一郎", "ichiro@k.example.jp", "宛先", "山田"]
    assert texts(found, Part.FIELD) == ["SELECT * FROM 名簿", "氏名"]


def test_targets_outside_are_told_by_what_they_are_for() -> None:
    found = seen(
        "",
        ("hyperlink", "https://k.example.jp", b""),
        ("attachedTemplate", "file:///D:/yamada/t.dotm", b""),
        ("mailMergeSource", "file:///C:/meibo.xlsx", b""),
        ("image", "file:///C:/photo.png", b""),
    )
    assert [(text.place.part, text.hidden) for text in found.texts] == [
        (Part.HYPERLINK, Hiding.SEEN),
        (Part.PROPERTY, Hiding.BEHIND),
        (Part.FIELD, Hiding.BEHIND),
        (Part.EXTERNAL_LINK, Hiding.BEHIND),
    ]


def test_charts_and_diagrams_are_read_with_what_they_keep() -> None:
    chart = xml("c:chart", "<c:f>名簿!$A$1</c:f><c:pt><c:v>山田</c:v></c:pt><a:p><a:r><a:t>題</a:t></a:r></a:p>")
    diagram = xml(
        "dgm:data", "<dgm:pt><dgm:t><a:p><a:r><a:t>佐</a:t></a:r><a:r><a:t>藤</a:t></a:r></a:p></dgm:t></dgm:pt>"
    )
    found = seen(
        "",
        ("chart", "charts/chart1.xml", chart),
        ("diagramData", "data1.xml", diagram),
        ("diagramDrawing", "drawing1.xml", diagram),
    )
    assert texts(found, Part.CHART) == ["名簿!$A$1", "山田", "題"]
    assert texts(found, Part.TEXT_BOX) == ["佐藤"]
    assert not hidden(found)


def test_pictures_are_counted_and_large_ones_ask() -> None:
    found = seen(
        "",
        ("image", "media/a.png", png(300, 300)),
        ("image", "media/b.png", png(40, 40)),
        (
            "image",
            "media/c.emf",
            b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(20) + "山田太郎".encode("utf-16-le"),
        ),
        ("image", "media/d.svg", xml("w:svg", "<w:text>佐藤</w:text><w:path d='12345678'/>")),
    )
    assert found.pictures == 4
    assert [(one.part, one.asks, one.place.part) for one in found.coverage.not_read] == [
        ("word/media/a.png", True, Part.EMBEDDED)
    ]
    assert found.coverage.read == found.coverage.parts - 1
    assert any("山田太郎" in text for text in texts(found, Part.TEXT_BOX))
    assert "佐藤" in texts(found, Part.TEXT_BOX)


@pytest.mark.parametrize(
    ("data", "kind", "large"),
    [
        (png(300, 301), "png", True),
        (b"GIF89a" + struct.pack("<HH", 300, 300), "gif", True),
        (b"GIF89a" + struct.pack("<HH", 300, 30), "gif", False),
        (b"BM" + bytes(16) + struct.pack("<ii", 400, -400), "bmp", True),
        (b"BM" + bytes(3), "bmp", False),
        (b"\x01\x00\x00\x00" + bytes(4) + struct.pack("<iiii", 0, 0, 500, 500) + bytes(16) + b" EMF", "emf", True),
        (
            b"\xff\xd8\xff\xe0" + bytes(9) + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 600, 800) + b"\x03",
            "jpeg",
            True,
        ),
        (
            b"\xff\xd8\xff\xe0" + bytes(9) + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", 60, 80) + b"\x03",
            "jpeg",
            False,
        ),
        (b"\xff\xd8\xff\xe0" + bytes(40_000), "jpeg", True),
        (b"RIFF\x00\x00\x00\x00WEBP", "webp", False),
        (b"\x00\x00\x00\x18ftypheic", "heif", False),
        (b"II*\x00" + bytes(40_000), "tiff", True),
        (b"RIFF\x00\x00\x00\x00WAVE" + bytes(9), "", False),
    ],
)
def test_the_header_of_a_picture_says_how_large_it_is(data: bytes, kind: str, large: bool) -> None:
    assert picture_kind(data) == kind
    assert is_large(data) is large


def test_the_glossary_and_customxml_are_behind_the_text() -> None:
    found = seen(
        paragraph("本文"),
        ("glossaryDocument", "glossary/document.xml", xml("w:glossaryDocument", paragraph("部品 山田"))),
        ("header", "glossary/header1.xml", xml("w:hdr", paragraph("部品の頭"))),
    )
    assert (Part.CUSTOM_XML, "部品 山田", Hiding.BEHIND) in hidden(found)
    assert (Part.HEADER_FOOTER, "部品の頭", Hiding.BEHIND) in hidden(found)
    found = seen("", ("customXml", "item1.xml", xml("w:data", "<w:x w:y='佐藤'>鈴木</w:x>田中")))
    assert texts(found, Part.CUSTOM_XML) == ["鈴木", "田中", "佐藤"]


def test_files_inside_are_children_and_hidden() -> None:
    found = seen(
        "",
        ("package", "embeddings/book.xlsx", b"PK\x03\x04book"),
        ("aFChunk", "afchunk.htm", b"<html>"),
        ("oleObject", "embeddings/ole.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 damaged"),
    )
    assert [(c.name, c.shown, c.hidden, c.place.part) for c in found.children] == [
        (name, False, Hiding.BEHIND, Part.EMBEDDED) for name in ("afchunk.htm", "book.xlsx", "ole.bin")
    ]


def native(label: bytes, content: bytes) -> bytes:
    path = b"C:\\x\0"
    body = (
        b"\x02\x00"
        + label
        + b"\0"
        + b"C:\\a\0"
        + bytes(4)
        + struct.pack("<I", len(path))
        + path
        + struct.pack("<I", len(content))
        + content
    )
    return struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    ("streams", "name", "start"),
    [
        ({"native": native("名簿.csv".encode("cp932"), b"1,x")}, "名簿.csv", b"1,x"),
        ({"native": b"\x00\x00"}, "ole.bin", b"\x00\x00"),
        ({"Package": b"PK\x03\x04"}, "ole.bin", b"PK\x03\x04"),
        ({"CONTENTS": b"%PDF-1.7"}, "ole.bin", b"%PDF"),
        ({"other": b"x"}, "ole.bin", b"\xd0\xcf\x11\xe0"),
    ],
)
def test_a_file_is_taken_out_of_what_ole_wraps_around_it(streams: dict[str, bytes], name: str, start: bytes) -> None:
    found = Seen()
    read_embedded("ole.bin", ole(**streams), found)
    (child,) = found.children
    assert child.name == name
    assert child.data.startswith(start)


def test_an_old_equation_is_no_file() -> None:
    found = Seen()
    read_embedded("ole.bin", ole(equation=b"x plus y"), found)
    assert not found.children
    assert "x plus y" in [text.text for text in found.texts]


SOURCE = b'Attribute VB_Name = "M"\r\n'


def compressed(source: bytes) -> bytes:
    """Compress as MS-OVBA does, literally: every flag says that a byte follows; the last three repeat by a token."""
    groups = [source[at : at + 8] for at in range(0, len(source), 8)]
    body = b"".join(b"\x00" + group for group in groups)
    return b"\x01" + struct.pack("<H", 0xB000 | (len(body) - 1)) + body


def test_the_source_of_a_macro_is_inflated() -> None:
    assert inflate_module(compressed(SOURCE)) == SOURCE
    token = b"\x08abc" + struct.pack("<H", (2 << 12) | 3)
    assert inflate_module(b"\x01" + struct.pack("<H", 0xB000 | (len(token) - 1)) + token) == b"abcabcabc"
    assert inflate_module(b"\x01" + struct.pack("<H", 0x3FFF) + b"plain") == b"plain"


@pytest.mark.parametrize("chunk", [b"\x01\xff\xff", b"\x01\x00", b"\x00ab"])
def test_a_damaged_macro_ends_where_it_is_damaged(chunk: bytes) -> None:
    assert inflate_module(b"\x01" + struct.pack("<H", 0xB000 | (len(chunk) - 1)) + chunk) in {b"", b"ab"}


def test_names_in_macros_are_read() -> None:
    source = SOURCE + 'MsgBox "山田太郎"\r\n'.encode("cp932")
    data = ole(Module=b"junk" + compressed(source))
    assert 'MsgBox "山田太郎"' in macro_texts(data)
    found = seen(
        "", ("vbaProject", "vbaProject.bin", data), ("wordVbaData", "vbaData.bin", b"\x00\x01" + "佐藤花子".encode())
    )
    assert 'MsgBox "山田太郎"' in texts(found, Part.SCRIPT)
    assert "佐藤花子" in texts(found, Part.SCRIPT)
    assert "佐藤花子" in macro_texts("佐藤花子".encode())


# ---------------------------------------------------------------- leftovers and damage


def test_parts_to_which_nothing_leads_are_read_as_hidden() -> None:
    found = seen(
        paragraph("本文"),
        extra={
            "word/old.xml": xml("w:document", "<w:body>" + paragraph("山田") + "</w:body>"),
            "word/item.xml": xml("w:data", "佐藤"),
            "word/left.png": png(10, 10),
            "[trash]/0000.dat": bytes(50),
        },
    )
    assert hidden(found) == [(Part.CUSTOM_XML, "佐藤", Hiding.BEHIND), (Part.CUSTOM_XML, "山田", Hiding.BEHIND)]
    assert found.pictures == 1
    assert found.coverage.not_read == ()


def test_parts_of_an_unknown_kind_are_named() -> None:
    found = seen("", ("strange", "strange.bin", b"\x99\x98\x97"), extra={"word/left.bin": b"\x99"})
    assert sorted(one.part for one in found.coverage.not_read) == ["word/left.bin", "word/strange.bin"]
    assert not any(one.asks for one in found.coverage.not_read)
    assert found.coverage.read == found.coverage.parts - 2


def test_a_damaged_part_is_named_and_the_others_are_read() -> None:
    found = seen(
        paragraph("本文"),
        ("header", "header1.xml", b"<w:hdr"),
        ("styles", "styles.xml", b"<broken"),
        ("settings", "settings.xml", b"<broken"),
        extra={"word/_rels/header1.xml.rels": b"<broken"},
    )
    assert texts(found, Part.TEXT) == ["本文"]
    missed = [one.part for one in found.coverage.not_read]
    assert "word/header1.xml" in "".join(missed)
    assert "word/settings.xml" in missed


def test_a_member_that_fails_its_checksum_is_named() -> None:
    data = made(paragraph("本文"), ("header", "header1.xml", xml("w:hdr", paragraph("頭"))))
    found = opened(data.replace("頭".encode(), "足".encode()))
    assert [one.part for one in found.coverage.not_read] == ["word/header1.xml"]


def test_strict_files_are_read_alike() -> None:
    body = xml("w:document", "<w:body>" + paragraph(run("山田", "<w:vanish/>") + run("本文")) + "</w:body>")
    strict = body.replace(
        b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert texts(seen("", extra={"word/document.xml": strict})) == ["本文", "山田"]


def test_the_deepest_nesting_that_xml_may_have_is_read() -> None:
    for opening, closing in (
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ):
        depth = 240 // opening.count("<")
        found = seen(opening * depth + paragraph("山田") + closing * depth)
        assert "山田" in [*texts(found), *(one for grid in found.grids for one in grid.strings)]
