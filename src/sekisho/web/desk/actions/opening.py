"""Beginning a dispatch, and adding to whom it goes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sekisho.gate.commands import AddParcels, Open
from sekisho.gate.decide import decide
from sekisho.gate.model import Actor, Parcel
from sekisho.gate.procedure import Procedure
from sekisho.gate.replay import advance, replay
from sekisho.gate.state import State
from sekisho.japan.dates import fiscal_year
from sekisho.web.clock import JAPAN
from sekisho.web.desk import notifying, own_lists, shelf, standing
from sekisho.web.desk.actions.telling import RULE, Pen, last_day, tell
from sekisho.web.desk.codes import code
from sekisho.web.desk.models import Counter, Dispatch, ParcelRow
from sekisho.web.desk.own_lists import Brought
from sekisho.web.desk.parcels import PLACES, Addressee, sealed_addressee
from sekisho.web.desk.projecting import project
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused
from sekisho.web.store.vault import Kept

_CODED = frozenset({"match", "return"})


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes to begin a dispatch. ``sources``: version id and digest of each list by its kind.

    ``brought``: the list of recipients that came with it, where ``sources`` names one.
    """

    procedure: str
    department: str
    title: str
    addressees: Sequence[Addressee]
    planned_at: datetime | None = None
    purpose: str = ""
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    protection: str = "none"
    drill: bool = False
    brought: Brought | None = None


def open_dispatch(draft: Draft, *, by: Actor, at: datetime) -> str:
    """Begin a dispatch; return its number.

    Raises:
        Refused: the gate does not let this person begin it, or not so.

    """
    here = installation()
    with here.store.transaction():
        number = _next_number(at)
        salt = secrets.token_bytes(32)
        pen = Pen(salt)
        procedures = shelf.shelf()
        procedure = procedures.get(draft.procedure)
        told = [_coded(one, number, place, procedure) for place, one in enumerate(draft.addressees, 1)]
        keys = [f"p{place:04}" for place in range(1, len(told) + 1)]
        command = Open(
            draft.procedure,
            draft.department,
            tuple(_parcel(key, one, pen, procedure) for key, one in zip(keys, told, strict=True)),
            {kind: pen.mark(digest) for kind, (_, digest) in draft.sources.items()},
            draft.drill,
        )
        state = replay(procedures, [])
        decided = decide(state, command, by, at)
        if decided.refusal is not None:
            raise Refused(decided.refusal)
        advance(state, decided.events)
        here.store.append(standing.stream(number), 0, decided.events)
        here.vault.put([Kept(f"salt/{number}", salt.hex(), RULE, last_day(at.astimezone(JAPAN).date()))])
        row = _row(draft, number, by, at)
        row.save(force_insert=True)
        if draft.brought is not None:
            own_lists.keep(draft.brought, number, by=by.person, at=at)
        _keep_parcels(row, dict(zip(keys, told, strict=True)))
        project(row, state, at)
        notifying.note(row, state, notifying.Was(), decided.events, by=by.person, at=at)
    return number


def add_parcels(number: str, addressees: Sequence[Addressee], *, by: Actor, at: datetime) -> State:
    """Add recipients to a dispatch that has not left yet."""
    with installation().store.transaction():
        there = ParcelRow.objects.filter(dispatch=number).count()
        made: dict[str, Addressee] = {}

        def adding(state: State, pen: Pen) -> AddParcels:
            for place, one in enumerate(addressees, there + 1):
                made[f"p{place:04}"] = _coded(one, number, place, state.procedure)
            return AddParcels(tuple(_parcel(key, one, pen, state.procedure) for key, one in made.items()))

        state = tell(number, adding, by=by, at=at)
        _keep_parcels(Dispatch.objects.get(pk=number), made)
    return state


def _row(draft: Draft, number: str, by: Actor, at: datetime) -> Dispatch:
    seal = installation().cipher.seal_text
    return Dispatch(
        number=number,
        department=draft.department,
        procedure=draft.procedure,
        title=seal(draft.title.strip(), f"desk_dispatch.title/{number}"),
        purpose=seal(draft.purpose.strip(), f"desk_dispatch.purpose/{number}"),
        planned_at=draft.planned_at,
        created_at=at,
        drafted_by=by.person,
        sources={kind: version for kind, (version, _) in draft.sources.items()},
        protection=draft.protection,
        changed_at=at,
    )


def _keep_parcels(row: Dispatch, told: Mapping[str, Addressee]) -> None:
    cipher = installation().cipher
    ParcelRow.objects.bulk_create(
        ParcelRow(dispatch=row, key=key, told=sealed_addressee(one, cipher, row.number, key))
        for key, one in told.items()
    )


def _next_number(at: datetime) -> str:
    year = fiscal_year(at.astimezone(JAPAN).date())
    counter, _ = Counter.objects.get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:04}"


def _coded(told: Addressee, number: str, place: int, procedure: Procedure | None) -> Addressee:
    """Return an addressee with the code of its parcel, where papers or envelopes are to be matched by one."""
    if procedure is None or not _places(procedure):
        return told
    return replace(told, code=told.code or code(number, place))


def _parcel(key: str, told: Addressee, pen: Pen, procedure: Procedure | None) -> Parcel:
    places = _places(procedure) if procedure else ()
    return Parcel(
        key, pen.mark(told.id), told.lot, told.pieces, dict.fromkeys(places, pen.mark(told.code)) if places else {}
    )


def _places(procedure: Procedure) -> tuple[str, ...]:
    """Return what bears a code: document and envelope where they are matched, the return envelope where it comes back."""
    kinds = {step.kind for step in procedure.steps}
    scanned = any(step.method == "scan" for step in procedure.steps)
    if not (kinds & _CODED or scanned):
        return ()
    return PLACES if "return" in kinds else PLACES[:2]
