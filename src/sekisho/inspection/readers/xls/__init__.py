"""The reader for xls, the workbooks of Excel 97 to 2003 and before: one topic per module, ``read`` is the door."""

from sekisho.inspection.readers.xls.workbook import read

__all__ = ["read"]
