"""The invented reports: who writes what, in which columns and how numbered."""

from __future__ import annotations

from tests.unit.register.past.blind.grids import LABELS, Cell, Report, Table, Truth, measure_rows, plain_table

SEED = [
    ("number", "番号"),
    ("section", "部署"),
    ("outline", "事故の概要"),
    ("measures", "再発防止策"),
    ("status", "再発防止策の実施状況（取組に対する評価等を含む）"),
]
WITH_DATES = [
    ("number", "No."),
    ("occurred", "発生日"),
    ("found", "発覚日"),
    ("section", "所属"),
    ("outline", "概要"),
    ("people", "影響人数"),
    ("measures", "再発防止策"),
    ("status", "対応状況"),
]
FULL = [
    ("number", "No"),
    ("bureau", "部局"),
    ("section", "課"),
    ("subject", "件名"),
    ("outline", "事案の概要"),
    ("cause", "原因"),
    ("measures", "再発防止策"),
    ("status", "実施状況"),
    ("evaluation", "評価"),
    ("remarks", "備考"),
]
EVALUATED = [
    ("number", "番号"),
    ("section", "所管課"),
    ("outline", "事案の内容"),
    ("measures", "再発防止策"),
    ("status", "取組状況"),
    ("evaluation", "取組の評価"),
]
OTHER_ORDER = [
    ("section", "担当課"),
    ("number", "整理番号"),
    ("outline", "事故の内容"),
    ("status", "再発防止策の実施状況"),
    ("measures", "再発防止策"),
]
NO_STATUS = [
    ("number", "番号"),
    ("occurred", "発生年月日"),
    ("section", "所属名"),
    ("subject", "件名"),
    ("outline", "概要"),
    ("cause", "発生原因"),
    ("measures", "再発防止策"),
]
NO_NUMBER = [("section", "部署名"), ("outline", "事案概要"), ("measures", "再発防止策"), ("status", "実施状況")]
PUBLISHED = [
    ("number", "№"),
    ("published", "公表日"),
    ("section", "担当所属"),
    ("outline", "事案概要"),
    ("cause", "発生原因"),
    ("measures", "再発防止策"),
    ("status", "再発防止策の実施状況"),
]
WIDE_HEAD = [
    ("number", "番 号"),
    ("section", "部　署"),
    ("outline", "概　　要"),
    ("measures", "再 発 防 止 策"),
    ("status", "実 施 状 況"),
]
INTERNAL = [
    ("number", "項番"),
    ("bureau", "部名"),
    ("section", "課名"),
    ("outline", "不備の内容"),
    ("measures", "改善策"),
    ("status", "改善状況"),
]


def numbers(count: int, form: str = "{}", first: int = 1) -> list[str]:
    return [form.format(n) for n in range(first, first + count)]


def wide_numbers(count: int) -> list[str]:
    return [n.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for n in numbers(count)]


def _plain(
    name: str,
    titles: list[str],
    chosen: str,
    columns: list[tuple[str, str]],
    labels: str,
    *,
    year: int | None = 2023,
    notes: tuple[str, ...] = (),
    nums: list[str] | None = None,
    **options: object,
) -> Report:
    names = chosen.split()
    table, truth = plain_table(names, columns, LABELS[labels], nums or numbers(len(names)))
    return Report(name, titles, [table], list(notes), truth, year, dict(options))


def _rows(
    name: str,
    titles: list[str],
    chosen: str,
    columns: list[tuple[str, str]],
    labels: str,
    *,
    one_status: bool = False,
    nums: list[str] | None = None,
    notes: tuple[str, ...] = (),
    **options: object,
) -> Report:
    names = chosen.split()
    table, truth = measure_rows(names, columns, LABELS[labels], nums or numbers(len(names)), one_status=one_status)
    return Report(name, titles, [table], list(notes), truth, 2023, dict(options))


def _two_years() -> Report:
    first, one = plain_table(["fax", "camera"], SEED, LABELS["circled"], numbers(2), "１　令和４年度に発生した事案")
    second, two = plain_table(
        ["garbage", "museum", "sns"], SEED, LABELS["circled"], numbers(3), "２　令和５年度に発生した事案"
    )
    return Report("two-years", ["情報セキュリティ事故の再発防止策の実施状況"], [first, second], [], one + two, None, {})


def _by_bureau() -> Report:
    columns = [
        ("number", "番号"),
        ("section", "課名"),
        ("outline", "概要"),
        ("measures", "再発防止策"),
        ("status", "実施状況"),
    ]
    first, one = plain_table(["election"], columns, LABELS["brackets"], numbers(1), "【選挙管理委員会事務局】")
    second, two = plain_table(
        ["library", "school-mail"], columns, LABELS["brackets"], numbers(2, first=2), "【教育委員会】"
    )
    third, three = plain_table(["housing"], columns, LABELS["brackets"], numbers(1, first=4), "【建設部】")
    return Report(
        "by-bureau",
        ["令和５年度　個人情報の漏えい等事案　再発防止策の実施状況（部局別）"],
        [first, second, third],
        [],
        one + two + three,
        2023,
        {},
    )


def _totals() -> Report:
    columns = [
        ("number", "番号"),
        ("section", "所属"),
        ("outline", "事案の概要"),
        ("people", "影響人数"),
        ("measures", "再発防止策"),
        ("status", "対応状況"),
    ]
    table, truth = plain_table(["mail-bcc", "garbage", "fax"], columns, LABELS["circled"], numbers(3))
    total: list[Cell | None] = [Cell("合計"), Cell("3件"), Cell(""), Cell("55名"), Cell(""), Cell("")]
    return Report(
        "totals",
        ["令和5年度 情報セキュリティインシデント一覧"],
        [Table("", table.header, [*table.body, total])],
        [],
        truth,
        2023,
        {},
    )


def _two_level() -> Report:
    columns = [
        ("number", "番号"),
        ("section", "所属"),
        ("outline", "事案の概要"),
        ("measures", "内容"),
        ("status", "実施状況"),
        ("evaluation", "評価"),
    ]
    table, truth = plain_table(["library", "kokuho", "contractor-mail"], columns, LABELS["circled-space"], numbers(3))
    header: list[list[Cell | None]] = [
        [
            Cell("番号", down=2),
            Cell("所属", down=2),
            Cell("事案の概要", down=2),
            Cell("再発防止策", across=3),
            None,
            None,
        ],
        [None, None, None, Cell("内容"), Cell("実施状況"), Cell("評価")],
    ]
    return Report(
        "two-level", ["令和５年度 再発防止策フォローアップ結果"], [Table("", header, table.body)], [], truth, 2023, {}
    )


def reports() -> dict[str, Report]:
    """Return all reports by name."""
    made = [
        _plain(
            "seed-like",
            ["令和５年度情報セキュリティ事故の再発防止策の実施状況"],
            "mail-bcc sealing parking survey paper-mixed care-contractor",
            SEED,
            "circled",
        ),
        _plain(
            "dates",
            ["個人情報漏えい等事案一覧（令和5年度）"],
            "mail-bcc fax teams disaster window-handing",
            WITH_DATES,
            "brackets",
            notes=("※　影響人数は、判明時点のものです。",),
        ),
        _plain(
            "full",
            ["令和５年度　事務処理誤り等の再発防止策の実施状況について"],
            "library contractor-mail museum school-mail kokuho",
            FULL,
            "circled",
            notes=("（注）評価は、令和６年３月３１日現在で各所属が行ったものである。",),
        ),
        _plain(
            "evaluated",
            ["令和5年度　情報セキュリティ事故　再発防止策取組状況報告書"],
            "tax-envelope kokuho school-mail library",
            EVALUATED,
            "wide-brackets",
        ),
        _plain(
            "other-order",
            ["２０２３年度　再発防止策実施状況報告"],
            "usb-lost parking sns clinic",
            OTHER_ORDER,
            "circled",
        ),
        _plain(
            "no-status",
            ["令和6年度上半期　個人情報の漏えい等事案の公表（一括公表）"],
            "no-status nursery clinic window-handing court",
            NO_STATUS,
            "circled",
            year=2024,
        ),
        _plain(
            "no-number", ["再発防止策の実施状況（令和５年度）"], "election garbage list-mistake", NO_NUMBER, "circled"
        ),
        _plain(
            "published",
            ["令和５年度に公表した事務処理ミスの再発防止状況"],
            "court numbers web-publish my-number",
            PUBLISHED,
            "circled",
            notes=("※1　被害者の安全に配慮し、公表を遅らせた事案がある。", "※2　人数は延べ人数である。"),
        ),
        _plain(
            "wide-head",
            ["令　和　５　年　度", "情 報 セ キ ュ リ テ ィ 事 故 報 告"],
            "camera teams survey",
            WIDE_HEAD,
            "point",
        ),
        _plain(
            "internal",
            ["令和5年度内部統制評価報告書　別紙　不備の是正状況"],
            "tax-envelope list-mistake clinic sealing",
            INTERNAL,
            "wide-point",
        ),
        _plain("bullets", ["令和５年度　個人情報事故一覧"], "fax nursery museum", SEED, "dot"),
        _plain("unlabelled", ["令和５年度　個人情報事故一覧"], "museum housing window-handing", SEED, "none"),
        _plain("kana", ["令和５年度情報漏えい等事故報告書"], "library garbage sns", SEED, "kana"),
        _plain(
            "kana-bracket", ["令和５年度情報漏えい等事故報告書"], "parking court web-publish", EVALUATED, "kana-bracket"
        ),
        _plain(
            "half-bracket",
            ["FY2023 情報セキュリティ事故の再発防止策"],
            "kokuho tax-envelope clinic",
            WITH_DATES,
            "half-bracket",
        ),
        _plain("wide-blank", ["令和５年度事故報告"], "garbage library disaster", SEED, "wide-blank"),
        _plain(
            "coded",
            ["令和5年度 個人情報漏えい事案 再発防止策の実施状況"],
            "numbers teams usb-lost",
            WITH_DATES,
            "circled",
            nums=["R5-01", "R5-02", "R5-03"],
        ),
        _plain(
            "wide-numbers",
            ["令和５年度　事故の再発防止策"],
            "survey camera garbage mail-bcc",
            SEED,
            "circled-space",
            nums=wide_numbers(4),
        ),
        _plain(
            "twelve",
            ["令和５年度　情報セキュリティ事故の再発防止策の実施状況"],
            "mail-bcc tax-envelope window-handing usb-lost web-publish fax my-number list-mistake camera library sealing teams",
            SEED,
            "circled",
            notes=("※　令和６年５月３１日現在",),
        ),
        _plain(
            "long",
            ["令和５年度　情報セキュリティ事故の再発防止策の実施状況"],
            "school-mail sealing usb-lost contractor-mail",
            FULL,
            "circled",
        ),
        _plain("single", ["再発防止策の実施状況報告書（令和5年度）"], "contractor-mail", SEED, "circled"),
        _rows(
            "measure-rows",
            ["令和5年度 情報セキュリティ事故の再発防止策の実施状況"],
            "tax-envelope disaster library",
            SEED,
            "circled",
        ),
        _rows("measure-rows-unlabelled", ["令和5年度 再発防止策一覧"], "nursery clinic sns", SEED, "none"),
        _rows(
            "measure-rows-one-status",
            ["令和5年度 再発防止策一覧"],
            "survey list-mistake garbage",
            WITH_DATES,
            "circled",
            one_status=True,
        ),
        _rows(
            "measure-rows-full",
            ["令和５年度　事務処理誤り等の再発防止策の実施状況について"],
            "library tax-envelope",
            FULL,
            "brackets",
        ),
        _two_years(),
        _by_bureau(),
        _totals(),
        _two_level(),
    ]
    return {one.name: one for one in made}


__all__ = ["Report", "Truth", "reports"]
