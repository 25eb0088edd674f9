"""What a report says to its readers, and the number that stands for it."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from sekisho.documents.yearly.model import Edition, Measured, Report, Row
from sekisho.documents.yearly.plain import Plain, to_plain
from sekisho.ledger.canonical import canonical


def as_told(report: Report) -> Report:
    """Return a report without what its readers are not told: no form of it may say more.

    A withheld row keeps its number and the reason. Outside of the office the evidence goes, whoever looked it up: what
    runs a measure, by how many people, stops, waivers, reasons, drills, incidents of the same kind.
    """
    return replace(report, rows=tuple(_row(row, internal=report.internal) for row in report.rows))


def content(report: Report) -> dict[str, Plain]:
    """Return what the report says to the public, as JSON values; nothing about the edition that says it.

    That of an internal report is the same as that of the public one: an edition has one number, inside and outside.
    """
    return to_plain(replace(as_told(replace(report, internal=False)), edition=Edition()))


def content_digest(report: Report) -> str:
    """Return the SHA-256 of the canonical JSON (RFC 8785) of :func:`content`, as 64 hexadecimal digits.

    Raises:
        AmbiguousError: a text in it has half a character, which no JSON can hold.

    """
    return sha256(canonical(content(report))).hexdigest()


def _row(row: Row, *, internal: bool) -> Row:
    if row.withheld:
        return Row(row.number, withheld=row.withheld)
    if internal:
        return row
    return replace(
        row,
        measures=tuple(
            one if one.measured is None else replace(one, measured=_outside(one.measured)) for one in row.measures
        ),
    )


def _outside(measured: Measured) -> Measured:
    return Measured(measured.state, measured.counts, measured.exceptions, measured.said, measured.since)
