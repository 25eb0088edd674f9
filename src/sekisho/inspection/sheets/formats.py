"""Number formats: what a spreadsheet shows for a value, as far as a person can hide in it.

Leading zeros, masks for postal codes and telephone numbers, dates in both calendars, words around a value, and
formats that show nothing. Thousands, decimals and percentages keep the raw number: nobody is found by them.

Source: ECMA-376 Part 1, 18.8.30 and 18.8.31 (numFmts), with the built-in formats of Japanese Excel.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

GENERAL = "General"
_BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_DATES = "yyyy-mm-dd"
_TIMES = "hh:mm"
_BUILT_IN_DATES = frozenset((*range(14, 18), *range(27, 32), 34, 35, 36, *range(50, 59))) - {32, 33}
_BUILT_IN_TIMES = frozenset((18, 19, 20, 21, 32, 33, 45, 46, 47))
_WHITES = frozenset({"white", "白", "color2", "色2"})

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<skip>[_*].)|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/標準)'
    r"|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<char>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\Z")
_PLAIN_NUMBER = re.compile(r"(?:0|-?[1-9][0-9]{0,14})\Z")
_LAST_DAY = 2_958_466
_SMALL_CODE = 1000
"""A format of words alone (``[=1]"男";[=2]"女"``) stands for a code below this; it hides a larger number."""


@dataclass(frozen=True, slots=True)
class Section:
    """One of the up to four pieces of a format. ``tokens``: (kind, text) with kind ``lit``, ``digit``, ``text``, ``general`` or ``mark``."""

    tokens: tuple[tuple[str, str], ...] = ()
    condition: tuple[str, float] | None = None
    day: bool = False
    time: bool = False
    white: bool = False

    @property
    def literal(self) -> str:
        """Return its literal words."""
        return "".join(text for kind, text in self.tokens if kind == "lit")

    @property
    def shows_value(self) -> bool:
        """Tell whether anything of the value is to be seen."""
        return self.day or self.time or any(kind != "lit" for kind, _ in self.tokens)


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its sections; ``plain`` shows numbers and texts as they are."""

    numbers: tuple[Section, ...] = ()
    text: Section | None = None
    plain: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """What is seen of a value. ``hidden``: nothing is, and ``text`` is the raw value."""

    text: str
    hidden: bool = False


PLAIN = Format()


def built_in(number: int) -> str:
    """Return the code of built-in format ``number``; unknown ones are General."""
    if number in _BUILT_IN_DATES:
        return _DATES
    if number == 22:
        return f"{_DATES} {_TIMES}"
    return _TIMES if number in _BUILT_IN_TIMES else _BUILT_IN.get(number, GENERAL)


def parse_format(code: str) -> Format:
    """Return ``code`` taken apart; a code that cannot be understood shows the raw value."""
    if code.strip().lower() in {"", "general", "g/標準", "@", "standard"}:
        return PLAIN
    sections = [_section(piece) for piece in _split(code)][:4]
    text = None
    if len(sections) == 4 or any(kind == "text" for kind, _ in sections[-1].tokens):
        text = sections.pop()
    if not sections:
        sections = [Section((("general", ""),))]
    return Format(tuple(sections), text, plain=False)


def whitens(code: str) -> bool:
    """Tell whether the format itself paints the value white (``[白]``, ``[White]``)."""
    return _section(_split(code)[0]).white


def show_text(form: Format, text: str) -> Shown:
    """Return what is seen of a text."""
    if form.text is None:
        return Shown(text)
    if not any(kind == "text" for kind, _ in form.text.tokens):
        return Shown(text, hidden=True)
    return Shown(
        "".join(text if kind == "text" else part for kind, part in form.text.tokens if kind in {"text", "lit"})
    )


def show_number(form: Format, raw: str, *, from_1904: bool = False) -> Shown:
    """Return what is seen of a number as the file writes it (``45620``, ``1.5E-3``); a zero that is not shown is empty."""
    if form.plain:
        return Shown(plain_number(raw))
    try:
        value = float(raw)
    except ValueError:
        return Shown(raw.strip())
    section, signed = _choose(form.numbers, value)
    if section.day or section.time:
        shown = _moment(section, value, from_1904=from_1904)
        return Shown(shown if shown is not None else plain_number(raw))
    if not section.shows_value:
        if value == 0 or (section.literal.strip() and abs(value) < _SMALL_CODE):
            return Shown(section.literal.strip())
        return Shown(plain_number(raw), hidden=True)
    number = plain_number(raw)
    if not signed:
        number = number.removeprefix("-")
    return Shown(_mask(section, number))


def plain_number(raw: str) -> str:
    """Return a number without what only a machine writes: ``10000001.0`` is 10000001, ``1.2E+10`` is 12000000000."""
    raw = raw.strip()
    if _PLAIN_NUMBER.match(raw):
        return raw
    try:
        value = float(raw)
    except ValueError:
        return raw
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - the test for NaN
        return raw
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    digits = f"{value:.15g}"
    return digits if "e" not in digits else raw


def _split(code: str) -> list[str]:
    """Cut a code at the semicolons that are no literals."""
    pieces = [""]
    for match in _TOKEN.finditer(code):
        if match["char"] == ";":
            pieces.append("")
        else:
            pieces[-1] += match[0]
    return pieces


def _section(code: str) -> Section:
    tokens: list[tuple[str, str]] = []
    letters = ""
    condition = None
    white = False
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup
        if kind in {"quoted", "escaped"}:
            tokens.append(("lit", match[kind]))
        elif kind == "general":
            tokens.append(("general", ""))
        elif kind == "ampm":
            letters += "h"
        elif kind == "bracket":
            inside = match["bracket"].strip().lower().replace(" ", "")
            found = _CONDITION.match(inside)
            condition = (found[1], float(found[2])) if found and found[2].count(".") < 2 else condition
            white = white or inside in _WHITES
            # [$¥-411] carries a currency sign; [h], [mm], [ss] count hours, minutes, seconds beyond a day.
            letters += "h" if inside and not inside.strip("hms") else ""
            if inside.startswith("$") and inside[1:].partition("-")[0]:
                tokens.append(("lit", inside[1:].partition("-")[0]))
        elif kind == "char":
            letters += _char(match[0], tokens)
    dated = bool(set(letters) & set("ydgeab")) or ("m" in letters and not set(letters) & set("hs"))
    return Section(tuple(tokens), condition, dated, bool(set(letters) & set("hs")), white)


def _char(char: str, tokens: list[tuple[str, str]]) -> str:
    """Sort one character of a code; return the letter of a date or time that it is."""
    if char in "0#?０＃？":
        tokens.append(("digit", {"０": "0", "＃": "#", "？": "?"}.get(char, char)))
    elif char == "@":
        tokens.append(("text", char))
    elif char in ".%":
        tokens.append(("mark", char))
    elif char in "Ee" and any(kind == "digit" for kind, _ in tokens):
        tokens.append(("mark", "E"))
    elif char.lower() in "ymdhsgeab":
        return char.lower()
    elif char != ",":
        tokens.append(("lit", char))
    return ""


def _choose(sections: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """Return the section for ``value`` and whether the sign is still to be written."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _holds(section.condition, value):
                return section, True
        return sections[-1], True
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], True


def _holds(condition: tuple[str, float], value: float) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _moment(section: Section, value: float, *, from_1904: bool) -> str | None:
    """Return day (ISO) and time of day, as far as the format shows them; None outside the calendar."""
    if abs(value) > _LAST_DAY:
        return None
    seconds = round(value * 86400)
    days, rest = divmod(seconds, 86400)
    clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}"
    if not section.day:
        return f"{seconds // 3600:02d}:{rest // 60 % 60:02d}" if 0 <= seconds < 10_000 * 3600 else None
    day = serial_day(days, from_1904=from_1904)
    if day is None:
        return None
    return f"{day} {clock}" if section.time and rest else day


def serial_day(days: int, *, from_1904: bool) -> str | None:
    """Return the day with serial number ``days`` in ISO, None outside of 1900-01-01 to 9999-12-31.

    In the 1900 system the day 60 is the 29th of February 1900, which never was, as in Excel.
    """
    if from_1904:
        first = date(1904, 1, 1)
    elif days == 60:
        return "1900-02-29"
    else:
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    if days < 0 or (days == 0 and not from_1904):
        return None
    try:
        return (first + timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def _mask(section: Section, number: str) -> str:
    """Lay an integer's digits into the mask from the right; other numbers stand raw between the literals."""
    kinds = [kind for kind, _ in section.tokens]
    digits = number.removeprefix("-")
    if "mark" in kinds or "digit" not in kinds or not digits.isdigit():
        return _around(section, number)
    places = kinds.count("digit")
    padded = digits.rjust(places)
    head = len(padded) - places
    shown = ""
    for kind, text in section.tokens:
        if kind == "lit":
            shown += text
        elif kind == "digit":
            piece = padded[: head + 1]
            padded, head = padded[head + 1 :], 0
            shown += piece if piece != " " else "0" if text == "0" else ""
    shown = shown.strip()
    return f"-{shown}" if number.startswith("-") else shown


def _around(section: Section, number: str) -> str:
    """Put the raw number where the first placeholder stands, with the literals before and behind."""
    if any(kind == "mark" and text == "E" for kind, text in section.tokens):
        return number
    shown, placed = "", False
    for kind, text in section.tokens:
        if kind == "lit":
            shown += text
        elif kind in {"digit", "general", "text"} and not placed:
            shown += number
            placed = True
    return shown.strip()
