from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.unit.documents.yearly.made import REPORTS
from tests.unit.documents.yearly.seed import DONE, EXCEPTIONS, FULL, INSIDE, ROWS, SEED

from sekisho.documents.yearly.changes import changes_between
from sekisho.documents.yearly.digest import content
from sekisho.documents.yearly.model import Block, Edition, Measure, Report, Row


def said(old: Report, new: Report) -> list[str]:
    return [one.render("ja") for one in changes_between(old, new)]


def with_row(row: Row) -> Report:
    return replace(FULL, rows=tuple(row if one.number == row.number else one for one in FULL.rows))


def test_nothing_changed_where_the_public_is_told_the_same() -> None:
    assert said(FULL, FULL) == []
    assert said(FULL, INSIDE) == []
    assert said(FULL, replace(FULL, edition=Edition())) == []


THIRD = FULL.rows[2]


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (with_row(replace(THIRD, outline="改めた概要")), ["事故3の概要を改めました。"]),
        (with_row(replace(THIRD, department="医療年金課")), ["事故3の部署を改めました。"]),
        (
            with_row(replace(THIRD, measures=(*THIRD.measures, Measure("③", "点検する。")))),
            ["事故3の再発防止策③を加えました。"],
        ),
        (with_row(replace(THIRD, measures=THIRD.measures[:1])), ["事故3の再発防止策②を除きました。"]),
        (with_row(replace(THIRD, measures=THIRD.measures[::-1])), ["事故3の再発防止策の並びを改めました。"]),
        (
            with_row(replace(THIRD, measures=(replace(THIRD.measures[0], text="新"), THIRD.measures[1]))),
            ["事故3の再発防止策①の文を改めました。"],
        ),
        (with_row(replace(THIRD, status=(Block("新"),))), ["事故3の実施状況の文を改めました。"]),
        (
            with_row(replace(THIRD, status=(Block("".join(b.label + b.text for b in THIRD.status)),))),
            ["事故3の実施状況の区切りを改めました。"],
        ),
        (
            with_row(replace(THIRD, measures=(replace(THIRD.measures[0], measured=EXCEPTIONS), THIRD.measures[1]))),
            ["事故3の再発防止策①の状態を、「根拠なし」から「例外あり 2/3・例外1」に改めました。"],
        ),
        (
            with_row(replace(THIRD, measures=(replace(THIRD.measures[0], measured=None), THIRD.measures[1]))),
            ["事故3の再発防止策①の、記録から数えた結果を除きました。"],
        ),
        (with_row(replace(THIRD, withheld="調べています。")), ["事故3を伏せました。"]),
        (with_row(replace(ROWS[0], number="7")), ["事故7を公表しました。"]),
        (with_row(Row("7", withheld="別の理由")), ["事故7をまだ公表していない理由を改めました。"]),
        (replace(FULL, rows=(*FULL.rows, replace(THIRD, number="8"))), ["事故8を加えました。"]),
        (replace(FULL, rows=FULL.rows[1:]), ["事故1を除きました。"]),
        (replace(FULL, rows=(FULL.rows[1], FULL.rows[0], *FULL.rows[2:])), ["事故の並びを改めました。"]),
        (replace(FULL, policy="新"), ["公表の方針を改めました。"]),
        (replace(FULL, measured_until=None), ["数えた期間を改めました。"]),
        (replace(FULL, contact=""), ["問い合わせ先を改めました。"]),
        (replace(FULL, office=""), ["報告する市と部署の名を改めました。"]),
        (replace(FULL, unanswered=()), ["横展開にまだ答えていない部署を改めました。"]),
    ],
)
def test_what_changed_is_said_in_words(new: Report, words: list[str]) -> None:
    assert said(FULL, new) == words


def test_what_was_counted_first_in_this_edition_is_said() -> None:
    assert said(
        SEED,
        replace(
            SEED,
            rows=(
                replace(ROWS[0], measures=(replace(ROWS[0].measures[0], measured=DONE), ROWS[0].measures[1])),
                *ROWS[1:],
            ),
        ),
    ) == ["事故1の再発防止策①に、記録から数えた結果を加えました。"]
    other = replace(DONE, said="別の説明")
    measures = FULL.rows[5].measures
    new = with_row(replace(FULL.rows[5], measures=(replace(measures[0], measured=other), *measures[1:])))
    assert said(FULL, new) == ["事故6の再発防止策①の、記録から数えた結果の説明を改めました。"]


def test_two_rows_of_one_number_are_told_apart() -> None:
    two = replace(SEED, rows=(ROWS[0], replace(ROWS[1], number="1")))
    assert said(two, two) == []
    assert said(two, replace(two, rows=(ROWS[0], replace(ROWS[1], number="1", department="別")))) == [
        "事故1の部署を改めました。"
    ]


def test_another_year_corrects_nothing() -> None:
    with pytest.raises(ValueError, match="two fiscal years"):
        changes_between(SEED, replace(SEED, year=2024))


@settings(max_examples=80, deadline=None)
@given(REPORTS, REPORTS)
def test_no_change_is_passed_over(old: Report, new: Report) -> None:
    assert changes_between(old, old) == ()
    assert bool(changes_between(old, new)) == (content(old) != content(new))
