"""One part of a mail: its type, its name, its content without the encoding of the way, and the parts inside it.

Source: RFC 2045 5 and 6, RFC 2046 5.1, RFC 2183.
"""

import binascii
import re
from dataclasses import dataclass
from typing import Final

from sekisho.inspection.readers.eml.headers import Header, Parameters, parameters, split_headers

_BASE64_LINE: Final = re.compile(rb"[A-Za-z0-9+/]*={0,2}[ \t]*")
_UU_BEGIN: Final = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} (.+?)\r?\n", re.MULTILINE)
_UU_END: Final = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entity:
    """A mail, or a part of one; ``body`` as it stands."""

    headers: tuple[Header, ...]
    body: bytes
    type: Parameters
    disposition: Parameters
    encoding: str

    @property
    def name(self) -> str:
        """Return the file name that it was given, empty where it has none."""
        return (self.disposition.get("filename") or self.type.get("name")).strip().replace("\r", "").replace("\n", "")

    def header(self, name: str) -> Header | None:
        """Return the first header of this name (lower case)."""
        return next((header for header in self.headers if header.name.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Content:
    """What an encoding was taken off from. ``foreign``: lines that do not belong to it; ``damaged``: it does not end well."""

    data: bytes
    foreign: bytes = b""
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Pieces:
    """A body cut at its boundary, with what stands before the first part and behind the last one."""

    parts: tuple[bytes, ...] = ()
    before: bytes = b""
    behind: bytes = b""
    closed: bool = True


def entity_of(data: bytes) -> Entity:
    """Return ``data`` as a mail or a part of one; a part without headers begins with a blank line."""
    headers, body = split_headers(data)
    first = {header.name.lower(): header for header in reversed(headers)}
    encoding = first.get("content-transfer-encoding")
    return Entity(
        headers,
        body,
        parameters(first.get("content-type")),
        parameters(first.get("content-disposition")),
        encoding.value.text.partition(";")[0].strip().lower() if encoding else "",
    )


def content_of(entity: Entity) -> Content:
    """Return the body without its transfer encoding."""
    if entity.encoding == "base64":
        return _from_base64(entity.body)
    if entity.encoding == "quoted-printable":
        return Content(binascii.a2b_qp(entity.body))
    if entity.encoding in {"x-uuencode", "uuencode", "x-uu", "uue"}:
        files, rest = take_uuencoded(entity.body)
        if len(files) == 1:
            return Content(files[0][1], rest.strip(), damaged=files[0][2])
        return Content(entity.body, damaged=True)
    return Content(entity.body)


def _from_base64(body: bytes) -> Content:
    """Decode what is base64; mailing lists write their footer below it, and damage is not to hide the rest."""
    lines = body.replace(b"\r", b"\n").split(b"\n")
    good = [line for line in lines if _BASE64_LINE.fullmatch(line)]
    foreign = b"\n".join(line for line in lines if not _BASE64_LINE.fullmatch(line) and line.strip())
    out = bytearray()
    damaged = False
    # Pieces that each end in their own padding are joined by some programs.
    for piece in re.findall(rb"[A-Za-z0-9+/]+={0,2}", b"".join(line.strip() for line in good)):
        digits = piece.rstrip(b"=")
        damaged |= len(piece) % 4 != 0
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]
        out += binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))
    return Content(bytes(out), foreign, damaged=damaged)


def cut(body: bytes, boundary: str) -> Pieces | None:
    """Return the parts of a multipart body; None where its boundary is nowhere in it."""
    mark = re.escape(boundary.encode("utf-8", "surrogateescape"))
    lines = list(re.finditer(rb"(?:\A|(\r?\n))--" + mark + rb"(--)?[ \t]*(?=\r?\n|\Z)", body)) if boundary else []
    if not lines:
        return None
    parts, behind, closed = [], b"", False
    for number, line in enumerate(lines):
        start = line.end()
        if line.group(2):
            behind, closed = body[start:], True
            break
        end = lines[number + 1].start() if number + 1 < len(lines) else len(body)
        parts.append(re.sub(rb"\A\r?\n", b"", body[start:end], count=1))
    return Pieces(tuple(parts), body[: lines[0].start()], behind, closed)


def take_uuencoded(text: bytes) -> tuple[list[tuple[bytes, bytes, bool]], bytes]:
    """Return name, content and whether it is damaged, of each file written as text into a body; and the text without them."""
    files: list[tuple[bytes, bytes, bool]] = []
    rest, at = b"", 0
    for begin in _UU_BEGIN.finditer(text):
        if begin.start() < at:
            continue
        end = _UU_END.search(text, begin.end())
        lines = text[begin.end() : end.start() if end else len(text)].splitlines()
        content, damaged = _from_uu(lines)
        if not content:
            continue
        files.append((begin.group(1), content, damaged or end is None))
        rest += text[at : begin.start()]
        at = end.end() if end else len(text)
    return files, rest + text[at:]


def _from_uu(lines: list[bytes]) -> tuple[bytes, bool]:
    out = bytearray()
    for line in lines:
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            return bytes(out), True
    return bytes(out), False
