"""Measures the yearly report as a PDF: 3,000 incidents, against bare Typst that prints the same words in the same table.

Both are whole processes, from the start of Python to the file on the disk, and take turns. The bound is on the seconds of
processors (the median); those on the wall are told beside them (the quickest), since they tell of whoever else uses the machine.
Ends with status 1 where the bound is broken, or where the two did not print the same words.

    python -P benchmarks/yearly.py [--times 3] [--rows 3000] [--write]
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
MOST = 1.3
"""The bound: what the report takes, as a multiple of what bare Typst does."""
HEAD = ("seconds", "Sekisho", "bare Typst", "measured", "bound", "")


def made(count: int) -> Report:
    """Return a report of so many incidents, no two of them in the same words."""
    rows = (_row(ROWS[place % len(ROWS)], place + 1) for place in range(count))
    return Report("さくら野市", 2023, tuple(rows), office="総務部 情報管理課", edition=Edition(1))


def _row(row: Row, number: int) -> Row:
    return replace(
        row,
        number=str(number),
        outline=f"{row.outline}（{number}）",
        measures=tuple(replace(one, text=f"{one.text}（{number}）") for one in row.measures),
        status=tuple(replace(one, text=f"{one.text}（{number}）") for one in row.status),
    )


def ours(count: int, out: Path) -> None:
    """Make the report."""
    out.write_bytes(pdf(made(count)))


def bare(words: Path, out: Path) -> None:
    """Let Typst print the words of a file of JSON, as the least template does it."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    inputs = {"rows": words.read_text(encoding="utf-8")}
    typst.Compiler(HERE / "yearly.typ", root=HERE, font_paths=fonts, sys_inputs=inputs).compile(
        output=out, format="pdf", pdf_standards="ua-1", timestamp=0
    )


def letters(file: Path) -> Counter[str]:
    """Return how often each letter stands in the table of a PDF, by the text of all pages: feet and titles aside."""
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    told: Counter[str] = Counter()
    for page in document:
        told.update(re.sub(r"[\s\ufffe\x02\-0-9]", "", page.get_textpage().get_text_range()))
    document.close()
    return told


def measured(count: int, times: int, folder: Path) -> list[tuple[str, float, float]]:
    """Return of each kind of seconds: which, ours, those of bare Typst.

    Raises:
        RuntimeError: a run failed, or a word of the report does not stand in both files.

    """
    words = folder / "words.json"
    told = [list(cells(row)) for row in view(made(count)).rows]
    words.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    outs = folder / "ours.pdf", folder / "bare.pdf"
    this = [sys.executable, "-P", __file__, "--rows", str(count)]
    commands = [*this, "--ours", str(outs[0])], [*this, "--bare", str(words), str(outs[1])]
    turns = [[measure.run(command) for command in commands] for _ in range(times)]
    wanted = Counter(re.sub(r"[\s\-0-9]", "", "".join(map("".join, told))))
    if any(run.status for turn in turns for run in turn) or any(wanted - letters(out) for out in outs):
        raise RuntimeError("a report was not made, or does not hold every word")
    ours, peer = zip(*turns, strict=True)
    processor, wall = (
        [statistics.median(run.processor for run in runs) for runs in (ours, peer)],
        [min(run.seconds for run in runs) for runs in (ours, peer)],
    )
    return [("processor", *processor), ("on the wall, the quickest", *wall)]


def main() -> int:
    """Measure, tell, and return 1 where the bound is broken."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--rows", type=int, default=3_000)
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    parser.add_argument("--ours", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bare", type=Path, nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.ours or asked.bare:
        ours(asked.rows, asked.ours) if asked.ours else bare(*asked.bare)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        (_, we, peer), *others = measured(asked.rows, asked.times, Path(folder))
    ratio = we / peer
    rows = [
        (
            "processor",
            f"{we:.2f} s",
            f"{peer:.2f} s",
            f"{ratio:.2f} ×",
            f"≤ {MOST} ×",
            "holds" if ratio <= MOST else "BROKEN",
        )
    ]
    rows += [(what, f"{one:.2f} s", f"{other:.2f} s", f"{one / other:.2f} ×", "", "") for what, one, other in others]
    text = f"{page.machine()}\n\n{page.table([HEAD, *rows])}"
    print(text)
    if asked.write:
        page.write("yearly", text)
    return int(ratio > MOST)


if __name__ == "__main__":
    # Behind the standard library: beside this script lies one called inspect.
    sys.path += [str(HERE), str(HERE.parent)]
    import measure
    import page
    from tests.unit.documents.yearly.seed import ROWS

    from sekisho.documents.printing.letters import FONTS
    from sekisho.documents.yearly.cells import cells
    from sekisho.documents.yearly.model import Edition, Report, Row
    from sekisho.documents.yearly.pdf import pdf
    from sekisho.documents.yearly.writing import view

    sys.exit(main())
