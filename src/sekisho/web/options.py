"""The settings of an installation: one declared table, read from ``sekisho.toml`` and then from ``SEKISHO_…``.

The sample file and the page of the manual are made of this table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sekisho.words import Sentence, say

PREFIX = "SEKISHO_"
FILE_NAME = "sekisho.toml"


class OptionsError(Exception):
    """A setting cannot be used; the sentence names the file and line, or the variable, and what to write."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.text)
        self.sentence = sentence


def _option(default: str | int, what: Sentence, danger: Sentence | None = None, *, secret: bool = False) -> Any:  # noqa: ANN401  of any type
    return field(default=default, repr=not secret, metadata={"what": what, "danger": danger, "secret": secret})


NO = False


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set, with its default."""

    organisation: str = _option("", say("自治体の名前。すべてのページと通行手形に出ます。"))
    data: str = _option(
        "",
        say("データを置くフォルダ、またはPostgreSQLのアドレス（postgresql://…）。空なら、この利用者のデータフォルダ。"),
        say("パスワードを含むアドレスは SEKISHO_DATA_FILE で渡してください。"),
        secret=True,
    )
    files: str = _option("", say("暗号化したファイルを置くフォルダ。空なら、データのフォルダの中の files。"))
    key_file: str = _option(
        "",
        say("データを暗号化する鍵のファイル。空なら、この利用者の設定フォルダの中。"),
        say("失うと、ファイルも氏名も二度と読めません。データとは別に控えを取ってください。"),
    )
    checkpoints: str = _option(
        "", say("証跡点を書き出すフォルダ。別のサーバーや、書き換えられない場所にしてください。")
    )
    checkpoint_key: str = _option(
        "",
        say("証跡点に署名する秘密鍵のファイル。空なら、key_file の隣の checkpoint.key。無ければ最初に作ります。"),
        say("隣にできる .pub（公開鍵）の控えを、このサーバーの外に置いてください。確かめるときに使います。"),
    )
    host: str = _option("127.0.0.1", say("待ち受けるアドレス。"))
    port: int = _option(8000, say("待ち受けるポート。"))
    address: str = _option("http://127.0.0.1:8000", say("職員が開くアドレス。通知のリンクに使います。"))
    behind_proxy: bool = _option(
        NO,
        say("TLSを終端する中継サーバーの後ろで動かすか。"),
        say("中継サーバーなしでtrueにすると、接続元を偽ることができます。"),
    )
    upload_megabytes: int = _option(200, say("一つのファイルの上限（メガバイト）。"))
    session_minutes: int = _option(60, say("何も操作しないとサインアウトするまでの時間（分）。"))
    second_minutes: int = _option(2, say("二人目が何も操作しないと交代が終わるまでの時間（分）。"))
    smtp_host: str = _option("", say("送信に使うメールサーバー。空なら、メールでは送れません。"))
    smtp_port: int = _option(587, say("メールサーバーのポート。"))
    smtp_security: str = _option(
        "starttls",
        say("メールサーバーまでの暗号化。none・starttls・tlsのどれか。"),
        say("noneでは、庁内でも盗み見ることができます。"),
    )
    smtp_user: str = _option("", say("メールサーバーの利用者名。"))
    smtp_password: str = _option("", say("メールサーバーのパスワード。"), secret=True)
    smtp_timeout: int = _option(60, say("メールサーバーの応答を待つ時間（秒）。"))
    smtp_ca: str = _option("", say("庁内の認証局の証明書（PEM）。空なら、システムのもの。"))
    mail_from: str = _option("", say("差出人のメールアドレス。"))
    teams_address: str = _option("", say("通知を送るTeamsのワークフローのアドレス。空なら送りません。"), secret=True)
    teams_proxy: str = _option("", say("Teamsへの通知に使うプロキシのアドレス。空なら使いません。"), secret=True)
    report_office: str = _option("", say("年度報告を出す部署の名前。公表するページと書類に出ます。"))
    report_contact: str = _option(
        "", say("年度報告についての問い合わせ先（電話、受付時間など）。公表するページに出ます。")
    )
    report_policy: str = _option("", say("何をいつ公表し、何を公表しないかの定めと、その施行日。年度報告に出ます。"))
    notify_by_mail: bool = _option(NO, say("待っている仕事を職員にメールで知らせるか。"))


def table() -> tuple[tuple[str, type, object, Sentence, Sentence | None], ...]:
    """Return name, type, default, what it is for, and its danger note of every setting."""
    return tuple(
        (one.name, type(one.default), one.default, one.metadata["what"], one.metadata["danger"])
        for one in fields(Options)
    )


def read(file: Path | None, environ: Mapping[str, str]) -> Options:
    """Return the settings: the defaults, over them the file's, over them those of the environment.

    ``SEKISHO_NAME_FILE`` names a file whose first line is the value, for what should not stand in the environment.

    Raises:
        OptionsError: a name is not known, or a value not fit.

    """
    values: dict[str, object] = {}
    if file is not None:
        values |= _of_file(file)
    values |= _of_environment(environ)
    options = Options(**values)  # type: ignore[arg-type]
    if options.smtp_security not in {"none", "starttls", "tls"}:
        raise OptionsError(say("smtp_security は none・starttls・tls のどれかです。書き直してください。"))
    if options.smtp_user and options.smtp_security == "none":
        raise OptionsError(
            say(
                "smtp_security が none のまま、パスワードは送れません。starttls か tls にするか、smtp_user を外してください。"
            )
        )
    return options


def _of_file(file: Path) -> dict[str, object]:
    try:
        text = file.read_text(encoding="utf-8")
        told = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise OptionsError(
            say("設定ファイル{file}を読めません（{reason}）。", file=str(file), reason=str(error))
        ) from error
    return {key: _fit(key, value, f"{file}:{_line(text, key)}") for key, value in told.items()}


def _line(text: str, key: str) -> int:
    found = re.search(rf"(?m)^\s*(?:{re.escape(key)}|\"{re.escape(key)}\"|\[{re.escape(key)})", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _of_environment(environ: Mapping[str, str]) -> dict[str, object]:
    known = {one.name: one.default for one in fields(Options)}
    values: dict[str, object] = {}
    for variable, text in environ.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        value = text
        if name not in known and name.endswith("_file") and (name := name.removesuffix("_file")) in known:
            try:
                value = Path(text).read_text(encoding="utf-8").split("\n", 1)[0].strip()
            except (OSError, UnicodeDecodeError) as error:
                raise OptionsError(
                    say("{name}のファイルを読めません。場所と権限を確かめてください。", name=variable)
                ) from error
        values[name] = _fit(name, _typed(value, known.get(name)), variable)
    return values


def _typed(text: str, default: object) -> object:
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower(), text)
    if isinstance(default, int):
        return int(text) if text.strip().isascii() and text.strip().isdigit() else text
    return text


def _fit(name: str, value: object, place: str) -> object:
    known = {one.name: one.default for one in fields(Options)}
    if name not in known:
        near = ", ".join(sorted(known))
        raise OptionsError(
            say("{place}：「{name}」という設定はありません。使えるのは{near}です。", place=place, name=name, near=near)
        )
    if type(value) is not type(known[name]):
        kinds = {bool: say("true か false"), int: say("整数"), str: say("引用符で囲んだ文字")}
        raise OptionsError(
            say(
                "{place}：「{name}」には{kind}を書いてください。", place=place, name=name, kind=kinds[type(known[name])]
            )
        )
    _check_range(name, value, place)
    return value


_PORTS = (1, 65535)
_RANGES = {
    "port": _PORTS,
    "smtp_port": _PORTS,
    "upload_megabytes": (1, 10_000),
    "session_minutes": (1, 24 * 60),
    "second_minutes": (1, 60),
    "smtp_timeout": (1, 600),
}
_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?/?")
"""Where staff open the pages. Nothing behind it: the pages lie at the root."""


def _check_range(name: str, value: object, place: str) -> None:
    if name in _RANGES and isinstance(value, int):
        least, most = _RANGES[name]
        if not least <= value <= most:
            raise OptionsError(
                say(
                    "{place}：「{name}」には{least}から{most}までの数を書いてください。",
                    place=place,
                    name=name,
                    least=least,
                    most=most,
                )
            )
    if name == "address" and not _ADDRESS.fullmatch(str(value)):
        raise OptionsError(
            say(
                "{place}：「address」には、http:// か https:// で始まる、サーバーの名前までのアドレスを小文字で書いてください。",
                place=place,
            )
        )
