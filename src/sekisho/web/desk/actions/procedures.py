"""A new version of a procedure: one person proposes it, another accepts it, and only then new dispatches go by it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from sekisho.gate.changes import changes
from sekisho.gate.model import Actor, sealed
from sekisho.gate.rules import Refusal
from sekisho.ledger.canonical import JSON
from sekisho.ledger.log import Fact
from sekisho.web.clock import JAPAN
from sekisho.web.desk import procedure_rules as rules
from sekisho.web.desk import shelf
from sekisho.web.desk.models import ProcedureProposal
from sekisho.web.desk.procedure_text import Examined, examine
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused

LONGEST_REASON = 1000
_SALT_BYTES = 32


def propose(*, text: bytes, against: str, seen: bool, by: Actor, at: datetime) -> str:
    """Propose a text as the newest version of the procedure that it names; return the id of the proposal.

    ``against``: the digest of the version with which it was compared, empty where there was none. ``seen``: its warnings,
    and what gets weaker by it, have been read.

    Raises:
        Refused: it has an error, another one waits, it was compared with another version, or the person may not.

    """
    _hold(rules.proposing(by, _day(at)))
    with installation().store.transaction():
        found = _examined(text)
        name = found.procedure.name if found.procedure else ""
        newest = _newest(name)
        if (newest.digest if newest else "") != against:
            raise Refused(rules.MOVED)
        if ProcedureProposal.objects.filter(name=name, state="proposed").exists():
            raise Refused(rules.WAITING)
        weaker = _weaker(newest, found)
        if (weaker or found.warnings) and not seen:
            raise Refused(rules.UNSEEN)
        row = ProcedureProposal(
            id=secrets.token_hex(16),
            name=name,
            digest=found.digest,
            text=found.data,
            against=against,
            state="proposed",
            proposed_by=by.person,
            proposed_at=at,
        )
        row.salt = _seal(row, "salt", secrets.token_hex(_SALT_BYTES))
        row.save(force_insert=True)
        counted = {"warnings": len(found.warnings), "weaker": weaker}
        _record(row, "procedure_proposed", by, at, {"procedure": row.digest, "against": against, **counted})
    return str(row.pk)


def accept(*, proposal: str, saw: str, seen: bool, by: Actor, at: datetime) -> None:
    """Put a proposed version on the shelf; dispatches that have begun stay with theirs.

    ``saw``: the digest of the version with which it was compared on the page.

    Raises:
        Refused: the person may not, somebody decided already, or another version is the newest by now.

    """
    with installation().store.transaction():
        row = _proposal(proposal, by, at)
        _hold(rules.deciding(by, standing(row), _day(at)))
        newest = _newest(row.name)
        if row.against != (newest.digest if newest else ""):
            raise Refused(rules.OVERTAKEN)
        if saw != row.against:
            raise Refused(rules.MOVED)
        found = _examined(bytes(row.text))
        if (_weaker(newest, found) or found.warnings) and not seen:
            raise Refused(rules.UNSEEN)
        row.state, row.decided_by, row.decided_at = "accepted", by.person, at
        row.save(update_fields=["state", "decided_by", "decided_at"])
        _record(row, "procedure_accepted", by, at, {"procedure": row.digest, "against": row.against})
        shelf.register(bytes(row.text), "", by=by.person, at=at)


def refuse(*, proposal: str, reason: str, by: Actor, at: datetime) -> None:
    """Do not accept a proposal, and say why to whoever made it. ``reason``: trimmed, not empty.

    Raises:
        Refused: the person may not, or somebody decided already.

    """
    with installation().store.transaction():
        row = _proposal(proposal, by, at)
        _hold(rules.deciding(by, standing(row), _day(at)))
        salt = bytes.fromhex(_opened(row, "salt"))
        digest = sealed(salt, reason)
        row.state, row.decided_by, row.decided_at = "refused", by.person, at
        row.reason = _seal(row, "reason", reason)
        row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
        told: Mapping[str, JSON] = {"reason": digest.digest, "characters": digest.characters}
        _record(row, "procedure_refused", by, at, told)


def withdraw(*, proposal: str, by: Actor, at: datetime) -> None:
    """Take a proposal of one's own back while it waits.

    Raises:
        Refused: somebody else made it, or somebody decided already.

    """
    with installation().store.transaction():
        row = _proposal(proposal, by, at)
        _hold(rules.withdrawing(by, standing(row), _day(at)))
        row.state, row.decided_at = "withdrawn", at
        row.save(update_fields=["state", "decided_at"])
        _record(row, "procedure_withdrawn", by, at, {})


def standing(row: ProcedureProposal) -> rules.Proposed:
    """Return what a proposal is for who wants to do something with it."""
    return rules.Proposed(row.state, row.proposed_by)


def reason_of(row: ProcedureProposal) -> str:
    """Return why a proposal was not accepted; empty where nobody said that."""
    return "" if row.reason is None else _opened(row, "reason")


# ---------------------------------------------------------------- what they share


def _day(at: datetime) -> date:
    return at.astimezone(JAPAN).date()


def _hold(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal)


def _proposal(id_: str, by: Actor, at: datetime) -> ProcedureProposal:
    _hold(rules.seeing(by, _day(at)))
    row = ProcedureProposal.objects.filter(pk=id_).first()
    if row is None:
        raise Refused(rules.NONE)
    return row


def _newest(name: str) -> shelf.Version | None:
    return next(reversed(shelf.versions(name)), None) if name else None


def _examined(text: bytes) -> Examined:
    found = examine(text, {one.digest: one for one in shelf.versions()})
    if found.errors or found.procedure is None:
        raise Refused(rules.UNFIT)
    return found


def _weaker(newest: shelf.Version | None, found: Examined) -> int:
    if newest is None or found.procedure is None:
        return 0
    return sum(one.weaker for one in changes(newest.procedure, found.procedure))


def _seal(row: ProcedureProposal, field: str, text: str) -> bytes:
    return installation().cipher.seal_text(text, f"desk_procedure_proposal.{field}/{row.pk}")


def _opened(row: ProcedureProposal, field: str) -> str:
    return installation().cipher.open_text(bytes(getattr(row, field)), f"desk_procedure_proposal.{field}/{row.pk}")


def _record(row: ProcedureProposal, kind: str, by: Actor, at: datetime, data: Mapping[str, JSON]) -> None:
    store = installation().store
    fact = Fact(kind, 1, at, by.person, {"proposal": row.pk, **data})
    store.append(shelf.STREAM, store.last(shelf.STREAM), [fact])
