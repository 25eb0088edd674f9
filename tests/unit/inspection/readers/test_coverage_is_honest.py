"""Taking away the handling of any one part makes that part show as not read, and stops; the others are read as before."""

import io
from collections.abc import Callable

import pytest
from docx import Document as WordDocument
from tests.unit.inspection.checks.said import run
from tests.unit.inspection.readers.ods_files import cell, content, row, spaced, table
from tests.unit.inspection.readers.ods_files import parts_of as ods_parts
from tests.unit.inspection.readers.xlsb_files import parts_of as xlsb_parts
from tests.unit.inspection.readers.xlsb_files import rec, wide
from tests.unit.inspection.readers.xlsb_files import row as binary_row
from tests.unit.inspection.readers.xlsb_files import sheet as binary_sheet
from tests.unit.inspection.readers.xlsb_files import text as binary_text
from tests.unit.inspection.readers.xlsx_files import ONE, R, pack, parts_of, style_sheet

from sekisho.inspection.checks.unreadable import CHECK
from sekisho.inspection.containers.opc import Package
from sekisho.inspection.model import Document, File, Limits, UnreadableFileError
from sekisho.inspection.reading import read_file
from sekisho.words import say

XML = "<a><t>文字</t></a>"


def workbook() -> bytes:
    kinds = ("comments", "drawing", "table", "threadedComment", "vmlDrawing", "customProperty")
    made = parts_of(
        ONE,
        styles=style_sheet(),
        strings='<sst xmlns="x"><si><t>余り</t></si></sst>',
        theme="<theme/>",
        sheet_arrows=[(kind, kind, f"/xl/{kind}.xml") for kind in kinds],
        book_arrows=[("c", "chartsheet", "chart/one.xml"), ("e", "externalLink", "externalLink.xml"), ("p", "pivotCacheDefinition", "pivot.xml")],
        book=f'<sheets><sheet xmlns:r="{R}" name="図" r:id="c"/></sheets>',
        root_arrows=[("d", "core-properties", "docProps/core.xml")],
    )  # fmt: skip
    made.update({f"xl/{kind}.xml": XML for kind in kinds})
    made.update(
        dict.fromkeys(
            ("xl/chart/one.xml", "xl/externalLink.xml", "xl/pivot.xml", "docProps/core.xml", "xl/orphan.xml"), XML
        )
    )
    return pack(made)


def document() -> bytes:
    buffer = io.BytesIO()
    made = WordDocument()
    made.add_paragraph("本文")
    made.sections[0].header.paragraphs[0].text = "頭"
    made.save(buffer)
    return buffer.getvalue()


def binary() -> bytes:
    rows = binary_sheet(binary_row(0, binary_text(0, "氏名")))
    arrows = [("t", "table", "/xl/table.bin"), ("d", "drawing", "/xl/drawing.xml")]
    return pack(
        xlsb_parts(("名簿", 0, rows), arrows=arrows, **{"xl/table.bin": rec(1, wide("表")), "xl/drawing.xml": XML})
    )


def open_document() -> bytes:
    meta = spaced("<office:document-meta><a>題</a></office:document-meta>")
    return pack(ods_parts(content(table(row(cell("氏名")))), {"meta.xml": meta, "settings.xml": "<settings/>"}))


FILES = {"a.xlsx": workbook, "a.docx": document, "a.xlsb": binary, "a.ods": open_document}
ESSENTIAL = {"[Content_Types].xml", "xl/workbook.xml", "xl/workbook.bin", "_rels/.rels", "word/document.xml"}
"""Without these there is no file at all; and a list of relationships that is not read leaves its parts as orphans."""


def read(name: str, data: bytes) -> Document:
    return read_file(File(name, data), Limits())


def parts(name: str) -> list[str]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(FILES[name]())) as opened:
        return [one for one in opened.namelist() if one not in ESSENTIAL and not one.endswith(".rels")]


CASES = [(name, part) for name in FILES for part in parts(name)]


@pytest.mark.parametrize("name", FILES)
def test_with_all_handlers_everything_is_read(name: str) -> None:
    found = read(name, FILES[name]())
    assert [unread.part for unread in found.coverage.not_read] == []
    assert found.coverage.parts == found.coverage.read > 4


def without(part: str, how: Callable[[Package, str], bytes]) -> Callable[[pytest.MonkeyPatch], None]:
    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real, pieces = Package.read, Package.pieces
        monkeypatch.setattr(Package, "read", lambda self, name: how(self, name) if name == part else real(self, name))
        monkeypatch.setattr(
            Package, "pieces", lambda self, name: iter((how(self, name),)) if name == part else pieces(self, name)
        )

    return patch


def passed_over(_: Package, name: str) -> bytes:
    """Give an empty part without having read it, as a handler that is gone."""
    return b"<gone/>" if not name.endswith(".bin") else b""


def damaged(_: Package, name: str) -> bytes:
    raise UnreadableFileError(say("{part}が壊れています", part=name))


@pytest.mark.parametrize("how", [passed_over, damaged])
@pytest.mark.parametrize(("name", "part"), CASES)
def test_a_part_that_is_not_read_shows_and_stops(
    name: str, part: str, how: Callable[[Package, str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = FILES[name]()
    without(part, how)(monkeypatch)
    found = read(name, data)
    assert part in [unread.part for unread in found.coverage.not_read]
    assert found.coverage.read < found.coverage.parts
    assert "stop" in [finding.severity for finding in run(CHECK, found)]


def skipping(kind: str, real: Callable[..., None], at: int) -> Callable[..., None]:
    def skip(*arguments: object) -> None:
        if arguments[at] != kind:
            real(*arguments)

    return skip


@pytest.mark.parametrize(
    ("kind", "part"),
    [("comments", "xl/comments.xml"), ("drawing", "xl/drawing.xml"), ("externalLink", "xl/externalLink.xml"), ("core-properties", "docProps/core.xml")],
)  # fmt: skip
def test_a_kind_of_part_without_its_handler_shows_in_a_workbook(
    kind: str, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sekisho.inspection.readers.xlsx import other_parts

    monkeypatch.setattr(other_parts, "_read_reached", skipping(kind, other_parts._read_reached, 2))
    assert [unread.part for unread in read("a.xlsx", workbook()).coverage.not_read] == [part]


def test_a_kind_of_part_without_its_handler_shows_in_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    from sekisho.inspection.readers.docx import document as reader

    monkeypatch.setattr(reader, "_read_other", skipping("settings", reader._read_other, 1))
    assert [unread.part for unread in read("a.docx", document()).coverage.not_read] == ["word/settings.xml"]
