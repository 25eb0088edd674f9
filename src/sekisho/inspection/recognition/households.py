"""Who belongs together: by the household's number, by one address, as guardian, or by a forwarding address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.japan.addresses import Address, split_addresses

if TYPE_CHECKING:
    from sekisho.bundle.model import Bundle
    from sekisho.inspection.recognition.register import Register

_NOWHERE = Address("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Dwelling:
    """Where a person is registered, and the keys which that person has in common with everybody of the household."""

    address: Address
    keys: frozenset[str]


def dwellings(register: Register, indices: Iterable[int]) -> Mapping[int, Dwelling]:
    """Return the dwelling of each person, by position; the address is empty where none is known."""
    ordered = sorted(set(indices))
    rows = register.frame[ordered]
    numbers: list[str | None] = [None] * len(ordered)
    addresses = [_NOWHERE] * len(ordered)
    if register.knows("household_id"):
        numbers = rows["household_id"].to_list()
    if register.knows("address"):
        texts = rows["address"].fill_null("").to_list()
        different = [*dict.fromkeys(texts)]  # a household has one
        parts = dict(zip(different, split_addresses(different), strict=True))
        addresses = [parts[text] for text in texts]
    return {
        at: Dwelling(address, _at_address(address) | {f"person {at}", f"household {number}" if number else ""} - {""})
        for at, number, address in zip(ordered, numbers, addresses, strict=True)
    }


def _at_address(address: Address) -> frozenset[str]:
    """Return the key of everybody at one address; none where it has no number, as a town alone."""
    place = f"address {address.city}{address.town} {address.block} {address.building}"
    return frozenset({place}) if address.block else frozenset()


def ties(bundle: Bundle | None, register: Register) -> Mapping[int, frozenset[str]]:
    """Return, by position, the keys of the households to which people are counted besides their own.

    A recipient who is a registered person belongs to the households of those whom the sources let this person see (a
    guardian), and to whoever lives at the address to which the person's mail goes (a forwarding address).
    """
    from sekisho.bundle import scopes

    recipients = bundle.sources.recipients if bundle else None
    if bundle is None or recipients is None or "subject_id" not in recipients.frame.columns:
        return {}
    rows = recipients.frame.filter(recipients.frame["subject_id"].is_not_null()).to_dicts()
    granted = scopes.granted(bundle, {row["recipient_id"] for row in rows})
    wards = {row["recipient_id"]: granted.get(row["recipient_id"], {}) for row in rows}
    position = register.positions(
        {*(row["subject_id"] for row in rows), *(who for seen in wards.values() for who in seen)}
    )
    own = dwellings(register, position.values())
    forwarding = split_addresses([row.get("address") or "" for row in rows])
    found: dict[int, frozenset[str]] = {}
    for row, address in zip(rows, forwarding, strict=True):
        at = position.get(row["subject_id"])
        if at is not None:
            seen = [own[position[who]].keys for who in wards[row["recipient_id"]] if who in position]
            found[at] = found.get(at, frozenset()).union(_at_address(address), *seen)
    return found
