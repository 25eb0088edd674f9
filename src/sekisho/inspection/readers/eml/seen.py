"""What has been seen of a mail so far; the one thing that grows while its parts are read."""

from dataclasses import dataclass, field

from sekisho.inspection.model import Child, Hiding, Part, Place, Text, Unread
from sekisho.words import Sentence

BODY = Place(Part.BODY)
HEADER = Place(Part.HEADER)
ATTACHMENT = Place(Part.ATTACHMENT)


@dataclass(slots=True)
class Seen:
    """Collects texts, files and pictures, how many parts there are, and which of them were not looked at."""

    texts: list[Text] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    not_read: list[Unread] = field(default_factory=list)
    pictures: int = 0
    parts: int = 0
    names: dict[str, int] = field(default_factory=dict)

    def add(self, place: Place, text: str, hidden: Hiding = Hiding.SEEN, name: str = "") -> None:
        """Add ``text`` unless it is blank."""
        if text.strip():
            self.texts.append(Text(place, text.strip(), hidden, name))

    def add_lines(self, text: str, hidden: Hiding = Hiding.SEEN) -> None:
        """Add each line of a body with its number."""
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
            self.add(Place(Part.BODY, row=number), line, hidden)

    def attach(self, name: str, data: bytes, place: Place = ATTACHMENT) -> None:
        """Add a file inside the mail."""
        self.children.append(Child(name, data, place))

    def miss(self, part: str, why: Sentence, *, asks: bool = False, place: Place = BODY) -> None:
        """Note that ``part`` was not looked at, or not to its end."""
        self.not_read.append(Unread(part, why, place, asks))

    def numbered(self, stem: str, extension: str) -> str:
        """Return a name for what has none: ``message-1.eml``, ``message-2.eml`` …."""
        self.names[stem] = self.names.get(stem, 0) + 1
        return f"{stem}-{self.names[stem]}.{extension}"
