"""特定個人情報・機微情報: no My Number but where the scope names it, and other special-care data only on purpose.

What it looks for
    Numbers of twelve digits with a valid check digit which a label, a heading or their whole column says to be My
    Numbers; and columns or labels of special-care data (病名, 障害, 犯罪歴 …) with something in them.

Why it stops
    Work with My Numbers takes several people, a report to a superior, and only then an approval (FY2023 incident 3).

What it cannot see
    A My Number without any label among other text: every tenth number of twelve digits has a valid check digit, so a
    lone one is a note. Special-care data in prose.

What to do
    Take the number out. Where the recipient may have it, name ``my_number`` in the scope's ``fields``: the dispatch
    then takes the stricter procedure.

Options
    ``fields`` of the scope source.
"""

import re
from collections.abc import Iterator

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.model import Finding, Grid
from sekisho.inspection.recognition.numbers import MyNumber
from sekisho.words import say

_SPECIAL = re.compile(
    r"^(?:病名|傷病名|診断名|診断|病歴|既往歴|現病歴|服薬|投薬|障害名|障がい名|障害種別|障がい種別|障害等級|障がい等級|障害程度|障害の程度|障害区分|"
    r"障害支援区分|手帳等級|手帳種別|要介護度|要介護状態区分|認定区分|介護度|健診結果|検査結果|血液型|犯罪歴|前科|前歴|被害歴|人種|民族|信条|信仰|宗教|"
    r"社会的身分|本籍|生活保護|保護受給|虐待|DV|支援措置)$"
)
_TRIM = re.compile(r"[\s\u3000:：（）()※*]+")


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        for number in file.my_numbers:
            yield _number(case, file, number)
        for grid in file.document.grids:
            yield from _special(case, file, grid)


def _number(case: ParcelCase, file: Inspected, number: MyNumber) -> Finding:
    if not number.certain:
        return CHECK.finding(
            case,
            file,
            "note",
            "lone",
            say("個人番号かもしれない12桁の数字があります。"),
            say("個人番号なら取り除いてください。"),
            place=number.place,
        )
    subjects = owners_of(case, file, number)
    if subjects and all(allows_my_number(case, subject) for subject in subjects):
        return CHECK.finding(
            case,
            file,
            "note",
            "allowed",
            say("個人番号が載っています。この宛先には認められていますが、厳しい手順で扱ってください。"),
            say("複数人で確かめ、上司に報告してから決裁を受けてください。"),
            place=number.place,
            subject_id=subjects[0] if len(subjects) == 1 else None,
        )
    return CHECK.finding(
        case,
        file,
        "stop",
        "my_number",
        say("個人番号（マイナンバー）が載っています。この宛先の提供範囲には個人番号がありません。"),
        say("個人番号を取り除いてください。必要な事務なら、提供範囲の項目に個人番号を加えてください。"),
        place=number.place,
        subject_id=subjects[0] if len(subjects) == 1 else None,
    )


def owners_of(case: ParcelCase, file: Inspected, number: MyNumber) -> tuple[str, ...]:
    """Return the persons named beside a My Number: in its row, or else in its paragraph, page or file.

    Of the people whom a name could mean, those in scope, where there are any: then the row is in scope too.
    """
    beside = [m for m in file.mentions if m.place == number.place]
    if number.row is not None and number.place.row is not None:
        beside = [m for m in file.mentions if (m.place.sheet, m.place.row) == (number.place.sheet, number.place.row)]
    meant = [[who for who in mention.candidates if case.may_see(who)] or mention.candidates for mention in beside]
    return tuple(dict.fromkeys(who for candidates in meant for who in candidates))


def allows_my_number(case: ParcelCase, subject: str) -> bool:
    """Return whether the scope names the My Number for a person."""
    fields = case.allowed.fields.get(subject) if case.allowed else None
    return fields is not None and "my_number" in fields


def _special(case: ParcelCase, file: Inspected, grid: Grid) -> Iterator[Finding]:
    told: set[str] = set()
    for cell, text in enumerate(grid.texts):
        heading = _TRIM.sub("", grid.strings[text]) if len(grid.strings[text]) <= 14 else ""  # noqa: PLR2004
        if heading and heading not in told and _SPECIAL.match(heading):
            told.add(heading)
            yield CHECK.finding(
                case,
                file,
                "ask",
                f"special_{heading}",
                say("配慮が必要な情報（{heading}）の欄があります。", heading=heading),
                say("この宛先に、この情報が必要かどうかを確かめてください。"),
                place=grid.place_of(cell),
            )


CHECK = Check("sensitive", say("特定個人情報・機微情報"), (), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    numbers = {(who, "my_number"): value for who, value in (("S0101", "123456789018"), ("S0102", "234567890124"))}
    rows = worked.roster("S0101", "S0102", columns=("name", "my_number"), change=numbers)
    named = worked.Terms(fields={"S0101": "name;my_number", "S0102": "name;my_number"})
    ill = [["氏名", "病名"], ["青木　花子", "ぜんそく"]]

    def made(*rows: list[str], terms: worked.Terms = worked.Terms()) -> ParcelCase:  # noqa: B008  frozen
        return worked.parcel_case(worked.document(worked.sheet(rows)), terms=terms)

    return (
        worked.Stops("My Numbers for somebody who may not have them", made(*rows), worked.cell(2, 2), "S0101"),
        worked.Stops("a column of illnesses", made(*ill), worked.cell(1, 2), severity="ask"),
        worked.Passes("My Numbers that the scope names", made(*rows, terms=named)),
        worked.Passes("a lone number of twelve digits", made(["氏名", "伝票"], ["青木　花子", "123456789018"])),
        worked.Passes("names and addresses", made(*worked.roster("S0101", "S0102"))),
    )
