"""A city of 430,000 invented people as families have them: who shares a name, a reading, a town, a birth date with whom.

The people of `city.py` are drawn one by one; here what matters is how alike they are. Names follow fashion: a given name
has elements which have their decade, an element has several spellings, so readings are shared far more than spellings.
`SHARED_NAMES` sets how much; `lookalikes.py` prints what comes of it beside the figures which it was set to meet.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, product

CITY = 430_000
TODAY = date(2026, 11, 24)
DECADES = range(1920, 2030, 10)
SURNAMES = 8_000
FLATTENED = 9.0
"""Mandelbrot's shift: the commonest of 8,000 surnames has 1.5 % of the people, the first hundred a third."""


@dataclass(frozen=True, slots=True)
class Fashion:
    """How much names are shared: exponents of Zipf's law over elements (their readings) and over spellings of each."""

    readings: float
    spellings: float
    rare: float
    """Share of the people whose given name is read as others are and written as hardly any."""


SHARED_NAMES = Fashion(readings=0.9, spellings=0.0, rare=0.25)
YEARS = 18.0
"""How long an element stays in fashion (standard deviation)."""
TWINS = 0.01
"""Share of births; their names go together more often than those of other siblings."""
FLATS = 20

_COMMON = (
    "佐藤サトウ 鈴木スズキ 高橋タカハシ 田中タナカ 伊藤イトウ 渡辺ワタナベ 山本ヤマモト 中村ナカムラ 小林コバヤシ 加藤カトウ 吉田ヨシダ 山田ヤマダ "
    "佐々木ササキ 斎藤サイトウ 山口ヤマグチ 松本マツモト 井上イノウエ 木村キムラ 林ハヤシ 清水シミズ 山崎ヤマザキ 森モリ 池田イケダ 橋本ハシモト "
    "阿部アベ 石川イシカワ 山下ヤマシタ 中島ナカジマ 石井イシイ 小川オガワ 前田マエダ 岡田オカダ 長谷川ハセガワ 藤田フジタ 後藤ゴトウ 近藤コンドウ "
    "村上ムラカミ 遠藤エンドウ 青木アオキ 坂本サカモト 福田フクダ 太田オオタ 西村ニシムラ 藤井フジイ 金子カネコ 岡本オカモト 藤原フジワラ 三浦ミウラ "
    "中野ナカノ 中川ナカガワ 原田ハラダ 松田マツダ 竹内タケウチ 小野オノ 田村タムラ 中山ナカヤマ 和田ワダ 石田イシダ 森田モリタ 上田ウエダ 原ハラ "
    "内田ウチダ 柴田シバタ 酒井サカイ 宮崎ミヤザキ 横山ヨコヤマ 高木タカギ 安藤アンドウ 宮本ミヤモト 大野オオノ 小島コジマ 谷口タニグチ 工藤クドウ "
    "今井イマイ 高田タカダ 増田マスダ 丸山マルヤマ 杉山スギヤマ 村田ムラタ 大塚オオツカ 新井アライ 小山コヤマ 平野ヒラノ 藤本フジモト 河野コウノ "
    "上野ウエノ 野口ノグチ 武田タケダ 松井マツイ 千葉チバ 菅原スガワラ 岩崎イワサキ 木下キノシタ 久保クボ 佐野サノ 松尾マツオ 市川イチカワ 菊地キクチ "
    "野村ノムラ 菊池キクチ 渡部ワタナベ 広瀬ヒロセ 浜田ハマダ 桜井サクライ 黒沢クロサワ 島田シマダ"
)
_HEADS = (
    "相アイ 赤アカ 秋アキ 朝アサ 荒アラ 飯イイ 石イシ 磯イソ 板イタ 市イチ 稲イナ 今イマ 岩イワ 植ウエ 梅ウメ 江エ 榎エノ 大オオ 太オオ 岡オカ 奥オク "
    "笠カサ 梶カジ 片カタ 金カネ 上カミ 亀カメ 川カワ 河カワ 菊キク 岸キシ 北キタ 草クサ 熊クマ 倉クラ 栗クリ 黒クロ 小コ 越コシ 坂サカ 阪サカ 笹ササ "
    "沢サワ 塩シオ 柴シバ 島シマ 嶋シマ 下シモ 白シラ 杉スギ 関セキ 高タカ 滝タキ 竹タケ 武タケ 立タチ 谷タニ 玉タマ 土ツチ 寺テラ 戸ト 富トミ 冨トミ 中ナカ "
    "仲ナカ 永ナガ 長ナガ 西ニシ 沼ヌマ 野ノ 萩ハギ 橋ハシ 畑ハタ 花ハナ 浜ハマ 林ハヤシ 原ハラ 東ヒガシ 平ヒラ 広ヒロ 深フカ 福フク 藤フジ 古フル 星ホシ "
    "細ホソ 堀ホリ 本モト 牧マキ 松マツ 水ミズ 三ミ 南ミナミ 宮ミヤ 村ムラ 森モリ 柳ヤナギ 山ヤマ 横ヨコ 吉ヨシ 米ヨネ 若ワカ"
)
_TAILS = (
    "田タ 田ダ 山ヤマ 川カワ 川ガワ 河ガワ 村ムラ 本モト 元モト 野ノ 原ハラ 井イ 沢サワ 口グチ 島シマ 島ジマ 崎サキ 崎ザキ 木キ 木ギ 谷タニ 谷ヤ 上ガミ 下シタ 内ウチ "
    "瀬セ 塚ツカ 尾オ 岡オカ 橋ハシ 林バヤシ 森モリ 藤トウ 部ベ 浦ウラ 池イケ 見ミ 屋ヤ 津ツ 賀ガ 根ネ 沼ヌマ 倉クラ 坂サカ 場バ 越コシ 城シロ 葉バ 間マ 子コ "
    "松マツ 石イシ 宮ミヤ 水ミズ 地チ 畑ハタ 岸ギシ 永ナガ 堀ホリ 里サト 平ヒラ 瀧タキ 留トメ 重シゲ 司ジ 丸マル 代シロ 生オ 前マエ 方カタ 巻マキ 波ナミ 名ナ 戸ト "
    "関ゼキ 園ゾノ 住ズミ 立タテ 辺ベ 渕フチ 江エ 垣ガキ 窪クボ 杉スギ 道ミチ 角カド"
)
_OLD_FORMS = "高髙 斎斉齋齊 辺邊邉 崎﨑 沢澤 浜濱濵 広廣 桜櫻 島嶋 富冨 滝瀧 吉𠮷 関關"
_MALE = (
    "アキ明昭章彰晃秋 アツ敦淳篤厚 イチ一市 エイ栄英永 カズ和一数 カツ勝克 キヨ清喜 ケイ圭敬慶啓恵 ケン健賢謙建研 コウ浩幸孝功航光晃康 "
    "シュン俊駿瞬旬 ショウ翔将正祥昇 シン真慎信新進 ソウ壮蒼聡颯宗奏 タカ孝隆貴高崇 タク拓卓匠 タケ武健剛猛 タツ達辰竜龍 テツ哲徹鉄 "
    "トシ俊敏利年寿 トモ友智朋知 ナオ直尚 ノブ信伸延 ノリ典則紀憲 ハル春晴陽遥治 ヒサ久尚寿 ヒデ秀英 ヒロ弘博宏浩裕祐広洋寛大 フミ文史 "
    "マサ正雅昌政将 マコ誠真 ミツ光満充 モト元基 ヤス康泰保靖 ユウ勇雄裕祐優悠友佑結 ユキ幸行之雪 ヨウ洋陽要葉 ヨシ義良芳吉嘉 リュウ竜龍隆琉 "
    "リョウ亮涼良諒遼 レン蓮廉錬 リク陸理 ダイ大代 ジュン純淳順潤準 カイ海快魁 ハヤ隼速勇 ミナ湊南 イツ樹逸 アオ蒼碧青"
)
_MALE_ENDS = (
    "夫雄男オ:1940 一市イチ:1945 郎朗ロウ:1950 治司次ジ:1950 彦ヒコ:1955 之行幸ユキ:1960 明昭章彰アキ:1960 樹紀希輝貴己キ:1985 介助輔スケ:1985 "
    "太大汰タ:1990 也哉弥ヤ:1980 人斗翔登仁ト:2005 平兵ヘイ:1975 真馬磨マ:2005 志史士シ:1970 吾悟ゴ:1975 典則規ノリ:1960 久寿ヒサ:1945 "
    "浩弘広ヒロ:1965 成斉ナリ:1980 信伸ノブ:1955 生雄キ:1950 孝隆貴タカ:1970 実美ミ:1945 晴陽遥ハル:2012"
)
_FEMALE = (
    "アイ愛藍相 アキ明秋昭晶 アヤ彩綾文絢 イク郁育 エ恵絵江 エリ英絵恵 カ香佳花 カズ和一 カナ香加佳奏 キヨ清喜 キョウ京恭響杏 クミ久組 "
    "ケイ恵敬圭桂慶 コト琴言 サ沙紗早佐 サチ幸祥 サト里聡智 シズ静志 ジュン純順淳 スミ澄純 タカ孝貴隆 チ千知智 チカ千近 テル照輝 トシ敏年俊 "
    "トモ友智朋知 ナ奈菜那 ナオ直尚 ナツ夏菜 ノブ信伸 ノリ紀典則 ハナ花華英 ハル春晴陽遥 ヒサ久寿 ヒデ秀英 ヒロ弘博裕祐広浩 フミ文史 "
    "ホ穂帆 マ真麻茉万 マイ舞麻 マサ正雅昌 マユ真繭麻 ミ美実未海 ミキ幹美未 ミサ美操 ミツ光満 ミユ美未心 ミチ道美路 メイ芽明 モモ百桃 ヤス康泰保 "
    "ユ由友優結 ユウ優裕祐悠結夕 ユキ幸雪由 ヨウ洋陽葉 ヨシ良芳美好 リ理里梨莉 リョウ涼良 リン凛鈴 レイ玲礼麗怜 ワカ若和 ヒナ陽日雛 サク咲桜 アン杏安"
)
_FEMALE_ENDS = (
    "子コ:1945 子コ:1955 子コ:1965 江枝恵エ:1945 代世ヨ:1945 美実ミ:1965 美未実海ミ:1985 恵絵ミエ:1970 香佳加花カ:1980 奈菜那ナ:1990 "
    "理里梨莉リ:1990 乃野ノ:2005 音寧ネ:2010 穂帆ホ:2000 紀季希樹キ:1980 衣依イ:2005 葉羽ハ:2010 月槻ツキ:2012 菜奈愛ナ:2012 織里オリ:1985 "
    "沙紗早サ:2000 花香華カ:2010 歩アユミ:1990 津都ツ:1940 夏ナツ:2005"
)
_TOWN_FIRST, _TOWN_LAST = "朝若緑桜旭栄幸泉宮松竹梅春秋東西南北上下", (
    "日町", "葉台", "丘", "町", "山", "野", "ヶ丘", "川町", "が浜", "台", "本町", "沢", "田", "里", "見", "島", "原", "崎町", "橋", "森",
)  # fmt: skip
_HOUSES = ("さくら荘", "メゾン野原", "コーポ若草", "グランハイツ中央", "ハイム朝日", "第二みどり荘")
_SIZES = {1: 38, 2: 28, 3: 16, 4: 13, 5: 5}


@dataclass(frozen=True, slots=True)
class Given:
    """A given name: its first and last part, each a spelling with a reading."""

    first: tuple[str, str]
    last: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Home:
    """What the people of one household have in common."""

    number: str
    surname: tuple[str, str]
    address: str
    called: set[str] = field(default_factory=set)
    """Readings of the given names in it."""


def _elements(words: str) -> list[tuple[str, str, float]]:
    """Return (reading, spellings, year of its fashion or 0) of each word: kana and kanji in either order."""
    found = []
    for word in words.split():
        text, _, year = word.partition(":")
        kana = "".join(char for char in text if "ァ" <= char <= "ヶ")
        found.append((kana, "".join(char for char in text if char not in kana), float(year or 0)))
    return found


def _zipf(count: int, exponent: float, flattened: float = 0.0) -> list[float]:
    return [1 / (rank + flattened) ** exponent for rank in range(1, count + 1)]


class Population:
    """The people of the city, drawn household by household."""

    def __init__(self, count: int = CITY, fashion: Fashion = SHARED_NAMES, towns: int = 400) -> None:
        self._chance = random.Random(20261124)
        self._fashion = fashion
        self._first = {sex: self._dated(words) for sex, words in (("男", _MALE), ("女", _FEMALE))}
        self._last = {sex: self._dated(words) for sex, words in (("男", _MALE_ENDS), ("女", _FEMALE_ENDS))}
        self._all_kanji = sorted(
            {char for words in (_MALE, _FEMALE) for _, kanji, _ in _elements(words) for char in kanji}
        )
        self._drawn: dict[tuple[str, int], list[Given]] = {}
        names = [a + b for a, b in product(_TOWN_FIRST, _TOWN_LAST)]
        self._towns = self._chance.sample(names, towns)
        self._town_weights = list(accumulate(self._chance.lognormvariate(0, 1) for _ in range(towns)))
        self._flats = [0] * towns
        self.rows: list[tuple[str, ...]] = []
        while len(self.rows) < count:
            self._household()
        del self.rows[count:]

    def _dated(self, words: str) -> list[tuple[str, str, float]]:
        """Return the elements, each with a year of fashion, in an order of their own."""
        found = [(kana, kanji, year or self._chance.uniform(1925, 2025)) for kana, kanji, year in _elements(words)]
        self._chance.shuffle(found)
        return found

    # ------------------------------------------------------------ names

    @cached_property
    def _surnames(self) -> tuple[list[tuple[str, str]], list[float]]:
        common = [(kanji, kana) for kana, kanji, _ in _elements(_COMMON)]
        heads, tails = _elements(_HEADS), _elements(_TAILS)
        made = [(a[1] + b[1], a[0] + b[0]) for a, b in product(heads, tails) if a[1] != b[1]]
        made = [*dict(self._chance.sample(made, len(made))).items()]
        names = [*dict([*common, *(one for one in made if one[0] not in dict(common))]).items()][:SURNAMES]
        return names, list(accumulate(_zipf(len(names), 1.0, FLATTENED)))

    def _surname(self) -> tuple[str, str]:
        """Return a surname; one in ten has the old form of its kanji where there is one."""
        names, weights = self._surnames
        kanji, kana = self._chance.choices(names, cum_weights=weights)[0]
        for forms in _OLD_FORMS.split():
            if forms[0] in kanji and self._chance.random() < 0.1:
                kanji = kanji.replace(forms[0], self._chance.choice(forms[1:]))
        return kanji, kana

    def _given(self, sex: str, year: int) -> Given:
        """Return a given name as people of this sex got it in the decade."""
        drawn = self._drawn.setdefault((sex, year // 10), [])
        if not drawn:
            firsts, lasts = (self._part(of[sex], year // 10 * 10 + 5, 2_000) for of in (self._first, self._last))
            drawn += [Given(*pair) for pair in zip(firsts, lasts, strict=True)]
        given = drawn.pop()
        if self._chance.random() < self._fashion.rare:
            spelling = "".join(self._chance.choices(self._all_kanji, k=self._chance.randint(1, 2)))
            return Given((spelling, given.first[1]), given.last)
        return given

    def _part(self, elements: Sequence[tuple[str, str, float]], year: int, count: int) -> list[tuple[str, str]]:
        ranks = _zipf(len(elements), self._fashion.readings)
        weights = [
            rank * (0.02 + math.exp(-(((year - element[2]) / YEARS) ** 2) / 2))
            for rank, element in zip(ranks, elements, strict=True)
        ]
        found = []
        for kana, kanji, _ in self._chance.choices(elements, weights, k=count):
            spelling = self._chance.choices(kanji, _zipf(len(kanji), self._fashion.spellings))[0]
            found.append((spelling, kana))
        return found

    # ------------------------------------------------------------ households

    def _household(self) -> None:
        number = len(self.rows)
        size = self._chance.choices([*_SIZES], [*_SIZES.values()])[0]
        town = self._chance.choices(range(len(self._towns)), cum_weights=self._town_weights)[0]
        home = Home(f"{3_000_000 + number:09d}", self._surname(), self._address(town))
        age = self._age(size)
        head = self._chance.choice("男女") if size == 1 else "男"
        self._add(home, head, self._born(age))
        if size > 1 and self._chance.random() < 0.85:
            self._add(home, "女", self._born(max(18, age - round(self._chance.gauss(2, 4)))))
            size -= 1
        self._children(home, size - 1, age)

    def _age(self, size: int) -> int:
        """Return the age of whoever is first in a household of this size."""
        if size == 1:
            return self._chance.choices((self._chance.randint(18, 40), self._chance.randint(41, 95)), (4, 6))[0]
        if size == 2:
            return self._chance.choices((self._chance.randint(25, 59), self._chance.randint(60, 92)), (4, 6))[0]
        return self._chance.randint(33, 74)

    def _children(self, home: Home, count: int, age: int) -> None:
        """Add the children; of a hundred births one is of twins."""
        earlier: Given | None = None
        while count > 0:
            born = self._born(max(0, age - round(self._chance.gauss(31, 4))))
            sex = self._chance.choice("男女")
            earlier = self._add(home, sex, born, earlier if self._chance.random() < 0.2 else None, child=True)
            count -= 1
            if count and self._chance.random() < TWINS:
                other = sex if self._chance.random() < 0.66 else self._chance.choice("男女")
                earlier = self._add(home, other, born, earlier if self._chance.random() < 0.6 else None, child=True)
                count -= 1

    def _add(self, home: Home, sex: str, born: date, like: Given | None = None, *, child: bool = False) -> Given:
        """Add a person; ``like``: the name of a sibling, of which the first part is taken over.

        Who chooses a name for a child chooses none that is called in the house already.
        """
        while True:
            given = self._given(sex, born.year)
            if like and like.last != given.last:
                given = Given(like.first, given.last)
            called = f"{given.first[1]}{given.last[1]}"
            if not child or called not in home.called:
                break
        home.called.add(called)
        name = f"{home.surname[0]}　{given.first[0]}{given.last[0]}"
        kana = f"{home.surname[1]}　{called}"
        number = f"{10_000_000 + 7 * len(self.rows):010d}"
        self.rows.append((number, name, kana, born.isoformat(), sex, home.address, home.number))
        return given

    def _born(self, age: int) -> date:
        return TODAY - timedelta(days=365 * age + age // 4 + self._chance.randrange(365))

    def _address(self, town: int) -> str:
        """Return an address; two houses in a hundred have flats, and one of ten of those has no rooms written."""
        place = f"さくら野市{self._towns[town]}"
        if self._chance.random() < FLATS * 0.02 / (FLATS * 0.02 + 0.98):
            house, flat = divmod(self._flats[town], FLATS)
            self._flats[town] += 1
            room = "" if house % 10 == 9 else f"{flat // 5 + 1}0{flat % 5 + 1}号室"
            return f"{place}{house % 4 + 1}丁目{house + 1}番1号{_HOUSES[house % len(_HOUSES)]}{room}"
        return f"{place}{self._chance.randint(1, 6)}丁目{self._chance.randint(1, 40)}番{self._chance.randint(2, 30)}号"


HEADS = ("subject_id", "name", "kana", "birth_date", "sex", "address", "household_id")
