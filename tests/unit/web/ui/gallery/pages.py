"""Two pages of the design and all components, with made-up data: what is drawn, tested, and looked at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template import engines

from sekisho.web.clock import JAPAN
from sekisho.web.ui.frame import Frame, Way
from sekisho.web.ui.language import later
from sekisho.web.ui.parts import Cell, Count, Excerpt, Fact, Halt, Link, Row
from sekisho.web.ui.path import Gate, StampView
from sekisho.words import Titled, say

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, 12, tzinfo=JAPAN)
BRIEFED = datetime(2026, 11, 20, 10, 40, tzinfo=JAPAN)
MIURA = SimpleNamespace(person=SimpleNamespace(name="三浦 恵", department="保育幼稚園課"))
START = Link(say("送付を始める"), "/start/")


def frame(request: HttpRequest) -> Frame:
    titles = [say("自分の仕事"), say("送付案件"), say("事故と再発防止策"), say("年度報告"), say("全庁の状況")]
    ways = tuple(Way(one, f"/{number}/", number == 1, 3 if number == 0 else 0) for number, one in enumerate(titles))
    return Frame("さくら野市", ways, START, "/near-miss/")


def stamp(name: str, moment: datetime = NINE, *, void: bool = False) -> StampView:
    return StampView("保育幼稚園", moment.date(), name, f"{name} 恵", moment, void)


def shut(number: int, title: str, detail: str = "", *proof: str) -> Gate:
    return Gate(number, Titled(title), detail, proof=proof)


PATH = (
    Gate(1, Titled("事前共有"), state="done", stamps=(stamp("三浦", BRIEFED), stamp("大野", BRIEFED)), proof=("作業者と決裁者", "10:05・10:40")),
    Gate(2, Titled("資料"), state="done", stamps=(stamp("佐伯"),), proof=("9:12　6束",)),
    Gate(3, Titled("自動検査"), state="halt", words=say("停止 {count}件", count=1), proof=("9:12に6束を検査", "4束は通りました"), url="/3/"),
    shut(4, "確認", "起案者", "全ファイルを開く", "自動検査のあと"),
    shut(5, "確認", "二人目", "園児番号を打つ", "三浦さん以外の人"),
    shut(6, "決裁", "", "大野課長", "2つの確認のあと"),
    shut(7, "送信", "", "決裁したファイルを", "1束ずつ送る"),
)  # fmt: skip
PARCELS = [
    SimpleNamespace(name=name, city=city, people=people, by="佐伯 9:12", mark=mark, words=words)
    for name, city, people, mark, words in (
        ("青葉の森幼稚園", "川原市", 46, "done", "9:12"),
        ("ひかり幼稚園", "川原市", 22, "done", "9:12"),
        ("若葉台幼稚園", "南浜市", 31, "stop", "停止 1件"),
        ("つばさ幼稚園", "高根町", 9, "ask", "要回答 1件"),
    )
]
DISPATCH: dict[str, Any] = {
    "title": "市外幼稚園 補助金データ送付（11月分）",
    "ways": [Link(say("送付案件"), "/1/")],
    "facts": [
        Fact(say("番号"), "2026-0412", number=True),
        Fact(say("送り方"), "電子メール・6束"),
        Fact(say("起案者"), "三浦 恵"),
        Fact(say("手順"), Titled("複数の宛先へのデータ送付 第3版"), "/procedure/"),
        Fact(say("送信の予定"), "今日 17:00", strong=True),
    ],
    "sheet": Link(say("チェックシートを印刷"), "/sheet/"),
    "words": say("停止が消えるまで、{count}束とも先へ進めません。", count=6),
    "halts": [
        Halt("stop", ("若葉台幼稚園", "若葉台_11月.xlsx", say("シート「{name}」", name="名簿"), "14行目 C列"), say("この宛先に見せてよい人ではありません（他者混入）。"),
             Link(say("指摘を見る"), "/f/1/", main=True)),
        Halt("ask", ("つばさ幼稚園", "つばさ_11月.xlsx", say("シート「{name}」", name="名簿"), "5行目 C列"), say("読みが同じ園児がほかにいます（紛らわしい人）。本人か確かめて答えてください。"),
             Link(say("答える"), "/f/2/")),
    ],
    "path": PATH,
    "parcels": PARCELS,
    "history": [(say("自動検査が停止 1件、要回答 1件を出しました。"), NINE), (say("手順とリスクを共有しました。"), BRIEFED)],
}  # fmt: skip


def wait(verb: str, title: str, words: str, due: str, act: Link, stops: str = "") -> SimpleNamespace:
    return SimpleNamespace(verb=verb, title=title, words=words, due=due, link=act, stops=stops)


HOME: dict[str, Any] = {
    "today": TODAY,
    "waits": [
        wait("指摘に応じる", "市外幼稚園 補助金データ送付（11月分）", "若葉台幼稚園の束に、ほかの園の児童が1人います。", "今日 17:00", Link("指摘を見る", "/f/1/", main=True), "停止 1件"),
        wait("二人目の確認", "支給認定 変更通知（11月後半）", "8通。一人目は佐伯さんが済ませました。封書を手元に置いて始めます。", "今日", Link("確認を始める", "/c/")),
        wait("決裁", "入園説明会の案内（1通）", "係長専決。ファイル1つ、指摘はありません。", "明日 25日", Link("開いて決裁", "/a/")),
    ],
    "strip": [
        SimpleNamespace(day=TODAY + timedelta(days=n), off=n in {4, 5}, words=["16:00 変更通知の集荷", "17:00 市外幼稚園へ送信"] if n == 0 else [])
        for n in range(7)
    ],
    "empty": say("まだ送ったものはありません。"),
    "start": START,
}  # fmt: skip


class Reason(forms.Form):
    reason = forms.CharField(label=later(say("理由")), error_messages={"required": "<理由>を書いてください。"})
    way = forms.ChoiceField(
        label=later(say("方法")),
        help_text=later(say("読み取るか、打つ。")),
        choices=[("scan", later(say("読み取る"))), ("type", later(say("打つ")))],
        widget=forms.RadioSelect,
        error_messages={"required": later(say("選んでください。"))},
    )


def masked(number: str, *, gap: bool = False) -> Row:
    return Row(number, (Cell("＊＊＊＊＊"), Cell("＊＊ ＊＊"), Cell("若葉台")), "masked", gap)


PARTS: dict[str, Any] = {
    "title": "番号照合",
    "note": say("封筒の番号を読み取りました"),
    "going": say("いまは{number}番目です", number=6),
    "words": say("止まっているものはありません。"),
    "start": Link(say("番号照合を続ける"), "/scan/", main=True),
    "path": (*(Gate(n, Titled("資料"), state="done", stamps=(stamp("小田"),)) for n in range(1, 6)),
             Gate(6, Titled("番号照合"), "封入", "now", proof=("小田さん", "812 / 1,239通")),
             *(shut(n, "決裁") for n in range(7, 12))),
    "counts": [
        Count("印刷", 1248, "確定"), Count("引抜き", 12, "確定", sign="−"), Count("再作成", 0, "確定", sign="＋"),
        Count("封入（いま）", 812, "残り 427", "open", "＝"), Count("封緘", None, "閉", "locked", "＝"), Count("投函", 1239, "一致", "closed", "＝"),
    ],
    "excerpt": Excerpt("名簿", ("全32行のうち12〜14行目",), ("A", "B", "C"), (
        Row("1", (Cell("園児番号"), Cell("園児の名前"), Cell("在籍園")), "header"), masked("12", gap=True), masked("13"),
        Row("14", (Cell("S0123"), Cell("高橋 ゆい", hit=True), Cell("＊＊＊＊", masked=True)), "hit"),
    )),
    "marks": ["stop", "ask", "note", "waiver", "done", "ok", "now", "shut", "words", "unknown", "unopened"],
    "void": stamp("三浦", void=True),
    "form": Reason({}),
}  # fmt: skip
PAGES = {"dispatch": DISPATCH, "home": HOME, "parts": PARTS}


def drawn(request: HttpRequest, name: str, **other: object) -> str:
    request.signed = request.acting = MIURA  # type: ignore[attr-defined]
    template = engines["django"].from_string((FOLDER / f"{name}.html").read_text(encoding="utf-8"))
    return template.render({**PAGES.get(name, {}), **other}, request)
