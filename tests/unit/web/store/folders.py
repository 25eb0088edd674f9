"""What lies in a folder of encrypted files, whatever shows it."""

from datetime import UTC, datetime
from pathlib import Path

from tests.unit.web.store.putting import LARGE

from sekisho.web.store.files import Files, Put

HEADER, TAG = 33, 16
"""Bytes in front of the chunks of a file, and at the end of each."""
LONG_AGO, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
NOBODY = "00112233445566778899aabbccddeeff"


def put(files: Files, *chunks: bytes) -> Put:
    return files.put(chunks, most=10 * LARGE)


def place(files: Files, id_: str) -> Path:
    return files._folder / id_[:2] / id_[2:4] / id_


def there(files: Files) -> list[str]:
    """Return the names of all files, temporary ones too."""
    return sorted(path.name for path in files._folder.rglob("*") if path.is_file())
