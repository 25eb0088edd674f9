import struct

import pikepdf
from tests.unit.inspection.readers.pdf_files import changed, made
from tests.unit.inspection.showing.examples import print_file, workbook

from sekisho.inspection.model import File, Limits
from sekisho.inspection.reading import read_file
from sekisho.inspection.showing.pictures import MOST_PIXELS, is_sound
from sekisho.inspection.worker.drawing import draw


def sizes(pictures: tuple[bytes, ...]) -> list[tuple[int, int]]:
    return [struct.unpack_from(">II", picture, 16) for picture in pictures]


def test_what_is_no_pdf_is_as_inspection_reads_it() -> None:
    for name, data in (("a.xlsx", workbook()), ("a.csv", b"")):
        file = File(name, data)
        assert draw(file, Limits()) == read_file(file, Limits())


def test_what_cannot_be_opened_has_no_pictures() -> None:
    locked = changed(print_file(), lambda _: None, encryption=pikepdf.Encryption(user="a", owner="b"))
    for data in (print_file()[:200], b"%PDF-1.7\n", locked, b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(40)):
        assert draw(File("a.pdf", data, "wrong"), Limits()).drawn == ()


def test_each_page_is_drawn_and_nothing_is_read() -> None:
    document = draw(File("a.pdf", print_file()), Limits())
    assert len(document.drawn) == 3
    assert document.texts == document.grids == ()


def test_pictures_are_bounded_in_pixels_however_large_the_paper() -> None:
    data = made(lambda canvas: canvas.drawString(9, 9, "青木"), size=(9_000, 12_000))
    (size,) = sizes(draw(File("a.pdf", data), Limits()).drawn)
    assert size[0] * size[1] <= MOST_PIXELS


def test_pictures_of_one_file_are_bounded_in_bytes_and_each_page_keeps_its_place() -> None:
    drawn = draw(File("a.pdf", print_file()), Limits(memory_bytes=8)).drawn
    assert [bool(picture) for picture in drawn] == [True, False, False]


def test_pages_are_drawn_in_grey_or_in_colour_and_pass_the_border() -> None:
    def red(canvas: object) -> None:
        canvas.setFillColorRGB(1, 0, 0)  # type: ignore[attr-defined]
        canvas.rect(100, 100, 300, 300, fill=1)  # type: ignore[attr-defined]

    grey, colour = print_file(), made(red)
    for data, form in ((grey, (4, 0)), (colour, (8, 2))):
        (picture, *_) = draw(File("a.pdf", data), Limits()).drawn
        assert (picture[24], picture[25]) == form
        assert is_sound(picture)


def test_a_page_is_drawn_as_it_is_turned() -> None:
    data = changed(print_file(), lambda pdf: setattr(pdf.pages[0], "Rotate", 90))
    assert sizes(draw(File("a.pdf", data), Limits()).drawn)[:2] == [(1684, 1191), (1191, 1684)]
