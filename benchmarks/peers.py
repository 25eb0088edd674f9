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


def plain_readers(*paths: str) -> None:
    """Read files one after the other as their own library reads them: every cell, paragraph, row and page, nothing kept."""
    import csv
    from pathlib import Path

    import docx
    import openpyxl
    import pypdfium2

    count = 0
    for path in paths:
        kind = Path(path).suffix
        if kind == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            count += sum(
                value is not None for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
            )
            book.close()
        elif kind == ".docx":
            document = docx.Document(path)
            count += sum(len(paragraph.text) for paragraph in document.paragraphs)
            # Row by row from the XML: the library's own cells take a time that grows with the square of the rows.
            count += sum(len(text.text or "") for table in document.tables for text in table._tbl.iter(_WORD_TEXT))  # noqa: SLF001
        elif kind == ".csv":
            with Path(path).open(encoding="cp932", newline="") as file:
                count += sum(map(len, csv.reader(file)))
        else:
            with pypdfium2.PdfDocument(path) as printed:
                count += sum(len(page.get_textpage().get_text_range()) for page in printed)
    print(count)


_WORD_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


if __name__ == "__main__":
    {"joined": joined, "bare-text": bare_text, "plain-readers": plain_readers}[sys.argv[1]](*sys.argv[2:])
