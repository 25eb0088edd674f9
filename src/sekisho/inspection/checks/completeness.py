"""欠落・重複: everyone who must be in a parcel is there, and nobody twice in one list.

What it looks for
    Where the parcel says ``complete``: everyone in the recipient's scope (or, where they narrow it, in its
    ``subjects``) appears in one of its files. In every parcel: one person in two rows of one table of one sheet.

Why it stops
    A list made by hand from a wrong selection loses people as easily as it gains others (FY2023 incident 3), and the
    one who is missing gets no letter and no service.

What it cannot see
    Whether a list that does not say ``complete`` should have been; people who are missing from the register itself;
    who is missing from a parcel of which a file could not be read (``unreadable`` and ``protection`` stop it).

What to do
    Make the list anew from the register. A person who rightly stands in two rows (two benefits) is an answer.

Options
    ``complete`` of the parcel.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.model import Finding
from sekisho.inspection.recognition.mentions import Mention, Mentions
from sekisho.words import Personal, Sentence, say


def _run(case: ParcelCase) -> Iterator[Finding]:
    if case.parcel.complete and case.allowed is not None and _closed(case) is None:
        yield from _missing(case)
    for file in case.files:
        yield from _twice(case, file)


def _closed(case: ParcelCase) -> Inspected | None:
    """Return a file that could not be read: whoever is missing elsewhere may stand in it."""
    return next((file for file in case.files if file.is_closed), None)


def _missing(case: ParcelCase) -> Iterator[Finding]:
    there: set[str] = set().union(*(file.mentions.people for file in case.files))
    expected = case.allowed.expected if case.allowed else frozenset()
    outer = [file for file in case.files if not file.inside]
    for subject in sorted(expected - there):
        yield CHECK.finding(
            case,
            outer[0] if len(outer) == 1 else None,
            "stop",
            "missing",
            say(
                "{name}さん（{subject}）が載っていません。提供範囲の全員が載っていなければならない送付物です。",
                name=case.name_of(subject),
                subject=Personal(subject),
            ),
            say("一覧を台帳から作り直してください。載せない人なら、提供範囲の台帳を直してください。"),
            subject_id=subject,
        )


def _twice(case: ParcelCase, file: Inspected) -> Iterator[Finding]:
    first: dict[tuple[int, str], Mention] = {}
    for mention in file.mentions.but(_named_once(file.mentions)):
        if mention.table is None or mention.settled is None or not mention.listed:
            continue
        earlier = first.setdefault((mention.table, mention.settled), mention)
        if earlier.row != mention.row and not _one_entry(earlier, mention):
            yield CHECK.finding(
                case,
                file,
                "ask",
                "twice",
                say(
                    "{name}さんは同じ一覧の{row}行目にも載っています。",
                    name=case.name_of(mention.settled),
                    row=earlier.place.row,
                )
                if earlier.place.row
                else say("{name}さんは同じ一覧に二度載っています。", name=case.name_of(mention.settled)),
                say("二重でないかを確かめてください。二つの行が正しければ、その理由を答えてください。"),
                place=mention.place,
                subject_id=mention.settled,
            )


def _named_once(mentions: Mentions) -> set[str]:
    """Return those of whom the file has one row in all, and that a clean one."""
    counts = Counter(chain.from_iterable(rows.subject_ids for rows in mentions.clean))
    counts.update(mention.settled for mention in mentions.single if mention.settled)
    return {subject for subject, times in counts.items() if times == 1}


def _one_entry(earlier: Mention, later: Mention) -> bool:
    """Return whether two rows are the two lines of one entry: one below the other, and no fact twice but the name."""
    if earlier.row is None or later.row != earlier.row + 1:
        return False
    first, second = ({fact.kind for fact in m.facts if fact.agrees} - {"name"} for m in (earlier, later))
    return bool(first) and bool(second) and not first & second


def _lacks(case: ParcelCase) -> Sentence | None:
    closed = _closed(case) if case.parcel.complete else None
    if closed is None:
        return None
    return say("{file}の中を検査できなかったため、全員が載っているかどうかは確かめていません。", file=closed.path)


CHECK = Check("completeness", say("欠落・重複"), ("subjects",), _run, _lacks)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    made, sheet, roster, whole = worked.parcel_case, worked.sheet, worked.roster, worked.Terms(complete=True)
    return (
        worked.Stops(
            "a list that must hold everyone, and one child is missing",
            made(worked.document(sheet(roster("S0101", "S0102", "S0104"))), terms=whole), subject="S0103",
        ),
        worked.Stops(
            "one child in two rows of a list",
            made(worked.document(sheet(roster("S0101", "S0102", "S0101")))), worked.cell(4, 1), "S0101", "ask",
        ),
        worked.Passes(
            "everyone is there, on two sheets",
            made(
                worked.document(sheet(roster("S0101", "S0102"), name="1組"), sheet(roster("S0103", "S0104"), name="2組")),
                terms=whole,
            ),
        ),
        worked.Passes(
            "one child on two sheets: two lists",
            made(worked.document(sheet(roster("S0101"), name="4月"), sheet(roster("S0101"), name="5月"))),
        ),
        worked.Passes("a list that need not hold everyone", made(worked.document(sheet(roster("S0101"))))),
    )  # fmt: skip
