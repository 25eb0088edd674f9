"""What this installation has: its settings, the log and the vault, the files, and the key that opens them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from sekisho.web.options import Options
from sekisho.web.places import files_folder, key_file, place
from sekisho.web.settings import configure
from sekisho.web.store import keyfile
from sekisho.web.store.cipher import Cipher
from sekisho.web.store.files import Files
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore
from sekisho.web.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Installation:
    """One running Sekisho."""

    options: Options
    store: SqlStore
    vault: Vault
    files: Files
    cipher: Cipher


_HERE: list[Installation] = []


def begin(options: Options, *, create: bool = True) -> Installation:
    """Open what the settings name, bring its tables up to date, and make it the installation of this process.

    Raises:
        LedgerError: the database or the key cannot be used.

    """
    data = place(options)
    configure(data, options)
    store = open_store(data, create=create, whole=True)
    folder, key = files_folder(options), key_file(options)
    keyfile.refuse_inside(key, folder)
    # Only where there is nothing yet: a key that was lost must not be replaced without a word.
    is_new = create and not store.size() and not folder.exists()
    cipher = Cipher(keyfile.load(key, data, make=is_new))
    settings.SECRET_KEY = cipher.derived("django").hex()
    made = Installation(options, store, Vault(store, cipher), Files(folder, cipher), cipher)
    _HERE[:] = [made]
    return made


def installation() -> Installation:
    """Return the installation of this process.

    Raises:
        RuntimeError: nobody has begun one.

    """
    if not _HERE:
        raise RuntimeError("no installation was begun")
    return _HERE[0]
