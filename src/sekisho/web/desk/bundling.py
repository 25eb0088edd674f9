"""A dispatch as a bundle, as the engine inspects it; and what the engine found, as the gate may know it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.bundle.model import PUBLIC, Bundle, Channel, Item, Parcel, PrintRun, ProtectionPolicy
from sekisho.gate import model as gate
from sekisho.inspection.judging import UNMET
from sekisho.web.desk.models import Dispatch, FileRow, ParcelRow
from sekisho.web.desk.parcels import Addressee, FileTold, addressee, file_told
from sekisho.web.desk.print_files import print_run
from sekisho.web.installation import installation
from sekisho.words import LANGUAGES, Personal, Sentence, say

if TYPE_CHECKING:
    from sekisho.gate.state import State
    from sekisho.inspection.gathering import Reader
    from sekisho.inspection.looked import Looked, ParcelRun
    from sekisho.inspection.model import Finding, Report

CHANNELS: Mapping[str, Channel] = {
    "email": "email",
    "post": "post",
    "contractor": "handover",
    "web": "web",
    "hand": "handover",
}
"""What the bundle calls the channel of a procedure."""
_NOT_IN_NAMES = str.maketrans('/\\:*?"<>|\0', "＿" * 10)


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundle on disk. ``keys``: the parcel of each of its outgoing ones, in order; ``files``: the row id of each path.

    The lot of a print file is two outgoing ones where it has other files beside it.

    ``sources``: versions of the lists, by kind, that are to be loaded into it. ``people``: to whom of the registered
    people letters go.
    """

    bundle: Bundle
    keys: tuple[str, ...]
    files: Mapping[str, str]
    sources: Mapping[str, str]
    folder: Path
    people: tuple[str, ...] = ()


def bundled(row: Dispatch, state: State, keys: Sequence[str], folder: Path, *, day: date, reader: Reader) -> Bundled:
    """Write the files of parcels into a folder, and return them as a bundle without its sources.

    Raises:
        ForgedError: a file or row is not what was kept.
        BundleError: the index of a print file cannot be used.

    """
    here, number = installation(), row.number
    told = {
        one.key: addressee(one.told, here.cipher, number, one.key)
        for one in ParcelRow.objects.filter(dispatch=number, key__in=keys)
    }
    rows: dict[str, list[FileRow]] = {key: [] for key in keys}
    for one in FileRow.objects.filter(dispatch=number, state="current", parcel__in=keys).order_by("at", "pk"):
        rows[one.parcel].append(one)
    channel = state.procedure.channel
    paths: dict[str, str] = {}
    parcels: list[tuple[str, Parcel]] = []
    prints: list[tuple[str, PrintRun]] = []
    for key in keys:
        words = [(one, file_told(one.told, here.cipher, one.pk)) for one in rows[key]]
        files = dict(_written(words, key, folder))
        paths |= files
        run = _print_run(told[key], words, files, folder, reader) if channel == "post" else None
        others = tuple(path for path in files if run is None or path not in {run.file, run.index})
        password = next((file.password for _, file in words if file.password), None)
        parcel = _parcel(told[key], words, others, password, channel)
        if run is not None:
            prints.append((key, run))
        if run is None or parcel.files or parcel.items:
            parcels.append((key, parcel))
    bundle = Bundle(
        folder,
        number,
        CHANNELS[channel],
        day,
        _protection(row.protection),
        tuple(parcel for _, parcel in parcels),
        department=row.department,
        purpose=here.cipher.open_text(bytes(row.purpose), f"desk_dispatch.purpose/{number}"),
        prints=tuple(run for _, run in prints),
    )
    people = tuple(told[key].id for key in keys if told[key].given == "person")
    owners = (*(key for key, _ in parcels), *(key for key, _ in prints))
    return Bundled(bundle, owners, paths, row.sources, folder, people)


def _print_run(
    told: Addressee, words: Sequence[tuple[FileRow, FileTold]], files: Mapping[str, str], folder: Path, reader: Reader
) -> PrintRun | None:
    if not told.lot:
        return None
    names = {row.pk: file.name for row, file in words}
    return print_run(told, {path: names[row] for path, row in files.items()}, folder, reader)


def _parcel(
    told: Addressee,
    words: Sequence[tuple[FileRow, FileTold]],
    files: tuple[str, ...],
    password: str | None,
    channel: str,
) -> Parcel:
    items = tuple(Item(file.kind, file.name, max(file.sheets, 1)) for row, file in words if row.origin == "paper")
    recipient = PUBLIC if channel == "web" else told.id
    return Parcel(recipient, files, told.to, told.about, items, password=password)


def _written(words: Sequence[tuple[FileRow, FileTold]], key: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Write files below the folder of their parcel; yield the path of each in the bundle, and the id of its row."""
    files = installation().files
    for place, (row, told) in enumerate(words, 1):
        if row.origin == "paper":
            continue
        path = f"{key}/{place}/{told.name.translate(_NOT_IN_NAMES)}"
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        files.write_to(row.blob, folder / path)
        yield path, row.pk


def _protection(told: str) -> ProtectionPolicy:
    return "at-release" if told == "at-release" else "in-file" if told == "in-file" else "none"


# ---------------------------------------------------------------- what was found


def to_gate(
    report: Report, made: Bundled, key: str, mark: Callable[[str], str]
) -> tuple[tuple[gate.Finding, ...], list[dict[str, Any]]]:
    """Return the findings on a parcel as the gate may know them, and in words, to be kept sealed."""
    mine = [one for one in report.findings if _is_on(one, made, key)]
    findings = {one.id: gate.Finding(mark(f"finding {one.id}"), one.check, one.severity, one.escalates) for one in mine}
    words = {one.id: _words(one, findings[one.id].id, key, made.files) for one in mine}
    return tuple(findings.values()), list(words.values())


def _is_on(finding: Finding, made: Bundled, key: str) -> bool:
    """Return whether a finding is about a parcel: it stands in one of its files, or speaks of its recipient, or of all."""
    if finding.file is not None:
        outer = finding.file.split("!/", 1)[0]
        if outer in made.files:
            return outer.startswith(f"{key}/")
    if finding.parcel is None:
        return True
    mine = {one.recipient for one, owner in zip(made.bundle.outgoing, made.keys, strict=True) if owner == key}
    return finding.parcel in mine


def looks(report: Report, made: Bundled, key: str) -> tuple[ParcelRun, ...]:
    """Return how each check looked at a parcel: at all that belongs to it, where it is more than one thing that leaves."""
    mine = [runs for runs, owner in zip(report.looks, made.keys, strict=True) if owner == key]
    return tuple(min(runs, key=lambda run: _WEIGHTS.index(run.look)) for runs in zip(*mine, strict=True))


def why_not(run: ParcelRun) -> dict[str, str]:
    """Return why a check did not look, in both languages and in the words of the desk; empty where it looked."""
    return _both(_AT_THE_DESK.get(run.why_not, run.why_not)) if run.why_not else {}


_AT_THE_DESK: Mapping[Sentence, Sentence] = {
    UNMET["subjects"]: say("本人の台帳が登録されていないため、検査していません。"),
    UNMET["scope"]: say("だれをどの宛先に見せてよいかの台帳が登録されていないため、検査していません。"),
    UNMET["consents"]: say("承諾の台帳が登録されていないため、検査していません。"),
    UNMET["print"]: say("印刷ファイルと索引のある束ではないため、検査の対象ではありません。"),
}
"""Where the engine's words are for whoever writes a ``bundle.toml``: what they are at the desk."""
_WEIGHTS: tuple[Looked, ...] = ("unable", "looked", "unconcerned")


def _words(finding: Finding, mark: str, key: str, files: Mapping[str, str]) -> dict[str, Any]:
    outer, _, inner = (finding.file or "").partition("!/")
    place = finding.place
    return {
        "id": mark,
        "parcel": key,
        "check": finding.check,
        "rule": finding.rule,
        "severity": finding.severity,
        "escalates": finding.escalates,
        "message": _both(finding.message),
        "advice": _both(finding.advice),
        "file": files.get(outer, ""),
        "inner": inner,
        "place": [place.part.value, place.sheet, place.row, place.column, place.page],
        "naming": [str(value) for _, value in finding.message.values if isinstance(value, Personal)],
        "subject": finding.subject_id,
        "other": finding.other_subject_id,
    }


def _both(sentence: Sentence) -> dict[str, str]:
    return {lang: sentence.render(lang) for lang in LANGUAGES}
