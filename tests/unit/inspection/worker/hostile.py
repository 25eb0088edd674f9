"""Readers that do what a hostile file may make a reader do. Named by tests, imported by worker processes."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from sekisho.inspection.model import Child, Coverage, Document, File, Limits, Part, Place, Text
from sekisho.words import say


def read(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Do what the file says; a file that says nothing known is read well."""
    deed = DEEDS.get(file.data.decode(errors="replace").split(":")[0])
    if deed:
        deed()
    if file.data.startswith(b"box:"):
        return nested(file)
    return Document("test", Coverage(1, 1), (Text(Place(Part.TEXT), f"{len(file.data)} {file.password} {jobs}"),))


def nested(file: File) -> Document:
    """``box:a=x,b=box:…``: a file with files in it, by name and content."""
    inner = file.data.decode().removeprefix("box:")
    children = tuple(
        Child(name, data.replace("/", ",").encode(), Place(Part.EMBEDDED))
        for name, _, data in (one.partition("=") for one in inner.split(","))
    )
    return Document("box", Coverage(1, 1), children=children)


def fill_memory() -> None:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def overflow_in_c() -> None:
    memory = ctypes.CDLL(None)
    memory.malloc.restype = ctypes.c_void_p
    for _ in range(10_000):
        if not memory.malloc(ctypes.c_size_t(100_000_000)):
            os.abort()


def spin() -> None:
    while True:
        pass


def spin_deaf() -> None:
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    spin()


def leave() -> None:
    sys.exit(0)


def leave_at_once() -> None:
    os._exit(0)


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise ValueError("山田花子 has no place in a message")


def recurse() -> None:
    recurse()


def crash() -> None:
    ctypes.string_at(0)


def sleep() -> None:
    time.sleep(3600)


def leave_children() -> None:
    """Start a process that holds the pipe of the answer for ever, and die."""
    if os.fork() == 0:
        time.sleep(3600)
    os.abort()


def lie() -> None:
    """Answer with a pickle that would run a program in the process that reads it."""
    lie_pickle = b"cos\nsystem\n(S'touch /tmp/sekisho-was-here'\ntR."
    for descriptor in range(3, 64):
        try:
            os.write(descriptor, lie_pickle)
        except OSError:
            continue
    os._exit(0)


DEEDS = {
    "memory": fill_memory,
    "memory in c": overflow_in_c,
    "loop": spin,
    "deaf loop": spin_deaf,
    "exit": leave,
    "exit at once": leave_at_once,
    "abort": os.abort,
    "kill": kill_itself,
    "fail": fail,
    "recurse": recurse,
    "crash": crash,
    "sleep": sleep,
    "children": leave_children,
    "lie": lie,
}


def unpicklable(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Return a document with something that cannot cross the border."""
    return Document("test", Coverage(1, 1), texts=(say,))  # type: ignore[arg-type]  # the mistake is the test


def counted(file: File, limits: Limits, *, jobs: int = 1) -> Document:
    """Read as ``read`` does, and add the file's name to the log whose path is the password; ``after:`` waits for others."""
    log = Path(str(file.password))
    if file.data.startswith(b"after:"):
        while log.read_text() == "":
            time.sleep(0.01)
        time.sleep(0.2)  # time for the ending of the other one to arrive
    with log.open("a") as lines:
        lines.write(f"{file.path}\n")
    return read(file, limits, jobs=jobs)
