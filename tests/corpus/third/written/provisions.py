"""What the bundles of the class other formats share: whose children an office may see, and lists of them."""

from written.bundle import Bundle
from written.people import era
from written.registers import of, offices
from written.sheets import fee, grid


def mynum(i):
    d = f"{71000000000 + i * 48611939 % 9999999999:011d}"[:11]
    s = sum(int(x) * (n + 1 if n <= 6 else n - 5) for n, x in enumerate(reversed(d), 1)) % 11
    return d + str(0 if s <= 1 else 11 - s)


def ob(name, honest, about, R, channel="handover", title="補助金データの送付", scope=True, style=None):
    b = Bundle(name, about, channel, R, title, honest)
    b.recipients(offices(4 if R.kind != "A" else 3, style or R.spec["style"]))
    if scope and R.kind != "F":
        b.scope()
    return b


def own(R, n=None):
    return of(R, "K01", n)


def alien(R, k=0):
    return of(R, "K02")[k]


def sh(b, f, sid, where=None, hidden=True, hwhere=None):
    """A foreign person: scope, and where it is hidden, hidden as well."""
    b.expect("scope", "stop", f, "K01", where, sid)
    if hidden:
        b.expect("hidden", "stop", f, "K01", hwhere if hwhere is not None else where)


def misnamed(b, *_):
    """A name that promises another format is asked about."""
    b.may("unreadable", "ask")


def lst(ps):
    return grid(ps, "name birth", "slash", extra=("補助金額", fee))


def line(p):
    return p["name"].replace(" ", "　") + "（" + era(p["birth"]) + "生）"


def usual_slides(R):
    return [{"lines": ["在籍園児と補助金", "令和8年11月24日　窓口課"]}, {"grid": lst(own(R, 8))}]
