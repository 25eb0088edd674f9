"""Invented reports of invented cities: what they tell, and how tools and offices lay it out."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sekisho.inspection.model import Document, File, Limits
from sekisho.inspection.worker.tables import read_tables
from sekisho.register.past.joining import width_of
from sekisho.register.past.model import PastIncident, PastReport
from sekisho.register.past.reading import read_past_report

FONT = Path("/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf")


class Here:
    """A reader in this process: the same function that the worker calls."""

    def read(self, files, *, taken=()):  # noqa: ANN001, ANN201  the protocol of the pool
        for file in files:
            yield file, self.one(file)

    @staticmethod
    def one(file: File) -> Document:
        return read_tables(file, Limits())


def report_of(data: bytes | str, name: str) -> PastReport:
    return read_past_report(name, data.encode() if isinstance(data, str) else data, Here())


@dataclass(frozen=True)
class Measure:
    label: str
    text: str
    status: str = ""


@dataclass(frozen=True)
class Told:
    """An incident as its author means it. ``before`` and ``after``: paragraphs of the status that no mark gives to a measure."""

    number: str
    department: str
    outline: str
    measures: Sequence[Measure]
    before: Sequence[str] = ()
    after: Sequence[str] = ()
    evaluation: Sequence[str] = ()
    extra: Sequence[tuple[str, str]] = ()

    @property
    def measures_text(self) -> str:
        return "\n".join(one.label + one.text for one in self.measures)

    @property
    def status_text(self) -> str:
        marked = [one.status for one in self.measures if one.status]
        return "\n".join([*self.before, *marked, *self.after, *self.evaluation])

    def cells(self, headings: Sequence[str]) -> list[str]:
        extra = dict(self.extra)
        known = {
            "番号": self.number,
            "部署": self.department,
            "事故の概要": self.outline,
            "再発防止策": self.measures_text,
            "実施状況": self.status_text,
        }
        return [known.get(MEANING.get(heading, heading), extra.get(heading, "")) for heading in headings]


WORDS = {
    "番号": ("番号", "No.", "NO", "項番", "№", "整理番号"),
    "部署": ("部署", "所属", "所管課", "担当課", "部局名", "発生部署"),
    "事故の概要": ("事故の概要", "事案の概要", "概要", "内容", "事故内容"),
    "再発防止策": ("再発防止策", "防止策", "改善策", "対策", "再発防止策の内容"),
    "実施状況": ("実施状況", "取組状況", "進捗状況", "再発防止策の実施状況（評価を含む）", "対策の実施状況"),
}
"""By what is meant: the words that cities use for it."""
MEANING = {word: meant for meant, words in WORDS.items() for word in words}
EXTRA = {
    "発生日": ("令和5年6月12日", "R5.9.1", "2023年11月20日", "令和６年２月３日"),
    "公表日": ("令和5年7月1日", "2023/12/01"),
    "件数": ("1", "3件", "12"),
    "人数": ("5人", "１名", "48"),
    "備考": ("", "本人に謝罪し、回収した。", "調査を続けている。"),
    "発生原因": ("確認の不足による。", "手順書に定めがなかった。"),
}
"""Columns that some cities have, and what may stand in them."""
HEADINGS = ("番号", "部署", "事故の概要", "再発防止策", "実施状況")


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def letters(incident: PastIncident) -> str:
    """Return every text of an incident in reading order, without white space."""
    return bare(
        "".join(
            (
                incident.number,
                incident.department,
                incident.outline,
                *(each.label + each.text for each in incident.measures),
                *(part.text for part in incident.parts),
                *(text for _, text in incident.extra),
            )
        )
    )


def fields(incident: PastIncident) -> str:
    """Return every text of an incident as it is given away, sorted: the same characters, whatever the order."""
    return "".join(
        sorted(
            bare(
                "".join(
                    (
                        incident.number,
                        incident.department,
                        incident.outline,
                        *(each.label + each.text + each.status for each in incident.measures),
                        incident.status,
                        incident.evaluation,
                        *(text for _, text in incident.extra),
                    )
                )
            )
        )
    )


def same(told: Told, read: PastIncident) -> list[str]:
    """Return the names of the fields in which what was read differs from what was told."""
    wanted = {
        "number": (told.number, read.number),
        "department": (told.department, read.department),
        "outline": (told.outline, read.outline),
        "labels": ([m.label.strip() for m in told.measures], [m.label for m in read.measures]),
        "texts": ([bare(m.text) for m in told.measures], [bare(m.text) for m in read.measures]),
        "statuses": ([bare(m.status) for m in told.measures], [bare(m.status) for m in read.measures]),
        "status": (bare("".join((*told.before, *told.after))), bare(read.status)),
        "evaluation": (bare("".join(told.evaluation)), bare(read.evaluation)),
        "extra": (
            [(name, bare(text)) for name, text in told.extra if text],
            [(name, bare(text)) for name, text in read.extra],
        ),
    }
    return [
        name
        for name, (a, b) in wanted.items()
        if (bare(a) if isinstance(a, str) else a) != (bare(b) if isinstance(b, str) else b)
    ]


# ---------------------------------------------------------------- reports by chance

_DEPARTMENTS = (
    "子ども家庭課",
    "資産税課",
    "高齢福祉課",
    "環境政策課",
    "みどり公園課",
    "学校教育課",
    "市民協働室",
    "消防本部予防課",
    "国保年金課",
    "青葉図書館",
    "契約検査課",
    "東部保健センター",
    "生活支援第二課",
    "上下水道局業務課",
)
_WHAT = (
    "申請書類",
    "健診の案内",
    "納付書",
    "名簿",
    "通知書",
    "アンケートの集計表",
    "保険証",
    "会議資料",
    "個別相談の記録",
    "口座振替依頼書",
)
_WHO = ("別の世帯", "関係のない事業所", "同姓同名の別の方", "他の保護者", "前の所有者", "登録を終えた団体")
_HOW = (
    "封入の際に取り違え",
    "宛名を確かめないまま",
    "住所の更新を行わないまま",
    "添付するファイルを誤り",
    "アドレスをＣＣ欄に入力し",
    "印刷物が混ざったことに気付かず",
)
_END = ("送付してしまった。", "送信してしまった。", "交付した。", "渡してしまった。", "掲載してしまった。")
_STEP = (
    "封入の前後で枚数を数え、差が無いことを確認する",
    "送信前に別の職員が宛先を読み上げて確認する",
    "宛名シールの貼付けを廃止し、窓あき封筒に変更する",
    "個人情報を含むファイルにはパスワードを設定する",
    "新たに配属された職員を対象とする研修を実施する",
    "作業の手順書を改め、作業場所を業務ごとに分ける",
    "システムの一斉送信の機能を使い、手入力を行わない",
    "委託先の作業手順を見直し、月１回の報告を求める",
)
_ALSO = ("また、結果を記録に残す。", "あわせて、係内で共有する。", "")
_DONE = (
    "手順書を改め、５月の発送分から実施した。",
    "全ての職員が研修を受講した。",
    "チェックシートを作り、発送のたびに２人で確認を行っている。",
    "システムの設定を変更し、宛先の手入力ができないようにした。",
    "朝礼で周知を行い、毎月の係会議で実施の状況を確認している。",
    "窓あき封筒の在庫が整った時点から、全ての通知で使用している。",
)
_GENERAL = (
    "課内で事例を共有し、再発防止に努めている。",
    "引き続き、個人情報の適切な取扱いを徹底していく予定である。",
    "これらの取組以降、同様の事案は発生していない。",
)
_JUDGED = (
    "手順が明確になり、確認漏れがなくなった。",
    "職員の意識の向上につながっている。",
    "作業の時間は増えたが、誤りを発送前に発見できた。",
)
STYLES: dict[str, Callable[[int], str]] = {
    "circle": lambda n: "①②③④⑤⑥"[n],
    "paren": lambda n: f"({n + 1})",
    "wide paren": lambda n: "（" + "１２３４５６"[n] + "）",
    "sign paren": lambda n: "⑴⑵⑶⑷⑸⑹"[n],
    "dot": lambda n: f"{n + 1}.",
    "wide dot": lambda n: "１２３４５６"[n] + "．",
    "close": lambda n: f"{n + 1}）",
    "kana": lambda n: "アイウエオカ"[n] + "　",
}


def invented(chance: random.Random, style: str = "circle", *, marked: bool = True) -> Told:
    """Return an incident by chance."""
    pick = chance.choice
    label = STYLES[style]
    count = chance.randint(1, 4)
    outline = f"{pick(_WHAT)}を{pick(('郵送', '手渡し', '電子メールで送付', '配布'))}する際に、{pick(_HOW)}、{pick(_WHO)}に{pick(_WHAT)}{chance.choice(('', '１部', '３件'))}を{pick(_END)}"
    steps = chance.sample(_STEP, count)
    done = chance.sample(_DONE, count)
    has_marks = marked and count > 1 and chance.random() < 0.6
    measures = [
        Measure(label(n), f"{steps[n]}。{pick(_ALSO)}", label(n) + done[n] if has_marks else "") for n in range(count)
    ]
    before = () if not has_marks or chance.random() < 0.7 else ("令和６年５月１日から次のとおり実施している。",)
    after = (pick(_GENERAL),) if not has_marks or chance.random() < 0.4 else ()
    evaluation = ("（評価）", pick(_JUDGED)) if chance.random() < 0.3 else ()
    return Told("", pick(_DEPARTMENTS), outline, measures, before, after, evaluation)


def with_extra(chance: random.Random, told: Sequence[Told], headings: Sequence[str]) -> list[Told]:
    """Return the incidents with something in every further column."""
    from dataclasses import replace

    names = [name for name in headings if name in EXTRA]
    return [replace(one, extra=tuple((name, chance.choice(EXTRA[name])) for name in names)) for one in told]


def headings_by(chance: random.Random, *, extra: bool = True) -> tuple[str, ...]:
    """Return headings by chance: the usual order, in other words, with further columns here and there."""
    headings = [chance.choice(WORDS[meant]) for meant in HEADINGS]
    if extra:
        for name in chance.sample(sorted(EXTRA), chance.randint(0, 2)):
            last = name in {"備考"}
            headings.insert(len(headings) if last else chance.randint(1, 3), name)
    return tuple(headings)


def numbered(told: Sequence[Told], pattern: str = "{n}") -> list[Told]:
    from dataclasses import replace

    return [replace(one, number=pattern.format(n=n)) for n, one in enumerate(told, start=1)]


# ---------------------------------------------------------------- layouts


@dataclass
class Layout:
    """How a report is written down."""

    name: str
    make: Callable[[Sequence[Told], Sequence[str]], bytes]
    soft: bool = False
    """Lines of the layout: paragraphs can be told apart by what they look like alone."""
    problems: list[str] = field(default_factory=list)


def as_csv(
    told: Sequence[Told], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8-sig", title: str = ""
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if title:
        writer.writerow([title])
    writer.writerow(headings)
    writer.writerows(one.cells(headings) for one in told)
    return out.getvalue().encode(encoding)


def _place(headings: Sequence[str], meant: str) -> int:
    return next(at for at, heading in enumerate(headings) if MEANING.get(heading) == meant)


def as_xlsx(
    told: Sequence[Told],
    headings: Sequence[str] = HEADINGS,
    *,
    rows: str = "one",
    title: str = "令和５年度 事故の再発防止策の実施状況",
) -> bytes:
    """Return a workbook; ``rows``: one for an incident, or one for each measure with the other cells merged."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet["A1"] = title
    sheet.append([])
    sheet.append(list(headings))
    for one in told:
        if rows == "one":
            sheet.append(one.cells(headings))
            continue
        first = sheet.max_row + 1
        for n, measure in enumerate(one.measures):
            line = one.cells(headings) if n == 0 else ["" for _ in headings]
            line[_place(headings, "再発防止策")] = measure.label + measure.text
            if rows == "each":
                line[_place(headings, "実施状況")] = measure.status
            sheet.append([cell or None for cell in line])
        last = first + len(one.measures) - 1
        for column, heading in enumerate(headings, start=1):
            alone = MEANING.get(heading) == "再発防止策" or (rows == "each" and MEANING.get(heading) == "実施状況")
            if last > first and not alone:
                sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    def cell(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")

    rows = "".join("<tr>" + "".join(f"<td>{cell(c)}</td>" for c in one.cells(headings)) + "</tr>" for one in told)
    head = "".join(f"<th>{h}</th>" for h in headings)
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>公表</title></head><body><h1>令和５年度の事故</h1><table border=1><tr>{head}</tr>{rows}</table><p>担当：総務課</p></body></html>".encode()


def as_docx(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    from docx import Document as Word

    word = Word()
    word.add_paragraph("令和５年度 事故の再発防止策の実施状況")
    table = word.add_table(rows=1, cols=len(headings))
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        cell.text = text
    for one in told:
        row = table.add_row()
        for cell, text in zip(row.cells, one.cells(headings), strict=True):
            lines = text.split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def as_pipes(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    lines = ["# 令和５年度の事故", "", "| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    lines += ["| " + " | ".join(c.replace("\n", "<br>") for c in one.cells(headings)) + " |" for one in told]
    return "\n".join([*lines, ""]).encode()


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of so many letters, as a page does: no line begins with a full stop."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for char in paragraph:
            if width_of(line) >= 2 * width and char not in "。、）」ー":
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return [line for line in lines if line.strip()]


WIDTHS = {"番号": 3, "部署": 8, "事故の概要": 24, "再発防止策": 30, "実施状況": 44}


def width_for(heading: str) -> int:
    return WIDTHS.get(MEANING.get(heading, heading), 10)


def as_column_text(
    told: Sequence[Told], headings: Sequence[str] = HEADINGS, *, blank: bool = True, page: int = 0
) -> bytes:
    """Return the text as extraction leaves it: cell after cell. ``page``: after so many incidents a page ends."""
    lines = ["令和５年度 情報セキュリティ事故の再発防止策", " ".join(headings)]
    for n, one in enumerate(told):
        if page and n and n % page == 0:
            lines += [f"- {n // page} -", " ".join(headings)]
        cells = [wrapped(text, width_for(h)) for h, text in zip(headings, one.cells(headings), strict=True)]
        whose = MEANING.get(headings[1]) == "部署" and MEANING.get(headings[0]) == "番号"
        first = cells[0] + (cells[1] if whose else [])
        rest = cells[2 if len(first) > len(cells[0]) else 1 :]
        lines.append(" ".join(first))
        lines += [line for cell in rest for line in cell]
    return ("\n\n" if blank else "\n").join([*lines, ""]).encode()


def as_lines(told: Sequence[Told], headings: Sequence[str] = HEADINGS, *, gap: int = 2, tabs: bool = False) -> bytes:
    """Return the text line by line, columns side by side."""

    def padded(text: str, width: int) -> str:
        return text + " " * (2 * width + 4 + gap - width_of(text))

    def line(cells: Sequence[str]) -> str:
        if tabs:
            return "\t".join(cells).rstrip("\t")
        return "".join(padded(c, width_for(h)) for c, h in zip(cells, headings, strict=True)).rstrip()

    lines = ["令和５年度 事故の再発防止策の実施状況", "", line(headings)]
    for one in told:
        cells = [wrapped(text, width_for(h)) for h, text in zip(headings, one.cells(headings), strict=True)]
        high = max(map(len, cells))
        lines += [line([cell[n] if n < len(cell) else "" for cell in cells]) for n in range(high)]
        if not tabs:
            lines.append("")
    return "\n".join([*lines, ""]).encode()


def as_frames(told: Sequence[Told], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return the text with a frame of strokes around every cell."""
    border = "+" + "+".join("-" * (2 * width_for(h) + 4) for h in headings) + "+"

    def rows(cells: Sequence[str]) -> list[str]:
        parted = [wrapped(text, width_for(h)) for h, text in zip(headings, cells, strict=True)]
        return [
            "|"
            + "|".join(
                (c[n] if n < len(c) else "") + " " * (2 * width_for(h) + 4 - width_of(c[n] if n < len(c) else ""))
                for c, h in zip(parted, headings, strict=True)
            )
            + "|"
            for n in range(max(map(len, parted)))
        ]

    lines = ["令和５年度の事故", border, *rows(headings), border]
    for one in told:
        lines += [*rows(one.cells(headings)), border]
    return "\n".join([*lines, ""]).encode()


def as_pdf(
    told: Sequence[Told],
    headings: Sequence[str] = HEADINGS,
    *,
    lines: str = "grid",
    middle: bool = False,
    size: float = 8.5,
) -> bytes:
    """Return a PDF of A4 landscape pages; ``lines``: a grid, across alone, or none."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(TTFont("BIZ", str(FONT)))
    style = ParagraphStyle("cell", fontName="BIZ", fontSize=size, leading=size * 1.4, wordWrap="CJK")

    def cell(text: str) -> list[Paragraph]:
        return [Paragraph(line.replace("&", "&amp;").replace("<", "&lt;"), style) for line in text.split("\n")]

    def footer(canvas, template) -> None:  # noqa: ANN001  reportlab has no types
        canvas.setFont("BIZ", 8)
        canvas.drawCentredString(420, 20, f"- {template.page} -")

    room = sum(width_for(h) for h in headings)
    widths = [max(30, 780 * width_for(h) / room) for h in headings]
    drawn = {
        "grid": ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        "across": ("LINEBELOW", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
    }
    looks = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP"), *([drawn[lines]] if lines in drawn else [])]
    table = Table(
        [[cell(h) for h in headings], *([cell(c) for c in one.cells(headings)] for one in told)],
        colWidths=widths,
        repeatRows=1,
        style=TableStyle(looks),
    )
    out = io.BytesIO()
    template = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=30, rightMargin=30, topMargin=30, bottomMargin=40
    )
    template.build(
        [Paragraph("令和５年度 事故の再発防止策の実施状況", style), Spacer(1, 10), table],
        onFirstPage=footer,
        onLaterPages=footer,
    )
    return out.getvalue()
