"""Which way the examples go through LibreOffice, what of a place each format keeps, and what LibreOffice leaves out."""

from dataclasses import dataclass

from tests.libreoffice.office import Step

UTF8, CP932 = (f"csv:Text - txt - csv (StarCalc):44,34,{code},1,,0,false,true,false,false,false" for code in (76, 60))
"""A comma between, quotes around, all as shown; code pages as LibreOffice numbers them."""
READS_PAGE, READS_LETTER = "HTML (StarCalc)", "HTML (StarWriter)"
SHEET = ("sheet", "row")


@dataclass(frozen=True, slots=True)
class Route:
    """Files of one ``kind``, saved step by step. ``part`` and ``keeps``: what the last format still says of a place."""

    kind: str
    steps: tuple[Step, ...]
    part: str
    keeps: tuple[str, ...] = ()
    as_list: tuple[str, ...] = ()
    """What a list of mail pieces keeps: its rows are numbered in any format."""

    def __str__(self) -> str:
        coded = "-cp932" if self.steps[-1].to == CP932 else ""
        return "-".join([self.kind, *(step.ending for step in self.steps)]) + coded

    @property
    def ending(self) -> str:
        return self.steps[-1].ending


def _steps(endings: str) -> tuple[Step, ...]:
    return tuple(Step(ending) for ending in endings.split())


ROUTES = (
    *(Route("xlsx", _steps(way), "cell", SHEET) for way in ("xlsx", "xls", "ods", "xls xlsx", "ods xlsx")),
    Route("xlsx", (Step(UTF8),), "cell", ("row",)),
    Route("xlsx", (Step(CP932),), "cell", ("row",)),
    Route("xlsx", (Step(UTF8), Step("xlsx", "CSV:44,34,76,1")), "cell", ("row",)),
    Route("xlsx", _steps("html"), "body", as_list=("row",)),
    Route("xlsx", (Step("html"), Step("xlsx", READS_PAGE)), "cell", ("row",)),
    Route("xlsx", _steps("pdf"), "page"),
    *(Route("docx", _steps(way), "text") for way in ("docx", "odt docx", "doc docx", "rtf docx")),
    Route("docx", (Step("html"), Step("docx:MS Word 2007 XML", READS_LETTER)), "text"),
    Route("docx", _steps("html"), "body"),
    Route("docx", _steps("pdf"), "page"),
    Route("docx", (Step("txt:Text (encoded):UTF8"),), "text"),
)

UNREADABLE = {"xlsx": ("fods", "dif"), "docx": ("odt", "doc", "rtf", "fodt"), "fodp": ("odp", "ppt")}
"""Formats that the engine does not read: nothing that LibreOffice writes in them may pass."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What LibreOffice leaves out when it saves in a format; whatever the route does next cannot bring it back."""

    endings: tuple[str, ...]
    bundle: str
    check: str
    parcel: str
    sheet: str
    why: str


_SHEET = ("incident-1/mistake", {"hidden", "scope"}, "K03", "作業用（全園）")
LOSSES = tuple(
    Loss(endings, _SHEET[0], check, _SHEET[2], _SHEET[3], why)
    for endings, why in (
        (("csv",), "a text file holds one sheet, the first"),
        (("html",), "a hidden sheet is not written"),
        (("pdf",), "a hidden sheet is not printed"),
    )
    for check in sorted(_SHEET[1])
)


def is_lost(route: Route, bundle: str, check: str, parcel: str | None, sheet: str | None) -> bool:
    """Tell whether LibreOffice has left out what was planted."""
    written = {step.ending for step in route.steps}
    wanted = (bundle, check, parcel, sheet)
    return any(
        written & {*loss.endings} and (loss.bundle, loss.check, loss.parcel, loss.sheet) == wanted for loss in LOSSES
    )
