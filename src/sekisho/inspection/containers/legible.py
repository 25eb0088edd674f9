"""What a person could read in bytes that no reader understands: macros, settings, leftovers of file managers."""

import re
from typing import Final

_RUNS: Final = (
    ("utf-8", re.compile(rb"(?:[\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe2-\xef][\x80-\xbf]{2}){3,}")),
    ("cp932", re.compile(rb"(?:[\x20-\x7e\xa1-\xdf]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]){3,}")),
)
_WIDE_RUN: Final = re.compile("[\x20-\x7e\u3000-\u9fff\uf900-\ufaff\uff01-\uffef]{3,}")
_WORD = re.compile(r"(?:\w\W?){3}")
_SHORTEST_ASCII = 5


def readable(data: bytes) -> list[str]:
    """Return each different run of characters in ``data``, by every encoding in which it could have been written.

    Three characters are enough where they are Japanese, since a name can be that short; five where they are ASCII. What
    is no text at all gives runs without a meaning: they are for comparing with what is known, not for showing.
    """
    found: dict[str, None] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        # Where the first character begins is not known: it may be at an even or at an odd byte.
        for start in (0, 1):
            for run in _WIDE_RUN.findall(data[start:].decode(encoding, "replace")):
                _keep(run, found)
    for encoding, pattern in _RUNS:
        for run in pattern.findall(data):
            _keep(run.decode(encoding, "replace").replace("\ufffd", " "), found)
    return list(found)


def _keep(text: str, found: dict[str, None]) -> None:
    text = text.strip()
    if _WORD.search(text) and (len(text) >= _SHORTEST_ASCII or not text.isascii()):
        found.setdefault(text)
