"""What recognition gives to the checks: which registered person stands where, and on what evidence."""

from dataclasses import dataclass

from sekisho.inspection.model import Hiding, Place


@dataclass(frozen=True, slots=True)
class Fact:
    """One value beside a mention: its kind is a column of the subjects (``name``, ``birth_date`` …).

    ``agrees``: whether the register says the same of the mention's person; None where it cannot be said.
    ``owners``: the ``subject_id`` of everyone whom the value alone identifies. ``typed``: a heading or label says of
    what kind the value is, so that a difference means something.
    """

    kind: str
    place: Place
    text: str
    agrees: bool | None
    owners: tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a registered person stands.

    ``candidates``: the ``subject_id`` of everyone it could be; one where it is settled. ``contradicted``: no candidate
    fits all that stands beside it, and nothing but one fact speaks for any: it may be somebody else.
    ``table``: the number of the table in its file, None in running text. ``listed``: a heading makes the row an entry
    about this person; False for a guardian, a name in a remark, a title.
    """

    place: Place
    hidden: Hiding
    candidates: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    contradicted: bool = False
    table: int | None = None
    listed: bool = False

    @property
    def settled(self) -> str | None:
        """The one person meant, or None."""
        return self.candidates[0] if len(self.candidates) == 1 and not self.contradicted else None

    @property
    def strays(self) -> tuple[Fact, ...]:
        """The facts that identify somebody else than the mention's person."""
        return tuple(fact for fact in self.facts if fact.agrees is False and fact.owners)
