"""What is done with registered lists: taking one in, choosing its columns, and the two people who make it the one in force."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import cast

from sekisho.bundle.model import Source, SourceKind
from sekisho.gate.model import Actor, sealed
from sekisho.gate.rules import Refusal
from sekisho.ledger.canonical import JSON
from sekisho.ledger.log import Fact
from sekisho.web.clock import JAPAN
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused
from sekisho.web.sources import keeping, rules
from sekisho.web.sources.comparing import Counts, counts
from sekisho.web.sources.intake import IntakeError, Taken, check_name, choose, take
from sekisho.web.sources.models import Draft, Version
from sekisho.words import say

LONGEST_REASON = 1000
DRAFTS_LIVE = timedelta(days=1)
_SALT_BYTES = 32


def take_in(
    *,
    department: str,
    kind: SourceKind,
    as_of: date,
    name: str,
    chunks: Iterable[bytes],
    most: int,
    by: Actor,
    at: datetime,
) -> str:
    """Read an uploaded list and keep it as its uploader's draft, in the place of an earlier one; return the draft's id.

    Raises:
        IntakeError: the file or the day cannot be used; nothing is kept.
        Refused: the person has no post there.

    """
    today = _day(at)
    _hold(rules.seeing(by, department, today))
    current = _in_force(department, kind)
    late = rules.following(as_of, current.as_of if current else None, today)
    if late is not None:
        raise IntakeError("as_of", say("{why}{first}", why=late.why, first=late.first))
    check_name(name)
    with keeping.in_clear(name, chunks, most) as path:
        taken = take(kind, path, name, subjects=_subjects(department, kind))
        stored = keeping.store(path, taken.source)
    try:
        with installation().store.transaction():
            _discard_all(Draft.objects.filter(begun_at__lt=at - DRAFTS_LIVE))
            _discard_all(Draft.objects.filter(department=department, kind=kind, person=by.person))
            draft = Draft(
                id=secrets.token_hex(16),
                department=department,
                kind=kind,
                person=by.person,
                as_of=as_of,
                file=stored.file,
                begun_at=at,
            )
            _fill(draft, name, taken, stored.rows_file)
            draft.save(force_insert=True)
    except BaseException:
        keeping.remove(stored.file, stored.rows_file)
        raise
    return str(draft.pk)


def choose_columns(*, draft: str, chosen: Mapping[int, str], by: Actor, at: datetime) -> None:
    """Read a draft again with the columns that its uploader chose, by their places.

    Raises:
        IntakeError: a column was chosen twice, or cannot be.
        Refused: there is no such draft of this person.

    """
    row = _draft(draft, by, at)
    kind, name = cast("SourceKind", row.kind), keeping.name_of(row)
    columns = choose(kind, keeping.recognised_of(row).headings, chosen)
    files = installation().files
    with keeping.in_clear(name, files.chunks(row.file), sum(map(len, files.chunks(row.file)))) as path:
        taken = take(kind, path, name, columns, _subjects(row.department, kind))
    rows_file = keeping.store_rows(taken.source)
    try:
        with installation().store.transaction():
            fresh = _draft(draft, by, at)
            keeping.forget(fresh.rows_file)
            _fill(fresh, name, taken, rows_file)
            fresh.save(force_update=True)
    except BaseException:
        keeping.remove(rows_file)
        raise


def discard(*, draft: str, by: Actor, at: datetime) -> None:
    """Throw a draft of one's own away."""
    with installation().store.transaction():
        row = _draft(draft, by, at)
        _discard_all([row])


def sweep(*, before: datetime) -> int:
    """Throw away the drafts that nobody went on with since a moment; return how many."""
    with installation().store.transaction():
        return _discard_all(Draft.objects.filter(begun_at__lt=before))


def propose(*, draft: str, saw: str, by: Actor, at: datetime) -> str:
    """Propose a draft as the list that shall be in force; return the id of the version.

    ``saw``: the version in force that it was compared with, empty for none.

    Raises:
        Refused: it has a problem, another one waits, it is older than the one in force, or that is another one by now.

    """
    row = _draft(draft, by, at)
    kind = cast("SourceKind", row.kind)
    current = _in_force(row.department, kind)
    if not row.rows_file:
        raise Refused(rules.UNREAD)
    difference = counts(_rows(current), keeping.rows_of(row, ""))
    with installation().store.transaction():
        row, current = _draft(draft, by, at), _in_force(row.department, kind)
        _hold(rules.following(row.as_of, current.as_of if current else None, _day(at)))
        _same(current, saw)
        if Version.objects.filter(department=row.department, kind=kind, state="proposed").exists():
            raise Refused(rules.WAITING)
        version = _proposed(row, current, difference, at)
        version.save(force_insert=True)
        row.delete()
        data: dict[str, JSON] = {
            "department": version.department,
            "kind": version.kind,
            "as_of": version.as_of.isoformat(),
            "digest": version.digest,
            "rows": version.rows,
            **_told(version),
        }
        _record(version, "source_proposed", by, at, data)
    return str(version.pk)


def accept(*, version: str, saw: str, by: Actor, at: datetime) -> None:
    """Make a version the one in force; the one before it is superseded. ``saw``: the version it was compared with.

    Raises:
        Refused: the person may not, somebody decided already, or another version is in force by now.

    """
    before = _version(version, by, at)
    current = _in_force(before.department, cast("SourceKind", before.kind))
    _hold(rules.deciding(by, standing(before), _day(at)))
    difference = counts(_rows(current), keeping.rows_of(before, ""))
    with installation().store.transaction():
        row = _version(version, by, at)
        current = _in_force(row.department, cast("SourceKind", row.kind))
        _hold(rules.deciding(by, standing(row), _day(at)))
        _same(current, saw)
        _hold(rules.following(row.as_of, current.as_of if current else None, _day(at)))
        if current is not None:
            current.state = "superseded"
            current.save(update_fields=["state"])
            _record(current, "source_superseded", by, at, {"by_version": row.pk})
        row.state, row.against, row.decided_by, row.decided_at = "accepted", saw, by.person, at
        row.added, row.removed, row.changed = difference.added, difference.removed, difference.changed
        row.save(update_fields=["state", "against", "decided_by", "decided_at", "added", "removed", "changed"])
        _record(row, "source_accepted", by, at, {"digest": row.digest, **_told(row)})


def refuse(*, version: str, reason: str, by: Actor, at: datetime) -> None:
    """Do not accept a version, and say why. The list itself is kept no longer.

    Raises:
        IntakeError: there is no reason, or it is too long.
        Refused: the person may not, or somebody decided already.

    """
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise IntakeError(
            "reason",
            say("受け入れない理由を、{most}文字までで書いてください。出した人が読みます。", most=LONGEST_REASON),
        )
    with installation().store.transaction():
        row = _version(version, by, at)
        _hold(rules.deciding(by, standing(row), _day(at)))
        digest = sealed(_salt(row), told)
        row.state, row.decided_by, row.decided_at = "refused", by.person, at
        row.reason = keeping.seal(row, "reason", told)
        _let_go(row, ["state", "decided_by", "decided_at", "reason"])
        _record(row, "source_refused", by, at, {"reason": digest.digest, "characters": digest.characters})


def withdraw(*, version: str, by: Actor, at: datetime) -> None:
    """Take a version back that one has proposed oneself, while it waits. The list itself is kept no longer.

    Raises:
        Refused: somebody else proposed it, or somebody decided already.

    """
    with installation().store.transaction():
        row = _version(version, by, at)
        _hold(rules.withdrawing(by, standing(row), _day(at)))
        row.state, row.decided_at = "withdrawn", at
        _let_go(row, ["state", "decided_at"])
        _record(row, "source_withdrawn", by, at, {})


# ---------------------------------------------------------------- what they share


def standing(row: Version) -> rules.Standing:
    """Return what a version is for who wants to do something with it."""
    return rules.Standing(row.department, row.state, row.supplied_by)


def _day(at: datetime) -> date:
    return at.astimezone(JAPAN).date()


def _hold(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise Refused(refusal)


def _same(current: Version | None, saw: str) -> None:
    if (current.pk if current else "") != saw:
        raise Refused(rules.MOVED)


def _draft(id_: str, by: Actor, at: datetime) -> Draft:
    row = Draft.objects.filter(pk=id_, person=by.person).first()
    if row is None or not rules.belongs(by, row.department, _day(at)):
        raise Refused(rules.NO_DRAFT)
    return row


def _version(id_: str, by: Actor, at: datetime) -> Version:
    row = Version.objects.filter(pk=id_).first()
    if row is None:
        raise Refused(rules.NONE)
    _hold(rules.seeing(by, row.department, _day(at)))
    return row


def _in_force(department: str, kind: SourceKind) -> Version | None:
    return Version.objects.filter(department=department, kind=kind, state="accepted").first()


def _rows(row: Version | None) -> Source | None:
    return None if row is None else keeping.rows_of(row, "")


def _subjects(department: str, kind: SourceKind) -> Source | None:
    return _rows(_in_force(department, "subjects")) if kind in {"scope", "consents"} else None


def _fill(draft: Draft, name: str, taken: Taken, rows_file: str) -> None:
    draft.name = keeping.seal(draft, "name", name)
    draft.told = keeping.seal(draft, "told", keeping.as_json(taken.recognised))
    draft.sha256 = bytes.fromhex(taken.sha256)
    draft.rows_file = rows_file
    draft.rows = taken.source.frame.height if taken.source else 0


def _proposed(draft: Draft, current: Version | None, difference: Counts, at: datetime) -> Version:
    salt, sha256 = secrets.token_bytes(_SALT_BYTES), bytes(draft.sha256).hex()
    version = Version(
        id=secrets.token_hex(16),
        department=draft.department,
        kind=draft.kind,
        as_of=draft.as_of,
        state="proposed",
        digest=sealed(salt, sha256).digest,
        file=draft.file,
        rows_file=draft.rows_file,
        rows=draft.rows,
        added=difference.added,
        removed=difference.removed,
        changed=difference.changed,
        against=current.pk if current else "",
        supplied_by=draft.person,
        proposed_at=at,
    )
    version.name = keeping.seal(version, "name", keeping.name_of(draft))
    version.columns = keeping.seal(version, "columns", json.dumps(keeping.recognised_of(draft).columns))
    version.sha256 = keeping.seal(version, "sha256", sha256)
    version.salt = keeping.seal(version, "salt", salt.hex())
    return version


def _salt(row: Version) -> bytes:
    return bytes.fromhex(keeping.opened(row, "salt"))


def _told(row: Version) -> dict[str, JSON]:
    return {"against": row.against, "added": row.added, "removed": row.removed, "changed": row.changed}


def _let_go(row: Version, changed: list[str]) -> None:
    keeping.forget(row.file, row.rows_file)
    row.file = row.rows_file = ""
    row.save(update_fields=[*changed, "file", "rows_file"])


def _discard_all(rows: Iterable[Draft]) -> int:
    found = list(rows)
    for row in found:
        keeping.forget(row.file, row.rows_file)
        row.delete()
    return len(found)


def _record(row: Version, kind: str, by: Actor, at: datetime, data: Mapping[str, JSON]) -> None:
    store = installation().store
    stream = f"source/{row.pk}"
    store.append(stream, store.last(stream), [Fact(kind, 1, at, by.person, data)])
