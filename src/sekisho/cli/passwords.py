"""Passwords: from a file of one line, or asked for at the terminal. Never from the command line, where others see it."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path

from sekisho.bundle.model import BundleError
from sekisho.words import Sentence, say


def password_in(path: Path) -> str:
    """Return the password in a file.

    Raises:
        BundleError: it cannot be read, or does not hold one line.

    """
    try:
        password = path.read_bytes().decode("utf-8-sig").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(
            say("パスワードのファイル（{file}）を読めません。UTF-8で1行だけ書いてください。", file=path.name)
        ) from error
    if not password or "\n" in password:
        raise BundleError(
            say("パスワードのファイル（{file}）には、パスワードだけを1行で書いてください。", file=path.name)
        )
    return password


def asked(question: Sentence, lang: str) -> str:
    """Return what a person types at the terminal, unseen.

    Raises:
        BundleError: nobody is there to be asked, or nothing was typed.

    """
    nobody = BundleError(
        say(
            "鍵のパスワードが要ります。端末で入力するか、パスワードを書いたファイルを --key-password-file で渡してください。"
        )
    )
    if not sys.stdin.isatty():
        raise nobody
    try:
        password = getpass(question.render(lang) + " ")
    except EOFError as error:
        raise nobody from error
    if not password:
        raise nobody
    return password
