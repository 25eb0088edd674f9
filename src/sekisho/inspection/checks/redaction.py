"""黒塗り: nothing that was blacked out can still be read.

What it looks for
    Text in a PDF, a Word file, on a slide or a web page that lies under a black box, dark shading, a picture or a mark
    for redaction, and that whoever copies it out, or searches for it, can still read.

Why it stops
    A city blacked names out in Word, made a PDF, and copy and paste showed them; a list on the web showed people who
    had not agreed (FY2023 incident 5).

What it cannot see
    Black bars inside a picture: what lies under them is gone, or was never text. On a slide, a bar that was drawn by hand
    or that comes and goes with an animation.

What to do
    Delete the text itself, do not paint over it; then make the PDF anew.

Options
    None.
"""

from collections.abc import Iterator, Sequence

from sekisho.inspection import worked
from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.model import Covered, Finding, Part, Place
from sekisho.inspection.recognition.mentions import Fact
from sekisho.words import Personal, say

SHOWN = 20
"""Characters of the text under a box that a finding repeats, so that the place can be found."""


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        for number, covered in enumerate(file.document.covered, start=1):
            if covered.text.strip():
                subject = next(
                    (
                        m.settled
                        for m in file.mentions.by_place.get(covered.place, ())
                        if m.settled and _names(m.facts, covered.text)
                    ),
                    None,
                )
                yield CHECK.finding(
                    case,
                    file,
                    "stop",
                    f"covered_{number}",
                    say(
                        "塗りつぶした下の文字「{text}」が、まだ読み取れます。",
                        text=Personal(covered.text.strip()[:SHOWN]),
                    ),
                    say("塗るのではなく、文字そのものを消してから作り直してください。"),
                    place=covered.place,
                    subject_id=subject,
                )


def _names(facts: Sequence[Fact], text: str) -> bool:
    squeezed = "".join(text.split())
    return any("".join(fact.text.split()) in squeezed for fact in facts)


CHECK = Check("redaction", say("黒塗り"), (), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    page = Place(Part.PAGE, page=1)
    shown = worked.paragraph("登録者 馬場陽菜", Part.PAGE, page=1)
    made, words = worked.parcel_case, ("登録者 馬場陽菜 江口美咲", "江口美咲")
    under = worked.paragraph(words[0], Part.PAGE, page=1)
    return (
        worked.Stops(
            "a name under a black box that can still be copied",
            made(worked.document(under, Covered(page, words[1]), kind="pdf")), page, "S0201",
        ),
        worked.Stops(
            "text under a box that names nobody",
            made(worked.document(shown, Covered(page, "所得の額 1,234,000円"), kind="pdf")), page,
        ),
        worked.Passes("nothing lies under a box", made(worked.document(shown, kind="pdf"))),
        worked.Passes("a box over empty space", made(worked.document(shown, Covered(page, " \u3000"), kind="pdf"))),
    )  # fmt: skip
