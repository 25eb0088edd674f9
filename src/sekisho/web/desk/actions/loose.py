"""Several files brought at once: they lie loose until somebody has said for which parcel each is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from sekisho.gate.model import Actor
from sekisho.web.desk.actions.files import (
    Incoming,
    drafts_from_current,
    may_attach,
    may_attach_anything,
    remove_if_unused,
)
from sekisho.web.desk.actions.telling import Pen, no_such_dispatch, salt_of
from sekisho.web.desk.models import FileRow
from sekisho.web.desk.parcels import FileTold, sealed_file
from sekisho.web.desk.queue import later
from sekisho.web.installation import installation
from sekisho.web.store.files import Put

LOOSE = "loose"
"""A file that was brought with others, and of which nobody has said for which parcel it is."""


def take_in(number: str, brought: Sequence[Incoming], *, by: Actor, at: datetime) -> None:
    """Take several files in that are still to be matched to parcels: all of them or none.

    Raises:
        Refused: this person may not put anything into any parcel now.
        TooLargeError, FullError: nothing of them is kept.

    """
    may_attach_anything(number, by=by, at=at)
    here = installation()
    puts: list[Put] = []
    try:
        for one in brought:
            put = here.files.put(one.chunks, most=here.options.upload_megabytes * 1_000_000)
            puts.append(put)  # one by one: what was put before a failure is removed again
        with here.store.transaction():
            mark = Pen(salt_of(number)).mark
            for one, put in zip(brought, puts, strict=True):
                key, told = secrets.token_hex(16), FileTold(one.name, put.sha256.hex(), one.password)
                FileRow.objects.create(
                    id=key,
                    dispatch_id=number,
                    parcel="",
                    state=LOOSE,
                    origin="uploaded",
                    blob=put.id,
                    digest=mark(told.sha256),
                    size=put.size,
                    told=sealed_file(told, here.cipher, key),
                    by=by.person,
                    at=at,
                )
    except BaseException:
        for put in puts:
            here.files.remove(put.id)
        raise


def assign(number: str, parcels: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Make loose files the drafts of parcels: key of the parcel by the id of the file. All of them or none.

    Raises:
        Refused: there is no such loose file, or this person may not put anything into one of the parcels now.

    """
    with installation().store.transaction():
        rows = {one.pk: one for one in FileRow.objects.filter(dispatch=number, pk__in=parcels, state=LOOSE)}
        if set(rows) != set(parcels):
            raise no_such_dispatch()
        for file, parcel in parcels.items():
            may_attach(number, parcel, by, at)
            drafts_from_current(number, parcel)
            row = rows[file]
            row.parcel, row.state, row.at = parcel, "reading", at
            row.save(update_fields=["parcel", "state", "at"])
            later("read", file)


def let_go(number: str, *, by: Actor, at: datetime) -> None:
    """Let every file go that was matched to no parcel."""
    may_attach_anything(number, by=by, at=at)
    with installation().store.transaction():
        rows = FileRow.objects.filter(dispatch=number, state=LOOSE)
        blobs = list(rows.values_list("blob", flat=True))
        rows.delete()
    remove_if_unused(*blobs)
