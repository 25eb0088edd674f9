"""What of its surroundings a finding shows: first what must stay masked."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.inspection.showing.examples import shown

from sekisho.inspection.model import Coverage, Document, Grid, Hiding, Part, Place, Text
from sekisho.inspection.showing.excerpt import Excerpt, excerpt, masked
from sekisho.inspection.showing.model import Shown

HEAD = ("園児番号", "保護者", "氏名", "生年月日", "幼稚園", "備考")
NEAR = ("S{n:04}", "青木 太郎{n}", "青木 花子{n}", "2020-04-{n:02}", "若葉台", "双子の妹{n}")
SHEET = Place(Part.CELL, "名簿")
HIT = ("S9999", "馬場 一", "馬場 ゆい", "2021-01-01", "青葉の森", "転園")


def sheet(*rows: tuple[str, ...], place: Place = SHEET, addressed: bool = True, **more: object) -> Shown:
    cells = [(row, column, text) for row, line in enumerate(rows, 1) for column, text in enumerate(line, 1) if text]
    grid = Grid(
        place,
        array("i", [row for row, *_ in cells]),
        array("i", [column for _, column, _ in cells]),
        array("i", range(len(cells))),
        tuple(text for *_, text in cells),
        addressed,
        **more,  # type: ignore[arg-type]
    )
    (part,) = shown(Document("any", Coverage(1, 1), grids=(grid,))).parts
    return part


def roster(count: int = 30, at: int = 14, *, head: tuple[str, ...] = HEAD) -> Shown:
    rows = [tuple(text.format(n=n) for text in NEAR) for n in range(2, count + 2)]
    rows[at - 2] = HIT
    return sheet(head, *rows)


def place(row: int | None, sheet: str | None = "名簿") -> Place:
    return Place(Part.CELL, sheet, row, "C")


def told(found: Excerpt, role: str | None = None) -> list[list[str]]:
    return [[cell.text for cell in line.row.cells] for line in found.lines if role in {None, line.role}]


# ---------------------------------------------------------------- what must not be seen


def test_neighbours_are_stars_in_every_column_that_could_tell_who_they_are() -> None:
    found = excerpt(roster(), place(14))
    assert [line.row.number for line in found.lines] == [1, 12, 13, 14, 15, 16]
    for near in told(found, "near"):
        assert near[:4] == ["＊＊＊＊＊", "＊＊ ＊＊＊＊", "＊＊ ＊＊＊＊", "＊＊＊＊-＊＊-＊＊"]
        assert set(near[5]) == {"＊"}


def test_what_is_masked_stands_nowhere_in_what_is_handed_out() -> None:
    assert "青木" not in repr(excerpt(roster(), place(14)))
    assert "S00" not in repr(excerpt(roster(), place(14)))


@pytest.mark.parametrize(
    "head", [("", "", "", "", "", ""), ("番号", "", "", "", "", ""), ("い", "ろ", "は", "に", "ほ", "へ")]
)
def test_without_headings_everything_around_is_masked(head: tuple[str, ...]) -> None:
    found = excerpt(roster(head=head), place(14))
    assert {char for row in told(found, "near") for text in row for char in text} <= set("＊ -")
    assert all(line.role != "heading" for line in found.lines)


def test_a_line_of_a_form_is_no_heading() -> None:
    found = excerpt(sheet(("氏名", "青木花子", "生年月日", "2020-04-01"), HIT, HIT), place(2))
    assert told(found, "heading") == []
    assert told(found, "near")[0] == ["＊＊", "＊＊＊＊", "＊＊＊＊", "＊＊＊＊-＊＊-＊＊"]


def test_a_value_that_slipped_into_the_heading_is_masked() -> None:
    found = excerpt(sheet(("氏名", "生年月日", "青木花子", "住所"), HIT), place(2))
    assert told(found, "heading") == [["氏名", "生年月日", "＊＊＊＊", "住所"]]


def test_an_organisation_that_few_share_is_masked_and_a_name_that_many_share_too() -> None:
    rows = [("青木花子", name) for name in ("若葉台", "若葉台", "若葉台", "青葉の森")]
    found = excerpt(sheet(("氏名", "幼稚園"), *rows, ("馬場一", "山の手")), place(6), around=4)
    assert told(found, "near") == [["＊＊＊＊", "若葉台"]] * 3 + [["＊＊＊＊", "＊＊＊＊"]]


def test_a_name_inside_a_longer_one_opens_nobody() -> None:
    rows = (("小林一郎", "1"), ("林一郎太", "2"), ("ハヤシイチロウ", "3"), ("1234567", "4"))
    part = sheet(*rows, place=Place(Part.TEXT), addressed=False)
    for name in ("林一郎", "シイチロ", "23456", "小林", "", " "):
        assert excerpt(part, Place(Part.TEXT), naming=[name]).lines == ()


def test_a_place_without_a_row_and_without_a_name_shows_no_row() -> None:
    assert excerpt(roster(), place(None)).lines == ()
    assert excerpt(roster(), place(500)).lines == ()
    assert excerpt(sheet(HIT), Place(Part.PROPERTY)).lines == ()


@given(st.text(max_size=80))
def test_stars_keep_nothing_but_the_shape(text: str) -> None:
    stars = masked(text)
    assert set(stars) <= set("＊ \u3000\t\n-－‐/／.．,，、・:：()（）@＠")
    assert len(stars) <= min(len(text), 40)


def test_the_mark_of_a_variant_is_no_letter_and_is_masked_with_it() -> None:
    assert masked("葛\U000e0100飾 󠄀") == "＊＊ "
    assert masked("03-1234-5678") == "＊＊-＊＊＊＊-＊＊＊＊"


# ---------------------------------------------------------------- what is to be seen


def test_the_row_of_the_finding_is_open_under_its_heading() -> None:
    found = excerpt(roster(), place(14))
    assert told(found, "hit") == [list(HIT)]
    assert told(found, "heading") == [["園児番号", "保護者", "氏名", "生年月日", "幼稚園", "＊＊"]]
    assert [line.position for line in found.lines] == [0, 11, 12, 13, 14, 15]
    assert found.of == 31
    assert {row[4] for row in told(found, "near")} == {"若葉台"}


def test_the_heading_far_above_a_row_is_found() -> None:
    found = excerpt(roster(3_000, 2_500), place(2_500), around=1)
    assert [line.row.number for line in found.lines] == [1, 2_499, 2_500, 2_501]


def test_the_nearest_of_several_headings_stands_over_the_row() -> None:
    near = tuple(text.format(n=3) for text in NEAR)
    found = excerpt(sheet(HEAD, near, ("住所", "氏名"), ("北町", "馬場一")), place(4), around=0)
    assert told(found) == [["住所", "氏名"], ["北町", "馬場一"]]


def test_a_finding_in_the_first_row_or_the_heading_itself() -> None:
    assert [line.role for line in excerpt(sheet(HIT, HIT), place(1)).lines] == ["hit", "near"]
    found = excerpt(roster(), place(1), around=1)
    assert [(line.role, line.row.number) for line in found.lines] == [("hit", 1), ("near", 2)]


def test_hidden_rows_stay_marked() -> None:
    part = sheet(HEAD, HIT, HIT, hidden_rows={2: Hiding.ROW})
    assert [line.row.hidden for line in excerpt(part, place(3)).lines] == [Hiding.SEEN, Hiding.ROW, Hiding.SEEN]


@pytest.mark.parametrize("said", ["馬場 ゆい", "園の馬場ゆいさん", "馬場ゆい様", "馬場\u3000ゆい、転園"])
def test_in_a_letter_the_paragraph_that_names_the_person_is_open(said: str) -> None:
    texts = tuple(Text(Place(Part.TEXT), text) for text in ("青木花子は元気です。", said, "千葉誠も元気です。"))
    (part,) = shown(Document("docx", Coverage(1, 1), texts)).parts
    found = excerpt(part, Place(Part.TEXT), around=1, naming=["馬場ゆい"])
    assert told(found, "hit") == [[said]]
    assert "青木" not in repr(told(found, "near"))


def test_a_name_in_two_cells_of_a_page_is_found() -> None:
    part = sheet(("姓", "名"), ("馬場", "ゆい"), ("青木", "花子"), place=Place(Part.TEXT), addressed=False)
    assert told(excerpt(part, Place(Part.TEXT), naming=["馬場ゆい"]), "hit") == [["馬場", "ゆい"]]


def test_a_line_of_a_mail_is_found_by_its_number() -> None:
    texts = tuple(Text(Place(Part.BODY, row=row), text) for row, text in ((1, "各位"), (4, "馬場一の件"), (5, "以上")))
    (part,) = shown(Document("eml", Coverage(1, 1), texts)).parts
    assert told(excerpt(part, Place(Part.BODY, row=4), around=0)) == [["馬場一の件"]]
