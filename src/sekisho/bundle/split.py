"""One office list cut into a clean file per recipient, with the bundle around them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.bundle.headers import HALVES, Layout, find_layout
from sekisho.bundle.master import Master, MasterCell, MasterSheet, ReadMaster, cell_text, read_list
from sekisho.bundle.model import BundleError, Channel
from sekisho.bundle.sources import day_of, flag_of, load_source
from sekisho.words import Personal, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.bundle.model import Source
    from sekisho.bundle.tables import ReadWorkbook

__all__ = ["MasterCell", "MasterSheet", "ReadMaster", "SplitResult", "split"]

_UNSAFE = re.compile(r"[^\w.-]+")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_OMITTED = frozenset({"recipient_id"})


@dataclass(frozen=True, slots=True)
class SplitResult:
    """How many rows went where: file → rows, all of them together ``rows``. ``left_out``: sheets that were not used."""

    counts: Mapping[str, int]
    rows: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cut:
    """The rows of one recipient, with the numbers that they have in the list."""

    recipient: str
    file: str
    rows: tuple[tuple[int, Sequence[MasterCell]], ...]


def split(  # noqa: PLR0913 - these are the options of the command
    master: Path,
    *,
    by: str,
    out: Path,
    read_workbook: ReadWorkbook,
    read_master: ReadMaster,
    title: str,
    today: date,
    channel: Channel = "email",
    recipients: Path | None = None,
) -> SplitResult:
    """Cut a list into ``out``: a file per value of column ``by``, the sources, and ``bundle.toml``.

    Every row below the header goes to exactly one file. ``recipients`` maps the words of the column to recipients by
    id, or by a name or any other value that only one of them has. ``out`` appears whole or not at all. For mail and
    transfer the files are protected when they are released.

    Raises:
        BundleError: something is hidden in the list, a row cannot be mapped, ``out`` is not empty.

    """
    if channel == "web":
        raise BundleError(say("ウェブの宛先は公衆だけなので、宛先ごとに切り分けることはできません。"))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BundleError(say("出力先の{out}が空ではありません。新しいフォルダを指定してください。", out=out.name))
    cut = read_list(master, by, read_master)
    known = None
    if recipients is not None:
        known = load_source("recipients", recipients, {}, read_workbook=read_workbook)
    cuts = _cuts(cut, by, known)
    work = _folder_beside(out)
    try:
        _write(work, cut, cuts, today)
        sources = _write_sources(work, cut, cuts, recipients)
        (work / "bundle.toml").write_text(_toml(title, channel, today, sources, cuts, known), encoding="utf-8")
        _move(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return SplitResult({one.file: len(one.rows) for one in cuts}, len(cut.rows), cut.left_out)


def _folder_beside(out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))


def _move(work: Path, out: Path) -> None:
    if out.exists():
        out.rmdir()
    work.chmod(0o755)  # a temporary folder is its maker's alone
    work.rename(out)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _squeezed(text: str) -> str:
    return "".join(_folded(text).split())


def _cuts(cut: Master, by: str, known: Source | None) -> tuple[_Cut, ...]:
    """Return the rows of each recipient, in the order in which the recipients first appear."""
    recipient_of = _lookup(known) if known else None
    rows: dict[str, list[tuple[int, Sequence[MasterCell]]]] = {}
    for number, cells in cut.rows:
        word = cell_text(cells, cut.by)
        where = {"file": cut.file, "row": number, "column": by}
        if not word:
            raise BundleError(
                say(
                    "{file}の{row}行目は、列「{column}」が空で、どの宛先の行かわかりません。値を入れるか、名簿の行でなければ消してください。",
                    **where,
                )
            )
        recipient = _folded(word) if recipient_of is None else recipient_of.get(_squeezed(word))
        if recipient is None:
            raise BundleError(
                say(
                    "{file}の{row}行目、列「{column}」の「{word}」が、{recipients}のどの宛先かわかりません。宛先の一覧に加えるか、表記をそろえてください。",
                    **where,
                    word=Personal(word),
                    recipients=known.path if known else "",
                )
            )
        rows.setdefault(recipient, []).append((number, cells))
    if not rows:
        raise BundleError(say("{file}には、見出しの下に行がありません。", file=cut.file))
    names = _file_names(list(rows))
    cuts = tuple(_Cut(recipient, names[recipient], tuple(own)) for recipient, own in rows.items())
    if sum(len(one.rows) for one in cuts) != len(cut.rows):  # what this module promises; never seen to fail
        raise BundleError(say("{file}の行数が合いません。何も書き出していません。", file=cut.file))
    return cuts


def _lookup(known: Source) -> dict[str, str]:
    """Return word → recipient: an id means its recipient; any other word only where one recipient alone has it."""
    frame = known.frame
    ids = frame["recipient_id"].to_list()
    owners: dict[str, set[str]] = {}
    for column in frame.columns:
        for word, recipient in zip(frame[column].to_list(), ids, strict=True):
            if word is not None and column not in {"_row", "recipient_id"}:
                owners.setdefault(_squeezed(str(word)), set()).add(recipient)
    single = {word: next(iter(own)) for word, own in owners.items() if len(own) == 1}
    return single | {_squeezed(recipient): recipient for recipient in ids}


def _file_names(recipients: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for recipient in recipients:
        stem = _UNSAFE.sub("_", recipient).strip("._")[:60] or "recipient"
        stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
        name, count = stem, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.casefold())
        names[recipient] = f"out/{name}.xlsx"
    return names


def _write(work: Path, cut: Master, cuts: tuple[_Cut, ...], today: date) -> None:
    from sekisho.bundle.workbook import write_workbook

    (work / "out").mkdir()
    for one in cuts:
        rows = [*cut.above, *(cells for _, cells in one.rows)]
        write_workbook(work / one.file, cut.sheet, rows, cut.widths, today=today)


def _write_sources(work: Path, cut: Master, cuts: tuple[_Cut, ...], recipients: Path | None) -> dict[str, str]:
    """Write the lists against which the files will be inspected, and return kind → path."""
    (work / "sources").mkdir()
    sources: dict[str, str] = {}
    if recipients is None:
        sources["recipients"] = "sources/recipients.csv"
        _write_csv(
            work / sources["recipients"], [("recipient_id", "name"), *((c.recipient, c.recipient) for c in cuts)]
        )
    else:
        sources["recipients"] = f"sources/recipients{recipients.suffix.lower()}"
        shutil.copyfile(recipients, work / sources["recipients"])
    subjects, scope = _subjects(cut, cuts)
    if subjects:
        sources |= {"subjects": "sources/subjects.csv", "scope": "sources/scope.csv"}
        _write_csv(work / sources["subjects"], subjects)
        _write_csv(work / sources["scope"], scope)
    return sources


def _subjects(cut: Master, cuts: tuple[_Cut, ...]) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """Return the persons of the list and who may see whom, both with a header; empty where the list has no names."""
    layout = _layout(cut)
    if layout is None:
        return [], []
    columns = [c for c in layout.places if c not in _OMITTED | {"subject_id"}]
    persons: dict[str, Sequence[str]] = {}
    scope: dict[tuple[str, str], None] = {}
    for one in cuts:
        for number, cells in one.rows:
            values = {column: _source_text(column, cells, layout.places[column]) for column in columns}
            if not any(values.get(part) for part in ("name", *HALVES["name"])):
                continue
            # A list without numbers: the row in the list is as good as a number, and only there.
            place = layout.places.get("subject_id")
            own = _folded(cell_text(cells, place)) if place is not None else ""
            subject = own or f"row-{number}"
            persons.setdefault(subject, [subject, *values.values()])
            scope[one.recipient, subject] = None
    return [["subject_id", *columns], *persons.values()], [("recipient_id", "subject_id"), *scope]


def _layout(cut: Master) -> Layout | None:
    headers = tuple(cell.text for cell in cut.header)
    try:
        return find_layout("subjects", [headers], {}, file=cut.file)
    except BundleError:  # no number, perhaps: a number of our own then
        pass
    try:
        found = find_layout("subjects", [(*headers, "subject_id")], {}, file=cut.file)
    except BundleError:  # a list without names: nothing to inspect it against
        return None
    places = {column: place for column, place in found.places.items() if column != "subject_id"}
    return Layout(found.row, places, found.others, headers)


def _source_text(column: str, cells: Sequence[MasterCell], place: int) -> str:
    """Return a cell as a source has it; a birth date that cannot be read is left out."""
    text = cell_text(cells, place)
    try:
        if column == "birth_date" and text:
            value = cells[place].value
            day = (value.date() if isinstance(value, datetime) else value) if isinstance(value, date) else None
            day = day or day_of(column, text)
            return day.isoformat() if day else ""
        if column == "protected" and text:
            return flag_of(column, text) or ""
    except ValueError:
        return "1" if column == "protected" else ""
    return text


def _write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml(
    title: str, channel: Channel, today: date, sources: Mapping[str, str], cuts: tuple[_Cut, ...], known: Source | None
) -> str:
    lines = [
        "format = 1",
        f"title = {_quoted(title)}",
        f"channel = {_quoted(channel)}",
        f"date = {today.isoformat()}",
        "",
        "[sources]",
        *(f"{kind} = {_quoted(path)}" for kind, path in sources.items()),
    ]
    electronic = channel in {"email", "transfer"}
    if electronic:
        lines += ["", "[policy]", 'protection = "at-release"']
    mail = {}
    if electronic and known is not None and "email" in known.frame.columns:
        mail = dict(known.frame.select("recipient_id", "email").iter_rows())
    for one in cuts:
        lines += ["", "[[parcel]]", f"recipient = {_quoted(one.recipient)}"]
        if mail.get(one.recipient):
            lines.append(f"to = {_quoted(mail[one.recipient])}")
        lines += [f"files = [{_quoted(one.file)}]"]
        if "scope" in sources:
            lines.append("complete = true")
    return "\n".join(lines) + "\n"
