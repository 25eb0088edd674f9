"""Reports of invented cities, each laid out in another way that cities have: what must come out of them."""

import io
from datetime import date

from openpyxl import Workbook
from tests.unit.register.past.cells import book, codes, comma
from tests.unit.register.past.reports import bare, report_of

# ---------------------------------------------------------------- columns


def test_columns_in_another_order_and_other_words() -> None:
    report = report_of(
        book(
            [
                ["花里市 令和4年度 個人情報に関する事案"],
                ["所管課", "項番", "防止策", "事案の概要", "取組状況"],
                [
                    "税務課",
                    1,
                    "(1)宛名を照合する。\n(2)送付前に件数を数える。",
                    "督促状を別の方に送った。",
                    "(1)照合表を作った。\n(2)毎回数えている。",
                ],
                ["福祉課", 2, "研修を行う。", "名簿を置き忘れた。", "９月に行った。"],
            ]
        ),
        "花里市.xlsx",
    )
    assert report.certain
    assert report.year == 2022
    first, second = report.incidents
    assert (first.number, first.department, first.outline) == ("1", "税務課", "督促状を別の方に送った。")
    assert [(m.label, m.text, m.status) for m in first.measures] == [
        ("(1)", "宛名を照合する。", "(1)照合表を作った。"),
        ("(2)", "送付前に件数を数える。", "(2)毎回数えている。"),
    ]
    assert [(m.label, m.text) for m in second.measures] == [("", "研修を行う。")]
    assert second.status == "９月に行った。"


def test_a_heading_of_two_rows_with_merged_cells() -> None:
    report = report_of(
        book(
            [
                ["No.", "部局名", "概要", "再発防止策", None],
                [None, None, None, "内容", "実施状況"],
                ["1", "港湾課", "入札の資料を誤って掲載した。", "①掲載前に２人で見る。", "①実施している。"],
            ],
            merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1"],
        ),
        "r.xlsx",
    )
    (one,) = report.incidents
    assert one.outline == "入札の資料を誤って掲載した。"
    assert [(m.label, m.text, m.status) for m in one.measures] == [("①", "掲載前に２人で見る。", "①実施している。")]


def test_columns_that_have_no_field_are_kept_by_their_heading() -> None:
    report = report_of(
        comma(
            [
                [
                    "番号",
                    "発生日",
                    "公表日",
                    "所属",
                    "内容",
                    "件数",
                    "人数",
                    "発生原因",
                    "対応",
                    "対策",
                    "進捗",
                    "評価",
                    "備考",
                ],
                [
                    "1",
                    "令和6年4月16日",
                    "R6.5.1",
                    "住民課",
                    "証明書を誤って交付した。",
                    "1件",
                    "２人",
                    "委託業者が封入を誤った。",
                    "回収した。",
                    "手順を改める。",
                    "改めた。",
                    "効果があった。",
                    "なし",
                ],
            ]
        ),
        "r.csv",
    )
    (one,) = report.incidents
    assert dict(one.extra) == {
        "発生日": "令和6年4月16日",
        "公表日": "R6.5.1",
        "件数": "1件",
        "人数": "２人",
        "発生原因": "委託業者が封入を誤った。",
        "対応": "回収した。",
        "備考": "なし",
    }
    assert one.evaluation == "効果があった。"
    assert one.status == "改めた。"
    assert one.dates == (date(2024, 4, 16), date(2024, 5, 1))
    assert one.contractor


def test_a_report_without_any_status_yet() -> None:
    report = report_of(
        comma(
            [
                ["番号", "課名", "事故の概要", "再発防止策"],
                ["１", "農政課", "会員名簿をＣＣで送った。", "①ＢＣＣを確かめる。②２人で見る。"],
            ]
        ),
        "r.csv",
    )
    (one,) = report.incidents
    assert report.certain
    assert one.number == "１"
    assert [(m.label, m.text) for m in one.measures] == [("①", "ＢＣＣを確かめる。"), ("②", "２人で見る。")]
    assert one.status == ""


def test_a_column_without_a_heading_is_not_lost() -> None:
    report = report_of(
        book(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                [1, "総務課", "誤送付した。", "確認する。", "した。", "再掲"],
            ]
        ),
        "r.xlsx",
    )
    assert "再掲" in dict(report.incidents[0].extra).values()


def test_without_a_number_column_each_row_is_an_incident() -> None:
    report = report_of(
        comma(
            [
                ["部署", "概要", "再発防止策", "実施状況"],
                ["総務課", "誤送付した。", "確認する。", "した。"],
                ["税務課", "紛失した。", "施錠する。", "した。"],
            ]
        ),
        "r.csv",
    )
    assert [one.department for one in report.incidents] == ["総務課", "税務課"]
    assert "no_number_column" in {one.code for one in report.problems}
    assert report.certain


# ---------------------------------------------------------------- rows


def test_one_number_over_several_rows_of_measures_each_with_its_status() -> None:
    html = """<html><body><h1>令和５年度</h1><table>
    <tr><th>項番</th><th>所属</th><th>事故内容</th><th>改善策</th><th>実施状況</th></tr>
    <tr><td rowspan=2>1</td><td rowspan=2>緑化課</td><td rowspan=2>図面を誤って送った。</td><td>宛先を登録制にする。</td><td>６月に登録を終えた。</td></tr>
    <tr><td>送信を１分遅らせる。</td><td>設定した。</td></tr>
    <tr><td>2</td><td>河川課</td><td>名簿を落とした。</td><td>持出しを禁じる。</td><td>通知した。</td></tr>
    </table></body></html>"""
    report = report_of(html, "r.html")
    assert report.certain
    first, second = report.incidents
    assert [(m.text, m.status) for m in first.measures] == [
        ("宛先を登録制にする。", "６月に登録を終えた。"),
        ("送信を１分遅らせる。", "設定した。"),
    ]
    assert [(m.text, m.status) for m in second.measures] == [("持出しを禁じる。", "通知した。")]
    assert first.status == ""


def test_a_department_merged_over_two_incidents_is_that_of_both() -> None:
    report = report_of(
        book(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                [1, "市民課", "誤交付した。", "確認する。", "した。"],
                [2, None, "誤送付した。", "照合する。", "した。"],
            ],
            merges=["B2:B3"],
        ),
        "r.xlsx",
    )
    assert [one.department for one in report.incidents] == ["市民課", "市民課"]


def test_measures_in_rows_of_their_own_without_merging() -> None:
    report = report_of(
        comma(
            [
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                ["1", "下水道課", "図面を誤って公開した。", "①公開前に確認する。", "①確認を始めた。"],
                ["", "", "", "②公開の権限を絞る。", "②権限を見直した。"],
                ["2", "建築課", "通知を誤送した。", "①照合する。", "①照合している。"],
            ]
        ),
        "r.csv",
    )
    assert report.certain
    assert [[m.status for m in one.measures] for one in report.incidents] == [
        ["①確認を始めた。", "②権限を見直した。"],
        ["①照合している。"],
    ]


def test_remarks_and_sums_around_the_table_are_kept_as_notes() -> None:
    report = report_of(
        book(
            [
                ["青海市"],
                ["令和５年度 事故の状況について"],
                [None],
                ["番号", "部署", "概要", "再発防止策", "実施状況"],
                [1, "総務課", "誤送付した。", "①確認する。", "①した。"],
                ["合計", None, "1件"],
                ["※ 件数は年度末の値。"],
            ]
        ),
        "r.xlsx",
    )
    assert len(report.incidents) == 1
    assert report.title == "令和５年度 事故の状況について"
    assert {"青海市", "※ 件数は年度末の値。", "合計"} <= set(report.notes)


def test_a_heading_repeated_in_the_middle_is_no_row() -> None:
    head = ["番号", "部署", "概要", "再発防止策", "実施状況"]
    report = report_of(
        comma(
            [
                head,
                ["1", "総務課", "誤送付した。", "確認する。", "した。"],
                head,
                ["2", "税務課", "紛失した。", "施錠する。", "した。"],
            ]
        ),
        "r.csv",
    )
    assert [one.number for one in report.incidents] == ["1", "2"]
    assert "番号" in report.furniture


def test_two_sheets_go_on_with_one_table() -> None:
    made = Workbook()
    head = ["番号", "部署", "概要", "再発防止策", "実施状況"]
    made.active.append(head)
    made.active.append([1, "総務課", "誤送付した。", "確認する。", "した。"])
    other = made.create_sheet("続き")
    other.append(head)
    other.append([2, "税務課", "紛失した。", "施錠する。", "した。"])
    out = io.BytesIO()
    made.save(out)
    report = report_of(out.getvalue(), "r.xlsx")
    assert [one.number for one in report.incidents] == ["1", "2"]


def test_word_tables_with_vertical_merges() -> None:
    from docx import Document

    word = Document()
    table = word.add_table(rows=3, cols=5)
    texts = [
        ["No.", "担当課", "事案の概要", "対策", "実施状況"],
        ["1", "交通課", "定期券を誤って渡した。", "ア　番号を読み上げる。", "ア　読み上げている。"],
        ["", "", "", "イ　受領印をもらう。", "イ　様式を改めた。"],
    ]
    for row, line in zip(table.rows, texts, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    for column in range(3):
        table.cell(1, column).merge(table.cell(2, column))
    out = io.BytesIO()
    word.save(out)
    report = report_of(out.getvalue(), "r.docx")
    (one,) = report.incidents
    assert [(m.label, m.text, m.status) for m in one.measures] == [
        ("ア", "番号を読み上げる。", "ア　読み上げている。"),
        ("イ", "受領印をもらう。", "イ　様式を改めた。"),
    ]


# ---------------------------------------------------------------- text as extraction leaves it


def test_a_row_that_goes_on_on_the_next_page() -> None:
    text = """令和５年度 事故一覧
番号 部署 事故の概要 再発防止策 実施状況
1 学務課
就学の通知を、別の世帯に送付してしまった。
①封入の前に、宛名と中身を読み合わせて確認する。
①読み合わせを始めた。
- 1 -
番号 部署 事故の概要 再発防止策 実施状況
②宛名を窓あき封筒に改める。
②窓あき封筒に改めた。
2 給食課
献立表に、児童の名前を載せてしまった。
①掲載前に係長が確認する。
①係長が確認している。
"""
    report = report_of(text, "r.txt")
    first, second = report.incidents
    assert [(m.label, bare(m.text), m.status) for m in first.measures] == [
        ("①", "封入の前に、宛名と中身を読み合わせて確認する。", "①読み合わせを始めた。"),
        ("②", "宛名を窓あき封筒に改める。", "②窓あき封筒に改めた。"),
    ]
    assert second.number == "2"
    assert codes(report) == {"row_torn"}
    assert "- 1 -" in report.furniture


def test_a_department_over_two_lines_and_headings_one_below_the_other() -> None:
    text = """深山市の事故

整理番号

担当課

事案の概要

再発防止策

進捗状況

1

子ども未来局保育
支援課

園児の名簿を、誤って別の園に
送信してしまった。

(1)送信先を登録したものに限る。
(2)送信前に別の職員が宛先を見る。

(1)登録を終えた。
(2)毎回見ている。

2

財政課

予算の資料を、誤って公開して
しまった。

(1)公開の前に課長が見る。

引き続き、注意を促していく。
"""
    report = report_of(text, "r.txt")
    first, second = report.incidents
    assert first.department == "子ども未来局保育支援課"
    assert first.outline == "園児の名簿を、誤って別の園に送信してしまった。"
    assert [m.status for m in first.measures] == ["(1)登録を終えた。", "(2)毎回見ている。"]
    assert second.status == "引き続き、注意を促していく。"
    assert report.certain


def test_a_pipe_table_with_line_breaks() -> None:
    text = """# 令和3年度の事故

| No. | 所属 | 概要 | 対策 | 実施状況 |
|:---:|------|------|------|------|
| 1 | 観光課 | 参加者の一覧を誤送信した。 | ①確認する。<br>②記録する。 | ①した。<br>②した。 |
| 2 | 文化課 | 申込書を紛失した。 | ①施錠する。 | した。 |

問い合わせ先 総務課
"""
    report = report_of(text, "事故.md")
    assert report.year == 2021
    assert [[m.status for m in one.measures] for one in report.incidents] == [["①した。", "②した。"], [""]]
    assert "問い合わせ先 総務課" in report.notes
    assert report.certain


def test_the_bare_number_of_a_page_is_no_text_of_an_incident() -> None:
    head = "番号 部署 事故の概要 再発防止策 実施状況\n"
    text = (
        f"{head}1 学務課\n通知を別の世帯に送付した。\n①読み合わせる。\n①読み合わせている。\n7\n"
        f"\f{head}2 給食課\n献立表に名前を載せた。\n①確認する。\n①確認している。\n8\n\f"
    )
    report = report_of(text, "r.txt")
    assert [one.number for one in report.incidents] == ["1", "2"]
    assert [one.measures[0].status for one in report.incidents] == ["①読み合わせている。", "①確認している。"]
    assert "7" in report.furniture
