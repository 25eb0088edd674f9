"""Mail addresses of a parcel, registered and not."""

from written.bundle import Bundle
from written.registers import of, offices, reg
from written.sheets import fee, grid, wxlsx, z


def mailto(name, honest, about, to, exp=(), rec=None, channel="email", two=None, may=()):
    """One office list to K01, the mail address under test. two: the `to` of a second parcel (K02)."""
    R = reg("F")
    b = Bundle(name, about, channel, R, "補助金データの送付", honest)
    b.recipients(rec or offices(4, "pref"))
    for rid, t in [("K01", to)] + ([("K02", two)] if two else []):
        f = f"out/{rid.lower()}.xlsx"
        wxlsx(b.p(f), [("名簿", grid(of(R, rid), "name birth", "date", extra=("補助金額", fee)), {})])
        b.parcel(rid, [f], to=t)
    b.policy = "at-release"
    for sev, rid in exp:
        b.expect("address", sev, parcel=rid)
    for m in may:
        b.may(*m)
    b.done()


def run():
    # ---- mail addresses ---------------------------------------------------
    def rec(**kw):
        return [dict(r, **kw.get(r["recipient_id"], {})) for r in offices(4, "pref")]

    mailto("addr-to-registered-h", True, "The mail goes to the address in the register.", "office@k01.example.jp")
    mailto(
        "addr-to-other-recipient-p",
        False,
        "The mail address is another recipient's.",
        "office@k02.example.jp",
        [("stop", "K01")],
    )
    mailto("addr-to-typo-domain-p", False, "A typing error in the domain.", "office@k01.exmaple.jp", [("stop", "K01")])
    mailto(
        "addr-to-other-box-p",
        False,
        "Another mailbox of the right domain, which is not in the register.",
        "info@k01.example.jp",
        [("stop", "K01")],
    )
    mailto(
        "addr-to-several-p",
        False,
        "Two recipients in one message, both registered.",
        ["office@k01.example.jp", "office@k02.example.jp"],
        [("stop", "K01")],
    )
    mailto("addr-to-list-of-one-h", True, "A list that holds the one registered address.", ["office@k01.example.jp"])
    mailto(
        "addr-to-free-registered-p",
        False,
        "The registered address is at a free-mail provider: asks.",
        "hibarinooka.yochien@gmail.com",
        [("ask", "K01")],
        rec(K01={"email": "hibarinooka.yochien@gmail.com"}),
    )
    mailto(
        "addr-to-free-unregistered-p",
        False,
        "A free-mail address that is not the registered one.",
        "hibarinooka.yochien@gmail.com",
        [("stop", "K01")],
        may=[("address", "ask")],
    )
    mailto("addr-to-case-h", True, "The domain is written in capitals.", "office@K01.EXAMPLE.JP")
    mailto(
        "addr-to-fullwidth-h",
        True,
        "The register holds the address in full-width characters.",
        "office@k01.example.jp",
        rec=rec(K01={"email": z("office@k01.example.jp")}),
    )
    mailto(
        "addr-to-crossed-p",
        False,
        "Two parcels with their addresses crossed.",
        "office@k02.example.jp",
        [("stop", "K01"), ("stop", "K02")],
        two="office@k01.example.jp",
    )
    mailto(
        "addr-to-two-parcels-h",
        True,
        "Two parcels, each to its own address.",
        "office@k01.example.jp",
        two="office@k02.example.jp",
    )
    mailto(
        "addr-transfer-wrong-p",
        False,
        "A file transfer announced to an address that is not registered.",
        "office@k01.example.ne.jp",
        [("stop", "K01")],
        channel="transfer",
    )
