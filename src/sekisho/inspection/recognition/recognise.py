"""Recognition as a whole: documents in, the mentions of registered persons out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sekisho.inspection.model import Document, Grid, Hiding, Part, Place, Text
from sekisho.inspection.recognition.bulk import Clean, clean_rows
from sekisho.inspection.recognition.doubt import Tally
from sekisho.inspection.recognition.layout import Line, blocks_of, lines_of
from sekisho.inspection.recognition.mentions import CleanRows, Fact, Mention, Mentions
from sekisho.inspection.recognition.readings import Readings, address_of, day_of, kana_of, read_texts
from sekisho.inspection.recognition.records import Record, Sign, pair_texts, paragraph_records, records_of
from sekisho.inspection.recognition.register import Register
from sekisho.inspection.recognition.settle import (
    Held,
    Settled,
    by_reading,
    days_of,
    likely,
    pointed_to,
    readings_of,
    settle,
    settle_among_likely,
)
from sekisho.inspection.recognition.staff import ends_as_unit, is_addressed, is_author_property
from sekisho.inspection.recognition.unheaded import told_by_columns
from sekisho.japan.addresses import address_keys, fold_addresses


@dataclass(frozen=True, slots=True)
class _Found:
    """A record with where it stands: in a grid of a document, or in one of its texts."""

    document: int
    grid: Grid | None
    table: int | None
    text: Text | None
    record: Record


def recognise(register: Register, documents: Sequence[Document], *, in_bulk: bool = True) -> list[Mentions]:
    """Return for each document the mentions of registered persons in it, in reading order, long lists and grids first.

    ``in_bulk=False`` reads every row sign by sign, also where a long list could be read by columns.
    """
    sheets = [[_laid_out(register, grid, in_bulk=in_bulk) for grid in document.grids] for document in documents]
    readings = _read(register, documents, sheets)
    found = list(_records(documents, sheets, readings))
    extra = _by_reading(register, [item.record for item in found])
    doubtful = _doubtful(found, sheets)
    records = [_without(item, doubtful) for item in found]
    settled = _settle(register, records, extra)
    told = told_by_columns(found, records, settled, register)
    anew = _settle(register, list(told.values()), [extra[at] for at in told])
    for at, result in zip(told, anew, strict=True):
        settled[at] = result
    owners = _owners_in(register, found, settled, sheets)
    single: list[list[Mention]] = [[] for _ in documents]
    for item, result in zip(found, settled, strict=True):
        if result:
            single[item.document].append(_mention(item, result, register, owners.get(item.document, {})))
    clean = [tuple(_clean(of_document)) for of_document in sheets]
    return [Mentions(tuple(_once(one, rows)), rows) for one, rows in zip(single, clean, strict=True)]


Key = tuple[int, int | None, str]
"""A column of identifiers: document, table, kind."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A grid with the lines that are read sign by sign, and its clean rows where it is a long list."""

    grid: Grid
    lines: list[Line]
    clean: Clean | None
    rows: int


def _laid_out(register: Register, grid: Grid, *, in_bulk: bool) -> _Sheet:
    clean = clean_rows(register, grid) if in_bulk else None
    return _Sheet(grid, lines_of(grid, clean.rest if clean else None), clean, grid.rows[-1] if grid.rows else 0)


def _tables(sheets: Sequence[_Sheet]) -> Iterator[tuple[int, _Sheet]]:
    """Yield each grid of a document with the number from which its tables are counted."""
    first = 0
    for sheet in sheets:
        yield first, sheet
        first += sheet.rows + 1


def _clean(sheets: Sequence[_Sheet]) -> Iterator[CleanRows]:
    for first, sheet in _tables(sheets):
        if sheet.clean is not None:
            yield replace(sheet.clean.rows, table=first + sheet.clean.rows.table)


def _owners_in(
    register: Register, found: Sequence[_Found], settled: Sequence[Settled | None], sheets: Sequence[Sequence[_Sheet]]
) -> Mapping[int, Mapping[tuple[str, object], int]]:
    """Return for each document whose birth date, reading or address a value is, if one person's there alone.

    A birth date says nothing of its owner in a whole city, and much among the people of one list: a column that was
    sorted alone or shifted holds values of the same list.
    """
    wanted: dict[int, set[tuple[str, object]]] = {}
    named: dict[int, set[int]] = {}
    for item, result in zip(found, settled, strict=True):
        if result is None:
            continue
        if len(result.candidates) == 1:
            named.setdefault(item.document, set()).update(result.candidates)
        keys = {key for held in result.held if held.agrees is False and (key := _value_of(held.sign))}
        wanted.setdefault(item.document, set()).update(keys)
    owners: dict[int, Mapping[tuple[str, object], int]] = {}
    for document, keys in wanted.items():
        if keys:
            cleans = [sheet.clean.persons for sheet in sheets[document] if sheet.clean]
            people = named.get(document, set()).union(*cleans)
            owners[document] = register.owners_among(keys, people)
    return owners


def _value_of(sign: Sign) -> tuple[str, object] | None:
    """Return the kind and folded value of a sign that identifies nobody by itself, but may within one list."""
    value = {"birth_date": day_of, "kana": kana_of, "address": address_of}.get(sign.kind)
    folded = value(sign.text) if value and not sign.owners else None
    return (sign.kind, folded) if folded else None


def _read(register: Register, documents: Sequence[Document], sheets: Sequence[Sequence[_Sheet]]) -> Readings:
    values: dict[str, None] = {}
    running: dict[str, None] = {}
    for document, of_document in zip(documents, sheets, strict=True):
        for sheet in of_document:
            values.update((unit.text, None) for line in sheet.lines for unit in line.units)
            values.update((text, None) for text in pair_texts(sheet.lines))
        for text in document.texts:
            running[text.text] = None
    values.update((text, None) for text in running if len(text) <= 40)
    return read_texts(register, list(values), [text for text in running if text not in values])


def _records(documents: Sequence[Document], sheets: Sequence[Sequence[_Sheet]], readings: Readings) -> Iterator[_Found]:
    for number, (document, of_document) in enumerate(zip(documents, sheets, strict=True)):
        for first, sheet in _tables(of_document):
            for block in blocks_of(sheet.lines, readings.says_fact):
                for record in records_of(block, readings):
                    yield _Found(number, sheet.grid, first + record.block, None, record)
        for before, text in itertools.pairwise((None, *document.texts)):
            if text is not None and not _is_staffs(text, before):
                for record in paragraph_records(text.text, readings):
                    yield _Found(number, None, None, text, record)


_SIGNED = frozenset({Part.PROPERTY, Part.COMMENT, Part.REVISION, Part.ANNOTATION})
"""Parts that say by themselves who wrote them."""
_RUNNING = frozenset({Part.TEXT, Part.PAGE, Part.HEADER_FOOTER, Part.SLIDE, Part.BODY})


def _is_staffs(text: Text, before: Text | None) -> bool:
    """Return whether a text names who wrote the file, or is the name below the unit in a signature."""
    if text.place.part in _SIGNED and is_author_property(text.name):
        return True
    signs = text.place.part in _RUNNING and len(text.text.strip()) <= 12 and not is_addressed(text.text)
    return signs and before is not None and _follows(before.place, text.place) and ends_as_unit(before.text)


def _follows(before: Place, place: Place) -> bool:
    """Return whether a text stands below another one; in a mail each line has its own number."""
    if place.part is Part.BODY and before.row and place.row:
        return before.part is Part.BODY and place.row == before.row + 1
    return before == place


def _by_reading(register: Register, records: Sequence[Record]) -> list[set[int]]:
    """Return for each record those who are found by reading and birth date."""
    days = set().union(*(days_of(record) for record in records))
    born = register.born_on(days, set().union(*(readings_of(record) for record in records))) if days else {}
    persons = register.persons(itertools.chain.from_iterable(born.values()))
    return [by_reading(record, born, persons) if born else set() for record in records]


def _settle(register: Register, records: Sequence[Record], extra: Sequence[set[int]]) -> list[Settled | None]:
    """Return who each record means. A name may be shared by many: they are looked at only where it matters."""
    said = {
        sign.text
        for record, more in zip(records, extra, strict=True)
        if more or pointed_to(record)  # nobody else's address is compared
        for sign in (*record.signs, *record.loose)
        if sign.kind == "address"
    }
    address_keys(fold_addresses(list(said)))  # folded as a column, each is at hand when it is asked for
    likeliest = (likely(record) for record in records)
    persons = register.persons(itertools.chain(*likeliest, *extra))
    settled = [settle_among_likely(record, persons, more) for record, more in zip(records, extra, strict=True)]
    open_ones = [at for at, result in enumerate(settled) if result is None]
    persons = register.persons(itertools.chain.from_iterable(pointed_to(records[at]) for at in open_ones))
    for at in open_ones:
        settled[at] = settle(records[at], persons, extra[at])
    return settled


def _doubtful(found: Sequence[_Found], sheets: Sequence[Sequence[_Sheet]]) -> frozenset[Key]:
    """Return the identifier columns that are of another kind than the register's, and so say nothing."""
    tallies: dict[Key, Tally] = {}
    # Where no name of a table is registered: companies with the numbers of their contracts.
    strangers: dict[Key, Tally] = {}
    for item in found:
        names = [sign for sign in item.record.signs if sign.kind == "name"]
        named = {owner for sign in names for owner in sign.owners}
        for sign in item.record.signs if names else ():
            if sign.kind in {"subject_id", "number"}:
                tally = (tallies if named else strangers).setdefault((item.document, item.table, sign.kind), Tally())
                tally.count(sign.text, known=bool(sign.owners), agrees=bool(named.intersection(sign.owners)))
    for document, of_document in enumerate(sheets):
        for first, sheet in _tables(of_document):
            if sheet.clean is not None:
                rows = sheet.clean.rows
                for kind in rows.kinds.values():
                    key = (document, first + rows.table, kind)
                    if rows:
                        strangers.pop(key, None)
                    if key in tallies:
                        tallies[key].agreeing += len(rows)
                        tallies[key].known += len(rows)
                        tallies[key].rows += len(rows)
    return frozenset(key for key, tally in (strangers | tallies).items() if tally.is_of_another_kind)


def _without(item: _Found, doubtful: frozenset[Key]) -> Record:
    record = item.record
    if not any((item.document, item.table, sign.kind) in doubtful for sign in record.signs):
        return record
    kept = tuple(sign for sign in record.signs if (item.document, item.table, sign.kind) not in doubtful)
    return Record(record.block, kept, record.loose, record.whose)


def _mention(item: _Found, settled: Settled, register: Register, owners: Mapping[tuple[str, object], int]) -> Mention:
    facts = tuple(
        Fact(
            held.sign.kind,
            _place(item, held.sign),
            held.sign.text,
            held.agrees,
            tuple(register.ids[owner] for owner in _owners_of(held, owners)),
            held.sign.typed,
        )
        for held in settled.held
    )
    anchor = _anchor([held.sign for held in settled.held if held.agrees])
    candidates = tuple(register.ids[index] for index in settled.candidates)
    listed = not item.record.whose and any(sign.typed for sign in item.record.signs)
    return Mention(
        _place(item, anchor),
        _hiding(item, anchor),
        candidates,
        facts,
        settled.contradicted,
        item.table,
        item.grid.rows[anchor.cell] if item.grid is not None else None,
        listed,
    )


def _owners_of(held: Held, owners: Mapping[tuple[str, object], int]) -> tuple[int, ...]:
    key = _value_of(held.sign) if held.agrees is False else None
    return (owners[key],) if key is not None and key in owners else held.sign.owners


_ANCHORS = ("name", "kana", "subject_id", "number", "email", "phone", "birth_date", "address", "postal_code", "sex")


def _anchor(signs: Iterable[Sign]) -> Sign:
    return min(signs, key=lambda sign: _ANCHORS.index(sign.kind))


def _place(item: _Found, sign: Sign) -> Place:
    if item.grid is not None:
        return item.grid.place_of(sign.cell)
    assert item.text is not None  # noqa: S101  a record stands in a grid or in a text
    return item.text.place


def _hiding(item: _Found, sign: Sign) -> Hiding:
    if item.grid is not None:
        return item.grid.hiding_of(sign.cell)
    return item.text.hidden if item.text is not None else Hiding.SEEN


def _once(mentions: list[Mention], clean: Sequence[CleanRows]) -> Iterator[Mention]:
    """Drop from running text what a table of the same place has said already: the lines of a PDF page are both."""
    elsewhere = {mention.place for mention in mentions if mention.table is None}
    listed = [rows for rows in clean if rows.grid.place in elsewhere]
    in_tables = {
        (place, mention.candidates, mention.hidden)
        for mention in itertools.chain(mentions, *listed)
        if mention.table is not None
        and elsewhere
        and (place := replace(mention.place, row=None, column=None)) in elsewhere
    }
    for mention in mentions:
        if mention.table is not None or (mention.place, mention.candidates, mention.hidden) not in in_tables:
            yield mention
