"""What has been seen of a document so far."""

from dataclasses import dataclass, replace

from sekisho.inspection import seen


@dataclass(slots=True)
class Seen(seen.Seen):
    """Collects what is in a document, of which no part knows its page."""

    def add_new(self, other: "Seen") -> None:
        """Add what ``other`` has seen and this one has not: the second form of a drawing repeats the first."""
        known = {text.text for text in self.texts}
        tables = {grid.strings for grid in self.grids}
        after = len(self.texts)
        self.grids += [replace(grid, after=after) for grid in other.grids if grid.strings not in tables]
        self.texts += [text for text in other.texts if text.text not in known]
        self.covered += [one for one in other.covered if one not in self.covered]
        self.children += [child for child in other.children if child not in self.children]
