"""Completeness, reconciliation with the register, and scope that depends on the day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from written import letters, papers
from written.bundle import Bundle, ask, case, finding, stop
from written.layouts import BASIC, Column, plain, titled
from written.people import Person, residents, wareki
from written.sheets import Row, csv_bytes, from_rows, xlsx, xlsx_other

FILE = "out/k01.xlsx"
CLINIC: tuple[Column, ...] = (("被保険者番号", lambda p: p.number), *BASIC)
LOOKALIKE = ask("lookalike")


@case
def complete_lists() -> list[Bundle]:
    """Parcels that must hold everyone."""
    bundles = []
    for turn, slug in enumerate(("one-list", "two-files", "sheet-per-class", "pdf", "docx", "cp932-csv")):
        for honest in (True, False):
            bundle = Bundle(
                f"complete-{slug}-{'honest' if honest else 'missing'}",
                "complete",
                f"everyone of K01 must be in: {slug}",
                each=8,
            )
            if turn % 2:
                bundle.with_scope_source()
            everyone = bundle.of("K01")
            shown = everyone if honest else everyone[:4] + everyone[5:]
            halves = plain(shown[:4]), plain(shown[4:])
            halves[1].title = "すみれ組"
            rows: list[Row] = [["氏名", "生年月日"], *([p.name, wareki(p.birth)] for p in shown)]
            files = {
                "one-list": {FILE: xlsx(titled(shown))},
                "two-files": {"out/ひまわり.xlsx": xlsx(halves[0]), "out/すみれ.xlsx": xlsx_other(halves[1])},
                "sheet-per-class": {FILE: xlsx_other(*halves)},
                "pdf": {"out/k01.pdf": papers.pdf_list(rows)},
                "docx": {"out/k01.docx": letters.docx(table=rows)},
                "cp932-csv": {"out/k01.csv": csv_bytes(rows, "cp932")},
            }[slug]
            bundle.parcel(files, complete=True)
            bundles.append(bundle.is_honest() if honest else bundle.must_find(stop("completeness", everyone[4])))
    part = Bundle("incomplete-but-not-required", "complete", "half of K01's people, and nobody asked for all")
    part.parcel({FILE: xlsx(plain(part.of("K01")[:3]))}).is_honest()
    return [*bundles, part]


@case
def validity() -> list[Bundle]:
    """Scope with its days, both inclusive; the day is 2026-11-24."""
    spans = {
        "last-day": ("2025/04/01", "2026/11/24", True),
        "first-day": ("令和8年11月24日", "", True),
        "expired": ("2025-04-01", "R8.11.23", False),
        "not-yet": ("2026-11-25", "2027-03-31", False),
    }
    bundles = []
    for slug, (since, until, allowed) in spans.items():
        bundle = Bundle(
            f"scope-{slug}", "validity", f"one person's scope is {since or 'open'} to {until or 'open'}"
        ).with_scope_source()
        person = bundle.of("K01")[2]
        assert bundle.scope
        for row in bundle.scope:
            if row[1] == person.id:
                row[3:] = [since, until]
        grid = plain(bundle.of("K01"))
        bundle.parcel({FILE: xlsx(grid)}, complete=allowed)
        bundles.append(
            bundle.is_honest() if allowed else bundle.must_find(stop("scope", person, FILE, **grid.where(person.id)))
        )
        if not allowed:
            left = Bundle(
                f"complete-without-{slug}",
                "validity",
                "nobody is missing: the one who is not in has no scope today",
                people=bundle.people,
            )
            left.columns, left.scope = bundle.columns, bundle.scope
            left.parcel({FILE: xlsx(plain([p for p in left.of("K01") if p != person]))}, complete=True)
            bundles.append(left.is_honest())
    return bundles


@case
def own_subjects() -> list[Bundle]:
    """Parcels that say whom they are about."""
    bundles = []
    for source in (False, True):
        for honest in (True, False):
            slug = f"subjects-{'narrow' if source else 'alone'}-{'honest' if honest else 'stranger'}"
            bundle = Bundle(
                slug,
                "subjects",
                "the parcel's subjects are the scope" if not source else "the parcel's subjects narrow the scope",
            )
            if not source:
                bundle.columns = [c for c in bundle.columns if c != "recipient_id"]
            child, other = bundle.of("K01")[:2]
            person = child if honest else other
            text = [
                f"氏名　{person.spaced('　')}",
                f"生年月日　{wareki(person.birth)}",
                "上記の者を認定したことを証明します。",
            ]
            bundle.parcel({"out/証明書.docx": letters.docx(text)}, subjects=[child.id])
            bundles.append(bundle.is_honest() if honest else bundle.must_find(stop("scope", other, "out/証明書.docx")))
    letter = Bundle("letter-to-oneself", "subjects", "a resident's own letter, by post", channel="post")
    person = letter.people[0]
    letter.recipients = [
        ["recipient_id", "name", "kind", "address", "subject_id"],
        ["P01", person.name, "本人", person.address, person.id],
    ]
    letter.columns = [c for c in letter.columns if c != "recipient_id"]
    text = [person.postal, person.address, f"{person.name}　様", "", "認定通知書", f"生年月日　{wareki(person.birth)}"]
    letter.parcel({"out/通知.pdf": papers.pdf_pages(papers.lines(text))}, recipient="P01", subjects=[person.id])
    return [*bundles, letter.is_honest()]


@case
def doubles() -> list[Bundle]:
    """The same person twice: in one table a question, in two tables none."""
    bundles = []
    for slug in ("same-row-again", "other-notation", "csv"):
        bundle = Bundle(f"double-{slug}", "double", "a person stands twice in one table")
        people = bundle.of("K01")
        rows: list[Row] = [["氏名", "生年月日", "電話番号"], *([p.name, p.birth, p.phone] for p in people)]
        p = people[1]
        rows.append(
            [p.spaced("　"), wareki(p.birth), p.phone.replace("-", "")] if slug == "other-notation" else rows[2]
        )
        file = "out/k01.csv" if slug == "csv" else FILE
        bundle.parcel({file: csv_bytes(rows, "utf-8-sig") if slug == "csv" else xlsx(from_rows(rows))})
        bundles.append(bundle.must_find(ask("completeness", p, file, row=[3, len(rows)])))
    for slug in ("two-sheets", "two-tables", "two-files"):
        bundle = Bundle(f"twice-in-{slug}", "double", f"everyone twice, in {slug.replace('-', ' ')}")
        people = bundle.of("K01")
        first, second = plain(people), plain(people, [BASIC[0], BASIC[2], ("金額", lambda p: 4_500 + p.house[1])])
        second.title = "給食費"
        if slug == "two-tables":
            for (row, column), value in second.cells.items():
                first.put(row + len(people) + 4, column, [value], heading=row == 1)
            first.cells[len(people) + 4, 1] = "給食費（副食費）"
        files = {"out/一覧.xlsx": xlsx(first), "out/給食費.xlsx": xlsx(second)} if slug == "two-files" else {}
        files = files or {FILE: xlsx(first, second) if slug == "two-sheets" else xlsx(first)}
        bundles.append(bundle.parcel(files).is_honest())
    return bundles


def _clinic(slug: str, people: list[Person]) -> tuple[list[Row], list[int]]:
    """A clinic's list with the mistake named, and the rows that are wrong."""
    rows = plain(people, CLINIC).table()
    body: list[Any] = rows[1:]
    if slug == "sorted-alone":
        for row, name in zip(body, sorted(r[1] for r in body), strict=True):
            row[1] = name
    elif slug == "births-shifted":
        births = [r[3] for r in body]
        for row, birth in zip(body, births[-1:] + births[:-1], strict=True):
            row[3] = birth
    elif slug == "address-shifted-from-row-5":
        addresses = [r[4] for r in body]
        for index in range(3, len(body) - 1):
            body[index][4] = addresses[index + 1]
    elif slug == "one-swapped-pair":
        body[1][1:3], body[4][1:3] = body[4][1:3], body[1][1:3]
    right = plain(people, CLINIC).table()
    return rows, [n for n, (a, b) in enumerate(zip(rows, right, strict=True), 1) if a != b]


@case
def mixed_rows() -> list[Bundle]:
    """Rows whose fields belong to several people, all of them the clinic's own."""
    bundles = []
    for turn, slug in enumerate(("sorted-alone", "births-shifted", "address-shifted-from-row-5", "one-swapped-pair")):
        bundle = Bundle(f"reconcile-{slug}", "reconcile", f"a list of the recipient's own people: {slug}", each=8)
        rows, wrong = _clinic(slug, bundle.of("K01"))
        assert wrong
        bundle.parcel({FILE: (xlsx, xlsx_other)[turn % 2](from_rows(rows))})
        if slug == "one-swapped-pair":
            bundle.must_find(*(stop("reconcile", None, FILE, sheet="名簿", row=row) for row in wrong))
        else:
            bundle.must_find(stop("reconcile", None, FILE, sheet="名簿", row=wrong))
        bundles.append(
            bundle.may_find(finding("reconcile", None, None, FILE), LOOKALIKE, ask("completeness"), ask("scope"))
        )
    return bundles


@case
def single_errors() -> list[Bundle]:
    """One wrong field in one row."""
    foreign = Bundle(
        "reconcile-number-own-name-foreign",
        "reconcile",
        "the number of the clinic's patient, name and birth date of another clinic's",
    )
    own, other = foreign.of("K01")[1], foreign.stranger()
    rows = plain(foreign.of("K01"), CLINIC).table()
    rows[2][1:4] = [other.name, other.kana, other.birth]
    foreign.parcel({FILE: xlsx(from_rows(rows))}).may_find(LOOKALIKE)
    mixed = stop("scope", other, FILE, sheet="名簿", row=3) | {"other_subject_id": own.id}
    foreign.must_find(mixed, stop("reconcile", None, FILE, sheet="名簿", row=3))
    moved = Bundle("reconcile-old-address", "reconcile", "one person's address is not the registered one")
    grid = plain(moved.of("K01"), CLINIC)
    grid.cells[4, 5] = "さくら野市旧町9丁目9番9号"
    moved.parcel({FILE: xlsx(grid)}).must_find(stop("reconcile", moved.of("K01")[2], FILE, sheet="名簿", row=4))
    phone = Bundle("reconcile-phone-of-another", "reconcile", "one row holds the phone number of the person below")
    columns: list[Column] = [*BASIC[:1], *BASIC[2:3], ("電話番号", lambda p: p.phone)]
    grid = plain(phone.of("K01"), columns)
    grid.cells[3, 3] = phone.of("K01")[2].phone
    phone.parcel({FILE: xlsx(grid)}).must_find(stop("reconcile", None, FILE, sheet="名簿", row=3)).may_find(
        LOOKALIKE, ask("completeness"), ask("scope")
    )
    born = Bundle("reconcile-wrong-birth-date", "reconcile", "one person's birth date is nobody's")
    grid = plain(born.of("K01"), CLINIC)
    grid.cells[5, 4] = born.people[0].birth.replace(year=1949)
    born.parcel({FILE: xlsx(grid)}).must_find(stop("reconcile", born.of("K01")[3], FILE, sheet="名簿", row=5)).may_find(
        LOOKALIKE, ask("scope")
    )
    return [foreign, moved, phone, born]


def _hiragana(person: Person) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in person.kana)


HONEST_FORMS: dict[str, list[Column]] = {
    "short-address": [("氏名", lambda p: p.name), ("住所", lambda p: p.short_address)],
    "wide-hyphen-address": [("氏名", lambda p: p.name), ("住所", lambda p: p.short_address.replace("-", "－"))],
    "postal-and-address": [
        ("〒", lambda p: f"〒{p.postal}"),
        ("住所", lambda p: p.wide_address),
        ("氏名", lambda p: f"{p.name} 様"),
    ],
    "phone-without-hyphens": [
        ("氏名", lambda p: p.name),
        ("TEL", lambda p: p.phone.replace("-", "")),
        ("生年月日", lambda p: p.birth),
    ],
    "phone-in-brackets": [("氏名", lambda p: p.name), ("電話", lambda p: "{}（{}）{}".format(*p.phone.split("-")))],
    "hiragana-reading": [
        ("氏名", lambda p: p.name),
        ("ふりがな", _hiragana),
        ("誕生日", lambda p: wareki(p.birth)),
    ],
    "age-and-sex": [
        ("氏名", lambda p: p.name),
        ("年齢", lambda p: 2026 - p.birth.year),
        ("性別", lambda p: p.sex),
        ("開始日", lambda _: "R8.4.1"),
    ],
    "number-without-zeros": [
        ("被保険者番号", lambda p: int(p.number)),
        ("氏名", lambda p: p.name),
        ("生年月日", lambda p: p.birth),
    ],
    "guardian-column": [
        ("児童氏名", lambda p: p.name),
        ("保護者氏名", lambda p: f"{p.surname}　正晴"),
        ("生年月日", lambda p: p.birth),
    ],
}


@case
def honest_rows() -> list[Bundle]:
    """Differences that mean nothing."""
    bundles = []
    for turn, (slug, columns) in enumerate(HONEST_FORMS.items()):
        bundle = Bundle(f"rows-{slug}", "reconcile", f"an honest list with {slug.replace('-', ' ')}")
        people = sorted(bundle.of("K01"), key=lambda p: p.kana)
        bundle.parcel(
            {FILE: (xlsx, xlsx_other)[turn % 2](plain(people, columns, first=1 + turn % 3))}, complete=turn % 2 == 0
        )
        bundles.append(bundle.is_honest())
    return bundles


@case
def siblings() -> list[Bundle]:
    """A family that shares address, phone and mail."""
    family = residents("siblings", ["K01", "K02"], 6)
    eldest = family[0]
    shared: dict[str, Any] = {
        "surname": eldest.surname,
        "kana_surname": eldest.kana_surname,
        "town": eldest.town,
        "house": eldest.house,
    }
    shared |= {"phone": eldest.phone, "household": eldest.household, "postal": eldest.postal, "email": eldest.email}
    for index in (2, 8):
        family[index] = replace(family[index], **shared)
    home = Bundle(
        "rows-siblings",
        "reconcile",
        "brothers and sisters share address, phone and mail, one of them in another kindergarten",
        people=family,
    )
    columns: list[Column] = [*BASIC, ("電話番号", lambda p: p.phone), ("メール", lambda p: p.email)]
    return [home.parcel({FILE: xlsx(plain(home.of("K01"), columns))}, complete=True).is_honest()]
