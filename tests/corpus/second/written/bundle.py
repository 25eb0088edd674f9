"""One bundle of the corpus with what an inspection of it must, and may, find."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from written.people import Person, residents
from written.sheets import Row, table_bytes

Finding = dict[str, Any]
DAY = date(2026, 11, 24)
CASES: list[Callable[[], list[Bundle]]] = []

OFFICE_NAMES = {"K01": "にじいろ幼稚園", "K02": "ひばり幼稚園", "K03": "たんぽぽ幼稚園", "K04": "こだま幼稚園"}
SUBJECT_COLUMNS: dict[str, Callable[[Person], object]] = {
    "subject_id": lambda p: p.id,
    "recipient_id": lambda p: p.office,
    "name": lambda p: p.name,
    "kana": lambda p: p.kana,
    "birth_date": lambda p: p.birth.isoformat(),
    "sex": lambda p: p.sex,
    "postal_code": lambda p: p.postal,
    "address": lambda p: p.address,
    "phone": lambda p: p.phone,
    "email": lambda p: p.email,
    "household_id": lambda p: p.household,
    "number": lambda p: p.number,
}
JAPANESE = {
    "subject_id": "個人ID", "recipient_id": "園コード", "name": "氏名", "kana": "フリガナ", "birth_date": "生年月日",
    "sex": "性別", "postal_code": "郵便番号", "address": "住所", "phone": "電話番号", "email": "メールアドレス",
    "household_id": "世帯コード", "number": "整理番号",
}  # fmt: skip
USUAL = tuple(SUBJECT_COLUMNS)


def case(function: Callable[[], list[Bundle]]) -> Callable[[], list[Bundle]]:
    """Adds the function's bundles to the corpus."""
    CASES.append(function)
    return function


def stop(check: str, person: Person | None = None, file: str | None = None, **where: object) -> Finding:
    """A finding of severity `stop`, about `person` where given, at `where`."""
    return finding(check, "stop", person, file, **where)


def ask(check: str, person: Person | None = None, file: str | None = None, **where: object) -> Finding:
    """A finding of severity `ask`."""
    return finding(check, "ask", person, file, **where)


def finding(
    check: str, severity: str | None, person: Person | None = None, file: str | None = None, **where: object
) -> Finding:
    """A finding; what is None is left open."""
    result: Finding = {"check": check}
    if severity:
        result["severity"] = severity
    if file:
        result["file"] = file
    if where:
        result["where"] = where
    if person:
        result["subject_id"] = person.id
    return result


@dataclass(slots=True)
class Bundle:
    """A bundle under construction: the sources of `offices` with `each` residents, parcels, expected findings."""

    name: str
    kind: str
    about: str
    channel: str = "handover"
    offices: tuple[str, ...] = ("K01", "K02", "K03")
    each: int = 6
    people: list[Person] = field(default_factory=list)
    columns: Sequence[str] = USUAL
    headers: Mapping[str, str] = field(default_factory=dict)  # subjects: column -> header in the source
    birth: Callable[[date], object] = date.isoformat  # how the subjects' source writes a birth date
    source_format: str = "utf-8"
    title: str = "補助金データ送付"
    settings: dict[str, Any] = field(default_factory=dict)  # further keys of bundle.toml
    scope: list[Row] | None = None
    consents: list[Row] | None = None
    recipients: list[Row] | None = None
    parcels: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)  # symbolic links to make: path -> target
    must: list[Finding] = field(default_factory=list)
    may: list[Finding] = field(default_factory=list)
    honest: bool = False
    exit: int | None = None
    error_mentions: list[str] | None = None
    zipped: bool = False

    def __post_init__(self) -> None:
        if not self.people:
            self.people = residents(self.name, self.offices, self.each)
        if self.recipients is None:
            self.recipients = [["recipient_id", "name", "kind", "email"]]
            self.recipients += [[k, OFFICE_NAMES[k], "幼稚園", f"office@{k.lower()}.example.jp"] for k in self.offices]

    def of(self, office: str) -> list[Person]:
        """Whom the office may see by the subjects' `recipient_id`."""
        return [p for p in self.people if p.office == office]

    def stranger(self, nth: int = 0, office: str = "K02", letters: int = 3) -> Person:
        """A resident of another office with a name of at least so many characters."""
        return [p for p in self.of(office) if len(p.spaced("")) >= letters][nth]

    def in_japanese(self) -> Bundle:
        """Gives the subjects' source Japanese headers, mapping those that are no usual words."""
        self.headers = JAPANESE
        unusual = {c: JAPANESE[c] for c in ("subject_id", "recipient_id", "household_id") if c in self.columns}
        self.settings.setdefault("columns", {})["subjects"] = unusual
        return self

    def with_scope_source(self, fields: str = "", since: str = "", until: str = "") -> Bundle:
        """Moves the scope out of the subjects into a source of its own."""
        self.columns = [c for c in self.columns if c != "recipient_id"]
        head: list[Row] = [["recipient_id", "subject_id", "fields", "valid_from", "valid_until"]]
        self.scope = head + [[p.office, p.id, fields, since, until] for p in self.people]
        return self

    def parcel(self, files: Mapping[str, bytes], recipient: str = "K01", **more: object) -> Bundle:
        """Adds a parcel with these files (path inside the bundle -> bytes)."""
        mail = {"to": f"office@{recipient.lower()}.example.jp"} if self.channel in ("email", "transfer") else {}
        self.parcels.append({"recipient": recipient, **mail, "files": list(files), **more})
        self.files.update(files)
        return self

    def must_find(self, *findings: Finding, parcel: str | None = "K01") -> Bundle:
        """Findings without which the inspection has failed."""
        self.must += [({"parcel": parcel} if parcel else {}) | f for f in findings]
        return self

    def may_find(self, *findings: Finding) -> Bundle:
        """Findings which the contract leaves open here."""
        self.may += findings
        return self

    def is_honest(self) -> Bundle:
        """Marks the bundle as one that must pass."""
        self.honest = True
        return self

    def fails(self, *mentions: str) -> Bundle:
        """Marks the bundle as one that cannot be read; the error must mention these words."""
        self.exit, self.error_mentions = 2, list(mentions)
        return self

    def expected(self) -> dict[str, Any]:
        """The manifest entry."""
        assert self.honest + bool(self.must) + (self.exit == 2) == 1, self.name
        worst = self.exit if self.exit is not None else 0 if self.honest else 1
        entry: dict[str, Any] = {"name": self.name, "about": self.about, "honest": self.honest, "kind": self.kind}
        entry |= {"must": self.must, "may": self.may, "exit": worst}
        if self.honest and any(f.get("severity") != "note" for f in self.may):
            del entry["exit"]  # an allowed question is answered with 1, its absence with 0
        if self.error_mentions is not None:
            entry["error_mentions"] = self.error_mentions
        return entry

    def all_files(self) -> dict[str, bytes]:
        """Every file of the bundle, bundle.toml included."""
        sources: dict[str, str] = {}
        result = dict(self.files)
        suffix = self.source_format if self.source_format in ("xlsx", "parquet") else "csv"
        rows: list[Row] = [[self.headers.get(c, c) for c in self.columns]]
        for p in self.people:
            rows.append([self.birth(p.birth) if c == "birth_date" else SUBJECT_COLUMNS[c](p) for c in self.columns])
        tables = {"subjects": rows, "recipients": self.recipients, "scope": self.scope, "consents": self.consents}
        for source, table in tables.items():
            path = f"sources/{source}.{suffix}"
            if table:
                sources[source] = path
                result.setdefault(path, table_bytes(table, self.source_format))
        top: dict[str, Any] = {"format": 1, "title": self.title, "channel": self.channel, "date": DAY} | self.settings
        top["sources"] = sources | top.get("sources", {})
        result.setdefault("bundle.toml", toml(top | {"parcel": self.parcels}).encode())
        return result

    def write(self, out: Path) -> None:
        """Writes `bundles/<name>` (a folder or a zip) and `expected/<name>.json`."""
        files = self.all_files()
        if self.zipped:
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
                for path, data in files.items():
                    archive.writestr(zipfile.ZipInfo(path, (2026, 11, 24, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
            (out / "bundles" / f"{self.name}.zip").write_bytes(buffer.getvalue())
        else:
            folder = out / "bundles" / self.name
            for path, data in files.items():
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
            for path, goal in self.links.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).symlink_to(goal)
        text = json.dumps(self.expected(), ensure_ascii=False, indent=1)
        (out / "expected" / f"{self.name}.json").write_text(text + "\n", encoding="utf-8")


def toml(data: Mapping[str, Any]) -> str:
    """The data as TOML: plain values first, then tables, then arrays of tables."""
    plain = [f"{k} = {_value(v)}" for k, v in data.items() if not isinstance(v, dict) and not _tables(v)]
    tables = [_section(k, v) for k, v in data.items() if isinstance(v, dict)]
    arrays = [f"[[{k}]]\n" + toml(item) for k, v in data.items() if _tables(v) for item in v]
    text = "\n".join([*plain, "", *tables, *arrays])
    tomllib.loads(text)
    return text


def _section(name: str, table: Mapping[str, Any]) -> str:
    nested = {k: v for k, v in table.items() if isinstance(v, dict)}
    lines = [f"[{name}]", *(f"{k} = {_value(v)}" for k, v in table.items() if k not in nested), ""]
    return "\n".join(lines + [_section(f"{name}.{k}", v) for k, v in nested.items()])


def _tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
