"""The procedures: those that the project ships, and those of the organisation; every version is kept for ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from sekisho.gate import procedure as reading
from sekisho.gate import shipped
from sekisho.gate.lint import load
from sekisho.gate.procedure import Procedure
from sekisho.ledger.log import Fact
from sekisho.web.desk.models import ProcedureText
from sekisho.web.installation import installation

STREAM = "procedures"


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
    """Put the shipped procedures on the shelf, those that are not there yet."""
    for name in shipped.names():
        register(shipped.data(name), f"{name}.toml", by=by, at=at)


def shelf() -> Mapping[str, Procedure]:
    """Return every version by its digest, the oldest first, so that the last of a name is the newest."""
    return _read(tuple(ProcedureText.objects.order_by("at", "name").values_list("digest", "name")))


def usable() -> tuple[Procedure, ...]:
    """Return the newest version of each procedure, by name."""
    newest = {one.name: one for one in shelf().values()}
    return tuple(newest[name] for name in sorted(newest))


def courses() -> frozenset[str]:
    """Return the courses and manuals that steps of usable procedures ask for."""
    return frozenset(course for one in usable() for step in one.steps for course in step.training)


@lru_cache(maxsize=4)
def _read(known: tuple[tuple[str, str], ...]) -> Mapping[str, Procedure]:
    texts = dict(ProcedureText.objects.filter(pk__in=[digest for digest, _ in known]).values_list("digest", "text"))
    # Not by its lint: a version that was right in its day stays readable under a stricter one.
    return {digest: reading.read(bytes(texts[digest]), f"{name}.toml")[0] for digest, name in known}
