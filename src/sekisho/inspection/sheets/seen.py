"""What has been seen of a workbook so far; the one thing that grows while its parts are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sekisho.inspection.model import Child, Grid, Hiding, Part, Place, Text, Unread
from sekisho.words import Sentence

_FILE = Place(Part.FILE)


@dataclass(frozen=True, slots=True)
class Owner:
    """The sheet that a part belongs to, and how that sheet is hidden; no name for what belongs to the workbook."""

    sheet: str | None = None
    hiding: Hiding = Hiding.SEEN

    def place(self, part: Part, row: int | None = None, column: str | None = None) -> Place:
        """Return a place of this sheet."""
        return Place(part, self.sheet, row, column)


@dataclass(slots=True)
class Seen:
    """Collects texts, tables, files and pictures, and which parts were not looked at."""

    texts: list[Text] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    pictures: int = 0

    def add(self, place: Place, text: str | None, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add ``text`` unless it is blank."""
        if text and text.strip():
            self.texts.append(Text(place, text.strip(), hidden, name))

    def add_all(self, place: Place, texts: Iterable[str | None], hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add each different text once."""
        for text in dict.fromkeys(texts):
            self.add(place, text, hidden, name)

    def miss(self, part: str, why: Sentence, *, asks: bool = False, place: Place = _FILE) -> None:
        """Note that ``part`` was not looked at, or not to its end."""
        self.not_read.append(Unread(part, why, place, asks))
