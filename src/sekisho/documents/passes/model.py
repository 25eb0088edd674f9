"""What stands on a pass (通行手形), and on the check sheet that is the same page before the release.

Everything here is plain data that somebody else has looked up: the gate's state knows who did what
(:mod:`sekisho.documents.passes.gathering` takes it from there), the vault knows what people, recipients, files and texts
are called, the ledger knows the checkpoint. Nothing is decided here, and what is not known is left empty: an empty field
leaves out its line, it never prints as "none".

A text is a ``str`` where somebody typed it, and a :class:`~sekisho.words.Sentence` or :class:`~sekisho.words.Titled`
where it is to be in the language of the paper. Every time is aware; it is printed as it is in Japan.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from sekisho.gate.model import Evidence, Proof
from sekisho.words import Sentence, Titled

Text: TypeAlias = Sentence | Titled | str
Origin = Literal["uploaded", "cut", "paper"]
Severity = Literal["stop", "ask", "note"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the office as a stamp shows them: ``section`` in the upper part, ``surname`` in the lower one.

    ``section``: short, as a rubber stamp has it (保育幼稚園, not 保育幼稚園課). ``name``: the full name.
    """

    section: str
    surname: str
    name: str


@dataclass(frozen=True, slots=True)
class Party:
    """One end of the way: its name, and below it what else finds it (a person, a place, an address)."""

    name: Text
    more: Text = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One file or paper item that left.

    ``sha256``: of the approved inner file, 64 hexadecimal digits; empty for paper. ``parts``: its sheets or pages.
    ``people``: how many registered people stand in it; ``None`` where nobody counted.
    """

    name: str
    parts: int
    origin: Origin = "uploaded"
    sha256: str = ""
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """That somebody did a step, which is one stamp on the paper.

    ``person``: who; ``None`` where Sekisho itself did it, which is no stamp. ``role``: a key of
    :data:`sekisho.gate.naming.ROLES`, or empty. ``at``: when it was done; the first time, where one person did it
    ``times`` times on that day, once for each unit. ``evidence``: ``None`` for a release, whose proof stands elsewhere.
    ``deputy_of``: in whose place (代決). ``entered_by``, ``entered_at``: who entered what was done on paper, and when.
    ``void``: it does not count any more, since what it saw has changed or was sent back.
    """

    person: Person | None
    at: datetime
    role: str = ""
    evidence: Evidence | None = None
    times: int = 1
    deputy_of: Person | None = None
    entered_by: Person | None = None
    entered_at: datetime | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the procedure (工程) with what was done in it.

    ``kind``: what the office calls it (事前共有, 資料, 送信); ``title``: what the procedure says of it; ``how``: its
    method and the like. ``roles``: whose hands it needs, by their keys: on a check sheet one box for each. ``counted``:
    a number is counted in it. ``paper``: it may be done by hand and entered afterwards.
    """

    kind: Text
    title: Text
    deeds: tuple[Deed, ...] = ()
    how: tuple[Text, ...] = ()
    roles: tuple[str, ...] = ()
    counted: bool = False
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """printed − withdrawn + reprinted = enclosed = sealed = posted, in pieces; ``None`` is not counted yet.

    ``explained``: the section chief has given the reason why the first part does not close.
    """

    printed: int | None = None
    withdrawn: int | None = None
    reprinted: int | None = None
    enclosed: int | None = None
    sealed: int | None = None
    posted: int | None = None
    explained: bool = False

    @property
    def difference(self) -> int | None:
        """By how many pieces printed − withdrawn + reprinted is more than enclosed; ``None`` before all are counted."""
        known = (self.printed, self.withdrawn, self.reprinted, self.enclosed)
        if None in known:
            return None
        printed, withdrawn, reprinted, enclosed = (number or 0 for number in known)
        return printed - withdrawn + reprinted - enclosed


@dataclass(frozen=True, slots=True)
class Found:
    """A finding and what became of it.

    ``check``: its name in the office (他者混入). ``place``: where, without anybody's name. ``outcome``: how it ended: the
    answer, 再検査で消えた; empty for a note that asks for nothing. ``waived_by``: who granted an exception.
    """

    check: Text
    severity: Severity
    place: Text = ""
    outcome: Text = ""
    waived_by: Person | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How much of the files the engine has read: ``read`` of ``parts``, and what it could not (places, no names)."""

    read: int
    parts: int
    unread: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The checkpoint: its root in hexadecimal digits, over the first ``size`` records of the log."""

    root: str
    size: int


@dataclass(frozen=True, slots=True)
class Pass:
    """A parcel with everything that stands on its pass; on its check sheet, where ``left_at`` is ``None``.

    ``number``: of the dispatch (2026-0371), and ``parcel``: the how-manieth of how many. ``channel``: what the office calls
    it. ``organisation``, ``department``: in full; the paper says both. ``people``: registered people in all files
    together; ``subjects``: whom the parcel is about (a letter's own person). ``protection``: how the files are protected, in
    one sentence; ``wrapper``: SHA-256 of what was made around them at the release. ``proof``: how it is known that it left.
    ``remarks``: more sentences below what left. ``because``: the incidents and measures behind these steps
    (``FY2023-1-②``). ``procedure``, ``procedure_digest``: its title and its SHA-256.

    ``code``: what the QR code says: of a pass the checkpoint's line (``Checkpoint.to_line()``, which
    ``sekisho ledger verify`` reads), of a check sheet whatever opens the page on which it is entered; at most 2,000 bytes.
    ``printed_at``: when a check sheet was printed. ``voided``: why the pass does not hold any more. ``drill``: a drill (訓練).
    """

    number: str
    title: Text
    channel: Text
    organisation: Text
    department: Text
    from_: Party
    to: Party
    lines: tuple[Line, ...]
    stages: tuple[Stage, ...]
    procedure: Text
    procedure_digest: str
    code: str
    parcel: tuple[int, int] | None = None
    left_at: datetime | None = None
    printed_at: datetime | None = None
    people: int | None = None
    subjects: int | None = None
    protection: Text = ""
    wrapper: str = ""
    remarks: tuple[Text, ...] = ()
    proof: Proof | None = None
    counts: Counts | None = None
    findings: tuple[Found, ...] = ()
    reading: Reading | None = None
    because: tuple[str, ...] = ()
    anchor: Anchor | None = None
    voided: Text = ""
    drill: bool = False

    @property
    def has_left(self) -> bool:
        """Whether this is a pass, and not yet a check sheet."""
        return self.left_at is not None
