"""Which column of a registered list holds what: the header row, and the headers that ``[columns]`` names."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sekisho.bundle.columns import COLUMNS, ORGANISATIONS, Header, fold_header, recognise_header
from sekisho.bundle.model import BundleError
from sekisho.words import Personal, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sekisho.bundle.model import SourceKind

NEEDED: Mapping[SourceKind, tuple[str, ...]] = {
    "subjects": ("subject_id", "name"),
    "recipients": ("recipient_id", "name"),
    "scope": ("recipient_id", "subject_id"),
    "consents": ("subject_id",),
}
KNOWN: Mapping[SourceKind, tuple[str, ...]] = {
    "subjects": (
        *(
            "subject_id",
            "recipient_id",
            "name",
            "kana",
            "birth_date",
            "sex",
            "postal_code",
            "address",
            "phone",
            "email",
        ),
        *("household_id", "number", "protected", "moved_from"),
    ),
    "recipients": ("recipient_id", "name", "kana", "kind", "email", "postal_code", "address", "phone", "subject_id"),
    "scope": ("recipient_id", "subject_id", "fields", "valid_from", "valid_until"),
    "consents": ("subject_id", "purpose", "fields", "granted_on", "withdrawn_on"),
}
HALVES = {"name": ("family_name", "given_name"), "kana": ("family_kana", "given_kana")}
_HALF = tuple(half for pair in HALVES.values() for half in pair)
_SPLIT = frozenset({"subjects", "recipients"})
# A person has several of these. The first in the order of ``COLUMNS`` is taken, the others keep their own header.
_SEVERAL = frozenset({"phone", "email", "number"})
# Of no use in a register: row counts, My Numbers, and halves of a name that stands there whole.
_USELESS = frozenset({"serial", "my_number", *_HALF})
# Headers that mean the list's own number, whatever the list is of.
_GENERIC = frozenset({"コード", "code", "id"})
_PLACES = frozenset(map(fold_header, ORGANISATIONS)) | {"送付先", "送信先"}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of a list stand.

    ``row``: the header's row, from 0. ``places``: canonical column → position. ``others``: header → position, of
    columns that the format does not know or that speak of somebody else. ``headers``: the row as it is written.
    """

    row: int
    places: Mapping[str, int]
    others: Mapping[str, int]
    headers: tuple[str, ...]

    def header_of(self, column: str) -> str:
        """Return the header under which the file has a column; halves of a name by the first half."""
        for name in (column, *HALVES.get(column, ())):
            if name in self.places:
                return self.headers[self.places[name]].strip()
        return column


class MissingColumnError(BundleError):
    """A needed column is not there. ``column``: its canonical name; ``headers``: what the header row has, as shown."""

    def __init__(self, sentence: Sentence, column: str, headers: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.column, self.headers = column, headers


class DoubledColumnError(BundleError):
    """Two columns of the file read as the same one. ``column``: its canonical name; ``headers``: the first two."""

    def __init__(self, sentence: Sentence, column: str, headers: tuple[str, str]) -> None:
        super().__init__(sentence)
        self.column, self.headers = column, headers


def allowed_columns(kind: SourceKind) -> tuple[str, ...]:
    """Return the columns that ``[columns.<kind>]`` may name."""
    return KNOWN[kind] + (_HALF if kind in _SPLIT else ())


def find_layout(kind: SourceKind, head: Sequence[Sequence[str]], named: Mapping[str, str], *, file: str) -> Layout:
    """Return where the columns of a list stand, by its first rows and by what ``[columns]`` names.

    A column that is named with an empty text is none of the file's, whatever is recognised.

    Raises:
        MissingColumnError: a needed column is not found.
        DoubledColumnError: two columns are the same one.
        BundleError: a named header is not in the file, or a name is none of the format.

    """
    _check_names(kind, named, file)
    best = header_row(kind, head, named)
    headers = tuple(head[best]) if head else ()
    places = _named_places(kind, headers, {column: text for column, text in named.items() if text}, file)
    recognised = [recognise_header(text) for text in headers]
    absent = frozenset(column for column, text in named.items() if not text)
    places |= _recognised_places(kind, headers, recognised, places, absent, file)
    missing = [column for column in NEEDED[kind] if not _has(column, places)]
    if missing:
        raise _missing(kind, missing, headers, file)
    return Layout(best, places, _others(headers, recognised, frozenset(places.values())), headers)


def header_row(kind: SourceKind, head: Sequence[Sequence[str]], named: Mapping[str, str]) -> int:
    """Return which of a list's first rows, from 0, does best as its header; 0 where there is no row."""
    rated = [(_rating(kind, row, named), -index) for index, row in enumerate(head)]
    return -max(rated, default=((0, 0), 0))[1]


def _has(column: str, places: Mapping[str, int]) -> bool:
    return column in places or (column in HALVES and HALVES[column][0] in places)


def _check_names(kind: SourceKind, named: Mapping[str, str], file: str) -> None:
    allowed = allowed_columns(kind)
    for column in named:
        if column not in allowed:
            near = get_close_matches(column, allowed, n=1, cutoff=0.0)
            raise BundleError(
                say(
                    "[columns.{kind}]の「{column}」という列は、{file}の台帳にはありません。近いものは「{near}」です。"
                    "使える名前: {allowed}",
                    kind=kind,
                    column=column,
                    file=file,
                    near=near[0],
                    allowed=allowed,
                )
            )


def _rating(kind: SourceKind, row: Sequence[str], named: Mapping[str, str]) -> tuple[int, int]:
    """Return how well a row would do as the header: how many needed columns, how many known headers at all."""
    wanted = {fold_header(text): column for column, text in named.items() if text}
    found = [recognise_header(text) for text in row]
    columns = {header.column for header in found if header} | {
        wanted[fold_header(text)] for text in row if fold_header(text) in wanted
    }
    ids = {"number", "subject_id"} if any(column.endswith("_id") for column in NEEDED[kind]) else set()
    needed = sum(
        column in columns or bool(columns & (ids if column.endswith("_id") else set(HALVES.get(column, ()))))
        for column in NEEDED[kind]
    )
    filled = sum(bool(text.strip()) for text in row)
    return needed, sum(header is not None for header in found) * 100 + min(filled, 99)


def _named_places(kind: SourceKind, headers: Sequence[str], named: Mapping[str, str], file: str) -> dict[str, int]:
    places: dict[str, int] = {}
    for column, text in named.items():
        exact = [i for i, header in enumerate(headers) if header.strip() == text.strip()]
        found = exact or [i for i, header in enumerate(headers) if fold_header(header) == fold_header(text)]
        if not found:
            raise BundleError(
                say(
                    "{file}に「{header}」という見出しがありません（[columns.{kind}]の{column}）。この表の見出し: {headers}",
                    file=file,
                    header=text,
                    kind=kind,
                    column=column,
                    headers=_listed(headers),
                )
            )
        if len(found) > 1:
            raise _doubled(kind, column, [headers[i] for i in found], file)
        places[column] = found[0]
    return places


def _recognised_places(
    kind: SourceKind,
    headers: Sequence[str],
    recognised: Sequence[Header | None],
    taken: Mapping[str, int],
    absent: frozenset[str],
    file: str,
) -> dict[str, int]:
    allowed = allowed_columns(kind)
    free = {i: header for i, header in enumerate(recognised) if header and i not in taken.values()}
    places: dict[str, int] = {}
    for column in allowed:
        if column in taken or column in absent:
            continue
        found = [i for i, header in free.items() if header == Header(column)]
        found = found or (_of_the_place(column, free) if kind == "recipients" else [])
        if len(found) > 1:
            found = _first(column, found, headers)
        if len(found) > 1:
            raise _doubled(kind, column, [headers[i] for i in found], file)
        if found:
            places[column] = found[0]
    if kind in _SPLIT:
        _drop_halves(places, taken)
    own = "recipient_id" if kind == "recipients" else "subject_id"
    if own not in places and own not in taken and own not in absent:
        _take_own_number(own, free, headers, places)
    return {column: place for column, place in places.items() if column not in taken and column not in absent}


def _of_the_place(column: str, free: Mapping[int, Header]) -> list[int]:
    """Return the columns of a list of recipients that speak of the place: 園名, 施設所在地."""
    if column not in {"name", "kana", "postal_code", "address", "phone", "email"}:
        return []
    others = {i: header for i, header in free.items() if header.column == column}
    places = [i for i, header in others.items() if header.whose in _PLACES]
    return places or (list(others) if len(others) == 1 else [])


def _first(column: str, found: list[int], headers: Sequence[str]) -> list[int]:
    """Return the one of several columns that comes first in the order of ``COLUMNS``, where several are usual."""
    texts = {fold_header(headers[i]) for i in found}
    if len(found) < 2 or column not in _SEVERAL or len(texts) < len(found):
        return found
    order = [fold_header(text) for text in COLUMNS[column]]
    rank = {text: order.index(text) if text in order else len(order) for text in texts}
    return [min(found, key=lambda i: (rank[fold_header(headers[i])], i))]


def _drop_halves(places: dict[str, int], taken: Mapping[str, int]) -> None:
    """Drop 氏 and 名 where the whole name stands in a column of its own."""
    for whole, halves in HALVES.items():
        if whole in places or whole in taken:
            for half in halves:
                places.pop(half, None)


def _take_own_number(own: str, free: Mapping[int, Header], headers: Sequence[str], places: dict[str, int]) -> None:
    """Find the column that stands for the id of the list where none is called so: コード, the only number, 宛名番号."""
    folded = {i: fold_header(text) for i, text in enumerate(headers)}
    generic = [i for i, text in folded.items() if text in _GENERIC]
    numbers = [i for i, header in free.items() if header == Header("number")]
    first = _first("number", numbers, headers)
    if len(generic) == 1:
        places[own] = generic[0]
        if places.get("subject_id") == generic[0] and own != "subject_id":
            del places["subject_id"]
    elif len(numbers) == 1 or (len(first) == 1 and folded[first[0]].startswith("宛名")):
        places[own] = first[0]
        rest = _first("number", [i for i in numbers if i != first[0]], headers)
        if len(rest) == 1:
            # 宛名番号 is the id then, and 被保険者番号 the number: a list may name people by either.
            places["number"] = rest[0]
    elif own == "recipient_id" and folded.get(places.get("subject_id", -1), "subjectid") != "subjectid":
        places[own] = places["subject_id"]  # letters to registered persons: the recipient is the person


def _others(headers: Sequence[str], recognised: Sequence[Header | None], taken: frozenset[int]) -> dict[str, int]:
    """Return the remaining columns by their headers, without those of no use."""
    others: dict[str, int] = {}
    for i, (text, header) in enumerate(zip(headers, recognised, strict=True)):
        known = header is not None and header.column in _USELESS and (not header.whose or header.column == "my_number")
        if i not in taken and text.strip() and not known and text.strip() not in {*COLUMNS, "_row"}:
            others.setdefault(text.strip(), i)
    return others


def _listed(headers: Sequence[str]) -> tuple[str, ...]:
    """Return the headers for a message. A row without one that is known may be persons: then they are personal."""
    texts = [text.strip() for text in headers if text.strip()]
    known = any(recognise_header(text) for text in texts)
    return tuple(text if known else Personal(text) for text in texts) or ("―",)


def _missing(kind: SourceKind, missing: Sequence[str], headers: Sequence[str], file: str) -> BundleError:
    listed = _listed(headers)
    return MissingColumnError(
        say(
            "{file}に必要な列「{column}」（{usual}など）が見つかりません。見つかった見出し: {headers}。"
            'bundle.tomlに次のように書いてください:\n[columns.{kind}]\n{column} = "見出しの文字"',
            file=file,
            column=missing[0],
            usual=COLUMNS[missing[0]][1],
            headers=listed,
            kind=kind,
        ),
        missing[0],
        listed,
    )


def _doubled(kind: SourceKind, column: str, found: Sequence[str], file: str) -> BundleError:
    return DoubledColumnError(
        say(
            "{file}では、見出し「{first}」と「{second}」がどちらも「{column}」の列に読めます。どちらを使うかをbundle.tomlに書くか、"
            '同じ見出しであれば一方を直してください:\n[columns.{kind}]\n{column} = "見出しの文字"',
            file=file,
            first=found[0].strip(),
            second=found[1].strip(),
            column=column,
            kind=kind,
        ),
        column,
        (found[0].strip(), found[1].strip()),
    )
