"""Lists for the web: who agreed, to what, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from written import letters, papers
from written.bundle import Bundle, ask, case, finding, stop
from written.layouts import Column, plain
from written.people import Person, wareki
from written.sheets import Row, book_bytes, csv_bytes, from_rows, openpyxl_book, xlsx, xlsx_other

HEAD: Row = ["subject_id", "purpose", "fields", "granted_on", "withdrawn_on"]
ENGINEERS: tuple[Column, ...] = (
    ("診断士氏名", lambda p: p.spaced("　")),
    ("事務所所在地", lambda p: p.address),
    ("電話番号", lambda p: p.phone),
)
FILE = "out/診断士一覧.xlsx"


def web(slug: str, about: str, purpose: str | None = None, each: int = 10) -> Bundle:
    """A bundle for the web whose first six people have agreed to everything."""
    bundle = Bundle(slug, "consent", about, channel="web", offices=("K01",), each=each, recipients=[])
    bundle.columns = ["subject_id", "name", "kana", "birth_date", "address", "phone"]
    bundle.title, bundle.settings["department"] = "木造住宅耐震診断士の一覧", "住宅課"
    if purpose:
        bundle.settings["purpose"] = purpose
    bundle.consents = [HEAD, *([p.id, "", "", "2026-04-01", ""] for p in bundle.people[:6])]
    return bundle


def publish(bundle: Bundle, people: Sequence[Person], write: Callable[..., bytes] = xlsx) -> Bundle:
    """The list of these people for the public."""
    return bundle.parcel({FILE: write(plain(people, ENGINEERS))}, recipient="PUBLIC")


@case
def agreed() -> list[Bundle]:
    """Everyone on the page has agreed."""
    consents: dict[str, tuple[Callable[[Person], Row], str | None]] = {
        "any": (lambda p: [p.id, "", "", "2026/04/01", ""], None),
        "purpose": (lambda p: [p.id, "名簿公開", "", "令和8年4月1日", ""], "名簿公開"),
        "fields": (lambda p: [p.id, "", "name;address;phone", "R8.4.1", ""], None),
        "fields-in-japanese": (lambda p: [p.id, "", "氏名;住所;電話番号", "2026-04-01", ""], None),
        "granted-today": (lambda p: [p.id, "", "", "2026-11-24", ""], None),
        "withdrawn-later": (lambda p: [p.id, "", "", "2025-04-01", "2026-12-01"], None),
    }
    bundles = []
    for turn, (slug, (row, purpose)) in enumerate(consents.items()):
        bundle = web(f"consent-{slug}-honest", f"everyone on the list has agreed: {slug}", purpose)
        bundle.source_format = ("utf-8", "utf-8-sig", "cp932", "xlsx")[turn % 4]
        if slug == "fields-in-japanese":
            bundle.in_japanese()
        bundle.consents = [HEAD, *(row(p) for p in bundle.people[:6])]
        bundles.append(publish(bundle, bundle.people[:6], (xlsx, xlsx_other)[turn % 2]).is_honest())
    again = web("consent-given-again", "withdrawn in 2025 and given again in 2026")
    assert again.consents
    again.consents.insert(1, [again.people[0].id, "", "", "2024-04-01", "2025-03-31"])
    nobody = web("consent-nobody-named", "a page without any person")
    nobody.parcel(
        {"out/案内.docx": letters.docx(["木造住宅の耐震診断を受け付けています。"], opening=())}, recipient="PUBLIC"
    )
    paper = web("consent-pdf-honest", "the list as a PDF")
    rows: list[Row] = [["氏名", "電話番号"], *([p.name, p.phone] for p in paper.people[:6])]
    paper.parcel({"out/list.pdf": papers.pdf_list(rows, heading="木造住宅耐震診断士")}, recipient="PUBLIC")
    return [*bundles, publish(again, again.people[:6]).is_honest(), nobody.is_honest(), paper.is_honest()]


@case
def not_agreed() -> list[Bundle]:
    """One person on the page has not agreed, or not to this."""
    wrong: dict[str, Callable[[Person], Row | None]] = {
        "missing": lambda p: None,
        "withdrawn": lambda p: [p.id, "", "", "2025-04-01", "2026-10-31"],
        "future": lambda p: [p.id, "", "", "2026-12-01", ""],
        "other-purpose": lambda p: [p.id, "防災訓練", "", "2026-04-01", ""],
        "field": lambda p: [p.id, "", "name;phone", "2026-04-01", ""],
        "wareki-withdrawn": lambda p: [p.id, "", "", "令和7年4月1日", "R8.11.1"],
    }
    bundles = []
    for turn, (slug, row) in enumerate(wrong.items()):
        bundle = web(f"consent-{slug}", f"the consent of one person on the list: {slug}", "名簿公開")
        bundle.source_format = ("cp932", "utf-8", "xlsx", "parquet")[turn % 4]
        person, extra = bundle.people[8], row(bundle.people[8])
        bundle.consents = [*(bundle.consents or []), *([extra] if extra else [])]
        shown = [*bundle.people[:3], person, *bundle.people[3:6]]
        publish(bundle, shown, (xlsx, xlsx_other)[turn % 2])
        bundle.must_find(stop("consent", person, FILE, sheet="名簿", row=5), parcel="PUBLIC")
        bundles.append(bundle.may_find(finding("scope", None, person)))
    return bundles


@case
def not_agreed_elsewhere() -> list[Bundle]:
    """Those without consent stand in other formats and in hidden places."""
    bundles = []
    for slug in ("csv", "pdf", "docx", "hidden-column", "second-sheet"):
        bundle = web(f"consent-missing-{slug}", f"a person without consent: {slug}")
        person = next(p for p in bundle.people[6:] if len(p.spaced("")) > 3)
        shown = [*bundle.people[:6], person]
        rows: list[Row] = [["氏名", "電話番号"], *([p.name, p.phone] for p in shown)]
        agreed_only, other = (
            from_rows(rows[:-1]),
            from_rows([["氏名", "生年月日"], [person.name, wareki(person.birth)]], "掲載否"),
        )
        path = f"out/list.{slug if len(slug) < 5 else 'xlsx'}"
        data = {
            "csv": csv_bytes(rows, "utf-8-sig"),
            "pdf": papers.pdf_list(rows, heading="診断士"),
            "docx": letters.docx(table=rows, opening=()),
            "second-sheet": xlsx(agreed_only, other),
        }.get(slug)
        if data is None:
            agreed_only.put(1, 5, ["照会先"], heading=True)
            agreed_only.cells[2, 5] = f"{person.name}（{wareki(person.birth)}）"
            book = openpyxl_book(agreed_only)
            book.worksheets[0].column_dimensions["E"].hidden = True
            data = book_bytes(book)
            bundle.must_find(stop("hidden", None, path), parcel="PUBLIC")
            bundle.may_find(finding("reconcile", None), ask("lookalike"))
        bundle.parcel({path: data}, recipient="PUBLIC").must_find(stop("consent", person, path), parcel="PUBLIC")
        bundles.append(bundle.may_find(finding("scope", None, person)))
    return bundles
