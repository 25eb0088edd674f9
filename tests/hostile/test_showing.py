"""Every hostile file is shown, or said not to be, within its limits."""

import time
from collections.abc import Callable, Mapping

import pytest
from tests.hostile.archives import archives
from tests.hostile.offices import documents, workbooks
from tests.hostile.others import pdfs, texts

from sekisho.inspection.model import Limits
from sekisho.inspection.showing.show import show

LIMITS = Limits(memory_bytes=800_000_000, seconds=2, seconds_per_megabyte=1)
SETS: dict[str, Callable[[], Mapping[str, tuple[object, bytes]]]] = {
    "archives": lambda: archives(texts()["plain.csv"][1]),
    "workbooks": workbooks,
    "documents": documents,
    "pdfs": pdfs,
}


@pytest.mark.parametrize("name", SETS)
def test_every_hostile_file_is_shown_or_said_not_to_be(name: str) -> None:
    for path, (_, data) in SETS[name]().items():
        began = time.monotonic()
        file = show(data, path, None, LIMITS)
        assert time.monotonic() - began < 120, path
        if file.coverage.not_read:
            assert any(part.not_shown for part in file.parts), path
        for part in file.every_part:
            assert part.width * part.height <= 4_100_000
            assert len(part.rows(0, 50)) == min(50, part.row_count), path
