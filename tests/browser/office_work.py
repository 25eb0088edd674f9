"""What people of an office do on several pages in a row, whichever the dispatch."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, expect
from tests.browser.somebody import Somebody
from tests.web.city import PIN


def find_dispatch(somebody: Somebody, title: str) -> str:
    """Find a dispatch among all, and return its number."""
    somebody.go("/dispatches/")
    somebody.look("dispatches")
    somebody.follow(title)
    return somebody.path.split("/")[2]


def begin(somebody: Somebody, procedure: str, names: Collection[str], title: str, purpose: str = "") -> str:
    """Begin a dispatch to recipients of the registered list; return its number."""
    somebody.go("/dispatches/new/")
    somebody.look("new")
    somebody.follow(f"この手順で始める {procedure}")
    for name in names:
        somebody.page.get_by_role("checkbox", name=re.compile(f"^{spelt(name)}")).check()
    if chosen := len(names):
        somebody.sees(f"{chosen}件を選んでいます")
    somebody.page.get_by_label("案件の名前").fill(title)
    somebody.page.get_by_label("目的").fill(purpose)
    somebody.look("new-write")
    somebody.press("この宛先で案件を始める")
    expect(somebody.page.get_by_role("heading", name=title)).to_be_visible()
    somebody.look()
    return somebody.path.split("/")[2]


def bring(somebody: Somebody, number: str, files: Mapping[str, Path | Sequence[Path]]) -> None:
    """Bring the files of each recipient, named by what they are called, and wait until all are opened."""
    somebody.go(f"/d/{number}/files/")
    for name, those in files.items():
        for file in [those] if isinstance(those, Path) else those:
            section = _to_bring(somebody, name)
            section.get_by_label("ファイル").set_input_files(file)
            somebody.send("読み込む", section)
            # One of before, of the same name, gives way to it.
            expect(section.get_by_role("button", name=f"外す {file.name}")).to_have_count(1)
    somebody.rest()
    somebody.sees("中身を見てから確定してください")


def _to_bring(somebody: Somebody, name: str) -> Locator:
    """Open where something is brought for a recipient."""
    section = somebody.page.get_by_role("region", name=re.compile(rf"^\d+ {spelt(name)}$"))
    if not section.get_by_label("ファイル").is_visible():
        section.locator("summary").click()
    return section


def bring_paper(somebody: Somebody, number: str, name: str, kind: str, sheets: int, *, code: str = "") -> None:
    """Declare a thing of paper for a recipient: what it is, what is written on it, how many sheets."""
    somebody.go(f"/d/{number}/files/")
    section = _to_bring(somebody, name)
    section.get_by_label("紙のもの").fill(kind)
    section.get_by_label("書いてある番号").fill(code)
    section.get_by_label("枚数").fill(str(sheets))
    somebody.send("紙を足す", section)
    expect(section.get_by_role("listitem").filter(has_text=f"紙{sheets}枚")).to_have_count(1)


def say_about_whom(somebody: Somebody, number: str, name: str, people: Iterable[str]) -> None:
    """Type whose papers those of a recipient are, by their registered numbers."""
    somebody.go(f"/d/{number}/files/")
    section = _to_bring(somebody, name)
    section.get_by_label("だれについての書類か").fill("\n".join(people))
    somebody.send("番号を書き込む", section)
    expect(section.locator(".sec-head")).to_contain_text("だれについてか")


def put_in(somebody: Somebody) -> None:
    """Let what was brought be the material of the dispatch, and wait until it is inspected."""
    somebody.send("資料として確定する")
    somebody.rest()


def answer_questions(somebody: Somebody, number: str, text: str) -> None:
    """Answer each question of the inspection."""
    for _ in range(50):
        somebody.go(f"/d/{number}/findings/")
        if not somebody.page.locator("main").get_by_role("link", name=re.compile("^答える")).count():
            return
        somebody.follow("答える")
        somebody.look()
        somebody.page.get_by_role("textbox").fill(text)
        somebody.send("回答する")
    raise AssertionError("the questions never end")


def scan(somebody: Somebody, *codes: str) -> None:
    """Scan codes: the scanner types digits and Enter, wherever the focus is."""
    for code in codes:
        with somebody.page.expect_navigation():
            somebody.page.keyboard.type(code)
            somebody.page.keyboard.press("Enter")


def count_pieces(somebody: Somebody, printed: int, enclosed: int, *, withdrawn: str = "", reprinted: int = 0) -> None:
    """Type how many pieces there are, on the page where they are counted."""
    page = somebody.page
    for label, text in (
        ("印刷した", printed),
        ("引き抜いた", withdrawn),
        ("再作成した", reprinted),
        ("封入した", enclosed),
    ):
        page.get_by_label(re.compile(f"^{label}")).fill(str(text))
    somebody.send("数を記録する")


def look_together(somebody: Somebody, login: str, reason: str) -> None:
    """Call another person to the screen that was halted: with their PIN and a reason it goes on."""
    somebody.page.get_by_label("別の人の利用者名").fill(login)
    somebody.page.get_by_label("パスワードか暗証番号").fill(PIN)
    somebody.send("二人で見る")
    somebody.look()
    somebody.page.get_by_role("textbox").fill(reason)
    with somebody.page.expect_navigation():
        somebody.page.locator("main form button.main").click()


def open_every_file(somebody: Somebody, picture: str = "") -> None:
    """Open the first file from the page of a step, and go on from one to the next until there is none."""
    with somebody.page.expect_navigation():
        somebody.follow("開く", somebody.page.locator("main table"))
    somebody.look(picture)
    onwards = somebody.page.locator(".go .btn.main")
    while onwards.count():
        with somebody.page.expect_navigation():
            onwards.click()


def trace(somebody: Somebody, list_file: Path, looked_up: Callable[[Worksheet, int, str], str]) -> None:
    """Type of each drawn row what the register says, which ``looked_up`` tells by sheet, row and what is asked."""
    rows = somebody.page.locator(".traced > li").all()
    assert rows, "no row was drawn"
    sheet = load_workbook(list_file).active
    for row in rows:
        [at] = re.findall(r"(\d+)行目", row.inner_text())
        row.get_by_role("textbox").fill(looked_up(sheet, int(at), row.locator("label").inner_text()))


def spelt(name: str) -> str:
    """Return an expression for a name as a browser says it: with whichever space."""
    return r"\s".join(map(re.escape, name.split()))


def spaceless(text: str) -> str:
    """Return a name as two lists may be compared by it."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
