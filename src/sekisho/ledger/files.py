"""Whether the files in a folder are still the ones of a report."""

from __future__ import annotations

import hashlib
from pathlib import Path, PureWindowsPath

from sekisho.ledger.model import Compared, Content, FileState


def compare(content: Content, folder: Path) -> tuple[Compared, ...]:
    """Return of each file of a report whether the one in the folder has the same SHA-256.

    A file is looked for at its path in the folder; a loose one, which may come from anywhere, by its name too. Nothing
    outside the folder is looked at, whatever the path says.
    """
    return tuple(Compared(one.path, _state(_places(one.path, folder, content), one.sha256)) for one in content.files)


def _places(path: str, folder: Path, content: Content) -> list[Path]:
    # Read as Windows does, which sees every separator and drive that there is.
    parts = PureWindowsPath(path)
    inside = not parts.anchor and ".." not in parts.parts
    by_name = content.loose and parts.name not in {"", ".."}
    return ([folder / path] if inside else []) + ([folder / parts.name] if by_name else [])


def _state(places: list[Path], sha256: str) -> FileState:
    try:
        file = next((one for one in places if one.exists()), None)
        if file is None:
            return "missing"
        if not file.is_file():
            return "unreadable"
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return "unreadable"
    return "same" if digest == sha256 else "differs"
