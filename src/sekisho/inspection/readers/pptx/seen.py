"""What has been seen of a presentation so far."""

from collections.abc import Iterable
from dataclasses import dataclass

from sekisho.inspection import seen
from sekisho.inspection.model import Child, Hiding, Part, Place


@dataclass(frozen=True, slots=True)
class Owner:
    """The slide that a part belongs to, and how that slide is hidden; no page for what belongs to all of them."""

    page: int | None = None
    hiding: Hiding = Hiding.SEEN

    def place(self, part: Part) -> Place:
        """Return a place of this slide."""
        return Place(part, page=self.page)


@dataclass(slots=True)
class Seen(seen.Seen):
    """Collects what is on slides and around them."""

    def add_new(self, place: Place, texts: Iterable[str], hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add what does not stand in this place already: a second form of a drawing repeats the first."""
        known = {text.text for text in self.texts if text.place.page == place.page}
        known |= {text for grid in self.grids if grid.place.page == place.page for text in grid.strings}
        self.add_all(place, (text for text in texts if text.strip() not in known), hidden, name)

    def embed(self, name: str, data: bytes, owner: Owner) -> None:
        """Add a file inside the presentation, which no view of it shows."""
        hiding = owner.hiding or Hiding.BEHIND
        self.children.append(Child(name, data, owner.place(Part.EMBEDDED), hiding, shown=False))
