"""What a bundle and its inspection are to the gate: salted digests of files, people and codes, and keyed findings.

No name, number or text of the bundle gets any further than this file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.gate.model import Finding, Item, Parcel, sealed
from sekisho.inspection.showing.leaves import parts_of

if TYPE_CHECKING:
    from sekisho.bundle.model import Bundle
    from sekisho.inspection.model import Report

PLACES = ("document", "envelope", "return")


@dataclass(frozen=True, slots=True)
class Content:
    """What goes to each recipient: the parcels, and by their ids the items, whom they are about, and what was found."""

    parcels: tuple[Parcel, ...]
    items: Mapping[str, tuple[Item, ...]]
    about: Mapping[str, tuple[str, ...]]
    findings: Mapping[str, tuple[Finding, ...]]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Draft:
    """One parcel before it has a number. ``files``: paths, each with its number of sheets or pages."""

    recipient: str
    files: tuple[tuple[str, int], ...]
    about: tuple[str, ...]
    code: str = ""
    pieces: int = 1
    pages: frozenset[int] = frozenset()


def content(bundle: Bundle, report: Report, salt: bytes, *, in_lots: bool) -> Content:
    """Return a bundle as the gate may know it."""

    def seal(text: str) -> str:
        return sealed(salt, text).digest

    digests = {one.path: one.sha256 for one in (*report.files, *report.nested)}
    drafts = list(_drafts(bundle, report, in_lots=in_lots))
    keys = [f"p{number:03}" for number in range(1, len(drafts) + 1)]
    return Content(
        parcels=tuple(_parcel(key, draft, seal, in_lots=in_lots) for key, draft in zip(keys, drafts, strict=True)),
        items={
            key: tuple(Item(seal(f"{digests[path]} {sorted(draft.pages)}"), parts) for path, parts in draft.files)
            for key, draft in zip(keys, drafts, strict=True)
        },
        about={key: tuple(map(seal, draft.about)) for key, draft in zip(keys, drafts, strict=True)},
        findings={key: tuple(_findings(report, draft, seal)) for key, draft in zip(keys, drafts, strict=True)},
        sources={kind: seal(digest) for kind, digest in _source_digests(bundle).items()},
    )


def _parcel(key: str, draft: _Draft, seal: Callable[[str], str], *, in_lots: bool) -> Parcel:
    code = seal(draft.code or f"code of {key}")
    lot = "L1" if in_lots else ""
    return Parcel(key, seal(draft.recipient), lot, draft.pieces, dict.fromkeys(PLACES, code))


def _drafts(bundle: Bundle, report: Report, *, in_lots: bool) -> list[_Draft]:
    parts = {one.path: parts_of(one) for one in report.files}
    drafts = [
        _Draft(one.recipient, tuple((path, parts[path]) for path in one.files), one.subjects) for one in bundle.parcels
    ]
    for run in bundle.prints:
        if in_lots:
            drafts.append(_Draft(run.file, ((run.file, parts[run.file]),), (), pieces=len(run.pieces)))
            continue
        for piece in run.pieces:
            pages = frozenset(range(piece.first_page, piece.last_page + 1))
            to = piece.recipient_id or piece.id
            about = (piece.subject_id,) if piece.subject_id else _in_scope(bundle, to)
            drafts.append(_Draft(to, ((run.file, len(pages)),), about, piece.matching_number, pages=pages))
    return drafts


def _in_scope(bundle: Bundle, recipient: str) -> tuple[str, ...]:
    """Return whom a recipient is told about, by the registered scope."""
    if bundle.sources.scope is None:
        return ()
    frame = bundle.sources.scope.frame
    return tuple(sorted(set(frame.filter(frame["recipient_id"] == recipient)["subject_id"].to_list())))


def _findings(report: Report, draft: _Draft, seal: Callable[[str], str]) -> list[Finding]:
    """Return the findings on a parcel: those on its files, in a print those on its pages; once each."""
    paths = {path for path, _ in draft.files}
    mine = (
        one
        for one in report.findings
        if (one.file in paths and (not draft.pages or one.place.page is None or one.place.page in draft.pages))
        or one.file is None
        or (one.file not in paths and not any(one.file == file.path for file in report.files))
    )
    told = {one.id: Finding(seal(one.id), one.check, one.severity, one.escalates) for one in mine}
    return list(told.values())


def _source_digests(bundle: Bundle) -> dict[str, str]:
    found = {}
    for kind in ("subjects", "recipients", "scope", "consents"):
        source = getattr(bundle.sources, kind)
        if source is not None:
            found[kind] = hashlib.sha256((bundle.root / source.path).read_bytes()).hexdigest()
    return found
