"""How far the last inspection of a dispatch is, and what the last ones said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sekisho.web.desk.models import InspectionRow
from sekisho.web.installation import installation
from sekisho.words import Titled

_RUNS = 5
"""How many of the last runs are looked at: what stands today was said by one of them."""


@dataclass(frozen=True, slots=True)
class InspectionView:
    """The last run. ``state``: ``queued``, ``running``, ``done`` or ``failed``; ``problem``: why it failed."""

    id: int
    state: str
    asked_at: datetime
    ended_at: datetime | None
    done: int
    total: int
    problem: Titled | None = None

    @property
    def live(self) -> bool:
        """Whether it is still to end."""
        return self.state in {"queued", "running"}


def last(number: str) -> InspectionView | None:
    """Return the last run on a dispatch; nothing where there was none."""
    row = InspectionRow.objects.filter(dispatch=number).order_by("-pk").first()
    if row is None:
        return None
    problem = _problem(row) if row.state == "failed" and row.problem else None
    return InspectionView(row.pk, row.state, row.asked_at, row.ended_at, row.done, row.total, problem)


def reports(number: str) -> Iterator[Mapping[str, Any]]:
    """Yield what the last runs on a dispatch said in words, the newest first: ``findings`` and ``looks``."""
    rows = InspectionRow.objects.filter(dispatch=number, state="done").exclude(report="").order_by("-pk")[:_RUNS]
    for report in rows.values_list("report", flat=True):
        yield json.loads(installation().files.read(report))


def _problem(row: InspectionRow) -> Titled:
    told = json.loads(installation().cipher.open_text(bytes(row.problem), f"desk_inspection.problem/{row.pk}"))
    return Titled(told["ja"], told["en"])
