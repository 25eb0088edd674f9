"""What `sekisho serve` and `sekisho worker` have in common: the settings, and the extra that must be there."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.web.options import Options

ConfigOption = Annotated[
    Path | None, typer.Option("--config", help="設定ファイル（sekisho.toml）。", dir_okay=False, show_default=False)
]
PlaceOption = Annotated[
    str | None,
    typer.Option("--data", help="データを置くフォルダ、またはPostgreSQLのアドレス。設定より優先します。"),
]


def web(module: str) -> ModuleType:
    """Return a module of the web app.

    Raises:
        BundleError: what it needs is not installed.

    """
    try:
        return importlib.import_module(f"sekisho.web.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("sekisho.") and error.name != "sekisho.web":
            raise
        raise BundleError(
            say("この命令には追加の部品が要ります。pip install 'sekisho[web]' で入れてください。")
        ) from error


def options(config: Path | None, told: Mapping[str, str | int | None]) -> Options:
    """Return the settings, over them what the call says.

    Raises:
        BundleError: the extra is not installed.
        OptionsError: a setting cannot be used.

    """
    found: Options = web("running.preparing").options_of(config, os.environ)
    given = {name: value for name, value in told.items() if value is not None}
    return replace(found, **given)  # type: ignore[arg-type]  # typer looked at the types
