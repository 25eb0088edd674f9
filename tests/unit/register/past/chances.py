"""Reports by chance: what invented cities could have written."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.unit.register.past.reports import EXTRA, HEADINGS, WORDS, Measure, Told

_DEPARTMENTS = (
    "子ども家庭課",
    "資産税課",
    "高齢福祉課",
    "環境政策課",
    "みどり公園課",
    "学校教育課",
    "市民協働室",
    "消防本部予防課",
    "国保年金課",
    "青葉図書館",
    "契約検査課",
    "東部保健センター",
    "生活支援第二課",
    "上下水道局業務課",
)
_WHAT = (
    "申請書類",
    "健診の案内",
    "納付書",
    "名簿",
    "通知書",
    "アンケートの集計表",
    "保険証",
    "会議資料",
    "個別相談の記録",
    "口座振替依頼書",
)
_WHO = ("別の世帯", "関係のない事業所", "同姓同名の別の方", "他の保護者", "前の所有者", "登録を終えた団体")
_HOW = (
    "封入の際に取り違え",
    "宛名を確かめないまま",
    "住所の更新を行わないまま",
    "添付するファイルを誤り",
    "アドレスをＣＣ欄に入力し",
    "印刷物が混ざったことに気付かず",
)
_END = ("送付してしまった。", "送信してしまった。", "交付した。", "渡してしまった。", "掲載してしまった。")
_STEP = (
    "封入の前後で枚数を数え、差が無いことを確認する",
    "送信前に別の職員が宛先を読み上げて確認する",
    "宛名シールの貼付けを廃止し、窓あき封筒に変更する",
    "個人情報を含むファイルにはパスワードを設定する",
    "新たに配属された職員を対象とする研修を実施する",
    "作業の手順書を改め、作業場所を業務ごとに分ける",
    "システムの一斉送信の機能を使い、手入力を行わない",
    "委託先の作業手順を見直し、月１回の報告を求める",
)
_ALSO = ("また、結果を記録に残す。", "あわせて、係内で共有する。", "")
_DONE = (
    "手順書を改め、５月の発送分から実施した。",
    "全ての職員が研修を受講した。",
    "チェックシートを作り、発送のたびに２人で確認を行っている。",
    "システムの設定を変更し、宛先の手入力ができないようにした。",
    "朝礼で周知を行い、毎月の係会議で実施の状況を確認している。",
    "窓あき封筒の在庫が整った時点から、全ての通知で使用している。",
)
_GENERAL = (
    "課内で事例を共有し、再発防止に努めている。",
    "引き続き、個人情報の適切な取扱いを徹底していく予定である。",
    "これらの取組以降、同様の事案は発生していない。",
)
_JUDGED = (
    "手順が明確になり、確認漏れがなくなった。",
    "職員の意識の向上につながっている。",
    "作業の時間は増えたが、誤りを発送前に発見できた。",
)
STYLES: dict[str, Callable[[int], str]] = {
    "circle": lambda n: "①②③④⑤⑥"[n],
    "paren": lambda n: f"({n + 1})",
    "wide paren": lambda n: "（" + "１２３４５６"[n] + "）",
    "sign paren": lambda n: "⑴⑵⑶⑷⑸⑹"[n],
    "dot": lambda n: f"{n + 1}.",
    "wide dot": lambda n: "１２３４５６"[n] + "．",
    "close": lambda n: f"{n + 1}）",
    "kana": lambda n: "アイウエオカ"[n] + "　",
}


def invented(chance: random.Random, style: str = "circle", *, marked: bool = True) -> Told:
    """Return an incident by chance."""
    pick = chance.choice
    label = STYLES[style]
    count = chance.randint(1, 4)
    outline = f"{pick(_WHAT)}を{pick(('郵送', '手渡し', '電子メールで送付', '配布'))}する際に、{pick(_HOW)}、{pick(_WHO)}に{pick(_WHAT)}{chance.choice(('', '１部', '３件'))}を{pick(_END)}"
    steps = chance.sample(_STEP, count)
    done = chance.sample(_DONE, count)
    has_marks = marked and count > 1 and chance.random() < 0.6
    measures = [
        Measure(label(n), f"{steps[n]}。{pick(_ALSO)}", label(n) + done[n] if has_marks else "") for n in range(count)
    ]
    before = () if not has_marks or chance.random() < 0.7 else ("令和６年５月１日から次のとおり実施している。",)
    after = (pick(_GENERAL),) if not has_marks or chance.random() < 0.4 else ()
    evaluation = ("（評価）", pick(_JUDGED)) if chance.random() < 0.3 else ()
    return Told("", pick(_DEPARTMENTS), outline, measures, before, after, evaluation)


_NOUNS = (
    "通知書の誤送付",
    "申込者の一覧表を別の団体へ誤ってメール送信",
    "児童の健診結果を他の保護者に手渡し",
    "納付書の封入誤りによる他の世帯への送付（２件）",
)
_PLANS = (
    "封入作業時のダブルチェックの徹底",
    "送信前の宛先の確認（２人）",
    "作業手順書の見直しと周知",
    "個人情報保護研修の実施（年１回）",
    "窓あき封筒への変更及び宛名シールの廃止",
)
_STATES = (
    "実施済み",
    "令和５年10月に実施済み",
    "手順書を改訂し、全職員に周知済み",
    "毎月の係会議で確認を継続中",
    "研修を実施（参加者24名）",
)


def in_nouns(chance: random.Random, style: str) -> Told:
    """Return an incident by chance whose texts are nouns without a full stop."""
    label, count = STYLES[style], chance.randint(1, 4)
    plans, states = chance.sample(_PLANS, count), chance.sample(_STATES, count)
    marked = count > 1 and chance.random() < 0.6
    measures = [Measure(label(n), plans[n], label(n) + states[n] if marked else "") for n in range(count)]
    after = () if marked else (chance.choice(("同様の事案の発生なし", "引き続き実施")),)
    return Told("", chance.choice(_DEPARTMENTS), chance.choice(_NOUNS), measures, (), after)


def with_extra(chance: random.Random, told: Sequence[Told], headings: Sequence[str]) -> list[Told]:
    """Return the incidents with something in every further column."""
    names = [name for name in headings if name in EXTRA]
    return [replace(one, extra=tuple((name, chance.choice(EXTRA[name])) for name in names)) for one in told]


def headings_by(chance: random.Random, *, extra: bool = True) -> tuple[str, ...]:
    """Return headings by chance: the usual order, in other words, with further columns here and there."""
    headings = [chance.choice(WORDS[meant]) for meant in HEADINGS]
    if extra:
        for name in chance.sample(sorted(EXTRA), chance.randint(0, 2)):
            last = name == "備考"
            headings.insert(len(headings) if last else chance.randint(1, 3), name)
    return tuple(headings)


def numbered(told: Sequence[Told], pattern: str = "{n}") -> list[Told]:
    return [replace(one, number=pattern.format(n=n)) for n, one in enumerate(told, start=1)]
