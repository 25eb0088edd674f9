"""Mail pieces: to whom each row of a list, or each run of pages of a print file, goes, and who may be named in it.

A piece to a registered person may name that person, everyone whom the sources let this person see as a recipient, and,
beside the person, the members of the same household: a letter to a 世帯主 names the family. A piece to a recipient may
name whom the sources let that recipient see.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from sekisho.inspection.addressed import Row, Written, tables_of
from sekisho.inspection.model import Document, Part, Place
from sekisho.inspection.numbered import Line, line_of
from sekisho.japan.addresses import same_address
from sekisho.japan.names import fold_name

if TYPE_CHECKING:
    import polars as pl

    from sekisho.bundle.model import Bundle, PrintRun
    from sekisho.bundle.scopes import Fields
    from sekisho.inspection.recognition.mentions import Mention, Mentions


@dataclass(frozen=True, slots=True)
class Piece:
    """One mail piece.

    ``subjects``: the registered person it is for; several where it cannot be settled, none where it is for a recipient
    who is no registered person, or for nobody who is known. ``visible``: whom it may name, with the fields (None: all);
    ``household``: who may be named beside them. ``place``: of the addressee. ``pages``: first and last, from 1.
    """

    id: str
    place: Place
    subjects: tuple[str, ...] = ()
    recipient_id: str | None = None
    visible: Mapping[str, Fields] = field(default_factory=dict)
    household: frozenset[str] = frozenset()
    pages: tuple[int, int] | None = None
    matching_number: str = ""
    name: Written | None = None
    postal_code: Written | None = None
    address: Written | None = None
    person: str | None = None
    """The registered person it goes to: the subject, or the one that its recipient is."""

    @property
    def subject_id(self) -> str | None:
        """The registered person it is for, where that is settled."""
        return self.subjects[0] if len(self.subjects) == 1 else None


@dataclass(frozen=True)
class Pieces:
    """The mail pieces of one file. ``addressed``: the list has a column of addresses at all."""

    kind: Literal["mailing", "print"]
    pieces: tuple[Piece, ...]
    addressed: bool = True

    @cached_property
    def _by_row(self) -> Mapping[Line, Piece]:
        return {line_of(piece.place): piece for piece in self.pieces}

    @cached_property
    def _in_order(self) -> tuple[Sequence[int], Sequence[Piece]]:
        ordered = sorted((piece for piece in self.pieces if piece.pages), key=lambda piece: piece.pages or (0, 0))
        return [piece.pages[0] for piece in ordered if piece.pages], ordered

    def at(self, place: Place) -> Piece | None:
        """Return the piece to which a place belongs."""
        if self.kind == "mailing":
            return self._by_row.get(line_of(place)) if place.row is not None else None
        if place.page is None:
            return None
        starts, ordered = self._in_order
        at = bisect_right(starts, place.page) - 1
        last = ordered[at].pages if at >= 0 else None
        return ordered[at] if last and place.page <= last[1] else None


def print_pieces(bundle: Bundle, run: PrintRun) -> Pieces:
    """Return the pieces of a print file as its index names them."""
    known = _Known(bundle)
    known.load(
        {piece.subject_id for piece in run.pieces if piece.subject_id},
        {piece.recipient_id for piece in run.pieces if piece.recipient_id},
    )
    return Pieces(
        "print",
        tuple(
            known.with_sight(
                Piece(
                    piece.id,
                    Place(Part.PAGE, page=piece.first_page),
                    (piece.subject_id,) if piece.subject_id else (),
                    piece.recipient_id,
                    pages=(piece.first_page, piece.last_page),
                    matching_number=piece.matching_number,
                )
            )
            for piece in run.pieces
        ),
    )


def named_on(pieces: Pieces, mentions: Iterable[Mention]) -> Iterator[tuple[int, Piece, list[tuple[str | None, str]]]]:
    """Yield each page of a piece that names anybody: page, piece, and who should not be named there.

    A stranger is (who is settled to be meant or None, one who could be). A letter may name the family; but a page that
    names a member alone, to whom another piece goes, is of that piece.
    """
    with_piece = {piece.person for piece in pieces.pieces}
    on_page: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.place.page is not None:
            on_page.setdefault(mention.place.page, []).append(mention)
    for page, found in sorted(on_page.items()):
        piece = pieces.at(found[0].place)
        if piece is None:
            continue
        own = [mention for mention in found if not piece.visible.keys().isdisjoint(mention.candidates)]
        family = piece.household if own else piece.household - with_piece
        others = [one for one in found if one not in own and family.isdisjoint(one.candidates)]
        if own or others:
            yield page, piece, list(dict.fromkeys((one.settled, one.candidates[0]) for one in others))


def mailing_pieces(bundle: Bundle, document: Document, mentions: Mentions) -> Pieces:
    """Return the pieces of a list: a row each, to the person or recipient that it names."""
    tables = [table for grid in document.grids if grid.addressed for table in tables_of(grid)]
    rows = [row for table in tables for row in table.rows]
    known = _Known(bundle)
    found = [known.addressee(row, mentions.by_row.get(line_of(row.place), ())) for row in rows]
    known.load({who for subjects, _ in found for who in subjects}, {to for _, to in found if to})
    pieces = (
        known.with_sight(
            Piece(
                str(row.place.row),
                row.place,
                subjects,
                recipient,
                name=row.cells.get("name"),
                postal_code=row.cells.get("postal_code"),
                address=row.cells.get("address"),
            )
        )
        for row, (subjects, recipient) in zip(rows, found, strict=True)
        if subjects or recipient or row.may_be_a_piece
    )
    return Pieces("mailing", tuple(pieces), addressed=any(table.addressed and table.rows for table in tables))


# ---------------------------------------------------------------- who is meant


class _Known:
    """What the sources say of addressees, looked up for all pieces at once."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        sources = bundle.sources
        self._subjects = sources.subjects.frame if sources.subjects else None
        self._recipients = sources.recipients.frame if sources.recipients else None
        self._granted: Mapping[str, Mapping[str, Fields]] = {}
        self._households: Mapping[str, frozenset[str]] = {}
        self._roles: dict[str, list[str]] = {}

    def load(self, subjects: set[str], recipients: set[str]) -> None:
        """Look up whom these may see."""
        from sekisho.bundle import scopes

        rows = self._recipient_rows
        for recipient, row in rows.items():
            if row.get("subject_id"):
                self._roles.setdefault(str(row["subject_id"]), []).append(recipient)
        own = {recipient for subject in subjects for recipient in self._roles.get(subject, ())}
        self._granted = scopes.granted(self._bundle, recipients | own)
        self._households = _households(self._subjects, subjects)

    def with_sight(self, piece: Piece) -> Piece:
        """Return a piece with whom it may name."""
        subjects, recipient = piece.subjects, piece.recipient_id
        visible: dict[str, Fields] = dict.fromkeys(subjects)
        for who in subjects:
            for role in self._roles.get(who, ()):
                visible = dict(self._granted.get(role, {})) | visible
        person = piece.subject_id
        if recipient is not None:
            visible |= self._granted.get(recipient, {})
            own = self._recipient_rows.get(recipient, {}).get("subject_id")
            if own:
                visible[str(own)] = None
                person = person or str(own)
        household = frozenset().union(*(self._households.get(who, frozenset()) for who in subjects))
        return replace(piece, visible=visible, household=household, person=person)

    def addressee(self, row: Row, mentions: Sequence[Mention]) -> tuple[tuple[str, ...], str | None]:
        """Return the registered persons whom a row may be for, and the recipient.

        By the recipient's id, the registered person whose name is in the column of names, the recipient of that name (a
        guardian), or else the person whom the row is about.
        """
        written = row.cells.get("recipient_id")
        if written and _id(written.text) in self._recipient_rows:
            return (), _id(written.text)
        name = row.cells.get("name")
        mention = _of_name(name, mentions)
        recipient = self._by_name(row) if mention is None else None
        if mention is None and recipient is None:
            mention = next((mention for mention in mentions if mention.listed), None)
        return ((), recipient) if mention is None else (mention.candidates, None)

    def _by_name(self, row: Row) -> str | None:
        """Return the recipient of this name; of several the one at this address."""
        name, address = row.cells.get("name"), row.cells.get("address")
        found = self._recipients_by_name.get(fold_name(name.text), ()) if name else ()
        if len(found) > 1 and address:
            rows = self._recipient_rows
            known = {one: str(rows[one].get("address") or "") for one in found}
            there = [one for one in found if any(same_address(known[one], text) for text in address.forms)]
            found = there or found
        return found[0] if found else None

    @cached_property
    def _recipient_rows(self) -> Mapping[str, Mapping[str, object]]:
        if self._recipients is None:
            return {}
        return {row["recipient_id"]: row for row in self._recipients.iter_rows(named=True)}

    @cached_property
    def _recipients_by_name(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for recipient, row in self._recipient_rows.items():
            found.setdefault(fold_name(str(row["name"])), []).append(recipient)
        return found


def _id(text: str) -> str:
    """Return an id as the sources hold it."""
    return unicodedata.normalize("NFKC", text).strip()


def _of_name(name: Written | None, mentions: Iterable[Mention]) -> Mention | None:
    """Return the mention that the row's name is part of."""
    for mention in mentions if name else ():
        if any(fact.kind == "name" and name and fact.place == name.place for fact in mention.facts):
            return mention
    return None


def _households(frame: pl.DataFrame | None, subjects: set[str]) -> Mapping[str, frozenset[str]]:
    """Return for each of ``subjects`` everyone of the same household."""
    import polars as pl

    if frame is None or "household_id" not in frame.columns or not subjects:
        return {}
    pairs = frame.select("subject_id", "household_id").filter(pl.col("household_id").is_not_null())
    wanted = pairs.filter(pl.col("subject_id").is_in(list(subjects)))
    members = pairs.join(wanted.select("household_id").unique(), on="household_id", how="semi")
    together = dict(members.group_by("household_id").agg("subject_id").iter_rows())
    return {who: frozenset(together[household]) for who, household in wanted.iter_rows()}
