"""What the command line asks of the register: a past report saved without a page, and the yearly report as a file."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import cast

from sekisho.documents.yearly.html import page
from sekisho.ledger.log import Record, moment
from sekisho.register.past.model import PastReport
from sekisho.web import clock
from sekisho.web.installation import installation
from sekisho.web.people import queries as people
from sekisho.web.people.rules import SYSTEM
from sekisho.web.refusals import Refused
from sekisho.web.register.actions import editions, importing
from sekisho.web.register.drafts import drafted
from sekisho.web.register.models import EditionRow
from sekisho.web.register.queries import reports
from sekisho.web.register.recording import day
from sekisho.web.store.cipher import ForgedError
from sekisho.web.store.files import MissingFileError
from sekisho.words import Sentence, say


def file_report(name: str, report: PastReport) -> tuple[int, tuple[Sentence, ...]]:
    """Save a past report about which nobody has to decide anything; return its fiscal year.

    Where something hinders it, return that, and save nothing.
    """
    told = drafted(name, report, people.departments())
    with installation().store.transaction():
        if faults := importing.faults(told):
            return 0, faults
        return importing.put(told, by=SYSTEM, at=clock.now()), ()


def written(year: int, form: str, *, internal: bool, number: int | None, lang: str) -> bytes:
    """Return the report of a year as a file: an edition where one is asked for, else as it stands now.

    Raises:
        Refused: there is no such edition.
        KeyError: there is no such form.

    """
    if number is None:
        report = reports.report_of(year, clock.today(), internal=internal)
        return page(report, lang).encode() if form == "html" else editions.made(report, form)
    view = reports.edition(year, number)
    return page(view.report, lang).encode() if form == "html" else reports.file_of(view, form)


def check(year: int, data: bytes) -> tuple[bool, Sentence]:
    """Return whether a file is one of an edition of that year, as it was published, and that in words.

    The log of events says what was published. The row of the edition and the files that are kept are held against it too:
    where they are others by now, nothing is called as published. Whether the log is whole is what `sekisho ledger verify` says.
    """
    digest = sha256(data).hexdigest()
    for event in installation().store.stream(editions.STREAM):
        told = event.data
        if event.type != "edition_published" or told["year"] != year:
            continue
        sums = cast("Mapping[str, str]", told["files"])
        form = next((form for form, one in sums.items() if one == digest), None)
        if form is None:
            continue
        row = EditionRow.objects.filter(year=year, number=told["number"]).first()
        if row is None or not _as_published(row, event, sums):
            return False, say("第{number}版の記録が、証跡と合いません。証跡を確かめてください。", number=told["number"])
        return True, say(
            "{year}年度の第{number}版（{day}公表）の{form}です。公表したときのままです。確定値 {digest}",
            year=year,
            number=row.number,
            day=day(row.published_at).isoformat(),
            form=form,
            digest=row.digest,
        )
    return False, say("{year}年度の公表したどの版とも一致しません。", year=year)


def _as_published(row: EditionRow, event: Record, sums: Mapping[str, str]) -> bool:
    """Return whether an edition and its files are what an event of the log says; ``sums``: SHA-256 by form."""
    # What the page shows is the same text as the JSON file.
    content = sha256(bytes(row.content)).hexdigest()
    return (
        (row.digest, row.by, content) == (event.data["digest"], event.by, sums["json"])
        and row.published_at == moment(event.at)
        and {form: one["sha256"] for form, one in row.files.items()} == dict(sums)
        and all(_kept(one["id"]) == sums[form] for form, one in row.files.items())
    )


def _kept(id_: str) -> str:
    """Return the SHA-256 of a file that is kept; nothing where it is gone or not what was put."""
    try:
        return sha256(installation().files.read(id_)).hexdigest()
    except (MissingFileError, ForgedError):
        return ""


__all__ = ["Refused", "check", "file_report", "written"]
