import struct

import pytest
from tests.unit.inspection.readers.xlsx_files import ONE, document, parts_of, texts, with_part

from sekisho.inspection.model import Hiding, Part


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"


def test_files_inside_become_children() -> None:
    doc = with_part("package", b"PK", "xl/embeddings/list.xlsx")
    [child] = doc.children
    assert (child.name, child.data, child.place.part, child.place.sheet) == ("list.xlsx", b"PK", Part.EMBEDDED, "名簿")
    assert (child.hidden, child.shown) == (Hiding.BEHIND, False)


@pytest.mark.parametrize(
    ("data", "asks"),
    [
        (png(120, 60), False),
        (png(299, 2000), False),
        (png(300, 300), True),
        (b"GIF89a" + struct.pack("<HH", 800, 600), True),
        (b"BM" + b"\x00" * 16 + struct.pack("<ii", 400, -400), True),
        (
            b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xd0\xff\xff\xc0\x00\x11\x08"
            + struct.pack(">HH", 500, 600)
            + b"\x00" * 9,
            True,
        ),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00\x00" + b"\x00" * 9, False),
        (b"\xff\xd8\xff", False),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"II*\x00" + b"\x00" * 40_000, True),
        (b"RIFF\x00\x00\x00\x00WEBP", False),
        (b"\x01\x00\x00\x00\x00\x00\x00\x00" + struct.pack("<iiii", 0, 0, 100, 100) + b"\x00" * 16 + b" EMF", False),
    ],
)
def test_pictures_ask_only_where_they_are_large(data: bytes, asks: bool) -> None:
    doc = with_part("image", data, "xl/media/image1.png")
    assert doc.pictures == 1
    assert [u.asks for u in doc.coverage.not_read] == ([True] if asks else [])
    assert doc.coverage.read == doc.coverage.parts - asks


def test_words_in_pictures_made_of_strokes() -> None:
    head = b"\x01\x00\x00\x00\x00\x00\x00\x00" + struct.pack("<iiii", 0, 0, 9, 9) + b"\x00" * 16 + b" EMF"
    doc = with_part("image", head + "山田太郎の住所".encode("utf-16-le"), "xl/media/image1.emf")
    assert any("山田太郎の住所" in text for text in texts(doc, Part.TEXT_BOX))
    svg = with_part("image", "<svg><text>山田</text></svg>", "xl/media/image1.svg")
    assert texts(svg, Part.TEXT_BOX) == ["山田"]


def test_printers_macros_and_controls() -> None:
    printer = with_part("printerSettings", "\\\\server\\複合機".encode("utf-16-le") + b"\x00\x00\x01", "xl/p.bin")
    assert texts(printer, Part.PROPERTY) == ["\\\\server\\複合機"]
    macro = with_part(
        "vbaProject", b"\x01\x02" + "山田太郎さん".encode("cp932") + b"\x00\x01MsgBox", "xl/vbaProject.bin"
    )
    assert "山田太郎さん" in texts(macro, Part.SCRIPT)
    control = with_part("activeXControlBinary", b"\x00Caption\x00", "xl/activeX/a.bin")
    assert texts(control, Part.PROPERTY) == ["Caption"]
    xml = with_part("ctrlProp", '<formControlPr xmlns="urn:c" label="選択"/>')
    assert texts(xml, Part.PROPERTY) == ["選択"]
    for doc in (printer, macro, control, xml):
        assert doc.coverage.not_read == ()


def test_thumbnails_are_pictures_and_do_not_ask() -> None:
    made = parts_of(ONE, root_arrows=[("t", "thumbnail", "docProps/thumbnail.png")])
    made["docProps/thumbnail.png"] = png(900, 900)
    doc = document(made)
    assert (doc.pictures, doc.coverage.not_read) == (1, ())


def test_unknown_parts_are_named() -> None:
    assert [u.part for u in with_part("odd", b"\x07\x08", "xl/odd.bin").coverage.not_read] == ["xl/odd.bin"]
    made = parts_of(ONE)
    made["left.bin"] = b"\x07\x08"
    made["left.png"] = png(900, 900)
    made["left.xml"] = "<a>"
    missed = {u.part: u.asks for u in document(made).coverage.not_read}
    assert missed == {"left.bin": False, "left.png": True, "left.xml": False}
