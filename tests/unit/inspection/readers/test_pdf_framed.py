import struct
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sekisho.inspection.readers.pdf_parts.framed import framed
from sekisho.inspection.readers.pdf_parts.pictures import draw_pages

LEFT, RIGHT = (200, 40, 60), (30, 160, 220)


def saved(mode: str, form: str, size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a picture whose left and right halves have different colours."""
    picture = Image.new("RGB", size, LEFT)
    picture.paste(RIGHT, (size[0] // 2, 0, *size))
    out = BytesIO()
    made = picture.convert(mode)
    if mode in {"RGBA", "LA"}:
        made.putalpha(0)
    made.save(out, form, **({"quality": 95} if form == "JPEG" else {}))
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    pdf = framed(data)
    assert pdf is not None
    (page,) = draw_pages(pdf, 10_000_000)
    return Image.open(BytesIO(page)).convert("RGB")


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_kinds_are_not_drawn(form: str) -> None:
    assert framed(saved("RGB", form)) is None


def test_what_is_interlaced_moves_or_is_no_picture_is_not_drawn() -> None:
    data = saved("RGB", "PNG")
    moving = BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in (LEFT, RIGHT)]
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    for other in (
        data[:28] + b"\x01" + data[29:],
        moving.getvalue(),
        b"",
        b"%PDF-1.7",
        data[:20],
        b"\xff\xd8\xff\xe0",
        data[:16] + bytes(8) + data[24:],
    ):
        assert framed(other) is None


@pytest.mark.parametrize(
    ("mode", "form"),
    [("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("RGB", "JPEG"), ("CMYK", "JPEG")],
)
def test_colours_are_those_of_the_picture_also_where_it_is_transparent(mode: str, form: str) -> None:
    data = saved(mode, form)
    picture = drawn(data)
    expected = Image.open(BytesIO(data)).convert("RGB")
    assert picture.size == expected.size
    for at in ((5, 5), (50, 30)):
        assert np.abs(np.subtract(picture.getpixel(at), expected.getpixel(at))).max() < 60


@pytest.mark.parametrize(("mode", "form"), [("L", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("L", "JPEG")])
def test_greys_too(mode: str, form: str) -> None:
    if mode == "I;16":
        array = np.zeros((40, 60), dtype=np.uint16)
        array[:, 30:] = 60_000
        out = BytesIO()
        Image.fromarray(array).save(out, "PNG")
        left, right = 0, 234
        picture = drawn(out.getvalue())
    else:
        data = saved(mode, form)
        left, right = (int(Image.open(BytesIO(data)).convert("L").getpixel(at)) for at in ((5, 5), (50, 30)))  # type: ignore[arg-type]
        picture = drawn(data)
    assert abs(picture.getpixel((5, 5))[0] - left) < 20  # type: ignore[index]
    assert abs(picture.getpixel((50, 30))[0] - right) < 20  # type: ignore[index]


def test_a_large_picture_is_drawn_smaller() -> None:
    wide, high = drawn(saved("RGB", "JPEG", (4_000, 3_000))).size
    assert 3_900_000 < wide * high <= 4_100_000
    assert framed(saved("1", "PNG", (60_000, 2))) is not None


@given(st.binary(max_size=80), st.integers(8, 200))
def test_damage_never_breaks_the_frame(noise: bytes, at: int) -> None:
    for form in ("PNG", "JPEG"):
        data = saved("RGB", form)
        damaged = data[:at] + noise + data[at + len(noise) :]
        pdf = framed(damaged)
        assert pdf is None or isinstance(pdf, bytes)


@pytest.mark.parametrize("size", [(2**31 - 1, 2**31 - 1), (0, 40), (100_001, 1)])
def test_a_size_that_no_picture_has_is_not_drawn(size: tuple[int, int]) -> None:
    data = saved("RGB", "PNG")
    assert framed(data[:16] + struct.pack(">II", *size) + data[24:]) is None


def test_a_picture_that_promises_more_than_it_holds_is_drawn_as_far_as_it_goes() -> None:
    data = saved("RGB", "PNG")
    assert drawn(data[:16] + struct.pack(">II", 60, 20_000) + data[24:]).height <= 20_000
