"""Print streams with pages missing, doubled or left over, and with wrong matching numbers."""

from written.papers import leaflet, letter, m_no, stream
from written.registers import heads, reg
from written.streams import names, nb, two


def run():
    # ---- planted: how many pages -------------------------------------------------
    def knp(
        name,
        about,
        kn,
        drop,
        i,
        n,
        skip,
        renderer="rl",
        dbl=None,
        R=None,
        named=True,
        match=True,
        blank=False,
        fmt="csv",
    ):
        """Piece i of n-page letters: page `drop` (1-based) left out or blanked, page `dbl` printed twice; the index fits the PDF."""
        R = R or reg("B")
        _ps, pc = two(R, 8, skip, kn, match, named, n)
        b = nb(name, False, about, R)
        p, pg, m = pc[i]
        pg = list(pg)
        if drop:
            pg[drop - 1 : drop] = [[]] if blank else []
        if dbl:
            pg.insert(dbl, list(pg[dbl - 1]))
        pc[i] = (p, pg, m)
        stream(b, pc, renderer, fmt)
        b.expect("pages", "stop")
        b.done()

    knp("pages-missing-last-p", "A piece ends at 1／2; the index counts one page.", "fw", 2, 3, 2, 85)
    knp(
        "pages-missing-middle-p",
        "Of three pages the second is missing: （１／３） （３／３）.",
        "par",
        2,
        4,
        3,
        105,
        "typst",
    )
    knp("pages-missing-first-p", "A piece begins with 2/2.", "hw", 1, 2, 2, 125, match=False)
    knp("pages-missing-of-p", "Page 1 of 2 without Page 2 of 2.", "of", 2, 5, 2, 145)
    knp(
        "pages-missing-dai-p",
        "第1頁（全3頁）, 第2頁（全3頁), and no third; CP932 index.".replace("), and", "）, and"),
        "dai",
        3,
        1,
        3,
        8,
        R=reg("C"),
        fmt="cp932",
    )
    knp("pages-doubled-p", "The first page is printed twice: 1/2, 1/2, 2/2.", "hw", None, 3, 2, 165, dbl=1)
    knp(
        "pages-doubled-last-p",
        "The last page is printed twice: 1 / 2, 2 / 2, 2 / 2; xlsx index.",
        "sp",
        None,
        6,
        2,
        30,
        "typst",
        dbl=2,
        R=reg("C"),
        fmt="xlsx",
    )
    knp("pages-blank-p", "A blank page stands where 2／2 should be.", "fw", 2, 4, 2, 185, blank=True)
    R = reg("B")
    ps, pc = two(R, 8, 205, kn=None, pagesn=1)
    b = nb(
        "pages-surplus-end-p",
        False,
        "The PDF has one page more than the index covers (a second copy of the first letter).",
        R,
    )
    stream(b, pc, pages=lambda fl: [*fl, fl[0]])
    b.expect("pages", "stop")
    b.may("pages", "stop")
    b.may("scope", "stop")
    b.done()
    R = reg("B")
    ps, pc = two(R, 8, 205, kn=None, pagesn=1)
    b = nb(
        "pages-index-beyond-p", False, "The last letter is missing: its index row points behind the end of the PDF.", R
    )
    stream(b, pc, pages=lambda fl: fl[:-1])
    b.expect("pages", "stop")
    b.done()
    R = reg("C")
    ps, pc = two(R, 8, 100, kn="fw")
    b = nb("pages-index-gap-p", False, "The index leaves one page to no piece (row 4 ends a page too early).", R)

    def gap(r):
        r[2][3] -= 1
        return r

    stream(b, pc, index_rows=gap)
    b.expect("pages", "stop")
    b.may("pages", "stop")
    b.may("scope", "stop")
    b.done()
    R = reg("C")
    ps, pc = two(R, 8, 100, kn=None)
    b = nb("pages-index-overlap-p", False, "Two index rows claim the same page (row 3 begins a page too early).", R)

    def lap(r):
        r[2][2] -= 1
        return r

    stream(b, pc, "typst", index_rows=lap)
    b.expect("pages", "stop")
    b.may("pages", "stop")
    names(b)
    b.done()
    R = reg("B")
    ps, pc = two(R, 8, 225, kn=None, match=False, pagesn=1)
    b = nb(
        "pages-gap-between-p",
        False,
        "The index skips a page that names nobody (a leaflet left in the middle of the stream).",
        R,
    )

    def sk(r):
        return [x if i < 3 else [x[0], x[1], x[2] + 1, x[3] + 1, x[4]] for i, x in enumerate(r)]

    stream(b, pc, index_rows=sk, pages=lambda fl: [*fl[:3], leaflet(), *fl[3:]])
    b.expect("pages", "stop")
    b.done()

    # ---- planted: matching numbers -------------------------------------------------
    R = reg("B")
    ps = heads(R, 8, 170)
    b = nb("pages-number-twice-p", False, "One matching number stands on, and in the index for, two pieces.", R)
    mm = [m_no(i) for i in range(8)]
    mm[6] = mm[1]
    stream(b, [(p, letter(p, 1, match=mm[i]), mm[i]) for i, p in enumerate(ps)])
    b.expect("pages", "stop")
    b.may("pages", "stop")
    b.done()
    R = reg("B")
    ps = heads(R, 8, 20)
    b = nb("pages-number-missing-p", False, "The matching number is missing on the second page of one piece.", R)
    stream(
        b,
        [
            (p, [*letter(p, 1, match=m_no(i)), letter(p, 2, match=None if i == 3 else m_no(i))[1]], m_no(i))
            for i, p in enumerate(ps)
        ],
        "typst",
        "xlsx",
    )
    b.expect("pages", "stop")
    b.done()
    R = reg("B")
    ps = heads(R, 8, 35)
    b = nb(
        "pages-leaflet-number-missing-p",
        False,
        "All leaflets carry the matching number of their letter, one does not.",
        R,
    )
    stream(
        b,
        [(p, [*letter(p, 1, match=m_no(i)), leaflet(None if i == 5 else m_no(i))], m_no(i)) for i, p in enumerate(ps)],
    )
    b.expect("pages", "stop")
    b.done()
    R = reg("B")
    ps = heads(R, 8, 55)
    b = nb(
        "pages-leaflet-number-other-p",
        False,
        "The leaflet in one piece carries the matching number of the next piece.",
        R,
    )
    stream(
        b,
        [(p, [*letter(p, 1, match=m_no(i)), leaflet(m_no(4 if i == 3 else i))], m_no(i)) for i, p in enumerate(ps)],
        "typst",
    )
    b.expect("pages", "stop")
    b.may("pages", "stop")
    b.done()
