"""Invented residents of さくら野市, the same for the same seed, no two of whom resemble each other."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta


def _words(text: str) -> list[str]:
    return text.split()


SURNAMES = _words("""
佐藤/サトウ 鈴木/スズキ 高橋/タカハシ 田中/タナカ 伊藤/イトウ 渡辺/ワタナベ 山本/ヤマモト 中村/ナカムラ
小林/コバヤシ 加藤/カトウ 吉田/ヨシダ 清水/シミズ 山崎/ヤマザキ 阿部/アベ 池田/イケダ 橋本/ハシモト
石川/イシカワ 前田/マエダ 藤井/フジイ 後藤/ゴトウ 岡田/オカダ 長谷川/ハセガワ 村上/ムラカミ 近藤/コンドウ
坂本/サカモト 遠藤/エンドウ 青木/アオキ 斉藤/サイトウ 福島/フクシマ 西村/ニシムラ 太田/オオタ 三浦/ミウラ
藤原/フジワラ 松田/マツダ 岩崎/イワサキ 木下/キノシタ 佐々木/ササキ 野口/ノグチ 菊地/キクチ 久保/クボ
上野/ウエノ 永井/ナガイ 堀/ホリ 森/モリ 林/ハヤシ 原/ハラ 五十嵐/イガラシ 勅使河原/テシガワラ
小鳥遊/タカナシ 四月一日/ワタヌキ 薬袋/ミナイ 月見里/ヤマナシ 東海林/ショウジ 御手洗/ミタライ 百目鬼/ドウメキ
鷲尾/ワシオ 榊/サカキ 辻/ツジ 宇佐美/ウサミ 綾小路/アヤノコウジ 二階堂/ニカイドウ 喜屋武/キャン 比嘉/ヒガ
金城/キンジョウ 波多野/ハタノ 蛯名/エビナ 樋口/ヒグチ 門脇/カドワキ 柏木/カシワギ 矢吹/ヤブキ 仁科/ニシナ
朝比奈/アサヒナ 須藤/スドウ 塚原/ツカハラ 熊谷/クマガイ 古賀/コガ 桑名/クワナ 乾/イヌイ 浅見/アサミ
早乙女/サオトメ""")

GIVEN = _words("""
翔太/ショウタ 美咲/ミサキ 陽菜/ヒナ 大和/ヤマト 蓮/レン 結衣/ユイ 悠真/ユウマ さくら/サクラ 健一/ケンイチ
由美子/ユミコ 和夫/カズオ 節子/セツコ 清/キヨシ 千代/チヨ 茂/シゲル 久美/クミ 拓也/タクヤ 恵理/エリ
直樹/ナオキ 智子/トモコ 浩二/コウジ 真由/マユ 剛/ツヨシ 奈々/ナナ 隆/タカシ 文香/フミカ 豊/ユタカ
明日香/アスカ 誠/マコト 瑠璃/ルリ 勇気/ユウキ 琴音/コトネ 颯/ハヤテ 小春/コハル 湊/ミナト 紬/ツムギ
樹里/ジュリ 孝之助/コウノスケ みのり/ミノリ 弥生/ヤヨイ 源太郎/ゲンタロウ 静香/シズカ 龍之介/リュウノスケ
八重/ヤエ 寛/ヒロシ あかり/アカリ 新/アラタ 花音/カノン 武蔵/ムサシ 桃/モモ 信彦/ノブヒコ 雅美/マサミ
哲/テツ 凛/リン 六郎/ロクロウ 小百合/サユリ 恭平/キョウヘイ 望/ノゾミ 航/ワタル 梓/アズサ 達夫/タツオ
綾乃/アヤノ 昭/アキラ 咲希/サキ 晴彦/ハルヒコ つばさ/ツバサ 喜代子/キヨコ 俊介/シュンスケ 芳江/ヨシエ
啓吾/ケイゴ 菜摘/ナツミ 巧/タクミ 千尋/チヒロ 仁/ジン 沙織/サオリ 和泉/イズミ 幹太/カンタ 瞳/ヒトミ
聡史/サトシ 香織/カオリ 壮真/ソウマ""")

TOWNS = _words("""花見台 若葉町 川端 大手 緑が丘 三番町 城山 北浜 駅前通 東雲
湯の里 桐ケ谷 船着場 月岡 水車小路 寺前 五条坂 高砂 貝塚 鶴巻
白鷺町 柳橋 古川端 宮の森 千鳥町 朝日台 鍛冶屋町 松並 梅園 滝見""")


@dataclass(frozen=True, slots=True)
class Person:
    """One registered resident. An empty given name marks a name that is not split (a foreign resident's)."""

    id: str
    surname: str
    given: str
    kana_surname: str
    kana_given: str
    birth: date
    sex: str
    postal: str
    town: str
    house: tuple[int, int, int]
    phone: str
    email: str
    number: str
    office: str
    household: str

    @property
    def name(self) -> str:
        return self.spaced(" ")

    @property
    def kana(self) -> str:
        return " ".join(part for part in (self.kana_surname, self.kana_given) if part)

    @property
    def half_kana(self) -> str:
        return half_width_kana(self.kana)

    @property
    def address(self) -> str:
        chome, ban, go = self.house
        return f"さくら野市{self.town}{chome}丁目{ban}番{go}号"

    @property
    def short_address(self) -> str:
        return f"さくら野市{self.town}" + "-".join(map(str, self.house))

    @property
    def wide_address(self) -> str:
        return full_width(self.address)

    def spaced(self, gap: str) -> str:
        """The name with `gap` between surname and given name."""
        return gap.join(part for part in (self.surname, self.given) if part)


def residents(seed: str, offices: Sequence[str], each: int) -> list[Person]:
    """`each` people per office, in the order of the offices; names, readings, towns and birth dates all differ."""
    rng = random.Random(seed)
    total = each * len(offices)
    surnames, given = (rng.sample([tuple(w.split("/")) for w in words], total) for words in (SURNAMES, GIVEN))
    first = date(1950, 1, 9) if rng.random() < 0.5 else date(2019, 4, 2)
    days = rng.sample(range(20_000 if first.year < 2000 else 1_800), total)
    numbers = rng.sample(range(1_000, 99_000), total)
    people = []
    for i in range(total):
        (kanji, kana), (given_kanji, given_kana) = surnames[i], given[i]
        people.append(
            Person(
                id=f"S{i + 101:04d}",
                surname=kanji,
                given=given_kanji,
                kana_surname=kana,
                kana_given=given_kana,
                birth=first + timedelta(days=days[i]),
                sex=rng.choice("男女"),
                postal=f"999-{rng.randrange(1000, 9999)}",
                town=TOWNS[i % len(TOWNS)],
                house=(rng.randint(1, 6), rng.randint(1, 28), i // len(TOWNS) + rng.randint(1, 40)),
                phone=f"0999-{rng.randrange(20, 90)}-{i:02d}{rng.randrange(10, 99)}",
                email=f"resident{i:03d}@mail.example.jp",
                number=f"00{numbers[i]:05d}",
                office=offices[i // each],
                household=f"H{i + 501}",
            )
        )
    return people


def renamed(person: Person, surname: str, given: str, kana_surname: str, kana_given: str) -> Person:
    """The same resident under another name."""
    return replace(person, surname=surname, given=given, kana_surname=kana_surname, kana_given=kana_given)


def my_number(serial: int) -> str:
    """A made-up 12-digit number beginning with 9990 whose last digit is the check digit of the My Number
    ordinance of 2014 (article 5)."""
    digits = f"9990{serial:07d}"
    total = sum(int(digits[-n]) * (n + 1 if n <= 6 else n - 5) for n in range(1, 12))
    return digits + str(0 if total % 11 <= 1 else 11 - total % 11)


def not_a_my_number(serial: int) -> str:
    """A 12-digit number whose check digit is wrong."""
    right = my_number(serial)
    return right[:-1] + str((int(right[-1]) + 3) % 10)


def wareki(day: date, style: str = "kanji") -> str:
    """The date in the Japanese era: 令和8年11月24日 (`kanji`) or R8.11.24 (`letter`)."""
    eras = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))
    start, kanji, letter = next(era for era in eras if day >= era[0])
    year = day.year - start.year + 1
    if style == "letter":
        return f"{letter}{year}.{day.month}.{day.day}"
    return f"{kanji}{year if year > 1 else '元'}年{day.month}月{day.day}日"


def full_width(text: str) -> str:
    """ASCII letters, digits and signs as their full-width forms."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


def half_width_kana(text: str) -> str:
    """Katakana in its half-width form, voiced marks as signs of their own."""
    table = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF66, 0xFFA0)}
    table |= {"\u3099": "\uff9e", "\u309a": "\uff9f", "・": "･", "ー": "ｰ"}
    return "".join(table.get(c, c) for c in unicodedata.normalize("NFD", text))
