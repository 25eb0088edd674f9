"""A dispatch as somebody may see it: its row, its state, and the names that stand for its aliases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from sekisho.gate.model import Actor
from sekisho.gate.state import State
from sekisho.web.clock import JAPAN
from sekisho.web.desk import shelf, standing
from sekisho.web.desk.actions.telling import no_such_dispatch
from sekisho.web.desk.models import Dispatch, FileRow, ParcelRow
from sekisho.web.desk.parcels import Addressee, FileTold, addressee, file_told
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.web.people.queries import NOBODY, PersonView, SignedIn


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a parcel with its words."""

    id: str
    parcel: str
    state: str
    origin: str
    size: int
    parts: int
    digest: str
    shown: str
    told: FileTold
    at: datetime


@dataclass(frozen=True)
class Seen:
    """A dispatch before somebody. ``actor`` is who looks, ``now`` when."""

    row: Dispatch
    state: State
    actor: Actor
    now: datetime
    _named: dict[str, PersonView] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Its number."""
        return self.row.number

    @cached_property
    def title(self) -> str:
        """What it was called by whoever began it."""
        return title_of(self.row)

    @cached_property
    def addressees(self) -> Mapping[str, Addressee]:
        """To whom each parcel goes, by key."""
        cipher, number = installation().cipher, self.number
        rows = ParcelRow.objects.filter(dispatch=number).order_by("key")
        return {one.key: addressee(one.told, cipher, number, one.key) for one in rows}

    @cached_property
    def files(self) -> Mapping[str, tuple[FileView, ...]]:
        """The files of each parcel by its key: those in it, and the drafts that are to go in."""
        found: dict[str, list[FileView]] = {key: [] for key in self.state.contents}
        cipher = installation().cipher
        for one in FileRow.objects.filter(dispatch=self.number).exclude(state="old").order_by("parcel", "at", "pk"):
            told = file_told(one.told, cipher, one.pk)
            view = FileView(
                one.pk, one.parcel, one.state, one.origin, one.size, one.parts, one.digest, one.shown, told, one.at
            )
            found.setdefault(one.parcel, []).append(view)
        return {key: tuple(views) for key, views in found.items()}

    @cached_property
    def names(self) -> Mapping[str, PersonView]:
        """Everybody who did anything in it, by alias."""
        made = [stamp for stamps in self.state.stamps.values() for stamp in stamps]
        made += [stamp for stamp, _ in self.state.voided]
        aliases = {alias for one in made for alias in (one.person, one.deputy_of, one.entered_by)}
        aliases |= {*self.state.drafters, *self.state.assigned.values(), self.row.drafted_by}
        aliases |= {alias for one in self.state.waivers for alias in (one.asked_by, one.decided_by)}
        aliases |= {alias for one in self.state.leaving.values() for alias in one.people}
        return people.names(aliases - {"", "engine"})

    @property
    def staying(self) -> list[str]:
        """The keys of the parcels that were not taken back."""
        return [key for key, content in self.state.contents.items() if not content.withdrawn]

    def name(self, alias: str) -> PersonView:
        """Return who an alias is."""
        return self.names.get(alias, NOBODY)

    @property
    def on(self) -> date:
        """The day in whose light posts are judged."""
        return self.state.day(self.now)


def see(number: str, signed: SignedIn, now: datetime) -> Seen:
    """Return a dispatch to whoever has a part in it.

    Raises:
        Refused: 404 where there is none of that number, or it is none of this person's business.

    """
    row = Dispatch.objects.filter(pk=number).first()
    if row is None or not may_see(row, signed.actor, now.astimezone(JAPAN).date()):
        raise no_such_dispatch()
    return Seen(row, standing.shown([row])[number], signed.actor, now)


def see_all(rows: Iterable[Dispatch], actor: Actor, now: datetime) -> list[Seen]:
    """Return several dispatches, which whoever asks has been found to have a part in."""
    listed = list(rows)
    states = standing.shown(listed)
    return [Seen(row, states[row.number], actor, now) for row in listed]


def may_see(row: Dispatch, actor: Actor, on: date) -> bool:
    """Return whether somebody has a part in a dispatch: a post in its department, or a role everywhere that it needs."""
    if row.department in people.departments_of(actor, on):
        return True
    wide = people.roles_anywhere(actor, on)
    if "security" in wide:
        return True
    return bool(wide & roles_of(row.procedure))


def roles_of(procedure: str) -> frozenset[str]:
    """Return the roles that the steps of a procedure ask for."""
    found = shelf.shelf().get(procedure)
    return frozenset(role for step in found.steps for role in step.by) if found else frozenset()


def title_of(row: Dispatch) -> str:
    """Return what a dispatch was called."""
    return installation().cipher.open_text(bytes(row.title), f"desk_dispatch.title/{row.number}")
