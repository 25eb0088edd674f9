"""The yearly report in a real browser: on a wide and a narrow screen, alone and in the office's frame."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.browser.somebody import AXE
from tests.unit.documents.yearly.seed import INSIDE, SEED

from sekisho.documents.yearly.html import Around, Link, main, page
from sekisho.documents.yearly.model import Report

CSS = Path(__file__).parents[2] / "src/sekisho/web/ui/static/ui/sekisho.css"
AROUND = Around(
    (Link("PDF（A4横・3ページ・310KB）", "report.pdf"),),
    (Link("第1版", "1/"),),
    Link("第3版", "3/"),
    Link("確かめ方", "#"),
)


def in_the_office(report: Report, lang: str, around: Around) -> str:
    style = CSS.read_text(encoding="utf-8")
    body = f'<body class="pub"><main id="main">{main(report, lang, around)}</main></body>'
    return f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>x</title><style>{style}</style></head>{body}</html>'


@pytest.mark.parametrize("made", [page, in_the_office])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("report", "lang"), [(SEED, "ja"), (INSIDE, "ja"), (INSIDE, "en")], ids=["seed", "inside", "english"]
)
def test_it_reads_well(
    browser: Browser, made: Callable[[Report, str, Around], str], width: int, report: Report, lang: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    try:
        shown = context.new_page()
        shown.set_content(made(report, lang, AROUND))
        shown.evaluate(AXE)
        found: list[dict[str, Any]] = shown.evaluate("axe.run(document).then(told => told.violations)")
        assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        # Stacked on a narrow screen, and a table for whoever has it read aloud on both.
        display = shown.evaluate("getComputedStyle(document.querySelector('.rep td')).display")
        assert display == ("block" if width == 390 else "table-cell")
        assert shown.get_by_role("table").first.get_by_role("row").count() == len(report.rows) + 1
        assert shown.get_by_role("rowheader").first.inner_text() == "1"
        assert shown.get_by_role("heading", level=1).count() == 1
    finally:
        context.close()
