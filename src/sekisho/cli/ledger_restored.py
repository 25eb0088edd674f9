"""`sekisho ledger restored`: after a backup was put back, what is lost goes into the log, which takes events again then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.web import ConfigOption, PlaceOption, options, web
from sekisho.ledger.model import LedgerError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.ledger.restore import Gap

_BY = "system"


def command(
    data: PlaceOption = None,
    config: ConfigOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="失われたものを示すだけでなく、証跡に書きます。元には戻せません。")
    ] = False,
    lang: LangOption = Lang.JA,
) -> int:
    """Say what is lost, and with ``yes`` write it into the log; 0 where nothing is lost or it was written, 1 shown only, 2 unusable."""
    try:
        return _restored(config, data, lang.value, write_it=yes)
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang.value)
    return 2


def _restored(config: Path | None, data: str | None, lang: str, *, write_it: bool) -> int:
    preparing = web("running.preparing")
    try:
        told = options(config, {"data": data})
        here = preparing.prepare(told, create=False)
    except preparing.OptionsError as error:
        write_reason(error.sentence, lang)
        return 2
    gap = here.store.lost
    if gap is None:
        write(_nothing(checked=bool(told.checkpoints)).render(lang) + "\n", None)
        return 0 if told.checkpoints else 2
    write("\n".join(one.render(lang) for one in _lost(gap)) + "\n", None)
    if not write_it:
        write_reason(say("書くには --yes を付けて、もう一度実行してください。"), lang)
        return 1
    at = web("clock").now()
    # In one: a worker that waits must never see the gap named while something that was being sent still looks as if it were not.
    with here.store.transaction():
        here.store.name_gap(at, _BY)
        unsure = web("desk.tasks").unsure(at=at)
    preparing.prepare(told, create=False)  # what this version ships and the backup lacks
    write(say("失われた分を証跡に書きました。また記録できます。").render(lang) + "\n", None)
    if unsure:
        write(
            say(
                "控えを取ったときに送信の途中だったものが{count}件あります。送れたかどうか分からないものとしました。相手に確かめてください。",
                count=unsure,
            ).render(lang)
            + "\n",
            None,
        )
    return 0


def _nothing(*, checked: bool) -> Sentence:
    if checked:
        return say("外の証跡点より後の証跡で、失われたものはありません。")
    return say(
        "設定の checkpoints に外の場所がないため、失われたものがあるかどうか分かりません。証跡点を置いた場所を書いて、もう一度実行してください。"
    )


def _lost(gap: Gap) -> list[Sentence]:
    return [
        say("控えには{kept}件の証跡があります。その後の証跡が失われています。", kept=gap.kept),
        say(
            "外の証跡点のうち{count}個が、戻したデータより後のものです。最後のものは{size}件までの証跡のものです。",
            count=len(gap.lost),
            size=gap.lost[-1].size,
        ),
    ]
