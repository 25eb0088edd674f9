"""What every process of an installation does before it begins: settings, data, procedures, keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psycopg

from sekisho.web import clock
from sekisho.web.installation import Installation, begin
from sekisho.web.options import FILE_NAME, Options, OptionsError, read
from sekisho.web.places import settings_folder
from sekisho.words import say

CONFIG = "SEKISHO_CONFIG"
BY = "system"


def options_of(file: Path | None, environ: Mapping[str, str]) -> Options:
    """Return the settings: of the file that is named (by ``SEKISHO_CONFIG`` too), or that lies where the platform keeps them.

    Raises:
        OptionsError: they cannot be used.

    """
    named = file or (Path(environ[CONFIG]) if environ.get(CONFIG) else None)
    if named is None:
        usual = settings_folder() / FILE_NAME
        named = usual if usual.is_file() else None
    return read(named, {name: value for name, value in environ.items() if name != CONFIG})


def prepare(options: Options, *, create: bool = True) -> Installation:
    """Open an installation, and put on its shelf what the project ships.

    Raises:
        OptionsError: the address of the database cannot be read.
        LedgerError: the database or the key cannot be used.

    """
    try:
        here = begin(options, create=create)
    except psycopg.ProgrammingError as error:  # its text holds the address, which may hold a password
        raise OptionsError(
            say("data のPostgreSQLのアドレスを読めません。postgresql://… の形に書き直してください。")
        ) from error
    from sekisho.web.desk import shelf
    from sekisho.web.running.checkpoints import gap

    here.store.lost = gap(here)
    if here.store.lost is None:
        shelf.register_shipped(by=BY, at=clock.now())
    return here
