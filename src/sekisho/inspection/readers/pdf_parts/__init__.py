"""The parts of the PDF reader, one topic each: glyphs, lines, prose, ink, pages, structure, earlier versions."""
