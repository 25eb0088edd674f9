"""The reader for xlsx and xlsm: one topic per module, ``read`` is the door."""

from sekisho.inspection.readers.xlsx.workbook import read

__all__ = ["read"]
