"""Text whose letters are replaced by others for whoever copies or hears it (ActualText, ISO 32000-2, 14.9.4).

PDFium gives the replacement alone; what is printed on the page may be something else.
"""

import re
from collections.abc import Sequence

from pypdfium2 import raw

from sekisho.inspection.readers.pdf_parts.lines import Segment
from sekisho.inspection.readers.pdf_parts.objects import Thing, set_active, texts_among

_KEY = b"ActualText"
MOST = 100


def unspoken(things: Sequence[Thing]) -> bool:
    """Take the replacements off the text of a page, and tell whether there were any; its text must be read anew."""
    texts = texts_among(list(things))
    set_active(texts, active=True)
    found = False
    for thing in texts:
        for index in reversed(range(min(MOST, int(raw.FPDFPageObj_CountMarks(thing.handle))))):
            mark = raw.FPDFPageObj_GetMark(thing.handle, index)
            if raw.FPDFPageObjMark_GetParamValueType(mark, _KEY) == raw.FPDF_OBJECT_STRING:
                raw.FPDFPageObj_RemoveMark(thing.handle, mark)
                found = True
    return found


def only_printed(printed: Sequence[list[Segment]], known: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """Return the lines of ``printed`` that hold a cell which ``known`` does not."""
    texts = "\n".join(_squeezed(cell.text) for row in known for cell in row)
    return [row for row in printed if any(_squeezed(cell.text) not in texts for cell in row)]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
