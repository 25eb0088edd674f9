"""The one clock of the web app: everything below it is told the time."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")


def now() -> datetime:
    """Return the present moment, as an office in Japan reads it."""
    return datetime.now(JAPAN)  # noqa: TID251  the clock itself


def today() -> date:
    """Return the day of the office."""
    return now().date()
