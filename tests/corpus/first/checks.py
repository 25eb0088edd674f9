"""One planted bundle and its honest twin for the other checks, most of them in several ways."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msoffcrypto
import pyzipper
from openpyxl.comments import Comment
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from tests.corpus.first.city import CHILDREN, OWN, STRANGER, Case, Child
from tests.corpus.first.layouts import Laid, plain, titled
from tests.corpus.first.writers import as_csv, as_docx, as_pdf, by_openpyxl, by_xlsxwriter, zipped

Must = Mapping[str, Any]
XLSX = "out/k01.xlsx"


def must(check: str, file: str | None = XLSX, severity: str = "stop", **more: Any) -> Must:
    """Return an entry of a manifest; ``where`` and ``subject_id`` as they come."""
    return {"check": check, "severity": severity, "parcel": "K01"} | ({"file": file} if file else {}) | more


def cases() -> Iterator[Case]:
    """Yield the bundles of every check but ``scope``."""
    for make in (
        completeness,
        reconcile,
        hidden_sheets,
        hidden_cells,
        other_cells,
        hidden_words,
        redaction,
        consent,
        sensitive,
        protection,
        unreadable,
    ):
        yield from make()


def completeness() -> Iterator[Case]:
    whole, short = plain(OWN), plain(OWN[:-1])
    twice = plain((*OWN, OWN[2]))
    for ending, write in (("csv", as_csv), ("xlsx", by_xlsxwriter), ("docx", as_docx)):
        file = f"out/k01.{ending}"
        yield Case(f"complete-{ending}-honest", {file: write(whole)}, parcel={"complete": True})
        missing = must("completeness", file, subject_id=OWN[-1].id)
        yield Case(f"complete-{ending}-missing", {file: write(short)}, must=[missing], parcel={"complete": True})
        yield Case(f"complete-{ending}-short-honest", {file: write(short)})
        again = must("completeness", file, "ask", subject_id=OWN[2].id)
        yield Case(f"double-{ending}-planted", {file: write(twice)}, must=[again])


def _with(laid: Laid, column: int, values: Sequence[str], first: int = 2) -> Laid:
    """Return a list with one column's values put anew, from row ``first`` on."""
    rows = [list(cells) for cells in laid.rows]
    for row, value in enumerate(values, start=first - 1):
        rows[row][column - 1] = value
    return replace(laid, rows=rows)


def reconcile() -> Iterator[Case]:
    laid = plain(OWN)
    columns = {"id": 1, "name": 2, "birth": 4, "phone": 6}
    for word, column in columns.items():
        values = [cells[column - 1] for cells in laid.rows[1:]]
        shifted = [values[-1], *values[:-1]]
        for ending, write in (("csv", as_csv), ("xlsx", by_xlsxwriter)):
            file = f"out/k01.{ending}"
            found = [must("reconcile", file, where={"part": "cell", "row": row}) for row in range(2, 10)]
            yield Case(f"reconcile-{ending}-{word}-shifted", {file: write(_with(laid, column, shifted))}, must=found)
    sorted_alone = _with(laid, 4, sorted(cells[3] for cells in laid.rows[1:]))
    wrong = [row for row in range(2, 10) if sorted_alone.rows[row - 1][3] != laid.rows[row - 1][3]]
    yield Case(
        "reconcile-birth-sorted-alone",
        {XLSX: by_xlsxwriter(sorted_alone)},
        must=[must("reconcile", where={"sheet": "名簿", "row": row}) for row in wrong],
    )
    old = _with(laid, 5, ["さくら野市川端6丁目6番6号"], first=4)
    moved = must("reconcile", where={"sheet": "名簿", "row": 4, "column": "E"}, subject_id=OWN[2].id)
    yield Case("reconcile-old-address", {XLSX: by_xlsxwriter(old)}, must=[moved])
    for n, by in enumerate(
        (lambda cells: cells[1], lambda cells: cells[3], lambda cells: cells[5], lambda cells: cells[4])
    ):
        whole = replace(laid, rows=[laid.rows[0], *sorted(laid.rows[1:], key=by)])
        yield Case(f"reconcile-whole-rows-sorted-{n}-honest", {XLSX: by_xlsxwriter(whole)})


def hidden_sheets() -> Iterator[Case]:
    for state in ("hidden", "veryHidden"):
        for who, word in ((STRANGER, "stranger"), (OWN[0], "own")):

            def change(book: Any, _: Any, child: Child = who, how: str = state) -> None:
                sheet = book.create_sheet("作業用")
                sheet.append(["氏名", "生年月日"])
                sheet.append([child.name, child.birth.isoformat()])
                sheet.sheet_state = how

            planted = [must("hidden", severity="ask")]
            if word == "stranger":
                place = {"sheet": "作業用", "row": 2}
                planted = [must(c, where=place, subject_id=who.id) for c in ("hidden", "scope")]
            yield Case(f"hidden-sheet-{state}-{word}", {XLSX: by_openpyxl(plain(OWN), change)}, must=planted)

    def empty(book: Any, _: Any) -> None:
        book.create_sheet("控え").sheet_state = "hidden"

    yield Case("hidden-sheet-empty-honest", {XLSX: by_openpyxl(plain(OWN), empty)})
    yield Case(
        "hidden-sheet-none-honest", {XLSX: by_openpyxl(titled(OWN), lambda book, _: book.create_sheet("記入例"))}
    )


def hidden_cells() -> Iterator[Case]:
    mixed = plain((*OWN[:3], STRANGER, *OWN[3:]))
    row = mixed.row_of[STRANGER.id]

    def hide_row(_: Any, sheet: Any) -> None:
        sheet.row_dimensions[row].hidden = True

    def filter_row(_: Any, sheet: Any) -> None:
        sheet.auto_filter.ref = f"A1:F{len(mixed.rows)}"
        sheet.auto_filter.add_filter_column(0, [child.id for child in OWN])
        sheet.row_dimensions[row].hidden = True

    def whiten(_: Any, sheet: Any) -> None:
        for cell in sheet[row]:
            cell.font = Font(color="FFFFFFFF")

    def shrink(_: Any, sheet: Any) -> None:
        for cell in sheet[row]:
            cell.number_format = ";;;"

    place = {"sheet": "名簿", "row": row}
    both = [must(check, where=place, subject_id=STRANGER.id) for check in ("hidden", "scope")]
    for word, change in (("row", hide_row), ("filter", filter_row), ("white", whiten), ("format", shrink)):
        yield Case(f"hidden-{word}-stranger", {XLSX: by_openpyxl(mixed, change)}, must=both)


def other_cells() -> Iterator[Case]:
    def hide_column(_: Any, sheet: Any) -> None:
        sheet.column_dimensions["E"].hidden = True

    def head(_: Any, sheet: Any) -> None:
        for cell in sheet[1]:
            cell.font = Font(bold=True, color="FFFFFFFF")
            cell.fill = _fill("FF203764")

    def hide_nothing(_: Any, sheet: Any) -> None:
        sheet.row_dimensions[40].hidden = True
        sheet.column_dimensions["M"].hidden = True

    column = must("hidden", severity="ask", where={"sheet": "名簿", "column": "E"})
    yield Case("hidden-column-own", {XLSX: by_openpyxl(plain(OWN), hide_column)}, must=[column])
    yield Case("hidden-white-heading-honest", {XLSX: by_openpyxl(plain(OWN), head)})
    yield Case("hidden-empty-rows-honest", {XLSX: by_openpyxl(plain(OWN), hide_nothing)})


def _fill(colour: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", fgColor=colour)


def hidden_words() -> Iterator[Case]:
    def note(text: str) -> Any:
        def change(_: Any, sheet: Any) -> None:
            sheet["B2"].comment = Comment(text, "係")

        return change

    who = {"subject_id": STRANGER.id, "where": {"part": "comment"}}
    told = f"{STRANGER.name}さん（{STRANGER.birth.isoformat()}生）の兄"
    both = [must("hidden", **who), must("scope", **who)]
    yield Case("hidden-comment-stranger", {XLSX: by_openpyxl(plain(OWN), note(told))}, must=both)
    harmless = must("hidden", severity="ask", where={"part": "comment"})
    yield Case("hidden-comment-harmless", {XLSX: by_openpyxl(plain(OWN), note("確認済み"))}, must=[harmless])

    def vanish(document: Any) -> None:
        document.add_paragraph().add_run(told).font.hidden = True

    file = "out/k01.docx"
    both = [must(check, file, subject_id=STRANGER.id) for check in ("hidden", "scope")]
    yield Case("hidden-docx-vanish-stranger", {file: as_docx(titled(OWN), vanish)}, must=both)
    yield Case("hidden-docx-plain-honest", {file: as_docx(titled(OWN), lambda d: d.add_paragraph("以上"))})

    def white(canvas: Canvas) -> None:
        canvas.setFillColor(colors.white)
        canvas.drawString(36, 60, told)

    def outside(canvas: Canvas) -> None:
        canvas.drawString(36, -40, told)

    def grey(canvas: Canvas) -> None:
        canvas.setFillColor(colors.Color(0.6, 0.6, 0.6))
        canvas.drawString(36, 60, "取扱注意")

    file = "out/k01.pdf"
    both = [must(check, file, subject_id=STRANGER.id) for check in ("hidden", "scope")]
    for word, change in (("white", white), ("outside", outside)):
        yield Case(f"hidden-pdf-{word}-stranger", {file: as_pdf(titled(OWN), change=change)}, must=both)
    yield Case("hidden-pdf-grey-honest", {file: as_pdf(titled(OWN), change=grey)})


def redaction() -> Iterator[Case]:
    def box(canvas: Canvas) -> None:
        canvas.setFillColor(colors.black)
        canvas.rect(150, 540 - 18 * 5 - 4, 100, 14, stroke=0, fill=1)

    def beside(canvas: Canvas) -> None:
        canvas.setFillColor(colors.black)
        canvas.rect(36, 40, 200, 14, stroke=0, fill=1)

    file = "out/k01.pdf"
    for embedded in (True, False):
        word = "embedded" if embedded else "bare"
        covered = must("redaction", file, where={"part": "page", "page": 1})
        yield Case(f"redaction-{word}-box", {file: as_pdf(titled(OWN), embedded=embedded, change=box)}, must=[covered])
        yield Case(f"redaction-{word}-empty-box-honest", {file: as_pdf(titled(OWN), embedded=embedded, change=beside)})


def consent() -> Iterator[Case]:
    names = ["氏名", "電話番号"]
    people = OWN[:5]
    rows = Laid([names, *([c.name, c.phone] for c in people)], {c.id: n for n, c in enumerate(people, start=2)})
    rest = [f"{c.id},名簿,氏名;電話番号,2026-04-01,\n" for c in people[1:]]
    head = "本人ID,目的,項目,承諾日,撤回日\n"
    first = OWN[0].id
    lines = {
        "given": f"{first},名簿,,令和8年4月1日,\n",
        "any-purpose": f"{first},,氏名;電話番号,2026-04-01,\n",
        "none": "",
        "withdrawn": f"{first},名簿,,2026-04-01,R8.6.1\n",
        "other-purpose": f"{first},広報,,2026-04-01,\n",
        "later": f"{first},名簿,,2026-12-01,\n",
        "field": f"{first},名簿,氏名,2026-04-01,\n",
    }
    for word, line in lines.items():
        for ending, write in (("csv", as_csv), ("xlsx", by_xlsxwriter)):
            column = "B" if word == "field" else "A"
            found = {"check": "consent", "severity": "stop", "subject_id": first, "file": f"out/web.{ending}"}
            found |= {"where": {"part": "cell", "row": 2, "column": column}}
            yield Case(
                f"consent-{ending}-{word}",
                {f"out/web.{ending}": write(rows)},
                must=[] if word in {"given", "any-purpose"} else [found],
                may=[{"check": "scope", "subject_id": first}],
                channel="web",
                recipient="PUBLIC",
                purpose="名簿",
                extra={"sources/consents.csv": head + line + "".join(rest)},
            )


def _my_number(first: int) -> str:
    digits = f"{first:011d}"
    weights = [n + 1 if n <= 6 else n - 5 for n in range(1, 12)]
    rest = sum(int(d) * w for d, w in zip(reversed(digits), weights, strict=True)) % 11
    return digits + str(0 if rest <= 1 else 11 - rest)


def sensitive() -> Iterator[Case]:
    numbers = [_my_number(99900000000 + 1237 * n) for n in range(len(OWN))]
    rows = [
        ["氏名", "生年月日", "個人番号"],
        *([c.name, c.birth.isoformat(), n] for c, n in zip(OWN, numbers, strict=True)),
    ]
    laid = Laid(rows, {})
    found = [must("sensitive", where={"sheet": "名簿", "row": row, "column": "C"}) for row in range(2, 10)]
    yield Case("my-number-heading", {XLSX: by_xlsxwriter(laid)}, must=found)
    unlabelled = _with(laid, 3, ["コード"], first=1)
    yield Case("my-number-column", {XLSX: by_xlsxwriter(unlabelled)}, must=found)
    fields = "園コード,本人ID,項目\n" + "".join(f"{c.at},{c.id},氏名;生年月日;個人番号\n" for c in CHILDREN)
    yield Case(
        "my-number-allowed-honest",
        {XLSX: by_xlsxwriter(laid)},
        may=[{"check": "sensitive", "severity": "ask"}],
        scope="given",
        extra={"sources/scope.csv": fields},
    )
    text = f"{OWN[0].name} 様\n個人番号 {numbers[0][:4]} {numbers[0][4:8]} {numbers[0][8:]}"
    docx_file = "out/k01.docx"
    letter = as_docx(titled(OWN), lambda d: d.add_paragraph(text))
    yield Case("my-number-letter", {docx_file: letter}, must=[must("sensitive", docx_file)])
    lone = as_docx(titled(OWN), lambda d: d.add_paragraph(f"受付番号 {numbers[0]}"))
    yield Case("my-number-lone-honest", {docx_file: lone})
    for n, amount in enumerate(("123456789012", "2026112400012", "080012345678")):
        other = as_docx(titled(OWN), lambda d, a=amount: d.add_paragraph(f"管理番号 {a}"))
        yield Case(f"my-number-other-{n}-honest", {docx_file: other})


def _closed(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def _aes(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr("list.xlsx", data)
    return out.getvalue()


def protection() -> Iterator[Case]:
    data, strangers = by_xlsxwriter(plain(OWN)), by_xlsxwriter(plain((*OWN, STRANGER)))
    mail = {"channel": "email"}
    parcel = {"to": "office@k01.example.jp", "password_file": "passwords/k01.txt"}
    word = {"passwords/k01.txt": "Yamabuki-2026\r\n"}
    open_parcel = {"to": "office@k01.example.jp"}
    yield Case("protection-open", {XLSX: data}, must=[must("protection")], parcel=open_parcel, **mail)
    yield Case("protection-at-release-honest", {XLSX: data}, parcel=open_parcel, protection="at-release", **mail)
    yield Case("protection-none-honest", {XLSX: data}, parcel=open_parcel, protection="none", **mail)
    yield Case("protection-post-honest", {XLSX: data}, channel="post")
    closed = _closed(data, "Yamabuki-2026")
    yield Case("protection-agile-honest", {XLSX: closed}, parcel=parcel, extra=word, **mail)
    yield Case("protection-no-password", {XLSX: closed}, must=[must("protection")], parcel=open_parcel, **mail)
    wrong = {"passwords/k01.txt": "Tsutsuji\n"}
    yield Case(
        "protection-wrong-password", {XLSX: closed}, must=[must("protection")], parcel=parcel, extra=wrong, **mail
    )
    inside = must("scope", where={"sheet": "名簿", "row": 10}, subject_id=STRANGER.id)
    yield Case(
        "protection-agile-stranger",
        {XLSX: _closed(strangers, "Yamabuki-2026")},
        must=[inside],
        parcel=parcel,
        extra=word,
        **mail,
    )
    archive = "out/k01.zip"
    yield Case("protection-aes-zip-honest", {archive: _aes(data, "Yamabuki-2026")}, parcel=parcel, extra=word, **mail)
    inside = must("scope", f"{archive}!/list.xlsx", where={"sheet": "名簿", "row": 10}, subject_id=STRANGER.id)
    yield Case(
        "protection-aes-zip-stranger",
        {archive: _aes(strangers, "Yamabuki-2026")},
        must=[inside],
        parcel=parcel,
        extra=word,
        **mail,
    )
    yield Case(
        "protection-open-zip",
        {archive: zipped(**{"list.xlsx": data})},
        must=[must("protection", archive)],
        parcel=open_parcel,
        **mail,
    )


def unreadable() -> Iterator[Case]:
    data, pdf = by_xlsxwriter(plain(OWN)), as_pdf(titled(OWN))
    yield Case("unreadable-truncated", {XLSX: data[: len(data) // 2]}, must=[must("unreadable")])
    yield Case("unreadable-unknown", {"out/k01.bin": bytes(range(256)) * 20}, must=[must("unreadable", "out/k01.bin")])
    yield Case("unreadable-empty", {XLSX: b""}, must=[must("unreadable")])
    yield Case(
        "unreadable-in-zip",
        {"out/k01.zip": zipped(**{"a.xlsx": data[:3000]})},
        must=[must("unreadable", "out/k01.zip!/a.xlsx")],
    )
    yield Case(
        "unreadable-pdf-noise",
        {"out/k01.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 8},
        must=[must("unreadable", "out/k01.pdf")],
    )
    yield Case("unreadable-wrong-ending-honest", {"out/k01.xlsm": data})
    yield Case("unreadable-two-files-honest", {XLSX: data, "out/k01.pdf": pdf})
