"""Who may see whom on the day of a bundle, and what of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sekisho.bundle.columns import fold_header, recognise_header
from sekisho.bundle.headers import HALVES, KNOWN
from sekisho.bundle.model import PUBLIC, Bundle, BundleError, Parcel, Source, Sources
from sekisho.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    import polars as pl

Fields = frozenset[str] | None
"""Canonical columns, or folded headers where a column is another person's; None is all but the My Number."""

_SEPARATOR = re.compile("[;、,]")
_WHOLE = {half: whole for whole, halves in HALVES.items() for half in halves}
_OWN_COLUMNS = frozenset(KNOWN["subjects"])


@dataclass(frozen=True, slots=True)
class Allowed:
    """Whom the recipient of a parcel may see on the bundle's date.

    ``fields`` has every id of ``subject_ids``: what may be seen of that person. ``expected``: who must appear where
    the parcel says ``complete``; the recipient's own data may be there and need not. ``self_supplied``: the bundle's
    maker said so, no source did.
    """

    subject_ids: frozenset[str]
    fields: Mapping[str, Fields]
    self_supplied: bool
    expected: frozenset[str]


def allowed(bundle: Bundle, parcel: Parcel) -> Allowed | None:
    """Return whom the parcel's recipient may see, None where there is nothing to judge by.

    The scope source in force on the date, or ``recipient_id`` in the subjects; the parcel's ``subjects`` narrow it, or
    are the scope where there is none. A registered person may see their own data. The public may see nobody: on the
    web it is consent that allows, see ``consented``.
    """
    if parcel.recipient == PUBLIC:
        return Allowed(frozenset(), {}, self_supplied=False, expected=frozenset())
    granted = _granted(bundle, parcel.recipient)
    own = _own_id(bundle.sources, parcel.recipient)
    wanted = frozenset(parcel.subjects)
    if granted is None and not wanted and own is None:
        return None
    self_supplied = granted is None and bool(wanted)
    scope = dict.fromkeys(wanted) if granted is None else granted
    if wanted:
        scope = {subject: fields for subject, fields in scope.items() if subject in wanted}
    expected = frozenset(scope) | ({own} & wanted if own else frozenset())
    if own is not None:
        scope.setdefault(own, None)
    return Allowed(frozenset(scope), scope, self_supplied, expected)


def granted(bundle: Bundle, recipients: AbstractSet[str]) -> Mapping[str, Mapping[str, Fields]]:
    """Return for each of many recipients whom the sources let it see, with the fields; nothing for others."""
    import polars as pl

    source, subjects = bundle.sources.scope, bundle.sources.subjects
    frame = source.frame if source is not None else subjects.frame if subjects is not None else None
    if frame is None or "recipient_id" not in frame.columns or not recipients:
        return {}
    frame = frame.filter(pl.col("recipient_id").is_in(list(recipients)))
    if source is None:
        frame = frame.select("recipient_id", "subject_id")
    parts = _in_force(frame, bundle.date).partition_by("recipient_id", as_dict=True)
    return {str(key[0]): _united(part, subjects) for key, part in parts.items()}


def consented(bundle: Bundle) -> Mapping[str, Fields]:
    """Return who has consented, for the bundle's purpose and on its date, and to which fields; empty without a source.

    A consent for a purpose does not hold for a bundle that names none. On the day of its withdrawal a consent is no
    longer in force. A row that holds a withdrawal alone ends what was granted until then.
    """
    import polars as pl

    source = bundle.sources.consents
    if source is None:
        return {}
    frame = source.frame
    if "purpose" in frame.columns:
        purposes = {text for text in frame["purpose"].drop_nulls().unique() if _same_purpose(text, bundle.purpose)}
        frame = frame.filter(pl.col("purpose").is_null() | pl.col("purpose").is_in(purposes))
    if "withdrawn_on" in frame.columns:
        frame = _not_withdrawn(frame, pl.lit(bundle.date))
    if "granted_on" in frame.columns:
        frame = frame.filter(pl.col("granted_on") <= pl.lit(bundle.date))
    return _united(frame, bundle.sources.subjects)


def check_fields(source: Source, subjects: Source | None) -> None:
    """Make sure that every name in ``fields`` is a column of a person.

    Raises:
        BundleError: one is not; says its row.

    """
    import polars as pl

    if "fields" not in source.frame.columns:
        return
    for text in source.frame["fields"].drop_nulls().unique(maintain_order=True):
        for name in _names(text):
            if _canonical(name, _other_headers(subjects)) is None:
                row = source.frame.filter(pl.col("fields") == text)["_row"][0]
                raise BundleError(
                    say(
                        "{file}の{row}行目、列「fields」の「{value}」という項目がわかりません。本人の台帳の列の名前を「;」で区切って書いてください。"
                        "使える名前: {known}",
                        file=source.path,
                        row=row,
                        value=name,
                        known=(*KNOWN["subjects"], "my_number"),
                    )
                )


def _granted(bundle: Bundle, recipient: str) -> dict[str, Fields] | None:
    """Return whom the sources let a recipient see, None where no source speaks of scope."""
    import polars as pl

    source, subjects = bundle.sources.scope, bundle.sources.subjects
    if source is None:
        if subjects is None or "recipient_id" not in subjects.frame.columns:
            return None
        return dict.fromkeys(subjects.frame.filter(pl.col("recipient_id") == recipient)["subject_id"])
    return _united(_in_force(source.frame.filter(pl.col("recipient_id") == recipient), bundle.date), subjects)


def _in_force(frame: pl.DataFrame, date: date) -> pl.DataFrame:
    import polars as pl

    day = pl.lit(date)
    if "valid_from" in frame.columns:
        frame = frame.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))
    if "valid_until" in frame.columns:
        frame = frame.filter(pl.col("valid_until").is_null() | (pl.col("valid_until") >= day))
    return frame


def _own_id(sources: Sources, recipient: str) -> str | None:
    """Return who the recipient is, where it is a registered person."""
    import polars as pl

    if sources.recipients is None or "subject_id" not in sources.recipients.frame.columns:
        return None
    frame = sources.recipients.frame
    found = frame.filter(pl.col("recipient_id") == recipient)["subject_id"].drop_nulls().to_list()
    return found[0] if found else None


def _not_withdrawn(frame: pl.DataFrame, day: pl.Expr) -> pl.DataFrame:
    import polars as pl

    if "granted_on" in frame.columns:
        alone = frame.filter(pl.col("granted_on").is_null() & (pl.col("withdrawn_on") <= day))
        if alone.height:
            last = alone.group_by("subject_id").agg(pl.col("withdrawn_on").max().alias("_last"))
            frame = frame.join(last, on="subject_id", how="left", maintain_order="left")
            frame = frame.filter(pl.col("_last").is_null() | (pl.col("granted_on") > pl.col("_last")))
    return frame.filter(pl.col("withdrawn_on").is_null() | (pl.col("withdrawn_on") > day))


def _same_purpose(one: str, other: str) -> bool:
    one, other = ("".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in (one, other))
    return one == other


def _united(frame: pl.DataFrame, subjects: Source | None) -> dict[str, Fields]:
    """Return subject → fields; what several rows allow of one person is allowed together."""
    if "fields" not in frame.columns or frame["fields"].null_count() == frame.height:
        return dict.fromkeys(frame["subject_id"])
    others = _other_headers(subjects)
    read = {text: _fields(text, others) for text in frame["fields"].unique()}
    everything = _OWN_COLUMNS | others
    found: dict[str, Fields] = {}
    for subject, text in frame.select("subject_id", "fields").iter_rows():
        found[subject] = _both(found[subject], read[text], everything) if subject in found else read[text]
    return found


def _both(one: Fields, other: Fields, everything: frozenset[str]) -> Fields:
    if one is not None and other is not None:
        return one | other
    named = (one or frozenset()) | (other or frozenset())
    return everything | named if "my_number" in named else None


def _fields(text: str | None, others: frozenset[str]) -> Fields:
    if text is None:
        return None
    names = (_canonical(name, others) for name in _names(text))
    return frozenset(name for name in names if name)


def _names(text: str) -> Iterable[str]:
    return [name.strip() for name in _SEPARATOR.split(unicodedata.normalize("NFKC", text)) if name.strip()]


def _canonical(name: str, others: frozenset[str]) -> str | None:
    """Return the column that a name in ``fields`` means: canonical, or the folded header of another column."""
    folded = fold_header(name)
    if folded in others:
        return folded
    header = recognise_header(name)
    if header is None:
        return None
    if header.whose:
        return folded
    column = _WHOLE.get(header.column, header.column)
    return column if column in _OWN_COLUMNS or column == "my_number" else None


def _other_headers(subjects: Source | None) -> frozenset[str]:
    if subjects is None:
        return frozenset()
    return frozenset(fold_header(name) for name in subjects.frame.columns if name not in _OWN_COLUMNS | {"_row"})
