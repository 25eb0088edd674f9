"""The pages of procedures: what there is, a new version with what is wrong with it, and another person who accepts it."""

from collections.abc import Callable

from tests.browser.somebody import Somebody

NAME = "kindergartens-mail"


def test_pages_of_procedures(somebody: Callable[..., Somebody]) -> None:
    ishi, toda = somebody("ishi"), somebody("toda", has_script=False)
    ishi.go("/dispatches/")
    ishi.follow("手順")
    ishi.look("procedures")
    ishi.follow("園別名簿のメール送付")
    ishi.look("procedure")
    ishi.follow("新しい版を提案する")
    ishi.look()
    area = ishi.page.get_by_label("手順（TOML）")
    text = area.input_value()
    area.fill(text.replace('by = ["confirmer"]', 'by = ["confirmr"]'))
    ishi.press("確かめて違いを見る")
    ishi.sees("誤り1件")
    ishi.look()
    area.fill(text.replace("sample = 3", "sample = 2").replace("3人", "2人") + "# 件数が多い月のため\n")
    ishi.tab_to("確かめて違いを見る")
    ishi.strike("Enter")
    ishi.sees("弱くなる")
    ishi.look()
    ishi.press("注意と弱くなるところを承知して、提案する")
    ishi.sees("取り下げる")
    ishi.look()
    toda.go("/procedures/")
    toda.follow("違いを見る")
    toda.sees_not("取り下げる")
    toda.press("注意と弱くなるところを承知して、受け入れる")
    toda.sees("受け入れた")
    watcher = somebody("okabe")
    watcher.go(f"/procedures/{NAME}/")
    watcher.look()
    watcher.go(f"/procedures/{NAME}/versions/2/")
    watcher.sees("第2版")
    watcher.look("procedure-version")


def test_a_proposal_before_whom_decides(somebody: Callable[..., Somebody]) -> None:
    ishi, toda = somebody("ishi"), somebody("toda")
    ishi.go(f"/procedure-proposals/new/?from={NAME}")
    area = ishi.page.get_by_label("手順（TOML）")
    area.fill(area.input_value().replace("sample = 3", "sample = 5").replace("3人", "5人"))
    ishi.press("確かめて違いを見る")
    ishi.press("この手順を提案する")
    toda.go(f"/procedures/{NAME}/")
    toda.follow("違いを見て決める")
    toda.look("procedure-proposal")
    toda.page.get_by_label("受け入れない理由").fill("三人のままでよい")
    toda.press("受け入れない")
    toda.sees("三人のままでよい")
    toda.look()
