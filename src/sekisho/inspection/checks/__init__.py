"""The checks, one file each, named by its id. Which run, and in which order, stands here and nowhere else."""

from sekisho.inspection.case import Check
from sekisho.inspection.checks import (
    completeness,
    consent,
    hidden,
    protection,
    reconcile,
    redaction,
    scope,
    sensitive,
    unreadable,
)

CHECKS: tuple[Check, ...] = (
    scope.CHECK,
    completeness.CHECK,
    reconcile.CHECK,
    hidden.CHECK,
    redaction.CHECK,
    consent.CHECK,
    sensitive.CHECK,
    protection.CHECK,
    unreadable.CHECK,
)
"""The checks that run."""

ALL_IDS = (
    "scope", "completeness", "reconcile", "lookalike", "hidden", "redaction",
    "consent", "sensitive", "protection", "address", "pages", "unreadable",
)  # fmt: skip
"""The ids of all checks of the contract, in its order; a report names each, also the ones that did not run."""

RETIRED: dict[str, str] = {}
"""Checks that once ran: id -> date and reason. An id is never used again."""
