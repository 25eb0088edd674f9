"""Mails as files, with mails inside."""

import io
import zipfile

from written.mails import attach, csvb, hdr, jis, multi, rfc822, weml
from written.provisions import alien, line, lst, ob, own, sh
from written.registers import reg


def run():
    # ---- eml ---------------------------------------------------------------------
    def mail(name, honest, about, make, exp=None):
        R = reg("F")
        b = ob(name, honest, about, R, title="照会への回答")
        f = "out/k01.eml"
        weml(b.p(f), make(R))
        b.parcel("K01", [f])
        if exp:
            exp(b, f, R)
        b.done()

    def sig(n=""):
        return "\n-- \n青嶺市役所　窓口課　" + n + "\n電話 0999-00-0100\n"

    hello = "ひばりの丘幼稚園　御中\n\n在籍園児の名簿をお送りします。\n"
    mail(
        "other-eml-jis-h",
        True,
        "An ISO-2022-JP mail with a csv; the signature bears the name of a registered person.",
        lambda R: hdr(
            multi([jis(hello + sig(alien(R, 2)["name"].replace(" ", "　"))), attach("list.csv", csvb(lst(own(R, 7))))]),
            "名簿の送付",
        ),
    )
    mail(
        "other-eml-signature-facts-p",
        False,
        "The name in the signature is followed by the registered address and telephone of another recipient's child's record.",
        lambda R: hdr(
            jis(
                hello
                + "\n-- \n"
                + alien(R, 2)["name"].replace(" ", "　")
                + "\n"
                + alien(R, 2)["address"]
                + "\n"
                + alien(R, 2)["phone"]
                + "\n"
            ),
            "名簿の送付",
        ),
        lambda b, f, R: sh(b, f, alien(R, 2)["subject_id"], {"part": "body"}, hidden=False),
    )
    mail(
        "other-eml-body-p",
        False,
        "The ISO-2022-JP body names another recipient's child.",
        lambda R: hdr(jis(hello + "なお、" + line(alien(R, 5)) + "については確認中です。\n" + sig()), "名簿の送付"),
        lambda b, f, R: sh(b, f, alien(R, 5)["subject_id"], {"part": "body"}, hidden=False),
    )
    mail(
        "other-eml-subject-p",
        False,
        "The subject line (ISO-2022-JP, encoded words) names another recipient's child.",
        lambda R: hdr(jis(hello + sig()), "Re: " + alien(R, 6)["name"].replace(" ", "　") + "様の件"),
        lambda b, f, R: sh(b, f, alien(R, 6)["subject_id"], {"part": "header"}, hidden=False),
    )

    def nested(R, ps):
        inner = hdr(
            multi(
                [jis("下記の名簿を確認してください。\n" + sig()), attach("list.csv", csvb(lst(ps), "cp932"))],
                "=_aomine_2",
            ),
            "名簿の確認",
            n=2,
        )
        return hdr(multi([jis(hello + sig()), rfc822(inner)]), "Fwd: 名簿の確認")

    mail(
        "other-eml-nested-h",
        True,
        "A mail attached to a mail, with a CP932 csv of the recipient's own children.",
        lambda R: nested(R, own(R, 8)),
    )
    mail(
        "other-eml-nested-p",
        False,
        "The csv in the attached mail holds another recipient's child.",
        lambda R: nested(R, [*own(R, 8), alien(R, 7)]),
        lambda b, f, R: sh(b, f + "!/message-1.eml!/list.csv", alien(R, 7)["subject_id"], {"row": 10}, hidden=False),
    )

    def deep(R):
        bio = io.BytesIO()
        zf = zipfile.ZipFile(bio, "w")
        zi = zipfile.ZipInfo("meibo.tsv", (2026, 11, 20, 0, 0, 0))
        zf.writestr(zi, csvb(lst([*own(R, 4), alien(R, 8)]), "utf-8").replace(b",", b"\t"))
        zf.close()
        inner = hdr(multi([jis("名簿です。\n"), attach("a.zip", bio.getvalue())], "=_aomine_3"), "名簿", n=3)
        mid = hdr(multi([jis("転送します。\n"), rfc822(inner)], "=_aomine_2"), "Fwd: 名簿", n=2)
        return hdr(multi([jis(hello + sig()), rfc822(mid)]), "Fwd: Fwd: 名簿")

    mail(
        "other-eml-deep-p",
        False,
        "A tsv in a zip in a mail in a mail in a mail holds another recipient's child.",
        deep,
        lambda b, f, R: sh(
            b,
            f + "!/message-1.eml!/message-1.eml!/a.zip!/meibo.tsv",
            alien(R, 8)["subject_id"],
            {"row": 6},
            hidden=False,
        ),
    )
    mail(
        "other-eml-attachment-name-p",
        False,
        "An attachment's name (RFC 2231) holds another recipient's child's full name.",
        lambda R: hdr(
            multi([jis(hello + sig()), attach(alien(R, 9)["name"].replace(" ", "") + ".csv", csvb(lst(own(R, 3))))]),
            "名簿の送付",
        ),
        lambda b, f, R: b.expect("scope", "stop", None, "K01", {}, alien(R, 9)["subject_id"]),
    )
    mail(
        "other-eml-alternative-p",
        False,
        "The html alternative has, in display:none, another recipient's child whom the plain text does not show.",
        lambda R: hdr(
            multi(
                [
                    jis(hello),
                    jis(
                        f'<html><body><p>名簿をお送りします。</p><div style="display:none">{line(alien(R, 1))}</div></body></html>',
                        "html",
                    ),
                ],
                sub="alternative",
            ),
            "名簿の送付",
        ),
        lambda b, f, R: (
            b.expect("scope", "stop", None, "K01", {}, alien(R, 1)["subject_id"]),
            b.expect("hidden", "stop", None, "K01"),
        ),
    )
    mail(
        "other-eml-body-own-h",
        True,
        "The body names a child in the recipient's scope.",
        lambda R: hdr(jis(hello + "なお、" + line(own(R)[3]) + "については確認中です。\n" + sig()), "名簿の送付"),
    )
    mail(
        "other-eml-subject-own-h",
        True,
        "The subject line names a child in the recipient's scope.",
        lambda R: hdr(jis(hello + sig()), "Re: " + own(R)[5]["name"].replace(" ", "　") + "様の件"),
    )
    mail(
        "other-eml-attachment-name-own-h",
        True,
        "An attachment's name (RFC 2231) is the name of a child in the recipient's scope.",
        lambda R: hdr(
            multi([jis(hello + sig()), attach(own(R)[1]["name"].replace(" ", "") + ".csv", csvb(lst(own(R, 3))))]),
            "名簿の送付",
        ),
    )
    mail(
        "other-eml-alternative-h",
        True,
        "Plain text and html alternatives with the same words.",
        lambda R: hdr(
            multi(
                [
                    jis(hello),
                    jis(
                        "<html><body><p>ひばりの丘幼稚園　御中</p><p>在籍園児の名簿をお送りします。</p></body></html>",
                        "html",
                    ),
                ],
                sub="alternative",
            ),
            "名簿の送付",
        ),
    )

    def deep_own(R):
        inner = hdr(
            multi(
                [jis("名簿です。\n"), attach("meibo.tsv", csvb(lst(own(R, 6)), "utf-8").replace(b",", b"\t"))],
                "=_aomine_3",
            ),
            "名簿",
            n=3,
        )
        return hdr(
            multi(
                [
                    jis(hello + sig()),
                    rfc822(hdr(multi([jis("転送します。\n"), rfc822(inner)], "=_aomine_2"), "Fwd: 名簿", n=2)),
                ]
            ),
            "Fwd: Fwd: 名簿",
        )

    mail("other-eml-deep-h", True, "A tsv in a mail in a mail in a mail: the recipient's own children.", deep_own)
