"""The procedures that the project ships: one for each incident of the first report, and one for a single letter."""

from __future__ import annotations

from importlib.resources import files

_FOLDER = files("sekisho").joinpath("data", "procedures")


def names() -> tuple[str, ...]:
    """Return the names of the shipped procedures, sorted."""
    return tuple(sorted(one.name.removesuffix(".toml") for one in _FOLDER.iterdir() if one.name.endswith(".toml")))


def data(name: str) -> bytes:
    """Return the file of a shipped procedure.

    Raises:
        KeyError: there is none of that name.

    """
    if name not in names():
        raise KeyError(name)
    return _FOLDER.joinpath(f"{name}.toml").read_bytes()
