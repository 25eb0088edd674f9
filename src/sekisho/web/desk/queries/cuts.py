"""Lists that are being cut, as their page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.web.desk.cutting import Told, opened
from sekisho.web.desk.models import CutRow
from sekisho.web.desk.queries.seeing import Seen


@dataclass(frozen=True, slots=True)
class CutView:
    """A list that is being cut. ``without``: names of the recipients of whom no row is in it."""

    id: str
    state: str
    told: Told
    done: int
    total: int
    files: tuple[tuple[str, int], ...]
    without: tuple[str, ...]

    @property
    def is_working(self) -> bool:
        """Whether something is being done with it in the background."""
        return self.state in {"reading", "cutting"}


def one(seen: Seen, cut: str) -> CutView | None:
    """Return a list of a dispatch that is being cut; None where there is none of that id."""
    row = CutRow.objects.filter(pk=cut, dispatch=seen.number).first()
    if row is None:
        return None
    told = opened(row)
    names = _names(seen)
    files = tuple((names.get(key, ""), file.rows) for key, file in told.files.items())
    without = tuple(name for key, name in names.items() if key not in told.files) if row.state == "cut" else ()
    return CutView(row.pk, row.state, told, row.done, row.total, files, without)


def waiting(seen: Seen) -> tuple[str, str] | None:
    """Return id and state of the newest list of a dispatch with which somebody has not gone on to the end."""
    row = CutRow.objects.filter(dispatch=seen.number).exclude(state="taken").order_by("-at").first()
    return (row.pk, row.state) if row is not None else None


def _names(seen: Seen) -> Mapping[str, str]:
    state = seen.state
    return {
        key: told.name
        for key, told in seen.addressees.items()
        if key in state.contents and not state.contents[key].withdrawn and key not in state.gone
    }
