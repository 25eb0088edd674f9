"""Whether a check looked: that it found nothing is another thing than that it did not look."""

from dataclasses import dataclass
from typing import Literal

from sekisho.words import Sentence


@dataclass(frozen=True, slots=True)
class CheckRun:
    """Whether a check ran on this bundle, and if not, why not."""

    check: str
    ran: bool
    why_not: Sentence | None = None


Looked = Literal["looked", "unable", "unconcerned"]
"""Whether a check looked at a parcel. unable: it has to do with it, and something was missing, or it failed on the way.
unconcerned: what it looks for is not in such a parcel (a list for the web in a letter)."""


@dataclass(frozen=True, slots=True)
class ParcelRun:
    """Whether a check looked at one of the parcels, and if not, why not."""

    check: str
    look: Looked
    why_not: Sentence | None = None
