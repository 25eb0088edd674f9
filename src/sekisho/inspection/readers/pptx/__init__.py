"""PowerPoint files: every slide with what it shows, hides and covers, and every other part of the package.

Source: ECMA-376 Part 1 (PresentationML, DrawingML), transitional and Strict alike.
"""

from sekisho.inspection.readers.pptx.presentation import read

__all__ = ["read"]
