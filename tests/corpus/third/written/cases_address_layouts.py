"""Mailing lists in the layouts of offices, each with an honest and a wrong one."""

from written.mailings import mb, mixed, office_layout, put, split_cols
from written.people import era, postal
from written.registers import heads, reg
from written.sheets import cell, grid, z


def run():
    # ---- layouts ------------------------------------------------------------
    R = reg("B")
    ps = heads(R, 24)
    b = mb("addr-layout-merged-h", "Title rows, merged two-level headings, blank rows, a total.", R)
    g, m, rows = office_layout(ps)
    put(b, [("送付先", g, {"merge": m})])
    b.done()
    R = reg("B")
    ps = heads(R, 24)
    b = mb("addr-layout-merged-wrong-p", "The same layout; one address is nobody's.", R, False)
    g, m, rows = office_layout(ps)
    g[rows[15] - 1][4] = "青嶺市港北三丁目17番88号"
    f = put(b, [("送付先", g, {"merge": m})])
    b.expect("address", "stop", file=f, where={"row": rows[15]})
    b.may("reconcile", "stop")
    b.done()
    R = reg("B")
    ps = heads(R, 18, 30)
    b = mb(
        "addr-layout-splitname-h",
        "氏 and 名 in two columns, full-width digits, hyphens for 丁目, the building in its own column, wareki.",
        R,
    )
    put(b, [("宛名", split_cols(ps), {})])
    b.done()
    R = reg("B")
    ps = heads(R, 18, 30)
    b = mb(
        "addr-layout-splitname-sorted-p",
        "The same layout; the address columns of rows 6 to 9 were sorted alone.",
        R,
        False,
    )
    g = split_cols(ps)
    blk = [r[3:6] for r in g[5:9]]
    for i in range(4):
        g[5 + i][3:6] = blk[(i + 1) % 4]
    f = put(b, [("宛名", g, {})])
    for i in range(4):
        b.expect("address", "stop", file=f, where={"row": 6 + i})
    mixed(b)
    b.done()

    def cp932(people):
        g = [["送付先一覧（健康づくり教室）"], [], ["整理番号", "宛名氏名", "生年月日", "郵便番号", "住所"]]
        rows = []
        for i, p in enumerate(people):
            if i and i % 8 == 0:
                g.append([])
            g.append([p["number"], cell(p, "name"), era(p["birth"], i % 2 == 0), p["postal_code"], p["address"]])
            rows.append(len(g))
        return [*g, ["合計", f"{len(people)}名"]], rows

    R = reg("C")
    ps = heads(R, 20, 10)
    b = mb("addr-layout-cp932-h", "A CP932 csv with a title line, blank lines, wareki in two forms, a total.", R)
    g, rows = cp932(ps)
    put(b, [("", g, {})], "cp932")
    b.done()
    R = reg("B")
    ps = [p for p in heads(R, 60) if p["moved_from"]][:2]
    ps = heads(R, 9, 200) + ps
    b = mb(
        "addr-layout-cp932-earlier-p",
        "A CP932 csv in which two persons stand at their earlier address (moved_from).",
        R,
        False,
    )
    g, rows = cp932(ps)
    for i in (9, 10):
        g[rows[i] - 1][3:5] = [postal(ps[i]["moved_spot"][0]), ps[i]["moved_from"]]
    f = put(b, [("", g, {})], "cp932")
    for i in (9, 10):
        b.expect("address", "stop", file=f, where={"row": rows[i]})
    b.may("reconcile", "stop")
    b.done()
    R = reg("B")
    e, w = heads(R, 12), heads(R, 9, 12)
    b = mb("addr-layout-two-sheets-h", "Two sheets (東地区, 西地区), each with its own title and total.", R)
    (g1, m1, _), (g2, m2, _) = office_layout(e), office_layout(w)
    put(b, [("東地区", g1, {"merge": m1}), ("西地区", g2, {"merge": m2})])
    b.done()
    R = reg("B")
    e, w = heads(R, 12), heads(R, 9, 12)
    b = mb(
        "addr-layout-two-sheets-wrong-p",
        "Two sheets; in the second one a person stands at the address of the next.",
        R,
        False,
    )
    (g1, m1, _), (g2, m2, r2) = office_layout(e), office_layout(w)
    g2[r2[3] - 1][3:5] = g2[r2[4] - 1][3:5]
    f = put(b, [("東地区", g1, {"merge": m1}), ("西地区", g2, {"merge": m2})])
    b.expect("address", "stop", file=f, where={"sheet": "西地区", "row": r2[3]})
    mixed(b)
    b.done()
    R = reg("B")
    e = heads(R, 10)
    b = mb(
        "addr-same-person-two-sheets-h",
        "The same two persons stand on both sheets (two courses): not the same list.",
        R,
    )
    (g1, m1, _), (g2, m2, _) = office_layout(e), office_layout(e[3:5] + heads(R, 5, 40))
    put(b, [("体操", g1, {"merge": m1}), ("料理", g2, {"merge": m2})])
    b.done()
    R = reg("B")
    e = heads(R, 10)
    b = mb("addr-same-person-twice-p", "The same person twice in one mailing list: asks.", R, False)
    g = grid([*e, e[4]], "subject_id name postal_code address")
    f = put(b, [("", g, {})], "csv")
    b.expect("completeness", "ask", file=f, sid=e[4]["subject_id"])
    b.done()
    R = reg("C")
    ps = heads(R, 15, 60)
    b = mb("addr-layout-xls-h", "An xls (BIFF) list with a title row, 敬称 column and a total.", R)
    g, m, rows = office_layout(ps, kana=False)
    put(b, [("送付先", g, {"merge": m})], "xls")
    b.done()
    R = reg("C")
    ps = heads(R, 15, 60)
    b = mb(
        "addr-layout-xls-shifted-p",
        "An xls list in which a mail merge shifted the addresses of the last five rows by one.",
        R,
        False,
    )
    g, m, rows = office_layout(ps, kana=False)
    blk = [g[r - 1][3:5] for r in rows]
    [postal(ps[14]["spot"][0]), ps[14]["address"]]
    for i in range(10, 15):
        g[rows[i] - 1][3:5] = blk[i - 1]
    f = put(b, [("送付先", g, {"merge": m})], "xls")
    for i in range(10, 15):
        b.expect("address", "stop", file=f, where={"row": rows[i]})
    mixed(b)
    b.done()
    R = reg("F")
    ps = heads(R, 16)
    b = mb("addr-layout-ods-h", "An ods list with full-width digits.", R)
    g = grid(ps, "subject_id name postal_code address")
    for r in g[1:]:
        r[2], r[3] = z(r[2]), r[3].translate({ord(c): z(c) for c in "0123456789"})
    put(b, [("宛名", g, {})], "ods")
    b.done()
