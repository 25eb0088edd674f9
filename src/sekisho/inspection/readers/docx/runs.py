"""One paragraph: what it shows, what it hides, and what is anchored in it.

Source: ECMA-376 Part 1, 17.3 (paragraphs and runs), 17.13.5 (revisions), 17.16 (fields).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from sekisho.inspection.containers.opc import attribute, child, elements, local_name
from sekisho.inspection.model import Hiding, Part
from sekisho.inspection.readers.docx.fields import read_field
from sekisho.inspection.readers.docx.looks import Ground, Look, Styles, hiding_of, read_fill, read_look
from sekisho.inspection.readers.docx.shapes import covers, ground_of

if TYPE_CHECKING:
    from lxml import etree

    from sekisho.inspection.readers.docx.seen import Seen

_SILENT: Final = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "ctrlPr", "tblPr", "rt"})
_SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LETTERS: Final = frozenset({"t", "sym", *_SIGNS})
_DRAWN: Final = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class Code:
    """A field that has begun: its code so far, and whether its result has."""

    text: list[str] = field(default_factory=list)
    result: bool = False


@dataclass(slots=True)
class Story:
    """A run of text with one flow of fields: the body, a header, a note, a text box.

    ``hiding`` is what hides all of it, as a part that no view shows.
    """

    part: Part
    styles: Styles
    seen: Seen
    hiding: Hiding = Hiding.SEEN
    ground: Ground = field(default_factory=Ground)
    codes: list[Code] = field(default_factory=list)

    def inside(self, part: Part, ground: Ground) -> Story:
        """Return the story of a box inside this one."""
        return Story(part, self.styles, self.seen, self.hiding, ground)


@dataclass(frozen=True, slots=True)
class Box:
    """The content of a text box; ``again``: the second form of a drawing, for programs that do not know the first."""

    content: etree._Element
    ground: Ground
    again: bool = False


@dataclass(slots=True)
class Paragraph:
    """What was found in a paragraph, in reading order. In ``pieces`` an empty text is what stands between two hidden ones."""

    shown: list[str] = field(default_factory=list)
    pieces: list[tuple[Hiding, str]] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    drawings: list[etree._Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return what the paragraph shows."""
        return "".join(self.shown)

    @property
    def covered(self) -> bool:
        """Tell whether a drawn shape lies over it."""
        return any(covers(drawing, self.text) for drawing in self.drawings)

    def hidden(self) -> dict[Hiding, str]:
        """Return the hidden texts by what hides them; those that do not stand side by side are set apart by a blank."""
        found: dict[Hiding, str] = {}
        last = Hiding.SEEN
        for hiding, text in self.pieces:
            if hiding is not Hiding.SEEN:
                gap = " " if hiding in found and last is not hiding else ""
                found[hiding] = found.get(hiding, "") + gap + text
            last = hiding
        return found

    def put(self, text: str, hiding: Hiding) -> None:
        """Add a text."""
        self.pieces.append((hiding, text))
        if hiding is Hiding.SEEN:
            self.shown.append(text)


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the walk is: the look that a run starts from, and whether a revision took the text in or out."""

    look: Look
    ground: Ground
    inserted: bool = False
    deleted: bool = False


def read_paragraph(element: etree._Element, story: Story) -> Paragraph:
    """Return what stands in ``w:p``; fields that began in an earlier paragraph of the story go on."""
    properties = child(element, "pPr")
    style = child(properties, "pStyle") if properties is not None else None
    name = attribute(style, "val") if style is not None else story.styles.default_paragraph
    fill = read_fill(child(properties, "shd")) if properties is not None else None
    if fill is None:
        fill = story.styles.paragraph_fill(name)
    ground = replace(story.ground, fills=(fill,), shaded=True) if fill else story.ground
    paragraph = Paragraph()
    _walk(element, _Here(story.styles.defaults.under(story.styles.look(name)), ground), story, paragraph)
    return paragraph


def close_fields(story: Story) -> None:
    """Add the codes of fields that never ended: a program may show them."""
    while story.codes:
        code = story.codes.pop()
        if not code.result:
            story.seen.add(Part.FIELD, "".join(code.text), story.hiding)


def _walk(element: etree._Element, here: _Here, story: Story, paragraph: Paragraph) -> None:
    for one in element:
        name = local_name(one)
        if name == "r":
            _read_run(one, here, story, paragraph)
        elif name in {"ins", "moveTo"}:
            _walk(one, replace(here, inserted=True), story, paragraph)
        elif name in {"del", "moveFrom"}:
            _walk(one, replace(here, deleted=True), story, paragraph)
        elif name == "AlternateContent":
            _read_alternatives(one, here, story, paragraph)
        elif name in _DRAWN:
            _read_drawing(one, story, paragraph)
        elif name == "fldSimple":
            _put(read_field(attribute(one, "instr"), story.hiding, story.seen), here, story, paragraph)
            _walk(one, here, story, paragraph)
        elif name not in _SILENT:
            _walk(one, here, story, paragraph)


def _read_run(run: etree._Element, here: _Here, story: Story, paragraph: Paragraph) -> None:
    properties = child(run, "rPr")
    if properties is not None:
        style = child(properties, "rStyle")
        look = here.look.under(story.styles.look(attribute(style, "val"))) if style is not None else here.look
        here = replace(here, look=look.under(read_look(properties)))
    _read_run_content(run, here, story, paragraph)


def _read_run_content(run: etree._Element, here: _Here, story: Story, paragraph: Paragraph) -> None:
    for one in run:
        name = local_name(one)
        if name in _LETTERS:
            _put(_letters(one, name), here, story, paragraph)
        elif name in {"delText", "delInstrText"}:
            paragraph.put(one.text or "", Hiding.DELETED)
        elif name == "instrText":
            _put_code(one.text or "", here, story, paragraph)
        elif name == "fldChar":
            _turn_field(attribute(one, "fldCharType"), here, story, paragraph)
        elif name in _DRAWN:
            _read_drawing(one, story, paragraph)
        elif name == "AlternateContent":
            _read_alternatives(one, here, story, paragraph)
        elif name == "ruby":
            _read_ruby(one, here, story, paragraph)


def _letters(element: etree._Element, name: str) -> str:
    if name == "t":
        return element.text or ""
    return _symbol(element) if name == "sym" else _SIGNS[name]


def _symbol(element: etree._Element) -> str:
    """Return the character of ``w:sym``; a place in the private area is a dingbat, not text."""
    code = attribute(element, "char")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= number <= 0xF8FF or not 0 < number <= 0xFFFF else chr(number)


def _put(text: str, here: _Here, story: Story, paragraph: Paragraph) -> None:
    if not text:
        return
    if here.deleted:
        paragraph.put(text, Hiding.DELETED)
        return
    code = next((one for one in reversed(story.codes) if not one.result), None)
    if code is not None:
        code.text.append(text)
        return
    paragraph.put(text, hiding_of(here.look, here.ground) if text.strip() else Hiding.SEEN)
    if here.inserted:
        paragraph.inserted.append(text)


def _put_code(text: str, here: _Here, story: Story, paragraph: Paragraph) -> None:
    if here.deleted:
        paragraph.put(text, Hiding.DELETED)
    elif story.codes:
        story.codes[-1].text.append(text)
    else:
        read_field(text, story.hiding, story.seen)


def _turn_field(turn: str, here: _Here, story: Story, paragraph: Paragraph) -> None:
    if turn == "begin":
        story.codes.append(Code())
        return
    if not story.codes:
        return
    code = story.codes[-1]
    shown = "" if code.result else read_field("".join(code.text), story.hiding, story.seen)
    if turn == "separate":
        code.result = True
    elif turn == "end":
        story.codes.pop()
        _put(shown, here, story, paragraph)


def _read_ruby(ruby: etree._Element, here: _Here, story: Story, paragraph: Paragraph) -> None:
    """Put the base into the paragraph, and the reading beside it: inside it would tear the name apart."""
    base, reading = child(ruby, "rubyBase"), child(ruby, "rt")
    if base is not None:
        _walk(base, here, story, paragraph)
    if reading is not None:
        beside = Paragraph()
        _walk(reading, here, story, beside)
        story.seen.add(story.part, beside.text, story.hiding, "furigana")
        for hiding, text in beside.hidden().items():
            story.seen.add(story.part, text, hiding, "furigana")


def _read_drawing(drawing: etree._Element, story: Story, paragraph: Paragraph) -> None:
    paragraph.drawings.append(drawing)
    for content in elements(drawing, "txbxContent"):
        inner = {local_name(one) for one in takewhile(lambda one: one is not drawing, content.iterancestors())}
        if "txbxContent" not in inner:
            paragraph.boxes.append(Box(content, ground_of(content, story.ground), again="Fallback" in inner))


def _read_alternatives(element: etree._Element, here: _Here, story: Story, paragraph: Paragraph) -> None:
    """Read what a program of today shows, and what an old one shows where that is something else."""
    first, second = Paragraph(), Paragraph()
    for one in element:
        _read_run_content(one, here, story, second if local_name(one) == "Fallback" else first)
    chosen = first if first.pieces else second
    paragraph.shown += chosen.shown
    paragraph.pieces += chosen.pieces
    paragraph.inserted += chosen.inserted
    paragraph.boxes += first.boxes + [replace(box, again=True) for box in second.boxes]
    paragraph.drawings += first.drawings + second.drawings
