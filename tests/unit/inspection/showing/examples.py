"""One file of each format with more in it than meets the eye, and what a viewer shows of a document."""

import io
import re
import zipfile
from collections.abc import Iterator

import openpyxl
from openpyxl.comments import Comment
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers import docx_files, eml_files, ods_files, pdf_files, pptx_files, xls_files, xlsb_files
from tests.unit.inspection.readers.xlsx_files import pack

from sekisho.inspection.model import Document, Hiding, Part
from sekisho.inspection.showing.arranging import arranged
from sekisho.inspection.showing.model import ShownFile
from sekisho.inspection.showing.stored import FileToStore, chunks, from_bytes

PAGE = (
    "<html><head><title>題</title><!-- 覚え書き --></head><body><p>前の段落</p>"
    "<table><tr><th>氏名</th><th>区分</th></tr><tr><td colspan=2>青木花子</td></tr>"
    '<tr style="display:none"><td>馬場陽菜</td></tr></table><p style="display:none">千葉誠</p><p>後の段落</p></body></html>'
)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "名簿"
    for row in (("番号", "氏名", "生年月日"), ("1", "青木花子", "2020-04-01"), ("2", "馬場陽菜", "2020-05-02")):
        first.append(row)
    first["B2"].comment = Comment("双子の姉", "土井")
    first.merge_cells("A5:C5")
    first["A5"] = "以上"
    first.row_dimensions[3].hidden = True
    first.column_dimensions["C"].hidden = True
    book.create_sheet("空")
    behind = book.create_sheet("控え")
    behind.sheet_state = "veryHidden"
    behind["A1"] = "江口湊"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def letter() -> bytes:
    body = docx_files.paragraph(docx_files.run("前の段落"))
    body += docx_files.table(("氏名", "生年月日"), ("青木花子", "2020-04-01"))
    body += docx_files.paragraph(docx_files.run("見えない馬場陽菜", "<w:vanish/>"))
    body += docx_files.paragraph(docx_files.run("後の段落"))
    head = docx_files.xml("w:hdr", docx_files.paragraph(docx_files.run("頭の土井")))
    return docx_files.made(body, ("header", "header1.xml", head))


def print_file() -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "通知書番号 80061000")
        canvas.drawString(72, 680, "青木花子 様")
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 640, "馬場陽菜")

    return pdf_files.made(draw, pages=3)


def deck() -> bytes:
    slides = [
        pptx_files.Slide(pptx_files.shape("一枚目") + pptx_files.table(("氏名",), ("青木花子",))),
        pptx_files.Slide(""),
        pptx_files.Slide(pptx_files.shape("馬場陽菜"), attributes='show="0"'),
    ]
    return pptx_files.Deck(slides, attributes='firstSlideNum="5"').bytes()


def old_workbook() -> bytes:
    def fill(_: object, sheet: object) -> None:
        sheet.write(0, 0, "青木花子")  # type: ignore[attr-defined]

    return xls_files.made(fill)


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.comment = "青木さんの分".encode()
        for name, data in members.items():
            opened.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def mail() -> bytes:
    return eml_files.multipart(
        eml_files.part("こんにちは。\n青木花子の件です。\n".encode(), "Content-Type: text/plain; charset=utf-8"),
        eml_files.part(PAGE.encode(), "Content-Type: text/html; charset=utf-8"),
        eml_files.attachment("名簿.xlsx", workbook()),
    )


def examples() -> dict[str, bytes]:
    """Return a file of every format by its name."""
    row = xlsb_files.row(0, xlsb_files.text(0, "氏名"), xlsb_files.text(1, "青木花子"))
    spreadsheet = ods_files.table(ods_files.row(ods_files.cell("氏名"), ods_files.cell("青木花子")))
    return {
        "名簿.xlsx": workbook(),
        "名簿.xlsb": pack(xlsb_files.parts_of(("名簿", 0, xlsb_files.sheet(row)))),
        "名簿.xls": old_workbook(),
        "名簿.ods": pack(ods_files.parts_of(ods_files.content(spreadsheet + ods_files.table(name="空")))),
        "名簿.csv": "氏名,生年月日\n青木花子,2020-04-01\n".encode("cp932"),
        "文.txt": "一行目\n\n青木花子の件\n".encode(),
        "空.csv": b"",
        "通知.docx": letter(),
        "説明.pptx": deck(),
        "印刷.pdf": print_file(),
        "画面.html": PAGE.encode(),
        "送信.eml": mail(),
        "束.zip": archive(a__csv="氏名\n青木花子\n".encode(), b__pdf=print_file(), c__xlsx=workbook()),
        "壊れ.xlsx": workbook()[:900],
        "写真.png": b"\x89PNG\r\n\x1a\n" + bytes(60),
        "何か.bin": bytes(range(256)) * 9,
    }


def shown(document: Document, path: str = "file") -> ShownFile:
    """Return one document as the viewer reads it from its stored form."""
    file = FileToStore(path, document.format, False, arranged(document), (), document.protection, document.coverage)
    return from_bytes(b"".join(chunks(file)))


def said(file: ShownFile) -> Iterator[tuple[str, Hiding]]:
    """Yield every text of a file that a person sees or is told of, and by what it is said to be hidden."""
    yield file.path, Hiding.SEEN
    for part in file.parts:
        yield part.title if isinstance(part.title, str) else part.title.render(), part.hidden
        for row in part.rows():
            for cell in row.cells:
                yield cell.text, part.hidden or row.hidden or cell.hidden
        for aside in part.asides():
            yield aside.text, aside.hidden


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def lost(document: Document, file: ShownFile) -> list[str]:
    """Return what a document holds and its viewer does not show, or does not say to be hidden."""
    everything = [(plain(text), bool(hidden)) for text, hidden in said(file)]
    wanted = [(text.text, text.hidden) for text in document.texts if text.place.part is not Part.FILE_NAME]
    wanted += [(grid.text_of(at), grid.hiding_of(at)) for grid in document.grids for at in range(len(grid.rows))]
    wanted += [(one.text, Hiding.COVERED) for one in document.covered]
    # What stands on a hidden slide is told to be hidden with it.
    told = {hidden: {text for text, by in everything if by or not hidden} for hidden in (False, True)}
    # A paragraph of a printed page is its lines, which stand one after the other.
    printed = {plain(text.text) for text in document.texts if text.place.part is Part.PAGE}
    lines = {hidden: "".join(text for text, by in everything if by is hidden) for hidden in (False, True)}
    return [
        text
        for text, hidden in wanted
        if not any(plain(text) in one for one in told[bool(hidden)])
        and not (plain(text) in printed and plain(text) in lines[bool(hidden)])
    ]
