"""Whether this installation works: what other apps have said how to find out."""

from __future__ import annotations

from collections.abc import Callable

Check = Callable[[], bool]
_CHECKS: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Let ``check`` say whether something works; it may raise, which says that it does not.

    Raises:
        ValueError: another check has that name.

    """
    if _CHECKS.setdefault(name, check) is not check:
        raise ValueError(f"two checks are called {name}")


def answers() -> dict[str, bool]:
    """Return what each check says now, by its name."""
    return {name: check() for name, check in _CHECKS.items()}
