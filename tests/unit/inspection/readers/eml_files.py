"""Mails as the usual programs write them, line by line."""

import base64
from email.message import EmailMessage

from sekisho.inspection.model import Document, File, Limits, Part
from sekisho.inspection.readers.eml import read

BOUNDARY = "----=_NextPart_000_0001"


def opened(data: bytes, name: str = "out/mail.eml") -> Document:
    return read(File(name, data), Limits())


def mail(body: bytes = b"", *headers: str) -> bytes:
    """Return a mail with CRLF; ``headers`` beside From, To and Subject."""
    usual = ("From: hoiku@city.example.jp", "To: office@k01.example.jp", "Subject: test", *headers)
    return "\r\n".join(usual).encode() + b"\r\n\r\n" + body


def part(body: bytes, *headers: str) -> bytes:
    return "".join(f"{header}\r\n" for header in headers).encode() + b"\r\n" + body


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = BOUNDARY, closed: bool = True) -> bytes:
    mark = boundary.encode()
    cut = b"".join(b"--" + mark + b"\r\n" + one + b"\r\n" for one in parts)
    body = b"This is a multi-part message in MIME format.\r\n\r\n" + cut + (b"--" + mark + b"--\r\n" if closed else b"")
    return mail(body, "MIME-Version: 1.0", f'Content-Type: multipart/{kind};\r\n\tboundary="{boundary}"')


def attachment(name: str, data: bytes, *headers: str) -> bytes:
    coded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    kind = "Content-Type: application/octet-stream"
    return part(coded, kind, f"Content-Disposition: attachment; {name}", "Content-Transfer-Encoding: base64", *headers)


def python_mail(text: str = "本文です。\n") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "保育幼稚園課 <hoiku@city.example.jp>"
    message["To"] = "office@k01.example.jp"
    message["Subject"] = "園児の名簿"
    message.set_content(text)
    return message


def texts(document: Document, part: Part | None = None) -> list[str]:
    return [text.text for text in document.texts if part in {None, text.place.part}]


def header(document: Document, name: str) -> list[str]:
    return [text.text for text in document.texts if text.place.part is Part.HEADER and text.name == name]


def children(document: Document) -> dict[str, bytes]:
    return {child.name: child.data for child in document.children}


def not_read(document: Document) -> list[str]:
    return [unread.why.render() for unread in document.coverage.not_read]
