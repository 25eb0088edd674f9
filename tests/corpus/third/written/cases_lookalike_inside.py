"""Look-alikes inside one parcel or mailing, rows that name two, and lists where nobody resembles anybody."""

from written.bundle import Bundle
from written.lookalike import GUARD, TITLE, ins, mail, parcel_about, parcel_self
from written.papers import about_lines, letter, pdf_lines, stream
from written.registers import add, heads, reg
from written.sheets import grid, wcsv


def run():
    # 2. inside one parcel or mailing ---------------------------------------
    R = reg("B")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    c = add(R, "久我 友信", "くが とものぶ", "1988-09-02", 7)
    b, f = mail(
        "look-in-e-p",
        False,
        "Two namesakes from different towns are addressees of the same mailing.",
        R,
        ins(ins(heads(R, 16, 20), a, 3), c, 12),
        both=True,
    )
    b.done()
    R = reg("B")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    c = add(R, "久我 友信", "くが とものぶ", "1988-09-02", 7)
    b = Bundle(
        "look-in-two-parcels-h",
        "Two namesakes from different towns, each in the parcel of another guardian: not inside one parcel.",
        "post",
        R,
        TITLE,
    )
    b.recipients(GUARD)
    b.scope([("G01", a["subject_id"]), ("G02", c["subject_id"])])
    for rid, p in (("G01", a), ("G02", c)):
        pdf_lines(b.p(f"out/{rid.lower()}.pdf"), about_lines(p))
        b.parcel(rid, [f"out/{rid.lower()}.pdf"], subjects=[p["subject_id"]])
    b.done()
    R = reg("B")
    a = add(R, "田仲 真帆", "たなか まほ", "1990-02-11", 6)
    c = add(R, "仲田 真帆", "なかた まほ", "1962-07-23", 0)
    b, f = mail(
        "look-in-s-p",
        False,
        "田仲/仲田 from different towns are addressees of the same mailing.",
        R,
        ins(ins(heads(R, 16, 150), a, 2), c, 14),
        both=True,
        fmt="xlsx",
    )
    b.done()
    R = reg("D")
    a = add(R, "荻原 佑奈", "おぎわら ゆうな", "1995-05-30", 8)
    c = add(R, "萩原 佑奈", "はぎわら ゆうな", "1955-12-12", 1)
    parcel_about(
        "look-in-g-parcel-p",
        False,
        "One parcel is about three persons, two of whom are 荻原/萩原.",
        R,
        [a, R.people[3], c],
        scope=True,
        may=[("lookalike", "ask")],
    )
    R = reg("B")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2)
    c = add(R, "久我 公平", "くが こうへい", "1950-11-03", 8)
    b, f = mail(
        "look-in-r-p",
        False,
        "The same reading (航平/公平) twice in a mailing of 18 rows, different towns and years.",
        R,
        ins(ins(heads(R, 16, 150), a, 2), c, 14),
        both=True,
        cols="subject_id name kana postal_code address",
    )
    b.done()
    R = reg("B")
    a = add(R, "岩波 優", "いわなみ ゆう", "1970-10-08", 1)
    c = add(R, "岩波 優子", "いわなみ ゆうこ", "1951-02-14", 5)
    b, f = mail(
        "look-in-d-h",
        True,
        "優/優子 (one edit only) in the same mailing with different birth dates: D is not asked inside a mailing.",
        R,
        ins(ins(heads(R, 16, 20), a, 3), c, 12),
    )
    b.done()
    # 3. always --------------------------------------------------------------
    R = reg("F")
    a = add(R, "久我 健太", "くが けんた", "1981-10-08", 1)

    def typo(g):
        g[7][0] = "久我　健犬"

    b, f = mail(
        "look-one-edit-row-p",
        False,
        "The name in a row meets the register only after one edit (健犬 for 健太, at 健太's address).",
        R,
        ins(heads(R, 12), a, 6),
        8,
        "name postal_code address",
        mutate=typo,
    )
    b.may("reconcile", "ask")
    b.may("reconcile", "stop")
    b.done()
    R = reg("F")
    a = add(R, "髙森 友信", "たかもり とものぶ", "1950-04-18", 3)
    c = add(R, "齋木 柚", "さいき ゆず", "1978-09-02", 6)

    def unfold(g):
        g[7][1] = "高森　友信"
        g[2][1] = "斎木　柚"

    b, f = mail(
        "look-fold-h",
        True,
        "The list writes 高森 and 斎木 where the register has 髙森 and 齋木; id and address agree: at most a note.",
        R,
        ins(ins(heads(R, 12), a, 5), c, 1),
        mutate=unfold,
        fmt="bom",
    )
    b.done()
    R = reg("D")
    a = add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    add(R, "久我 友信", "くが とものぶ", "1988-09-02", 7)
    b, f = mail(
        "look-name-alone-p",
        False,
        "A list of names alone, and one of the names belongs to two registered persons.",
        R,
        ins(R.people[:8], a, 4),
        6,
        "name",
    )
    b.expect("address", "stop", f)
    b.done()
    R = reg("D")
    add(R, "久我 友信", "くが とものぶ", "1961-04-18", 3)
    add(R, "久我 友信", "くが とものぶ", "1988-09-02", 7)
    b = Bundle(
        "look-name-alone-unique-p",
        "A list of names alone; every name in it is borne by one registered person only, and no address can be checked.",
        "post",
        R,
        "健康づくり教室のご案内",
        honest=False,
    )
    wcsv(b.p("out/addresses.csv"), grid(R.people[:9], "name"))
    b.mailing("out/addresses.csv")
    b.expect("address", "stop", "out/addresses.csv")
    b.done()
    R = reg("F")
    hs = heads(R, 12)

    def two(g):
        g[5][0] = hs[9]["subject_id"]

    hs2 = hs[:9]
    b, f = mail(
        "look-two-people-row-p",
        False,
        "A row holds the id of one person and name, birth date and address of another.",
        R,
        hs2,
        6,
        "subject_id name birth postal_code address",
        mutate=two,
    )
    b.expect("reconcile", "stop", file=f, where={"row": 6})
    b.may("address", "stop")
    b.may("scope", "stop")
    b.done()
    # plain --------------------------------------------------------------------
    R = reg("B")
    b, f = mail(
        "look-large-h",
        True,
        "A mailing of 130 rows from a register of 380 without any pair that the rule names.",
        R,
        heads(R, 130),
        fmt="xlsx",
        cols="subject_id name kana postal_code address",
    )
    b.done()
    R = reg("B")
    parcel_self("look-plain-self-h", True, "A letter to one registered person whom nobody resembles.", R, R.people[210])
    R = reg("A")
    parcel_about(
        "look-plain-about-h",
        True,
        "A guardian's letter about one person whom nobody resembles; Japanese headings, wareki dates.",
        R,
        R.people[17],
        "pdf",
        scope=True,
    )
    R = reg("B")
    x = heads(R, 3, 30)
    b = Bundle(
        "look-mixed-h",
        "A parcel, a mailing and a print stream in one bundle; nobody resembles anybody.",
        "post",
        R,
        "発送一式",
    )
    b.recipients(GUARD)
    b.scope([("G01", x[0]["subject_id"])])
    pdf_lines(b.p("out/g01.pdf"), about_lines(x[0]))
    b.parcel("G01", ["out/g01.pdf"], subjects=[x[0]["subject_id"]])
    wcsv(b.p("out/addresses.csv"), grid(heads(R, 8), "subject_id name postal_code address"))
    b.mailing("out/addresses.csv")
    stream(b, [(p, letter(p), "") for p in heads(R, 4, 10)], "rl")
    b.done()
    # more honest neighbours
    R = reg("B")
    a = add(R, "岩波 優", "いわなみ ゆう", "1970-10-08", 1)
    add(R, "岩波 優太郎", "いわなみ ゆうたろう", "1970-10-08", 5)
    b, f = mail(
        "look-two-edits-birth-h",
        True,
        "Two edits of the name (優/優太郎) with the same birth date: not D.",
        R,
        ins(heads(R, 15, 80), a, 3),
    )
    b.done()
    R = reg("B")
    a = add(R, "久我 佐知代", "くが さちよ", "1970-10-08", 1, chome=2)
    add(R, "久我 代知佐", "くが よちさ", "1970-10-08", 1, chome=2)
    parcel_self(
        "look-far-swap-h",
        True,
        "First and third character of the given name exchanged: not neighbouring, two edits; same town and birth date.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 優香", "くが ゆうか", "1991-10-08", 1, chome=2)
    add(R, "久我 由佳", "くが ゆか", "1991-12-08", 1, chome=2)
    parcel_about(
        "look-reading-one-edit-h",
        True,
        "Readings one edit apart (ゆうか/ゆか) with unlike kanji, same town, born within a year: neither R nor G.",
        R,
        a,
    )
    R = reg("B")
    a = add(R, "久我 航平", "くが こうへい", "1979-06-10", 2)
    c = add(R, "久我 公平", "くが こうへい", "1950-11-03", 8)
    b = Bundle(
        "look-r-two-mailings-h",
        "The same reading in two different mailings of one bundle, different towns and years: not inside one mailing.",
        "post",
        R,
        "健康づくり教室のご案内",
    )
    for i, p in enumerate((a, c)):
        wcsv(
            b.p(f"out/addresses{i + 1}.csv"),
            grid(ins(heads(R, 8, 30 * i), p, 4), "subject_id name kana postal_code address"),
        )
        b.mailing(f"out/addresses{i + 1}.csv")
    b.done()
