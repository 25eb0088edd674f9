import struct

import pytest

from sekisho.inspection.containers.pictures import is_large, picture_kind


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(40)


def jpeg(width: int, height: int, *segments: bytes, frame: bytes = b"\xc0") -> bytes:
    """Return the head of a JPEG file: an APP1 segment for each of ``segments``, then the frame."""
    before = b"".join(b"\xff\xe1" + struct.pack(">H", len(one) + 2) + one for one in (b"JFIF\x00", *segments))
    return b"\xff\xd8" + before + b"\xff" + frame + b"\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03"


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
            jpeg(800, 600),
            "jpeg",
            True,
        ),
        (
            jpeg(80, 60, frame=b"\xc2"),
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


def test_the_preview_in_a_photograph_is_not_its_size() -> None:
    assert is_large(jpeg(4000, 3000, b"Exif\x00\x00" + jpeg(160, 120)))
    assert not is_large(jpeg(80, 60, b"Exif\x00\x00" + jpeg(400, 300)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"<svg/>", b"\x00" * 60, "名簿".encode()])
def test_what_is_no_picture(data: bytes) -> None:
    assert picture_kind(data) == ""
