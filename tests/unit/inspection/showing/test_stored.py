from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.inspection.showing.examples import lost, shown

from sekisho.inspection.model import (
    Cipher,
    Coverage,
    Covered,
    Document,
    Grid,
    Hiding,
    Part,
    Place,
    Protection,
    Text,
    Unread,
)
from sekisho.inspection.showing.arranging import WIDEST, arranged
from sekisho.inspection.showing.codes import place_code, place_of, unread_code, unread_of
from sekisho.inspection.showing.leaves import leaves_of, parts_of
from sekisho.inspection.showing.stored import MAGIC, FileToStore, StoredFormError, chunks, from_bytes, opened
from sekisho.words import Personal, say

WHOLE = Coverage(1, 1)


def grid(cells: list[tuple[int, int, str]], **more: object) -> Grid:
    """Return a table of (row, column, text)."""
    cells = sorted(cells)
    strings = list(dict.fromkeys(text for *_, text in cells))
    rows, columns = array("i", [row for row, *_ in cells]), array("i", [column for _, column, _ in cells])
    texts = array("i", [strings.index(text) for *_, text in cells])
    return Grid(more.pop("place", Place(Part.CELL, "名簿")), rows, columns, texts, tuple(strings), **more)  # type: ignore[arg-type]


def stored(document: Document) -> bytes:
    file = FileToStore("a", document.format, False, arranged(document), (), document.protection, document.coverage)
    return b"".join(chunks(file))


# ---------------------------------------------------------------- what is no shown file


@pytest.mark.parametrize("data", [b"", MAGIC, MAGIC + b"\0\0\0\x09", b"PK\x03\x04" + bytes(60), MAGIC + bytes(40)])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(StoredFormError):
        from_bytes(data)


def test_another_version_is_refused() -> None:
    data = stored(Document("csv", WHOLE))
    with pytest.raises(StoredFormError):
        from_bytes(data[:7] + b"\x02" + data[8:])


def test_a_form_that_is_cut_short_is_refused_where_it_is_read() -> None:
    file = from_bytes(stored(Document("csv", WHOLE, grids=(grid([(1, 1, "氏名")]),)))[:-3])
    with pytest.raises(StoredFormError):
        file.parts[0].rows()


# ---------------------------------------------------------------- slices


def test_a_slice_of_a_large_sheet_reads_little() -> None:
    cells = [(row, column, f"{row}-{column}") for row in range(1, 20_001) for column in (1, 2, 3)]
    data = stored(Document("xlsx", WHOLE, grids=(grid_of_many(cells),)))
    read: list[int] = []

    def read_at(first: int, count: int) -> bytes:
        read.append(count)
        return data[first : first + count]

    (part,) = opened(read_at).parts
    rows = part.rows(12_345, 20)
    assert [row.number for row in rows] == list(range(12_346, 12_366))
    assert part.position_of(17_000) == 16_999
    assert sum(read) < len(data) / 8
    assert len(read) <= 6


def grid_of_many(cells: list[tuple[int, int, str]]) -> Grid:
    return Grid(
        Place(Part.CELL, "名簿"),
        array("i", [row for row, *_ in cells]),
        array("i", [column for _, column, _ in cells]),
        array("i", range(len(cells))),
        tuple(text for *_, text in cells),
    )


def test_rows_far_apart_cost_nothing_and_are_found_by_their_numbers() -> None:
    (part,) = shown(Document("xlsx", WHOLE, grids=(grid([(1, 1, "上"), (1_048_576, 16_384, "下")]),))).parts
    assert (part.row_count, part.columns, part.used_columns) == (2, 16_384, (1, 16_384))
    assert (part.position_of(1_048_576), part.position_of(500)) == (1, None)
    assert part.rows(5) == part.rows(1, 0) == part.rows(0, -3) == ()
    assert [row.number for row in part.rows(-4, 99)] == [1, 1_048_576]


def test_a_row_of_very_many_cells_comes_in_pieces() -> None:
    wide = [(1, column, str(column)) for column in range(1, 3 * WIDEST + 2)] + [(2, 1, "次")]
    (part,) = shown(Document("csv", WHOLE, grids=(grid_of_many(wide),))).parts
    rows = part.rows()
    assert [(row.number, len(row.cells)) for row in rows] == [(1, WIDEST)] * 3 + [(1, 1), (2, 1)]
    assert [cell.column for row in rows[:4] for cell in row.cells] == list(range(1, 3 * WIDEST + 2))


# ---------------------------------------------------------------- what is told of tables


def test_hidden_rows_columns_cells_and_merges_are_told() -> None:
    table = grid(
        [(1, 1, "a"), (1, 2, "b"), (2, 1, "c"), (3, 2, "d")],
        hidden_rows={2: Hiding.FILTERED},
        hidden_columns={2: Hiding.COLUMN},
        hidden_cells={2: Hiding.FONT_COLOUR},
        merges=((1, 1, 1, 2), (3, 2, 5, 4)),
    )
    (part,) = shown(Document("xlsx", WHOLE, grids=(table,))).parts
    first, second, third = part.rows()
    assert part.hidden_columns == ((2, Hiding.COLUMN),)
    assert (first.hidden, second.hidden, third.hidden) == (Hiding.SEEN, Hiding.FILTERED, Hiding.SEEN)
    assert [(cell.hidden, cell.across, cell.down) for cell in first.cells] == [
        (Hiding.SEEN, 2, 1),
        (Hiding.COLUMN, 1, 1),
    ]
    assert second.cells[0].hidden is Hiding.FONT_COLOUR
    assert (third.cells[0].across, third.cells[0].down) == (3, 3)


def test_sheets_come_in_the_order_of_the_workbook_empty_ones_too_and_tables_behind_them_last() -> None:
    names = [
        Text(Place(Part.SHEET_NAME, name), name, hidden)
        for name, hidden in (("甲", Hiding.SEEN), ("乙", Hiding.SHEET), ("丙", Hiding.SEEN))
    ]
    pivot = grid([(1, 1, "氏名")], place=Place(Part.PIVOT_CACHE), addressed=False, hidden=Hiding.BEHIND)
    tables = (
        pivot,
        grid([(1, 1, "三")], place=Place(Part.CELL, "丙")),
        grid([(1, 1, "一")], place=Place(Part.CELL, "甲")),
    )
    parts = shown(Document("xlsx", WHOLE, tuple(names), tables)).parts
    assert [part.title for part in parts[:3]] == ["甲", "乙", "丙"]
    assert [part.hidden for part in parts] == [Hiding.SEEN, Hiding.SHEET, Hiding.SEEN, Hiding.BEHIND]
    assert [part.rows()[0].cells[0].text for part in parts if part.row_count] == ["一", "三", "氏名"]


def test_tables_of_a_letter_stand_where_they_stand_in_it() -> None:
    place = Place(Part.TEXT)
    texts = tuple(Text(place, text) for text in ("前", "間", "後"))
    tables = (
        grid([(1, 1, "甲"), (2, 1, "乙")], place=place, addressed=False, after=1),
        grid([(1, 1, "丙")], place=place, addressed=False, after=2, hidden=Hiding.VANISH),
    )
    (part,) = shown(Document("docx", WHOLE, texts, tables)).parts
    rows = part.rows()
    assert [(row.table, row.number, row.cells[0].text) for row in rows] == [
        (0, 0, "前"), (1, 1, "甲"), (1, 2, "乙"), (0, 0, "間"), (2, 3, "丙"), (0, 0, "後"),
    ]  # fmt: skip
    assert [row.hidden for row in rows if row.hidden] == [Hiding.VANISH]


def test_pictures_that_are_not_shown_are_named() -> None:
    (part,) = shown(Document("docx", WHOLE, pictures=2)).parts
    assert [(one.asks, "2枚" in one.why.render()) for one in part.not_shown] == [(True, True)]


def test_what_was_not_read_is_named_on_its_sheet() -> None:
    names = tuple(Text(Place(Part.SHEET_NAME, name), name) for name in ("甲", "乙"))
    lost_one = Unread(
        "sheet2.xml", say("シート「{sheet}」の中身がファイルの中にありません", sheet="乙"), Place(Part.CELL, "乙")
    )
    first, second = shown(Document("xlsx", Coverage(2, 1, (lost_one,)), names)).parts
    assert (first.not_shown, second.not_shown) == ((), (lost_one,))


# ---------------------------------------------------------------- there and back


def test_sentences_with_their_values_come_back() -> None:
    why = say(
        "{file}の中の{name}は壊れている", file=say("甲{n}", n=3), name=Personal("青木花子"), more=[Personal("b"), 1.5]
    )
    unread = Unread("p", why, Place(Part.PAGE, page=4), asks=True, advice=say("直す"))
    back = unread_of(unread_code(unread))
    assert back == unread
    assert back.why.render(mask=True) == why.render(mask=True)
    assert "青木" not in back.why.render(mask=True)


def test_protection_and_coverage_come_back() -> None:
    protection = Protection(Cipher.WEAK, "ZipCrypto", opened=False, why_not=say("開かない"))
    document = Document("zip", Coverage(4, 3, (Unread("x", say("壊れ")),)), protection=protection)
    file = shown(document)
    assert (file.format, file.protection, file.coverage) == ("zip", protection, document.coverage)


WORDS = st.text("青木花子 \u3000馬場\nabc12\0\ud800", min_size=1, max_size=6).filter(str.strip)
HIDINGS = st.sampled_from(list(Hiding))


def places() -> st.SearchStrategy[Place]:
    numbers = st.none() | st.integers(1, 3)
    sheets = st.none() | st.sampled_from(["甲", "乙"])
    return st.builds(Place, st.sampled_from(list(Part)), sheets, numbers, st.none() | st.just("B"), numbers)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    cells = {
        (row, column): text
        for row, column, text in draw(
            st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), WORDS), min_size=1, max_size=6)
        )
    }
    some = st.dictionaries(st.integers(0, 4), HIDINGS, max_size=2)
    return grid(
        [(row, column, text) for (row, column), text in cells.items()],
        place=draw(places()),
        addressed=draw(st.booleans()),
        hidden=draw(HIDINGS),
        hidden_rows=draw(some),
        hidden_columns=draw(some),
        hidden_cells=draw(some),
        after=draw(st.integers(0, 5)),
        merges=draw(st.sampled_from([(), ((1, 1, 2, 2),)])),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    kind = draw(st.sampled_from(["pages", "slides", "neither"]))
    return Document(
        "any",
        WHOLE,
        tuple(draw(st.lists(st.builds(Text, places(), WORDS, HIDINGS, WORDS), max_size=6))),
        tuple(draw(st.lists(grids(), max_size=4))),
        tuple(draw(st.lists(st.builds(Covered, places(), WORDS), max_size=2))),
        pages=2 if kind == "pages" else None,
        slides=((0, Hiding.SEEN), (1, Hiding.SLIDE)) if kind == "slides" else (),
    )


@given(documents())
def test_nothing_that_a_document_holds_is_lost_to_the_viewer(document: Document) -> None:
    file = shown(document)
    assert parts_of(file) == len(leaves_of(document))
    assert [text for text in lost(document, file) if "\ud800" not in text] == []


@given(documents(), st.integers(0, 5), st.integers(0, 5))
def test_slices_are_the_whole_cut(document: Document, first: int, count: int) -> None:
    for part in shown(document).parts:
        assert part.rows(first, count) == part.rows()[first : first + count]
        assert part.asides(first, count) == part.asides()[first : first + count]
        for at, row in reversed(list(enumerate(part.rows()))):
            assert part.rows(part.position_of(row.number) or 0, 1)[0].number == row.number
            assert (part.position_of(row.number) or 0) <= at


@given(places())
def test_places_come_back(place: Place) -> None:
    assert place_of(place_code(place)) == place


def test_a_text_layer_beside_a_table_is_shown_too() -> None:
    """No format has both; but nothing may depend on that."""
    name, layer = Text(Place(Part.SHEET_NAME, "甲"), "甲"), Text(Place(Part.LAYER), "層の字")
    document = Document("any", WHOLE, (name, layer))
    assert lost(document, shown(document)) == []
