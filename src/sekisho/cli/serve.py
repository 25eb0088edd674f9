"""`sekisho serve`: the pages and a worker, until it is told to end. `sekisho worker`: another worker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write_reason
from sekisho.cli.web import ConfigOption, PlaceOption, options, web
from sekisho.ledger.model import LedgerError
from sekisho.words import say

if TYPE_CHECKING:
    from sekisho.ledger.restore import Gap
    from sekisho.web.options import Options

_NAME_IT = say(
    "控えを戻したのであれば、sekisho ledger restored で、失われた分を証跡に書いてください。見るだけのページは開けます。"
)
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_USUAL = "http://127.0.0.1:8000"


def command(
    data: PlaceOption = None,
    config: ConfigOption = None,
    host: Annotated[str | None, typer.Option("--host", help="待ち受けるアドレス。設定より優先します。")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="待ち受けるポート。設定より優先します。")
    ] = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Serve until SIGTERM or Ctrl+C, return 0; 2 where a setting, the data or the key cannot be used."""
    try:
        preparing = web("running.preparing")
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    try:
        told = _with_address(options(config, {"data": data, "host": host, "port": port}))
        here = preparing.prepare(told)
        _warn(told, lang.value)
        _say_what_is_lost(here.store.lost, lang.value)
        web("running.serving").serve(here, lambda: _say_where(told, lang.value))
    except (LedgerError, preparing.OptionsError) as error:
        write_reason(error.sentence, lang.value)
        return 2
    return 0


def worker(data: PlaceOption = None, config: ConfigOption = None, lang: LangOption = Lang.JA) -> int:
    """Work until SIGTERM or Ctrl+C, return 0; 2 where a setting, the data or the key cannot be used."""
    try:
        preparing = web("running.preparing")
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    try:
        preparing.prepare(options(config, {"data": data}), create=False)
        working = web("running.worker")
        write_reason(say("ワーカーが動いています。止めるには Ctrl+C。"), lang.value)
        working.work(working.Worker())
    except (LedgerError, preparing.OptionsError) as error:
        write_reason(error.sentence, lang.value)
        return 2
    return 0


def _with_address(told: Options) -> Options:
    """Return the settings with the address that staff open, where nobody has said another than the usual one."""
    if told.address == _USUAL and told.port != 8000:
        return replace(told, address=f"http://127.0.0.1:{told.port}")
    return told


def _warn(told: Options, lang: str) -> None:
    if told.host not in _HERE and told.address.startswith("http://"):
        write_reason(
            say(
                "注意：{host} で、暗号化なしに待ち受けます。庁内でも盗み見ることができます。"
                "TLSの中継サーバーを前に置き、address を https:// にしてください。",
                host=told.host,
            ),
            lang,
        )


def _say_what_is_lost(gap: Gap | None, lang: str) -> None:
    if gap is not None:
        from sekisho.ledger.restore import ReadOnlyError

        write_reason(ReadOnlyError(gap).sentence, lang)
        write_reason(_NAME_IT, lang)


def _say_where(told: Options, lang: str) -> None:
    write_reason(say("関所が {address} で動いています。止めるには Ctrl+C。", address=told.address), lang)
