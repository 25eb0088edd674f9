"""Where the sources say that the addressees of mail pieces are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.inspection.recognition.lookalikes import near_names
from sekisho.japan.addresses import fold_postal, same_address
from sekisho.japan.names import fold_name

if TYPE_CHECKING:
    from sekisho.bundle.model import Bundle, Source
    from sekisho.inspection.pieces import Piece
    from sekisho.inspection.recognition.register import Register


@dataclass(frozen=True, slots=True)
class Home:
    """Where the sources say that an addressee is: addresses and postal codes, and the earlier address."""

    addresses: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    moved_from: str = ""


def is_same(written: str, known: str, folded: Mapping[str, str]) -> bool:
    """Return whether a written address is a registered one; ``folded``: address -> its fold, for those at hand."""
    key = folded[written]
    return bool(key) and (key == folded.get(known) or same_address(written, known))


def code_agrees(piece: Piece, home: Home) -> bool | None:
    """Return whether a row's postal code is registered, None where either is not known."""
    code = fold_postal(piece.postal_code.text) if piece.postal_code else ""
    return code in home.codes if code and home.codes else None


def knows_homes(bundle: Bundle) -> bool:
    """Return whether any source says where somebody is."""
    sources = (bundle.sources.subjects, bundle.sources.recipients)
    return any(source is not None and "address" in source.frame.columns for source in sources)


def homes_of(bundle: Bundle, pieces: Sequence[Piece]) -> list[Home]:
    """Return for each piece where its addressee is registered: the register's address, and a forwarding address."""
    people = {who for piece in pieces for who in piece.subjects}
    persons = _rows(bundle.sources.subjects, "subject_id", people)
    places = _rows(bundle.sources.recipients, "recipient_id")
    forwarded: dict[object, list[Mapping[str, object]]] = {}
    for row in places.values():
        forwarded.setdefault(row.get("subject_id"), []).append(row)
    homes = []
    for piece in pieces:
        rows = [persons[who] for who in piece.subjects if who in persons]
        rows += [row for who in piece.subjects for row in forwarded.get(who, ())]
        rows += [places[piece.recipient_id]] if piece.recipient_id in places else []
        codes = (fold_postal(str(row.get("postal_code") or "")) for row in rows)
        moved = [str(row["moved_from"]) for row in rows if row.get("moved_from")]
        addresses = tuple(str(row["address"]) for row in rows if row.get("address"))
        homes.append(Home(addresses, frozenset(code for code in codes if code), moved[0] if moved else ""))
    return homes


def _rows(source: Source | None, key: str, ids: Collection[str] | None = None) -> Mapping[object, Mapping[str, object]]:
    """Return the rows of a source by id; of a city's register only those of ``ids``."""
    if source is None:
        return {}
    frame = source.frame if ids is None else source.frame.filter(source.frame[key].is_in([*ids]))
    wanted = [name for name in (key, "subject_id", "address", "postal_code", "moved_from") if name in frame.columns]
    return {row[key]: row for row in frame.select([*dict.fromkeys(wanted)]).iter_rows(named=True)}


def misspelt(register: Register, pieces: Sequence[Piece], folded: Mapping[str, str]) -> list[Piece]:
    """Return those pieces, of addressees whom nobody knows, at whose address somebody of nearly the name is registered."""
    if not register.knows("address"):
        return []
    names = {piece.name.text: fold_name(piece.name.text) for piece in pieces if piece.name}
    near = near_names(register, names.values())
    found = []
    for piece in pieces:
        people = near.get(names[piece.name.text], ()) if piece.name and piece.address else ()
        known = register.frame["address"][list(people)].drop_nulls() if people else ()
        if piece.address and any(is_same(text, one, folded) for text in piece.address.forms for one in known):
            found.append(piece)
    return found
