"""Makers of the bundles of the class lookalike."""

from written.bundle import Bundle
from written.papers import docx_letter, letter, m_no, pdf_lines, pdf_reportlab, stream
from written.people import era
from written.sheets import grid, wcsv, wxlsx

GUARD = [
    {
        "recipient_id": "G01",
        "name": "あおぞら後見事務所",
        "kind": "後見人",
        "email": "aozora@g01.example.jp",
        "postal_code": "999-0104",
        "address": "青嶺市港北四丁目44番29号",
    },
    {
        "recipient_id": "G02",
        "name": "はるかぜ後見事務所",
        "kind": "後見人",
        "email": "harukaze@g02.example.jp",
        "postal_code": "999-0109",
        "address": "青嶺市北野四丁目45番30号",
    },
]
TITLE = "図書館利用券の再発行"


def parcel_about(name, honest, about, R, who, kind="docx", scope=False, rid="G01", may=()):
    """A letter to a guardian about `who` (subjects = […])."""
    b = Bundle(name, about, "post", R, TITLE, honest)
    b.recipients(GUARD)
    who = who if isinstance(who, list) else [who]
    if scope:
        b.scope([(rid, p["subject_id"]) for p in who])
    f = "out/g01." + kind
    lines = []
    for p in who:
        lines += ["氏名　" + p["name"].replace(" ", "　"), "生年月日　" + era(p["birth"]), "住所　" + p["address"], ""]
    lines = [
        "次の方の図書館利用券を再発行しましたのでお送りします。",
        *lines,
        "令和8年11月24日　青嶺市役所　窓口課",
    ]
    docx_letter(b.p(f), lines, "図書館利用券の送付") if kind == "docx" else pdf_lines(b.p(f), lines)
    b.parcel(
        rid,
        [f],
        subjects=[p["subject_id"] for p in who],
        items=[{"kind": "図書館利用券", "code": f"L{4100 + len(name):07d}", "sheets": len(who)}],
    )
    if not honest:
        b.expect("lookalike", "ask", parcel=rid)
    for m in may:
        b.may(*m)
    b.done()


def parcel_self(name, honest, about, R, who, kind="pdf"):
    """A letter to a recipient who is a registered person."""
    b = Bundle(name, about, "post", R, "健康づくり教室のご案内", honest)
    b.recipients(
        [
            {
                "recipient_id": "R01",
                "name": who["name"],
                "kind": "本人",
                "postal_code": who["postal_code"],
                "address": who["address"],
                "subject_id": who["subject_id"],
            }
        ]
    )
    b.scope([("R01", who["subject_id"])])
    f = "out/r01." + kind
    if kind == "pdf":
        pdf_reportlab(b.p(f), letter(who, birth=True))
    else:
        docx_letter(
            b.p(f),
            [
                "〒" + who["postal_code"],
                who["address"],
                who["name"].replace(" ", "　") + "　様",
                "生年月日　" + era(who["birth"]),
                "健康づくり教室のご案内をお送りします。",
                "青嶺市役所　窓口課",
            ],
            "ご案内",
        )
    b.parcel("R01", [f])
    if not honest:
        b.expect("lookalike", "ask", parcel="R01")
    b.done()


def mail(
    name,
    honest,
    about,
    R,
    people,
    row=None,
    cols="subject_id name postal_code address",
    fmt="csv",
    both=False,
    mutate=None,
    dates="iso",
):
    b = Bundle(name, about, "post", R, "健康づくり教室のご案内", honest)
    g = grid(people, cols, dates)
    if mutate:
        mutate(g)
    f = "out/addresses." + ("xlsx" if fmt == "xlsx" else "csv")
    if fmt == "xlsx":
        wxlsx(b.p(f), [("宛名", g, {})])
    else:
        wcsv(b.p(f), g, {"csv": "utf-8", "bom": "utf-8-sig", "cp932": "cp932"}[fmt])
    b.mailing(f)
    if not honest:
        b.expect("lookalike", "ask", file=f, where={"row": row} if row else {})
        if both:
            b.may("lookalike", "ask")
    return b, f


def prt(name, honest, about, R, people, renderer="rl"):
    b = Bundle(name, about, "post", R, "健康づくり教室のご案内", honest)
    stream(b, [(p, letter(p, match=m_no(i), birth=True), m_no(i)) for i, p in enumerate(people)], renderer)
    if not honest:
        b.expect("lookalike", "ask")
    b.done()


def ins(base, p, at):
    return [*base[:at], p, *base[at:]]
