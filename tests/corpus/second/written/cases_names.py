"""Who a name means: variants, namesakes, staff, words that contain a name, numbers that are no ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from written import letters, papers
from written.bundle import Bundle, ask, case, finding, stop
from written.layouts import Column, plain
from written.people import Person, full_width, half_width_kana, renamed, residents, wareki
from written.sheets import Row, from_rows, xlsx, xlsx_other

LOOKALIKE = ask("lookalike")  # a question about similar people is not judged in this part of the corpus
# registered name and reading; the same name as another office's software writes it
VARIANTS = {
    "takahashi": (("髙橋", "一郎", "タカハシ", "イチロウ"), "高橋　一郎"),
    "yamazaki": (("山﨑", "登", "ヤマザキ", "ノボル"), "山崎登"),
    "watanabe": (("渡邊", "篤子", "ワタナベ", "アツコ"), "渡辺 篤子"),
    "watanabe-ivs": (("渡邉\U000e0102", "弓", "ワタナベ", "ユミ"), "渡邉 弓"),
    "saito": (("齋藤", "基", "サイトウ", "モトイ"), "斎藤 基"),
    "katsuragi-ivs": (("葛\U000e0100城", "円", "カツラギ", "マドカ"), "葛城　円"),
    "yoshida": (("𠮷田", "丈", "ヨシダ", "ジョウ"), "吉田 丈"),
    "hamada": (("濵田", "澄江", "ハマダ", "スミエ"), "浜田澄江"),
    "nguyen": (("グエン・ティ・ラン", "", "グエン・ティ・ラン", ""), "ｸﾞｴﾝ ﾃｨ ﾗﾝ"),
    "silva": (("シルバ　マリア　クララ", "", "シルバ マリア クララ", ""), "シルバ・マリア・クララ"),
    "long": (("勅使河原", "小百合", "テシガワラ", "サユリ"), "勅使河原小百合"),
    "two-letters": (("乾", "巧", "イヌイ", "タクミ"), "乾　巧"),
}  # fmt: skip


def with_variant(seed: str, name: tuple[str, str, str, str], office: str) -> tuple[list[Person], Person]:
    """Residents of K01 to K03; the second of `office` bears `name`, and nobody else a similar one."""
    family = {"高橋", "山崎", "渡辺", "斉藤", "吉田", "勅使河原", "乾", "岩崎", "清水"}
    pool = [p for p in residents(seed, ["K01", "K02", "K03"], 10) if p.surname not in family and p.given not in name]
    people = [p for k in ("K01", "K02", "K03") for p in [q for q in pool if q.office == k][:5]]
    index = [i for i, p in enumerate(people) if p.office == office][1]
    people[index] = renamed(people[index], *name)
    return people, people[index]


@case
def variants() -> list[Bundle]:
    """The register writes the name one way and the list another; the birth date agrees."""
    bundles = []
    for turn, (slug, (name, written)) in enumerate(VARIANTS.items()):
        for honest in (True, False):
            tail = "honest" if honest else "stranger"
            people, person = with_variant(f"variant-{slug}-{tail}", name, "K01" if honest else "K02")
            about = f"{person.name} is written {written}, with the birth date"
            bundle = Bundle(f"variant-{slug}-{tail}", "variant", about, people=people)
            bundle.source_format = "utf-8-sig" if turn % 2 else "xlsx"
            shown = bundle.of("K01") if honest else [*bundle.of("K01"), person]
            rows: list[Row] = [["番号", "氏名", "生年月日", "町名"]]
            rows += [[n, written if p == person else p.name, wareki(p.birth), p.town] for n, p in enumerate(shown, 1)]
            bundle.parcel({"out/k01.xlsx": (xlsx, xlsx_other)[turn % 2](from_rows(rows))})
            if not honest:
                bundle.must_find(stop("scope", person, "out/k01.xlsx", sheet="名簿", row=len(rows)))
                bundle.may_find(LOOKALIKE)
            bundles.append(bundle.is_honest() if honest else bundle)
    return bundles


@case
def widths() -> list[Bundle]:
    """Full-width digits, half-width kana and the era, all of the same person."""
    bundles = []
    for honest in (True, False):
        bundle = Bundle(
            f"widths-{'honest' if honest else 'stranger'}",
            "variant",
            "the reading in half-width kana, full-width digits",
        )
        shown = bundle.of("K01") if honest else [*bundle.of("K01"), bundle.stranger()]
        rows: list[Row] = [["カナ氏名", "生年月日", "電話", "整理番号"]]
        rows += [
            [half_width_kana(p.kana), full_width(wareki(p.birth, "letter")), full_width(p.phone), full_width(p.number)]
            for p in shown
        ]
        bundle.parcel({"out/k01.xlsx": xlsx(from_rows(rows))})
        if not honest:
            bundle.must_find(stop("scope", bundle.stranger(), "out/k01.xlsx", sheet="名簿", row=len(rows)))
        bundles.append(bundle.is_honest() if honest else bundle)
    return bundles


def namesakes(seed: str, offices: Sequence[str]) -> tuple[list[Person], list[Person]]:
    """Residents of K01 to K03, and those among them, one per office named, who are all called 星野 光."""
    people = residents(seed, ["K01", "K02", "K03"], 6)
    same = []
    for office in offices:
        index = [i for i, p in enumerate(people) if p.office == office and p not in same][2]
        people[index] = renamed(people[index], "星野", "光", "ホシノ", "ヒカル")
        same.append(people[index])
    return people, same


@case
def same_names() -> list[Bundle]:
    """Two people of one name, told apart by what else stands in the row."""
    by_birth: list[Column] = [("氏名", lambda p: p.name), ("生年月日", lambda p: p.birth)]
    by_address: list[Column] = [("氏名", lambda p: p.name), ("住所", lambda p: p.wide_address)]
    by_phone: list[Column] = [("氏名", lambda p: p.spaced("　")), ("TEL", lambda p: p.phone)]
    alone: list[Column] = [("児童名", lambda p: p.name), ("金額", lambda p: 12_000)]
    bundles = []
    for slug, columns in {"birth": by_birth, "address": by_address, "phone": by_phone, "nothing": alone}.items():
        people, (own, other) = namesakes(f"namesake-{slug}", ["K01", "K02"])
        good = Bundle(
            f"namesake-own-by-{slug}",
            "namesake",
            f"K01's 星野 光, K02 has another; told apart by {slug}",
            people=people,
        )
        good.parcel({"out/k01.xlsx": xlsx(plain(good.of("K01"), columns))}).may_find(LOOKALIKE).is_honest()
        bundles.append(good)
        if slug == "nothing":
            continue
        bad = Bundle(
            f"namesake-other-by-{slug}", "namesake", f"the 星野 光 in K01's list is K02's, by {slug}", people=people
        )
        shown = [other if p == own else p for p in bad.of("K01")]
        grid = plain(shown, columns)
        bad.parcel({"out/k01.xlsx": xlsx(grid)}).may_find(LOOKALIKE, finding("reconcile", None))
        bundles.append(bad.must_find(stop("scope", other, "out/k01.xlsx", **grid.where(other.id))))
    people, same = namesakes("namesake-unsettled", ["K02", "K03"])
    vague = Bundle(
        "namesake-unsettled",
        "namesake",
        "a bare 星野 光, of whom K02 and K03 have one each and K01 none",
        people=people,
    )
    grid = plain([*vague.of("K01"), same[0]], alone)
    vague.parcel({"out/k01.xlsx": xlsx(grid)}).may_find(LOOKALIKE)
    vague.must_find(ask("scope", None, "out/k01.xlsx", **grid.where(same[0].id)))
    return [*bundles, vague]


@case
def paragraphs() -> list[Bundle]:
    """Names in running text: a paragraph's birth date settles whom it means."""
    people, (own, other) = namesakes("prose-namesake", ["K01", "K02"])
    good = Bundle("prose-namesake-own", "prose", "the paragraph's birth date is that of K01's child", people=people)
    good.parcel({"out/k01.docx": letters.docx([f"対象児童は、{own.spaced('')}（{wareki(own.birth)}生）です。"])})
    bad = Bundle("prose-namesake-other", "prose", "the paragraph's birth date is that of K02's child", people=people)
    bad.parcel({"out/k01.docx": letters.docx([f"対象児童は、{other.spaced('')}（{wareki(other.birth)}生）です。"])})
    bad.must_find(stop("scope", other, "out/k01.docx")).may_find(LOOKALIKE)
    runs = Bundle("prose-split-runs", "prose", "a stranger's name lies in three runs of different format")
    document = letters.letter(["なお、"])
    stranger = runs.stranger()
    for letter in stranger.spaced(" "):
        document.paragraphs[-1].add_run(letter).bold = letter in stranger.given
    document.paragraphs[-1].add_run("さんの分は次回の送付となります。")
    runs.parcel({"out/k01.docx": letters.docx_bytes(document)}).must_find(stop("scope", stranger, "out/k01.docx"))
    wrapped = Bundle("prose-wrapped-line", "prose", "a stranger's name is broken over two lines of a PDF")
    name = wrapped.stranger(1).spaced("")
    text = [
        "先日お問い合わせのありました件につきまして、保護者の方から申出のあった" + name[:2],
        name[2:] + "さんの認定の変更は、翌月からとなります。",
    ]
    wrapped.parcel({"out/k01.pdf": papers.pdf_pages(papers.lines(text, left=40))})
    wrapped.must_find(stop("scope", wrapped.stranger(1), "out/k01.pdf", page=1))
    contact = Bundle("prose-mail-address", "prose", "no name, but a stranger's mail address in a sentence")
    contact.parcel({"out/k01.docx": letters.docx([f"連絡先は {contact.stranger().email} に変更されています。"])})
    contact.must_find(stop("scope", contact.stranger(), "out/k01.docx"))
    return [good.may_find(LOOKALIKE).is_honest(), bad, runs, wrapped, contact]


@case
def words_with_names() -> list[Bundle]:
    """Words, places and organisations that contain a registered person's two-character name."""
    bundles = []
    words = (("林", "一", "ハヤシ", "ハジメ"), ("森", "永", "モリ", "ヒサシ"), ("原", "子", "ハラ", "チカ"))
    for turn, name in enumerate(words):
        people = [p for p in residents(f"word-{turn}", ["K01", "K02"], 7) if p.surname not in "林森原"]
        index = next(i for i, p in enumerate(people) if p.office == "K02")
        people[index] = renamed(people[index], *name)
        word = ("農林一般会計", "森永年株式会社", "原子力防災訓練")[turn]
        bundle = Bundle(f"word-contains-{turn + 1}", "word", f"{word} is no {people[index].spaced('')}", people=people)
        if turn == 0:
            rows: list[Row] = [
                ["氏名", "生年月日", "会計区分"],
                *([p.name, p.birth, f"{word}（林業費）"] for p in bundle.of("K01")),
            ]
            bundle.parcel({"out/k01.xlsx": xlsx(from_rows(rows))})
        elif turn == 1:
            bundle.parcel({"out/k01.docx": letters.docx([f"協賛：{word}。会場は林業会館です。"])})
        else:
            bundle.parcel(
                {"out/k01.pdf": papers.pdf_pages(papers.lines([f"{word}のお知らせ", "原子炉の見学があります。"]))}
            )
        bundles.append(bundle.is_honest())
    return bundles


@case
def staff() -> list[Bundle]:
    """Staff who are called like a registered stranger."""
    bundles = []
    for slug in ("xlsx-title", "docx-letterhead", "pdf-signature", "docx-footer", "csv-note"):
        bundle = Bundle(f"staff-{slug}", "staff", "the clerk in charge has the name of a child of K02")
        clerk = bundle.stranger().spaced("　")
        if slug == "xlsx-title":
            grid = plain(bundle.of("K01"), first=5)
            grid.cells[1, 1], grid.cells[2, 4] = "対象児童一覧", f"担当：{clerk}"
            grid.cells[3, 4] = "さくら野市保育幼稚園課　電話 0999-11-2233（内線 301）"
            bundle.parcel({"out/k01.xlsx": xlsx(grid)})
        elif slug == "docx-letterhead":
            end = ["以上", "【お問い合わせ】さくら野市 保育幼稚園課 給付係", f"担当　{clerk}", "電話　0999-11-2233"]
            bundle.parcel({"out/k01.docx": letters.docx(["ご不明な点はお尋ねください。", *end])})
        elif slug == "pdf-signature":
            text = [
                "にじいろ幼稚園　園長　様",
                "",
                "書類の提出について",
                "期限までにご提出ください。",
                "",
                f"発行者　さくら野市　保育幼稚園課長　{clerk}",
            ]
            bundle.parcel({"out/k01.pdf": papers.pdf_pages(papers.lines(text))})
        elif slug == "docx-footer":
            document = letters.letter(["期限までにご提出ください。"])
            document.sections[0].footer.paragraphs[0].text = f"さくら野市 保育幼稚園課（担当：{clerk}）"
            bundle.parcel({"out/k01.docx": letters.docx_bytes(document)})
        else:
            rows = [*plain(bundle.of("K01")).table(), [], [f"作成担当　保育幼稚園課　{clerk}"]]
            bundle.parcel({"out/k01.xlsx": xlsx_other(from_rows(rows))})
        bundles.append(bundle.is_honest())
    bad = Bundle(
        "staff-with-address", "staff", "beside the name in the 担当 line stand the stranger's birth date and address"
    )
    s = bad.stranger()
    bad.parcel({"out/k01.docx": letters.docx([f"担当　{s.spaced('　')}（{wareki(s.birth)}生、{s.address}）"])})
    return [*bundles, bad.must_find(stop("scope", s, "out/k01.docx"))]


@case
def chance_numbers() -> list[Bundle]:
    """Sums, running numbers and house numbers that equal somebody's id or number."""
    money = Bundle("number-is-money", "chance", "a sum equals the number of a child of K02")
    other = money.of("K02")[0]
    rows: list[Row] = [
        ["氏名", "生年月日", "支給額"],
        *([p.name, p.birth, int(other.number)] for p in money.of("K01")[:1]),
    ]
    rows += [[p.name, p.birth, 21_000] for p in money.of("K01")[1:]]
    money.parcel({"out/k01.xlsx": xlsx(from_rows(rows))}).is_honest()
    people = [replace(p, id=str(n)) for n, p in enumerate(residents("running", ["K02", "K01"], 6), 1)]
    running = Bundle(
        "number-is-running",
        "chance",
        "ids are 1, 2, 3 … and so is the list's first column, of other people",
        people=people,
    )
    rows = [
        ["No.", "氏名", "生年月日", "電話番号"],
        *([n, p.name, p.birth, p.phone] for n, p in enumerate(running.of("K01"), 1)),
    ]
    running.parcel({"out/k01.xlsx": xlsx_other(from_rows(rows))}).is_honest()
    dates = Bundle("dates-everywhere", "chance", "a date of birth of a stranger is also the date of an application")
    born = dates.of("K02")[1].birth
    rows = [
        ["氏名", "生年月日", "申請日"],
        *([p.name, p.birth, born if p.birth < born else date(2026, 10, 1)] for p in dates.of("K01")),
    ]
    dates.parcel({"out/k01.xlsx": xlsx(from_rows(rows))}).is_honest()
    return [money, running, dates]
