"""Any report in any layout comes back as it was meant, or a question says so; and no character is ever lost."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.register.past.chances import STYLES, headings_by, in_nouns, invented, numbered, with_extra
from tests.unit.register.past.layouts import (
    as_column_text,
    as_csv,
    as_docx,
    as_frames,
    as_html,
    as_lines,
    as_pdf,
    as_pipes,
    as_xlsx,
)
from tests.unit.register.past.reports import HEADINGS, Told, bare, fields, letters, report_of, same

Make = Callable[[Sequence[Told], Sequence[str]], bytes]
Draw = Callable[[int], tuple[list[Told], tuple[str, ...]]]

CELLS: dict[str, tuple[Make, str]] = {
    "csv": (as_csv, "r.csv"),
    "one row an incident": (as_xlsx, "r.xlsx"),
    "merged": (lambda told, heads: as_xlsx(told, heads, rows="merged"), "r.xlsx"),
    "html": (as_html, "r.html"),
    "docx": (as_docx, "r.docx"),
    "pipes": (as_pipes, "r.md"),
}
LINES: dict[str, tuple[Make, str]] = {
    "frames": (as_frames, "r.txt"),
    "cell after cell": (as_column_text, "r.txt"),
    "cell after cell, pages": (lambda told, heads: as_column_text(told, heads, blank=False, page=2), "r.txt"),
    "side by side": (as_lines, "r.txt"),
    "tabs": (lambda told, heads: as_lines(told, heads, tabs=True), "r.txt"),
}
PAGES: dict[str, tuple[Make, str]] = {
    "grid": (as_pdf, "r.pdf"),
    "grid, centred": (lambda told, heads: as_pdf(told, heads, middle=True), "r.pdf"),
    "lines across": (lambda told, heads: as_pdf(told, heads, lines="across"), "r.pdf"),
    "lines across, centred": (lambda told, heads: as_pdf(told, heads, lines="across", middle=True), "r.pdf"),
    "no lines": (lambda told, heads: as_pdf(told, heads, lines="none"), "r.pdf"),
    "no lines, centred": (lambda told, heads: as_pdf(told, heads, lines="none", middle=True), "r.pdf"),
}


def drawn(seed: int, *, extra: bool = True) -> tuple[list[Told], tuple[str, ...]]:
    chance = random.Random(seed)
    style = chance.choice(list(STYLES))
    headings = headings_by(chance, extra=extra)
    told = numbered([invented(chance, style) for _ in range(chance.randint(2, 6))])
    return with_extra(chance, told, headings), headings


def nouns(seed: int) -> tuple[list[Told], tuple[str, ...]]:
    chance = random.Random(seed)
    style = chance.choice(list(STYLES))
    return numbered([in_nouns(chance, style) for _ in range(chance.randint(2, 6))]), HEADINGS


def check(layout: tuple[Make, str], seed: int, *, asked: bool = False, draw: Draw = drawn) -> None:
    make, name = layout
    told, headings = draw(seed)
    report = report_of(make(told, headings), name)
    wanted = "".join(sorted(bare("".join("".join(one.cells(headings)) for one in told))))
    assert "".join(sorted("".join(map(letters, report.incidents)))) == wanted
    assert "".join(sorted("".join(map(fields, report.incidents)))) == wanted
    if report.certain or not asked:
        assert [one.number for one in report.incidents] == [one.number for one in told]
        assert [same(one, read) for one, read in zip(told, report.incidents, strict=True)] == [[] for _ in told]


FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("layout", CELLS)
@given(seed=st.integers(0, 10_000))
@FEW
def test_cells_come_back_as_they_were_meant(layout: str, seed: int) -> None:
    check(CELLS[layout], seed)


@pytest.mark.parametrize("layout", LINES)
@given(seed=st.integers(0, 10_000))
@FEW
def test_lines_come_back_as_they_were_meant_or_are_asked_for(layout: str, seed: int) -> None:
    check(LINES[layout], seed, asked=True)


@pytest.mark.parametrize("layout", {**CELLS, **LINES})
@given(seed=st.integers(0, 10_000))
@settings(FEW, max_examples=8)
def test_nouns_without_full_stops_too(layout: str, seed: int) -> None:
    check({**CELLS, **LINES}[layout], seed, asked=layout in LINES, draw=nouns)


@pytest.mark.parametrize("layout", PAGES)
@given(seed=st.integers(0, 10_000))
@settings(FEW, max_examples=4)
def test_pages_come_back_as_they_were_meant_or_are_asked_for(layout: str, seed: int) -> None:
    check(PAGES[layout], seed, asked=True)


@given(seed=st.integers(0, 10_000))
@FEW
def test_a_row_for_each_measure_gives_each_its_status(seed: int) -> None:
    told, headings = drawn(seed)
    told = numbered([one for one in told if not (one.before or one.after or one.evaluation)])
    if told:
        report = report_of(as_xlsx(told, headings, rows="each"), "r.xlsx")
        assert report.certain
        assert [same(one, read) for one, read in zip(told, report.incidents, strict=True)] == [[] for _ in told]


ANY = st.text(st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=300)


@given(text=ANY)
@FEW
def test_no_text_raises(text: str) -> None:
    report_of(text, "r.txt")
    report_of(text, "r.csv")


PIECES = st.lists(
    st.sampled_from(
        [
            "①",
            "②",
            "④",
            "～",
            "（評価）",
            "した。",
            "\n",
            "\u3000",
            "・",
            "(1)",
            "また、",
            "確認",
            "について",
            "、",
            " ",
        ]
    ),
    max_size=25,
)


@given(measures=PIECES, status=PIECES)
@settings(FEW, max_examples=150)
def test_no_cell_loses_a_character(measures: list[str], status: list[str]) -> None:
    told, done = "".join(measures), "".join(status)
    rows = [["番号", "部署", "概要", "再発防止策", "実施状況"], ["1", "総務課", "誤送付した。", told, done]]
    cells = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    (one,) = report_of(cells, "r.csv").incidents
    assert fields(one) == "".join(sorted(bare("1総務課誤送付した。" + told + done)))
