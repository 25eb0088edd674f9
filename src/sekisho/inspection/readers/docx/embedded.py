"""Files inside the document."""

from sekisho.inspection.containers.embedded import equation_texts, files_in
from sekisho.inspection.model import Child, Hiding, Part, Place
from sekisho.inspection.readers.docx.seen import Seen


def read_embedded(name: str, data: bytes, seen: Seen) -> None:
    """Add a file inside the document as a child; an old equation is text of the document and no file."""
    equation = equation_texts(data)
    if equation is not None:
        seen.add_all(Part.EMBEDDED, equation, Hiding.SEEN, "equation")
        return
    for inner, content in files_in(name, data):
        seen.children.append(Child(inner, content, Place(Part.EMBEDDED), Hiding.BEHIND, shown=False))
