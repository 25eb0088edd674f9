"""Procedures as pages show them: what there is, its path and steps, its versions, and what somebody has proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from sekisho.gate import shipped
from sekisho.gate.drawing import terms
from sekisho.gate.model import Actor
from sekisho.gate.naming import CHANNELS, METHODS, PROOFS, ROLES, UNITS, kind_of
from sekisho.gate.procedure import Procedure, Step, read
from sekisho.gate.rules import Refusal
from sekisho.web.clock import JAPAN
from sekisho.web.desk import procedure_rules as rules
from sekisho.web.desk import shelf
from sekisho.web.desk.actions.procedures import reason_of, standing
from sekisho.web.desk.models import Dispatch, ProcedureProposal, ProcedureText
from sekisho.web.desk.procedure_text import Comparison, Examined, compare, examine
from sekisho.web.people.queries import NOBODY, PersonView, names
from sekisho.web.refusals import Refused
from sekisho.web.ui.path import Gate, Words
from sekisho.words import Sentence, Titled

PROPOSALS = 20
"""Proposals that a list shows, the newest first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure in the list. ``older``: how many dispatches are open under older versions; ``waiting``: a proposal."""

    version: shelf.Version
    title: Titled
    channel: Sentence
    open: int
    older: int
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in the table of a procedure. ``apart``: the numbers of the steps whose person may not do it."""

    number: int
    kind: Sentence
    title: Titled
    by: tuple[Sentence, ...]
    per: Sentence
    how: tuple[Sentence, ...]
    apart: tuple[int, ...]
    training: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list of a procedure. ``open``: how many dispatches are open under it."""

    version: shelf.Version
    open: int
    brought: PersonView
    accepted: PersonView


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal. ``examined``: its text as it is read today; ``reason``: why it was not accepted."""

    id: str
    name: str
    title: Titled
    state: str
    digest: str
    against: str
    proposed: PersonView
    proposed_at: datetime
    decided: PersonView
    decided_at: datetime | None
    reason: str
    examined: Examined
    rules: rules.Proposed


def steps_because(measure: str) -> tuple[tuple[Procedure, Step], ...]:
    """Return which steps of the newest versions name a measure such as ``FY2023-1-②``, by procedure and place."""
    return tuple((one, step) for one in shelf.usable() for step in one.steps if measure in step.because)


def title_of(procedure: Procedure) -> Titled:
    """Return how a procedure is called."""
    return Titled(procedure.title, procedure.title_en)


# ---------------------------------------------------------------- what there is


def listed() -> tuple[Listed, ...]:
    """Return the newest version of every procedure, by name."""
    opened, newest, older = _open(), dict[str, shelf.Version](), dict[str, int]()
    for one in shelf.versions():
        name = one.procedure.name
        if name in newest:
            older[name] = older.get(name, 0) + opened.get(newest[name].digest, 0)
        newest[name] = one
    waiting = dict(ProcedureProposal.objects.filter(state="proposed").values_list("name", "pk"))
    return tuple(
        Listed(
            newest[name],
            title_of(newest[name].procedure),
            CHANNELS[newest[name].procedure.channel],
            opened.get(newest[name].digest, 0),
            older.get(name, 0),
            waiting.get(name, ""),
        )
        for name in sorted(newest)
    )


def versions(name: str) -> tuple[VersionRow, ...]:
    """Return the versions of a procedure, the newest first.

    Raises:
        Refused: there is no such procedure.

    """
    found, opened = shelf.versions(name), _open()
    if not found:
        raise Refused(rules.NO_PROCEDURE)
    people = names({alias for one in found for alias in (one.brought_by, one.accepted_by) if alias})
    return tuple(
        VersionRow(
            one,
            opened.get(one.digest, 0),
            people.get(one.brought_by, NOBODY),
            people.get(one.accepted_by, NOBODY),
        )
        for one in reversed(found)
    )


def waiting(name: str) -> str:
    """Return the id of the proposal that waits for a procedure; empty where there is none."""
    return ProcedureProposal.objects.filter(name=name, state="proposed").values_list("pk", flat=True).first() or ""


def newer_shipped(name: str) -> bool:
    """Return whether the project ships a version of a procedure that is not on the shelf."""
    if name not in shipped.names():
        return False
    return read(shipped.data(name), f"{name}.toml")[0].digest not in shelf.shelf()


def _open() -> Mapping[str, int]:
    rows = Dispatch.objects.filter(phase="open").values_list("procedure").annotate(Count("pk"))
    return dict(rows.order_by())


# ---------------------------------------------------------------- one version


def gates(procedure: Procedure) -> tuple[Gate, ...]:
    """Return the path of a procedure, with nobody's progress on it: every gate is shut, and says who opens it."""
    return tuple(_gate(step, number, procedure) for number, step in enumerate(procedure.steps, 1))


def _gate(step: Step, number: int, procedure: Procedure) -> Gate:
    kind = kind_of(step, procedure)
    doers: tuple[Words, ...] = tuple(ROLES[role] for role in step.by)
    return Gate(
        number,
        Titled(kind.render("ja"), kind.render("en")),
        words=UNITS[step.per],
        proof=(*doers, METHODS[step.method]) if step.method else doers,  # type: ignore[arg-type]
    )


def steps(procedure: Procedure) -> tuple[StepRow, ...]:
    """Return the steps of a procedure for its table."""
    numbers = {step.id: number for number, step in enumerate(procedure.steps, 1)}
    return tuple(
        StepRow(
            numbers[step.id],
            kind_of(step, procedure),
            Titled(step.title, step.title_en),
            tuple(ROLES[role] for role in step.by),
            UNITS[step.per],
            (*terms(step, procedure), *(PROOFS[one] for one in step.proofs)),
            tuple(sorted(numbers[one] for one in procedure.apart[step.id] if one in numbers)),
            step.training,
            step.because,
        )
        for step in procedure.steps
    )


def text_of(digest: str) -> bytes:
    """Return the text of a version; empty where there is none."""
    found = ProcedureText.objects.filter(pk=digest).values_list("text", flat=True).first()
    return b"" if found is None else bytes(found)


def newest(name: str) -> shelf.Version | None:
    """Return the newest version of a procedure, if there is one."""
    return next(reversed(shelf.versions(name)), None) if name else None


def to_the_one_before(version: shelf.Version) -> Comparison | None:
    """Return what a version changed; None where it is the first."""
    if version.number == 1:
        return None
    old = shelf.versions(version.procedure.name)[version.number - 2]
    return compare(old.procedure, text_of(old.digest), version.procedure, text_of(version.digest))


# ---------------------------------------------------------------- what is brought


def examined(text: bytes) -> Examined:
    """Return what there is to say of a text, as it stands against the shelf."""
    return examine(text, {one.digest: one for one in shelf.versions()})


def to_the_newest(found: Examined) -> tuple[str, Comparison]:
    """Return the digest of the newest version (empty for none), and what a text without errors changes of it."""
    if found.procedure is None:
        raise ValueError("a text with errors is not compared")
    old = newest(found.procedure.name)
    if old is None:
        return "", compare(None, b"", found.procedure, found.data)
    return old.digest, compare(old.procedure, text_of(old.digest), found.procedure, found.data)


def proposals(name: str = "") -> tuple[ProposalView, ...]:
    """Return the last proposals that are not accepted, of one procedure or all, the newest first."""
    rows = ProcedureProposal.objects.exclude(state="accepted").order_by("-proposed_at", "pk")
    return _views((rows.filter(name=name) if name else rows)[:PROPOSALS])


def proposal(id: str, actor: Actor, now: datetime) -> ProposalView:  # noqa: A002
    """Return a proposal to somebody who may see it.

    Raises:
        Refused: there is none, or it is not for them.

    """
    if refusal := rules.seeing(actor, now.astimezone(JAPAN).date()):
        raise Refused(refusal)
    found = _views(ProcedureProposal.objects.filter(pk=id))
    if not found:
        raise Refused(rules.NONE)
    return found[0]


def comparison_of(view: ProposalView) -> Comparison | None:
    """Return what a proposal changes of the version for which it was made; None where its text cannot be read any more."""
    if view.examined.procedure is None:
        return None
    old = shelf.shelf().get(view.against)
    return compare(old, text_of(view.against), view.examined.procedure, view.examined.data)


def deciding(view: ProposalView, actor: Actor, now: datetime) -> Refusal | None:
    """Return why somebody may not accept or refuse a proposal, nothing where they may."""
    return rules.deciding(actor, view.rules, now.astimezone(JAPAN).date())


def withdrawing(view: ProposalView, actor: Actor, now: datetime) -> Refusal | None:
    """Return why somebody may not take a proposal back, nothing where they may."""
    return rules.withdrawing(actor, view.rules, now.astimezone(JAPAN).date())


def _views(rows: Iterable[ProcedureProposal]) -> tuple[ProposalView, ...]:
    taken = list(rows)
    people = names({alias for one in taken for alias in (one.proposed_by, one.decided_by) if alias})
    known = {one.digest: one for one in shelf.versions()}
    found = []
    for row in taken:
        seen = examine(bytes(row.text), {digest: one for digest, one in known.items() if digest != row.digest})
        found.append(
            ProposalView(
                row.pk,
                row.name,
                title_of(seen.procedure) if seen.procedure else Titled(row.name),
                row.state,
                row.digest,
                row.against,
                people.get(row.proposed_by, NOBODY),
                row.proposed_at.astimezone(JAPAN),
                people.get(row.decided_by, NOBODY),
                row.decided_at.astimezone(JAPAN) if row.decided_at else None,
                reason_of(row),
                seen,
                standing(row),
            )
        )
    return tuple(found)
