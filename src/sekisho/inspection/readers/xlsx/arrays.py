"""What is done to all cells of a sheet at once: by numpy for a long sheet, since loading it takes longer than a short one."""

from array import array
from itertools import compress

MANY = 100_000
"""Cells from which numpy pays."""


def without(unwanted: int, numbers: "array[int]", *beside: "array[int]", many: bool) -> list["array[int]"]:
    """Return ``numbers`` without ``unwanted``, and of each array ``beside`` what stood beside the others."""
    if not many:
        there = [number != unwanted for number in numbers]
        return [array("i", compress(one, there)) for one in (numbers, *beside)]
    import numpy as np

    kept = np.frombuffer(numbers, dtype=np.int32) != unwanted
    return [array("i", np.frombuffer(one, dtype=np.int32)[kept].tobytes()) for one in (numbers, *beside)]


def different(numbers: "array[int]") -> list[int]:
    """Return each of ``numbers``, none of them below 0, once, from the lowest to the highest."""
    if len(numbers) < MANY:
        return sorted(set(numbers))
    import numpy as np

    return np.flatnonzero(np.bincount(np.frombuffer(numbers, dtype=np.int32))).tolist()


def numbered(numbers: "array[int]", known: list[int]) -> "array[int]":
    """Return for each of ``numbers`` its position in ``known``, which has them all from the lowest to the highest."""
    places = array("i", bytes(4 * (known[-1] + 1)))
    for place, number in enumerate(known):
        places[number] = place
    if len(numbers) < MANY:
        return array("i", map(places.__getitem__, numbers))
    import numpy as np

    return array("i", np.frombuffer(places, dtype=np.int32)[np.frombuffer(numbers, dtype=np.int32)].tobytes())
