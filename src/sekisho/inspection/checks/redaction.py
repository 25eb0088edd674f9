"""黒塗り: nothing that was blacked out can still be read.

What it looks for
    Text in a PDF or a Word file that lies under a black box, dark shading, a picture or a mark for redaction, and that
    whoever copies it out, or searches for it, can still read.

Why it stops
    A city blacked names out in Word, made a PDF, and copy and paste showed them; a list on the web showed people who
    had not agreed (FY2023 incident 5).

What it cannot see
    Black bars inside a picture: what lies under them is gone, or was never text.

What to do
    Delete the text itself, do not paint over it; then make the PDF anew.

Options
    None.
"""

from collections.abc import Iterator

from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.model import Finding
from sekisho.words import Personal, say

SHOWN = 20
"""Characters of the text under a box that a finding repeats, so that the place can be found."""


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        for number, covered in enumerate(file.document.covered, start=1):
            if covered.text.strip():
                subject = next(
                    (m.settled for m in file.mentions if m.place == covered.place and m.settled and _names(m.facts, covered.text)),
                    None,
                )
                yield CHECK.finding(
                    case,
                    file,
                    "stop",
                    f"covered_{number}",
                    say("塗りつぶした下の文字「{text}」が、まだ読み取れます。", text=Personal(covered.text.strip()[:SHOWN])),
                    say("塗るのではなく、文字そのものを消してから作り直してください。"),
                    place=covered.place,
                    subject_id=subject,
                )


def _names(facts: tuple[object, ...], text: str) -> bool:
    squeezed = "".join(text.split())
    return any("".join(str(getattr(fact, "text", "")).split()) in squeezed for fact in facts)


CHECK = Check("redaction", say("黒塗り"), (), _run)
