"""Makes what lies in an office's folder: many small workbooks, letters, lists and prints, 5 to 40 kB each."""

from __future__ import annotations

import csv
import random
from datetime import datetime
from pathlib import Path

import city
from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
PEOPLE = 4_000
_LINES = 38
"""Rows on a page of a print."""


def make(folder: Path, files: int = 300) -> None:
    """Write so many files, a quarter of each format; each holds other people."""
    people, chance = city.residents(PEOPLE), random.Random(4)
    pdfmetrics.registerFont(TTFont("small", FONT))
    writers = {"xlsx": city.write_list, "docx": _letter, "csv": _csv, "pdf": _print}
    most = {"xlsx": 260, "docx": 40, "csv": 260, "pdf": 22}
    for number in range(files):
        kind = list(writers)[number % len(writers)]
        start, rows = chance.randrange(PEOPLE - 300), chance.randint(most[kind] // 4, most[kind])
        writers[kind](folder / f"{number:03d}.{kind}", people[start : start + rows])


def _letter(path: Path, people: list[city.Resident]) -> None:
    document = Document()
    document.core_properties.created = datetime(2026, 11, 24, 9, 0)  # noqa: DTZ001  as the file format has it
    document.add_heading("面談の日程について（通知）", 1)
    document.add_paragraph("日ごろ本市の子育て支援にご協力いただき、ありがとうございます。次のとおりお知らせします。")
    table = document.add_table(rows=1, cols=3)
    for cell, head in zip(table.rows[0].cells, ("氏名", "フリガナ", "日程"), strict=True):
        cell.text = head
    for at, person in enumerate(people):
        for cell, text in zip(
            table.add_row().cells, (person.name, person.kana, f"12月{at % 28 + 1}日 10時"), strict=True
        ):
            cell.text = text
    document.save(str(path))


def _csv(path: Path, people: list[city.Resident]) -> None:
    with path.open("w", encoding="cp932", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("宛名番号", "氏名", "フリガナ", "生年月日", "住所"))
        writer.writerows((p.number, p.name, p.kana, p.born.isoformat(), p.address) for p in people)


def _print(path: Path, people: list[city.Resident]) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for first in range(0, len(people), _LINES):
        canvas.setFont("small", 10)
        canvas.drawString(40, 800, "受診券の交付一覧")
        for at, person in enumerate(people[first : first + _LINES]):
            for x, text in ((40, person.number), (130, person.name), (230, person.address)):
                canvas.drawString(x, 775 - 19 * at, text)
        canvas.showPage()
    canvas.save()


def make_notices(path: Path, pages: int = 3_000) -> None:
    """Write what a printing firm gets: one PDF of notices, two pages each, with matching number and k／n."""
    people = city.residents(pages // 2)
    pdfmetrics.registerFont(TTFont("notice", FONT))
    canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
    for at, person in enumerate(people):
        for page, lines in enumerate((_front(person), _back(at)), start=1):
            canvas.setFont("notice", 10)
            canvas.drawString(480, 815, f"{at + 1:06d}")
            canvas.drawString(290, 25, f"{page}／2")
            for line, text in enumerate(lines):
                canvas.drawString(60, 780 - 18 * line, text)
            canvas.rect(50, 40, 495, 760)
            canvas.showPage()
    canvas.save()


def _front(person: city.Resident) -> list[str]:
    address = [f"〒{person.postal_code}", person.address, f"{person.name}　様", f"（{person.kana}）", ""]
    text = [
        "健康診査の受診券について（通知）",
        "日ごろ本市の健康づくりにご協力いただき、ありがとうございます。",
        "同封の受診券により、次の期間に市内の医療機関で健康診査を受けることができます。",
    ]
    return [
        *address,
        *text,
        *(f"{number}　持ち物と受付の時間は、医療機関にお尋ねください。" for number in range(1, 21)),
    ]


def _back(at: int) -> list[str]:
    return [
        f"整理番号　{at + 1:06d}",
        *(f"{number}　問診票の第{number}項に記入してください。" for number in range(1, 33)),
    ]
