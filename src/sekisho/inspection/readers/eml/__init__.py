"""Mails as files: headers, bodies, and everything that is attached.

Source: RFC 5322, RFC 2045 to 2047, RFC 2231, and what Japanese mail programs write instead.
"""

from sekisho.inspection.readers.eml.message import read

__all__ = ["read"]
