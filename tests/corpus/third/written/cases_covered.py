"""Slides with notes, hidden slides and black boxes; black boxes in Word files and PDF."""

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.pdfgen import canvas

from written.papers import pdf_reportlab
from written.provisions import alien, line, lst, ob, own, sh, usual_slides
from written.registers import reg
from written.sheets import norm_zip
from written.slides import pptx


def run():
    # ---- pptx --------------------------------------------------------------
    def deck(name, honest, about, slides, exp=None, kind="F"):
        R = reg(kind)
        b = ob(name, honest, about, R, title="説明会資料の提供")
        f = "out/k01.pptx"
        ctx = slides(R)
        pptx(b.p(f), ctx)
        b.parcel("K01", [f])
        if exp:
            exp(b, f, R)
        b.done()

    deck("other-pptx-h", True, "Slides with the recipient's own children, no notes.", usual_slides)
    deck(
        "other-pptx-staff-h",
        True,
        "The last slide's 担当 line bears the name of a registered person of another recipient.",
        lambda R: (
            [
                *usual_slides(R),
                {
                    "lines": [
                        "お問い合わせ",
                        "担当　青嶺市役所窓口課　" + alien(R, 3)["name"].replace(" ", "　") + "（内線2314）",
                    ]
                },
            ]
        ),
    )
    deck(
        "other-pptx-notes-p",
        False,
        "The speaker notes name another recipient's child with birth date.",
        lambda R: [
            *usual_slides(R),
            {"lines": ["まとめ"], "notes": "口頭で補足：" + line(alien(R, 2)) + "の件は別途連絡"},
        ],
        lambda b, f, R: sh(b, f, alien(R, 2)["subject_id"], {"part": "notes"}),
    )
    deck(
        "other-pptx-notes-other-p",
        False,
        "The speaker notes hold a remark that names nobody: asks.",
        lambda R: [*usual_slides(R), {"lines": ["まとめ"], "notes": "ここで質問を受け、次の議題に移る。"}],
        lambda b, f, R: b.expect("hidden", "ask", f, "K01", {"part": "notes"}),
    )
    deck(
        "other-pptx-hidden-slide-p",
        False,
        "A hidden slide holds the table of another recipient's children.",
        lambda R: [*usual_slides(R), {"grid": lst([alien(R, 4)]), "hidden": True}],
        lambda b, f, R: sh(b, f, alien(R, 4)["subject_id"]),
    )

    def boxed(b, f, R):
        b.expect("redaction", "stop", f, "K01")
        b.expect("scope", "stop", f, "K01", {}, alien(R, 5)["subject_id"])
        b.may("hidden", "stop")

    deck(
        "other-pptx-blackbox-p",
        False,
        "A black rectangle lies over a line with another recipient's child.",
        lambda R: [*usual_slides(R), {"lines": ["事例", "対象　" + line(alien(R, 5)), "経過　面談を行った"], "box": 1}],
        boxed,
    )
    deck(
        "other-pptx-blackbox-own-p",
        False,
        "A black rectangle lies over a line with one of the recipient's own children: still readable under the box.",
        lambda R: [*usual_slides(R), {"lines": ["事例", "対象　" + line(own(R)[0]), "経過　面談を行った"], "box": 1}],
        lambda b, f, R: (b.expect("redaction", "stop", f, "K01"), b.may("hidden", "ask")),
    )
    deck(
        "other-pptx-bars-h",
        True,
        "Black bars as decoration beside the text, and a name replaced by ■■■.",
        lambda R: (
            [
                *usual_slides(R),
                {
                    "lines": ["事例", "対象　■■■■", "経過　面談を行った"],
                    "bars": [(0, 0, 254, 6), (0, 184, 254, 6)],
                },
            ]
        ),
    )

    # ---- docx / pdf redaction -----------------------------------------------
    def dx(name, honest, about, shade, kind):
        R = reg("F")
        b = ob(name, honest, about, R, title="面談記録の提供")
        f = "out/k01." + kind
        x = alien(R, 6)
        if kind == "docx":
            d = docx.Document()
            d.core_properties.author = ""
            d.core_properties.title = ""
            d.core_properties.comments = ""
            d.add_paragraph("面談記録")
            p = d.add_paragraph("同席者　")
            r = p.add_run(line(x) if shade else "■■■■")
            if shade:
                s = OxmlElement("w:shd")
                s.set(qn("w:val"), "clear")
                s.set(qn("w:color"), "auto")
                s.set(qn("w:fill"), "000000")
                c = OxmlElement("w:color")
                c.set(qn("w:val"), "000000")
                r._r.get_or_add_rPr().extend([c, s])
            d.add_paragraph("対象　" + line(own(R)[1]))
            d.save(str(b.p(f)))
            norm_zip(b.p(f))
        else:
            pdf_reportlab(b.p("out/t.pdf"), [[(10, 10, 8, "あ")]])
            b.p("out/t.pdf").unlink()
            c = canvas.Canvas(str(b.p(f)), pagesize=(595, 842), invariant=1)
            c.setFont("BIZ", 12)
            c.drawString(70, 780, "面談記録")
            c.drawString(70, 750, "対象　" + line(own(R)[1]))
            c.drawString(70, 720, "同席者")
            if shade:
                c.drawString(130, 720, line(x))
            c.setFillGray(0)
            c.rect(126, 715, 260, 18, stroke=0, fill=1)
            c.showPage()
            c.save()
        b.parcel("K01", [f])
        if not honest:
            b.expect("redaction", "stop", f, "K01")
            b.expect("scope", "stop", f, "K01", {"page": 1} if kind == "pdf" else {}, x["subject_id"])
            b.may("hidden", "stop")
        b.done()

    dx(
        "other-docx-shaded-p",
        False,
        "A docx run in black on black shading names another recipient's child.",
        True,
        "docx",
    )
    dx("other-docx-replaced-h", True, "The same document with the name replaced by ■■■■.", False, "docx")
    dx(
        "other-pdf-blackbox-p",
        False,
        "A PDF with a black rectangle over the text of another recipient's child.",
        True,
        "pdf",
    )
    dx("other-pdf-box-empty-h", True, "The same PDF with the text removed; the rectangle covers nothing.", False, "pdf")
