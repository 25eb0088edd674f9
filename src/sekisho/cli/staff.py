"""`sekisho staff import`: sections, people, posts and accounts from a table, for the first filling of an installation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from sekisho.bundle.model import BundleError
from sekisho.cli.options import Lang, LangOption
from sekisho.cli.output import write, write_reason
from sekisho.cli.passwords import password_in
from sekisho.cli.web import ConfigOption, PlaceOption, options, web
from sekisho.ledger.model import LedgerError
from sekisho.words import Sentence, say

if TYPE_CHECKING:
    from sekisho.web.people.filling import Filled, Filling
    from sekisho.web.people.sheet import Fault, Row

_FIELDS = {"name": "氏名", "login": "利用者名"}


def fill(
    file: Annotated[
        Path,
        typer.Argument(help="職員番号・氏名・課・役割・開始日（・終了日・利用者名）の表。xlsxかCSV。"),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="何も書き込まず、何が増えるかだけを示します。")] = False,
    data: PlaceOption = None,
    config: ConfigOption = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file",
            help="新しいアカウントが一つだけのとき、その仮のパスワードを1行で書いたファイル。無ければ作って一度だけ表示します。",
            dir_okay=False,
        ),
    ] = None,
    lang: LangOption = Lang.JA,
) -> int:
    """Add what the table holds and is not there yet, print each new password once; 0 done, 2 not usable, nothing added."""
    try:
        return _filled(file, config, data, password_file, lang.value, keep=not dry_run)
    except (BundleError, LedgerError) as error:
        write_reason(error.sentence, lang.value)
    return 2


def _filled(
    file: Path, config: Path | None, data: str | None, password_file: Path | None, lang: str, *, keep: bool
) -> int:
    _begin(config, data)
    from sekisho.web import clock
    from sekisho.web.people import actions, filling
    from sekisho.web.people.sheet import Fault, read_rows

    rows = read_rows(file, file.name, filling.NEEDED, filling.HEADINGS)
    found = filling.filling(rows)
    if found.faults:
        return _faulty(found.faults, lang)
    try:
        password = _maker(found, password_file)
        added = actions.fill(found, password=password, by=actions.SYSTEM, at=clock.now(), keep=keep)
    except actions.FillingError as error:
        return _faulty([Fault(_row_of(rows, error.number), _FIELDS.get(error.field, error.field), error.told)], lang)
    _tell(added, found, lang, keep=keep)
    return 0


def _begin(config: Path | None, data: str | None) -> None:
    """Open the installation that the settings name; made where there is none yet.

    Raises:
        BundleError: the settings cannot be used, or what opens it is not installed.
        LedgerError: the database or the key cannot be used.

    """
    refused = web("options").OptionsError
    try:
        web("installation").begin(options(config, {"data": data}))
    except refused as error:
        raise BundleError(cast("Sentence", error.sentence)) from error


def _maker(found: Filling, password_file: Path | None) -> Callable[[], str]:
    """Return what makes the temporary password of a new account.

    Raises:
        BundleError: a file was given and cannot be used for the accounts of the table.

    """
    from sekisho.web.people.passwords import check_password, temporary_password
    from sekisho.web.people.typed import TypedError

    if password_file is None:
        return temporary_password
    if len(found.logins) != 1:
        raise BundleError(
            say("--password-file は、表の利用者名が一つだけのときに使えます。ほかは、作って一度だけ表示します。")
        )
    password, [(login, number)] = password_in(password_file), found.logins.items()
    try:
        check_password(password, login=login, staff_number=number)
    except TypedError as error:
        raise BundleError(error.told) from error
    return lambda: password


def _row_of(rows: tuple[Row, ...], number: str) -> int:
    from sekisho.web.people.filling import NUMBER

    return next((one.number for one in rows if one[NUMBER] == number), 0)


def _faulty(faults: list[Fault], lang: str) -> int:
    for one in faults:
        place = say("{row}行目「{column}」：{told}", row=one.row, column=one.column, told=one.told)
        write_reason(place, lang)
    write_reason(say("直すところが{count}か所あります。何も書き込んでいません。", count=len(faults)), lang)
    return 2


def _tell(added: Filled, found: Filling, lang: str, *, keep: bool) -> None:
    counts: Mapping[str, int] = {
        "sections": added.sections,
        "people": added.people,
        "posts": added.posts,
        "accounts": len(added.passwords),
    }
    told = (
        say("課{sections}、職員{people}人、役割{posts}、アカウント{accounts}を足しました。", **counts)
        if keep
        else say(
            "足すもの：課{sections}、職員{people}人、役割{posts}、アカウント{accounts}。書き込んでいません。", **counts
        )
    )
    write_reason(told, lang)
    if not keep:
        return
    if "security" not in {one.role for one in found.posts}:
        write_reason(
            say("この表に情報セキュリティ担当はいません。いなければ、ウェブで職員を登録できる人がいません。"), lang
        )
    if added.passwords:
        write_reason(say("仮のパスワードです。どこにも保存していません。本人が最初のサインインで変えます。"), lang)
        write("".join(f"{login}\t{password}\n" for login, password in added.passwords.items()), None, utf8=True)
