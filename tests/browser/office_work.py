"""What people of an office do on several pages in a row, whichever the dispatch."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import expect
from tests.browser.somebody import Somebody


def find_dispatch(somebody: Somebody, title: str) -> str:
    """Find a dispatch among all, and return its number."""
    somebody.go("/dispatches/")
    somebody.look("dispatches")
    somebody.follow(title)
    return somebody.path.split("/")[2]


def begin(somebody: Somebody, procedure: str, names: Iterable[str], title: str, purpose: str = "") -> str:
    """Begin a dispatch to recipients of the registered list; return its number."""
    somebody.go("/dispatches/new/")
    somebody.look("new")
    somebody.follow(f"この手順で始める {procedure}")
    for name in names:
        somebody.page.get_by_role("checkbox", name=re.compile(f"^{re.escape(name)}")).check()
    somebody.page.get_by_label("案件の名前").fill(title)
    somebody.page.get_by_label("目的").fill(purpose)
    somebody.look("new-write")
    somebody.press("この宛先で案件を始める")
    expect(somebody.page.get_by_role("heading", name=title)).to_be_visible()
    somebody.look()
    return somebody.path.split("/")[2]


def bring(somebody: Somebody, number: str, files: Mapping[str, Path]) -> None:
    """Bring one file for each recipient, named by what they are called, and wait until all are opened."""
    somebody.go(f"/d/{number}/files/")
    for name, file in files.items():
        section = somebody.page.get_by_role("region", name=re.compile(rf"^\d+ {re.escape(name)}$"))
        if not section.get_by_label("ファイル").is_visible():
            section.locator("summary").click()
        section.get_by_label("ファイル").set_input_files(file)
        somebody.press("読み込む", section)
        expect(section.get_by_role("button", name="外す")).to_have_count(1)  # one of before gives way to it
    somebody.rest()
    somebody.sees("中身を見てから確定してください")


def open_every_file(somebody: Somebody, picture: str = "") -> None:
    """Open the first file from the page of a step, and go on from one to the next until there is none."""
    somebody.follow("開く", somebody.page.locator("main table"))
    somebody.look(picture)
    onwards = somebody.page.locator(".go .btn.main")
    while onwards.count():
        onwards.click()


def trace(somebody: Somebody, list_file: Path, looked_up: Callable[[Worksheet, int, str], str]) -> None:
    """Type of each drawn row what the register says, which ``looked_up`` tells by sheet, row and what is asked."""
    rows = somebody.page.locator(".traced > li").all()
    assert rows, "no row was drawn"
    sheet = load_workbook(list_file).active
    for row in rows:
        [at] = re.findall(r"(\d+)行目", row.inner_text())
        row.get_by_role("textbox").fill(looked_up(sheet, int(at), row.locator("label").inner_text()))


def spaceless(text: str) -> str:
    """Return a name as two lists may be compared by it."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
