"""Special-care data in a remark: what a few words tell of somebody's health, disability, crime, belief or need.

A word alone proves nothing in an office (障害福祉課, 健診のお知らせ, 服薬中の方は): it counts where it is said of somebody, that
is with what somebody has, had, got or takes, and not in a clause that asks, invites or lays down a rule.
Source: 個人情報の保護に関する法律2条3項, 同施行令2条, 個人情報保護委員会 ガイドライン（通則編）2-3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

LONGEST = 400
"""Characters of a remark; what is longer is a document in a cell."""


@dataclass(frozen=True, slots=True)
class Told:
    """A kind of special-care data that a text tells of somebody, never its words.

    ``outright``: something says so of a person (と診断, の既往, 通院中); else the name of an illness stands alone, which
    a lecture may have as its title too.
    """

    kind: str
    outright: bool


_HAS = r"[がはを]?(?:あり(?!ません)|有り?(?![無料効限])|アリ|ある|持ち)"
_LASTING = r"(?:中|して(?:い|お)|歴(?![はも]?(?:な[しい]|無)))"
_LIMB = r"身体|知的|精神|発達|聴覚|視覚|肢体|内部|言語|学習|情緒|高次脳機能"
_AILMENT = (
    r"てんかん|癲癇|喘息|ぜんそく|ゼンソク|糖尿病|高血圧症?|心疾患|心臓病|腎臓病|腎不全|ネフローゼ|肝炎|肝硬変|白血病|悪性腫瘍|脳腫瘍|癌|"
    r"(?:[胃肺肝膵腎]|大腸|直腸|食道|乳|子宮|卵巣|前立腺|小児|皮膚|末期)(?:がん|ガン)|"
    r"脳梗塞|脳出血|くも膜下出血|脳卒中|心筋梗塞|狭心症|心不全|不整脈|認知症|アルツハイマー(?:病|型認知症)?|パーキンソン病|"
    r"うつ病|鬱病|統合失調症|[ァ-ヶー一-龠]{2,5}依存症|自閉症|自閉スペクトラム症?|アスペルガー|ADHD|ASD|ALS|HIV|エイズ|ダウン症|脳性(?:麻痺|まひ|マヒ)|"
    r"筋ジストロフィー|関節リウマチ|膠原病|潰瘍性大腸炎|クローン病|結核|梅毒|川崎病|水頭症|二分脊椎|口唇口?蓋裂|難聴|弱視|色覚異常|熱性けいれん|"
    r"アトピー(?:性皮膚炎)?|先天性[ァ-ヶー一-龠]{2,8}|[ァ-ヶー一-龠]{2,8}症候群|"
    r"(?:食物|薬物?|金属|鶏?卵|牛?乳|乳製品|小麦|そば|落花生|ピーナッツ|ナッツ|くるみ|クルミ|えび|エビ|かに|カニ|甲殻類|大豆)アレルギー|"
    r"(?:双極性|適応|パニック|不安|摂食)障(?:害|がい)"
)
_DISABILITY = rf"(?:{_LIMB}|注意欠陥・?多動性)障(?:害|がい)"
_OF_SOMEBODY = (
    rf"{_HAS}|の(?:ため|疑い|既往|診断(?!書)|治療|症状|傾向|発作|手術)|で(?:通院|入院|治療|加療|療養|服薬|手術|欠|休|要)|"
    r"に(?:より|罹患|かか)|と診断|との診断|を(?:患|発症|持)|疑い|既往|発症|罹患|治療|加療|療養|通院|入院|発作"
)
_OUTRIGHT: tuple[tuple[str, str], ...] = (
    ("病歴", rf"(?:既往[歴症]?|病歴|持病|基礎疾患|後遺症|発作|アレルギー|アレルギー体質){_HAS}|アレルギー体質"),
    ("病歴", r"\Sの既往[歴症]?(?:$|[\s(あ有])|(?:既往[歴症]?|病歴)[\s:は]+(?!な|無|特に|$)|を患[いっ]|に罹患し"),
    ("病歴", rf"(?:{_AILMENT})(?:{_OF_SOMEBODY})"),
    ("障害", rf"(?:{_DISABILITY})(?:{_OF_SOMEBODY})"),
    ("診断", r"と(?:の)?診断(?!書|士)|[症病炎癌]の?診断(?:$|\s|済|あり|さ|を受け)|診断名[\s:は]+(?!な|未|$)"),
    ("診療", rf"(?:通院|入院|服薬|投薬|内服|加療|療養|透析|化学療法|治療|服用){_LASTING}|(?:手術|通院|入院)歴{_HAS}"),
    ("診療", r"(?:入院|通院|手術|治療|療養|加療|透析)のため|[をが]処方さ|(?:薬|剤|インスリン)[をの]?(?:服用|投与|自己注射)"),
    ("診療", rf"(?:服薬|投薬|内服|所見|精検|放課後|発達支援|常用薬|医療的ケア|たん吸引|経管栄養|胃ろう|在宅酸素|ストーマ){_HAS}"),
    ("診療", rf"エピペン\s*(?:所持|携帯|持参|預か|処方|{_HAS})"),
    ("健診結果", r"要(?:精密検査|精検|再検査|治療|医療|経過観察)(?:$|[\s()とでのだ])|(?:異常|有|の)所見(?:$|\s|あり|有)"),
    ("健診結果", r"(?:検査|反応)(?:で|の結果|は)?陽性|(?:健診|健康診断|検診)(?:で|にて|の結果)\S{0,12}(?:指摘|所見|異常|疑い)"),
    ("障害", rf"(?:^|[\s()の・に]|{_LIMB})障(?:害|がい)(?:{_HAS}|のため|の(?:疑い|診断(?!書))|(?:程度|等級|支援区分)?\s*[:は]?[1-7]級)"),
    ("障害", r"障(?:害|がい)(?:等級|支援区分|程度区分)\s*[:は]?[1-7]"),
    ("障害", r"(?<![子薬金康察徒生員民])手帳[をは]?\s*(?:[1-6一二三]級|[1-6]種|[AB][12]?(?![A-Za-z])|取得|所持(?!者)|交付済|更新済|申請中|返還)"),
    ("障害", rf"(?<![子薬金康察徒生員民])手帳{_HAS}"),
    ("障害", r"(?:障(?:害|がい)(?:福祉|児通所)サービス|児童発達支援|放課後等?デイ(?:サービス)?)[をに]?\s*(?:利用中|受給中|通所中|通って|利用して)"),
    ("犯罪歴", r"(?:前科|前歴|逮捕歴|犯罪歴|非行歴)(?:[がは]?(?:あり|有(?!無)|アリ)|[1-9]犯)|(?:保護観察|服役|受刑|仮釈放|執行猶予|勾留)中"),
    ("犯罪歴", r"(?:逮捕|起訴|勾留|収監)され|少年院(?:に|へ)?(?:入所|入院|送致)|少年院[をから]*(?:退院|出院)"),
    ("犯罪被害", rf"(?:DV|犯罪|ストーカー|暴力|虐待)の?被害(?:{_HAS}|を受け|により|のため|で)|DV(?:で|により|から|のため)?\s*(?:避難|転居)"),
    ("虐待", rf"虐待(?:{_HAS}|の?(?:疑い|おそれ|恐れ|懸念|通告|リスク)|歴(?!史){_HAS}|を受け|により|のため|で(?:保護|通告|入所))|一時保護(?:中|され)"),
    ("生活保護", r"生活保護を?(?:受給(?:中|$|\s|世帯|して)|世帯(?:$|[\s()]|のため)|(?:開始|廃止|停止)(?:$|[\s()])|中(?:$|\s))|生保受給|被保護世帯"),
    ("信条", r"宗教(?:上|的)の?(?:理由|事情)|(?:イスラム|ムスリム|ヒンド[ゥウ]ー|キリスト|仏)教徒|信仰(?:上|のため|により)|ハラール?(?:食|対応)(?:必要|希望)"),
)  # fmt: skip


@cache
def _patterns() -> tuple[tuple[bool, str, re.Pattern[str]], ...]:
    """Return (outright, kind, pattern), made when the first text is worth a look: most files have none."""
    alone = (("病歴", _AILMENT), ("障害", _DISABILITY))
    return (
        *((True, kind, re.compile(pattern)) for kind, pattern in _OUTRIGHT),
        *((False, kind, re.compile(rf"(?:{words})(?=[\s()]|$)")) for kind, words in alone),
    )


_CLAUSE = re.compile(r"[、,。．\n\r;！!]+")
_GENERAL = re.compile(
    r"(?<=[のるいた])方(?:[はがへもにのでを]|々|$)|(?:[のるいた]|所持|受給|罹患|通院|入院)者(?:[はがへもにをでの]|$)|の(?:児童|生徒|お子|人|世帯)(?:[はへに]|$)|"
    r"場合|とき|時は|時に|[のる]際|下さい|ください|願い|いただ|有無|ですか|ますか|かどうか|[?]|お知らせ|ご案内|[有無]\s*[・/]\s*[無有]|"
    r"あり\s*[・/]\s*なし|[□☐◻]|記入|記載|講座|講演|研修|セミナー|教室|相談会|月間|防止|予防|制度|条例|法律|以上の|すること|または|又は"
)
"""A clause with one of these speaks of whomever it may concern."""
WORTH = re.compile(
    r"[病歴往乳症患診療院薬術透癲喘核腫梗塞炎痺障帳虐犯刑逮捕護被聴視疾妄縮裂癌]|前科|宗教|教徒|信仰|陽性|ぜんそく|ゼンソク|アレルギ|てんかん|けいれん|エピペン|アスペル|"
    r"アトピ|アルツ|ジストロ|リウマ|エイズ|がん|ガン|うつ|ダウン|ケア|胃ろう|ストーマ|ネフロ|内服|所見|精検|放課後|発達支援|ハラール|要医|検査|色覚|弱視|"
    r"[AＡaａ][DSLＤＳＬdslｄｓｌ]|[HＨ][IＩ][VＶ]|[DＤ][VＶ]"
)
"""Without one of these nothing below can be found. Most cells of a list have none:
what names are made of (陽, 宗, 結) counts only in a longer word."""


def told_in(text: str) -> Iterator[Told]:
    """Yield each kind of special-care data that a remark tells of somebody, once, in the order of the text's clauses."""
    if len(text) > LONGEST or not WORTH.search(text):
        return
    seen: set[Told] = set()
    for clause in _CLAUSE.split(unicodedata.normalize("NFKC", text)):
        for told in _of_clause(clause.strip()):
            if told not in seen:
                seen.add(told)
                yield told


def _of_clause(clause: str) -> Iterator[Told]:
    if not clause or _GENERAL.search(clause):
        return
    for outright, kind, pattern in _patterns():
        if pattern.search(clause):
            yield Told(kind, outright)
