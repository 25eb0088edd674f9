"""PDF files of several makers, what stands beside their pages, and ciphers good and bad."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import fpdf
import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont
from tests.corpus.first.city import OWN, STRANGER, Case, Child
from tests.corpus.first.layouts import spoken, titled
from tests.corpus.first.odd_packages import told
from tests.corpus.first.writers import FONT, as_csv, as_pdf

FILE = "out/k01.pdf"
MIXED = (*OWN[:4], STRANGER, *OWN[4:])
HEADS = ("氏名", "生年月日", "住所")


def cases() -> Iterator[Case]:
    """Yield pages of every maker, then what hangs on them, then what is drawn over them, then ciphers."""
    yield from _pages()
    yield from _beside()
    yield from _looks()
    yield from _ciphers()


def _must(part: str = "page", check: str = "scope", severity: str = "stop", **more: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"check": check, "severity": severity, "parcel": "K01", "file": FILE}
    entry |= {"where": {"part": part} | more} if part else {}
    return entry | ({"subject_id": STRANGER.id} if severity == "stop" and check != "protection" else {})


def _cells(child: Child) -> tuple[str, str, str]:
    return child.name, spoken(child), child.address


def _typst(body: str) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(Path(FONT).parent)])
    head = '#set text(font: "BIZ UDGothic", lang: "ja", size: 9pt, cjk-latin-spacing: none)\n'
    return bytes(typst.compile((head + body).encode(), font_paths=fonts))


def by_typst(people: Sequence[Child]) -> bytes:
    """Return a typeset table with a heading that returns on every page."""
    cells = ", ".join(f"[{text}]" for child in people for text in _cells(child))
    heads = ", ".join(f"[{head}]" for head in HEADS)
    return _typst(f"= 対象児童一覧\n#table(columns: 3, table.header({heads}), {cells})\n以上{len(people)}名")


def by_fpdf(people: Sequence[Child]) -> bytes:
    """Return a table with lines around every cell."""
    pdf = fpdf.FPDF()
    pdf.add_page()
    pdf.add_font("biz", fname=FONT)
    pdf.set_font("biz", size=9)
    with pdf.table(col_widths=(30, 30, 60), first_row_as_headings=False) as table:
        for cells in (HEADS, *map(_cells, people)):
            table.row(cells)
    return bytes(pdf.output())


def by_operators(people: Sequence[Child]) -> bytes:
    """Return a page whose font is not embedded and whose text is in the encoding of old mainframes (90ms-RKSJ)."""
    lines = ["BT /F1 9 Tf 40 780 Td 16 TL"]
    lines += [f"<{'　　'.join(cells).encode('cp932').hex()}> Tj T*" for cells in (HEADS, *map(_cells, people))]
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/MS-Gothic"),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Japan1", Supplement=2),
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/MS-Gothic"),
            Flags=4,
            FontBBox=[0, -137, 1000, 859],
            ItalicAngle=0,
            Ascent=859,
            Descent=-140,
            CapHeight=709,
            StemV=80,
        ),
        DW=1000,
        W=[1, 95, 500, 231, 632, 500],
    )
    outer = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/MS-Gothic"),
        Encoding=pikepdf.Name("/90ms-RKSJ-H"),
        DescendantFonts=[pdf.make_indirect(inner)],
    )
    page = pdf.pages[0].obj
    page["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(outer)))
    page["/Contents"] = pdf.make_stream("\n".join([*lines, "ET"]).encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def by_letter(people: Sequence[Child]) -> bytes:
    """Return a typeset letter that names people in sentences."""
    names = "、".join(f"{c.family}{c.given}さん（{spoken(c)}生）" for c in people)
    body = f"令和８年11月24日\\\n第１さくら園　御中\n\n平素よりお世話になっております。{names}について、補助金の額を次のとおりお知らせします。"
    return _typst(body + "\n\n#align(right)[さくら野市　保育幼稚園課\\ 担当　松平]")


def by_pages(people: Sequence[Child]) -> bytes:
    """Return one page for each person."""
    return _typst("\n#pagebreak()\n".join(f"= 認定通知書\n{c.name} 様\n\n生年月日　{spoken(c)}" for c in people))


MAKERS: Mapping[str, Callable[[Sequence[Child]], bytes]] = {
    "typst": by_typst,
    "fpdf2": by_fpdf,
    "operators": by_operators,
    "letter": by_letter,
    "page-each": by_pages,
}


def _pages() -> Iterator[Case]:
    for name, make in MAKERS.items():
        page = 5 if name == "page-each" else 1
        yield Case(f"paper-{name}-honest", {FILE: make(OWN)}, scope="source")
        yield Case(f"paper-{name}-stranger", {FILE: make(MIXED)}, must=[_must(page=page)], scope="source")


def _changed(data: bytes, change: Callable[[pikepdf.Pdf], None], **how: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def _beside() -> Iterator[Case]:
    data = by_typst(OWN)

    def title(child: Child) -> Callable[[pikepdf.Pdf], None]:
        def change(pdf: pikepdf.Pdf) -> None:
            pdf.docinfo["/Title"] = told(child)

        return change

    def bookmark(child: Child) -> Callable[[pikepdf.Pdf], None]:
        def change(pdf: pikepdf.Pdf) -> None:
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(told(child), 0))

        return change

    for name, make, part in (("title", title, "property"), ("bookmark", bookmark, "bookmark")):
        yield Case(f"paper-{name}-honest", {FILE: _changed(data, make(OWN[1]))})
        yield Case(
            f"paper-{name}-stranger",
            {FILE: _changed(data, make(STRANGER))},
            must=[_must(part)],
            may=[_must("", "hidden")],
        )

    def note(text: str) -> Callable[[pikepdf.Pdf], None]:
        def change(pdf: pikepdf.Pdf) -> None:
            mark = {"Type": pikepdf.Name.Annot, "Subtype": pikepdf.Name.Text, "Rect": [20, 20, 40, 40]}
            pdf.pages[0].obj["/Annots"] = [pdf.make_indirect(pikepdf.Dictionary(Contents=text, **mark))]

        return change

    both = [_must("annotation", check) for check in ("hidden", "scope")]
    yield Case("hidden-paper-note-stranger", {FILE: _changed(data, note(told(STRANGER)))}, must=both)
    asked = [_must("annotation", "hidden", "ask")]
    yield Case("hidden-paper-note-harmless", {FILE: _changed(data, note("要確認"))}, must=asked)

    def attach(people: Sequence[Child]) -> Callable[[pikepdf.Pdf], None]:
        rows = as_csv(titled(people), "cp932")

        def change(pdf: pikepdf.Pdf) -> None:
            pdf.attachments["元データ.csv"] = pikepdf.AttachedFileSpec(pdf, rows, filename="元データ.csv")

        return change

    inside = {"check": "scope", "severity": "stop", "subject_id": STRANGER.id, "file": f"{FILE}!/元データ.csv"}
    inside |= {"where": {"part": "cell", "row": 9}}
    stopped = {"check": "hidden", "severity": "stop"}
    asks = {"check": "hidden", "severity": "ask"}
    yield Case("hidden-paper-attached-own", {FILE: _changed(data, attach(OWN))}, must=[asks])
    yield Case(
        "hidden-paper-attached-stranger", {FILE: _changed(data, attach(MIXED))}, must=[inside, stopped], may=[asks]
    )


def _looks() -> Iterator[Case]:
    """Yield what a reader sees at once, and what only looks black."""
    table = f"#table(columns: 2, ..range(6).map(n => [行#n]))\n{told(OWN[1])}"
    dark = '#box(fill: rgb("203764"), inset: 4pt)[#text(fill: white)[対象児童一覧　取扱注意]]\n'
    yield Case("redaction-typst-white-on-dark-honest", {FILE: _typst(dark + table)})
    yellow = f"#highlight(fill: yellow)[{told(OWN[2])}]\n"
    yield Case("redaction-typst-highlight-honest", {FILE: _typst(yellow + table)})
    mark = "#place(center + horizon, rotate(-30deg, text(60pt, fill: luma(85%))[見本]))\n"
    yield Case("hidden-typst-watermark-honest", {FILE: _typst(mark + table)})
    bars = "#box(fill: black, width: 8em, height: 1em) 様　#box(fill: black, width: 12em, height: 1em)\n"
    yield Case("redaction-typst-cut-out-honest", {FILE: _typst(bars + table)})
    covered = f"#box[{told(OWN[4])}#place(top + left, rect(fill: black, width: 100%, height: 1.2em))]\n\n"
    black = _must("page", "redaction", page=1)
    del black["subject_id"]
    yield Case("redaction-typst-covered", {FILE: _typst(covered + table)}, must=[black])
    covered = f"#box[{told(STRANGER)}#place(top + left, rect(fill: black, width: 100%, height: 1.2em))]\n\n"
    more = [_must("page", page=1)]
    yield Case(
        "redaction-typst-covered-stranger",
        {FILE: _typst(covered + table)},
        must=[black, *more],
        may=[{"check": "hidden", "severity": "stop", "subject_id": STRANGER.id}],
    )
    picture = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(picture).text((40, 100), "申請書（写し）", fill=0, font=ImageFont.truetype(FONT, 60))
    scan, loose = io.BytesIO(), io.BytesIO()
    picture.save(scan, "PDF", resolution=150)
    picture.save(loose, "PNG")
    asks = {"check": "unreadable", "severity": "ask", "parcel": "K01"}
    yield Case("unreadable-scan", {FILE: scan.getvalue()}, must=[asks | {"file": FILE}])
    yield Case(
        "unreadable-picture",
        {"out/写真.png": loose.getvalue()},
        must=[{"check": "unreadable", "file": "out/写真.png", "severity": ["ask", "stop"]}],
    )


def _ciphers() -> Iterator[Case]:
    data, word = as_pdf(titled(OWN)), "Momiji-0719-Kaki"
    parcel = {"to": "office@k01.example.jp", "password_file": "passwords/k01.txt"}

    def closed(strength: int, *, user: str = word, aes: bool = True) -> bytes:
        how = pikepdf.Encryption(user=user, owner="Shirakaba-88", R=strength, aes=aes, metadata=aes)
        return _changed(data, lambda _: None, encryption=how)

    def mailed(name: str, file: bytes, must: Sequence[Mapping[str, Any]] = (), *, given: str = word) -> Case:
        words = {"passwords/k01.txt": given + "\n"}
        return Case(f"protection-paper-{name}", {FILE: file}, must, channel="email", parcel=parcel, extra=words)

    yield mailed("aes-256-honest", closed(6))
    stops = [_must("", "protection")]
    yield mailed("rc4", closed(3, aes=False), stops)
    yield mailed("owner-password-alone", closed(6, user=""), stops)
    yield mailed("wrong-password", closed(6), stops, given="Sakura-0000")
    yield mailed("open", data, stops)
    to = {"to": "office@k01.example.jp"}
    yield Case("protection-paper-at-release-honest", {FILE: data}, channel="email", protection="at-release", parcel=to)
    yield Case("protection-paper-by-hand-honest", {FILE: data}, channel="handover")
