import pytest

from sekisho.inspection.containers.legible import readable


@pytest.mark.parametrize("data", [b"", bytes(range(32)) * 20, b"--\x00--\x00"])
def test_nothing_to_read_is_nothing(data: bytes) -> None:
    assert readable(data) == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "cp932"])
@pytest.mark.parametrize("before", [b"\x00\x00\x01", b"\x02\x00\x00\x02"])
@pytest.mark.parametrize("name", ["林一郎", "山田 太郎", "hanako@example.jp"])
def test_a_short_name_is_found_in_any_encoding_at_any_byte(encoding: str, before: bytes, name: str) -> None:
    assert any(name in text for text in readable(before + name.encode(encoding) + b"\x00\x00\x00"))
