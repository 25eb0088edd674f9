"""`sekisho ledger change-key`: another key signs the checkpoints from now on; both sign the change."""

from __future__ import annotations

from pathlib import Path

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.web import ConfigOption, PlaceOption, options, web
from sekisho.ledger.model import LedgerError
from sekisho.words import say

_BY = "system"


def command(data: PlaceOption = None, config: ConfigOption = None, lang: LangOption = Lang.JA) -> int:
    """Change the key, say what is to be done with both, return 0; 2 where it cannot be done, and the old one stays."""
    try:
        return _changed(config, data, lang.value)
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang.value)
    return 2


def _changed(config: Path | None, data: str | None, lang: str) -> int:
    preparing = web("running.preparing")
    try:
        here = preparing.prepare(options(config, {"data": data}), create=False)
    except preparing.OptionsError as error:
        write_reason(error.sentence, lang)
        return 2
    kept = web("running.key_change").change_key(web("clock").now(), _BY)
    path = web("places").checkpoint_key_file(here.options)
    told = [
        say("証跡点の鍵を替えました。新しい公開鍵：{file}", file=f"{path}.pub"),
        say("新しい鍵（{file}）の控えを、これまでの鍵の控えと同じ場所に取ってください。", file=str(path)),
        say(
            "これまでの鍵：{file}。前の控えを戻すときに要ります。これまでの公開鍵でも、証跡点のファイルにある交替の一行によって、続けて確かめられます。",
            file=str(kept),
        ),
    ]
    write("\n".join(one.render(lang) for one in told) + "\n", None)
    return 0
