"""The names that people know the register's columns by."""

from collections.abc import Mapping

from sekisho.words import Sentence, say

FIELD_NAMES: Mapping[str, Sentence] = {
    "subject_id": say("識別番号"),
    "number": say("番号"),
    "name": say("氏名"),
    "kana": say("フリガナ"),
    "birth_date": say("生年月日"),
    "sex": say("性別"),
    "postal_code": say("郵便番号"),
    "address": say("住所"),
    "phone": say("電話番号"),
    "email": say("メールアドレス"),
    "my_number": say("個人番号"),
}
"""Column of the subjects -> what it is called in a sentence."""
