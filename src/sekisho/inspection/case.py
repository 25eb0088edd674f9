"""What a check sees: the parcels of a bundle, what was read in their files, and who may see whom."""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Literal

from sekisho.bundle.model import Bundle, Parcel
from sekisho.bundle.scopes import Allowed
from sekisho.inspection.model import Document, Finding, Hiding, Place, Severity
from sekisho.inspection.pieces import Pieces
from sekisho.inspection.recognition.mentions import Mention, Mentions
from sekisho.inspection.recognition.numbers import MyNumber
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.similarity import Similarity
from sekisho.words import Personal, Sentence

Need = Literal["subjects", "scope", "consents", "web", "outgoing", "print"]
"""What a check needs to run: a source, the web as channel, a channel at all (a bundle), a print file."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One file, with what was read in it. ``digest`` is of the file that leaves and holds this one.

    ``hidden``: it lies inside another file in a place that no view shows (an embedded workbook, an attachment).
    ``inside``: it lies inside another file at all.
    """

    path: str
    digest: str
    document: Document
    mentions: Mentions = field(default_factory=Mentions)
    my_numbers: tuple[MyNumber, ...] = ()
    hidden: bool = False
    inside: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether nothing of it could be read, so that what is not seen in it may be there all the same."""
        coverage = self.document.coverage
        return coverage.read == 0 and any(not unread.asks for unread in coverage.not_read)


@dataclass(frozen=True, slots=True)
class ParcelCase:
    """One parcel as the checks see it. ``allowed`` is None where nothing says who may see whom.

    ``consented``: on the web, the fields that each person has agreed to (None: all).
    """

    parcel: Parcel
    files: tuple[Inspected, ...]
    allowed: Allowed | None = None
    consented: Mapping[str, frozenset[str] | None] | None = None
    bundle: Bundle | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """The registered name of every person who may be named in a finding."""
    pieces: Pieces | None = None
    """Of a list of mail pieces or a print file: to whom each goes."""
    register: Register | None = None
    similarity: Similarity = field(default_factory=Similarity)

    @property
    def recipient(self) -> str | None:
        """The recipient of the parcel; None for loose files."""
        return self.parcel.recipient or None

    def name_of(self, subject_id: str | None) -> Personal:
        """Return the registered name of a person, or the id where the register has none."""
        return Personal(self.names.get(subject_id or "", subject_id or ""))

    def person_of(self, recipient: str | None) -> str | None:
        """Return the registered person that a recipient is, None where it is none."""
        source = self.bundle.sources.recipients if self.bundle else None
        if source is None or recipient is None or "subject_id" not in source.frame.columns:
            return None
        found = source.frame.filter(source.frame["recipient_id"] == recipient)["subject_id"].to_list()
        return found[0] if found else None

    def may_see(self, subject_id: str, at: Place) -> bool:
        """Return whether the recipient of what stands at a place may see a person at all; False where nothing allows it."""
        if self.pieces is not None:
            piece = self.pieces.at(at)
            return piece is not None and (subject_id in piece.visible or subject_id in piece.household)
        return subject_id in self.visible

    def fields_of(self, subject_id: str, at: Place) -> frozenset[str] | None:
        """Return which fields of a person the recipient of what stands at a place may see; None: all but the My Number."""
        if self.pieces is not None:
            piece = self.pieces.at(at)
            return piece.visible.get(subject_id) if piece else None
        return self.allowed.fields.get(subject_id) if self.allowed else None

    @property
    def visible(self) -> AbstractSet[str]:
        """Everyone whom the recipient may see wherever it be; of mail pieces each has its own."""
        if self.pieces is not None:
            return frozenset()
        if self.consented is not None:
            return self.consented.keys()
        return self.allowed.subject_ids if self.allowed else frozenset()

    @property
    def wholly_visible(self) -> AbstractSet[str]:
        """Those of them of whom the scope keeps no field back."""
        fields = self.allowed.fields if self.allowed else {}
        return self.visible - {who for who, some in fields.items() if some is not None}

    @property
    def judges(self) -> bool:
        """Return whether there is anything that says who may see whom."""
        return self.allowed is not None or self.consented is not None or self.pieces is not None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id, its Japanese and English title, what it needs, and the function that runs it on a parcel.

    ``lacks`` says what of a parcel it could not look at although it ran, None where it could look at everything.
    ``idle`` says why there was nothing in a parcel for it to look at although it ran, None where there was.
    """

    id: str
    title: Sentence
    needs: tuple[Need, ...]
    run: Callable[[ParcelCase], Iterator[Finding]]
    lacks: Callable[[ParcelCase], Sentence | None] = lambda _: None
    idle: Callable[[ParcelCase], Sentence | None] = lambda _: None

    def finding(  # noqa: PLR0913  a finding has that many facets
        self,
        case: ParcelCase,
        file: Inspected | None,
        severity: Severity,
        rule: str,
        message: Sentence,
        advice: Sentence,
        *,
        place: Place | None = None,
        subject_id: str | None = None,
        other_subject_id: str | None = None,
    ) -> Finding:
        """Return a finding of this check."""
        path, digest = (file.path, file.digest) if file else (None, "")
        whole = Finding(self.id, severity, rule, message, advice, case.recipient, path, digest=digest)
        return replace(whole, place=place or whole.place, subject_id=subject_id, other_subject_id=other_subject_id)


def standing(mention: Mention, case: ParcelCase) -> Literal["in", "out", "open"]:
    """Return whether a mention is in scope, out of scope, or cannot be settled.

    In scope where one of the people it could be is, and nothing contradicts it.
    """
    within = [subject for subject in mention.candidates if case.may_see(subject, mention.place)]
    if within:
        return "in"
    return "out" if mention.settled else "open"


def is_hidden(file: Inspected, hiding: Hiding) -> bool:
    """Return whether something that is hidden in this way, in this file, is kept from the eye.

    Text under a black box is not among it: it was meant to go, and ``redaction`` says so.
    """
    return file.hidden or hiding not in {Hiding.SEEN, Hiding.OCR, Hiding.COVERED}
