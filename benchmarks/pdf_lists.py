"""Makes a PDF of 300 dense pages (1.25 million characters, 12,000 names), and reads it against bare text extraction.

The whole reading, with the test of what is to be seen, in two processes may take six times as long as PDFium
takes for the text alone.
"""

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from sekisho.inspection.model import File, Limits
from sekisho.inspection.readers.pdf import read

PAGES, ROWS = 300, 40
FONT = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf"
FAMILY, GIVEN = "佐藤鈴木高橋田中伊藤渡辺山本中村小林加藤", "太郎花子一郎次郎美咲健太翔結衣陽菜蓮"
STARTS, HEADS = (30, 80, 140, 230, 410), ("番号", "氏名", "フリガナ", "住所", "備考")


def make(path: Path) -> None:
    """Write the file: the same bytes on every run."""
    chance = random.Random(1)
    pdfmetrics.registerFont(TTFont("list", FONT))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in range(PAGES):
        canvas.setFont("list", 7)
        canvas.setFillGray(0.9)
        canvas.rect(30, 800, 535, 12, fill=1, stroke=0)
        canvas.setFillGray(0)
        for x, head in zip(STARTS, HEADS, strict=True):
            canvas.drawString(x, 803, head)
        for row in range(ROWS):
            _row(canvas, chance, page * ROWS + row, 785 - 19 * row)
        canvas.showPage()
    canvas.save()


def _row(canvas: Canvas, chance: random.Random, number: int, y: float) -> None:
    place = f"さくら野市中央一丁目{chance.randint(1, 99)}番{chance.randint(1, 30)}号ハイツ{chance.randint(100, 999)}"
    name = "".join(chance.choice(letters) for letters in (FAMILY, FAMILY, GIVEN, GIVEN))
    for x, text in zip(
        STARTS,
        (f"{number:08d}", name, "サトウタロウハナコ", place, "令和八年十一月交付済みにつき再発行不可"),
        strict=True,
    ):
        canvas.drawString(x, y + 3, text)
    canvas.drawString(80, y - 5, "備考欄" + "あいうえおかきくけこさしすせそたちつてと" * 3)
    canvas.line(30, y - 7, 565, y - 7)


def bare(data: bytes) -> int:
    """Return the number of characters that PDFium finds."""
    count = 0
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        count += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return count


def seconds(work: Callable[[], object]) -> float:
    """Return the best of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> int:
    """Measure, and return 1 where the reading is too slow."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "lists.pdf")
    make(path)
    data = path.read_bytes()
    alone = seconds(lambda: bare(data))
    print(f"{bare(data)} characters, text alone: {alone:.2f} s")
    worst = 0.0
    for jobs in (1, 2):
        whole = seconds(partial(read, File("lists.pdf", data), Limits(), jobs=jobs))
        worst = whole / alone
        print(f"jobs={jobs}: {whole:.2f} s, {worst:.1f} times")
    return int(worst > 6)


if __name__ == "__main__":
    sys.exit(main())
