"""What has been seen of a file so far; the one thing that grows while its parts are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sekisho.inspection.model import Child, Covered, Grid, Hiding, Part, Place, Text, Unread
from sekisho.words import Sentence


@dataclass(slots=True)
class Seen:
    """Collects texts, tables, files and pictures, and which parts were not looked at.

    Where something stands is a place, or a part alone where the format has no finer one.
    """

    texts: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    pictures: int = 0

    def add(self, at: Place | Part, text: str | None, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add ``text`` unless it is blank; what is covered is said to be so too."""
        if text and text.strip():
            self.texts.append(Text(place_of(at), text.strip(), hidden, name))
            if hidden is Hiding.COVERED:
                self.cover(at, text)

    def add_all(
        self, at: Place | Part, texts: Iterable[str | None], hidden: Hiding = Hiding.SEEN, name: str = ""
    ) -> None:
        """Add each different text once."""
        for text in dict.fromkeys((text or "").strip() for text in texts):
            self.add(at, text, hidden, name)

    def cover(self, at: Place | Part, text: str) -> None:
        """Say that something lies over ``text``."""
        one = Covered(place_of(at), text.strip())
        if one.text and one not in self.covered:
            self.covered.append(one)

    def miss(self, part: str, why: Sentence, *, asks: bool = False, place: Place | Part = Part.FILE) -> None:
        """Note that ``part`` was not looked at, or not to its end."""
        self.not_read.append(Unread(part, why, place_of(place), asks))


def place_of(at: Place | Part) -> Place:
    """Return a part as a place."""
    return Place(at) if isinstance(at, Part) else at
