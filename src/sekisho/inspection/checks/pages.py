"""封入単位: in a print stream every piece has its own pages, all of them, and nobody else's.

What it looks for
    In a print file with an index: a page that names another person than its piece, or is addressed to another
    recipient; a page of no piece or of two; a piece with a missing, doubled or surplus page, by the index and by a printed
    k／n; a matching number that stands in two pieces or, once it stands on one page of a piece, not on all of them.

Why it stops
    A contractor swapped the papers of two care offices (FY2023 incident 4). Elsewhere a stranger's sheets went out behind
    the right ones, past a window envelope and a second checker, in 994 letters: names alone do not show a surplus page.

What it cannot see
    Pictures, and codes that are printed as bars or squares only; a page that names nobody and has neither k／n nor a
    matching number; what happens to the paper after it is printed.

What to do
    Print the stream anew from the register, or correct the index, and inspect it again.

Options
    None. The index says which pages belong together.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sekisho.bundle.model import PrintPiece
from sekisho.inspection import printed, worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.model import Finding, Part, Place
from sekisho.inspection.pieces import Piece, Pieces, named_on
from sekisho.inspection.printed import MOST, Mark, Page
from sekisho.words import Personal, Sentence, say


def _run(case: ParcelCase) -> Iterator[Finding]:
    pieces, file = case.pieces, case.files[0]
    if pieces is None:
        return
    pages = printed.pages_of(file.document)
    yield from _index(case, file, pieces, pages)
    yield from _names(case, file, pieces, pages)
    yield from _offices(case, pieces, pages)
    yield from _counted(case, pieces, pages)
    yield from _matching(case, pieces, pages)


def _place(page: int) -> Place:
    return Place(Part.PAGE, page=page)


def _span(piece: Piece) -> tuple[int, int]:
    """Return the pages of a piece as ``range`` takes them."""
    first, last = piece.pages or (1, 0)
    return first, last + 1


def _finding(case: ParcelCase, page: int, rule: str, message: Sentence, piece: Piece | None = None) -> Finding:
    other = piece.subject_id if piece else None
    return CHECK.finding(case, case.files[0], "stop", rule, message, ADVICE, place=_place(page), other_subject_id=other)


ADVICE = say("台帳から印刷し直すか、索引（index）を直してから、もう一度検査してください。")


# ---------------------------------------------------------------- the index


def _index(case: ParcelCase, file: Inspected, pieces: Pieces, pages: Mapping[int, Page]) -> Iterator[Finding]:
    """Yield the pages that belong to no piece or to two, and the pieces that end behind the file's last page."""
    if file.document.pages is None:
        return  # unreadable says so
    before: Piece | None = None
    reached = 0
    for piece in sorted(pieces.pieces, key=lambda one: one.pages or (0, 0)):
        first, last = piece.pages or (0, 0)
        if first > reached + 1:
            yield from _of_no_piece(case, reached + 1, min(first - 1, len(pages)))
        if first <= reached and before is not None:
            message = say(
                "{page}ページは、索引では「{first}」と「{second}」の二つの通に入っています。",
                page=first,
                first=Personal(before.id),
                second=Personal(piece.id),
            )
            yield _finding(case, first, "two_pieces", message, piece)
        if last > len(pages):
            message = say(
                "索引では「{piece}」は{last}ページまでですが、ファイルは{count}ページしかありません。",
                piece=Personal(piece.id),
                last=last,
                count=len(pages),
            )
            yield _finding(case, max(1, min(first, len(pages))), "beyond_the_end", message, piece)
        if last > reached:
            reached, before = last, piece
    yield from _of_no_piece(case, reached + 1, len(pages))


def _of_no_piece(case: ParcelCase, first: int, last: int) -> Iterator[Finding]:
    for page in range(first, last + 1):
        yield _finding(case, page, "no_piece", say("{page}ページは、索引のどの通にも入っていません。", page=page))


# ---------------------------------------------------------------- who is named


def _names(case: ParcelCase, file: Inspected, pieces: Pieces, pages: Mapping[int, Page]) -> Iterator[Finding]:
    """Yield the pages that name somebody else, and the pieces that do not name the person they are for."""
    named: set[str] = set()
    for page, piece, strangers in named_on(pieces, file.mentions):
        named.add(piece.id)
        for settled, who in strangers:
            yield CHECK.finding(
                case,
                file,
                "stop" if settled else "ask",
                "another_person",
                say(
                    "「{piece}」の{page}ページに、別の人（{name}さん）の名前があります。",
                    piece=Personal(piece.id),
                    page=page,
                    name=case.name_of(who),
                ),
                say("ほかの通のページが入れ替わっていないかを確かめ、台帳から印刷し直してください。"),
                place=_place(page),
                subject_id=settled,
                other_subject_id=piece.subject_id,
            )
    yield from _silent(case, file, [piece for piece in pieces.pieces if piece.subjects], named, len(pages))


def _silent(
    case: ParcelCase, file: Inspected, addressed: Sequence[Piece], named: Collection[str], last: int
) -> Iterator[Finding]:
    """Yield the pieces on which nobody is named, where most name the person they are for."""
    silent = [piece for piece in addressed if piece.id not in named]
    for piece in silent if len(silent) < MOST * len(addressed) else ():
        yield CHECK.finding(
            case,
            file,
            "ask",
            "addressee_not_named",
            say(
                "「{piece}」のどのページにも、宛名の{name}さんが見つかりません。",
                piece=Personal(piece.id),
                name=case.name_of(piece.subject_id),
            ),
            say("その通のページを開いて、だれのものかを確かめてください。"),
            place=_place(min((piece.pages or (1, 1))[0], max(last, 1))),
            subject_id=piece.subject_id,
        )


def _offices(case: ParcelCase, pieces: Pieces, pages: Mapping[int, Page]) -> Iterator[Finding]:
    """Yield the pages that are addressed to another recipient of the print file (みどり園　御中)."""
    names = printed.recipient_names(case.bundle, {piece.recipient_id for piece in pieces.pieces if piece.recipient_id})
    for number, page in pages.items() if names else ():
        piece = pieces.at(_place(number))
        to = printed.addressed_to(page, names)
        if piece is not None and to and piece.recipient_id not in to:
            message = say(
                "「{piece}」の{page}ページは、別の宛先（{name}）へのものです。",
                piece=Personal(piece.id),
                page=number,
                name=Personal(names[min(to)]),
            )
            yield _finding(case, number, "another_recipient", message, piece)


# ---------------------------------------------------------------- k／n


def _counted(case: ParcelCase, pieces: Pieces, pages: Mapping[int, Page]) -> Iterator[Finding]:
    """Yield the pieces whose printed k／n are not 1／n to n／n, where the stream prints them at all."""
    own = [[page for page in range(*_span(piece)) if page in pages] for piece in pieces.pieces]
    marks = printed.counted(pages, own)
    partly = [of for of in own if any(page in marks for page in of) and any(page not in marks for page in of)]
    # Where most pieces have a page without k／n, as the back of a form, that is how they are made.
    by_design = len(partly) > MOST * len(own)
    for piece, of in zip(pieces.pieces, own, strict=True):
        yield from _counted_in(case, piece, of, marks, by_design=by_design)


def _counted_in(
    case: ParcelCase, piece: Piece, own: Sequence[int], marks: Mapping[int, Mark], *, by_design: bool
) -> Iterator[Finding]:
    totals = Counter(marks[page].n for page in own if page in marks)
    if not totals:
        return
    total = totals.most_common(1)[0][0]
    seen: set[int] = set()
    name = Personal(piece.id)
    for page in own:
        mark = marks.get(page)
        if mark is None:
            message = say(
                "「{piece}」の{page}ページには、ほかのページにある「何枚目／全枚数」がありません。",
                piece=name,
                page=page,
            )
            if not by_design:
                yield _finding(case, page, "unmarked_page", message, piece)
        elif mark.n != total:
            message = say(
                "「{piece}」の{page}ページは{k}／{n}で、この通の全{total}枚と合いません。",
                piece=name,
                page=page,
                k=mark.k,
                n=mark.n,
                total=total,
            )
            yield _finding(case, page, "surplus_page", message, piece)
        elif mark.k in seen:
            message = say("「{piece}」に{k}／{n}が二枚あります。", piece=name, k=mark.k, n=total)
            yield _finding(case, page, "doubled_page", message, piece)
        else:
            seen.add(mark.k)
    missing = sorted(set(range(1, total + 1)) - seen)
    if missing:
        message = say("「{piece}」に{k}／{n}がありません。", piece=name, k=missing[0], n=total)
        yield _finding(case, own[-1], "missing_page", message, piece)


# ---------------------------------------------------------------- matching numbers


def _matching(case: ParcelCase, pieces: Pieces, pages: Mapping[int, Page]) -> Iterator[Finding]:
    """Yield the matching numbers of two pieces, on another piece's page, and missing on a page."""
    owners: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces.pieces:
        if piece.matching_number:
            owners[printed.number_key(piece.matching_number)].append(piece)
    for several in owners.values():
        for piece in several[1:]:
            message = say(
                "突合番号「{number}」が、「{first}」と「{second}」の二つの通にあります。",
                number=Personal(piece.matching_number),
                first=Personal(several[0].id),
                second=Personal(piece.id),
            )
            yield _finding(case, (piece.pages or (1, 1))[0], "number_of_two_pieces", message, piece)
    found = {number: printed.numbers_on(page, owners) for number, page in pages.items()} if owners else {}
    for piece in pieces.pieces:
        if piece.matching_number:
            yield from _matching_in(case, piece, found, owners)


def _matching_in(
    case: ParcelCase, piece: Piece, found: Mapping[int, set[str]], owners: Mapping[str, list[Piece]]
) -> Iterator[Finding]:
    own = printed.number_key(piece.matching_number)
    within = [page for page in range(*_span(piece)) if page in found]
    bearing = [page for page in within if own in found[page]]
    for page in within:
        others = sorted(found[page] - {own})
        if others and own not in found[page]:
            other = owners[others[0]][0]
            message = say(
                "「{piece}」の{page}ページに、「{other}」の突合番号「{number}」があります。",
                piece=Personal(piece.id),
                page=page,
                other=Personal(other.id),
                number=Personal(other.matching_number),
            )
            yield _finding(case, page, "another_number", message, piece)
        elif bearing and page not in bearing:
            message = say(
                "「{piece}」の{page}ページに、ほかのページにある突合番号「{number}」がありません。",
                piece=Personal(piece.id),
                page=page,
                number=Personal(piece.matching_number),
            )
            yield _finding(case, page, "number_missing", message, piece)


CHECK = Check("pages", say("封入単位"), ("print", "subjects"), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return print files that this check stops, and some that it lets through."""
    pieces = (
        PrintPiece("1", 2, "S0101", None, 1, 2, "70001"),
        PrintPiece("2", 3, "S0102", None, 3, 4, "70002"),
    )

    def made(*pages: str, index: tuple[PrintPiece, ...] = pieces) -> ParcelCase:
        texts = [worked.paragraph(text, Part.PAGE, page=at) for at, text in enumerate(pages, start=1)]
        return worked.parcel_case(worked.document(*texts, kind="pdf"), terms=worked.Terms(mail=index))

    one, one_back = "青木　花子　様\n70001\n1/2", "納付の方法\n70001\n2/2"
    two, two_back = "馬場　陽菜　様\n70002\n1/2", "納付の方法\n70002\n2/2"
    doubled = (pieces[0], replace(pieces[1], matching_number="70001"))
    return (
        worked.Stops(
            "two pieces whose first pages are swapped", made(two, one_back, one, two_back), _place(1), "S0102"
        ),
        worked.Stops("a page of another piece behind the right one", made(one, two_back, two, two_back), _place(2)),
        worked.Stops("a last page that is missing", made(one, "納付の方法\n70001\n1/2", two, two_back), _place(2)),
        worked.Stops(
            "one matching number for two pieces", made(one, one_back, two, two_back, index=doubled), _place(3)
        ),
        worked.Passes("every page is its piece's", made(one, one_back, two, two_back)),
        worked.Passes("pages without any mark", made("青木　花子　様", "", "馬場　陽菜　様", "")),
    )
