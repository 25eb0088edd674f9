"""Bytes of mails and web pages as text, in whatever encoding Japanese programs have written them.

Sources: RFC 1468 (ISO-2022-JP) with what Microsoft adds to it (code pages 50220 to 50222), EUC-JP with its code page
51932, WHATWG Encoding Standard 4.2 (labels).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CP932: Final = frozenset(
    {
        "shift_jis",
        "shift-jis",
        "sjis",
        "x-sjis",
        "ms_kanji",
        "csshiftjis",
        "windows-31j",
        "cp932",
        "ms932",
        "x-ms-cp932",
    }
)
_JIS: Final = frozenset(
    {
        "iso-2022-jp",
        "iso2022jp",
        "csiso2022jp",
        "iso-2022-jp-1",
        "iso-2022-jp-ms",
        "jis",
        "cp50220",
        "cp50221",
        "cp50222",
    }
)
_EUC: Final = frozenset({"euc-jp", "eucjp", "x-euc-jp", "x-euc", "cseucpkdfmtjapanese", "cp51932", "euc-jp-ms"})
_NARROW: Final = re.compile(r"us-ascii|ascii|iso-?8859-?1|latin-?1|windows-125\d|cp125\d|iso-?8859-?15?")
"""Encodings that any bytes are good in, and that programs write down when they do not know better."""
_ESCAPE: Final = re.compile(rb"\x1b(\$\(?[@ABDOPQ]|\([A-Z@])|[\x0e\x0f]")
_WIDE: Final = (b"$@", b"$B", b"$(@", b"$(B", b"$(O", b"$(P", b"$(Q")
_KANA: Final = re.compile("[\u3041-\u30fe]")
_NO_CP932: Final = ("\x80", "\xa0", "\uf8f1", "\uf8f2", "\uf8f3")
"""What Python makes of the five bytes that CP932 does not define."""
UNKNOWN: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """``whole``: no byte was left that the encoding does not know. ``known``: there is an encoding of the declared name."""

    text: str
    whole: bool = True
    known: bool = True


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return ``data`` as text: by its mark, by the encoding that it is declared to be in, or by what it looks like.

    A declaration that does not fit the bytes counts for nothing, and neither does one that fits any (``us-ascii``,
    ``iso-8859-1``) where the bytes are good UTF-8 or Japanese. Nothing is raised: what cannot be read is U+FFFD.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _marked(data[len(bom) :], encoding)
    name = declared.strip().strip("\"'").lower()
    text = _by_name(data, name) if name and not _NARROW.fullmatch(name) else None
    if text is None:
        text = _guessed(data)
    known = not name or data.isascii() or _is_known(name)
    if text is None and name:
        text = _by_name(data, name)
    if text is None:
        text = _by_lines(data, name)
    return Decoded(text, UNKNOWN not in text, known)


def _by_name(data: bytes, name: str) -> str | None:
    """Return ``data`` in the encoding of this name; None where it does not fit, or there is no such encoding."""
    if name in _JIS or (name in {"utf-8", "utf8", "us-ascii", "ascii"} and b"\x1b$" in data):
        return from_jis(data)
    if name in _EUC:
        return from_euc(data)
    if name in _CP932:
        return _from_cp932(data)
    try:
        return data.decode(name)
    except (LookupError, ValueError):
        return None


def _guessed(data: bytes) -> str | None:
    if b"\x1b$" in data or b"\x1b(I" in data:
        text = from_jis(data)
        if text is not None:
            return text
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    euc, cp932 = from_euc(data), _from_cp932(data)
    if euc is not None and (cp932 is None or _KANA.search(euc)):
        return euc
    return cp932


def _is_known(name: str) -> bool:
    if name in _JIS | _EUC | _CP932:
        return True
    try:
        b"a".decode(name)
    except LookupError:
        return False
    except ValueError:  # a name with a zero byte in it, or an encoding of two bytes
        return "\0" not in name
    return True


def _nearest(name: str) -> str:
    """Return the encoding in which most of what is damaged can still be read."""
    if name in _JIS:
        return "iso2022_jp"
    return "euc_jp" if name in _EUC else "cp932" if name in _CP932 else "utf-8"


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if encoding == "cp932":
        text = text.translate({ord(mark): UNKNOWN for mark in _NO_CP932})
    return Decoded(text, UNKNOWN not in text)


def _by_lines(data: bytes, name: str) -> str:
    """Return each line in whatever encoding it is good, the rest as far as it goes."""
    lines = [
        (_by_name(line, name) if name else None) or _guessed(line) or _marked(line, _nearest(name)).text
        for line in data.split(b"\n")
    ]
    return "\n".join(lines)


def _from_cp932(data: bytes) -> str | None:
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return None
    return None if any(mark in text for mark in _NO_CP932) else text


def from_jis(data: bytes) -> str | None:
    """Return ISO-2022-JP as text, None where it is not; with ①, ㈱, 髙 and half-width kana as Microsoft writes them."""
    found: list[str] = []
    for mode, piece in _runs(data):
        text = _wide(piece) if mode in _WIDE else _single(mode, piece)
        if text is None:
            return None
        found.append(text)
    return "".join(found)


def _runs(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each run of bytes with the escape sequence that rules it; a line's end leads back to ASCII."""
    mode, at = b"(B", 0
    for match in _ESCAPE.finditer(data):
        yield mode, data[at : match.start()]
        mark = match.group()
        mode = match.group(1) or (b"(I" if mark == b"\x0e" else b"(B")
        at = match.end()
    yield mode, data[at:]


def _single(mode: bytes, piece: bytes) -> str | None:
    if mode == b"(I":
        piece = bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in piece)
    if mode == b"$(D":
        return _rare(piece)
    # Eight bits beside the escapes: a cell or a name was pasted in as it stood.
    return _from_cp932(piece) if mode in {b"(I", b"(B", b"(J", b"(H"} else None


def _wide(piece: bytes) -> str | None:
    """Return pairs of JIS X 0208 with the vendors' rows, by way of CP932; a line's end may stand between them."""
    pairs = bytearray()
    at = 0
    while at < len(piece):
        if piece[at] <= 0x20:
            pairs.append(piece[at])
            at += 1
        elif at + 1 < len(piece):
            first, second = piece[at] & 0x7F, piece[at + 1] & 0x7F
            if not (0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E):
                return None
            pairs += _shifted(first, second)
            at += 2
        else:
            return None
    return _from_cp932(bytes(pairs))


def _shifted(first: int, second: int) -> bytes:
    """Return the two bytes of Shift_JIS for two of JIS."""
    lead = (first + 1) // 2 + (0x70 if first < 0x5F else 0xB0)
    trail = second + (0x7E if first % 2 == 0 else 0x20 if second >= 0x60 else 0x1F)
    return bytes((lead, trail))


def _rare(piece: bytes) -> str | None:
    """Return pairs of JIS X 0212."""
    try:
        return b"".join(
            b"\x8f" + bytes((piece[at] | 0x80, piece[at + 1] | 0x80)) for at in range(0, len(piece) - 1, 2)
        ).decode("euc_jp")
    except UnicodeDecodeError:
        return None


def from_euc(data: bytes) -> str | None:
    """Return EUC-JP as text, None where it is not; with the vendors' characters, and JIS X 0212."""
    found: list[str] = []
    for match in re.finditer(
        rb"[\x00-\x7f]+|(?:[\xa1-\xfe]{2})+|(?:\x8e[\xa1-\xdf])+|(?:\x8f[\xa1-\xfe]{2})+|.", data, re.DOTALL
    ):
        piece = match.group()
        if piece[0] < 0x80:
            text: str | None = piece.decode("ascii")
        elif piece[0] == 0x8E:
            text = _from_cp932(piece.replace(b"\x8e", b""))
        elif piece[0] == 0x8F:
            text = _rare(bytes(byte for at, byte in enumerate(piece) if at % 3))
        else:
            text = _wide(piece) if len(piece) > 1 else None
        if text is None:
            return None
        found.append(text)
    return "".join(found)
