"""Any roster in any layout: lists of invented people as offices write them, with the cell in which each must be found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st

from sekisho.inspection.worked import Row, people

FAMILIES = ("佐々木", "山﨑", "東", "大久保", "神田", "五十嵐", "桜井", "堀", "南")
GIVEN = ("太一", "恵", "さくら", "健太郎", "真由美", "光")
_READINGS = (
    "ササキ ヤマザキ アズマ オオクボ カンダ イガラシ サクライ ホリ ミナミ タイチ メグミ サクラ ケンタロウ マユミ ヒカル"
)
READ = dict(zip((*FAMILIES, *GIVEN), _READINGS.split(" "), strict=True))


def _person(at: int) -> Row:
    # Everyone of the last nine bears the name of somebody of the first nine.
    family, given = FAMILIES[at % 9], GIVEN[(at // 9) % 5 if at < 45 else 0]
    born = date(1931, 3, 1) + timedelta(days=613 * at)
    return {
        "subject_id": f"B{2000 + at}",
        "name": f"{family}　{given}",
        "kana": f"{READ[family]}　{READ[given]}",
        "birth_date": born.isoformat(),
        "sex": "女" if at % 2 else "男",
        "postal_code": f"399-{1000 + at}",
        "address": f"さくら野市{'北南東西'[at % 4]}山{at % 7 + 1}丁目{at + 1}番{at % 5 + 1}号",
        "phone": f"055-921-{3000 + at}",
        "number": f"00{51000 + 37 * at}",
    }


POPULATION: tuple[Row, ...] = tuple(_person(at) for at in range(54))
CITY = people(*POPULATION)
TELLING = ("subject_id", "number", "birth_date", "address", "phone")
"""Columns of which each tells namesakes apart."""

HEADINGS: Mapping[str, Sequence[str]] = {
    "subject_id": ("識別番号", "住民コード", "個人ID"),
    "number": ("整理番号", "宛名番号", "受給者番号"),
    "name": ("氏名", "名前", "氏　名", "園児氏名", "Name"),
    "kana": ("フリガナ", "カナ", "ふりがな"),
    "birth_date": ("生年月日", "誕生日", "生年月日（和暦）"),
    "sex": ("性別", "性 別"),
    "postal_code": ("郵便番号", "〒"),
    "address": ("住所", "現住所"),
    "phone": ("電話番号", "TEL", "連絡先"),
    "amount": ("金額", "補助金額（円）"),
    "remark": ("備考", "摘要"),
}
SHAPES: Mapping[str, Sequence[str]] = {
    "name": ("as is", "no space", "narrow space", "様"),
    "kana": ("as is", "half width", "hiragana"),
    "birth_date": ("as is", "slashes", "era", "full width"),
    "number": ("as is", "no zeros", "full width"),
    "address": ("as is", "hyphens"),
    "phone": ("as is", "bare", "brackets"),
}


def shaped(kind: str, value: str, shape: str) -> str:
    """Write a value as another tool or another clerk would."""
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    if shape == "as is":
        return value
    if kind == "name":
        return {"no space": value.replace("　", ""), "narrow space": value.replace("　", " "), "様": value + " 様"}[
            shape
        ]
    if kind == "kana":
        from sekisho.japan.kana import fold_kana

        if shape == "hiragana":
            return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in value)
        return _half(value) if fold_kana(_half(value)) else value
    if kind == "birth_date":
        day = date.fromisoformat(value)
        era = ("S", "昭和", 1925) if day < date(1989, 1, 8) else ("H", "平成", 1988)
        return {
            "slashes": f"{day.year}/{day.month}/{day.day}",
            "era": f"{era[1]}{day.year - era[2]}年{day.month}月{day.day}日",
            "full width": value.translate(wide),
        }[shape]
    if kind == "number":
        return value.lstrip("0") if shape == "no zeros" else value.translate(wide)
    if kind == "address":
        return value.replace("丁目", "-").replace("番", "-").removesuffix("号")
    return value.replace("-", "") if shape == "bare" else value.replace("-", "(", 1).replace("-", ")", 1)


def _half(kana: str) -> str:
    full = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン　"
    half = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ "
    import unicodedata

    plain = unicodedata.normalize("NFD", kana)
    marks = {"\u3099": "ﾞ", "\u309a": "ﾟ"}
    return "".join(marks.get(char) or (half[full.index(char)] if char in full else char) for char in plain)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a roster is laid out."""

    columns: tuple[str, ...]
    headings: tuple[str, ...]
    shapes: Mapping[str, str]
    above: tuple[str, ...] = ()
    left: int = 0
    blank_every: int = 0
    split: bool = False
    two_rows: bool = False
    totals: bool = False
    wide_name: bool = False


@dataclass(slots=True)
class Made:
    """A sheet, and whom it must name: (row, column, person)."""

    rows: list[list[str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    expected: list[tuple[int, int, Row]] = field(default_factory=list)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Draw a layout with a name, a column that tells namesakes apart, and a few more."""
    others = [kind for kind in HEADINGS if kind != "name"]
    chosen = draw(st.lists(st.sampled_from(others), unique=True, max_size=6))
    telling = draw(st.sampled_from(TELLING))
    columns = tuple(draw(st.permutations(sorted({*chosen, "name", telling}))))
    return Layout(
        columns,
        tuple(draw(st.sampled_from(HEADINGS[kind])) for kind in columns),
        {kind: draw(st.sampled_from(shapes)) for kind, shapes in SHAPES.items()},
        above=tuple(
            draw(
                st.lists(
                    st.sampled_from(("", "令和8年度 対象者一覧", "（秘）取扱注意", "作成 保育幼稚園課")), max_size=3
                )
            )
        ),
        left=draw(st.integers(0, 2)),
        blank_every=draw(st.sampled_from((0, 0, 2, 3))),
        split=draw(st.booleans()),
        two_rows=draw(st.booleans()),
        totals=draw(st.booleans()),
        wide_name=draw(st.booleans()),
    )


def lay_out(made: Made, layout: Layout, persons: Sequence[Row]) -> Made:
    """Add a table with these persons below whatever the sheet holds already."""
    made.rows += [[text] for text in layout.above]
    heads: list[str] = [""] * layout.left
    starts: dict[str, int] = {}
    for kind, heading in zip(layout.columns, layout.headings, strict=True):
        starts[kind] = len(heads)
        heads += ["氏", "名"] if kind == "name" and layout.split else [heading]
        heads += [""] if kind == "name" and layout.wide_name and not layout.split else []
    if layout.two_rows:
        made.rows.append([*[""] * layout.left, "対象者"])
        made.merges.append((len(made.rows), layout.left + 1, len(made.rows), len(heads)))
    made.rows.append(heads)
    for number, person in enumerate(persons):
        if layout.blank_every and number and number % layout.blank_every == 0:
            made.rows.append([])
        made.rows.append(_row(layout, starts, len(heads), person, number))
        made.expected.append((len(made.rows), starts["name"] + 1, person))
        if layout.wide_name and not layout.split:
            made.merges.append((len(made.rows), starts["name"] + 1, len(made.rows), starts["name"] + 2))
    if layout.totals:
        made.rows.append([*[""] * layout.left, "合計", f"{len(persons)}人"])
    made.rows.append([])
    return made


def _row(layout: Layout, starts: Mapping[str, int], width: int, person: Row, number: int) -> list[str]:
    row = [""] * width
    for kind in layout.columns:
        value = {"amount": f"{12000 + number:,}", "remark": "継続"}.get(kind) or person[kind]
        if kind == "name" and layout.split:
            row[starts[kind]], row[starts[kind] + 1] = value.split("　")
        else:
            row[starts[kind]] = shaped(kind, value, layout.shapes.get(kind, "as is"))
    return row
