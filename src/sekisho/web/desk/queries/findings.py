"""The findings on a dispatch in words, with what people said to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sekisho.documents.inspection.view import TITLES
from sekisho.gate.model import Finding, Unit
from sekisho.gate.state import State
from sekisho.inspection.model import Part, Place
from sekisho.web.desk.actions.telling import text_key
from sekisho.web.desk.queries import inspections
from sekisho.web.desk.queries.seeing import FileView, Seen
from sekisho.web.installation import installation
from sekisho.words import Sentence, Titled, say

OWN_ADVICE = {
    ("scope", "not_run"): say(
        "提供範囲の台帳（だれをどの宛先に見せてよいか）を登録して検査し直すか、一人ずつ目で確かめてください。"
    ),
}
"""Where the engine's advice is for whoever writes a ``bundle.toml``: what it is at the desk, by check and rule."""
_ORDER = {"stop": 0, "ask": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as a page shows it.

    ``state``: ``open``, ``answered``, ``asked`` (an exception), ``waived`` or ``refused``. ``words`` are the engine's;
    ``said``: the answer or the reasons, with who wrote them; ``naming``: the people in the words, as they stand in the file.
    """

    id: str
    parcel: str
    check: str
    title: Sentence | Titled
    severity: str
    words: Titled
    advice: Sentence | Titled
    file: FileView | None
    inner: str
    place: Place
    state: str
    said: tuple[tuple[str, str], ...] = ()
    naming: tuple[str, ...] = ()

    @property
    def url_part(self) -> str:
        """The end of its address."""
        return f"{self.parcel}/{self.id}/"


def on_dispatch(seen: Seen) -> list[FindingView]:
    """Return every finding on what is still in a dispatch or has left, parcel by parcel, what stops first in each."""
    return on_parcels(seen, seen.staying)


def on_unit(seen: Seen, unit: Unit) -> list[FindingView]:
    """Return every finding on the present content of a unit, what stops first."""
    return sorted(on_parcels(seen, seen.state.parcels(unit)), key=lambda one: (_ORDER[one.severity], one.parcel))


def on_parcels(seen: Seen, keys: Sequence[str]) -> list[FindingView]:
    """Return every finding on the present content of parcels, one after the other, what stops first in each.

    What the engine said, and what people wrote to it, is fetched once for all of them.
    """
    found: list[FindingView] = []
    judged = [key for key in keys if _is_judged(seen, key)]
    if not judged:
        return found
    wanted = {(key, finding.id) for key in judged for finding in seen.state.inspections[key].findings}
    words, texts = _words(seen.number, wanted), _texts(seen)
    for key in judged:
        files = {one.id: one for one in seen.files[key] if one.state == "current"}
        views = [
            _view(seen, key, one, words.get((key, one.id)), files, texts)
            for one in seen.state.inspections[key].findings
        ]
        found += sorted(views, key=lambda one: _ORDER[one.severity])
    return found


def _is_judged(seen: Seen, key: str) -> bool:
    inspection = seen.state.inspections.get(key)
    return inspection is not None and bool(inspection.findings) and inspection.saw == seen.state.basis(key)


def one(seen: Seen, parcel: str, finding: str) -> FindingView | None:
    """Return one finding on the present content of a parcel."""
    return next((view for view in on_unit(seen, Unit("parcel", parcel)) if view.id == finding), None)


def _view(
    seen: Seen,
    key: str,
    finding: Finding,
    told: Mapping[str, Any] | None,
    files: Mapping[str, FileView],
    texts: Mapping[str, str],
) -> FindingView:
    mark, check, severity = finding.id, finding.check, finding.severity
    state, said = _state(seen, key, mark, severity, texts)
    title = TITLES.get(check, Titled(check, check))  # an old dispatch may name a check that is called otherwise now
    if told is None:  # its words were purged, or are those of another run
        gone = say("指摘の本文は残っていません。もう一度検査してください。")
        both = Titled(gone.render("ja"), gone.render("en"))
        return FindingView(mark, key, check, title, severity, both, Titled(""), None, "", Place(Part.FILE), state, said)
    part, sheet, row, column, page = told["place"]
    return FindingView(
        mark,
        key,
        check,
        title,
        severity,
        Titled(told["message"]["ja"], told["message"]["en"]),
        _advice(check, told),
        files.get(told["file"]),
        told["inner"],
        Place(Part(part), sheet, row, column, page),
        state,
        said,
        tuple(told.get("naming", ())),
    )


def _advice(check: str, told: Mapping[str, Any]) -> Sentence | Titled:
    own = OWN_ADVICE.get((check, told.get("rule", "")))
    return own if own is not None else Titled(told["advice"]["ja"], told["advice"]["en"])


def _state(
    seen: Seen, key: str, mark: str, severity: str, texts: Mapping[str, str]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    state: State = seen.state
    answer = state.answers.get((key, mark))
    if answer is not None:
        return "answered", (("", texts.get(answer, "")),)
    waivers = [one for one in state.waivers if (one.parcel, one.finding) == (key, mark) and not one.void]
    if not waivers:
        return ("open" if severity != "note" else "told"), ()
    last = waivers[-1]
    said = [(seen.name(last.asked_by).name, texts.get(last.reason, ""))]
    if last.decided_by:
        said.append((seen.name(last.decided_by).name, ""))
    if last.granted is None:
        return "asked", tuple(said)
    return ("waived" if last.granted else "refused"), tuple(said)


def _texts(seen: Seen) -> Mapping[str, str]:
    """Return what people wrote to findings, by the digests that the events hold."""
    digests = {*seen.state.answers.values(), *(one.reason for one in seen.state.waivers)}
    keys = {text_key(seen.number, digest): digest for digest in digests}
    return {keys[key]: str(text) for key, text in installation().vault.several(keys).items()}


def _words(number: str, wanted: AbstractSet[tuple[str, str]]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """Return the words of findings, by parcel and id: of the newest run that knows them, and of no older one than needed."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for report in inspections.reports(number):
        told = {(one["parcel"], one["id"]): one for one in report["findings"]}
        found = {**told, **found}
        if wanted <= found.keys():
            break
    return found
