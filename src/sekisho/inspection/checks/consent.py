"""承諾: on the web stands nobody, and no field of anybody, without a consent in force on the day.

What it looks for
    Every registered person in a file for the web: a consent that was granted, not withdrawn, for this purpose, on the
    bundle's date; and, where the consent names fields, each field that stands beside the person.

Why it stops
    A list of certified engineers on the web site showed personal information that they had not agreed to
    (FY2023 incident 5).

What it cannot see
    People who are not in the register; whether a consent was given freely.

What to do
    Take the person or the column out, or get the consent and enter it with its date.

Options
    ``purpose`` of the bundle.
"""

import re
from collections.abc import Iterator

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.fields import FIELD_NAMES
from sekisho.inspection.model import Finding
from sekisho.inspection.recognition.mentions import Fact, Mention
from sekisho.words import say


def _run(case: ParcelCase) -> Iterator[Finding]:
    consented = case.consented or {}
    wholly = {subject for subject, fields in consented.items() if fields is None}
    for file in case.files:
        for mention in file.mentions.but(wholly):
            agreed = [subject for subject in mention.candidates if subject in consented]
            if not agreed:
                yield _without(case, file, mention)
            elif mention.settled:
                yield from _fields(case, file, mention, consented[mention.settled])


def _without(case: ParcelCase, file: Inspected, mention: Mention) -> Finding:
    subject = mention.settled
    name = case.name_of(mention.candidates[0])
    return CHECK.finding(
        case,
        file,
        "stop" if subject else "ask",
        "without",
        say("{name}さんの、有効な承諾がありません。", name=name)
        if subject
        else say("{name}さんと思われますが、どの人か決められず、有効な承諾のある人はいません。", name=name),
        say("その行を取り除くか、承諾を得て台帳に日付とともに記録してください。"),
        place=mention.place,
        subject_id=subject,
    )


def _fields(case: ParcelCase, file: Inspected, mention: Mention, fields: frozenset[str] | None) -> Iterator[Finding]:
    if fields is None:
        return
    for fact in mention.facts:
        if fact.kind in FIELD_NAMES and fact.kind not in fields and (fact.agrees or (fact.typed and _says(fact))):
            yield CHECK.finding(
                case,
                file,
                "stop",
                f"field_{fact.kind}",
                say(
                    "{name}さんは、{field}を公開することを承諾していません。",
                    name=case.name_of(mention.settled),
                    field=FIELD_NAMES[fact.kind],
                ),
                say("その項目を取り除くか、承諾を得て台帳に記録してください。"),
                place=fact.place,
                subject_id=mention.settled,
            )


_IN_DIGITS = frozenset({"subject_id", "number", "birth_date", "postal_code", "phone"})
_WITHHELD = re.compile(
    r"[\s\u3000\-‐-―−－ーｰ*＊…・.。×✕/／]*|.*(?:非公開|公開しない|公開不可|不同意|承諾なし|同意なし|掲載なし|掲載不可|なし|無し|未回答|不明|省略).*"
)


def _says(fact: Fact) -> bool:
    """Return whether a value under a heading says anything: a dash or 非公開 keeps the field back."""
    if fact.kind in _IN_DIGITS:
        return any(char.isdigit() for char in fact.text)
    return not _WITHHELD.fullmatch(fact.text)


CHECK = Check("consent", say("承諾"), ("subjects", "web", "consents"), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    agreed = {"subject_id": "S0101", "granted_on": "2026-04-01"}
    withdrawn = {"subject_id": "S0102", "granted_on": "2026-04-01", "withdrawn_on": "2026-10-01"}
    some_only = {"subject_id": "S0103", "fields": "subject_id;name", "granted_on": "2026-04-01"}
    columns = ("subject_id", *worked.USUAL)
    kept_back = {("S0103", column): "非公開" for column in ("birth_date", "address")}

    def made(*who: str, change: dict[tuple[str, str], str] | None = None) -> ParcelCase:
        rows = worked.roster(*who, columns=columns, change=change)
        return worked.parcel_case(
            worked.document(worked.sheet(rows)), terms=worked.Terms(consents=(agreed, withdrawn, some_only))
        )

    return (
        worked.Stops("somebody who was never asked", made("S0101", "S0104"), worked.cell(3, 2), "S0104"),
        worked.Stops("somebody who has withdrawn the consent", made("S0101", "S0102"), worked.cell(3, 2), "S0102"),
        worked.Stops(
            "a birth date, where the number and the name alone were agreed to",
            made("S0103"),
            worked.cell(2, 3),
            "S0103",
        ),
        worked.Passes("everyone has agreed to everything", made("S0101")),
        worked.Passes("what was not agreed to is kept back", made("S0101", "S0103", change=kept_back)),
    )
