"""検査不能: whatever could not be looked at is said, never passed.

What it looks for
    A file, or a part of one, that was not read: corrupt, of an unknown format, over a limit, or one that ended its
    reader. And pages or pictures without text, which a person must look at. A file whose name promises another format
    than its content has (a web page called ``.xls``, as some systems write it) is read by its content, and asks; plain text under
    a name whose program cannot open it stops, since it is broken for whoever gets it.

Why it stops
    *Nothing found* and *not looked at* are different. A silent pass of an unread file is how every one of the six
    incidents could happen again.

What it cannot see
    What stands in a picture: it asks a person to look.

What to do
    Save the file anew in a usual format (xlsx, docx, pdf, csv, zip); look at the pictures.

Options
    The limits of the command line.
"""

import dataclasses
from collections.abc import Iterator

from sekisho.inspection import worked
from sekisho.inspection.case import Check, ParcelCase
from sekisho.inspection.model import Finding, Misnamed, Part, Place, Unread
from sekisho.words import say

LOOK = say("目で見て、載ってはならない人がいないかを確かめてください。")
SAVE_ANEW = say("ファイルを開いて保存し直すか、xlsx・docx・pdf・csv・zip のどれかで作り直してください。")
RENAME = say(
    "中は中身のとおりに読みました。取り違えでないかを確かめ、中身に合う名前に直すか、名前のとおりの形式で保存し直してください。"
)


def _run(case: ParcelCase) -> Iterator[Finding]:
    for file in case.files:
        wrong = file.document.misnamed
        if wrong:
            yield CHECK.finding(case, file, "ask" if wrong.opens else "stop", "misnamed", wrong.sentence, RENAME)
        if not file.document.protection.opened:
            continue
        for unread in file.document.coverage.not_read:
            yield CHECK.finding(
                case,
                file,
                "ask" if unread.asks else "stop",
                f"picture_{unread.part}" if unread.asks else f"unread_{unread.part}",
                unread.why,
                unread.advice or (LOOK if unread.asks else SAVE_ANEW),
                place=unread.place,
            )


CHECK = Check("unreadable", say("検査不能"), (), _run)


def examples() -> tuple[worked.Example, ...]:
    """Return parcels that this check stops, and some that it lets through."""
    page = Place(Part.PAGE, page=2)
    text = worked.paragraph("お知らせ", Part.PAGE, page=1)
    corrupt = worked.document(Unread("file", say("何の形式か分からないファイルです")), kind="unknown")
    scan = worked.document(
        text,
        Unread("page 2", say("画像のページです。文字を読み取れないので、目で確かめてください。"), page, asks=True),
        kind="pdf",
    )
    called = dataclasses.replace(
        worked.document(text), misnamed=Misnamed(say("名前（.xls）ではExcelですが、中身は文字だけです。"))
    )
    return (
        worked.Stops("a file that no reader could open", worked.parcel_case({"out/list.xlsx": corrupt})),
        worked.Stops("a scanned page without text", worked.parcel_case({"out/a.pdf": scan}), page, severity="ask"),
        worked.Stops(
            "a file whose name promises what it is not", worked.parcel_case({"out/a.xls": called}), severity="ask"
        ),
        worked.Passes("everything was read", worked.parcel_case({"out/a.pdf": worked.document(text, kind="pdf")})),
    )
