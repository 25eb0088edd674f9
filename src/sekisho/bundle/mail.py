"""What leaves by post as mail pieces: lists in which every row is one, and print files with an index of theirs."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sekisho.bundle.columns import fold_header
from sekisho.bundle.model import BundleError, Channel, Mailing, PrintPiece, PrintRun
from sekisho.bundle.paths import file_inside
from sekisho.bundle.tables import read_table
from sekisho.words import Personal, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sekisho.bundle.delimited import Table
    from sekisho.bundle.reading import TomlTable
    from sekisho.bundle.tables import ReadWorkbook

_WORDS: Mapping[str, str] = {
    "piece_id": "piece_id 通番号 通番 連番 通し番号 No 封入番号 封書番号 通知番号 ピース番号 ピースID 郵便物番号 印字番号 出力番号",
    "subject_id": "subject_id 識別番号 個人コード 個人ID 住民コード 住民番号 対象者番号 本人番号 宛名番号 宛名コード",
    "recipient_id": "recipient_id 宛先ID 宛先コード 宛先番号 送付先コード 送付先番号 送付先ID 提供先コード 事業所番号 施設番号 医療機関番号",
    "first_page": "first_page 開始ページ 開始頁 先頭ページ 先頭頁 最初のページ 開始 始ページ 始頁 ページ開始 page_from start_page",
    "last_page": "last_page 終了ページ 終了頁 最終ページ 最終頁 最後のページ 終了 終ページ 終頁 ページ終了 page_to end_page",
    "matching_number": "matching_number 突合番号 照合番号 マッチング番号 マッチングナンバー 照合コード 突合コード 合番 合番号 封入照合番号",
}
_COLUMN_OF = {fold_header(word): column for column, words in _WORDS.items() for word in words.split()}
_NEEDED = ("piece_id", "first_page", "last_page")
_KEPT = re.compile(r'="(.*)"')  # how csv files keep zeros at the front
_PAGE = re.compile(r"(?:p\.?|第)?([1-9][0-9]{0,6})(?:ページ|頁|\.0)?", re.IGNORECASE)


def mailings(top: TomlTable, root: Path, channel: Channel) -> tuple[Mailing, ...]:
    """Return the lists of ``[[mailing]]``.

    Raises:
        BundleError: the channel is not the post, a key is unknown, a file is not there.

    """
    tables = top.tables("mailing", "[[mailing]]")
    for table in tables:
        _by_post("[[mailing]]", channel)
        table.only(("list",))
    return tuple(Mailing(file_inside(root, table.text("list"), table.where("list"))) for table in tables)


def print_runs(top: TomlTable, root: Path, channel: Channel, read_workbook: ReadWorkbook) -> tuple[PrintRun, ...]:
    """Return the print files of ``[[print]]`` with their indexes read.

    Raises:
        BundleError: as ``mailings``; or an index cannot be read; says file, row and column.

    """
    runs = []
    for table in top.tables("print", "[[print]]"):
        _by_post("[[print]]", channel)
        table.only(("file", "index"))
        file = file_inside(root, table.text("file"), table.where("file"))
        if not file.lower().endswith(".pdf"):
            raise BundleError(
                say(
                    "{where}の「{path}」はPDFではありません。封筒ごとのページがわかるように、PDFで出してください。",
                    where=table.where("file"),
                    path=file,
                )
            )
        index = file_inside(root, table.text("index"), table.where("index"))
        runs.append(PrintRun(file, index, read_index(root / index, index, read_workbook)))
    return tuple(runs)


def _by_post(table: str, channel: Channel) -> None:
    if channel != "post":
        raise BundleError(
            say(
                "bundle.tomlの{table}は郵送のためのものですが、channelは{channel}です。channelをpostにするか、[[parcel]]に書いてください。",
                table=table,
                channel=channel,
            )
        )


def read_index(path: Path, file: str, read_workbook: ReadWorkbook) -> tuple[PrintPiece, ...]:
    """Return the pieces that an index names, in its order; ``file`` is what messages call it.

    Raises:
        BundleError: no header, a column or a value is missing or wrong, one piece twice; says row and column.

    """
    _, table = read_table(path, file, read_workbook)
    return index_of(table, file)


def is_index(table: Table) -> bool:
    """Return whether a table tells pages, as the index of a print file does and a list of people does not."""
    return any({"first_page", "last_page"} & _places(row).keys() for row in table.head)


def index_of(table: Table, file: str) -> tuple[PrintPiece, ...]:
    """Return the pieces that an index names, as ``read_index`` does.

    Raises:
        BundleError: as there.

    """
    row, places = _header(table, file)
    headers = {column: table.head[row][at].strip() for column, at in places.items()}
    columns = ["_row", *(str(at) for at in places.values())]
    frame = (table.frame if table.named else table.frame.slice(row + 1)).select(columns)
    pieces: dict[str, PrintPiece] = {}
    for number, *values in frame.iter_rows():
        cells = {column: _cleaned(value) for column, value in zip(places, values, strict=True)}
        if not any(cells.values()):
            continue
        piece = _piece(cells, number, file, headers)
        earlier = pieces.setdefault(piece.id, piece)
        if earlier is not piece:
            raise BundleError(
                say(
                    "{file}の{first}行目と{second}行目で、列「{column}」の「{value}」が重なっています。一方を消すか、番号を直してください。",
                    file=file,
                    first=earlier.row,
                    second=number,
                    column=headers["piece_id"],
                    value=Personal(piece.id),
                )
            )
    if not pieces:
        raise BundleError(
            say("{file}に見出しの他の行がありません。印刷ファイルの索引を出し直してください。", file=file)
        )
    return tuple(pieces.values())


def _cleaned(value: object) -> str:
    """Return an id or a number as the sources hold it: in NFKC, without spaces around it and without ="…"."""
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    kept = _KEPT.fullmatch(text)
    return kept[1].strip() if kept else text


def _header(table: Table, file: str) -> tuple[int, dict[str, int]]:
    rows = [_places(row) for row in table.head]
    best = max(range(len(rows)), key=lambda at: len(rows[at]), default=0)
    places = rows[best] if rows else {}
    missing = [column for column in _NEEDED if column not in places]
    if not missing and not {"subject_id", "recipient_id"} & places.keys():
        missing = ["subject_id"]
    if missing:
        raise BundleError(
            say(
                "{file}に必要な列「{column}」が見つかりません。索引には {known} の列（subject_id と recipient_id はどちらか）を、この見出しで書いてください。",
                file=file,
                column=missing[0],
                known=tuple(_WORDS),
            )
        )
    return best, places


def _places(row: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, text in enumerate(row):
        column = _COLUMN_OF.get(fold_header(text or ""))
        if column:
            places.setdefault(column, at)
    return places


def _piece(cells: Mapping[str, str], row: int, file: str, headers: Mapping[str, str]) -> PrintPiece:
    def wrong(column: str, why: Sentence) -> BundleError:
        return BundleError(
            say(
                "{file}の{row}行目、列「{column}」の「{value}」は使えません。{why}",
                file=file,
                row=row,
                column=headers[column],
                value=Personal(cells.get(column, "")),
                why=why,
            )
        )

    pages = []
    for column in ("first_page", "last_page"):
        match = _PAGE.fullmatch(cells[column])
        if match is None:
            raise wrong(column, say("1から数えたページの番号を書いてください。"))
        pages.append(int(match[1]))
    first, last = pages
    if last < first:
        raise wrong("last_page", say("最後のページが最初のページより前です。"))
    subject, recipient = cells.get("subject_id", ""), cells.get("recipient_id", "")
    if not subject and not recipient:
        raise wrong(
            "subject_id" if "subject_id" in cells else "recipient_id", say("だれへの1通か、番号を書いてください。")
        )
    if not cells["piece_id"]:
        raise wrong("piece_id", say("1通ごとの番号を書いてください。"))
    return PrintPiece(
        cells["piece_id"], row, subject or None, recipient or None, first, last, cells.get("matching_number", "")
    )
