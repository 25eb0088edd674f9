"""`sekisho demo`: real mistakes of a city hall, each stopped at its exact place, and each repaired twin let through."""

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
from sekisho.cli.options import Lang, LangOption, processors
from sekisho.cli.output import write, write_reason
from sekisho.cli.workbooks import read_workbook
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.inspection.model import Finding, Report
    from sekisho.inspection.worker.pool import Pool

DATA = Path(__file__).parents[1] / "data" / "demo"
_WIDTH = 118


@dataclass(frozen=True, slots=True)
class _Planted:
    """One planted mistake, and the findings that the engine has at its places. ``places``: how many there must be."""

    incident: Mapping[str, Any]
    mistake: Mapping[str, Any]
    places: int
    found: tuple[Finding, ...]

    @property
    def stopped(self) -> bool:
        return len(self.found) == self.places


@dataclass(frozen=True, slots=True)
class _Told:
    """One incident: its planted mistakes, and whether the repaired twin passes."""

    planted: tuple[_Planted, ...]
    passes: bool


def command(
    no_serve: Annotated[  # noqa: ARG001  accepted already, so that calls written today work with the web app too
        bool, typer.Option("--no-serve", help="表を出して終わります（この版ではいつもそうです）。")
    ] = False,
    data: Annotated[  # noqa: ARG001  the same
        Path | None, typer.Option("--data", help="Web画面のデータの置き場所（この版では使いません）。")
    ] = None,
    port: Annotated[  # noqa: ARG001  the same
        int, typer.Option("--port", min=1, max=65535, help="Web画面のポート（この版では使いません）。")
    ] = 8000,
    lang: LangOption = Lang.JA,
) -> int:
    """Inspect the demo city's incidents and show what stopped each of them, and where."""
    return demonstrate(DATA, lang.value)


def demonstrate(data: Path, lang: str) -> int:
    """Inspect the incidents in ``data``, print the table, return 0 where every mistake is stopped and every twin passes."""
    from sekisho.inspection.worker.pool import Pool

    began = time.monotonic()
    try:
        expected = tomllib.loads((data / "expected.toml").read_text(encoding="utf-8"))
        with Pool(processors()) as pool:
            told = [_told(incident, data, pool) for incident in expected["incident"]]
    except OSError:
        write_reason(say("見本のデータ（{file}）を読めません。", file=str(data)), lang)
        return 2
    except BundleError as error:
        write_reason(error.sentence, lang)
        return 2
    write(_table(told, lang) + _summary(told, time.monotonic() - began).render(lang) + "\n", None)
    return 0 if all(one.passes and all(p.stopped for p in one.planted) for one in told) else 1


def _told(incident: Mapping[str, Any], data: Path, pool: Pool) -> _Told:
    reports = {name: _report(data / name, pool) for name in {planted["bundle"] for planted in incident["planted"]}}
    planted = []
    for mistake in incident["planted"]:
        report = reports[mistake["bundle"]]
        found = [_at(place, mistake, report) for place in mistake["place"]]
        planted.append(_Planted(incident, mistake, len(found), tuple(finding for finding in found if finding)))
    return _Told(tuple(planted), _report(data / incident["repaired"], pool).verdict in {"pass", "note"})


def _report(folder: Path, pool: Pool) -> Report:
    from sekisho.bundle.load import load
    from sekisho.inspection.run import Options, inspect

    return inspect(load(folder, read_workbook=partial(read_workbook, reader=pool)), Options(), reader=pool)


def _at(place: Mapping[str, Any], mistake: Mapping[str, Any], report: Report) -> Finding | None:
    """Return the stop of the right check at a planted place, None where the engine has none."""
    wanted = (
        mistake["check"],
        mistake["parcel"],
        mistake["file"],
        *(place.get(key) for key in _PLACE),
        place.get("subject_id"),
    )
    for finding in report.findings:
        where = tuple(getattr(finding.place, key) for key in _PLACE)
        if finding.severity == "stop" and wanted == (
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
    for heading, ratio in (
        (say("事故"), 4),
        (say("仕込んだ誤り"), 4),
        (say("止めた検査"), 2),
        (say("場所"), 5),
        (say("直した版"), 1),
    ):
        table.add_column(heading.render(lang), ratio=ratio, overflow="fold")
    for cells in _rows(told, lang):
        table.add_row(*cells)
    console = Console(width=_WIDTH, markup=False, highlight=False, emoji=False, color_system=None)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _rows(told: Sequence[_Told], lang: str) -> Iterator[list[str]]:
    for one in told:
        for at, planted in enumerate(one.planted):
            incident = planted.incident
            twin = (say("通過") if one.passes else say("止まった")).render(lang)
            yield [
                f"{incident['number']} {incident[lang]}" if at == 0 else "",
                str(planted.mistake[lang]),
                _stopped_by(planted).render(lang),
                _where(planted, lang),
                twin if at == 0 else "",
            ]


def _stopped_by(planted: _Planted) -> Sentence:
    from sekisho.documents.inspection.view import TITLES

    if planted.stopped:
        return say("{check} {count}件", check=TITLES[planted.mistake["check"]], count=planted.places)
    return say("見つからない（{count}件中 {found}件）", count=planted.places, found=len(planted.found))


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
        "仕込んだ誤り {planted}件のうち {stopped}件をその場所で止め、直した版 {twins}件のうち {passed}件を通しました（{seconds}秒）。",
        planted=len(planted),
        stopped=sum(one.stopped for one in planted),
        twins=len(told),
        passed=sum(one.passes for one in told),
        seconds=f"{seconds:.1f}",
    )
