"""The invented names of さくら野市, and how much two of them look alike.

Surnames and given names are everyday words of the language, drawn apart from each other: whoever they
yield is nobody. Readings are full-width katakana.
"""

from __future__ import annotations

import unicodedata

Word = tuple[str, str]  # (kanji, katakana)


def _words(text: str) -> tuple[Word, ...]:
    pairs = (item.split("/") for item in text.split())
    return tuple((kanji, kana) for kanji, kana in pairs)


# Frequent ones first: the register's maker draws from the front more often, as a real city does.
SURNAMES = _words(
    "佐藤/サトウ 鈴木/スズキ 高橋/タカハシ 田中/タナカ 伊藤/イトウ 渡辺/ワタナベ 山本/ヤマモト 中村/ナカムラ "
    "小林/コバヤシ 加藤/カトウ 吉田/ヨシダ 山田/ヤマダ 佐々木/ササキ 山口/ヤマグチ 松本/マツモト 井上/イノウエ "
    "木村/キムラ 林/ハヤシ 斎藤/サイトウ 清水/シミズ 山崎/ヤマザキ 森/モリ 池田/イケダ 橋本/ハシモト 阿部/アベ "
    "石川/イシカワ 髙橋/タカハシ 齋藤/サイトウ 渡邊/ワタナベ 山﨑/ヤマザキ 斉藤/サイトウ 長谷川/ハセガワ 後藤/ゴトウ "
    "近藤/コンドウ 遠藤/エンドウ 青木/アオキ 坂本/サカモト 藤井/フジイ 西村/ニシムラ 福田/フクダ 太田/オオタ "
    "三浦/ミウラ 岡本/オカモト 松田/マツダ 中川/ナカガワ 濵田/ハマダ 原田/ハラダ 小野/オノ 田村/タムラ 竹内/タケウチ "
    "金子/カネコ 和田/ワダ 中山/ナカヤマ 石田/イシダ 上田/ウエダ 森田/モリタ 柴田/シバタ 酒井/サカイ 工藤/クドウ 宮﨑/ミヤザキ"
)

GIRLS = _words(
    "陽菜/ヒナ 結衣/ユイ 美桜/ミオ 凛/リン 心春/コハル 紬/ツムギ 葵/アオイ 咲良/サクラ 莉子/リコ 杏奈/アンナ "
    "芽生/メイ 結菜/ユナ 彩葉/イロハ 琴音/コトネ 美月/ミツキ 千尋/チヒロ 柚希/ユズキ 花音/カノン 詩織/シオリ 真央/マオ "
    "すみれ/スミレ 明里/アカリ 七海/ナナミ 優奈/ユウナ 乃愛/ノア 朱莉/シュリ 小夏/コナツ 日和/ヒヨリ 和奏/ワカナ 文香/フミカ"
)
BOYS = _words(
    "陽翔/ハルト 蓮/レン 湊/ミナト 大翔/ヒロト 悠真/ユウマ 樹/イツキ 蒼/アオ 朝陽/アサヒ 律/リツ 颯太/ソウタ "
    "健太郎/ケンタロウ 一颯/イブキ 奏多/カナタ 伊織/イオリ 陸/リク 光希/ミツキ 大和/ヤマト 直人/ナオト 隼/シュン 慶/ケイ "
    "新/アラタ 千景/チカゲ 晴/ハル 翼/ツバサ 航平/コウヘイ 瑛太/エイタ 壮真/ソウマ 涼介/リョウスケ 龍之介/リュウノスケ 碧斗/アオト"
)
WOMEN = _words(
    "和子/カズコ 節子/セツコ 洋子/ヨウコ 幸子/サチコ 恵子/ケイコ 久美子/クミコ 由美/ユミ 千代/チヨ 文江/フミエ 正子/マサコ "
    "芳枝/ヨシエ 美智子/ミチコ 静江/シズエ 照美/テルミ 敏江/トシエ 富美子/フミコ 京子/キョウコ 直美/ナオミ 真由美/マユミ "
    "早苗/サナエ 澄江/スミエ 律子/リツコ 淑子/ヨシコ 明美/アケミ 智恵/チエ 弘美/ヒロミ 百合子/ユリコ 孝子/タカコ 邦枝/クニエ 寿美/スミ"
)
MEN = _words(
    "健一/ケンイチ 正雄/マサオ 清/キヨシ 茂/シゲル 博/ヒロシ 隆司/タカシ 進/ススム 昭夫/アキオ 義明/ヨシアキ 和彦/カズヒコ "
    "勝利/カツトシ 英樹/ヒデキ 信也/シンヤ 徹/トオル 幸雄/ユキオ 邦夫/クニオ 哲也/テツヤ 武志/タケシ 忠義/タダヨシ 誠治/セイジ "
    "浩二/コウジ 利夫/トシオ 秀人/ヒデト 善郎/ヨシロウ 文雄/フミオ 達也/タツヤ 良平/リョウヘイ 政則/マサノリ 雅之/マサユキ 德次/トクジ"
)
PARENTS = _words(
    "大輔/ダイスケ 拓也/タクヤ 健太/ケンタ 翔太/ショウタ 直樹/ナオキ 亮/リョウ 雄大/ユウダイ 和也/カズヤ 俊介/シュンスケ 祐樹/ユウキ "
    "智也/トモヤ 貴之/タカユキ 愛/アイ 彩香/アヤカ 麻衣/マイ 千春/チハル 裕子/ユウコ 智美/トモミ さやか/サヤカ 恵/メグミ 絵里/エリ "
    "由香/ユカ 沙織/サオリ 舞/マイ 友美/トモミ 理恵/リエ 香織/カオリ 美穂/ミホ"
)

# Forms which a reader takes for one another; the register's maker keeps such pairs apart.
_FORMS = str.maketrans("髙﨑齋斎邊邉濵濱德", "高崎斉斉辺辺浜浜徳")

_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)} | {
    "\u3099": "ﾞ",
    "\u309a": "ﾟ",
}


def half_width(kana: str) -> str:
    """Return full-width katakana as core systems print it: ガ becomes ｶﾞ; other characters stay."""
    return "".join(_HALF.get(part, part) for part in unicodedata.normalize("NFD", kana))


def fold(name: str) -> str:
    """Return the name without spaces and with variant forms made one."""
    return name.replace("　", "").replace(" ", "").translate(_FORMS)


def edits(left: str, right: str) -> int:
    """Return how many single-character edits part two words (Levenshtein)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def swapped(left: str, right: str) -> bool:
    """Tell whether the two words differ by one exchange of neighbouring characters."""
    return any(left[:i] + left[i + 1] + left[i] + left[i + 2 :] == right for i in range(len(left) - 1))
