"""What has been seen of a document so far; the one thing that grows while its parts are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sekisho.inspection.model import Child, Covered, Grid, Hiding, Part, Place, Text, Unread
from sekisho.words import Sentence


@dataclass(slots=True)
class Seen:
    """Collects texts, tables, files and pictures, and which parts were not looked at."""

    texts: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    pictures: int = 0

    def add(self, part: Part, text: str | None, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add ``text`` unless it is blank; what is covered is said to be so too."""
        if text and text.strip():
            self.texts.append(Text(Place(part), text.strip(), hidden, name))
            if hidden is Hiding.COVERED:
                self.cover(part, text)

    def add_all(self, part: Part, texts: Iterable[str], hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add each different text once."""
        for text in dict.fromkeys(text.strip() for text in texts):
            self.add(part, text, hidden, name)

    def cover(self, part: Part, text: str) -> None:
        """Say that something lies over ``text``."""
        one = Covered(Place(part), text.strip())
        if one not in self.covered:
            self.covered.append(one)

    def miss(self, part: str, why: Sentence, *, asks: bool = False, place: Part = Part.FILE) -> None:
        """Note that ``part`` was not looked at."""
        self.not_read.append(Unread(part, why, Place(place), asks))

    def add_new(self, other: "Seen") -> None:
        """Add what ``other`` has seen and this one has not: the second form of a drawing repeats the first."""
        known = {text.text for text in self.texts}
        self.texts += [text for text in other.texts if text.text not in known]
        tables = {grid.strings for grid in self.grids}
        self.grids += [grid for grid in other.grids if grid.strings not in tables]
        self.covered += [one for one in other.covered if one not in self.covered]
        self.children += [child for child in other.children if child not in self.children]
