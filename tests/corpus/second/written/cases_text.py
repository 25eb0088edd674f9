"""Hidden information and black boxes in Word and PDF files, and what only looks like them."""

from __future__ import annotations

from collections.abc import Callable

import pikepdf
from docx.document import Document as Doc

from written import letters, papers
from written.bundle import Bundle, ask, case, finding, stop
from written.cases_workbook import about
from written.layouts import plain
from written.people import Person, wareki
from written.sheets import Row, csv_bytes, repack, xlsx

DOCX, PDF = "out/k01.docx", "out/k01.pdf"
BODY = [
    "申請のあった給付費について、審査の結果を別紙のとおり通知します。",
    "ご不明な点は、保育幼稚園課までお問い合わせください。",
]
PAGE = papers.lines(["にじいろ幼稚園　園長　様", "", *BODY])


def _emblem() -> bytes:
    return papers.image_bytes(papers.picture(["市章"], (200, 200)), "PNG")


def _header(document: Doc, text: str) -> None:
    document.sections[0].header.paragraphs[0].text = text


def _title(document: Doc, text: str) -> None:
    document.core_properties.subject = text


def _comment(document: Doc, text: str) -> None:
    document.add_comment(document.paragraphs[-1].runs, text=text, author="給付係", initials="給")


@case
def word_places() -> list[Bundle]:
    """A stranger in each place of a Word document outside its visible body."""
    table: list[tuple[str, Callable[[Doc, Person], object], str | None, bool | None]] = [
        ("comment", lambda d, s: _comment(d, about(s)), "comment", True),
        ("deleted", lambda d, s: letters.revision(d, about(s), "del"), "revision", True),
        ("inserted", lambda d, s: letters.revision(d, about(s), "ins"), None, None),
        ("hidden-font", lambda d, s: letters.hidden_text(d, about(s)), None, True),
        ("text-box", lambda d, s: letters.text_box(d, about(s)), "text_box", False),
        ("footnote", lambda d, s: letters.footnote(d, about(s)), "footnote", False),
        ("field-code", lambda d, s: letters.field_code(d, f' MERGEFIELD "{about(s)}" ', "（記載省略）"), "field", None),
        ("header", lambda d, s: _header(d, about(s)), "header_footer", False),
        ("property", lambda d, s: _title(d, about(s)), "property", True),
        ("alt-text", lambda d, s: letters.picture(d, _emblem(), about(s)), "alt_text", True),
        ("hyperlink", lambda d, s: letters.link(d, "連絡先", f"mailto:{s.email}"), "hyperlink", None),
    ]
    bundles = []
    for slug, change, part, hidden in table:
        bundle = Bundle(f"docx-{slug}-stranger", "docx-place", f"a person of K02 in a letter's {slug}")
        document, stranger = letters.letter(BODY), bundle.stranger()
        change(document, stranger)
        where = {"part": part} if part else {}
        bundle.parcel({DOCX: letters.docx_bytes(document)}).must_find(stop("scope", stranger, DOCX, **where))
        if hidden:
            bundle.must_find(stop("hidden", None, DOCX, **where))
        elif hidden is None:
            bundle.may_find(finding("hidden", None, None, DOCX))
        if slug == "alt-text":
            bundle.may_find(ask("unreadable"))
        bundles.append(bundle)
    xml = Bundle("docx-custom-xml-stranger", "docx-place", "a person of K02 in the data of a form's own XML")
    xmlns, kind = "urn:example:form", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
    item = f'<?xml version="1.0"?><form xmlns="{xmlns}"><name>{about(xml.stranger())}</name></form>'
    relation = f'<Relationship Id="rXml" Type="{kind}" Target="../customXml/item9.xml"/>'
    package = repack(
        letters.docx(BODY),
        {"word/_rels/document.xml.rels": ("</Relationships>", relation + "</Relationships>")},
        {"customXml/item9.xml": item},
    )
    xml.parcel({DOCX: package}).must_find(stop("scope", xml.stranger(), DOCX, part="custom_xml"))
    return [*bundles, xml.may_find(finding("hidden", None, None, DOCX))]


@case
def word_harmless() -> list[Bundle]:
    """Word documents without a stranger: questions where something is hidden, none where nothing is."""
    asked: dict[str, Callable[[Doc], object]] = {
        "comment": lambda d: _comment(d, "文言は前年度と同じ"),
        "deleted": lambda d: letters.revision(d, "なお、昨年度は", "del"),
        "hidden-font": lambda d: letters.hidden_text(d, "起案用メモ：決裁後に削除"),
        "embedded": lambda d: letters.embed_workbook(d, xlsx(plain([]))),
    }
    bundles = []
    for slug, change in asked.items():
        bundle = Bundle(f"docx-{slug}-harmless", "docx-hidden", f"a letter with {slug} that names nobody")
        document = letters.letter(BODY)
        change(document)
        bundles.append(bundle.parcel({DOCX: letters.docx_bytes(document)}).must_find(ask("hidden", None, DOCX)))
    fine: dict[str, Callable[[Doc, Person], object]] = {
        "page-field": lambda d, p: letters.field_code(d, " PAGE ", "1"),
        "footnote-own": lambda d, p: letters.footnote(d, f"{p.name}さんを除く。"),
        "header-own": lambda d, p: _header(d, f"{p.name} 様　保護者宛"),
        "text-box-own": lambda d, p: letters.text_box(d, "受付印"),
        "link": lambda d, p: letters.link(d, "市のホームページ", "https://www.sakurano.example.jp/kosodate/"),
        "emblem": lambda d, p: letters.picture(d, _emblem(), "さくら野市の市章"),
    }
    for slug, dress in fine.items():
        bundle = Bundle(f"docx-{slug}-honest", "docx-honest", f"an honest letter with {slug}")
        document = letters.letter([*BODY, f"対象児童　{bundle.of('K01')[0].name}"])
        dress(document, bundle.of("K01")[0])
        if slug == "emblem":
            bundle.may_find(ask("unreadable"))
        bundles.append(bundle.parcel({DOCX: letters.docx_bytes(document)}).is_honest())
    return bundles


def _annotation(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[400, 700, 420, 720])
        note.Contents = pikepdf.String(text)
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pdf.make_indirect(note)]))

    return change


def _attachment(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)

    return change


def _bookmark(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(text, 0))

    return change


def _form_field(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        box = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, Rect=[72, 500, 400, 520]
        )
        box.T, box.V = pikepdf.String("name"), pikepdf.String(text)
        field = pdf.make_indirect(box)
        pdf.pages[0].Annots = pikepdf.Array([field])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), NeedAppearances=True)

    return change


def _script(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"var memo = '{text}';"))

    return change


def _info(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Subject"] = pikepdf.String(text)

    return change


def _shorter_crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].CropBox = pikepdf.Array([0, 300, 595, 842])


def _pdf_places(base: bytes) -> list[tuple[str, Callable[[Person], bytes], str | None, bool | None]]:
    def csv(s: Person) -> bytes:
        return csv_bytes([["氏名", "生年月日"], [s.name, f"{s.birth}"]], "cp932")

    return [
        ("annotation", lambda s: papers.changed(base, _annotation(about(s))), "annotation", True),
        ("attachment", lambda s: papers.changed(base, _attachment("list.csv", csv(s))), None, True),
        ("bookmark", lambda s: papers.changed(base, _bookmark(about(s))), "bookmark", None),
        ("form-field", lambda s: papers.changed(base, _form_field(about(s))), "form_field", None),
        ("script", lambda s: papers.changed(base, _script(about(s))), "script", None),
        ("property", lambda s: papers.changed(base, _info(about(s))), "property", True),
        ("off-page", lambda s: papers.pdf_pages(papers.together(PAGE, papers.lines([about(s)], top=900))), None, True),
        (
            "cropped",
            lambda s: papers.changed(
                papers.pdf_pages(papers.together(PAGE, papers.lines([about(s)], top=120))), _shorter_crop
            ),
            None,
            True,
        ),
        ("white", lambda s: papers.pdf_pages(papers.together(PAGE, papers.coloured([about(s)], 300, 1))), None, True),
        (
            "hidden-layer",
            lambda s: papers.on_hidden_layer(base, papers.pdf_pages(papers.lines([about(s)], top=300))),
            "layer",
            None,
        ),
        (
            "earlier-version",
            lambda s: papers.without_first_page(papers.pdf_pages(papers.lines([about(s)]), PAGE)),
            "earlier_version",
            None,
        ),
    ]


@case
def pdf_places() -> list[Bundle]:
    """A stranger in each place of a PDF outside what one sees."""
    bundles = []
    for slug, make, part, hidden in _pdf_places(papers.pdf_pages(PAGE)):
        bundle = Bundle(f"pdf-{slug}-stranger", "pdf-place", f"a person of K02 in a PDF: {slug}")
        stranger = bundle.stranger()
        where = {"part": part} if part else {}
        file = None if slug == "attachment" else PDF
        bundle.parcel({PDF: make(stranger)}).must_find(stop("scope", stranger, file, **where))
        if hidden:
            bundle.must_find(stop("hidden", None, file, **where))
        else:
            bundle.may_find(finding("hidden", None, None, PDF))
        bundles.append(bundle)
    return bundles


@case
def pdf_harmless() -> list[Bundle]:
    """PDF files without a stranger."""
    base = papers.pdf_pages(PAGE)
    asked = {
        "annotation": papers.changed(base, _annotation("次年度は様式を変更する")),
        "attachment": papers.changed(base, _attachment("yoryo.csv", csv_bytes([["項目", "単価"], ["給食費", 4500]]))),
        "white": papers.pdf_pages(papers.together(PAGE, papers.coloured(["起案番号　保幼第１２３号"], 300, 1))),
    }
    bundles = [
        Bundle(f"pdf-{slug}-harmless", "pdf-hidden", f"a PDF with {slug} that names nobody")
        .parcel({PDF: data})
        .must_find(ask("hidden", None, PDF))
        for slug, data in asked.items()
    ]
    grey = papers.together(papers.coloured(["写"], 420, 0.8), PAGE)
    banner = papers.together(
        papers.black_box(60, 600, 400, 30), papers.coloured(["お問い合わせ　0999-11-2233"], 610, 1), PAGE
    )
    fine = {
        "bookmark-honest": papers.changed(base, _bookmark("１　制度の概要")),
        "watermark-honest": papers.pdf_pages(grey),
        "white-on-black-banner": papers.pdf_pages(banner),
        "two-fonts-honest": papers.pdf_pages(PAGE, PAGE, font="BIZUDGothic"),
        "black-rule-and-logo": papers.pdf_pages(
            papers.together(PAGE, papers.black_box(40, 815, 515, 8), papers.black_box(500, 60, 40, 40))
        ),
    }
    for slug, data in fine.items():
        bundles.append(Bundle(f"pdf-{slug}", "pdf-honest", f"an honest PDF: {slug}").parcel({PDF: data}).is_honest())
    return bundles


def _rows(bundle: Bundle) -> list[Row]:
    return [["氏名", "生年月日", "住所"], *([p.name, wareki(p.birth), p.address] for p in bundle.of("K01"))]


@case
def black_boxes() -> list[Bundle]:
    """Black over text that can still be read."""
    bundles = []
    for how in ("highlight", "shading", "both"):
        bundle = Bundle(f"redaction-docx-{how}", "redaction", f"a stranger's name under black {how} in a letter")
        document, s = letters.letter(["開示する文書は次のとおりです。", "申請者："]), bundle.stranger()
        letters.cover(document.paragraphs[-1], f"{s.spaced('　')}（{wareki(s.birth)}生）", how)
        bundle.parcel({DOCX: letters.docx_bytes(document)})
        bundle.must_find(stop("redaction", None, DOCX), stop("scope", s, DOCX))
        bundles.append(bundle.may_find(finding("hidden", None)))
    texts = ["開示文書", "申請者", "", "相談内容：保育料の減免について"]
    for slug in ("box-after", "two-boxes", "line-as-box"):
        bundle = Bundle(f"redaction-pdf-{slug}", "redaction", "a stranger's name under a black box in a PDF")
        s = bundle.stranger()
        own = papers.together(papers.lines(texts), papers.lines([s.spaced("　")], top=760, left=130))
        box = {
            "box-after": papers.black_box(128, 756, 80, 16),
            "two-boxes": papers.together(papers.black_box(128, 756, 40, 16), papers.black_box(168, 756, 40, 16)),
            "line-as-box": papers.black_line(128, 764, 80, 16),
        }[slug]
        bundle.parcel({PDF: papers.pdf_pages(papers.together(own, box))})
        bundle.must_find(stop("redaction", None, PDF, page=1), stop("scope", s, PDF, page=1))
        bundles.append(bundle.may_find(finding("hidden", None)))
    return bundles


@case
def other_black() -> list[Bundle]:
    """An annotation as the black box, and black over the recipient's own person."""
    texts = ["開示文書", "申請者", "", "相談内容：保育料の減免について"]
    mark = Bundle("redaction-pdf-annotation", "redaction", "a black square drawn as an annotation over a name")
    s = mark.stranger()

    def square(pdf: pikepdf.Pdf) -> None:
        black = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[128, 754, 210, 774], C=[0, 0, 0], IC=[0, 0, 0]
        )
        black.F = 4
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(black)])

    drawn = papers.together(papers.lines(texts), papers.lines([s.spaced("　")], top=760, left=130))
    mark.parcel({PDF: papers.changed(papers.pdf_pages(drawn), square)}).may_find(finding("hidden", None))
    mark.must_find(stop("redaction", None, PDF, page=1), stop("scope", s, PDF, page=1))
    own_name = Bundle(
        "redaction-docx-own",
        "redaction",
        "the name under black is K01's own child's: it was to be unreadable all the same",
    )
    document = letters.letter(["申請者："])
    letters.cover(document.paragraphs[-1], own_name.of("K01")[0].name, "both")
    own_name.parcel({DOCX: letters.docx_bytes(document)}).must_find(stop("redaction", None, DOCX))
    return [mark, own_name.may_find(finding("hidden", None))]


@case
def honest_black() -> list[Bundle]:
    """Black that hides nothing."""
    head = Bundle("redaction-docx-black-heading", "redaction", "white headings on black in a table")
    document = letters.letter(table=_rows(head))
    letters.black_heading(document)
    head.parcel({DOCX: letters.docx_bytes(document)}).is_honest()
    paper = Bundle("redaction-pdf-black-heading", "redaction", "white headings on a black band in a PDF table")
    paper.parcel({PDF: papers.pdf_list(_rows(paper), "BIZUDGothic", black=True)}).is_honest()
    signs = Bundle("redaction-black-characters", "redaction", "names replaced by ■■■ before printing")
    signs.parcel(
        {
            DOCX: letters.docx(["申請者：■■■■", "住所：さくら野市■■■■"]),
            PDF: papers.pdf_pages(papers.lines(["申請者　■■　■■", "相談内容：減免"])),
        }
    ).is_honest()
    empty = Bundle("redaction-box-over-nothing", "redaction", "the text was removed before the box was drawn")
    empty.parcel(
        {
            PDF: papers.pdf_pages(
                papers.together(papers.lines(["開示文書", "申請者"]), papers.black_box(128, 756, 80, 16))
            )
        }
    ).is_honest()
    return [head, paper, signs, empty]


@case
def rasterised() -> list[Bundle]:
    """Pages turned into pictures before the black was painted."""
    scan = Bundle(
        "redaction-rasterised",
        "redaction",
        "a page turned into a picture with the names painted over: only a scan to look at",
    )
    text = ["開示文書", "申請者", scan.stranger().spaced("　"), "相談内容：保育料の減免"]
    scan.parcel({PDF: papers.scanned(papers.picture(text, black=[2]))}).must_find(ask("unreadable", None, PDF))
    layer = Bundle(
        "redaction-rasterised-with-text", "redaction", "the same with a text layer that knows only what is to be seen"
    )
    seen = [t for i, t in enumerate(text) if i != 2]
    layer.parcel({PDF: papers.scanned(papers.picture(text, black=[2]), seen)}).may_find(
        ask("hidden"), ask("unreadable")
    ).is_honest()
    leak = Bundle(
        "redaction-rasterised-leak", "redaction", "the picture is painted over, but its text layer still knows the name"
    )
    text = ["開示文書", "申請者", leak.stranger().spaced("　"), "相談内容：保育料の減免"]
    leak.parcel({PDF: papers.scanned(papers.picture(text, black=[2]), text)}).must_find(
        stop("scope", leak.stranger(), PDF, page=1)
    )
    leak.may_find(finding("redaction", None), finding("hidden", None), finding("unreadable", None))
    return [scan, layer, leak]
