"""One pass over all objects of a PDF: fonts without meaning, forms that call themselves, descriptions, files, orphans."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf

from sekisho.inspection.model import Hiding, Part, Place, Text

BROKEN = (
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)
"""What pikepdf raises where an object is not what it says it is."""
KNOWN_ORDERINGS = ("Japan1", "Japan2", "GB1", "CNS1", "Korea1", "KR", "UCS")
Key = tuple[int, int]


@dataclass(slots=True)
class Catalogue:
    """What the pass found. ``bad_fonts``: names; ``files``: file specifications; ``orphans``: pages in no page tree."""

    texts: list[Text] = field(default_factory=list)
    bad_fonts: set[str] = field(default_factory=set)
    files: list[pikepdf.Object] = field(default_factory=list)
    streams: list[pikepdf.Object] = field(default_factory=list)
    orphans: list[pikepdf.Object] = field(default_factory=list)
    calls: dict[Key, set[Key]] = field(default_factory=dict)
    thumbnails: int = 0
    drawn_annotations: bool = False
    broken: int = 0


def take_stock(pdf: pikepdf.Pdf) -> Catalogue:
    """Look at each object of a PDF once."""
    found = Catalogue()
    pages: set[Key] = {page.obj.objgen for page in pdf.pages}
    for thing in pdf.objects:
        try:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                _look_at(thing, {str(key) for key in thing.keys()}, pages, found)  # noqa: SIM118  # a pikepdf object, no dict
        except BROKEN:
            found.broken += 1
    return found


def _look_at(thing: pikepdf.Object, keys: set[str], pages: set[Key], found: Catalogue) -> None:
    found.texts += _descriptions(thing, keys)
    if "/EF" in keys:
        found.files.append(thing)
    if "/AP" in keys and "/Rect" in keys:
        found.drawn_annotations = True
    if "/Thumb" in keys:
        found.thumbnails += 1
    if "/JS" in keys:
        found.texts.append(Text(Place(Part.SCRIPT), string_of(thing["/JS"]), Hiding.BEHIND))
    if "/PieceInfo" in keys:
        found.texts += [
            Text(Place(Part.PROPERTY), text, Hiding.BEHIND, "PieceInfo") for text in strings_in(thing["/PieceInfo"])
        ]
    _sort_in(thing, str(thing.get("/Type", "")), str(thing.get("/Subtype", "")), pages, found)


def _sort_in(thing: pikepdf.Object, kind: str, subtype: str, pages: set[Key], found: Catalogue) -> None:
    if kind == "/EmbeddedFile":
        found.streams.append(thing)
    elif kind == "/Page" and thing.objgen not in pages:
        found.orphans.append(thing)
    elif subtype in {"/Type0", "/Type3"} and kind in {"/Font", ""}:
        if _means_nothing(thing):
            found.bad_fonts.add(str(thing.get("/BaseFont", "")).lstrip("/"))
    elif subtype == "/Form" and isinstance(thing, pikepdf.Stream):
        found.calls[thing.objgen] = set(_called(thing))


def _descriptions(thing: pikepdf.Object, keys: set[str]) -> Iterator[Text]:
    for key in ("/Alt", "/ActualText", "/E"):
        if key in keys and isinstance(thing[key], pikepdf.String):
            text = string_of(thing[key])
            if text.strip():
                yield Text(Place(Part.ALT_TEXT), text, name=key[1:])


def _means_nothing(font: pikepdf.Object) -> bool:
    """Tell whether no table leads from a font's codes to letters."""
    if "/ToUnicode" in font:
        return False
    if str(font.get("/Subtype")) == "/Type3":
        encoding = font.get("/Encoding")
        names = list(encoding.get("/Differences", [])) if isinstance(encoding, pikepdf.Dictionary) else []
        letters = [str(name)[1:] for name in names if isinstance(name, pikepdf.Name)]
        return bool(letters) and sum(_is_letter_name(name) for name in letters) < 0.5 * len(letters)
    if str(font.get("/Encoding")) not in {"/Identity-H", "/Identity-V"}:
        return False
    system = font["/DescendantFonts"][0].get("/CIDSystemInfo")
    ordering = str(system.get("/Ordering", "")) if system is not None else ""
    return not ordering.startswith(KNOWN_ORDERINGS)


def _is_letter_name(name: str) -> bool:
    """Tell whether a glyph's name says which letter it is (Adobe Glyph List; "a12" and "g7" do not)."""
    return len(name) == 1 or name.startswith("uni") or (name.isalpha() and len(name) > 2)


def _called(form: pikepdf.Object) -> Iterator[Key]:
    resources = form.get("/Resources")
    if isinstance(resources, pikepdf.Dictionary):
        for other in dict(resources.get("/XObject", {}).items()).values():
            if isinstance(other, pikepdf.Stream) and str(other.get("/Subtype")) == "/Form":
                yield other.objgen


def calls_itself(calls: Mapping[Key, set[Key]]) -> bool:
    """Tell whether a form draws itself, directly or through others: PDFium would not come back from it."""
    done: set[Key] = set()
    for start in calls:
        path: list[tuple[Key, Iterator[Key]]] = [(start, iter(calls[start]))]
        open_ones = {start}
        while path:
            key, rest = path[-1]
            following = next((other for other in rest if other not in done), None)
            if following is None:
                done.add(key)
                open_ones.discard(key)
                path.pop()
            elif following in open_ones:
                return True
            else:
                open_ones.add(following)
                path.append((following, iter(calls.get(following, ()))))
    return False


def string_of(value: object) -> str:
    """Return a text string, or the text of a stream; Japanese tools write CP932 where the standard has no Japanese."""
    if isinstance(value, pikepdf.Stream):
        data = value.read_bytes()
    elif isinstance(value, pikepdf.String):
        data = bytes(value)
    else:
        return ""
    if data[:2] in {b"\xfe\xff", b"\xff\xfe"} or data[:3] == b"\xef\xbb\xbf":
        return (
            str(value)
            if isinstance(value, pikepdf.String)
            else data.decode("utf-16" if data[:1] != b"\xef" else "utf-8-sig", "replace")
        )
    if data.isascii():
        return data.decode("ascii")
    for encoding in ("utf-8", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return str(value) if isinstance(value, pikepdf.String) else data.decode("latin-1")


def strings_in(value: object, depth: int = 6) -> Iterator[str]:
    """Return the text strings inside an object."""
    if isinstance(value, pikepdf.String):
        text = string_of(value)
        if text.strip():
            yield text
    elif depth and isinstance(value, pikepdf.Array):
        for item in list(value)[:10_000]:
            yield from strings_in(item, depth - 1)
    elif depth and isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(value.keys()):
            if key not in {"/Parent", "/P"}:
                yield from strings_in(value[key], depth - 1)
