"""All six incidents walked, the table of what was refused in which words, and the ledger that they leave, verified."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.cli.walk.walking import Walked, walk
from sekisho.gate import shipped
from sekisho.gate.events import Event
from sekisho.gate.lint import load
from sekisho.gate.procedure import Procedure
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from sekisho.bundle.model import Bundle
    from sekisho.inspection.model import Report
    from sekisho.ledger.store import Store

Inspected = tuple["Bundle", "Report"]
_WIDTH = 118


def shelf() -> dict[str, Procedure]:
    """Return the shipped procedures by their digests."""
    loaded = (load(shipped.data(name), f"{name}.toml") for name in shipped.names())
    return {one.digest: one for one in loaded}


def walk_all(incidents: Mapping[int, tuple[Inspected, Inspected]], store: Store) -> tuple[Walked, ...]:
    """Walk each incident, its mistake and its repaired version, through its procedure; every event goes into the store."""
    known, numbered = shelf(), sum(1 for _ in store.streams())
    return tuple(
        walk(
            number,
            mistake,
            repaired,
            known,
            salt=os.urandom(32),
            at=datetime.now(UTC),
            record=_Book(store, f"dispatch/{numbered + place:06}"),
        )
        for place, (number, (mistake, repaired)) in enumerate(incidents.items(), 1)
    )


@dataclass
class _Book:
    """One stream of the ledger being written: what has been accepted is on record before the next thing happens."""

    store: Store
    stream: str
    n: int = 0

    def __call__(self, events: Sequence[Event]) -> None:
        self.n += len(self.store.append(self.stream, self.n, events))


# ---------------------------------------------------------------- the table


def table(walked: Sequence[Walked], lang: str) -> str:
    """Return the table as text of a fixed width: what somebody tried, and what the page said to it."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(show_lines=True, expand=True)
    heads = ((say("手順"), 3), (say("試したこと"), 3), (say("拒んだ言葉、先にすること"), 7), (say("直した版"), 2))
    for heading, ratio in heads:
        drawn.add_column(heading.render(lang), ratio=ratio, overflow="fold")
    for one in walked:
        for cells in _rows(one, lang):
            drawn.add_row(*cells)
    console = Console(width=_WIDTH, markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as captured:
        console.print(drawn)
    return captured.get()


def _rows(one: Walked, lang: str) -> Iterator[list[str]]:
    title = one.procedure.title_en or one.procedure.title if lang == "en" else one.procedure.title
    for place, (tried, refusal) in enumerate(one.refused):
        words = f"{refusal.why.render(lang)}\n→{refusal.first.render(lang)}"
        first = place == 0
        yield [f"{one.number} {title}" if first else "", tried.render(lang), words, _end(one, lang) if first else ""]


def _end(one: Walked, lang: str) -> str:
    if one.stuck:
        return say("終わらなかった（{reason}）", reason=one.stuck).render(lang)
    return say("{count}件送出、証跡{events}件", count=one.released, events=one.events).render(lang)


# ---------------------------------------------------------------- the ledger


def verified(store: Store, beside: Path | None) -> tuple[bool, Sentence]:
    """Sign a checkpoint, verify the ledger against it and all earlier ones, and return whether it is whole, and in words.

    ``beside``: a folder outside that of the data, for the key and the checkpoints; None: neither is kept.

    Raises:
        OSError: the folder cannot be written.

    """
    from sekisho.ledger import checkpoint
    from sekisho.ledger.notes import read_notes
    from sekisho.ledger.trust import trust
    from sekisho.ledger.verify import verify

    key = _key(beside)
    size = store.size()
    made = checkpoint.sign(store.origin, size, store.root(size), key, datetime.now(UTC))
    kept = [made]
    if beside is not None:
        file = beside / "checkpoints.jsonl"
        with file.open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(made.to_json() + "\n")
        kept = list(read_notes(file.read_bytes(), name=file.name).checkpoints)
    report = verify(store.stored(), kept, trust(store.origin, [key.public_key()]), size=size)
    if not report.is_good or report.unanchored:
        return False, say("証跡が合いません。sekisho ledger verify で、どの証跡かを確かめてください。")
    if beside is None:
        return True, say("証跡 {count}件に欠け・書き換えはありません。", count=size)
    where = str(beside)
    return True, say(
        "証跡 {count}件に欠け・書き換えはありません。証跡点と鍵は{where}にあります。", count=size, where=where
    )


def _key(beside: Path | None) -> Ed25519PrivateKey:
    from sekisho.ledger.keys import pair, private_key

    if beside is None:
        return private_key(pair(os.urandom(32))[0], None, name="demo")
    beside.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = beside / "demo.key"
    if not file.exists():
        private, public = pair(os.urandom(32))
        file.with_suffix(".pub").write_bytes(public)
        file.touch(mode=0o600)
        file.write_bytes(private)
    return private_key(file.read_bytes(), None, name=file.name)
