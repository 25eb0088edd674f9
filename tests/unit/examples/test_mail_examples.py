"""The letters and print files of the demo: who gets what in the repaired twins. Read without our own engine."""

import re
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from tests.unit.examples.demo_files import (
    ASKED,
    DEMO,
    bundle_of,
    day_of,
    letter_text,
    list_rows,
    plain,
    rows_of,
    source,
)


def in_force(name: str, recipient: str) -> set[str]:
    """Whom a recipient may see on the day of the bundle."""
    on = bundle_of(name)["date"]
    columns = bundle_of(name)["columns"]["scope"]
    return {
        row[columns["subject_id"]]
        for row in source(name, "scope")
        if row[columns["recipient_id"]] == recipient
        and date.fromisoformat(row[columns["valid_from"]].replace("/", "-")) <= on
        and (not (until := row[columns["valid_until"]]) or date.fromisoformat(until.replace("/", "-")) >= on)
    }


def test_the_repaired_certificate_goes_to_its_holders_guardian_and_so_does_every_letter_of_the_day() -> None:
    name = "incident-2/repaired"
    people = {row["宛名番号"]: row for row in source(name, "subjects")}
    guardians = {row["送付先番号"]: row for row in source(name, "recipients")}
    (parcel,) = bundle_of(name)["parcel"]
    (ward,) = parcel["subjects"]
    assert ward in in_force(name, parcel["recipient"])
    guardian = guardians[parcel["recipient"]]
    text = letter_text(DEMO / name / parcel["files"][0])
    assert plain(guardian["氏名"]) + "様" in text
    assert plain(guardian["住所"]) in text
    assert plain(people[ward]["氏名"]) + "様" in text
    assert parcel["items"][0]["code"] == people[ward]["手帳番号"]
    rows = list(list_rows(DEMO / name / "out/1124発送分_宛名一覧.xlsx"))
    assert len(rows) > 20
    for row in rows:
        about = people[row["宛名番号"]]
        assert row["対象者氏名"] == about["氏名"]
        to = guardians[row["番号"]] if row["番号"] else about
        assert (row["氏名"], row["郵便番号"], row["住所"]) == (to["氏名"], to["郵便番号"], to["住所"])
        if row["番号"]:
            assert row["宛名番号"] in in_force(name, row["番号"])


def test_the_two_who_are_taken_for_each_other_are_alike_by_the_rule() -> None:
    name = "incident-2/repaired"
    people = {row["宛名番号"]: row for row in source(name, "subjects")}
    (place,) = next(asked["place"] for bundle, asked in ASKED if bundle == name and asked["check"] == "lookalike")
    one, other = people[place["subject_id"]], people[place["other_subject_id"]]
    name_of_one, name_of_other = plain(one["氏名"]), plain(other["氏名"])
    assert sorted(name_of_one) == sorted(name_of_other)
    assert name_of_one[::-1][:3] == name_of_other[::-1][:3]
    assert one["住所"][:8] == other["住所"][:8] == "さくら野市緑が丘"
    assert 0 < abs((day_of(one["生年月日"]) - day_of(other["生年月日"])).days) <= 365


def print_of(name: str) -> tuple[Path, list[dict[str, str]]]:
    (run,) = bundle_of(name)["print"]
    return DEMO / name / run["file"], rows_of(DEMO / name / run["index"])


@pytest.mark.parametrize(("number", "addressee"), [(4, "事業所番号"), (6, "宛名番号")])
def test_a_repaired_print_file_holds_each_piece_whole_and_nobody_elses_pages(number: int, addressee: str) -> None:
    name = f"incident-{number}/repaired"
    file, index = print_of(name)
    people = {row["宛名番号"]: plain(row["氏名"]) for row in source(name, "subjects")}
    with pypdfium2.PdfDocument(file) as document:
        texts = [plain(page.get_textpage().get_text_bounded()) for page in document]
    assert 60 <= len(texts) <= 100
    numbers = [row["照合番号"] for row in index]
    assert len(set(numbers)) == len(numbers)
    ends = [0]
    for row in index:
        first, last = int(row["開始ページ"]), int(row["終了ページ"])
        assert first == ends[-1] + 1
        ends.append(last)
        count = last - first + 1
        may = in_force(name, row[addressee]) if number == 4 else {row[addressee]}
        for at, text in enumerate(texts[first - 1 : last], 1):
            assert f"{at}／{count}" in text
            assert {one for one in numbers if one in text} == {row["照合番号"]}
            named = {who for who, written in people.items() if written in text}
            assert named & may
            # Somebody else of the same name lies on other pages: whoever is here is so by name alone.
            assert {people[who] for who in named} <= {people[who] for who in may}
    assert ends[-1] == len(texts)


@pytest.mark.parametrize("number", [4, 6])
def test_the_mistaken_print_file_has_the_same_pages_in_another_order(number: int) -> None:
    counted = []
    for twin in ("mistake", "repaired"):
        file, index = print_of(f"incident-{number}/{twin}")
        with pypdfium2.PdfDocument(file) as document:
            texts = [plain(page.get_textpage().get_text_bounded()) for page in document]
        numbers = {row["照合番号"] for row in index}
        assert int(index[-1]["終了ページ"]) == len(texts)
        # The number that was given twice is the only word in which the pages differ.
        counted.append(sorted(re.sub("|".join(numbers), "", text) for text in texts))
    assert counted[0] == counted[1]
