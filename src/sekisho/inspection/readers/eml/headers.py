"""The headers of a mail or of a part of one.

Python's own parser is not used: it changes line ends inside attachments, calls itself for each level of a nested mail,
and raises on what it does not expect.

Source: RFC 5322 2.2, RFC 2047 (encoded words), RFC 2231 (parameters in pieces and in an encoding).
"""

import binascii
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from sekisho.inspection.containers.charsets import Decoded, decode

_BLANK: Final = re.compile(rb"\A\r?\n|\n\r?\n")
_NAME: Final = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*")
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])")
_WORD: Final = re.compile(r"=\?([^?\s]*)\?([BbQq])\?([^?]*)\?=")
_NOT_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]")
_PARAMETER: Final = re.compile(r';\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_PIECE: Final = re.compile(r"([^*]+)(?:\*([0-9]{1,5}))?(\*)?")


@dataclass(frozen=True, slots=True)
class Header:
    """One header: ``raw`` as it stands, without its name, folded lines joined. A line that is none has an empty name."""

    name: str
    raw: bytes

    @property
    def value(self) -> Decoded:
        """Return what the header says, encoded words decoded."""
        return decode_words(self.raw)


@dataclass(frozen=True, slots=True)
class Parameters:
    """A structured header: ``main`` in lower case (``text/plain``, ``attachment``), and its parameters by name."""

    main: str = ""
    values: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """Return a parameter, empty where there is none."""
        return next((value for key, value in self.values if key == name), "")


def split_headers(data: bytes) -> tuple[tuple[Header, ...], bytes]:
    """Return the headers at the beginning of ``data``, and what follows the blank line behind them."""
    blank = _BLANK.search(data)
    head, body = (data[: blank.start()], data[blank.end() :]) if blank else (data, b"")
    headers = []
    for whole in _FOLD.sub(b"", head).split(b"\n"):
        line = whole.rstrip(b"\r")
        match = _NAME.match(line)
        if match:
            headers.append(Header(match.group(1).decode("ascii"), line[match.end() :]))
        elif line.strip():
            headers.append(Header("", line))
    return tuple(headers), body


def decode_words(raw: bytes) -> Decoded:
    """Return an unstructured header as text: raw bytes in any encoding, with encoded words, also where they are broken.

    Neighbouring words of one encoding are joined before they are decoded: programs cut characters in two.
    """
    whole = decode(raw)
    text, known = whole.text, True
    out: list[str] = []
    at, waiting, charset = 0, b"", ""
    for match in _WORD.finditer(text):
        between = text[at : match.start()]
        name = match.group(1).partition("*")[0]
        if waiting and (between.strip() or name.lower() != charset.lower()):
            known &= _flush(waiting, charset, out)
            waiting = b""
        if between.strip() or at == 0:
            out.append(between)
        waiting += _word_bytes(match.group(2), match.group(3))
        charset, at = name, match.end()
    known &= _flush(waiting, charset, out)
    out.append(text[at:])
    told = "".join(out)
    return Decoded(told, "\ufffd" not in told, known)


def _flush(waiting: bytes, charset: str, out: list[str]) -> bool:
    if not waiting:
        return True
    decoded = decode(waiting, charset)
    out.append(decoded.text)
    return decoded.known


def _word_bytes(way: str, text: str) -> bytes:
    if way in "Bb":
        digits = _NOT_BASE64.sub("", text)
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        return binascii.a2b_base64(digits + "=" * (-len(digits) % 4))
    return binascii.a2b_qp(text.encode("utf-8", "replace"), header=True)


def parameters(header: Header | None) -> Parameters:
    """Return a structured header in pieces: names in quotes, in an encoding, split over several, or simply raw."""
    if header is None:
        return Parameters()
    text = decode(header.raw).text
    main, _, rest = text.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(";" + rest):
        key, value = match.group(1).lower(), _unquoted(match.group(2).strip())
        piece = _PIECE.fullmatch(key)
        if piece and (piece.group(2) or piece.group(3)):
            pieces.setdefault(piece.group(1), []).append((int(piece.group(2) or 0), bool(piece.group(3)), value))
        else:
            plain.setdefault(key, value if key == "boundary" else decode_words(value.encode()).text)
    joined = {key: _joined(sorted(of_key)) for key, of_key in pieces.items()}
    return Parameters(main.strip().lower(), tuple({**plain, **joined}.items()))


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    inner = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    return re.sub(r"\\(.)", r"\1", inner)


def _joined(pieces: list[tuple[int, bool, str]]) -> str:
    """Return a parameter of RFC 2231: its encoding stands in front of the first piece."""
    charset, data = "", b""
    for number, (_, encoded, piece) in enumerate(pieces):
        value = piece
        if encoded and number == 0 and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value) if encoded else value.encode()
    return decode_words(decode(data, charset).text.encode()).text
