import io
import zipfile

import pytest
import pyzipper

from sekisho.inspection.containers.opc import (
    Package,
    attribute,
    child,
    elements,
    local_name,
    open_package,
    parse_xml,
    relation_id,
    resolve,
)
from sekisho.inspection.model import Limits, UnreadableFileError

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types><Default Extension="XML" ContentType="text/xml"/><Override PartName="/word/Document.xml" ContentType="main"/><x/></Types>'


def arrows(*pairs: tuple[str, str], mode: str = "") -> str:
    return (
        "<Relationships>"
        + "".join(
            f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}"{mode}/>'
            for n, (kind, target) in enumerate(pairs)
        )
        + "<other/></Relationships>"
    )


def package(parts: dict[str, str]) -> Package:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return open_package(file.getvalue(), Limits())


def small() -> dict[str, str]:
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": arrows(("officeDocument", "/Word/document.xml")),
        "word/document.xml": "<d/>",
        "word/_rels/document.xml.rels": arrows(
            ("image", "media/%E5%9B%B3.png"), ("styles", "../styles.xml"), ("gone", "no.xml")
        ),
        "word/media/図.png": "x",
        "styles.xml": "<s/>",
        "folder/": "",
    }


def test_parts_types_and_arrows() -> None:
    made = package(small())
    assert "folder/" not in made.parts
    assert made.find("/WORD/DOCUMENT.XML") == "word/document.xml"
    assert made.find("none") is None
    assert made.content_type("word/document.xml") == "main"
    assert made.content_type("styles.xml") == "text/xml"
    assert made.content_type("word/media/図.png") == ""
    assert made.related("", "officeDocument") == ("word/document.xml",)
    assert [r.part for r in made.relationships("word/document.xml")] == ["word/media/図.png", "styles.xml", None]
    assert made.size("styles.xml") == 4
    assert b"".join(made.pieces("styles.xml")) == made.read("styles.xml") == b"<s/>"
    assert made.relationships("styles.xml") == ()
    assert made.orphans() == ()


def test_external_targets_reach_no_part() -> None:
    parts = small()
    parts["word/_rels/document.xml.rels"] = arrows(("hyperlink", "styles.xml"), mode=' TargetMode="External"')
    made = package(parts)
    [link] = made.relationships("word/document.xml")
    assert (link.external, link.part, link.kind, link.id) == (True, None, "hyperlink", "r0")
    assert set(made.orphans()) == {"styles.xml", "word/media/図.png"}


def test_parts_that_only_an_orphan_reaches_are_orphans_too() -> None:
    parts = small() | {"a.xml": "<a/>", "_rels/a.xml.rels": arrows(("x", "b.xml")), "b.xml": "<b/>"}
    assert package(parts).orphans() == ("a.xml", "_rels/a.xml.rels", "b.xml")


def test_damaged_lists_reach_nothing() -> None:
    parts = small() | {"word/_rels/document.xml.rels": "<"}
    made = package(parts)
    with pytest.raises(UnreadableFileError):
        made.relationships("word/document.xml")
    assert set(made.orphans()) == {"styles.xml", "word/media/図.png"}
    assert made.relations_part("word/document.xml") == "word/_rels/document.xml.rels"


def test_arrows_in_a_circle_end() -> None:
    parts = small() | {"_rels/styles.xml.rels": arrows(("back", "word/document.xml"))}
    assert package(parts).orphans() == ()


def test_missing_parts_and_types() -> None:
    made = package({"a.xml": "<a/>"})
    with pytest.raises(UnreadableFileError):
        made.read("b.xml")
    with pytest.raises(UnreadableFileError):
        _ = made.content_types


@pytest.mark.parametrize("name", ["WORD/document.xml", "word\\document.xml", "/word/document.xml"])
def test_one_name_twice_is_refused(name: str) -> None:
    with pytest.raises(UnreadableFileError, match="同じ名前"):
        package(small() | {name: "<other/>"})


def test_an_encrypted_part_is_refused() -> None:
    file = io.BytesIO()
    with pyzipper.AESZipFile(file, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"x")
        archive.writestr("a.xml", b"<a/>")
    with pytest.raises(UnreadableFileError):
        open_package(file.getvalue(), Limits())


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../drawings/d.xml#a", "xl/drawings/d.xml"),
        ("xl/workbook.xml", "/docProps/core.xml", "docProps/core.xml"),
        ("", "xl\\workbook.xml", "xl/workbook.xml"),
        ("a.xml", "../../../etc/passwd", "etc/passwd"),
    ],
)
def test_targets(source: str, target: str, part: str) -> None:
    assert resolve(source, target) == part


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<a>", b"<a></b>", b"<a>&b;</a>", b"<!DOCTYPE a><a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', b"<a>" * 300 + b"</a>" * 300,
    ],
)  # fmt: skip
def test_unsafe_and_damaged_xml_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        parse_xml(data)


def test_encodings() -> None:
    for encoding in ("utf-8", "utf-16", "shift_jis"):
        text = f'<?xml version="1.0" encoding="{encoding}"?><a>山田</a>'
        assert parse_xml(text.encode(encoding)).text == "山田"


def test_questions_by_local_name() -> None:
    root = parse_xml(
        f'<p:a xmlns:p="urn:p" xmlns:r="{R}"><!-- c --><p:b id="1" r:id="2" p:x="3"/><c r:embed="4"/></p:a>'.encode()
    )
    assert [local_name(e) for e in root.iter()] == ["a", "", "b", "c"]
    b = child(root, "b")
    assert b is not None
    assert child(root, "z") is None
    assert (attribute(b, "id"), attribute(b, "x"), attribute(b, "y", "?"), relation_id(b)) == ("1", "3", "?", "2")
    assert [relation_id(e, "embed") for e in elements(root, "c", "a")] == ["", "4"]
