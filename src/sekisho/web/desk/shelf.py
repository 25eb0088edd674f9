"""The procedures: those that the project ships, and those of the organisation; every version is kept for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sekisho.gate import procedure as reading
from sekisho.gate import shipped
from sekisho.gate.lint import load
from sekisho.gate.procedure import Procedure
from sekisho.ledger.log import Fact
from sekisho.web.clock import JAPAN
from sekisho.web.desk.models import ProcedureProposal, ProcedureText
from sekisho.web.installation import installation

STREAM = "procedures"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a procedure. ``number``: from 1, the oldest first; ``since``: when it came onto the shelf.

    ``brought_by`` and ``accepted_by``: aliases; empty where the project ships it.
    """

    digest: str
    number: int
    procedure: Procedure
    since: datetime
    brought_by: str = ""
    accepted_by: str = ""
    proposal: str = ""


def register(text: bytes, name: str, *, by: str, at: datetime) -> Procedure:
    """Put a procedure on the shelf; one that is there stays as it is.

    Raises:
        ProcedureError: it has errors, all of them named.

    """
    found = load(text, name)
    store = installation().store
    with store.transaction():
        if not ProcedureText.objects.filter(pk=found.digest).exists():
            ProcedureText.objects.create(digest=found.digest, name=found.name, text=text, at=at)
            fact = Fact("procedure_registered", 1, at, by, {"procedure": found.digest, "name": found.name})
            store.append(STREAM, store.last(STREAM), [fact])
    return found


def register_shipped(*, by: str, at: datetime) -> None:
    """Put the shipped procedures on the shelf, those that are not there yet.

    Where people have accepted a version of their own, a newer shipped one does not take its place: it can be proposed.
    """
    own = frozenset(ProcedureProposal.objects.filter(state="accepted").values_list("name", flat=True))
    for name in shipped.names():
        if name not in own:
            register(shipped.data(name), f"{name}.toml", by=by, at=at)


def shelf() -> Mapping[str, Procedure]:
    """Return every version by its digest, the oldest first, so that the last of a name is the newest."""
    return _read(tuple(ProcedureText.objects.order_by("at", "name").values_list("digest", "name")))


def usable() -> tuple[Procedure, ...]:
    """Return the newest version of each procedure, by name."""
    newest = {one.name: one for one in shelf().values()}
    return tuple(newest[name] for name in sorted(newest))


def versions(name: str = "") -> tuple[Version, ...]:
    """Return the versions of a procedure, the oldest first, the newest last; of all procedures, where no name is given."""
    rows = ProcedureText.objects.filter(name=name) if name else ProcedureText.objects.all()
    known = tuple(rows.order_by("at", "name").values_list("digest", "name", "at"))
    accepted = ProcedureProposal.objects.filter(state="accepted", digest__in=[digest for digest, _, _ in known])
    people = {digest: told for digest, *told in accepted.values_list("digest", "proposed_by", "decided_by", "pk")}
    procedures, numbers, found = shelf(), Counter[str](), []
    for digest, called, at in known:
        numbers[called] += 1
        told = people.get(digest, ())
        found.append(Version(digest, numbers[called], procedures[digest], at.astimezone(JAPAN), *told))
    return tuple(found)


def courses() -> frozenset[str]:
    """Return the courses and manuals that steps of usable procedures ask for."""
    return frozenset(course for one in usable() for step in one.steps for course in step.training)


@lru_cache(maxsize=4)
def _read(known: tuple[tuple[str, str], ...]) -> Mapping[str, Procedure]:
    texts = dict(ProcedureText.objects.filter(pk__in=[digest for digest, _ in known]).values_list("digest", "text"))
    # Not by its lint: a version that was right in its day stays readable under a stricter one.
    return {digest: reading.read(bytes(texts[digest]), f"{name}.toml")[0] for digest, name in known}
