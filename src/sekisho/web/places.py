"""Where an installation keeps its things, by its settings or by the custom of the platform."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sekisho.web.options import Options


def place(options: Options) -> str:
    """Return where the database is: a folder or an address."""
    return options.data or str(_home("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA"))


def files_folder(options: Options) -> Path:
    """Return the folder of the encrypted files."""
    if options.files:
        return Path(options.files)
    data = place(options)
    return _home("XDG_DATA_HOME", ".local/share", "LOCALAPPDATA") / "files" if "://" in data else Path(data) / "files"


def key_file(options: Options) -> Path:
    """Return the file of the key: never in the folder of the data, so that a copy of one is useless without the other."""
    return Path(options.key_file) if options.key_file else settings_folder() / "data.key"


def checkpoint_key_file(options: Options) -> Path:
    """Return the file of the key that signs checkpoints: beside the other one where nothing is said."""
    return Path(options.checkpoint_key) if options.checkpoint_key else key_file(options).with_name("checkpoint.key")


def settings_folder() -> Path:
    """Return where the platform keeps the settings of this user."""
    return _home("XDG_CONFIG_HOME", ".config", "APPDATA")


def _home(variable: str, below: str, windows: str) -> Path:
    named = os.environ.get(windows if sys.platform == "win32" else variable)  # noqa: TID251  where the platform keeps things
    return (Path(named) if named else Path.home() / below) / "sekisho"
