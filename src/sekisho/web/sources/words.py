"""How lists, their columns and their states are called on a page."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.bundle.model import SourceKind
from sekisho.words import Sentence, say

KINDS: Mapping[SourceKind, Sentence] = {
    "subjects": say("本人の台帳"),
    "recipients": say("宛先の台帳"),
    "scope": say("提供範囲の台帳"),
    "consents": say("承諾の台帳"),
}
MEANINGS: Mapping[SourceKind, Sentence] = {
    "subjects": say("送るものに載りうる人のすべて。"),
    "recipients": say("送ってよい宛先のすべて。"),
    "scope": say("どの宛先に、だれの、どの項目を見せてよいか。"),
    "consents": say("ウェブに載せてよいと承諾した人と項目。"),
}
COLUMNS: Mapping[str, Sentence] = {
    "subject_id": say("本人の番号"),
    "recipient_id": say("宛先の番号"),
    "name": say("氏名・名称"),
    "family_name": say("氏"),
    "given_name": say("名"),
    "kana": say("ふりがな"),
    "family_kana": say("氏のふりがな"),
    "given_kana": say("名のふりがな"),
    "birth_date": say("生年月日"),
    "sex": say("性別"),
    "postal_code": say("郵便番号"),
    "address": say("住所"),
    "phone": say("電話番号"),
    "email": say("メールアドレス"),
    "household_id": say("世帯番号"),
    "number": say("被保険者番号などの番号"),
    "protected": say("支援措置"),
    "moved_from": say("前の住所"),
    "kind": say("種類"),
    "fields": say("見せてよい項目"),
    "valid_from": say("開始日"),
    "valid_until": say("終了日"),
    "purpose": say("目的"),
    "granted_on": say("承諾日"),
    "withdrawn_on": say("撤回日"),
}
STATES: Mapping[str, Sentence] = {
    "proposed": say("受け入れ待ち"),
    "accepted": say("使用中"),
    "superseded": say("使用済み"),
    "refused": say("受け入れず"),
    "withdrawn": say("取り下げ"),
}


def column_words(column: str) -> Sentence | str:
    """Return how a column is called; one that the format does not know bears its own header."""
    return COLUMNS.get(column, column)
