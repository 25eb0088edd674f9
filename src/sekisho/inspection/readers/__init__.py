"""Readers: one file per format, bytes in, a ``Document`` with its coverage out. None knows another."""
