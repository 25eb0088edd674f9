"""A folder with ``bundle.toml`` in it as a bundle, or the reason why it is none."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast, get_args

from sekisho.bundle.headers import allowed_columns
from sekisho.bundle.mail import mailings, print_runs
from sekisho.bundle.model import (
    PUBLIC,
    Bundle,
    BundleError,
    Channel,
    Item,
    Mailing,
    Parcel,
    PrintRun,
    ProtectionPolicy,
    Source,
    SourceKind,
    Sources,
)
from sekisho.bundle.paths import file_inside
from sekisho.bundle.reading import TomlTable
from sekisho.bundle.scopes import check_fields
from sekisho.bundle.sources import load_source
from sekisho.words import Personal, say

if TYPE_CHECKING:
    from pathlib import Path

    from sekisho.bundle.tables import ReadWorkbook

__all__ = ["check_filled", "load"]

Begin = Callable[[tuple[Parcel, ...]], None]

_FORMAT = 1
_TOP = (
    *("format", "title", "channel", "date", "department", "purpose"),
    *("sources", "columns", "parcel", "mailing", "print", "policy"),
)
_PARCEL = ("recipient", "to", "files", "subjects", "items", "complete", "password_file")
_ITEM = ("kind", "code", "sheets")
_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
_ELECTRONIC = frozenset({"email", "transfer"})
_LINE = re.compile(r"at line (\d+)")


def load(path: Path, *, read_workbook: ReadWorkbook, begin: Begin | None = None) -> Bundle:
    """Return the bundle in folder ``path``, with its sources read and everything that it names found.

    ``begin`` is told the parcels before the sources are read, which takes a while.

    Raises:
        BundleError: the bundle or a source cannot be used; says file, key or row and column, and what to do.

    """
    top = TomlTable(_toml(path))
    if top.whole("format") != _FORMAT:
        raise BundleError(
            say(
                "{where}は{value}ですが、このSekishoが読めるのは{known}だけです。",
                where=top.where("format"),
                value=top.whole("format"),
                known=_FORMAT,
            )
        )
    top.only(_TOP)
    channel = cast("Channel", top.one_of("channel", get_args(Channel)))
    title, day = top.text("title"), top.day("date")
    department, purpose = top.text("department", ""), top.text("purpose", "")
    protection = _protection(top, channel)
    parcels = tuple(_parcel(table, path, channel) for table in top.tables("parcel", "[[parcel]]"))
    lists, prints = mailings(top, path, channel), print_runs(top, path, channel, read_workbook)
    _check_something(parcels, lists, prints)
    bundle = Bundle(
        path, title, channel, day, protection, parcels, Sources(), department, purpose, mailings=lists, prints=prints
    )
    if begin:
        begin(bundle.outgoing)
    sources = _sources(top, path, read_workbook)
    _check_known(parcels, sources)
    for run in prints:
        _check_pieces(run, sources)
    return replace(bundle, sources=sources)


def _toml(folder: Path) -> dict[str, object]:
    path = folder / "bundle.toml"
    if path.is_symlink() or not path.is_file():
        raise BundleError(
            say(
                "{folder}にbundle.tomlがありません。bundle.tomlのあるフォルダかzipを指定してください。",
                folder=folder.name,
            )
        )
    data = path.read_bytes()
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise BundleError(
            say(
                "bundle.tomlの{line}行目がUTF-8ではありません。文字コードをUTF-8にして保存し直してください。",
                line=data.count(b"\n", 0, error.start) + 1,
            )
        ) from error
    except RecursionError as error:
        raise BundleError(say("bundle.tomlの括弧が深すぎて読めません。書き方を確かめてください。")) from error
    except tomllib.TOMLDecodeError as error:
        place = _LINE.search(str(error))
        raise BundleError(
            say(
                "bundle.tomlの{line}行目が読めません。引用符や括弧の閉じ忘れ、同じ項目の重なりがないか確かめてください（{reason}）。",
                line=int(place[1]) if place else data.count(b"\n") + 1,
                reason=str(error),
            )
        ) from error


def _protection(top: TomlTable, channel: Channel) -> ProtectionPolicy:
    policy = top.table("policy", "[policy]")
    policy.only(("protection",))
    default = "in-file" if channel in _ELECTRONIC else "none"
    return cast("ProtectionPolicy", policy.one_of("protection", get_args(ProtectionPolicy), default))


def _folded(text: str) -> str:
    """Return an id as the sources hold it: width and outer spaces make no difference."""
    return unicodedata.normalize("NFKC", text).strip()


def _check_something(parcels: Sequence[Parcel], lists: Sequence[Mailing], prints: Sequence[PrintRun]) -> None:
    """Refuse a bundle in which nothing leaves, and a file that is given out as two things."""
    if not parcels and not lists and not prints:
        raise BundleError(
            say(
                "bundle.tomlに[[parcel]]も[[mailing]]も[[print]]もありません。宛先ごとに[[parcel]]を一つ書いてください。"
            )
        )
    files = [one.list for one in lists] + [one.file for one in prints]
    taken = {file.casefold() for parcel in parcels for file in parcel.files}
    for file in files:
        if file.casefold() in taken:
            raise BundleError(
                say("「{path}」が、bundle.tomlの二つの表に書かれています。一つにしてください。", path=file)
            )
        taken.add(file.casefold())


def _parcel(table: TomlTable, root: Path, channel: Channel) -> Parcel:
    table.only(_PARCEL)
    recipient = _folded(table.text("recipient", PUBLIC if channel == "web" else None))
    if channel == "web" and recipient != PUBLIC:
        raise BundleError(
            say(
                "{where}は「{value}」ですが、channelがwebのときの宛先は公衆（{public}）です。この行を消してください。",
                where=table.where("recipient"),
                value=recipient,
                public=PUBLIC,
            )
        )
    to = table.texts("to", single=True)
    if to and channel not in _ELECTRONIC:
        raise BundleError(
            say(
                "{where}は、channelがemailかtransferのときだけ書けます（いまは{channel}）。channelを直すか、この行を消してください。",
                where=table.where("to"),
                channel=channel,
            )
        )
    files = _files(table, root)
    items = tuple(_item(item) for item in table.tables("items", "items"))
    if not files and not items:
        raise BundleError(say("{where}が空です。送るファイルか、itemsを書いてください。", where=table.where("files")))
    password_file, password = _password(table, root)
    subjects = tuple(_folded(subject) for subject in table.texts("subjects"))
    return Parcel(recipient, files, to, subjects, items, table.truth("complete"), password_file, password)


def _files(table: TomlTable, root: Path) -> tuple[str, ...]:
    files: list[str] = []
    for text in table.texts("files"):
        file = file_inside(root, text, table.where("files"))
        if any(file.casefold() == other.casefold() for other in files):
            raise BundleError(
                say(
                    "{where}に「{path}」が二度書かれています。一つにしてください。",
                    where=table.where("files"),
                    path=file,
                )
            )
        files.append(file)
    return tuple(files)


def _item(table: TomlTable) -> Item:
    table.only(_ITEM)
    return Item(table.text("kind"), table.text("code", ""), table.whole("sheets", 1, least=1))


def _password(table: TomlTable, root: Path) -> tuple[str | None, str | None]:
    if "password_file" not in table.values:
        return None, None
    where = table.where("password_file")
    file = file_inside(root, table.text("password_file"), where)
    try:
        password = (root / file).read_bytes().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BundleError(say("{where}の「{path}」がUTF-8ではありません。", where=where, path=file)) from error
    if not password or "\n" in password or "\r" in password:
        raise BundleError(say("{where}の「{path}」には、パスワードだけを1行で書いてください。", where=where, path=file))
    return file, password


def _sources(top: TomlTable, root: Path, read_workbook: ReadWorkbook) -> Sources:
    table, columns = top.table("sources", "[sources]"), top.table("columns", "[columns]")
    table.only(_KINDS)
    columns.only(_KINDS)
    loaded: dict[SourceKind, Source] = {}
    for kind in _KINDS:
        named = columns.table(kind, f"[columns.{kind}]")
        if named.values:
            named.only(allowed_columns(kind))
            table.text(kind)
        if kind in table.values:
            file = file_inside(root, table.text(kind), table.where(kind))
            headers = {column: named.text(column, "") for column in named.values}
            loaded[kind] = load_source(kind, root / file, headers, read_workbook=read_workbook, file=file)
    sources = Sources(**loaded)
    check_filled(sources)
    for source in (sources.scope, sources.consents):
        if source:
            check_fields(source, sources.subjects)
    return sources


def check_filled(sources: Sources) -> None:
    """Make sure that registers can be right: somebody is in them, and a scope speaks of somebody who is registered.

    Raises:
        BundleError: they cannot.

    """
    for source in (sources.scope, sources.subjects, sources.recipients):
        if source and not source.frame.height:
            raise BundleError(
                say(
                    "{file}に見出しの他の行がありません。空の台帳では検査できません。出し直してください。",
                    file=source.path,
                )
            )
    if sources.scope and sources.subjects:
        scope, subjects = sources.scope.frame["subject_id"], sources.subjects.frame["subject_id"]
        if not scope.is_in(subjects.implode()).any():
            raise BundleError(
                say(
                    "{scope}の本人は、一人も{subjects}にいません（例: {row}行目の「{value}」）。番号の列と、先頭の0が落ちていないかを確かめてください。",
                    scope=sources.scope.path,
                    subjects=sources.subjects.path,
                    row=sources.scope.frame["_row"][0],
                    value=Personal(scope[0]),
                )
            )


def _check_known(parcels: tuple[Parcel, ...], sources: Sources) -> None:
    known = _known_recipients(sources)
    for number, parcel in enumerate(parcels, start=1):
        if known is not None and parcel.recipient not in known | {PUBLIC}:
            raise BundleError(
                say(
                    "bundle.tomlの{number}番目の[[parcel]]の宛先「{recipient}」が、どの台帳にもありません（{files}）。番号を確かめてください。",
                    number=number,
                    recipient=parcel.recipient,
                    files=tuple(s.path for s in (sources.recipients, sources.scope, sources.subjects) if s),
                )
            )
    if sources.subjects and any(parcel.subjects for parcel in parcels):
        registered = frozenset(sources.subjects.frame["subject_id"])
        for number, parcel in enumerate(parcels, start=1):
            missing = [Personal(subject) for subject in parcel.subjects if subject not in registered]
            if missing:
                raise BundleError(
                    say(
                        "bundle.tomlの{number}番目の[[parcel]]のsubjectsにある{missing}が、{file}にいません。番号を確かめてください。",
                        number=number,
                        missing=missing,
                        file=sources.subjects.path,
                    )
                )


def _check_pieces(run: PrintRun, sources: Sources) -> None:
    """Refuse a piece to somebody whom no source knows."""
    subjects = frozenset(sources.subjects.frame["subject_id"]) if sources.subjects else None
    recipients = _known_recipients(sources)
    for piece in run.pieces:
        for value, known, column in (
            (piece.subject_id, subjects, "subject_id"),
            (piece.recipient_id, recipients, "recipient_id"),
        ):
            if value is not None and known is not None and value not in known:
                raise BundleError(
                    say(
                        "{file}の{row}行目、列「{column}」の「{value}」が、どの台帳にもいません。番号を確かめてください。",
                        file=run.index,
                        row=piece.row,
                        column=column,
                        value=Personal(value),
                    )
                )


def _known_recipients(sources: Sources) -> frozenset[str] | None:
    """Return the ids of all recipients, None where no source speaks of recipients.

    A list of recipients has everyone to whom something may be sent. Without one, whoever is in the scope is known.
    """
    if sources.recipients:
        return frozenset(sources.recipients.frame["recipient_id"])
    lists = [s.frame for s in (sources.scope, sources.subjects) if s and "recipient_id" in s.frame.columns]
    if not lists:
        return None
    return frozenset(value for frame in lists for value in frame["recipient_id"].unique() if value is not None)
