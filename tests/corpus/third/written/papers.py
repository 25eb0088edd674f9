"""Letters, leaflets and print streams: what stands on their pages, and the files that hold them."""

import docx
import typst
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from written.people import era
from written.sheets import norm_zip, wcsv, wxlsx, z


def pdf_reportlab(path, pages, cid=False):
    if "BIZ" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("BIZ", "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"))
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    path.parent.mkdir(parents=True, exist_ok=True)
    c = canvas.Canvas(str(path), pagesize=(595, 842), invariant=1)
    for pg in pages:
        for x, y, size, text in pg:
            c.setFont("HeiseiKakuGo-W5" if cid else "BIZ", size)
            c.drawString(x * 2.8346, 842 - y * 2.8346, text)
        c.showPage()
    c.save()


def pdf_typst(path, pages):
    path.parent.mkdir(parents=True, exist_ok=True)
    s = [
        '#set document(date: none)\n#set page(width: 210mm, height: 297mm, margin: 0mm)\n#set text(font: "IPAexMincho", lang: "ja")\n'
    ]
    for pg in pages:
        s.append("#page[")
        for x, y, size, text in pg:
            t = text.replace("\\", "\\\\").replace('"', '\\"')
            s.append(f'#place(top + left, dx: {x}mm, dy: {y - size * 0.35:.2f}mm, text(size: {size}pt)[#"{t}"])')
        s.append("]\n")
    f = path.with_suffix(".typ")
    f.write_text("".join(s), encoding="utf-8")
    typst.compile(str(f), output=str(path), font_paths=["/usr/share/fonts/opentype/ipaexfont-mincho"])
    f.unlink()


KNF = {
    "fw": lambda k, n: f"{k}／{n}",
    "hw": lambda k, n: f"{k}/{n}",
    "sp": lambda k, n: f"{k} / {n}",
    "par": lambda k, n: f"（{z(k)}／{z(n)}）",
    "pg": lambda k, n: f"{k}/{n}ページ",
    "dash": lambda k, n: f"- {k}/{n} -",
    "of": lambda k, n: f"Page {k} of {n}",
    "dai": lambda k, n: f"第{k}頁（全{n}頁）",
}


def spaced(n, how):
    return {"z": n.replace(" ", "　"), "h": n, "n": n.replace(" ", "")}[how]


def letter(
    p,
    n=1,
    kn=None,
    match=None,
    title="健康づくり教室のご案内",
    body=None,
    named=True,
    sp="z",
    birth=False,
    extra=(),
):
    """n pages for person p. named: later pages carry the name as well."""
    pages = []
    for k in range(1, n + 1):
        pg = []
        if k == 1:
            pg += [
                (25, 25, 10.5, "〒" + p["postal_code"]),
                (25, 32, 10.5, p["address"]),
                (25, 42, 13, spaced(p["name"], sp) + "　様"),
                (140, 25, 10, "令和8年11月24日"),
                (140, 33, 10, "青嶺市役所　窓口課"),
                (60, 75, 15, title),
            ]
            y = 92
            for t in body or [
                "日頃より市政にご協力いただき、ありがとうございます。",
                "下記のとおりご案内いたします。内容をご確認のうえ、",
                "ご不明の点は窓口課までお問い合わせください。",
            ]:
                pg.append((25, y, 11, t))
                y += 9
            if birth:
                pg.append((25, y, 11, "生年月日　" + era(p["birth"])))
                y += 9
            for t in extra:
                pg.append((25, y, 11, t))
                y += 9
        else:
            pg += [(25, 25, 12, title + "（続き）")]
            if named:
                pg.append((25, 36, 11, "氏名　" + spaced(p["name"], sp) + "　様"))
            for j in range(4):
                pg.append(
                    (25, 55 + 9 * j, 11, f"第{'一二三四五六七八'[(k - 2) * 4 % 8 + j]}回　市民会館　午前１０時から")
                )
        if kn:
            pg.append((100, 285, 9, KNF[kn](k, n)))
        if match:
            pg.append((150, 12, 9, "照合番号 " + match))
        pages.append(pg)
    return pages


def leaflet(match=None):
    pg = [
        (60, 40, 18, "窓口からのお知らせ"),
        (25, 70, 12, "受付時間は平日の午前９時から午後５時までです。"),
        (25, 82, 12, "市役所の駐車場は混み合います。公共交通機関をご利用ください。"),
        (25, 94, 12, "青嶺市役所　電話 0999-00-0100（代表）"),
    ]
    if match:
        pg.append((150, 12, 9, "照合番号 " + match))
    return pg


def m_no(i):
    return f"{80004170 + i * 37}"


def stream(b, pieces, renderer="rl", fmt="csv", key="subject_id", index_rows=None, pages=None):
    """pieces: [(person or recipient id, [pages], match)]. index_rows / pages override what is written."""
    rows, flat = [], []
    for i, (p, pgs, m) in enumerate(pieces):
        a = len(flat) + 1
        flat += pgs
        rows.append([f"T{i + 1:04d}", p if isinstance(p, str) else p["subject_id"], a, len(flat), m or ""])
    rows = index_rows(rows) if index_rows else rows
    flat = pages(flat) if pages else flat
    head = ["piece_id", key, "first_page", "last_page", "matching_number"]
    f = "out/notices.pdf"
    {"rl": pdf_reportlab, "typst": pdf_typst, "cid": lambda p, x: pdf_reportlab(p, x, True)}[renderer](b.p(f), flat)
    ix = "out/index." + ("xlsx" if fmt == "xlsx" else "csv")
    if fmt == "xlsx":
        wxlsx(b.p(ix), [("index", [head, *rows], {})])
    else:
        wcsv(b.p(ix), [head, *rows], {"csv": "utf-8", "bom": "utf-8-sig", "cp932": "cp932"}[fmt])
    b.print_(f, ix)
    return f, ix


def docx_letter(path, lines, title="証明書"):
    d = docx.Document()
    d.core_properties.author = ""
    d.core_properties.title = ""
    d.core_properties.comments = ""
    d.add_heading(title, 1)
    for line in lines:
        d.add_paragraph(line)
    d.save(str(path))
    norm_zip(path)


def about_lines(p, birth=True, address=True):
    lines = ["次の者について証明します。", "氏名　" + p["name"].replace(" ", "　")]
    if birth:
        lines.append("生年月日　" + era(p["birth"]))
    if address:
        lines.append("住所　" + p["address"])
    return [*lines, "令和8年11月24日　青嶺市役所　窓口課"]


def pdf_lines(path, lines):
    pdf_reportlab(path, [[(25, 30 + 10 * i, 11, t) for i, t in enumerate(lines)]])
