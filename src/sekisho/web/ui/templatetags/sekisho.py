"""Tags and filters of every page: sentences, days, marks, stamps, gates.

{% say "日本語の文 {count}件" count=n %}   a sentence in the language of the page; the catalogue holds it
{{ sentence|shown }}                       a sentence or a name made in Python
{{ moment|when }} {{ moment|clock }} {{ day|day }} {{ day|weekday }} {{ day|wareki }}
{% mark "stop" %} {% mark "done" text %} {% mark "shut" quiet=True %}
{% stamp view %} {% stamp section=… day=… name=… %}
{% gates path %}
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template

from sekisho.web import clock as present
from sekisho.web.ui import days
from sekisho.web.ui.language import current
from sekisho.web.ui.language import shown as in_language
from sekisho.web.ui.path import LONG, Gate, StampView, Words
from sekisho.web.ui.saying import in_template
from sekisho.words import Sentence, Titled, say

register = template.Library()


# ---------------------------------------------------------------- words


@register.simple_tag(name="say")
def said(text: str, /, **values: object) -> str:
    """Return the sentence ``text`` with its values, in the language of the page. Escaped as a whole where it is shown."""
    return in_language(in_template(text, values))


@register.filter
def shown(value: Sentence | Titled | str) -> str:
    """Return a sentence or a name in the language of the page."""
    return in_language(value)


@register.simple_tag
def language_code() -> str:
    """Return the language of the page, as it stands in its first tag."""
    return current()


@register.filter
def grouped(number: int) -> str:
    """Return a number with its thousands apart: 1,248."""
    return f"{number:,}"


# ---------------------------------------------------------------- days


@register.filter
def when(moment: datetime) -> str:
    """Return 今日 9:12, or 11月20日 10:40."""
    return in_language(days.when(moment, present.today()))


@register.filter
def clock(moment: datetime) -> str:
    """Return 9:12."""
    return days.clock_of(moment)


@register.filter
def day(one: date | datetime) -> str:
    """Return 11月24日（火）."""
    return in_language(days.with_weekday(one, present.today()))


@register.filter
def weekday(one: date | datetime) -> str:
    """Return 火."""
    return in_language(days.WEEKDAYS[days.day_of(one).weekday()])


@register.filter
def wareki(one: date | datetime) -> str:
    """Return 令和8年11月24日."""
    return in_language(days.wareki(one))


# ---------------------------------------------------------------- marks

_MARKS = {
    "stop": ("止", say("停止")),
    "ask": ("問", say("要回答")),
    "note": ("参", say("参考")),
    "waiver": ("例", say("例外")),
    "done": ("", say("済")),
    "ok": ("", say("一致")),
    "now": ("今", say("いま")),
    "shut": ("", say("閉")),
    "words": ("言", say("根拠なし")),
    "unknown": ("", say("未確認")),
    "unopened": ("", say("未開封")),
}
_CLASSES = {"waiver": "ask", "unopened": "unknown"}
_TELLING = {"stop", "ask", "note", "waiver", "words"}
"""What stands beside these names the state itself (停止 1件); beside the others stands who and when, so a reader hears both."""


@register.inclusion_tag("ui/_mark.html")
def mark(kind: str, text: Words = "", *, sign: Words = "", quiet: bool = False) -> dict[str, Any]:
    """Draw a mark: shape, character and word. ``text`` instead of the word; ``quiet``: the word only for a screen reader.

    Raises:
        KeyError: there is no such mark.

    """
    own, word = _MARKS[kind]
    return {
        "kind": _CLASSES.get(kind, kind),
        "sign": in_language(sign) or own,
        "word": in_language(word),
        "text": in_language(text),
        "both": bool(text) and kind not in _TELLING,
        "quiet": quiet,
    }


# ---------------------------------------------------------------- stamps


@register.inclusion_tag("ui/_stamp.html")
def stamp(  # the parts of a stamp, or all of them in one
    view: StampView | None = None,
    *,
    section: str = "",
    day: date | None = None,
    name: str = "",
    full_name: str = "",
    moment: datetime | None = None,
    void: bool = False,
    small: bool = False,
) -> dict[str, Any]:
    """Draw a date stamp: this person did this step. ``void``: it keeps its place, with a line through it.

    Raises:
        ValueError: a stamp without its day.

    """
    if view is not None:
        section, day, name, full_name = view.section, view.day, view.name, view.full_name
        moment, void = view.moment, view.void
    if day is None:
        raise ValueError("a stamp has a day")
    who, on, time = full_name or name, days.wareki(day), clock(moment) if moment else ""
    label = say("日付印 {section} {name} {day} {time}", section=section, name=who, day=on, time=time)
    if void:
        label = say("無効の日付印 {section} {name} {day} {time}", section=section, name=who, day=on, time=time)
    return {
        "label": in_language(label).strip(),
        "section": section,
        "name": name,
        "numbers": f"{days.era_year(day)[1]}.{day.month}.{day.day}",
        "section_size": _size(section, 12, 47.5),
        "name_size": _size(name, 14, 45),
        "void": void,
        "small": small,
    }


def _size(text: str, most: float, room: float) -> str:
    """Return the size at which a text stands inside the ring: ``most``, or what ``room`` leaves for each character."""
    wide = sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.6 for one in text)
    return f"{min(most, room / wide if wide else most):.2f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- gates

_DRAWN = {"done": "done", "now": "now", "shut": "shut", "halt": "stop"}


@register.inclusion_tag("ui/_gates.html")
def gates(path: Sequence[Gate]) -> dict[str, Any]:
    """Draw the path of gates, always whole: in one row, in two where it is long, in a column on a phone."""
    return {"steps": [(one, _DRAWN[one.state]) for one in path], "long": len(path) > LONG}
