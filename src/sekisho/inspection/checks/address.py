"""宛先: what leaves goes to where the register says that its recipient is, and a protected address goes nowhere else.

What it looks for
    In a list of mail pieces, each row's postal address and code against the register's; by mail, each address against
    the recipient's registered ones; several recipients in one message; a free-mail domain (asks). In every file, the
    address of a person under 支援措置, but on a letter to that person's household; beside a member of the household who
    is not protected, it asks.

Why it stops
    Mails to six kindergartens went out by hand (FY2023 incident 1); a certificate went to another person's guardian (2).
    Elsewhere a namesake's address stood on the envelope after the name had been checked twice, and forwarding addresses
    were entered for the wrong person.

What it cannot see
    Whether the register's address is still right; an address that stands on the envelope alone; lists of mail pieces
    without headings, which stop as such.

What to do
    Take the address from the register. Where the register is out of date, correct it first and make the list anew.

Options
    None. The recipients' source holds mail and forwarding addresses.
"""

from collections.abc import Iterator, Mapping, Sequence

from sekisho.bundle.model import Source
from sekisho.inspection import worked
from sekisho.inspection.case import Check, Inspected, ParcelCase
from sekisho.inspection.homes import Home, code_agrees, homes_of, is_same, knows_homes, misspelt
from sekisho.inspection.model import Finding, Place, Severity
from sekisho.inspection.pieces import Piece
from sekisho.inspection.protected import Guarded, Standing, guarded_addresses, standing_in
from sekisho.japan.addresses import fold_addresses, same_address
from sekisho.japan.mail import find_emails, is_free_mail
from sekisho.words import Personal, Sentence, say

MOSTLY = 0.5
"""Share of a list's postal codes that must be the registered ones before another is wrong; of a ``FEW`` each counts."""
FEW = 3


def _run(case: ParcelCase) -> Iterator[Finding]:
    if case.parcel.to:
        yield from _mail(case)
    if case.pieces is not None and case.pieces.kind == "mailing":
        yield from _mailing(case, case.files[0])
    yield from _protected(case)


# ---------------------------------------------------------------- by mail


def _mail(case: ParcelCase) -> Iterator[Finding]:
    to = list(dict.fromkeys(address for text in case.parcel.to for address in _addresses_in(text)))
    owners = _mail_owners(case, to)
    own = {address for address, recipients in owners.items() if case.parcel.recipient in recipients}
    if len(to) > 1 and not own.issuperset(to):
        yield _of_parcel(
            case,
            "stop" if owners else "ask",
            "several",
            say("一通のメールに、宛先が{count}件あります。ほかの宛先にもアドレスが見えてしまいます。", count=len(to)),
            say("宛先ごとに一通ずつ、[[parcel]]を分けてください。"),
        )
    for number, address in enumerate(to, start=1):
        if owners and address not in own:
            yield _of_parcel(case, *_unregistered(address, number, owners, own))
        if is_free_mail(address):
            message = say(
                "宛先「{address}」は、だれでも取れるフリーメールや携帯電話のアドレスです。", address=Personal(address)
            )
            yield _of_parcel(
                case,
                "ask",
                f"free_mail_{number}",
                message,
                say("相手のアドレスに間違いないかを、電話などで確かめてください。"),
            )


def _addresses_in(text: str) -> list[str]:
    """Return every mail address in an entry of ``to``; one that holds none stands for itself, and is nobody's."""
    return [address for _, _, address in find_emails(text)] or [text.strip()]


def _unregistered(
    address: str, number: int, owners: Mapping[str, set[str]], own: set[str]
) -> tuple[Severity, str, Sentence, Sentence]:
    others = sorted(owners.get(address, ()))
    advice = say(
        "宛先の台帳にあるアドレスに直してください。台帳のほうが古ければ、台帳を直してから検査し直してください。"
    )
    if others:
        message = say(
            "宛先「{address}」は、別の宛先（{other}）のアドレスです。",
            address=Personal(address),
            other=Personal(others[0]),
        )
        return "stop", f"others_mail_{number}", message, advice
    if not own:
        message = say(
            "宛先「{address}」を確かめられません。宛先の台帳に、この宛先のアドレスがありません。",
            address=Personal(address),
        )
        return "ask", f"no_mail_{number}", message, advice
    message = say("宛先「{address}」は、台帳にあるこの宛先のアドレスではありません。", address=Personal(address))
    return "stop", f"unknown_mail_{number}", message, advice


def _mail_owners(case: ParcelCase, to: Sequence[str]) -> Mapping[str, set[str]]:
    """Return for each mail address that the sources know whose it is; nothing where recipients have none at all.

    Of the registered persons' addresses only those of ``to`` and the recipient's own: a city has many.
    """
    recipients = case.bundle.sources.recipients if case.bundle else None
    owners: dict[str, set[str]] = {}
    if recipients is not None and "email" in recipients.frame.columns:
        for recipient, text in recipients.frame.select("recipient_id", "email").drop_nulls().iter_rows():
            for _, _, address in find_emails(text):
                owners.setdefault(address, set()).add(recipient)
    person = case.person_of(case.recipient)
    if case.register is None or not (owners or person) or not case.register.knows("email"):
        return owners
    for address, people in case.register.owners("email", to).items():
        ids = {case.register.ids[at] for at in people}
        owners.setdefault(address, set()).update(case.parcel.recipient if who == person else who for who in ids)
    own = (
        case.register.frame.filter(case.register.frame["subject_id"] == person)["email"].drop_nulls() if person else ()
    )
    for text in own:
        for _, _, address in find_emails(text):
            owners.setdefault(address, set()).add(case.parcel.recipient)
    return owners


def _of_parcel(case: ParcelCase, severity: Severity, rule: str, message: Sentence, advice: Sentence) -> Finding:
    return CHECK.finding(case, None, severity, rule, message, advice)


# ---------------------------------------------------------------- by post


def _mailing(case: ParcelCase, file: Inspected) -> Iterator[Finding]:
    if case.bundle is None or case.pieces is None or not knows_homes(case.bundle) or file.is_closed:
        return
    pieces = case.pieces.pieces
    if not case.pieces.addressed:
        yield CHECK.finding(
            case,
            file,
            "stop",
            "no_address_column",
            say("郵送の一覧に、住所の列が見つかりません。宛先の住所を確かめられません。"),
            say("「氏名」「郵便番号」「住所」の見出しをつけて、CSVかExcelで一覧を作り直してください。"),
        )
        return
    homes = homes_of(case.bundle, pieces)
    at_hand = [text for piece in pieces if piece.address for text in piece.address.forms]
    at_hand += [known for home in homes for known in home.addresses]
    folded = dict(zip(at_hand, fold_addresses(at_hand), strict=True))
    unknown = [piece for piece in pieces if not piece.subjects and piece.recipient_id is None]
    # Of these ``lookalike`` asks.
    asked = {piece.place for piece in misspelt(case.register, unknown, folded)} if case.register else set()
    same_codes = [code_agrees(piece, home) for piece, home in zip(pieces, homes, strict=True)]
    told = [agrees for agrees in same_codes if agrees is not None]
    codes_count = len(told) <= FEW or sum(told) >= MOSTLY * len(told)
    for piece, home, same_code in zip(pieces, homes, same_codes, strict=True):
        found = [] if piece.place in asked else _of_piece(case, file, piece, home, folded)
        yield from found
        if not found and codes_count and same_code is False and piece.postal_code:
            message = say("{name}さんの郵便番号が、台帳と違います。", name=case.name_of(piece.subject_id))
            yield _of_row(case, file, piece, "differs_postal_code", message, piece.postal_code.place)


def _of_piece(case: ParcelCase, file: Inspected, piece: Piece, home: Home, folded: Mapping[str, str]) -> list[Finding]:
    name = (
        case.name_of(piece.subject_id) if piece.subject_id else Personal(piece.name.text.strip() if piece.name else "")
    )
    if not piece.subjects and piece.recipient_id is None:
        message = say("宛名の{name}さんが、本人の台帳にも宛先の台帳にもいません。住所を確かめられません。", name=name)
        return [_of_row(case, file, piece, "unknown_addressee", message, piece.place)]
    if piece.address is None:
        return [
            _of_row(
                case, file, piece, "no_address", say("{name}さんの行に、住所がありません。", name=name), piece.place
            )
        ]
    if not home.addresses:
        message = say("{name}さんの住所が台帳になく、確かめられません。", name=name)
        return [_of_row(case, file, piece, "not_registered", message, piece.address.place, asks=True)]
    texts = piece.address.forms
    if any(is_same(text, known, folded) for text in texts for known in home.addresses):
        return []
    if home.moved_from and any(same_address(text, home.moved_from) for text in texts):
        message = say("{name}さんの住所が、前の住所のままです。", name=name)
        return [_of_row(case, file, piece, "earlier_address", message, piece.address.place)]
    message = say("{name}さんの住所が、台帳の住所と違います。", name=name)
    return [_of_row(case, file, piece, "differs_address", message, piece.address.place)]


def _of_row(
    case: ParcelCase, file: Inspected, piece: Piece, rule: str, message: Sentence, place: Place, *, asks: bool = False
) -> Finding:
    advice = say("台帳の今の住所に直してください。台帳のほうが古ければ、台帳を直してから検査し直してください。")
    return CHECK.finding(
        case, file, "ask" if asks else "stop", rule, message, advice, place=place, subject_id=piece.subject_id
    )


# ---------------------------------------------------------------- protected addresses


def _protected(case: ParcelCase) -> Iterator[Finding]:
    guarded = guarded_addresses(case.bundle.sources.subjects if case.bundle else None)
    for file in case.files if guarded else ():
        told: set[tuple[Place, str]] = set()
        for standing in standing_in(file, guarded):
            key = (standing.place, standing.subject_id)
            if key not in told and not _goes_there(case, standing.place, guarded[standing.address]):
                told.add(key)
                yield _guarded(case, file, standing)


def _guarded(case: ParcelCase, file: Inspected, standing: Standing) -> Finding:
    name = case.name_of(standing.subject_id)
    message = say("支援措置を受けている{name}さんの住所が載っています。", name=name)
    if standing.housemate:
        message = say(
            "支援措置を受けている{name}さんの住所が、同じ世帯の{other}さんの住所として載っています。",
            name=name,
            other=case.name_of(standing.housemate),
        )
    return CHECK.finding(
        case,
        file,
        "ask" if standing.housemate else "stop",
        "protected_household" if standing.housemate else "protected",
        message,
        say("住所を取り除いてください。支援措置の担当に必ず知らせ、送ってよいかを確かめてください。"),
        place=standing.place,
        subject_id=standing.subject_id,
    )


def _goes_there(case: ParcelCase, place: Place, guarded: Guarded) -> bool:
    """Return whether what stands at a place is a letter, by post, to somebody who lives at a guarded address."""
    if case.bundle is None or case.bundle.channel != "post":
        return False
    piece = case.pieces.at(place) if case.pieces else None
    person = piece.person if piece else case.person_of(case.recipient)
    return person in guarded.protected or person in guarded.housemates


def _lacks(case: ParcelCase) -> Sentence | None:
    if case.pieces is not None and case.pieces.kind == "mailing" and case.bundle and not knows_homes(case.bundle):
        return say("本人の台帳にも宛先の台帳にも住所（address）がないため、郵送の一覧の住所は照合していません。")
    if case.parcel.to and not _mail_owners(case, ()):
        return say(
            "宛先の台帳（recipients）にメールアドレス（email）がないため、メールアドレスは台帳と照合していません。"
        )
    return None


CHECK = Check("address", say("宛先"), ("outgoing",), _run, _lacks)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    offices = (
        {"recipient_id": "K01", "name": "さくら幼稚園", "email": "office@k01.example.jp"},
        {"recipient_id": "K02", "name": "みどり幼稚園", "email": "office@k02.example.jp"},
    )
    columns = ("number", "name", "postal_code", "address")
    moved = {("S0102", "address"): worked.CAST["S0103"]["address"]}
    hidden_away = worked.people(
        *({**row, "protected": "1" if who == "S0101" else ""} for who, row in worked.CAST.items())
    )

    def mail(*to: str) -> ParcelCase:
        terms = worked.Terms(channel="email", to=to, recipients=offices)
        return worked.parcel_case(worked.document(worked.sheet(worked.roster("S0101"))), terms=terms)

    def post(*who: str, change: dict[tuple[str, str], str] | None = None, register: Source | None = None) -> ParcelCase:
        rows = worked.sheet(worked.roster(*who, columns=columns, change=change))
        return worked.parcel_case(worked.document(rows), terms=worked.Terms(mail="mailing"), register=register)

    def listed(*columns: str) -> ParcelCase:
        rows = worked.sheet(worked.roster("S0101", "S0102", columns=columns))
        return worked.parcel_case(worked.document(rows), register=hidden_away)

    other_words = {("S0101", "address"): "さくら野市中央1-2-3"}
    return (
        worked.Stops("a mail to another kindergarten", mail("office@k02.example.jp")),
        worked.Stops(
            "a neighbour's address in a row", post("S0101", "S0102", change=moved), worked.cell(3, 4), "S0102"
        ),
        worked.Stops(
            "the address of a person under 支援措置 in a list", listed("name", "address"), worked.cell(2, 2), "S0101"
        ),
        worked.Passes("a mail to the registered address", mail("office@k01.example.jp")),
        worked.Passes("every row at its registered address", post("S0101", "S0102", change=other_words)),
        worked.Passes("the protected person's own letter", post("S0101", "S0102", register=hidden_away)),
    )
