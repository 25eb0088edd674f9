"""The report that the project began with: six incidents, fourteen measures, each with its own part of the status."""

import re
from datetime import date
from pathlib import Path

from tests.unit.register.past.reports import letters, report_of

SEED = Path(__file__).resolve().parents[4] / "src" / "sekisho" / "data" / "demo" / "report-fy2023.txt"
DATA = SEED.read_bytes()
REPORT = report_of(DATA, SEED.name)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_nothing_is_lost_and_nothing_invented() -> None:
    table = DATA.decode().partition("（取組に対する評価等を含む）")[2]
    assert "".join(map(letters, REPORT.incidents)) == bare(table)


def test_six_incidents_with_fourteen_measures_and_no_question() -> None:
    assert [one.number for one in REPORT.incidents] == ["1", "2", "3", "4", "5", "6"]
    assert [len(one.measures) for one in REPORT.incidents] == [2, 3, 2, 2, 2, 3]
    assert REPORT.problems == ()
    assert (REPORT.title, REPORT.year) == ("２０２３年度情報セキュリティ事故の再発防止策の実施状況", 2023)


def test_departments_and_outlines() -> None:
    departments = ["保育幼稚園課", "障がい福祉課", "保険年金課", "介護保険課", "住宅課", "市民税課"]
    assert [one.department for one in REPORT.incidents] == departments
    assert REPORT.incidents[5].outline == "納税通知書の送付にあたり、封緘しないまま発送してしまった。"
    assert all("\n" not in one.outline for one in REPORT.incidents)


def test_each_measure_has_its_own_part_of_the_status() -> None:
    marked = {one.number: [m.status[:3] for m in one.measures] for one in REPORT.incidents}
    assert marked == {
        "1": ["", ""],
        "2": ["", "", ""],
        "3": ["①業務", "②リス"],
        "4": ["", ""],
        "5": ["①個人", "②ホー"],
        "6": ["①納税", "②納品", "③納品"],
    }


def test_what_no_mark_gives_to_a_measure_stays_with_the_incident() -> None:
    first, second, third, fourth, fifth, sixth = REPORT.incidents
    assert first.status.startswith("再発防止策をマニュアルにまとめ")
    assert second.status == "①～③いずれも実施を継続している。"
    assert all(m.shared for m in second.measures)
    assert third.status.startswith("保健事業の中でも")
    assert third.status.endswith("再発防止につながっている。")
    assert fourth.status.count("\n") == 1
    assert fifth.status == ""
    assert sixth.status == "2024年４月16日発付分から以下について実施"


def test_the_evaluation_stands_alone() -> None:
    evaluations = [one.evaluation for one in REPORT.incidents]
    assert [bool(text) for text in evaluations] == [False, True, False, False, False, False]
    assert evaluations[1].startswith("（評価）\n　特に②の")
    assert evaluations[1].count("\n") == 2


def test_days_and_contractors() -> None:
    assert [one.dates for one in REPORT.incidents] == [(), (), (), (), (date(2024, 1, 5),), (date(2024, 4, 16),)]
    assert [one.contractor for one in REPORT.incidents] == [False, False, False, True, False, False]
