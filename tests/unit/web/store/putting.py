"""Puts files in a process of its own, which may be killed or have little room. It says on standard output what it did.

putting.py full FOLDER LIMIT   more than the disk has room for, or a file may have in bytes (0: any number); as JSON
putting.py half FOLDER         one file, which does not end; a line once some of it is on disk
putting.py many FOLDER         files without end; a line for each, its id and the letter it is made of
"""

from __future__ import annotations

import json
import resource
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from sekisho.web.store.cipher import Cipher
from sekisho.web.store.files import CHUNK, Files, FullError

CIPHER = Cipher(bytes(32))
LARGE, MIDDLE = 20 * CHUNK, 3 * CHUNK
MANY = 3 * CHUNK + 1


def full(folder: Path, limit: int) -> None:
    files = Files(folder / "files", CIPHER)
    middle = files.put([b"m" * MIDDLE], most=MIDDLE).id
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    else:
        fill(folder)
    said = {
        "put": refusal(lambda: files.put(iter([bytes(CHUNK)] * (LARGE // CHUNK)), most=LARGE)),
        "write_to": refusal(lambda: files.write_to(middle, folder / "clear")),
        "left": [path.name == middle for path in (folder / "files").rglob("*") if path.is_file()],
        "clear": (folder / "clear").exists(),
    }
    # The way out of a full disk.
    files.remove(middle)
    small = files.put([b"small"], most=5).id
    json.dump({**said, "small": files.read(small).decode(), "ids": list(files.ids()) == [small]}, sys.stdout)


def fill(folder: Path) -> None:
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            return


def refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except FullError as error:
        return str(error)
    return "done"


def half(folder: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield bytes(3 * CHUNK)
        tell("half")
        threading.Event().wait()

    Files(folder, CIPHER).put(chunks(), most=LARGE)


def many(folder: Path) -> None:
    files = Files(folder, CIPHER)
    for letter in cycle("abcdefgh"):
        tell(f"{files.put([letter.encode() * MANY], most=MANY).id} {letter}")


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    {"full": full, "half": half, "many": many}[what](Path(where), *map(int, rest))
