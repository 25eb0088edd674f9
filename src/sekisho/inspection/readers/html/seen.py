"""What has been seen of a page so far."""

from dataclasses import dataclass, field

from sekisho.inspection import seen
from sekisho.inspection.model import Child, Hiding, Limits, Part, Place, UnreadableFileError
from sekisho.words import Sentence, say


@dataclass(slots=True)
class Seen(seen.Seen):
    """Collects what is on a page and behind it. What repeats itself is kept once."""

    limits: Limits = field(default_factory=Limits)
    cells: int = 0
    """Of all tables of the page: a cell counts as often as it is wide, and once more in each row into which it reaches."""
    known: set[tuple[Part, str]] = field(default_factory=set)

    def hold_cells(self, count: int) -> None:
        """Count the cells of a table, so that a wide one is not many for the price of one.

        Raises:
            UnreadableFileError: there are more of them in the page than the limits allow.

        """
        self.cells += count
        if self.cells > self.limits.cells:
            raise UnreadableFileError(say("セルが{limit}個を超えています", limit=self.limits.cells))

    def add_once(self, part: Part, text: str, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add what many elements say alike: links, titles, names of fields."""
        key = (part, text.strip())
        if key not in self.known:
            self.known.add(key)
            self.add(part, text, hidden, name)

    def embed(self, name: str, data: bytes) -> None:
        """Add a file that stands inside the page, and that no view of it shows."""
        self.children.append(Child(name, data, Place(Part.EMBEDDED), Hiding.BEHIND, shown=False))

    def miss(self, part: str, why: Sentence, *, asks: bool = False, place: Place | Part = Part.BODY) -> None:
        """Note that ``part`` was not looked at, or not to its end."""
        seen.Seen.miss(self, part, why, asks=asks, place=place)
