import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.gate.lettering import width, wrapped

ROOM, SIZE = 168, 14


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("封をする", ("封をする",)),
        ("ちょうど十二字で一行になる", ("ちょうど十二字で", "一行になる")),
        ("確認者が封筒の中の紙から生年月日を打つ", ("確認者が封筒の中の", "紙から生年月日を打つ")),
        ("入れた枚数を作った、その枚数と合わせる。", ("入れた枚数を作った、", "その枚数と合わせる。")),
        ("一つのとても長い括弧の（なか）の文字", ("一つのとても長い", "括弧の（なか）の文字")),
        ("The drafter opens every sheet", ("The drafter opens", "every sheet")),
        ("antidisestablishmentarianism", ("antidisestablishmentarianism",)),
        ("ながいながいながいながいひらがなだけ", ("ながいながいながい", "ながいひらがなだけ")),
    ],
)
def test_lines_end_where_a_phrase_ends(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, ROOM, SIZE) == lines


WORDS = ("確認", "者が", "を", "シート", "封緘する", "、", "。", "（", "）", "5", "行", "file", "a/b", " ", "①")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


@given(TEXTS, st.integers(60, 300))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, room: int) -> None:
    lines = wrapped(text, room, SIZE)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        # What may not begin a line hangs out of the one before; a Latin word is never torn.
        held = line.strip("（、。）ー ")
        assert width(held, SIZE) <= room or any(
            width(word, SIZE) > room - SIZE for word in held.split() if word.isascii()
        )
    assert not any(line[0] in "、。）" for line in lines[1:])
