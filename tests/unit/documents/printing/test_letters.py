import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFontFile

from sekisho.documents.printing import letters
from sekisho.documents.printing.letters import FONTS, GETA, known, printable

PUNCTUATION = "、。，．：；・「」『』（）【】〔〕〈〉《》［］｛｝〖〗"


@pytest.mark.parametrize("name", ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"])
def test_the_letters_are_those_of_the_font_by_another_reader(name: str) -> None:
    assert known() == frozenset(TTFontFile(str(FONTS / name)).charToGlyph)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_punctuation_is_one_em_wide_as_typst_takes_it(weight: str) -> None:
    font = TTFontFile(str(FONTS / f"BIZUDGothic-punctuation-{weight}.ttf"))
    widths = {chr(code): font.charWidths[code] for code in font.charToGlyph}
    assert {letter for letter in widths if letter.isprintable()} == set(PUNCTUATION)
    assert {widths[letter] for letter in PUNCTUATION} == {1000}


def test_the_template_takes_exactly_that_punctuation_from_it() -> None:
    template = (FONTS.parents[1] / "documents" / "passes" / "common.typ").read_text(encoding="utf-8")
    assert f'regex("[{PUNCTUATION}]")' in template


@pytest.mark.parametrize("text", ["髙﨑 辻󠄀", "福神", "a_b #[]$\\", "　", "ｶﾞ"])
def test_what_the_font_has_stays_as_it_is(text: str) -> None:
    assert printable(text) == (text, [])


def test_a_letter_written_in_two_becomes_one() -> None:
    assert printable("か\u3099は\u309a") == ("がぱ", [])


@pytest.mark.parametrize("letter", ["𠮷", "\u202e", "\u200b", "\n", "\x00", "\ue000", "😀"])
def test_what_it_has_not_becomes_a_mark_and_is_named(letter: str) -> None:
    shown, missing = printable(f"名{letter}前")
    assert GETA in shown
    assert missing


@given(st.text())
def test_nothing_is_lost_without_being_named(text: str) -> None:
    shown, missing = printable(text)
    assert shown.count(GETA) == len(missing) + sum(letter == GETA for letter in text)
    assert all(ord(letter) in known() or 0xFE00 <= ord(letter) <= 0xFE0F or ord(letter) >= 0xE0100 for letter in shown)


@pytest.mark.parametrize(
    ("font", "why"),
    [
        (struct.pack(">IHHHH", 0x10000, 0, 0, 0, 0), "no table of letters"),
        (
            struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0)
            + struct.pack(">4sIII", b"cmap", 0, 28, 20)
            + struct.pack(">HHHHIHH", 0, 1, 3, 1, 12, 4, 0),
            "no format 12",
        ),
    ],
)
def test_a_font_without_letters_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, font: bytes, why: str
) -> None:
    (tmp_path / letters.FONT).write_bytes(font)
    monkeypatch.setattr(letters, "FONTS", tmp_path)
    known.cache_clear()
    with pytest.raises(ValueError, match=why):
        known()
    known.cache_clear()
