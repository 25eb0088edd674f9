"""What floats over the cells: text boxes, shapes, charts, comments in all three generations.

Source: ECMA-376 Part 1, 20.5 (drawings), 21.2 (charts), 18.7 (comments); [MS-XLSX] 2.1.44 (threaded comments).
"""

import re

from lxml import etree

from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.model import Hiding, Part, column_letters
from sekisho.inspection.readers.xlsx.sheet import area
from sekisho.inspection.readers.xlsx.strings import text_and_reading
from sekisho.inspection.sheets.seen import Owner, Seen

_DEFAULT_NAME = re.compile(
    r"(?:[A-Za-z_ ]+|[ァ-ヶー・ ]+|[図表]形?|画像|正方形/長方形|四角形|吹き出し|直線[ァ-ヶー ]*|楕円|円/楕円|角丸四角形|グラフ"
    r"|[^\s0-9]{1,12}[:：][^0-9]{1,20}|フローチャート[:：][^0-9]{1,20}) ?[0-9]+\Z"
)
_TRUE = frozenset({"1", "true", "on"})


def read_drawing(root: etree._Element, owner: Owner, seen: Seen) -> None:
    """Add the texts of shapes, paragraph by paragraph, and their alternative texts."""
    for shape in elements(root, "sp", "cxnSp", "pic", "graphicFrame", "grpSp"):
        gone = owner.hiding
        frame = next((one for one in elements(shape, "cNvPr")), None)
        if frame is not None:
            gone = gone or (Hiding.BEHIND if attribute(frame, "hidden").lower() in _TRUE else Hiding.SEEN)
            name = attribute(frame, "name")
            texts = [attribute(frame, "descr"), attribute(frame, "title"), "" if _DEFAULT_NAME.match(name) else name]
            seen.add_all(owner.place(Part.ALT_TEXT), texts, gone or Hiding.BEHIND)
        body = child(shape, "txBody")
        if body is not None:
            _paragraphs(body, owner, gone, seen, Part.TEXT_BOX)
    for link in elements(root, "hlinkClick"):
        seen.add(owner.place(Part.HYPERLINK), attribute(link, "tooltip"), owner.hiding)


def read_chart(root: etree._Element, owner: Owner, seen: Seen) -> None:
    """Add titles, labels and the texts that a chart keeps of the cells it was drawn from."""
    for body in elements(root, "rich", "txPr"):
        _paragraphs(body, owner, owner.hiding, seen, Part.CHART)
    texts: list[str] = []
    for point in elements(root, "pt"):
        value = child(point, "v")
        texts.append((value.text if value is not None else point.text) or "")
    texts += [one.text or "" for one in elements(root, "v") if local_name(_above(one)) in {"tx", "txData"}]
    seen.add_all(owner.place(Part.CHART), (t for t in texts if not _is_number(t)), owner.hiding)


def read_comments(root: etree._Element, owner: Owner, seen: Seen) -> list[str]:
    """Add comments and their authors; return the comments' texts, since a shape of the same text repeats each."""
    authors = [(one.text or "").strip() for one in elements(root, "author")]
    hiding = owner.hiding or Hiding.BEHIND
    # Excel writes tc={GUID} as the author of a threaded comment, whose text follows in its own part.
    seen.add_all(owner.place(Part.COMMENT), (a for a in authors if not a.startswith("tc={")), hiding, "author")
    texts = []
    for comment in elements(root, "comment"):
        text, reading = text_and_reading(comment)
        place = area(attribute(comment, "ref"))
        row, column = (place[0], column_letters(place[1])) if place else (None, None)
        seen.add(owner.place(Part.COMMENT, row, column), text, hiding)
        seen.add(owner.place(Part.COMMENT, row, column), reading, hiding, "furigana")
        texts.append(text)
    return texts


def read_threads(root: etree._Element, owner: Owner, seen: Seen) -> None:
    """Add threaded comments."""
    for comment in elements(root, "threadedComment"):
        place = area(attribute(comment, "ref"))
        row, column = (place[0], column_letters(place[1])) if place else (None, None)
        body = child(comment, "text")
        seen.add(
            owner.place(Part.COMMENT, row, column), None if body is None else body.text, owner.hiding or Hiding.BEHIND
        )


def read_persons(root: etree._Element, owner: Owner, seen: Seen) -> None:
    """Add who wrote threaded comments: names and the accounts they signed in with."""
    for person in elements(root, "person"):
        texts = (attribute(person, name) for name in ("displayName", "userId"))
        seen.add_all(owner.place(Part.PROPERTY), texts, Hiding.BEHIND, "person")


def read_vml(data: bytes, comments: list[str], owner: Owner, seen: Seen) -> None:
    """Add the texts of old drawings (VML), which is often not well-formed; shapes of comments repeat the comment."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        return
    known = {_squeezed(text) for text in comments}
    for box in elements(root, "textbox"):
        text = "\n".join(_lines(box))
        if _squeezed(text) not in known:
            seen.add(owner.place(Part.TEXT_BOX), text, owner.hiding)
    for shape in elements(root, "shape", "rect", "oval", "roundrect", "textpath", "imagedata"):
        texts = [attribute(shape, "alt"), attribute(shape, "string")]
        texts += [title for title in (attribute(shape, "title"),) if not _DEFAULT_NAME.match(title)]
        seen.add_all(owner.place(Part.ALT_TEXT), texts, owner.hiding or Hiding.BEHIND)


def _lines(box: etree._Element) -> list[str]:
    found = ["".join(map(str, one.itertext(etree.Element))) for one in box.iterchildren(etree.Element)]
    return [line.strip() for line in found or [box.text or ""] if line.strip()]


def _paragraphs(body: etree._Element, owner: Owner, hiding: Hiding, seen: Seen, part: Part) -> None:
    for paragraph in elements(body, "p"):
        pieces = ["\n" if local_name(one) == "br" else one.text or "" for one in elements(paragraph, "t", "br")]
        seen.add(owner.place(part), "".join(pieces), hiding)


def _above(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _squeezed(text: str) -> str:
    return "".join(text.split())
