"""Cutting one list into the files of a dispatch: brought, its column chosen, and what was cut taken in as drafts."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sekisho.gate.model import Actor
from sekisho.web.desk import cutting
from sekisho.web.desk.actions import files
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.models import CutRow
from sekisho.web.desk.queue import later
from sekisho.web.installation import installation
from sekisho.web.refusals import refuse
from sekisho.words import Sentence, say


def begin(number: str, name: str, chunks: Iterable[bytes], *, by: Actor, at: datetime) -> str:
    """Take a list in that is to be cut; return the id of the cut. Its columns are found in the background.

    Raises:
        Refused: this person may not put anything into any parcel now.
        TooLargeError, FullError: nothing of it is kept.

    """
    files.may_attach_anything(number, by=by, at=at)
    here, key = installation(), secrets.token_hex(16)
    put = here.files.put(chunks, most=here.options.upload_megabytes * 1_000_000)
    with here.store.transaction():
        told = cutting.sealed(cutting.Told(name), key)
        CutRow.objects.create(id=key, dispatch_id=number, state="reading", blob=put.id, told=told, by=by.person, at=at)
        later("list_columns", key)
    return key


def choose(number: str, cut: str, column: str, *, by: Actor, at: datetime) -> None:
    """Say which column tells the recipient. Files of an earlier choice are let go.

    Raises:
        Refused: there is no such list or column, or it is being cut already.

    """
    files.may_attach_anything(number, by=by, at=at)
    with installation().store.transaction():
        row = _row(number, cut, "columns", "cut")
        told = cutting.opened(row)
        if column not in {header for _, headers in told.columns for header in headers}:
            raise refuse(
                "there", say("その列は名簿にありません。"), say("宛先の書いてある列を一つ選んでください。"), 422
            )
        old = [one.blob for one in told.files.values()]
        row.state, row.done, row.total = "cutting", 0, 0
        row.told = cutting.sealed(replace(told, by=column, files={}, nobody=(), strays=0, problem={}), cut)
        row.save(update_fields=["state", "done", "total", "told"])
        later("cut", cut)
    _remove(*old)


def take(number: str, cut: str, *, by: Actor, at: datetime) -> None:
    """Make what was cut the drafts of the parcels, all of it or nothing.

    Raises:
        Refused: a row belongs to nobody, or this person may not put anything into one of the parcels.

    """
    with installation().store.transaction():
        row = _row(number, cut, "cut")
        told = cutting.opened(row)
        if told.strays or not told.files:
            raise refuse(
                "not_done",
                say("どの宛先のものか分からない行があります。"),
                say("名簿を直すか、宛先を足してから、切り分け直してください。"),
            )
        files.take_in_cut(number, {key: (one.name, one.put) for key, one in told.files.items()}, by=by, at=at)
        row.state = "taken"
        row.save(update_fields=["state"])
        blob = row.blob
    _remove(blob)


def discard(number: str, cut: str, *, by: Actor, at: datetime) -> None:
    """Let a list and what was cut of it go; drafts that were taken stay."""
    files.may_attach_anything(number, by=by, at=at)
    with installation().store.transaction():
        row = _row(number, cut, "reading", "columns", "cutting", "cut", "failed")
        blobs = [row.blob, *(one.blob for one in cutting.opened(row).files.values())]
        row.delete()
    _remove(*blobs)


def failed(cut: str, why: Sentence) -> None:
    """Record that a list could not be read or cut for a reason that nobody foresaw."""
    row = CutRow.objects.filter(pk=cut, state__in=("reading", "cutting")).first()
    if row is not None:
        row.told = cutting.sealed(replace(cutting.opened(row), problem=cutting.both(why)), cut)
        row.state = "failed"
        row.save(update_fields=["state", "told"])


def _row(number: str, cut: str, *states: str) -> CutRow:
    row = CutRow.objects.filter(pk=cut, dispatch=number).first()
    if row is None:
        raise no_such_dispatch()
    if row.state not in states:
        raise refuse(
            "there",
            say("その名簿は、いまその操作ができません。"),
            say("ページを開き直して、いまの様子を確かめてください。"),
        )
    return row


def _remove(*blobs: str) -> None:
    for one in blobs:
        installation().files.remove(one)
