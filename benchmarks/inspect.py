"""Measures `sekisho inspect` against the least that anybody would do with the same files.

Every figure is of whole processes, started one after the other in turn; what counts is the ratio within one run. Files
are made anew in a temporary folder, the same bytes each time. Ends with status 1 where a bound is broken.

    python -P benchmarks/inspect.py [--times 3] [--only NAME] [--write]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
RATIO, PDF_RATIO, MEMORY, SMALL = 3.0, 6.0, 600.0, 0.6
FOLDER_MEMORY, SILENCE = 300.0, 3.0
MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what, what it is measured against, and the bound that must hold (None: told only)."""

    what: str
    ours: str
    peer: str
    value: float
    unit: str
    bound: float | None

    @property
    def holds(self) -> bool:
        """Return whether the bound holds."""
        return self.bound is None or self.value <= self.bound

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts."""
        bound = "" if self.bound is None else f"≤ {self.bound:g} {self.unit}".strip()
        state = "" if self.bound is None else ("holds" if self.holds else "BROKEN")
        return (self.what, self.ours, self.peer, f"{self.value:.2f} {self.unit}".strip(), bound, state)


HEAD = ("what", "Sekisho", "peer", "measured", "bound", "")


def _sekisho(*paths: Path) -> list[str]:
    return [sys.executable, "-P", "-m", "sekisho", "inspect", *map(str, paths), "--format", "json"]


def _peer(name: str, *files: Path) -> list[str]:
    return [sys.executable, "-P", str(HERE / "peers.py"), name, *map(str, files)]


def long_list(folder: Path, times: int) -> Iterator[Line]:
    """A list of 100,000 rows and 12 columns against a register of 430,000, honest, all checks."""
    peer_command = _peer("joined", folder / "k01.xlsx", folder / "register.csv")
    ours, peer = measure.in_turn([_sekisho(folder), peer_command], times)
    what = "xlsx 100,000 × 12, register 430,000"
    yield Line(what, f"{ours.seconds:.2f} s", f"polars {peer.seconds:.2f} s", ours.seconds / peer.seconds, "×", RATIO)
    yield Line(
        f"{what}: processor time",
        f"{ours.processor:.2f} s",
        f"{peer.processor:.2f} s",
        ours.processor / peer.processor,
        "×",
        None,
    )
    largest = f"{peer.largest / MEGA:.0f} MB"
    yield Line(f"{what}: largest process", f"{ours.largest / MEGA:.0f} MB", largest, ours.largest / MEGA, "MB", MEMORY)
    tree = measure.peaks(_sekisho(folder))
    parts = " + ".join(f"{one / MEGA:.0f}" for one in tree)
    yield Line(f"{what}: sum of all peaks", f"{parts} MB", largest, sum(tree) / MEGA, "MB", None)


def shifted_list(folder: Path, times: int) -> Iterator[Line]:
    """A list of 20,000 rows in which one column was sorted alone: every row must be read with care."""
    commands = [_sekisho(folder), _peer("joined", folder / "k01.xlsx", folder / "register.csv")]
    ours, peer = measure.in_turn(commands, times, status=1)
    what = "xlsx 20,000 × 12, addresses sorted alone"
    yield Line(what, f"{ours.seconds:.2f} s", f"polars {peer.seconds:.2f} s", ours.seconds / peer.seconds, "×", None)


def six_files(folder: Path, times: int) -> Iterator[Line]:
    """A bundle of six small workbooks, from the start of the process."""
    ours, floor = measure.in_turn([_sekisho(folder), [sys.executable, "-P", "-c", "pass"]], 2 * times + 1)
    start = f"Python starts in {floor.seconds:.3f} s"
    yield Line("six small xlsx, from process start", f"{ours.seconds:.3f} s", start, ours.seconds, "s", SMALL)


def pdf_pages(folder: Path, times: int) -> Iterator[Line]:
    """A PDF of 300 dense pages with 12,000 names, with the test of what is to be seen, pages in two processes."""
    # Without a register nobody can say who may see whom, and the verdict asks: the reading is what is measured here.
    commands = [[*_sekisho(folder), "--jobs", "2"], _peer("bare-text", folder / "lists.pdf")]
    ours, peer = measure.in_turn(commands, times, status=1)
    what = "PDF 300 pages, 12,000 names, jobs=2"
    yield Line(
        what, f"{ours.seconds:.2f} s", f"pypdfium2 {peer.seconds:.2f} s", ours.seconds / peer.seconds, "×", PDF_RATIO
    )
    yield Line(
        f"{what}: largest process",
        f"{ours.largest / MEGA:.0f} MB",
        f"{peer.largest / MEGA:.0f} MB",
        ours.largest / MEGA,
        "MB",
        None,
    )


def many_files(folder: Path, times: int) -> Iterator[Line]:
    """Three hundred small files of four formats in one run, as somebody looks through a folder."""
    files = sorted(folder.iterdir())
    ours, peer = measure.in_turn([_sekisho(*files), _peer("plain-readers", *files)], times)
    what = f"{len(files)} small xlsx, docx, csv, pdf"
    yield Line(
        what,
        f"{ours.seconds:.2f} s, {len(files) / ours.seconds:.0f} files/s",
        f"plain readers {peer.seconds:.2f} s, {len(files) / peer.seconds:.0f} files/s",
        ours.seconds / peer.seconds,
        "×",
        None,
    )
    largest = max(measure.peaks(_sekisho(*files))[0], ours.largest)
    yield Line(
        f"{what}: largest process",
        f"{largest / MEGA:.0f} MB",
        f"{peer.largest / MEGA:.0f} MB",
        largest / MEGA,
        "MB",
        FOLDER_MEMORY,
    )


def print_pdf(folder: Path, _: int) -> Iterator[Line]:
    """A print of 3,000 pages as one loose file, somebody watching at a terminal; once, since it is long."""
    file = folder / "notices.pdf"
    ours, silence, shown = measure.on_terminal(_sekisho(file))
    if ours.status:
        raise RuntimeError(f"status {ours.status}: {shown}")
    peer = measure.run(_peer("bare-text", file))
    what = "PDF 3,000 pages, a print of notices"
    yield Line(what, f"{ours.seconds:.2f} s", f"pypdfium2 {peer.seconds:.2f} s", ours.seconds / peer.seconds, "×", None)
    ours_mb, peer_mb = ours.largest / MEGA, peer.largest / MEGA
    yield Line(f"{what}: largest process", f"{ours_mb:.0f} MB", f"{peer_mb:.0f} MB", ours_mb, "MB", None)
    yield Line(f"{what}: longest time without a sign on the terminal", f"{silence:.2f} s", "", silence, "s", SILENCE)


def _make_list(folder: Path, every: int = 1, *, shifted: bool = False) -> None:
    people = city.residents()
    chosen = city.listed(people)[::every]
    city.write_register(folder / "register.csv", people, dict.fromkeys(chosen, "K01"))
    city.write_list(folder / "k01.xlsx", [people[at] for at in chosen], addresses_shifted=shifted)
    city.write_bundle(folder, {"K01": "k01.xlsx"}, "給付対象者一覧の送付", register="register.csv")


def _make_six(folder: Path) -> None:
    people = city.residents(180)
    files = {}
    for number in range(6):
        files[f"K0{number + 1}"] = f"k0{number + 1}.xlsx"
        city.write_list(folder / files[f"K0{number + 1}"], people[30 * number : 30 * number + 30])
    city.write_register(folder / "register.csv", people, {at: f"K0{at // 30 + 1}" for at in range(180)})
    city.write_bundle(folder, files, "園児の名簿の送付", register="register.csv")


def _make_pdf(folder: Path) -> None:
    pdf_lists.make(folder / "lists.pdf")
    (folder / "bundle.toml").write_text(
        'format = 1\ntitle = "一覧"\nchannel = "post"\ndate = 2026-11-24\n\n[sources]\nrecipients = "r.csv"\n\n'
        '[[parcel]]\nrecipient = "K01"\nfiles = ["lists.pdf"]\n',
        encoding="utf-8",
    )
    (folder / "r.csv").write_text("recipient_id,name\nK01,宛先\n", encoding="utf-8")


def _make_notices(folder: Path) -> None:
    small_files.make_notices(folder / "notices.pdf")


def _make_many(folder: Path) -> None:
    small_files.make(folder)


MAKERS = {
    "long-list": _make_list,
    "shifted-list": partial(_make_list, every=5, shifted=True),
    "six-files": _make_six,
    "pdf": _make_pdf,
    "many-files": _make_many,
    "print-pdf": _make_notices,
}
BENCHMARKS = {
    "long-list": long_list,
    "shifted-list": shifted_list,
    "six-files": six_files,
    "pdf": pdf_pages,
    "many-files": many_files,
    "print-pdf": print_pdf,
}


def main() -> int:
    """Measure, print the table, and return 1 where a bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="runs of each command; the median counts")
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="one of the measurements")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make:
        MAKERS[options.only[0]](options.make)
        return 0
    lines: list[Line] = []
    for name in options.only or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="sekisho-bench-") as folder:
            # In a process of its own: what a process needs to start another is counted as the other's memory.
            subprocess.run([sys.executable, "-P", __file__, "--only", name, "--make", folder], check=True)
            for line in BENCHMARKS[name](Path(folder), options.times):
                print(*(cell for cell in line.cells() if cell), sep="  ", flush=True)
                lines.append(line)
    text = f"{page.machine()}\n\n{page.table([HEAD, *(line.cells() for line in lines)])}"
    print(f"\n{text}")
    if options.write:
        page.write("measured", text)
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    # Behind the standard library: this script is called inspect, and must not stand in for Python's own.
    sys.path.append(str(HERE))
    import measure
    import page

    if "--make" in sys.argv:
        import city
        import pdf_lists
        import small_files

    sys.exit(main())
