"""Labels of measures, marks of the status, and what is asked for because it is not certain."""

from datetime import date

import pytest
from tests.unit.register.past.cells import book, codes, comma, whole
from tests.unit.register.past.reports import bare, report_of

# ---------------------------------------------------------------- labels and marks


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("①確認する。②記録する。③研修する。", ["①", "②", "③"]),
        ("１．確認する。\n２．記録する。", ["１．", "２．"]),
        ("1) 確認する。\n2) 記録する。", ["1)", "2)"]),
        ("（１）確認する。\n（２）記録する。", ["（１）", "（２）"]),
        ("⑴ 確認する。\n⑵ 記録する。", ["⑴", "⑵"]),
        ("・確認する。\n・記録する。", ["・", "・"]),
        ("○確認の徹底\n○記録の作成", ["○", "○"]),
        ("ア 確認する。\nイ 記録する。", ["ア", "イ"]),
        ("対策１：確認する。\n対策２：記録する。", ["対策１：", "対策２："]),
        ("【対策①】確認する。\n【対策②】記録する。", ["【対策①】", "【対策②】"]),
        ("(1)確認する。\n　①表で\n　②裏で\n(2)記録する。", ["(1)", "(2)"]),
        ("①確認の徹底\n②記録の作成", ["①", "②"]),
        ("①前記②の様式を使う。\n②様式を作る。", ["①", "②"]),
        ("２人で確認する。", [""]),
        ("2024年４月から、1.5倍の時間をかける。", [""]),
    ],
)
def test_labels_of_measures(text: str, labels: list[str]) -> None:
    report = report_of(
        comma([["番号", "部署", "概要", "再発防止策", "実施状況"], ["1", "総務課", "誤送付した。", text, "した。"]]),
        "r.csv",
    )
    (one,) = report.incidents
    assert [m.label for m in one.measures] == labels
    assert bare("".join(m.label + m.text for m in one.measures)) == bare(text)


FOUR = "①一を行う。\n②二を行う。\n③三を行う。\n④四を行う。"


@pytest.mark.parametrize(
    ("text", "own", "rest", "evaluation"),
    [
        ("①～④いずれも実施している。", ["", "", "", ""], "①～④いずれも実施している。", ""),
        ("①②実施済み\n③来年度に行う。", ["", "", "③来年度に行う。", ""], "①②実施済み", ""),
        ("①、③は実施した。\n②は検討している。", ["", "②は検討している。", "", ""], "①、③は実施した。", ""),
        (
            "①及び②について、実施した。\n③について、準備している。",
            ["", "", "③について、準備している。", ""],
            "①及び②について、実施した。",
            "",
        ),
        (
            "４月から次のとおり。\n①した。\n②した。\n今後も続ける。",
            ["①した。", "②した。", "", ""],
            "４月から次のとおり。今後も続ける。",
            "",
        ),
        ("①した。②した。③した。④した。", ["①した。", "②した。", "③した。", "④した。"], "", ""),
        ("実施した。特に②の効果が大きい。", ["", "", "", ""], "実施した。特に②の効果が大きい。", ""),
        ("①した。\n（評価）\n②の効果が大きい。", ["①した。", "", "", ""], "", "（評価）②の効果が大きい。"),
        (
            "実施した。【取組に対する評価】誤りが減った。",
            ["", "", "", ""],
            "実施した。",
            "【取組に対する評価】誤りが減った。",
        ),
        ("①した。\n　詳しくは手引のとおり。\n②した。", ["①した。　詳しくは手引のとおり。", "②した。", "", ""], "", ""),
    ],
)
def test_marks_of_the_status(text: str, own: list[str], rest: str, evaluation: str) -> None:
    report = report_of(
        comma([["番号", "部署", "概要", "再発防止策", "実施状況"], ["1", "総務課", "誤送付した。", FOUR, text]]),
        "r.csv",
    )
    (one,) = report.incidents
    assert [bare(m.status) for m in one.measures] == [bare(status) for status in own]
    assert bare(one.status) == bare(rest)
    assert bare(one.evaluation) == bare(evaluation)
    assert whole(report).endswith(bare(text))


def test_marks_in_brackets_with_a_range_of_numbers() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "総務課", "誤送付した。", "(1)一\n(2)二\n(3)三", "(1)～(3)全て実施した。"],
            ]
        ),
        "r.csv",
    )
    (one,) = report.incidents
    assert [m.shared for m in one.measures] == [True, True, True]
    assert one.status == "(1)～(3)全て実施した。"
    assert report.certain


def test_a_mark_without_its_measure_is_asked_for() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["7", "総務課", "誤送付した。", "①一\n②二\n③三", "①した。\n④した。"],
            ]
        ),
        "r.csv",
    )
    assert codes(report) == {"unknown_mark"}
    (problem,) = [one for one in report.problems if one.asks]
    assert problem.place.incident == "7"
    assert "④" in problem.message.render()
    assert "④した。" in report.incidents[0].status


def test_marks_of_another_style_stay_with_the_incident_and_are_asked_for() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "総務課", "誤送付した。", "ア 一\nイ 二", "①した。\n②した。"],
            ]
        ),
        "r.csv",
    )
    assert codes(report) == {"other_marks"}
    assert bare(report.incidents[0].status) == "①した。②した。"


def test_paragraphs_without_labels_are_measures_that_a_person_confirms() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "総務課", "誤送付した。", "確認する。\n記録する。", "した。"],
            ]
        ),
        "r.csv",
    )
    assert [m.text for m in report.incidents[0].measures] == ["確認する。", "記録する。"]
    assert codes(report) == {"measures_unlabelled"}


def test_what_stands_before_the_first_label_is_kept() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "総務課", "誤送付した。", "次の対策を行う。\n①一\n②二", "した。"],
            ]
        ),
        "r.csv",
    )
    (one,) = report.incidents
    assert [m.label for m in one.measures] == ["①", "②"]
    assert ("再発防止策", "次の対策を行う。") in one.extra


# ---------------------------------------------------------------- what is not certain


def test_numbers_twice_and_numbers_left_out() -> None:
    rows = [["番号", "部署", "概要", "再発防止策", "実施状況"]]
    rows += [[number, "総務課", "誤送付した。", "確認する。", "した。"] for number in ("1", "2", "2", "5")]
    report = report_of(comma(rows), "r.csv")
    assert codes(report) == {"number_twice"}
    rows = [rows[0], *([number, "総務課", "誤送付した。", "確認する。", "した。"] for number in ("1", "2", "5"))]
    report = report_of(comma(rows), "r.csv")
    gaps = [one for one in report.problems if one.code == "number_gap"]
    assert report.certain
    assert "3" in gaps[0].message.render()
    assert "4" in gaps[0].message.render()


def test_a_row_without_its_number_is_an_incident_that_is_asked_for() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "総務課", "誤送付した。", "確認する。", "した。"],
                ["", "税務課", "紛失した。", "施錠する。", "した。"],
            ]
        ),
        "r.csv",
    )
    assert len(report.incidents) == 2
    assert codes(report) == {"no_number"}


def test_empty_cells_are_asked_for() -> None:
    report = report_of(
        comma([["番号", "部署", "概要", "再発防止策", "実施状況"], ["1", "", "誤送付した。", "", "した。"]]), "r.csv"
    )
    assert codes(report) == {"no_measures", "no_department"}


def test_days_that_no_calendar_has_are_asked_for_and_months_are_no_days() -> None:
    text = "令和6年2月30日に点検し、2024年5月に研修を行い、令和６年６月３日に終えた。"
    report = report_of(
        comma(
            [["番号", "部署", "概要", "再発防止策", "実施状況"], ["1", "総務課", "誤送付した。", "確認する。", text]]
        ),
        "r.csv",
    )
    assert report.incidents[0].dates == (date(2024, 6, 3),)
    assert codes(report) == {"impossible_date"}
    assert "令和6年2月30日" in next(one for one in report.problems if one.asks).message.render()


@pytest.mark.parametrize(
    ("outline", "wanted"),
    [
        ("委託先が封入を誤った。", True),
        ("通知を誤って送付した。（委託先で起こった事故）", True),
        ("受託者の従業員が書類を置き忘れた。", True),
        ("指定管理者において名簿を紛失した。", True),
        ("委託先に送るべき書類を別の会社に送付した。", False),
        ("委託先へのメールの宛先を誤った。", False),
        ("職員が書類を置き忘れた。", False),
        ("委託先から届いた書類を誤って捨てた。", False),
    ],
)
def test_whether_it_happened_at_a_contractors(outline: str, *, wanted: bool) -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "総務課", outline, "委託先の手順を改める。", "委託先が改めた。"],
            ]
        ),
        "r.csv",
    )
    assert report.incidents[0].contractor is wanted


def test_hidden_rows_were_not_published_and_are_named() -> None:
    report = report_of(
        book(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                [1, "総務課", "誤送付した。", "確認する。", "した。"],
                [2, "税務課", "下書き。", "下書き。", "下書き。"],
            ],
            hidden=[3],
        ),
        "r.xlsx",
    )
    assert [one.number for one in report.incidents] == ["1"]
    assert codes(report) == {"hidden"}
