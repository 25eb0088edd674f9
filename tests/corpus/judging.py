"""Holding a report against what a bundle's author says of it.

A ``must`` entry is met by a finding that equals it in every key given there (in ``where`` too; a list as a value
means one of these). On an honest bundle every stop, and every ask that ``may`` does not name, is a false alarm.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the author of a bundle says must, and may, be found in it; ``exit`` None where either is right."""

    name: str
    about: str
    kind: str
    honest: bool
    must: Sequence[Entry]
    may: Sequence[Entry]
    exit: int | None
    mentions: Sequence[str]


def expected_of(path: Path) -> Expected:
    """Read one manifest."""
    told = json.loads(path.read_text("utf-8"))
    return Expected(
        told["name"], told["about"], told["kind"], told["honest"], told["must"], told.get("may", ()),
        told.get("exit"), told.get("error_mentions", ()),
    )  # fmt: skip


def faults(expected: Expected, findings: Sequence[Entry], status: int) -> Iterator[str]:
    """Yield what is wrong with a report's findings: a miss, a false alarm, a wrong exit status."""
    for must in expected.must:
        if not any(meets(finding, must) for finding in findings):
            yield f"missed {json.dumps(must, ensure_ascii=False)}"
    for finding in findings if expected.honest else ():
        if finding["severity"] != "note" and not any(meets(finding, may) for may in expected.may):
            yield f"false {brief(finding)}"
    if expected.exit is not None and status != expected.exit:
        yield f"exit {status} instead of {expected.exit}"


def surplus(expected: Expected, findings: Sequence[Entry]) -> list[Entry]:
    """Return the stops and asks on a planted bundle that nobody expected."""
    known = (*expected.must, *expected.may)
    return [f for f in findings if f["severity"] != "note" and not any(meets(f, entry) for entry in known)]


def meets(finding: Entry, entry: Entry) -> bool:
    """Return whether a finding has every value of an entry."""
    return all(
        meets(finding.get(key) or {}, value) if isinstance(value, Mapping) else _is(finding.get(key), value)
        for key, value in entry.items()
    )


def _is(found: object, wanted: object) -> bool:
    return found in wanted if isinstance(wanted, list) else found == wanted


def brief(finding: Entry) -> str:
    """Return a finding in a line."""
    where = {key: value for key, value in finding["where"].items() if value is not None}
    return f"{finding['severity']} {finding['check']} {finding['file']} {where} {finding['subject_id']}: {finding['message']}"
