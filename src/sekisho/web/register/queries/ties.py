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


def choices(name: str = "") -> tuple[Group, ...]:
    """Return what a measure can be tied to: steps, checks and versions of one procedure, checks of all, courses, series."""
    procedure = next((one for one in shelf.usable() if one.name == name), None)
    checks, series = _checks(), _series(None)
    every = tuple(_choice(Tie("check", key), say("検査「{check}」", check=title)) for key, title in checks.items())
    taught = tuple(_choice(Tie("course", one), say("研修「{course}」", course=one)) for one in courses.offered())
    held = tuple(_choice(Tie("series", key), say("行事「{title}」", title=title)) for key, title in series.items())
    groups = [
        *(_of(procedure) if procedure else ()),
        Group(say("研修・マニュアルの受講"), taught),
        Group(say("行事"), held),
        Group(say("検査（検査のある手順すべて）"), every),
    ]
    return tuple(group for group in groups if group.choices)


def _of(procedure: Procedure) -> tuple[Group, ...]:
    name = procedure.name
    title = Titled(procedure.title, procedure.title_en)
    steps = [_choice(Tie("step", step.id, name), _step(step, procedure)) for step in procedure.steps]
    checks = [_choice(Tie("check", key, name), say("検査「{check}」", check=words)) for key, words in _checks().items()]
    there = [
        _choice(Tie("procedure", digest, name), _version(place)) for place, digest in enumerate(versions()[name], 1)
    ]
    return (
        Group(say("「{procedure}」の工程", procedure=title), tuple(steps)),
        Group(say("「{procedure}」の検査", procedure=title), tuple(checks) if procedure.of_kind("inspect") else ()),
        Group(say("「{procedure}」の版", procedure=title), tuple(there)),
    )


def _choice(tie: Tie, words: Sentence) -> Choice:
    return Choice(value_of(tie), words)


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
