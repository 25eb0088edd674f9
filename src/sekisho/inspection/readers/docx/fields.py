"""Field codes: what Word computes, and what stands in the order to compute it.

Source: ECMA-376 Part 1, 17.16.
"""

import re
from typing import Final

from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.docx.seen import Seen

_HARMLESS: Final = frozenset(
    {
        "PAGE", "NUMPAGES", "TOC", "DATE", "TIME", "SECTION", "SECTIONPAGES", "REF", "PAGEREF", "SEQ", "STYLEREF", "NOTEREF",
        "SAVEDATE", "PRINTDATE", "CREATEDATE", "EDITTIME", "SYMBOL", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT",
        "INDEX", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "FILENAME", "FILESIZE", "AUTHOR", "TITLE", "SUBJECT", "KEYWORDS",
        "LASTSAVEDBY", "NUMCHARS", "NUMWORDS", "REVNUM", "TEMPLATE", "SHAPE", "EMBED", "BIBLIOGRAPHY", "NEXT", "MERGEREC",
        "MERGESEQ", "ADVANCE", "CONTROL", "GREETINGLINE", "ADDRESSBLOCK", "TOA", "=",
    }
)  # fmt: skip
"""Codes that name no person and no file; what they result in is text like any other."""
_OUTSIDE: Final = frozenset(
    {"INCLUDETEXT", "INCLUDEPICTURE", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "IMPORT", "INCLUDE"}
)
"""Codes that fetch something from another file, and say from which."""
_SWITCH = re.compile(r"\\\S+")
_OPERATOR = re.compile(r"\\[A-Za-z]+")
_RUBY = re.compile(r"\\o\s*(?:\\a[a-z])?\s*\(\s*\\s\s*\\up\s*\d+\s*\(([^)]*)\)\s*[,;]\s*([^)]*)\)", re.IGNORECASE)
_QUOTED = re.compile(r'\\\*\s*"[^"]*"|\\\*\s*\w+')


def read_field(code: str, hidden: Hiding, seen: Seen) -> str:
    """Add what a field code tells, and return the text that it shows by itself (furigana written as ``EQ``), mostly none."""
    words = code.split()
    if not words:
        return ""
    name = words[0].upper()
    if name == "EQ":
        return _equation(code, hidden, seen)
    if name == "HYPERLINK":
        seen.add(Part.HYPERLINK, _SWITCH.sub(" ", code.strip()[len("HYPERLINK") :]).replace('"', " "), hidden)
    elif name in _OUTSIDE:
        seen.add(Part.FIELD, code, hidden or Hiding.BEHIND, name)
    elif name not in _HARMLESS and not name.startswith("="):
        seen.add(Part.FIELD, code, hidden, name)
    return ""


def _equation(code: str, hidden: Hiding, seen: Seen) -> str:
    """Return what an ``EQ`` field draws: it has no result, the text stands in the code."""
    ruby = _RUBY.search(code)
    if ruby:
        seen.add(Part.TEXT, ruby.group(1), hidden, "furigana")
        return ruby.group(2)
    drawn = _OPERATOR.sub(" ", _QUOTED.sub(" ", code.strip()[2:]))
    return " ".join(re.sub(r"[(),;]", " ", drawn).split())
