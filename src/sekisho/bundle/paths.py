"""Paths that a bundle names: they stay inside its folder, whatever they say."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sekisho.bundle.model import BundleError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from pathlib import Path

_DRIVE = re.compile(r"[A-Za-z]:")


def file_inside(root: Path, text: str, where: Sentence) -> str:
    """Return the path of an existing file below ``root``, with ``/`` and without ``.``; ``where`` names it in messages.

    A name that differs in its Unicode normal form alone is found: a Mac writes が as two characters.

    Raises:
        BundleError: the path leaves the folder, goes through a link, or no file is there.

    """
    parts = tuple(part for part in text.split("/") if part not in {"", "."})
    if text.startswith("/") or "\\" in text or _DRIVE.match(text) or ".." in parts:
        raise BundleError(
            say(
                "{where}の「{path}」は、送付物のフォルダの外を指しています。フォルダの中に置き、「/」区切りの相対パスで書いてください。",
                where=where,
                path=text,
            )
        )
    if not parts or any(unicodedata.category(char) == "Cc" for char in text):
        raise BundleError(
            say("{where}の「{path}」はファイルの名前ではありません。", where=where, path=_printable(text))
        )
    for form in (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        parts = tuple(part for part in form.split("/") if part not in {"", "."})
        if _is_file(root, parts, where, text):
            return "/".join(parts)
    raise BundleError(
        say(
            "{where}の「{path}」が見つかりません。ファイルの名前と、bundle.tomlのあるフォルダからの場所を確かめてください。",
            where=where,
            path=text,
        )
    )


def _is_file(root: Path, parts: tuple[str, ...], where: Sentence, text: str) -> bool:
    path = root
    try:
        for part in parts:
            path = path / part
            if path.is_symlink():
                raise BundleError(
                    say(
                        "{where}の「{path}」はリンク（ショートカット）を通ります。ファイルそのものをフォルダに置いてください。",
                        where=where,
                        path=text,
                    )
                )
        return path.resolve().is_relative_to(root.resolve()) and path.is_file()
    except OSError:  # a name longer than the file system knows
        return False


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
