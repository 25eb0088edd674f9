import pytest

from sekisho.inspection.model import Coverage, Document, File, Limits, Part, UnreadableFileError
from sekisho.inspection.readers.csv import read


def seen(data: bytes, name: str = "out/list.csv") -> Document:
    return read(File(name, data), Limits())


def table(document: Document) -> list[tuple[int, str, str]]:
    """Return (row, column, text) of each cell."""
    (grid,) = document.grids
    places = [grid.place_of(cell) for cell in range(len(grid.rows))]
    return [(p.row or 0, p.column or "", grid.text_of(n)) for n, p in enumerate(places)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_an_honest_list_is_read_to_the_end_and_nothing_is_said_of_it(encoding: str, end: str) -> None:
    document = seen(end.join(["番号,氏名", "0012,髙橋①", ""]).encode(encoding))
    assert table(document) == [(1, "A", "番号"), (1, "B", "氏名"), (2, "A", "0012"), (2, "B", "髙橋①")]
    assert document.coverage == Coverage(1, 1)
    assert not document.texts
    assert document.grids[0].place.part is Part.CELL
    assert document.grids[0].place.sheet is None


def test_half_width_katakana_in_cp932_are_not_taken_for_another_encoding() -> None:
    lines = [f"{n},ﾔﾏﾀﾞ ﾀﾛｳ,山田太郎,{word}" for n, word in enumerate(["ﾃｱﾂ", "鴎外", "珮瑶", "纊褜"] * 20)]
    document = seen("\r\n".join(lines).encode("cp932"))
    assert document.coverage.not_read == ()
    assert not document.texts
    assert table(document)[3] == (1, "D", "ﾃｱﾂ")


def test_a_quoted_line_break_stays_in_its_row_and_blank_lines_count() -> None:
    text = '番号,住所\n1,"さくら野市\n北町"\n\n2,"一,二"\n'
    assert table(seen(text.encode())) == [
        (1, "A", "番号"), (1, "B", "住所"), (2, "A", "1"), (2, "B", "さくら野市\n北町"), (4, "A", "2"), (4, "B", "一,二"),
    ]  # fmt: skip


def test_columns_beyond_the_header_are_read() -> None:
    assert (2, "C", "山田花子") in table(seen("番号,氏名\n1,山田太郎,山田花子\n".encode()))
    assert (2, "C", "山田花子") in table(seen('番号,氏名\n1,"山田太郎",山田花子\n'.encode()))


def test_empty_cells_are_left_out_and_each_text_is_kept_once() -> None:
    document = seen(b'a,b\n,x\nx,"="\n="x",')
    assert [cell[2] for cell in table(document)] == ["a", "b", "x", "x", "=", "x"]
    assert len(set(document.grids[0].strings)) == len(document.grids[0].strings)


def test_a_number_kept_by_a_formula_shows_its_zeros() -> None:
    document = seen('番号,名\n="0123","=""0045"""\n=1+2,="a""b"\n'.encode())
    assert [cell[2] for cell in table(document)[2:]] == ["0123", "0045", "=1+2", 'a"b']


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("番号\t氏名\n1\t山田,太郎\n", "a.csv"),
        ("番号;氏名\n1;山田,太郎\n2;x\n", "a.csv"),
        ("sep=;\n番号;氏名\n1;山田,太郎\n", "a.csv"),
        ("番号\t氏名\n1\t山田,太郎\n", "a.tsv"),
        ("番号\t氏名\n1\t山田,太郎\n", "a.txt"),
    ],
)
def test_the_delimiter_is_found(text: str, name: str) -> None:
    assert table(seen(text.encode(), name))[1:4] == [(1, "B", "氏名"), (2, "A", "1"), (2, "B", "山田,太郎")]


def test_a_delimiter_inside_quotes_is_none() -> None:
    assert table(seen(b'"a;b;c";x\n"d;e;f,g";y\n'))[0] == (1, "A", "a;b;c")


def test_one_column_without_any_delimiter_is_a_table() -> None:
    assert table(seen("氏名\n山田太郎\n".encode())) == [(1, "A", "氏名"), (2, "A", "山田太郎")]


def test_prose_in_a_txt_is_lines() -> None:
    document = seen(
        "お知らせ\n\n山田太郎様、こんにちは, 先日は\nありがとうございました。\n".encode("cp932"), "out/letter.txt"
    )
    assert not document.grids
    assert [(t.place.part, t.place.row, t.text) for t in document.texts] == [
        (Part.TEXT, 1, "お知らせ"),
        (Part.TEXT, 3, "山田太郎様、こんにちは, 先日は"),
        (Part.TEXT, 4, "ありがとうございました。"),
    ]


@pytest.mark.parametrize("main", ["utf-8", "cp932"])
def test_a_row_in_a_second_encoding_is_read(main: str) -> None:
    other = {"utf-8": "cp932", "cp932": "utf-8"}[main]
    lines = [f"{n},佐藤一郎,さくら野市".encode(main) for n in range(9)]
    lines[4] = "4,鈴木花子,北町".encode(other)
    document = seen(b"\r\n".join(lines))
    texts = [cell[2] for cell in table(document)] + [text.text for text in document.texts]
    assert "鈴木花子" in texts
    assert all(text.place.row == 5 for text in document.texts)
    assert document.coverage.not_read == ()


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_cell_in_a_second_encoding_is_read(bom: bytes) -> None:
    row = b"5," + "鈴木花子".encode("cp932") + ",さくら野市".encode()
    data = bom + b"\n".join(["番号,氏名,市".encode(), "1,佐藤,さくら野市".encode(), row])
    assert (3, "B", "鈴木花子") in table(seen(data))


def test_a_cell_that_can_be_read_in_two_ways_is_read_in_both() -> None:
    data = b"\r\n".join(["番号,氏名".encode("cp932"), "1,佐藤".encode("cp932"), b"2," + "山田".encode()] * 3)
    data = data.decode("cp932").encode("cp932")
    document = seen(data)
    assert [(t.place.row, t.text) for t in document.texts] == [(3, "山田"), (6, "山田"), (9, "山田")]


def test_what_cannot_be_decoded_is_named_with_its_row_and_the_rest_is_read() -> None:
    data = b"a,b\n1,\xff\xfe\n" + "2,山田太郎\n".encode() + b"3,\xff\n"
    document = seen(data)
    assert (3, "B", "山田太郎") in table(document)
    (unread,) = document.coverage.not_read
    assert (unread.place.row, unread.asks) == (2, False)
    assert unread.part == "row 2 (+1)"
    assert document.coverage.read < document.coverage.parts


def test_half_a_character_at_the_end_of_utf16_is_named() -> None:
    document = seen("番号,氏名\n1,山田".encode("utf-16")[:-1])
    assert document.coverage.not_read[0].place.row == 2


def test_zero_bytes_are_named_and_what_stands_around_them_is_read() -> None:
    document = seen("番号,氏名\n1,山\0田\n".encode())
    assert (2, "B", "山田") in table(document)
    (unread,) = document.coverage.not_read
    assert unread.place.row == 2
    assert "NUL" in unread.why.render()


def test_a_quote_that_is_never_closed_does_not_swallow_the_rows_behind_it() -> None:
    document = seen('番号,氏名\n1,"山田\n2,鈴木\n3,佐藤\n'.encode())
    assert (3, "B", "鈴木") in table(document)
    assert (4, "A", "3") in table(document)


def test_a_very_long_cell_is_no_error() -> None:
    assert table(seen(b'"' + b"a" * 200_000 + b'",b'))[1] == (1, "B", "b")


def test_other_line_separators_of_unicode_end_no_row() -> None:
    assert table(seen("a,b\x0bc\u2028d\n1,2".encode()))[2] == (2, "A", "1")


def test_too_many_cells_are_an_error() -> None:
    with pytest.raises(UnreadableFileError):
        read(File("a.csv", b"a,b\nc,d"), Limits(cells=3))


@pytest.mark.parametrize("data", [b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"", b"\x8a"])
def test_next_to_nothing_is_nothing(data: bytes) -> None:
    assert not "".join(cell[2] for cell in table(seen(data))).strip("\ufffd")
