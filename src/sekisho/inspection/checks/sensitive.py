"""特定個人情報・機微情報: no My Number but where the scope names it, and other special-care data only on purpose.

What it looks for
    Numbers of twelve digits with a valid check digit which a label, a heading or their whole column says to be My
    Numbers; columns or labels of special-care data (病名, 障害, 犯罪歴 …) with something in them; and remarks in the row
    of a table, or in a comment, which tell such data of somebody (てんかんの既往歴あり, 通院中, 手帳Ｂ１).

Why it stops
    Work with My Numbers takes several people, a report to a superior, and only then an approval (FY2023 incident 3).

What it cannot see
    A My Number without any label among other text: every tenth number of twelve digits has a valid check digit, so a
    lone one is a note. Special-care data in the sentences of a letter without a label, and illnesses that hardly anybody
    knows where nothing but their name stands there.

What to do
    Take the number out. Where the recipient may have it, name ``my_number`` in the scope's ``fields``: the dispatch
    then takes the stricter procedure.

Options
    ``fields`` of the scope source.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.model import Finding, Grid, Part, Place
from sekisho.inspection.numbered import line_of
from sekisho.inspection.recognition.numbers import MyNumber
from sekisho.inspection.recognition.search import holding
from sekisho.japan.special_care import WORTH, told_in
from sekisho.words import say

SAID = frozenset(
    {
        Part.TEXT,
        Part.PAGE,
        Part.TEXT_BOX,
        Part.HEADER_FOOTER,
        Part.FOOTNOTE,
        Part.COMMENT,
        Part.SLIDE,
        Part.NOTES,
        Part.BODY,
    }
)
"""Places of running text that is about the people in it."""
_WORDS = (
    r"傷?病名|診断名?|病歴|既往歴|現病歴|服薬|投薬|障(?:害|がい)(?:名|種別|等級|程度|の程度|区分|支援区分)|手帳(?:等級|種別)|要介護度|要介護状態区分|"
    r"認定区分|介護度|健診結果|検査結果|血液型|犯罪歴|前科|前歴|被害歴|人種|民族|信条|信仰|宗教|社会的身分|本籍|生活保護|保護受給|虐待|支援措置"
)
_HEADING = re.compile(rf"(?:{_WORDS})")
_IN_TEXT = re.compile(
    rf"(?:^|[\s\u3000、。・])({_WORDS})[\s\u3000]*[:：]|(身体障害者手帳|療育手帳|愛の手帳|精神障害者保健福祉手帳)"
)
TELLING = re.compile("[病診歴薬障帳護認検血科種族信宗身籍虐措]")
"""Every one of these words has at least one of these characters; hardly a name or an address has."""
_TRIM = re.compile(r"[\s\u3000:：（）()※*]+")
LONGEST_HEADING = 14
_COUNT = re.compile(r"[\s\d０-９,.，．:/()（）%％-]*(?:人|名|件|円|歳|才|世帯|回|日|か所|箇所)?[\s)）]*")
"""What stands beside a word in a table of figures, and not beside a remark about somebody."""


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        for number in file.my_numbers:
            yield replace(_number(case, file, number), escalates=number.certain)
        yield from _special(case, file)


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
    if subjects and all(allows_my_number(case, subject, number.place) for subject in subjects):
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
    beside = file.mentions.by_place.get(number.place, [])
    if number.row is not None and number.place.row is not None:
        beside = file.mentions.by_row.get(line_of(number.place), [])
    meant = [
        [who for who in mention.candidates if case.may_see(who, mention.place)] or mention.candidates
        for mention in beside
    ]
    return tuple(dict.fromkeys(who for candidates in meant for who in candidates))


def allows_my_number(case: ParcelCase, subject: str, at: Place) -> bool:
    """Return whether the scope names the My Number for a person."""
    fields = case.fields_of(subject, at)
    return fields is not None and "my_number" in fields


def _special(case: ParcelCase, file: Inspected) -> Iterator[Finding]:
    """Ask once for a file, at the first place, about all the special-care data that it names or tells."""
    words: dict[str, Place] = {}
    for word, place in (*_in_grids(file), *_in_texts(file), *_in_remarks(file)):
        words.setdefault(word, place)
    if words:
        yield CHECK.finding(
            case,
            file,
            "ask",
            "special_care",
            say("配慮が必要な情報（{words}）が載っています。", words=list(words)),
            say("この宛先に、この情報が必要かどうかを確かめてください。"),
            place=next(iter(words.values())),
        )


def _in_grids(file: Inspected) -> Iterator[tuple[str, Place]]:
    for grid in file.document.grids:
        for at in holding(grid.strings, TELLING):
            text = grid.strings[at]
            if len(text) > LONGEST_HEADING:
                continue
            heading = _TRIM.sub("", text)
            if _HEADING.fullmatch(heading) or (heading and _IN_TEXT.search(text)):
                yield heading, grid.place_of(grid.texts.index(at))


def _in_texts(file: Inspected) -> Iterator[tuple[str, Place]]:
    for text in file.document.texts:
        if text.place.part in SAID:
            for match in _IN_TEXT.finditer(text.text):
                yield match[1] or match[2], text.place


def _in_remarks(file: Inspected) -> Iterator[tuple[str, Place]]:
    """Yield what cells in the rows of tables, and comments, tell of somebody without a label."""
    of_grids = []
    for grid in file.document.grids:
        told = {at: found for at in holding(grid.strings, WORTH) if (found := tuple(told_in(grid.strings[at])))}
        of_grids += [(grid, told)] if told else []
    # Who stands in which row is asked only where something is told: a long list has many rows.
    people = {
        (m.place.part, m.place.sheet, m.place.page, m.row)
        for m in (file.mentions if of_grids else ())
        if m.table is not None
    }
    for grid, told in of_grids:
        for cell, at in enumerate(grid.texts):
            if at in told:
                place = grid.place
                about = (place.part, place.sheet, place.page, grid.rows[cell]) in people
                beside = _stands_beside_words(grid, cell)
                # An illness by its name alone is told of a person where one stands in the row, as far as any is known.
                kinds = [t.kind for t in told[at] if about or (beside and (t.outright or not people))]
                yield from ((kind, grid.place_of(cell)) for kind in kinds)
    for text in file.document.texts:
        if text.place.part is Part.COMMENT:
            yield from ((told.kind, text.place) for told in told_in(text.text) if told.outright)


def _stands_beside_words(grid: Grid, cell: int) -> bool:
    """Return whether something other than figures stands in the row of a cell: a line of prose has its row for itself."""
    row = grid.rows[cell]
    first, last = bisect_left(grid.rows, row), bisect_right(grid.rows, row)
    return any(at != cell and not _COUNT.fullmatch(grid.text_of(at)) for at in range(first, last))


CHECK = Check("sensitive", say("特定個人情報・機微情報"), (), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    numbers = {(who, "my_number"): value for who, value in (("S0101", "123456789018"), ("S0102", "234567890124"))}
    rows = worked.roster("S0101", "S0102", columns=("name", "my_number"), change=numbers)
    named = worked.Terms(fields={"S0101": "name;my_number", "S0102": "name;my_number"})
    ill = [["氏名", "病名"], ["青木　花子", "ぜんそく"]]
    told, office = (
        [["氏名", "備考"], ["青木　花子", text]] for text in ("てんかんの既往歴あり", "障害福祉課へ転送済み")
    )

    def made(*rows: list[str], terms: worked.Terms = worked.Terms()) -> ParcelCase:  # noqa: B008  frozen
        return worked.parcel_case(worked.document(worked.sheet(rows)), terms=terms)

    return (
        worked.Stops("My Numbers for somebody who may not have them", made(*rows), worked.cell(2, 2), "S0101"),
        worked.Stops("a column of illnesses", made(*ill), worked.cell(1, 2), severity="ask"),
        worked.Stops("a remark about an illness", made(*told), worked.cell(2, 2), severity="ask"),
        worked.Passes("My Numbers that the scope names", made(*rows, terms=named)),
        worked.Passes("a lone number of twelve digits", made(["氏名", "伝票"], ["青木　花子", "123456789018"])),
        worked.Passes("a remark about an office", made(*office)),
    )
