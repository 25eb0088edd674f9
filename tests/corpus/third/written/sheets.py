"""Tables as csv, xlsx, xls and html."""

import csv
import datetime as dt
import io
import re
import shutil
import zipfile
from pathlib import Path

import xlsxwriter
import xlwt

from written.people import era, hira2kata

LAB = {
    "subject_id": "番号",
    "name": "氏名",
    "kana": "フリガナ",
    "birth": "生年月日",
    "sex": "性別",
    "postal_code": "郵便番号",
    "address": "住所",
    "phone": "電話番号",
    "number": "整理番号",
}


def cell(p, c, dates="iso"):
    if c == "birth":
        return {
            "iso": p["birth"].isoformat(),
            "slash": p["birth"].strftime("%Y/%m/%d"),
            "era": era(p["birth"]),
            "erashort": era(p["birth"], True),
            "date": p["birth"],
        }[dates]
    if c == "name":
        return p["name"].replace(" ", "　")
    if c == "kana":
        return hira2kata(p["kana"]).replace(" ", "　")
    return p[c]


def grid(people, cols, dates="iso", lab=None, extra=None):
    cols = cols.split()
    head = [(lab or LAB).get(c, c) for c in cols]
    rows = [[cell(p, c, dates=dates) for c in cols] for p in people]
    if extra:
        head += [extra[0]]
        rows = [[*r, extra[1](i)] for i, r in enumerate(rows)]
    return [head, *rows]


def fee(i):
    return 12000 + 500 * (i * 7 % 13)


def z(s):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in str(s))


def wcsv(path, rows, enc="utf-8", delim=","):
    b = io.StringIO(newline="")
    csv.writer(b, delimiter=delim, lineterminator="\r\n").writerows([["" if c is None else c for c in r] for r in rows])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b.getvalue().encode(enc))


def wxlsx(path, sheets):
    """sheets: list of (name, grid, opts). opts: hidden, veryhidden, rows, cols (0-based, hidden), merge [(r1,c1,r2,c2)], comment {(r,c):text}."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tmp = path.with_suffix(".tmpx")
    wb = xlsxwriter.Workbook(str(tmp))
    wb.set_properties({"author": "", "created": dt.datetime(2026, 11, 20, 9, 0)})
    df = wb.add_format({"num_format": "yyyy/mm/dd"})
    mf = wb.add_format({"align": "center", "valign": "vcenter", "border": 1})
    for name, grid, o in sheets:
        ws = wb.add_worksheet(name)
        done = set()
        for r1, c1, r2, c2 in o.get("merge", []):
            ws.merge_range(r1, c1, r2, c2, grid[r1][c1], mf)
            done |= {(r, c) for r in range(r1, r2 + 1) for c in range(c1, c2 + 1)}
        for r, row in enumerate(grid):
            for c, v in enumerate(row):
                if (r, c) in done or v is None or v == "":
                    continue
                if isinstance(v, dt.date):
                    ws.write_datetime(r, c, dt.datetime(v.year, v.month, v.day), df)
                elif isinstance(v, (int, float)):
                    ws.write_number(r, c, v)
                else:
                    ws.write_string(r, c, v)
        for r in o.get("rows", []):
            ws.set_row(r, None, None, {"hidden": True})
        for c in o.get("cols", []):
            ws.set_column(c, c, None, None, {"hidden": True})
        for (r, c), t in o.get("comment", {}).items():
            ws.write_comment(r, c, t, {"author": ""})
        if o.get("hidden"):
            ws.hide()
        if o.get("veryhidden"):
            ws.very_hidden()
    wb.close()
    shutil.move(tmp, path)


def wxls(path, sheets):
    path.parent.mkdir(parents=True, exist_ok=True)
    wb = xlwt.Workbook(encoding="utf-8")
    wb.set_owner("") if hasattr(wb, "set_owner") else None
    df = xlwt.easyxf(num_format_str="YYYY/MM/DD")
    for name, grid, o in sheets:
        ws = wb.add_sheet(name)
        for r1, c1, r2, c2 in o.get("merge", []):
            ws.write_merge(r1, r2, c1, c2, grid[r1][c1])
        for r, row in enumerate(grid):
            for c, v in enumerate(row):
                if v is None or v == "" or any(a <= r <= b2 and c1 <= c <= c2 for a, c1, b2, c2 in o.get("merge", [])):
                    continue
                ws.write(r, c, v, df) if isinstance(v, dt.date) else ws.write(r, c, v)
        for r in o.get("rows", []):
            ws.row(r).hidden = True
        for c in o.get("cols", []):
            ws.col(c).hidden = True
        if o.get("hidden"):
            ws.visibility = 1
        if o.get("veryhidden"):
            ws.visibility = 2
    wb.save(str(path))


def htable(grid):
    def f(v):
        return v.strftime("%Y/%m/%d") if isinstance(v, dt.date) else ("" if v is None else str(v))

    out = ['<table border="1">']
    for i, r in enumerate(grid):
        tag = "th" if i == 0 else "td"
        out.append("<tr>" + "".join(f"<{tag}>{f(v)}</{tag}>" for v in r) + "</tr>")
    return "\n".join([*out, "</table>"])


def whtml(path, title, body, enc="utf-8", head=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    e = {"utf-8": "UTF-8", "cp932": "Shift_JIS"}[enc]
    path.write_bytes(
        f'<!DOCTYPE html>\n<html lang="ja">\n<head><meta charset="{e}"><title>{title}</title>{head}</head>\n<body>\n{body}\n</body>\n</html>\n'.encode(
            enc
        )
    )


def norm_zip(path):
    """Fixed times; the template's thumbnail picture is taken out (it is a picture of an empty page)."""
    path = Path(path)
    src = zipfile.ZipFile(path)
    tmp = path.with_suffix(".tmpz")
    with zipfile.ZipFile(tmp, "w") as z:
        for n in src.infolist():
            data = src.read(n)
            if n.filename == "docProps/thumbnail.jpeg":
                continue
            if n.filename == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
            if n.filename == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:(created|modified)[^>]*>)[^<]*", rb"\g<1>2026-11-20T00:00:00Z", data)
            if n.filename == "meta.xml":
                data = re.sub(
                    rb"<meta:(creation-date|date)>[^<]*",
                    lambda m: m.group(0).split(b">")[0] + b">2026-11-20T00:00:00",
                    data,
                )
            zi = zipfile.ZipInfo(n.filename, (2026, 11, 20, 0, 0, 0))
            zi.compress_type = n.compress_type
            z.writestr(zi, data)
    src.close()
    shutil.move(tmp, path)
