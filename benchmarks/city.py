"""A city of 430,000 invented people, and the list of 100,000 of them that leaves: the same bytes on every run.

How often a name occurs decides how hard a name is to settle. Surnames and given
names are drawn by Zipf's law, flattened at its head (Mandelbrot), from some
20,000 made-up combinations each, so that a person shares the full name with
four others on average.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, product
from pathlib import Path

CITY, LIST = 430_000, 100_000
FLATTENED = 4.0
"""Mandelbrot's shift: with 20,000 combinations, 430,000 people have four namesakes each on average."""

_FAMILY = (
    "相アイ 朝アサ 池イケ 石イシ 磯イソ 市イチ 稲イネ 岩イワ 植ウエ 梅ウメ 浦ウラ 江エ 榎エノ 大オオ 岡オカ 沖オキ 荻オギ 奥オク 尾オ 柿カキ "
    "笠カサ 樫カシ 梶カジ 片カタ 門カド 金カネ 上カミ 亀カメ 川カワ 菊キク 岸キシ 北キタ 衣キヌ 木キ 桐キリ 草クサ 楠クス 窪クボ 熊クマ 倉クラ "
    "栗クリ 黒クロ 桑クワ 越コシ 駒コマ 坂サカ 先サキ 笹ササ 里サト 沢サワ 塩シオ 鹿シカ 芝シバ 島シマ 下シタ 城シロ 白シラ 菅スガ 杉スギ 鈴スズ "
    "砂スナ 関セキ 瀬セ 園ソノ 高タカ 滝タキ 竹タケ 只タダ 立タチ 谷タニ 玉タマ 丹タン 千チ 塚ツカ 月ツキ 辻ツジ 土ツチ 堤ツツミ 角ツノ 津ツ "
    "寺テラ 戸ト 富トミ 豊トヨ 鳥トリ 中ナカ 永ナガ 梨ナシ 夏ナツ 並ナミ 成ナリ 西ニシ 庭ニワ 沼ヌマ 根ネ 野ノ 萩ハギ 橋ハシ 畑ハタ 花ハナ 羽ハネ "
    "浜ハマ 林バヤシ 原ハラ 東ヒガシ 菱ヒシ 氷ヒ 日ヒ 平ヒラ 広ヒロ 深フカ 福フク 藤フジ 船フナ 古フル 星ホシ 細ホソ 堀ホリ 本モト 牧マキ 正マサ "
    "松マツ 丸マル 水ミズ 溝ミゾ 光ミツ 南ミナミ 峰ミネ 宮ミヤ 村ムラ 室ムロ 森モリ 屋ヤ 柳ヤナギ 矢ヤ 山ヤマ 湯ユ 横ヨコ 吉ヨシ 米ヨネ 若ワカ 和ワ"
)
_GIVEN = (
    "愛アイ 葵アオイ 暁アキ 彩アヤ 杏アン 衣イ 郁イク 一イチ 逸イツ 伊イ 羽ウ 詠エイ 恵エ 遠エン 央オ 桜オウ 織オリ 佳カ 香カ 開カイ 楓カエデ "
    "夏カ 一カズ 勝カツ 要カナメ 希キ 季キ 喜キ 京キョウ 清キヨ 銀ギン 久ク 来ク 邦クニ 恵ケイ 健ケン 元ゲン 子コ 航コウ 紅コウ 琴コト 心ココ "
    "咲サキ 幸サチ 紗サ 早サ 聡サト 沙サ 重シゲ 静シズ 詩シ 志シ 樹ジュ 純ジュン 潤ジュン 翔ショウ 奨ショウ 真シン 澄スミ 晴セイ 千セン 宗ソウ 颯ソウ 空ソラ "
    "大ダイ 太タ 泰タイ 貴タカ 崇タカ 匠タク 武タケ 達タツ 珠タマ 多タ 知チ 智チ 月ツキ 紡ツム 鶴ツル 哲テツ 照テル 登ト 斗ト 時トキ 俊トシ 富トミ "
    "朋トモ 奈ナ 直ナオ 菜ナ 七ナナ 波ナミ 成ナリ 虹ニジ 仁ニ 乃ノ 望ノゾミ 典ノリ 葉ハ 初ハツ 花ハナ 春ハル 陽ハル 帆ホ 久ヒサ 秀ヒデ 響ヒビキ 平ヒラ "
    "弘ヒロ 史フミ 文フミ 冬フユ 歩ホ 穂ホ 星ホシ 舞マイ 正マサ 雅マサ 益マス 万マ 真マ 未ミ 美ミ 道ミチ 光ミツ 実ミ 海ミ 満ミツル 宗ムネ 芽メ 萌モエ "
    "百モモ 也ヤ 泰ヤス 弥ヤ 結ユイ 優ユウ 悠ユウ 由ユ 夢ユメ 葉ヨウ 陽ヨウ 義ヨシ 良ヨシ 世ヨ 楽ラク 蘭ラン 里リ 律リツ 涼リョウ 倫リン 留ル 玲レイ 蓮レン 和ワ"
)
_TOWNS = tuple(
    f"{a}{b}" for a, b in product("朝若緑桜本旭栄幸泉宮", ("日町", "葉台", "丘", "町", "山", "野", "ヶ丘", "川町"))
)
_BUILDINGS = ("", "", "", "さくら荘", "メゾン野原", "コーポ若草", "グランハイツ中央")
_REMARKS = ("", "", "", "口座登録済", "書類確認済", "再交付", "現況届受理", "口座変更あり")
HEADS = ("宛名番号", "宛先番号", "氏名", "フリガナ", "生年月日", "性別", "郵便番号", "住所", "電話番号", "世帯番号")
LIST_HEADS = (
    "No.",
    "宛名番号",
    "氏名",
    "フリガナ",
    "生年月日",
    "性別",
    "郵便番号",
    "住所",
    "電話番号",
    "世帯番号",
    "給付額",
    "備考",
)
SHEET = "給付対象者一覧"


@dataclass(frozen=True, slots=True)
class Resident:
    """One invented person of the city."""

    number: str
    name: str
    kana: str
    born: date
    sex: str
    postal_code: str
    address: str
    phone: str
    household: str


def residents(count: int = CITY) -> list[Resident]:
    """Return the people of the city, the same ones in every run."""
    chance = random.Random(20261124)
    families, givens = (_drawn(chance, letters, count) for letters in (_FAMILY, _GIVEN))
    first = date(1930, 1, 1)
    people = []
    for at, ((family, family_kana), (given, given_kana)) in enumerate(zip(families, givens, strict=True)):
        town = chance.randrange(len(_TOWNS))
        block = f"{chance.randint(1, 6)}丁目{chance.randint(1, 40)}番{chance.randint(1, 30)}号"
        building = chance.choice(_BUILDINGS)
        room = f"{building}{chance.randint(1, 9)}0{chance.randint(1, 9)}号室" if building else ""
        people.append(
            Resident(
                f"{10_000_000 + 7 * at:010d}",
                f"{family}　{given}",
                f"{family_kana}　{given_kana}",
                first + timedelta(days=chance.randrange(34_000)),
                chance.choice("男女"),
                f"{999 - town % 3}-{1000 + 37 * town:04d}",
                f"さくら野市{_TOWNS[town]}{block}{room}",
                f"0{chance.choice((70, 80, 90))}-{chance.randint(0, 9999):04d}-{chance.randint(0, 9999):04d}",
                f"{3_000_000 + at // 2:09d}",
            )
        )
    return people


def _drawn(chance: random.Random, letters: str, count: int) -> list[tuple[str, str]]:
    """Return ``count`` names of two characters with their readings, few of them often and most of them seldom."""
    parts = list(dict.fromkeys((item[0], item[1:]) for item in letters.split()))
    names = [(one[0] + other[0], one[1] + other[1]) for one, other in product(parts, parts) if one[0] != other[0]]
    chance.shuffle(names)
    weights = list(accumulate(1 / (rank + FLATTENED) for rank in range(1, len(names) + 1)))
    return chance.choices(names, cum_weights=weights, k=count)


def namesakes(people: list[Resident]) -> float:
    """Return with how many others a person shares the full name on average."""
    counts = Counter(person.name for person in people)
    return sum(n * (n - 1) for n in counts.values()) / len(people)


def listed(people: list[Resident], count: int = LIST) -> list[int]:
    """Return the positions of the people on the list, in the order of the register."""
    return sorted(random.Random(7).sample(range(len(people)), count))


def write_register(path: Path, people: list[Resident], of: dict[int, str]) -> None:
    """Write the register as csv in UTF-8; ``of``: position -> the recipient to whom the person belongs."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for at, p in enumerate(people):
            rest = (p.name, p.kana, p.born.isoformat(), p.sex, p.postal_code, p.address, p.phone, p.household)
            writer.writerow((p.number, of.get(at, "X99"), *rest))


def write_list(path: Path, people: list[Resident], *, addresses_shifted: bool = False) -> None:
    """Write a list of people as xlsx: a heading, then a row each; dates and amounts are numbers with a format.

    ``addresses_shifted``: the column of addresses has been sorted alone.
    """
    import xlsxwriter

    chance = random.Random(3)
    places = [person.address for person in people]
    if addresses_shifted:
        places.sort()
    # Real files say when they were made; this one says the same on every run.
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(2026, 11, 24, 9, 0)})  # noqa: DTZ001  as the file format has it
    sheet = book.add_worksheet(SHEET)
    day, money = book.add_format({"num_format": "yyyy/mm/dd"}), book.add_format({"num_format": "#,##0"})
    sheet.set_column(4, 4, 12, day)
    sheet.set_column(10, 10, 10, money)
    sheet.write_row(0, 0, LIST_HEADS)
    for at, (p, place) in enumerate(zip(people, places, strict=True), start=1):
        sheet.write_number(at, 0, at)
        for column, text in (
            (1, p.number),
            (2, p.name),
            (3, p.kana),
            (5, p.sex),
            (6, p.postal_code),
            (7, place),
            (8, p.phone),
            (9, p.household),
        ):
            sheet.write_string(at, column, text)
        sheet.write_datetime(at, 4, datetime(p.born.year, p.born.month, p.born.day), day)  # noqa: DTZ001  a day alone
        sheet.write_number(at, 10, 1000 * chance.randint(5, 120), money)
        if remark := chance.choice(_REMARKS):
            sheet.write_string(at, 11, remark)
    book.close()


def write_bundle(folder: Path, files: dict[str, str], title: str, register: str = "../register.csv") -> None:
    """Write ``bundle.toml``; ``files``: recipient -> path of its file."""
    folder.mkdir(parents=True, exist_ok=True)
    parcels = "\n".join(
        f'[[parcel]]\nrecipient = "{who}"\nto = "{who.lower()}@example.jp"\nfiles = ["{path}"]\ncomplete = true\n'
        for who, path in files.items()
    )
    (folder / "bundle.toml").write_text(
        f'format = 1\ntitle = "{title}"\nchannel = "email"\ndate = 2026-11-24\n\n[policy]\nprotection = "at-release"\n\n'
        f'[sources]\nsubjects = "{register}"\n\n{parcels}',
        encoding="utf-8",
    )
