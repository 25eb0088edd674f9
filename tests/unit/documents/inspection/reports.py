"""Reports to be shown: an empty one, and one with something of everything."""

from sekisho.inspection.checks import ALL_IDS
from sekisho.inspection.looked import CheckRun
from sekisho.inspection.model import Coverage, FileResult, Finding, Named, Part, Place, Report, Unread
from sekisho.words import Personal, say

RUNS = tuple(
    CheckRun(
        name,
        ran=name != "consent",
        why_not=say("承諾の台帳（consents）がないため、検査していません。") if name == "consent" else None,
    )
    for name in ALL_IDS
)
WHOLE = FileResult("out/a.xlsx", "0" * 64, 12, Coverage(10, 10))
CALM = Report("さくら野市 名簿の送付", "email", (WHOLE,), (), (), RUNS, 0.1234)

ADVICE = say("パスワードで保護されていて、パスワードが指定されていないため、中を検査できませんでした。")
NASTY = "<script>alert(1)</script>&\"'\x1b[31m\u202e"


def named(
    check: str, severity: str, place: Place, *, parcel: str | None = "K01", file: str | None = "out/a.xlsx"
) -> Finding:
    message = say(
        "{name}さん（{subject}）は、この宛先に見せてよい人ではありません。",
        name=Personal("江口　美咲"),
        subject=Personal("S0201"),
    )
    return Finding(check, severity, "r", message, ADVICE, parcel, file, place, "S0201")  # type: ignore[arg-type]


def person(place: Place, file: str = "list.xlsx", subject: str | None = "S0201") -> Named:
    who = say("{name}さん（{subject}）", name=Personal("江口　美咲"), subject=Personal(subject or "S0201"))
    return Named(file, place, subject, who)


def loose(*people: Named) -> Report:
    """The report on loose files of which nothing says to whom they go."""
    return Report("", None, (WHOLE,), (), (), RUNS, people=people)


PARTLY = FileResult(
    "out/b.zip", "1" * 64, 0, Coverage(3, 2, (Unread("中.bin", say("何の形式か分からないファイルです")),))
)
NESTED = FileResult(f"out/b.zip!/{NASTY}.csv", "1" * 64, 0, Coverage(1, 1))
FULL = Report(
    f"送付 {NASTY}",
    "email",
    (WHOLE, PARTLY),
    (NESTED,),
    (
        named("scope", "ask", Place(Part.FILE), parcel=None, file=None),
        named("scope", "stop", Place(Part.CELL, "名簿", 14, "C")),
        named("hidden", "stop", Place(Part.CELL, "名簿", 14, "C")),
        named("scope", "stop", Place(Part.CELL, "名簿", 15, "C")),
        named("hidden", "note", Place(Part.PROPERTY)),
        named("scope", "stop", Place(Part.PAGE, page=3), parcel="K02", file="out/b.zip"),
        named("completeness", "stop", Place(Part.FILE), parcel="K02", file=None),
        named("scope", "stop", Place(Part.SHEET_NAME, NASTY), parcel="K02", file=NESTED.path),
    ),
    RUNS,
)
