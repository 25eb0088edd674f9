"""Print streams with a page that is another person's."""

from written.papers import letter, m_no, stream
from written.people import era
from written.registers import heads, reg
from written.streams import PDF, names, nb, two


def run():
    # ---- planted: whose page --------------------------------------------------
    R = reg("B")
    ps, pc = two(R, 8, 5, match=False)
    b = nb(
        "pages-swapped-named-p", False, "The second pages of the first two pieces are swapped; both carry the name.", R
    )

    def f(fl):
        fl[1], fl[3] = fl[3], fl[1]
        return fl

    stream(b, pc, pages=f)
    b.expect("pages", "stop", PDF, where={"page": 2}, sid=ps[1]["subject_id"])
    b.expect("pages", "stop", PDF, where={"page": 4}, sid=ps[0]["subject_id"])
    names(b)
    b.done()
    R = reg("B")
    ps, pc = two(R, 8, 15, named=False)
    b = nb(
        "pages-swapped-number-p",
        False,
        "The second pages of two pieces are swapped; they carry no name, only 2／2 and the matching number.",
        R,
    )
    stream(b, pc, "typst", pages=lambda fl: [*fl[:5], fl[7], *fl[6:7], fl[5], *fl[8:]])
    b.expect("pages", "stop")
    b.done()
    R = reg("C")
    ps, pc = two(R, 8, 5, kn=None, pagesn=1)
    b = nb("pages-swapped-single-p", False, "Two single-page letters lie in the wrong order.", R)
    stream(b, pc, pages=lambda fl: [*fl[:3], fl[4], fl[3], *fl[5:]])
    b.expect("pages", "stop", PDF, where={"page": 4}, sid=ps[4]["subject_id"])
    b.expect("pages", "stop", PDF, where={"page": 5}, sid=ps[3]["subject_id"])
    names(b, True)
    b.done()
    R = reg("B")
    ps, pc = two(R, 8, 25, match=False)
    b = nb(
        "pages-missing-shift-p",
        False,
        "A second page is missing from the PDF, the index still counts it: all later pages shift by one.",
        R,
    )
    stream(b, pc, pages=lambda fl: fl[:1] + fl[2:])
    b.expect("pages", "stop", PDF, where={"page": 2}, sid=ps[1]["subject_id"])
    b.may("pages", "stop")
    names(b, True)
    b.done()
    R = reg("B")
    ps, pc = two(R, 6, 45, kn=None)
    pc[2] = (ps[2], pc[2][1] + [letter(ps[4], 2, match=m_no(2))[1]], pc[2][2])
    b = nb(
        "pages-surplus-foreign-p",
        False,
        "A piece holds a third page that names another addressee (four sheets of whom are elsewhere).".replace(
            " (four sheets of whom are elsewhere)", ""
        ),
        R,
    )
    stream(b, pc)
    b.expect("pages", "stop", PDF, where={"page": 7}, sid=ps[4]["subject_id"])
    names(b)
    b.done()
    R = reg("B")
    ps = heads(R, 7, 65)
    b = nb(
        "pages-two-names-p",
        False,
        "One letter names another registered person with birth date beside its addressee.",
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
                    extra=["同伴者　" + R.people[350]["name"].replace(" ", "　") + "　" + era(R.people[350]["birth"])]
                    if i == 2
                    else (),
                ),
                m_no(i),
            )
            for i, p in enumerate(ps)
        ],
        "typst",
    )
    b.expect("pages", "stop", PDF, where={"page": 3}, sid=R.people[350]["subject_id"])
    names(b)
    b.done()
    R = reg("D")
    ps, pc = two(R, 9, 5, kn=None, pagesn=1)
    b = nb("pages-index-ids-p", False, "The subject_ids of two index rows are exchanged.", R)

    def ex(r):
        r[2][1], r[5][1] = r[5][1], r[2][1]
        return r

    stream(b, pc, index_rows=ex)
    b.expect("pages", "stop", PDF, where={"page": 3}, sid=ps[2]["subject_id"])
    b.expect("pages", "stop", PDF, where={"page": 6}, sid=ps[5]["subject_id"])
    names(b, True)
    b.done()
    R = reg("F")
    v = [p for p in heads(R, 60) if sum(q["household_id"] == p["household_id"] for q in R.people) == 1][6]
    v["protected"] = "1"
    ps = [p for p in heads(R, 9) if p is not v]
    b = nb(
        "pages-protected-address-p",
        False,
        "The address of a protected person stands as 会場 on another person's letter.",
        R,
    )
    stream(
        b,
        [
            (p, letter(p, 1, match=m_no(i), extra=["会場　" + v["address"]] if i == 4 else ()), m_no(i))
            for i, p in enumerate(ps)
        ],
    )
    b.expect("address", "stop", PDF, where={"page": 5})
    b.may("pages", "stop")
    b.may("scope", "stop")
    b.done()
