"""My Numbers with and without labels, allowed and not, and other special-care data."""

from __future__ import annotations

from collections.abc import Callable

from written import letters, papers
from written import workbook_places as places
from written.bundle import Bundle, ask, case, finding, stop
from written.layouts import BASIC, Column, plain
from written.people import Person, full_width, my_number, not_a_my_number, wareki
from written.sheets import Grid, Row, book_bytes, csv_bytes, from_rows, openpyxl_book, xlsx, xlsx_other

FILE = "out/k01.xlsx"


def mine(person: Person) -> str:
    """The person's made-up My Number."""
    return my_number(1_000_000 + 137 * int(person.id[1:]))


def grouped(digits: str, gap: str) -> str:
    """The twelve digits in groups of four."""
    return gap.join((digits[:4], digits[4:8], digits[8:]))


@case
def columns() -> list[Bundle]:
    """A column of My Numbers which nobody allowed."""
    forms: dict[str, tuple[str, Callable[[Person], object]]] = {
        "labelled": ("個人番号", mine),
        "labelled-katakana": ("マイナンバー", lambda p: grouped(mine(p), " ")),
        "labelled-number": ("個人番号（12桁）", lambda p: int(mine(p))),
        "labelled-wide": ("本人の個人番号", lambda p: full_width(grouped(mine(p), "-"))),
        "unlabelled": ("備考２", mine),
        "unlabelled-number": ("コード", lambda p: int(mine(p))),
        "no-heading": ("", mine),
    }
    bundles = []
    for turn, (slug, (header, value)) in enumerate(forms.items()):
        bundle = Bundle(f"my-number-column-{slug}", "my-number", f"a column of My Numbers: {slug}", each=7)
        if turn % 2:
            bundle.with_scope_source()
        grid = plain(bundle.of("K01"), [*BASIC, (header, value)])
        file = "out/k01.csv" if slug == "no-heading" else FILE
        bundle.parcel({file: csv_bytes(grid.table(), "cp932") if file != FILE else (xlsx, xlsx_other)[turn % 2](grid)})
        bundles.append(bundle.must_find(stop("sensitive", None, file)))
    digits = Bundle("my-number-digit-per-cell", "my-number", "a form with one digit of the 個人番号 in each cell")
    grid = Grid(narrow=True)
    person = digits.of("K01")[0]
    grid.merge(1, 1, 1, 16, "提出用紙（控）")
    for row, (label, text) in enumerate((("氏名", person.name), ("個人番号", "")), 3):
        grid.merge(row, 1, row, 4, label)
        if text:
            grid.merge(row, 5, row, 16, text)
    grid.put(4, 5, [int(c) for c in mine(person)])
    digits.parcel({FILE: xlsx(grid)}).must_find(stop("sensitive", None, FILE))
    return [*bundles, digits]


@case
def texts() -> list[Bundle]:
    """Labelled My Numbers in letters and hidden places."""
    bundles = []
    for slug in ("docx", "pdf", "docx-cells", "xlsx-comment", "xlsx-hidden-column", "docx-hidden-font"):
        bundle = Bundle(f"my-number-{slug}", "my-number", f"a labelled My Number of K01's own person: {slug}")
        p = bundle.of("K01")[0]
        file = "out/k01." + slug.split("-")[0]
        line = f"個人番号：{grouped(mine(p), ' ')}"
        if slug == "docx":
            data = letters.docx([f"氏名：{p.name}", line])
        elif slug == "pdf":
            data = papers.pdf_pages(papers.lines([f"氏名　{p.name}", f"マイナンバー　{full_width(mine(p))}"]))
        elif slug == "docx-cells":
            data = letters.docx(table=[["氏名", "個人番号"], [p.name, mine(p)]])
        elif slug == "xlsx-comment":
            data = places.comment(bundle.of("K01"), line)
            bundle.must_find(stop("hidden", None, file, part="comment"))
        elif slug == "xlsx-hidden-column":
            book = openpyxl_book(plain(bundle.of("K01"), [*BASIC, ("個人番号", mine)]))
            book.worksheets[0].column_dimensions["E"].hidden = True
            data = book_bytes(book)
            bundle.must_find(stop("hidden", None, file, sheet="名簿"))
        else:
            document = letters.letter([f"氏名：{p.name}"])
            letters.hidden_text(document, line)
            data = letters.docx_bytes(document)
            bundle.must_find(stop("hidden", None, file))
        bundles.append(bundle.parcel({file: data}).must_find(stop("sensitive", None, file)))
    return bundles


@case
def allowed() -> list[Bundle]:
    """My Numbers that the scope names, for all or for all but one."""
    columns: list[Column] = [*BASIC[:1], *BASIC[2:3], ("個人番号", mine)]
    bundles = []
    for word in ("my_number", "個人番号"):
        bundle = Bundle(
            f"my-number-allowed-{'en' if word.isascii() else 'ja'}",
            "my-number",
            "the scope names the My Number",
            channel="post",
        )
        bundle.with_scope_source(fields=f"name;birth_date;{word}")
        bundle.parcel({FILE: xlsx(plain(bundle.of("K01"), columns))}).may_find(ask("sensitive"))
        bundles.append(bundle.is_honest())
    one = Bundle("my-number-allowed-but-one", "my-number", "the scope of one person does not name the My Number")
    one.with_scope_source(fields="name;birth_date;my_number")
    assert one.scope
    person = one.of("K01")[3]
    for row in one.scope:
        if row[1] == person.id:
            row[2] = ""
    one.parcel({FILE: xlsx(plain(one.of("K01"), columns))}).may_find(ask("sensitive"))
    return [*bundles, one.must_find(stop("sensitive", None, FILE, sheet="名簿", row=5))]


@case
def no_my_numbers() -> list[Bundle]:
    """Twelve digits, and thirteen, that are no My Numbers."""
    texts: dict[str, Callable[[int, Person], tuple[str, object]]] = {
        "receipt-numbers": lambda n, p: ("受付番号", not_a_my_number(3_000_000 + n)),
        "every-tenth-valid": lambda n, p: (
            "管理番号",
            my_number(2_000_000 + n) if n == 4 else not_a_my_number(2_000_000 + n),
        ),
        "four-valid": lambda n, p: ("伝票番号", my_number(4_000_000 + n) if n < 4 else not_a_my_number(4_000_000 + n)),
        "corporate-numbers": lambda n, p: ("法人番号", "7" + my_number(5_000_000 + n)),
        "same-number-repeated": lambda n, p: ("事業所番号", my_number(6_000_000)),
    }
    bundles = []
    for slug, value in texts.items():
        bundle = Bundle(f"digits-{slug}", "digits", f"no My Numbers: {slug}", each=10)
        rows: list[Row] = [["氏名", "生年月日", value(0, bundle.people[0])[0]]]
        rows += [[p.name, p.birth, value(n, p)[1]] for n, p in enumerate(bundle.of("K01"))]
        bundle.parcel({FILE: xlsx(from_rows(rows))})
        bundles.append(bundle.is_honest())
    lone = Bundle("digits-lone", "digits", "one number with a valid check digit, without a label")
    lone.parcel({"out/k01.docx": letters.docx([f"文書管理コード {my_number(7_654_321)}"])}).is_honest()
    word = Bundle("digits-word-alone", "digits", "a letter that speaks of the 個人番号 and holds none")
    word.parcel(
        {
            "out/k01.docx": letters.docx(
                ["申請書には個人番号（マイナンバー）を記載してください。", "お問い合わせ　0999-11-2233"]
            )
        }
    ).is_honest()
    blank = Bundle("digits-empty-column", "digits", "a form with an empty column 個人番号")
    blank.parcel({FILE: xlsx(plain(blank.of("K01"), [*BASIC, ("個人番号", lambda _: None)]))}).is_honest()
    return [*bundles, lone, word, blank]


@case
def special_care() -> list[Bundle]:
    """Illness and disability."""
    illness = Bundle("special-care-illness", "special-care", "a column of names of illnesses")
    names = ("２型糖尿病", "高血圧症", "気管支喘息")
    rows: list[Row] = [
        ["氏名", "生年月日", "病名"],
        *([p.name, p.birth, names[n % 3]] for n, p in enumerate(illness.of("K01"))),
    ]
    illness.parcel({FILE: xlsx(from_rows(rows))}).must_find(ask("sensitive", None, FILE))
    handicap = Bundle("special-care-disability", "special-care", "a letter on somebody's disability certificate")
    p = handicap.of("K01")[0]
    text = [f"氏名：{p.name}（{wareki(p.birth)}生）", "障害名：両下肢機能障害", "身体障害者手帳　２級"]
    handicap.parcel({"out/k01.docx": letters.docx(text)}).must_find(ask("sensitive", None, "out/k01.docx"))
    return [b.may_find(finding("sensitive", "ask")) for b in (illness, handicap)]
