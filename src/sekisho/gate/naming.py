"""What the words of a procedure are called in the office."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.gate.procedure import Procedure, Step
from sekisho.words import Sentence, say

KINDS: Mapping[str, Sentence] = {
    "brief": say("事前共有"),
    "attach": say("資料"),
    "inspect": say("自動検査"),
    "confirm": say("確認"),
    "match": say("番号照合"),
    "count": say("枚数確認"),
    "seal": say("封緘確認"),
    "report": say("上司報告"),
    "approve": say("決裁"),
    "key": say("鍵の別送"),
    "release": say("送出"),
    "recheck": say("公開後確認"),
    "return": say("返送確認"),
}
RELEASES: Mapping[str, Sentence] = {
    "email": say("送信"),
    "post": say("発送"),
    "contractor": say("委託先の発送"),
    "web": say("公開"),
    "hand": say("手渡し"),
}
"""What a release is called, by channel."""
CHANNELS: Mapping[str, Sentence] = {
    "email": say("電子メール"),
    "post": say("郵送"),
    "contractor": say("委託先から"),
    "web": say("ホームページ"),
    "hand": say("手渡し"),
}
ROLES: Mapping[str, Sentence] = {
    "drafter": say("起案者"),
    "worker": say("作業者"),
    "encloser": say("封入者"),
    "confirmer": say("確認者"),
    "outside_confirmer": say("他課の確認者"),
    "approver": say("決裁者"),
    "superior": say("上司"),
    "chief": say("課長"),
    "security": say("情報セキュリティ担当"),
    "mailroom": say("文書担当"),
    "contractor": say("受託者"),
    "contractor_confirmer": say("受託先の確認者"),
    "engine": say("関所"),
}
METHODS: Mapping[str, Sentence] = {
    "open_files": say("全部を開く"),
    "read_against_source": say("原本と読み合わせる"),
    "trace_sample": say("抜き出してたどる"),
    "scan": say("読み取る"),
    "type_identifier": say("紙から打つ"),
    "count": say("数える"),
}
WAYS: Mapping[str, Sentence] = {
    "phone": say("電話"),
    "letter": say("郵便"),
    "in_person": say("手渡し"),
    "another_mail": say("別のメールアドレス"),
    "agreed_before": say("あらかじめ取り決めたもの"),
}
PROOFS: Mapping[str, Sentence] = {
    "sent": say("関所が送る"),
    "compared": say("後で比べる"),
    "stated": say("人が述べる"),
}
"""By what it may be known that something left."""
UNITS: Mapping[str, Sentence] = {
    "dispatch": say("案件で一度"),
    "lot": say("ロットごと"),
    "parcel": say("宛先ごと"),
}
KEYS: Mapping[str, Sentence] = {
    "title": say("名前"),
    "channel": say("送り方"),
    "business": say("業務"),
    "escalates_to": say("より厳しい手順"),
    "smallest_section": say("係の人数"),
    "kind": say("種類"),
    "by": say("行う人"),
    "per": say("単位"),
    "method": say("確認の方法"),
    "sample": say("抜き出す行の数"),
    "proofs": say("送出の証し"),
    "ways": say("鍵を伝える方法"),
    "after_days": say("くり返す日数"),
    "training": say("研修"),
    "because": say("根拠"),
}
"""What keys of the format are called."""


def kind_of(step: Step, procedure: Procedure) -> Sentence:
    """Return what a step is called by its kind; a release by the channel of its procedure."""
    if step.kind == "release":
        return RELEASES.get(procedure.channel, KINDS["release"])
    return KINDS[step.kind]
