"""What a new version of a procedure asks otherwise than the one before, in the words of the office; what got weaker first.

A change of meaning, not of text: a comment, another order of keys or a step put between two others changes nothing else.
What is waited for and who must be another person is looked at as it holds in the end (``before``, ``apart``), so that no
way of writing hides that something fell away. Both versions have passed their lint.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sekisho.gate.naming import CHANNELS, KEYS, METHODS, PROOFS, ROLES, UNITS, WAYS, kind_of
from sekisho.gate.procedure import PER, Procedure, Step
from sekisho.gate.procedure import PROOFS as STRONGEST_FIRST
from sekisho.words import Sentence, Titled, say

PROVEN = frozenset({"open_files", "trace_sample", "scan", "type_identifier"})
"""Methods of which the software itself sees that they were done; the others a person claims."""
T = TypeVar("T")
_NO_PROOF = len(STRONGEST_FIRST)
_NONE = say("なし")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. ``step``: its id in the new version, in the old one where it is gone; empty: of the whole.

    ``key``: of the format; empty where the whole step came or went. ``weaker``: less is asked than before.
    """

    step: str
    key: str
    said: Sentence
    weaker: bool = False


def changes(old: Procedure, new: Procedure) -> tuple[Change, ...]:
    """Return what changed from one version to another: what got weaker first, then in the order of the path."""
    ids = _other_ids(old, new)
    before = _under(old, ids)
    found = [*_gone(before, new), *_whole(before, new)]
    for step in new.steps:
        was = before.by_id.get(step.id)
        found += [_came(step, new)] if was is None else _step(was, step, before, new)
    found += [_called_otherwise(new.by_id[now], then) for then, now in ids.items()]
    return tuple(sorted(found, key=lambda one: not one.weaker))


# ---------------------------------------------------------------- steps that came, went, or are called otherwise


def _other_ids(old: Procedure, new: Procedure) -> Mapping[str, str]:
    """Return for the id of a step the one under which the same step stands in the new version."""
    came = [one for one in new.steps if one.id not in old.by_id]
    found: dict[str, str] = {}
    for gone in (one for one in old.steps if one.id not in new.by_id):
        same = [one.id for one in came if _alike(one) == _alike(gone) and one.id not in found.values()]
        if same:
            found[gone.id] = same[0]
    return found


def _alike(step: Step) -> tuple[object, ...]:
    return step.kind, step.title, step.by, step.per, step.method


def _under(procedure: Procedure, ids: Mapping[str, str]) -> Procedure:
    """Return a procedure with other ids for its steps."""

    def listed(ones: Sequence[str]) -> tuple[str, ...]:
        return tuple(ids.get(one, one) for one in ones)

    steps = tuple(
        replace(one, id=ids.get(one.id, one.id), needs=listed(one.needs), differs_from=listed(one.differs_from))
        for one in procedure.steps
    )
    return replace(procedure, steps=steps, one_at_a_time=listed(procedure.one_at_a_time))


def _gone(old: Procedure, new: Procedure) -> Iterator[Change]:
    for step in old.steps:
        if step.id not in new.by_id:
            sentence = say("工程「{step}」（{kind}）がなくなりました。", step=_title(step), kind=kind_of(step, old))
            yield Change(step.id, "", sentence, weaker=True)


def _came(step: Step, new: Procedure) -> Change:
    sentence = say(
        "工程「{step}」（{kind}、{roles}、{per}）が{number}番目に増えました。",
        step=_title(step),
        kind=kind_of(step, new),
        roles=[ROLES[role] for role in step.by],
        per=UNITS[step.per],
        number=new.steps.index(step) + 1,
    )
    return Change(step.id, "", sentence)


def _called_otherwise(step: Step, then: str) -> Change:
    sentence = say(
        "工程「{step}」の id が「{old}」から「{new}」に変わりました。", step=_title(step), old=then, new=step.id
    )
    return Change(step.id, "id", sentence)


def _title(step: Step) -> Titled:
    return Titled(step.title, step.title_en)


# ---------------------------------------------------------------- the whole procedure


def _whole(old: Procedure, new: Procedure) -> Iterator[Change]:
    if (old.title, old.title_en) != (new.title, new.title_en):
        yield _of_all("title", Titled(old.title, old.title_en), Titled(new.title, new.title_en))
    if old.channel != new.channel:
        yield _of_all("channel", CHANNELS[old.channel], CHANNELS[new.channel])
    if old.business != new.business:
        yield _of_all("business", old.business or _NONE, new.business or _NONE, weaker=not new.business)
    if old.escalates_to != new.escalates_to:
        yield _of_all("escalates_to", old.escalates_to or _NONE, new.escalates_to or _NONE, weaker=not new.escalates_to)
    if old.smallest_section != new.smallest_section:
        yield _of_all("smallest_section", old.smallest_section, new.smallest_section)
    yield from _one_at_a_time(old, new)
    common = [step.id for step in new.steps if step.id in old.by_id]
    if common != [step.id for step in old.steps if step.id in new.by_id]:
        yield Change("", "step", say("工程の並べ方が変わりました。"))


def _of_all(key: str, old: object, new: object, *, weaker: bool = False) -> Change:
    sentence = say("手順の{key}が「{old}」から「{new}」に変わりました。", key=KEYS[key], old=old, new=new)
    return Change("", key, sentence, weaker)


def _one_at_a_time(old: Procedure, new: Procedure) -> Iterator[Change]:
    for step in new.steps:
        was, now = step.id in old.one_at_a_time, step.id in new.one_at_a_time
        if was and not now:
            sentence = say("「{step}」を、一つずつ済ませなくてもよくなりました。", step=_title(step))
            yield Change(step.id, "one_at_a_time", sentence, weaker=True)
        elif now and not was and step.id in old.by_id:
            yield Change(
                step.id, "one_at_a_time", say("「{step}」を、一つずつ済ませることになりました。", step=_title(step))
            )


# ---------------------------------------------------------------- one step


def _step(old: Step, new: Step, before: Procedure, after: Procedure) -> Iterator[Change]:
    if old.kind != new.kind:
        # What the old kind made sure of, the new one does not.
        yield _otherwise(new, "kind", kind_of(old, before), kind_of(new, after), weaker=True)
    if (old.title, old.title_en) != (new.title, new.title_en):
        yield _otherwise(new, "title", _title(old), _title(new))
    yield from _doers(old, new)
    if old.per != new.per:
        wider = PER.index(new.per) < PER.index(old.per)
        yield _otherwise(new, "per", UNITS[old.per], UNITS[new.per], weaker=wider)
    yield from _looking(old, new)
    yield from _leaving(old, new)
    yield from _truths(old, new)
    yield from _apart(new, before, after)
    yield from _waiting(new, before, after)
    yield from _listed(new, "training", old.training, new.training, loses=True)
    yield from _listed(new, "because", old.because, new.because)


def _doers(old: Step, new: Step) -> Iterator[Change]:
    gone, came = Counter(old.by) - Counter(new.by), Counter(new.by) - Counter(old.by)
    if gone or came:
        fewer = len(new.by) < len(old.by)
        yield _otherwise(new, "by", [ROLES[role] for role in old.by], [ROLES[role] for role in new.by], weaker=fewer)


def _looking(old: Step, new: Step) -> Iterator[Change]:
    """How a confirmation is done."""
    if old.method != new.method:
        lost = old.method in PROVEN and new.method not in PROVEN
        yield _otherwise(new, "method", _method(old), _method(new), weaker=lost)
    if old.sample != new.sample and old.method == new.method:
        yield _otherwise(new, "sample", old.sample, new.sample, weaker=new.sample < old.sample)


def _method(step: Step) -> Sentence:
    return METHODS.get(step.method, _NONE)


def _leaving(old: Step, new: Step) -> Iterator[Change]:
    """By what it is known that something left, how a password goes, and when it is looked at again."""
    if set(old.proofs) != set(new.proofs):
        weaker = _ranks(new)[-1] > _ranks(old)[-1] or _ranks(new)[0] > _ranks(old)[0]
        yield _otherwise(
            new, "proofs", [PROOFS[one] for one in old.proofs], [PROOFS[one] for one in new.proofs], weaker=weaker
        )
    for one in _without(new.ways, old.ways):
        # By mail the password can go the same way as the file.
        yield _more(new, "ways", [WAYS[one]], weaker=one == "another_mail")
    yield from _less(new, "ways", [WAYS[one] for one in _without(old.ways, new.ways)])
    yield from _less(new, "after_days", list(map(str, _without(old.after_days, new.after_days))), weaker=True)
    if came := _without(new.after_days, old.after_days):
        yield _more(new, "after_days", list(map(str, came)))


def _ranks(step: Step) -> list[int]:
    """Return the places of the proofs that a release may have, the strongest first: what is proven least counts most."""
    return sorted(STRONGEST_FIRST.index(one) for one in step.proofs) or [_NO_PROOF]


def _truths(old: Step, new: Step) -> Iterator[Change]:
    title = _title(new)
    told = {
        "blind": (
            say("「{step}」は、前の人の答えを見ずに行うことになりました。", step=title),
            say("「{step}」は、前の人の答えを見て行えるようになりました。", step=title),
        ),
        "standing": (
            say("「{step}」は、年度ごとの決裁でもよくなりました。", step=title),
            say("「{step}」は、年度ごとの決裁ではできなくなりました。", step=title),
        ),
        "deputy": (
            say("「{step}」は、代決でもよくなりました。", step=title),
            say("「{step}」は、代決ではできなくなりました。", step=title),
        ),
        "paper": (
            say("「{step}」は、紙で行って後で入力してもよくなりました。", step=title),
            say("「{step}」は、紙では行えなくなりました。", step=title),
        ),
    }
    for key, (true, false) in told.items():
        now = getattr(new, key)
        if getattr(old, key) != now:
            yield Change(new.id, key, true if now else false, weaker=now != (key == "blind"))


def _apart(step: Step, before: Procedure, after: Procedure) -> Iterator[Change]:
    """Whose person may not do it; each pair is told once, at the later of the two."""
    earlier = _common_before(step, before, after)
    was, now = before.apart[step.id], after.apart[step.id]
    for other in earlier:
        names = {"step": _title(step), "other": _title(after.by_id[other])}
        if other in was and other not in now:
            sentence = say("「{step}」と「{other}」を、同じ人が行えるようになりました。", **names)
            yield Change(step.id, "differs_from", sentence, weaker=True)
        elif other in now and other not in was:
            sentence = say("「{step}」と「{other}」は、別の人が行うことになりました。", **names)
            yield Change(step.id, "differs_from", sentence)


def _common_before(step: Step, before: Procedure, after: Procedure) -> list[str]:
    place = after.steps.index(step)
    return [one.id for one in after.steps[:place] if one.id in before.by_id]


def _waiting(step: Step, before: Procedure, after: Procedure) -> Iterator[Change]:
    """Which steps are done before it begins, near or far."""
    common = {one.id for one in after.steps if one.id in before.by_id}
    was = {one.id for one in before.before[step.id]} & common
    now = {one.id for one in after.before[step.id]} & common
    for one in after.steps:
        names = {"step": _title(step), "other": _title(one)}
        if one.id in was - now:
            sentence = say("「{step}」は、「{other}」が済むのを待たなくなりました。", **names)
            yield Change(step.id, "needs", sentence, weaker=True)
        elif one.id in now - was:
            yield Change(step.id, "needs", say("「{step}」は、「{other}」が済んでから行うことになりました。", **names))


def _listed(step: Step, key: str, old: Sequence[str], new: Sequence[str], *, loses: bool = False) -> Iterator[Change]:
    yield from _less(step, key, _without(old, new), weaker=loses)
    if came := _without(new, old):
        yield _more(step, key, came)


# ---------------------------------------------------------------- how it is said


def _otherwise(step: Step, key: str, old: object, new: object, *, weaker: bool = False) -> Change:
    sentence = say(
        "「{step}」の{key}が「{old}」から「{new}」に変わりました。", step=_title(step), key=KEYS[key], old=old, new=new
    )
    return Change(step.id, key, sentence, weaker)


def _less(step: Step, key: str, gone: Sequence[object], *, weaker: bool = False) -> Iterator[Change]:
    if gone:
        sentence = say("「{step}」の{key}から「{gone}」がなくなりました。", step=_title(step), key=KEYS[key], gone=gone)
        yield Change(step.id, key, sentence, weaker)


def _more(step: Step, key: str, came: Sequence[object], *, weaker: bool = False) -> Change:
    sentence = say("「{step}」の{key}に「{came}」が加わりました。", step=_title(step), key=KEYS[key], came=came)
    return Change(step.id, key, sentence, weaker)


def _without(ones: Sequence[T], others: Sequence[T]) -> list[T]:
    return [one for one in ones if one not in others]
