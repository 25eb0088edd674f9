"""What may be asked about registered lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast, get_args

from sekisho.bundle.model import Source, SourceKind, Sources
from sekisho.gate.model import Actor
from sekisho.gate.rules import Refusal
from sekisho.web.clock import JAPAN
from sekisho.web.installation import installation
from sekisho.web.people.queries import PersonView, names
from sekisho.web.refusals import Refused
from sekisho.web.sources import keeping, rules
from sekisho.web.sources.comparing import Comparison, Counts, comparison
from sekisho.web.sources.intake import Recognised, suffix_of
from sekisho.web.sources.models import Draft, Version

KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
VERSIONS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a registered list. ``digest``: of its file, salted with the version's own salt.

    ``counts``: against the version that was in force when it was decided, or proposed. ``supplied_by`` and
    ``decided_by`` are aliases.
    """

    id: str
    department: str
    kind: SourceKind
    as_of: date
    state: str
    name: str
    digest: str
    rows: int
    counts: Counts
    against: str
    supplied_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str

    def age(self, on: date) -> int:
        """Return how many days ago the list was right."""
        return (on - self.as_of).days


@dataclass(frozen=True, slots=True)
class DraftView:
    """An uploaded list that its uploader has not proposed yet. ``rows`` is None where it could not be read as a list."""

    id: str
    department: str
    kind: SourceKind
    as_of: date
    name: str
    rows: int | None
    recognised: Recognised


@dataclass(frozen=True, slots=True)
class ListView:
    """One kind of list of a department: what is in force, what waits, and the reader's own draft."""

    department: str
    kind: SourceKind
    in_force: VersionView | None = None
    waiting: VersionView | None = None
    draft: str = ""


# ---------------------------------------------------------------- for the desk


def in_force(department: str, on: date) -> Mapping[str, VersionView]:
    """Return the version of each kind that was in force at the end of a day, or is now; a kind without one is missing.

    It is the accepted one with the newest day of reference; of two with one day, the one accepted later.
    """
    found: dict[str, VersionView] = {}
    for kind in KINDS:
        rows = Version.objects.filter(department=department, kind=kind, state__in=["accepted", "superseded"])
        ordered = rows.filter(as_of__lte=on).order_by("-as_of", "-decided_at", "state")
        newest = ordered.filter(decided_at__lt=_end_of(on)).first()
        if newest is not None:
            found[kind] = _view(newest)
    return found


def digests(department: str, on: date) -> Mapping[str, str]:
    """Return the salted digest of the list in force by its kind, as a dispatch writes down what it is held against."""
    return {kind: one.digest for kind, one in in_force(department, on).items()}


def version(id: str) -> VersionView | None:  # noqa: A002
    """Return a version; None where there is none. Whether somebody may see it is asked elsewhere."""
    row = Version.objects.filter(pk=id).first()
    return None if row is None else _view(row)


def as_bundle_source(version_id: str, folder: Path) -> Path:
    """Write the file of a version, as it was uploaded, into a folder, and return where; its name there tells its kind.

    With the headers of `columns_of` it reads as it was accepted.

    Raises:
        MissingFileError: it is not kept any more.
        ForgedError: it is not what was kept.

    """
    row = Version.objects.get(pk=version_id)
    path = folder / f"{row.kind}{suffix_of(keeping.name_of(row))}"
    installation().files.write_to(row.file, path)
    return path


def columns_of(version_id: str) -> Mapping[str, str]:
    """Return which columns a person corrected, as ``[columns]`` of a bundle says it."""
    return keeping.columns_of(Version.objects.get(pk=version_id))


def source(version_id: str) -> Source:
    """Return a version as it was read and accepted, without reading its file again.

    Raises:
        MissingFileError: it is not kept any more.
        ForgedError: it is not what was kept.

    """
    row = Version.objects.get(pk=version_id)
    return keeping.rows_of(row, keeping.opened(row, "sha256"))


def as_bundle_sources(versions: Mapping[str, str]) -> Sources:
    """Return versions, by their kinds, as the sources of a bundle; see `source`."""
    return Sources(**{kind: source(one) for kind, one in versions.items()})


def files() -> frozenset[str]:
    """Return the ids of all encrypted files that belong to a list or draft: what is none of them, nobody needs."""
    rows = [*Draft.objects.values_list("file", "rows_file"), *Version.objects.values_list("file", "rows_file")]
    return frozenset(one for row in rows for one in row if one)


# ---------------------------------------------------------------- for its own pages


def lists(departments: Sequence[str], actor: Actor) -> tuple[ListView, ...]:
    """Return every kind of list of some departments, in three questions however many there are."""
    rows = Version.objects.filter(department__in=departments, state__in=["accepted", "proposed"])
    found = {(row.department, row.kind, row.state): _view(row) for row in rows}
    drafts = Draft.objects.filter(department__in=departments, person=actor.person)
    own = {(department, kind): pk for department, kind, pk in drafts.values_list("department", "kind", "pk")}
    return tuple(
        ListView(
            department,
            kind,
            found.get((department, kind, "accepted")),
            found.get((department, kind, "proposed")),
            own.get((department, kind), ""),
        )
        for department in departments
        for kind in KINDS
    )


def proposed() -> tuple[VersionView, ...]:
    """Return the versions that wait, of all departments, the oldest first."""
    return tuple(_view(row) for row in Version.objects.filter(state="proposed").order_by("proposed_at"))


def waiting_for(actor: Actor, on: date) -> tuple[VersionView, ...]:
    """Return the versions that wait and that somebody may accept or refuse."""
    departments = {post.department for post in actor.posts if rules.belongs(actor, post.department, on)}
    rows = Version.objects.filter(department__in=departments, state="proposed").order_by("proposed_at")
    return tuple(_view(row) for row in rows if _refusal(row, actor, on) is None)


def history(department: str, kind: SourceKind, page: int) -> tuple[tuple[VersionView, ...], int]:
    """Return one page, from 1, of the versions of a list, the newest first, and how many pages there are."""
    rows = Version.objects.filter(department=department, kind=kind).order_by("-proposed_at", "pk")
    last = max(1, -(-rows.count() // VERSIONS_PER_PAGE))
    start = (min(max(page, 1), last) - 1) * VERSIONS_PER_PAGE
    return tuple(map(_view, rows[start : start + VERSIONS_PER_PAGE])), last


def draft(id: str, actor: Actor, on: date) -> DraftView:  # noqa: A002
    """Return a draft of one's own.

    Raises:
        Refused: there is none.

    """
    row = _draft(id, actor, on)
    return DraftView(
        row.pk,
        row.department,
        cast("SourceKind", row.kind),
        row.as_of,
        keeping.name_of(row),
        row.rows if row.rows_file else None,
        keeping.recognised_of(row),
    )


def draft_comparison(id: str, actor: Actor, on: date, section: str, page: int) -> tuple[str, Comparison]:  # noqa: A002
    """Return the version in force (empty for none), and the difference of a draft to it.

    Raises:
        Refused: there is no such draft, or it has a problem.

    """
    row = _draft(id, actor, on)
    if not row.rows_file:
        raise Refused(rules.UNREAD)
    return _compared(row, section, page)


def version_comparison(id: str, section: str, page: int) -> tuple[str, Comparison]:  # noqa: A002
    """Return the version in force (empty for none), and the difference of a waiting version to it."""
    return _compared(Version.objects.get(pk=id), section, page)


def seen(id: str, actor: Actor, on: date) -> VersionView:  # noqa: A002
    """Return a version to somebody of its department.

    Raises:
        Refused: there is none for them.

    """
    row = Version.objects.filter(pk=id).first()
    if row is None or rules.seeing(actor, row.department, on):
        raise Refused(rules.NONE)
    return _view(row)


def deciding(view: VersionView, actor: Actor, on: date) -> Refusal | None:
    """Return why somebody may not accept or refuse a version, nothing where they may."""
    return rules.deciding(actor, rules.Standing(view.department, view.state, view.supplied_by), on)


def withdrawing(view: VersionView, actor: Actor, on: date) -> Refusal | None:
    """Return why somebody may not withdraw a version, nothing where they may."""
    return rules.withdrawing(actor, rules.Standing(view.department, view.state, view.supplied_by), on)


def people(views: Sequence[VersionView | None]) -> Mapping[str, PersonView]:
    """Return whoever supplied or decided versions, in one question."""
    aliases = {alias for one in views if one is not None for alias in (one.supplied_by, one.decided_by) if alias}
    return names(aliases)


def _refusal(row: Version, actor: Actor, on: date) -> Refusal | None:
    return rules.deciding(actor, rules.Standing(row.department, row.state, row.supplied_by), on)


def _draft(id_: str, actor: Actor, on: date) -> Draft:
    row = Draft.objects.filter(pk=id_, person=actor.person).first()
    if row is None or not rules.belongs(actor, row.department, on):
        raise Refused(rules.NO_DRAFT)
    return row


def _compared(row: Draft | Version, section: str, page: int) -> tuple[str, Comparison]:
    current = Version.objects.filter(department=row.department, kind=row.kind, state="accepted").first()
    old = None if current is None else keeping.rows_of(current, "")
    return current.pk if current else "", comparison(old, keeping.rows_of(row, ""), section, page)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), JAPAN)


def _view(row: Version) -> VersionView:
    return VersionView(
        row.pk,
        row.department,
        cast("SourceKind", row.kind),
        row.as_of,
        row.state,
        keeping.name_of(row),
        row.digest,
        row.rows,
        Counts(row.added, row.removed, row.changed),
        row.against,
        row.supplied_by,
        row.proposed_at.astimezone(JAPAN),
        row.decided_by,
        row.decided_at.astimezone(JAPAN) if row.decided_at else None,
        "" if row.reason is None else keeping.opened(row, "reason"),
    )
