"""The staff manual: in two languages alike, short, its words those of the screens, its pictures there and all shown."""

import gettext
import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "docs" / "manual"
SCREENS = MANUAL / "screens"
PAGES = sorted(path.name.removesuffix(".ja.md") for path in MANUAL.glob("*.ja.md"))
TASKS = {
    "afterwards",
    "approve",
    "by-hand",
    "chiefs",
    "confirm",
    "course",
    "envelopes",
    "evaluations",
    "files",
    "findings",
    "incidents",
    "measures",
    "mismatch",
    "papers",
    "past-reports",
    "security-office",
    "send",
    "sign-in",
    "start",
    "unknown",
    "yearly-report",
}
"""Pages that tell one piece of work on one page; the others go into detail."""
LINES, WORDS = 32, 330
BYTES = 2_500_000


def read(name: str) -> str:
    return (MANUAL / name).read_text(encoding="utf-8")


def pictures(text: str) -> list[str]:
    return re.findall(r"\]\(screens/([\w-]+)\.png\)", text)


def links(text: str) -> list[str]:
    return [one.split("#")[0] for one in re.findall(r"\]\(([^):]+)\)", text) if not one.startswith("#")]


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    """Every sentence of the screens with its English."""
    [path] = ROOT.glob("src/sekisho/locale/en/LC_MESSAGES/*.mo")
    with path.open("rb") as file:
        told = gettext.GNUTranslations(file)
    found: dict[str, str] = told._catalog  # type: ignore[attr-defined]  # there is no other way to all of it
    return found


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_show_and_say_the_same(page: str) -> None:
    japanese, english = read(f"{page}.ja.md"), read(f"{page}.md")
    assert f"[English]({page}.md)" in japanese
    assert f"[日本語]({page}.ja.md)" in english
    assert pictures(japanese) == pictures(english)
    for mark in (r"^#+ ", r"^\d+\. ", r"^\|"):
        assert len(re.findall(mark, japanese, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE)), mark


@pytest.mark.parametrize("page", sorted(TASKS))
def test_a_task_is_told_on_one_page(page: str) -> None:
    for name in (f"{page}.ja.md", f"{page}.md"):
        assert len(read(name).splitlines()) <= LINES, name
        assert len(read(name).split()) <= WORDS, name


@pytest.mark.parametrize("page", sorted(TASKS))
def test_bold_words_stand_on_the_screens(page: str, english: dict[str, str]) -> None:
    told = set(english.values())
    assert not [one for one in bold(f"{page}.ja.md") if one not in english]
    assert not [one for one in bold(f"{page}.md") if one not in told]


def bold(name: str) -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", read(name))


@pytest.mark.parametrize("language", [".ja", ""])
def test_the_index_leads_to_every_page(language: str) -> None:
    assert set(links(read(f"README{language}.md"))) >= {f"{one}{language}.md" for one in PAGES if one != "README"}


@pytest.mark.parametrize("path", sorted(MANUAL.glob("*.md")), ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [one for one in links(text) if not (path.parent / one).exists()]


def test_every_picture_is_shown_and_all_are_small() -> None:
    there = {path.stem for path in SCREENS.glob("*.png")}
    shown = {name for path in ROOT.glob("docs/**/*.md") for name in pictures(path.read_text(encoding="utf-8"))}
    assert there == shown
    assert sum(path.stat().st_size for path in SCREENS.glob("*.png")) < BYTES
    for path in SCREENS.glob("*.png"):
        with Image.open(path) as picture:
            assert (picture.width, picture.mode) == (1280, "P"), path.name


def test_every_picture_is_taken_at_one_place() -> None:
    taken = [
        name
        for path in ROOT.glob("tests/browser/*.py")
        for name in re.findall(r'look\("([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    ]
    assert not [path.stem for path in SCREENS.glob("*.png") if taken.count(path.stem) != 1]
