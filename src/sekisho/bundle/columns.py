"""The headers under which offices, core systems and the format itself write each column.

One function tells a header from everything else, for the registered lists and for tables inside inspected files.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says: the column by the format's English name, and of whom it speaks.

    ``whose`` is empty for the person whom the row is about, else the folded word for somebody else: 保護者, 園.
    ``column`` is ``serial`` for a column that only counts rows.
    """

    column: str
    whose: str = ""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "subject_id": _words(
            "subject_id ID 識別ID 識別番号 識別コード 個人ID 個人コード 個人識別番号 住民ID 住民コード 住民番号 住民票コード"
            " 本人番号 本人コード 対象者番号 対象者コード person_id"
        ),
        "recipient_id": _words(
            "recipient_id 宛先ID 宛先コード 宛先番号 送付先ID 送付先コード 送付先番号 提供先ID 提供先コード 提供先番号"
            " 送信先ID 送信先コード 園ID 園コード 園番号 施設ID 施設コード 施設番号 医療機関ID 医療機関コード 医療機関番号"
            " 事業所ID 事業所コード 事業所番号 事業者番号 指定事業所番号 介護保険事業所番号 保険医療機関番号 学校コード 学校番号"
        ),
        "name": _words(
            "name 氏名 名前 お名前 御名前 漢字氏名 氏名漢字 戸籍氏名 住民票氏名 姓名 フルネーム 名称 full_name"
            " 宛名 宛名氏名 氏名又は名称 氏名または名称 氏名・名称 氏名/名称 正式名称"
        ),
        "kana": _words(
            "kana フリガナ ふりがな カナ かな カナ氏名 氏名カナ 氏名かな かな氏名 氏名フリガナ 氏名ふりがな フリガナ氏名 ふりがな氏名 カナ名"
            " 名前カナ 名前かな 名前フリガナ 名前ふりがな ヨミガナ よみがな 読み仮名 読みがな 振り仮名 振仮名 氏名読み"
            " 氏名ヨミ 氏名よみ 氏名ひらがな ひらがな ひらがな氏名 シメイ カナ名称 名称カナ 宛名カナ 氏名カタカナ カタカナ氏名 カタカナ name_kana kana_name furigana"
        ),
        "family_name": _words("family_name 氏 姓 名字 苗字 姓漢字 氏漢字 漢字姓 漢字氏 last_name surname"),
        "given_name": _words("given_name 名 名漢字 漢字名 first_name 下の名前"),
        "family_kana": _words(
            "family_kana 姓カナ 氏カナ カナ姓 カナ氏 姓フリガナ 氏フリガナ 姓ふりがな 氏ふりがな フリガナ姓 姓かな セイ"
            " family_name_kana last_name_kana"
        ),
        "given_kana": _words(
            "given_kana 名カナ 名フリガナ 名ふりがな フリガナ名 名かな メイ given_name_kana first_name_kana"
        ),
        "birth_date": _words(
            "birth_date 生年月日 誕生日 出生日 出生年月日 生年月日和暦 生年月日西暦 和暦生年月日 西暦生年月日 生年月日元号"
            " 生まれた日 お誕生日 date_of_birth dob birthday birthdate"
        ),
        "sex": _words("sex 性別 性別名称 男女 男女別 gender"),
        "postal_code": _words(
            "postal_code 郵便番号 郵便 〒 住所郵便番号 郵便番号〒 postcode post_code zip zip_code zipcode postal"
        ),
        "address": _words(
            "address 住所 ご住所 御住所 現住所 住所1 所在地 所在 住民登録地 住民票住所 住民票上の住所 登録住所 住民登録住所"
            " 新住所 居所 居住地 住所地 住所又は所在地 住所または所在地 住所・所在地 住所/所在地 現在の住所 現在住所 home_address addr"
        ),
        "phone": _words(
            "phone 電話番号 電話 お電話 お電話番号 TEL TEL番号 連絡先 ご連絡先 連絡先電話 連絡先電話番号 連絡先番号 携帯 携帯番号 携帯電話"
            " 携帯電話番号 固定電話 固定電話番号 電話番号携帯 電話番号自宅 電話携帯 電話自宅 携帯TEL 日中の連絡先 日中連絡先 日中の電話番号"
            " telephone phone_number telephone_number phone_no tel_no mobile mobile_phone cell_phone"
        ),
        "email": _words(
            "email メール メールアドレス Eメール Eメールアドレス 電子メール 電子メールアドレス メアド 電子メールアドレス"
            " 携帯メール 携帯メールアドレス e_mail_address mail mail_address"
        ),
        "household_id": _words(
            "household_id 世帯番号 世帯コード 世帯ID 世帯識別番号 household household_no household_number"
        ),
        "number": _words(
            "number 宛名番号 宛名コード 宛名ID 整理番号 被保険者番号 被保険者証番号 受給者番号 受給者証番号 受給資格者番号 認定番号"
            " 支給認定番号 支給認定証番号 児童番号 園児番号 患者番号 利用者番号 会員番号 登録番号 管理番号 納税者番号 通知書番号"
            " 記号番号 被保険者記号番号 保険者証番号 保険証番号 診察券番号 カルテ番号 学籍番号 出席番号 手帳番号 障害者手帳番号"
            " 療育手帳番号 身体障害者手帳番号 証番号 申請番号 受付番号 契約番号 顧客番号 お客様番号 insured_number reference_number"
        ),
        "protected": _words(
            "protected 支援措置 支援措置区分 支援措置対象 支援措置対象者 支援措置有無 支援措置の有無 支援対象者 DV支援 DV支援措置 DV等支援措置"
            " 閲覧制限 住所秘匿 住所非公開 秘匿 発行制限"
        ),
        "moved_from": _words(
            "moved_from 旧住所 前住所 転出元住所 転入前住所 以前の住所 前の住所 変更前住所 転居前住所 従前の住所 従前住所"
            " 転出元 previous_address old_address former_address"
        ),
        "kind": _words(
            "kind 種別 区分 種類 宛先種別 宛先区分 施設種別 施設区分 施設類型 送付先区分 送付先種別 type category"
        ),
        "fields": _words("fields 項目 提供項目 公開項目 承諾項目 同意項目 掲載項目 提供する項目 対象項目 提供範囲"),
        "valid_from": _words(
            "valid_from 有効期間開始 有効期間開始日 有効期間自 有効期間始期 有効開始日 有効開始年月日 開始日 開始年月日 提供開始日"
            " 適用開始日 適用開始年月日 期間開始 期間自 start_date"
        ),
        "valid_until": _words(
            "valid_until 有効期間終了 有効期間終了日 有効期間至 有効期間終期 有効終了日 有効終了年月日 終了日 終了年月日 提供終了日"
            " 適用終了日 適用終了年月日 有効期限 期間終了 期間至 end_date"
        ),
        "purpose": _words("purpose 目的 利用目的 提供目的 使用目的 承諾目的 同意目的 掲載目的"),
        "granted_on": _words(
            "granted_on 承諾日 承諾年月日 同意日 同意年月日 承諾取得日 同意取得日 同意書受領日 承諾書受領日 consented_on consent_date"
        ),
        "withdrawn_on": _words(
            "withdrawn_on 撤回日 撤回年月日 取下日 取下げ日 取り下げ日 同意撤回日 承諾撤回日 撤回した日 withdrawal_date"
        ),
        "my_number": _words("my_number 個人番号 マイナンバー 個人番号マイナンバー マイナンバー個人番号 個人番号12桁"),
        "serial": _words(
            "No №. No. # 番号 連番 項番 項番号 行 行番号 通番 通し番号 順番 NO. seq serial serial_no row 連番号 件番 一連番号"
        ),
    }
)
"""Canonical column → headers. ``family_…`` and ``given_…`` are halves of ``name`` and ``kana``; ``serial`` counts."""

LISTED = frozenset(
    _words(
        "児童 対象児童 園児 幼児 乳児 乳幼児 子ども 子供 こども 子 お子様 お子さま お子さん 生徒 学生 児童生徒 就学者 患者 受診者"
        " 利用者 入所者 入居者 入園者 在園児 被保険者 加入者 対象者 対象児 本人 ご本人 受給者 受給資格者 受給対象者 認定者"
        " 支給認定子ども 給付認定子ども 認定子ども 要介護者 要支援者 被介護者 障害者 障がい者 障害児 納税者 納税義務者 義務者"
        " 住民 市民 個人 会員 参加者 登録者 該当者 自宅 受検者 被接種者 接種者 child pupil student patient resident"
        " insured user member client person subject"
    )
)
"""Words for the person whom the row is about: 児童氏名 is no other than 氏名."""

PERSONS = frozenset(
    _words(
        "保護者 保護者等 第1保護者 第2保護者 親権者 父 母 父親 母親 両親 世帯主 代理人 法定代理人 任意代理人 申請者 申請人 申込者"
        " 届出者 届出人 請求者 請求人 後見人 成年後見人 未成年後見人 保佐人 補助人 後見人等 緊急連絡先 緊急時連絡先 配偶者 夫"
        " 妻 扶養者 扶養義務者 被扶養者 納税管理人 相続人 相続人代表者 相続代表者 口座名義人 名義人 家族 家族等 同居者 同居人"
        " 同居家族 契約者 支給認定保護者 給付認定保護者 認定保護者 返送先 連絡人 身元引受人 保証人 連帯保証人 里親 養育者"
        " 主たる介護者 介護者 兄弟 兄弟姉妹 きょうだい 送付先 送信先 旧 前 guardian parent father mother householder"
        " head_of_household applicant agent spouse emergency_contact"
    )
)
"""Words for another person who stands beside the listed one."""

STAFF = frozenset(
    _words(
        "担当 担当者 担任 担任者 職員 記入者 作成者 発行者 発信者 差出人 起案者 確認者 承認者 決裁者 責任者 施設長 園長 校長 管理者 事務担当者"
        " 主治医 担当医 医師 医師等 担当ケアマネ ケアマネ ケアマネジャー ケアマネージャー 介護支援専門員 担当職員 相談員 連絡担当者 民生委員 代表者"
        " staff teacher doctor"
    )
)
"""Words for somebody who acts for an office."""

ORGANISATIONS = frozenset(
    _words(
        "園 幼稚園 保育園 保育所 認定こども園 こども園 在園 入所園 通園先 学校 小学校 中学校 在籍校 施設 入所施設 利用施設 事業所 事業者 介護事業所"
        " 居宅介護支援事業所 居宅支援事業所 サービス事業所 医療機関 病院 診療所 クリニック 薬局 法人 会社 企業 勤務先"
        " 宛先 提供先 委託先 受託者 包括 包括支援センター 地域包括支援センター 団体 機関 発行元 送付元 差出元"
        " recipient kindergarten nursery school facility clinic hospital office provider organization organisation company"
    )
)
"""Words for a place that receives or holds the list, not for a person in it."""

# A form's bare label: the cell beside it holds the name. Words that are more often a value (妻, 家族) are left out.
_BARE = frozenset(
    _words(
        "保護者 親権者 父 母 世帯主 代理人 法定代理人 申請者 申請人 届出者 届出人 請求者 後見人 成年後見人 保佐人 補助人"
        " 配偶者 納税管理人 口座名義人 契約者 身元引受人 担当 担当者 担任 作成者 記入者 発行者 主治医 園長 施設長 管理者"
        " 園 幼稚園 保育園 保育所 在籍校 学校 施設 事業所 医療機関 病院 法人 宛先 送付先 提供先 勤務先"
    )
)
_BARE_PHONE = frozenset(_words("緊急連絡先 緊急時連絡先 emergencycontact"))

_OPEN, _CLOSE = "([{<〈《「『【〔〖", ")]}>〉》」』】〕〗"
_BRACKET = re.compile(f"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}]*)[{re.escape(_CLOSE)}]")
_NOISE = re.compile(r"[\s※*★☆●○◎■□◆◇▼▽:;。._\-‐–—’'\"]+")
# What a header says about how to fill in the column, and nothing about what it holds.
_REMARK = re.compile(
    r"(?:必須|任意|必須項目|入力必須|要入力|記入必須|記入例|和暦|西暦|元号|全角|半角|全半角|漢字|半角数字|半角英数字?|全角カナ|数字|ハイフン(?:なし|あり)|ハイフン[無有]し?"
    r"|自動|省略可|変更不可|入力不要|yyyymmdd|yyyymd|例|戸籍|12桁|\d{1,2}桁|自署|署名|再掲|敬称略|required|optional)"
)
_TAIL = re.compile(r"(?:必須|任意)$")
_NUMBERED = re.compile(r"(.*?[^0-9])[1-3]$")
_LIMIT = 32
# Whatever stands in brackets behind these only says more about it. Behind a name it may be another column's reading.
_REMARKABLE = frozenset({"birth_date", "phone", "email", "postal_code", "address", "my_number", "number", "sex"})


def fold_header(text: str) -> str:
    """Return the key under which the spellings of a header meet: width, case, spaces, marks and remarks do not count.

    Folding a key gives the key.
    """
    folded = _folded_once(text)
    while (again := _folded_once(folded)) != folded:  # brackets inside brackets, signs that only now stand together
        folded = again
    return folded


def _folded_once(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.strip("〒") or text).casefold()
    return _plain(_BRACKET.sub(lambda part: "" if _REMARK.fullmatch(_plain(part[1])) else part[1], folded))


def _plain(text: str) -> str:
    plain = _NOISE.sub("", text)
    return _TAIL.sub("", plain) or plain


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_header, words))


# "〒", "#" and "№." fold to nothing or to little: they are looked up as they are.
_COLUMN_OF = {fold_header(word) or word: column for column, words in COLUMNS.items() for word in words}
_LISTED, _PERSONS, _STAFF, _PLACES = map(_folded, (LISTED, PERSONS, STAFF, ORGANISATIONS))
_PREFIX = re.compile(
    "((?:" + "|".join(sorted(_LISTED | _PERSONS | _STAFF | _PLACES, key=lambda w: (-len(w), w))) + ")[0-9]?)(?:の|'?s)?"
)
# 法人番号 is a public number of a company, not the office's own number for a recipient.
_RECEIVING = _PLACES - {"法人", "会社", "企業"} | {"送付先", "送信先"}
# Behind one of the words above; alone these would be anything.
_AFTER = {
    "名": "name",
    "カナ名": "kana",
    "番号": "number",
    "コード": "number",
    "code": "number",
    "no": "number",
    "number": "number",
}
_NOT_AFTER = frozenset(
    {"serial", "given_name", "kind", "fields", "purpose", "recipient_id", "valid_from", "valid_until"}
)


class _Could(dict[str, bool]):
    """Whether a header can begin, or end, with a character; asked once for each."""

    def __init__(self, ends: frozenset[str], index: int) -> None:
        super().__init__()
        self._ends, self._index = ends, index

    def __missing__(self, char: str) -> bool:
        folded = unicodedata.normalize("NFKC", char).casefold()
        mark = (
            not folded.strip() or folded in _OPEN + _CLOSE or bool(_NOISE.fullmatch(folded)) or folded in "\u3099\u309a"
        )
        could = self[char] = mark or folded[self._index] in self._ends
        return could


_KEYS = (*_COLUMN_OF, *_AFTER, *_LISTED, *_PERSONS, *_STAFF, *_PLACES)
_REMARKS = ("必須", "任意", "(", ")")
_FIRST = _Could(frozenset(key[0] for key in (*_KEYS, *_REMARKS)), 0)
_LAST = _Could(frozenset(key[-1] for key in (*_KEYS, *_REMARKS, "1", "2", "3")), -1)


def recognise_header(text: str) -> Header | None:
    """Return what `text` says as the header of a column, or None where it is no header that is known.

    Names, dates, numbers and sentences give None. Most cells of a sheet are told apart by their first and last
    character; what remains is folded once and remembered.
    """
    if not text or len(text) > _LIMIT or not _FIRST[text[0]] or not _LAST[text[-1]]:
        return None
    return _recognise(text)


@lru_cache(maxsize=65_536)
def _recognise(text: str) -> Header | None:
    bare = text.strip()
    if bare in _COLUMN_OF:
        return Header(_COLUMN_OF[bare])
    key = fold_header(bare)
    return _of_key(key) or _behind_bracket(bare)


def _of_key(key: str) -> Header | None:
    column = _COLUMN_OF.get(key) or _numbered(key)
    if column:
        return Header(column)
    if key in _BARE_PHONE:
        return Header("phone", key)
    if key in _BARE:
        return Header("name", key)
    return _prefixed(key)


def _numbered(key: str) -> str | None:
    """Return the column of 電話番号2: people have several phones and mail addresses, and one of all else."""
    match = _NUMBERED.fullmatch(key)
    column = _COLUMN_OF.get(match[1]) if match else None
    return column if column in {"phone", "email"} else None


def _prefixed(key: str) -> Header | None:
    match = _PREFIX.match(key)
    if not match:
        return None
    whose, rest = match[1], key[match.end() :]
    word = whose.rstrip("0123456789") if whose not in _PERSONS else whose
    column = _AFTER.get(rest) or _COLUMN_OF.get(rest) or _numbered(rest)
    if not column or (column in _NOT_AFTER and rest not in _AFTER):
        return None
    if word in _LISTED:
        return Header(column)
    if column in {"number", "subject_id"} and word in _RECEIVING:
        return Header("recipient_id")
    if word in {"旧", "前"}:  # an earlier address is a column of its own; an earlier name is nobody else's
        return Header(column, whose) if column in {"name", "kana", "family_name"} else None
    return Header(column, whose)


def _behind_bracket(text: str) -> Header | None:
    """Return what 氏名（保護者） says, where the word for somebody else stands behind, or 電話番号（日中） without its remark."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    match = _BRACKET.search(folded)
    if not match:
        return None
    inside, outside = _plain(match[1]), _plain(_BRACKET.sub("", folded))
    if inside in _LISTED | _PERSONS | _STAFF | _PLACES:
        return _prefixed(inside + outside) if outside in _COLUMN_OF else None
    if "fax" in inside or any(word in inside for word in _PERSONS | _STAFF | _PLACES):
        return None
    found = _of_key(outside)
    return found if found and found.column in _REMARKABLE else None
