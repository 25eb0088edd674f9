"""The engine as a whole: what is about to leave goes in, a report comes out.

No clock, no chance, no network: the same bytes and the same sources give the same report. ``Report.seconds`` is left
at zero for whoever has a clock.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.model import Bundle, BundleError, Mailing, Parcel, PrintRun, Source, Sources
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.gathering import Outer, Progress, Reader, Wanted, gather, wanted_by
from sekisho.inspection.judging import Judged, judge
from sekisho.inspection.model import Document, FileResult, Limits, Report
from sekisho.inspection.numbered import numbered
from sekisho.inspection.pieces import Pieces, mailing_pieces, print_pieces
from sekisho.inspection.recognition.mentions import Mentions
from sekisho.inspection.showing.leaves import leaves_of
from sekisho.inspection.similarity import Similarity
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.bundle.scopes import Allowed
    from sekisho.inspection.recognition.register import Register


@dataclass(frozen=True, slots=True)
class Options:
    """How to inspect. ``similarity``: the thresholds of ``lookalike``.

    ``checks``: others than the usual ones, for tests of the engine itself.
    """

    limits: Limits = field(default_factory=Limits)
    similarity: Similarity = field(default_factory=Similarity)
    checks: tuple[Check, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Allowance:
    """Who may see whom in one parcel."""

    allowed: Allowed | None = None
    consented: Mapping[str, frozenset[str] | None] | None = None
    mail: Mailing | PrintRun | None = None


def inspect(bundle: Bundle, options: Options, *, reader: Reader, progress: Progress | None = None) -> Report:
    """Return what is to be said about a bundle: every file of every parcel read, every check run that can run."""
    from sekisho.bundle import scopes

    register = _register(bundle.sources.subjects)
    outers = gather(wanted_by(bundle.root, bundle.outgoing), reader, options.limits, progress)
    outers |= {mailing.list: _as_list(outers[mailing.list]) for mailing in bundle.mailings}
    consented = scopes.consented(bundle) if bundle.channel == "web" else None
    allowances = [_Allowance(scopes.allowed(bundle, parcel), consented) for parcel in bundle.parcels]
    mail: tuple[Mailing | PrintRun, ...] = (*bundle.mailings, *bundle.prints)
    allowances += [_Allowance(mail=one) for one in mail]
    return _report(bundle, bundle.outgoing, allowances, register, outers, options)


def inspect_files(
    files: Sequence[Path],
    options: Options,
    *,
    reader: Reader,
    subjects: Source | None = None,
    recipient: str = "",
    password: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Return what is to be said about loose files; with ``subjects`` who is in them, with ``recipient`` about scope.

    Raises:
        BundleError: the subjects do not say to whom they belong, or the recipient is nobody's.

    """
    wanted = [Wanted(path.as_posix(), path, password) for path in files]
    parcel = Parcel(recipient, tuple(dict.fromkeys(item.path for item in wanted)))
    allowance = _Allowance(_allowed_by(subjects, parcel) if recipient else None)
    register = _register(subjects)
    outers = gather(wanted, reader, options.limits, progress)
    return _report(None, (parcel,), [allowance], register, outers, options)


def _register(subjects: Source | None) -> Register | None:
    """Return the register's index, made while the workers read."""
    if subjects is None:
        return None
    from sekisho.inspection.recognition.register import Register

    register = Register(subjects)
    register.prepare()
    return register


def _allowed_by(subjects: Source | None, parcel: Parcel) -> Allowed | None:
    from sekisho.bundle import scopes

    if subjects is None or "recipient_id" not in subjects.frame.columns:
        raise BundleError(
            say(
                "宛先「{recipient}」の提供範囲を決めるには、recipient_id の列がある本人の台帳（--subjects）が要ります。",
                recipient=parcel.recipient,
            )
        )
    if parcel.recipient not in set(subjects.frame["recipient_id"]):
        raise BundleError(
            say(
                "宛先「{recipient}」が、{file}の recipient_id の列にありません。番号を確かめてください。",
                recipient=parcel.recipient,
                file=subjects.path,
            )
        )
    alone = Bundle(Path(), "", "handover", date.min, "none", (parcel,), Sources(subjects=subjects))
    return scopes.allowed(alone, parcel)


def _report(
    bundle: Bundle | None,
    parcels: Sequence[Parcel],
    allowances: Sequence[_Allowance],
    register: Register | None,
    outers: Mapping[str, Outer],
    options: Options,
) -> Report:
    inspected = _inspected(outers, register)
    people = partial(_people, inspected.values(), parcels, allowances)
    names = {} if register is None else _Names(register, people)
    cases = [
        ParcelCase(
            parcel,
            tuple(file for path in parcel.files for file in inspected[path]),
            allowance.allowed,
            allowance.consented,
            bundle,
            names,
            _pieces(bundle, allowance.mail, inspected[parcel.files[0]][0]) if bundle and allowance.mail else None,
            register,
            options.similarity,
        )
        for parcel, allowance in zip(parcels, allowances, strict=True)
    ]
    judged = _judged(cases, bundle, options, register=register is not None)
    files = [_result(outer, files, files) for outer, files in zip(outers.values(), inspected.values(), strict=True)]
    nested = [
        _result(outers[path], [file], _within(file, files)) for path, files in inspected.items() for file in files[1:]
    ]
    title, channel = (bundle.title, bundle.channel) if bundle else ("", None)
    report = Report(title, channel, tuple(files), tuple(nested), judged.findings, judged.runs, looks=judged.looks)
    if bundle or register is None or any(parcel.recipient for parcel in parcels):
        return report
    from sekisho.inspection.naming import people_in

    return replace(report, people=tuple(people_in((file for files in inspected.values() for file in files), names)))


def _as_list(outer: Outer) -> Outer:
    """Return a list of mail pieces with a number for each of its rows."""
    first, *inside = outer.seen
    return replace(outer, seen=(replace(first, document=numbered(first.document)), *inside))


def _pieces(bundle: Bundle, mail: Mailing | PrintRun, file: Inspected) -> Pieces:
    if isinstance(mail, Mailing):
        return mailing_pieces(bundle, file.document, file.mentions)
    return print_pieces(bundle, mail)


def _judged(cases: Sequence[ParcelCase], bundle: Bundle | None, options: Options, *, register: bool) -> Judged:
    from sekisho.inspection.checks import ALL_IDS, CHECKS

    return judge(cases, bundle, CHECKS if options.checks is None else options.checks, ALL_IDS, register=register)


def _inspected(outers: Mapping[str, Outer], register: Register | None) -> dict[str, tuple[Inspected, ...]]:
    """Return each file that leaves with everything inside it, and who and what is mentioned there."""
    from sekisho.inspection.recognition.numbers import my_numbers_of

    documents = [seen.document for outer in outers.values() for seen in outer.seen]
    mentions = iter(_recognised(documents, register))
    return {
        path: tuple(
            Inspected(
                seen.path,
                outer.sha256,
                seen.document,
                next(mentions),
                my_numbers_of(seen.document),
                seen.hidden,
                seen.inside,
            )
            for seen in outer.seen
        )
        for path, outer in outers.items()
    }


def _recognised(documents: Sequence[Document], register: Register | None) -> list[Mentions]:
    if register is None:
        return [Mentions()] * len(documents)
    from sekisho.inspection.recognition.recognise import recognise

    return recognise(register, documents)


class _Names(Mapping[str, str]):
    """The registered names of some people, looked up when the first is asked for: an honest list asks for none."""

    def __init__(self, register: Register, people: Callable[[], set[str]]) -> None:
        self._register = register
        self._people = people

    @cached_property
    def _found(self) -> dict[str, str]:
        import polars as pl

        ids = pl.DataFrame({"subject_id": pl.Series(list(self._people()), dtype=pl.String)})
        found = self._register.frame.select("subject_id", "name").join(ids, on="subject_id", how="semi")
        return dict(found.iter_rows())

    def __getitem__(self, subject_id: str) -> str:
        return self._found[subject_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _people(
    inspected: Iterable[Sequence[Inspected]], parcels: Sequence[Parcel], allowances: Sequence[_Allowance]
) -> set[str]:
    """Return everyone who is mentioned, or may be found missing."""
    people: set[str] = set()
    for file in itertools.chain.from_iterable(inspected):
        people |= file.mentions.people
        people.update(who for mention in file.mentions.single for fact in mention.facts for who in fact.owners)
    for parcel, allowance in zip(parcels, allowances, strict=True):
        people.update(parcel.subjects)
        if parcel.complete and allowance.allowed:
            people |= allowance.allowed.expected
        if isinstance(allowance.mail, PrintRun):
            people.update(piece.subject_id for piece in allowance.mail.pieces if piece.subject_id)
    return people


def _within(file: Inspected, files: Sequence[Inspected]) -> list[Inspected]:
    return [other for other in files if other is file or other.path.startswith(file.path + "!/")]


def _result(outer: Outer, shown: Sequence[Inspected], counted: Sequence[Inspected]) -> FileResult:
    records = sum(_records(file.mentions) for file in counted)
    parts = sum(len(leaves_of(file.document)) for file in counted)
    return FileResult(shown[0].path, outer.sha256, records, shown[0].document.coverage, parts)


def _records(mentions: Mentions) -> int:
    """Return how many rows and paragraphs name a person. Where a row has no number, each mention counts for one."""
    rows: set[tuple[int | None, int]] = set()
    others = 0
    for clean in mentions.clean:
        if clean.grid.addressed:
            rows.update((clean.table, row) for row in map(clean.grid.rows.__getitem__, clean.anchors))
        else:
            others += len(clean)
    for mention in mentions.single:
        if mention.table is not None and mention.place.row is not None:
            rows.add((mention.table, mention.place.row))
        else:
            others += 1
    return len(rows) + others
