"""One list cut into a clean file for each recipient of a dispatch, by the engine's own reading and writing of lists."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from sekisho.bundle.master import Master, MasterCell, cell_text, headers_of, read_list
from sekisho.bundle.model import BundleError
from sekisho.bundle.workbook import write_workbook
from sekisho.inspection.workbooks import read_master
from sekisho.web.desk.models import CutRow, ParcelRow
from sekisho.web.desk.own_lists import source
from sekisho.web.desk.parcels import Addressee, addressee
from sekisho.web.installation import installation
from sekisho.web.store.files import Put
from sekisho.words import LANGUAGES, Sentence, say

SHOWN = 50
"""Of so many rows that belong to nobody the page tells where they stand; it always tells how many there are."""
_NOT_IN_NAMES = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class CutFile:
    """A file that was cut, before it is anybody's draft. ``sha256`` as hex."""

    name: str
    blob: str
    size: int
    sha256: str
    rows: int

    @property
    def put(self) -> Put:
        """Where it lies."""
        return Put(self.blob, self.size, bytes.fromhex(self.sha256))


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a list that is being cut.

    ``columns``: sheet and headers. ``files``: by the key of the parcel. ``nobody``: row and word of rows that belong to no
    recipient, the first `SHOWN` of ``strays``. ``left_out``: sheets that were not used. ``problem``: in both languages.
    """

    name: str
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    by: str = ""
    files: Mapping[str, CutFile] = field(default_factory=dict)
    nobody: tuple[tuple[int, str], ...] = ()
    strays: int = 0
    rows: int = 0
    left_out: tuple[str, ...] = ()
    problem: Mapping[str, str] = field(default_factory=dict)


def sealed(told: Told, cut: str) -> bytes:
    """Return the form that may lie in a row."""
    return installation().cipher.seal_text(json.dumps(asdict(told), ensure_ascii=False), f"desk_cut.told/{cut}")


def opened(row: CutRow) -> Told:
    """Return what is known of a list that is being cut.

    Raises:
        ForgedError: somebody changed it.

    """
    told = json.loads(installation().cipher.open_text(bytes(row.told), f"desk_cut.told/{row.pk}"))
    told["columns"] = tuple((sheet, tuple(headers)) for sheet, headers in told["columns"])
    told["files"] = {key: CutFile(**one) for key, one in told["files"].items()}
    told["nobody"] = tuple((number, word) for number, word in told["nobody"])
    told["left_out"] = tuple(told["left_out"])
    return Told(**told)


def both(sentence: Sentence) -> dict[str, str]:
    """Return a sentence in both languages."""
    return {lang: sentence.render(lang) for lang in LANGUAGES}


# ---------------------------------------------------------------- in the background


def list_columns(cut: str) -> None:
    """Find the headers of a list, for whoever is to say which of them tells the recipient; or why it cannot be cut."""
    row = CutRow.objects.filter(pk=cut, state="reading").first()
    if row is None:
        return
    told = opened(row)
    try:
        with _in_clear(row, told.name) as path:
            found = headers_of(path, read_master)
    except BundleError as error:
        _end(row, "failed", Told(told.name, problem=both(error.sentence)))
        return
    if not found:
        empty = say("「{file}」には何も書かれていません。元の名簿を確かめてください。", file=told.name)
        _end(row, "failed", Told(told.name, problem=both(empty)))
    else:
        _end(row, "columns", Told(told.name, columns=found))


def cut_list(cut: str, *, today: date) -> None:
    """Cut a list by the column that was chosen: nothing is kept of it where it cannot be cut whole."""
    row = CutRow.objects.select_related("dispatch").filter(pk=cut, state="cutting").first()
    if row is None:
        return
    told = opened(row)
    try:
        with _in_clear(row, told.name) as path:
            master = read_list(path, told.by, read_master)
            rows, strays = assigned(master, words_of(row))
            files = dict(_written(row, master, rows, path.parent, today))
    except BundleError as error:
        # The column may have been the wrong one: another one may be chosen.
        _end(row, "columns", Told(told.name, told.columns, told.by, problem=both(error.sentence)))
        return
    made = Told(
        told.name, told.columns, told.by, files, tuple(strays[:SHOWN]), len(strays), len(master.rows), master.left_out
    )
    if CutRow.objects.filter(pk=cut, state="cutting").update(state="cut", told=sealed(made, cut)) != 1:
        _let_go(files.values())


def assigned(
    master: Master, parcels: Mapping[str, str]
) -> tuple[Mapping[str, list[Sequence[MasterCell]]], list[tuple[int, str]]]:
    """Return the rows of each parcel, and number and word of every row that belongs to none. ``parcels``: key by word."""
    rows: dict[str, list[Sequence[MasterCell]]] = {}
    strays: list[tuple[int, str]] = []
    for number, cells in master.rows:
        word = cell_text(cells, master.by)
        key = parcels.get(squeezed(word)) if word else None
        if key is None:
            strays.append((number, word))
        else:
            rows.setdefault(key, []).append(cells)
    return rows, strays


def squeezed(text: str) -> str:
    """Return a word as it is compared: width and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def meant(addressees: Mapping[str, Addressee], others: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """Return key by word: a number means its recipient, any other word the one recipient who alone has it.

    ``others``: what else the registered list says of recipients, by their numbers.
    """
    owners: dict[str, set[str]] = {}
    for key, told in addressees.items():
        for word in (told.name, *told.to, *others.get(told.id, ())):
            if squeezed(word):
                owners.setdefault(squeezed(word), set()).add(key)
    single = {word: next(iter(keys)) for word, keys in owners.items() if len(keys) == 1}
    return single | {squeezed(told.id): key for key, told in addressees.items()}


def words_of(row: CutRow) -> Mapping[str, str]:
    """Return by which words in the list each parcel of the dispatch is meant."""
    from sekisho.web.desk.standing import shown

    number, cipher = row.dispatch.number, installation().cipher
    state = shown([row.dispatch])[number]
    there = {
        one.key: addressee(one.told, cipher, number, one.key)
        for one in ParcelRow.objects.filter(dispatch=number).order_by("key")
        if one.key in state.contents and not state.contents[one.key].withdrawn and one.key not in state.gone
    }
    version = row.dispatch.sources.get("recipients")
    return meant(there, _others(version, {one.id for one in there.values()}) if version else {})


def _others(version: str, wanted: set[str]) -> Mapping[str, Sequence[str]]:
    frame = source(version).frame
    columns = [one for one in frame.columns if one not in {"_row", "recipient_id"}]
    found = frame.filter(frame["recipient_id"].is_in(list(wanted)))
    return {
        str(one["recipient_id"]): [str(one[column]) for column in columns if one[column] is not None]
        for one in found.iter_rows(named=True)
    }


@contextmanager
def _in_clear(row: CutRow, name: str) -> Iterator[Path]:
    """Give the list in clear for as long as it is read, called as it was brought: messages name it."""
    with tempfile.TemporaryDirectory(prefix="sekisho-") as folder:
        path = Path(folder) / "".join("＿" if one in _NOT_IN_NAMES else one for one in name)
        installation().files.write_to(row.blob, path)
        yield path


def _written(
    row: CutRow, master: Master, rows: Mapping[str, list[Sequence[MasterCell]]], folder: Path, today: date
) -> Iterator[tuple[str, CutFile]]:
    files, number = installation().files, row.dispatch.number
    names = {
        one.key: addressee(one.told, installation().cipher, number, one.key).name
        for one in ParcelRow.objects.filter(dispatch=number, key__in=rows)
    }
    made: list[CutFile] = []
    try:
        for done, (key, own) in enumerate(rows.items()):
            CutRow.objects.filter(pk=row.pk).update(done=done, total=len(rows))
            path = folder / f"{key}.xlsx"
            write_workbook(path, master.sheet, [*master.above, *own], master.widths, today=today)
            with path.open("rb") as told:
                put = files.put(iter(partial(told.read, 1 << 20), b""), most=path.stat().st_size)
            path.unlink()
            made.append(CutFile(_file_name(names[key]), put.id, put.size, put.sha256.hex(), len(own)))
            yield key, made[-1]
    except BaseException:
        _let_go(made)
        raise


def _file_name(recipient: str) -> str:
    """Return what the file for a recipient is called."""
    kept = "".join("_" if one in _NOT_IN_NAMES or unicodedata.category(one)[0] == "C" else one for one in recipient)
    return f"{kept.strip(' ._')[:60] or 'list'}.xlsx"


def _let_go(files: Iterable[CutFile]) -> None:
    for one in files:
        installation().files.remove(one.blob)


def _end(row: CutRow, state: str, told: Told) -> None:
    CutRow.objects.filter(pk=row.pk, state=row.state).update(state=state, told=sealed(told, row.pk), done=0, total=0)
