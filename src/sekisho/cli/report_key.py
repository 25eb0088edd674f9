"""`sekisho report-key`: a pair of keys to sign reports with."""

from __future__ import annotations

import os
import secrets
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.passwords import asked, password_in
from sekisho.words import say

_SEED = 32
"""Bytes of an Ed25519 private key (RFC 8032, 5.1.5)."""
_OWNER_ALONE, _EVERYBODY = 0o600, 0o644


def command(
    file: Annotated[
        Path,
        typer.Argument(
            help="秘密鍵を書き出す新しいファイル。公開鍵は末尾に .pub を付けて書き出します。", show_default=False
        ),
    ],
    protect: Annotated[bool, typer.Option("--protect", help="秘密鍵を守るパスワードを端末で尋ねます。")] = False,
    key_password_file: Annotated[
        Path | None, typer.Option("--key-password-file", help="秘密鍵を守るパスワードを1行で書いたファイル。")
    ] = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Make a pair, write both files, print the fingerprint of the public key."""
    from sekisho.documents.inspection.checked import grouped
    from sekisho.ledger.keys import fingerprint, pair, public_key

    public_file = file.with_name(file.name + ".pub")
    try:
        password = (
            password_in(key_password_file) if key_password_file else _asked_twice(lang.value) if protect else None
        )
        private, public = pair(secrets.token_bytes(_SEED), password)
        _write_both(file, private, public_file, public)
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    mark = grouped(fingerprint(public_key(public, name=public_file.name)))
    lines = [
        say("秘密鍵: {file}（署名する人だけのものです。渡さず、控えを安全な所に置いてください）", file=str(file)),
        say("公開鍵: {file}（報告を受け取る人に、報告とは別の方法で渡してください）", file=str(public_file)),
        say("公開鍵の指紋: {fingerprint}", fingerprint=mark),
    ]
    write("".join(line.render(lang.value) + "\n" for line in lines), None)
    return 0


def _asked_twice(lang: str) -> str:
    first = asked(say("新しい鍵のパスワード:"), lang)
    if asked(say("もう一度:"), lang) != first:
        raise BundleError(say("二度のパスワードが違います。もう一度行ってください。"))
    return first


def _write_both(file: Path, private: bytes, public_file: Path, public: bytes) -> None:
    """Write a pair where neither file is there yet, or neither.

    Raises:
        BundleError: one is there, or cannot be written.

    """
    _write_new(file, private, _OWNER_ALONE)
    try:
        _write_new(public_file, public, _EVERYBODY)
    except BundleError:
        file.unlink()
        raise


def _write_new(path: Path, data: bytes, mode: int) -> None:
    try:
        # The system refuses where the name is taken, a link that leads nowhere too: nobody can come in between.
        with open(path, "xb", opener=partial(os.open, mode=mode)) as opened:
            opened.write(data)
    except FileExistsError as error:
        raise BundleError(
            say("{file}はもうあります。鍵は上書きしません。別の名前を指定してください。", file=str(path))
        ) from error
    except OSError as error:
        raise BundleError(
            say(
                "{file}に書き出せません（{reason}）。場所と権限を確かめてください。",
                file=str(path),
                reason=error.strerror,
            )
        ) from error
