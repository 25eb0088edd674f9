"""`sekisho procedure`: whether a procedure can be used, how its path looks, and a new one made from another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption, OutOption
from sekisho.cli.output import write, write_reason
from sekisho.gate import shipped
from sekisho.gate.procedure import Problem, Procedure, ProcedureError, Step
from sekisho.words import Sentence, say

_NAME_LINE = re.compile(r"""^(\s*"?name"?\s*=\s*)("[^"\n]*"|'[^'\n]*')""", re.MULTILINE)
SourceArgument = Annotated[
    str, typer.Argument(metavar="NAME|FILE", help="備えつけの手順の名前か、手順のファイル。", show_default=False)
]


class ShowFormat(StrEnum):
    """How a procedure is shown."""

    TEXT = "text"
    SVG = "svg"
    JSON = "json"


def check(source: SourceArgument, lang: LangOption = Lang.JA) -> int:
    """Print what is wrong with a procedure; return 0 where it can be used, 1 where it cannot, 2 where it cannot be read."""
    from sekisho.gate.lint import examine

    try:
        data, name = _given(source)
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    try:
        problems = examine(data, name)[1]
    except ProcedureError as error:
        problems = error.problems
    errors = sum(not problem.warning for problem in problems)
    verdict = (
        say(
            "誤り {errors}件、注意 {warnings}件。この手順は使えません。", errors=errors, warnings=len(problems) - errors
        )
        if errors
        else say("誤りなし、注意 {warnings}件。この手順は使えます。", warnings=len(problems))
    )
    write("".join(f"{one.render(lang.value)}\n" for one in (*_told(problems, name), verdict)), None)
    return 1 if errors else 0


def show(
    source: SourceArgument,
    form: Annotated[
        ShowFormat, typer.Option("--format", help="text（人が読む）、svg（絵）、json（機械が読む）。")
    ] = ShowFormat.TEXT,
    out: OutOption = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Draw the path of a procedure; return 1 where it has errors, which are told, 2 where it cannot be read or written."""
    from sekisho.gate.drawing import svg, text
    from sekisho.gate.lint import load

    try:
        data, name = _given(source)
        procedure = load(data, name)
        drawn = {ShowFormat.TEXT: text, ShowFormat.SVG: svg}
        made = _in_json(procedure) if form is ShowFormat.JSON else drawn[form](procedure, lang.value)
        write(made, out, utf8=form is not ShowFormat.TEXT)
    except ProcedureError as error:
        for one in _told(error.problems, error.name):
            write_reason(one, lang.value)
        return 1
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    return 0


def new(
    source: Annotated[str, typer.Option("--from", metavar="NAME|FILE", help="もとにする手順。", show_default=False)],
    name: Annotated[
        str, typer.Option("--name", help="新しい手順の名前（英小文字・数字・「-」）。", show_default=False)
    ],
    out: Annotated[
        Path, typer.Option("--out", help="書き出すファイル（名前.toml）か、それを置くフォルダ。", show_default=False)
    ],
    lang: LangOption = Lang.JA,
) -> int:
    """Copy a procedure with its comments under a new name; return 2 where that cannot be done. Overwrites nothing."""
    from sekisho.gate.lint import load

    path = out / f"{name}.toml" if out.is_dir() else out
    try:
        data, old = _given(source)
        load(data, old)
        text = data.decode("utf-8-sig")
        copied = _NAME_LINE.sub(lambda found: f'{found[1]}"{name}"', text, count=1).encode()
        load(copied, path.name)
        _written(path, copied)
    except ProcedureError as error:
        for one in _told(error.problems, error.name):
            write_reason(one, lang.value)
        return 2
    except BundleError as error:
        write_reason(error.sentence, lang.value)
        return 2
    write_reason(
        say("{file}を書き出しました。直したら sekisho procedure check で確かめてください。", file=str(path)), lang.value
    )
    return 0


def _given(source: str) -> tuple[bytes, str]:
    """Return the bytes of a procedure and how its file is called: a file where there is one, else a shipped one.

    Raises:
        BundleError: there is neither, or the file cannot be read.

    """
    path = Path(source)
    if source in shipped.names() and not path.is_file():
        return shipped.data(source), f"{source}.toml"
    try:
        return path.read_bytes(), path.name
    except OSError as error:
        sentence = say(
            "手順「{source}」を読めません（{reason}）。ファイルの場所を確かめるか、備えつけの {known} から選んでください。",
            source=source,
            reason=error.strerror,
            known=shipped.names(),
        )
        raise BundleError(sentence) from error


def _written(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        sentence = say("{file}はもうあります。上書きはしません。別の名前にしてください。", file=str(path))
        raise BundleError(sentence) from error
    except OSError as error:
        sentence = say(
            "{file}に書き出せません（{reason}）。場所と権限を確かめてください。", file=str(path), reason=error.strerror
        )
        raise BundleError(sentence) from error


def _told(problems: Sequence[Problem], name: str) -> Iterator[Sentence]:
    for one in problems:
        if one.warning:
            yield say("{file}:{line}: 注意：{sentence}", file=name, line=one.line, sentence=one.sentence)
        else:
            yield say("{file}:{line}: 誤り：{sentence}", file=name, line=one.line, sentence=one.sentence)


def _in_json(procedure: Procedure) -> str:
    """Return a procedure for machines: every key of the format, those left out in the file with what they mean."""
    top = ("name", "title", "title_en", "channel", "business", "escalates_to", "smallest_section", "one_at_a_time")
    keys = [one.name for one in fields(Step) if one.name not in {"line", "lines"}]
    told = {key: getattr(procedure, key) for key in (*top, "digest")}
    steps = [{key: getattr(step, key) for key in keys} for step in procedure.steps]
    return json.dumps({**told, "step": steps}, ensure_ascii=False, indent=2) + "\n"
