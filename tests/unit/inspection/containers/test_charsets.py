import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.inspection.containers.charsets import decode, from_euc, from_jis

NAME = "青木 花子、ｱｵｷ ﾊﾅｺ"
FROM_ROW = st.text(st.sampled_from("青木花子馬場陽菜亜腕弌熙あんアンー、。　（）＋ABCabc012 \n"), max_size=40)


def microsofts_jis(text: str) -> bytes:
    """Write ISO-2022-JP as Outlook does: with the characters of code page 932 that the standard does not have."""
    out = bytearray()
    for char in text:
        raw = char.encode("cp932")
        if len(raw) == 1:
            out += raw if raw[0] < 0x80 else b"\x1b(I" + bytes((raw[0] & 0x7F,)) + b"\x1b(B"
            continue
        lead, trail = raw
        row = (lead - (0x70 if lead < 0xA0 else 0xB0)) * 2
        low = trail < 0x9F
        cell = trail - (0x1F if trail < 0x7F else 0x20) if low else trail - 0x7E
        out += b"\x1b$B" + bytes((row - 1 if low else row, cell)) + b"\x1b(B"
    return bytes(out)


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8", "utf-8-sig", "utf-16"])
def test_a_text_without_a_declaration_is_read_by_what_it_looks_like(encoding: str) -> None:
    assert decode((NAME + "さん").encode(encoding)).text == NAME + "さん"


def test_iso_2022_jp_is_seen_by_its_escapes() -> None:
    assert decode("青木花子".encode("iso2022_jp")).text == "青木花子"


@pytest.mark.parametrize("declared", ["us-ascii", "iso-8859-1", "windows-1252", "utf-8", "x-unknown"])
@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-8", "iso2022_jp"])
def test_a_wrong_declaration_hides_nobody(declared: str, encoding: str) -> None:
    assert decode("青木はなこ".encode(encoding), declared).text == "青木はなこ"


def test_a_right_declaration_of_a_western_encoding_is_followed() -> None:
    assert decode(b"Caf\xe9 Zo\xeb", "iso-8859-1").text == "Café Zoë"


@pytest.mark.parametrize("text", ["髙﨑①㈱", "ｱｵｷ ﾊﾅｺ", "纊褜"])
def test_what_microsoft_adds_to_iso_2022_jp_is_read(text: str) -> None:
    assert decode(microsofts_jis(text), "iso-2022-jp").text == text


def test_vendors_characters_in_euc_are_read() -> None:
    assert decode(b"\xad\xa1\xb9\xe2", "euc-jp").text == "①高"
    assert decode(b"\x8f\xb0\xa1\x8e\xb1", "euc-jp").text == b"\x8f\xb0\xa1".decode("euc_jp") + "ｱ"


def test_an_encoding_that_nobody_knows_is_said_to_be_unknown_unless_it_does_not_matter() -> None:
    assert not decode("青木".encode(), "x-nowhere").known
    assert decode(b"plain", "x-nowhere").known
    assert decode("青木".encode(), "utf-8").known


def test_what_is_damaged_is_read_as_far_as_it_goes() -> None:
    for declared, data in (("utf-8", "青木".encode() + b"\xff\xfe\xff"), ("cp932", b"\x90\xc2\x96\xd8\xff\x80\xfd")):
        read = decode(data, declared)
        assert read.text.startswith("青木")
        assert not read.whole


@pytest.mark.parametrize(
    "declared", ["utf-16", "rot13", "undefined", "idna", "base64", "a\0b", "", " ", "utf-7", "mbcs"]
)
def test_no_declaration_breaks_anything(declared: str) -> None:
    decode(b"\xff\x00\x1b$B\x21", declared)
    decode(b"", declared)


@settings(deadline=None)
@given(FROM_ROW)
def test_jis_and_euc_read_back_what_python_writes(text: str) -> None:
    assert from_jis(text.encode("iso2022_jp")) == text
    assert from_euc(text.encode("euc_jp")) == text


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from(["", "utf-8", "iso-2022-jp", "euc-jp", "cp932", "utf-16"]))
def test_any_bytes_are_read_somehow(data: bytes, declared: str) -> None:
    assert isinstance(decode(data, declared).text, str)
