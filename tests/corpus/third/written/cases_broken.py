"""Bundles that cannot be read at all."""

from written.bundle import Bundle
from written.papers import letter, m_no, stream
from written.registers import heads, reg
from written.sheets import grid, wcsv


def run():
    def br(name, about, R="D", mail=True, prt=False, raw=None, after=None):
        R = reg(R)
        b = Bundle(name, about, "post", R, "健康づくり教室のご案内", False, True)
        ps = heads(R, 6)
        if mail:
            wcsv(b.p("out/addresses.csv"), grid(ps, "subject_id name postal_code address"))
            b.mailing("out/addresses.csv")
        if prt:
            stream(b, [(p, letter(p, 1, match=m_no(i)), m_no(i)) for i, p in enumerate(ps)])
        if after:
            after(b, R)
        b.done(raw)

    br(
        "broken-mailing-syntax",
        "bundle.toml is not TOML: the string in [[mailing]] is not closed.",
        raw=lambda t: t.replace('"out/addresses.csv"', '"out/addresses.csv'),
    )
    br(
        "broken-mailing-no-list",
        "[[mailing]] without list.",
        raw=lambda t: t.replace('list = "out/addresses.csv"\n', ""),
    )
    br(
        "broken-mailing-list-number",
        "[[mailing]] whose list is a number.",
        raw=lambda t: t.replace('list = "out/addresses.csv"', "list = 5"),
    )
    br(
        "broken-mailing-missing-file",
        "[[mailing]] names a list that is not in the bundle.",
        after=lambda b, R: b.p("out/addresses.csv").unlink(),
    )
    br(
        "broken-print-no-index",
        "[[print]] without index.",
        mail=False,
        prt=True,
        raw=lambda t: t.replace('index = "out/index.csv"\n', ""),
    )
    br(
        "broken-print-no-file",
        "[[print]] without file.",
        mail=False,
        prt=True,
        raw=lambda t: t.replace('file = "out/notices.pdf"\n', ""),
    )
    br(
        "broken-print-missing-pdf",
        "[[print]] names a PDF that is not in the bundle.",
        mail=False,
        prt=True,
        after=lambda b, R: b.p("out/notices.pdf").unlink(),
    )
    br(
        "broken-print-missing-index",
        "[[print]] names an index that is not in the bundle.",
        mail=False,
        prt=True,
        after=lambda b, R: b.p("out/index.csv").unlink(),
    )

    def nocol(b, R):
        t = b.p("out/index.csv").read_text()
        b.p("out/index.csv").write_text(t.replace("first_page", "remark"))

    br("broken-print-index-column", "The index of [[print]] lacks first_page.", mail=False, prt=True, after=nocol)

    def notnum(b, R):
        t = b.p("out/index.csv").read_text().splitlines()
        r = t[3].split(",")
        r[2] = "x"
        t[3] = ",".join(r)
        b.p("out/index.csv").write_text("\n".join(t) + "\n")

    br("broken-print-index-page", "A first_page of the index is no number.", mail=False, prt=True, after=notnum)

    def dup(b, R):
        p = b.p("sources/subjects.csv")
        t = p.read_bytes().split(b"\r\n")
        p.write_bytes(b"\r\n".join([*t[:6], t[3], *t[6:]]))

    br("broken-mailing-subject-twice", "The subjects source of a mailing holds one subject_id twice.", after=dup)

    def noname(b, R):
        p = b.p("sources/subjects.csv")
        p.write_bytes(p.read_bytes().replace(b"subject_id,name,", b"subject_id,memo,", 1))

    br(
        "broken-print-no-name-column",
        "The subjects source of a print stream lacks the name column.",
        mail=False,
        prt=True,
        after=noname,
    )

    def undec(b, R):
        p = b.p("sources/subjects.csv")
        p.write_bytes(p.read_bytes().replace("四丁目".encode(), b"\x81\xff\xfe\x80", 1))

    br("broken-mailing-undecodable", "The subjects source of a mailing is neither UTF-8 nor CP932.", after=undec)
