"""One address in several writings, what only looks the same, offices, and protected persons."""

import re

from written.bundle import Bundle
from written.mailings import mb, mixed, put, single
from written.papers import about_lines, docx_letter, letter, pdf_reportlab
from written.people import KN, TOWNS, addr, postal
from written.registers import heads, of, offices, reg
from written.sheets import cell, grid, wxlsx, z


def run():
    # ---- the same address in another writing, and what only looks so ---------------
    def variants(ps, forms):
        g = [["番号", "氏名", "郵便番号", "住所"]]
        for i, p in enumerate(ps):
            g.append([p["subject_id"], cell(p, "name"), p["postal_code"], forms[i % len(forms)](p)])
        return g

    def hy(p):
        return addr(*p["spot"], "hyph", p["bld"])

    def zh(p):
        return z(addr(*p["spot"], "hyph")) + ("　" + z(p["bld"]) if p["bld"] else "")

    def pf(p):
        return addr(*p["spot"], "pref", p["bld"])

    def ar(p):
        return addr(*p["spot"], "kanji").replace("番", "番 ") + (" " + p["bld"] if p["bld"] else "")

    def kan(p):
        def k(n):
            return (KN[n // 10] if n >= 20 else "") + ("十" if n >= 10 else "") + (KN[n % 10] if n % 10 else "")

        t, c, n, m = p["spot"]
        return f"青嶺市{TOWNS[t][0]}{k(c)}丁目{k(n)}番{k(m)}号" + (" " + p["bld"] if p["bld"] else "")

    R = reg("B")
    ps = heads(R, 20, 20)
    b = mb("addr-variant-hyphen-h", "丁目・番・号 written with hyphens, half-width and full-width.", R)
    put(b, [("", variants(ps, [hy, zh]), {})], "csv")
    b.done()
    R = reg("B")
    ps = heads(R, 20, 40)
    b = mb("addr-variant-prefecture-h", "The prefecture before the city, arabic 丁目, or spaces inside.", R)
    put(b, [("", variants(ps, [pf, ar]), {})], "csv")
    b.done()
    R = reg("B")
    ps = heads(R, 20, 60)
    b = mb("addr-variant-kanji-h", "All numbers in kanji (十二番三号).", R)
    put(b, [("", variants(ps, [kan]), {})], "csv")
    b.done()
    R = reg("B")
    ps = [p for p in heads(R, 200) if p["spot"][0] == 7][:10]
    b = mb("addr-variant-ke-h", "松ヶ丘 written 松ケ丘 and 松が丘; postal codes without hyphen or with a post mark.", R)
    g = variants(ps, [lambda p: p["address"].replace("ヶ", "ケ"), lambda p: p["address"].replace("ヶ", "が")])
    for i, r in enumerate(g[1:]):
        r[2] = r[2].replace("-", "") if i % 2 else "〒" + r[2]
    put(b, [("", g, {})], "csv")
    b.done()
    R = reg("B")
    ps = [p for p in heads(R, 200) if p["bld"]][:10]
    b = mb("addr-variant-room-h", "The room number as 173号室, full-width or after a full-width space.", R)
    put(
        b,
        [
            (
                "",
                variants(
                    ps,
                    [
                        lambda p: p["address"] + "号室",
                        lambda p: p["address"].replace(" ", "　"),
                        lambda p: p["address"].replace(" ", ""),
                    ],
                ),
                {},
            )
        ],
        "csv",
    )
    b.done()
    R = reg("B")
    ps = heads(R, 12, 70)
    b = mb("addr-near-turned-p", "番 and 号 turned round (12番3号 for 3番12号).", R, False)
    g = variants(ps, [lambda p: p["address"]])
    t, c, n, m = ps[6]["spot"]
    g[7][3] = addr(t, c, m, n, "kanji", ps[6]["bld"])
    f = put(b, [("", g, {})], "csv")
    b.expect("address", "stop", file=f, where={"row": 8})
    b.may("reconcile", "stop")
    b.done()
    R = reg("B")
    ps = [p for p in heads(R, 200) if p["bld"]][10:20]
    b = mb("addr-near-room-p", "The right building, another room.", R, False)
    g = variants(ps, [hy])
    g[4][3] = re.sub(r"\d+$", lambda x: str(int(x.group()) + 100), g[4][3])
    f = put(b, [("", g, {})], "csv")
    b.expect("address", "stop", file=f, where={"row": 5})
    b.may("reconcile", "stop")
    b.done()
    R = reg("B")
    ps = heads(R, 12, 90)
    b = mb("addr-postal-wrong-p", "The address is right, the postal code is another town's.", R, False)
    g = variants(ps, [hy])
    g[9][2] = postal((ps[8]["spot"][0] + 4) % 10)
    f = put(b, [("", g, {})], "csv")
    b.expect("address", "stop", file=f, where={"row": 10})
    b.may("reconcile", "stop")
    b.done()

    # ---- mailings to recipients -------------------------------------------------
    def kmail(name, about, honest, mut=None):
        R = reg("A")
        b = mb(name, about, R, honest, "説明会のご案内")
        rs = b.recipients(offices(6))
        g = [["recipient_id", "宛名", "郵便番号", "住所"]] + [
            [r["recipient_id"], r["name"] + "　御中", r["postal_code"], r["address"]] for r in rs
        ]
        if mut:
            mut(g)
        f = put(b, [("", g, {})], "bom")
        if not honest:
            b.expect("address", "stop", file=f, where={"row": 4})
            b.may("reconcile", "stop")
            b.may("lookalike", "ask")
        b.done()

    kmail("addr-offices-h", "A mailing to offices (recipient_id), addresses as registered.", True)

    def sw(g):
        g[3][2:4] = g[5][2:4]

    kmail("addr-offices-other-p", "A mailing to offices; one stands at another office's address.", False, sw)
    # ---- protected persons --------------------------------------------------------
    R = reg("B")
    v = single(R, 5)
    v["protected"] = "1"
    b = mb(
        "addr-protected-own-letter-h",
        "A protected person in a mailing, at the registered address: the person's own letter.",
        R,
    )
    put(b, [("", grid([*heads(R, 9, 100), v], "subject_id name postal_code address"), {})], "csv")
    b.done()
    R = reg("B")
    v = [p for p in heads(R, 90) if p["moved_from"]][3]
    v["protected"] = "1"
    b = mb("addr-protected-earlier-p", "A protected person in a mailing at the earlier address.", R, False)
    g = grid([*heads(R, 9, 110), v], "subject_id name postal_code address")
    g[10][2:4] = [postal(v["moved_spot"][0]), v["moved_from"]]
    f = put(b, [("", g, {})], "csv")
    b.expect("address", "stop", file=f, where={"row": 11})
    b.may("reconcile", "stop")
    b.done()
    R = reg("B")
    v = single(R, 7)
    v["protected"] = "1"
    ps = heads(R, 9, 110)
    b = mb("addr-protected-other-row-p", "Another person's row holds the address of a protected person.", R, False)
    g = grid(ps, "subject_id name postal_code address")
    g[5][2:4] = [v["postal_code"], v["address"]]
    f = put(b, [("", g, {})], "csv")
    b.expect("address", "stop", file=f, where={"row": 6})
    mixed(b)
    b.done()

    def plist(name, about, honest, cols, blank=False):
        R = reg("F")
        ps = of(R, "K01")
        v = [p for p in ps if sum(q["household_id"] == p["household_id"] for q in R.people) == 1][1]
        v["protected"] = "1"
        b = Bundle(name, about, "handover", R, "名簿の提供", honest)
        b.recipients(offices(4, "pref"))
        g = grid(ps, cols, "slash")
        n = ps.index(v) + 2
        if blank:
            g[n - 1][-1] = ""
        wxlsx(b.p("out/k01.xlsx"), [("名簿", g, {})])
        b.parcel("K01", ["out/k01.xlsx"])
        if not honest:
            b.expect(
                "address",
                "stop",
                parcel="K01",
                file="out/k01.xlsx",
                where={"sheet": "名簿", "row": n},
                sid=v["subject_id"],
            )
        b.done()

    plist(
        "addr-protected-in-list-p",
        "An office list with the address of a protected person, who is in the office's scope.",
        False,
        "subject_id name birth address",
    )
    plist(
        "addr-protected-in-list-noaddr-h",
        "The same list without an address column.",
        True,
        "subject_id name birth phone",
    )
    plist(
        "addr-protected-in-list-blank-h",
        "The same list with the protected person's address left blank.",
        True,
        "subject_id name birth address",
        True,
    )
    R = reg("B")
    v = single(R, 9)
    v["protected"] = "1"
    b = mb(
        "addr-protected-to-guardian-p",
        "A letter about a protected person, with the address, goes to a guardian.",
        R,
        False,
    )
    b.recipients(
        [
            {
                "recipient_id": "G01",
                "name": "あおぞら後見事務所",
                "kind": "後見人",
                "postal_code": "999-0104",
                "address": "青嶺市港北四丁目44番29号",
            }
        ]
    )
    docx_letter(b.p("out/g01.docx"), about_lines(v))
    b.parcel("G01", ["out/g01.docx"], subjects=[v["subject_id"]])
    b.expect("address", "stop", parcel="G01", file="out/g01.docx")
    b.done()
    R = reg("B")
    v = single(R, 9)
    v["protected"] = "1"
    b = mb("addr-protected-to-guardian-noaddr-h", "The same letter without the address.", R)
    b.recipients(
        [
            {
                "recipient_id": "G01",
                "name": "あおぞら後見事務所",
                "kind": "後見人",
                "postal_code": "999-0104",
                "address": "青嶺市港北四丁目44番29号",
            }
        ]
    )
    docx_letter(b.p("out/g01.docx"), about_lines(v, address=False))
    b.parcel("G01", ["out/g01.docx"], subjects=[v["subject_id"]])
    b.done()
    R = reg("B")
    v = single(R, 11)
    v["protected"] = "1"
    b = mb(
        "addr-protected-self-parcel-h",
        "A protected person is the recipient and gets a letter at the registered address.",
        R,
    )
    b.recipients(
        [
            {
                "recipient_id": "R01",
                "name": v["name"],
                "kind": "本人",
                "postal_code": v["postal_code"],
                "address": v["address"],
                "subject_id": v["subject_id"],
            }
        ]
    )
    b.scope([("R01", v["subject_id"])])
    pdf_reportlab(b.p("out/r01.pdf"), letter(v, birth=True))
    b.parcel("R01", ["out/r01.pdf"])
    b.done()
