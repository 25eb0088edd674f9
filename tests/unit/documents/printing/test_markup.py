import pytest

from sekisho.documents.printing.letters import printable_lines
from sekisho.documents.printing.markup import escaped, escaped_lines


@pytest.mark.parametrize("text", ["", "漢字、。", "葛\U000e0100", "　", "𠮷"])
def test_a_plain_text_stays(text: str) -> None:
    assert escaped(text) == text


def test_markup_and_what_cannot_be_seen() -> None:
    assert escaped('<a href="x">\'&</a>') == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;&lt;/a&gt;"
    assert (
        escaped("a\u202eb\nc\u200b\x00")
        == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c" + "\N{REPLACEMENT CHARACTER}" * 2
    )


def test_lines_stay_lines() -> None:
    assert escaped_lines("a<\r\nb\rc\nd\te") == "a&lt;<br/>b<br/>c<br/>d e"
    assert printable_lines("a\r\nb\rc\nd\te") == ("a\nb\nc\nd e", [])
    assert printable_lines("一\n𠮷\u202e") == ("一\n〓〓", ["𠮷", "\u202e"])
    assert printable_lines("") == ("", [])
