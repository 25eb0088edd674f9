"""Whose a part of a workbook is. What has been seen of the workbook is collected as of any file."""

from dataclasses import dataclass

from sekisho.inspection.model import Hiding, Part, Place
from sekisho.inspection.seen import Seen

__all__ = ["Owner", "Seen"]


@dataclass(frozen=True, slots=True)
class Owner:
    """The sheet that a part belongs to, and how that sheet is hidden; no name for what belongs to the workbook."""

    sheet: str | None = None
    hiding: Hiding = Hiding.SEEN

    def place(self, part: Part, row: int | None = None, column: str | None = None) -> Place:
        """Return a place of this sheet."""
        return Place(part, self.sheet, row, column)
