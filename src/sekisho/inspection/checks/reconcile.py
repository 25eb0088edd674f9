"""突合: what stands in one row belongs to one person, and is what the register says.

What it looks for
    In every row whose person is known: a number, name, reading, birth date, address, phone … that is somebody else's
    (a column sorted alone, a mail merge shifted by one row), or that differs from the register (an old address). Only
    where a heading or label says what the value is, or where a column without a heading holds hardly anything but such
    facts of the people in the list.

Why it stops
    A wrongly made list sent clinics data of people who are not their patients (FY2023 incident 3); a contractor
    shifted 489 of 836 labels against their names.

What it cannot see
    Values that the register does not hold, such as an amount or a diagnosis; columns without a heading in a list of one
    or two people. Where a column hardly ever agrees and its values are nobody's, it is taken to be of another kind and passes.

What to do
    Make the list anew from the register, and never sort a single column.

Options
    None.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.fields import FIELD_NAMES
from sekisho.inspection.model import Finding
from sekisho.inspection.recognition.mentions import Fact, Mention
from sekisho.japan.names import fold_name
from sekisho.words import say

ALWAYS = frozenset({"birth_date", "address", "name"})
"""Facts that differ on their own account; the rest only in a column that mostly agrees with the register."""
MOSTLY = 0.5

Agreement = Mapping[tuple[int | None, str], tuple[int, int]]


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        agreement = _agreement(file)
        for mention in file.mentions.single:
            if len(mention.candidates) == 1:
                yield from _of_row(case, file, mention, agreement)


def _agreement(file: Inspected) -> Agreement:
    """Return for each column (table, kind): how many values agree with the register, and how many differ.

    Of a table in which nothing differs nobody will ask.
    """
    agree, differ = Counter[tuple[int | None, str]](), Counter[tuple[int | None, str]]()
    asked = {mention.table for mention in file.mentions.single}
    for rows in file.mentions.clean:
        if rows.table in asked:
            agree.update({(rows.table, kind): count for kind, count in rows.agreeing().items()})
    for mention in file.mentions.single:
        for fact in mention.facts:
            if fact.typed:
                agree[mention.table, fact.kind] += fact.agrees is True
                differ[mention.table, fact.kind] += fact.agrees is False
    return {key: (agree[key], differ[key]) for key in agree | differ}


def _of_row(case: ParcelCase, file: Inspected, mention: Mention, agreement: Agreement) -> Iterator[Finding]:
    wrong = [fact for fact in mention.facts if fact.agrees is False and (fact.typed or fact.owners)]
    # A 出席番号 beside the register's own number, a second telephone: of two values one kind, one that agrees is enough.
    agreeing = {fact.kind for fact in mention.facts if fact.agrees}
    by_owner: dict[str | None, list[Fact]] = {}
    for fact in wrong:
        owner = fact.owners[0] if len(fact.owners) == 1 else None
        if fact.owners or (
            fact.kind not in agreeing and _differs(fact, agreement.get((mention.table, fact.kind), (0, 0)))
        ):
            by_owner.setdefault(owner, []).append(fact)
    mailing = case.pieces is not None and case.pieces.kind == "mailing"
    for owner, facts in by_owner.items():
        if owner is None:
            # Whether a mail piece's address is the registered one is for ``address`` to say.
            told = [fact for fact in facts if not (mailing and fact.kind in {"address", "postal_code"})]
            yield from (_unlike(case, file, mention, fact) for fact in told)
        else:
            yield _mixed(case, file, mention, facts, owner)


def _differs(fact: Fact, column: tuple[int, int]) -> bool:
    """Return whether a value that is nobody's differs from the register, or its column is of another kind."""
    agree, differ = column
    if fact.kind in ALWAYS:
        return agree > 0 or differ <= 3 or fact.kind == "birth_date"
    return agree >= MOSTLY * (agree + differ)


def _mixed(case: ParcelCase, file: Inspected, mention: Mention, facts: list[Fact], owner: str) -> Finding:
    row = mention.candidates[0]
    if case.judges and case.may_see(owner, facts[0].place) and not case.may_see(row, facts[0].place):
        # The row is for the one who may be in the parcel, though most of it is the other's.
        row, owner = owner, row
        facts = [fact for fact in mention.facts if fact.agrees and fact.typed] or facts
    return CHECK.finding(
        case,
        file,
        "stop",
        "mixed",
        say(
            "{row}さんの行に、{name}さんの{fields}が入っています。",
            row=case.name_of(row),
            name=case.name_of(owner),
            fields=[FIELD_NAMES[fact.kind] for fact in facts],
        ),
        say("列だけの並べ替えや、行のずれがないかを確かめ、台帳から作り直してください。"),
        place=facts[0].place,
        subject_id=owner,
        other_subject_id=row,
    )


def _unlike(case: ParcelCase, file: Inspected, mention: Mention, fact: Fact) -> Finding:
    row = mention.candidates[0]
    near = fact.kind == "name" and _one_character_off(case.name_of(row), fact.text)
    return CHECK.finding(
        case,
        file,
        "ask" if near else "stop",
        f"differs_{fact.kind}",
        say("{name}さんの{field}が台帳と違います。", name=case.name_of(row), field=FIELD_NAMES[fact.kind]),
        say("台帳の今の値に直してください。台帳のほうが古ければ、台帳を直してから検査し直してください。"),
        place=fact.place,
        subject_id=row,
    )


def _one_character_off(registered: str, written: str) -> bool:
    """Return whether two names differ in one character alone: a variant or a slip, which a person must look at."""
    one, other = fold_name(registered), fold_name(written)
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


CHECK = Check("reconcile", say("突合"), ("subjects",), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    one, other = (worked.CAST[who]["birth_date"] for who in ("S0101", "S0102"))
    swapped = {("S0101", "birth_date"): other, ("S0102", "birth_date"): one}
    old = {("S0102", "address"): "さくら野市西町9番9号"}
    slip = {("S0102", "name"): "馬場　陽奈"}
    three, with_id = ("S0101", "S0102", "S0103"), ("subject_id", *worked.USUAL)
    other_words = {("S0101", "address"): "さくら野市中央1-2-3", ("S0101", "birth_date"): "令和2年4月12日"}

    def made(*columns: str, change: dict[tuple[str, str], str] | None = None) -> ParcelCase:
        return worked.parcel_case(worked.document(worked.sheet(worked.roster(*three, columns=columns, change=change))))

    return (
        worked.Stops(
            "birth dates that stand one row too far", made(*with_id, change=swapped), worked.cell(2, 3), "S0102"
        ),
        worked.Stops(
            "an address that the register no longer has", made(*worked.USUAL, change=old), worked.cell(3, 3), "S0102"
        ),
        worked.Stops("a name with one character off", made(*with_id, change=slip), worked.cell(3, 2), "S0102", "ask"),
        worked.Passes("every row is one person's", made(*with_id)),
        worked.Passes("the same address and date in other words", made(*with_id, change=other_words)),
    )
