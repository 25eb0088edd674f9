"""Web pages: what they show, what their styles hide, and what stands in attributes, comments and scripts.

Source: the HTML Living Standard, as far as pages use it that office programs, mail programs and web systems write.
"""

from sekisho.inspection.readers.html.page import read

__all__ = ["read"]
