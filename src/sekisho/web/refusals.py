"""The one exception of every action: what was refused, why, and what would have to happen first."""

from __future__ import annotations

from sekisho.gate.rules import Refusal
from sekisho.words import Sentence

_STATUS = {"role_held": 403, "two_people": 403, "not_own_case": 403, "takes_part": 403, "trained": 403, "assigned": 403}
_STATUS |= {"chief": 403, "waiver_rank": 403, "waiver_people": 403, "engine": 403, "briefed": 403, "nobody": 404}


class Refused(Exception):  # noqa: N818  an answer to a person, not a failure
    """An action was refused. ``status``: 403 where this person may not, 404 where there is nothing for them, else 409."""

    def __init__(self, refusal: Refusal, status: int | None = None) -> None:
        super().__init__(refusal.rule)
        self.refusal = refusal
        self.status = _STATUS.get(refusal.rule, 409) if status is None else status


def refuse(rule: str, why: Sentence, first: Sentence, status: int | None = None) -> Refused:
    """Return the exception of a refusal that the gate knows nothing of."""
    return Refused(Refusal(rule, why, first), status)
