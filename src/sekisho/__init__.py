"""Sekisho 関所: nothing with personal information leaves without a pass."""

__version__ = "0.1.0"
