"""What the command line asks of the register: a past report saved without a page, and the yearly report as a file."""

from __future__ import annotations

from hashlib import sha256

from sekisho.documents.yearly.digest import content_digest
from sekisho.documents.yearly.html import page
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

    What is held against it is the row of the edition, whose own content must have the digest that the log of events
    names; whether the log is whole is what `sekisho ledger verify` says.
    """
    digest = sha256(data).hexdigest()
    for row in EditionRow.objects.filter(year=year).order_by("number"):
        found = [form for form, one in row.files.items() if one["sha256"] == digest]
        if not found:
            continue
        if not _in_log(row, digest) or content_digest(reports.edition(year, row.number).report) != row.digest:
            return False, say("第{number}版の記録が、証跡と合いません。証跡を確かめてください。", number=row.number)
        return True, say(
            "{year}年度の第{number}版（{day}公表）の{form}です。公表したときのままです。確定値 {digest}",
            year=year,
            number=row.number,
            day=day(row.published_at).isoformat(),
            form=found[0],
            digest=row.digest,
        )
    return False, say("{year}年度の公表したどの版とも一致しません。", year=year)


def _in_log(row: EditionRow, digest: str) -> bool:
    """Return whether an event of the log published an edition with these numbers."""
    for one in installation().store.stream(editions.STREAM):
        told = one.data
        if one.type == "edition_published" and (told["year"], told["number"]) == (row.year, row.number):
            files = told["files"]
            return told["digest"] == row.digest and isinstance(files, dict) and digest in files.values()
    return False


__all__ = ["Refused", "check", "file_report", "written"]
