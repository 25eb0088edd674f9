"""The six registers of the invented city; everything from fixed seeds."""

import copy
import datetime as dt
import random

from written.people import GIV, SUR, TOWNS, addr, era, fold, postal, related


class Reg:
    """A register: people, and what is taken already."""


def mkpop(seed, n, style, idfmt, hh=True, y0=1932, y1=2008, nrid=4):
    rng = random.Random(seed)
    people, births, spots, phones = [], set(), set(), set()

    def newbirth(lo=y0, hi=y1):
        while True:
            d = dt.date(rng.randint(lo, hi), rng.randint(1, 12), rng.randint(1, 28))
            if d not in births:
                births.add(d)
                return d

    def spot(town=None):
        while True:
            t = rng.randrange(len(TOWNS)) if town is None else town
            s = (t, rng.randint(1, 4), rng.randint(1, 40), rng.randint(1, 25))
            if s[1:] not in spots and s[2] != s[3]:
                spots.add(s[1:])
                return s

    def phone():
        while True:
            x = f"070-0{rng.randint(100, 999)}-{rng.randint(1000, 9999)}"
            if x not in phones:
                phones.add(x)
                return x

    R = Reg()
    R.newbirth, R.spot, R.phone, R.rng, R.style, R.idfmt = newbirth, spot, phone, rng, style, idfmt
    h = 0
    tries = 0
    while len(people) < n:
        h += 1
        sur = rng.choice(SUR)
        s = spot()
        bld = rng.choice(["", "", "", f"青嶺ハイツ{rng.randint(101, 409)}", f"コーポ汐風{rng.randint(101, 309)}"])
        size = rng.choice([1, 1, 2, 3]) if hh else 1
        got = 0
        while got < size and len(people) < n:
            tries += 1
            if tries > 40 * n + 2000:
                raise SystemExit("population too dense")
            g = rng.choice(GIV)
            p = {"name": sur[0] + " " + g[0], "kana": sur[1] + " " + g[1]}
            if len(fold(p["name"])) < 3 or any(related(p, q) for q in people):
                if got == 0:
                    break
                size -= 1
                continue
            i = len(people) + 1
            p.update(
                subject_id=idfmt % i,
                birth=newbirth(),
                sex="女" if g[2] == "f" else "男",
                spot=s,
                bld=bld,
                postal_code=postal(s[0]),
                address=addr(*s, style, bld),
                phone=phone(),
                email=f"p{i:04d}@mail{i % 7}.example.jp",
                household_id=f"H{h:05d}",
                number=f"{30000000 + i * 7919 % 9999999:08d}",
                protected="",
                moved_from="",
                recipient_id=f"K{h % nrid + 1:02d}",
            )
            people.append(p)
            got += 1
    for k, p in enumerate(people):  # every eleventh has an earlier address
        if k % 11 == 5:
            s2 = spot()
            p["moved_from"] = addr(*s2, style)
            p["moved_spot"] = s2
    R.people = people
    return R


_cache = {}
SPEC = {
    "A": {
        "seed": 11,
        "n": 44,
        "style": "kanji",
        "idfmt": "S%04d",
        "y0": 2016,
        "y1": 2023,
        "fmt": "bom",
        "lang": "ja",
        "nrid": 3,
        "cols": "subject_id name kana birth_date sex postal_code address phone email household_id number protected moved_from",
        "wareki": True,
    },
    "B": {
        "seed": 22,
        "n": 380,
        "style": "kanji",
        "idfmt": "2%07d",
        "fmt": "xlsx",
        "lang": "en",
        "nrid": 6,
        "cols": "subject_id name kana birth_date sex postal_code address phone email household_id number protected moved_from",
    },
    "C": {
        "seed": 33,
        "n": 150,
        "style": "hyph",
        "idfmt": "C-%05d",
        "fmt": "cp932",
        "lang": "ja",
        "hh": False,
        "nrid": 4,
        "cols": "subject_id name birth_date postal_code address phone number",
    },
    "D": {
        "seed": 44,
        "n": 24,
        "style": "kanji",
        "idfmt": "P%03d",
        "fmt": "utf8",
        "lang": "en",
        "hh": False,
        "nrid": 2,
        "cols": "subject_id name kana birth_date postal_code address",
    },
    "F": {
        "seed": 55,
        "n": 90,
        "style": "pref",
        "idfmt": "F%04d",
        "fmt": "bom",
        "lang": "en",
        "nrid": 4,
        "cols": "subject_id recipient_id name kana birth_date postal_code address phone household_id protected",
    },
    "M": {
        "seed": 66,
        "n": 30,
        "style": "plain",
        "idfmt": "M%03d",
        "fmt": "utf8",
        "lang": "en",
        "hh": False,
        "nrid": 2,
        "cols": "subject_id name address",
    },
}
JA = {
    "subject_id": "本人ID",
    "recipient_id": "宛先ID",
    "name": "氏名",
    "kana": "フリガナ",
    "birth_date": "生年月日",
    "sex": "性別",
    "postal_code": "郵便番号",
    "address": "住所",
    "phone": "電話番号",
    "email": "メールアドレス",
    "household_id": "世帯番号",
    "number": "整理番号",
    "protected": "支援措置",
    "moved_from": "前住所",
}
MAPPED = [
    "subject_id",
    "recipient_id",
    "household_id",
    "moved_from",
]  # headings that bundle.md does not gloss: mapped in bundle.toml


def reg(kind):
    if kind not in _cache:
        s = SPEC[kind]
        _cache[kind] = mkpop(
            s["seed"],
            s["n"],
            s["style"],
            s["idfmt"],
            s.get("hh", True),
            s.get("y0", 1932),
            s.get("y1", 2008),
            s["nrid"],
        )
    R0 = _cache[kind]
    R = Reg()
    R.kind = kind
    R.spec = SPEC[kind]
    R.people = copy.deepcopy(R0.people)
    R.rng = random.Random(SPEC[kind]["seed"] + 1000)
    R.used = {p["spot"][1:] for p in R.people} | {p["moved_spot"][1:] for p in R.people if p.get("moved_spot")}
    R.births = {p["birth"] for p in R.people}
    R.extra = []
    return R


def freshspot(R, town):
    while True:
        s = (town, R.rng.randint(1, 4), R.rng.randint(1, 40), R.rng.randint(1, 25))
        if s[1:] not in R.used and s[2] != s[3]:
            R.used.add(s[1:])
            return s


def add(R, name, kana, birth=None, town=None, household=None, rid=None, chome=None, moved=False, **kw):
    """A further registered person. Relations to people of the base are refused; relations among the added ones are the plan."""
    i = len(R.people) + 1
    style = R.spec["style"]
    if birth:
        birth = dt.date.fromisoformat(birth)
    else:
        taken = R.births | {p["birth"] for p in R.extra}
        while True:
            birth = dt.date(R.rng.randint(1940, 2006), R.rng.randint(1, 12), R.rng.randint(1, 28))
            if birth not in taken:
                break
    if household:
        s, bld = household["spot"], household["bld"]
    else:
        s = freshspot(R, town if town is not None else R.rng.randrange(len(TOWNS)))
        bld = ""
        if chome:
            s = (s[0], chome, s[2], s[3])
            R.used.add(s[1:])
    p = {
        "name": name,
        "kana": kana,
        "subject_id": R.spec["idfmt"] % i,
        "birth": birth,
        "sex": kw.pop("sex", "女"),
        "spot": s,
        "bld": bld,
        "postal_code": postal(s[0]),
        "address": addr(*s, style, bld),
        "phone": f"070-00{i % 90:02d}-{1000 + i:04d}",
        "email": f"p{i:04d}@mail{i % 7}.example.jp",
        "household_id": household["household_id"] if household else f"H{90000 + i:05d}",
        "number": f"{30000000 + i * 7919 % 9999999:08d}",
        "protected": "",
        "moved_from": "",
        "recipient_id": rid or (household or {}).get("recipient_id") or "K01",
    }
    if moved:
        s2 = freshspot(R, (s[0] + 3) % 10)
        p["moved_from"] = addr(*s2, style)
        p["moved_spot"] = s2
    p.update(kw)
    for q in R.people:
        if q not in R.extra:
            r = related(p, q)
            assert not r, (name, q["name"], r)
    R.people.append(p)
    R.extra.append(p)
    return p


def bdate(R, p):
    d = p["birth"]
    if R.spec.get("wareki"):
        return era(d)
    if R.kind == "C":
        return d.strftime("%Y/%m/%d")
    return d.isoformat()


def of(R, rid, n=None):
    x = [p for p in R.people if p["recipient_id"] == rid and p not in R.extra]
    return x[:n] if n else x


def heads(R, n, skip=0):
    """One person per household, so that no two share an address."""
    seen, out = set(), []
    for p in R.people:
        if p in R.extra or p["household_id"] in seen:
            continue
        seen.add(p["household_id"])
        out.append(p)
    return out[skip : skip + n]


OFFICES = [
    ("ひばりの丘幼稚園", "石畳町", 9),
    ("こまどり幼稚園", "中原", 6),
    ("つくしんぼ園", "港北", 3),
    ("風の子幼稚園", "北野", 8),
    ("あけぼの園", "桜橋", 4),
    ("なないろ園", "緑町", 0),
]


def offices(n, style="kanji", mail="office@k%02d.example.jp"):
    return [
        {
            "recipient_id": f"K{i + 1:02d}",
            "name": o[0],
            "kind": "園",
            "email": mail % (i + 1),
            "postal_code": postal(o[2]),
            "address": addr(o[2], 4, 41 + i, 26 + i, style),
            "subject_id": "",
        }
        for i, o in enumerate(OFFICES[:n])
    ]
