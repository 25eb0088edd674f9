"""`sekisho checks`: the list of checks, and what one of them does."""

from __future__ import annotations

import importlib
import inspect
import re
from importlib.resources import files
from typing import Annotated

import typer

from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.words import say


def command(
    check: Annotated[str, typer.Argument(metavar="[ID]", help="説明を読みたい検査。", show_default=False)] = "",
    lang: LangOption = Lang.JA,
) -> int:
    """Print all checks, or the page of one."""
    from sekisho.documents.inspection.view import TITLES
    from sekisho.inspection.checks import ALL_IDS

    if not check:
        lines = [f"{name:<13} {TITLES[name].render(lang.value)}" for name in ALL_IDS]
        write("\n".join(lines) + "\n", None)
        return 0
    if check not in ALL_IDS:
        write_reason(
            say("「{check}」という検査はありません。あるのは {known} です。", check=check, known=ALL_IDS), lang.value
        )
        return 2
    write(
        _in_japanese(check) if lang is Lang.JA else f"{check}  {TITLES[check].render('en')}\n\n{_docstring(check)}\n",
        None,
    )
    return 0


def _in_japanese(check: str) -> str:
    page = files("sekisho").joinpath("data", "checks", f"{check}.ja.md").read_text(encoding="utf-8")
    return re.sub("^## ", "■ ", page.removeprefix("# "), flags=re.MULTILINE)


def _docstring(check: str) -> str:
    return inspect.getdoc(importlib.import_module(f"sekisho.inspection.checks.{check}")) or ""
