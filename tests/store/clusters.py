"""A PostgreSQL of one's own: a cluster in a temporary folder, reached by a socket in it and by nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

_NAMES = count(1)


class Cluster:
    """A running PostgreSQL. ``database`` makes an empty place for a log and returns its address.

    Each place is a schema, which is made in a millisecond; a database of its own takes hundreds.
    """

    def __init__(self, folder: Path) -> None:
        self._address = f"postgresql://postgres@/postgres?host={folder}"

    def database(self) -> str:
        name = f"log_{next(_NAMES)}"
        with psycopg.connect(self._address) as connection:
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
        return self.address(name)

    def address(self, schema: str) -> str:
        return f"{self._address}&options=-csearch_path%3D{schema}"


_GUARDIAN = """
set -eu
"$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N >"$2/log" 2>&1
"$1/pg_ctl" -D "$2/data" -o "-c listen_addresses= -c unix_socket_directories=$2 -c max_connections=60" \
    -l "$2/log" -w start >>"$2/log" 2>&1
echo up
cat
"$1/pg_ctl" -D "$2/data" -m immediate -w stop >>"$2/log" 2>&1
rm -rf "$2"
"""
"""Runs beside the tests and ends the server when they end, also where they are killed: then its input closes."""


@contextmanager
def running() -> Iterator[Cluster]:
    """Start a cluster, and take it away again.

    fsync stays on: what the tests of killed writers and the benchmark say would mean nothing without it.
    """
    # Not below the tests' own folder: the path of a socket may have 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="sekisho-pg-"))
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        shutil.chown(folder, user)
    guardian = subprocess.Popen(
        ["/bin/sh", "-c", _GUARDIAN, "guardian", _programs(), folder],
        user=user,
        group=user,
        extra_groups=[] if user else None,
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # what ends the tests must not end it before it has cleaned up
    )
    with guardian:
        assert guardian.stdout
        assert guardian.stdout.read(3) == b"up\n", (folder / "log").read_text()
        yield Cluster(folder)


def _programs() -> Path:
    """Return the folder of the newest PostgreSQL of the system.

    Raises:
        FileNotFoundError: there is none. The tests fail then: half of what they promise would not be looked at.

    """
    found = shutil.which("pg_ctl")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *([Path(found).resolve().parent] if found else [])]
    folders = [one for one in folders if (one / "initdb").exists() and (one / "pg_ctl").exists()]
    if not folders:
        raise FileNotFoundError("initdb and pg_ctl: on Debian, apt-get install postgresql")
    return max(folders, key=lambda one: [int(part) for part in one.parent.name.split(".") if part.isdigit()])
