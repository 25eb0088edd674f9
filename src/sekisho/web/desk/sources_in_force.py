"""The registered lists that are in force for a dispatch on a day, as its release is judged against them."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.web.clock import JAPAN
from sekisho.web.desk.queries.seeing import Seen
from sekisho.web.sources.queries import in_force


def digests(seen: Seen) -> Mapping[str, str]:
    """Return the digest of each list in force today, of the kinds that the dispatch is held against."""
    today = seen.now.astimezone(JAPAN).date()
    now = in_force(seen.state.department, today)
    return {kind: one.digest for kind, one in now.items() if kind in seen.state.sources}
