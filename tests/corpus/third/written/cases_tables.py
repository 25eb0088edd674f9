"""Lists as tsv, My Numbers that are allowed and not, and scopes that end."""

from written.opendocument import wods
from written.people import addr
from written.provisions import alien, mynum, ob, own, sh
from written.registers import reg
from written.sheets import grid, wcsv, z


def run():
    def tsv(name, honest, about, rows, exp=None, kind="B", enc="utf-8", **kw):
        R = reg(kind)
        b = ob(name, honest, about, R, **kw)
        f = "out/k01.tsv"
        wcsv(b.p(f), rows(R), enc, "\t")
        b.parcel("K01", [f])
        if exp:
            exp(b, f, R)
        b.done()

    def bl(ps):
        return grid(ps, "subject_id name kana birth address", "era")

    tsv("other-tsv-h", True, "A tsv (UTF-8) of 40 of the recipient's own persons.", lambda R: bl(own(R, 40)))
    tsv(
        "other-tsv-cp932-h",
        True,
        "A CP932 tsv in which addresses are hyphenated and full-width.",
        lambda R: [
            [*r[:4], z(addr(*p["spot"], "hyph")) + (" " + p["bld"] if p["bld"] else "")] if p else r
            for r, p in zip(bl(own(R, 20)), [None, *own(R, 20)], strict=True)
        ],
        enc="cp932",
    )
    tsv(
        "other-tsv-foreign-p",
        False,
        "A tsv holds one person of another recipient in row 13.",
        lambda R: bl([*own(R, 11), alien(R, 9), *own(R)[11:20]]),
        lambda b, f, R: sh(b, f, alien(R, 9)["subject_id"], {"row": 13}, hidden=False),
    )

    def oldaddr(R):
        ps = own(R, 40)
        g = bl(ps)
        k = next(i for i, p in enumerate(ps) if p["moved_from"])
        g[k + 1][4] = ps[k]["moved_from"]
        R._row = k + 2
        return g

    tsv(
        "other-tsv-earlier-address-p",
        False,
        "One row of a tsv list has the earlier address (moved_from).",
        oldaddr,
        lambda b, f, R: b.expect("reconcile", "stop", f, "K01", {"row": R._row}),
    )
    tsv(
        "other-tsv-twice-p",
        False,
        "The same person stands twice in one tsv list: asks.",
        lambda R: bl([*own(R, 15), own(R)[4]]),
        lambda b, f, R: b.expect("completeness", "ask", f, "K01", {}, own(R)[4]["subject_id"]),
    )
    tsv(
        "other-tsv-mynumber-p",
        False,
        "An unlabelled column of twelve different 12-digit numbers, all with a valid check digit: a My Number column.",
        lambda R: [[*r, "番号２" if i == 0 else mynum(i)] for i, r in enumerate(bl(own(R, 12)))],
        lambda b, f, R: b.expect("sensitive", "stop", f, "K01"),
    )
    tsv(
        "other-tsv-twelve-digits-h",
        True,
        "A column of 12-digit 口座管理 codes of which only one has a valid check digit by chance.".replace(
            "口座管理", "control"
        ),
        lambda R: [
            [*r, "管理コード" if i == 0 else mynum(i) if i == 3 else mynum(i)[:11] + str((int(mynum(i)[11]) + 3) % 10)]
            for i, r in enumerate(bl(own(R, 12)))
        ],
    )

    # ---- My Number allowed -----------------------------------------------------------
    def allowed(name, honest, about, fields):
        R = reg("B")
        b = ob(name, honest, about, R, title="税務照会への回答", scope=False)
        ps = own(R, 12)
        b.scope([(p["recipient_id"], p["subject_id"]) for p in R.people], fields)
        g = grid(ps, "subject_id name birth", "slash")
        g = [[*r, "個人番号" if i == 0 else mynum(100 + i)] for i, r in enumerate(g)]
        wods(b.p("out/k01.ods"), [("回答", g, {})])
        b.parcel("K01", ["out/k01.ods"])
        if not honest:
            b.expect("sensitive", "stop", "out/k01.ods", "K01", {"sheet": "回答"})
        b.done()

    allowed(
        "other-mynumber-allowed-h", True, "My Numbers that scope.fields names.", "subject_id;name;birth_date;my_number"
    )
    allowed("other-mynumber-empty-fields-p", False, "Empty scope.fields: all fields but the My Number.", "")

    def valid(name, honest, about, until):
        R = reg("B")
        b = ob(name, honest, about, R, scope=False)
        ps = own(R, 12)
        b.scope(
            [(p["recipient_id"], p["subject_id"]) for p in R.people if p["recipient_id"] == "K01"],
            "",
            ("2026-04-01", until),
        )
        wods(b.p("out/k01.ods"), [("名簿", grid(ps, "subject_id name birth", "era"), {})])
        b.parcel("K01", ["out/k01.ods"])
        if not honest:
            for i, p in enumerate(ps):
                b.expect("scope", "stop", "out/k01.ods", "K01", {"sheet": "名簿", "row": i + 2}, p["subject_id"])
        b.done()

    valid("other-scope-last-day-h", True, "The scope ends on the date of the bundle (inclusive).", "2026-11-24")
    valid("other-scope-expired-p", False, "The scope ended on the day before.", "2026-11-23")
