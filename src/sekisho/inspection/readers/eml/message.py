"""A mail as a whole: its headers, and each of its parts to whoever knows its type.

Source: RFC 5322, RFC 2046, RFC 2557 (web pages in one file are mails too).
"""

import re
from typing import Final

from sekisho.inspection.containers.charsets import decode
from sekisho.inspection.model import Coverage, Document, File, Hiding, Limits, UnreadableFileError
from sekisho.inspection.readers.eml.entity import Entity, cut, entity_of
from sekisho.inspection.readers.eml.leaves import read_leaf
from sekisho.inspection.readers.eml.seen import HEADER, Seen
from sekisho.words import say

_SHOWN: Final = frozenset(
    {
        "from",
        "sender",
        "to",
        "cc",
        "subject",
        "date",
        "reply-to",
        "organization",
        "resent-from",
        "resent-to",
        "resent-cc",
    }
)
"""Headers that a mail program shows; all others leave with the mail as well."""
_STRUCTURAL: Final = frozenset({"content-type", "content-disposition"})
"""Headers of a part that say no more than the names under which a mail program shows it."""
_DEEPEST: Final = 32
_MBOX: Final = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]+ \d{4}(?: [+-]\d{4})?[ \t]*\r?\n")
_USUAL_PREAMBLE: Final = re.compile(r"multi-?part|MIME|メール", re.IGNORECASE)
_LONGEST_PREAMBLE: Final = 300


def read(file: File, limits: Limits) -> Document:
    """Read a mail: headers and bodies are texts, what is attached becomes a child, HTML bodies and attached mails too.

    Several mails in one file (mbox) are a child each. Damage is named, and does not keep the rest from being read.

    Raises:
        UnreadableFileError: it has no header.

    """
    data = file.data.removeprefix(b"\xef\xbb\xbf")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    seen = Seen()
    mails = _mails(data)
    if len(mails) > 1:
        for mail in mails:
            seen.parts += 1
            seen.attach(seen.numbered("message", "eml"), mail)
    else:
        entity = entity_of(mails[0].lstrip(b"\r\n"))
        if not any(header.name for header in entity.headers):
            raise UnreadableFileError(say("メールとして読めません（ヘッダーがありません）"))
        _read_headers(entity, seen, shown=_SHOWN | _STRUCTURAL)
        _read_entity(entity, seen, limits, 0)
    missed = len({one.part for one in seen.not_read if not one.asks})
    parts = max(seen.parts, missed)
    return Document(
        "eml",
        Coverage(parts, parts - missed, tuple(seen.not_read)),
        tuple(seen.texts),
        children=tuple(seen.children),
        pictures=seen.pictures,
    )


def _mails(data: bytes) -> list[bytes]:
    """Return the mails of an mbox; a single mail is one, without the line that a mailbox writes in front of it."""
    marks = list(_MBOX.finditer(data)) if data.startswith(b"From ") else []
    if not marks:
        return [re.sub(rb"\A>?From [^\r\n]*\r?\n", b"", data)]
    ends = [*(mark.start() for mark in marks[1:]), len(data)]
    return [data[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _read_headers(entity: Entity, seen: Seen, *, shown: frozenset[str] = _STRUCTURAL) -> None:
    seen.parts += bool(entity.headers)
    for header in entity.headers:
        value = header.value
        hiding = Hiding.SEEN if header.name.lower() in shown else Hiding.BEHIND
        seen.add(HEADER, value.text, hiding, header.name)
        if not value.known:
            why = say(
                "ヘッダー「{name}」の文字コードが分からないため、正しく読めていないかもしれません", name=header.name
            )
            seen.miss(f"header {header.name}", why, place=HEADER)
        elif not value.whole:
            why = say("ヘッダー「{name}」に、文字コードが壊れていて読めない文字があります", name=header.name)
            seen.miss(f"header {header.name}", why, place=HEADER)
    for parameters in (entity.type, entity.disposition):
        for key, told in parameters.values:
            if not told.isascii() and told != entity.name:
                seen.add(HEADER, told, Hiding.BEHIND, key)


def _read_entity(entity: Entity, seen: Seen, limits: Limits, depth: int, kind: str = "text/plain") -> None:
    """Read the content of a part; ``kind`` is what it is where it does not say so."""
    kind = entity.type.main or kind
    if not kind.startswith("multipart/"):
        read_leaf(entity, kind, seen)
    elif depth >= _DEEPEST:
        seen.miss(f"part {seen.parts}", say("メールの入れ子が{limit}段を超えています", limit=_DEEPEST))
    else:
        _read_multipart(entity, seen, limits, depth)


def _read_multipart(entity: Entity, seen: Seen, limits: Limits, depth: int) -> None:
    pieces = cut(entity.body, entity.type.get("boundary"))
    if pieces is None:
        seen.parts += 1
        seen.miss(f"part {seen.parts}", say("メールの部品の区切り（boundary）が見つかりません。本文として読みました"))
        read_leaf(entity, "text/plain", seen)
        return
    _read_around(pieces.before, seen)
    for piece in pieces.parts:
        if seen.parts > limits.members:
            seen.miss("parts", say("メールの部品が{limit}個を超えています", limit=limits.members))
            break
        part = entity_of(piece)
        _read_headers(part, seen)
        usual = "message/rfc822" if entity.type.main == "multipart/digest" else "text/plain"
        _read_entity(part, seen, limits, depth + 1, usual)
    _read_around(pieces.behind, seen)
    if not pieces.closed:
        seen.parts += 1
        why = say("メールの部品の区切り（boundary）が閉じていません。途中で切れているかもしれません")
        seen.miss(f"part {seen.parts}", why)


def _read_around(data: bytes, seen: Seen) -> None:
    """Add what stands before the first part and behind the last one, where no mail program shows it."""
    text = data.decode("ascii", "replace").strip()
    if text and not (len(text) < _LONGEST_PREAMBLE and data.isascii() and _USUAL_PREAMBLE.search(text)):
        seen.parts += 1
        decoded = decode(data)
        seen.add_lines(decoded.text, Hiding.BEHIND)
        if not decoded.whole:
            seen.miss(f"part {seen.parts}", say("文字コードがほかの行と違うか壊れていて、読めない文字があります"))
