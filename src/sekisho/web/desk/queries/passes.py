"""The pass of a dispatch or of one of its parcels, put together of its state and of the words that lie beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sekisho.documents.passes import code as qr
from sekisho.documents.passes import gathering
from sekisho.documents.passes.model import Anchor, Line, Origin, Party, Pass, Person
from sekisho.gate.model import Unit
from sekisho.gate.naming import CHANNELS
from sekisho.web.clock import JAPAN
from sekisho.web.desk import standing
from sekisho.web.desk.queries import looks
from sekisho.web.desk.queries.findings import on_parcels
from sekisho.web.desk.queries.halts import place
from sekisho.web.desk.queries.seeing import FileView, Seen
from sekisho.web.desk.queries.supplied import SELF, supplied
from sekisho.web.installation import installation
from sekisho.web.people.queries import departments
from sekisho.web.sources.words import KINDS
from sekisho.web.store.anchors import newest
from sekisho.words import Sentence, Titled, say

_PROTECTED = {
    "at-release": say("送信のときにAES-256で暗号化。パスワードは別の方法で伝える。"),
    "in-file": say("ファイル自体がパスワードで保護されている。"),
}


def pass_of(seen: Seen, unit: Unit, address: str) -> Pass:
    """Return the pass of what left as one unit; before it left, the check sheet. ``address``: where the sheet is entered."""
    state, procedure = seen.state, seen.state.procedure
    keys = [key for key in state.contents if key in state.on_its_way(unit)] or state.parcels(unit)
    people = {alias: Person(one.section, one.family, one.name) for alias, one in seen.names.items()}
    events = standing.events(installation().store.stream(standing.stream(seen.number)))
    options, found = installation().options, newest(installation().store)
    proof = gathering.proof_of(state, unit)
    left_at = _left_at(seen, unit) if proof else None
    places = {
        one.id: " ".join(step.render() if isinstance(step, Sentence) else str(step) for step in place(one))
        for one in on_parcels(seen, keys)
    }
    names = departments()
    code = found.to_line() if left_at and found else address
    return Pass(
        number=seen.number,
        title=seen.title,
        channel=CHANNELS[procedure.channel],
        organisation=options.organisation,
        department=names.get(seen.row.department, seen.row.department),
        from_=Party(names.get(seen.row.department, seen.row.department), seen.name(seen.row.drafted_by).name),
        to=_to(seen, keys),
        lines=tuple(_line(one) for key in keys for one in seen.files[key] if one.state == "current"),
        stages=gathering.steps_of(state, people, events, unit),
        procedure=Titled(procedure.title, procedure.title_en),
        procedure_digest=procedure.digest,
        code=code,
        parcel=(list(state.contents).index(keys[0]) + 1, len(state.contents))
        if unit.per == "parcel" and keys
        else None,
        left_at=left_at,
        printed_at=None if left_at else seen.now,
        subjects=sum(len(state.contents[key].about) for key in keys) or None,
        protection=_PROTECTED.get(seen.row.protection, ""),
        remarks=(*_nobody_registered(seen, keys), *_not_looked(seen, keys)),
        proof=proof,
        counts=gathering.counts_of(state, unit),
        findings=gathering.findings_of(state, people, unit, places),
        because=gathering.because_of(state),
        anchor=Anchor(found.root.hex(), found.size) if left_at and found else None,
        voided=say("案件が中止されました。") if state.abandoned else "",
        drill=state.drill,
    )


def units_of(seen: Seen) -> list[tuple[Unit, str, bool]]:
    """Return the units that leave together, each with its name and whether it has left."""
    step = seen.state.procedure.release
    left = {unit for unit, one in seen.state.leaving.items() if one.phase == "released"}
    every = [*left, *(unit for unit in seen.state.units(step) if unit not in left)]
    return sorted(
        ((unit, seen.addressees[unit.id].name if unit.per == "parcel" else unit.id, unit in left) for unit in every),
        key=lambda one: one[0].id,
    )


def _left_at(seen: Seen, unit: Unit) -> datetime | None:
    times = [
        one.at for way in seen.state.related(seen.state.procedure.release, unit) if (one := seen.state.leaving.get(way))
    ]
    return max(times).astimezone(JAPAN) if times else None


def _to(seen: Seen, keys: list[str]) -> Party:
    if len(keys) == 1:
        told = seen.addressees[keys[0]]
        return Party(told.name, told.where or "、".join(told.to))
    return Party(say("{count}件の宛先", count=len(keys)))


def _nobody_registered(seen: Seen, keys: list[str]) -> tuple[Sentence, ...]:
    """Return what of it no register says: to whom it goes, or against which lists it was inspected."""
    told, found = supplied(seen), []
    hand = sum(seen.addressees[key].given in SELF for key in keys)
    if hand:
        found.append(say("宛先{count}件は、登録された台帳のものではなく、起案者が自分で入れたものです。", count=hand))
    if told.kinds:
        kinds = tuple(KINDS[kind] for kind in told.kinds)
        found.append(say("次の台帳は、だれも受け入れていない自前の一覧です: {kinds}。", kinds=kinds))
    return tuple(found)


def _not_looked(seen: Seen, keys: list[str]) -> tuple[Sentence, ...]:
    """Return which checks could not look at it: that they found nothing would be another thing."""
    checks = tuple(dict.fromkeys(one.title for one in looks.on_parcels(seen, keys).unable))
    return (say("次の検査は、台帳などが足りず、見ていません: {checks}。", checks=checks),) if checks else ()


def _line(file: FileView) -> Line:
    name = file.told.name or file.told.kind
    return Line(name, max(file.parts, 1), cast("Origin", file.origin), file.told.sha256)


@dataclass(frozen=True, slots=True)
class Label:
    """What is stuck on the papers and envelopes of a parcel. ``size`` and ``dark``: the code as a QR code, in modules."""

    place: int
    name: str
    where: str
    code: str
    size: int
    dark: str


def labels_of(seen: Seen) -> list[Label]:
    """Return the labels of the parcels that have not left; none where nothing is matched by a code."""
    found = []
    for count, (key, content) in enumerate(seen.state.contents.items(), 1):
        told = seen.addressees[key]
        if told.code and not content.withdrawn and key not in seen.state.gone:
            found.append(Label(count, told.name, told.where, told.code, *qr.path(told.code)))
    return found
