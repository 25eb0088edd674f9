"""Lists in every format and layout: all of one kindergarten, or with one child of another in the middle."""

from collections.abc import Iterator

from tests.corpus.first.city import OWN, STRANGER, Case
from tests.corpus.first.layouts import LAYOUTS
from tests.corpus.first.writers import FORMATS


def cases() -> Iterator[Case]:
    """Yield every format in every layout, honest and with a stranger; scope by register and by a source in turn."""
    for at, (format_name, (path, write, where)) in enumerate(FORMATS.items()):
        for n, (layout_name, lay) in enumerate(LAYOUTS.items()):
            scope = "source" if (at + n) % 2 else "subjects"
            name = f"list-{format_name}-{layout_name}"
            yield Case(f"{name}-honest", {path: write(lay(OWN))}, scope=scope)
            mixed = lay((*OWN[:5], STRANGER, *OWN[5:]))
            must = {"check": "scope", "severity": "stop", "parcel": "K01", "subject_id": STRANGER.id}
            must |= where(mixed.row_of[STRANGER.id])
            yield Case(f"{name}-stranger", {path: write(mixed)}, must=[must], scope=scope)
