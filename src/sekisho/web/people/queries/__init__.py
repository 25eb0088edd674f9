"""What may be asked about people."""

from sekisho.web.people.queries.signing import (
    NOBODY,
    PersonView,
    SignedIn,
    actor,
    by_pin,
    departments,
    departments_of,
    held,
    holders,
    holds_role,
    names,
    roles_anywhere,
    signed_in,
    staff_of,
)

__all__ = [
    "NOBODY",
    "PersonView",
    "SignedIn",
    "actor",
    "by_pin",
    "departments",
    "departments_of",
    "held",
    "holders",
    "holds_role",
    "names",
    "roles_anywhere",
    "signed_in",
    "staff_of",
]
