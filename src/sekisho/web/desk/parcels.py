"""What a parcel and its files are called: the words that events only hold digests of. They lie sealed in a row."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from sekisho.web.store.cipher import Cipher

PLACES = ("document", "envelope", "return")


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a parcel goes. ``to``: mail addresses; ``where``: postal address; ``about``: numbers of registered people.

    ``code``: what document and envelopes bear, to be scanned; ``lot`` and ``pieces`` as the gate knows them. ``given``:
    empty where the registered list of recipients says all this, ``person`` where the register of people does, ``list``
    where a list that came with the dispatch does, ``hand`` where somebody typed it.
    """

    id: str
    name: str
    to: tuple[str, ...] = ()
    where: str = ""
    about: tuple[str, ...] = ()
    code: str = ""
    lot: str = ""
    pieces: int = 1
    given: str = ""


@dataclass(frozen=True, slots=True)
class FileTold:
    """What a file is called, and its unsalted digest. Of paper: ``kind`` and ``sheets``.

    ``problem``: why it could not be opened, in both languages.
    """

    name: str
    sha256: str = ""
    password: str = field(default="", repr=False)
    kind: str = ""
    sheets: int = 0
    problem: dict[str, str] = field(default_factory=dict)


def sealed_addressee(told: Addressee, cipher: Cipher, number: str, key: str) -> bytes:
    """Return the form of an addressee that may lie in a row."""
    return cipher.seal_text(json.dumps(asdict(told), ensure_ascii=False), f"desk_parcel.told/{number}/{key}")


def addressee(sealed: bytes, cipher: Cipher, number: str, key: str) -> Addressee:
    """Return what a row holds.

    Raises:
        ForgedError: somebody changed it.

    """
    told = json.loads(cipher.open_text(bytes(sealed), f"desk_parcel.told/{number}/{key}"))
    return Addressee(**{**told, "to": tuple(told["to"]), "about": tuple(told["about"])})


def sealed_file(told: FileTold, cipher: Cipher, file: str) -> bytes:
    """Return the form of a file's words that may lie in a row."""
    return cipher.seal_text(json.dumps(asdict(told), ensure_ascii=False), f"desk_file.told/{file}")


def file_told(sealed: bytes, cipher: Cipher, file: str) -> FileTold:
    """Return what a row holds.

    Raises:
        ForgedError: somebody changed it.

    """
    return FileTold(**json.loads(cipher.open_text(bytes(sealed), f"desk_file.told/{file}")))
