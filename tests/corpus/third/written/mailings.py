"""Makers of mailings: lists as offices lay them out."""

from written.bundle import Bundle
from written.opendocument import wods
from written.people import addr, era
from written.sheets import cell, wcsv, wxls, wxlsx, z


def single(R, k=0):
    c = {}
    for p in R.people:
        c.setdefault(p["household_id"], []).append(p)
    return [v[0] for v in c.values() if len(v) == 1 and not v[0]["moved_from"]][k]


def office_layout(people, per=10, total=True, kana=True):
    """Title rows, merged two-level headings, a blank row after every ten, a total. Returns grid, merges, row numbers."""
    g = [
        ["健康づくり教室　送付先一覧", "", "", "", "", ""],
        ["令和8年11月20日現在", "", "", "", "", "窓口課"],
        [],
        ["No.", "宛名", "", "送付先", "", "備考"],
        ["", "氏名", "フリガナ" if kana else "敬称", "郵便番号", "住所", ""],
    ]
    rows = []
    for i, p in enumerate(people):
        if i and i % per == 0:
            g.append([])
        g.append([i + 1, cell(p, "name"), cell(p, "kana") if kana else "様", p["postal_code"], p["address"], ""])
        rows.append(len(g))
    if total:
        g += [[], ["", "合計", "", "", f"{len(people)}件", ""]]
    return g, [(0, 0, 0, 5), (3, 0, 4, 0), (3, 1, 3, 2), (3, 3, 3, 4), (3, 5, 4, 5)], rows


def mb(name, about, R, honest=True, title="健康づくり教室のご案内"):
    return Bundle(name, about, "post", R, title, honest)


def put(b, sheets, fmt="xlsx", f=None):
    f = f or "out/addresses." + {"xlsx": "xlsx", "xls": "xls", "ods": "ods"}.get(fmt, "csv")
    if fmt == "xlsx":
        wxlsx(b.p(f), sheets)
    elif fmt == "xls":
        wxls(b.p(f), sheets)
    elif fmt == "ods":
        wods(b.p(f), sheets)
    else:
        wcsv(b.p(f), sheets[0][1], {"csv": "utf-8", "bom": "utf-8-sig", "cp932": "cp932"}[fmt])
    b.mailing(f)
    return f


def mixed(b):
    b.may("reconcile", "stop")
    b.may("lookalike", "ask")


def split_cols(people, digits="z"):
    g = [["整理番号", "氏", "名", "〒", "住所", "方書", "生年月日"]]
    for p in people:
        a = addr(*p["spot"], "hyph")
        g.append(
            [
                p["number"],
                *p["name"].split(" "),
                z(p["postal_code"]) if digits == "z" else p["postal_code"],
                z(a) if digits == "z" else a,
                p["bld"],
                era(p["birth"]),
            ]
        )
    return g
