"""Registers in every form a bundle may bring them, other headers, other dates, and every kind of scope."""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from tests.corpus.first.city import CHILDREN, OWN, STRANGER, Child
from tests.corpus.first.layouts import Laid, plain, spoken, wareki
from tests.corpus.first.writers import as_csv, by_openpyxl

Table = Sequence[Sequence[object]]
FILE = "out/k01.xlsx"


@dataclass(frozen=True, slots=True)
class Registered:
    """One bundle with sources of its own; ``toml`` is what stands in bundle.toml besides title, channel and date."""

    name: str
    toml: str
    files: Mapping[str, bytes]
    must: Sequence[Mapping[str, Any]] = ()
    may: Sequence[Mapping[str, Any]] = ()

    @property
    def honest(self) -> bool:
        return not self.must

    def write(self, folder: Path) -> None:
        """Write the bundle and its manifest."""
        head = 'format = 1\ntitle = "名簿の送付"\nchannel = "handover"\ndate = 2026-11-24\n'
        for path, data in {**self.files, "bundle.toml": (head + self.toml).encode()}.items():
            target = folder / "bundles" / self.name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        told = {"name": self.name, "about": self.name, "kind": self.name.split("-")[0], "honest": self.honest}
        told |= {"must": list(self.must), "may": list(self.may), "exit": 0 if self.honest else 1}
        (folder / "expected" / f"{self.name}.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def text_table(encoding: str) -> Callable[[Table], bytes]:
    return lambda rows: as_csv(Laid([[_text(value) for value in cells] for cells in rows], {}), encoding)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def book_table(rows: Table) -> bytes:
    """Return a workbook with dates as Excel dates, a title above the heading as offices put it."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["住民情報抽出（令和８年１１月）"])
    for cells in rows:
        sheet.append([datetime.combine(v, time()) if isinstance(v, date) else v for v in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet_table(rows: Table) -> bytes:
    """Return a parquet file with dates as dates."""
    head, *body = rows
    out = io.BytesIO()
    pl.DataFrame({str(h): [cells[n] for cells in body] for n, h in enumerate(head)}).write_parquet(out)
    return out.getvalue()


FORMS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "utf-8": ("csv", text_table("utf-8")),
    "bom": ("csv", text_table("utf-8-sig")),
    "cp932": ("csv", text_table("cp932")),
    "utf-16": ("csv", text_table("utf-16")),
    "xlsx": ("xlsx", book_table),
    "parquet": ("parquet", parquet_table),
}
DATES: dict[str, Callable[[Child], object]] = {
    "date": lambda c: c.birth,
    "slashes": lambda c: f"{c.birth.year}/{c.birth.month}/{c.birth.day}",
    "era": spoken,
    "letter": wareki,
    "wide": lambda c: f"{c.birth:%Y/%m/%d}".translate(str.maketrans("0123456789/", "０１２３４５６７８９／")),
}
HEADS: dict[str, tuple[str, ...]] = {
    "english": ("subject_id", "recipient_id", "name", "kana", "birth_date", "address", "phone"),
    "childcare": ("児童番号", "園コード", "児童氏名", "児童氏名カナ", "児童生年月日", "現住所", "連絡先電話番号"),
    "clinic": ("個人ID", "医療機関コード", "患者氏名", "フリガナ", "生年月日（西暦）", "住　所", "TEL"),
    "residents": ("個人番号ではないコード", "所属", "漢字氏名", "カナ氏名", "生年月日", "住民票住所", "電話"),
}
COLUMNS = '[columns.subjects]\nsubject_id = "個人番号ではないコード"\nrecipient_id = "所属"\n'
PLACES: Table = [["recipient_id", "name"], *([k, f"第{k[-1]}さくら園"] for k in ("K01", "K02", "K03"))]


def _subjects(heads: str, day: Callable[[Child], object], *, with_place: bool = True) -> Table:
    rows = [HEADS[heads], *((c.id, c.at, c.name, c.kana, day(c), c.address, c.phone) for c in CHILDREN)]
    return rows if with_place else [(cells[0], *cells[2:]) for cells in rows]


def _mixed() -> tuple[bytes, dict[str, Any]]:
    laid = plain((*OWN[:5], STRANGER, *OWN[5:]))
    place = {"part": "cell", "sheet": "名簿", "row": laid.row_of[STRANGER.id]}
    return by_openpyxl(laid), _scope(STRANGER, place)


def _scope(child: Child, where: Mapping[str, object], severity: str = "stop") -> dict[str, Any]:
    found = {"check": "scope", "severity": severity, "parcel": "K01", "file": FILE, "where": where}
    return found | {"subject_id": child.id}


def _bundle(sources: Mapping[str, str], more: str = "", parcel: str = "") -> str:
    named = "".join(f'{kind} = "{path}"\n' for kind, path in sources.items())
    return f'[sources]\n{named}{more}[[parcel]]\nrecipient = "K01"\nfiles = ["{FILE}"]\n{parcel}'


def cases() -> Iterator[Registered]:
    """Yield every form of a source with other headers and dates in turn, then every kind of scope."""
    yield from _forms()
    yield from _validity()
    yield from _by_subjects()
    yield from _fields()
    yield from _numbers()


def _forms() -> Iterator[Registered]:
    mixed, found = _mixed()
    honest = by_openpyxl(plain(OWN))
    for n, (form, (ending, make)) in enumerate(FORMS.items()):
        for m, heads in enumerate(HEADS):
            dates = list(DATES)[(n + m) % len(DATES)]
            sources = {"subjects": f"台帳/対象者.{ending}", "recipients": f"台帳/園.{ending}"}
            files = {
                sources["subjects"]: make(_subjects(heads, DATES[dates])),
                sources["recipients"]: make(PLACES),
            }
            toml = _bundle(sources, COLUMNS if heads == "residents" else "")
            name = f"register-{form}-{heads}"
            if (n + m) % 2:
                yield Registered(f"{name}-stranger", toml, {**files, FILE: mixed}, [found])
            else:
                yield Registered(f"{name}-honest", toml, {**files, FILE: honest})


def _scoped(name: str, lines: Table, who: Sequence[Child], strangers: Sequence[Child], head: str = "") -> Registered:
    """Return a bundle with a scope source: ``lines`` behind one line for each of the recipient's own."""
    sources = {"subjects": "s/subjects.csv", "recipients": "s/recipients.csv", "scope": "s/scope.csv"}
    write = text_table("utf-8")
    heads = (head or "提供先コード,対象者番号,提供項目,有効期間開始日,有効期間終了日").split(",")
    laid = plain(who)
    files = {
        sources["subjects"]: write(_subjects("english", DATES["date"], with_place=False)),
        sources["recipients"]: write(PLACES),
        sources["scope"]: write([heads, *lines]),
        FILE: by_openpyxl(laid),
    }
    must = [_scope(c, {"part": "cell", "sheet": "名簿", "row": laid.row_of[c.id]}) for c in strangers]
    return Registered(name, _bundle(sources), files, must)


def _validity() -> Iterator[Registered]:
    days = {
        "open-honest": ("", ""),
        "first-day-honest": ("令和8年11月24日", ""),
        "last-day-honest": ("R8.4.1", "２０２６／１１／２４"),
        "next-year-honest": ("2026/04/01", "令和9年3月31日"),
        "over": ("2026-04-01", "2026-11-23"),
        "over-era": ("令和8年4月1日", "令和8年10月31日"),
        "not-yet": ("R8.11.25", ""),
    }
    own = [("K01", c.id, "", "", "") for c in OWN[1:]]
    for name, (first, last) in days.items():
        line = ("K01", OWN[0].id, "", first, last)
        gone = [] if name.endswith("honest") else [OWN[0]]
        yield _scoped(f"validity-{name}", [line, *own], OWN, gone)
    twice = [("K01", OWN[0].id, "", "", "2025-03-31"), ("K01", OWN[0].id, "", "2026-04-01", "")]
    yield _scoped("validity-left-and-came-back-honest", [*twice, *own], OWN, [])
    shared = [("K01", STRANGER.id, "", "", ""), ("K02", STRANGER.id, "", "", "")]
    yield _scoped(
        "validity-two-recipients-honest", [*shared, ("K01", OWN[0].id, "", "", ""), *own], (*OWN, STRANGER), []
    )


def _by_subjects() -> Iterator[Registered]:
    """Yield certificates: the parcel itself says whom it is about."""
    sources = {"subjects": "s/subjects.csv", "recipients": "s/recipients.csv"}
    write = text_table("cp932")
    for with_place in (True, False):
        files = {
            sources["subjects"]: write(_subjects("clinic", DATES["era"], with_place=with_place)),
            sources["recipients"]: write(PLACES),
        }
        toml = _bundle(sources, parcel=f'subjects = ["{OWN[2].id}", "{OWN[3].id}"]\n')
        word = "narrowed" if with_place else "self-supplied"
        yield Registered(f"subjects-{word}-honest", toml, {**files, FILE: by_openpyxl(plain(OWN[2:4]))})
        for n, other in enumerate((OWN[4], STRANGER)):
            laid = plain((*OWN[2:4], other))
            must = [_scope(other, {"part": "cell", "sheet": "名簿", "row": 4})]
            yield Registered(f"subjects-{word}-other-{n}", toml, {**files, FILE: by_openpyxl(laid)}, must)


def _fields() -> Iterator[Registered]:
    """Yield a scope that names fields: what it does not name may not go."""
    plain_fields = "subject_id;name;kana;birth_date;address;phone"
    whole = [("K01", c.id, plain_fields, "", "") for c in OWN]
    yield _scoped("fields-all-named-honest", whole, OWN, [])
    japanese = [("K01", c.id, "本人ID;氏名;フリガナ;生年月日;住所;電話番号", "", "") for c in OWN]
    yield _scoped("fields-in-japanese-honest", japanese, OWN, [])
    short = [("K01", c.id, plain_fields.replace(";phone", ""), "", "") for c in OWN]
    made = _scoped("fields-phone-not-named", short, OWN, [])
    must = [_scope(c, {"part": "cell", "sheet": "名簿", "row": n, "column": "F"}) for n, c in enumerate(OWN, start=2)]
    yield Registered(made.name, made.toml, made.files, must)


def _numbers() -> Iterator[Registered]:
    """Yield lists with insured numbers and sums alone; where they are numbers their leading zeros are lost."""
    shows = {"lost-zeros": int, "as-text": str, "wide": lambda text: text.translate(_WIDE)}
    for word, shown in shows.items():
        yield from _insured(word, "個人ID", shown)
    yield from _insured("beside-the-id", "宛名番号", str)


def _insured(word: str, own: str, shown: Callable[[str], object]) -> Iterator[Registered]:
    numbers = {c.id: f"{12340 + 97 * n:08d}" for n, c in enumerate(CHILDREN)}
    sources = {"subjects": "s/subjects.csv", "recipients": "s/recipients.csv"}
    heads = [own, "氏名", "被保険者番号", "recipient_id"]
    rows: Table = [heads, *([c.id, c.name, numbers[c.id], c.at] for c in CHILDREN)]
    write = text_table("utf-8")
    files = {sources["subjects"]: write(rows), sources["recipients"]: write(PLACES)}
    for people, ending in ((OWN, "honest"), ((*OWN, STRANGER), "stranger")):
        lines = [[shown(numbers[child.id]), 15_000 + 120 * n] for n, child in enumerate(people)]
        book = book_table([["被保険者番号", "支給額"], *lines])
        must = [] if ending == "honest" else [_scope(STRANGER, {"part": "cell", "sheet": "Sheet", "row": 11})]
        yield Registered(f"number-{word}-{ending}", _bundle(sources), {**files, FILE: book}, must)


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
