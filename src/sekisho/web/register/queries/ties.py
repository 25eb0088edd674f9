"""What a measure can rest on, and what that is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sekisho.gate.naming import METHODS, kind_of
from sekisho.gate.procedure import Procedure, Step
from sekisho.inspection.checks import CHECKS
from sekisho.register.model import Tie
from sekisho.web.desk import shelf
from sekisho.web.people import courses
from sekisho.web.register.models import Series
from sekisho.web.register.telling import Written, opened
from sekisho.words import Sentence, Titled, say


@dataclass(frozen=True, slots=True)
class TieView:
    """What a measure rests on, as a page shows it. ``words``: short, for a list; ``more``: where it is."""

    tie: Tie
    words: Sentence
    more: Sentence | Titled | str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a measure can be tied to. ``value``: the tie as a form sends it."""

    value: str
    words: Sentence


@dataclass(frozen=True, slots=True)
class Group:
    """Choices of one kind, as of one procedure."""

    title: Sentence | Titled
    choices: tuple[Choice, ...]


def exists(tie: Tie) -> bool:
    """Return whether there is such a thing to rest on."""
    newest = {one.name: one for one in shelf.usable()}
    if tie.kind == "course":
        return tie.name in courses.offered()
    if tie.kind == "series":
        return Series.objects.filter(pk=tie.name).exists()
    if tie.kind == "check" and not tie.procedure:
        return tie.name in _checks()
    procedure = newest.get(tie.procedure)
    if procedure is None:
        return False
    if tie.kind == "step":
        return tie.name in procedure.by_id
    return tie.name in (versions().get(tie.procedure, ()) if tie.kind == "procedure" else _checks())


def versions() -> Mapping[str, Sequence[str]]:
    """Return the versions of each procedure by their digests, from the oldest to the newest."""
    found: dict[str, list[str]] = {}
    for digest, one in shelf.shelf().items():
        found.setdefault(one.name, []).append(digest)
    return found


def views(ties: Sequence[Tie]) -> tuple[TieView, ...]:
    """Return how ties are called; three questions, however many they are."""
    newest, known = {one.name: one for one in shelf.usable()}, versions()
    series = _series([tie.name for tie in ties if tie.kind == "series"])
    return tuple(_view(tie, newest, known, series) for tie in ties)


def choices() -> tuple[Group, ...]:
    """Return everything that a measure can be tied to: steps and versions of each procedure, checks, courses, series."""
    known, procedures = versions(), shelf.usable()
    groups = [
        Group(
            Titled(one.title, one.title_en),
            (
                *(Choice(value_of(Tie("step", step.id, one.name)), _step(step, one)) for step in one.steps),
                *(
                    Choice(value_of(Tie("procedure", digest, one.name)), _version(place))
                    for place, digest in enumerate(known[one.name], 1)
                ),
            ),
        )
        for one in procedures
    ]
    checks = tuple(
        Choice(value_of(Tie("check", key)), say("検査「{check}」", check=title)) for key, title in _checks().items()
    )
    groups.append(Group(say("検査（検査のある手順すべて）"), checks))
    taught = tuple(
        Choice(value_of(Tie("course", one)), say("研修「{course}」", course=one)) for one in sorted(courses.offered())
    )
    groups.append(Group(say("研修・マニュアルの受講"), taught))
    held = tuple(
        Choice(value_of(Tie("series", key)), say("行事「{title}」", title=title))
        for key, title in _series(None).items()
    )
    groups.append(Group(say("行事"), held))
    return tuple(group for group in groups if group.choices)


def value_of(tie: Tie) -> str:
    """Return a tie as a form sends it."""
    return f"{tie.kind}|{tie.procedure}|{tie.name}"


def from_value(value: str) -> Tie | None:
    """Return the tie that a form sent; nothing where it is none."""
    kind, _, rest = value.partition("|")
    procedure, _, name = rest.partition("|")
    if kind not in {"step", "check", "procedure", "course", "series"} or not name:
        return None
    return Tie(kind, name, procedure)  # type: ignore[arg-type]


def asked_by(reference: str) -> tuple[Tie, ...]:
    """Return the steps of the procedures in use that were brought by a measure, FY2023-1-②, as they say themselves."""
    return tuple(
        Tie("step", step.id, one.name) for one in shelf.usable() for step in one.steps if reference in step.because
    )


def _view(
    tie: Tie, newest: Mapping[str, Procedure], known: Mapping[str, Sequence[str]], series: Mapping[str, str]
) -> TieView:
    procedure = newest.get(tie.procedure)
    where: Sentence | Titled | str = Titled(procedure.title, procedure.title_en) if procedure else tie.procedure
    if tie.kind == "step":
        step = procedure.by_id.get(tie.name) if procedure else None
        return TieView(tie, _step(step, procedure) if step and procedure else say("なくなった工程"), where)
    if tie.kind == "procedure":
        digests = known.get(tie.procedure, ())
        return TieView(tie, _version(digests.index(tie.name) + 1 if tie.name in digests else 0), where)
    if tie.kind == "check":
        return TieView(tie, say("検査「{check}」", check=_checks().get(tie.name, tie.name)), where)
    if tie.kind == "course":
        return TieView(tie, say("研修「{course}」", course=tie.name))
    return TieView(tie, say("行事「{title}」", title=series.get(tie.name, "")))


def _step(step: Step, procedure: Procedure) -> Sentence:
    kind = kind_of(step, procedure)
    if step.method:
        return say("工程「{kind}（{method}）」", kind=kind, method=METHODS[step.method])
    return say("工程「{kind}」", kind=kind)


def _version(place: int) -> Sentence:
    return say("手順の第{place}版から", place=place)


def _checks() -> Mapping[str, Sentence]:
    return {one.id: one.title for one in CHECKS}


def _series(keys: Sequence[str] | None) -> Mapping[str, str]:
    if keys == []:
        return {}
    rows = Series.objects.order_by("since", "pk") if keys is None else Series.objects.filter(pk__in=keys)
    return {one.pk: opened(one.told, f"register_series.told/{one.pk}", Written).title for one in rows}
