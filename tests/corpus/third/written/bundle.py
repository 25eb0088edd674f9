"""One bundle of the corpus, written while it is made, and what its author says of it."""

import datetime as dt
import json
from pathlib import Path
from typing import ClassVar

from written.people import hira2kata
from written.registers import JA, MAPPED, bdate
from written.sheets import wcsv, wxlsx

DAY = dt.date(2026, 11, 24)


def tq(s):
    return json.dumps(s, ensure_ascii=False)


def upto(severity):
    return ["stop", "ask"] if severity == "stop" else ["ask"]


def tv(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, int):
        return str(v)
    if isinstance(v, dt.date):
        return v.isoformat()
    if isinstance(v, list):
        return "[" + ", ".join(tv(x) for x in v) + "]"
    if isinstance(v, dict):
        return "{ " + ", ".join(f"{k} = {tv(x)}" for k, x in v.items()) + " }"
    return tq(v)


ALL = []
KINDS = {"look": "lookalike", "addr": "address", "pages": "pages", "other": "other formats", "broken": "broken"}


class Bundle:
    folder: ClassVar[Path]

    def __init__(self, name, about, channel, R=None, title="お知らせの送付", honest=True, error=False):
        self.name, self.about, self.channel, self.R, self.title = name, about, channel, R, title
        self.honest, self.error = honest, error
        self.dir = self.folder / "bundles" / name
        (self.dir / "out").mkdir(parents=True)
        (self.dir / "sources").mkdir()
        self.sources, self.columns, self.blocks, self.exp, self.mays, self.policy = {}, {}, [], [], [], None
        self.purpose = None
        if R:
            self.subjects()

    def p(self, rel):
        return self.dir / rel

    def subjects(self, drop=(), people=None):
        R = self.R
        s = R.spec
        cols = [c for c in s["cols"].split() if c not in drop]
        people = people or R.people

        def val(p, c):
            if c == "birth_date":
                return p["birth"] if s["fmt"] == "xlsx" else bdate(R, p)
            if c == "kana":
                return p["kana"] if s["lang"] == "en" and R.kind != "F" else hira2kata(p["kana"]).replace(" ", "　")
            if c == "name" and R.kind == "C":
                return p["name"].replace(" ", "　")
            return p[c]

        head = [JA[c] if s["lang"] == "ja" else c for c in cols]
        rows = [head] + [[val(p, c) for c in cols] for p in people]
        if s["fmt"] == "xlsx":
            f = "sources/subjects.xlsx"
            wxlsx(self.p(f), [("subjects", rows, {})])
        else:
            f = "sources/subjects.csv"
            wcsv(self.p(f), rows, {"bom": "utf-8-sig", "cp932": "cp932", "utf8": "utf-8"}[s["fmt"]])
        self.sources["subjects"] = f
        if s["lang"] == "ja":
            self.columns["subjects"] = {c: JA[c] for c in cols if c in MAPPED}

    def recipients(self, rows, fmt="utf-8"):
        cols = ["recipient_id", "name", "kind", "email", "postal_code", "address", "subject_id"]
        wcsv(self.p("sources/recipients.csv"), [cols] + [[r.get(c, "") for c in cols] for r in rows], fmt)
        self.sources["recipients"] = "sources/recipients.csv"
        self.rec = rows
        return rows

    def scope(self, pairs=None, fields="", valid=("", "")):
        """pairs: (recipient_id, subject_id[, fields]); default: the people's own recipient_id."""
        if pairs is None:
            pairs = [(p["recipient_id"], p["subject_id"]) for p in self.R.people]
        rows = [["recipient_id", "subject_id", "fields", "valid_from", "valid_until"]]
        rows += [[x[0], x[1], x[2] if len(x) > 2 else fields, *valid] for x in pairs]
        wcsv(self.p("sources/scope.csv"), rows)
        self.sources["scope"] = "sources/scope.csv"

    def consents(self, rows):
        wcsv(self.p("sources/consents.csv"), [["subject_id", "purpose", "fields", "granted_on", "withdrawn_on"], *rows])
        self.sources["consents"] = "sources/consents.csv"

    def parcel(self, recipient, files, **kw):
        self.blocks.append(("parcel", dict(recipient=recipient, files=files, **kw)))

    def mailing(self, list_):
        self.blocks.append(("mailing", {"list": list_}))

    def print_(self, file, index):
        self.blocks.append(("print", {"file": file, "index": index}))

    def expect(self, check, sev, file=None, parcel=None, where=None, sid=None):
        e = {"check": check, "severity": sev, "parcel": parcel, "file": file, "where": where, "subject_id": sid}
        self.exp.append({k: v for k, v in e.items() if v})

    def may(self, check, sev):
        """The words allow findings of this check, up to this severity."""
        e = {"check": check, "severity": upto(sev)}
        if e not in self.mays:
            self.mays.append(e)

    def done(self, raw=None):
        t = [
            "format     = 1",
            f"title      = {tq(self.title)}",
            f"channel    = {tq(self.channel)}",
            f"date       = {DAY}",
            'department = "窓口課"',
        ]
        if self.purpose:
            t.append(f"purpose    = {tq(self.purpose)}")
        t += ["", "[sources]"] + [f"{k} = {tq(v)}" for k, v in self.sources.items()]
        for k, m in self.columns.items():
            if m:
                t += ["", f"[columns.{k}]"] + [f"{a} = {tq(b)}" for a, b in m.items()]
        for k, d in self.blocks:
            t += ["", f"[[{k}]]"] + [f"{a} = {tv(v)}" for a, v in d.items()]
        if self.policy:
            t += ["", "[policy]", f"protection = {tq(self.policy)}"]
        txt = "\n".join(t) + "\n"
        if raw:
            txt = raw(txt)
        (self.dir / "bundle.toml").write_text(txt, encoding="utf-8")
        text = json.dumps(self.manifest(), ensure_ascii=False, indent=1)
        (self.folder / "expected" / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")
        ALL.append(self)

    @property
    def kind(self):
        return KINDS[self.name.split("-")[0]]

    @property
    def what(self):
        return "broken" if self.error else "honest" if self.honest else "planted"

    def further(self):
        """More findings of a check that is expected, at the same place, are no error: a name and an address in one row."""
        for e in self.exp:
            yield {k: v for k, v in e.items() if k != "subject_id"} | {"severity": upto(e["severity"])}

    def manifest(self):
        """What must, and may, be found in the bundle, as the judge reads it."""
        assert self.error + self.honest + bool(self.exp) == 1, self.name
        entry = {"name": self.name, "about": self.about, "kind": self.kind, "honest": self.honest}
        entry |= {
            "must": self.exp,
            "may": [*self.mays, *self.further()],
            "exit": 2 if self.error else 0 if self.honest else 1,
        }
        if self.honest and self.mays:
            del entry["exit"]  # an allowed question is answered with 1, its absence with 0
        if self.error:
            entry["error_mentions"] = []
        return entry
