"""Special-care data in remarks: what is said of somebody counts, what an office says to everybody does not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.japan import special_care
from sekisho.japan.special_care import LONGEST, told_in


def kinds(text: str) -> list[str]:
    return list(dict.fromkeys(told.kind for told in told_in(text)))


def outright(text: str) -> bool:
    return any(told.outright for told in told_in(text))


# ---------------------------------------------------------------- nothing


@pytest.mark.parametrize(
    "text",
    [
        "", "　", "母子手帳をお持ちください", "母子健康手帳あり", "お薬手帳持参", "年金手帳あり", "生徒手帳更新済", "保護者面談済み", "健康福祉部へ転送済み",
        "生活保護課へ確認済", "障害福祉課", "障害福祉課へ転送済み", "介護保険課", "介護予防教室", "健診のお知らせ", "健診受診済み", "乳がん検診受診済み",
        "診療時間", "診療所へ確認済", "診断書提出済", "診断書の要否", "耐震診断済", "木造住宅耐震診断士", "服薬中の方はお薬手帳をお持ちください",
        "障害のある方へ", "てんかんの既往歴がある場合は申し出てください", "既往歴の有無", "既往歴なし", "既往歴：なし", "既往歴はない", "持病 有・無", "持病（あり・なし）",
        "アレルギーなし", "アレルギー調査票提出済", "アレルギー対応給食", "食物アレルギー対応マニュアル", "服薬なし", "入院歴なし", "入院助産制度", "療養費支給申請書",
        "高額療養費", "障害児保育", "障害物あり", "システム障害のため延期", "通信障害あり", "交通障害のため遅延", "児童虐待防止推進月間", "虐待対応ダイヤル",
        "認知症サポーター養成講座", "認知症カフェ", "がん検診", "がんばりました", "結核検診", "感染症のため休館", "保護観察所", "保護者", "歯科", "眼科受診",
        "小児科", "教科書", "内科", "歴史", "経歴書", "学歴", "職歴あり", "履歴書あり", "病児保育利用", "病院へ送付済", "中央病院", "宗教法人", "信仰会館", "仏教会",
        "犯罪被害者支援窓口", "前歴照会", "科目", "受給者証あり", "医療証交付済", "被保険者", "被扶養者あり", "要再提出", "要連絡", "精神保健福祉センター",
        "知的障害者更生相談所", "発達障害者支援センター", "身体障害者福祉法", "聴覚障害者協会", "視覚障害者用", "アトピーに関する講演", "ダウンロード済", "うつくしが丘",
        "ガンダム", "院長あり", "術後調査票", "陽光台", "透明", "□通院中　□入院中", "通院中又は入院中", "生活保護受給証明書", "生活保護開始決定通知書", "生活保護世帯は免除",
        "療育センターへ確認", "さくら野市障害者計画", "現病院", "検査場所", "血液検査", "手術室", "薬剤師", "入院のご案内", "通院されますか", "有料老人ホーム", "ALSOK", "AS500",
    ],
)  # fmt: skip
def test_tells_nothing_of_anybody(text: str) -> None:
    assert list(told_in(text)) == []


def test_a_document_in_a_cell_is_no_remark() -> None:
    assert list(told_in("てんかんの既往歴あり。" + "あ" * LONGEST)) == []


# ---------------------------------------------------------------- something


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("てんかんの既往歴あり", "病歴"),
        ("既往あり", "病歴"),
        ("川崎病の既往", "病歴"),
        ("既往歴：心室中隔欠損", "病歴"),
        ("既往症有", "病歴"),
        ("持病あり", "病歴"),
        ("基礎疾患有り", "病歴"),
        ("アレルギー有", "病歴"),
        ("アレルギーあり（卵）", "病歴"),
        ("卵アレルギーのため除去食", "病歴"),
        ("令和３年に脳梗塞を発症", "病歴"),
        ("ADHDの傾向", "病歴"),
        ("ＡＤＨＤの疑い", "病歴"),
        ("父がうつ病で休職", "病歴"),
        ("食物アレルギーと診断", "診断"),
        ("自閉スペクトラム症と診断されている", "診断"),
        ("医師より肺炎との診断", "診断"),
        ("現在通院中", "診療"),
        ("母入院中のため祖母が送迎", "診療"),
        ("保護者が入院中", "診療"),
        ("抗てんかん薬を服用", "診療"),
        ("服薬中", "診療"),
        ("服薬あり", "診療"),
        ("医療的ケアあり", "診療"),
        ("手術のため欠席", "診療"),
        ("エピペン携帯", "診療"),
        ("人工透析中", "診療"),
        ("健診で要精密検査", "健診結果"),
        ("要精検", "健診結果"),
        ("健診にて心雑音の指摘", "健診結果"),
        ("右耳に障害あり", "障害"),
        ("障がい有", "障害"),
        ("知的障害のため配慮が必要", "障害"),
        ("障害者手帳2級", "障害"),
        ("手帳Ｂ１所持", "障害"),
        ("手帳取得", "障害"),
        ("障害支援区分３", "障害"),
        ("放課後等デイサービス利用中", "障害"),
        ("前科あり", "犯罪歴"),
        ("保護観察中", "犯罪歴"),
        ("昨年逮捕された", "犯罪歴"),
        ("ＤＶ被害により転居", "犯罪被害"),
        ("DVから避難", "犯罪被害"),
        ("虐待の疑い", "虐待"),
        ("虐待通告あり", "虐待"),
        ("一時保護中", "虐待"),
        ("生活保護受給中", "生活保護"),
        ("生活保護世帯", "生活保護"),
        ("宗教上の理由で豚肉は除去", "信条"),
    ],
)
def test_tells_of_somebody(text: str, kind: str) -> None:
    assert kind in kinds(text)
    assert outright(text)
    assert kind in kinds(f"転入。{text}、口座変更あり")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("てんかん", "病歴"),
        ("ぜんそく（軽度）", "病歴"),
        ("卵アレルギー", "病歴"),
        ("発達障がい", "障害"),
        ("ダウン症", "病歴"),
        ("2型糖尿病", "病歴"),
        ("胃がん", "病歴"),
    ],
)
def test_an_illness_alone_is_not_said_outright(text: str, kind: str) -> None:
    assert kinds(text) == [kind]
    assert not outright(text)


def test_names_each_kind_once_and_not_the_illness() -> None:
    found = list(told_in("食物アレルギーと診断、てんかんの既往歴あり。川崎病の既往"))
    assert [told.kind for told in found if told.outright] == ["病歴", "診断"]


def test_a_clause_that_asks_does_not_hide_its_neighbour() -> None:
    assert kinds("てんかんの既往歴あり、発作時は連絡してください") == ["病歴"]


@given(st.text(max_size=60))
def test_nothing_is_found_that_is_not_worth_a_look(text: str) -> None:
    if list(told_in(text)):
        assert special_care.WORTH.search(text)


def test_everything_found_is_worth_a_look() -> None:
    words = re.split(r"[|()\[\]?!:\\s*+^$<{}0-9,=]+", special_care._AILMENT)
    alone = [word for word in words if len(word) > 1 and list(told_in(word))]
    assert len(alone) > 40
    assert [word for word in alone if not special_care.WORTH.search(word)] == []
