"""Lists of people in every layout, encoding and format, with and without a stranger among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from written import letters, papers
from written.bundle import Bundle, case, stop
from written.layouts import BASIC, LAYOUTS, plain, titled
from written.people import Person, wareki
from written.sheets import Row, csv_bytes, from_rows, xlsx, xlsx_other

SOURCE_FORMS = ("utf-8", "utf-8-sig", "cp932", "xlsx", "parquet")
BIRTHS: tuple[Callable[[date], object], ...] = (
    date.isoformat,
    lambda d: f"{d:%Y/%m/%d}",
    wareki,
    lambda d: wareki(d, "letter"),
)


def sources_of(bundle: Bundle, turn: int) -> Bundle:
    """Varies how the sources are written, from case to case."""
    bundle.source_format = SOURCE_FORMS[turn % len(SOURCE_FORMS)]
    bundle.birth = BIRTHS[turn % len(BIRTHS)]
    if bundle.source_format == "xlsx":
        bundle.birth = lambda d: d  # a real Excel date
    if turn % 3 == 1:
        bundle.with_scope_source(since="令和8年4月1日" if turn % 2 else "2026/04/01", until="2027-03-31")
    return bundle.in_japanese() if turn % 2 else bundle


def with_stranger(bundle: Bundle) -> tuple[list[Person], Person]:
    """The people of K01 with one of K02 among them."""
    people, stranger = bundle.of("K01"), bundle.stranger()
    return [*people[:3], stranger, *people[3:]], stranger


@case
def layouts() -> list[Bundle]:
    """Every layout, honest and with a stranger."""
    bundles = []
    for turn, (slug, layout) in enumerate(LAYOUTS.items()):
        write = (xlsx, xlsx_other)[turn % 2]
        good = Bundle(f"layout-{slug}-honest", "layout", f"K01's own people only, laid out as {slug}", each=7)
        sources_of(good, turn).parcel({"out/k01.xlsx": write(layout(good.of("K01")))}).is_honest()
        bad = Bundle(f"layout-{slug}-stranger", "layout", f"one row of K02 in K01's list, laid out as {slug}", each=7)
        people, stranger = with_stranger(sources_of(bad, turn + 2))
        grid = layout(people)
        other = (xlsx_other, xlsx)[turn % 2]
        bad.parcel({"out/k01.xlsx": other(grid)})
        bad.must_find(stop("scope", stranger, "out/k01.xlsx", **grid.where(stranger.id)))
        bundles += [good, bad]
    return bundles


@case
def delimited() -> list[Bundle]:
    """CSV and TSV in the encodings that tools in Japan write."""
    forms = [
        ("utf-8", "csv"),
        ("utf-8-sig", "csv"),
        ("cp932", "csv"),
        ("utf-16", "csv"),
        ("utf-16", "tsv"),
        ("cp932", "tsv"),
    ]
    bundles = []
    for turn, (encoding, suffix) in enumerate(forms):
        for honest in (True, False):
            slug = f"{suffix}-{encoding}-{'honest' if honest else 'stranger'}"
            bundle = sources_of(Bundle(slug, "delimited", f"a {suffix} in {encoding}", each=6), turn + honest)
            people, stranger = with_stranger(bundle)
            grid = (titled if turn % 3 == 2 else plain)(bundle.of("K01") if honest else people)
            path = f"out/園児一覧.{suffix}"
            tab = "\t" if suffix == "tsv" else ","
            bundle.parcel({path: csv_bytes(grid.table(), encoding, tab, quote_all=turn % 2 == 0)})
            if honest:
                bundle.is_honest()
            else:
                bundle.must_find(stop("scope", stranger, path, row=grid.rows[stranger.id][0]))
            bundles.append(bundle)
    return bundles


def _rows(people: Sequence[Person]) -> list[Row]:
    head: list[Row] = [["氏名", "生年月日", "住所"]]
    return head + [[p.name, wareki(p.birth), p.address] for p in people]


@case
def documents() -> list[Bundle]:
    """Tables in Word and PDF files by several tools."""
    makers: dict[str, tuple[str, Callable[[list[Row]], bytes]]] = {
        "docx-table": ("docx", lambda rows: letters.docx(table=rows)),
        "pdf-ruled": ("pdf", papers.pdf_list),
        "pdf-cid-font": ("pdf", lambda rows: papers.pdf_list(rows, "HeiseiKakuGo-W5")),
        "pdf-other-tool": ("pdf", papers.pdf_list_other),
        "pdf-mincho-black-head": ("pdf", lambda rows: papers.pdf_list(rows, "IPAexMincho", black=True)),
    }
    bundles = []
    for turn, (slug, (suffix, make)) in enumerate(makers.items()):
        good = sources_of(Bundle(f"{slug}-honest", "document", "a table of K01's people alone"), turn)
        good.parcel({f"out/k01.{suffix}": make(_rows(good.of("K01")))}).is_honest()
        bad = sources_of(Bundle(f"{slug}-stranger", "document", "a table with one person of K02"), turn + 1)
        people, stranger = with_stranger(bad)
        bad.parcel({f"out/k01.{suffix}": make(_rows(people))})
        page = {"page": 1} if suffix == "pdf" else {}
        bad.must_find(stop("scope", stranger, f"out/k01.{suffix}", **page))
        bundles += [good, bad]
    return bundles


@case
def long_pdf() -> list[Bundle]:
    """The stranger stands on the third page of a long list."""
    bundle = Bundle("pdf-third-page-stranger", "document", "one of K02 on page 3", offices=("K01", "K02"), each=38)
    people = bundle.of("K01")
    stranger = bundle.stranger(5)
    pages = [people[:19], people[19:36], [people[36], stranger, people[37]]]
    drawings = [papers.lines([f"{p.spaced('　')}　　{wareki(p.birth)}生" for p in page]) for page in pages]
    bundle.parcel({"out/k01.pdf": papers.pdf_pages(*drawings)})
    return [bundle.must_find(stop("scope", stranger, "out/k01.pdf", page=3))]


@case
def several_files() -> list[Bundle]:
    """Parcels for three offices in one bundle; one of them exchanged two files."""
    bundles = []
    for honest in (True, False):
        slug = "honest" if honest else "swapped"
        bundle = Bundle(f"three-parcels-{slug}", "parcels", "three offices, each with a workbook and a letter")
        bundle.zipped = honest
        for office in bundle.offices:
            shown = office if honest else {"K02": "K03", "K03": "K02"}.get(office, office)
            files = {f"out/{office}/一覧.xlsx": xlsx_other(titled(bundle.of(shown)))}
            files[f"out/{office}/通知.docx"] = letters.docx(["内訳は別添のとおりです。"])
            bundle.parcel(files, recipient=office)
            if not honest and shown != office:
                for p in bundle.of(shown):
                    bundle.must_find(stop("scope", p, f"out/{office}/一覧.xlsx"), parcel=office)
        bundles.append(bundle.is_honest() if honest else bundle)
    return bundles


@case
def second_sheets() -> list[Bundle]:
    """A workbook of several visible sheets."""
    good = Bundle("sheets-honest", "sheets", "the same people on three visible sheets")
    months = [plain(good.of("K01")) for _ in range(3)]
    for grid, month in zip(months, ("９月", "10月", "11月分（確定）"), strict=True):
        grid.title = month
    good.parcel({"out/k01.xlsx": xlsx(*months)}).is_honest()
    bad = Bundle("sheets-other-office", "sheets", "the second visible sheet is K03's")
    first, second = titled(bad.of("K01")), titled(bad.of("K03"))
    first.title, second.title = "提出用", "提出用 (2)"
    bad.parcel({"out/k01.xlsx": xlsx(first, second)})
    for p in bad.of("K03"):
        bad.must_find(stop("scope", p, "out/k01.xlsx", part="cell", **second.where(p.id)))
    return [good, bad]


@case
def spaced_letters() -> list[Bundle]:
    """Names spread over their cell, as 均等割付 typed by hand."""
    bundles = []
    for honest in (True, False):
        bundle = Bundle(f"spread-names-{'honest' if honest else 'stranger'}", "layout", "a space between all letters")
        people, stranger = with_stranger(bundle)
        shown = bundle.of("K01") if honest else people
        rows: list[Row] = [["No", "氏　　　名", "生年月日"]]
        rows += [[n, "　".join(p.spaced("")), p.birth] for n, p in enumerate(shown, 1)]
        bundle.parcel({"out/k01.xlsx": xlsx(from_rows(rows))})
        if not honest:
            bundle.must_find(stop("scope", stranger, "out/k01.xlsx", sheet="名簿", row=5))
        bundles.append(bundle.is_honest() if honest else bundle)
    return bundles


@case
def file_names() -> list[Bundle]:
    """People in file names."""
    bad = Bundle("file-name-stranger", "file-name", "the file's name is that of a child of K02")
    stranger = bad.stranger()
    path = f"out/認定通知_{stranger.spaced('')}.docx"
    bad.parcel({path: letters.docx(["別紙のとおり認定しました。"])})
    bad.must_find(stop("scope", stranger, path, part="file_name"))
    good = Bundle("file-name-own-child", "file-name", "the file's name is that of a child of K01")
    child = next(p for p in good.of("K01") if len(p.spaced("")) > 3)
    good.parcel({f"out/認定通知（{child.spaced('　')}様）.docx": letters.docx([f"対象児童　{child.name}"])}).is_honest()
    return [bad, good]


@case
def mapped_columns() -> list[Bundle]:
    """A header that nobody could guess, mapped in bundle.toml."""
    bundle = Bundle(
        "columns-mapped-honest", "sources", "園児の名前 and 園番号 are mapped under [columns]", source_format="cp932"
    )
    bundle.in_japanese()
    bundle.headers = dict(bundle.headers) | {"name": "園児の名前"}
    bundle.settings["columns"]["subjects"]["name"] = "園児の名前"
    bundle.settings["columns"]["recipients"] = {"recipient_id": "園番号", "name": "園の名称"}
    bundle.recipients = [
        ["園番号", "園の名称"],
        ["K01", "にじいろ幼稚園"],
        ["K02", "ひばり幼稚園"],
        ["K03", "たんぽぽ幼稚園"],
    ]
    return [bundle.parcel({"out/k01.xlsx": xlsx(plain(bundle.of("K01"), BASIC))}).is_honest()]
