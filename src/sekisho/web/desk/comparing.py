"""What went out or is live, held against what was approved: the software compares digests, a person only brings the bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from django.core.files.uploadedfile import UploadedFile

from sekisho.gate.state import State
from sekisho.web.desk.actions.telling import Pen

STRANGER = "?"
"""Stands for what was brought and belongs to no parcel: it makes the whole differ from what was approved."""


def digests(brought: Iterable[UploadedFile]) -> tuple[str, ...]:
    """Return the SHA-256 of each file. Nothing of the files is kept."""
    return tuple(_sha256(one) for one in brought)


def _sha256(one: UploadedFile) -> str:
    made = hashlib.sha256()
    for chunk in one.chunks():
        made.update(chunk)
    return made.hexdigest()


def as_found(state: State, keys: Sequence[str], found: Iterable[str], pen: Pen) -> Mapping[str, str]:
    """Return what was found of each parcel, as the gate compares it: the approved digest where all its files are there.

    ``found``: digests of the files that are live or were sent. A file that is none of the parcels' shows too.
    """
    marks = {pen.mark(one) for one in found}
    files = {key: {item.digest for item in state.contents[key].items if item.origin != "paper"} for key in keys}
    told = {key: state.outgoing(key) if mine and mine <= marks else "" for key, mine in files.items()}
    if marks - set().union(*files.values()):
        told[STRANGER] = ""
    return told


def as_labelled(state: State, codes: Mapping[str, str], scanned: Sequence[str]) -> Mapping[str, str]:
    """Return what left of each parcel by the labels that were scanned. ``codes``: what each parcel's label bears."""
    left = list(scanned)
    told: dict[str, str] = {}
    for key, code in codes.items():
        there = bool(code) and code in left
        if there:
            left.remove(code)
        told[key] = state.outgoing(key) if there else ""
    if left:
        told[STRANGER] = ""
    return told
