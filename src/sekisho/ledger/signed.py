"""A report with its signature: Ed25519 (RFC 8032) over the canonical JSON (RFC 8785) of everything but the signature's value.

The key, its fingerprint and the time stand in the object ``signature`` and are signed with the rest, ``type`` too, so that
a signature made for something else never counts for a report.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sekisho.ledger.canonical import AmbiguousError, canonical, parsed
from sekisho.ledger.keys import fingerprint
from sekisho.ledger.model import Checked, Content, LedgerError, Listed
from sekisho.words import say

TYPE, ALGORITHM = "sekisho-report/1", "Ed25519"


def sign(report: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """Return a report (one JSON object as text) with one more key, ``signature``.

    ``at`` is the time of signing, with its offset from UTC, as the clock of the signing machine has it.
    """
    # As it is written: half a character of a file's name that is no text becomes a question mark.
    told = parsed(report.encode("utf-8", errors="replace"))
    if "signature" in told or at.tzinfo is None:
        raise ValueError("an unsigned report and a time with its offset are needed")
    public = key.public_key()
    about: dict[str, object] = {
        "type": TYPE,
        "algorithm": ALGORITHM,
        "public_key": b64encode(public.public_bytes_raw()).decode("ascii"),
        "fingerprint": fingerprint(public),
        "signed_at": at.isoformat(timespec="seconds"),
    }
    value = key.sign(canonical({**told, "signature": about}))
    about["value"] = b64encode(value).decode("ascii")
    return json.dumps({**told, "signature": about}, ensure_ascii=False, indent=1) + "\n"


def check(data: bytes, expected: Ed25519PublicKey | None, *, name: str) -> Checked:
    """Return what is to be said about the signature of a report; ``name`` is how the file is called in an error.

    ``expected``: the key by which it must be signed; None where nobody says.

    Raises:
        LedgerError: it is no report, has two meanings, or a form of signature that this version does not know.

    """
    report, signable = _read(data, name)
    signature = report.get("signature")
    if signature is None:
        _content(report, name)
        return Checked("missing", expected=expected is not None)
    if not isinstance(signature, dict):
        return Checked("damaged", expected=expected is not None)
    if (signature.get("type"), signature.get("algorithm")) != (TYPE, ALGORITHM):
        raise LedgerError(
            say(
                "{file}の署名は、この版の知らない形式です。新しい版の関所で確かめるか、報告を受け取り直してください。",
                file=name,
            )
        )
    try:
        public = Ed25519PublicKey.from_public_bytes(_decoded(signature.get("public_key")))
        value = _decoded(signature.get("value"))
        at = _time(signature.get("signed_at"))
    except ValueError:
        return Checked("damaged", expected=expected is not None)
    mark = fingerprint(public)
    if expected is not None and expected.public_bytes_raw() != public.public_bytes_raw():
        return Checked("other_key", mark, expected=True)
    if signature.get("fingerprint") != mark:
        return Checked("damaged", expected=expected is not None)
    try:
        public.verify(value, signable)
    except InvalidSignature:
        return Checked("changed", mark, expected=expected is not None)
    return Checked("good", mark, expected is not None, at, _content(report, name))


def _read(data: bytes, name: str) -> tuple[Mapping[str, object], bytes]:
    """Return a report, and the bytes that its signature must be of."""
    try:
        report = parsed(data)
        return report, canonical(_signable(report))
    except AmbiguousError as error:
        raise LedgerError(
            say(
                "{file}はJSONの報告として読めません。途中で切れているか、二通りに読める書き方です。受け取り直してください。",
                file=name,
            )
        ) from error


def _signable(report: Mapping[str, object]) -> dict[str, object]:
    """Return all of a report but the value of its signature."""
    told = dict(report)
    if isinstance(signature := told.get("signature"), dict):
        told["signature"] = {key: value for key, value in signature.items() if key != "value"}
    return told


def _content(report: Mapping[str, object], name: str) -> Content:
    """Return what a report is about.

    Raises:
        LedgerError: it lacks what every report has.

    """
    bundle, verdict = report.get("bundle"), report.get("verdict")
    if isinstance(bundle, dict) and isinstance(verdict, str):
        title, channel, files = bundle.get("title"), bundle.get("channel"), bundle.get("files")
        if isinstance(title, str) and isinstance(files, list) and all(map(_is_listed, files)):
            return Content(title, verdict, channel is None, tuple(Listed(one["path"], one["sha256"]) for one in files))
    raise LedgerError(
        say("{file}は検査の報告ではありません。sekisho inspect が書き出したJSONを指定してください。", file=name)
    )


def _is_listed(file: object) -> bool:
    return isinstance(file, dict) and isinstance(file.get("path"), str) and isinstance(file.get("sha256"), str)


def _decoded(text: object) -> bytes:
    """Return the bytes behind a Base64 text (RFC 4648), of which there is exactly one spelling.

    Raises:
        ValueError: it is none, or has bits to spare that say something.

    """
    if not isinstance(text, str):
        raise ValueError("no text")  # noqa: TRY004  the caller asks for one kind of error
    data = b64decode(text, validate=True)
    if b64encode(data).decode("ascii") != text:
        raise ValueError("another spelling")
    return data


def _time(text: object) -> datetime:
    if not isinstance(text, str):
        raise ValueError("no text")  # noqa: TRY004  the same
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("no offset from UTC")
    return at
