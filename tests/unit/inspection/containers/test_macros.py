import struct

import pytest
from tests.unit.inspection.containers.ole_files import SOURCE, compressed, ole

from sekisho.inspection.containers.macros import inflate_module, macro_texts


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


def test_what_is_no_macro_project_is_searched_as_it_is() -> None:
    assert "佐藤花子" in macro_texts("佐藤花子".encode())
    assert macro_texts(b"") == []
