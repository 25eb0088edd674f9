"""What a person, or the software itself, may ask of a dispatch. Each is one verb of the office.

``saw`` is the digest of what was on the screen (:meth:`sekisho.gate.state.State.saw`): where something else is there
meanwhile, the command is refused. Texts come sealed (:func:`sekisho.gate.model.sealed`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from sekisho.gate.model import WHOLE, Actor, Finding, Item, Parcel, Proof, Sealed, Unit

# ---------------------------------------------------------------- the dispatch


@dataclass(frozen=True, slots=True)
class Open:
    """Begin a dispatch (起案). ``procedure``: its digest. ``sources``: salted digest of each registered list by its kind."""

    procedure: str
    department: str
    parcels: tuple[Parcel, ...]
    sources: Mapping[str, str] = field(default_factory=dict)
    drill: bool = False


@dataclass(frozen=True, slots=True)
class AddParcels:
    """Add recipients."""

    parcels: tuple[Parcel, ...]


@dataclass(frozen=True, slots=True)
class ChangeSources:
    """Another version of a registered list is in force."""

    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a parcel out (取下げ)."""

    parcel: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class Abandon:
    """End the dispatch without sending the rest (中止)."""

    reason: Sealed


@dataclass(frozen=True, slots=True)
class SendBack:
    """Send a unit back (差戻し): that step and all that stand on it are to be done again."""

    step: str
    unit: Unit
    reason: Sealed


@dataclass(frozen=True, slots=True)
class Reassign:
    """Let one person do the steps of a role in this dispatch (担当替え)."""

    role: str
    person: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the dispatch to another drafter (引継ぎ); whoever drafted it before remains one who did."""

    to: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PutAside:
    """Close the one unit that is open without finishing it, so that another one may be opened."""

    unit: Unit
    reason: Sealed


# ---------------------------------------------------------------- steps


@dataclass(frozen=True, slots=True)
class Paper:
    """That a step was done on paper: by whom, and when. Whoever enters it is somebody else."""

    doer: Actor
    done_at: datetime


@dataclass(frozen=True, slots=True)
class OnStep:
    """A step that somebody does on a unit. ``role``: which of the step's roles, where there are several."""

    step: str
    unit: Unit = WHOLE
    saw: str = ""
    role: str = ""
    deputy_of: str = ""
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Attach:
    """Put the items of a parcel together, and say whom it is about (salted digests). Replaces what was there."""

    step: str
    parcel: str
    items: tuple[Item, ...]
    about: tuple[str, ...] = ()
    deputy_of: str = ""


@dataclass(frozen=True, slots=True)
class Serve:
    """The viewer has shown one sheet or page of an item to the actor."""

    parcel: str
    item: str
    part: int


@dataclass(frozen=True, slots=True)
class RecordInspection:
    """The engine has inspected a parcel's content. ``engine``: its version.

    ``looked``: the checks that looked at it; ``unable``: those that have to do with it and could not look; None: not told.
    """

    parcel: str
    saw: str
    engine: str
    findings: tuple[Finding, ...]
    looked: tuple[str, ...] | None = None
    unable: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer a finding that asks."""

    parcel: str
    finding: str
    saw: str
    answer: Sealed


@dataclass(frozen=True, slots=True)
class AskWaiver:
    """Ask for an exception from a finding that stops."""

    parcel: str
    finding: str
    saw: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class DecideWaiver:
    """Grant the exception, or refuse it."""

    parcel: str
    finding: str
    saw: str
    grant: bool
    reason: Sealed


@dataclass(frozen=True, slots=True)
class Brief(OnStep):
    """Have gone through the steps and the risks of this job (事前共有)."""


@dataclass(frozen=True, slots=True)
class Draw(OnStep):
    """Rows drawn at random of ``of``, to be traced to another source: the salted digest of what is to be typed for each."""

    rows: tuple[str, ...] = ()
    of: int = 0


@dataclass(frozen=True, slots=True)
class Confirm(OnStep):
    """Confirm by the step's method. ``typed``: what was typed or scanned, sealed; ``number``: what was counted."""

    typed: tuple[str, ...] = ()
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Match(OnStep):
    """What was scanned of each parcel of the unit, in any order, and the business on the envelopes.

    A scan holds the sealed codes by where they stood: ``document``, ``envelope``, ``return``.
    """

    scans: tuple[Mapping[str, str], ...] = ()
    business: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a unit that was halted since something did not match: another person has looked at it."""

    step: str
    unit: Unit
    reason: Sealed


@dataclass(frozen=True, slots=True)
class Count(OnStep):
    """Counts in pieces. ``withdrawn``: the numbers of the pieces taken out (引抜き), sealed."""

    printed: int = 0
    withdrawn: tuple[str, ...] = ()
    reprinted: int = 0
    enclosed: int = 0


@dataclass(frozen=True, slots=True)
class ExplainDifference:
    """The section chief's reason for a count that does not close."""

    step: str
    unit: Unit
    reason: Sealed


@dataclass(frozen=True, slots=True)
class Seal(OnStep):
    """How many envelopes were found sealed (封緘)."""

    sealed: int = 0


@dataclass(frozen=True, slots=True)
class Report(OnStep):
    """The superior records that he or she was told."""


@dataclass(frozen=True, slots=True)
class Approve(OnStep):
    """Approve (決裁). ``seen``: the ids of the findings that were on the page, with their answers and waivers."""

    seen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """An approval given beforehand (専決): for one procedure, one business, one recipient, at most so many sheets, until a day."""

    id: str
    granted_by: str
    procedure: str
    department: str
    recipient: str
    sheets: int
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class UseStanding(OnStep):
    """Rest the approval of one unit on a standing one."""

    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class CarryKey(OnStep):
    """Say which way the password went."""

    way: str = ""


@dataclass(frozen=True, slots=True)
class Recheck(OnStep):
    """What is live, as digests by parcel, is to equal what was approved."""

    live: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MatchReturn(OnStep):
    """The code on what came back, sealed."""

    code: str = ""


# ---------------------------------------------------------------- the exit


@dataclass(frozen=True, slots=True)
class StartRelease(OnStep):
    """Begin to send. ``sources``: the registered lists in force now. ``posted``: envelopes handed over, where any are."""

    sources: Mapping[str, str] = field(default_factory=dict)
    posted: int | None = None


@dataclass(frozen=True, slots=True)
class FinishRelease:
    """How the sending ended. ``inner``: digest of what was inside, by parcel; ``wrapper``: of what was around it."""

    unit: Unit
    outcome: Literal["released", "failed", "unknown"]
    proof: Proof | None = None
    inner: Mapping[str, str] = field(default_factory=dict)
    wrapper: str = ""


@dataclass(frozen=True, slots=True)
class SettleRelease:
    """Say of a sending whose end is unknown whether it left."""

    unit: Unit
    left: bool
    reason: Sealed


Command: TypeAlias = (
    Open | AddParcels | ChangeSources | Withdraw | Abandon | SendBack | Reassign | HandOver | PutAside
    | Attach | Serve | RecordInspection | Answer | AskWaiver | DecideWaiver
    | Brief | Draw | Confirm | Match | Resume | Count | ExplainDifference | Seal | Report | Approve | UseStanding | CarryKey | Recheck | MatchReturn
    | StartRelease | FinishRelease | SettleRelease
)  # fmt: skip
