"""What has been seen of a presentation so far; the one thing that grows while its parts are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sekisho.inspection.model import Child, Covered, Grid, Hiding, Part, Place, Text, Unread
from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class Owner:
    """The slide that a part belongs to, and how that slide is hidden; no page for what belongs to all of them."""

    page: int | None = None
    hiding: Hiding = Hiding.SEEN

    def place(self, part: Part) -> Place:
        """Return a place of this slide."""
        return Place(part, page=self.page)


@dataclass(slots=True)
class Seen:
    """Collects texts, tables, files and pictures, and which parts were not looked at."""

    texts: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    pictures: int = 0

    def add(self, place: Place, text: str | None, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add ``text`` unless it is blank; what is covered is said to be so too."""
        if text and text.strip():
            self.texts.append(Text(place, text.strip(), hidden, name))
            if hidden is Hiding.COVERED:
                self.cover(place, text)

    def add_all(self, place: Place, texts: Iterable[str], hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add each different text once."""
        for text in dict.fromkeys(text.strip() for text in texts):
            self.add(place, text, hidden, name)

    def add_new(self, place: Place, texts: Iterable[str], hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add what does not stand in this place already: a second form of a drawing repeats the first."""
        known = {text.text for text in self.texts if text.place.page == place.page}
        known |= {text for grid in self.grids if grid.place.page == place.page for text in grid.strings}
        self.add_all(place, (text for text in texts if text.strip() not in known), hidden, name)

    def cover(self, place: Place, text: str) -> None:
        """Say that something lies over ``text``."""
        one = Covered(place, text.strip())
        if one.text and one not in self.covered:
            self.covered.append(one)

    def embed(self, name: str, data: bytes, owner: Owner) -> None:
        """Add a file inside the presentation, which no view of it shows."""
        hiding = owner.hiding or Hiding.BEHIND
        self.children.append(Child(name, data, owner.place(Part.EMBEDDED), hiding, shown=False))

    def miss(self, part: str, why: Sentence, *, asks: bool = False, place: Place | None = None) -> None:
        """Note that ``part`` was not looked at."""
        self.not_read.append(Unread(part, why, place or Place(Part.FILE), asks))
