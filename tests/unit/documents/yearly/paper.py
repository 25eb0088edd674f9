"""Reads a report back from its PDF: which words stand in which column of which row, by where the letters are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pypdfium2

from sekisho.documents.yearly.view import RowView

MM = 72 / 25.4
LEFT = (12, 24, 51, 110, 184, 285)
"""Millimetres from the left at which the columns begin, and the last one ends."""
CONTINUED = "つづき"


def bare(text: str) -> str:
    """Without white space, and without hyphens: where a line ends is the page's business, and PDFium takes a hyphen for a break."""
    return re.sub(r"[\s\u3000\u00a0\ufffe\x02­\-‐]+", "", text)


def pages(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    try:
        return [bare(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def rows(made: bytes) -> list[tuple[str, ...]]:
    """The five columns of each row, across pages."""
    found: list[list[str]] = []
    document = pypdfium2.PdfDocument(made)
    for page in document:
        for cells in _of_page(page.get_textpage()):
            if cells[0].endswith(CONTINUED):
                assert cells[0].removesuffix(CONTINUED) == found[-1][0]
                found[-1][1:] = [old + more for old, more in zip(found[-1][1:], cells[1:], strict=True)]
            else:
                found.append(cells)
    document.close()
    return [tuple(one) for one in found]


def lines(made: bytes, column: int) -> list[str]:
    """The lines of a column, of all pages."""
    document = pypdfium2.PdfDocument(made)
    told: list[str] = []
    for page in document:
        text = page.get_textpage()
        told += text.get_text_bounded(LEFT[column] * MM, 14 * MM, LEFT[column + 1] * MM, 210 * MM).splitlines()
    document.close()
    return told


def _of_page(text: pypdfium2.PdfTextPage) -> Iterator[list[str]]:
    tops = list(_tops(text))
    for top, bottom in pairwise([*tops, 13.0 * MM]):
        yield [
            bare(text.get_text_bounded(left * MM + 1, bottom + 1, right * MM - 1, top + 1))
            for left, right in pairwise(LEFT)
        ]


def _tops(text: pypdfium2.PdfTextPage) -> Iterator[float]:
    """Where each row begins: at the letters of its number. つづき is smaller, and stands below one."""
    letters = [
        (text.get_text_range(place, 1), text.get_charbox(place, loose=True)) for place in range(text.count_chars())
    ]
    inside = [
        (letter, bottom, top) for letter, (_, bottom, right, top) in letters if right < LEFT[1] * MM and letter.strip()
    ]
    head = next((bottom for letter, bottom, _ in inside if letter == "番"), 0.0)
    last = 0.0
    for letter, bottom, top in sorted(inside, key=lambda one: -one[2]):
        if 13 * MM < bottom < head and letter not in CONTINUED + "番号" and abs(top - last) > 3:
            last = top
            yield top


def expected(row: RowView) -> tuple[str, ...]:
    """What stands in the five columns, by the words of the view."""
    measures = "".join(one.label + one.text for one in row.measures) or row.no_measures
    status = "".join(one.label + one.text for one in row.status) or row.no_status
    if row.results:
        status += "記録から数えた結果" + "".join(one.label + one.word + one.said for one in row.results)
    return tuple(map(bare, (row.number, row.department, row.outline, measures, status)))


# ---------------------------------------------------------------- the structure tree


def elements(made: bytes, kind: str) -> list[dict[str, object]]:
    """The elements of a kind with their attributes, ID, and how many elements of each kind lie in them."""
    with pikepdf.open(io.BytesIO(made)) as document:
        return [_told(one) for one in _walk(document.Root.StructTreeRoot.K) if str(one.S) == f"/{kind}"]


def _walk(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from _walk(node.get("/K", pikepdf.Array()))


def _told(element: pikepdf.Object) -> dict[str, object]:
    told: dict[str, object] = {
        "ID": str(element.get("/ID", "")),
        "kinds": [str(one.S) for one in _walk(element.get("/K", pikepdf.Array()))],
    }
    attributes = element.get("/A", pikepdf.Array())
    for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if str(one.O) == "/Table":
            told["Scope"] = str(one.get("/Scope", ""))
            told["Headers"] = [str(header) for header in one.get("/Headers", [])]
    return told
