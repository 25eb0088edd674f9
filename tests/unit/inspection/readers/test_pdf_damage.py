"""Pages that only the eye can read, damaged and hostile files, and several processes: nothing is passed over in silence."""

import os
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from tests.unit.inspection.readers.pdf_files import BORROWED, SECRET, changed, lines, made, opened

from sekisho.inspection.model import File, Limits, Part, UnreadableFileError
from sekisho.inspection.readers import pdf as reader
from sekisho.inspection.readers.pdf import read
from sekisho.inspection.readers.pdf_parts import fleet


def _plain(c: Canvas) -> None:
    for k in range(6):
        c.drawString(60, 760 - 20 * k, "申請書を受け付けました。担当は総務課です。")


# ---------------------------------------------------------------- pictures and fonts that cannot be read


def _picture(c: Canvas, wide: float, high: float) -> None:
    c.drawImage(ImageReader(Image.effect_noise((60, 80), 90).convert("RGB")), 0, 0, wide, high)


def test_a_page_that_is_a_picture_asks() -> None:
    document = opened(made(lambda c: _picture(c, 595, 842)))
    (unread,) = document.coverage.not_read
    assert unread.asks
    assert (unread.part, unread.place.page, unread.place.part) == ("page 1", 1, Part.PAGE)
    assert document.coverage.read == document.coverage.parts - 1
    assert document.pictures == 1


def test_a_photo_in_a_leaflet_does_not_ask() -> None:
    assert opened(made(lambda c: (_picture(c, 300, 420), _plain(c)))).coverage.not_read == ()


def test_a_logo_alone_does_not_ask() -> None:
    assert opened(made(lambda c: _picture(c, 100, 100))).coverage.not_read == ()


def test_letters_turned_into_outlines_ask() -> None:
    def draw(c: Canvas) -> None:
        for k in range(60):
            path = c.beginPath()
            path.moveTo(50 + 8 * k, 700)
            for step in range(1, 9):
                path.lineTo(50 + 8 * k + step % 3, 700 + step)
            path.close()
            c.drawPath(path, fill=1, stroke=0)

    (unread,) = opened(made(draw)).coverage.not_read
    assert unread.asks


def test_a_ruled_empty_form_does_not_ask() -> None:
    def draw(c: Canvas) -> None:
        for k in range(60):
            c.line(50, 100 + 10 * k, 500, 100 + 10 * k)
            c.rect(50, 100 + 10 * k, 450, 10)

    assert opened(made(draw)).coverage.not_read == ()


def test_a_picture_behind_much_text_does_not_ask() -> None:
    def draw(c: Canvas) -> None:
        _picture(c, 595, 842)
        c.setFillGray(1)
        c.rect(50, 600, 500, 200, fill=1, stroke=0)
        c.setFillGray(0)
        _plain(c)

    assert opened(made(draw)).coverage.not_read == ()


def _nameless(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].obj.Resources.Font.values():
        if str(font.get("/Subtype")) == "/Type0":
            font.Encoding = Name("/Identity-H")
            font.DescendantFonts[0].CIDSystemInfo = Dictionary(
                Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
            )


def test_a_font_whose_codes_mean_nothing_stops() -> None:
    (unread,) = opened(changed(made(_plain, font=BORROWED), _nameless)).coverage.not_read
    assert not unread.asks
    assert unread.part == "page 1"


def _bitmap_font(*names: Name) -> bytes:
    """Return a page with a font that draws its letters itself and calls them ``names``."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(300, 300))
    glyph = pikepdf.Stream(pdf, b"700 0 0 0 600 600 d1 0 0 600 600 re f")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 700, 700], FontMatrix=[0.001, 0, 0, 0.001, 0, 0]
    )
    font.CharProcs = Dictionary({str(name): glyph for name in names})
    font.FirstChar, font.LastChar, font.Widths = 65, 64 + len(names), [700] * len(names)
    font.Encoding = Dictionary(Differences=[65, *names])
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F 20 Tf 50 200 Td (ABAB) Tj ET")
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_a_font_of_pictures_without_letters_stops() -> None:
    assert [item.asks for item in opened(_bitmap_font(Name("/a12"), Name("/g7"))).coverage.not_read] == [False]
    assert opened(_bitmap_font(Name.A, Name.uni0042)).coverage.not_read == ()


def test_letters_that_mean_nothing_stop_and_symbols_do_not() -> None:
    def private(symbol: str) -> bytes:
        def change(pdf: pikepdf.Pdf) -> None:
            for font in pdf.pages[0].obj.Resources.Font.values():
                if "/ToUnicode" in font:
                    table = (
                        font.ToUnicode.read_bytes()
                        .replace(b"<7533>", b"<E000>")
                        .replace(b"<8ACB>", b"<E001>")
                        .replace(b"<66F8>", b"<E002>")
                    )
                    font.ToUnicode = pdf.make_stream(table)
                    font.BaseFont = Name(symbol)

        return changed(made(lambda c: [c.drawString(60, 700 - 20 * k, "申請書") for k in range(5)]), change)

    assert [item.asks for item in opened(private("/ABCDEF+Gothic")).coverage.not_read] == [False]
    assert opened(private("/ABCDEF+Wingdings")).coverage.not_read == ()


def test_private_characters_for_bullets_are_no_reason() -> None:
    document = opened(made(lambda c: (_plain(c), c.drawString(60, 500, "\ue000山"))))
    assert document.coverage.not_read == ()


# ---------------------------------------------------------------- damaged and hostile files


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all", b"%PDF-1.4\n" + b"\x00" * 500])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        opened(data)


def test_a_truncated_file_is_repaired_and_read() -> None:
    data = made(_plain, pages=5)
    document = opened(data[: len(data) - 300])
    assert len([row for row in lines(document) if row == ["申請書を受け付けました。担当は総務課です。"]]) == 30


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read(File("a.pdf", made(_plain, pages=3)), Limits(pages=2))


def test_a_locked_file_is_refused() -> None:
    locked = changed(made(_plain), lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(UnreadableFileError):
        opened(locked)


def test_a_form_that_draws_itself_is_refused() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/X Do")
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        form.Resources = Dictionary(XObject=Dictionary(X=form))
        pdf.pages[0].obj.Resources.XObject = Dictionary(X=form)

    with pytest.raises(UnreadableFileError):
        opened(changed(made(_plain), change))


def test_a_huge_page_asks() -> None:
    (unread,) = opened(made(_plain, size=(14_000, 14_000))).coverage.not_read
    assert unread.asks


def test_a_broken_part_is_named_and_the_rest_is_read() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=5)

    document = opened(changed(made(_plain), change))
    assert [item.part for item in document.coverage.not_read] == ["labels"]
    assert len(lines(document)) == 6


# ---------------------------------------------------------------- several processes


def _numbered(c: Canvas) -> None:
    _plain(c)
    c.drawString(60, 500, f"{c.getPageNumber()}人目")
    c.drawString(200, 500, SECRET)
    c.rect(195, 495, 100, 20, fill=1)


def test_two_processes_read_the_same_as_one() -> None:
    data = made(_numbered, pages=30)
    one, two = opened(data), opened(data, jobs=2)
    assert one == two
    assert [item.place.page for item in one.covered] == list(range(1, 31))


def test_the_pages_of_a_process_that_dies_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()
    read_page = fleet.read_page

    def dying(page: object, number: int, *rest: object) -> object:
        if number == 4 and os.getpid() != parent:
            os._exit(11)
        return read_page(page, number, *rest)

    monkeypatch.setattr(fleet, "read_page", dying)
    document = opened(made(_plain, pages=30), jobs=2)
    assert [item.place.page for item in document.coverage.not_read] == list(range(2, 31, 2))
    assert not any(item.asks for item in document.coverage.not_read)
    assert len(document.grids) == 15


def test_a_page_that_fails_alone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    read_page = fleet.read_page

    def failing(page: object, number: int, *rest: object) -> object:
        if number == 2:
            raise ValueError
        return read_page(page, number, *rest)

    monkeypatch.setattr(fleet, "read_page", failing)
    document = opened(made(_plain, pages=3))
    assert [(item.part, item.asks) for item in document.coverage.not_read] == [("page 2", False)]
    assert [grid.place.page for grid in document.grids] == [1, 3]


def test_a_file_whose_structure_cannot_be_read_is_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise pikepdf.PdfError

    data = made(_plain)
    monkeypatch.setattr(reader.pikepdf, "open", refuse)
    document = opened(data)
    assert [(item.part, item.asks) for item in document.coverage.not_read] == [("structure", False)]
    assert len(lines(document)) == 6


def test_a_file_that_only_one_library_opens_is_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(_plain)
    count = reader._count
    monkeypatch.setattr(reader, "_count", lambda given: 0 if given == data else count(given))
    assert len(lines(opened(data))) == 6


def test_a_pass_over_the_objects_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise pikepdf.PdfError

    monkeypatch.setattr(reader, "take_stock", refuse)
    assert [item.part for item in opened(made(_plain)).coverage.not_read] == ["objects"]


# ---------------------------------------------------------------- damage that PDFium passes over in silence


def _plainly_packed(pages: int = 2) -> tuple[bytes, list[int]]:
    """Return a file whose pages are packed in one way only, and where the packed bytes of each begin."""

    def change(pdf: pikepdf.Pdf) -> None:
        for number, page in enumerate(pdf.pages):
            page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + b" " * number)

    data = changed(made(_plain, pages=pages), change)
    with pikepdf.open(BytesIO(data)) as pdf:
        return data, [data.index(page.obj.Contents.read_raw_bytes()) for page in pdf.pages]


def test_whole_streams_say_nothing() -> None:
    data, _ = _plainly_packed()
    assert opened(data).coverage.not_read == ()


@pytest.mark.parametrize("bit", [0x01, 0x10, 0x80])
@pytest.mark.parametrize("offset", [20, 40, 60])
def test_a_flipped_bit_in_a_page_is_named_with_the_page_and_the_other_page_is_read(offset: int, bit: int) -> None:
    data, starts = _plainly_packed()
    broken = bytearray(data)
    broken[starts[1] + offset] ^= bit
    document = opened(bytes(broken))
    named = [(unread.part, unread.place.page, unread.asks) for unread in document.coverage.not_read]
    assert ("page 2 content", 2, False) in named
    assert len([row for row in lines(document) if row == ["申請書を受け付けました。担当は総務課です。"]]) >= 6


def test_a_broken_part_that_is_no_page_is_named() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Extra = pdf.make_indirect(pikepdf.Stream(pdf, b"x\x9cnothing packed", Filter=Name.FlateDecode))

    (unread,) = opened(changed(made(_plain), change)).coverage.not_read
    assert unread.part.startswith("object ")
    assert not unread.asks


def test_a_repaired_file_says_so_and_asks() -> None:
    data = made(_plain, pages=5)
    (unread,) = opened(data[: len(data) - 300]).coverage.not_read
    assert (unread.part, unread.asks) == ("repaired", True)
    assert unread.advice is not None
