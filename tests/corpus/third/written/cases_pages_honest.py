"""Print streams that are right."""

from written.bundle import Bundle
from written.papers import leaflet, letter, m_no, pdf_reportlab, stream
from written.people import era
from written.registers import heads, of, offices, reg
from written.sheets import wcsv
from written.streams import PDF, nb


def run():
    def simple(name, about, R, n, skip=0, renderer="rl", fmt="csv", pagesof=lambda i: 1, **kw):
        """Honest stream: one letter per person."""
        b = nb(name, True, about, R)
        mt = kw.pop("match", True)
        stream(
            b,
            [
                (p, letter(p, pagesof(i), match=m_no(i) if mt else None, **kw), m_no(i) if mt else "")
                for i, p in enumerate(heads(R, n, skip))
            ],
            renderer,
            fmt,
        )
        b.done()

    # ---- honest ------------------------------------------------------------
    simple(
        "pages-single-h",
        "One page per person, matching numbers on every page, csv index.",
        reg("B"),
        20,
        renderer="typst",
    )
    simple(
        "pages-two-h",
        "Two pages each, 1／2 and 2／2, matching numbers on all.",
        reg("B"),
        12,
        20,
        kn="fw",
        pagesof=lambda i: 2,
    )
    simple(
        "pages-variable-h",
        "One to four pages each, full-width （１／４）, typst, xlsx index.",
        reg("B"),
        12,
        40,
        "typst",
        "xlsx",
        lambda i: i % 4 + 1,
        kn="par",
    )
    simple(
        "pages-slash-h",
        'One to three pages each, "1/3" in the foot, no matching numbers at all.',
        reg("C"),
        12,
        10,
        kn="hw",
        pagesof=lambda i: i % 3 + 1,
        match=False,
    )
    simple(
        "pages-words-h",
        "Two pages each: Page 1 of 2.",
        reg("A"),
        8,
        3,
        kn="of",
        pagesof=lambda i: 2,
        match=False,
        sp="n",
    )
    simple(
        "pages-japanese-h",
        "Two pages each: 第1頁（全2頁）; CP932 index.",
        reg("A"),
        8,
        9,
        kn="dai",
        pagesof=lambda i: 2,
        fmt="cp932",
    )
    simple(
        "pages-unnamed-h",
        "The second page carries no name, only k/nページ and the matching number.",
        reg("C"),
        10,
        40,
        "typst",
        pagesof=lambda i: 2,
        kn="pg",
        named=False,
    )
    simple(
        "pages-cid-h",
        "A PDF with a CID font that is not embedded; names without a space.",
        reg("C"),
        10,
        60,
        "cid",
        pagesof=lambda i: 1 + i % 2,
        kn="dash",
        sp="n",
    )
    simple(
        "pages-large-h",
        "Sixty pieces of two pages, UTF-8 BOM index.",
        reg("B"),
        60,
        100,
        "rl",
        "bom",
        lambda i: 2,
        kn="sp",
    )
    R = reg("B")
    b = nb(
        "pages-leaflet-h",
        True,
        "Every letter of two pages (1／2, 2／2) is followed by the same leaflet, which names nobody and bears no k／n; no matching numbers.",
        R,
    )
    stream(b, [(p, [*letter(p, 2, "fw"), leaflet()], "") for p in heads(R, 10, 33)], "typst")
    b.done()
    R = reg("B")
    b = nb("pages-leaflet-matched-h", True, "Letter and leaflet, the matching number on both.", R)
    stream(b, [(p, [*letter(p, 1, match=m_no(i)), leaflet(m_no(i))], m_no(i)) for i, p in enumerate(heads(R, 10, 53))])
    b.done()
    R = reg("B")
    b = nb(
        "pages-duplex-h",
        True,
        "Duplex: after every single-page letter an empty back; neither k／n nor matching numbers.",
        R,
    )
    stream(b, [(p, [*letter(p), []], "") for p in heads(R, 9, 73)])
    b.done()

    def household(name, honest, about, stranger=False):
        R = reg("B")
        hh = {}
        for p in R.people:
            hh.setdefault(p["household_id"], []).append(p)
        fam = [v for v in hh.values() if len(v) >= 2][:8]
        b = nb(name, honest, about, R)
        b.recipients(
            [
                {
                    "recipient_id": f"H{i + 1:02d}",
                    "name": v[0]["name"],
                    "kind": "世帯主",
                    "postal_code": v[0]["postal_code"],
                    "address": v[0]["address"],
                    "subject_id": v[0]["subject_id"],
                }
                for i, v in enumerate(fam)
            ]
        )
        b.scope([(f"H{i + 1:02d}", p["subject_id"]) for i, v in enumerate(fam) for p in v])
        pcs = []
        for i, v in enumerate(fam):
            mem = list(v[1:])
            if stranger and i == 3:
                mem.append(fam[6][1])
            pcs.append(
                (
                    f"H{i + 1:02d}",
                    letter(
                        v[0],
                        match=m_no(i),
                        title="世帯の皆さまへ",
                        extra=["世帯員　" + p["name"].replace(" ", "　") + "　" + era(p["birth"]) for p in mem],
                    ),
                    m_no(i),
                )
            )
        stream(b, pcs, "typst", "csv", "recipient_id")
        if stranger:
            b.expect("pages", "stop", PDF, where={"page": 4}, sid=fam[6][1]["subject_id"])
            b.may("scope", "stop")
        b.done()

    household(
        "pages-household-h",
        True,
        "Letters to heads of households (recipient_id) that name the members, who are in the recipient's scope.",
    )
    household("pages-household-stranger-p", False, "One household letter names a member of another household.", True)

    def patients(name, honest, about, stranger=False):
        R = reg("A")
        b = nb(name, honest, about, R)
        rs = b.recipients(offices(3))
        b.scope()
        pcs = []
        sid = None
        for i, r in enumerate(rs):
            ps = of(R, r["recipient_id"])
            if stranger and i == 1:
                x = of(R, "K03")[2]
                ps = [*ps[:3], x, *ps[3:]]
                sid = x["subject_id"]
            pgs = [
                [
                    (25, 25, 10.5, "〒" + r["postal_code"]),
                    (25, 32, 10.5, r["address"]),
                    (25, 42, 13, r["name"] + "　御中"),
                    (25, 70, 12, "在籍園児の一覧を別紙のとおり送付します。"),
                    (25, 85, 11, "青嶺市役所　窓口課"),
                    (100, 285, 9, "1／2"),
                    (150, 12, 9, "照合番号 " + m_no(i)),
                ]
            ]
            pgs.append(
                [(25, 20, 12, "別紙　在籍園児一覧")]
                + [
                    (25, 32 + 7 * j, 10, p["name"].replace(" ", "　") + "　　" + era(p["birth"]))
                    for j, p in enumerate(ps)
                ]
                + [(100, 285, 9, "2／2"), (150, 12, 9, "照合番号 " + m_no(i))]
            )
            pcs.append((r["recipient_id"], pgs, m_no(i)))
        stream(b, pcs, "rl", "csv", "recipient_id")
        if stranger:
            b.expect("pages", "stop", PDF, where={"page": 4}, sid=sid)
            b.may("scope", "stop")
        b.done()

    patients(
        "pages-offices-h", True, "Pieces to offices (recipient_id), each with the list of the children in its scope."
    )
    patients("pages-offices-stranger-p", False, "The list in one office's piece names a child of another office.", True)
    R = reg("B")
    b = nb(
        "pages-fractions-h",
        True,
        "Single pages whose text holds 12/10, 1/2 and 3／4 (dates and shares): no page counts.",
        R,
    )
    stream(
        b,
        [
            (
                p,
                letter(
                    p,
                    1,
                    match=m_no(i),
                    body=[
                        "申込みは12/10までに窓口課へお願いします。",
                        "参加費の1/2は市が負担します。会場は定員の3／4まで受け付けます。",
                    ],
                ),
                m_no(i),
            )
            for i, p in enumerate(heads(R, 10, 93))
        ],
    )
    b.done()
    R = reg("B")
    st = R.people[300]
    b = nb(
        "pages-staff-h", True, "The 担当 line bears the full name of a registered person: staff are nobody's data.", R
    )
    stream(
        b,
        [
            (
                p,
                letter(
                    p,
                    1,
                    match=m_no(i),
                    extra=["", "担当　青嶺市役所窓口課　" + st["name"].replace(" ", "　") + "（内線2314）"],
                ),
                m_no(i),
            )
            for i, p in enumerate(heads(R, 8, 113))
        ],
        "typst",
    )
    b.done()
    R = reg("C")
    b = nb(
        "pages-index-order-h",
        True,
        "The index is sorted by subject_id, not by page; every page belongs to exactly one piece.",
        R,
    )
    ps = heads(R, 12, 80)
    ps = ps[6:] + ps[:6]
    stream(
        b,
        [(p, letter(p, 1 + i % 2, "fw", m_no(i)), m_no(i)) for i, p in enumerate(ps)],
        index_rows=lambda r: sorted(r, key=lambda x: x[1]),
    )
    b.done()
    R = reg("B")
    v = [p for p in heads(R, 200) if sum(q["household_id"] == p["household_id"] for q in R.people) == 1][20]
    v["protected"] = "1"
    b = nb(
        "pages-protected-own-h", True, "A protected person's own letter in the stream, at the registered address.", R
    )
    stream(b, [(p, letter(p, 2, "hw", m_no(i)), m_no(i)) for i, p in enumerate([*heads(R, 6, 260), v])])
    b.done()

    R = reg("B")
    hh = {}
    for p in R.people:
        hh.setdefault(p["household_id"], []).append(p)
    fam = [v for v in hh.values() if len(v) >= 2][10:15]
    b = nb(
        "pages-members-apart-h",
        True,
        "Each member of five households gets a piece of the own; the members share an address.",
        R,
    )
    stream(b, [(p, letter(p, 2, "fw", m_no(i), birth=True), m_no(i)) for i, p in enumerate(q for v in fam for q in v)])
    b.done()
    R = reg("C")
    b = nb(
        "pages-leaflet-first-h",
        True,
        "The leaflet lies before the letter in every piece; no k／n, no matching numbers.",
        R,
    )
    stream(b, [(p, [leaflet(), *letter(p)], "") for p in heads(R, 9, 20)], "typst")
    b.done()
    R = reg("B")
    b = nb(
        "pages-leaflet-two-h",
        True,
        "Every letter is followed by a leaflet of two pages without k／n; the matching number is on all.",
        R,
    )
    stream(
        b,
        [(p, letter(p, 1, match=m_no(i)) + [leaflet(m_no(i))] * 2, m_no(i)) for i, p in enumerate(heads(R, 7, 200))],
        "rl",
        "xlsx",
    )
    b.done()
    R = reg("B")
    b = Bundle(
        "pages-two-streams-h",
        "Two print streams with their own index and numbers; the second holds persons of the first again.",
        "post",
        R,
        "ご案内二種",
    )
    for j, (sk, t) in enumerate(((10, "健康づくり教室のご案内"), (13, "体力測定会のご案内"))):
        fl, rows = [], [["piece_id", "subject_id", "first_page", "last_page", "matching_number"]]
        for i, p in enumerate(heads(R, 6, sk)):
            m = m_no(100 * j + i)
            rows.append([f"{'AB'[j]}{i + 1:03d}", p["subject_id"], len(fl) + 1, len(fl) + 1, m])
            fl += letter(p, 1, match=m, title=t)
        pdf_reportlab(b.p(f"out/s{j + 1}.pdf"), fl)
        wcsv(b.p(f"out/s{j + 1}.csv"), rows)
        b.print_(f"out/s{j + 1}.pdf", f"out/s{j + 1}.csv")
    b.done()
    R = reg("C")
    b = nb(
        "pages-number-head-only-index-h",
        True,
        "The index gives matching numbers, none is printed: they stand on no page, so nothing is missing.",
        R,
    )
    stream(b, [(p, letter(p, 2, "fw"), m_no(i)) for i, p in enumerate(heads(R, 8, 120))])
    b.done()
