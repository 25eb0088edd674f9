"""Writers in processes of their own: many at once, or one after the other, each killed while it writes.

A program, so that it forks from a process without threads. It says on standard output, as JSON, what was acknowledged.

    writers.py begin DATA WRITERS 0
    writers.py race DATA WRITERS CALLS
    writers.py kill DATA ROUNDS SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial

from sekisho.ledger.log import Fact
from sekisho.ledger.store import Conflict
from sekisho.web.settings import configure
from sekisho.web.store.cipher import Cipher
from sekisho.web.store.opening import open_store
from sekisho.web.store.sql import SqlStore
from sekisho.web.store.vault import Kept, Vault

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
CIPHER = Cipher(bytes(32))
STREAMS = 3
TOGETHER = 3
"""Events of one call of the writer that is killed; with them goes one thing in the vault."""
Ack = list[object]


def writing(store: SqlStore, writer: int, calls: int) -> Iterator[Ack]:
    """Append to streams that all others append to as well; yield what each call was told."""
    chance = random.Random(writer)
    seen: dict[str, int] = {}
    for call in range(calls):
        stream = f"shared/{chance.randrange(STREAMS)}"
        facts = [Fact("done", 1, AT, f"person/{writer}", {"call": call, "part": part}) for part in range(1 + call % 2)]
        # As people do. SQLite is not fair: without a pause, one of them writes all that it has before the next comes.
        time.sleep(chance.uniform(0, 0.05))
        while True:
            try:
                for record in store.append(stream, seen.get(stream, 0), facts):
                    seen[stream] = record.n
                    yield [record.seq, stream, record.n, f"person/{writer}", dict(record.data)]
                break
            except Conflict as conflict:
                seen[stream] = conflict.now


def dying(data: str, number: int) -> Iterator[Ack]:
    """Append for ever, each time some events and a thing in the vault that belong together."""
    store = open_store(data)
    stream, n = f"writer/{number}", 0
    while True:
        facts = [Fact("done", 1, AT, "person/1", {"after": n, "part": part}) for part in range(TOGETHER)]
        with store.transaction():
            Vault(store, CIPHER).put([Kept(f"{stream}/{n}", "架空 花子", "one-year", date(2027, 3, 31))])
            records = store.append(stream, n, facts)
        n = records[-1].n
        yield [stream, n]


def start(acks: Callable[[], Iterator[Ack]]) -> tuple[int, int]:
    """Run a writer in a new process; return it and the pipe on which it acknowledges, one JSON a line."""
    here, there = os.pipe()
    process = os.fork()
    if process:
        os.close(there)
        return process, here
    os.close(here)
    for ack in acks():
        os.write(there, json.dumps(ack).encode() + b"\n")
    os._exit(0)


def heard(pipe: int, first: bytes = b"") -> list[Ack]:
    """Return all that was acknowledged until the writer's end. A line that the end cut in two was not said."""
    with os.fdopen(pipe, "rb") as opened:
        return [json.loads(line) for line in (first + opened.read()).split(b"\n")[:-1]]


def begin(data: str, writers: int, _: int) -> object:
    """Let all of them open a log that is not there yet."""
    closed, gate = os.pipe()

    def waiting() -> Iterator[Ack]:
        os.close(gate)
        os.read(closed, 1)
        yield [open_store(data).origin]

    configure(data)  # once, for all of them
    started = [start(waiting) for _ in range(writers)]
    os.close(gate)
    said = [heard(pipe) for _, pipe in started]
    return {
        "status": [os.waitpid(process, 0)[1] for process, _ in started],
        "acks": [ack for one in said for ack in one],
    }


def race(data: str, writers: int, calls: int) -> object:
    """Let writers append to the same streams at the same time."""
    open_store(data).close()
    closed, gate = os.pipe()

    def waiting(writer: int) -> Iterator[Ack]:
        store = open_store(data)
        os.close(gate)
        yield []
        os.read(closed, 1)
        yield from writing(store, writer, calls)

    started = [start(partial(waiting, writer)) for writer in range(writers)]
    for _, pipe in started:
        os.read(pipe, len(b"[]\n"))
    os.close(gate)  # all have opened the store, and begin now
    said = [heard(pipe) for _, pipe in started]
    return {
        "status": [os.waitpid(process, 0)[1] for process, _ in started],
        "acks": [ack for one in said for ack in one],
    }


def kill(data: str, rounds: int, seed: int) -> object:
    """Kill one writer after the other at a moment that nobody chose."""
    open_store(data).close()
    chance = random.Random(seed)
    acks: list[Ack] = []
    for number in range(rounds):
        process, pipe = start(partial(dying, data, number))
        # Most of them once they write, however long this machine takes to open a database; some while they open it.
        first = os.read(pipe, 1) if number % 10 else b""
        time.sleep(chance.uniform(0, 0.02))
        os.kill(process, signal.SIGKILL)
        acks += heard(pipe, first)
        status = os.waitpid(process, 0)[1]
        if os.WTERMSIG(status) != signal.SIGKILL:
            raise RuntimeError(f"writer {number} ended by itself: {status}")
    return {"acks": acks}


if __name__ == "__main__":
    what, where, first, second = sys.argv[1:]
    json.dump({"begin": begin, "race": race, "kill": kill}[what](where, int(first), int(second)), sys.stdout)
