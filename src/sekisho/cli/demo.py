"""`sekisho demo`: real mistakes of a city hall, each stopped at its exact place, and each repaired twin let through.

Then each incident is walked through its procedure, with the mistake refused in the words that a person would see; the
events go into a ledger, which is verified. At the end stands the city itself, to be signed in to (`sekisho.cli.demo_city`).

About some twins there is a question all the same: a look-alike asks also where everything is right. `expected.toml`
names those questions, and a twin that asks anything else, or does not ask them, does not pass.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.demo_city import open_city
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.inspection.workbooks import read_workbook
from sekisho.ledger.model import LedgerError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.cli.walk.showing import Inspected
    from sekisho.inspection.model import Finding, Report, Severity
    from sekisho.inspection.worker.pool import Pool
    from sekisho.ledger.store import Store

DATA = Path(__file__).parents[1] / "data" / "demo"
_WIDTH = 118


@dataclass(frozen=True, slots=True)
class _Planted:
    """One planted mistake, or question, and the findings at its places. ``places``: how many there must be."""

    mistake: Mapping[str, Any]
    places: int
    found: tuple[Finding, ...]

    @property
    def is_found(self) -> bool:
        return len(self.found) == self.places


def _planted(entry: Mapping[str, Any], report: Report, severity: Severity) -> _Planted:
    found = [_at(place, entry, report, severity) for place in entry["place"]]
    return _Planted(entry, len(found), tuple(finding for finding in found if finding))


@dataclass(frozen=True, slots=True)
class _Twin:
    """What is said about a repaired bundle: the questions that must be asked, whether it stops, what else is asked."""

    asked: tuple[_Planted, ...]
    stopped: bool
    asks_more: bool

    @property
    def passes(self) -> bool:
        return not self.stopped and not self.asks_more and all(one.is_found for one in self.asked)


@dataclass(frozen=True, slots=True)
class _Told:
    """One incident: its planted mistakes, and its repaired twin."""

    incident: Mapping[str, Any]
    planted: tuple[_Planted, ...]
    twin: _Twin
    mistake: Inspected
    repaired: Inspected


def command(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="見本の市役所を作ったところで終わります。")] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="証跡を残すフォルダ。証跡点と鍵、見本の市役所は、その隣に置きます。無ければ残しません。"
        ),
    ] = None,
    report: Annotated[Path, typer.Option("--report", dir_okay=False, help="年度報告のPDFを書き出すファイル。")] = Path(
        "sekisho-report-2023.pdf"
    ),
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="見本の市役所の画面のポート。")] = 8000,
    lang: LangOption = Lang.JA,
) -> int:
    """Inspect the demo city's incidents, show what stopped each of them and where, and then open the city itself."""
    status = demonstrate(DATA, lang.value, keep=data)
    return status or open_city(DATA, data, port, report, lang.value, keep_on=not no_serve)


def demonstrate(data: Path, lang: str, keep: Path | None = None) -> int:
    """Inspect and walk the incidents in ``data``, print what came of it; 0 where every mistake is stopped and every twin passes.

    ``keep``: the folder of the ledger; None: it is kept in memory alone.
    """
    from sekisho.cli.walk.showing import table, verified, walk_all
    from sekisho.inspection.worker.pool import Pool, processors

    began = time.monotonic()
    try:
        expected = tomllib.loads((data / "expected.toml").read_text(encoding="utf-8"))
        with Pool(processors()) as pool:
            told = [_told(incident, data, pool) for incident in expected["incident"]]
        store = _store(keep)
    except OSError:
        write_reason(say("見本のデータ（{file}）を読めません。", file=str(data)), lang)
        return 2
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang)
        return 2
    write(_table(told, lang) + _summary(told, time.monotonic() - began).render(lang) + "\n", None)
    walked = walk_all({one.incident["number"]: (one.mistake, one.repaired) for one in told}, store)
    whole, words = verified(store, keep.with_name(f"{keep.name}-checkpoints") if keep else None)
    write("\n" + table(walked, lang) + words.render(lang) + "\n", None)
    stopped = all(one.twin.passes and all(p.is_found for p in one.planted) for one in told)
    return 0 if stopped and whole and not any(one.stuck for one in walked) else 1


def _store(keep: Path | None) -> Store:
    """Return the ledger: in a folder, or in memory.

    Raises:
        BundleError: what opens a folder is not installed.
        LedgerError: the folder cannot be opened.

    """
    from sekisho.cli.ledger import opened
    from sekisho.ledger.memory import MemoryStore

    return MemoryStore("sekisho-demo") if keep is None else opened(keep, create=True)


def _told(incident: Mapping[str, Any], data: Path, pool: Pool) -> _Told:
    mistakes = {name: _inspected(data / name, pool) for name in {planted["bundle"] for planted in incident["planted"]}}
    planted = (_planted(mistake, mistakes[mistake["bundle"]][1], "stop") for mistake in incident["planted"])
    repaired = _inspected(data / incident["repaired"], pool)
    first = mistakes[incident["planted"][0]["bundle"]]
    return _Told(incident, tuple(planted), _twin(incident, repaired[1]), first, repaired)


def _twin(incident: Mapping[str, Any], report: Report) -> _Twin:
    asked = tuple(_planted(entry, report, "ask") for entry in incident.get("asked", ()))
    expected = {finding.id for one in asked for finding in one.found}
    severities = {finding.severity for finding in report.findings if finding.id not in expected}
    return _Twin(asked, stopped="stop" in severities, asks_more="ask" in severities)


def _inspected(folder: Path, pool: Pool) -> Inspected:
    from sekisho.bundle.load import load
    from sekisho.inspection.run import Options, inspect

    bundle = load(folder, read_workbook=partial(read_workbook, reader=pool))
    return bundle, inspect(bundle, Options(), reader=pool)


def _at(place: Mapping[str, Any], entry: Mapping[str, Any], report: Report, severity: Severity) -> Finding | None:
    """Return the finding of the right check at a planned place, None where the engine has none."""
    wanted = (
        entry["check"],
        entry.get("parcel"),
        entry["file"],
        *(place.get(key) for key in _PLACE),
        place.get("subject_id"),
    )
    for finding in report.findings:
        where = tuple(getattr(finding.place, key) for key in _PLACE)
        if finding.severity == severity and wanted == (
            finding.check,
            finding.parcel,
            finding.file,
            *where,
            finding.subject_id,
        ):
            return finding
    return None


_PLACE = ("part", "sheet", "row", "page")


def _table(told: Sequence[_Told], lang: str) -> str:
    """Return the table as text of a fixed width: what was planted, what stopped it, where, and whether the twin passes."""
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=True, expand=True)
    for heading, ratio, width in (
        (say("事故"), 4, None),
        (say("仕込んだ誤り、確かめること"), 4, None),
        (say("止めた検査"), None, 14),
        (say("場所"), 5, None),
        (say("直した版"), None, 8),
    ):
        table.add_column(heading.render(lang), ratio=ratio, width=width, overflow="fold")
    for cells in _rows(told, lang):
        table.add_row(*cells)
    console = Console(width=_WIDTH, markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _rows(told: Sequence[_Told], lang: str) -> Iterator[list[str]]:
    for one in told:
        number_and_name = f"{one.incident['number']} {one.incident[lang]}"
        for at, planted in enumerate((*one.planted, *one.twin.asked)):
            yield [
                number_and_name if at == 0 else "",
                str(planted.mistake[lang]),
                _said_by(planted, asks=at >= len(one.planted)).render(lang),
                _where(planted, lang),
                _of_twin(one.twin).render(lang) if at == 0 else "",
            ]


def _said_by(planted: _Planted, *, asks: bool) -> Sentence:
    from sekisho.documents.inspection.view import TITLES

    if not planted.is_found:
        return say("見つからない（{count}件中 {found}件）", count=planted.places, found=len(planted.found))
    if asks:
        return say("{check} {count}件を確かめる", check=TITLES[planted.mistake["check"]], count=planted.places)
    return say("{check} {count}件", check=TITLES[planted.mistake["check"]], count=planted.places)


def _of_twin(twin: _Twin) -> Sentence:
    if twin.stopped:
        return say("止まった")
    if not twin.passes:
        return say("予定と違う")
    return say("確かめる") if twin.asked else say("通過")


def _where(planted: _Planted, lang: str) -> str:
    """Return the file and the first place in it, and how many more there are."""
    from sekisho.documents.inspection.view import View
    from sekisho.inspection.model import Report

    file = str(planted.mistake["file"]).rpartition("/")[2]
    if not planted.found:
        return file
    view = View(Report("", None, (), (), (), ()), lang)
    places = list(dict.fromkeys(view.place(finding.place) for finding in planted.found))
    more = say("ほか{count}か所", count=len(places) - 1).render(lang)
    return "\n".join([file, places[0] + (f" {more}" if len(places) > 1 else "")])


def _summary(told: Sequence[_Told], seconds: float) -> Sentence:
    planted = [planted for one in told for planted in one.planted]
    return say(
        "仕込んだ誤り {planted}件のうち {stopped}件をその場所で止め、直した版 {twins}件のうち {passed}件は止めませんでした。"
        "そのうち {asking}件は、正しくても確かめる{questions}件の問いに、書類を見て答えてから送ります（{seconds}秒）。",
        planted=len(planted),
        stopped=sum(one.is_found for one in planted),
        twins=len(told),
        passed=sum(one.twin.passes for one in told),
        asking=sum(one.twin.passes and bool(one.twin.asked) for one in told),
        questions=sum(len(one.twin.asked) for one in told),
        seconds=f"{seconds:.1f}",
    )
