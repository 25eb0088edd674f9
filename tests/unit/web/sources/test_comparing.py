import polars as pl
from tests.unit.web.sources.conftest import register

from sekisho.bundle.delimited import read_delimited
from sekisho.bundle.model import Source
from sekisho.bundle.sources import source_of
from sekisho.web.sources.comparing import PER_PAGE, Comparison, comparison

HEAD = "本人ID,氏名,住所,電話番号,支援措置,備考\n"


def source(text: str) -> Source:
    return source_of("subjects", read_delimited(text.encode(), file="l"), {}, file="l", sha256="", delimited=True)


def texts(found: Comparison) -> str:
    return repr(found.page)


def test_the_first_list_of_all_is_new_in_every_row() -> None:
    found = comparison(None, source(register(120)), "", 1)
    assert (found.counts.added, found.counts.removed, found.counts.changed, found.counts.same) == (120, 0, 0, 0)
    assert (found.page.section, found.page.last, len(found.page.lines)) == ("added", 3, PER_PAGE)


def test_pages_hold_what_they_hold_and_no_more() -> None:
    rows = []
    for number in (0, 1, 2, 3, 4, 99):
        page = comparison(None, source(register(120)), "added", number).page
        rows.append((page.number, len(page.lines)))
    assert rows == [(1, 50), (1, 50), (2, 50), (3, 20), (3, 20), (3, 20)]


def test_the_first_section_with_rows_is_shown_where_nobody_asks() -> None:
    assert comparison(source(register(3)), source(register(2)), "", 1).page.section == "removed"
    assert comparison(source(register(3)), source(register(2)), "nonsense", 1).page.section == "removed"
    assert comparison(source(register(3)), source(register(2)), "changed", 1).page.lines == ()
    assert comparison(source(register(3)), source(register(3)), "", 1).page.lines == ()


def test_a_changed_address_is_shown_where_nobody_is_protected() -> None:
    found = comparison(source(register(2)), source(register(2, address="さくら野市9")), "", 1)
    line = found.page.lines[0]
    assert (line.row, line.cells) == (2, ("S00001", "氏名 1"))
    assert [(one.column, one.before, one.after) for one in line.changes] == [("address", "さくら野市1", "さくら野市9")]


def test_where_somebody_is_protected_no_address_is_shown_of_anybody() -> None:
    old = source(HEAD + "S1,青木,東町1,000-1,1,メモ\nS2,馬場,西町1,000-2,0,メモ\n")
    new = source(HEAD + "S1,青木,東町2,000-3,1,かくれ家\nS2,馬場,西町2,000-4,0,ほか\n")
    found = comparison(old, new, "", 1)
    assert found.counts.changed == 2
    assert [[(one.column, one.hidden) for one in line.changes] for line in found.page.lines] == [
        [("address", True), ("phone", True), ("備考", True)]
    ] * 2
    for word in ("町", "000-", "メモ", "かくれ家", "ほか"):
        assert word not in texts(found)


def test_the_mark_of_protection_is_counted_and_never_shown() -> None:
    old = source(HEAD + "S1,青木,,,1,\nS2,馬場,,,0,\nS3,千葉,,,0,\n")
    new = source(HEAD + "S1,青木,,,0,\nS2,馬場 二,,,1,\nS3,千葉,,,0,\n")
    found = comparison(old, new, "", 1)
    assert found.flags == 2
    assert found.counts.changed == 2
    assert [(line.cells, [one.column for one in line.changes]) for line in found.page.lines] == [
        (("S2", "馬場 二"), ["name"])
    ]
    assert "protected" not in texts(found)


def test_the_first_list_with_the_mark_hides_as_well() -> None:
    old = source("本人ID,氏名,住所\nS1,青木,東町1\n")
    new = source("本人ID,氏名,住所,支援措置\nS1,青木,東町2,1\n")
    assert "町" not in texts(comparison(old, new, "", 1))


def test_added_rows_show_by_what_a_person_is_known_and_no_address() -> None:
    found = comparison(None, source(HEAD + "S1,青木,東町1,000-1,1,メモ\n"), "", 1)
    assert found.page.columns == ("subject_id", "name")
    assert found.page.lines[0].cells == ("S1", "青木")


def test_a_hundred_thousand_rows_give_one_page() -> None:
    frame = source(register(1)).frame
    many = pl.concat([frame] * 100_000).with_columns(
        subject_id=pl.int_range(100_000).cast(pl.String), _row=pl.int_range(2, 100_002).cast(pl.UInt32)
    )
    old = Source("subjects", "l", "", many)
    new = Source("subjects", "l", "", many.with_columns(kana=pl.lit("かわった")))
    assert len(comparison(old, new, "changed", 1_000).page.lines) == PER_PAGE
