"""What of a PDF is damaged although it opens: PDFium stops at a broken stream without a word, and shows what came before.

Source: ISO 32000-2 7.3.8 (streams), 7.5.4 (cross-reference table); RFC 1950 2.2 (checksum).
"""

import zlib
from collections.abc import Iterator

import pikepdf

from sekisho.inspection.model import Part, Place, Unread
from sekisho.inspection.readers.pdf_parts.catalogue import BROKEN, Key
from sekisho.words import say

_PIECE = 1 << 20
_MOST_NAMED = 100
_REPAIRED = ("reconstruct", "attempting to recover stream length")
ANEW = say("元のソフトから PDF を作り直してください。")


def find_damage(pdf: pikepdf.Pdf) -> Iterator[Unread]:
    """Yield what cannot be read to its end, and whether the file as a whole had to be repaired."""
    broken = set(_broken_streams(pdf))
    for number, page in enumerate(pdf.pages, start=1) if broken else ():
        own = {stream.objgen for stream in _contents(page.obj)}
        if own & broken:
            broken -= own
            why = say("{page}ページの中身が壊れていて、途中までしか読めません。", page=number)
            yield Unread(f"page {number} content", why, Place(Part.PAGE, page=number), advice=ANEW)
    for key in sorted(broken)[:_MOST_NAMED]:
        why = say("PDFの中の部品（{part}）が壊れていて、読み取れません。", part=key[0])
        yield Unread(f"object {key[0]} {key[1]}", why, advice=ANEW)
    if any(word in str(warning) for warning in pdf.get_warnings() for word in _REPAIRED):
        why = say("壊れているか途中で切れているPDFを、修復して読みました。抜けたところがあるかもしれません。")
        yield Unread("repaired", why, asks=True, advice=ANEW)


def _broken_streams(pdf: pikepdf.Pdf) -> Iterator[Key]:
    for thing in pdf.objects:
        try:
            if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) != "/Image" and not _whole(thing):
                yield thing.objgen
        except BROKEN:
            if isinstance(thing, pikepdf.Stream):
                yield thing.objgen


def _whole(stream: pikepdf.Stream) -> bool:
    """Tell whether a stream can be inflated to its end; raises one of ``BROKEN`` where it cannot be unpacked at all."""
    filters = stream.get("/Filter")
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if str(filters) not in {"/FlateDecode", "/Fl"}:
        if filters is not None and str(filters) not in _PICTURE_FILTERS:
            stream.read_bytes()
        return True
    inflater = zlib.decompressobj()
    rest = stream.read_raw_bytes()
    try:
        while rest:
            inflater.decompress(rest, _PIECE)
            rest = inflater.unconsumed_tail
    except zlib.error:
        return False
    return True


_PICTURE_FILTERS = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/Crypt"})


def _contents(page: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    contents = page.get("/Contents")
    for one in list(contents) if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(one, pikepdf.Stream):
            yield one
