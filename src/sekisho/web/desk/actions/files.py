"""Files of parcels: taken in as drafts, opened in the background, and put in (資料を入れる) by one command."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.gate.commands import Attach, Serve
from sekisho.gate.model import WHOLE, Actor, Item, Unit
from sekisho.gate.procedure import Step
from sekisho.gate.roles import role_for
from sekisho.gate.rules import Asked, refusal
from sekisho.gate.state import State
from sekisho.web.desk import standing
from sekisho.web.desk.actions.telling import Pen, no_such_dispatch, salt_of, tell
from sekisho.web.desk.models import Dispatch, FileRow, ParcelRow
from sekisho.web.desk.parcels import Addressee, FileTold, addressee, file_told, sealed_addressee, sealed_file
from sekisho.web.desk.queue import later
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused, refuse
from sekisho.web.store.files import Put
from sekisho.words import say

DRAFTS = ("reading", "refused", "draft")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that somebody brings. ``origin``: ``uploaded`` or ``cut``."""

    name: str
    chunks: Iterable[bytes]
    password: str = ""
    origin: str = "uploaded"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper item: what it is, the code on it, how many sheets."""

    kind: str
    sheets: int
    code: str = ""


def take_in(number: str, parcel: str, incoming: Incoming, *, by: Actor, at: datetime) -> str:
    """Take a file in for a parcel, as a draft that is still to be opened; return its id.

    Raises:
        Refused: this person may not put anything into this parcel now.
        TooLargeError, FullError: nothing of it is kept.

    """
    may_attach(number, parcel, by, at)
    here = installation()
    put = here.files.put(incoming.chunks, most=here.options.upload_megabytes * 1_000_000)
    told = FileTold(incoming.name, put.sha256.hex(), incoming.password)
    return _draft(number, parcel, told, put, incoming.origin, by, at)


def set_about(number: str, parcel: str, about: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Say whom a parcel is about. What is in it becomes a draft again, so that it goes in with them.

    Raises:
        Refused: this person may not put anything into this parcel now.

    """
    may_attach(number, parcel, by, at)
    cipher = installation().cipher
    with installation().store.transaction():
        row = ParcelRow.objects.get(dispatch=number, key=parcel)
        told = replace(addressee(row.told, cipher, number, parcel), about=tuple(about))
        row.told = sealed_addressee(told, cipher, number, parcel)
        row.save(update_fields=["told"])
        drafts_from_current(number, parcel)


def take_in_paper(number: str, parcel: str, paper: Paper, *, by: Actor, at: datetime) -> str:
    """Declare a paper item of a parcel."""
    may_attach(number, parcel, by, at)
    told = FileTold(paper.code, kind=paper.kind, sheets=paper.sheets)
    return _draft(number, parcel, told, None, "paper", by, at)


def _draft(number: str, parcel: str, told: FileTold, put: Put | None, origin: str, by: Actor, at: datetime) -> str:
    here, key = installation(), secrets.token_hex(16)
    with here.store.transaction():
        salt = salt_of(number)
        drafts_from_current(number, parcel)
        replaced = _of_that_name(number, parcel, told.name) if put else []
        FileRow.objects.filter(pk__in=[one.pk for one in replaced]).delete()
        FileRow.objects.create(
            id=key,
            dispatch_id=number,
            parcel=parcel,
            state="reading" if put else "draft",
            origin=origin,
            blob=put.id if put else "",
            digest=Pen(salt).mark(told.sha256 or f"paper {told.kind} {told.name} {told.sheets}"),
            size=put.size if put else 0,
            parts=0 if put else told.sheets,
            told=sealed_file(told, here.cipher, key),
            by=by.person,
            at=at,
        )
        if put:
            later("read", key)
    for one in replaced:
        remove_if_unused(one.blob, one.shown)
    return key


def _of_that_name(number: str, parcel: str, name: str) -> list[FileRow]:
    """Return the drafts that a file of that name takes the place of: nobody could tell the two apart, or unpack both."""
    cipher = installation().cipher
    rows = FileRow.objects.filter(dispatch=number, parcel=parcel, state__in=DRAFTS).exclude(origin="paper")
    return [one for one in rows if _spelled(file_told(one.told, cipher, one.pk).name) == _spelled(name)]


def _spelled(name: str) -> str:
    """Return a name as Windows and macOS compare it."""
    return unicodedata.normalize("NFC", name).casefold()


def drafts_from_current(number: str, parcel: str) -> None:
    """Begin the next set of a parcel's files with those that are in it now: adding one leaves the others."""
    rows = FileRow.objects.filter(dispatch=number, parcel=parcel)
    if rows.filter(state__in=DRAFTS).exists():
        return
    cipher = installation().cipher
    for one in rows.filter(state="current"):
        key = secrets.token_hex(16)
        told = file_told(one.told, cipher, one.pk)
        one.pk, one.state = key, "draft"  # brought by whom and when stays, and with it the order
        one.told = sealed_file(told, cipher, key)
        one.save(force_insert=True)


def take_in_cut(number: str, made: Mapping[str, tuple[str, Put]], *, by: Actor, at: datetime) -> None:
    """Take in the files that one list was cut into, by their parcels: all of them or none, in the place of an earlier cut.

    Raises:
        Refused: this person may not put anything into one of these parcels now.

    """
    with installation().store.transaction():
        for parcel, (name, put) in made.items():
            may_attach(number, parcel, by, at)
            drafts_from_current(number, parcel)
            FileRow.objects.filter(dispatch=number, parcel=parcel, state__in=DRAFTS, origin="cut").delete()
            _draft(number, parcel, FileTold(name, put.sha256.hex()), put, "cut", by, at)


def may_attach_anything(number: str, *, by: Actor, at: datetime) -> None:
    """Make sure that there is a parcel into which this person may put something now.

    Raises:
        Refused: there is none; the first reason.

    """
    row = Dispatch.objects.filter(pk=number).first()
    if row is None:
        raise no_such_dispatch()
    state = standing.shown([row])[number]
    first: Refused | None = None
    for parcel in state.parcels(WHOLE):
        try:
            may_attach(number, parcel, by, at)
        except Refused as refused:
            first = first or refused
        else:
            return
    raise first or no_such_dispatch()


def drop(number: str, file: str, *, by: Actor, at: datetime) -> None:
    """Take a file out of what is to go in; what is in the parcel stays until the new set is put in."""
    row = FileRow.objects.filter(pk=file, dispatch=number).first()
    if row is None:
        raise no_such_dispatch()
    may_attach(number, row.parcel, by, at)
    with installation().store.transaction():
        if row.state == "current":
            drafts_from_current(number, row.parcel)
            FileRow.objects.filter(dispatch=number, parcel=row.parcel, state="draft", digest=row.digest).delete()
        elif row.state in DRAFTS:
            row.delete()
    remove_if_unused(row.blob, row.shown)


def put_in(number: str, parcels: Sequence[str], *, by: Actor, at: datetime) -> State:
    """Put the drafts of parcels in: from then on they are what is inspected, confirmed and approved.

    Raises:
        Refused: a file is still being opened or could not be, or the gate does not let this person.

    """
    cipher = installation().cipher
    with installation().store.transaction():
        rows = list(FileRow.objects.filter(dispatch=number, parcel__in=parcels, state__in=DRAFTS).order_by("at", "pk"))
        if any(one.state == "reading" for one in rows):
            raise refuse(
                "not_done",
                say("まだ開いている途中のファイルがあります。"),
                say("開き終わってから、もう一度押してください。"),
            )
        if any(one.state == "refused" for one in rows):
            raise refuse(
                "not_done",
                say("開けなかったファイルがあります。"),
                say("そのファイルを外すか、直して入れ直してください。"),
            )
        if not rows:
            raise refuse("there", say("入れる資料がありません。"), say("ファイルを選んで取り込んでください。"))
        filled = {one.parcel for one in rows}
        told = {
            one.key: addressee(one.told, cipher, number, one.key)
            for one in ParcelRow.objects.filter(dispatch=number, key__in=filled)
        }

        _known_about(number, told)

        def attaching(state: State, pen: Pen) -> list[Attach]:
            step = attach_step(state)
            return [
                Attach(
                    step.id,
                    key,
                    tuple(Item(one.digest, one.parts, one.origin) for one in rows if one.parcel == key),
                    tuple(pen.mark(about) for about in told[key].about),
                )
                for key in parcels
                if key in filled
            ]

        state = tell(number, attaching, by=by, at=at)
        FileRow.objects.filter(dispatch=number, parcel__in=filled, state="current").update(state="old")
        FileRow.objects.filter(pk__in=[one.pk for one in rows]).update(state="current")
    return state


def _known_about(number: str, told: Mapping[str, Addressee]) -> None:
    """Make sure that it was said whom each parcel is about, where somebody is to type that from the paper."""
    state = standing.fresh(number)
    if any(step.method == "type_identifier" for step in state.procedure.steps):
        without = [one.name for one in told.values() if not one.about]
        if without:
            raise refuse(
                "not_done",
                say("だれについての書類かが書いてない宛先があります: {names}。", names=without[:5]),
                say("資料の画面で、その宛先に本人の番号を書いてください。"),
            )


def serve(number: str, file: str, part: int, *, by: Actor, at: datetime) -> None:
    """Record that a sheet or page of a file in a parcel was served to a person by the viewer; of a draft nothing is."""
    row = FileRow.objects.filter(pk=file, dispatch=number).first()
    if row is None:
        raise no_such_dispatch()
    if row.state == "current":
        tell(number, lambda _state, _pen: Serve(row.parcel, row.digest, part), by=by, at=at)


def opened(file: str, *, shown: str, parts: int) -> None:
    """Record that a draft could be opened: how many sheets or pages it has, and where what the viewer shows lies."""
    FileRow.objects.filter(pk=file, state="reading").update(state="draft", shown=shown, parts=parts)


def not_opened(file: str, problem: dict[str, str]) -> None:
    """Record that a draft could not be opened, and why, in both languages."""
    cipher = installation().cipher
    row = FileRow.objects.filter(pk=file, state="reading").first()
    if row is not None:
        told = file_told(row.told, cipher, row.pk)
        row.told = sealed_file(FileTold(told.name, told.sha256, problem=problem), cipher, row.pk)
        row.state = "refused"
        row.save(update_fields=["state", "told"])


def attach_step(state: State) -> Step:
    """Return the step at which files are put in."""
    return state.procedure.of_kind("attach")[0]


def may_attach(number: str, parcel: str, by: Actor, at: datetime) -> None:
    """Make sure that somebody may put files into a parcel now.

    Raises:
        Refused: they may not.

    """
    row = Dispatch.objects.filter(pk=number).first()
    if row is None:
        raise no_such_dispatch()
    state = standing.shown([row])[number]
    step, unit = attach_step(state), Unit("parcel", parcel)
    role = role_for(state, step, unit, by, state.day(at), "")
    found = refusal(Asked(state, step, unit, role, by, at))
    if found is not None:
        raise Refused(found)


def remove_if_unused(*blobs: str) -> None:
    """Take bytes away that no file of any dispatch is any more."""
    for blob in filter(None, blobs):
        if not FileRow.objects.filter(blob=blob).exists() and not FileRow.objects.filter(shown=blob).exists():
            installation().files.remove(blob)
