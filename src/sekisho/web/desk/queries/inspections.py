"""How far the last inspection of a dispatch is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sekisho.web.desk.models import InspectionRow


@dataclass(frozen=True, slots=True)
class InspectionView:
    """The last run. ``state``: ``queued``, ``running``, ``done`` or ``failed``."""

    id: int
    state: str
    asked_at: datetime
    ended_at: datetime | None
    done: int
    total: int

    @property
    def live(self) -> bool:
        """Whether it is still to end."""
        return self.state in {"queued", "running"}


def last(number: str) -> InspectionView | None:
    """Return the last run on a dispatch; nothing where there was none."""
    row = InspectionRow.objects.filter(dispatch=number).order_by("-pk").first()
    if row is None:
        return None
    return InspectionView(row.pk, row.state, row.asked_at, row.ended_at, row.done, row.total)
