"""Lists as xls, ods, and xlsx under another name."""

from written.opendocument import wods
from written.provisions import alien, line, misnamed, mynum, ob, own, sh
from written.registers import reg
from written.sheets import grid, wxls, wxlsx, z


def run():
    # ---- xls / ods / tsv / xlsx named xls ----------------------------------------
    def book(name, honest, about, fmt, sheets, exp=None, fn=None, kind="C", **pk):
        R = reg(kind)
        b = ob(name, honest, about, R)
        f = fn or "out/k01." + fmt
        {"xls": wxls, "ods": wods, "xlsx": wxlsx}[fmt](b.p(f), sheets(R))
        b.parcel("K01", [f], **pk)
        if exp:
            exp(b, f, R)
        b.done()

    def cl(ps):
        return grid(ps, "number name birth address", "slash")

    book("other-xls-h", True, "An xls office list.", "xls", lambda R: [("名簿", cl(own(R, 15)), {})])
    book(
        "other-xls-hidden-sheet-p",
        False,
        "A hidden sheet of an xls holds another recipient's person.",
        "xls",
        lambda R: [("名簿", cl(own(R, 15)), {}), ("旧", cl([alien(R, 3)]), {"hidden": True})],
        lambda b, f, R: sh(b, f, alien(R, 3)["subject_id"], {"sheet": "旧", "row": 2}, hwhere={"sheet": "旧"}),
    )
    book(
        "other-xls-veryhidden-p",
        False,
        "A very hidden sheet of an xls holds another recipient's person.",
        "xls",
        lambda R: [("名簿", cl(own(R, 15)), {}), ("work", [["作業用"], *cl([alien(R, 4)])[1:]], {"veryhidden": True})],
        lambda b, f, R: sh(b, f, alien(R, 4)["subject_id"], {"sheet": "work", "row": 2}, hwhere={"sheet": "work"}),
    )

    def hidnum(R):
        g = cl(own(R, 10))
        g[0].append("個人番号")
        for i, r in enumerate(g[1:]):
            r.append(mynum(i))
        return [("名簿", g, {"cols": [4]})]

    def hn(b, f, R):
        b.expect("hidden", "stop", f, "K01", {"sheet": "名簿"})
        b.expect("sensitive", "stop", f, "K01", {"sheet": "名簿"})

    book(
        "other-xls-hidden-mynumber-p",
        False,
        "A hidden column of an xls, headed 個人番号, holds My Numbers that no scope field allows.",
        "xls",
        hidnum,
        hn,
    )
    book(
        "other-xls-hidden-rows-own-p",
        False,
        "Hidden rows with the recipient's own persons: other content, asks.",
        "xls",
        lambda R: [("名簿", cl(own(R, 12)), {"rows": [5, 6]})],
        lambda b, f, R: b.expect("hidden", "ask", f, "K01", {"sheet": "名簿"}),
    )
    book(
        "other-xlsx-as-xls-h",
        True,
        "An xlsx whose name ends in .xls.",
        "xlsx",
        lambda R: [("名簿", cl(own(R, 9)), {})],
        misnamed,
        "out/k01.xls",
    )
    book(
        "other-xlsx-as-xls-p",
        False,
        "An xlsx named .xls holds another recipient's person in row 8.",
        "xlsx",
        lambda R: [("名簿", cl([*own(R, 6), alien(R, 5), *own(R)[6:9]]), {})],
        lambda b, f, R: (
            sh(b, f, alien(R, 5)["subject_id"], {"sheet": "名簿", "row": 8}, hidden=False),
            misnamed(b),
        ),
        "out/k01.xls",
    )
    book(
        "other-ods-h",
        True,
        "An ods office list with a hidden but empty second sheet.",
        "ods",
        lambda R: [("名簿", cl(own(R, 12)), {}), ("Sheet2", [[""]], {"hidden": True})],
    )
    book(
        "other-ods-hidden-sheet-p",
        False,
        "A hidden sheet of an ods holds another recipient's person.",
        "ods",
        lambda R: [("名簿", cl(own(R, 12)), {}), ("控", cl([alien(R, 6)]), {"hidden": True})],
        lambda b, f, R: sh(b, f, alien(R, 6)["subject_id"], {"sheet": "控", "row": 2}, hwhere={"sheet": "控"}),
    )
    book(
        "other-ods-hidden-row-p",
        False,
        "A hidden row of an ods holds another recipient's person.",
        "ods",
        lambda R: [("名簿", cl([*own(R, 5), alien(R, 7), *own(R)[5:9]]), {"rows": [6]})],
        lambda b, f, R: sh(b, f, alien(R, 7)["subject_id"], {"sheet": "名簿", "row": 7}, hwhere={"sheet": "名簿"}),
    )
    book(
        "other-ods-comment-p",
        False,
        "A comment in an ods cell names another recipient's person.",
        "ods",
        lambda R: [("名簿", cl(own(R, 8)), {"comment": {(3, 1): "前回は" + line(alien(R, 8)) + "と取り違え"}})],
        lambda b, f, R: sh(b, f, alien(R, 8)["subject_id"], {"part": "comment"}),
    )

    def sorted_alone(R):
        g = cl(own(R, 10))
        a = [g[r][3] for r in (4, 5, 6)]
        for i, r in enumerate((4, 5, 6)):
            g[r][3] = a[(i + 1) % 3]
        return [("名簿", g, {})]

    book(
        "other-ods-sorted-alone-p",
        False,
        "The address column of an ods list was sorted alone in rows 5 to 7.",
        "ods",
        sorted_alone,
        lambda b, f, R: (
            [b.expect("reconcile", "stop", f, "K01", {"sheet": "名簿", "row": r}) for r in (5, 6, 7)],
            b.may("lookalike", "ask"),
        ),
    )
    book(
        "other-ods-complete-h",
        True,
        "complete = true and everybody in scope is there.",
        "ods",
        lambda R: [("名簿", cl(own(R)), {})],
        complete=True,
    )
    book(
        "other-ods-complete-missing-p",
        False,
        "complete = true; one person in scope is missing.",
        "ods",
        lambda R: [("名簿", cl([p for i, p in enumerate(own(R)) if i != 9]), {})],
        lambda b, f, R: b.expect("completeness", "stop", None, "K01", {}, own(R)[9]["subject_id"]),
        complete=True,
    )
    book(
        "other-xls-veryhidden-empty-h",
        True,
        "A very hidden sheet of an xls is empty: a note.",
        "xls",
        lambda R: [("名簿", cl(own(R, 15)), {}), ("work", [[""]], {"veryhidden": True})],
    )
    book(
        "other-xls-two-sheets-h",
        True,
        "An xls with the same persons on two sheets (4月, 5月): not the same list.",
        "xls",
        lambda R: [("4月", cl(own(R, 8)), {}), ("5月", cl(own(R, 8)), {})],
    )
    book(
        "other-ods-hidden-empty-row-h",
        True,
        "A hidden row of an ods is empty: a note.",
        "ods",
        lambda R: [("名簿", [*cl(own(R, 5)), [""] * 4, *cl(own(R, 9))[6:]], {"rows": [6]})],
    )
    book(
        "other-ods-fullwidth-h",
        True,
        "An ods list with full-width numbers and hyphens in the addresses.",
        "ods",
        lambda R: [
            (
                "名簿",
                [[z(c) if i in (0, 3) and k else c for i, c in enumerate(r)] for k, r in enumerate(cl(own(R, 10)))],
                {},
            )
        ],
    )
