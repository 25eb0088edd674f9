"""How files are protected on their way, and what consents allow on the web."""

import msoffcrypto.format.ooxml
import pikepdf

from written.bundle import Bundle
from written.locks import aeszip, pwfile, zipcrypto
from written.mails import csvb
from written.opendocument import wods
from written.papers import pdf_lines
from written.provisions import alien, line, lst, ob, own, usual_slides
from written.registers import heads, reg
from written.sheets import grid, htable, wcsv, whtml, wxlsx
from written.slides import pptx


def run():
    # ---- protection ---------------------------------------------------------------------
    def prot(name, honest, about, make, pw=True, policy=None, channel="email"):
        R = reg("F")
        b = ob(name, honest, about, R, channel)
        f, kw = make(b, R)
        if pw:
            kw["password_file"] = "passwords/k01.txt"
        b.parcel("K01", [f], to="office@k01.example.jp", **kw)
        b.policy = policy
        if not honest:
            b.expect("protection", "stop", f, "K01")
        b.done()
        return b

    def plain(b, R):
        pptx(b.p("out/k01.pptx"), usual_slides(R))
        return "out/k01.pptx", {}

    prot(
        "other-prot-pptx-plain-p",
        False,
        "An unprotected pptx for email; the default asks for protected files.",
        plain,
        pw=False,
    )
    prot(
        "other-prot-pptx-release-h",
        True,
        "The same pptx with protection = at-release.",
        plain,
        pw=False,
        policy="at-release",
    )

    def agile(b, R):
        wxlsx(b.p("out/x.xlsx"), [("名簿", lst(own(R)), {})])
        with b.p("out/x.xlsx").open("rb") as i, b.p("out/k01.xlsx").open("wb") as o:
            msoffcrypto.format.ooxml.OOXMLFile(i).encrypt(pwfile(b), o)
        b.p("out/x.xlsx").unlink()
        return "out/k01.xlsx", {}

    prot("other-prot-agile-h", True, "An xlsx with Office encryption (agile, AES) and a password file.", agile)

    def zc(b, R):
        zipcrypto(b.p("out/k01.zip"), "list.csv", csvb(lst(own(R, 9))), pwfile(b))
        return "out/k01.zip", {}

    prot("other-prot-zipcrypto-p", False, "A zip encrypted with ZipCrypto.", zc)

    def html(R):
        return (
            '<!DOCTYPE html><html lang="ja"><head><meta charset="UTF-8"><title>名簿</title></head><body>'
            + htable(lst(own(R, 9)))
            + "</body></html>"
        ).encode()

    def az(b, R):
        aeszip(b.p("out/k01.zip"), "list.html", html(R), pwfile(b))
        return "out/k01.zip", {}

    prot("other-prot-aeszip-h", True, "A zip encrypted with AES, holding an html, with a password file.", az)

    def az2(b, R):
        aeszip(b.p("out/k01.zip"), "list.html", html(R), "Shirasagi-4821-Mizu")
        return "out/k01.zip", {}

    prot(
        "other-prot-aeszip-nopassword-p",
        False,
        "The same zip without a password file: it could not be opened for inspection.",
        az2,
        pw=False,
    )

    def pk(r):
        def mk(b, R):
            pdf_lines(b.p("out/x.pdf"), ["在籍園児一覧"] + [line(p) for p in own(R, 9)])
            with pikepdf.open(b.p("out/x.pdf")) as d:
                d.save(
                    b.p("out/k01.pdf"),
                    encryption=pikepdf.Encryption(
                        user=pwfile(b), owner="Owner-77-Kagi", R=r, aes=r >= 4, metadata=r >= 4
                    ),
                    deterministic_id=False,
                )
            b.p("out/x.pdf").unlink()
            return "out/k01.pdf", {}

        return mk

    prot("other-prot-pdf-rc4-p", False, "A PDF protected with RC4 (revision 3).", pk(3))
    prot("other-prot-pdf-aes-h", True, "A PDF protected with AES-256 (revision 6), with a password file.", pk(6))

    def az3(b, R):
        aeszip(
            b.p("out/k01.zip"),
            "list.html",
            html(R).replace(
                b"</table>",
                f"<tr><td>{alien(R, 3)['name'].replace(' ', '　')}</td><td>{alien(R, 3)['birth'].strftime('%Y/%m/%d')}</td><td>12000</td></tr></table>".encode(),
            ),
            pwfile(b),
        )
        b.expect("scope", "stop", "out/k01.zip!/list.html", "K01", {}, alien(R, 3)["subject_id"])
        return "out/k01.zip", {}

    R = reg("F")
    b = ob(
        "other-prot-aeszip-foreign-p",
        False,
        "A well protected zip whose html holds another recipient's child.",
        R,
        "email",
    )
    f, _kw = az3(b, R)
    b.parcel("K01", [f], to="office@k01.example.jp", password_file="passwords/k01.txt")
    b.done()
    prot(
        "other-prot-transfer-release-h",
        True,
        "A plain tsv for file transfer with protection = at-release.",
        lambda b, R: (wcsv(b.p("out/k01.tsv"), lst(own(R, 9)), "utf-8", "\t"), ("out/k01.tsv", {}))[1],
        pw=False,
        policy="at-release",
        channel="transfer",
    )

    def azp(b, R):
        pptx(b.p("out/x.pptx"), usual_slides(R))
        d = b.p("out/x.pptx").read_bytes()
        b.p("out/x.pptx").unlink()
        aeszip(b.p("out/k01.zip"), "deck.pptx", d, pwfile(b))
        return "out/k01.zip", {}

    prot("other-prot-aeszip-pptx-h", True, "A pptx in an AES zip, with a password file.", azp)

    # ---- web: consent ------------------------------------------------------------------
    def web(name, honest, about, fmt, n=8, con=None):
        R = reg("B")
        ps = heads(R, n, 130)
        b = Bundle(name, about, "web", R, "地域講師名簿の掲載", honest)
        b.purpose = "講師名簿"
        rows = [[p["subject_id"], "講師名簿", "name;phone;address", "2026-04-10", ""] for p in ps]
        if con:
            rows = con(rows)
        b.consents(rows)
        g = grid(ps, "name phone address")
        if fmt == "html":
            f = "out/list.html"
            whtml(b.p(f), "地域講師名簿", "<h1>地域講師名簿</h1>" + htable(g))
        elif fmt == "ods":
            f = "out/list.ods"
            wods(b.p(f), [("名簿", g, {})])
        elif fmt == "pptx":
            f = "out/list.pptx"
            pptx(b.p(f), [{"lines": ["地域講師名簿"], "grid": g}])
        elif fmt == "tsv":
            f = "out/list.tsv"
            wcsv(b.p(f), g, "utf-8", "\t")
        b.parcel("PUBLIC", [f])
        if not honest:
            b.expect("consent", "stop", f, "PUBLIC", {"row": 4} if fmt in ("ods", "tsv") else {}, ps[2]["subject_id"])
            b.may("scope", "stop")
        b.done()

    web("other-web-html-h", True, "A web list in html; everybody has consented to name, telephone and address.", "html")
    web(
        "other-web-ods-h",
        True,
        "A web list in ods; two consents are open as to purpose and fields, one was withdrawn and granted anew.",
        "ods",
        con=lambda r: (
            [
                [r[0][0], "", "", "2025-10-01", ""],
                [r[1][0], "", "", "2025-10-01", ""],
                *r[2:],
                [r[4][0], "講師名簿", "name;phone;address", "2024-04-10", "2025-03-31"],
            ]
        ),
    )
    web(
        "other-web-none-p", False, "One person on the html page has not consented.", "html", con=lambda r: r[:2] + r[3:]
    )
    web(
        "other-web-field-p",
        False,
        "One person has consented to the name and the address, not to the telephone; pptx.",
        "pptx",
        con=lambda r: [*r[:2], [r[2][0], "講師名簿", "name;address", "2026-04-10", ""], *r[3:]],
    )
    web(
        "other-web-withdrawn-p",
        False,
        "One consent was withdrawn before the date; ods.",
        "ods",
        con=lambda r: [*r[:2], [*r[2][:4], "2026-09-30"], *r[3:]],
    )
    web(
        "other-web-later-p",
        False,
        "One consent is granted only after the date; tsv.",
        "tsv",
        con=lambda r: [*r[:2], [*r[2][:3], "2026-12-01", ""], *r[3:]],
    )
    web(
        "other-web-purpose-p",
        False,
        "One consent is for another purpose; html.",
        "html",
        con=lambda r: [*r[:2], [r[2][0], "研修の案内", *r[2][2:]], *r[3:]],
    )

    web("other-web-pptx-h", True, "A web list on a slide; everybody has consented.", "pptx")
    web(
        "other-web-tsv-h",
        True,
        "A web list in tsv; consents open as to purpose, granted on the day itself.",
        "tsv",
        con=lambda r: [[x[0], "", "name;phone;address", "2026-11-24", ""] for x in r],
    )
