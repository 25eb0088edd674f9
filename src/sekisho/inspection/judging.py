"""The checks over the parcels: which can run, what they find, and what is said where one could not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.inspection.case import Check, Need, ParcelCase
from sekisho.inspection.looked import CheckRun, ParcelRun
from sekisho.inspection.model import SEVERITIES, Finding
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.bundle.model import Bundle

NOT_ASKED = say("この検査は選ばれていません。")
UNMET: Mapping[Need, Sentence] = {
    "subjects": say("本人の台帳（subjects）がないため、検査していません。"),
    "scope": say(
        "だれに見せてよいかを決めるもの（scope の台帳、本人の台帳の recipient_id、送付物の subjects）がないため、検査していません。"
    ),
    "consents": say("承諾の台帳（consents）がないため、検査していません。"),
    "web": say("ホームページに載せるものではないため、検査の対象ではありません。"),
    "outgoing": say("送付の方法と宛先が決まっていないため、検査の対象ではありません。"),
    "print": say("印刷ファイル（[[print]]）がないため、検査の対象ではありません。"),
}
UNMET_LOOSE: Mapping[Need, Sentence] = {
    "subjects": say("本人の台帳（--subjects）の指定がないため、検査していません。"),
    "scope": say("宛先（--recipient）の指定がないため、検査していません。"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks found, and which of them ran; ``looks``: on each of the cases."""

    findings: tuple[Finding, ...]
    runs: tuple[CheckRun, ...]
    looks: tuple[tuple[ParcelRun, ...], ...]


def judge(
    cases: Sequence[ParcelCase], bundle: Bundle | None, checks: Sequence[Check], ids: Sequence[str], *, register: bool
) -> Judged:
    """Return the findings in the order of parcels and files, each once, and for each of ``ids`` whether it ran."""
    findings: list[Finding] = []
    runs: dict[str, CheckRun] = {}
    looks: list[list[ParcelRun]] = [[] for _ in cases]
    for check in checks:
        unmet = [_unmet(check, case, bundle, register=register) for case in cases]
        crashed = False
        for case, why, told in zip(cases, unmet, looks, strict=True):
            made = list(_run(check, case)) if why is None else []
            findings += made
            broken = any(finding.rule == CRASHED for finding in made)
            crashed = crashed or broken
            told.append(_look(check, case, _BROKEN if broken else why))
        why_not = _BROKEN if crashed else _why_not(check, cases, unmet)
        runs[check.id] = CheckRun(check.id, why_not is None, why_not)
        if bundle is not None and check.id == "scope":
            findings += _unscoped(cases, unmet)
    return Judged(
        _ordered(findings, cases),
        tuple(runs.get(name, CheckRun(name, ran=False, why_not=NOT_ASKED)) for name in ids),
        tuple(map(tuple, looks)),
    )


def _look(check: Check, case: ParcelCase, why: Sentence | None) -> ParcelRun:
    """Return whether a check looked at a parcel, for which ``why`` is what kept it from it."""
    idle = check.idle(case) if why is None else why if why in _FOREIGN else None
    if not case.files and "outgoing" not in check.needs:
        idle = _PAPER  # whom and where it goes to is looked at all the same
    if idle is not None:
        return ParcelRun(check.id, "unconcerned", idle)
    why = why or check.lacks(case)
    return ParcelRun(check.id, "looked" if why is None else "unable", why)


def _why_not(check: Check, cases: Sequence[ParcelCase], unmet: Sequence[Sentence | None]) -> Sentence | None:
    """Return why a check did not run on everything that concerns it, or on anything at all."""
    able = [case for case, why in zip(cases, unmet, strict=True) if why is None]
    lacking = [why for why in unmet if why is not None and (why not in _FOREIGN or not able)]
    return next(iter([*lacking, *(why for case in able if (why := check.lacks(case)) is not None)]), None)


CRASHED = "crashed"
UNCONCERNED: frozenset[Need] = frozenset({"web", "outgoing", "print"})
"""Needs without which a check has nothing to do with a parcel."""
_FOREIGN = frozenset(UNMET[need] for need in UNCONCERNED)
_PAPER = say("ファイルのない束（紙だけ）のため、検査の対象ではありません。")
_BROKEN = say("途中で失敗しました。")


def _unmet(check: Check, case: ParcelCase, bundle: Bundle | None, *, register: bool) -> Sentence | None:
    """Return why a check cannot run on a parcel, None where it can."""
    met: dict[Need, bool] = {
        "subjects": register,
        "scope": case.judges,
        "consents": bundle is not None and bundle.sources.consents is not None,
        "web": bundle is not None and bundle.channel == "web",
        "outgoing": bundle is not None,
        "print": case.pieces is not None and case.pieces.kind == "print",
    }
    # What does not concern the bundle at all is said before what is missing.
    needs = sorted(check.needs, key=lambda need: need not in UNCONCERNED)
    lacking = next((need for need in needs if not met[need]), None)
    if lacking is None:
        return None
    return UNMET_LOOSE.get(lacking, UNMET[lacking]) if bundle is None else UNMET[lacking]


def _run(check: Check, case: ParcelCase) -> Iterator[Finding]:
    """Yield what a check finds. A check that fails, or yields anything else, is itself a finding that stops."""
    try:
        for finding in check.run(case):
            if not isinstance(finding, Finding):
                raise TypeError("a check yields findings and nothing else")  # noqa: TRY301  handled as any failure of a check
            yield finding
    except Exception as error:  # noqa: BLE001  whatever a check does wrong must stop the parcel, and not the other checks
        yield check.finding(
            case,
            None,
            "stop",
            CRASHED,
            say(
                "検査「{check}」（{id}）が途中で失敗しました（{kind}）。",
                check=check.title,
                id=check.id,
                kind=type(error).__name__,
            ),
            say("この送付物は検査し終えていません。送らずに、関所の管理者に知らせてください。"),
        )


def _unscoped(cases: Sequence[ParcelCase], unmet: Sequence[Sentence | None]) -> Iterator[Finding]:
    """Yield one question for the bundle whose scope cannot be judged, or one for each parcel of which that is so."""
    left = [(case, why) for case, why in zip(cases, unmet, strict=True) if why is not None]
    if len(left) == len(cases):
        left = left[:1]
    for case, why in left:
        parcel = None if len(cases) > 1 and all(unmet) else case.recipient
        yield Finding(
            "scope",
            "ask",
            "not_run",
            say("載っている人を宛先に見せてよいかどうかは、検査していません。{why}", why=why),
            say("台帳を bundle.toml の [sources] に加えて検査し直すか、一人ずつ目で確かめてください。"),
            parcel,
        )


def _ordered(findings: Sequence[Finding], cases: Sequence[ParcelCase]) -> tuple[Finding, ...]:
    """Return each finding once: by parcel and file as in the bundle, then the most severe first, then by place."""
    parcels = {case.recipient: at for at, case in reversed(list(enumerate(cases)))}
    files = {file.path: at for at, file in enumerate(file for case in cases for file in case.files)}

    def key(finding: Finding) -> tuple[int, int, int, str, int, int, tuple[int, str]]:
        place = finding.place
        return (
            parcels.get(finding.parcel, -1),
            files.get(finding.file or "", -1),
            SEVERITIES.index(finding.severity),
            place.sheet or "",
            place.page or 0,
            place.row or 0,
            (len(place.column or ""), place.column or ""),
        )

    once: dict[str, Finding] = {}
    for finding in findings:
        once.setdefault(finding.id, finding)
    return tuple(sorted(once.values(), key=key))
