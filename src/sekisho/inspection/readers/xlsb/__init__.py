"""The reader for xlsb: an xlsx whose sheets are written as binary records. ``read`` is the door."""

from sekisho.inspection.readers.xlsb.workbook import read

__all__ = ["read"]
