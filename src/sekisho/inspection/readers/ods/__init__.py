"""The reader for ods, the spreadsheets of LibreOffice and OpenOffice: ``read`` is the door."""

from sekisho.inspection.readers.ods.workbook import read

__all__ = ["read"]
