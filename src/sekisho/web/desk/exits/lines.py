"""What may stand on one line of a mail: text that stays on its line, and addresses that are one address.

Whoever can break the line can write a header of their own: another recipient, another sender (CWE-93).
"""

from __future__ import annotations

import re
import unicodedata
from email.headerregistry import Address

from sekisho.words import Sentence, say

_BREAKING = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, half a character, and the separators of lines and paragraphs: Python's mail breaks at these too."""
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""What turns the direction of writing, so that ``xslx.exe`` is read as another name."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_ATOM})@({_LABEL}(?:\.{_LABEL})*)")
_LONGEST_ADDRESS = 254
_LONGEST_LOCAL = 64


class UnfitError(ValueError):
    """Something cannot stand in a mail; the sentence says what, and never what it was."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


def stays(text: str) -> bool:
    """Whether a text stays on its line, and in its direction."""
    return not any(
        unicodedata.category(letter) in _BREAKING or unicodedata.bidirectional(letter) in _TURNING for letter in text
    )


def line(text: str, what: Sentence) -> str:
    """Return a text that stays on its line.

    Raises:
        UnfitError: it does not. ``what``: how the field is called.

    """
    if not stays(text):
        raise UnfitError(
            say("{field}に、改行などの制御文字が入っています。取り除いて、もう一度入れてください。", field=what)
        )
    return text


def mailbox(address: str, name: str = "") -> Address:
    """Return one address (RFC 5321, 5322), in ASCII.

    Addresses of Japanese mobile phones may have two dots in a row, or one before the ``@``: their servers take them so.

    Raises:
        UnfitError: it is none, or more than one.

    """
    found = _ADDRESS.fullmatch(address)
    if found is None or len(address) > _LONGEST_ADDRESS or len(found[1]) > _LONGEST_LOCAL:
        raise UnfitError(say("メールアドレスの形が正しくありません。半角の英数字と記号で、一つだけを入れてください。"))
    return Address(line(name, say("差出人の名前")), username=found[1], domain=found[2])
