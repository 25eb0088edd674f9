"""Word documents: every part of the package, what it shows and what it hides.

Source: ECMA-376 Part 1 (WordprocessingML, DrawingML), transitional and Strict alike.
"""

from sekisho.inspection.readers.docx.document import read

__all__ = ["read"]
