"""What has been seen of a page so far; the one thing that grows while it is read."""

from dataclasses import dataclass, field

from sekisho.inspection.model import Child, Covered, Grid, Hiding, Part, Place, Text, Unread
from sekisho.words import Sentence


@dataclass(slots=True)
class Seen:
    """Collects texts, tables, files and pictures, and what was not looked at. What repeats itself is kept once."""

    texts: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    covered: list[Covered] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    pictures: int = 0
    known: set[tuple[Part, str]] = field(default_factory=set)

    def add(self, part: Part, text: str, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add ``text`` unless it is blank; what is covered is said to be so too."""
        if text and text.strip():
            self.texts.append(Text(Place(part), text.strip(), hidden, name))
            if hidden is Hiding.COVERED:
                self.cover(part, text)

    def add_once(self, part: Part, text: str, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add what many elements say alike: links, titles, names of fields."""
        key = (part, text.strip())
        if key not in self.known:
            self.known.add(key)
            self.add(part, text, hidden, name)

    def cover(self, part: Part, text: str) -> None:
        """Say that ``text`` is blacked out."""
        self.covered.append(Covered(Place(part), text.strip()))

    def embed(self, name: str, data: bytes) -> None:
        """Add a file that stands inside the page, and that no view of it shows."""
        self.children.append(Child(name, data, Place(Part.EMBEDDED), Hiding.BEHIND, shown=False))

    def miss(self, part: str, why: Sentence, *, asks: bool = False) -> None:
        """Note that ``part`` was not looked at, or not to its end."""
        self.not_read.append(Unread(part, why, Place(Part.BODY), asks))
