"""Hidden information in workbooks, and what only looks like it."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.styles import Font, PatternFill

from written import letters, papers
from written import workbook_places as places
from written.bundle import Bundle, ask, case, finding, stop
from written.layouts import BASIC, plain
from written.people import Person, wareki
from written.sheets import book_bytes, from_rows, openpyxl_book, repack, xlsx_other

FILE = "out/k01.xlsx"


def about(person: Person) -> str:
    """A short remark that names the person and the birth date."""
    return f"{person.name}（{wareki(person.birth)}生）の分は別送"


@case
def other_places() -> list[Bundle]:
    """A stranger in each place outside the cells; the last word says whether the place is `hidden` by the contract."""
    table: list[tuple[str, Callable[[list[Person], Person], bytes], str, bool | None]] = [
        ("comment", lambda own, s: places.comment(own, about(s)), "comment", True),
        ("threaded-comment", lambda own, s: places.threaded_comment(own, about(s)), "comment", True),
        ("pivot-cache", lambda own, s: places.pivot_cache(own, [own[0], s]), "pivot_cache", True),
        ("external-link", lambda own, s: places.external_link(own, [[s.name, wareki(s.birth)]]), "external_link", True),
        ("property", lambda own, s: places.property_title(own, about(s)), "property", True),
        ("custom-property", lambda own, s: places.custom_property(own, about(s)), "property", True),
        ("defined-name", lambda own, s: places.defined_name(own, about(s)), "defined_name", True),
        ("custom-xml", lambda own, s: places.custom_xml(own, about(s)), "custom_xml", None),
        ("data-validation", lambda own, s: places.data_validation(own, [own[0].name, s.name]), "data_validation", None),
        ("hyperlink", lambda own, s: places.hyperlink(own, f"mailto:{s.email}"), "hyperlink", None),
        ("chart", lambda own, s: places.chart(own, [own[0].name, s.name]), "chart", None),
        ("header", lambda own, s: places.header_footer(own, about(s)), "header_footer", False),
        ("text-box", lambda own, s: places.text_box(own, about(s)), "text_box", False),
    ]
    bundles = []
    for slug, make, part, hidden in table:
        bundle = Bundle(f"xlsx-{slug}-stranger", "xlsx-place", f"a person of K02 in part {part} of the workbook")
        stranger = bundle.stranger()
        bundle.parcel({FILE: make(bundle.of("K01"), stranger)}).must_find(stop("scope", stranger, FILE, part=part))
        if hidden:
            bundle.must_find(stop("hidden", None, FILE, part=part))
        elif hidden is None:
            bundle.may_find(finding("hidden", None, None, FILE))
        bundles.append(bundle)
    for slug in ("docx", "xlsx"):
        bundle = Bundle(f"embedded-in-{slug}-stranger", "embedded", f"a list with a person of K02 embedded in a {slug}")
        s = bundle.stranger()
        rows = [["氏名", "生年月日"], [s.name, wareki(s.birth)]]
        if slug == "xlsx":
            data = places.embedded(bundle.of("K01"), letters.docx(table=rows, opening=()))
        else:
            document = letters.letter(["別表のとおり"])
            letters.embed_workbook(document, xlsx_other(from_rows(rows)))
            data = letters.docx_bytes(document)
        bundle.parcel({f"out/k01.{slug}": data})
        bundles.append(bundle.must_find(stop("scope", s), stop("hidden")))
    return bundles


def _hide(slug: str, shown: Sequence[Person], secret: Sequence[Person]) -> tuple[bytes, str, dict[str, list[int]]]:
    """A workbook that hides `secret` in the way named; the sheet and the rows of each person."""
    if slug in ("hidden-sheet", "very-hidden-sheet"):
        first, second = plain(shown), plain(secret)
        second.title = "作業用"
        book = openpyxl_book(first, second)
        book["作業用"].sheet_state = "hidden" if slug == "hidden-sheet" else "veryHidden"
        return book_bytes(book), "作業用", second.rows
    grid = plain([*shown[:2], *secret, *shown[2:]])
    rows = [grid.rows[p.id][0] for p in secret]
    if slug == "hidden-column":
        grid = plain(shown)
        grid.put(1, 6, ["転園元児童"], heading=True)
        for row, p in enumerate(secret, 2):
            grid.cells[row, 6] = p.name
        book = openpyxl_book(grid)
        book.worksheets[0].column_dimensions["F"].hidden = True
        return book_bytes(book), "名簿", {p.id: [row] for row, p in enumerate(secret, 2)}
    if slug == "filtered-rows":

        def change(_: xlsxwriter.Workbook, sheet: Any) -> None:
            sheet.autofilter(0, 0, len(shown) + len(secret), 3)
            sheet.filter_column_list(0, [p.name for p in shown])
            for row in rows:
                sheet.set_row(row - 1, options={"hidden": True})

        return places.written([*shown[:2], *secret, *shown[2:]], change), "名簿", grid.rows
    book = openpyxl_book(grid)
    for row in rows:
        dimension = book.worksheets[0].row_dimensions[row]
        dimension.hidden = True
        if slug == "collapsed-group":
            dimension.outlineLevel = 1
    return book_bytes(book), "名簿", grid.rows


@case
def hidden_cells() -> list[Bundle]:
    """Hidden sheets, rows and columns: with strangers a stop, with the office's own people a question."""
    bundles = []
    for slug in (
        "hidden-sheet",
        "very-hidden-sheet",
        "hidden-column",
        "filtered-rows",
        "hidden-rows",
        "collapsed-group",
    ):
        bad = Bundle(f"xlsx-{slug}-stranger", "xlsx-hidden", f"people of K02 in {slug}")
        strangers = [bad.stranger(0), bad.stranger(1)]
        data, sheet, rows = _hide(slug, bad.of("K01"), strangers)
        bad.parcel({FILE: data}).must_find(stop("hidden", None, FILE, sheet=sheet))
        bad.must_find(*(stop("scope", p, FILE, part="cell", sheet=sheet, row=rows[p.id][0]) for p in strangers))
        if slug == "hidden-column":
            bad.may_find(finding("reconcile", None), ask("lookalike"))
        own = Bundle(f"xlsx-{slug}-own", "xlsx-hidden", f"K01's own people in {slug}: a question, no stop")
        mine = own.of("K01")
        data, sheet, _ = _hide(slug, mine[:4], mine[4:])
        own.parcel({FILE: data}).must_find(ask("hidden", None, FILE, sheet=sheet))
        if slug == "hidden-column":
            own.may_find(finding("reconcile", None), ask("completeness"), ask("lookalike"))
        bundles += [bad, own]
    return bundles


@case
def other_hidden_content() -> list[Bundle]:
    """Hidden things that name nobody: a question where there is content."""
    makers: dict[str, Callable[[list[Person]], bytes]] = {
        "comment": lambda own: places.comment(own, "単価を確認済み"),
        "external-link": lambda own: places.external_link(own, [["４月分単価", "21000"]]),
        "pivot-cache-own": lambda own: places.pivot_cache(own, own),
        "embedded": lambda own: places.embedded(own, letters.docx(["記入要領"], opening=())),
    }
    bundles = []
    for slug, make in makers.items():
        bundle = Bundle(f"xlsx-{slug}-harmless", "xlsx-hidden", f"{slug}: no person out of scope in it, but content")
        bundle.parcel({FILE: make(bundle.of("K01"))})
        bundles.append(bundle.must_find(ask("hidden")))
    codes = Bundle("xlsx-hidden-code-list", "xlsx-hidden", "the choices of a drop-down list on a hidden sheet")
    grid, master = plain(codes.of("K01")), from_rows([["区分"], ["1号"], ["2号"], ["3号"]], "コード表")
    book = openpyxl_book(grid, master)
    book["コード表"].sheet_state = "hidden"
    codes.parcel({FILE: book_bytes(book)}).must_find(ask("hidden", None, FILE, sheet="コード表"))
    return [*bundles, codes]


def _dress(slug: str, book: openpyxl.Workbook, people: Sequence[Person]) -> bytes:
    """An honest workbook with one thing that looks like something hidden."""
    sheet = book.worksheets[0]
    if slug == "empty-hidden-sheet":
        book.create_sheet("Sheet3").sheet_state = "hidden"
    elif slug == "hidden-columns-to-the-right":
        sheet.column_dimensions.group("H", "XFD", hidden=True)
    elif slug == "empty-hidden-rows":
        for row in range(len(people) + 5, len(people) + 40):
            sheet.row_dimensions[row].hidden = True
    elif slug == "filter-shows-all":
        sheet.auto_filter.ref = f"A1:D{len(people) + 1}"
        sheet.freeze_panes = "A2"
    elif slug == "print-settings":
        sheet.print_area = f"A1:D{len(people) + 1}"
        sheet.print_title_rows = "1:1"
        sheet.oddFooter.center.text = "&P / &N ページ"
        sheet.oddHeader.left.text = "さくら野市　取扱注意"
    elif slug == "white-on-dark":
        for cell in sheet[1]:
            cell.font, cell.fill = Font(color="FFFFFF", bold=True), PatternFill("solid", fgColor="1F3864")
    elif slug == "sheet-protection":
        sheet.protection.sheet = True
        sheet.protection.password = "kaisan"
    elif slug == "properties":
        book.properties.creator, book.properties.lastModifiedBy = "hoiku-pc12", "給付係"
        book.properties.title, book.properties.keywords = "施設等利用給付費", "認定こども園"
        book.properties.description = "園へ提供するための一覧"
    elif slug == "outline-open":
        sheet.row_dimensions.group(2, 4, hidden=False)
    return book_bytes(book)


@case
def honest_dress() -> list[Bundle]:
    """What every honest workbook has."""
    bundles = []
    slugs = (
        "empty-hidden-sheet",
        "hidden-columns-to-the-right",
        "empty-hidden-rows",
        "filter-shows-all",
        "print-settings",
    )
    for turn, slug in enumerate((*slugs, "white-on-dark", "sheet-protection", "properties", "outline-open")):
        bundle = Bundle(f"xlsx-{slug}", "xlsx-honest", f"an honest workbook with {slug}")
        bundle.source_format = ("utf-8", "cp932", "xlsx", "parquet")[turn % 4]
        people = bundle.of("K01")
        bundle.parcel({FILE: _dress(slug, openpyxl_book(plain(people)), people)})
        bundles.append(bundle.is_honest())
    return bundles


@case
def honest_parts() -> list[Bundle]:
    """Furigana, drop-down lists, charts, formulas, a macro-free .xlsm name and the city's emblem."""
    choice = Bundle("xlsx-drop-down", "xlsx-honest", "a drop-down list of 男 and 女")
    choice.parcel({FILE: places.data_validation(choice.of("K01"), ["男", "女", "回答しない"])})
    graph = Bundle("xlsx-chart-own", "xlsx-honest", "a chart with the names of K01's own people")
    graph.parcel({FILE: places.chart(graph.of("K01"), [p.name for p in graph.of("K01")])})
    furigana = Bundle("xlsx-furigana", "xlsx-honest", "furigana kept behind the names, as Excel's IME leaves it")
    package = places.written(furigana.of("K01"), lambda book, sheet: None)
    for p in furigana.of("K01"):
        sounds = f'<rPh sb="0" eb="{len(p.surname)}"><t>{p.kana_surname}</t></rPh><phoneticPr fontId="1"/>'
        package = repack(
            package, {"xl/sharedStrings.xml": (f"<si><t>{p.name}</t></si>", f"<si><t>{p.name}</t>{sounds}</si>")}
        )
    furigana.parcel({FILE: package})
    emblem = Bundle("xlsx-emblem", "xlsx-honest", "the city's emblem with an alternative text")
    emblem.may_find(ask("unreadable"))
    image = papers.image_bytes(papers.picture(["さくら野市"], (300, 200)), "PNG")
    options = {"image_data": io.BytesIO(image), "description": "さくら野市の市章"}
    emblem.parcel(
        {FILE: places.written(emblem.of("K01"), lambda _, sheet: sheet.insert_image("F2", "emblem.png", options))}
    )
    formula = Bundle("xlsx-formulas", "xlsx-honest", "names put together by formulas, with their kept results")

    def join(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row, p in enumerate(formula.of("K01"), 2):
            sheet.write_formula(f"F{row}", f'=A{row}&" 様"', None, f"{p.name} 様")
        sheet.write_formula("F30", "=COUNTA(A2:A20)", None, len(formula.of("K01")))

    formula.parcel({FILE: places.written(formula.of("K01"), join)})
    return [b.is_honest() for b in (choice, graph, furigana, emblem, formula)]


@case
def visible_but_odd() -> list[Bundle]:
    """Strangers in cells that are easy to overlook."""
    bundles = []
    for slug in ("white-font", "far-cell", "formula-result", "sheet-name", "merged-note"):
        bundle = Bundle(f"xlsx-{slug}-stranger", "xlsx-odd", f"a person of K02: {slug}")
        s = bundle.stranger()
        book = openpyxl_book(plain(bundle.of("K01")))
        sheet = book.worksheets[0]
        where: dict[str, object] = {"part": "cell", "sheet": "名簿", "row": 14}
        if slug == "white-font":
            for column, (_, value) in enumerate(BASIC, 1):
                sheet.cell(14, column, value(s)).font = Font(color="FFFFFF")
        elif slug == "far-cell":
            sheet["CZ900"] = about(s)
            where["row"] = 900
        elif slug == "sheet-name":
            sheet.title = s.spaced("")
            where = {"part": "sheet_name"}
        elif slug == "merged-note":
            sheet.merge_cells("A14:D15")
            sheet["A14"] = f"※{about(s)}とします。"
        data = book_bytes(book)
        if slug == "formula-result":
            data = places.formula_result(bundle.of("K01"), s.name)
        bundle.parcel({FILE: data}).must_find(stop("scope", s, FILE, **where))
        bundles.append(bundle.may_find(finding("hidden", None), ask("lookalike")))
    return bundles
