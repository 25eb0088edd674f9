"""Sending: on disk before anything leaves, done once in the background, and never again by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sekisho.gate.commands import Command, FinishRelease, StartRelease
from sekisho.gate.model import Actor, Proof, Unit
from sekisho.gate.state import State
from sekisho.web.desk.actions.inspecting import ENGINE
from sekisho.web.desk.actions.telling import Pen, tell
from sekisho.web.desk.models import Sending
from sekisho.web.desk.queue import later
from sekisho.web.installation import installation


@dataclass(frozen=True, slots=True)
class Ended:
    """How a sending ended. ``problem``: a word for why, never an address or a name."""

    outcome: str
    message_id: str = ""
    wrapper: str = ""
    digest: str = ""
    problem: str = ""


def start(
    number: str,
    command: StartRelease,
    sources: Mapping[str, str],
    *,
    by: Actor,
    at: datetime,
    password: str = "",
) -> int:
    """Begin to send a unit by the software: return the number of the sending, which a worker is then to carry out."""
    here = installation()
    with here.store.transaction():
        tell(number, lambda _state, pen: _judged(command, sources, pen), by=by, at=at)
        made = Sending.objects.create(dispatch_id=number, unit=unit_text(command.unit), at=at, by=by.person)
        if password:
            made.password = here.cipher.seal_text(password, f"desk_sending.password/{made.pk}")
            made.save(update_fields=["password"])
        later("send", made.pk)
    return made.pk


Found = Callable[[State, Pen], Mapping[str, str]]


def state_release(
    number: str,
    command: StartRelease,
    sources: Mapping[str, str],
    proof: Proof,
    found: Found,
    *,
    by: Actor,
    at: datetime,
    begun: bool = False,
) -> State:
    """Record that a person took a unit out: begun and ended in one act, compared with what was approved or only stated.

    ``found`` returns what left of each parcel. ``begun``: it was begun before, and what left did not match then.

    Raises:
        Refused: it may not leave, or what left is not what was approved; then it stays begun until another one looked.

    """

    def releasing(state: State, pen: Pen) -> list[Command]:
        finish = FinishRelease(command.unit, "released", proof, dict(found(state, pen)))
        return [finish] if begun else [_judged(command, sources, pen), finish]

    return tell(number, releasing, by=by, at=at)


def _judged(command: StartRelease, sources: Mapping[str, str], pen: Pen) -> StartRelease:
    """Return the command with the registered lists that are in force now, as the gate knows them."""
    return replace(command, sources={kind: pen.mark(digest) for kind, digest in sources.items()})


def claim(sending: int, *, at: datetime) -> bool:
    """Let one worker carry a sending out; whoever comes second is told that it is not theirs."""
    return Sending.objects.filter(pk=sending, state="queued").update(state="sending", ended_at=at) == 1


def finish(sending: int, ended: Ended, *, at: datetime) -> None:
    """Record how a sending ended."""
    with installation().store.transaction():
        row = Sending.objects.select_related("dispatch").get(pk=sending)
        unit = unit_from(row.unit)

        def finishing(state: State, _pen: Pen) -> FinishRelease:
            inner = {key: state.outgoing(key) for key in state.on_its_way(unit)}
            if ended.outcome != "released":
                return FinishRelease(unit, "failed" if ended.outcome == "failed" else "unknown")
            return FinishRelease(unit, "released", "sent", inner, ended.digest)

        tell(row.dispatch.number, finishing, by=ENGINE, at=at)
        row.state, row.ended_at, row.problem = ended.outcome, at, ended.problem
        row.message_id, row.wrapper = ended.message_id, ended.wrapper
        row.save()


def show_password(sending: int, *, by: Actor, at: datetime) -> str:
    """Return the password of a sending to whoever carries it another way, once; it is kept no longer then."""
    here = installation()
    with here.store.transaction():
        row = Sending.objects.select_related("dispatch").get(pk=sending)
        if not row.password:
            return ""
        told = here.cipher.open_text(bytes(row.password), f"desk_sending.password/{row.pk}")
        row.password, row.shown_to, row.shown_at = b"", by.person, at
        row.save(update_fields=["password", "shown_to", "shown_at"])
    return told


def unit_text(unit: Unit) -> str:
    """Return a unit as a row holds it."""
    return f"{unit.per}/{unit.id}"


def unit_from(text: str) -> Unit:
    """Return the unit of a row."""
    per, _, key = text.partition("/")
    return Unit(per, key)  # type: ignore[arg-type]  # written by unit_text
