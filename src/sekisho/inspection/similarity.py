"""What may be chosen about look-alikes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Similarity:
    """When two people of one name, or nearly, can be confused: the thresholds of ``lookalike``.

    ``days`` between two births; ``rows`` of a list up to which its own pairs count, ``rows_by_reading`` for one reading.
    """

    days: int = 365
    rows: int = 10_000
    rows_by_reading: int = 1_000
