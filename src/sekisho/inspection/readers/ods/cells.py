"""One cell: what it shows, and everything else that hangs on it.

Source: OASIS ODF 1.3 Part 3, 9.1.4 (table-cell), 19.385 (office:value …), 6 (paragraph content).
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from sekisho.inspection.containers.opc import attribute, local_name
from sekisho.inspection.model import Hiding
from sekisho.inspection.readers.ods.styles import Styles
from sekisho.inspection.sheets.formats import plain_number

_THOUSANDS = re.compile(r"-?[^\d,.]?\d{1,3}(,\d{3})+(\.\d+)?[^\d]?\Z")
_PARAGRAPHS: Final = frozenset({"p", "h"})
_ASIDE: Final = frozenset({"annotation", "annotation-end", "ruby-text", "title", "desc", "note", "frame", "g"})
"""Inside a paragraph, but no part of what the cell shows as its text."""
_BEYOND_A_DAY = re.compile(r"[^\W\d_年月日時分秒明大治正昭和平成令元曜火水木金土午前後AMPHRSTampm]")
"""Letters that no day, time or number is written with."""
_SMALL_CODE: Final = 1000
_NUMBERS: Final = frozenset({"float", "percentage", "currency"})


def shown(cell: etree._Element, styles: Styles) -> tuple[str, Hiding]:
    """Return what a cell shows, and whether its value is kept from the eye by how it is shown."""
    paragraphs = _paragraphs(cell)
    text = _text(paragraphs, styles)
    kind = attribute(cell, "value-type")
    if kind in _NUMBERS:
        value = attribute(cell, "value")
        return _number(plain_number(value), text, written=bool(paragraphs)) if value else (text, Hiding.SEEN)
    if kind == "date":
        stored = attribute(cell, "date-value").removesuffix("T00:00:00")
    elif kind == "string":
        stored = attribute(cell, "string-value").strip()
        return (text, Hiding.SEEN) if text or not stored else (stored, _unless(paragraphs))
    else:
        stored = text or attribute(cell, "boolean-value").upper() or attribute(cell, "time-value")
    if not stored:
        return text, Hiding.SEEN
    return stored, Hiding.SEEN if text else _unless(paragraphs)


def plain(cell: etree._Element) -> tuple[str, Hiding, str] | None:
    """Return text, hiding and style of a cell that holds one paragraph and nothing else; None of any other.

    Nearly all cells are such; what ``shown`` and its like look for cannot be in them.
    """
    if len(cell) != 1:
        return None
    paragraph = cell[0]
    if len(paragraph) or not str(paragraph.tag).endswith("}p"):
        return None
    said: dict[str, str] = {}
    for key, value in cell.attrib.items():
        said[str(key).rpartition("}")[2]] = str(value)
    kind = said.pop("value-type", "")
    style, value = said.pop("style-name", ""), said.pop("value", "")
    text = (paragraph.text or "").strip()
    if said or not text or kind not in {"string", "float"} or (kind == "string") == bool(value):
        return None
    return (text, Hiding.SEEN, style) if kind == "string" else _plain_number(value, text, style)


def _plain_number(value: str, text: str, style: str) -> tuple[str, Hiding, str] | None:
    if _BEYOND_A_DAY.search(text):
        return None
    shown_text, hiding = _number(plain_number(value), text, written=True)
    return shown_text, hiding, style


def other_texts(cell: etree._Element, text: str, styles: Styles) -> list[tuple[str, Hiding]]:
    """Return what else a cell says than ``text``: words around a number or day, all its letters, the text it stores."""
    paragraphs = _paragraphs(cell)
    said = _text(paragraphs, styles)
    found = [(said, Hiding.SEEN)] if said not in text and _BEYOND_A_DAY.search(said) else []
    whole = "\n".join("".join(map(str, one.itertext())) for one in paragraphs)
    stored = attribute(cell, "string-value")
    shown_so_far = "".join((text + said).split())
    found += [(one, Hiding.BEHIND) for one in (whole, stored) if "".join(one.split()) not in shown_so_far]
    return found


def _paragraphs(cell: etree._Element) -> list[etree._Element]:
    return [one for one in cell.iterchildren(etree.Element) if local_name(one) in _PARAGRAPHS]


def _text(paragraphs: list[etree._Element], styles: Styles) -> str:
    return "\n".join("".join(_pieces(one, styles)) for one in paragraphs).strip()


def _unless(paragraphs: list[etree._Element]) -> Hiding:
    """Return what hides a value that no paragraph shows: its format; a program that writes none at all hides nothing."""
    return Hiding.NUMBER_FORMAT if paragraphs else Hiding.SEEN


def _number(value: str, text: str, *, written: bool) -> tuple[str, Hiding]:
    """Return the text where it shows all digits of the value (``00001234``), else the value (``1.23E+06``, ``45%``)."""
    digits = re.sub(r"\D", "", text)
    if not text:
        return (value, Hiding.NUMBER_FORMAT) if written and value != "0" else ("" if written else value, Hiding.SEEN)
    if not digits:
        small = len(value.lstrip("-").partition(".")[0]) < len(str(_SMALL_CODE))
        return (text, Hiding.SEEN) if small else (value, Hiding.NUMBER_FORMAT)
    same = digits.lstrip("0") == re.sub(r"\D", "", value).lstrip("0")
    return (text if same and not _THOUSANDS.match(text) else value), Hiding.SEEN


def _pieces(element: etree._Element, styles: Styles) -> Iterator[str]:
    """Yield the characters of a paragraph in order, without what stands beside it."""
    name = local_name(element)
    if name == "s":
        count = attribute(element, "c", "1")
        yield " " * min(int(count) if count.isdigit() else 1, 1000)
    elif name in {"tab", "line-break"}:
        yield "\t" if name == "tab" else "\n"
    if isinstance(element.tag, str):
        yield element.text or ""
    for one in element:
        aside = local_name(one) in _ASIDE or styles.vanishes(attribute(one, "style-name"))
        if not aside:
            yield from _pieces(one, styles)
        yield one.tail or ""
