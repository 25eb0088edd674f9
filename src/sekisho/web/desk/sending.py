"""Carrying out one sending: the approved bytes, protected, to one recipient, once."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sekisho.web.desk.actions.releasing import Ended, claim, finish, unit_from
from sekisho.web.desk.exits.lines import UnfitError
from sekisho.web.desk.exits.messages import Letter, Office, message
from sekisho.web.desk.exits.smtp import Smtp
from sekisho.web.desk.exits.wrapping import OutgoingFile, WrapError, form_for, wrap
from sekisho.web.desk.models import FileRow, ParcelRow, Sending
from sekisho.web.desk.parcels import Addressee, addressee, file_told
from sekisho.web.installation import installation
from sekisho.web.people.queries import departments
from sekisho.words import say

_CHANGED = say("保管していたファイルが、決裁されたものと違います。送信しませんでした。")
_MOST = 1_000_000_000
_OUTCOMES = {"sent": "released", "partly": "released", "failed": "failed", "unknown": "unknown"}


def send_once(sending: int, *, at: datetime) -> None:
    """Send what a sending is about, where nobody has begun to; whatever happens, it ends in a record of how.

    Made ready completely before it is claimed: what goes wrong until then has surely not been sent.
    """
    row = Sending.objects.select_related("dispatch").get(pk=sending)
    if row.state != "queued":
        return
    try:
        letter, wrapper, digest = _letter(row, at)
        mail = message(letter)
        server = smtp()
    except (WrapError, UnfitError, ValueError) as error:
        if claim(sending, at=at):
            finish(sending, Ended("failed", problem=type(error).__name__), at=at)
        return
    if not claim(sending, at=at):
        return
    sent = server.send(mail, letter.to)
    finish(
        sending,
        Ended(
            _OUTCOMES[sent.outcome], sent.message_id, wrapper, digest, "" if sent.outcome == "sent" else sent.outcome
        ),
        at=at,
    )


def smtp() -> Smtp:
    """Return the mail server of this installation.

    Raises:
        ValueError: none is set, or not so that it can be used.

    """
    options = installation().options
    return Smtp(
        host=options.smtp_host,
        port=options.smtp_port,
        tls=options.smtp_security,  # type: ignore[arg-type]  # one of the three, by the options
        user=options.smtp_user,
        password=options.smtp_password,
        timeout=options.smtp_timeout,
        sender=options.mail_from,
        ca=options.smtp_ca,
    )


def can_send() -> bool:
    """Return whether this installation has a mail server."""
    return bool(installation().options.smtp_host and installation().options.mail_from)


def _letter(row: Sending, at: datetime) -> tuple[Letter, str, str]:
    """Return the mail of a sending, and id and digest of what is around the files, where anything is.

    Raises:
        WrapError: the files are not those that were approved, or cannot be protected.

    """
    here, number, unit = installation(), row.dispatch.number, unit_from(row.unit)
    told = _addressee(number, unit.id)
    files = _approved(number, unit.id)
    wrapper, digest = "", ""
    if row.password:
        password = here.cipher.open_text(bytes(row.password), f"desk_sending.password/{row.pk}")
        wrapped = wrap(files, form_for(files, "zip"), password, stem=number)
        wrapper = here.files.put([wrapped.data], most=_MOST).id
        files, digest = (wrapped.outgoing,), hashlib.sha256(wrapped.data).hexdigest()
    name = departments().get(row.dispatch.department, "")
    office = Office(f"{here.options.organisation} {name}".strip(), here.options.mail_from)
    return Letter(number, office, told.to, files, bool(row.password), at, told.name), wrapper, digest


def _addressee(number: str, key: str) -> Addressee:
    row = ParcelRow.objects.get(dispatch=number, key=key)
    return addressee(row.told, installation().cipher, number, key)


def _approved(number: str, key: str) -> tuple[OutgoingFile, ...]:
    """Return the files of a parcel, each compared with the digest that was approved.

    Raises:
        WrapError: one is not what was approved.

    """
    here = installation()
    found = []
    for row in FileRow.objects.filter(dispatch=number, parcel=key, state="current").order_by("at", "pk"):
        told = file_told(row.told, here.cipher, row.pk)
        data = here.files.read(row.blob)
        if hashlib.sha256(data).hexdigest() != told.sha256:
            raise WrapError(_CHANGED)
        found.append(OutgoingFile(told.name, data))
    return tuple(found)
