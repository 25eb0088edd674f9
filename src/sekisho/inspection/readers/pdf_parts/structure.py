"""What a PDF carries besides its pages: properties, bookmarks, annotations, form fields, files, scripts, layers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from lxml import etree

from sekisho.inspection.model import Child, Hiding, Part, Place, Text, Unread
from sekisho.inspection.readers.pdf_parts.catalogue import BROKEN, Catalogue, Key, string_of, strings_in
from sekisho.words import say

MOST = 200_000
"""Of no chain (bookmarks, name trees, fields) more is followed."""
HIDDEN, NO_VIEW = 2, 32
"""Flags of annotations, ISO 32000-2, 12.5.3."""


@dataclass(frozen=True, slots=True)
class Structure:
    """``parts``: how many kinds of such content the file has; ``unread`` names those that could not be read."""

    texts: tuple[Text, ...]
    children: tuple[Child, ...]
    unread: tuple[Unread, ...]
    parts: int


def read_structure(pdf: pikepdf.Pdf, stock: Catalogue) -> Structure:
    """Read everything that hangs on the document and is no page content."""
    texts: list[Text] = list(stock.texts)
    children: list[Child] = []
    unread: list[Unread] = []
    parts = 0
    readers: tuple[tuple[str, Callable[[pikepdf.Pdf], Iterator[Text]]], ...] = (
        ("properties", _properties),
        ("xmp", _xmp),
        ("bookmarks", _bookmarks),
        ("labels", _labels),
        ("names", _names),
        ("forms", _forms),
        ("layers", _layers),
        ("annotations", _annotations),
    )
    for name, reader in readers:
        try:
            found = list(reader(pdf))
        except BROKEN:
            unread.append(_not_read(name))
            parts += 1
            continue
        texts += found
        parts += bool(found)
    try:
        children = list(_attachments(pdf, stock))
    except BROKEN:
        unread.append(_not_read("attachments"))
        parts += 1
    if stock.broken:
        unread.append(_not_read("objects"))
    return Structure(tuple(texts), tuple(children), tuple(unread), parts + len(children) + bool(stock.broken))


def _not_read(name: str) -> Unread:
    return Unread(name, say("PDFのこの部分（{part}）は壊れていて、読み取れません。", part=name))


# ---------------------------------------------------------------- properties


def _properties(pdf: pikepdf.Pdf) -> Iterator[Text]:
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        for key in sorted(info.keys()):
            yield from _named(Part.PROPERTY, key[1:], info[key])
    for thread in list(pdf.Root.get("/Threads", []))[:MOST]:
        for text in strings_in(thread.get("/I"), 2):
            yield Text(Place(Part.PROPERTY), text, name="Thread")


def _named(
    part: Part, name: str, value: object, hidden: Hiding = Hiding.SEEN, page: int | None = None
) -> Iterator[Text]:
    text = string_of(value)
    if text.strip():
        yield Text(Place(part, page=page), text, hidden, name)


def _xmp(pdf: pikepdf.Pdf) -> Iterator[Text]:
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        yield from _xml_texts(metadata.read_bytes(), Part.PROPERTY)


def _xml_texts(data: bytes, part: Part) -> Iterator[Text]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(data.strip() or b"<none/>", parser)
    if root is None:
        raise ValueError
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        for text in (element.text, *element.attrib.values()):
            if text and str(text).strip():
                yield Text(Place(part), str(text).strip(), name=name)


# ---------------------------------------------------------------- bookmarks, labels, names, layers


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[Text]:
    outlines = pdf.Root.get("/Outlines")
    waiting = [outlines.get("/First")] if isinstance(outlines, pikepdf.Dictionary) else []
    seen: set[Key] = set()
    while waiting and len(seen) < MOST:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in seen:
            continue
        seen.add(item.objgen)
        yield from _named(Part.BOOKMARK, "", item.get("/Title"))
        yield from _action(item.get("/A"), None, Hiding.SEEN)
        waiting += [item.get("/Next"), item.get("/First")]


def _tree(node: object, kind: str, depth: int = 40) -> Iterator[tuple[object, object]]:
    """Return the pairs of a name tree or number tree (ISO 32000-2, 7.9.6 and 7.9.7)."""
    if not isinstance(node, pikepdf.Dictionary) or not depth:
        return
    leaves = list(node.get(kind, []))[:MOST]
    yield from zip(leaves[::2], leaves[1::2], strict=False)
    for kid in list(node.get("/Kids", []))[:MOST]:
        yield from _tree(kid, kind, depth - 1)


def _labels(pdf: pikepdf.Pdf) -> Iterator[Text]:
    for _, label in _tree(pdf.Root.get("/PageLabels"), "/Nums"):
        if isinstance(label, pikepdf.Dictionary):
            yield from _named(Part.PROPERTY, "PageLabel", label.get("/P"))


def _names(pdf: pikepdf.Pdf) -> Iterator[Text]:
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    for name, _ in _tree(names.get("/Dests"), "/Names"):
        yield from _named(Part.BOOKMARK, "destination", name)
    for name, action in _tree(names.get("/JavaScript"), "/Names"):
        yield from _named(Part.SCRIPT, "", name, Hiding.BEHIND)
        yield from _action(action, None, Hiding.BEHIND)
    old = pdf.Root.get("/Dests")
    for key in sorted(old.keys()) if isinstance(old, pikepdf.Dictionary) else []:
        yield Text(Place(Part.BOOKMARK), key[1:], name="destination")
    yield from _action(pdf.Root.get("/OpenAction"), None, Hiding.BEHIND)


def _layers(pdf: pikepdf.Pdf) -> Iterator[Text]:
    layers = pdf.Root.get("/OCProperties")
    if isinstance(layers, pikepdf.Dictionary):
        for group in list(layers.get("/OCGs", []))[:MOST]:
            if isinstance(group, pikepdf.Dictionary):
                yield from _named(Part.PROPERTY, "Layer", group.get("/Name"))


def _action(action: object, page: int | None, hidden: Hiding) -> Iterator[Text]:
    """Return what an action holds: an address, a file, a script inside it (indirect ones are found by the pass)."""
    if not isinstance(action, pikepdf.Dictionary):
        return
    yield from _named(Part.HYPERLINK, "", action.get("/URI"), hidden, page)
    if not action.is_indirect:
        yield from _named(Part.SCRIPT, "", action.get("/JS"), Hiding.BEHIND, page)
    for text in strings_in(action.get("/F"), 2):
        yield Text(Place(Part.HYPERLINK, page=page), text, hidden)


# ---------------------------------------------------------------- forms


def _forms(pdf: pikepdf.Pdf) -> Iterator[Text]:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    waiting = list(form.get("/Fields", []))[:MOST]
    seen: set[Key] = set()
    while waiting and len(seen) < MOST:
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or (field.is_indirect and field.objgen in seen):
            continue
        seen.add(field.objgen if field.is_indirect else (-len(seen) - 1, 0))
        yield from _field(field)
        waiting += list(field.get("/Kids", []))[:MOST]
    packets = form.get("/XFA")
    for packet in list(packets) if isinstance(packets, pikepdf.Array) else [packets]:
        if isinstance(packet, pikepdf.Stream):
            yield from _xml_texts(packet.read_bytes(), Part.FORM_FIELD)


def _field(field: pikepdf.Object) -> Iterator[Text]:
    name = string_of(field.get("/T"))
    flags = _flags(field)
    hidden = Hiding.BEHIND if flags & (HIDDEN | NO_VIEW) else Hiding.SEEN
    value = field.get("/V")
    if isinstance(value, pikepdf.Dictionary):
        for key in ("/Name", "/Reason", "/Location", "/ContactInfo"):
            yield from _named(Part.PROPERTY, "Signature" + key[1:], value.get(key))
    else:
        for text in strings_in(value, 3):
            yield Text(Place(Part.FORM_FIELD), text, hidden, name)
        yield from _named(Part.FORM_FIELD, name, value if isinstance(value, pikepdf.Stream) else None, hidden)
    for key in ("/DV", "/Opt", "/TU", "/TM", "/RV"):
        for text in strings_in(field.get(key), 3):
            yield Text(Place(Part.FORM_FIELD), text, hidden, name or key[1:])
    if name:
        yield Text(Place(Part.FORM_FIELD), name, name="T")


def _flags(annotation: pikepdf.Object) -> int:
    flags = annotation.get("/F", 0)
    return int(flags) if isinstance(flags, int) else 0


# ---------------------------------------------------------------- annotations


def _annotations(pdf: pikepdf.Pdf) -> Iterator[Text]:
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in list(page.obj.get("/Annots", []))[:MOST]:
            if isinstance(annotation, pikepdf.Dictionary):
                yield from _annotation(annotation, number)


DRAWN = frozenset({"/FreeText", "/Link", "/Stamp", "/Watermark", "/Redact"})
"""Annotations whose words stand on the page, or only describe it; those of others open in a window of their own."""


def _annotation(annotation: pikepdf.Object, page: int) -> Iterator[Text]:
    hidden = Hiding.BEHIND if _flags(annotation) & (HIDDEN | NO_VIEW) else Hiding.SEEN
    subtype = str(annotation.get("/Subtype", ""))
    if subtype != "/Widget":
        noted = hidden or (Hiding.SEEN if subtype in DRAWN else Hiding.BEHIND)
        for key in ("/Contents", "/Subj", "/OverlayText"):
            yield from _named(Part.ANNOTATION, key[1:], annotation.get(key), noted, page)
        yield from _named(Part.ANNOTATION, "author", annotation.get("/T"), hidden, page)
        rich = string_of(annotation.get("/RC"))
        if rich.strip():
            plain = " ".join(text.text for text in _xml_texts(rich.encode(), Part.ANNOTATION))
            yield from _named(Part.ANNOTATION, "RC", pikepdf.String(plain), hidden, page)
    for text in strings_in(annotation.get("/MK"), 2):
        yield Text(Place(Part.ANNOTATION, page=page), text, hidden, "MK")
    yield from _action(annotation.get("/A"), page, hidden)
    actions = annotation.get("/AA")
    if isinstance(actions, pikepdf.Dictionary):
        for key in sorted(actions.keys()):
            yield from _action(actions[key], page, Hiding.BEHIND)


# ---------------------------------------------------------------- files


def _attachments(pdf: pikepdf.Pdf, stock: Catalogue) -> Iterator[Child]:
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    specifications = [spec for _, spec in _tree(names.get("/EmbeddedFiles"), "/Names")]
    specifications += list(pdf.Root.get("/AF", [])) + list(stock.files)
    for page in pdf.pages:
        specifications += list(page.obj.get("/AF", []))
        specifications += [
            a.get("/FS") for a in list(page.obj.get("/Annots", []))[:MOST] if isinstance(a, pikepdf.Dictionary)
        ]
    seen: set[Key] = set()
    for spec in specifications:
        files = spec.get("/EF") if isinstance(spec, pikepdf.Dictionary) else None
        if isinstance(spec, pikepdf.Dictionary) and isinstance(files, pikepdf.Dictionary):
            name = string_of(spec.get("/UF")) or string_of(spec.get("/F"))
            for key in sorted(files.keys()):
                yield from _child(files[key], name, seen)
    for stream in stock.streams:
        yield from _child(stream, "", seen)


def _child(stream: object, name: str, seen: set[Key]) -> Iterator[Child]:
    if isinstance(stream, pikepdf.Stream) and stream.objgen not in seen:
        seen.add(stream.objgen)
        yield Child(
            name or f"attachment-{len(seen)}", stream.read_bytes(), Place(Part.ATTACHMENT), Hiding.BEHIND, shown=False
        )
