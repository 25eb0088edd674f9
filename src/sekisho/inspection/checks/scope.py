"""他者混入: nobody stands in a parcel whom its recipient may not see.

What it looks for
    Every registered person named anywhere in a parcel's files: in a row, a hidden sheet, a comment, a property, a file
    name, a file inside a file. Each is held against the recipient's scope on the bundle's date; where the scope names
    fields, so is each fact that stands beside the person.

Why it stops
    Six kindergartens outside the city were sent subsidy data that held children of other kindergartens
    (FY2023 incident 1); clinics got people who are not their patients (3); two care offices' papers were swapped (4).

What it cannot see
    People who are not in the register; a person described without a name, number, phone or mail address; pictures.

What to do
    Take the row out, or cut the files anew from the one list with ``sekisho split``. Where the person does belong to
    the recipient, correct the scope source, not the file.

Options
    None. Without a scope source, the register's ``recipient_id`` or the parcel's ``subjects`` stand for it.
"""

from collections.abc import Iterator

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase, standing
from sekisho.inspection.fields import FIELD_NAMES
from sekisho.inspection.model import Finding, Hiding, Part, Place
from sekisho.inspection.recognition.mentions import Fact, Mention
from sekisho.japan.identifiers import fold_identifier, strip_zeros
from sekisho.words import Personal, say

RESTRICTED = frozenset({"birth_date", "sex", "postal_code", "address", "phone", "email", "number"})
"""The facts that a scope's ``fields`` keep back; who may see a person may see the name, its reading and the id."""


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        for mention in file.mentions.but(case.wholly_visible):
            stands = standing(mention, case)
            if stands == "out":
                yield _foreign(case, file, mention)
            elif stands == "open":
                yield _open(case, file, mention)
            else:
                yield from _fields(case, file, mention)
            yield from _strays(case, file, mention)


def _foreign(case: ParcelCase, file: Inspected, mention: Mention) -> Finding:
    subject = mention.candidates[0]
    rightful = {owner for fact in mention.strays for owner in fact.owners if case.may_see(owner, fact.place)}
    return CHECK.finding(
        case,
        file,
        "stop",
        "foreign",
        say(
            "{name}さん（{subject}）は、この宛先に見せてよい人ではありません。",
            name=case.name_of(subject),
            subject=Personal(subject),
        ),
        say(
            "その行を取り除くか、台帳から宛先別に切り出し直してください。宛先に属する人なら、提供範囲の台帳を直してください。"
        ),
        place=mention.place,
        subject_id=subject,
        other_subject_id=min(rightful) if len(rightful) == 1 else None,
    )


def _open(case: ParcelCase, file: Inspected, mention: Mention) -> Finding:
    only = mention.candidates[0] if len(mention.candidates) == 1 else None
    name = case.name_of(mention.candidates[0])
    message = (
        say(
            "{name}さんと同じ名前ですが、ほかの項目が台帳と違い、本人かどうか決められません。この宛先の提供範囲に{name}さんはいません。",
            name=name,
        )
        if only
        else say(
            "{name}さんは台帳に{count}人いて、どの人か決められません。どの人もこの宛先の提供範囲にいません。",
            name=name,
            count=len(mention.candidates),
        )
    )
    return CHECK.finding(
        case,
        file,
        "ask",
        "unsettled",
        message,
        say("元の台帳でどの人かを確かめ、生年月日か番号を書き添えるか、その行を取り除いてください。"),
        place=mention.place,
        subject_id=only,
    )


def _fields(case: ParcelCase, file: Inspected, mention: Mention) -> Iterator[Finding]:
    if mention.settled is None:
        return
    fields = case.fields_of(mention.settled, mention.place)
    if fields is None:
        return
    for fact in mention.facts:
        # A list's number that is the person's id is kept back no more than the id.
        is_id = fact.kind == "number" and strip_zeros(fold_identifier(fact.text)) == strip_zeros(mention.settled)
        if fact.kind in RESTRICTED - fields and fact.agrees and not is_id:
            yield CHECK.finding(
                case,
                file,
                "stop",
                f"field_{fact.kind}",
                say(
                    "{name}さんの{field}は、この宛先に見せてよい項目に入っていません。",
                    name=case.name_of(mention.settled),
                    field=FIELD_NAMES[fact.kind],
                ),
                say("その列を取り除くか、提供範囲の項目を確かめてください。"),
                place=fact.place,
                subject_id=mention.settled,
            )


def _strays(case: ParcelCase, file: Inspected, mention: Mention) -> Iterator[Finding]:
    """Yield the people out of scope to whom single values of somebody else's row belong."""
    seen = set(mention.candidates)
    for fact in mention.strays:
        if fact.kind in {"subject_id", "number", "name", "phone", "email"} and _is_foreign(case, fact, seen):
            seen.update(fact.owners)
            yield CHECK.finding(
                case,
                file,
                "stop" if len(fact.owners) == 1 else "ask",
                f"stray_{fact.kind}",
                say(
                    "{row}さんの行の{field}は{name}さんのもので、{name}さんはこの宛先に見せてよい人ではありません。",
                    row=case.name_of(mention.candidates[0]),
                    field=FIELD_NAMES[fact.kind],
                    name=case.name_of(fact.owners[0]),
                ),
                say("行の項目がずれていないかを元の台帳と突き合わせ、作り直してください。"),
                place=fact.place,
                subject_id=fact.owners[0] if len(fact.owners) == 1 else None,
                other_subject_id=mention.settled,
            )


def _is_foreign(case: ParcelCase, fact: Fact, seen: set[str]) -> bool:
    return not seen.intersection(fact.owners) and not any(case.may_see(owner, fact.place) for owner in fact.owners)


CHECK = Check("scope", say("他者混入"), ("subjects", "scope"), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    made, sheet, roster = worked.parcel_case, worked.sheet, worked.roster
    own = sheet(roster("S0101", "S0102"))
    behind = sheet(roster("S0201"), name="元データ", hidden=worked.Hidden(Hiding.SHEET))
    names_only = worked.Terms(fields={"S0101": "name", "S0102": "name"})
    return (
        worked.Stops(
            "a child of another kindergarten between the recipient's own",
            made(worked.document(sheet(roster("S0101", "S0201", "S0102")))), worked.cell(3, 1), "S0201",
        ),
        worked.Stops(
            "the same child on a hidden sheet",
            made(worked.document(own, behind)), worked.cell(2, 1, "元データ"), "S0201",
        ),
        worked.Stops(
            "a column that the scope does not show to this recipient",
            made(worked.document(own), terms=names_only), worked.cell(2, 2), "S0101",
        ),
        worked.Stops(
            "a name that two children share, both of another kindergarten, and nothing beside it",
            made(worked.document(worked.paragraph("青木花子さんの件")), terms=worked.Terms(scope=("S0102",))),
            Place(Part.TEXT), None, "ask",
        ),
        worked.Passes("the recipient's own children", made(worked.document(own))),
        worked.Passes("a name that two children share, one of them the recipient's", made(worked.document(worked.paragraph("青木花子さんの件")))),
    )  # fmt: skip
