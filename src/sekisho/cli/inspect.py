"""`sekisho inspect`: a bundle, or loose files, in; a verdict out."""

from __future__ import annotations

import sys
import time
import zipfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Format, Lang, LangOption, MaskOption, OutOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.passwords import password_in
from sekisho.cli.progress import progress
from sekisho.cli.signing import signed, signing_key
from sekisho.inspection.workbooks import read_workbook
from sekisho.ledger.model import LedgerError
from sekisho.words import Personal, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from sekisho.bundle.model import Source
    from sekisho.documents.inspection.view import View
    from sekisho.inspection.gathering import Progress
    from sekisho.inspection.model import Limits
    from sekisho.inspection.similarity import Similarity
    from sekisho.inspection.worker.pool import Pool

_WARMED = 100
"""Names of files by which the pool is told what to load: enough to see which formats there are."""
_MEGA = 1_000_000


def command(  # noqa: PLR0917  typer calls it by name
    paths: Annotated[
        list[Path], typer.Argument(help="送付物（フォルダかzip）を一つ、またはばらのファイル。", show_default=False)
    ],
    subjects: Annotated[
        Path | None,
        typer.Option(
            "--subjects", help="ばらのファイルに載る人を知る台帳。宛先がなければ、載っている人を場所つきで挙げます。"
        ),
    ] = None,
    recipient: Annotated[
        str, typer.Option("--recipient", help="ばらのファイルを受け取る宛先の番号。", show_default=False)
    ] = "",
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="ばらのファイルを開くパスワードを1行で書いたファイル。")
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", help="text（人が読む）、json（機械が読む）、html（印刷する）。")
    ] = Format.TEXT,
    out: OutOption = None,
    sign: Annotated[
        Path | None,
        typer.Option("--sign", help="報告に署名する鍵（sekisho report-key で作ります）。--format json だけ。"),
    ] = None,
    key_password_file: Annotated[
        Path | None, typer.Option("--key-password-file", help="署名の鍵を開くパスワードを1行で書いたファイル。")
    ] = None,
    lang: LangOption = Lang.JA,
    mask: MaskOption = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", min=1, help="同時に読むファイルの数。", show_default="CPUの数")
    ] = None,
    max_seconds: Annotated[
        int, typer.Option(min=1, help="一つのファイルに使ってよい処理時間（秒）。大きさに応じて増えます。")
    ] = 60,
    max_memory: Annotated[int, typer.Option(min=64, help="一つのファイルに使ってよいメモリ（MB）。")] = 2000,
    max_inflated: Annotated[int, typer.Option(min=1, help="展開した後の大きさの上限（MB）。")] = 2000,
    max_members: Annotated[int, typer.Option(min=1, help="一つのファイルの中のファイルの数の上限。")] = 5_000,
    max_depth: Annotated[int, typer.Option(min=0, help="ファイルの中のファイルの深さの上限。")] = 8,
    lookalike_days: Annotated[
        int, typer.Option(min=0, help="紛らわしい人: 同じ町で、生年月日の差がこの日数までの人を確かめます。")
    ] = 365,
    lookalike_rows: Annotated[
        int, typer.Option(min=0, help="紛らわしい人: 一覧の中の似た名前どうしを、この行数の一覧まで確かめます。")
    ] = 10_000,
    lookalike_reading_rows: Annotated[
        int, typer.Option(min=0, help="紛らわしい人: 一覧の中の同じ読みどうしを、この行数の一覧まで確かめます。")
    ] = 1_000,
    max_seconds_per_mb: Annotated[
        float, typer.Option(min=0, help="ファイルの大きさ1MBごとに加える処理時間（秒）。")
    ] = 20.0,
    max_ratio: Annotated[int, typer.Option(min=1, help="圧縮率の上限（展開した大きさ÷圧縮した大きさ）。")] = 1_000,
    max_cells: Annotated[int, typer.Option(min=1, help="一つの表のセルの数の上限。")] = 20_000_000,
    max_pages: Annotated[int, typer.Option(min=1, help="PDFのページ数の上限。")] = 20_000,
) -> int:
    """Inspect, write the report, return the exit status of the verdict."""
    from sekisho.inspection.model import Limits
    from sekisho.inspection.similarity import Similarity

    limits = Limits(
        inflated_bytes=max_inflated * _MEGA,
        ratio=max_ratio,
        members=max_members,
        depth=max_depth,
        cells=max_cells,
        pages=max_pages,
        memory_bytes=max_memory * _MEGA,
        seconds=max_seconds,
        seconds_per_megabyte=max_seconds_per_mb,
    )
    from sekisho.inspection.worker.pool import processors

    similarity = Similarity(lookalike_days, lookalike_rows, lookalike_reading_rows)
    began = time.monotonic()
    try:
        key = _key(sign, key_password_file, form, lang.value)
        about = _About(subjects, recipient, password_file)
        view = _inspected(paths, about, _Settings(limits, similarity, jobs or processors()), lang.value)
        view = replace(view, mask=mask, report=replace(view.report, seconds=time.monotonic() - began))
        text = _rendered(view, form, coloured=out is None)
        write(signed(text, key) if key else text, out, utf8=form is not Format.TEXT)
    except (BundleError, LedgerError) as error:
        if form is Format.JSON:
            from sekisho.documents.inspection.json import render_error

            write(render_error(error.sentence, lang=lang.value, mask=mask), None, utf8=True)
        write_reason(error.sentence, lang.value, mask=mask)
        return 2
    return 1 if view.report.verdict in {"stop", "ask"} else 0


def _key(path: Path | None, password_file: Path | None, form: Format, lang: str) -> Ed25519PrivateKey | None:
    """Return the key to sign with, None where nothing is to be signed. Asked for before the long work.

    Raises:
        BundleError: the format carries no signature, or the key or its password cannot be read.
        LedgerError: it is not a key for reports, or the password is wrong.

    """
    if path is None:
        if password_file is not None:
            raise BundleError(say("--key-password-file は、--sign の鍵のためのものです。"))
        return None
    if form is not Format.JSON:
        raise BundleError(say("署名はJSONの報告だけに付けられます。--sign には --format json を付けてください。"))
    return signing_key(path, password_file, lang)


@dataclass(frozen=True, slots=True)
class _About:
    """What is said beside loose files."""

    subjects: Path | None
    recipient: str
    password_file: Path | None


@dataclass(frozen=True, slots=True)
class _Settings:
    """How to inspect: with which limits and thresholds, and by how many processes."""

    limits: Limits
    similarity: Similarity
    jobs: int


def _inspected(paths: list[Path], about: _About, settings: _Settings, lang: str) -> View:
    """Return the report on a bundle or on loose files.

    Raises:
        BundleError: the bundle cannot be used, a file is not there, or the call mixes the two.

    """
    from sekisho.inspection.worker.pool import Pool

    bundles = [path for path in paths if is_bundle(path)]
    if bundles and len(paths) > 1:
        raise BundleError(say("送付物（{file}）は一つずつ検査してください。", file=bundles[0].name))
    if bundles and (about.subjects or about.recipient or about.password_file):
        raise BundleError(
            say(
                "--subjects、--recipient、--password-file はばらのファイルのためのものです。送付物では bundle.toml に書いてください。"
            )
        )
    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise BundleError(say("{file}が見つかりません。ファイルの名前と場所を確かめてください。", file=str(missing)))
    with Pool(settings.jobs, settings.limits) as pool, progress(lang) as show:
        if bundles:
            return _bundle(bundles[0], settings.similarity, pool, lang, show)
        return _files(paths, about, pool, lang, show)


def is_bundle(path: Path) -> bool:
    """Return whether a path is meant as a bundle: a folder, or a zip file with a bundle.toml at its top."""
    if path.is_dir() or path.name == "bundle.toml":
        return True
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name.rpartition("/")[2] == "bundle.toml" and name.count("/") <= 1 for name in names)


def _bundle(path: Path, similarity: Similarity, pool: Pool, lang: str, show: Progress | None) -> View:
    from sekisho.bundle.load import load
    from sekisho.bundle.unpack import unpacked
    from sekisho.inspection.gathering import begin_reading

    with unpacked(path.parent if path.name == "bundle.toml" else path) as folder:
        pool.warm([*(file.name for file in folder.rglob("*"))][:_WARMED])
        bundle = load(
            folder,
            read_workbook=partial(read_workbook, reader=pool),
            begin=partial(begin_reading, folder, limits=pool.limits, ahead=pool),
        )
        # Loaded late: until here the workers have been set to work, and these take a while.
        from sekisho.documents.inspection.view import View
        from sekisho.inspection.run import Options, inspect

        report = inspect(bundle, Options(pool.limits, similarity), reader=pool, progress=show)
    return View(
        report, lang, recipients=_recipients(bundle.sources.recipients), subjects=bundle.sources.subjects is not None
    )


def _files(paths: list[Path], about: _About, pool: Pool, lang: str, show: Progress | None) -> View:
    from sekisho.documents.inspection.view import View
    from sekisho.inspection.run import Options, inspect_files

    pool.warm([path.name for path in paths][:_WARMED])
    report = inspect_files(
        paths,
        Options(pool.limits),
        reader=pool,
        subjects=_subjects(about.subjects, pool) if about.subjects else None,
        recipient=about.recipient,
        password=password_in(about.password_file) if about.password_file else None,
        progress=show,
    )
    return View(report, lang, subjects=about.subjects is not None)


def _subjects(path: Path, pool: Pool) -> Source:
    from sekisho.bundle.sources import load_source

    return load_source("subjects", path, {}, read_workbook=partial(read_workbook, reader=pool))


def _recipients(source: Source | None) -> dict[str, str | Personal]:
    """Return the name of every recipient; where the recipient is a registered person, as a person's."""
    if source is None:
        return {}
    ids, names = source.frame["recipient_id"].to_list(), source.frame["name"].to_list()
    persons = source.frame["subject_id"].to_list() if "subject_id" in source.frame.columns else [None] * len(ids)
    told = zip(ids, names, persons, strict=True)
    return {key: Personal(name) if person is not None else name for key, name, person in told}


def _rendered(view: View, form: Format, *, coloured: bool) -> str:
    if form is Format.JSON:
        from sekisho.documents.inspection import json

        return json.render(view.report, lang=view.lang, mask=view.mask)
    if form is Format.HTML:
        from sekisho.documents.inspection import html

        return html.render(view)
    from sekisho.documents.inspection import text

    return text.render(view, colour=coloured and sys.stdout.isatty())
