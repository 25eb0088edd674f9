"""How a report that was read compares with what is true of it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.unit.register.past.blind.grids import Report, Truth

EXACT, ASKED, SILENT = "exact", "asked", "silent"


@dataclass
class Score:
    """What came of one report: fields by verdict, and characters lost and invented."""

    name: str
    fields: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lost: str = ""
    invented: str = ""
    crash: str = ""
    needless: bool = False
    asks: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        return not self.crash and not self.lost and not self.invented and not self.fields[SILENT]


def bare(text: str) -> str:
    """Return a text without white space; forms of one character that a font may exchange are made equal."""
    return re.sub(r"\s+", "", text.replace("〜", "～").replace("−", "－"))


def score(
    name: str,
    told: dict[str, Any],
    report: Report,
    *,
    loose_extra: frozenset[str] = frozenset(),
    source: str | None = None,
) -> Score:
    result = Score(name)
    result.asks = [f"{p['code']}@{p['place'].get('incident')}" for p in told["problems"] if p["asks"]]
    everywhere = any(p["asks"] and p["place"].get("incident") is None for p in told["problems"])
    asked = {bare(str(p["place"]["incident"])) for p in told["problems"] if p["asks"] and "incident" in p["place"]}
    pairs = _pairs(told["incidents"], report.truth)
    if pairs is None:
        pairs = []
        _note(result, everywhere or bool(asked), f"count: {len(told['incidents'])} for {len(report.truth)}")
    for got, true in pairs:
        open_ = everywhere or bare(str(got["number"])) in asked
        for label, there, wanted in _fields(got, true, loose_extra):
            if there == wanted:
                result.fields[EXACT] += 1
            else:
                _note(result, open_, f"{true.number or true.department} {label}: {there!r} for {wanted!r}")
    if report.year is not None and told["year"] != report.year:
        named = told["year"] is None and any(p["code"] == "no_year" for p in told["problems"])
        _note(result, named or everywhere, f"year: {told['year']} for {report.year}")
    wanted = Counter("".join(_text(true, loose_extra) for true in report.truth))
    if source is not None:  # what an extraction has lost already, nobody can find again
        wanted &= Counter(bare(source))
    outside = "".join(report.notes) + "".join(t.above for t in report.tables) + "".join(report.titles)
    got_in = Counter("".join(_told_text(one, loose_extra) for one in told["incidents"]))
    got_out = Counter(bare("".join((*told["notes"], *told["furniture"], told["title"]))))
    result.lost = "".join((wanted - got_in - got_out).elements())
    if not told["incidents"] and told["problems"]:
        result.lost = ""  # refused: nothing was taken from the file
    elif not result.asks:
        result.lost = "".join((wanted - got_in).elements())
    result.invented = "".join((got_in - wanted - Counter(bare(outside) if everywhere else "")).elements())
    result.needless = bool(result.asks) and not result.fields[ASKED]
    return result


def _note(result: Score, open_: bool, what: str) -> None:
    verdict = ASKED if open_ else SILENT
    result.fields[verdict] += 1
    result.wrong.append(f"{verdict} {what}")


def _pairs(got: list[dict[str, Any]], truth: list[Truth]) -> list[tuple[dict[str, Any], Truth]] | None:
    return list(zip(got, truth, strict=True)) if len(got) == len(truth) else None


def _fields(got: dict[str, Any], true: Truth, loose: frozenset[str]) -> list[tuple[str, Any, Any]]:
    measures = [(bare(m["label"]), bare(m["text"])) for m in got["measures"]]
    extra = {bare(k): bare(v) for k, v in got.get("extra", {}).items() if bare(v) and bare(k) not in loose}
    return [
        *([("number", bare(str(got["number"])), bare(true.number))] if true.number else []),
        ("department", bare(got["department"]), bare(true.department)),
        ("outline", bare(got["outline"]), bare(true.outline)),
        ("measures", measures, [(bare(m.label), bare(m.text)) for m in true.measures]),
        ("statuses", [bare(m["status"]) for m in got["measures"]], [bare(m.status) for m in true.measures]),
        ("status", bare(got["status"]), bare(true.status)),
        ("evaluation", bare(got["evaluation"]), bare(true.evaluation)),
        ("extra", extra, {bare(k): bare(v) for k, v in true.extra.items() if bare(v) and bare(k) not in loose}),
        ("dates", sorted(set(got["dates"])), sorted(d.isoformat() for d in true.dates)),
        ("contractor", got["contractor"], true.contractor),
    ]


def _text(true: Truth, loose: frozenset[str]) -> str:
    parts = [true.number, true.department, true.outline, true.status, true.evaluation]
    parts += [m.label + m.text + m.status for m in true.measures]
    parts += [value for key, value in true.extra.items() if bare(key) not in loose]
    return bare("".join(parts))


def _told_text(one: dict[str, Any], loose: frozenset[str]) -> str:
    parts = [str(one["number"]), one["department"], one["outline"], one["status"], one["evaluation"]]
    parts += [m["label"] + m["text"] + m["status"] for m in one["measures"]]
    parts += [v for k, v in one.get("extra", {}).items() if bare(k) not in loose]
    return bare("".join(parts))
