"""The checks, one file each, named by its id. Which run, and in which order, stands here and nowhere else."""

from sekisho.inspection.case import Check
from sekisho.inspection.checks import (
    address,
    completeness,
    consent,
    hidden,
    lookalike,
    pages,
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
    lookalike.CHECK,
    hidden.CHECK,
    redaction.CHECK,
    consent.CHECK,
    sensitive.CHECK,
    protection.CHECK,
    address.CHECK,
    pages.CHECK,
    unreadable.CHECK,
)
"""The checks that run."""

ALL_IDS = tuple(check.id for check in CHECKS)
"""The ids of all checks, in the contract's order; a report names each, also the ones that did not run."""

RETIRED: dict[str, str] = {}
"""Checks that once ran: id -> date and reason. An id is never used again."""
