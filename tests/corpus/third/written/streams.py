"""Makers of print streams."""

from written.bundle import Bundle
from written.papers import letter, m_no
from written.registers import heads


def nb(name, honest, about, R):
    return Bundle(name, about, "post", R, "健康づくり教室のご案内", honest)


PDF = "out/notices.pdf"


def two(R, n=8, skip=0, kn="fw", match=True, named=True, pagesn=2, **kw):
    ps = heads(R, n, skip)
    return ps, [
        (p, letter(p, pagesn, kn, m_no(i) if match else None, named=named, **kw), m_no(i) if match else "")
        for i, p in enumerate(ps)
    ]


def names(b, address=False):
    b.may("scope", "stop")
    if address:
        b.may("address", "stop")
