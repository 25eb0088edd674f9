import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sekisho.inspection.readers.pdf_parts.pictures import png_of
from sekisho.inspection.showing.pictures import is_sound

RED = png_of(np.full((3, 5, 3), (0, 0, 255), dtype=np.uint8))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(wide: int, high: int, body: bytes, *more: bytes, form: tuple[int, ...] = (8, 2, 0, 0, 0)) -> bytes:
    head = chunk(b"IHDR", struct.pack(">II", wide, high) + bytes(form))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "picture",
    [
        b"",
        "text",
        None,
        b"\xff\xd8\xff" + bytes(90),
        RED[:-1],
        RED + b"<script>",
        RED[:40] + b"\x00" + RED[41:],
        png(2, 1, bytes(6)),
        png(2, 1, bytes(8)),
        png(2, 1, bytes(7), chunk(b"tEXt", b"Title\0" + b"x" * 40)),
        png(2, 1, bytes(9), form=(8, 6, 0, 0, 0)),
        png(2, 1, bytes(7), form=(8, 2, 0, 0, 1)),
        png(0, 5, b""),
        png(100_000, 100_000, bytes(10)),
    ],
)
def test_what_is_not_wholly_a_plain_picture_is_turned_away(picture: object) -> None:
    assert not is_sound(picture)


def test_a_bomb_is_not_inflated_beyond_its_size() -> None:
    assert not is_sound(png(2, 1, bytes(200_000_000)))


@given(st.binary(min_size=1, max_size=400), st.integers(0, 200))
def test_one_changed_byte_is_never_another_picture(noise: bytes, at: int) -> None:
    damaged = bytearray(RED)
    damaged[at % len(RED)] ^= noise[0] or 1
    assert not is_sound(bytes(damaged))
    assert not is_sound(noise)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1), st.booleans())
def test_every_picture_that_is_made_is_sound(wide: int, high: int, seed: int, grey: bool) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (high, wide, 3), dtype=np.uint8)
    assert is_sound(png_of(pixels[:, :, :1].repeat(3, axis=2) if grey else pixels))


def test_it_is_a_real_picture() -> None:
    assert Image.open(BytesIO(RED)).convert("RGB").getpixel((4, 2)) == (255, 0, 0)
    grey = np.zeros((2, 3, 3), dtype=np.uint8)
    grey[1, 2] = 255
    opened = Image.open(BytesIO(png_of(grey))).convert("L")
    assert [opened.getpixel((x, y)) for y in (0, 1) for x in (0, 1, 2)] == [0, 0, 0, 0, 0, 255]
