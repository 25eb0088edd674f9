"""Ordinary dispatches of several departments, in every mixture of layout, format and source; all of them must pass."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pikepdf

from written import letters, locks, papers
from written import workbook_places as places
from written.bundle import Bundle, ask, case
from written.cases_lists import sources_of
from written.layouts import LAYOUTS, plain
from written.people import Person, renamed, wareki
from written.sheets import Grid, Row, csv_bytes, xlsx, xlsx_other

DEPARTMENTS: tuple[tuple[str, str, str, tuple[str, str, str]], ...] = (
    ("保育幼稚園課", "補助金データ送付", "幼稚園", ("にじいろ幼稚園", "ひばり幼稚園", "たんぽぽ幼稚園")),
    (
        "保険年金課",
        "保健事業対象者一覧の送付",
        "医療機関",
        ("さくら野内科クリニック", "北浜医院", "みなと通り整形外科"),
    ),
    (
        "介護保険課",
        "利用者情報の提供",
        "居宅介護支援事業所",
        ("ケアプランひなた", "居宅支援こもれび", "ケアサポート月岡"),
    ),
    (
        "市民税課",
        "特別徴収関係書類の送付",
        "事業者",
        ("株式会社さくら野製作所", "有限会社鍛冶屋商店", "北浜運送（株）"),
    ),
    (
        "学務課",
        "就学予定者名簿の送付",
        "小学校",
        ("さくら野市立花見台小学校", "さくら野市立大手小学校", "さくら野市立北浜小学校"),
    ),
)
FOREIGN = (
    "ファム・ヴァン・ミン",
    "オリヴェイラ　ジョゼ　カルロス",
    "Nguyen Thi Hoa",
    "ＫＯＷＡＬＳＫＩ　ＡＮＮＡ",
    "王　小紅",
    "シャルマ ラヴィ",
)  # fmt: skip
WORD = "Kiku-no-sekku-99"


def _outer(rng: random.Random, grid: Grid, bundle: Bundle) -> dict[str, bytes]:
    """The list as a file of one kind or another."""
    form = rng.choice(("xlsx", "xlsx", "xlsx", "csv", "cp932", "utf-16", "zip", "zip-cp932", "agile"))
    write = rng.choice((xlsx, xlsx_other))
    name = rng.choice(("一覧", "令和８年度対象者", "k01", "送付用（最終）", "20261124_名簿"))
    if form in ("csv", "cp932", "utf-16"):
        return {f"out/{name}.csv": csv_bytes(grid.table(), "utf-8-sig" if form == "csv" else form)}
    if form == "zip":
        return {f"out/{name}.zip": locks.zipped({f"{name}.xlsx": write(grid)})}
    if form == "zip-cp932":
        return {f"out/{name}.zip": locks.zip_raw({f"送付/{name}.xlsx": write(grid)})}
    if form == "agile":
        bundle.channel = rng.choice(("email", "transfer"))
        bundle.files["passwords/k01.txt"] = f"{WORD}\n".encode()
        return {f"out/{name}.xlsx": locks.office_encrypted(write(grid), WORD)}
    return {f"out/{name}.xlsx": write(grid)}


@case
def mixtures() -> list[Bundle]:
    """Sixty-six lists, put together by lot."""
    bundles = []
    for number in range(1, 67):
        rng = random.Random(f"everyday {number}")
        department, title, kind, names = DEPARTMENTS[number % len(DEPARTMENTS)]
        slug = rng.choice(list(LAYOUTS))
        bundle = Bundle(
            f"everyday-{number:02d}",
            "everyday",
            f"an ordinary list of {department}, laid out as {slug}",
            each=rng.randint(5, 20),
        )
        bundle.title, bundle.zipped = title, number % 9 == 0
        bundle.settings["department"] = department
        bundle.recipients = [["recipient_id", "name", "kind", "email"]]
        bundle.recipients += [
            [k, name, kind, f"office@{k.lower()}.example.jp"] for k, name in zip(bundle.offices, names, strict=True)
        ]
        if number % 3 == 0 and slug != "split-name":
            place = rng.randrange(len(bundle.of("K01")))
            name = FOREIGN[number // 3 % len(FOREIGN)]
            bundle.people[place] = renamed(bundle.people[place], name, "", name.replace("　", " "), "")
        sources_of(bundle, rng.randrange(30))
        people = bundle.of("K01")
        rng.shuffle(people)
        files = _outer(rng, LAYOUTS[slug](people), bundle)
        needs = {"password_file": "passwords/k01.txt"} if "passwords/k01.txt" in bundle.files else {}
        bundle.parcel(files, complete=rng.random() < 0.6, **needs)
        bundles.append(bundle.is_honest())
    return bundles


@case
def own_people_in_places() -> list[Bundle]:
    """The recipient's own people where a stranger would be found: headers, properties, names, alternative texts."""

    def about(p: Person) -> str:
        return f"{p.name}（{wareki(p.birth)}生）"

    table: dict[str, Callable[[list[Person]], bytes]] = {
        "header": lambda own: places.header_footer(own, about(own[0])),
        "text-box": lambda own: places.text_box(own, about(own[1])),
        "property": lambda own: places.property_title(own, about(own[2])),
        "custom-property": lambda own: places.custom_property(own, about(own[2])),
        "defined-name": lambda own: places.defined_name(own, about(own[0])),
        "hyperlink": lambda own: places.hyperlink(own, f"mailto:{own[0].email}"),
        "data-validation": lambda own: places.data_validation(own, [own[0].name, own[1].name]),
        "hyperlink-to-sheet": lambda own: places.hyperlink(own, "#名簿!A1"),
    }
    bundles = []
    for slug, make in table.items():
        bundle = Bundle(f"own-in-xlsx-{slug}", "own-place", f"K01's own person in the {slug} of a workbook")
        bundles.append(bundle.parcel({"out/k01.xlsx": make(bundle.of("K01"))}).is_honest())
    for slug in ("subject", "link", "alt-text"):
        bundle = Bundle(f"own-in-docx-{slug}", "own-place", f"K01's own person in the {slug} of a letter")
        p, document = bundle.of("K01")[0], letters.letter(["別紙のとおり認定します。"])
        if slug == "subject":
            document.core_properties.subject = about(p)
        elif slug == "link":
            letters.link(document, "保護者へ連絡", f"mailto:{p.email}")
        else:
            image = papers.image_bytes(papers.picture(["印"], (120, 120)), "PNG")
            letters.picture(document, image, f"{p.name}さんの作品")
            bundle.may_find(ask("unreadable"))
        bundles.append(bundle.parcel({"out/k01.docx": letters.docx_bytes(document)}).is_honest())
    for slug in ("title", "outline"):
        bundle = Bundle(f"own-in-pdf-{slug}", "own-place", f"K01's own person in the {slug} of a PDF")
        text = about(bundle.of("K01")[0])
        page = papers.pdf_pages(papers.lines(["認定通知", text]))
        bundle.parcel({"out/k01.pdf": papers.changed(page, _titled(text) if slug == "title" else _outlined(text))})
        bundles.append(bundle.is_honest())
    return bundles


def _titled(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = pikepdf.String(text)

    return change


def _outlined(text: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(text, 0))

    return change


def _letters(people: Sequence[Person]) -> dict[str, list[str]]:
    p, q = people[0], people[1]
    return {
        "decision": [
            f"{p.name}　様",
            "支給決定通知書",
            f"支給額　{21_000 + p.house[1]:,}円",
            "なお、不服がある場合は、審査請求をすることができます。",
        ],
        "two-people": [
            "下記の２名について通知します。　"
            f"{p.spaced('')}（{wareki(p.birth)}生）、{q.spaced('')}（{wareki(q.birth)}生）"
        ],
        "form": [
            "フリガナ",
            p.kana,
            "氏名",
            p.spaced("　"),
            "生年月日",
            wareki(p.birth),
            "住所",
            p.wide_address,
            "電話",
            p.phone,
        ],
        "no-person": [
            "事務連絡",
            "林業振興、森林環境税、前田地区の清水対策及び久保田橋の工事についてお知らせします。",
            "佐藤様方気付では届きません。",
        ],
        "numbers": [
            "交付番号　第00123号",
            "口座番号　1234567　登録番号　T1234567890123",
            "受付時間　8:30～17:15　代表　0999-11-2233",
        ],
    }


@case
def everyday_letters() -> list[Bundle]:
    """Letters as Word and PDF, the PDF by two fonts."""
    bundles = []
    for turn, slug in enumerate(("decision", "two-people", "form", "no-person", "numbers")):
        for form in ("docx", "pdf"):
            bundle = sources_of(
                Bundle(f"letter-{slug}-{form}", "letter", f"an ordinary letter: {slug}"), turn * 2 + len(form)
            )
            text = _letters(bundle.of("K01"))[slug]
            font = ("IPAexMincho", "HeiseiKakuGo-W5")[turn % 2]
            data = letters.docx(text) if form == "docx" else papers.pdf_pages(papers.lines(text, left=40), font=font)
            bundles.append(bundle.parcel({f"out/通知.{form}": data}).is_honest())
    return bundles


@case
def forms_side_by_side() -> list[Bundle]:
    """Tables whose columns come from the office's own software."""
    rules: dict[str, Callable[[int, Person], Row]] = {
        "months": lambda n, p: [n, p.name, p.birth, *(4_500 if (n + m) % 4 else 0 for m in range(12))],
        "bank": lambda n, p: [p.name, p.birth, "さくら野銀行", "本店", "普通", f"{1_000_000 + n * 137:07d}", p.kana],
        "application": lambda n, p: [f"2026-{n:05d}", p.spaced("　"), wareki(p.birth), "R8.10.1", "承認", p.postal],
        "marks": lambda n, p: ["○" if n % 2 else "×", p.name, p.birth, "－", "〃" if n > 1 else "花見台地区"],
        "two-dates": lambda n, p: [p.name, p.kana, f"{p.birth:%Y-%m-%d}", "2026-04-01", "2027-03-31"],
    }  # fmt: skip
    heads: dict[str, Row] = {
        "months": ["番号", "氏名", "生年月日", *(f"{m}月" for m in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3))],
        "bank": ["対象者", "生年月日", "金融機関", "支店", "種目", "口座番号", "口座名義（カナ）"],
        "application": ["申請番号", "申請者", "生年月日", "申請日", "結果", "郵便番号"],
        "marks": ["提出", "児童名", "生年月日", "減免", "地区"],
        "two-dates": ["氏名", "カナ", "生年月日", "開始日", "終了日"],
    }
    bundles = []
    for turn, (slug, row) in enumerate(rules.items()):
        for form in ("xlsx", "csv"):
            bundle = sources_of(
                Bundle(f"software-{slug}-{form}", "software", f"an export with {slug}"), turn + len(form)
            )
            rows = [heads[slug], *(row(n, p) for n, p in enumerate(bundle.of("K01"), 1))]
            grid = Grid()
            for number, cells in enumerate(rows, 1):
                grid.put(number, 1, cells, heading=number == 1)
            data = xlsx_other(grid) if form == "xlsx" else csv_bytes(rows, "cp932")
            bundles.append(bundle.parcel({f"out/出力.{form}": data}).is_honest())
    return bundles


@case
def many_people() -> list[Bundle]:
    """Registers near the size of the names' pool, and lists without anybody."""
    big = Bundle("everyday-large", "everyday", "a list of 38 of 76 people", offices=("K01", "K02"), each=38)
    big.parcel({"out/k01.xlsx": xlsx(plain(big.of("K01")))}, complete=True)
    empty = Bundle("everyday-empty-form", "everyday", "a form with headings alone")
    empty.parcel({"out/様式.xlsx": xlsx(plain([])), "out/様式.csv": csv_bytes(plain([]).table(), "cp932")})
    sums = Bundle("everyday-sums", "everyday", "sums by district, no person")
    rows: list[Row] = [["地区", "件数", "金額"], ["花見台", 12, 252_000], ["若葉町", 8, 168_000], ["合計", 20, 420_000]]
    sums.parcel(
        {
            "out/集計.xlsx": xlsx(_grid(rows)),
            "out/集計.pdf": papers.pdf_list(rows),
            "out/集計.docx": letters.docx(table=rows),
        }
    )
    return [b.is_honest() for b in (big, empty, sums)]


def _grid(rows: Sequence[Row]) -> Grid:
    grid = Grid()
    for number, row in enumerate(rows, 1):
        grid.put(number, 1, row, heading=number == 1)
    return grid
