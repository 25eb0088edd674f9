"""What Sekisho is measured against: the least that anybody would do with the same files. Each is a process of its own."""

from __future__ import annotations

import sys


def joined(workbook: str, register: str) -> None:
    """Read a workbook and a register with polars, and join them by the number of the person."""
    import polars as pl

    # Without this, polars reads a column by its first rows, and drops in silence what does not fit.
    people = pl.read_excel(workbook, infer_schema_length=0)
    known = pl.read_csv(register, infer_schema=False)
    print(people.join(known, on="宛名番号", how="left")["氏名_right"].null_count())


def bare_text(path: str) -> None:
    """Take the text out of a PDF with PDFium, page by page, and nothing else."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    count = 0
    for page in document:
        text = page.get_textpage()
        count += len(text.get_text_range())
        text.close()
        page.close()
    document.close()
    print(count)


if __name__ == "__main__":
    {"joined": joined, "bare-text": bare_text}[sys.argv[1]](*sys.argv[2:])
