"""The pages that are made from the source: the checks and their list, the shipped procedures with their pictures, the settings.

pages.py          write docs/checks/, docs/procedures/ and the settings in docs/admin/
pages.py --check  change nothing; exit status 1 where a page is missing, stale, or left over
pages.py --demo   put what the demo prints into README.md and README.ja.md
"""

import argparse
import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sekisho.gate import drawing, shipped
from sekisho.gate.lint import load
from sekisho.inspection.model import Place
from sekisho.inspection.worked import Passes
from sekisho.web import options

ROOT = Path(__file__).resolve().parents[1]
CHECKS = ROOT / "src" / "sekisho" / "inspection" / "checks"
PAGES = ROOT / "docs" / "checks"
PROCEDURES = ROOT / "docs" / "procedures"
PROCEDURE_FILES = "src/sekisho/data/procedures"
JAPANESE = "../../src/sekisho/data/checks/{check}.ja.md"
HEADINGS = ("What it looks for", "Why it stops", "What it cannot see", "What to do", "Options")
NOTICE = "<!-- generated from {source}: edit that, then `make fix` -->"
DEMO = {"README.md": ["demo", "--no-serve", "--lang", "en"], "README.ja.md": ["demo", "--no-serve", "--lang", "ja"]}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)


class PageError(Exception):
    """A check does not say what its page needs."""


def docstring(path: Path) -> str | None:
    """Return the docstring in ``path`` that has the headings of a check, or None where the file is no check."""
    nodes = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, DOCUMENTED))
    texts = (ast.get_docstring(node) for node in nodes)
    return next((text for text in texts if text and HEADINGS[0].lower() in text.lower()), None)


def sections(text: str, source: str) -> tuple[str, dict[str, str]]:
    """Return what stands before the first heading, and the text under each heading.

    Raises:
        PageError: a heading is missing, doubled or out of order.

    """
    # A heading is a line of its own, however it is adorned, or begins one and ends with a colon.
    heading = re.compile(
        r"^[#*\s]*(" + "|".join(map(re.escape, HEADINGS)) + r")[*]*(?:[:.][*]*[ \t]*|[ \t]*$)",
        re.IGNORECASE | re.MULTILINE,
    )
    parts = heading.split(re.sub(r"^[-=~^]{3,}$\n?", "", text, flags=re.MULTILINE))
    found = [name.capitalize() for name in parts[1::2]]
    if found != list(HEADINGS):
        message = f"{source}: the headings are {found}, and must be {list(HEADINGS)}"
        raise PageError(message)
    bodies = dict(zip(HEADINGS, map(dedented, parts[2::2]), strict=True))
    empty = [name for name, body in bodies.items() if not body]
    if empty:
        message = f"{source}: nothing is said under {empty}"
        raise PageError(message)
    return parts[0].strip(), bodies


def dedented(text: str) -> str:
    """Return ``text`` without the indent that all its lines share, the first one apart."""
    first, _, rest = text.strip("\n").partition("\n")
    indents = [len(line) - len(line.lstrip()) for line in rest.splitlines() if line.strip()]
    margin = min(indents, default=0)
    return "\n".join([first.strip(), *(line[margin:].rstrip() for line in rest.splitlines())]).strip()


def examples(check: str) -> str:
    """Return what a check stops and what it lets through, as its own examples say and its own run finds.

    Raises:
        PageError: an example does not do what it says.

    """
    module = importlib.import_module(f"sekisho.inspection.checks.{check}")
    lines: list[str] = []
    for example in module.examples():
        if isinstance(example, Passes):
            lines.append(f"- passes: {example.about}")
            continue
        found = [finding for finding in module.CHECK.run(example.case) if finding.severity == example.severity]
        hit = next((finding for finding in found if finding.place == example.place), None)
        if hit is None:
            message = f"{check}: nothing is found where the example says: {example.about}"
            raise PageError(message)
        lines.append(f"- {example.severity}s: {example.about}\n  - {where(example.place)}「{hit.message.render()}」")
    return "\n".join(lines)


def where(place: Place) -> str:
    """Return a place in few words: the part, the sheet, and the cell, row or page."""
    cell = f"{place.column or ''}{place.row or ''}"
    page = f"page {place.page}" if place.page else ""
    return ", ".join(filter(None, (place.part.value.replace("_", " "), place.sheet, cell, page))) + ": "


def pages() -> dict[Path, str]:
    """Return every page with its content; the list of checks is ``README.md``."""
    made: dict[Path, str] = {}
    rows: list[str] = []
    for path in sorted(CHECKS.glob("*.py")):
        text = docstring(path)
        if path.stem.startswith("_") or text is None:
            continue
        source = path.relative_to(ROOT).as_posix()
        about, bodies = sections(text, source)
        chapters = bodies | {"Worked examples": examples(path.stem)}
        japanese = JAPANESE.format(check=path.stem)
        if not (PAGES / japanese).is_file():
            message = f"{source}: it is not explained in Japanese, in src/sekisho/data/checks/{path.stem}.ja.md"
            raise PageError(message)
        blocks = [
            f"# `{path.stem}`",
            f"[日本語]({japanese})",
            about,
            *(f"## {name}\n\n{body}" for name, body in chapters.items()),
        ]
        made[PAGES / f"{path.stem}.md"] = "\n\n".join([NOTICE.format(source=source), *blocks]) + "\n"
        summary = " ".join(about.split("\n\n")[0].split())
        rows.append(f"| [`{path.stem}`]({path.stem}.md) | {summary} | [日本語]({japanese}) |")
    if not rows:
        message = f"{CHECKS.relative_to(ROOT)}: no check has the headings {list(HEADINGS)}"
        raise PageError(message)
    table = ["| id | what it does | 説明 |", "| --- | --- | --- |", *rows]
    source = CHECKS.relative_to(ROOT).as_posix()
    made[PAGES / "README.md"] = "\n".join([NOTICE.format(source=source), "", "# The checks", "", *table]) + "\n"
    return made


OPTIONS = ROOT / "docs" / "admin"
OPTIONS_SOURCE = "src/sekisho/web/options.py"
ABOUT_OPTIONS = {
    "en": (
        "# Settings",
        "[日本語](options.ja.md)",
        (
            "`sekisho serve` and `sekisho worker` read them from a file (`--config FILE`, else the one that `SEKISHO_CONFIG` names, else"
            " `~/.config/sekisho/sekisho.toml`, on Windows `%APPDATA%\\sekisho\\sekisho.toml`), and over it from the environment:"
            " `SEKISHO_PORT=8080`. `SEKISHO_…_FILE` names a file whose first line is the value: that is the place for what is secret."
            " A setting that is not known, or a value that cannot be, is refused at the start, with its line."
            " [A file to begin with](sekisho.toml)."
        ),
        "| setting | default | what it is for | careful |",
        "empty",
    ),
    "ja": (
        "# 設定",
        "[English](options.md)",
        (
            "`sekisho serve` と `sekisho worker` は、ファイル（`--config ファイル`、なければ `SEKISHO_CONFIG` が示すもの、それもなければ"
            " `~/.config/sekisho/sekisho.toml`、Windows は `%APPDATA%\\sekisho\\sekisho.toml`）から設定を読み、環境変数（`SEKISHO_PORT=8080`）を"
            "それより優先します。`SEKISHO_…_FILE` には、値を1行目に書いたファイルを指定します。秘密のものはここに書いてください。"
            "知らない設定や、あり得ない値では、その行を示して起動しません。[はじめのファイル](sekisho.toml)。"
        ),
        "| 設定 | 既定 | 何のためか | 注意 |",
        "空",
    ),
}


def option_pages() -> dict[Path, str]:
    """Return the page of the settings in each language, and a file to begin with, in which everything is a comment."""
    table = options.table()
    made: dict[Path, str] = {}
    for lang, (title, other, about, head, empty) in ABOUT_OPTIONS.items():
        rows = [
            f"| `{name}` | {f'`{toml(default)}`' if default != '' else empty} | {what.render(lang)} | {danger.render(lang) if danger else ''} |"
            for name, _, default, what, danger in table
        ]
        notice = NOTICE.format(source=OPTIONS_SOURCE)
        name = "options.md" if lang == "en" else f"options.{lang}.md"
        made[OPTIONS / name] = (
            "\n\n".join([notice, title, other, about, "\n".join([head, "| --- | --- | --- | --- |", *rows])]) + "\n"
        )
    blocks = ["# 関所の設定の見本です。要る行の # を外して使います。説明は docs/admin/options.ja.md にあります。"]
    for name, _, default, what, danger in table:
        lines = [
            f"# {what.render('ja')}",
            *([f"# 注意：{danger.render('ja')}"] if danger else []),
            f"#{name} = {toml(default)}",
        ]
        blocks.append("\n".join(lines))
    made[OPTIONS / "sekisho.toml"] = "\n\n".join(blocks) + "\n"
    return made


def toml(value: object) -> str:
    """Return a value as a file of settings says it."""
    return str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'


INTRODUCTIONS = {
    "en": (
        "# The shipped procedures",
        "[日本語](README.ja.md)",
        "One for each incident of the first report, and one for a single letter. [How to write one's own](../manual/procedures.md).",
    ),
    "ja": (
        "# 備えつけの手順",
        "[English](README.md)",
        "はじめの報告の事故ごとに一つと、一通の手紙のための一つです。[自分の手順の書き方](../manual/procedures.ja.md)。",
    ),
}


def procedure_pages() -> dict[Path, str]:
    """Return the page of the shipped procedures in each language, with a picture for each."""
    made: dict[Path, str] = {}
    for lang, introduction in INTRODUCTIONS.items():
        blocks = [NOTICE.format(source=f"{PROCEDURE_FILES}/"), *introduction]
        for name in shipped.names():
            procedure = load(shipped.data(name), f"{name}.toml")
            title = procedure.title_en if lang == "en" else procedure.title
            picture = PROCEDURES / f"{name}.{lang}.svg"
            made[picture] = drawing.svg(procedure, lang)
            blocks += [
                f"## {title}",
                f"[`{name}.toml`](../../{PROCEDURE_FILES}/{name}.toml)",
                f"![{title}]({picture.name})",
                f"```text\n{drawing.text(procedure, lang)}```",
            ]
        page = "README.md" if lang == "en" else f"README.{lang}.md"
        made[PROCEDURES / page] = "\n\n".join(blocks) + "\n"
    return made


def stale(made: dict[Path, str]) -> list[str]:
    """Return what is not as it should be, a page at a time."""
    there = generated()
    faults = [f"{path.relative_to(ROOT)}: nothing makes this page" for path in sorted(there - set(made))]
    for path, content in made.items():
        if path not in there or path.read_text(encoding="utf-8") != content:
            faults.append(f"{path.relative_to(ROOT)}: not current; make fix")
    return faults


def generated() -> set[Path]:
    """Return the files that are there of those that this script makes."""
    found = {path for folder in (PAGES, PROCEDURES) for path in folder.glob("*") if path.suffix in {".md", ".svg"}}
    return found | {
        path for name in ("options.md", "options.ja.md", "sekisho.toml") if (path := OPTIONS / name).exists()
    }


def write(made: dict[Path, str]) -> None:
    """Write every page, and take away those whose source is gone."""
    for path in generated() - set(made):
        path.unlink()
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def insert_demo() -> None:
    """Put what the demo prints between the marks of both READMEs; fails where the demo does."""
    program = Path(sys.executable).parent / "sekisho"
    for name, arguments in DEMO.items():
        with TemporaryDirectory() as folder:  # the demo writes its yearly report where it runs
            command = [program, *arguments]
            output = subprocess.run(command, cwd=folder, capture_output=True, check=True, text=True).stdout
        incidents = output.partition("\n\n")[0]  # the walk through the procedures is for the terminal
        block = f"<!-- demo:begin -->\n```text\n{incidents.strip()}\n```\n<!-- demo:end -->"
        readme = ROOT / name
        text = readme.read_text(encoding="utf-8")
        marks = re.compile(r"<!-- demo:begin -->.*?<!-- demo:end -->", re.DOTALL)
        readme.write_text(marks.sub(block.replace("\\", r"\\"), text), encoding="utf-8")


def main() -> int:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--demo", action="store_true")
    options = parser.parse_args()
    if options.demo:
        insert_demo()
        return 0
    try:
        made = pages() | procedure_pages() | option_pages()
    except PageError as error:
        print(error, file=sys.stderr)
        return 1
    if not options.check:
        write(made)
        return 0
    faults = stale(made)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
