"""Inspections: asked for by whoever puts files in, run in the background, and recorded as what the engine says."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sekisho
from sekisho.gate.commands import Command, RecordInspection
from sekisho.gate.deciding.outcome import By, takes_part
from sekisho.gate.model import Actor, Post
from sekisho.gate.state import State
from sekisho.inspection.looked import Looked
from sekisho.inspection.model import Report
from sekisho.web.clock import JAPAN
from sekisho.web.desk import standing
from sekisho.web.desk.actions.telling import Pen, no_such_dispatch, tell
from sekisho.web.desk.bundling import Bundled, bundled, looks, to_gate, why_not
from sekisho.web.desk.engine import BundleError, inspect_bundle, readers
from sekisho.web.desk.models import Dispatch, InspectionRow
from sekisho.web.desk.queue import later
from sekisho.web.installation import installation
from sekisho.web.refusals import Refused
from sekisho.words import LANGUAGES, Sentence, say

_SINCE = datetime(2020, 4, 1, tzinfo=JAPAN).date()
ENGINE = Actor("engine", (Post("", "engine", _SINCE),))
LIVE = ("queued", "running")
TELLING: tuple[Looked, ...] = ("looked", "unable")
"""What the gate is told of the checks: of the others nothing was to be looked at."""


def ask_inspection(number: str, *, by: Actor, at: datetime) -> int:
    """Ask for an inspection of a dispatch as it stands; one that waits already is enough. Return its number."""
    with installation().store.transaction():
        row = Dispatch.objects.filter(pk=number).first()
        if row is None:
            raise no_such_dispatch()
        outside = takes_part(standing.fresh(number), By(by, at))
        if outside is not None and outside.refusal is not None:
            raise Refused(outside.refusal)
        waiting = InspectionRow.objects.filter(dispatch=number, state="queued").order_by("-id").first()
        if waiting is not None:
            return waiting.pk
        made = InspectionRow.objects.create(dispatch=row, asked_by=by.person, asked_at=at)
        later("inspect", made.pk)
        return made.pk


def run_inspection(inspection: int, *, at: datetime) -> None:
    """Inspect everything of a dispatch that has not left, and record what was found, on what was there when it began.

    ``at``: the moment it begins, by whose day scope and consent are judged.
    """
    row = InspectionRow.objects.select_related("dispatch").get(pk=inspection)
    if row.state not in LIVE:
        return
    number = row.dispatch.number
    state = standing.shown([row.dispatch])[number]
    keys = [key for key, one in state.contents.items() if one.items and not one.withdrawn and key not in state.gone]
    saw = {key: state.basis(key) for key in keys}
    row.state, row.started_at, row.saw, row.total = "running", at, saw, len(keys)
    row.save(update_fields=["state", "started_at", "saw", "total"])
    day = at.astimezone(JAPAN).date()
    try:
        with tempfile.TemporaryDirectory(prefix="sekisho-") as folder, readers() as pool:
            made = bundled(row.dispatch, state, keys, Path(folder), day=day, reader=pool)
            report = inspect_bundle(made, pool, lambda done, total: _progress(inspection, done, total))
    except BundleError as error:
        _failed(row, error.sentence, at)
        return
    _record(row, made, report, keys, saw, at)


def broke_off(inspection: int, *, at: datetime) -> None:
    """Record that an inspection ended without a result, by a fault of ours: whoever asked may ask again."""
    row = InspectionRow.objects.filter(pk=inspection, state__in=LIVE).first()
    if row is not None:
        _failed(row, say("検査の途中で関所に問題が起きました。もう一度検査してください。"), at)


def _failed(row: InspectionRow, why: Sentence, at: datetime) -> None:
    row.state, row.ended_at = "failed", at
    row.problem = _sealed_problem(row.pk, why)
    row.save(update_fields=["state", "ended_at", "problem"])


def _sealed_problem(inspection: int, why: Sentence) -> bytes:
    """Return why there is no result, in both languages, in the form that may lie in a row."""
    told = json.dumps({lang: why.render(lang) for lang in LANGUAGES}, ensure_ascii=False)
    return installation().cipher.seal_text(told, f"desk_inspection.problem/{inspection}")


def _progress(inspection: int, done: int, total: int) -> None:
    InspectionRow.objects.filter(pk=inspection).update(done=done, total=total)


def _record(
    row: InspectionRow, made: Bundled, report: Report, keys: Sequence[str], saw: Mapping[str, str], at: datetime
) -> None:
    here = installation()
    number = row.dispatch.number
    with here.store.transaction():
        told: list[dict[str, Any]] = []
        seen: dict[str, list[tuple[str, str, dict[str, str]]]] = {}

        def recording(state: State, pen: Pen) -> list[Command]:
            commands: list[Command] = []
            for key in keys:
                findings, words = to_gate(report, made, key, pen.mark)
                if key in state.contents and key not in state.gone and state.basis(key) == saw[key]:
                    runs = looks(report, made, key)
                    looked, unable = (tuple(one.check for one in runs if one.look == look) for look in TELLING)
                    commands.append(
                        RecordInspection(key, saw[key], sekisho.__version__, findings, looked=looked, unable=unable)
                    )
                    told.extend(words)
                    seen[key] = [(one.check, one.look, why_not(one)) for one in runs]
            return commands

        try:
            tell(number, recording, by=ENGINE, at=at)
        except Refused as refused:
            told.clear()
            seen.clear()
            row.state, row.problem = "failed", _sealed_problem(row.pk, refused.refusal.why)
        else:
            row.state = "done"
        row.ended_at, row.done = at, row.total
        words = json.dumps({"findings": told, "looks": seen}, ensure_ascii=False)
        row.report = here.files.put([words.encode()], most=1_000_000_000).id
        row.save()
