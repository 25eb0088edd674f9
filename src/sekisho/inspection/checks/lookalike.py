"""紛らわしい人: whoever a letter is for, or is about, is asked about where somebody else could be meant.

What it looks for
    An addressee of a mail piece, a recipient who is a registered person, or a person whom a parcel is about
    (``subjects``), who can be confused with another registered person: the same name in the same town; the same
    reading, two characters swapped or a kanji alike to the eye, in the same town and born within a year; any of them, or
    a name one edit away, with the same birth date; any of them in one household, guardians and forwarding addresses
    counted as belonging to it; two alike in one parcel or mailing. And a row that meets the register only after one
    edit, whose fields point to two people, or that holds a shared name alone.

    Of a made city of 430,000 the likenesses ask about 0.6 to 1.5 % of the addressees of a mailing, most at 10,000 rows:
    measured, see ``benchmarks/``.

Why it stops
    It asks. A certificate went to the guardian of another person with a similar name, past a double check (FY2023
    incident 2).

What it cannot see
    People who are not in the register; likeness that no rule above has, such as a face or a voice.

What to do
    Answer by typing what only the right person's papers say: the birth date, or the number.

Options
    ``--lookalike-days`` between two births (365); ``--lookalike-rows`` of a list up to which its own pairs count
    (10,000), ``--lookalike-reading-rows`` up to which pairs of one reading do (1,000).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sekisho.bundle.model import Source
from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.fields import FIELD_NAMES
from sekisho.inspection.model import Finding, Part, Place
from sekisho.inspection.numbered import line_of
from sekisho.inspection.pieces import Piece
from sekisho.inspection.recognition.ground import SHARED, Shared
from sekisho.inspection.recognition.households import ties
from sekisho.inspection.recognition.lookalikes import ORDER, Likeness, Pair, near_names, one_edit, pairs
from sekisho.inspection.recognition.mentions import Fact, Mention
from sekisho.inspection.recognition.register import Register
from sekisho.japan.names import fold_name
from sekisho.words import Personal, Sentence, say

LIKE: Mapping[Likeness, Sentence] = {
    "E": say("名前が同じです"),
    "G": say("名前の一字が、よく似た字です"),
    "S": say("名前の二字が入れ替わっています"),
    "R": say("名前の読みが同じです"),
    "D": say("名前が一字違いです"),
}
IN_COMMON: Mapping[Shared, Sentence] = {
    "birth_date": say("生年月日も同じです"),
    "household": say("同じ世帯か同じ住所です"),
    "town": say("同じ町に住んでいます"),
    "list": say("同じ送付物の中にいます"),
}
ADVICE = say("その人の書類を見て、生年月日か番号を入力して答えてください。")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody whom a parcel or a piece is for or about, and where that stands."""

    subject_id: str
    file: Inspected | None
    place: Place


def _run(case: ParcelCase) -> Iterator[Finding]:
    if case.register is None:
        return
    asked = list(_asked(case))
    yield from _pairs(case, case.register, asked)
    if case.pieces is not None and case.pieces.kind == "mailing":
        yield from _rows(case, case.register, case.files[0])


def _asked(case: ParcelCase) -> Iterator[_Asked]:
    if case.pieces is not None:
        for piece in case.pieces.pieces:
            if piece.person is not None:
                yield _Asked(piece.person, case.files[0], piece.place)
        return
    own = case.person_of(case.recipient)
    for subject in dict.fromkeys((*case.parcel.subjects, *([own] if own else ()))):
        file, place = _first_place(case, subject)
        yield _Asked(subject, file, place)


def _first_place(case: ParcelCase, subject: str) -> tuple[Inspected | None, Place]:
    """Return where a person first stands in a parcel; the parcel as a whole where nowhere."""
    for file in case.files:
        for mention in file.mentions.of({subject}):
            if mention.settled == subject:
                return file, mention.place
    return None, WHOLE


WHOLE = Place(Part.FILE)


# ---------------------------------------------------------------- pairs of people


def _pairs(case: ParcelCase, register: Register, asked: Sequence[_Asked]) -> Iterator[Finding]:
    if not asked:
        return
    position = register.positions([one.subject_id for one in asked])
    rows = len(case.pieces.pieces) if case.pieces else len(asked)
    found: dict[int, list[Pair]] = {}
    for pair in pairs(register, [*position.values()], case.similarity, rows=rows, ties=ties(case.bundle, register)):
        found.setdefault(pair.person, []).append(pair)
    for one in asked:
        mine = found.get(position.get(one.subject_id, -1), [])
        if mine:
            nearest = min(mine, key=lambda pair: (ORDER.index(pair.likeness), SHARED.index(pair.shared), pair.other))
            yield _alike(case, register, one, nearest, len(mine))


def _alike(case: ParcelCase, register: Register, one: _Asked, pair: Pair, count: int) -> Finding:
    persons = register.persons([pair.person, pair.other])
    me, other = persons[pair.person], persons[pair.other]
    message = say(
        "{name}さんは、{other}さん（{apart}）と紛らわしい人です。{like}。{common}。",
        name=Personal(me.name),
        other=Personal(other.name),
        apart=apart(register, pair.person, pair.other),
        like=LIKE[pair.likeness],
        common=IN_COMMON[pair.shared],
    )
    if count > 1:
        message = say("{message}ほかに{count}人います。", message=message, count=count - 1)
    rule = f"alike_{pair.likeness}_{pair.shared}"
    return CHECK.finding(
        case,
        one.file,
        "ask",
        rule,
        message,
        ADVICE,
        place=one.place,
        subject_id=one.subject_id,
        other_subject_id=other.subject_id,
    )


def apart(register: Register, person: int, other: int) -> Sentence:
    """Return what tells the other person from the one: the birth date, the number, the address, or else the id.

    The address of somebody under 支援措置 is not told here either.
    """
    hidden = register.knows("protected") and register.frame["protected"][other] is not None
    for kind, words in APART.items():
        if register.knows(kind) and not (hidden and kind == "address"):
            mine, theirs = register.frame[kind][person], register.frame[kind][other]
            if theirs is not None and mine != theirs:
                return say("{field}は{value}", field=words, value=Personal(str(theirs)))
    return say("{field}は{value}", field=say("識別番号"), value=Personal(register.frame["subject_id"][other]))


APART: Mapping[str, Sentence] = {"birth_date": say("生年月日"), "number": say("番号"), "address": say("住所")}


# ---------------------------------------------------------------- rows of a mailing


def _rows(case: ParcelCase, register: Register, file: Inspected) -> Iterator[Finding]:
    """Yield the rows that are not plainly one person's."""
    unknown: list[Piece] = []
    for piece in case.pieces.pieces if case.pieces else ():
        beside = file.mentions.by_row.get(line_of(piece.place), ())
        if piece.recipient_id is None and not piece.subjects:
            unknown.append(piece)
        elif len(piece.subjects) > 1:
            yield _unsettled(case, file, piece)
        else:
            yield from _of_two(case, file, piece, beside)
    yield from _misspelt(case, register, file, unknown)


def _unsettled(case: ParcelCase, file: Inspected, piece: Piece) -> Finding:
    message = say(
        "{name}さんは台帳に{count}人いて、この行からはどの人か決められません。",
        name=case.name_of(piece.subjects[0]),
        count=len(piece.subjects),
    )
    return CHECK.finding(
        case, file, "ask", "name_alone", message, ADVICE, place=piece.place, other_subject_id=piece.subjects[1]
    )


def _of_two(case: ParcelCase, file: Inspected, piece: Piece, beside: Sequence[Mention]) -> Iterator[Finding]:
    """Yield a row of which one fact points to somebody else, or whose name is one edit from the register's."""
    for mention in beside:
        if mention.clean or mention.candidates != piece.subjects:
            continue
        for fact in mention.facts:
            other = fact.owners[0] if len(fact.owners) == 1 else None
            if fact.agrees is False and other and other != piece.subject_id:
                yield _two_people(case, file, piece, fact, other)
                return
            if fact.agrees is False and fact.kind == "name" and _near(case.name_of(piece.subject_id), fact.text):
                message = say(
                    "宛名「{written}」は、台帳の{name}さんと一字違います。",
                    written=Personal(fact.text.strip()),
                    name=case.name_of(piece.subject_id),
                )
                yield CHECK.finding(
                    case, file, "ask", "one_edit", message, ADVICE, place=fact.place, subject_id=piece.subject_id
                )
                return


def _near(registered: str, written: str) -> bool:
    return one_edit(fold_name(registered), fold_name(written))


def _two_people(case: ParcelCase, file: Inspected, piece: Piece, fact: Fact, other: str) -> Finding:
    message = say(
        "{name}さんの行の{field}は、{other}さんのものです。どちらに送るのかを確かめてください。",
        name=case.name_of(piece.subject_id),
        field=FIELD_NAMES[fact.kind],
        other=case.name_of(other),
    )
    return CHECK.finding(
        case,
        file,
        "ask",
        "two_people",
        message,
        ADVICE,
        place=fact.place,
        subject_id=piece.subject_id,
        other_subject_id=other,
    )


def _misspelt(case: ParcelCase, register: Register, file: Inspected, unknown: Sequence[Piece]) -> Iterator[Finding]:
    names = {piece.name.text: fold_name(piece.name.text) for piece in unknown if piece.name}
    near = near_names(register, names.values())
    for piece in unknown:
        people = near.get(names.get(piece.name.text, ""), ()) if piece.name else ()
        if people:
            other = register.persons(people[:1])[people[0]]
            message = say(
                "宛名「{written}」は台帳になく、一字違いの{name}さんがいます。",
                written=Personal(piece.name.text.strip() if piece.name else ""),
                name=Personal(other.name),
            )
            yield CHECK.finding(
                case,
                file,
                "ask",
                "one_edit",
                message,
                ADVICE,
                place=piece.place,
                subject_id=other.subject_id if len(people) == 1 else None,
            )


CHECK = Check("lookalike", say("紛らわしい人"), ("subjects", "outgoing"), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels about which this check asks, and some about which it does not."""
    one, other = worked.CAST["S0101"], worked.CAST["S0202"]
    near = worked.people(one, {**other, "address": "さくら野市中央九丁目1番1号"})
    far = worked.people(one, other)

    def about(*subjects: str, register: Source) -> ParcelCase:
        terms = worked.Terms(subjects=subjects, channel="post")
        return worked.parcel_case(
            worked.document(worked.paragraph("手帳の再交付について")), terms=terms, register=register
        )

    def post(*columns: str, register: Source) -> ParcelCase:
        rows = worked.sheet(worked.roster("S0101", columns=columns))
        return worked.parcel_case(worked.document(rows), terms=worked.Terms(mail="mailing"), register=register)

    whole = ("number", "name", "postal_code", "address")
    return (
        worked.Stops("a certificate for one of two of a name in one town", about("S0101", register=near), subject="S0101", severity="ask"),
        worked.Stops("a letter to one of them", post(*whole, register=near), worked.cell(2, 2), "S0101", "ask"),
        worked.Stops("a letter to a name that two share", post("name", "sex", "address", register=worked.people({**one, "address": ""}, {**other, "address": ""})), worked.cell(2, 1), None, "ask"),
        worked.Passes("two of a name, in two towns and two years", about("S0101", register=far)),
        worked.Passes("a letter to somebody with a namesake far away", post(*whole, register=far)),
    )  # fmt: skip
