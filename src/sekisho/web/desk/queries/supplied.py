"""What of a dispatch nobody registered: recipients typed by hand or brought in a list, and lists that came with it."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.bundle.model import SourceKind
from sekisho.web.desk.own_lists import is_own
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.sources.queries import KINDS

SELF = frozenset({"hand", "list"})
"""How an addressee is given where no register says it (`sekisho.web.desk.parcels.Addressee.given`)."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """``recipients``: how many parcels go to somebody whom no register names. ``kinds``: of the lists that came with it."""

    recipients: int
    kinds: tuple[SourceKind, ...]


def supplied(seen: Seen) -> Supplied:
    """Return what of a dispatch nobody registered, without what was withdrawn."""
    own = sum(
        told.given in SELF and key in seen.state.contents and not seen.state.contents[key].withdrawn
        for key, told in seen.addressees.items()
    )
    return Supplied(own, tuple(kind for kind in KINDS if is_own(seen.row.sources.get(kind, ""))))
